package model

import (
	"slices"

	"leadpact/model/agreement"
)

// segment is what many leads have in common: the CRM fields that the agreement's terms depend on, and
// what follows from them, which is worked out once for all leads of the segment.
type segment struct {
	traits
	ratedQuality string                // quality by the agreement; empty: unrated, and owed nothing
	lineKey      string                // key of the line of the action agreement: "high", "outbound.high"; empty: none
	actionLine   *agreement.ActionLine // that line; nil: none
	leadType     string                // lead type within its stream; empty: none
	cell         string                // key of its cell of the lead value chart; empty: it has no value
	forPromise   bool                  // whether it counts for Marketing's promise, by motion and source
	lag          int                   // days from handoff to won in its stream; without a stream, the longest of all
	expectations []expectation         // by rule
	channelNo    int                   // row in the table of channels, once that table exists; 0: none
}

// traits holds the fields of a lead that the agreement's terms depend on.
type traits struct {
	Channel, Tier, Action, Quality, Motion, Stream string
	Marketing                                      bool
}

// segmentOf returns the segment of a lead. It creates the segment for the first lead with these traits.
func (l *Ledger) segmentOf(x *Lead) *segment {
	t := traits{x.Channel, x.Tier, x.Action, x.Quality, x.Motion, x.Stream, x.Marketing}
	recent := &l.recentSegments[t.cheapHash()%uint(len(l.recentSegments))]
	if *recent != nil && (*recent).traits == t {
		return *recent
	}
	g := l.segments[t]
	if g == nil {
		g = newSegment(l.agreement, t)
		for i := range l.rules {
			g.expectations = append(g.expectations, l.rules[i].expects(l.agreement, g))
		}
		l.segments[t] = g
	}
	*recent = g
	return g
}

// cheapHash returns a weak hash that distinguishes most traits.
func (t *traits) cheapHash() uint {
	h := uint(0)
	for _, s := range [...]string{t.Channel, t.Tier, t.Action, t.Quality, t.Motion, t.Stream} {
		h = 31*h + cheapHash(s)
	}
	return h ^ h>>11
}

// newSegment works out what follows from traits by the agreement.
func newSegment(a *agreement.Agreement, t traits) *segment {
	g := &segment{traits: t, lag: a.LongestLag().WholeDays()}
	g.ratedQuality, g.lineKey = a.RatedLine(t.Quality, t.Motion)
	g.actionLine = a.LineByKey(g.lineKey)
	if st, ok := a.StreamOf(t.Stream); ok {
		g.leadType = leadTypeOf(st, motionOf(t.Motion), t.Channel, t.Tier, t.Action, g.ratedQuality)
		g.lag = st.Lag.WholeDays()
	}
	g.cell = chartKey(a, t.Tier, t.Action, t.Stream, g.leadType)
	g.forPromise = t.Marketing && slices.Contains(a.Promise.Counts, motionOf(t.Motion))
	return g
}

// otherType is the lead type of a lead that matches no type of its stream.
const otherType = "other"

// chartKey returns the key of the cell of the lead value chart to which a lead belongs; empty if the lead
// has no value. With the method quota, a lead without a stream belongs to the only stream, and to no cell
// if there are several. A key contains a dot between two spaces, so that a spreadsheet's lookup never
// takes it for a number or a pattern.
func chartKey(a *agreement.Agreement, tier, action, stream, leadType string) string {
	v := a.LeadValue
	if v.Method == "quota" {
		st, ok := a.StreamOf(stream)
		if !ok {
			return ""
		}
		if leadType == "" {
			leadType = otherType
		}
		return cellKey(st.Name, leadType)
	}
	known := slices.ContainsFunc(v.Tiers, func(t agreement.Tier) bool { return t.ID == tier }) &&
		slices.ContainsFunc(v.Actions, func(x agreement.LeadAction) bool { return x.ID == action })
	if v.Method == "" || !known {
		return ""
	}
	return cellKey(tier, action)
}

// cellKey returns the key of a cell of the chart, given the names of its row and column.
func cellKey(row, column string) string { return agreement.Slug(row) + " · " + agreement.Slug(column) }

// leadTypeOf returns the first lead type of the stream whose conditions a lead meets, else otherType.
func leadTypeOf(st agreement.Stream, motion, source, tier, action, quality string) string {
	lead := agreement.LeadMatch{Motion: motion, Source: source, Tier: tier, Action: action, Quality: quality}
	for _, lt := range st.LeadTypes {
		if lt.Match.Holds(lead) {
			return lt.Name
		}
	}
	return otherType
}
