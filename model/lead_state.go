package model

import (
	"fmt"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// life is one lead as the period sees it: its dates and, where it went on, its course. Every moment in it lies before as_of. A
// large company has a million, so it holds nothing twice, and of texts that many leads share the number alone.
type leadState struct {
	*segment
	*progress        // &noCourse where there is none
	ID               string
	file             textID
	owner            textID // 0: unassigned, or a queue
	campaign, reason textID
	Line             int32
	Status           Status
	sharesEmail      bool                           // its e-mail, with another lead
	earlyDates       [agreement.MQL]calendar.Moment // own dates before MQL
	assigned         calendar.Moment
	closed           calendar.Moment // a closing that counts
}

// course is what a lead has that reached MQL, was handed off or has deals.
type progress struct {
	lateDates     [agreement.Won + 1 - agreement.MQL]calendar.Moment // own dates from MQL on, with the deals' for opportunity, proposal and won
	handoff       calendar.Moment
	passedHandoff calendar.Moment // when it went beyond the handoff's stage: SQL, or opportunity where handoff is SQL
	deals         *Deal           // the first; each knows the next
	touchStats    touchStats      // of a lead that was handed off
}

// noCourse is the course of every lead that did not go on.
var noProgress progress

// room is what courses are made from, many at once.
type progressArena struct {
	states arena[progress]
	counts arena[int32]
}

// goOn gives a lead its course.
func (lead *leadState) ensureProgress(r *progressArena) {
	if lead.progress == &noProgress {
		lead.progress = &r.states.alloc(1)[0]
	}
}

// own is the lead's own date of a stage.
func (lead *leadState) ownDate(st agreement.Stage) calendar.Moment {
	if st < agreement.MQL {
		return lead.earlyDates[st]
	}
	return lead.lateDates[st-agreement.MQL]
}

// stages are all own dates.
func (lead *leadState) ownDates() (own [agreement.Won + 1]calendar.Moment) {
	copy(own[:], lead.earlyDates[:])
	copy(own[agreement.MQL:], lead.lateDates[:])
	return own
}

// setStages gives the lead its own dates.
func (lead *leadState) setOwnDates(own [agreement.Won + 1]calendar.Moment, r *progressArena) {
	copy(lead.earlyDates[:], own[:])
	if late := [agreement.Won + 1 - agreement.MQL]calendar.Moment(own[agreement.MQL:]); late != lead.lateDates {
		lead.ensureProgress(r)
		lead.lateDates = late
	}
}

// allDeals are its deals, in the order in which they were read.
func (lead *leadState) allDeals() (deals []*Deal) {
	for d := lead.deals; d != nil; d = d.next {
		deals = append(deals, d)
	}
	return deals
}

// source is where a lead's row was read.
func (l *Ledger) source(lead *leadState) Source { return Source{l.texts.text(lead.file), int(lead.Line)} }

// happened is m if it lies before as_of; what happened at or after as_of has not happened yet.
func (l *Ledger) ifBeforeAsOf(m calendar.Moment) calendar.Moment {
	if m.Before(l.asOf) {
		return m
	}
	return calendar.Moment{}
}

func (l *Ledger) resolve(lead *leadState, r *progressArena) {
	own := lead.ownDates()
	if lead.Status == StatusWon {
		own[agreement.Won] = calendar.Earliest(own[agreement.Won], lead.closed)
	}
	for d := lead.deals; d != nil; d = d.next {
		if !d.OwnLead {
			own[agreement.Opportunity] = calendar.Earliest(own[agreement.Opportunity], d.Created)
		}
		own[agreement.Proposal] = calendar.Earliest(own[agreement.Proposal], d.Proposal)
		if d.Won == Yes {
			own[agreement.Won] = calendar.Earliest(own[agreement.Won], d.Closed)
		}
	}
	for st := range own {
		own[st] = l.ifBeforeAsOf(own[st])
	}
	lead.setOwnDates(own, r)
	lead.assigned = l.ifBeforeAsOf(lead.assigned)
	if handoff := l.handoffOf(lead); handoff.Known() {
		lead.ensureProgress(r)
		lead.handoff = handoff
	}
	lead.closed = l.closing(lead)
	if lead.progress != &noProgress {
		lead.passedHandoff = lead.reachedAfter(max(agreement.MQL, l.handoffStage()))
		l.resetTouches(lead, r)
	}
}

// effective is the earliest date of a stage and all later ones; only of a stage that is provided.
func (l *Ledger) effective(lead *leadState, st agreement.Stage) calendar.Moment {
	if st == agreement.Created {
		return lead.ownDate(agreement.Created)
	}
	var m calendar.Moment
	if !l.hasStage(st) {
		return m
	}
	for later := agreement.Won; later >= st; later-- {
		if own := lead.ownDate(later); own.Known() && !l.before(m, own) { // on the same day its own date stands
			m = own
		}
	}
	return m
}

func (l *Ledger) handoffStage() agreement.Stage { return l.agreement.HandoffStage() }

func (l *Ledger) handoffOf(lead *leadState) calendar.Moment {
	m := l.effective(lead, l.handoffStage())
	if l.agreement.Clock.Handoff != "assigned" {
		return m
	}
	assigned := lead.assigned
	switch {
	case !m.Known() || !assigned.Known():
		return calendar.Moment{}
	case l.before(m, assigned), !l.before(assigned, m) && assigned.DayOnly(): // which is later on one day a bare date cannot say
		return assigned
	}
	return m
}

// closing is the lead's closing if it counts: not open, and not before its handoff, else its QL.
func (l *Ledger) closing(lead *leadState) calendar.Moment {
	c := l.ifBeforeAsOf(lead.closed)
	since := lead.handoff
	if !since.Known() {
		since = l.effective(lead, agreement.QL)
	}
	if lead.Status == Open || l.before(c, since) {
		return calendar.Moment{}
	}
	return c
}

// beyond is when the lead reached any stage after st, which is MQL or later.
func (lead *leadState) reachedAfter(st agreement.Stage) (m calendar.Moment) {
	for _, own := range lead.lateDates[st+1-agreement.MQL:] {
		m = calendar.Earliest(m, own)
	}
	return m
}

// before compares two moments; where one is a bare date, as days.
func (l *Ledger) before(m, o calendar.Moment) bool {
	if m.DayOnly() != o.DayOnly() && m.Known() && o.Known() {
		return l.clock.DayNumber(m) < l.clock.DayNumber(o)
	}
	return m.Before(o)
}

// stale is when a lead stops being managed because nobody works it: never where the agreement says open or gives its
// quality no timeframe. A month without a touch is thirty days (SPEC section 3).
func (l *Ledger) stale(lead *leadState) calendar.Moment {
	line := lead.actionLine
	since := lead.handoff
	if !since.Known() {
		since = l.effective(lead, agreement.QL)
	}
	if l.agreement.Clock.Managed == "open" || line == nil || line.Timeframe.Days == 0 || !since.Known() {
		return calendar.Moment{}
	}
	m := l.clock.Days(since, line.Timeframe.Days)
	if lead.touchStats.lastTouch.Known() {
		m = calendar.Latest(m, l.clock.Days(lead.touchStats.lastTouch, idleDays))
	}
	return m
}

const idleDays = 30

// managedInPeriod says whether the lead was managed as an MQL at any time of the period before as_of; a stay of no length
// counts in its own period.
func (l *Ledger) managedInPeriod(lead *leadState) bool {
	mql := l.effective(lead, agreement.MQL)
	if !mql.Known() {
		return false
	}
	end := calendar.Earliest(calendar.Earliest(lead.reachedAfter(agreement.MQL), lead.closed), l.stale(lead))
	return !end.Known() || l.start.Before(end) || !mql.Before(l.start)
}

// managedNow says whether the lead is managed at as_of: qualified, neither won nor closed nor stale.
func (l *Ledger) managedNow(lead *leadState) bool {
	if lead.ownDate(agreement.Won).Known() || lead.closed.Known() {
		return false
	}
	stale := l.stale(lead)
	return !stale.Known() || l.asOf.Before(stale)
}

// dateWarnings lists dates that run backwards; they are kept, and durations between them are left out.
func (l *Ledger) dateWarnings() []Note {
	var notes []Note
	for lead := range l.leads.all() {
		prev := agreement.Created
		for st := agreement.QL; st <= agreement.Won; st++ {
			if !lead.ownDate(st).Known() {
				continue
			}
			if lead.ownDate(prev).Known() && l.before(lead.ownDate(st), lead.ownDate(prev)) {
				notes = append(notes, Note{l.source(lead), fmt.Sprintf("lead %s: %s on %s, before %s on %s; both dates are kept, their duration is left out",
					lead.ID, agreement.StageTitles[st], l.dateText(lead.ownDate(st)), agreement.StageTitles[prev], l.dateText(lead.ownDate(prev)))})
			}
			prev = st
		}
	}
	return notes
}

func (l *Ledger) dateText(m calendar.Moment) string {
	return m.Time(l.clock.Location).Format(time.DateOnly)
}
