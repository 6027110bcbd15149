package main

import (
	"iter"
	"time"
)

// activity is one row of the activities export. Automated and inbound ones are no touches.
type activity struct {
	*lead
	serial             int64
	on                 time.Time
	kind               string // call, email, meeting, breakup, note
	by                 string
	outcome            string // no_answer, connected, conversation or blank
	inbound, automated bool
	byEmail            bool // known by the lead's e-mail address alone
	stray              bool // belongs to a lead that the CRM has deleted
}

// step is a planned touch, in days after handoff.
type step struct {
	day  float64
	kind string
}

// plan is how a lead of one quality is worked: the first call within the agreed hours, then the steps, then the breakup.
type plan struct {
	callWithin float64 // hours
	timeframe  int     // days
	steps      []step
}

// terms are the action agreement's lines with the plan that fulfils them; unrated leads are worked as moderate ones.
var terms = map[string]plan{
	"high": {4, 90, []step{
		{0.3, "email"}, {1.2, "call"}, {3, "call"}, {4, "email"}, {6, "call"}, {9, "call"}, {12, "call"}, {16, "email"}, {20, "call"},
		{26, "email"}, {33, "call"}, {40, "email"}, {48, "call"}, {56, "email"}, {64, "call"}, {72, "email"}, {80, "call"}}},
	"moderate": moderate,
	"low":      {48, 30, []step{{0.35, "email"}, {7, "email"}, {14, "call"}, {23, "email"}}},
	"":         moderate,
}

var moderate = plan{24, 60, []step{
	{0.35, "email"}, {1.5, "call"}, {4, "call"}, {6, "call"}, {9, "email"}, {10, "call"}, {12, "call"}, {22, "email"}, {34, "call"},
	{45, "email"}, {54, "call"}}}

// checkIns are the touches after the timeframe, in days after its end; after each some leads are given up.
var checkIns = []float64{14, 38, 63, 89}

var outcomes = odds[string]{{59, "no_answer"}, {22, "connected"}, {17, "conversation"}, {2, ""}}

// activities gives what was logged about the lead before the export, not sorted by time. The same activity is reused.
func (c *company) activities(l *lead) iter.Seq[*activity] {
	return func(yield func(*activity) bool) {
		f := followUp{c: c, lead: l, dice: roll(c.seed, l.serial, forFollowUp), yield: yield}
		f.nurture()
		if !l.handoff().IsZero() {
			f.work()
		}
	}
}

// followUp writes one lead's activities.
type followUp struct {
	dice
	c     *company
	lead  *lead
	yield func(*activity) bool
	row   activity
	done  bool // the reader wants no more
}

// log gives one activity to the reader, unless it lies after the export.
func (f *followUp) log(kind string, at time.Time, by string, change func(*activity)) {
	if f.done || !at.Before(f.c.export) {
		return
	}
	f.row = activity{lead: f.lead, kind: kind, on: at, by: by, byEmail: f.chance(0.02)}
	if kind == "call" {
		f.row.outcome = outcomes.draw(f.dice)
	}
	if change != nil {
		change(&f.row)
	}
	f.done = !f.yield(&f.row)
}

// nurture is what Marketing's automation sends.
func (f *followUp) nurture() {
	automated := func(a *activity) { a.automated = true }
	if from := f.lead.effective(ql); !from.IsZero() && f.chance(0.35) {
		f.log("email", after(from, 0.1), "", automated)
	}
	if from := f.lead.handoff(); !from.IsZero() && f.chance(0.4) {
		f.log("email", after(from, 0.05), f.lead.owner, automated)
	}
}

// work is what Sales does from handoff on.
func (f *followUp) work() {
	l, r := f.lead, f.lead.habits()
	by := r.name
	if l.rep == nil {
		by = f.c.owner(f.dice, l.handoff()).name
	}
	if !l.firstCall.IsZero() && f.open(l.firstCall) {
		f.log("call", l.firstCall, by, nil)
	}
	f.steps(by, r.diligence*in(l.handoff()).care)
	if !l.at[sql].IsZero() {
		f.qualified(by)
		return
	}
	f.wrapUp(by, r.diligence)
}

// open says whether the SDR still works the lead at that time.
func (f *followUp) open(at time.Time) bool {
	left := f.lead.left()
	return left.IsZero() || at.Before(left)
}

// steps makes the planned touches, as far as diligence reaches. A lead that was never called gets no call before its timeframe
// ends, and often no e-mail.
func (f *followUp) steps(by string, diligence float64) {
	l := f.lead
	if l.firstCall.IsZero() {
		diligence *= 0.6
	}
	for _, s := range terms[l.quality].steps {
		at := phones.next(daysAfter(l.handoff(), s.day*f.between(0.93, 1.05)))
		unreached := l.firstCall.IsZero() || !at.After(l.firstCall)
		if !f.chance(diligence) || !f.open(at) || s.kind == "call" && unreached {
			continue
		}
		f.log(s.kind, at, by, nil)
		if s.kind == "email" && f.chance(0.05) {
			f.log("email", after(at, f.between(0.3, 40)), by, func(a *activity) { a.inbound, a.byEmail = true, true })
		}
	}
	if f.chance(0.015) {
		at := phones.next(daysAfter(l.handoff(), f.between(1, 20)))
		f.log("call", at, by, func(a *activity) { a.inbound, a.outcome = true, "conversation" })
	}
}

// qualified is the meeting that made the lead an SQL, and those of the account executive after it.
func (f *followUp) qualified(by string) {
	at := f.lead.effective(sql)
	held := func(a *activity) { a.outcome = "conversation" }
	f.log("meeting", after(at, -0.5), by, held)
	for day := f.between(1, 6); day < 20 && f.chance(0.6); day += f.between(2, 8) {
		f.log(one(f.dice, []string{"meeting", "email", "call"}), phones.next(daysAfter(at, day)), one(f.dice, closers), nil)
	}
}

// wrapUp is the breakup at the end of the timeframe, sometimes too late, and the check-ins after it.
func (f *followUp) wrapUp(by string, diligence float64) {
	end := daysAfter(f.lead.handoff(), float64(terms[f.lead.quality].timeframe))
	at := phones.next(daysAfter(end, f.between(-4, -1.2)))
	if f.chance(0.08) {
		at = phones.next(daysAfter(end, f.between(0.2, 6)))
	}
	if f.open(at) && f.chance(diligence) {
		f.log("breakup", at, by, nil)
	}
	if f.chance(0.1) {
		f.log("note", after(at, 1), by, nil)
	}
	for _, day := range checkIns {
		if at := phones.next(daysAfter(end, day*f.between(0.9, 1.1))); f.open(at) && f.chance(0.95) {
			f.log(one(f.dice, []string{"call", "email"}), at, by, nil)
		} else {
			return
		}
	}
}
