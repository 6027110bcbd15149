package model

import "testing"

func TestDealsJoinByLeadIDThenByTheLeadsOwnDealsThenByAUniqueName(t *testing.T) {
	t.Parallel()
	c := newScene()
	for _, x := range []struct{ id, name, deal string }{{"L1", "Acme", "D2"}, {"L2", "Zeta", ""}, {"L3", "Twin", ""}, {"L4", "Twin", ""}} {
		l := lead(x.id, "2026-10-05T10:00:00Z", "A", "guide")
		if l.Name = x.name; x.deal != "" {
			l.DealIDs = []string{x.deal}
		}
		c.leads = append(c.leads, l)
	}
	c.deals = []Deal{
		{ID: "D1", Lead: "L2", LeadName: "Acme", SDR: "Bea"}, // by its lead id, whatever the name
		{ID: "D2", SDR: "Ann"},                               // by the lead's own deal ids
		{ID: "D3", LeadName: "Zeta", SDR: "Cem"},             // by the name of one lead
		{ID: "D4", LeadName: "Twin", SDR: "Dan"},             // two leads have the name
		{ID: "D5", LeadName: "zeta ", SDR: "Eva"},            // another name
		{ID: "D6", Lead: "L9", LeadName: "Acme"},             // its lead is not known
	}
	l := newLedger(t, c)
	want := map[string]string{"D1": "L2", "D2": "L1", "D3": "L2", "D4": "", "D5": "", "D6": ""}
	for d := range l.deals.all() {
		got := ""
		if d.lead != nil {
			got = d.lead.ID
		}
		if got != want[d.ID] {
			t.Errorf("%s belongs to %q, want %q", d.ID, got, want[d.ID])
		}
	}
	for id, want := range map[string]string{"L1": "Ann", "L2": "Bea", "L3": "", "L4": ""} { // a lead without an owner
		if got := l.texts.texts[l.LeadByID([]byte(id)).lead.owner]; got != want {
			t.Errorf("%s has the owner %q, want %q", id, got, want)
		}
	}
	c.leads[0].Owner = "Ola"
	l = newLedger(t, c)
	if got := l.texts.texts[l.LeadByID([]byte("L1")).lead.owner]; got != "Ola" {
		t.Errorf("L1 has an owner of its own, and %q", got)
	}
}
