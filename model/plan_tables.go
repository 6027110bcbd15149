package model

import (
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// funnelTable adds the table that sets planned, actual, agreed and measured rates side by side, a row for each stage of each
// stream.
func (s *Scorecard) funnelTable(l *Ledger) {
	var streams, stages, owners []string
	var agreed, measured, target, actual, planned, path []Expr
	var by, since []float64
	for _, st := range s.Agreement.Revenue.Streams {
		for i, step := range st.Funnel {
			id, term, name := planID(st), "term."+streamPath(st)+".funnel."+step.Stage.String(), step.Stage.String()
			streams, stages, owners = append(streams, st.Name), append(stages, agreement.StageTitles[step.Stage]), append(owners, step.Owner)
			agree, measure := Expr(NA{}), Expr(NA{})
			if i+1 < len(st.Funnel) {
				agree, measure = Ref(id+".rate."+name), Ref("measured."+agreement.Slug(st.Name)+".rate."+name)
			}
			agreed, measured = append(agreed, agree), append(measured, measure)
			target, by = append(target, s.termOr(term+".target")), append(by, targetBy(step))
			since = append(since, s.agreedSince(step))
			path = append(path, s.improving(l, step, agree, term+".target"))
			planned = append(planned, s.forPeriod(id+"."+name+"."))
			actual = append(actual, l.where(step.Stage, CountOf("leads", l.ofStream(st, flow(name))...)))
		}
	}
	stale := Missing
	if at := l.staleFrom(); !at.IsZero() {
		stale = Num(calendar.Serial(at))
	}
	s.Given(calc.Term{ID: "agreement.stale_from", Section: "Period and input", Title: "Agreed rates are stale after", Unit: Date, Value: stale, Note: "a quarter after they took effect"})
	t := s.AddTable(calc.NewTable("funnel", "Funnel", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Texts("stage", "Stage", "", stages)
	t.Formulas("planned", "Planned", Count, "the plan's figure for the period", planned)
	t.Formulas("actual", "Actual", Count, "flow of the period", actual)
	t.Formulas("planned_rate", "Planned rate", Percent, "planned of the next stage ÷ planned", toNext(s, planned))
	t.Formulas("actual_rate", "Actual rate", Percent, "flow of the next stage ÷ flow, in the period", toNext(s, actual))
	t.Formulas("agreed", "Agreed rate", Percent, "to the next stage", agreed)
	t.Formulas("measured", "Measured rate", Percent, "over the last four full quarters at as_of", measured)
	t.Formula("gap", "Measured − agreed", Percent, "in points: below 0 the plan asks for too few leads", Sub(Col("measured"), Col("agreed")))
	t.Nums("since", "Agreed on", Date, "when the rate took effect", since)
	t.Formula("age", "Age", Words, "stale: agreed more than a quarter before as_of", If(Known(Col("since")), If(Compare(LT, Ref("agreement.stale_from"), Ref("period.until")), Word("stale"), Word("fresh")), NA{}))
	t.Formulas("target", "Target rate", Percent, "agreed improvement", target)
	t.Nums("by", "By", Date, "month in which the target is to be reached", by)
	t.Texts("owner", "Owner", "of the improvement", owners)
	t.Formulas("path", "Due by now", Percent, "on the straight line from the agreed rate to the target", path)
	t.Formula("progress", "Progress", Words, "measured against what is due by now", If(Compare(GE, Col("measured"), Col("path")), Word("on pace"), Word("behind")))
}

// toNext divides each stage's count by the one before it, within a stream.
func toNext(s *Scorecard, counts []Expr) []Expr {
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
		return Nan
	}
	return calendar.Serial(calendar.Civil(from.Time))
}

// improving is the rate that is due at as_of on the straight line from the agreed one to its target, at the end of its month.
func (s *Scorecard) improving(l *Ledger, step agreement.FunnelStep, agreed Expr, target string) Expr {
	if step.Target == nil || s.Agreement.Head.Effective.IsZero() {
		return NA{}
	}
	from := calendar.Serial(calendar.Civil(s.Agreement.Head.Effective.Time))
	til := monthSerial(step.Target.By.Time, 1)
	if til <= from {
		return Ref(target)
	}
	gone := min(1, max(0, (calendar.Serial(l.period.AsOf)-from)/(til-from)))
	id := "elapsed." + target[len("term."):]
	s.Given(calc.Term{ID: id, Section: "Period and input", Title: "Share of the time to a target that is over", Unit: Percent, Value: Num(gone), Note: target})
	return Add(agreed, Mul(Sub(Ref(target), agreed), Ref(id)))
}

func targetBy(step agreement.FunnelStep) float64 {
	if step.Target == nil {
		return Nan
	}
	return calendar.Serial(calendar.Civil(step.Target.By.Time))
}

// termOr is a term where the agreement has it, else n/a.
func (s *Scorecard) termOr(id string) Expr {
	if s.Term(id) == nil {
		return NA{}
	}
	return Ref(id)
}

// ofStream adds the condition that a row of leads or deals belongs to a stream; with one stream, every row does.
func (l *Ledger) ofStream(st agreement.Stream, where []Cond) []Cond {
	if len(l.agreement.Revenue.Streams) == 1 {
		return where
	}
	return append(where, Where("stream", EQ, Ref("term."+streamPath(st)+".name")))
}

// demandTable adds the months of the plan: a month's revenue takes the leads of the month that lies the stream's lag
// before it. Months follow the agreement's calendar; the lag needs a rerun.
func (s *Scorecard) demandTable() {
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
			revenue = append(revenue, monthSerial(first, m))
			needed := Nan
			if agreed {
				needed = monthSerial(first, m-int(lag))
			}
			demand = append(demand, needed)
			won = append(won, Ref(planID(st)+".won.month"))
			leads = append(leads, Ref(planID(st)+"."+handoff+".month"))
		}
	}
	t := s.AddTable(calc.NewTable("demand", "Lead demand by month", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Nums("revenue_month", "Revenue month", Date, "in which the deals are to be won", revenue)
	t.Formulas("won", "Won", Count, "the plan's month", won)
	t.Nums("demand_month", "Demand month", Date, "revenue month − lag: when the leads are needed; n/a where no lag is agreed", demand)
	t.Formulas("leads", "Leads at handoff", Count, "the plan's month", leads)
}

// monthSerial is the first day of the month that lies n months after t's.
func monthSerial(t time.Time, n int) float64 {
	return calendar.Serial(time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
}
