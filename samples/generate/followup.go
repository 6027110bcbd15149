package main

import (
	"iter"
	"time"
)

// activity is one row of the activities export. Automated and inbound activities are no touches.
type activity struct {
	*lead
	serial             int64
	at                 time.Time
	kind               string // call, email, meeting, breakup, note
	owner              string
	outcome            string // no_answer, connected, conversation or ""
	inbound, automated bool
	linkedByEmail      bool // refers to the lead by its e-mail address only
	deletedLead        bool // defect: refers to a lead that the CRM has deleted
}

// plannedTouch is a touch of a follow-up plan, in days after handoff.
type plannedTouch struct {
	day  float64
	kind string
}

// followUpPlan is how leads of one quality are worked: a first call within the agreed hours, further
// touches, and a breakup at the end of the timeframe.
type followUpPlan struct {
	callWithin float64 // hours
	timeframe  int     // days
	steps      []plannedTouch
}

// plans are follow-up plans that fulfil the action agreement, by quality. Unrated leads are worked like
// moderate ones.
var plans = map[string]followUpPlan{
	"high": {4, 90, []plannedTouch{
		{0.3, "email"}, {1.2, "call"}, {3, "call"}, {4, "email"}, {6, "call"}, {9, "call"}, {12, "call"},
		{16, "email"}, {20, "call"}, {26, "email"}, {33, "call"}, {40, "email"}, {48, "call"},
		{56, "email"}, {64, "call"}, {72, "email"}, {80, "call"},
	}},
	"moderate": moderate,
	"low":      {48, 30, []plannedTouch{{0.35, "email"}, {7, "email"}, {14, "call"}, {23, "email"}}},
	"":         moderate,
}

var moderate = followUpPlan{24, 60, []plannedTouch{
	{0.35, "email"}, {1.5, "call"}, {4, "call"}, {6, "call"}, {9, "email"}, {10, "call"}, {12, "call"},
	{22, "email"}, {34, "call"}, {45, "email"}, {54, "call"},
}}

// checkIns are the touches after the timeframe, in days after its end. At each one some leads are given up.
var checkIns = []float64{14, 38, 63, 89}

var callOutcomeOdds = distribution[string]{{59, "no_answer"}, {22, "connected"}, {17, "conversation"}, {2, ""}}

// activities yields what was logged about a lead before the export, not sorted by time. The pointer is the
// same each time.
func (c *company) activities(l *lead) iter.Seq[*activity] {
	return func(yield func(*activity) bool) {
		f := followUp{c: c, lead: l, random: newRandom(c.seed, l.serial, followUpDraws), yield: yield}
		f.automatedEmails()
		if !l.handoff().IsZero() {
			f.salesWork()
		}
	}
}

// followUp draws one lead's activities.
type followUp struct {
	random
	c     *company
	lead  *lead
	yield func(*activity) bool
	row   activity
	done  bool // yield has returned false
}

// add yields one activity, unless it is later than the export. change, unless it is nil, adjusts the
// activity first.
func (f *followUp) add(kind string, at time.Time, by string, change func(*activity)) {
	if f.done || !at.Before(f.c.export) {
		return
	}
	f.row = activity{lead: f.lead, kind: kind, at: at, owner: by, linkedByEmail: f.chance(0.02)}
	if kind == "call" {
		f.row.outcome = callOutcomeOdds.pick(f.random)
	}
	if change != nil {
		change(&f.row)
	}
	f.done = !f.yield(&f.row)
}

// automatedEmails adds what Marketing's automation sends.
func (f *followUp) automatedEmails() {
	automated := func(a *activity) { a.automated = true }
	if from := f.lead.effective(ql); !from.IsZero() && f.chance(0.35) {
		f.add("email", addHours(from, 0.1), "", automated)
	}
	if from := f.lead.handoff(); !from.IsZero() && f.chance(0.4) {
		f.add("email", addHours(from, 0.05), f.lead.owner, automated)
	}
}

// salesWork adds what Sales does from handoff on.
func (f *followUp) salesWork() {
	l, r := f.lead, f.lead.worker()
	by := r.name
	if l.rep == nil {
		by = f.c.drawOwner(f.random, l.handoff()).name
	}
	if !l.firstCall.IsZero() && f.isOpen(l.firstCall) {
		f.add("call", l.firstCall, by, nil)
	}
	f.plannedTouches(by, r.diligence*seasonOf(l.handoff()).diligence)
	if !l.at[sql].IsZero() {
		f.meetings(by)
		return
	}
	f.breakupAndCheckIns(by, r.diligence)
}

// isOpen reports whether the SDR still works the lead at this time.
func (f *followUp) isOpen(at time.Time) bool {
	left := f.lead.workEnd()
	return left.IsZero() || at.Before(left)
}

// plannedTouches adds the touches of the plan, each with a probability of diligence. A lead that was never
// called gets no call before the timeframe ends, and fewer e-mails.
func (f *followUp) plannedTouches(by string, diligence float64) {
	l := f.lead
	if l.firstCall.IsZero() {
		diligence *= 0.6
	}
	for _, s := range plans[l.quality].steps {
		at := callHours.nextOpen(addDays(l.handoff(), s.day*f.uniform(0.93, 1.05)))
		unreached := l.firstCall.IsZero() || !at.After(l.firstCall)
		if !f.chance(diligence) || !f.isOpen(at) || s.kind == "call" && unreached {
			continue
		}
		f.add(s.kind, at, by, nil)
		if s.kind == "email" && f.chance(0.05) {
			f.add("email", addHours(at, f.uniform(0.3, 40)), by, func(a *activity) { a.inbound, a.linkedByEmail = true, true })
		}
	}
	if f.chance(0.015) {
		at := callHours.nextOpen(addDays(l.handoff(), f.uniform(1, 20)))
		f.add("call", at, by, func(a *activity) { a.inbound, a.outcome = true, "conversation" })
	}
}

// meetings adds the meeting that made the lead an SQL, and what the account executive does after it.
func (f *followUp) meetings(by string) {
	at := f.lead.effective(sql)
	held := func(a *activity) { a.outcome = "conversation" }
	f.add("meeting", addHours(at, -0.5), by, held)
	for day := f.uniform(1, 6); day < 20 && f.chance(0.6); day += f.uniform(2, 8) {
		kind := pickOne(f.random, []string{"meeting", "email", "call"})
		f.add(kind, callHours.nextOpen(addDays(at, day)), pickOne(f.random, accountExecutives), nil)
	}
}

// breakupAndCheckIns adds the breakup at the end of the timeframe, which is sometimes late, and the
// check-ins after it.
func (f *followUp) breakupAndCheckIns(by string, diligence float64) {
	end := addDays(f.lead.handoff(), float64(plans[f.lead.quality].timeframe))
	at := callHours.nextOpen(addDays(end, f.uniform(-4, -1.2)))
	if f.chance(0.08) {
		at = callHours.nextOpen(addDays(end, f.uniform(0.2, 6)))
	}
	if f.isOpen(at) && f.chance(diligence) {
		f.add("breakup", at, by, nil)
	}
	if f.chance(0.1) {
		f.add("note", addHours(at, 1), by, nil)
	}
	for _, day := range checkIns {
		if at := callHours.nextOpen(addDays(end, day*f.uniform(0.9, 1.1))); f.isOpen(at) && f.chance(0.95) {
			f.add(pickOne(f.random, []string{"call", "email"}), at, by, nil)
		} else {
			return
		}
	}
}
