package model

import (
	"slices"

	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// addPace adds the working days of the period, delivery compared with the straight line to the promise
// (SPEC section 7), and the weeks' leads with the team's capacity.
func (l *Ledger) addPace(s *Scorecard) {
	l.addDayTable(s)
	l.addWeekTable(s)
	promise, unit := s.promisedFigure()
	reason := "the period has no promise or no working day"
	s.AddQuantity(calc.Quantity{ID: WorkingDaysID, Title: "Working days", Unit: Count, Formula: CountOf(DaysTable),
		Definition: "Days of the period on which the agreement's clock works: its weekdays without its holidays."})
	s.AddQuantity(calc.Quantity{ID: WorkingDaysElapsedID, Title: "Working days complete", Unit: Count,
		Formula:    CountOf(DaysTable, Where("complete", EQ, Number(1))),
		Definition: "Working days whose midnight has come by as_of."})
	s.AddQuantity(calc.Quantity{ID: LineToDateID, Title: "Line to date", Unit: unit,
		Formula:    Div(Mul(promise, Ref(WorkingDaysElapsedID)), Ref(WorkingDaysID)),
		Definition: "Promised × complete working days ÷ working days.", Reason: reason})
	s.AddQuantity(calc.Quantity{ID: PaceGapID, Title: "Gap to the line", Unit: unit, Better: Up,
		Formula:    Sub(s.deliveredFigure(), Ref(LineToDateID)),
		Definition: "Delivered − line to date.", Reason: reason})
	l.addMidMonth(s, promise, unit)
}

// addMidMonth adds how delivery stood when half of the working days were over (article 000). If it is
// below the band, money should move to the channels with the most lead value per unit of spend.
func (l *Ledger) addMidMonth(s *Scorecard, promise Expr, unit Unit) {
	reason := "half of the working days is not over, or there is no promise"
	const day, delivered, line = "pace.mid_day", "pace.mid_delivered", "pace.mid_line"
	add := func(id, title string, u Unit, e Expr, def string) {
		s.AddQuantity(calc.Quantity{ID: id, Title: title, Unit: u, Formula: e, Definition: def, Reason: reason})
	}
	add(day, "Mid-month: working day", Count, RoundUp(Mul(Ref(WorkingDaysID), Ref(midMonthID))),
		"Half of the working days, rounded up.")
	add(delivered, "Mid-month: delivered", unit,
		If(Compare(GE, Ref(WorkingDaysElapsedID), Ref(day)), Lookup(DaysTable, "n", "delivered", Ref(day)), NA{}),
		"Cumulative, at the end of that day.")
	add(line, "Mid-month: line", unit, Div(Mul(promise, Ref(day)), Ref(WorkingDaysID)),
		"Promised × that day ÷ working days.")
	add("pace.mid_gap", "Mid-month: gap to the line", unit, Sub(Ref(delivered), Ref(line)),
		"Delivered − line at mid-month.")
	s.AddQuantity(calc.Quantity{ID: "pace.mid_status", Title: "Mid-month: status", Unit: Words, Internal: true,
		Formula: bandStatus(Ref(delivered), Ref(line)),
		Definition: "At mid-month, against the line's band; " +
			"under: move money to the channels that bring the most lead value for it.",
		Reason: reason})
}

// addDayTable adds a row for each working day. Leads handed off on another day count on the next working
// day; those handed off after the last working day count on it.
func (l *Ledger) addDayTable(s *Scorecard) {
	working := l.workingDays()
	var day, ends []float64
	for _, d := range working {
		day = append(day, calendar.Serial(calendar.Civil(d)))
		ends = append(ends, calendar.Serial(calendar.Civil(d))+1)
	}
	until := slices.Clone(ends)
	if len(until) > 0 {
		until[len(until)-1] = calendar.Serial(l.period.End)
	}
	t := s.AddTable(calc.NewTable(DaysTable, "Pace by working day", len(working)))
	t.Numbers("day", "Day", Date, "working day", day)
	t.NumbersFunc("n", "No.", Count, "working day of the period", func(row int) float64 { return float64(row + 1) })
	t.Numbers("ends", "Ends", Time, "midnight after it", ends)
	t.Numbers("until", "Counts until", Time, "midnight after it; of the last working day, the period's end", until)
	t.Formula("complete", "Complete", Count, "1: its midnight has come by as_of",
		If(Compare(LE, Col("ends"), Ref(asOfID)), Number(1), Number(0)))
	promise, unit := s.promisedFigure()
	delivered := l.ifStage(l.handoffStage(), s.deliveredBetween(Ref(periodStartID), Col("until")))
	if !s.Agreement.Promise.LeadsPromised() {
		delivered = ifHalfHaveAValue(delivered)
	}
	t.Formula("delivered", "Delivered", unit, "cumulative, by the promise's basis; n/a of a day that has not begun",
		If(Compare(LT, Col("day"), Ref(asOfID)), delivered, NA{}))
	t.From("delivered", olderLeadsSource)
	t.Formula("line", "Line", unit, "promised × day ÷ working days",
		Div(Mul(promise, Col("n")), Ref(WorkingDaysID)))
	t.Formula("low", "Band, low", unit, "line × (1 − tolerance)", bandLow(Col("line")))
	t.Formula("high", "Band, high", unit, "line × (1 + tolerance)", bandHigh(Col("line")))
}

// addWeekTable adds a row for each week, Monday to Sunday, that has a day of the period: the leads handed
// off in it, and how many the team can take on.
func (l *Ledger) addWeekTable(s *Scorecard) {
	start := calendar.Civil(l.period.Start)
	monday := start.AddDate(0, 0, -(int(start.Weekday())+6)%7)
	var from, until []float64
	for i := 0; i < calendar.Days(monday, l.period.End); i += 7 {
		from = append(from, calendar.Serial(monday)+float64(i))
		until = append(until, calendar.Serial(monday)+float64(i+7))
	}
	handedOff := CountOf(LeadsTable, Where(LeadHandoff, GE, Col("week")), Where(LeadHandoff, LT, Col("ends")))
	t := s.AddTable(calc.NewTable("weeks", "Leads handed off by week", len(from)))
	t.Numbers("week", "Week of", Date, "its Monday; the whole week counts, whatever month its days lie in", from)
	t.Numbers("ends", "Ends", Date, "midnight after its Sunday", until)
	t.Formula("leads", "Leads handed off", Count, "all motions, before as_of; n/a of a week that has not begun",
		If(Compare(LT, Col("week"), Ref(asOfID)), l.ifStage(l.handoffStage(), handedOff), NA{}))
	t.Formula("capacity", "Capacity", Count, "new leads a week that an SDR can take on × SDRs",
		Mul(s.termOr(TermID("capacity.new_leads_per_week")), Ref(TeamSDRsID)))
}

// fillPace fills s.Pace from the computed table of working days, for outputs that do not include tables.
func (l *Ledger) fillPace(s *Scorecard) {
	t, start := s.Table(DaysTable), s.Period.Start
	for i := range t.Rows {
		at := func(column string) Value { return t.Column(column).Value(i) }
		day, _ := at("day").Number()
		n, _ := at("n").Number()
		s.Pace = append(s.Pace, PacePoint{
			Day: start.AddDate(0, 0, int(day-calendar.Serial(calendar.Civil(start)))), N: int(n),
			Delivered: at("delivered"), Line: at("line"), Low: at("low"), High: at("high")})
	}
}
