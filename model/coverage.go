package model

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
)

// This file applies what the inputs cover to the period and to single leads (SPEC section 2a): nobody is
// judged by what the files do not show.

// NewEvents returns an empty count of the events of a table, up to now.
func (l *Ledger) NewEvents() *coverage.Events { return coverage.NewEvents(l.clock, l.period.Now) }

// RecordCoverage stores what a table covers, given its events and the file with the last of them. A table
// without an event counts as not given, and so do activities that end before the period. It must be called
// once all rows of the table are added; for leads and deals before ResolveLeads.
func (l *Ledger) RecordCoverage(table, file string, e *coverage.Events, k coverage.Known) {
	t, ok := coverage.Of(e, k, l.period)
	if ok {
		t.Name, t.File = table, file
		l.coverage = append(l.coverage, t)
	}
	if ok && table == "activities" && !t.Begins.IsZero() {
		l.touchesFrom, l.firstTouchRow = calendar.At(t.Begins), t.FirstRow
	}
	if why := l.whyUnusable(table, t); why != "" || !ok {
		l.withdraw(table)
	}
}

// DistrustActivities records why the activities do not show who was called, as a sentence without its full stop. They
// count as not given. It must be called before RecordCoverage of the activities.
func (l *Ledger) DistrustActivities(why string) { l.distrusted = why }

// whyUnusable returns why the activities tell nothing about the period: they end before it, no column gives
// their type, or they are distrusted; empty where they do, and for other tables.
func (l *Ledger) whyUnusable(table string, t coverage.Table) string {
	switch {
	case table != "activities":
		return ""
	case !t.Ends.After(l.period.Start):
		return fmt.Sprintf("%s ends on %s, before the period: export it again", t.File, t.Ends.Format(time.DateOnly))
	case l.distrusted != "":
		return l.distrusted
	case !l.provided["activities.type"]: // also where they are withdrawn already
		return l.columnAbsent("activities.type")
	}
	return ""
}

// withdraw treats a table as not given.
func (l *Ledger) withdraw(table string) {
	for what := range l.provided {
		if what == table || strings.HasPrefix(what, table+".") {
			delete(l.provided, what)
		}
	}
	l.hasActivities = l.hasActivities && table != "activities"
}

// Coverage returns what the tables with events cover: leads, deals and activities.
func (l *Ledger) Coverage() []coverage.Table { return l.coverage }

// covered returns what a table covers; nil if it has no events, or a warehouse's facts stand in its place.
func (l *Ledger) covered(table string) *coverage.Table { return tableCovered(l.coverage, table) }

func tableCovered(tables []coverage.Table, name string) *coverage.Table {
	if i := slices.IndexFunc(tables, func(t coverage.Table) bool { return t.Name == name }); i >= 0 {
		return &tables[i]
	}
	return nil
}

// LimitedAsOf returns the moment up to which leads and activities show what happened, where that is earlier
// than the as_of that was asked for: the earliest end of those that do not cover it. Activities that end
// before the period are not given, so they do not limit it. Otherwise it returns what was asked for.
func (l *Ledger) LimitedAsOf() time.Time {
	asOf := l.period.Asked
	for _, t := range l.LimitedBy() {
		if t.Name != "deals" {
			asOf = calendar.Earlier(asOf, t.Ends)
		}
	}
	return asOf
}

// LimitedBy returns the tables that do not cover the as_of that was asked for, the one that ends first
// before the others.
func (l *Ledger) LimitedBy() (out []coverage.Table) {
	for _, t := range l.coverage {
		stale := t.Name == "activities" && !t.Ends.After(l.period.Start)
		if !t.Reaches(l.period.Asked) && !stale {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b coverage.Table) int { return a.Ends.Compare(b.Ends) })
	return out
}

// judgedUntil returns the moment up to which obligations are judged: the earlier of as_of and the end of
// the activities. An obligation that falls due later is pending.
func (l *Ledger) judgedUntil() time.Time {
	if t := l.covered("activities"); t != nil && l.hasActivities {
		return calendar.Earlier(l.period.AsOf, t.Ends)
	}
	return l.period.AsOf
}

// judgedEarly reports whether the activities end before as_of, so that some obligations that have fallen due
// are not judged.
func (l *Ledger) judgedEarly() bool { return l.judgedUntil().Before(l.period.AsOf) }

// touchesKnown reports whether all touches of a lead are in the files: it was handed off after they begin.
func (l *Ledger) touchesKnown(lead *leadState) bool {
	return l.hasActivities && !lead.handoff.Before(l.touchesFrom)
}

// whyTouchesUnknown returns why the touches of a lead that was handed off are not all in the files; empty
// where they are.
func (l *Ledger) whyTouchesUnknown(lead *leadState) string {
	switch {
	case !l.hasActivities:
		return l.whyNoActivities()
	case !l.touchesKnown(lead):
		return "activities begin " + l.covered("activities").Begins.Format(time.DateOnly)
	}
	return ""
}

// whyDueUnknown returns why it is not known what was done by the due moment of a rule: it lies in a hole of
// the activities. It is empty where it does not.
func (l *Ledger) whyDueUnknown(lead *leadState, o *obligation) string {
	t := l.covered("activities")
	if t == nil || len(t.Holes) == 0 {
		return ""
	}
	if h := t.InHole(l.dueMoment(lead, o)); h != nil {
		return whyHole(*h)
	}
	return ""
}

// isMet reports whether the touches in the files meet a rule in time, whatever is missing.
func (l *Ledger) isMet(lead *leadState, o *obligation) bool {
	if o.countsKind == nil {
		due, done := l.dueMoment(lead, o), o.firstResponse(lead)
		return done.Known() && due.Known() && !due.Before(done)
	}
	asked := 0.0
	switch line := lead.actionLine; {
	case o.step != nil:
		asked = float64(o.step.Touches)
	case line == nil:
	case o.id == BreakupRule && line.Breakups != nil:
		asked = *line.Breakups
	case o.id == TouchesRule && line.Touches != nil:
		asked = *line.Touches
	}
	return float64(lead.touchStats.countedByDue(o)) >= asked
}

// longestDays returns the longest limit of a rule in days, rounded up for a rule in hours.
func (l *Ledger) longestDays(o *obligation) (days int) {
	switch {
	case o.step != nil:
		return o.step.Within.Days
	case o.countsKind != nil:
		return longestTimeframe(l.agreement)
	case o.id == ContactRule:
		return daysOf(l.agreement.Promise.ContactWithin)
	}
	_, lines := l.agreement.Lines()
	for _, line := range lines {
		days = max(days, daysOf(line.CallWithin))
	}
	for _, x := range l.agreement.LeadValue.Actions {
		days = max(days, daysOf(x.CallWithin))
	}
	return days
}

// daysOf returns a limit in days, rounded up.
func daysOf(s calendar.Span) int { return int(math.Ceil(s.Hours() / 24)) }

// whyRuleIncomplete returns why some obligations of a rule that fell due in the period are not judged: their
// clocks started before the activities begin, or they fell due in a hole. It is empty if all are.
func (l *Ledger) whyRuleIncomplete(o *obligation) string {
	if why := l.whyNotSince(calendar.AddDate(l.period.Start, 0, 0, -l.longestDays(o))); why != "" {
		return why
	}
	if t := l.covered("activities"); t != nil {
		for _, h := range t.Holes {
			if h.Until.After(l.period.Start) {
				return whyHole(h)
			}
		}
	}
	return ""
}

// whyRuleMissesLeads returns why adherence to a rule in days is not known: leads that were handed off by its
// longest limit before the period may be missing. It is empty where it is known.
func (l *Ledger) whyRuleMissesLeads(o *obligation) string {
	if o.countsKind == nil {
		return ""
	}
	return l.whyLeadsNotSince(calendar.AddDate(l.period.Start, 0, 0, -l.longestDays(o)))
}

// whySomeSQLsUntouched returns why the touches of some SQLs of the period are not known; empty where all are.
func (l *Ledger) whySomeSQLsUntouched() string {
	for _, lead := range l.rows {
		sql := l.effective(lead, agreement.SQL)
		if sql.Known() && !sql.Before(l.start) && l.before(lead.handoff, sql) && !l.touchesKnown(lead) {
			return l.whyTouchesUnknown(lead) + ", after some of the SQLs were handed off"
		}
	}
	return ""
}

func whyHole(h coverage.Hole) string {
	return fmt.Sprintf("there are no activities from %s to %s", h.From.Format(time.DateOnly),
		h.Until.AddDate(0, 0, -1).Format(time.DateOnly))
}
