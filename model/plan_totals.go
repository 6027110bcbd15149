package model

import (
	"fmt"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// planTotals adds the streams' rounded figures, a month's share of an SDR, and the promise that follows from the plan.
func (s *Scorecard) planTotals(l *Ledger) {
	team, reason := Missing, "no team is given: add inputs.team"
	if len(l.reps) > 0 {
		team, reason = Num(float64(l.team())), "nobody of the team has started"
	}
	s.Given(calc.Term{ID: "team.sdrs", Section: "Period and input", Title: "SDRs", Unit: Count, Value: team, Note: "who have started by the last day before as_of"})
	for stage := agreement.QL; stage <= agreement.Won; stage++ {
		with := s.withStage(stage)
		if len(with) == 0 {
			continue
		}
		id := "plan.total." + stage.String() + "."
		for _, g := range grains {
			s.Figure(calc.Quantity{ID: id + g, Title: agreement.StageTitles[stage] + " a " + g, Unit: Count, Formula: sumRefs(with, "."+stage.String()+"."+g),
				Definition: "The sum of the streams' rounded figures.", Reason: "the plan of a stream is n/a"})
		}
		s.Figure(calc.Quantity{ID: id + "sdr", Title: agreement.StageTitles[stage] + " a month per SDR", Unit: Count, Formula: RoundUp(Div(Ref(id+"month"), Ref("team.sdrs"))),
			Definition: "The month's total ÷ SDRs of the team on the last day, rounded up.", Reason: reason})
	}
	s.planPromise()
}

// team is how many SDRs have started by the last day before as_of.
func (l *Ledger) team() int {
	n := 0
	for _, r := range l.reps {
		if r.Start.IsZero() || r.Start.In(l.clock.Location).Before(l.period.AsOf) {
			n++
		}
	}
	return n
}

// withStage are the plans of the streams whose funnel has a stage.
func (s *Scorecard) withStage(stage agreement.Stage) []string {
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
func sumRefs(plans []string, suffix string) Expr {
	if len(plans) == 0 {
		return NA{}
	}
	sum := Expr(Ref(plans[0] + suffix))
	for _, p := range plans[1:] {
		sum = Add(sum, Ref(p+suffix))
	}
	return sum
}

func (s *Scorecard) planPromise() {
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
	s.Figure(calc.Quantity{ID: "plan.promise", Title: "Lead value that the plan asks for, a month", Unit: Money, Formula: e,
		Definition: "Over the streams, the month's leads at handoff × the expected revenue of a lead.", Reason: "the plan of a stream is n/a"})
}

// targets adds the plan's figures for the period, the goals of opportunities, proposals, won and revenue.
func (s *Scorecard) targets() {
	for _, t := range []struct {
		id    string
		stage agreement.Stage
	}{{"opportunities", agreement.Opportunity}, {"proposals", agreement.Proposal}, {"won", agreement.Won}} {
		e := Expr(NA{})
		if len(s.withStage(t.stage)) > 0 {
			e = s.forPeriod("plan.total." + t.stage.String() + ".")
		}
		s.Figure(calc.Quantity{ID: "target." + t.id, Title: agreement.StageTitles[t.stage] + ": the plan's figure", Unit: Count, Formula: e, Internal: true,
			Definition: "The plan's total in the period's own grain, or the month's × months.", Reason: "the plan has no such stage, or the period is no whole number of months"})
	}
	revenue := Expr(NA{})
	for i, st := range s.Agreement.Revenue.Streams {
		one := s.forPeriod(planID(st) + ".revenue.")
		if i == 0 {
			revenue = one
		} else {
			revenue = Add(revenue, one)
		}
	}
	s.Figure(calc.Quantity{ID: "target.revenue", Title: "Revenue: the streams' figure", Unit: Money, Formula: revenue, Internal: true,
		Definition: "The streams' revenue in the period, not rounded.", Reason: "the period is no whole number of months"})
}

// forPeriod is a planned figure, by the beginning of its ids, in the period: of its own grain, else the month's × months.
func (s *Scorecard) forPeriod(id string) Expr {
	switch s.Period.Months {
	case 12:
		return Ref(id + "year")
	case 3:
		return Ref(id + "quarter")
	}
	return Mul(Ref(id+"month"), Ref("period.months"))
}

// staleFrom is a quarter after the agreement's rates took effect; zero where no date is agreed.
func (l *Ledger) staleFrom() time.Time {
	from := l.agreement.Head.Effective
	if from.IsZero() {
		return time.Time{}
	}
	return from.In(l.clock.Location).AddDate(0, 3, 0)
}

// staleRates warns that the plan's rates are older than a quarter (SPEC section 7).
func (l *Ledger) staleRates(s *Scorecard) {
	if stale := l.staleFrom(); stale.IsZero() || !stale.Before(l.period.AsOf) {
		return
	}
	from := s.Agreement.Head.Effective
	s.Warnings = append(s.Warnings, Note{Text: fmt.Sprintf("the plan's rates were agreed with effect from %s, more than a quarter ago: compare them with the measured ones, or run calibrate", from.Format(time.DateOnly))})
}
