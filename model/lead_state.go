package model

import (
	"fmt"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// leadState is one lead as seen in the period: once it is resolved, every moment in it lies before as_of.
// A large company has a million leads, so nothing is stored twice: texts that many leads share are
// interned, properties that leads have in common are a shared segment, and only leads that passed QL have
// a progress of their own.
type leadState struct {
	*segment
	*progress        // &noProgress, which is shared, where the lead has none of its own
	ID               string
	file             textID
	owner            textID // 0: unassigned, or a queue
	campaign, reason textID
	Line             int32
	Status           Status
	sharesEmail      bool                           // another lead has the same e-mail
	sharesContact    bool                           // another lead was converted to the same contact
	closesLater      bool                           // its closing lies at or after as_of; set once resolved
	earlyDates       [agreement.MQL]calendar.Moment // own dates of the stages before MQL
	assigned         calendar.Moment
	closed           calendar.Moment // once resolved, set only where the closing counts
}

// progress is the part of a lead's state that is needed only for leads that reached MQL, were handed off
// or have deals.
type progress struct {
	// own dates from MQL on; once resolved, with the deals' dates for opportunity, proposal and won
	lateDates     [agreement.Won + 1 - agreement.MQL]calendar.Moment
	handoff       calendar.Moment
	passedHandoff calendar.Moment // reached a stage after the handoff's: SQL, or opportunity where handoff is SQL
	deals         *Deal           // the first of a linked list, see Deal.next
	touchStats    touchStats      // zero for a lead that was not handed off
}

// noProgress is never written; every lead without progress points to it.
var noProgress progress

// progressArena allocates progress and touch counters from larger blocks.
type progressArena struct {
	states arena[progress]
	counts arena[int32]
}

// ensureProgress gives the lead a progress of its own, which may then be changed.
func (lead *leadState) ensureProgress(arena *progressArena) {
	if lead.progress == &noProgress {
		lead.progress = &arena.states.alloc(1)[0]
	}
}

// ownDate returns the lead's own date of a stage, ignoring the dates of later stages.
func (lead *leadState) ownDate(st agreement.Stage) calendar.Moment {
	if st < agreement.MQL {
		return lead.earlyDates[st]
	}
	return lead.lateDates[st-agreement.MQL]
}

// ownDates returns the own dates of all stages.
func (lead *leadState) ownDates() (own [agreement.Won + 1]calendar.Moment) {
	copy(own[:], lead.earlyDates[:])
	copy(own[agreement.MQL:], lead.lateDates[:])
	return own
}

// setOwnDates sets the own dates of all stages.
func (lead *leadState) setOwnDates(own [agreement.Won + 1]calendar.Moment, arena *progressArena) {
	copy(lead.earlyDates[:], own[:])
	if late := [agreement.Won + 1 - agreement.MQL]calendar.Moment(own[agreement.MQL:]); late != lead.lateDates {
		lead.ensureProgress(arena)
		lead.lateDates = late
	}
}

// allDeals returns the lead's deals in the order in which they were read.
func (lead *leadState) allDeals() (deals []*Deal) {
	for d := lead.deals; d != nil; d = d.next {
		deals = append(deals, d)
	}
	return deals
}

// source returns the file and line from which a lead's row was read.
func (l *Ledger) source(lead *leadState) Source {
	return Source{l.texts.text(lead.file), int(lead.Line)}
}

// ifBeforeAsOf returns m if it lies before as_of, else an unknown moment: what happens at or after as_of
// has not happened yet.
func (l *Ledger) ifBeforeAsOf(m calendar.Moment) calendar.Moment {
	if m.Before(l.asOf) {
		return m
	}
	return calendar.Moment{}
}

// resolve works out a lead's dates, its handoff and whether its closing counts (SPEC sections 1 and 3), and
// prepares its touch counters.
func (l *Ledger) resolve(lead *leadState, arena *progressArena) {
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
	lead.setOwnDates(own, arena)
	lead.assigned = l.ifBeforeAsOf(lead.assigned)
	if handoff := l.handoffOf(lead); handoff.Known() {
		lead.ensureProgress(arena)
		lead.handoff = handoff
	}
	lead.closesLater = lead.closed.Known() && !lead.closed.Before(l.asOf)
	lead.closed = l.closing(lead)
	if lead.progress != &noProgress {
		lead.passedHandoff = lead.reachedAfter(max(agreement.MQL, l.handoffStage()))
		l.resetTouches(lead, arena)
	}
}

// effective returns the effective date of a stage, the earliest of its own and those of all later stages. A
// stage that no column provides has none.
func (l *Ledger) effective(lead *leadState, st agreement.Stage) calendar.Moment {
	if st == agreement.Created {
		return lead.ownDate(agreement.Created)
	}
	var m calendar.Moment
	if !l.hasStage(st) {
		return m
	}
	for later := agreement.Won; later >= st; later-- {
		if own := lead.ownDate(later); own.Known() && !l.before(m, own) {
			m = own // also if both lie on the same day: the earlier stage's date stands
		}
	}
	return m
}

func (l *Ledger) handoffStage() agreement.Stage { return l.agreement.HandoffStage() }

// handoffOf returns when Sales' clock starts for a lead: at the stage that is the agreement's handoff,
// or, where the handoff is "assigned", at the later of MQL and the assignment.
func (l *Ledger) handoffOf(lead *leadState) calendar.Moment {
	m := l.effective(lead, l.handoffStage())
	if l.agreement.Clock.Handoff != "assigned" {
		return m
	}
	assigned := lead.assigned
	switch {
	case !m.Known() || !assigned.Known():
		return calendar.Moment{}
	case l.before(m, assigned), !l.before(assigned, m) && assigned.DayOnly():
		return assigned // on the same day a bare date counts as the later
	}
	return m
}

// closing returns the moment of the lead's closing if it counts: the status isn't open, and the closing
// lies at or after the handoff or, without a handoff, at or after QL. Otherwise it is unknown.
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

// reachedAfter returns when the lead first reached any stage after st, which is MQL or later.
func (lead *leadState) reachedAfter(st agreement.Stage) (m calendar.Moment) {
	for _, own := range lead.lateDates[st+1-agreement.MQL:] {
		m = calendar.Earliest(m, own)
	}
	return m
}

// before reports whether m lies before o. If just one of them is a bare date, their days are compared.
func (l *Ledger) before(m, o calendar.Moment) bool {
	if m.DayOnly() != o.DayOnly() && m.Known() && o.Known() {
		return l.clock.DayNumber(m) < l.clock.DayNumber(o)
	}
	return m.Before(o)
}

// stale returns when a lead stops being managed because nobody works on it (SPEC section 3): where
// clock.managed is timeframe, at the end of its quality's timeframe, or thirty days after its last touch if
// that is later; where it is fixed, at the end of the timeframe. It is unknown where clock.managed is open or
// the lead's quality has no timeframe.
func (l *Ledger) stale(lead *leadState) calendar.Moment {
	line := lead.actionLine
	since := lead.handoff
	if !since.Known() {
		since = l.effective(lead, agreement.QL)
	}
	if l.agreement.Clock.Managed == "open" || line == nil || line.Timeframe.Days == 0 || !since.Known() {
		return calendar.Moment{}
	}
	m := l.clock.AddDays(since, line.Timeframe.Days)
	if l.agreement.Clock.Managed != "fixed" && lead.touchStats.lastTouch.Known() {
		m = calendar.Latest(m, l.clock.AddDays(lead.touchStats.lastTouch, idleDays))
	}
	return m
}

// idleDays is the number of days without a touch after which a lead no longer counts as worked on.
const idleDays = 30

// managedInPeriod reports whether the lead was managed as an MQL at any time of the period before as_of.
// One that stopped being managed in the period, its first instant included, was managed in it, so that every
// lead that left in the period is among those of which a rate is taken.
func (l *Ledger) managedInPeriod(lead *leadState) bool {
	mql := l.effective(lead, agreement.MQL)
	if !mql.Known() {
		return false
	}
	end := calendar.Earliest(calendar.Earliest(lead.reachedAfter(agreement.MQL), lead.closed), l.stale(lead))
	return !end.Known() || !end.Before(l.start) || !mql.Before(l.start)
}

// managedNow reports whether the lead is managed at as_of: neither won nor closed nor stale.
func (l *Ledger) managedNow(lead *leadState) bool {
	if lead.ownDate(agreement.Won).Known() || lead.closed.Known() {
		return false
	}
	stale := l.stale(lead)
	return !stale.Known() || l.asOf.Before(stale)
}

// dateWarnings lists the leads whose dates are in the wrong order. Both dates stay as they are; durations
// between them are n/a.
func (l *Ledger) dateWarnings() []Note {
	var notes []Note
	for lead := range l.leads.all() {
		prev := agreement.Created
		for st := agreement.QL; st <= agreement.Won; st++ {
			if !lead.ownDate(st).Known() {
				continue
			}
			if lead.ownDate(prev).Known() && l.before(lead.ownDate(st), lead.ownDate(prev)) {
				text := fmt.Sprintf("lead %s: %s on %s, before %s on %s; both dates are kept, their duration is left out", lead.ID,
					st.Title(), l.dateText(lead.ownDate(st)), prev.Title(), l.dateText(lead.ownDate(prev)))
				notes = append(notes, Note{l.source(lead), text})
			}
			prev = st
		}
	}
	return notes
}

func (l *Ledger) dateText(m calendar.Moment) string {
	return m.Time(l.clock.Location).Format(time.DateOnly)
}
