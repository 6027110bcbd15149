package agreement

import (
	"slices"
	"testing"

	"leadpact/model/calendar"
)

func TestConflictsNameTermsThatCannotAllBeMet(t *testing.T) {
	t.Parallel()
	n := func(x float64) *float64 { return &x }
	a := &Agreement{Cadence: &Cadence{Steps: []CadenceStep{
		{Touches: 3, Within: calendar.Span{Days: 14}},
		{Touches: 5, Within: calendar.Span{Days: 28}},
	}}}
	a.Actions.High = &ActionLine{Touches: n(15), Timeframe: calendar.Span{Days: 90}}
	a.Actions.Low = &ActionLine{Touches: n(3), Timeframe: calendar.Span{Days: 30}}
	a.Capacity.MQLConversion = &Rate{Value: 0.08}
	a.Capacity.ActiveMQLs = &Band{High: n(200)}
	a.Goals.SQLsCreated, a.Goals.MQLsManaged = n(32), n(525)
	a.KPIs = []KPITerm{{ID: "mql_to_sql", Goal: n(0.08), Basis: "managed"}}
	a.Cadence.For = nil
	want := []string{
		"goals: 32 SQLs of 525 MQLs managed are 6.1 %, but kpis: mql_to_sql asks for 8.0 %",
		"goals: 32 SQLs of 525 MQLs managed are 6.1 %, but capacity: mql_conversion asks for 8.0 %",
		"action_agreement: a low lead is owed 3 touches in 30 days, but cadence asks for 5 by day 28",
	}
	if got := a.Conflicts(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	a.KPIs[0].Goal, a.Capacity.MQLConversion.Value = n(0.06), 0.06
	a.Capacity.SQLs = n(12)
	a.Cadence.For = []string{"high", "moderate"}
	if got := a.Conflicts(); len(got) != 0 {
		t.Errorf("terms that can all be met: %q", got)
	}
}
