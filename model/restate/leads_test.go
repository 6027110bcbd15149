package restate

import (
	"maps"
	"slices"
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

func TestTheKindOfAFactFitsItsUnit(t *testing.T) {
	t.Parallel()
	units := map[string][]formula.Unit{
		model.PositionFact: {formula.Words, formula.Count},
		model.FieldFact:    {formula.Words},
		model.DateFact:     {formula.Time},
		model.DealFact:     {formula.Count, formula.Money},
		model.ActivityFact: {formula.Count, formula.Touches, formula.Hours},
		model.ClockFact:    {formula.Hours},
	}
	found := map[string]int{}
	for _, c := range leadsTable(t).Columns {
		if c.Kind == "" {
			continue
		}
		found[c.Kind]++
		if !isFact(c) || !slices.Contains(units[c.Kind], c.Unit) {
			t.Errorf("%s is no fact or its unit %d does not fit the kind %q", c.Name, c.Unit, c.Kind)
		}
	}
	want := map[string]int{model.PositionFact: 4, model.FieldFact: 8, model.DateFact: 8, model.DealFact: 3,
		model.ActivityFact: 6, model.ClockFact: 2} // the so-far column of one rule in days among the activities
	if !maps.Equal(found, want) {
		t.Errorf("columns by kind: %v, want %v", found, want)
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
		unit     formula.Unit
		was, now formula.Value
		want     string
	}{
		{formula.Touches, n(1), n(2), causeTouches},
		{formula.Touches, n(2), n(1), causeNoTouches},
		{formula.Hours, n(2), n(1), causeTouches},
		{formula.Hours, missing, n(1), causeTouches},
		{formula.Hours, n(1), missing, causeNoTouches},
	} {
		if got := activityCause(c.unit, c.was, c.now); got != c.want {
			t.Errorf("unit %d from %v to %v: %s, want %s", c.unit, c.was, c.now, got, c.want)
		}
	}
}
