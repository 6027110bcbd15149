package model

import (
	"fmt"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// addFunnelTable adds the table that compares planned, actual, agreed and measured rates: a row for each
// stage of each stream. The last stage of a stream, won, has no rate to a next one.
func (l *Ledger) addFunnelTable(s *Scorecard) {
	var streams, stages, owners []string
	var agreed, measured, target, actual, planned, due []Expr
	var by, since []float64
	for _, st := range s.Agreement.Revenue.Streams {
		for i, step := range st.Funnel {
			agreedRate, measuredRate := Expr(NA{}), Expr(NA{})
			if i+1 < len(st.Funnel) {
				agreedRate, measuredRate = Ref(PlanRateID(planID(st), step.Stage)), Ref(MeasuredRateID(st, step.Stage))
			}
			targetID := TermID(funnelPath(st, step.Stage), "target")
			flow := l.whereStream(st, flow(step.Stage.String()))
			streams = append(streams, st.Name)
			stages = append(stages, step.Stage.Title())
			owners = append(owners, step.Owner)
			agreed = append(agreed, agreedRate)
			measured = append(measured, measuredRate)
			target = append(target, s.termOr(targetID))
			by = append(by, targetMonth(step))
			since = append(since, s.agreedSince(step))
			due = append(due, l.dueRate(s, step, agreedRate, targetID))
			planned = append(planned, s.plannedInPeriod(func(grain string) string {
				return PlanCountID(planID(st), step.Stage, grain)
			}))
			actual = append(actual, l.ifStage(step.Stage, CountOf(LeadsTable, flow...)))
		}
	}
	stale := Missing
	if at := l.ratesStaleFrom(); !at.IsZero() {
		stale = Num(calendar.Serial(at))
	}
	s.AddTerm(calc.Term{ID: staleFromID, Section: periodSection, Title: "Agreed rates are stale after", Unit: Date,
		Value: stale, Note: "a quarter after they took effect"})
	t := s.AddTable(calc.NewTable("funnel", "Funnel", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Texts("stage", "Stage", "", stages)
	t.Formulas("planned", "Planned", Count, "the plan's figure for the period", planned)
	t.Formulas("actual", "Actual", Count, "flow of the period", actual)
	t.Formulas("planned_rate", "Planned rate", Percent, "planned of the next stage ÷ planned", s.ratesToNext(planned))
	t.Formulas("actual_rate", "Actual rate", Percent, "flow of the next stage ÷ flow, in the period",
		s.ratesToNext(actual))
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
	t.Formulas("path", "Due by now", Percent, "on the straight line from the agreed rate to the target", due)
	t.Formula("progress", "Progress", Words, "measured against what is due by now",
		If(Compare(GE, Col("measured"), Col("path")), Word(OnPace), Word(Behind)))
}

// ratesToNext returns, given the counts of all streams' stages in sequence, each stage's rate to the next
// stage of its stream; n/a for a stream's last stage.
func (s *Scorecard) ratesToNext(counts []Expr) []Expr {
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

// agreedSince returns the day on which the rate from a stage to the next took effect, as a date number.
// It is NaN for the last stage, which has no rate, and where the agreement gives no day.
func (s *Scorecard) agreedSince(step agreement.FunnelStep) float64 {
	from := s.Agreement.Head.Effective
	if from.IsZero() || step.Stage == agreement.Won {
		return NaN
	}
	return calendar.Serial(calendar.Civil(from.Time))
}

// dueRate returns the rate that is due at as_of on the straight line from the agreed rate to its
// improvement target, which is due at the end of the target's month; n/a without a target. It also adds a
// term with the share of that time that has passed.
func (l *Ledger) dueRate(s *Scorecard, step agreement.FunnelStep, agreed Expr, targetID string) Expr {
	if step.Target == nil || s.Agreement.Head.Effective.IsZero() {
		return NA{}
	}
	from := calendar.Serial(calendar.Civil(s.Agreement.Head.Effective.Time))
	until := monthStart(step.Target.By.Time, 1)
	if until <= from {
		return Ref(targetID)
	}
	elapsed := min(1, max(0, (calendar.Serial(l.period.AsOf)-from)/(until-from)))
	id := "elapsed." + targetID[len("term."):]
	s.AddTerm(calc.Term{ID: id, Section: periodSection, Title: "Share of the time to a target that is over",
		Unit: Percent, Value: Num(elapsed), Note: targetID})
	return Add(agreed, Mul(Sub(Ref(targetID), agreed), Ref(id)))
}

// targetMonth returns the first day of the month in which a rate's improvement is due, as a date number;
// NaN without a target.
func targetMonth(step agreement.FunnelStep) float64 {
	if step.Target == nil {
		return NaN
	}
	return calendar.Serial(calendar.Civil(step.Target.By.Time))
}

// whereStream adds to conditions on the leads or deals table that the row belongs to a stream. Where
// there is one stream only, it adds nothing, since every row belongs to it.
func (l *Ledger) whereStream(st agreement.Stream, where []Cond) []Cond {
	if len(l.agreement.Revenue.Streams) == 1 {
		return where
	}
	return append(where, Where(LeadStream, EQ, Ref(TermID(streamPath(st), "name"))))
}

// addDemandTable adds a row for each stream and month of the plan: the month's revenue requires the leads
// of the month that lies the stream's lag before it. The months are values, so changing a lag requires a
// new run.
func (l *Ledger) addDemandTable(s *Scorecard) {
	months := s.Agreement.PlanMonths(time.UTC)
	first := months[0]
	var streams []string
	var won, leads []Expr
	var revenueMonth, demandMonth []float64
	for _, st := range s.Agreement.Revenue.Streams {
		lag, agreed := s.Value(StreamPlanID(st, "lag_months")).Number()
		for m := range months {
			needed := NaN
			if agreed {
				needed = monthStart(first, m-int(lag))
			}
			streams = append(streams, st.Name)
			revenueMonth = append(revenueMonth, monthStart(first, m))
			demandMonth = append(demandMonth, needed)
			won = append(won, Ref(PlanCountID(planID(st), agreement.Won, "month")))
			leads = append(leads, s.monthlyLeads(st))
		}
	}
	t := s.AddTable(calc.NewTable("demand", "Lead demand by month", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Numbers("revenue_month", "Revenue month", Date, "in which the deals are to be won", revenueMonth)
	t.Formulas("won", "Won", Count, "the plan's month", won)
	t.Numbers("demand_month", "Demand month", Date,
		"revenue month − lag: when the leads are needed; n/a where no lag is agreed", demandMonth)
	t.Formulas("leads", "Leads at handoff", Count, "the plan's month", leads)
}

// monthStart returns the first day of the month that lies n months after that of t.
func monthStart(t time.Time, n int) float64 {
	return calendar.Serial(time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
}

// monthlyLeads returns the number of leads at handoff that a stream's plan needs in a month.
func (s *Scorecard) monthlyLeads(st agreement.Stream) Expr {
	return Ref(PlanCountID(planID(st), s.Agreement.FunnelHandoff(st), "month"))
}

// rampCounts holds, for each month of the plan, the number of SDRs of the team file on its last day, and
// the numbers of those in each month of their ramp. Without a team file total is NaN.
type rampCounts struct {
	total  []float64
	inRamp [][]float64 // by month of the ramp, then by month of the plan
}

// countRamp counts the SDRs of the team file on the last day of each month.
func (l *Ledger) countRamp(months []time.Time) rampCounts {
	c := rampCounts{make([]float64, len(months)), make([][]float64, len(l.agreement.Capacity.Ramp))}
	for k := range c.inRamp {
		c.inRamp[k] = make([]float64, len(months))
	}
	for i, from := range months {
		lastDay := from.AddDate(0, 1, -1)
		if len(l.reps) == 0 {
			c.total[i] = NaN
		}
		for _, r := range l.reps {
			start := r.Start.In(l.clock.Location)
			if !r.Start.IsZero() && start.After(lastDay) {
				continue
			}
			c.total[i]++
			if k := calendar.FullMonths(start, lastDay); !r.Start.IsZero() && k < len(c.inRamp) {
				c.inRamp[k][i]++
			}
		}
	}
	return c
}

// addRampTable adds the plan month by month (articles 001 and 004). An SDR counts as a share of a full
// SDR until the ramp is over, so the team's capacity grows; and leads of the plan bring no revenue before
// their stream's lag has passed.
func (l *Ledger) addRampTable(s *Scorecard) {
	months := s.Agreement.PlanMonths(l.clock.Location)
	starts, fromPlan := make([]float64, len(months)), make([]Expr, len(months))
	for i, from := range months {
		starts[i], fromPlan[i] = calendar.Serial(from), s.revenueFromPlan(i)
	}
	sdrs := l.countRamp(months)
	t := s.AddTable(calc.NewTable("ramp", "Ramp-up, month by month", len(months)))
	t.Numbers("month", "Month", Date, "of the plan", starts)
	t.Numbers("sdrs", "SDRs", Count, "of the team file, on the month's last day", sdrs.total)
	ramped := Expr(Col("sdrs"))
	for k := range sdrs.inRamp {
		name := fmt.Sprintf("month_%d", k+1)
		t.Numbers(name, fmt.Sprintf("In month %d", k+1), Count, "of their ramp", sdrs.inRamp[k])
		ramped = Sub(ramped, Mul(Col(name), Sub(Number(1), Ref(TermID(rampPath(k))))))
	}
	t.Formula("ramped", "Full SDRs", Ratios, "SDRs, those in their ramp by its share", ramped)
	t.Formula("leads", "Leads needed", Count, "at handoff, the plan's month", s.sumOverStreams(s.monthlyLeads))
	t.Formula("per_sdr", "A full SDR", Count, "leads needed ÷ full SDRs, rounded up",
		RoundUp(Div(Col("leads"), Col("ramped"))))
	sqls := Expr(NA{})
	if len(s.streamsWithStage(agreement.SQL)) > 0 {
		sqls = Ref(PlanTotalID(agreement.SQL, "month"))
	}
	t.Formula("sqls", "SQLs needed", Count, "the plan's month", sqls)
	t.Formula("capacity", "SQL capacity", Count, "agreed SQLs per SDR × full SDRs",
		Mul(s.termOr(capacitySQLsTermID), Col("ramped")))
	enough := If(And{Known(Col("capacity")), Known(Col("sqls"))}, Word(InBand), NA{})
	t.Formula("flag", "Capacity", Words, "short: the ramped team cannot make the SQLs that the plan needs",
		If(Compare(LT, Col("capacity"), Col("sqls")), Word(ShortOf), enough))
	t.Formula("goal", "Revenue goal", Money, "Marketing's, the streams' month",
		s.sumOverStreams(func(st agreement.Stream) Expr { return Ref(PlanRevenueID(planID(st), "month")) }))
	t.Formulas("seeded", "From the plan's leads", Money,
		"won × average deal of the streams whose lag is over; before that revenue comes from earlier leads", fromPlan)
	soFar := func(col string) Expr { return Sum("ramp", col, Where("month", LE, Col("month"))) }
	t.Formula("goal_so_far", "Goal so far", Money, "cumulative", soFar("goal"))
	t.Formula("seeded_so_far", "From the plan's leads so far", Money, "cumulative", soFar("seeded"))
}

// rampPath returns the path of the share that an SDR counts as in the k-th month of the ramp, from 0.
func rampPath(k int) string { return fmt.Sprintf("capacity.ramp.%d", k+1) }

// revenueFromPlan returns the revenue that leads of the plan bring in its i-th month, from 0: that of the
// streams whose lag is over by then. It is n/a where a stream has no agreed lag.
func (s *Scorecard) revenueFromPlan(i int) Expr {
	sum := Expr(Number(0))
	for _, st := range s.Agreement.Revenue.Streams {
		lag, agreed := s.Value(StreamPlanID(st, "lag_months")).Number()
		if !agreed {
			return NA{}
		}
		if float64(i) >= lag {
			won := Ref(PlanCountID(planID(st), agreement.Won, "month"))
			sum = Add(sum, Mul(won, Ref(StreamPlanID(st, "average_deal"))))
		}
	}
	return sum
}
