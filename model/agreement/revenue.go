package agreement

import (
	"slices"
	"strings"
	"time"

	"leadpact/model/calendar"
)

// Revenue is the goal from which the plan starts, and the streams that it consists of.
type Revenue struct {
	Goal           float64        `yaml:"goal"` // in major units of the currency
	Per            string         `yaml:"per"`  // the period of Goal: year (default), quarter or month
	Retained       float64        `yaml:"retained"`
	MarketingShare Rate           `yaml:"marketing_share"` // default 1
	Starts         calendar.Month `yaml:"starts"`
	Streams        []Stream       `yaml:"streams"`
}

// Stream is a revenue stream with a funnel of its own.
type Stream struct {
	Name        string        `yaml:"name"`
	Share       Rate          `yaml:"share"`
	AverageDeal Amount        `yaml:"average_deal"`
	Lag         calendar.Span `yaml:"lag"` // from MQL to won
	Funnel      []FunnelStep  `yaml:"funnel"`
	LeadTypes   []LeadType    `yaml:"lead_types"`
}

// FunnelStep is a stage of the funnel and the agreed rate to the next one; the last stage, won, has no
// rate.
type FunnelStep struct {
	Stage  Stage        `yaml:"stage"`
	ToNext Rate         `yaml:"to_next"`
	Target *Improvement `yaml:"target"` // a rate to be reached: "28% by 2027-03"
	Owner  string       `yaml:"owner"`
}

// Improvement is a rate to be reached by the end of a month.
type Improvement struct {
	Rate float64        `yaml:"rate"`
	By   calendar.Month `yaml:"by"`
}

// LeadType is a kind of lead with rates of its own.
type LeadType struct {
	Name  string      `yaml:"name"`
	Match LeadMatch   `yaml:"match"`
	Rates Pairs[Rate] `yaml:"rates"` // by the stage from which the rate leads to the next
}

// LeadMatch selects leads by their properties; an empty field matches every lead.
type LeadMatch struct {
	Motion  string `yaml:"motion"`
	Source  string `yaml:"source"`
	Tier    string `yaml:"tier"`
	Action  string `yaml:"action"`
	Quality string `yaml:"quality"`
}

// HistoryQuarter is one row of the table of past quarters (article 000, step 2). A count that is absent
// is NaN.
type HistoryQuarter struct {
	Quarter calendar.Quarter `yaml:"quarter"`
	Stream  string           `yaml:"stream"`
	Counts  [Won + 1]float64 `yaml:",inline"` // by stage; created is the number of leads sourced
	Revenue float64          `yaml:"revenue"`
}

// GoalPeriod returns the period of the goal: year, quarter or month.
func (r Revenue) GoalPeriod() string {
	if r.Per == "" {
		return "year"
	}
	return r.Per
}

// UsesHistory reports whether any rate or average deal is to be measured, that is, written as history.
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

// Transitions returns the steps of the funnel that have a next one: all but the last.
func (st Stream) Transitions() []FunnelStep { return st.Funnel[:max(0, len(st.Funnel)-1)] }

// StageAfter returns the stage after the funnel's i-th, from 0, which must not be the last.
func (st Stream) StageAfter(i int) Stage { return st.Funnel[i+1].Stage }

// StepOf returns the funnel's step of a stage; the zero step where the funnel has no such stage.
func (st Stream) StepOf(stage Stage) FunnelStep {
	for _, x := range st.Funnel {
		if x.Stage == stage {
			return x
		}
	}
	return FunnelStep{}
}

// FunnelHandoff returns the stage at which the leads of a stream are handed off. It is the agreement's
// handoff stage if the funnel has it, else MQL if the funnel has it, else the funnel's first stage.
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

// PlanMonths returns the midnights, in a zone, of the first day of each month of the plan: six months
// where the agreement runs no longer, else twelve.
func (a *Agreement) PlanMonths(loc *time.Location) []time.Time {
	first := a.Revenue.Starts.Time
	if first.IsZero() {
		first = a.Head.Effective.Time
	}
	n := 12
	if until := a.Head.Until.Time; !until.IsZero() && until.Before(first.AddDate(0, 6, 0)) {
		n = 6
	}
	out := make([]time.Time, n)
	for i := range out {
		out[i] = time.Date(first.Year(), first.Month()+time.Month(i), 1, 0, 0, 0, 0, loc)
	}
	return out
}

// StreamOf returns the stream with a name, and whether there is one. An empty name stands for the only
// stream.
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

// Fields returns the properties that must match, with their keys in agreement.yaml.
func (m LeadMatch) Fields() Pairs[string] {
	var out Pairs[string]
	for _, f := range m.criteria() {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

// criteria returns all properties, including empty ones, with their keys in agreement.yaml.
func (m LeadMatch) criteria() Pairs[string] {
	return Pairs[string]{
		{"motion", m.Motion},
		{"source", m.Source},
		{"tier", m.Tier},
		{"action", m.Action},
		{"quality", m.Quality},
	}
}

// Holds reports whether a lead, given by its properties, matches. Texts are compared without regard to
// case, as in a spreadsheet.
func (m LeadMatch) Holds(lead LeadMatch) bool {
	of := lead.criteria()
	for i, f := range m.criteria() {
		if f.Value != "" && !strings.EqualFold(f.Value, of[i].Value) {
			return false
		}
	}
	return true
}

// LongestLag returns the longest time from MQL to won of all streams; zero where none has a lag.
func (a *Agreement) LongestLag() calendar.Span {
	longest := calendar.Span{}
	for _, st := range a.Revenue.Streams {
		if st.Lag.Hours() > longest.Hours() {
			longest = st.Lag
		}
	}
	return longest
}
