package model

import (
	"fmt"
	"strings"
	"time"

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
func (l *Ledger) addPlan(s *Scorecard) {
	l.addHistoryBounds(s)
	l.addHistoryTable(s)
	for _, st := range s.Agreement.Revenue.Streams {
		l.addStreamPlan(s, st)
	}
	l.addPlanTotals(s)
	l.addTargets(s)
	l.addFunnelTable(s)
	l.addDemandTable(s)
	l.addRampTable(s)
	l.warnOfStaleRates(s)
}

// stream adds one stream: its revenue, average deal, rates, funnel, lead types and lag.
func (l *Ledger) addStreamPlan(s *Scorecard, st agreement.Stream) {
	r, id := s.Agreement.Revenue, planID(st)
	share := Expr(Ref("term." + streamPath(st) + ".share"))
	own := Mul(Sub(Ref(revenueGoalTermID), Ref(revenueRetainedTermID)), Ref(marketingShareTermID), share)
	for _, g := range grains {
		def := "(Revenue goal − retained revenue) × Marketing's share × the stream's share, a " + r.GoalPeriod() + "."
		e := own
		if g != r.GoalPeriod() {
			def, e = "The "+r.GoalPeriod()+"'s revenue as a "+g+"'s, not rounded.", convertGrain(Ref(id+".revenue."+r.GoalPeriod()), r.GoalPeriod(), g)
		}
		s.AddQuantity(calc.Quantity{ID: id + ".revenue." + g, Title: st.Name + ": revenue a " + g, Unit: Money,
			Formula:    e,
			Definition: def})
	}
	l.addAverageDeal(s, st)
	for i := range st.Transitions() {
		l.addStreamRate(s, st, i)
	}
	l.addFunnelCounts(s, st, id, st.Name, func(stage agreement.Stage) Expr { return Ref(id + ".rate." + stage.String()) })
	l.addQuotaValue(s, st, id, st.Name)
	for _, lt := range st.LeadTypes {
		l.addLeadTypePlan(s, st, lt)
	}
	l.addExpectedRevenue(s, st)
	l.addLagMonths(s, st)
}

// climb adds the counts of a funnel under an id, from won up to the first stage, by the rates given.
func (l *Ledger) addFunnelCounts(s *Scorecard, st agreement.Stream, id, title string, rate func(agreement.Stage) Expr) {
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
				e = RoundUp(convertGrain(Ref(id+"."+stage.String()+"."+per), per, g))
				words = "The " + per + "'s figure as a " + g + "'s, rounded up."
			}
			s.AddQuantity(calc.Quantity{ID: id + "." + stage.String() + "." + g,
				Title: title + ": " + agreement.StageTitles[stage] + " a " + g,
				Unit:  Count, Formula: e, Definition: words, Reason: "a rate or the average deal of the stream is n/a or 0"})
		}
	}
}

// rates adds the agreed and the measured rate out of the funnel's i-th stage.
func (l *Ledger) addStreamRate(s *Scorecard, st agreement.Stream, i int) {
	step := st.Funnel[i]
	name := step.Stage.String()
	title := st.Name + ": " + agreement.StageTitles[step.Stage] + " to " + agreement.StageTitles[st.StageAfter(i)]
	past := funnelRate{stream: st, from: step.Stage, to: st.StageAfter(i)}
	q := calc.Quantity{ID: planID(st) + ".rate." + name, Title: title, Unit: Percent, Better: Up,
		Formula: Ref("term." + streamPath(st) + ".funnel." + name + ".to_next"), Definition: "The agreed share of leads that go on to the next stage."}
	if step.ToNext.History {
		q.Formula, q.Definition, q.Reason = l.historyRate(past)
	}
	s.AddQuantity(q)
	e, def, reason := l.measuredRate(past)
	s.AddQuantity(calc.Quantity{ID: "measured." + agreement.Slug(st.Name) + ".rate." + name, Title: title + ", measured",
		Unit: Percent, Better: Up,
		Formula: e, Definition: def, Reason: reason})
}

// averageDeal adds the agreed and the measured revenue of one won deal.
func (l *Ledger) addAverageDeal(s *Scorecard, st agreement.Stream) {
	q := calc.Quantity{ID: planID(st) + ".average_deal", Title: st.Name + ": average deal", Unit: Money,
		Formula: Ref("term." + streamPath(st) + ".average_deal"), Definition: "The agreed revenue of one won deal."}
	if st.AverageDeal.History {
		q.Formula, q.Definition, q.Reason = l.historyDeal(st)
	}
	s.AddQuantity(q)
	e, def, reason := l.measuredDeal(st)
	s.AddQuantity(calc.Quantity{ID: "measured." + agreement.Slug(st.Name) + ".average_deal",
		Title: st.Name + ": average deal, measured", Unit: Money,
		Formula:    e,
		Definition: def,
		Reason:     reason})
}

// leadType adds the plan of one type of lead, as if it had to bring the whole quota of the stream, by its own rates and the
// stream's where it has none.
func (l *Ledger) addLeadTypePlan(s *Scorecard, st agreement.Stream, lt agreement.LeadType) {
	id, title := typeID(st, lt), st.Name+", "+lt.Name
	own := map[agreement.Stage]bool{}
	for i, step := range st.Transitions() {
		r, ok := lt.Rates.Get(step.Stage.String())
		if !ok {
			continue
		}
		own[step.Stage] = true
		q := calc.Quantity{ID: id + ".rate." + step.Stage.String(),
			Title: title + ": " + agreement.StageTitles[step.Stage] + " to " + agreement.StageTitles[st.StageAfter(i)],
			Unit:  Percent, Better: Up, Definition: "The agreed share of leads of this type that go on to the next stage.",
			Formula: Ref("term." + streamPath(st) + ".lead_types." + agreement.Slug(lt.Name) + ".rates." + step.Stage.String())}
		if r.History {
			q.Formula, q.Definition, q.Reason = l.historyRate(funnelRate{stream: st, leadType: &lt, from: step.Stage,
				to: st.StageAfter(i)})
		}
		s.AddQuantity(q)
	}
	l.addFunnelCounts(s, st, id, title, func(stage agreement.Stage) Expr {
		if own[stage] {
			return Ref(id + ".rate." + stage.String())
		}
		return Ref(planID(st) + ".rate." + stage.String())
	})
	l.addQuotaValue(s, st, id, title)
}

const whyNoQuotaValue = "the plan needs no leads: the average deal and every rate must be known and above 0"

// worth adds what a lead at handoff is worth by quota: the stream's revenue ÷ the leads that it takes, to the cent.
func (l *Ledger) addQuotaValue(s *Scorecard, st agreement.Stream, id, title string) {
	per, stage := s.Agreement.Revenue.GoalPeriod(), s.Agreement.FunnelHandoff(st)
	s.AddQuantity(calc.Quantity{ID: id + ".quota_value", Title: title + ": quota value of a lead", Unit: Money,
		Formula:    Round(Div(Ref(planID(st)+".revenue."+per), Ref(id+"."+stage.String()+"."+per)), 2),
		Definition: "The stream's revenue ÷ " + agreement.StageTitles[stage] + " needed, a " + per + ", rounded to the cent.",
		Reason:     whyNoQuotaValue})
}

// leadWorth adds the expected revenue of a lead at handoff: average deal × the rates from there to won.
func (l *Ledger) addExpectedRevenue(s *Scorecard, st agreement.Stream) {
	from, e := s.Agreement.FunnelHandoff(st), Expr(Ref(planID(st)+".average_deal"))
	path := []string{"average deal"}
	for i, step := range st.Transitions() {
		if step.Stage >= from {
			e = Mul(e, Ref(planID(st)+".rate."+step.Stage.String()))
			path = append(path, agreement.StageTitles[step.Stage]+" to "+agreement.StageTitles[st.StageAfter(i)])
		}
	}
	s.AddQuantity(calc.Quantity{ID: planID(st) + ".lead_value", Title: st.Name + ": expected revenue of a lead",
		Unit:    Money,
		Formula: e,
		Definition: "Of a lead at " + agreement.StageTitles[from] + ": " + strings.Join(path,
			" × ") + "; not rounded.", Reason: "a rate or the average deal of the stream is n/a"})
}

// lag adds the whole months from MQL to won: a month's revenue takes the demand of so many months before.
func (l *Ledger) addLagMonths(s *Scorecard, st agreement.Stream) {
	q := calc.Quantity{ID: planID(st) + ".lag_months", Title: st.Name + ": lag in months", Unit: Count, Formula: NA{},
		Definition: "The agreed days from MQL to won ÷ 30, half up: demand month = revenue month − lag.", Reason: "the agreement sets no lag for this stream"}
	if days := "term." + streamPath(st) + ".lag"; s.Term(days) != nil {
		q.Formula = Round(Div(Ref(days), Ref(daysPerMonthID)), 0)
	}
	s.AddQuantity(q)
}

// planTotals adds the streams' rounded figures, a month's share of an SDR, and the promise that follows from the plan.
func (l *Ledger) addPlanTotals(s *Scorecard) {
	team, reason := Missing, "no team is given: add inputs.team"
	if len(l.reps) > 0 {
		team, reason = Num(float64(l.startedSDRs())), "nobody of the team has started"
	}
	s.AddTerm(calc.Term{ID: TeamSDRsID, Section: "Period and input", Title: "SDRs", Unit: Count,
		Value: team,
		Note:  "who have started by the last day before as_of"})
	for stage := agreement.QL; stage <= agreement.Won; stage++ {
		with := s.plansWithStage(stage)
		if len(with) == 0 {
			continue
		}
		id := "plan.total." + stage.String() + "."
		for _, g := range grains {
			s.AddQuantity(calc.Quantity{ID: id + g, Title: agreement.StageTitles[stage] + " a " + g, Unit: Count,
				Formula:    sumOverPlans(with, "."+stage.String()+"."+g),
				Definition: "The sum of the streams' rounded figures.", Reason: "the plan of a stream is n/a"})
		}
		s.AddQuantity(calc.Quantity{ID: id + "sdr", Title: agreement.StageTitles[stage] + " a month per SDR", Unit: Count,
			Formula:    RoundUp(Div(Ref(id+"month"), Ref(TeamSDRsID))),
			Definition: "The month's total ÷ SDRs of the team on the last day, rounded up.", Reason: reason})
	}
	l.addPlanPromise(s)
}

// team is how many SDRs have started by the last day before as_of.
func (l *Ledger) startedSDRs() int {
	n := 0
	for _, r := range l.reps {
		if r.Start.IsZero() || r.Start.In(l.clock.Location).Before(l.period.AsOf) {
			n++
		}
	}
	return n
}

// withStage are the plans of the streams whose funnel has a stage.
func (s *Scorecard) plansWithStage(stage agreement.Stage) []string {
	var out []string
	for _, st := range s.Agreement.Revenue.Streams {
		for _, step := range st.Funnel {
			if step.Stage == stage {
				out = append(out, planID(st))
			}
		}
	}
	return out
}

// sumRefs adds the figures of several plans that end alike.
func sumOverPlans(plans []string, suffix string) Expr {
	if len(plans) == 0 {
		return NA{}
	}
	sum := Expr(Ref(plans[0] + suffix))
	for _, p := range plans[1:] {
		sum = Add(sum, Ref(p+suffix))
	}
	return sum
}

func (l *Ledger) addPlanPromise(s *Scorecard) {
	e := Expr(NA{})
	for i, st := range s.Agreement.Revenue.Streams {
		leads := planID(st) + "." + s.Agreement.FunnelHandoff(st).String() + ".month"
		one := Mul(Ref(leads), Ref(planID(st)+".lead_value"))
		if i == 0 {
			e = one
		} else {
			e = Add(e, one)
		}
	}
	s.AddQuantity(calc.Quantity{ID: PlanPromiseID, Title: "Lead value that the plan asks for, a month", Unit: Money,
		Formula:    e,
		Definition: "Over the streams, the month's leads at handoff × the expected revenue of a lead.", Reason: "the plan of a stream is n/a"})
}

// targets adds the plan's figures for the period, the goals of opportunities, proposals, won and revenue.
func (l *Ledger) addTargets(s *Scorecard) {
	for _, t := range []struct {
		id    string
		stage agreement.Stage
	}{{"opportunities", agreement.Opportunity}, {"proposals", agreement.Proposal}, {"won", agreement.Won}} {
		e := Expr(NA{})
		if len(s.plansWithStage(t.stage)) > 0 {
			e = s.plannedInPeriod("plan.total." + t.stage.String() + ".")
		}
		s.AddQuantity(calc.Quantity{ID: TargetID(t.id), Title: agreement.StageTitles[t.stage] + ": the plan's figure",
			Unit:    Count,
			Formula: e, Internal: true,
			Definition: "The plan's total in the period's own grain, or the month's × months.", Reason: "the plan has no such stage, or the period is no whole number of months"})
	}
	revenue := Expr(NA{})
	for i, st := range s.Agreement.Revenue.Streams {
		one := s.plannedInPeriod(planID(st) + ".revenue.")
		if i == 0 {
			revenue = one
		} else {
			revenue = Add(revenue, one)
		}
	}
	s.AddQuantity(calc.Quantity{ID: TargetID("revenue"), Title: "Revenue: the streams' figure", Unit: Money,
		Formula: revenue, Internal: true,
		Definition: "The streams' revenue in the period, not rounded.", Reason: "the period is no whole number of months"})
}

// forPeriod is a planned figure, by the beginning of its ids, in the period: of its own grain, else the month's × months.
func (s *Scorecard) plannedInPeriod(id string) Expr {
	switch s.Period.Months {
	case 12:
		return Ref(id + "year")
	case 3:
		return Ref(id + "quarter")
	}
	return Mul(Ref(id+"month"), Ref(periodMonthsID))
}

// staleFrom is a quarter after the agreement's rates took effect; zero where no date is agreed.
func (l *Ledger) ratesStaleFrom() time.Time {
	from := l.agreement.Head.Effective
	if from.IsZero() {
		return time.Time{}
	}
	return from.In(l.clock.Location).AddDate(0, 3, 0)
}

// staleRates warns that the plan's rates are older than a quarter (SPEC section 7).
func (l *Ledger) warnOfStaleRates(s *Scorecard) {
	if stale := l.ratesStaleFrom(); stale.IsZero() || !stale.Before(l.period.AsOf) {
		return
	}
	from := s.Agreement.Head.Effective
	s.Warnings = append(s.Warnings,
		Note{Text: fmt.Sprintf("the plan's rates were agreed with effect from %s, more than a quarter ago: compare them with the measured ones, or run calibrate", from.Format(time.DateOnly))})
}

// regrain turns a figure a year, quarter or month into one of another grain.
func convertGrain(x Expr, from, to string) Expr {
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
		k = Ref(monthsPerQuarterID)
	case small == "quarter":
		k = Ref(quartersPerYearID)
	default:
		k = Number(12)
	}
	if big == from {
		return Div(x, k)
	}
	return Mul(x, k)
}
