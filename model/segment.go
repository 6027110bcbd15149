package model

import (
	"slices"

	"leadpact/model/agreement"
)

// segment is what many leads have in common: what the CRM says of them that the agreement asks about, and what the agreement
// makes of it, which is found once.
type segment struct {
	traits
	rated    string                // the quality that the agreement gives it; empty where unrated leads are owed nothing
	line     string                // the line of the action agreement: "high", "outbound.high"; empty: none
	owed     *agreement.ActionLine // that line; nil: none
	leadType string                // of its stream; empty: none
	cell     string                // of the lead value chart; empty: without value
	counts   bool                  // for Marketing's promise: by its motion and, where the agreement lists marketing_sourced, its source
	lag      int                   // days from handoff that its stream takes; without a stream, the longest
	asked    []asked               // by obligation
	channel  int                   // its row in the table of channels, once that is made; 0: none
}

type traits struct {
	Channel, Tier, Action, Quality, Motion, Stream string
	Marketing                                      bool
}

// segmentOf finds the segment of a lead.
func (l *Ledger) segmentOf(x *Lead) *segment {
	t := traits{x.Channel, x.Tier, x.Action, x.Quality, x.Motion, x.Stream, x.Marketing}
	near := &l.nearSegments[t.sketch()%uint(len(l.nearSegments))]
	if *near != nil && (*near).traits == t {
		return *near
	}
	g := l.segments[t]
	if g == nil {
		g = newSegment(l.agreement, t)
		for i := range l.terms {
			g.asked = append(g.asked, l.terms[i].asks(l.agreement, g))
		}
		l.segments[t] = g
	}
	*near = g
	return g
}

// sketch tells most traits apart.
func (t *traits) sketch() uint {
	h := uint(0)
	for _, s := range [...]string{t.Channel, t.Tier, t.Action, t.Quality, t.Motion, t.Stream} {
		h = 31*h + sketch(s)
	}
	return h ^ h>>11
}

// newSegment judges what leads have in common by the agreement.
func newSegment(a *agreement.Agreement, t traits) *segment {
	g := &segment{traits: t, lag: a.LongestLag().WholeDays()}
	g.rated, g.line = a.RatedLine(t.Quality, t.Motion)
	g.owed = a.LineByKey(g.line)
	if st, ok := a.StreamOf(t.Stream); ok {
		g.leadType = leadTypeOf(st, motionOf(t.Motion), t.Channel, t.Tier, t.Action, g.rated)
		g.lag = st.Lag.WholeDays()
	}
	g.cell = chartKey(a, t.Tier, t.Action, t.Stream, g.leadType)
	g.counts = t.Marketing && slices.Contains(a.Promise.Counts, motionOf(t.Motion))
	return g
}
