package model

import (
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// monthsShown are the full months beside which a period stands: trailing twelve.
const monthsShown = 12

// monthTable adds a row for each of the twelve full months up to as_of or the period's end, and for the running month: what
// Marketing delivered beside the promise of the terms now in force. A month before the exports begin is n/a.
func (l *Ledger) addMonthTable(s *Scorecard) {
	months := l.trailingMonths()
	n := len(months)
	month, until, mid := make([]float64, n), make([]float64, n), make([]float64, n)
	complete, covered, force, booked := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	begin := l.firstCreated()
	for i, from := range months {
		til := from.AddDate(0, 1, 0)
		month[i], until[i] = calendar.Serial(from), calendar.Serial(calendar.Earlier(til, l.period.AsOf))
		complete[i], covered[i] = oneOrZero(!til.After(l.period.AsOf)), oneOrZero(begin.Known() && begin.Before(calendar.At(til)) && (!calendar.At(from).Before(begin) || !from.Before(l.period.Start)))
		force[i], booked[i] = oneOrZero(l.inEffect(from)), oneOrZero(l.hasSpend(from))
		mid[i] = l.comparableMidnight(from)
	}
	promise, unit := s.promisedFigure()
	handoff := l.handoffStage()
	if0 := func(flag string, e Expr) Expr { return If(Compare(EQ, Col(flag), Number(1)), e, NA{}) }
	t := s.AddTable(calc.NewTable(MonthsTable, "Month by month", n))
	t.Numbers("month", "Month", Date, "its first day", month)
	t.Numbers("until", "Counts until", Time, "its end, or as_of", until)
	t.Numbers("complete", "Complete", Count, "1: it was over by as_of", complete)
	t.Numbers("covered", "Covered", Count, "1: the exports begin before it", covered)
	t.Numbers("in_force", "In force", Count, "1: the agreement was in effect", force)
	t.Numbers("booked", "Booked", Count, "1: the spend file has a row of it", booked)
	t.Formula("leads", "Leads", Count, "that Marketing sourced and handed off, gross",
		if0("covered", l.ifStage(handoff, CountOf(LeadsTable, whereHandedOff(Col("month"), Col("until"))...))))
	t.Formula("lead_value", "Lead value", Money, "delivered, by the promise's basis",
		if0("covered", l.ifStage(handoff, s.valueBetween(Col("month"), Col("until")))))
	t.Formula("promised", "Promised", unit, "a month, by the terms now in force", Div(promise, Ref(periodMonthsID)))
	delivered := Col("lead_value")
	if s.Agreement.Promise.LeadsPromised() {
		delivered = Col("leads")
	}
	t.Formula("attainment", "Attainment", Percent, "delivered ÷ promised", Div(delivered, Col("promised")))
	t.Formula("status", "Status", Words, "of a full month under this agreement",
		If(And{Compare(EQ, Col("complete"), Number(1)), Compare(EQ, Col("in_force"), Number(1))},
			bandStatus(delivered, Col("promised")), NA{}))
	t.Formula("spend", "Spend", Money, "of the spend file; n/a of a month that it does not name",
		if0("booked", Sum(SpendingTable, "actual", Where("month", EQ, Col("month")))))
	t.Formula("value_per_spend", "Value ÷ spend", Ratios, "lead value ÷ spend", Div(Col("lead_value"), Col("spend")))
	t.Formula("revenue", "Revenue", Money, "new business won",
		if0("covered", l.ifProvided("deals", Sum(DealsTable, "amount", Where("closed", GE, Col("month")),
			Where("closed", LT, Col("until")), Where("won", EQ, Number(1)), Where(DealNewBusiness, EQ, Number(1))))))
	t.Numbers("checkpoint", "Same day", Time,
		"when as large a share of its working days was complete as now; n/a where no month is running", mid)
	t.Formula("early", "Delivered by then", unit, "of a full month before",
		If(And{Compare(EQ, Col("complete"), Number(1)), Compare(EQ, Col("covered"), Number(1)), Known(Col("checkpoint"))},
			l.ifStage(handoff, s.deliveredBetween(Col("month"), Col("checkpoint"))), NA{}))
	t.Formula("share", "Share by then", Percent, "delivered by then ÷ delivered in the month",
		Div(Col("early"), delivered))
	l.addTrailingTotals(s, string(delivered), unit)
	l.addForecast(s)
}

// trailingMonths are the first instants of the twelve months that are over by as_of and the period's end, and of the running
// month of the period.
func (l *Ledger) trailingMonths() []time.Time {
	end := calendar.Earlier(l.period.End, l.period.AsOf)
	last := calendar.MonthOf(end)
	n := monthsShown
	first := last.AddDate(0, -n, 0)
	if end.After(last) {
		n++
	}
	out := make([]time.Time, n)
	for i := range out {
		out[i] = first.AddDate(0, i, 0)
	}
	return out
}

// firstCreated is when the exported leads begin.
func (l *Ledger) firstCreated() calendar.Moment {
	var first calendar.Moment
	for _, f := range l.rows {
		first = calendar.Earliest(first, f.ownDate(agreement.Created))
	}
	return first
}

// inForce says that the agreement was in effect when a month began.
func (l *Ledger) inEffect(month time.Time) bool {
	eff := l.agreement.Head.Effective
	return eff.IsZero() || !month.Before(eff.In(l.clock.Location))
}

// booked says that the spend file has a row of a month.
func (l *Ledger) hasSpend(month time.Time) bool {
	return slices.ContainsFunc(l.spend,
		func(x Spend) bool { return x.Month.Year() == month.Year() && x.Month.Month() == month.Month() })
}

// checkpoint is the midnight in a month after which as large a share of its working days was complete as is of the running
// period's now; missing where the period is no running month.
func (l *Ledger) comparableMidnight(month time.Time) float64 {
	if l.period.Closed() || l.period.Months != 1 {
		return NaN
	}
	now, done := l.workingDays(), 0
	for _, d := range now {
		if !d.AddDate(0, 0, 1).After(l.period.AsOf) {
			done++
		}
	}
	if len(now) == 0 || done == 0 {
		return NaN
	}
	working := l.workingDaysOf(month, month.AddDate(0, 1, 0))
	k := (2*done*len(working) + len(now)) / (2 * len(now)) // half up
	if k == 0 || len(working) == 0 {
		return NaN
	}
	return calendar.Serial(working[k-1].AddDate(0, 0, 1))
}

// trailing adds what the twelve full months came to, those that the exports cover.
func (l *Ledger) addTrailingTotals(s *Scorecard, delivered string, unit Unit) {
	over := []Cond{Where("complete", EQ, Number(1)), Where(delivered, GE, Number(0))}
	reason := "the exports cover no full month before as_of, or nothing is promised"
	s.AddQuantity(calc.Quantity{ID: TrailingMonthsID, Title: "Full months counted", Unit: Count,
		Formula:    CountOf(MonthsTable, over...),
		Definition: "Of the twelve full months before as_of, those that the exports cover."})
	some := func(e Expr) Expr { return If(Compare(GT, Ref(TrailingMonthsID), Number(0)), e, NA{}) }
	s.AddQuantity(calc.Quantity{ID: TrailingDeliveredID, Title: "Delivered in twelve months", Unit: unit, Better: Up,
		Formula:    some(Sum(MonthsTable, delivered, over...)),
		Reason:     reason,
		Definition: "In the full months counted, in the unit of the promise and by its basis."})
	s.AddQuantity(calc.Quantity{ID: TrailingPromisedID, Title: "Promised for twelve months", Unit: unit,
		Formula:    some(Sum(MonthsTable, "promised", over...)),
		Reason:     reason,
		Definition: "The promise of the terms now in force, for the full months counted."})
	s.AddQuantity(calc.Quantity{ID: "trailing.attainment", Title: "Delivered ÷ promised, twelve months", Unit: Percent,
		Better:     Up,
		Formula:    Div(Ref(TrailingDeliveredID), Ref(TrailingPromisedID)),
		Reason:     reason,
		Definition: "Over the full months counted, held against the terms now in force, also of months before them."})
	spent := append(slices.Clone(over), Where("spend", GE, Number(0)))
	s.AddQuantity(calc.Quantity{ID: "trailing.value_per_spend", Title: "Lead value ÷ spend, twelve months", Unit: Ratios,
		Better:     Up,
		Formula:    Div(Sum(MonthsTable, "lead_value", spent...), Sum(MonthsTable, "spend", spent...)),
		Definition: "Over the full months counted that the spend file names.", Reason: "the spend file names no full month that the exports cover"})
}

// forecast adds where the running month will end by the shape of past months, with the range that eight in ten of them span.
func (l *Ledger) addForecast(s *Scorecard) {
	_, unit := s.promisedFigure()
	point := Missing
	if c := l.comparableMidnight(calendar.MonthOf(l.period.Start)); c == c {
		point = Num(c)
	}
	s.AddTerm(calc.Term{ID: checkpointID, Section: "Period and input",
		Title: "Midnight after the last complete working day", Unit: Time,
		Value: point,
		Note:  "the forecast starts from what was delivered by then"})
	reason := "no month is running, no working day of it is complete, or fewer than three past months have a shape"
	figure := func(id, title string, u Unit, e Expr, def string) {
		s.AddQuantity(calc.Quantity{ID: "forecast." + id, Title: title, Unit: u, Better: Up,
			Formula:    e,
			Definition: def,
			Reason:     reason})
	}
	s.AddQuantity(calc.Quantity{ID: ForecastMonthsID, Title: "Forecast: past months behind it", Unit: Count,
		Formula:    Agg{Fn: CountNumbers, Table: MonthsTable, Col: "share"},
		Definition: "Full months of the last twelve that had delivered something by the same share of their working days, or by their end."})
	enough := func(e Expr) Expr {
		return If(Compare(GE, Ref(ForecastMonthsID), Ref(forecastLeastID)), e, NA{})
	}
	shape := func(p string) Expr { return Agg{Fn: PercentileOf, Table: MonthsTable, Col: "share", P: Ref(p)} }
	base := If(Known(Ref(checkpointID)), l.ifStage(l.handoffStage(),
		s.deliveredBetween(Ref(periodStartID), Ref(checkpointID))), NA{})
	figure("base", "Delivered by the last complete working day", unit, base, "What the forecast starts from.")
	figure("share", "Share that past months had delivered by now", Percent,
		enough(Agg{Fn: MedianOf, Table: MonthsTable, Col: "share"}),
		"Median over past months, at the same share of their working days.")
	end := func(share Expr) Expr { return Greatest{Div(Ref("forecast.base"), share), s.deliveredFigure()} }
	figure("delivered", "Forecast for the month's end", unit, end(Ref("forecast.share")),
		"Delivered by the last complete working day ÷ the median share; never less than what is delivered.")
	figure("low", "Forecast, low", unit, enough(end(shape(forecastHighID))),
		"By the shape of a month that delivered early: the 90th percentile of the shares.")
	figure("high", "Forecast, high", unit, enough(end(shape(forecastLowID))),
		"By the shape of a month that delivered late: the 10th percentile of the shares.")
	promise, _ := s.promisedFigure()
	figure("attainment", "Forecast ÷ promise", Percent, Div(Ref(ForecastDeliveredID), promise),
		"Where the month will end, of the promise.")
}
