package restate

import (
	"testing"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

// leadsTable returns the table of leads of an agreement with rules of each kind.
func leadsTable(t *testing.T) *calc.Table {
	t.Helper()
	touches := 5.0
	a := &agreement.Agreement{}
	a.Head.ID, a.Head.Zone = "SLA-1", "UTC"
	a.Promise.ContactWithin = calendar.Span{Minutes: 24 * 60}
	a.Actions.High = &agreement.ActionLine{
		CallWithin: calendar.Span{Minutes: 60}, Touches: &touches, Timeframe: calendar.Span{Days: 30},
	}
	period, err := calendar.ParsePeriod("2026-10", time.UTC, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	ledger := model.NewLedger(a, period)
	ledger.ResolveLeads()
	return ledger.Scorecard().MustTable("leads")
}

// The columns that are listed by name must be facts of the leads, of the unit that their meaning asks for.
func TestListedColumnsAreFactsOfTheLeads(t *testing.T) {
	t.Parallel()
	leads := leadsTable(t)
	check := func(name string, units ...formula.Unit) {
		c := leads.Column(name)
		if c == nil || !isFact(c) {
			t.Errorf("%s is no fact of the leads", name)
			return
		}
		for _, u := range units {
			if c.Unit == u {
				return
			}
		}
		t.Errorf("%s has unit %d", name, c.Unit)
	}
	for _, name := range dateColumns {
		check(name, formula.Time)
	}
	for _, name := range fieldColumns {
		check(name, formula.Words)
	}
	for _, name := range dealColumns {
		check(name, formula.Count, formula.Money, formula.Time)
	}
	for _, name := range []string{
		"calls", "touched", "contacted", "conversed", "first_call_calendar", "first_call", "first_touch",
	} {
		if !countsActivities(name, false) {
			t.Errorf("%s does not count activities", name)
		}
		check(name, formula.Count, formula.Touches, formula.Hours)
	}
}

func TestAFactHasOneKindOfCause(t *testing.T) {
	t.Parallel()
	leads := leadsTable(t)
	found := map[string]int{}
	for _, c := range leads.Columns {
		if !isFact(c) {
			continue
		}
		kinds := 0
		for kind, is := range map[string]bool{
			"position": isPosition(c.Name), "date": isDate(c.Name), "field": isField(c.Name),
			"activities": countsActivities(c.Name, false),
		} {
			if is {
				kinds++
				found[kind]++
			}
		}
		if kinds > 1 {
			t.Errorf("%s has %d kinds of causes", c.Name, kinds)
		}
	}
	for _, kind := range []string{"position", "date", "field", "activities"} {
		if found[kind] == 0 {
			t.Errorf("no column of the leads has the kind %s", kind)
		}
	}
	if !isPosition("sdr_no") || !isPosition("line") || isPosition("sdr") {
		t.Error("positions are not told from fields")
	}
}

func TestCauseOfAChangedDateAndCount(t *testing.T) {
	t.Parallel()
	n, missing := formula.Num, formula.Missing
	for _, c := range []struct {
		name     string
		was, now formula.Value
		want     string
	}{
		{"a new date", missing, n(2), causeBackdated},
		{"an earlier date", n(2), n(1), causeBackdated},
		{"a later date", n(1), n(2), causeRedated},
		{"a date that is gone", n(1), missing, causeRedated},
	} {
		if got := dateCause(c.was, c.now); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for _, c := range []struct {
		column   string
		was, now formula.Value
		want     string
	}{
		{"calls", n(1), n(2), causeTouches},
		{"calls", n(2), n(1), causeNoTouches},
		{"first_call", n(2), n(1), causeTouches},
		{"first_call", missing, n(1), causeTouches},
		{"first_call", n(1), missing, causeNoTouches},
	} {
		if got := activityCause(c.column, c.was, c.now); got != c.want {
			t.Errorf("%s from %v to %v: %s, want %s", c.column, c.was, c.now, got, c.want)
		}
	}
}
