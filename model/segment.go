package model

import (
	"slices"

	"leadpact/model/agreement"
)

// segment is what many leads have in common: what the CRM says of them that the agreement asks about, and what the agreement
// makes of it, which is found once.
type segment struct {
	traits
	ratedQuality string                // the quality that the agreement gives it; empty where unrated leads are owed nothing
	lineKey      string                // the line of the action agreement: "high", "outbound.high"; empty: none
	actionLine   *agreement.ActionLine // that line; nil: none
	leadType     string                // of its stream; empty: none
	cell         string                // of the lead value chart; empty: without value
	forPromise   bool                  // for Marketing's promise: by its motion and, where the agreement lists marketing_sourced, its source
	lag          int                   // days from handoff that its stream takes; without a stream, the longest
	expectations []expectation         // by obligation
	channelNo    int                   // its row in the table of channels, once that is made; 0: none
}

type traits struct {
	Channel, Tier, Action, Quality, Motion, Stream string
	Marketing                                      bool
}

// segmentOf finds the segment of a lead.
func (l *Ledger) segmentOf(x *Lead) *segment {
	t := traits{x.Channel, x.Tier, x.Action, x.Quality, x.Motion, x.Stream, x.Marketing}
	near := &l.recentSegments[t.cheapHash()%uint(len(l.recentSegments))]
	if *near != nil && (*near).traits == t {
		return *near
	}
	g := l.segments[t]
	if g == nil {
		g = newSegment(l.agreement, t)
		for i := range l.rules {
			g.expectations = append(g.expectations, l.rules[i].expects(l.agreement, g))
		}
		l.segments[t] = g
	}
	*near = g
	return g
}

// sketch tells most traits apart.
func (t *traits) cheapHash() uint {
	h := uint(0)
	for _, s := range [...]string{t.Channel, t.Tier, t.Action, t.Quality, t.Motion, t.Stream} {
		h = 31*h + cheapHash(s)
	}
	return h ^ h>>11
}

// newSegment judges what leads have in common by the agreement.
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

// otherType is the lead type of a lead that matches none of its stream's.
const otherType = "other"

// chartKey names the cell of the chart in which a lead stands; empty where it has no value. By quota a lead without a stream
// belongs to the only one, and to none where there are several. The key is never a number or a pattern, so that a lookup takes
// it as the text it is.
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

func cellKey(row, column string) string { return agreement.Slug(row) + " · " + agreement.Slug(column) }

// leadTypeOf is the first type of the stream whose match holds for a lead, else `other`.
func leadTypeOf(st agreement.Stream, motion, source, tier, action, quality string) string {
	lead := agreement.LeadMatch{Motion: motion, Source: source, Tier: tier, Action: action, Quality: quality}
	for _, lt := range st.LeadTypes {
		if lt.Match.Holds(lead) {
			return lt.Name
		}
	}
	return otherType
}
