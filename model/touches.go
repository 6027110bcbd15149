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

// touchStats holds what the scorecard needs to know of a lead's touches before as_of. Each field but log
// is a counter or an extreme, so touches may arrive in any order and need not be stored.
type touchStats struct {
	firstTouch, firstCall, lastTouch calendar.Moment
	touches, breakups, calls         int32
	toSQL                            int32   // touches up to the SQL date
	toLandmark                       int32   // touches up to landmarkDays after handoff
	beforeClosing                    bool    // whether there is a touch up to the closing
	touched, contacted, conversed    bool    // whether there is a touch, a contact, a conversation in the period
	logEarliest                      bool    // whether the log stores the earliest: an obligation falls due in the period
	byDue                            []int32 // number of touches, or breakups, up to the due moment, by obligation.slot
	log                              *touchLog
}

// touchLog stores the few individual touches that a verdict or a gap needs; all others are only counted.
type touchLog struct {
	seconds            []uint32          // touches of the period on a whole second, in seconds from its start
	fractions          []calendar.Moment // all other touches of the period
	earliest, breakups []calendar.Moment // the first touches and breakups, as many as any obligation asks for
}

// resetTouches sets the touch counters of a lead to zero, if it was handed off.
func (l *Ledger) resetTouches(lead *leadState, arena *progressArena) {
	if !lead.handoff.Known() {
		return
	}
	lead.touchStats = touchStats{
		byDue:       arena.counts.alloc(len(l.touchRules) + len(l.breakupRules)),
		logEarliest: l.watched != nil,
	}
	for i := range l.rules {
		due := l.due(lead, &l.rules[i])
		lead.touchStats.logEarliest = lead.touchStats.logEarliest || due.Known() && !due.Before(l.start) && due.Before(l.end)
	}
}

// notHandedOff stands for all leads that were not handed off, since many columns hold the same value for
// them.
var notHandedOff = leadState{segment: &segment{}, progress: &noProgress}

// counted returns the number of touches, or breakups, that count towards an obligation.
func (c *touchStats) counted(o *obligation) int32 {
	if o.countsKind(Breakup) {
		return c.breakups
	}
	return c.touches
}

// countedByDue returns the number of those touches, or breakups, up to the obligation's due moment.
func (c *touchStats) countedByDue(o *obligation) int32 {
	if c.byDue == nil {
		return 0
	}
	return c.byDue[o.slot]
}

// ForgetLeads removes all leads, so that the leads can be read again. It must be called before
// ResolveLeads.
func (l *Ledger) ForgetLeads() {
	l.leads, l.dealKeys = chunkedList[leadState]{}, nil
	l.newIndexes()
}

// ForgetDeals removes all deals, so that the deals can be read again. It must be called before
// ResolveLeads.
func (l *Ledger) ForgetDeals() { l.deals = chunkedList[Deal]{} }

// ForgetTouches resets all touch counters, so that the activities can be read again.
func (l *Ledger) ForgetTouches() {
	l.activityCounts = activityCounts{}
	for lead := range l.leads.all() {
		l.resetTouches(lead, &l.arena)
	}
	for lead := range l.watched {
		l.watched[lead] = nil
	}
}

// addTouch classifies an activity of a lead and adds it to the lead's counters. A touch is a call, e-mail
// or meeting at or after handoff, outbound and not automated; a breakup is a kind of its own (SPEC
// section 1).
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
			log := l.logOf(c)
			log.breakups = insertEarliest(log.breakups, at, l.mostBreakupsAsked)
		}
		return
	}
	c.touches++
	if c.logEarliest {
		log := l.logOf(c)
		log.earliest = insertEarliest(log.earliest, at, l.mostTouchesAsked)
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
	log := l.logOf(c)
	if ms := at.Milli() - l.start.Milli(); ms%1000 == 0 {
		log.seconds = append(log.seconds, uint32(ms/1000))
	} else {
		log.fractions = append(log.fractions, at)
	}
	talked := t.Outcome == Conversation
	c.conversed = c.conversed || talked
	c.contacted = c.contacted || talked || t.Kind == Call && t.Outcome == Connected
}

// logOf returns a lead's touch log; it allocates the log on first use.
func (l *Ledger) logOf(c *touchStats) *touchLog {
	if c.log == nil {
		c.log = &l.logs.alloc(1)[0]
	}
	return c.log
}

// whyNotCounted returns why an activity is neither a touch nor a breakup of its lead; empty if it is one.
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

// insertEarliest inserts m into a sorted list that holds at most the n earliest moments.
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

// elapsedDays returns the time between two moments in days of 24 hours.
func elapsedDays(from, until calendar.Moment) float64 {
	return float64(until.Milli()-from.Milli()) / calendar.DayMS
}

// medianTouchGap returns the median, in days, of all gaps between consecutive touches of one lead in the
// period; Missing if there are none. A large company has millions of gaps, so they are not listed: nthGap
// selects the median in several passes over them.
func (l *Ledger) medianTouchGap() Value {
	var logs []*touchLog
	n := 0
	for lead := range l.leads.all() {
		if log := lead.touchStats.log; log != nil && len(log.seconds)+len(log.fractions) > 1 {
			logs, n = append(logs, log), n+len(log.seconds)+len(log.fractions)-1
		}
	}
	if n == 0 {
		return Missing
	}
	parallel.For(len(logs), runtime.GOMAXPROCS(0), func() func(int) {
		return func(i int) {
			slices.Sort(logs[i].seconds)
			slices.SortFunc(logs[i].fractions, byTime)
		}
	})
	gap := l.nthGap(logs, (n-1)/2)
	if n%2 == 1 {
		return Num(gap)
	}
	return Num(calc.Percentile([]float64{gap, l.nthGap(logs, n/2)}, 0.5))
}

// nthGap returns the n-th smallest gap, from 0, in days. It uses radix selection: each pass over the gaps
// determines the next 11 bits of the result, from the highest, by counting the gaps that agree with it so
// far by their next digit.
func (l *Ledger) nthGap(logs []*touchLog, n int) float64 {
	const digit = 11 // bits of the gap in milliseconds
	gap, longest := int64(0), uint64(l.end.Milli()-l.start.Milli())
	for shift := bits.Len64(longest) / digit * digit; shift >= 0; shift -= digit {
		var count [1 << digit]int
		for _, log := range logs {
			log.eachGap(l.start, func(ms int64) {
				if ms>>(shift+digit) == gap {
					count[ms>>shift&(1<<digit-1)]++
				}
			})
		}
		next := int64(0)
		for ; n >= count[next]; next++ {
			n -= count[next]
		}
		gap = gap<<digit | next
	}
	return float64(gap) / calendar.DayMS
}

// eachGap calls f for each gap between consecutive touches, in milliseconds. The lists of the log must be
// sorted; eachGap merges them.
func (k *touchLog) eachGap(start calendar.Moment, f func(ms int64)) {
	previous := int64(-1)
	visit := func(at int64) {
		if previous >= 0 {
			f(at - previous)
		}
		previous = at
	}
	fractions := k.fractions
	for _, s := range k.seconds {
		at := int64(s) * 1000
		for len(fractions) > 0 && fractions[0].Milli()-start.Milli() < at {
			visit(fractions[0].Milli() - start.Milli())
			fractions = fractions[1:]
		}
		visit(at)
	}
	for _, m := range fractions {
		visit(m.Milli() - start.Milli())
	}
}

// landmarkDays is the day after handoff up to which touches are counted for "do touches pay". Only leads
// that were still open on that day are compared, by what happened to them afterwards (a landmark
// analysis): a lead that is sold on its first day needs no more touches, and would make few touches look
// good.
const landmarkDays = 14
