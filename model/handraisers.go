package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// handRaisers sets the leads that ask to talk to Sales apart from the rest (articles 000 and 002): they close more often, and
// are owed a faster call.
func (s *Scorecard) handRaisers(l *Ledger) {
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
		sum := one(Where("action", EQ, ids[0]))
		for _, id := range ids[1:] {
			sum = Add(sum, one(Where("action", EQ, id)))
		}
		return l.where(l.handoffStage(), sum)
	}
	figure := func(id, title string, u Unit, e Expr, def string) {
		why := l.lights(l.handoffStage())
		if why == "" {
			why = reason
		}
		s.Figure(calc.Quantity{ID: id, Title: title, Unit: u, Better: Up, Formula: e, Definition: def, Reason: why})
	}
	count := func(where ...Cond) Expr {
		return over(func(c Cond) Expr { return CountOf("leads", append(where, c)...) })
	}
	figure("hand_raisers.leads", "Hand raisers: leads", Count, count(marketingFlow()...), "Of the leads delivered, those whose action asks to talk to Sales.")
	figure("other_leads.leads", "The others: leads", Count, Sub(Ref("delivered.leads"), Ref("hand_raisers.leads")), "Of the leads delivered, all others.")
	figure("hand_raisers.lead_value", "Hand raisers: lead value", Money, over(func(c Cond) Expr { return s.valueBetween(Ref("period.start"), Ref("period.until"), c) }), "Of the lead value delivered, theirs, by the promise's basis.")
	figure("other_leads.lead_value", "The others: lead value", Money, Sub(Ref("delivered.lead_value"), Ref("hand_raisers.lead_value")), "Of the lead value delivered, that of all others.")
	for _, who := range []string{"hand_raisers", "other_leads"} {
		title := map[string]string{"hand_raisers": "Hand raisers", "other_leads": "The others"}[who]
		figure(who+".share", title+": share of the lead value", Percent, Div(Ref(who+".lead_value"), Ref("delivered.lead_value")), "Their lead value ÷ lead value delivered.")
		figure(who+".worth", title+": value of a lead", Money, Div(Ref(who+".lead_value"), Ref(who+".leads")), "Their lead value ÷ their leads.")
	}
	year := []Cond{Where("marketing", EQ, Number(1)), Where("handoff", GE, Ref("trailing.start")), Where("handoff", LT, Ref("period.until"))}
	sql := append(year[:len(year):len(year)], Where("sql", GE, Number(0)))
	figure("hand_raisers.year_leads", "Hand raisers: leads of twelve months", Count, count(year...), "Marketing's leads handed off in the twelve months before as_of.")
	figure("other_leads.year_leads", "The others: leads of twelve months", Count, Sub(l.where(l.handoffStage(), CountOf("leads", year...)), Ref("hand_raisers.year_leads")), "Marketing's other leads handed off in the twelve months before as_of.")
	figure("hand_raisers.sql_rate", "Hand raisers: share that became SQLs", Percent, Div(l.where(agreement.SQL, count(sql...)), Ref("hand_raisers.year_leads")), "Of their leads of twelve months, those that reached SQL before as_of.")
	figure("other_leads.sql_rate", "The others: share that became SQLs", Percent, Div(l.where(agreement.SQL, Sub(CountOf("leads", sql...), count(sql...))), Ref("other_leads.year_leads")), "Of their leads of twelve months, those that reached SQL before as_of.")
}

// equivalences add to each cell of the chart how many leads of it alone would keep the promise (article 002): "$84,000 is 22
// demo requests of tier A, or …".
func (s *Scorecard) equivalences() {
	for _, c := range s.chartCells() {
		s.Figure(calc.Quantity{ID: "equivalent." + c.id, Title: c.row + ", " + c.column + ": leads that alone keep the promise", Unit: Count,
			Formula: RoundUp(Div(Ref("promise.lead_value"), Ref("value."+c.id))), Definition: "Lead value promised ÷ the cell's value, rounded up.",
			Reason: "the cell has no value, or no lead value is promised"})
	}
}
