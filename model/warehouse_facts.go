package model

import (
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// A warehouse may add up the activities of each lead where they lie: Thresholds go there, Facts come back (SPEC section 11).
// What it adds up are counts and extremes alone; the gaps between touches and when the n-th one was made it does not tell.

// Threshold is a lead with the moments that its activities are held against, in milliseconds of Unix time; 0 is none.
type Threshold struct {
	Lead, Email          string // the address that no other lead has, or empty
	Handoff, SQL, Closed int64
	Landmark             int64
	Due                  []int64 // by FactRules
}

// FactRule is an obligation that counts touches, or breakups, by its due moment.
type FactRule struct {
	ID       string
	Breakups bool
}

// FactRules are those of the agreement, in order.
func (l *Ledger) FactRules() []FactRule {
	var out []FactRule
	for _, o := range l.rules {
		if o.countsKind != nil {
			out = append(out, FactRule{o.id, o.countsKind(Breakup)})
		}
	}
	return out
}

// FactsBasis names what facts depend on: the period, as of when, and the terms. Facts of another basis are of no use.
func (l *Ledger) FactsBasis() string {
	return l.period.ID + " as of " + l.period.AsOf.UTC().Format(time.RFC3339) + " by " + l.agreement.Fingerprint()[:12]
}

// Thresholds are those of every lead.
func (l *Ledger) Thresholds() []Threshold {
	rules := l.FactRules()
	out := make([]Threshold, 0, l.leads.n)
	for i := range l.leads.n {
		lead := l.leads.at(i)
		t := Threshold{Lead: lead.ID, Handoff: lead.handoff.Milli(), SQL: l.lastMilli(l.effective(lead, agreement.SQL)), Closed: l.lastMilli(lead.closed), Due: make([]int64, len(rules))}
		if lead.handoff.Known() {
			t.Landmark = l.clock.Days(lead.handoff, landmarkDays).Milli()
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

// lastMS is the last millisecond that is not after m; a bare date lasts all day.
func (l *Ledger) lastMilli(m calendar.Moment) int64 {
	if !m.DayOnly() {
		return m.Milli()
	}
	return l.clock.Days(m, 0).Milli()
}

// Facts are what the activities of a lead add up to, before as_of: touches, and the rest as named.
type Facts struct {
	FirstTouch, FirstCall, LastTouch calendar.Moment
	Calls, Touches, Breakups, ToSQL  int
	ToLandmark                       int
	// 1 or 0: a touch up to the closing, in the period, and in the period with contact and with a conversation.
	ToClosing, InPeriod, ContactedInPeriod, TalkedInPeriod int
	ByDue                                                  []int // by FactRules
}

// AddFacts takes a lead's facts in place of its activities.
func (l *Ledger) AddFacts(r LeadRef, x Facts) {
	c := &r.lead.touchStats
	if !r.lead.handoff.Known() {
		return
	}
	c.firstTouch, c.firstCall, c.lastTouch = x.FirstTouch, x.FirstCall, x.LastTouch
	c.calls, c.toSQL, c.toLandmark, c.beforeClosing = int32(x.Calls), int32(x.ToSQL), int32(x.ToLandmark), x.ToClosing > 0
	c.touched, c.contacted, c.conversed = x.InPeriod > 0, x.ContactedInPeriod > 0, x.TalkedInPeriod > 0
	c.touches, c.breakups = int32(x.Touches), int32(x.Breakups)
	for slot, n := range x.ByDue {
		c.byDue[slot] = int32(n)
	}
}

// Facts are what a lead's activities, or its facts, have added up to.
func (l *Ledger) Facts(r LeadRef) Facts {
	c := &r.lead.touchStats
	x := Facts{FirstTouch: c.firstTouch, FirstCall: c.firstCall, LastTouch: c.lastTouch, Calls: int(c.calls), Touches: int(c.touches), Breakups: int(c.breakups), ToSQL: int(c.toSQL), ToLandmark: int(c.toLandmark)}
	x.ToClosing, x.InPeriod, x.ContactedInPeriod, x.TalkedInPeriod = int(oneOrZero(c.beforeClosing)), int(oneOrZero(c.touched)), int(oneOrZero(c.contacted)), int(oneOrZero(c.conversed))
	for i := range l.rules {
		if o := &l.rules[i]; o.countsKind != nil {
			x.ByDue = append(x.ByDue, int(c.countedByDue(o)))
		}
	}
	return x
}
