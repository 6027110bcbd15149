package model

import (
	"cmp"
	"math/bits"
	"runtime"
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
	"leadpact/model/parallel"
)

// cells are what the period needs to know of a lead's touches. Each is a count or an extreme, so touches may come in any order
// and are not kept but for a few.
type touchStats struct {
	firstTouch, firstCall, lastTouch calendar.Moment
	touches, breakups, calls         int32   // before as_of
	toSQL, toLandmark                int32   // touches up to the SQL instant, and landmarkDays after handoff
	beforeClosing                    bool    // a touch up to the closing
	touched, contacted, conversed    bool    // in the period
	logEarliest                      bool    // an obligation falls due in the period: the earliest touches are kept
	byDue                            []int32 // touches, or breakups, by the due moment of an obligation, by its slot
	log                              *touchLog
}

// kept are the touches of a lead that are kept.
type touchLog struct {
	seconds            []uint32          // those of the period, from its start on, for the gaps between them: there may be millions
	fractions          []calendar.Moment // those of them that lie between two seconds
	earliest, breakups []calendar.Moment // the first ones, as many as any obligation asks for
}

// prepare empties the cells of a lead that was handed off.
func (l *Ledger) resetTouches(lead *leadState, r *progressArena) {
	if !lead.handoff.Known() {
		return
	}
	lead.touchStats = touchStats{byDue: r.counts.alloc(len(l.touchRules) + len(l.breakupRules)), logEarliest: l.watched != nil}
	for i := range l.rules {
		due := l.due(lead, &l.rules[i])
		lead.touchStats.logEarliest = lead.touchStats.logEarliest || due.Known() && !due.Before(l.start) && due.Before(l.end)
	}
}

// notHandedOff is a lead that Sales owes nothing.
var notHandedOff = leadState{segment: &segment{}, progress: &noProgress}

// soFar are the touches, or breakups, that an obligation counts.
func (c *touchStats) counted(o *obligation) int32 {
	if o.countsKind(Breakup) {
		return c.breakups
	}
	return c.touches
}

// inTime are those of them by its due moment.
func (c *touchStats) countedByDue(o *obligation) int32 {
	if c.byDue == nil {
		return 0
	}
	return c.byDue[o.slot]
}

// ForgetLeads takes every lead back, so that the leads can be read again. It is called before Settle.
func (l *Ledger) ForgetLeads() {
	l.leads, l.emails, l.dealKeys = chunkedList[leadState]{}, chunkedList[string]{}, nil
	l.newIndexes()
}

// ForgetDeals takes every deal back, so that the deals can be read again. It is called before Settle.
func (l *Ledger) ForgetDeals() { l.deals = chunkedList[Deal]{} }

// ForgetTouches takes every touch back, so that the activities can be read again.
func (l *Ledger) ForgetTouches() {
	for lead := range l.leads.all() {
		l.resetTouches(lead, &l.arena)
	}
	for lead := range l.watched {
		l.watched[lead] = nil
	}
}

// touch decides what one activity means for its lead (SPEC section 1): a call, e-mail or meeting at or after handoff,
// outbound and not automated; a breakup is its own kind.
func (l *Ledger) addTouch(lead *leadState, t *Touch) {
	if l.whyNotCounted(lead, t) != "" {
		return
	}
	at, c := t.At, &lead.touchStats
	rules := l.touchRules
	if t.Kind == Breakup {
		rules = l.breakupRules
	}
	for _, o := range rules {
		if days := o.days(lead); days > 0 && l.clock.Within(lead.handoff, days, at) {
			c.byDue[o.slot]++
		}
	}
	if t.Kind == Breakup {
		c.breakups++
		if c.logEarliest {
			k := l.logOf(c)
			k.breakups = insertEarliest(k.breakups, at, l.mostBreakupsAsked)
		}
		return
	}
	c.touches++
	if c.logEarliest {
		k := l.logOf(c)
		k.earliest = insertEarliest(k.earliest, at, l.mostTouchesAsked)
	}
	c.firstTouch = calendar.Earliest(c.firstTouch, at)
	c.lastTouch = calendar.Latest(c.lastTouch, at)
	if t.Kind == Call {
		c.calls++
		c.firstCall = calendar.Earliest(c.firstCall, at)
	}
	if lead.closed.Known() && !l.before(lead.closed, at) {
		c.beforeClosing = true
	}
	if sql := l.effective(lead, agreement.SQL); sql.Known() && !l.before(sql, at) {
		c.toSQL++
	}
	if l.clock.Within(lead.handoff, landmarkDays, at) {
		c.toLandmark++
	}
	if at.Before(l.start) {
		return
	}
	c.touched = true
	k := l.logOf(c)
	if ms := at.Milli() - l.start.Milli(); ms%1000 == 0 {
		k.seconds = append(k.seconds, uint32(ms/1000))
	} else {
		k.fractions = append(k.fractions, at)
	}
	talked := t.Outcome == Conversation
	c.conversed = c.conversed || talked
	c.contacted = c.contacted || talked || t.Kind == Call && t.Outcome == Connected
}

// keep gives a lead room for touches.
func (l *Ledger) logOf(c *touchStats) *touchLog {
	if c.log == nil {
		c.log = &l.logs.alloc(1)[0]
	}
	return c.log
}

// passedOver says why an activity is none of its lead's touches or breakups; empty: it counts.
func (l *Ledger) whyNotCounted(lead *leadState, t *Touch) string {
	switch {
	case t.Inbound:
		return "inbound"
	case t.Automated:
		return "automated"
	case !l.ifBeforeAsOf(t.At).Known():
		return "not before as of"
	case !lead.handoff.Known():
		return "not handed off"
	case l.before(t.At, lead.handoff):
		return "before handoff"
	}
	return ""
}

// keepEarliest keeps the n earliest moments, in order.
func insertEarliest(list []calendar.Moment, m calendar.Moment, n int) []calendar.Moment {
	if len(list) == n && (n == 0 || !m.Before(list[n-1])) {
		return list
	}
	i, _ := slices.BinarySearchFunc(list, m, byTime)
	if len(list) == n {
		list = list[:n-1]
	}
	return slices.Insert(list, i, m)
}

func byTime(a, b calendar.Moment) int { return cmp.Compare(a.Milli(), b.Milli()) }

// elapsedDays are elapsed seconds ÷ 86,400.
func elapsedDays(from, til calendar.Moment) float64 {
	return float64(til.Milli()-from.Milli()) / 86400_000
}

// touchGap is the median of all gaps between consecutive touches of one lead in the period. A large company has millions: they
// are not listed, but counted as often as the search for the middle asks.
func (l *Ledger) medianTouchGap() Value {
	var all []*touchLog
	n := 0
	for lead := range l.leads.all() {
		if k := lead.touchStats.log; k != nil && len(k.seconds)+len(k.fractions) > 1 {
			all, n = append(all, k), n+len(k.seconds)+len(k.fractions)-1
		}
	}
	if n == 0 {
		return Missing
	}
	parallel.For(len(all), runtime.GOMAXPROCS(0), func() func(int) {
		return func(i int) {
			slices.Sort(all[i].seconds)
			slices.SortFunc(all[i].fractions, byTime)
		}
	})
	gap := l.nthGap(all, (n-1)/2)
	if n%2 == 1 {
		return Num(gap)
	}
	return Num(calc.Percentile([]float64{gap, l.nthGap(all, n/2)}, 0.5))
}

// nthGap is the gap, in days, that so many come before by length. It is found digit by digit, from the first.
func (l *Ledger) nthGap(all []*touchLog, n int) float64 {
	const digit = 11 // bits of the gap in milliseconds
	gap, longest := int64(0), uint64(l.end.Milli()-l.start.Milli())
	for shift := bits.Len64(longest) / digit * digit; shift >= 0; shift -= digit {
		var with [1 << digit]int
		for _, k := range all {
			k.eachGap(l.start, func(ms int64) {
				if ms>>(shift+digit) == gap {
					with[ms>>shift&(1<<digit-1)]++
				}
			})
		}
		next := int64(0)
		for ; n >= with[next]; next++ {
			n -= with[next]
		}
		gap = gap<<digit | next
	}
	return float64(gap) / calendar.DayMS
}

// gaps calls f for the gaps between touches that are in order, in milliseconds.
func (k *touchLog) eachGap(start calendar.Moment, f func(ms int64)) {
	before := int64(-1)
	to := func(at int64) {
		if before >= 0 {
			f(at - before)
		}
		before = at
	}
	between := k.fractions
	for _, s := range k.seconds {
		at := int64(s) * 1000
		for len(between) > 0 && between[0].Milli()-start.Milli() < at {
			to(between[0].Milli() - start.Milli())
			between = between[1:]
		}
		to(at)
	}
	for _, m := range between {
		to(m.Milli() - start.Milli())
	}
}

// landmarkDays is the day after handoff up to which touches are counted for "do touches pay". Only leads that were still open
// then are compared, by what became of them afterwards: a lead that is sold on its first day needs no more touches, and would
// make few touches look good.
const landmarkDays = 14
