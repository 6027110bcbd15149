package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// promise adds what Marketing promised and delivered in the period, and how the two compare (SPEC section 7).
func (l *Ledger) addPromise(s *Scorecard) {
	l.addPromised(s)
	l.addDelivered(s)
	l.addPromiseStatus(s)
	l.addRatioProposal(s)
	l.addEquivalents(s)
	l.addHandRaisers(s)
}

// promised adds the promise for the period and its band.
func (l *Ledger) addPromised(s *Scorecard) {
	p := s.Agreement.Promise
	whole := "the period is no whole number of months"
	money := calc.Quantity{ID: PromiseLeadValueID, Title: "Lead value promised", Unit: Money,
		Formula:    NA{},
		Definition: "Lead value that Marketing promises.",
		Reason:     "the agreement promises no lead value"}
	leads := calc.Quantity{ID: PromiseLeadsID, Title: "Leads promised", Unit: Count,
		Formula:    NA{},
		Definition: "Leads that Marketing promises.",
		Reason:     "the agreement promises no number of leads"}
	perMonth := func(q *calc.Quantity, words, reason string, factors ...Expr) {
		q.Formula = Mul(factors[0], append(factors[1:], Ref(periodMonthsID))...)
		q.Definition, q.Reason = words+" × months of the period.", reason
	}
	switch {
	case p.LeadValue.Plan:
		perMonth(&money, "The plan's lead value a month × ratio", "the plan of a stream is n/a, or "+whole,
			Ref(PlanPromiseID), Ref(promiseRatioTermID))
	case p.LeadValue.Set:
		perMonth(&money, "Agreed lead value a month × ratio", whole, Ref("term.promise.lead_value"), Ref(promiseRatioTermID))
	case p.Leads != nil:
		perMonth(&leads, "Agreed leads a month", whole, Ref("term.promise.leads"))
	case p.LeadsPerSeller != nil:
		perMonth(&leads, "Agreed leads a month per seller × sellers", whole, Ref("term.promise.leads_per_seller"),
			s.termOr("term.promise.sellers"))
	}
	s.AddQuantity(money)
	s.AddQuantity(leads)
	l.addPromiseBand(s)
}

// promiseBand adds the tolerance around the promise, and what the promise is to the budget.
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
		Definition: "Lead value promised ÷ budget agreed, in the period.", Reason: "the agreement sets no budget, or makes no promise in money"})
}

// bandLow and bandHigh are the ends of the tolerance around a promise or its line, both inclusive.
func bandLow(line Expr) Expr  { return Mul(line, Sub(Number(1), Ref(promiseToleranceTermID))) }
func bandHigh(line Expr) Expr { return Mul(line, Add(Number(1), Ref(promiseToleranceTermID))) }

// againstBand says where something delivered stands to the band around a line: under, within or over.
func bandStatus(delivered, line Expr) Expr {
	return If(Compare(LT, delivered, bandLow(line)), Word(Under),
		If(Compare(GT, delivered, bandHigh(line)), Word(Over), Word(Within)))
}

// promiseIn is the promise in its own unit.
func (s *Scorecard) promisedFigure() (Expr, Unit) {
	if s.Agreement.Promise.LeadsPromised() {
		return Ref(PromiseLeadsID), Count
	}
	return Ref(PromiseLeadValueID), Money
}

// deliveredIn is what was delivered in the unit of the promise.
func (s *Scorecard) deliveredFigure() Expr {
	if s.Agreement.Promise.LeadsPromised() {
		return Ref(DeliveredLeadsID)
	}
	return Ref(DeliveredLeadValueID)
}

// deliveredBetween is what Marketing delivered between two instants, in the unit of the promise.
func (s *Scorecard) deliveredBetween(from, til Expr) Expr {
	if s.Agreement.Promise.LeadsPromised() {
		return CountOf(LeadsTable, whereHandedOff(from, til)...)
	}
	return s.valueBetween(from, til)
}

// valueBetween is the lead value that Marketing delivered between two instants, by the promise's basis; n/a without a chart.
func (s *Scorecard) valueBetween(from, til Expr, more ...Cond) Expr {
	where := append(whereHandedOff(from, til), more...)
	if s.Agreement.LeadValue.Method == "" {
		return NA{}
	}
	gross := Sum(LeadsTable, LeadValue, where...)
	if s.Agreement.Promise.Basis != "net" {
		return gross
	}
	return Sub(gross, Sum(LeadsTable, LeadValue, append(where, Where(LeadReturned, EQ, Number(1)))...))
}

// handedOff are the conditions of leads that Marketing sourced and handed off between two instants.
func whereHandedOff(from, til Expr) []Cond {
	return []Cond{Where("marketing", EQ, Number(1)), Where(LeadHandoff, GE, from), Where(LeadHandoff, LT, til)}
}

// marketingFlow are the conditions of leads that Marketing sourced and handed off in the period.
func whereDelivered() []Cond {
	return whereHandedOff(Ref(periodStartID), Ref(asOfID))
}

// delivered adds the chart's value of the leads that Marketing sourced and handed off.
func (l *Ledger) addDelivered(s *Scorecard) {
	handoff := l.handoffStage()
	figure := func(id, title string, u Unit, e Expr, def string) calc.Quantity {
		return calc.Quantity{ID: "delivered." + id, Title: title, Unit: u, Better: Up,
			Formula:    e,
			Definition: def,
			Reason:     l.whyNoLeadValue()}
	}
	value := func(more ...Cond) Expr {
		if s.Agreement.LeadValue.Method == "" {
			return NA{}
		}
		return l.ifStage(handoff, Sum(LeadsTable, LeadValue, append(whereDelivered(), more...)...))
	}
	count := func(more ...Cond) Expr {
		return l.ifStage(handoff, CountOf(LeadsTable, append(whereDelivered(), more...)...))
	}
	source := "Leads of the motions that the promise counts and, where the agreement lists marketing_sourced, of those sources."

	s.AddQuantity(figure("gross", "Lead value delivered, gross", Money, value(),
		"Sum of the chart's value of leads that Marketing sourced and handed off in the period: expected value, not revenue. "+source))
	returned := figure("returned", "Lead value returned", Money, value(Where(LeadReturned, EQ, Number(1))),
		"Of the gross value, that of leads disqualified within the time to accept after handoff.")
	returned.Better = Down
	s.AddQuantity(returned)
	s.AddQuantity(figure("net", "Lead value delivered, net", Money, Sub(Ref(DeliveredGrossID), Ref(DeliveredReturnedID)),
		"Gross − returned."))

	basis := "gross"
	if s.Agreement.Promise.Basis == "net" {
		basis = "net"
	}
	delivered := figure("lead_value", "Lead value delivered", Money, Ref("delivered."+basis),
		"By the promise's basis: "+basis+". It is expected value.")
	leads := figure("leads", "Leads delivered", Count, count(),
		"Leads that Marketing sourced and handed off in the period, gross. "+source)
	if s.Agreement.Promise.LeadsPromised() {
		leads.Goal, leads.Status = PromiseLeadsID, PromiseStatusID
	} else {
		delivered.Goal, delivered.Status = PromiseLeadValueID, PromiseStatusID
	}
	s.AddQuantity(delivered)
	s.AddQuantity(leads)
	unvalued := figure("unvalued_leads", "Leads delivered without a value", Count, count(Where(LeadValue, EQ, NA{})),
		"Of the leads delivered, those that stand in no cell of the chart; they count 0.")
	unvalued.Better = Down
	s.AddQuantity(unvalued)
}

// noValue says why a lead value is n/a.
func (l *Ledger) whyNoLeadValue() string {
	if reason := l.whyNoStage(l.handoffStage()); reason != "" || l.agreement.LeadValue.Method != "" {
		return reason
	}
	return "the agreement has no lead value chart"
}

// promiseStatus adds under, within or over: of a closed period against the promise, of a running one against the line to date.
func (l *Ledger) addPromiseStatus(s *Scorecard) {
	promise, _ := s.promisedFigure()
	if !s.Period.Closed() {
		promise = Ref(LineToDateID)
	}
	delivered := s.deliveredFigure()
	s.AddQuantity(calc.Quantity{ID: PromiseStatusID, Title: "Status of the promise", Unit: Words,
		Formula: bandStatus(delivered, promise), Internal: true,
		Definition: "Delivered against the band of the promise, inclusive; in a running period against the band of the line to date."})
	whole, _ := s.promisedFigure()
	s.AddQuantity(calc.Quantity{ID: PromiseAttainmentID, Title: "Promise: attainment", Unit: Percent, Better: Up,
		Formula: Div(delivered, whole), Internal: true,
		Definition: "Delivered ÷ promised, in the unit of the promise.", Reason: "nothing is promised or delivered"})
}

// proposal adds how often running the promise was passed, and what to do with its ratio after the period: up when within or
// over, down only where the agreement notes that a miss was nobody's fault.
func (l *Ledger) addRatioProposal(s *Scorecard) {
	before := l.period.Previous()
	l.addWasOver(s, "previous", "Over in the previous period", previousStartID, periodStartID, before)
	l.addWasOver(s, "before_previous", "Over in the period before the previous", beforePreviousStartID, previousStartID,
		before.Previous())
	status := Ref(PromiseStatusID)
	over, miss := Expr(NA{}), "hold"
	if s.Agreement.Promise.Reviewed == "no_fault" {
		miss = "down"
	}
	proposal := Expr(NA{})
	if s.Period.Closed() {
		// One for this period, one for the previous if it was over too, one for that before if both were.
		over = If(Compare(EQ, status, Word(Over)), Add(Number(1),
			Mul(Ref("promise.previous_over"), Add(Number(1), Ref("promise.before_previous_over")))), Number(0))
		proposal = If(Compare(EQ, status, Word(Under)), Word(miss), If(Compare(EQ, status, NA{}), NA{}, Word(RaiseRatio)))
	}
	s.AddQuantity(calc.Quantity{ID: "promise.periods_over", Title: "Periods over in a row", Unit: Count, Better: Down,
		Formula:    over,
		Definition: "How many periods on end, up to three, were over the promise's band; three are flagged: steady over-delivery swamps Sales.", Reason: "the period is not closed"})
	s.AddQuantity(calc.Quantity{ID: RatioProposalID, Title: "Proposal for the ratio", Unit: Words,
		Formula: proposal, Internal: true,
		Definition: "Up after a period within or over; down after a miss only if the agreement notes reviewed: no_fault; else hold.", Reason: "the period is not closed"})
}

// passed adds whether an earlier period, between two givens, was over: 1 or 0. One that began before the agreement took effect
// was under no promise.
func (l *Ledger) addWasOver(s *Scorecard, name, title, from, til string, p calendar.Period) {
	delivered := s.deliveredBetween(Ref(from), Ref(til))
	e := Expr(If(Compare(GT, delivered, Ref(PromiseHighID)), Number(1), Number(0)))
	if eff := s.Agreement.Head.Effective; !eff.IsZero() && p.Start.Before(eff.In(l.clock.Location)) {
		e = Number(0)
	}
	s.AddQuantity(calc.Quantity{ID: "promise." + name + "_over", Title: title, Unit: Count,
		Formula:    e,
		Reason:     "the agreement makes no promise, or it is n/a",
		Definition: "1 if that period, as it stands now, delivered more than the upper end of the band; 0 before the agreement took effect."})
}

// handRaisers sets the leads that ask to talk to Sales apart from the rest (articles 000 and 002): they close more often, and
// are owed a faster call.
func (l *Ledger) addHandRaisers(s *Scorecard) {
	var ids []Expr
	for _, x := range s.Agreement.LeadValue.Actions {
		if x.HandRaiser {
			ids = append(ids, Ref("term.lead_value.actions."+agreement.Slug(x.ID)+".id"))
		}
	}
	reason := "no action of the agreement is marked hand_raiser"
	over := func(one func(Cond) Expr) Expr {
		if len(ids) == 0 {
			return NA{}
		}
		sum := one(Where(LeadAction, EQ, ids[0]))
		for _, id := range ids[1:] {
			sum = Add(sum, one(Where(LeadAction, EQ, id)))
		}
		return l.ifStage(l.handoffStage(), sum)
	}
	figure := func(id, title string, u Unit, e Expr, def string) {
		why := l.whyNoStage(l.handoffStage())
		if why == "" {
			why = reason
		}
		s.AddQuantity(calc.Quantity{ID: id, Title: title, Unit: u, Better: Up, Formula: e, Definition: def, Reason: why})
	}
	count := func(where ...Cond) Expr {
		return over(func(c Cond) Expr { return CountOf(LeadsTable, append(where, c)...) })
	}
	figure(HandRaiserLeadsID, "Hand raisers: leads", Count, count(whereDelivered()...),
		"Of the leads delivered, those whose action asks to talk to Sales.")
	figure("other_leads.leads", "The others: leads", Count, Sub(Ref(DeliveredLeadsID), Ref(HandRaiserLeadsID)),
		"Of the leads delivered, all others.")
	figure(HandRaiserLeadValueID, "Hand raisers: lead value", Money,
		over(func(c Cond) Expr { return s.valueBetween(Ref(periodStartID), Ref(asOfID), c) }),
		"Of the lead value delivered, theirs, by the promise's basis.")
	figure("other_leads.lead_value", "The others: lead value", Money,
		Sub(Ref(DeliveredLeadValueID), Ref(HandRaiserLeadValueID)), "Of the lead value delivered, that of all others.")
	for _, who := range []string{"hand_raisers", "other_leads"} {
		title := map[string]string{"hand_raisers": "Hand raisers", "other_leads": "The others"}[who]
		figure(who+".share", title+": share of the lead value", Percent,
			Div(Ref(who+".lead_value"), Ref(DeliveredLeadValueID)), "Their lead value ÷ lead value delivered.")
		figure(who+".worth", title+": value of a lead", Money, Div(Ref(who+".lead_value"), Ref(who+".leads")),
			"Their lead value ÷ their leads.")
	}
	year := []Cond{Where("marketing", EQ, Number(1)), Where(LeadHandoff, GE, Ref(trailingStartID)),
		Where(LeadHandoff, LT, Ref(asOfID))}
	sql := append(year[:len(year):len(year)], Where(LeadSQL, GE, Number(0)))
	figure(HandRaiserYearLeadsID, "Hand raisers: leads of twelve months", Count, count(year...),
		"Marketing's leads handed off in the twelve months before as_of.")
	figure(OtherLeadsYearLeadsID, "The others: leads of twelve months", Count,
		Sub(l.ifStage(l.handoffStage(), CountOf(LeadsTable, year...)), Ref(HandRaiserYearLeadsID)),
		"Marketing's other leads handed off in the twelve months before as_of.")
	figure("hand_raisers.sql_rate", "Hand raisers: share that became SQLs", Percent,
		Div(l.ifStage(agreement.SQL, count(sql...)), Ref(HandRaiserYearLeadsID)),
		"Of their leads of twelve months, those that reached SQL before as_of.")
	figure("other_leads.sql_rate", "The others: share that became SQLs", Percent,
		Div(l.ifStage(agreement.SQL, Sub(CountOf(LeadsTable, sql...), count(sql...))), Ref(OtherLeadsYearLeadsID)),
		"Of their leads of twelve months, those that reached SQL before as_of.")
}

// equivalences add to each cell of the chart how many leads of it alone would keep the promise (article 002): "$84,000 is 22
// demo requests of tier A, or …".
func (l *Ledger) addEquivalents(s *Scorecard) {
	for _, c := range s.chartCells() {
		s.AddQuantity(calc.Quantity{ID: EquivalentID(c.id),
			Title: c.row + ", " + c.column + ": leads that alone keep the promise", Unit: Count,
			Formula: RoundUp(Div(Ref(PromiseLeadValueID),
				Ref(ValueID(c.id)))), Definition: "Lead value promised ÷ the cell's value, rounded up.",
			Reason: "the cell has no value, or no lead value is promised"})
	}
}
