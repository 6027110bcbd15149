package model

import (
	"fmt"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
	. "leadpact/model/formula"
)

// This file holds when a figure has no final status though it has a value (SPEC section 2a): rows that the
// files lack could turn it. The files may lack the last rows of the period, or leads and deals that are older
// than the files.

// firstDays is the span after the beginning of the leads or deals in which rows show that there were others
// before: if more than one in oldShare of those that a figure counts was created in it, then the figure
// probably misses some that were created earlier.
const (
	firstDays = 60
	oldShare  = 100
)

// longestQuiet is the number of working days without a deal after which a table of few deals may have ended.
const longestQuiet = 10

// whyUnseen returns why rows of a table may be missing at the end of the period or, if the table has few rows, in
// between, though the table covers it; empty where none are.
func (l *Ledger) whyUnseen(table string) string {
	t := l.covered(table)
	switch {
	case t == nil || l.period.Limited():
		return ""
	case t.Gap != nil:
		return fmt.Sprintf("%s has few rows, and none from %s to %s, so some may be missing: set complete: true under inputs.%s if none are",
			t.File, t.Gap.From.Format(time.DateOnly), t.Gap.Until.AddDate(0, 0, -1).Format(time.DateOnly), table)
	case t.UnseenDays > 0:
		return fmt.Sprintf("%s ends on %s, and later rows may change it: export it again", t.File, l.momentText(t.Ends))
	default:
		return ""
	}
}

// momentText returns a moment as texts show it.
func (l *Ledger) momentText(t time.Time) string {
	return t.In(l.clock.Location).Format("2006-01-02 15:04")
}

// unseenLeads returns how many leads may be missing at the end of the period.
func (l *Ledger) unseenLeads() int {
	t := l.covered("leads")
	if t == nil || l.period.Limited() {
		return 0
	}
	return t.Unseen
}

// whyOlderLeads returns why leads that are older than the files may be missing among those that a figure
// counts; empty where they are not. The answer is kept by what the figure counts.
func (l *Ledger) whyOlderLeads(what string, counts func(*leadState) bool) string {
	t := l.covered("leads")
	if t == nil || t.Begins.IsZero() {
		return ""
	}
	why, known := l.whyOlder[what]
	if known {
		return why
	}
	until := calendar.At(t.Begins.AddDate(0, 0, firstDays))
	missing := l.start.Before(until)
	if !missing {
		old := l.countLeads(l.leadsBefore(until), counts)
		missing = old > 0 && old*oldShare > l.countLeads(l.rows, counts)
	}
	if missing {
		why = fmt.Sprintf("leads begin on %s, and older ones are probably missing: export more of them",
			t.Begins.Format(time.DateOnly))
	}
	l.whyOlder[what] = why
	return why
}

// leadsBefore returns the leads that were created before a moment, which is the same in all calls.
func (l *Ledger) leadsBefore(until calendar.Moment) []*leadState {
	if l.oldest == nil {
		l.oldest = []*leadState{}
		for _, lead := range l.rows {
			if lead.ownDate(agreement.Created).Before(until) {
				l.oldest = append(l.oldest, lead)
			}
		}
	}
	return l.oldest
}

// countLeads returns how many of the leads a figure counts.
func (l *Ledger) countLeads(leads []*leadState, counts func(*leadState) bool) (n int) {
	for _, lead := range leads {
		if counts(lead) {
			n++
		}
	}
	return n
}

// inPeriod reports whether a moment lies in the period before as_of.
func (l *Ledger) inPeriod(m calendar.Moment) bool {
	return m.Known() && !m.Before(l.start) && m.Before(l.asOf)
}

// whyLineUnsure returns why a line of the goal grid that is below its goal may have reached it; empty where
// it has not.
func (l *Ledger) whyLineUnsure(g gridLine) string {
	switch {
	case g.stock:
		return firstReason(l.whyOlderStock(), l.whyUnseen("activities"))
	case g.stage == agreement.Created:
		if t := l.covered("leads"); t != nil && !t.Begins.IsZero() && t.Since.After(l.period.Start) {
			return "leads begin on " + t.Since.Format(time.DateOnly)
		}
		return ""
	}
	return l.whyOlderFlow(g.stage)
}

// whyOlderStock returns why leads may be missing among those that were managed in the period.
func (l *Ledger) whyOlderStock() string { return l.whyOlderLeads("managed", l.managedInPeriod) }

// whyOlderFlow returns why leads may be missing among those that reached a stage in the period.
func (l *Ledger) whyOlderFlow(st agreement.Stage) string {
	return l.whyOlderLeads(st.String(), func(lead *leadState) bool { return l.inPeriod(l.effective(lead, st)) })
}

// whyOlderHandoffs returns why leads may be missing among those that were handed off in the period.
func (l *Ledger) whyOlderHandoffs() string {
	return l.whyOlderLeads("handoff", func(lead *leadState) bool { return l.inPeriod(lead.handoff) })
}

// whyDealsUnsure returns why deals of the period may be missing; empty where none are.
func (l *Ledger) whyDealsUnsure() string {
	t := l.covered("deals")
	switch {
	case t == nil:
		return ""
	case t.Silence == coverage.NoSilence && t.Proof == "" && len(l.workingDaysOf(t.Ends, l.period.AsOf)) > longestQuiet:
		return fmt.Sprintf("the last deals of %s are of %s, and too few to know whether it goes on", t.File, l.momentText(t.Ends))
	case !t.Reaches(l.period.AsOf):
		return fmt.Sprintf("deals are counted to %s, where %s ends", l.momentText(t.Ends), t.File)
	case t.Begins.IsZero():
		return l.whyUnseen("deals")
	}
	until, old, all := calendar.At(t.Begins.AddDate(0, 0, firstDays)), 0, 0
	for d := range l.deals.all() {
		if closed := l.dealClosed(d); l.inPeriod(closed) {
			if all++; d.Created.Before(until) {
				old++
			}
		}
	}
	if l.start.Before(until) || old*oldShare > all {
		return fmt.Sprintf("deals begin on %s, and older ones are probably missing: export more of them",
			t.Begins.Format(time.DateOnly))
	}
	return l.whyUnseen("deals")
}

// metIfSure returns the status of a count against its goal. If rows may be missing, a count below its goal
// has no status, unless even the unseen rows would not have reached it.
func (l *Ledger) metIfSure(actual, goal Expr, why string) Expr {
	var below Expr = Word(Missed)
	switch {
	case why != "":
		below = NA{}
	case l.unseenLeads() > 0:
		below = If(Compare(LT, Add(actual, Ref(unseenLeadsID)), goal), Word(Missed), NA{})
	}
	return If(Compare(GE, actual, goal), Word(Met), below)
}
