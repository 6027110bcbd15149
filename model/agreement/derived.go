package agreement

import (
	"slices"
	"strings"
	"time"

	"leadpact/model/calendar"
)

// HandoffStage is the stage whose effective date starts Sales' clock; assigned leads are MQLs.
func (a *Agreement) HandoffStage() Stage {
	switch a.Clock.Handoff {
	case "ql":
		return QL
	case "sql":
		return SQL
	}
	return MQL
}

// per is the goal's own period: year, quarter or month.
func (r Revenue) GoalPeriod() string {
	if r.Per == "" {
		return "year"
	}
	return r.Per
}

// goal finds the goal of a grid line by its id; nil where none is agreed.
func (g GridGoals) Goal(line string) *float64 {
	switch line {
	case "leads_sourced":
		return g.LeadsSourced
	case "qualified_leads":
		return g.QualifiedLeads
	case "mqls_created":
		return g.MQLsCreated
	case "mqls_managed":
		return g.MQLsManaged
	}
	return g.SQLsCreated
}

// UsesHistory says that a rate or average deal of the agreement is `history`.
func (a *Agreement) UsesHistory() bool {
	for _, st := range a.Revenue.Streams {
		if st.AverageDeal.History {
			return true
		}
		for _, step := range st.Funnel {
			if step.ToNext.History {
				return true
			}
		}
	}
	return false
}

func (x LeadAction) DisplayName() string {
	if x.Name != "" {
		return x.Name
	}
	return x.ID
}

// factor is the multiplier of the promise; an absent ratio is 1:1.
func (r Ratio) Factor() float64 {
	if r.To == 0 {
		return 1
	}
	return r.Value / r.To
}

func (t Tier) DisplayName() string {
	if t.Name != "" {
		return t.ID + " – " + t.Name
	}
	return t.ID
}

// transitions are the steps of the funnel that lead to another.
func (st Stream) Transitions() []FunnelStep { return st.Funnel[:max(0, len(st.Funnel)-1)] }

// next is the stage after the funnel's i-th.
func (st Stream) StageAfter(i int) Stage { return st.Funnel[i+1].Stage }

// step is a stage's step of the funnel.
func (st Stream) Step(stage Stage) FunnelStep {
	for _, x := range st.Funnel {
		if x.Stage == stage {
			return x
		}
	}
	return FunnelStep{}
}

// funnelHandoff is the stage at which a stream's leads are handed off: the agreement's, else MQL, else the funnel's first.
func (a *Agreement) FunnelHandoff(st Stream) Stage {
	want := a.HandoffStage()
	first := Won
	mql := false
	for _, step := range st.Funnel {
		if step.Stage == want {
			return want
		}
		mql = mql || step.Stage == MQL
		first = min(first, step.Stage)
	}
	if mql {
		return MQL
	}
	return first
}

// planMonths are the first instants of the plan's months: six where the agreement runs no longer, else twelve.
func (a *Agreement) PlanMonths(loc *time.Location) []time.Time {
	first := a.Revenue.Starts.Time
	if first.IsZero() {
		first = a.Head.Effective.Time
	}
	n := 12
	if til := a.Head.Until.Time; !til.IsZero() && til.Before(first.AddDate(0, 6, 0)) {
		n = 6
	}
	out := make([]time.Time, n)
	for i := range out {
		out[i] = time.Date(first.Year(), first.Month()+time.Month(i), 1, 0, 0, 0, 0, loc)
	}
	return out
}

// streamOf finds a stream by name; a blank name is the only stream's.
func (a *Agreement) StreamOf(name string) (Stream, bool) {
	streams := a.Revenue.Streams
	if name == "" && len(streams) == 1 {
		return streams[0], true
	}
	i := slices.IndexFunc(streams, func(st Stream) bool { return st.Name == name })
	if name == "" || i < 0 {
		return Stream{}, false
	}
	return streams[i], true
}

// fields are the criteria that a match sets, by their keys.
func (m LeadMatch) Fields() Pairs[string] {
	var out Pairs[string]
	for _, f := range m.all() {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

func (m LeadMatch) all() Pairs[string] {
	return Pairs[string]{{"motion", m.Motion}, {"source", m.Source}, {"tier", m.Tier}, {"action", m.Action}, {"quality", m.Quality}}
}

// holds says that a lead has every criterion's value, whatever its case, as a spreadsheet compares.
func (m LeadMatch) Holds(lead LeadMatch) bool {
	facts := lead.all()
	for i, f := range m.all() {
		if f.Value != "" && !strings.EqualFold(f.Value, facts[i].Value) {
			return false
		}
	}
	return true
}

func (a *Agreement) LongestLag() calendar.Span {
	longest := calendar.Span{}
	for _, st := range a.Revenue.Streams {
		if st.Lag.Hours() > longest.Hours() {
			longest = st.Lag
		}
	}
	return longest
}

// leadsPromised says that Marketing promises a number of leads, not their value.
func (p Promise) LeadsPromised() bool {
	return !p.LeadValue.Set && !p.LeadValue.Plan && (p.Leads != nil || p.LeadsPerSeller != nil)
}

// RampMonth is the number of full months that an SDR who started on one day has behind on another, which is a period's last;
// ramped says that the agreement's ramp has a share for it.
func (c Capacity) RampMonth(start, day time.Time) (months int, ramped bool) {
	months = calendar.FullMonths(start, day)
	return months, months < len(c.Ramp)
}

// listsSources says that the agreement lists the sources that are Marketing's.
func (a *Agreement) ListsSources() bool {
	return slices.ContainsFunc([]string{"leads", "deals"}, func(table string) bool {
		in := a.Inputs[table]
		return in != nil && len(in.MarketingSourced) > 0
	})
}
