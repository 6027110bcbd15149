package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// issuedCard is what the tests read from scorecard.json.
type issuedCard struct {
	Quantities []struct {
		ID    string
		Value any
	}
	Restated []struct {
		ID                   string
		Was, Now             any
		Causes, Leads, Terms []string
	}
	Restatement *struct {
		SDRs []struct {
			SDR, Figure string
			Was, Now    any
		}
		Leads []struct {
			Lead   string
			Causes []struct{ Cause, What string }
		}
		Terms []struct{ ID string }
		Files []string
	}
}

// october publishes October of the small company, once for all tests, and returns the folder.
var october = sync.OnceValues(func() (string, error) {
	out, err := os.MkdirTemp(testDir, "october")
	if err != nil {
		return "", err
	}
	j, err := openJob("testdata/company/agreement.yaml", "2026-10", "2026-11-02T12:00:00Z", time.Now())
	if err != nil {
		return "", err
	}
	_, _, err = j.publishInto(context.Background(), out)
	return filepath.Join(out, "2026-10"), err
})

// octoberAgain computes October of a company, and compares it with the issue of the small company.
func octoberAgain(t *testing.T, c *company) (before, after issuedCard) {
	t.Helper()
	issued, err := october()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(issued, cardName))
	if err != nil {
		t.Fatal(err)
	}
	j, err := openJob(filepath.Join(c.dir, "agreement.yaml"), "2026-10", "", c.now)
	if err != nil {
		t.Fatal(err)
	}
	_, docs, err := j.compose(t.Context(), issued, scorecardOnly)
	if err != nil {
		t.Fatal(err)
	}
	return parseCard(t, data), parseCard(t, docs.file(cardName))
}

func parseCard(t *testing.T, data []byte) issuedCard {
	t.Helper()
	var card issuedCard
	if err := json.Unmarshal(data, &card); err != nil {
		t.Fatal(err)
	}
	return card
}

func TestEachRestatedFigureHasItsCause(t *testing.T) {
	t.Parallel()
	const (
		at5th = "2026-10-05T09:00:00-04:00"
		l3    = "L3," + at5th + "," + at5th + "," + at5th + ",,open,Ben,"
		l4    = "L4,2026-10-07T09:00:00-04:00,,,,open,Ben,l4@example.com,Events,A,newsletter,low,inbound\n"
		l5    = "L5,2026-10-09T09:00:00-04:00,,,,open,Ben,l5@example.com,Events,A,newsletter,low,inbound\n"
	)
	for _, c := range []struct {
		name  string
		edit  func(*testing.T, *company)
		lead  string // the lead that is the reason; empty: none
		cause string
		what  string // what changed in the lead
		id    string // one of the restated figures
	}{
		{"a late row", func(t *testing.T, c *company) {
			c.edit(t, "leads.csv", l4, l4+l5)
		}, "L5", "late row", "exports/leads.csv:6", "actual.leads_sourced"},
		{"a deleted row", func(t *testing.T, c *company) { c.edit(t, "leads.csv", l4, "") },
			"L4", "deleted", "no longer", "actual.leads_sourced"},
		{"a row merged into another, which takes its date", func(t *testing.T, c *company) {
			c.edit(t, "leads.csv", "L4,2026-10-07T09:00:00-04:00", "L4,2026-10-05T09:00:00-04:00")
			c.edit(t, "leads.csv", "\n"+l3, "\n#")
			c.edit(t, "leads.csv", "#", "L3x,2026-11-03T09:00:00-05:00,,,,open,Ben,")
		}, "L3", "merged", "into lead L4", "actual.mqls_created"},
		{"a stage entered afterwards with an earlier date", func(t *testing.T, c *company) {
			c.edit(t, "leads.csv", l3, strings.Replace(l3, ",,open", ",2026-10-30T10:00:00-04:00,open", 1))
		}, "L3", "backdated", "SQL 2026-10-30 10:00, was n/a", "actual.sqls_created"},
		{"a removed stage", func(t *testing.T, c *company) { c.edit(t, "leads.csv", "2026-10-06T10:00:00-04:00", "") },
			"L1", "redated", "SQL n/a, was 2026-10-06 10:00", "actual.sqls_created"},
		{"a call logged afterwards", func(t *testing.T, c *company) {
			c.edit(t, "activities.csv", "A4,", "A9,L3,call,2026-10-05T10:00:00-04:00,Ben,connected,outbound\nA4,")
		}, "L3", "late activities", "Calls 2, was 1", "kpi.first_call_hours"},
		{"a deleted call", func(t *testing.T, c *company) {
			c.edit(t, "activities.csv", "A4,L2,call,2026-10-04T09:00:00-04:00,Ann,no_answer,outbound\n", "")
		}, "L2", "fewer activities", "Calls 0, was 1", "adherence.contact.late"},
		{"an edited tier", func(t *testing.T, c *company) {
			c.edit(t, "leads.csv", "Search,A,newsletter", "Search,,newsletter")
		}, "L2", "edited", "Tier n/a, was A", "delivered.lead_value"},
		{"changed terms", func(t *testing.T, c *company) {
			c.change(t, "contact_within: 24h", "contact_within: 72h")
		}, "", "changed terms", "", "adherence.contact"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			company := newCompany(t, 1)
			c.edit(t, company)
			before, after := octoberAgain(t, company)
			was := map[string]any{}
			for _, q := range before.Quantities {
				was[q.ID] = q.Value
			}
			var differ, restated []string
			for _, q := range after.Quantities {
				if old, known := was[q.ID]; known && old != q.Value {
					differ = append(differ, q.ID)
				}
			}
			for _, f := range after.Restated {
				restated = append(restated, f.ID)
				if f.Was != was[f.ID] || f.Was == f.Now {
					t.Errorf("%s: was %v, now %v; it was %v", f.ID, f.Was, f.Now, was[f.ID])
				}
				leadsFit := slices.Contains(f.Leads, c.lead) || c.lead == "" && len(f.Leads) == 0
				if !slices.Equal(f.Causes, []string{c.cause}) || !leadsFit {
					t.Errorf("%s: %v by %v, want %s by %q", f.ID, f.Causes, f.Leads, c.cause, c.lead)
				}
			}
			if diff := cmp.Diff(differ, restated); diff != "" || !slices.Contains(restated, c.id) {
				t.Errorf("restated: %v\n%s", restated, diff)
			}
			if c.lead == "" {
				if len(after.Restatement.Terms) != 1 || after.Restatement.Terms[0].ID != "term.promise.contact_within" {
					t.Errorf("terms %v", after.Restatement.Terms)
				}
				return
			}
			i := slices.IndexFunc(after.Restatement.Leads, func(l struct {
				Lead   string
				Causes []struct{ Cause, What string }
			}) bool {
				return l.Lead == c.lead
			})
			if i < 0 || !strings.Contains(after.Restatement.Leads[i].Causes[0].What, c.what) {
				t.Errorf("leads %v, want %s: %s", after.Restatement.Leads, c.lead, c.what)
			}
		})
	}
}

func TestLeadWithAnotherOwnerRestatesItsSDRsOnly(t *testing.T) {
	t.Parallel()
	company := newCompany(t, 1)
	company.edit(t, "leads.csv", "open,Ben,l3@", "open,Ann,l3@")
	_, card := octoberAgain(t, company)
	if len(card.Restated) > 0 || card.Restatement == nil {
		t.Fatalf("%v", card)
	}
	var sdrs []string
	for _, x := range card.Restatement.SDRs {
		if x.Figure == "leads_handed_off" {
			sdrs = append(sdrs, x.SDR)
		}
	}
	leads := card.Restatement.Leads
	if !slices.Equal(sdrs, []string{"Ann", "Ben"}) || len(leads) != 1 || leads[0].Causes[0].What != "SDR Ann, was Ben" {
		t.Errorf("%v", card.Restatement)
	}
}
