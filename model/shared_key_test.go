package model

import (
	"testing"

	"leadpact/model/agreement"
)

func TestAnActivityOfASharedEmailOrContactBelongsToTheLeadHandedOffLast(t *testing.T) {
	t.Parallel()
	c := newScene()
	for _, x := range []struct{ id, created, mql string }{
		{"third", "2026-10-03T10:00:00Z", ""},
		{"second", "2026-10-02T10:00:00Z", ""},
		{"later", "2026-10-01T10:00:00Z", "2026-10-08T10:00:00Z"},
		{"earlier", "2026-10-06T10:00:00Z", "2026-10-06T10:00:00Z"},
		{"same moment", "2026-10-06T10:00:00Z", "2026-10-06T10:00:00Z"},
	} {
		row := lead(x.id, x.created, "A", "demo")
		row.Email, row.Contact = "a@case.example", "003C1"
		row.Stages[agreement.MQL] = stamp("2027-01-01T00:00:00Z") // not yet
		if x.mql != "" {
			row.Stages[agreement.MQL] = stamp(x.mql)
		}
		c.leads = append(c.leads, row)
	}
	l := newLedger(t, c)
	for at, want := range map[string]string{
		"2026-09-01T00:00:00Z": "third", // before all of them: the first
		"2026-10-01T11:00:00Z": "later", // created last
		"2026-10-02T11:00:00Z": "second",
		"2026-10-04T11:00:00Z": "third",
		"2026-10-06T10:00:00Z": "earlier", // the first of two that were handed off at the same moment
		"2026-10-08T09:59:59Z": "earlier",
		"2026-10-08T11:00:00Z": "later",
	} {
		for _, r := range []LeadRef{l.LeadByEmail([]byte("a@case.example"), stamp(at)), l.LeadByContact([]byte("003C1"), stamp(at))} {
			if r.None() || r.lead.ID != want {
				t.Errorf("an activity at %s belongs to %+v, want lead %q", at, r.lead, want)
			}
		}
	}
	if r := l.LeadByContact([]byte("003c1"), stamp("2026-10-08T11:00:00Z")); !r.None() {
		t.Errorf("another contact finds lead %q", r.lead.ID)
	}
	if r := l.LeadByEmail([]byte("b@case.example"), stamp("2026-10-08T11:00:00Z")); !r.None() {
		t.Errorf("an unknown address finds lead %q", r.lead.ID)
	}
}
