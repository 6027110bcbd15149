package model

import (
	"fmt"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// The plan is computed from the revenue goal up the funnel (SPEC section 7, articles 000, 003, 004). Each
// step is rounded up once, for the goal's own span of time (a year, quarter or month). For another span
// the figure is multiplied or divided by the number of spans and rounded up again. Totals add the
// streams' rounded figures.

// grains lists the spans of time for which the plan is shown.
var grains = []string{"year", "quarter", "month"}

// addPlan adds the plan of every stream and lead type, its totals, its goals for the period, and the
// tables that show it.
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

// addStreamPlan adds one stream: its revenue, average deal, rates, funnel, lead types and lag.
func (l *Ledger) addStreamPlan(s *Scorecard, st agreement.Stream) {
	id, per := planID(st), s.Agreement.Revenue.GoalPeriod()
	goal := Sub(Ref(revenueGoalTermID), Ref(revenueRetainedTermID))
	for _, g := range grains {
		e := Mul(goal, Ref(marketingShareTermID), Ref(TermID(streamPath(st), "share")))
		def := "(Revenue goal − retained revenue) × Marketing's share × the stream's share, a " + per + "."
		if g != per {
			e = convertGrain(Ref(PlanRevenueID(id, per)), per, g)
			def = "The " + per + "'s revenue as a " + g + "'s, not rounded."
		}
		s.AddQuantity(calc.Quantity{ID: PlanRevenueID(id, g), Title: st.Name + ": revenue a " + g, Unit: Money,
			Formula:    e,
			Definition: def})
	}
	l.addAverageDeal(s, st)
	for i := range st.Transitions() {
		l.addStreamRate(s, st, i)
	}
	l.addFunnelCounts(s, st, id, st.Name, func(stage agreement.Stage) Expr { return Ref(PlanRateID(id, stage)) })
	l.addQuotaValue(s, st, id, st.Name)
	for _, lt := range st.LeadTypes {
		l.addLeadTypePlan(s, st, lt)
	}
	l.addExpectedRevenue(s, st)
	l.addLagMonths(s, st)
}

// addFunnelCounts adds the number of leads that a plan needs at each stage of a stream's funnel, from won
// up to the first stage. The number of won deals is the stream's revenue ÷ its average deal; each earlier
// stage is the next one ÷ the rate between them. id begins the ids of the plan, which is the stream's or
// a lead type's.
func (l *Ledger) addFunnelCounts(s *Scorecard, st agreement.Stream, id, title string, rate func(agreement.Stage) Expr) {
	per := s.Agreement.Revenue.GoalPeriod()
	for i := len(st.Funnel) - 1; i >= 0; i-- {
		stage := st.Funnel[i].Stage
		stageTitle := stage.Title()
		own := RoundUp(Div(Ref(PlanRevenueID(planID(st), per)), Ref(StreamPlanID(st, "average_deal"))))
		ownDef := "The stream's revenue ÷ its average deal, a " + per + ", rounded up."
		if i+1 < len(st.Funnel) {
			next := st.StageAfter(i)
			nextTitle := next.Title()
			own = RoundUp(Div(Ref(PlanCountID(id, next, per)), rate(stage)))
			ownDef = nextTitle + " a " + per + " ÷ the rate from " + stageTitle + " to " + nextTitle + ", rounded up."
		}
		for _, g := range grains {
			e, def := own, ownDef
			if g != per {
				e = RoundUp(convertGrain(Ref(PlanCountID(id, stage, per)), per, g))
				def = "The " + per + "'s figure as a " + g + "'s, rounded up."
			}
			s.AddQuantity(calc.Quantity{ID: PlanCountID(id, stage, g), Title: title + ": " + stageTitle + " a " + g, Unit: Count,
				Formula:    e,
				Definition: def,
				Reason:     "a rate or the average deal of the stream is n/a or 0"})
		}
	}
}

// addStreamRate adds the agreed and the measured rate from the funnel's i-th stage to the next.
func (l *Ledger) addStreamRate(s *Scorecard, st agreement.Stream, i int) {
	step, next := st.Funnel[i], st.StageAfter(i)
	title := st.Name + ": " + stepTitle(step.Stage, next)
	rate := funnelRate{stream: st, from: step.Stage, to: next}
	agreed := calc.Quantity{ID: PlanRateID(planID(st), step.Stage), Title: title, Unit: Percent, Better: Up,
		Formula:    Ref(TermID(funnelPath(st, step.Stage), "to_next")),
		Definition: "The agreed share of leads that go on to the next stage."}
	if step.ToNext.History {
		agreed.Formula, agreed.Definition, agreed.Reason = l.historyRate(rate)
	}
	s.AddQuantity(agreed)
	measured := calc.Quantity{ID: MeasuredRateID(st, step.Stage), Title: title + ", measured", Unit: Percent, Better: Up}
	measured.Formula, measured.Definition, measured.Reason = l.measuredRate(rate)
	s.AddQuantity(measured)
}

// stepTitle returns the title of a step of a funnel: "MQL to SQL".
func stepTitle(from, to agreement.Stage) string {
	return from.Title() + " to " + to.Title()
}

// addAverageDeal adds the agreed and the measured revenue of one won deal.
func (l *Ledger) addAverageDeal(s *Scorecard, st agreement.Stream) {
	agreed := calc.Quantity{ID: StreamPlanID(st, "average_deal"), Title: st.Name + ": average deal", Unit: Money,
		Formula:    Ref(TermID(streamPath(st), "average_deal")),
		Definition: "The agreed revenue of one won deal."}
	if st.AverageDeal.History {
		agreed.Formula, agreed.Definition, agreed.Reason = l.historyDeal(st)
	}
	s.AddQuantity(agreed)
	measured := calc.Quantity{ID: MeasuredID(st, "average_deal"), Title: st.Name + ": average deal, measured", Unit: Money}
	measured.Formula, measured.Definition, measured.Reason = l.measuredDeal(st)
	s.AddQuantity(measured)
}

// addLeadTypePlan adds the plan of one lead type as if it alone had to reach the stream's quota, with its
// own rates, and with the stream's rates where it has none.
func (l *Ledger) addLeadTypePlan(s *Scorecard, st agreement.Stream, lt agreement.LeadType) {
	id, title := typeID(st, lt), st.Name+", "+lt.Name
	own := map[agreement.Stage]bool{}
	for i, step := range st.Transitions() {
		r, ok := lt.Rates.Get(step.Stage.String())
		if !ok {
			continue
		}
		own[step.Stage] = true
		next := st.StageAfter(i)
		q := calc.Quantity{ID: PlanRateID(id, step.Stage), Title: title + ": " + stepTitle(step.Stage, next),
			Unit: Percent, Better: Up,
			Formula:    Ref(TermID(typeRatePath(st, lt, step.Stage))),
			Definition: "The agreed share of leads of this type that go on to the next stage."}
		if r.History {
			q.Formula, q.Definition, q.Reason =
				l.historyRate(funnelRate{stream: st, leadType: &lt, from: step.Stage, to: next})
		}
		s.AddQuantity(q)
	}
	l.addFunnelCounts(s, st, id, title, func(stage agreement.Stage) Expr {
		if own[stage] {
			return Ref(PlanRateID(id, stage))
		}
		return Ref(PlanRateID(planID(st), stage))
	})
	l.addQuotaValue(s, st, id, title)
}

const whyNoQuotaValue = "the plan needs no leads: the average deal and every rate must be known and above 0"

// addQuotaValue adds the value of a lead at handoff by quota (article 004): the stream's revenue ÷ the
// leads at handoff that the plan needs, rounded to the cent. id begins the ids of the plan.
func (l *Ledger) addQuotaValue(s *Scorecard, st agreement.Stream, id, title string) {
	per, stage := s.Agreement.Revenue.GoalPeriod(), s.Agreement.FunnelHandoff(st)
	s.AddQuantity(calc.Quantity{ID: quotaValueID(id), Title: title + ": quota value of a lead", Unit: Money,
		Formula: Round(Div(Ref(PlanRevenueID(planID(st), per)), Ref(PlanCountID(id, stage, per))), 2),
		Definition: "The stream's revenue ÷ " + stage.Title() + " needed, a " + per +
			", rounded to the cent.",
		Reason: whyNoQuotaValue})
}

// quotaValueID returns the id of the value of a lead by the quota of a plan.
func quotaValueID(plan string) string { return plan + ".quota_value" }

// addExpectedRevenue adds the expected revenue of a lead at handoff, not rounded: the average deal × the
// rates from the handoff's stage to won.
func (l *Ledger) addExpectedRevenue(s *Scorecard, st agreement.Stream) {
	from, e := s.Agreement.FunnelHandoff(st), Expr(Ref(StreamPlanID(st, "average_deal")))
	factors := []string{"average deal"}
	for i, step := range st.Transitions() {
		if step.Stage >= from {
			e = Mul(e, Ref(PlanRateID(planID(st), step.Stage)))
			factors = append(factors, stepTitle(step.Stage, st.StageAfter(i)))
		}
	}
	s.AddQuantity(calc.Quantity{ID: StreamPlanID(st, "lead_value"), Title: st.Name + ": expected revenue of a lead",
		Unit:    Money,
		Formula: e,
		Definition: "Of a lead at " + from.Title() + ": " + strings.Join(factors, " × ") +
			"; not rounded.",
		Reason: "a rate or the average deal of the stream is n/a"})
}

// addLagMonths adds the whole months from MQL to won; n/a where the agreement sets no lag. The leads for
// a month's revenue are needed that many months earlier.
func (l *Ledger) addLagMonths(s *Scorecard, st agreement.Stream) {
	q := calc.Quantity{ID: StreamPlanID(st, "lag_months"), Title: st.Name + ": lag in months", Unit: Count,
		Formula:    NA{},
		Definition: "The agreed days from MQL to won ÷ 30, half up: demand month = revenue month − lag.",
		Reason:     "the agreement sets no lag for this stream"}
	if days := TermID(streamPath(st), "lag"); s.Term(days) != nil {
		q.Formula = Round(Div(Ref(days), Ref(daysPerMonthID)), 0)
	}
	s.AddQuantity(q)
}

// addPlanTotals adds, for each stage, the sum of the streams' rounded figures and one SDR's part of the
// monthly sum, then the promise that follows from the plan. A stage that no stream's funnel contains is
// left out.
func (l *Ledger) addPlanTotals(s *Scorecard) {
	team, reason := Missing, "no team is given: add inputs.team"
	if len(l.reps) > 0 {
		team, reason = Num(float64(l.startedSDRs())), "nobody of the team has started"
	}
	s.AddTerm(calc.Term{ID: TeamSDRsID, Section: periodSection, Title: "SDRs", Unit: Count,
		Value: team, Note: "who have started by the last day before as_of"})
	for stage := agreement.QL; stage <= agreement.Won; stage++ {
		var plans []string
		for _, st := range s.streamsWithStage(stage) {
			plans = append(plans, planID(st))
		}
		if len(plans) == 0 {
			continue
		}
		for _, g := range grains {
			var counts []Expr
			for _, id := range plans {
				counts = append(counts, Ref(PlanCountID(id, stage, g)))
			}
			s.AddQuantity(calc.Quantity{ID: PlanTotalID(stage, g), Title: stage.Title() + " a " + g, Unit: Count,
				Formula:    sumOf(counts),
				Definition: "The sum of the streams' rounded figures.",
				Reason:     "the plan of a stream is n/a"})
		}
		s.AddQuantity(calc.Quantity{ID: PlanTotalID(stage, "sdr"), Title: stage.Title() + " a month per SDR",
			Unit:       Count,
			Formula:    RoundUp(Div(Ref(PlanTotalID(stage, "month")), Ref(TeamSDRsID))),
			Definition: "The month's total ÷ SDRs of the team on the last day, rounded up.",
			Reason:     reason})
	}
	l.addPlanPromise(s)
}

// startedSDRs returns the number of SDRs of the team file who had started by the last day before as_of;
// an SDR without a start date counts as started.
func (l *Ledger) startedSDRs() int {
	n := 0
	for _, r := range l.reps {
		if r.Start.IsZero() || r.Start.In(l.clock.Location).Before(l.period.AsOf) {
			n++
		}
	}
	return n
}

// streamsWithStage returns the streams whose funnel contains a stage.
func (s *Scorecard) streamsWithStage(stage agreement.Stage) []agreement.Stream {
	var out []agreement.Stream
	for _, st := range s.Agreement.Revenue.Streams {
		for _, step := range st.Funnel {
			if step.Stage == stage {
				out = append(out, st)
			}
		}
	}
	return out
}

// sumOf returns the sum of expressions; n/a if there are none.
func sumOf(parts []Expr) Expr {
	if len(parts) == 0 {
		return NA{}
	}
	return Add(parts[0], parts[1:]...)
}

// sumOverStreams returns the sum over the revenue streams of what f returns for each; n/a without
// streams.
func (s *Scorecard) sumOverStreams(f func(agreement.Stream) Expr) Expr {
	var parts []Expr
	for _, st := range s.Agreement.Revenue.Streams {
		parts = append(parts, f(st))
	}
	return sumOf(parts)
}

// addPlanPromise adds the lead value that the plan requires from Marketing in a month.
func (l *Ledger) addPlanPromise(s *Scorecard) {
	s.AddQuantity(calc.Quantity{ID: PlanPromiseID, Title: "Lead value that the plan asks for, a month", Unit: Money,
		Formula: s.sumOverStreams(func(st agreement.Stream) Expr {
			return Mul(Ref(PlanCountID(planID(st), s.Agreement.FunnelHandoff(st), "month")), Ref(StreamPlanID(st, "lead_value")))
		}),
		Definition: "Over the streams, the month's leads at handoff × the expected revenue of a lead.",
		Reason:     "the plan of a stream is n/a"})
}

// addTargets adds the plan's figures for the period, which are the goals of opportunities, proposals, won
// and revenue.
func (l *Ledger) addTargets(s *Scorecard) {
	for _, g := range funnelLines {
		e := Expr(NA{})
		if len(s.streamsWithStage(g.stage)) > 0 {
			e = s.plannedInPeriod(func(grain string) string { return PlanTotalID(g.stage, grain) })
		}
		s.AddQuantity(calc.Quantity{ID: TargetID(g.id), Title: g.stage.Title() + ": the plan's figure",
			Unit: Count, Internal: true,
			Formula:    e,
			Definition: "The plan's total in the period's own grain, or the month's × months.",
			Reason:     "the plan has no such stage, or the period is no whole number of months"})
	}
	s.AddQuantity(calc.Quantity{ID: TargetID(RevenueLine), Title: "Revenue: the streams' figure", Unit: Money,
		Internal: true,
		Formula: s.sumOverStreams(func(st agreement.Stream) Expr {
			return s.plannedInPeriod(func(grain string) string { return PlanRevenueID(planID(st), grain) })
		}),
		Definition: "The streams' revenue in the period, not rounded.",
		Reason:     "the period is no whole number of months"})
}

// plannedInPeriod returns a planned figure for the period. For a period of a whole year or quarter it is
// that span's own figure, otherwise the monthly figure × months. id returns the figure's id for a span.
func (s *Scorecard) plannedInPeriod(id func(grain string) string) Expr {
	switch s.Period.Months {
	case 12:
		return Ref(id("year"))
	case 3:
		return Ref(id("quarter"))
	}
	return Mul(Ref(id("month")), Ref(periodMonthsID))
}

// ratesStaleFrom returns the instant a quarter after the agreement's rates took effect; zero where the
// agreement gives no date for them.
func (l *Ledger) ratesStaleFrom() time.Time {
	from := l.agreement.Head.Effective
	if from.IsZero() {
		return time.Time{}
	}
	return from.In(l.clock.Location).AddDate(0, 3, 0)
}

// warnOfStaleRates adds a warning where the plan's rates are more than a quarter old at as_of (SPEC
// section 7).
func (l *Ledger) warnOfStaleRates(s *Scorecard) {
	if stale := l.ratesStaleFrom(); stale.IsZero() || !stale.Before(l.period.AsOf) {
		return
	}
	from := s.Agreement.Head.Effective
	s.Warnings = append(s.Warnings, Note{Text: fmt.Sprintf("the plan's rates were agreed with effect from %s, "+
		"more than a quarter ago: compare them with the measured ones, or run calibrate", from.Format(time.DateOnly))})
}

// convertGrain converts a figure per year, quarter or month into one per another of these spans, without
// rounding.
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
