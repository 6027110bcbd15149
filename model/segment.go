package model

import (
	"slices"
	"strings"
)

// segment is what many leads have in common: what the CRM says of them that the agreement asks about, and what the agreement
// makes of it, which is found once.
type segment struct {
	traits
	rated    string      // the quality that the agreement gives it; empty where unrated leads are owed nothing
	line     string      // the line of the action agreement: "high", "outbound.high"; empty: none
	owed     *ActionLine // that line; nil: none
	leadType string      // of its stream; empty: none
	cell     string      // of the lead value chart; empty: without value
	counts   bool        // for Marketing's promise: by its motion and, where the agreement lists marketing_sourced, its source
	lag      int         // days from handoff that its stream takes; without a stream, the longest
	asked    []asked     // by obligation
	channel  int         // its row in the table of channels, once that is made; 0: none
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
func newSegment(a *Agreement, t traits) *segment {
	g := &segment{traits: t, lag: a.longestLag().wholeDays()}
	g.rated, g.line = a.rate(t.Quality, t.Motion)
	g.owed = a.lineOf(g.line)
	if st, ok := a.streamOf(t.Stream); ok {
		g.leadType = leadTypeOf(st, motionOf(t.Motion), t.Channel, t.Tier, t.Action, g.rated)
		g.lag = st.Lag.wholeDays()
	}
	g.cell = chartKey(a, t.Tier, t.Action, t.Stream, g.leadType)
	g.counts = t.Marketing && slices.Contains(a.Promise.Counts, motionOf(t.Motion))
	return g
}

// rate gives the quality that the agreement reads a lead as, and the line of the action agreement that it is owed.
func (a *Agreement) rate(rated, motion string) (quality, line string) {
	quality = rated
	if quality == "" {
		quality = a.Actions.Unrated
	}
	if quality == "none" || quality == "" {
		return "", ""
	}
	if own, ok := a.Actions.Motions.Get(motion); ok && own.line(quality) != nil {
		return quality, motion + "." + quality
	}
	if a.Actions.line(quality) == nil {
		return quality, ""
	}
	return quality, quality
}

func (l ActionLines) line(quality string) *ActionLine {
	switch quality {
	case "high":
		return l.High
	case "moderate":
		return l.Moderate
	case "low":
		return l.Low
	}
	return nil
}

// lineOf finds a line by its key.
func (a *Agreement) lineOf(key string) *ActionLine {
	if motion, quality, ok := strings.Cut(key, "."); ok {
		own, _ := a.Actions.Motions.Get(motion)
		return own.line(quality)
	}
	return a.Actions.line(key)
}
