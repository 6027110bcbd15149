package model

import "time"

// funnelTable adds the table that sets planned, actual, agreed and measured rates side by side, a row for each stage of each
// stream.
func (s *Scorecard) funnelTable(l *Ledger) {
	var streams, stages, owners []string
	var agreed, measured, target, actual, planned []Expr
	var by []float64
	for _, st := range s.Agreement.Revenue.Streams {
		for i, step := range st.Funnel {
			id, path, name := planID(st), "term."+streamPath(st)+".funnel."+step.Stage.String(), step.Stage.String()
			streams, stages, owners = append(streams, st.Name), append(stages, stageTitles[step.Stage]), append(owners, step.Owner)
			agree, measure := Expr(NA{}), Expr(NA{})
			if i+1 < len(st.Funnel) {
				agree, measure = Ref(id+".rate."+name), Ref("measured."+Slug(st.Name)+".rate."+name)
			}
			agreed, measured = append(agreed, agree), append(measured, measure)
			target, by = append(target, s.termOr(path+".target")), append(by, targetBy(step))
			planned = append(planned, s.forPeriod(id+"."+name+"."))
			actual = append(actual, l.where(step.Stage, CountOf("leads", l.ofStream(st, flow(name))...)))
		}
	}
	t := s.AddTable(NewTable("funnel", "Funnel", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Texts("stage", "Stage", "", stages)
	t.Formulas("planned", "Planned", Count, "the plan's figure for the period", planned)
	t.Formulas("actual", "Actual", Count, "flow of the period", actual)
	t.Formulas("agreed", "Agreed rate", Percent, "to the next stage", agreed)
	t.Formulas("measured", "Measured rate", Percent, "over the last four full quarters at as_of", measured)
	t.Formulas("target", "Target rate", Percent, "agreed improvement", target)
	t.Nums("by", "By", Date, "month in which the target is to be reached", by)
	t.Texts("owner", "Owner", "of the improvement", owners)
}

func targetBy(step FunnelStep) float64 {
	if step.Target == nil {
		return nan
	}
	return Serial(civil(step.Target.By.Time))
}

// termOr is a term where the agreement has it, else n/a.
func (s *Scorecard) termOr(id string) Expr {
	if s.Term(id) == nil {
		return NA{}
	}
	return Ref(id)
}

// ofStream adds the condition that a row of leads or deals belongs to a stream; with one stream, every row does.
func (l *Ledger) ofStream(st Stream, where []Cond) []Cond {
	if len(l.agreement.Revenue.Streams) == 1 {
		return where
	}
	return append(where, Cond{"stream", EQ, Ref("term." + streamPath(st) + ".name")})
}

// demandTable adds the twelve months of the plan: a month's revenue takes the leads of the month that lies the stream's lag
// before it. Months follow the agreement's calendar; the lag needs a rerun.
func (s *Scorecard) demandTable() {
	first := s.Agreement.Revenue.Starts.Time
	if first.IsZero() {
		first = s.Agreement.Head.Effective.Time
	}
	var streams []string
	var won, leads []Expr
	var revenue, demand []float64
	for _, st := range s.Agreement.Revenue.Streams {
		lag, agreed := s.value(planID(st) + ".lag_months").Number()
		handoff := s.Agreement.funnelHandoff(st).String()
		for m := range 12 {
			streams = append(streams, st.Name)
			revenue = append(revenue, monthSerial(first, m))
			needed := nan
			if agreed {
				needed = monthSerial(first, m-int(lag))
			}
			demand = append(demand, needed)
			won = append(won, Ref(planID(st)+".won.month"))
			leads = append(leads, Ref(planID(st)+"."+handoff+".month"))
		}
	}
	t := s.AddTable(NewTable("demand", "Lead demand by month", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Nums("revenue_month", "Revenue month", Date, "in which the deals are to be won", revenue)
	t.Formulas("won", "Won", Count, "the plan's month", won)
	t.Nums("demand_month", "Demand month", Date, "revenue month − lag: when the leads are needed; n/a where no lag is agreed", demand)
	t.Formulas("leads", "Leads at handoff", Count, "the plan's month", leads)
}

// monthSerial is the first day of the month that lies n months after t's.
func monthSerial(t time.Time, n int) float64 {
	return Serial(time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
}
