package model

import (
	"fmt"
	"slices"
	"strings"
	"time"

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
	if !ok || table == "activities" && !t.Ends.After(l.period.Start) {
		l.withdraw(table)
	}
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

// touchesKnown reports whether all touches of a lead are in the files: it was handed off after they begin.
func (l *Ledger) touchesKnown(lead *leadState) bool {
	t := l.covered("activities")
	return l.hasActivities && (t == nil || t.HasFrom(lead.handoff))
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

// whyDueUnknown returns why it is not known what was done by a due moment: it lies in a hole of the
// activities. It is empty where it does not.
func (l *Ledger) whyDueUnknown(due calendar.Moment) string {
	t := l.covered("activities")
	if t == nil || !due.Known() {
		return ""
	}
	h := t.InHole(due)
	if h == nil {
		return ""
	}
	return fmt.Sprintf("there are no activities from %s to %s", h.From.Format(time.DateOnly),
		h.Until.AddDate(0, 0, -1).Format(time.DateOnly))
}
