package model

import (
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// The plan goes from the revenue goal up the funnel (SPEC section 7, articles 000, 003, 004): each step is rounded up once, in
// the goal's own period; a figure of another grain is that figure × or ÷, rounded up the same way; totals add the streams'
// rounded figures.

// grains are the spans in which the plan is shown.
var grains = []string{"year", "quarter", "month"}

// plan adds the plan of every stream and lead type, the totals and what they come to in the period.
func (s *Scorecard) plan(l *Ledger) {
	l.pastGivens(s)
	s.historyTable()
	for _, st := range s.Agreement.Revenue.Streams {
		s.stream(l, st)
	}
	s.planTotals(l)
	s.targets()
	s.funnelTable(l)
	s.demandTable()
	s.rampTable(l)
	l.staleRates(s)
}

// stream adds one stream: its revenue, average deal, rates, funnel, lead types and lag.
func (s *Scorecard) stream(l *Ledger, st agreement.Stream) {
	r, id := s.Agreement.Revenue, planID(st)
	share := Expr(Ref("term." + streamPath(st) + ".share"))
	own := Mul(Sub(Ref("term.revenue.goal"), Ref("term.revenue.retained")), Ref("term.revenue.marketing_share"), share)
	for _, g := range grains {
		def := "(Revenue goal − retained revenue) × Marketing's share × the stream's share, a " + r.GoalPeriod() + "."
		e := own
		if g != r.GoalPeriod() {
			def, e = "The "+r.GoalPeriod()+"'s revenue as a "+g+"'s, not rounded.", regrain(Ref(id+".revenue."+r.GoalPeriod()), r.GoalPeriod(), g)
		}
		s.Figure(calc.Quantity{ID: id + ".revenue." + g, Title: st.Name + ": revenue a " + g, Unit: Money, Formula: e, Definition: def})
	}
	s.averageDeal(l, st)
	for i := range st.Transitions() {
		s.rates(l, st, i)
	}
	s.climb(st, id, st.Name, func(stage agreement.Stage) Expr { return Ref(id + ".rate." + stage.String()) })
	s.worth(st, id, st.Name)
	for _, lt := range st.LeadTypes {
		s.leadType(l, st, lt)
	}
	s.leadWorth(st)
	s.lag(st)
}

// planID begins the ids of a stream's plan.
func planID(st agreement.Stream) string { return "plan." + agreement.Slug(st.Name) }

// typeID begins the ids of a lead type's plan.
func typeID(st agreement.Stream, lt agreement.LeadType) string {
	return planID(st) + ".type." + agreement.Slug(lt.Name)
}

// regrain turns a figure a year, quarter or month into one of another grain.
func regrain(x Expr, from, to string) Expr {
	months := map[string]int{"year": 12, "quarter": 3, "month": 1}
	big, small := from, to
	if months[from] < months[to] {
		big, small = to, from
	}
	var k Expr
	switch {
	case from == to:
		return x
	case big == "quarter":
		k = Ref("definition.months_per_quarter")
	case small == "quarter":
		k = Ref("definition.quarters_per_year")
	default:
		k = Number(12)
	}
	if big == from {
		return Div(x, k)
	}
	return Mul(x, k)
}

// climb adds the counts of a funnel under an id, from won up to the first stage, by the rates given.
func (s *Scorecard) climb(st agreement.Stream, id, title string, rate func(agreement.Stage) Expr) {
	per := s.Agreement.Revenue.GoalPeriod()
	for i := len(st.Funnel) - 1; i >= 0; i-- {
		stage := st.Funnel[i].Stage
		own := RoundUp(Div(Ref(planID(st)+".revenue."+per), Ref(planID(st)+".average_deal")))
		def := "The stream's revenue ÷ its average deal, a " + per + ", rounded up."
		if i+1 < len(st.Funnel) {
			above := agreement.StageTitles[st.StageAfter(i)]
			own = RoundUp(Div(Ref(id+"."+st.StageAfter(i).String()+"."+per), rate(stage)))
			def = above + " a " + per + " ÷ the rate from " + agreement.StageTitles[stage] + " to " + above + ", rounded up."
		}
		for _, g := range grains {
			e, words := own, def
			if g != per {
				e = RoundUp(regrain(Ref(id+"."+stage.String()+"."+per), per, g))
				words = "The " + per + "'s figure as a " + g + "'s, rounded up."
			}
			s.Figure(calc.Quantity{ID: id + "." + stage.String() + "." + g, Title: title + ": " + agreement.StageTitles[stage] + " a " + g,
				Unit: Count, Formula: e, Definition: words, Reason: "a rate or the average deal of the stream is n/a or 0"})
		}
	}
}

// rates adds the agreed and the measured rate out of the funnel's i-th stage.
func (s *Scorecard) rates(l *Ledger, st agreement.Stream, i int) {
	step := st.Funnel[i]
	name := step.Stage.String()
	title := st.Name + ": " + agreement.StageTitles[step.Stage] + " to " + agreement.StageTitles[st.StageAfter(i)]
	past := rateWanted{st: st, from: step.Stage, to: st.StageAfter(i)}
	q := calc.Quantity{ID: planID(st) + ".rate." + name, Title: title, Unit: Percent, Better: Up,
		Formula: Ref("term." + streamPath(st) + ".funnel." + name + ".to_next"), Definition: "The agreed share of leads that go on to the next stage."}
	if step.ToNext.History {
		q.Formula, q.Definition, q.Reason = l.agreedHistory(past)
	}
	s.Figure(q)
	e, def, reason := l.measured(past)
	s.Figure(calc.Quantity{ID: "measured." + agreement.Slug(st.Name) + ".rate." + name, Title: title + ", measured", Unit: Percent, Better: Up,
		Formula: e, Definition: def, Reason: reason})
}

// averageDeal adds the agreed and the measured revenue of one won deal.
func (s *Scorecard) averageDeal(l *Ledger, st agreement.Stream) {
	q := calc.Quantity{ID: planID(st) + ".average_deal", Title: st.Name + ": average deal", Unit: Money,
		Formula: Ref("term." + streamPath(st) + ".average_deal"), Definition: "The agreed revenue of one won deal."}
	if st.AverageDeal.History {
		q.Formula, q.Definition, q.Reason = l.dealHistory(st)
	}
	s.Figure(q)
	e, def, reason := l.measuredDeal(st)
	s.Figure(calc.Quantity{ID: "measured." + agreement.Slug(st.Name) + ".average_deal", Title: st.Name + ": average deal, measured", Unit: Money, Formula: e, Definition: def, Reason: reason})
}

// leadType adds the plan of one type of lead, as if it had to bring the whole quota of the stream, by its own rates and the
// stream's where it has none.
func (s *Scorecard) leadType(l *Ledger, st agreement.Stream, lt agreement.LeadType) {
	id, title := typeID(st, lt), st.Name+", "+lt.Name
	own := map[agreement.Stage]bool{}
	for i, step := range st.Transitions() {
		r, ok := lt.Rates.Get(step.Stage.String())
		if !ok {
			continue
		}
		own[step.Stage] = true
		q := calc.Quantity{ID: id + ".rate." + step.Stage.String(), Title: title + ": " + agreement.StageTitles[step.Stage] + " to " + agreement.StageTitles[st.StageAfter(i)],
			Unit: Percent, Better: Up, Definition: "The agreed share of leads of this type that go on to the next stage.",
			Formula: Ref("term." + streamPath(st) + ".lead_types." + agreement.Slug(lt.Name) + ".rates." + step.Stage.String())}
		if r.History {
			q.Formula, q.Definition, q.Reason = l.agreedHistory(rateWanted{st: st, lt: &lt, from: step.Stage, to: st.StageAfter(i)})
		}
		s.Figure(q)
	}
	s.climb(st, id, title, func(stage agreement.Stage) Expr {
		if own[stage] {
			return Ref(id + ".rate." + stage.String())
		}
		return Ref(planID(st) + ".rate." + stage.String())
	})
	s.worth(st, id, title)
}

const noQuotaValue = "the plan needs no leads: the average deal and every rate must be known and above 0"

// worth adds what a lead at handoff is worth by quota: the stream's revenue ÷ the leads that it takes, to the cent.
func (s *Scorecard) worth(st agreement.Stream, id, title string) {
	per, stage := s.Agreement.Revenue.GoalPeriod(), s.Agreement.FunnelHandoff(st)
	s.Figure(calc.Quantity{ID: id + ".quota_value", Title: title + ": quota value of a lead", Unit: Money,
		Formula:    Round(Div(Ref(planID(st)+".revenue."+per), Ref(id+"."+stage.String()+"."+per)), 2),
		Definition: "The stream's revenue ÷ " + agreement.StageTitles[stage] + " needed, a " + per + ", rounded to the cent.",
		Reason:     noQuotaValue})
}

// leadWorth adds the expected revenue of a lead at handoff: average deal × the rates from there to won.
func (s *Scorecard) leadWorth(st agreement.Stream) {
	from, e := s.Agreement.FunnelHandoff(st), Expr(Ref(planID(st)+".average_deal"))
	path := []string{"average deal"}
	for i, step := range st.Transitions() {
		if step.Stage >= from {
			e = Mul(e, Ref(planID(st)+".rate."+step.Stage.String()))
			path = append(path, agreement.StageTitles[step.Stage]+" to "+agreement.StageTitles[st.StageAfter(i)])
		}
	}
	s.Figure(calc.Quantity{ID: planID(st) + ".lead_value", Title: st.Name + ": expected revenue of a lead", Unit: Money, Formula: e,
		Definition: "Of a lead at " + agreement.StageTitles[from] + ": " + strings.Join(path, " × ") + "; not rounded.", Reason: "a rate or the average deal of the stream is n/a"})
}

// lag adds the whole months from MQL to won: a month's revenue takes the demand of so many months before.
func (s *Scorecard) lag(st agreement.Stream) {
	q := calc.Quantity{ID: planID(st) + ".lag_months", Title: st.Name + ": lag in months", Unit: Count, Formula: NA{},
		Definition: "The agreed days from MQL to won ÷ 30, half up: demand month = revenue month − lag.", Reason: "the agreement sets no lag for this stream"}
	if days := "term." + streamPath(st) + ".lag"; s.Term(days) != nil {
		q.Formula = Round(Div(Ref(days), Ref("definition.days_per_month")), 0)
	}
	s.Figure(q)
}
