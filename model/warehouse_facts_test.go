package model

import (
	"testing"

	"leadpact/model/calendar"
)

// Each column of the facts has a counter of its own, and what AddFacts stores Value returns.
func TestFactsAreStoredAndReturnedByColumn(t *testing.T) {
	t.Parallel()
	x := moderateLead()
	p, err := calendar.ParsePeriod("2026-06", dayOne.Location(), dayOne.AddDate(5, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	l := company{agreement: testAgreement(), leads: []Lead{x}}.ledger(p)
	lead, columns := l.LeadByID([]byte(x.ID)), l.FactColumns()
	if len(columns) != len(factColumns)+len(l.FactRules()) || l.HasTouches(lead) {
		t.Fatalf("%d columns, touches before there are any: %v", len(columns), l.HasTouches(lead))
	}
	for i := range columns {
		values := make([]int64, len(columns))
		values[i] = 1
		l.AddFacts(lead, columns, values)
		for j, c := range columns {
			got, known := c.Value(lead)
			if want := values[j]; got != want || known != (want != 0 || !c.IsMoment()) {
				t.Errorf("with %s alone, %s is %d (known: %v)", columns[i].Name, c.Name, got, known)
			}
		}
		if want := columns[i].Name == "touches" || columns[i].Name == "breakups"; l.HasTouches(lead) != want {
			t.Errorf("with %s alone, the lead has touches: %v", columns[i].Name, !want)
		}
	}
}

func TestFactsOfALeadThatWasNotHandedOffAreIgnored(t *testing.T) {
	t.Parallel()
	l := company{agreement: testAgreement(), leads: []Lead{{ID: "L"}}}.ledger(benchPeriod(t))
	lead, columns := l.LeadByID([]byte("L")), l.FactColumns()
	values := make([]int64, len(columns))
	for i := range values {
		values[i] = 1
	}
	if l.AddFacts(lead, columns, values); l.HasTouches(lead) {
		t.Error("the lead has touches")
	}
}
