package model

import (
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// monthsShown is the number of full months before as_of that are shown: trailing twelve months.
const monthsShown = 12

// addMonthTable adds a row for each of the twelve full months up to as_of or the period's end, and one
// for the running month: Marketing's delivery against the promise of the terms now in force. Delivery is
// n/a for a month that began before the exports did.
func (l *Ledger) addMonthTable(s *Scorecard) {
	months := l.trailingMonths()
	numbers := func(f func(from, end time.Time) float64) []float64 {
		column := make([]float64, len(months))
		for i, from := range months {
			column[i] = f(from, from.AddDate(0, 1, 0))
		}
		return column
	}
	exportsBegin := l.firstCreated() // a month of the period is covered if they begin before its end
	covered := func(from, end time.Time) float64 {
		begun := exportsBegin.Known() && exportsBegin.Before(calendar.At(end))
		return oneOrZero(begun && (!calendar.At(from).Before(exportsBegin) || !from.Before(l.period.Start)))
	}
	promise, unit := s.promisedFigure()
	handoff := l.handoffStage()
	ifOne := func(flag string, e Expr) Expr { return If(Compare(EQ, Col(flag), Number(1)), e, NA{}) }
	t := s.AddTable(calc.NewTable(MonthsTable, "Month by month", len(months)))
	t.Numbers("month", "Month", Date, "its first day",
		numbers(func(from, _ time.Time) float64 { return calendar.Serial(from) }))
	t.Numbers("until", "Counts until", Time, "its end, or as_of",
		numbers(func(_, end time.Time) float64 { return calendar.Serial(calendar.Earlier(end, l.period.AsOf)) }))
	t.Numbers("complete", "Complete", Count, "1: it was over by as_of",
		numbers(func(_, end time.Time) float64 { return oneOrZero(!end.After(l.period.AsOf)) }))
	t.Numbers("covered", "Covered", Count, "1: the exports begin before it", numbers(covered))
	t.Numbers("in_force", "In force", Count, "1: the agreement was in effect",
		numbers(func(from, _ time.Time) float64 { return oneOrZero(l.inEffect(from)) }))
	t.Numbers("booked", "Booked", Count, "1: the spend file has a row of it",
		numbers(func(from, _ time.Time) float64 { return oneOrZero(l.hasSpend(from)) }))
	t.Formula("leads", "Leads", Count, "that Marketing sourced and handed off, gross",
		ifOne("covered", l.ifStage(handoff, CountOf(LeadsTable, whereHandedOff(Col("month"), Col("until"))...))))
	t.Formula("lead_value", "Lead value", Money, "delivered, by the promise's basis",
		ifOne("covered", l.ifStage(handoff, s.valueBetween(Col("month"), Col("until")))))
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
		ifOne("booked", Sum(SpendingTable, "actual", Where("month", EQ, Col("month")))))
	t.Formula("value_per_spend", "Value ÷ spend", Ratios, "lead value ÷ spend",
		Div(Col("lead_value"), l.spendOfSameDays()))
	won := []Cond{Where(DealClosed, GE, Col("month")), Where(DealClosed, LT, Col("until")),
		Where(DealWon, EQ, Number(1)), Where(DealNewBusiness, EQ, Number(1))}
	t.Formula("revenue", "Revenue", Money, "new business won",
		ifOne("covered", l.ifProvided("deals", Sum(DealsTable, DealAmount, won...))))
	t.Numbers("checkpoint", "Same day", Time,
		"when as large a share of its working days was complete as now; n/a where no month is running",
		numbers(func(from, _ time.Time) float64 { return l.comparableMidnight(from) }))
	comparable := And{Compare(EQ, Col("complete"), Number(1)), Compare(EQ, Col("covered"), Number(1)),
		Known(Col("checkpoint"))}
	t.Formula("early", "Delivered by then", unit, "of a full month before",
		If(comparable, l.ifStage(handoff, s.deliveredBetween(Col("month"), Col("checkpoint"))), NA{}))
	t.Formula("share", "Share by then", Percent, "delivered by then ÷ delivered in the month",
		Div(Col("early"), delivered))
	l.addTrailingTotals(s, string(delivered), unit)
	l.addForecast(s)
}

// trailingMonths returns the first instants of the twelve months that are over by as_of and by the
// period's end, and of the month, if any, that is running at the earlier of the two.
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

// firstCreated returns when the first of the exported leads was created.
func (l *Ledger) firstCreated() calendar.Moment {
	var first calendar.Moment
	for _, f := range l.rows {
		first = calendar.Earliest(first, f.ownDate(agreement.Created))
	}
	return first
}

// inEffect reports whether the agreement was in effect when a month began.
func (l *Ledger) inEffect(month time.Time) bool {
	effective := l.agreement.Head.Effective
	return effective.IsZero() || !month.Before(effective.In(l.clock.Location))
}

// hasSpend reports whether the spend file has a row of a month.
func (l *Ledger) hasSpend(month time.Time) bool {
	return slices.ContainsFunc(l.spend,
		func(x Spend) bool { return x.Month.Year() == month.Year() && x.Month.Month() == month.Month() })
}

// comparableMidnight returns the midnight of a month at which the same share of its working days was
// complete as of the running month's at as_of. It is NaN where the period is not a running month, or none
// of its working days is complete.
func (l *Ledger) comparableMidnight(month time.Time) float64 {
	if l.period.Closed() || l.period.Months != 1 {
		return NaN
	}
	running, done := l.workingDays(), 0
	for _, d := range running {
		if !d.AddDate(0, 0, 1).After(l.period.AsOf) {
			done++
		}
	}
	if len(running) == 0 || done == 0 {
		return NaN
	}
	working := l.workingDaysOf(month, month.AddDate(0, 1, 0))
	k := (2*done*len(working) + len(running)) / (2 * len(running)) // rounded half up
	if k == 0 || len(working) == 0 {
		return NaN
	}
	return calendar.Serial(working[k-1].AddDate(0, 0, 1))
}

// addTrailingTotals adds the totals of the twelve full months, as far as the exports cover them.
// delivered is the column of the months table in the unit of the promise.
func (l *Ledger) addTrailingTotals(s *Scorecard, delivered string, unit Unit) {
	counted := []Cond{Where("complete", EQ, Number(1)), Where(delivered, GE, Number(0))}
	reason := "the exports cover no full month before as_of, or nothing is promised"
	s.AddQuantity(calc.Quantity{ID: TrailingMonthsID, Title: "Full months counted", Unit: Count,
		Formula:    CountOf(MonthsTable, counted...),
		Definition: "Of the twelve full months before as_of, those that the exports cover."})
	ifCounted := func(e Expr) Expr { return If(Compare(GT, Ref(TrailingMonthsID), Number(0)), e, NA{}) }
	s.AddQuantity(calc.Quantity{ID: TrailingDeliveredID, Title: "Delivered in twelve months", Unit: unit, Better: Up,
		Formula:    ifCounted(Sum(MonthsTable, delivered, counted...)),
		Reason:     reason,
		Definition: "In the full months counted, in the unit of the promise and by its basis."})
	s.AddQuantity(calc.Quantity{ID: TrailingPromisedID, Title: "Promised for twelve months", Unit: unit,
		Formula:    ifCounted(Sum(MonthsTable, "promised", counted...)),
		Reason:     reason,
		Definition: "The promise of the terms now in force, for the full months counted."})
	s.AddQuantity(calc.Quantity{ID: "trailing.attainment", Title: "Delivered ÷ promised, twelve months", Unit: Percent,
		Better:     Up,
		Formula:    Div(Ref(TrailingDeliveredID), Ref(TrailingPromisedID)),
		Reason:     reason,
		Definition: "Over the full months counted, held against the terms now in force, also of months before them."})
	spent := append(slices.Clone(counted), Where("spend", GE, Number(0)))
	s.AddQuantity(calc.Quantity{ID: "trailing.value_per_spend", Title: "Lead value ÷ spend, twelve months", Unit: Ratios,
		Better:     Up,
		Formula:    Div(Sum(MonthsTable, "lead_value", spent...), Sum(MonthsTable, "spend", spent...)),
		Definition: "Over the full months counted that the spend file names.",
		Reason:     "the spend file names no full month that the exports cover"})
}

// addForecast adds a forecast for the end of the running month from the pattern of past months: delivery
// up to the last complete working day ÷ the share of their total that past months had delivered at that
// point. It uses the median of these shares, and for the range their 10th and 90th percentiles, between
// which eight in ten of them lie.
func (l *Ledger) addForecast(s *Scorecard) {
	promise, unit := s.promisedFigure()
	s.AddTerm(calc.Term{ID: checkpointID, Section: periodSection, Unit: Time,
		Title: "Midnight after the last complete working day",
		Value: Num(l.comparableMidnight(calendar.MonthOf(l.period.Start))),
		Note:  "the forecast starts from what was delivered by then"})
	reason := "no month is running, no working day of it is complete, or fewer than three past months have a shape"
	add := func(id, title string, u Unit, e Expr, def string) {
		s.AddQuantity(calc.Quantity{ID: id, Title: title, Unit: u, Better: Up,
			Formula:    e,
			Definition: def,
			Reason:     reason})
	}
	s.AddQuantity(calc.Quantity{ID: ForecastMonthsID, Title: "Forecast: past months behind it", Unit: Count,
		Formula: Agg{Fn: CountNumbers, Table: MonthsTable, Col: "share"},
		Definition: "Full months of the last twelve that had delivered something by the same share of their working days, " +
			"or by their end."})
	enough := func(e Expr) Expr {
		return If(Compare(GE, Ref(ForecastMonthsID), Ref(forecastLeastID)), e, NA{})
	}
	shape := func(p string) Expr { return Agg{Fn: PercentileOf, Table: MonthsTable, Col: "share", P: Ref(p)} }
	delivered := s.deliveredBetween(Ref(periodStartID), Ref(checkpointID))
	base := If(Known(Ref(checkpointID)), l.ifStage(l.handoffStage(), delivered), NA{})
	add("forecast.base", "Delivered by the last complete working day", unit, base, "What the forecast starts from.")
	add("forecast.share", "Share that past months had delivered by now", Percent,
		enough(Agg{Fn: MedianOf, Table: MonthsTable, Col: "share"}),
		"Median over past months, at the same share of their working days.")
	end := func(share Expr) Expr { return Greatest{Div(Ref("forecast.base"), share), s.deliveredFigure()} }
	add(ForecastDeliveredID, "Forecast for the month's end", unit, end(Ref("forecast.share")),
		"Delivered by the last complete working day ÷ the median share; never less than what is delivered.")
	add("forecast.low", "Forecast, low", unit, enough(end(shape(forecastHighID))),
		"By the shape of a month that delivered early: the 90th percentile of the shares.")
	add("forecast.high", "Forecast, high", unit, enough(end(shape(forecastLowID))),
		"By the shape of a month that delivered late: the 10th percentile of the shares.")
	add("forecast.attainment", "Forecast ÷ promise", Percent, Div(Ref(ForecastDeliveredID), promise),
		"Where the month will end, of the promise.")
}
