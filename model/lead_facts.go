package model

import (
	"cmp"
	"math"
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
)

// unassigned is the name under which leads without an owner are listed; they count for no SDR.
const unassigned = "Unassigned"

// sdrNames returns the SDRs of the scorecard: the team that had started by as_of, then every other owner by
// name, then "Unassigned".
func (l *Ledger) sdrNames() []string {
	var team, owners []string
	known := map[string]bool{}
	for _, r := range l.reps {
		known[r.Name] = true
		if r.Start.IsZero() || r.Start.In(l.clock.Location).Before(l.period.AsOf) {
			team = append(team, r.Name)
		}
	}
	for _, r := range l.reps {
		if !slices.Contains(team, r.Name) {
			delete(known, r.Name)
		}
	}
	isOwner := make([]bool, len(l.texts.texts)) // by textID
	for _, lead := range l.rows {
		isOwner[lead.owner] = true
	}
	for i, name := range l.texts.texts[1:] {
		if isOwner[i+1] && !known[name] {
			owners = append(owners, name)
		}
	}
	slices.Sort(owners)
	return append(append(team, owners...), unassigned)
}

// ranks returns the position of each SDR in the list, from 0, by name.
func ranks(sdrs []string) map[string]int {
	rank := map[string]int{}
	for i, name := range sdrs {
		rank[name] = i
	}
	return rank
}

// hasDate reports whether the lead has any date before as_of.
func (lead *leadState) hasDate() bool {
	return lead.ownDates() != [agreement.Won + 1]calendar.Moment{}
}

// motionOf returns a lead's motion; inbound where it is blank.
func motionOf(m string) string {
	if m == "" {
		return "inbound"
	}
	return m
}

// ownerOf returns the SDR under whom a lead is listed.
func (l *Ledger) ownerOf(lead *leadState) string {
	return cmp.Or(l.texts.text(lead.owner), unassigned)
}

// returned reports whether Sales returned the lead in time: disqualified it no later than accept_within
// after handoff.
func (l *Ledger) returned(lead *leadState) bool {
	if lead.Status != Disqualified || !lead.closed.Known() || !lead.handoff.Known() {
		return false
	}
	return !l.clock.AddDays(lead.handoff, l.agreement.Promise.AcceptWithin.Days).Before(lead.closed)
}

// openMQL reports whether the lead is an MQL at as_of that has reached no later stage and is managed.
func (l *Ledger) openMQL(lead *leadState) bool {
	return l.effective(lead, agreement.MQL).Known() && !lead.reachedAfter(agreement.MQL).Known() && l.managedNow(lead)
}

// active reports whether the lead is an open MQL with a touch in the last thirty days.
func (l *Ledger) active(lead *leadState) bool {
	return l.effective(lead, agreement.QL).Known() && l.openMQL(lead) &&
		lead.touchStats.lastTouch.Known() && !lead.touchStats.lastTouch.Before(l.idleSince)
}

// serial returns a moment as the workbook's date number, in the agreement's wall time; NaN if it is
// unknown.
func (l *Ledger) serial(m calendar.Moment) float64 {
	if !m.Known() {
		return NaN
	}
	return calendar.SerialOfWall(l.clock.WallMilli(m))
}

// hours returns the hours of the agreement's clock from a lead's handoff to m. It is NaN if either moment
// is unknown or is a bare date.
func (l *Ledger) hours(lead *leadState, m calendar.Moment) float64 {
	if !lead.handoff.Known() || !m.Known() || lead.handoff.DayOnly() || m.DayOnly() {
		return NaN
	}
	return l.clock.Between(lead.handoff, m)
}

// hoursToLeaving returns the hours of the agreement's clock from handoff to the moment from which Sales
// owes the lead nothing more. A bare date counts as its midnight, so it is at or before a due moment if
// that midnight is. The result is NaN if either moment is unknown or the handoff is a bare date.
func (l *Ledger) hoursToLeaving(lead *leadState) float64 {
	if !lead.handoff.Known() || !lead.doneOwing().Known() || lead.handoff.DayOnly() {
		return NaN
	}
	return l.clock.Between(lead.handoff, lead.doneOwing())
}

// elapsedHours returns the calendar hours between two moments. It is NaN if either is unknown or is a
// bare date.
func elapsedHours(from, until calendar.Moment) float64 {
	if !from.Known() || !until.Known() || from.DayOnly() || until.DayOnly() {
		return NaN
	}
	return float64(until.Milli()-from.Milli()) / 3600_000
}

// systemDelay returns the hours of the agreement's clock from created to assigned. It is NaN if they are
// not known or negative.
func (l *Ledger) systemDelay(lead *leadState) float64 {
	created, assigned := lead.ownDate(agreement.Created), lead.assigned
	if !assigned.Known() || !created.Known() || assigned.DayOnly() || created.DayOnly() || assigned.Before(created) {
		return NaN
	}
	return l.clock.Between(created, assigned)
}

// humanDelay returns the hours of the agreement's clock from assigned to the first call. It is NaN if
// they are not known or negative.
func (l *Ledger) humanDelay(lead *leadState) float64 {
	assigned, call := lead.assigned, lead.touchStats.firstCall
	if !assigned.Known() || !call.Known() || assigned.DayOnly() || call.DayOnly() || call.Before(assigned) {
		return NaN
	}
	return l.clock.Between(assigned, call)
}

// offMotion reports whether the lead's SDR specialises in the other motion (article 001, step 4).
func (l *Ledger) offMotion(lead *leadState) bool {
	r := l.repNamed(l.texts.text(lead.owner))
	return r != nil && r.Motion != "" && lead.handoff.Known() && r.Motion != motionOf(lead.Motion)
}

// touchesToSQL returns the number of touches from handoff to SQL. It is NaN for a lead that was not
// handed off before its SQL.
func (l *Ledger) touchesToSQL(lead *leadState) float64 {
	if !l.before(lead.handoff, l.effective(lead, agreement.SQL)) {
		return NaN
	}
	return float64(lead.touchStats.toSQL)
}

// hoursTitle returns the name of the clock's hours: business or calendar hours.
func (l *Ledger) hoursTitle() string {
	if l.clock.Business() {
		return "business hours"
	}
	return "calendar hours"
}

// daysBetween returns the elapsed days between two own dates. It is NaN if either is unknown or the
// second is earlier.
func daysBetween(from, until calendar.Moment) float64 {
	if !from.Known() || !until.Known() || until.Before(from) {
		return NaN
	}
	return elapsedDays(from, until)
}

// totalAmount adds the amounts of deals; blank ones are skipped.
func totalAmount(deals []*Deal) float64 {
	var xs []float64
	for _, d := range deals {
		if !math.IsNaN(d.Amount) {
			xs = append(xs, d.Amount)
		}
	}
	return calc.Total(xs)
}

// wonAmount adds the amounts of a lead's deals that were won before as_of.
func (l *Ledger) wonAmount(lead *leadState) float64 {
	notWon := func(d *Deal) bool { return d.Won != Yes || !l.ifBeforeAsOf(d.Closed).Known() }
	return totalAmount(slices.DeleteFunc(lead.allDeals(), notWon))
}

// oneOrZero returns 1 for true and 0 for false, as flag columns hold them.
func oneOrZero(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// repNamed returns the SDR of the team table with a given name; nil if there is none.
func (l *Ledger) repNamed(name string) *Rep {
	for i := range l.reps {
		if l.reps[i].Name == name {
			return &l.reps[i]
		}
	}
	return nil
}

// workingDays returns the working days of the period, each at its midnight.
func (l *Ledger) workingDays() []time.Time { return l.workingDaysOf(l.period.Start, l.period.End) }

// workingDaysOf returns the midnights of the working days from one midnight (included) to another
// (excluded).
func (l *Ledger) workingDaysOf(from, until time.Time) []time.Time {
	var out []time.Time
	for i := range calendar.Days(from, until) {
		if d := from.AddDate(0, 0, i); l.clock.Working(d) {
			out = append(out, d)
		}
	}
	return out
}
