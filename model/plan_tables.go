package model

import (
	"fmt"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// funnelTable adds the table that sets planned, actual, agreed and measured rates side by side, a row for each stage of each
// stream.
func (l *Ledger) addFunnelTable(s *Scorecard) {
	var streams, stages, owners []string
	var agreed, measured, target, actual, planned, path []Expr
	var by, since []float64
	for _, st := range s.Agreement.Revenue.Streams {
		for i, step := range st.Funnel {
			id, term, name := planID(st), "term."+streamPath(st)+".funnel."+step.Stage.String(), step.Stage.String()
			streams, stages, owners = append(streams, st.Name), append(stages,
				agreement.StageTitles[step.Stage]), append(owners, step.Owner)
			agree, measure := Expr(NA{}), Expr(NA{})
			if i+1 < len(st.Funnel) {
				agree, measure = Ref(id+".rate."+name), Ref("measured."+agreement.Slug(st.Name)+".rate."+name)
			}
			agreed, measured = append(agreed, agree), append(measured, measure)
			target, by = append(target, s.termOr(term+".target")), append(by, targetMonth(step))
			since = append(since, s.agreedSince(step))
			path = append(path, l.pathRate(s, step, agree, term+".target"))
			planned = append(planned, s.plannedInPeriod(id+"."+name+"."))
			actual = append(actual, l.ifStage(step.Stage, CountOf(LeadsTable, l.whereStream(st, flow(name))...)))
		}
	}
	stale := Missing
	if at := l.ratesStaleFrom(); !at.IsZero() {
		stale = Num(calendar.Serial(at))
	}
	s.AddTerm(calc.Term{ID: staleFromID, Section: "Period and input", Title: "Agreed rates are stale after", Unit: Date,
		Value: stale,
		Note:  "a quarter after they took effect"})
	t := s.AddTable(calc.NewTable("funnel", "Funnel", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Texts("stage", "Stage", "", stages)
	t.Formulas("planned", "Planned", Count, "the plan's figure for the period", planned)
	t.Formulas("actual", "Actual", Count, "flow of the period", actual)
	t.Formulas("planned_rate", "Planned rate", Percent, "planned of the next stage ÷ planned", ratesToNext(s, planned))
	t.Formulas("actual_rate", "Actual rate", Percent, "flow of the next stage ÷ flow, in the period",
		ratesToNext(s, actual))
	t.Formulas("agreed", "Agreed rate", Percent, "to the next stage", agreed)
	t.Formulas("measured", "Measured rate", Percent, "over the last four full quarters at as_of", measured)
	t.Formula("gap", "Measured − agreed", Percent, "in points: below 0 the plan asks for too few leads",
		Sub(Col("measured"), Col("agreed")))
	t.Numbers("since", "Agreed on", Date, "when the rate took effect", since)
	t.Formula("age", "Age", Words, "stale: agreed more than a quarter before as_of",
		If(Known(Col("since")), If(Compare(LT, Ref(staleFromID), Ref(asOfID)), Word("stale"), Word("fresh")), NA{}))
	t.Formulas("target", "Target rate", Percent, "agreed improvement", target)
	t.Numbers("by", "By", Date, "month in which the target is to be reached", by)
	t.Texts("owner", "Owner", "of the improvement", owners)
	t.Formulas("path", "Due by now", Percent, "on the straight line from the agreed rate to the target", path)
	t.Formula("progress", "Progress", Words, "measured against what is due by now",
		If(Compare(GE, Col("measured"), Col("path")), Word(OnPace), Word(Behind)))
}

// toNext divides each stage's count by the one before it, within a stream.
func ratesToNext(s *Scorecard, counts []Expr) []Expr {
	var out []Expr
	for _, st := range s.Agreement.Revenue.Streams {
		for i := range st.Funnel {
			e := Expr(NA{})
			if i+1 < len(st.Funnel) {
				e = Div(counts[len(out)+1], counts[len(out)])
			}
			out = append(out, e)
		}
	}
	return out
}

// agreedSince is when a rate took effect; the last stage has none.
func (s *Scorecard) agreedSince(step agreement.FunnelStep) float64 {
	from := s.Agreement.Head.Effective
	if from.IsZero() || step.Stage == agreement.Won {
		return NaN
	}
	return calendar.Serial(calendar.Civil(from.Time))
}

// improving is the rate that is due at as_of on the straight line from the agreed one to its target, at the end of its month.
func (l *Ledger) pathRate(s *Scorecard, step agreement.FunnelStep, agreed Expr, target string) Expr {
	if step.Target == nil || s.Agreement.Head.Effective.IsZero() {
		return NA{}
	}
	from := calendar.Serial(calendar.Civil(s.Agreement.Head.Effective.Time))
	til := monthStart(step.Target.By.Time, 1)
	if til <= from {
		return Ref(target)
	}
	gone := min(1, max(0, (calendar.Serial(l.period.AsOf)-from)/(til-from)))
	id := "elapsed." + target[len("term."):]
	s.AddTerm(calc.Term{ID: id, Section: "Period and input", Title: "Share of the time to a target that is over",
		Unit:  Percent,
		Value: Num(gone),
		Note:  target})
	return Add(agreed, Mul(Sub(Ref(target), agreed), Ref(id)))
}

func targetMonth(step agreement.FunnelStep) float64 {
	if step.Target == nil {
		return NaN
	}
	return calendar.Serial(calendar.Civil(step.Target.By.Time))
}

// ofStream adds the condition that a row of leads or deals belongs to a stream; with one stream, every row does.
func (l *Ledger) whereStream(st agreement.Stream, where []Cond) []Cond {
	if len(l.agreement.Revenue.Streams) == 1 {
		return where
	}
	return append(where, Where("stream", EQ, Ref("term."+streamPath(st)+".name")))
}

// demandTable adds the months of the plan: a month's revenue takes the leads of the month that lies the stream's lag
// before it. Months follow the agreement's calendar; the lag needs a rerun.
func (l *Ledger) addDemandTable(s *Scorecard) {
	months := s.Agreement.PlanMonths(time.UTC)
	first := months[0]
	var streams []string
	var won, leads []Expr
	var revenue, demand []float64
	for _, st := range s.Agreement.Revenue.Streams {
		lag, agreed := s.Value(planID(st) + ".lag_months").Number()
		handoff := s.Agreement.FunnelHandoff(st).String()
		for m := range months {
			streams = append(streams, st.Name)
			revenue = append(revenue, monthStart(first, m))
			needed := NaN
			if agreed {
				needed = monthStart(first, m-int(lag))
			}
			demand = append(demand, needed)
			won = append(won, Ref(planID(st)+".won.month"))
			leads = append(leads, Ref(planID(st)+"."+handoff+".month"))
		}
	}
	t := s.AddTable(calc.NewTable("demand", "Lead demand by month", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Numbers("revenue_month", "Revenue month", Date, "in which the deals are to be won", revenue)
	t.Formulas("won", "Won", Count, "the plan's month", won)
	t.Numbers("demand_month", "Demand month", Date,
		"revenue month − lag: when the leads are needed; n/a where no lag is agreed", demand)
	t.Formulas("leads", "Leads at handoff", Count, "the plan's month", leads)
}

// monthSerial is the first day of the month that lies n months after t's.
func monthStart(t time.Time, n int) float64 {
	return calendar.Serial(time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
}

// rampTable adds the plan month by month (articles 001 and 004): SDRs who started less than the ramp ago take a share of the
// counts, so the team's capacity grows; and the first lag passes before leads of the plan bring revenue.
func (l *Ledger) addRampTable(s *Scorecard) {
	months := s.Agreement.PlanMonths(l.clock.Location)
	steps := len(s.Agreement.Capacity.Ramp)
	month, total := make([]float64, len(months)), make([]float64, len(months))
	in := make([][]float64, steps) // SDRs in their first, second … month
	for k := range in {
		in[k] = make([]float64, len(months))
	}
	seeded := make([]Expr, len(months))
	for i, from := range months {
		month[i], total[i] = calendar.Serial(from), NaN
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
		seeded[i] = s.revenueFromPlan(i)
	}
	t := s.AddTable(calc.NewTable("ramp", "Ramp-up, month by month", len(months)))
	t.Numbers("month", "Month", Date, "of the plan", month)
	t.Numbers("sdrs", "SDRs", Count, "of the team file, on the month's last day", total)
	ramped := Expr(Col("sdrs"))
	for k := range in {
		name := fmt.Sprintf("month_%d", k+1)
		t.Numbers(name, fmt.Sprintf("In month %d", k+1), Count, "of their ramp", in[k])
		ramped = Sub(ramped, Mul(Col(name), Sub(Number(1), Ref(fmt.Sprintf("term.capacity.ramp.%d", k+1)))))
	}
	t.Formula("ramped", "Full SDRs", Ratios, "SDRs, those in their ramp by its share", ramped)
	t.Formula("leads", "Leads needed", Count, "at handoff, the plan's month", s.leadsAtHandoff())
	t.Formula("per_sdr", "A full SDR", Count, "leads needed ÷ full SDRs, rounded up",
		RoundUp(Div(Col("leads"), Col("ramped"))))
	sqls := Expr(NA{})
	if len(s.plansWithStage(agreement.SQL)) > 0 {
		sqls = Ref("plan.total.sql.month")
	}
	t.Formula("sqls", "SQLs needed", Count, "the plan's month", sqls)
	t.Formula("capacity", "SQL capacity", Count, "agreed SQLs per SDR × full SDRs",
		Mul(s.termOr(capacitySQLsTermID), Col("ramped")))
	t.Formula("flag", "Capacity", Words, "short: the ramped team cannot make the SQLs that the plan needs",
		If(Compare(LT, Col("capacity"), Col("sqls")), Word(ShortOf),
			If(And{Known(Col("capacity")), Known(Col("sqls"))}, Word(InBand), NA{})))
	revenue := Expr(NA{})
	for i, st := range s.Agreement.Revenue.Streams {
		if one := Ref(planID(st) + ".revenue.month"); i == 0 {
			revenue = one
		} else {
			revenue = Add(revenue, one)
		}
	}
	t.Formula("goal", "Revenue goal", Money, "Marketing's, the streams' month", revenue)
	t.Formulas("seeded", "From the plan's leads", Money,
		"won × average deal of the streams whose lag is over; before that revenue comes from earlier leads", seeded)
	so := func(col string) Expr { return Sum("ramp", col, Where("month", LE, Col("month"))) }
	t.Formula("goal_so_far", "Goal so far", Money, "cumulative", so("goal"))
	t.Formula("seeded_so_far", "From the plan's leads so far", Money, "cumulative", so("seeded"))
}

// seeded is what leads of the plan bring in its i-th month: the streams whose lag is over by then.
func (s *Scorecard) revenueFromPlan(i int) Expr {
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
func (s *Scorecard) leadsAtHandoff() Expr {
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
