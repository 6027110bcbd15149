package model

import (
	"fmt"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// rampTable adds the plan month by month (articles 001 and 004): SDRs who started less than the ramp ago take a share of the
// counts, so the team's capacity grows; and the first lag passes before leads of the plan bring revenue.
func (s *Scorecard) rampTable(l *Ledger) {
	months := s.Agreement.PlanMonths(l.clock.Location)
	steps := len(s.Agreement.Capacity.Ramp)
	month, total := make([]float64, len(months)), make([]float64, len(months))
	in := make([][]float64, steps) // SDRs in their first, second … month
	for k := range in {
		in[k] = make([]float64, len(months))
	}
	seeded := make([]Expr, len(months))
	for i, from := range months {
		month[i], total[i] = calendar.Serial(from), Nan
		last := from.AddDate(0, 1, -1)
		if len(l.reps) > 0 {
			total[i] = 0
		}
		for _, r := range l.reps {
			start := r.Start.In(l.clock.Location)
			if !r.Start.IsZero() && start.After(last) {
				continue
			}
			total[i]++
			if k := calendar.FullMonths(start, last); !r.Start.IsZero() && k < steps {
				in[k][i]++
			}
		}
		seeded[i] = s.seeded(i)
	}
	t := s.AddTable(calc.NewTable("ramp", "Ramp-up, month by month", len(months)))
	t.Nums("month", "Month", Date, "of the plan", month)
	t.Nums("sdrs", "SDRs", Count, "of the team file, on the month's last day", total)
	ramped := Expr(Col("sdrs"))
	for k := range in {
		name := fmt.Sprintf("month_%d", k+1)
		t.Nums(name, fmt.Sprintf("In month %d", k+1), Count, "of their ramp", in[k])
		ramped = Sub(ramped, Mul(Col(name), Sub(Number(1), Ref(fmt.Sprintf("term.capacity.ramp.%d", k+1)))))
	}
	t.Formula("ramped", "Full SDRs", Ratios, "SDRs, those in their ramp by its share", ramped)
	t.Formula("leads", "Leads needed", Count, "at handoff, the plan's month", s.handoffTotal())
	t.Formula("per_sdr", "A full SDR", Count, "leads needed ÷ full SDRs, rounded up", RoundUp(Div(Col("leads"), Col("ramped"))))
	sqls := Expr(NA{})
	if len(s.withStage(agreement.SQL)) > 0 {
		sqls = Ref("plan.total.sql.month")
	}
	t.Formula("sqls", "SQLs needed", Count, "the plan's month", sqls)
	t.Formula("capacity", "SQL capacity", Count, "agreed SQLs per SDR × full SDRs", Mul(s.termOr("term.capacity.sqls"), Col("ramped")))
	t.Formula("flag", "Capacity", Words, "short: the ramped team cannot make the SQLs that the plan needs",
		If(Compare(LT, Col("capacity"), Col("sqls")), Word("short"), If(And{Known(Col("capacity")), Known(Col("sqls"))}, Word("ok"), NA{})))
	revenue := Expr(NA{})
	for i, st := range s.Agreement.Revenue.Streams {
		if one := Ref(planID(st) + ".revenue.month"); i == 0 {
			revenue = one
		} else {
			revenue = Add(revenue, one)
		}
	}
	t.Formula("goal", "Revenue goal", Money, "Marketing's, the streams' month", revenue)
	t.Formulas("seeded", "From the plan's leads", Money, "won × average deal of the streams whose lag is over; before that revenue comes from earlier leads", seeded)
	so := func(col string) Expr { return Sum("ramp", col, Where("month", LE, Col("month"))) }
	t.Formula("goal_so_far", "Goal so far", Money, "cumulative", so("goal"))
	t.Formula("seeded_so_far", "From the plan's leads so far", Money, "cumulative", so("seeded"))
}

// seeded is what leads of the plan bring in its i-th month: the streams whose lag is over by then.
func (s *Scorecard) seeded(i int) Expr {
	sum := Expr(Number(0))
	for _, st := range s.Agreement.Revenue.Streams {
		if lag, agreed := s.Value(planID(st) + ".lag_months").Number(); agreed && float64(i) >= lag {
			sum = Add(sum, Mul(Ref(planID(st)+".won.month"), Ref(planID(st)+".average_deal")))
		} else if !agreed {
			return NA{}
		}
	}
	return sum
}

// handoffTotal is the streams' leads at handoff, a month.
func (s *Scorecard) handoffTotal() Expr {
	e := Expr(NA{})
	for i, st := range s.Agreement.Revenue.Streams {
		if one := Ref(planID(st) + "." + s.Agreement.FunnelHandoff(st).String() + ".month"); i == 0 {
			e = one
		} else {
			e = Add(e, one)
		}
	}
	return e
}
