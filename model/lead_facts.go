package model

import (
	"cmp"
	"math"
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// unassigned is the name under which leads without owner stand; nobody's score.
const unassigned = "Unassigned"

// sdrNames are the SDRs of the scorecard: the team that had started by as_of, then every other owner by name, then
// Unassigned.
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
	met := make([]bool, len(l.texts.texts))
	for _, lead := range l.rows {
		met[lead.owner] = true
	}
	for i, name := range l.texts.texts[1:] {
		if met[i+1] && !known[name] {
			owners = append(owners, name)
		}
	}
	slices.Sort(owners)
	return append(append(team, owners...), unassigned)
}

// ranks are the places of SDRs in their order.
func ranks(sdrs []string) map[string]int {
	rank := map[string]int{}
	for i, name := range sdrs {
		rank[name] = i
	}
	return rank
}

// exists says that anything of the lead happened before as_of.
func (lead *leadState) hasDate() bool {
	return lead.ownDates() != [agreement.Won + 1]calendar.Moment{}
}

func motionOf(m string) string {
	if m == "" {
		return "inbound"
	}
	return m
}

func (l *Ledger) ownerOf(lead *leadState) string {
	return cmp.Or(l.texts.text(lead.owner), unassigned)
}

// returned says that Sales gave the lead back in time: disqualified up to and including accept_within after handoff.
func (l *Ledger) returned(lead *leadState) bool {
	if lead.Status != Disqualified || !lead.closed.Known() || !lead.handoff.Known() {
		return false
	}
	return !l.clock.Days(lead.handoff, l.agreement.Promise.AcceptWithin.Days).Before(lead.closed)
}

func (l *Ledger) openMQL(lead *leadState) bool {
	return l.effective(lead, agreement.MQL).Known() && !lead.reachedAfter(agreement.MQL).Known() && l.managedNow(lead)
}

func (l *Ledger) active(lead *leadState) bool {
	return l.effective(lead, agreement.QL).Known() && l.openMQL(lead) &&
		lead.touchStats.lastTouch.Known() && !lead.touchStats.lastTouch.Before(l.idleSince)
}

func (l *Ledger) serial(m calendar.Moment) float64 {
	if !m.Known() {
		return NaN
	}
	return calendar.SerialOf(l.clock.WallMilli(m))
}

// hours runs the agreement's clock from the handoff; missing where either moment is not known or has no time of day.
func (l *Ledger) hours(lead *leadState, m calendar.Moment) float64 {
	if !lead.handoff.Known() || !m.Known() || lead.handoff.DayOnly() || m.DayOnly() {
		return NaN
	}
	return l.clock.Between(lead.handoff, m)
}

// hoursToLeaving compares a leaving without time of day as a day: it lies by the due moment if its midnight does.
func (l *Ledger) hoursToLeaving(lead *leadState) float64 {
	if !lead.handoff.Known() || !lead.doneOwing().Known() || lead.handoff.DayOnly() {
		return NaN
	}
	return l.clock.Between(lead.handoff, lead.doneOwing())
}

func elapsedHours(from, til calendar.Moment) float64 {
	if !from.Known() || !til.Known() || from.DayOnly() || til.DayOnly() {
		return NaN
	}
	return float64(til.Milli()-from.Milli()) / 3600_000
}

func (l *Ledger) systemDelay(lead *leadState) float64 {
	created, assigned := lead.ownDate(agreement.Created), lead.assigned
	if !assigned.Known() || !created.Known() || assigned.DayOnly() || created.DayOnly() || assigned.Before(created) {
		return NaN
	}
	return l.clock.Between(created, assigned)
}

func (l *Ledger) humanDelay(lead *leadState) float64 {
	assigned := lead.assigned
	if !assigned.Known() || !lead.touchStats.firstCall.Known() || assigned.DayOnly() || lead.touchStats.firstCall.DayOnly() || lead.touchStats.firstCall.Before(assigned) {
		return NaN
	}
	return l.clock.Between(assigned, lead.touchStats.firstCall)
}

// offMotion says that the lead's SDR specialises in the other motion (article 001, step 4).
func (l *Ledger) offMotion(lead *leadState) bool {
	r := l.repNamed(l.texts.text(lead.owner))
	return r != nil && r.Motion != "" && lead.handoff.Known() && r.Motion != motionOf(lead.Motion)
}

// touchesToSQL counts for a lead that was handed off before its SQL.
func (l *Ledger) touchesToSQL(lead *leadState) float64 {
	if !l.before(lead.handoff, l.effective(lead, agreement.SQL)) {
		return NaN
	}
	return float64(lead.touchStats.toSQL)
}

func (l *Ledger) hoursTitle() string {
	if l.clock.Business() {
		return "business hours"
	}
	return "calendar hours"
}

// between are the days between two own dates; missing where they run backwards.
func daysBetween(from, til calendar.Moment) float64 {
	if !from.Known() || !til.Known() || til.Before(from) {
		return NaN
	}
	return elapsedDays(from, til)
}

func totalAmount(deals []*Deal) float64 {
	var xs []float64
	for _, d := range deals {
		if !math.IsNaN(d.Amount) {
			xs = append(xs, d.Amount)
		}
	}
	return calc.Total(xs)
}

func (l *Ledger) wonAmount(lead *leadState) float64 {
	return totalAmount(slices.DeleteFunc(lead.allDeals(), func(d *Deal) bool { return d.Won != Yes || !l.ifBeforeAsOf(d.Closed).Known() }))
}

func oneOrZero(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// where is e if the stage is provided, else n/a.
func (l *Ledger) ifStage(st agreement.Stage, e Expr) Expr {
	return If(Compare(EQ, Ref("provided."+st.String()), Number(1)), e, NA{})
}

// numsColumn and textsColumn add a fact column to the leads table, computed lead by lead.
type (
	addNumbers = func(name, title string, u Unit, note string, f func(*leadState) float64)
	addTexts   = func(name, title, note string, f func(*leadState) string)
)

func (l *Ledger) repNamed(name string) *Rep {
	for i := range l.reps {
		if l.reps[i].Name == name {
			return &l.reps[i]
		}
	}
	return nil
}

// workingDays are the working days of the period, each at its midnight.
func (l *Ledger) workingDays() []time.Time { return l.workingDaysOf(l.period.Start, l.period.End) }

func (l *Ledger) workingDaysOf(from, til time.Time) []time.Time {
	var out []time.Time
	for i := range calendar.Days(from, til) {
		if d := from.AddDate(0, 0, i); l.clock.Working(d) {
			out = append(out, d)
		}
	}
	return out
}
