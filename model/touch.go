package model

import (
	"cmp"
	"slices"
)

// cells are what the period needs to know of a lead's touches. Each is a count, an extreme or a short list of the earliest
// ones, so touches may come in any order and are not kept; only those of the period are, for the gaps between them.
type cells struct {
	firstTouch, firstCall, lastTouch Moment
	calls, toSQL, toLandmark         int32       // before as_of; up to the SQL instant; up to the landmark
	landmark                         Moment      // landmarkDays after handoff
	beforeClose                      bool        // a touch up to the closing
	touched, contacted, conversed    bool        // in the period
	inPeriod                         []Moment    // touches of the period
	rules                            []ruleCells // per obligation
	sql                              Moment      // up to which toSQL counts
	listed                           bool        // the next two are kept: an obligation falls due in the period
	earliest                         []Moment    // the first touches, as many as any obligation asks for
	breakups                         []Moment    // the first breakups, likewise
}

// ruleCells are what an obligation that counts touches, or breakups, needs to know.
type ruleCells struct {
	due          Moment // when it falls due; unknown: not owed
	byDue, soFar int32  // by the due moment, before as_of
}

// prepare fixes what touches will be counted against.
func (l *Ledger) prepare(f *life) {
	f.cells = &untouched
	if !f.handoff.Known() {
		return
	}
	c := &l.cellSlab.take(1)[0]
	*c = cells{landmark: l.clock.Days(f.handoff, landmarkDays), rules: l.ruleSlab.take(len(l.terms)), sql: l.effective(f, SQL), listed: l.watched != nil}
	f.cells = c
	for i := range l.terms {
		if days := l.terms[i].days(f); days > 0 {
			due := l.clock.Days(f.handoff, days)
			c.rules[i].due = due
			c.listed = c.listed || !due.Before(l.start) && due.Before(l.end)
		}
	}
}

// untouched are the cells of every lead that was not handed off: none of its activities count.
var untouched cells

// rule are the cells of an obligation.
func (c *cells) rule(i int) ruleCells {
	if c == &untouched {
		return ruleCells{}
	}
	return c.rules[i]
}

// ForgetLeads takes every lead back, so that the leads can be read again. It is called before Settle.
func (l *Ledger) ForgetLeads() {
	l.lives, l.joins = nil, nil
	l.index()
}

// ForgetTouches takes every touch back, so that the activities can be read again.
func (l *Ledger) ForgetTouches() {
	for _, f := range l.lives {
		l.prepare(f)
	}
	for lead := range l.watched {
		l.watched[lead] = nil
	}
}

// touch decides what one activity means for its lead (SPEC section 1): a call, e-mail or meeting at or after handoff,
// outbound and not automated; a breakup is its own kind.
func (l *Ledger) touch(f *life, t *Touch) {
	if l.passedOver(f, t) != "" {
		return
	}
	at, c := t.At, f.cells
	breakup := t.Kind == Breakup
	for i := range l.terms {
		if counts := l.terms[i].counts; counts != nil && counts(t.Kind) {
			rule := &c.rules[i]
			rule.soFar++
			if rule.due.Known() && !rule.due.Before(at) {
				rule.byDue++
			}
		}
	}
	if breakup {
		if c.listed {
			c.breakups = keepEarliest(c.breakups, at, l.mostBreakups)
		}
		return
	}
	if c.listed {
		c.earliest = keepEarliest(c.earliest, at, l.mostTouches)
	}
	c.firstTouch = earliest(c.firstTouch, at)
	c.lastTouch = latest(c.lastTouch, at)
	if t.Kind == Call {
		c.calls++
		c.firstCall = earliest(c.firstCall, at)
	}
	if f.closed.Known() && !l.before(f.closed, at) {
		c.beforeClose = true
	}
	if c.sql.Known() && !l.before(c.sql, at) {
		c.toSQL++
	}
	if c.landmark.Known() && !c.landmark.Before(at) {
		c.toLandmark++
	}
	if at.Before(l.start) {
		return
	}
	c.touched, c.inPeriod = true, append(c.inPeriod, at)
	talked := t.Outcome == Conversation
	c.conversed = c.conversed || talked
	c.contacted = c.contacted || talked || t.Kind == Call && t.Outcome == Connected
}

// passedOver says why an activity is none of its lead's touches or breakups; empty: it counts.
func (l *Ledger) passedOver(f *life, t *Touch) string {
	switch {
	case t.Inbound:
		return "inbound"
	case t.Automated:
		return "automated"
	case !l.happened(t.At).Known():
		return "not before as of"
	case !f.handoff.Known():
		return "not handed off"
	case l.before(t.At, f.handoff):
		return "before handoff"
	}
	return ""
}

// keepEarliest keeps the n earliest moments, in order.
func keepEarliest(list []Moment, m Moment, n int) []Moment {
	if len(list) == n && (n == 0 || !m.Before(list[n-1])) {
		return list
	}
	i, _ := slices.BinarySearchFunc(list, m, byTime)
	if len(list) == n {
		list = list[:n-1]
	}
	return slices.Insert(list, i, m)
}

func byTime(a, b Moment) int { return cmp.Compare(a.ms(), b.ms()) }

// gaps are the days between consecutive touches of the period.
func (c *cells) gaps() []float64 {
	slices.SortFunc(c.inPeriod, byTime)
	var out []float64
	for i := 1; i < len(c.inPeriod); i++ {
		out = append(out, elapsedDays(c.inPeriod[i-1], c.inPeriod[i]))
	}
	return out
}

// elapsedDays are elapsed seconds ÷ 86,400.
func elapsedDays(from, til Moment) float64 { return float64(til.ms()-from.ms()) / 86400_000 }
