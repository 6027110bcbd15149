package model

import "slices"

// cells are what the period needs to know of a lead's touches. Each is a count, an extreme or a short list of the earliest
// ones, so touches may come in any order and are not kept.
type cells struct {
	firstTouch, firstCall, lastTouch Moment
	calls                            int // before as_of
	beforeClose                      bool
	toSQL                            int      // touches up to the SQL instant
	toLandmark                       int      // touches up to the landmark
	landmark                         Moment   // landmarkDays after handoff
	inPeriod                         []Moment // touches of the period, for gaps between them
	contacted, conversed             bool     // in the period
	byDue                            []int    // per obligation: touches, or breakups, by its due moment
	soFar                            []int    // the same, before as_of
	earliest                         []Moment // the first touches, as many as any obligation asks for
	breakups                         []Moment // the first breakups, likewise
	due                              []Moment // per obligation that counts touches: when it falls due; unknown: not owed
}

// prepare fixes what touches will be counted against.
func (l *Ledger) prepare(f *life) {
	n := len(l.terms)
	counts := make([]int, 2*n)
	f.cells.byDue, f.cells.soFar = counts[:n], counts[n:]
	f.cells.due = make([]Moment, n)
	if f.handoff.Known() {
		f.cells.landmark = l.clock.Days(f.handoff, landmarkDays)
	}
	for i, o := range l.terms {
		if days := o.days(l.agreement, f); days > 0 && f.handoff.Known() {
			f.cells.due[i] = l.clock.Days(f.handoff, days)
		}
	}
}

// touch decides what one activity means for its lead (SPEC section 1): a call, e-mail or meeting at or after handoff,
// outbound and not automated; a breakup is its own kind.
func (l *Ledger) touch(f *life, t Touch) {
	if l.passedOver(f, t) != "" {
		return
	}
	at, c := t.At, &f.cells
	for i, o := range l.terms {
		if o.counts != nil && o.counts(t.Kind) {
			c.soFar[i]++
			if c.due[i].Known() && !c.due[i].Before(at) {
				c.byDue[i]++
			}
		}
	}
	if t.Kind == Breakup {
		c.breakups = keepEarliest(c.breakups, at, l.agreement.mostBreakups())
		return
	}
	c.earliest = keepEarliest(c.earliest, at, l.agreement.mostTouches())
	c.firstTouch = earliest(c.firstTouch, at)
	c.lastTouch = latest(c.lastTouch, at)
	if t.Kind == Call {
		c.calls++
		c.firstCall = earliest(c.firstCall, at)
	}
	if f.closed.Known() && !l.before(f.closed, at) {
		c.beforeClose = true
	}
	if sql := f.stages[SQL]; sql.Known() && !l.before(sql, at) {
		c.toSQL++
	}
	if c.landmark.Known() && !c.landmark.Before(at) {
		c.toLandmark++
	}
	if at.Before(At(l.period.Start)) {
		return
	}
	c.inPeriod = append(c.inPeriod, at)
	talked := t.Outcome == Conversation
	c.conversed = c.conversed || talked
	c.contacted = c.contacted || talked || t.Kind == Call && t.Outcome == Connected
}

// passedOver says why an activity is none of its lead's touches or breakups; empty: it counts.
func (l *Ledger) passedOver(f *life, t Touch) string {
	switch at := l.happened(t.At); {
	case t.Inbound:
		return "inbound"
	case t.Automated:
		return "automated"
	case !at.Known():
		return "not before as of"
	case !f.handoff.Known():
		return "not handed off"
	case l.before(at, f.handoff):
		return "before handoff"
	}
	return ""
}

// keepEarliest keeps the n earliest moments, in order.
func keepEarliest(list []Moment, m Moment, n int) []Moment {
	i, _ := slices.BinarySearchFunc(list, m, func(a, b Moment) int { return int(min(1, max(-1, a.ms-b.ms))) })
	if i >= n {
		return list
	}
	list = slices.Insert(list, i, m)
	return list[:min(n, len(list))]
}

// gaps are the days between consecutive touches of the period.
func (c *cells) gaps() []float64 {
	slices.SortFunc(c.inPeriod, func(a, b Moment) int { return int(min(1, max(-1, a.ms-b.ms))) })
	var out []float64
	for i := 1; i < len(c.inPeriod); i++ {
		out = append(out, elapsedDays(c.inPeriod[i-1], c.inPeriod[i]))
	}
	return out
}

// elapsedDays are elapsed seconds ÷ 86,400.
func elapsedDays(from, til Moment) float64 { return float64(til.ms-from.ms) / 86400_000 }
