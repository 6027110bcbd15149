package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// A data warehouse may count the activities of each lead in place (SPEC section 11): it receives
// Thresholds, and returns facts that replace the activities. Facts are the touch counters of a lead. They
// contain neither the gaps between touches nor the moment of the n-th touch.

// Threshold is a lead with the moments against which its activities are counted, in Unix milliseconds; 0
// is an unknown moment.
type Threshold struct {
	Lead, Email          string // Email is empty where another lead has the same one
	Handoff, SQL, Closed int64
	Landmark             int64
	Due                  []int64 // in the order of FactRules
}

// FactRule is an obligation that counts touches, or breakups, up to a due moment.
type FactRule struct {
	ID       string
	Breakups bool
}

// FactRules returns the agreement's rules in days, in order.
func (l *Ledger) FactRules() []FactRule {
	var out []FactRule
	for _, o := range l.rules {
		if o.countsKind != nil {
			out = append(out, FactRule{o.id, o.countsKind(Breakup)})
		}
	}
	return out
}

// FactColumn is a column of the facts: a touch counter of a lead. It holds a moment in Unix milliseconds,
// a count, or a flag (1 or 0).
type FactColumn struct {
	Name string
	Rule *FactRule // for a column that counts up to a due moment; nil for others

	// Accessors of the counter; exactly one of them is set.
	moment func(*touchStats) *calendar.Moment
	count  func(*touchStats) *int32
	flag   func(*touchStats) *bool
}

// factColumns lists the columns that every agreement has; FactColumns adds those of its rules.
var factColumns = []FactColumn{
	{Name: "first_touch_ms", moment: func(c *touchStats) *calendar.Moment { return &c.firstTouch }},
	{Name: "first_call_ms", moment: func(c *touchStats) *calendar.Moment { return &c.firstCall }},
	{Name: "last_touch_ms", moment: func(c *touchStats) *calendar.Moment { return &c.lastTouch }},
	{Name: "calls", count: func(c *touchStats) *int32 { return &c.calls }},
	{Name: "touches", count: func(c *touchStats) *int32 { return &c.touches }},
	{Name: "breakups", count: func(c *touchStats) *int32 { return &c.breakups }},
	{Name: "to_sql", count: func(c *touchStats) *int32 { return &c.toSQL }},           // touches up to the SQL date
	{Name: "to_landmark", count: func(c *touchStats) *int32 { return &c.toLandmark }}, // touches up to the landmark
	{Name: "to_closing", flag: func(c *touchStats) *bool { return &c.beforeClosing }}, // a touch up to the closing
	{Name: "in_period", flag: func(c *touchStats) *bool { return &c.touched }},        // a touch in the period
	{Name: "contacted_in_period", flag: func(c *touchStats) *bool { return &c.contacted }},
	{Name: "talked_in_period", flag: func(c *touchStats) *bool { return &c.conversed }}, // a conversation in the period
}

// FactColumns returns the columns of the facts in their order: those of every agreement, then one for each
// of FactRules, which counts the rule's touches or breakups up to its due moment.
func (l *Ledger) FactColumns() []FactColumn {
	out := factColumns[:len(factColumns):len(factColumns)]
	for slot, rule := range l.FactRules() {
		out = append(out, FactColumn{Name: rule.ID + "_by_due", Rule: &rule,
			count: func(c *touchStats) *int32 { return &c.byDue[slot] }})
	}
	return out
}

// IsMoment reports whether the column holds moments.
func (c *FactColumn) IsMoment() bool { return c.moment != nil }

// Value returns the column's value for a lead that has touches; false if it is an unknown moment.
func (c *FactColumn) Value(r LeadRef) (int64, bool) {
	stats := &r.lead.touchStats
	switch {
	case c.moment != nil:
		m := *c.moment(stats)
		return m.Milli(), m.Known()
	case c.count != nil:
		return int64(*c.count(stats)), true
	}
	return int64(oneOrZero(*c.flag(stats))), true
}

// set sets a lead's counter; a moment of 0 is unknown.
func (c *FactColumn) set(stats *touchStats, x int64) {
	switch {
	case c.moment != nil && x != 0:
		*c.moment(stats) = calendar.AtMilli(x)
	case c.moment != nil:
		*c.moment(stats) = calendar.Moment{}
	case c.count != nil:
		*c.count(stats) = int32(x)
	default:
		*c.flag(stats) = x > 0
	}
}

// AddFacts stores a lead's facts in place of its activities. values holds the values of columns, which
// are those of FactColumns, with 0 for an unknown moment. A lead that was not handed off has no touches,
// and its facts are ignored.
func (l *Ledger) AddFacts(r LeadRef, columns []FactColumn, values []int64) {
	if !r.lead.handoff.Known() {
		return
	}
	for i := range columns {
		columns[i].set(&r.lead.touchStats, values[i])
	}
}

// HasTouches reports whether a lead has any touch or breakup before as_of.
func (l *Ledger) HasTouches(r LeadRef) bool {
	return r.lead.touchStats.touches > 0 || r.lead.touchStats.breakups > 0
}

// FactsBasis returns a text of everything that facts depend on: the period, as_of and the terms. Facts of
// another basis are refused.
func (l *Ledger) FactsBasis() string { return l.factsBasis() }

// Thresholds returns the thresholds of every lead, in the order in which they were read.
func (l *Ledger) Thresholds() []Threshold {
	rules := l.FactRules()
	out := make([]Threshold, 0, l.leads.n)
	for i := range l.leads.n {
		lead := l.leads.at(i)
		t := Threshold{Lead: lead.ID, Handoff: lead.handoff.Milli(), SQL: l.lastMilli(l.effective(lead, agreement.SQL)),
			Closed: l.lastMilli(lead.closed), Due: make([]int64, len(rules))}
		if lead.handoff.Known() {
			t.Landmark = l.clock.AddDays(lead.handoff, landmarkDays).Milli()
		}
		if !lead.sharesEmail {
			t.Email = *l.emails.at(i)
		}
		for i := range l.rules {
			if o := &l.rules[i]; o.countsKind != nil {
				t.Due[o.slot] = l.due(lead, o).Milli()
			}
		}
		out = append(out, t)
	}
	return out
}

// lastMilli returns the last millisecond that counts as not after m: m itself, or the end of the day for
// a bare date.
func (l *Ledger) lastMilli(m calendar.Moment) int64 {
	if !m.DayOnly() {
		return m.Milli()
	}
	return l.clock.AddDays(m, 0).Milli()
}
