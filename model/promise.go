package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// addPromise adds what Marketing promised and delivered in the period, and how the two compare (SPEC
// section 7).
func (l *Ledger) addPromise(s *Scorecard) {
	l.addPromised(s)
	l.addDelivered(s)
	l.addPromiseStatus(s)
	l.addRatioProposal(s)
	l.addEquivalents(s)
	l.addHandRaisers(s)
}

// addPromised adds the promise for the period and its band. The agreement promises either lead value or
// leads; the figure of the other is n/a.
func (l *Ledger) addPromised(s *Scorecard) {
	p := s.Agreement.Promise
	noMonths := "the period is no whole number of months"
	money := calc.Quantity{ID: PromiseLeadValueID, Title: "Lead value promised", Unit: Money,
		Formula:    NA{},
		Definition: "Lead value that Marketing promises.",
		Reason:     "the agreement promises no lead value"}
	leads := calc.Quantity{ID: PromiseLeadsID, Title: "Leads promised", Unit: Count,
		Formula:    NA{},
		Definition: "Leads that Marketing promises.",
		Reason:     "the agreement promises no number of leads"}
	setMonthly := func(q *calc.Quantity, definition, reason string, monthly Expr) {
		q.Formula = Mul(monthly, Ref(periodMonthsID))
		q.Definition, q.Reason = definition+" × months of the period.", reason
	}
	ratio := Ref(promiseRatioTermID)
	switch {
	case p.LeadValue.Plan:
		setMonthly(&money, "The plan's lead value a month × ratio", "the plan of a stream is n/a, or "+noMonths,
			Mul(Ref(PlanPromiseID), ratio))
	case p.LeadValue.Set:
		setMonthly(&money, "Agreed lead value a month × ratio", noMonths,
			Mul(Ref(TermID("promise.lead_value")), ratio))
	case p.Leads != nil:
		setMonthly(&leads, "Agreed leads a month", noMonths, Ref(TermID("promise.leads")))
	case p.LeadsPerSeller != nil:
		setMonthly(&leads, "Agreed leads a month per seller × sellers", noMonths,
			Mul(Ref(TermID("promise.leads_per_seller")), s.termOr(TermID("promise.sellers"))))
	}
	s.AddQuantity(money)
	s.AddQuantity(leads)
	l.addPromiseBand(s)
}

// addPromiseBand adds the ends of the tolerance around the promise, and the lead value promised per unit
// of budget.
func (l *Ledger) addPromiseBand(s *Scorecard) {
	reason := "the agreement makes no promise, or it is n/a"
	promise, unit := s.promisedFigure()
	s.AddQuantity(calc.Quantity{ID: PromiseLowID, Title: "Promise: lower end of its band", Unit: unit,
		Formula:    bandLow(promise),
		Definition: "Promised × (1 − tolerance), inclusive.",
		Reason:     reason})
	s.AddQuantity(calc.Quantity{ID: PromiseHighID, Title: "Promise: upper end of its band", Unit: unit,
		Formula:    bandHigh(promise),
		Definition: "Promised × (1 + tolerance), inclusive.",
		Reason:     reason})
	s.AddQuantity(calc.Quantity{ID: "promise.per_budget", Title: "Lead value promised per unit of budget", Unit: Ratios,
		Formula:    Div(Ref(PromiseLeadValueID), Ref(BudgetTotalID)),
		Definition: "Lead value promised ÷ budget agreed, in the period.",
		Reason:     "the agreement sets no budget, or makes no promise in money"})
}

// bandLow and bandHigh return the ends of the tolerance band around a promise or its line, both
// inclusive: × (1 − tolerance) and × (1 + tolerance).
func bandLow(line Expr) Expr  { return Mul(line, Sub(Number(1), Ref(promiseToleranceTermID))) }
func bandHigh(line Expr) Expr { return Mul(line, Add(Number(1), Ref(promiseToleranceTermID))) }

// bandStatus returns whether a delivered figure is under, within or over the band around a line.
func bandStatus(delivered, line Expr) Expr {
	return If(Compare(LT, delivered, bandLow(line)), Word(Under),
		If(Compare(GT, delivered, bandHigh(line)), Word(Over), Word(Within)))
}

// promisedFigure returns the promise and its unit: leads where the agreement promises a number of leads,
// else lead value.
func (s *Scorecard) promisedFigure() (Expr, Unit) {
	if s.Agreement.Promise.LeadsPromised() {
		return Ref(PromiseLeadsID), Count
	}
	return Ref(PromiseLeadValueID), Money
}

// deliveredFigure returns what was delivered in the period, in the unit of the promise.
func (s *Scorecard) deliveredFigure() Expr {
	if s.Agreement.Promise.LeadsPromised() {
		return Ref(DeliveredLeadsID)
	}
	return Ref(DeliveredLeadValueID)
}

// deliveredBetween returns what Marketing delivered between two instants, in the unit of the promise; from
// is included, until is not.
func (s *Scorecard) deliveredBetween(from, until Expr) Expr {
	if s.Agreement.Promise.LeadsPromised() {
		return CountOf(LeadsTable, whereHandedOff(from, until)...)
	}
	return s.valueBetween(from, until)
}

// valueBetween returns the lead value that Marketing delivered between two instants, by the promise's
// basis: gross, or net of the leads that Sales returned in time. It is n/a without a lead value chart.
func (s *Scorecard) valueBetween(from, until Expr, more ...Cond) Expr {
	where := append(whereHandedOff(from, until), more...)
	if s.Agreement.LeadValue.Method == "" {
		return NA{}
	}
	gross := Sum(LeadsTable, LeadValue, where...)
	if s.Agreement.Promise.Basis != "net" {
		return gross
	}
	return Sub(gross, Sum(LeadsTable, LeadValue, append(where, Where(LeadReturned, EQ, Number(1)))...))
}

// whereHandedOff returns the conditions that Marketing sourced a lead and handed it off between two
// instants; from is included, until is not.
func whereHandedOff(from, until Expr) []Cond {
	return []Cond{Where(LeadMarketing, EQ, Number(1)), Where(LeadHandoff, GE, from), Where(LeadHandoff, LT, until)}
}

// whereDelivered returns the conditions that Marketing sourced a lead and handed it off in the period.
func whereDelivered() []Cond {
	return whereHandedOff(Ref(periodStartID), Ref(asOfID))
}

// addDelivered adds what Marketing delivered in the period: leads, and their expected value by the chart,
// gross and net of the leads that Sales returned in time.
func (l *Ledger) addDelivered(s *Scorecard) {
	handoff := l.handoffStage()
	figure := func(id, title string, u Unit, e Expr, def string) calc.Quantity {
		return calc.Quantity{ID: id, Title: title, Unit: u, Better: Up,
			Formula:    e,
			Sources:    []string{olderLeadsSource},
			Definition: def,
			Reason:     firstReason(l.whyNoLeadValue(), "fewer than half of the leads delivered have a value by the chart")}
	}
	value := func(more ...Cond) Expr {
		if s.Agreement.LeadValue.Method == "" {
			return NA{}
		}
		return l.ifStage(handoff, ifHalfHaveAValue(Sum(LeadsTable, LeadValue, append(whereDelivered(), more...)...)))
	}
	count := func(more ...Cond) Expr {
		return l.ifStage(handoff, CountOf(LeadsTable, append(whereDelivered(), more...)...))
	}
	source := "Leads of the motions that the promise counts and, where the agreement lists marketing_sourced, " +
		"of those sources."

	s.AddQuantity(figure(DeliveredGrossID, "Lead value delivered, gross", Money, value(),
		"Sum of the chart's value of leads that Marketing sourced and handed off in the period: "+
			"expected value, not revenue. "+source))
	returned := figure(DeliveredReturnedID, "Lead value returned", Money, value(Where(LeadReturned, EQ, Number(1))),
		"Of the gross value, that of leads disqualified within the time to accept after handoff.")
	returned.Better = Down
	s.AddQuantity(returned)
	s.AddQuantity(figure(DeliveredNetID, "Lead value delivered, net", Money,
		Sub(Ref(DeliveredGrossID), Ref(DeliveredReturnedID)), "Gross − returned."))

	basis, byBasis := "gross", DeliveredGrossID
	if s.Agreement.Promise.Basis == "net" {
		basis, byBasis = "net", DeliveredNetID
	}
	delivered := figure(DeliveredLeadValueID, "Lead value delivered", Money, Ref(byBasis),
		"By the promise's basis: "+basis+". It is expected value.")
	leads := figure(DeliveredLeadsID, "Leads delivered", Count, count(),
		"Leads that Marketing sourced and handed off in the period, gross. "+source)
	if s.Agreement.Promise.LeadsPromised() {
		leads.Goal, leads.Status = PromiseLeadsID, PromiseStatusID
	} else {
		delivered.Goal, delivered.Status = PromiseLeadValueID, PromiseStatusID
	}
	s.AddQuantity(delivered)
	s.AddQuantity(leads)
	unvalued := figure(UnvaluedLeadsID, "Leads delivered without a value", Count, count(Where(LeadValue, EQ, NA{})),
		"Of the leads delivered, those that stand in no cell of the chart; they count 0.")
	unvalued.Better = Down
	s.AddQuantity(unvalued)
}

// ifHalfHaveAValue returns e, a lead value delivered in the period, or n/a where fewer than half of the leads
// delivered have a value: the sum would say little about what was delivered (SPEC section 3).
func ifHalfHaveAValue(e Expr) Expr {
	valued := Sub(Ref(DeliveredLeadsID), Ref(UnvaluedLeadsID))
	return If(Compare(GE, valued, Ref(UnvaluedLeadsID)), e, NA{})
}

// whyNoLeadValue returns why a lead value is n/a; empty where it is known.
func (l *Ledger) whyNoLeadValue() string {
	if reason := l.whyNoStage(l.handoffStage()); reason != "" || l.agreement.LeadValue.Method != "" {
		return reason
	}
	return "the agreement has no lead value chart"
}

// addPromiseStatus adds whether delivery is under, within or over the band: for a closed period the
// promise's band, for a running one that of the line to date. It also adds delivered ÷ promised.
func (l *Ledger) addPromiseStatus(s *Scorecard) {
	promised, _ := s.promisedFigure()
	line := promised
	if !s.Period.Closed() {
		line = Ref(LineToDateID)
	}
	delivered := s.deliveredFigure()
	status := bandStatus(delivered, line)
	if why := firstReason(l.whyOlderHandoffs(), l.whyUnseen("leads")); why != "" && s.Period.Closed() {
		status = If(Compare(GT, delivered, bandHigh(line)), Word(Over), NA{}) // more can only be delivered
	}
	s.AddQuantity(calc.Quantity{ID: PromiseStatusID, Title: "Status of the promise", Unit: Words, Internal: true,
		Formula: status,
		Definition: "Delivered against the band of the promise, inclusive; " +
			"in a running period against the band of the line to date."})
	s.AddQuantity(calc.Quantity{ID: PromiseAttainmentID, Title: "Promise: attainment",
		Unit: Percent, Better: Up, Internal: true,
		Formula:    Div(delivered, promised),
		Definition: "Delivered ÷ promised, in the unit of the promise.",
		Reason:     "nothing is promised or delivered"})
}

// addRatioProposal adds the number of consecutive periods that ended over the promise's band, and a
// proposal for the promise's ratio after a closed period: raise it when delivery was within or over the
// band; lower it after a miss, but only where the agreement notes that the miss was nobody's fault; else
// hold it. Both are n/a for a running period.
func (l *Ledger) addRatioProposal(s *Scorecard) {
	const previousOver, beforePreviousOver = "promise.previous_over", "promise.before_previous_over"
	previous := l.period.Previous()
	l.addWasOver(s, previousOver, "Over in the previous period", previousStartID, periodStartID, previous)
	l.addWasOver(s, beforePreviousOver, "Over in the period before the previous", beforePreviousStartID,
		previousStartID, previous.Previous())
	status := Ref(PromiseStatusID)
	afterMiss := Word(HoldRatio)
	if s.Agreement.Promise.Reviewed == "no_fault" {
		afterMiss = Word(LowerRatio)
	}
	over, proposal := Expr(NA{}), Expr(NA{})
	if s.Period.Closed() {
		// 1 for this period, + 1 if the previous was over too, + 1 if the one before was as well.
		earlier := Mul(Ref(previousOver), Add(Number(1), Ref(beforePreviousOver)))
		over = If(Compare(EQ, status, Word(Over)), Add(Number(1), earlier), Number(0))
		proposal = If(Compare(EQ, status, Word(Under)), afterMiss,
			If(Compare(EQ, status, NA{}), NA{}, Word(RaiseRatio)))
	}
	s.AddQuantity(calc.Quantity{ID: "promise.periods_over", Title: "Periods over in a row", Unit: Count, Better: Down,
		Formula: over,
		Definition: "How many periods on end, up to three, were over the promise's band; " +
			"three are flagged: steady over-delivery swamps Sales.",
		Reason: "the period is not closed"})
	s.AddQuantity(calc.Quantity{ID: RatioProposalID, Title: "Proposal for the ratio", Unit: Words, Internal: true,
		Formula: proposal,
		Definition: "Up after a period within or over; " +
			"down after a miss only if the agreement notes reviewed: no_fault; else hold.",
		Reason: "the period is not closed"})
}

// addWasOver adds whether an earlier period p delivered more than the upper end of the band: 1 or 0. from
// and until are the ids of the period's instants. A period that began before the agreement took effect
// had no promise and is 0.
func (l *Ledger) addWasOver(s *Scorecard, id, title, from, until string, p calendar.Period) {
	delivered := s.deliveredBetween(Ref(from), Ref(until))
	e := Expr(If(Compare(GT, delivered, Ref(PromiseHighID)), Number(1), Number(0)))
	if effective := s.Agreement.Head.Effective; !effective.IsZero() && p.Start.Before(effective.In(l.clock.Location)) {
		e = Number(0)
	}
	s.AddQuantity(calc.Quantity{ID: id, Title: title, Unit: Count,
		Formula: e,
		Definition: "1 if that period, as it stands now, delivered more than the upper end of the band; " +
			"0 before the agreement took effect.",
		Reason: "the agreement makes no promise, or it is n/a"})
}

// addHandRaisers compares the leads that ask to talk to Sales with all others that Marketing delivered
// (articles 000 and 002): hand raisers close more often, and are owed a faster call.
func (l *Ledger) addHandRaisers(s *Scorecard) {
	handoff := l.handoffStage()
	why := firstReason(l.whyNoStage(handoff), "no action of the agreement is marked hand_raiser")
	add := func(id, title string, u Unit, e Expr, def string) {
		s.AddQuantity(calc.Quantity{ID: id, Title: title, Unit: u, Better: Up,
			Formula:    e,
			Definition: def,
			Reason:     why})
	}
	count := func(where ...Cond) Expr {
		return l.sumOverHandRaisers(s, func(c Cond) Expr {
			return CountOf(LeadsTable, append(where[:len(where):len(where)], c)...)
		})
	}
	value := ifHalfHaveAValue(l.sumOverHandRaisers(s, func(c Cond) Expr {
		return s.valueBetween(Ref(periodStartID), Ref(asOfID), c)
	}))
	add(HandRaiserLeadsID, "Hand raisers: leads", Count, count(whereDelivered()...),
		"Of the leads delivered, those whose action asks to talk to Sales.")
	add("other_leads.leads", "The others: leads", Count, Sub(Ref(DeliveredLeadsID), Ref(HandRaiserLeadsID)),
		"Of the leads delivered, all others.")
	add(HandRaiserLeadValueID, "Hand raisers: lead value", Money, value,
		"Of the lead value delivered, theirs, by the promise's basis.")
	add("other_leads.lead_value", "The others: lead value", Money,
		Sub(Ref(DeliveredLeadValueID), Ref(HandRaiserLeadValueID)), "Of the lead value delivered, that of all others.")
	for _, who := range []struct{ id, title string }{{"hand_raisers", "Hand raisers"}, {"other_leads", "The others"}} {
		add(who.id+".share", who.title+": share of the lead value", Percent,
			Div(Ref(who.id+".lead_value"), Ref(DeliveredLeadValueID)), "Their lead value ÷ lead value delivered.")
		add(who.id+".worth", who.title+": value of a lead", Money,
			Div(Ref(who.id+".lead_value"), Ref(who.id+".leads")), "Their lead value ÷ their leads.")
	}
	year := whereHandedOff(Ref(trailingStartID), Ref(asOfID))
	sqls := append(year[:len(year):len(year)], Where(LeadSQL, GE, Number(0)))
	add(HandRaiserYearLeadsID, "Hand raisers: leads of twelve months", Count, count(year...),
		"Marketing's leads handed off in the twelve months before as_of.")
	add(OtherLeadsYearLeadsID, "The others: leads of twelve months", Count,
		Sub(l.ifStage(handoff, CountOf(LeadsTable, year...)), Ref(HandRaiserYearLeadsID)),
		"Marketing's other leads handed off in the twelve months before as_of.")
	why = firstReason(l.whyNoStage(agreement.SQL), why)
	add("hand_raisers.sql_rate", "Hand raisers: share that became SQLs", Percent,
		Div(l.ifStage(agreement.SQL, count(sqls...)), Ref(HandRaiserYearLeadsID)),
		"Of their leads of twelve months, those that reached SQL before as_of.")
	add("other_leads.sql_rate", "The others: share that became SQLs", Percent,
		Div(l.ifStage(agreement.SQL, Sub(CountOf(LeadsTable, sqls...), count(sqls...))), Ref(OtherLeadsYearLeadsID)),
		"Of their leads of twelve months, those that reached SQL before as_of.")
}

// sumOverHandRaisers returns the sum of a figure over the actions that the agreement marks hand_raiser. f
// receives the condition that a lead has the action. The sum is n/a where no action is marked or no
// column gives the handoff.
func (l *Ledger) sumOverHandRaisers(s *Scorecard, f func(Cond) Expr) Expr {
	var parts []Expr
	for _, x := range s.Agreement.LeadValue.Actions {
		if x.HandRaiser {
			parts = append(parts, f(Where(LeadAction, EQ, Ref(TermID(actionPath(x.ID), "id")))))
		}
	}
	if len(parts) == 0 {
		return NA{}
	}
	return l.ifStage(l.handoffStage(), sumOf(parts))
}

// addEquivalents adds, for each cell of the chart, the number of its leads that would keep the promise
// without any others (article 002): "$84,000 is 22 demo requests of tier A, or …".
func (l *Ledger) addEquivalents(s *Scorecard) {
	for _, c := range s.chartCells() {
		s.AddQuantity(calc.Quantity{ID: EquivalentID(c.id),
			Title:      c.row + ", " + c.column + ": leads that alone keep the promise",
			Unit:       Count,
			Formula:    RoundUp(Div(Ref(PromiseLeadValueID), Ref(ValueID(c.id)))),
			Definition: "Lead value promised ÷ the cell's value, rounded up.",
			Reason:     "the cell has no value, or no lead value is promised"})
	}
}
