package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadpact/model/drift"
)

// driftCard is what the tests of drift read from scorecard.json.
type driftCard struct {
	Drift    []drift.Change
	Shape    drift.Shape
	Warnings []struct {
		File string
		Text string
	}
}

// issuePeriod publishes a period of a company and returns its scorecard.json.
func (c *company) issuePeriod(t *testing.T, period string) (card driftCard, data []byte) {
	t.Helper()
	if code, stderr := c.run(t, "--period", period); code != 0 {
		t.Fatalf("%s: exit %d: %s", period, code, stderr)
	}
	data, err := os.ReadFile(filepath.Join(c.out(), period, cardName))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &card); err != nil {
		t.Fatal(err)
	}
	return card, data
}

// companyWithDeals returns the small company with deals, whose stage shows which are won.
func companyWithDeals(t *testing.T) *company {
	t.Helper()
	c := newCompany(t, 1)
	c.change(t, "\n  activities:", "\n  deals: {files: [exports/deals.csv], won_stages: [Closed Won]}\n  activities:")
	deals := "deal_id,lead_id,amount,stage,created_at,closed_at,sdr\n" +
		"D1,L1,10000,Closed Won,2026-10-07,2026-10-20,Ann\nD2,L2,5000,Talking,2026-09-08,,Ann\n"
	if err := os.WriteFile(filepath.Join(c.dir, "exports", "deals.csv"), []byte(deals), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheSecondMonthSaysWhatChangedInTheExports(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit func(*testing.T, *company)
		want []drift.Change
	}{
		"nothing": {func(*testing.T, *company) {}, nil},
		"the column tier is renamed": {
			func(t *testing.T, c *company) { c.edit(t, "leads.csv", ",tier,", ",Class,") },
			[]drift.Change{{Table: "leads", Column: "tier", Text: `no column gives tier any more; ["tier"] did`,
				Edit: `inputs.leads.columns.tier: ["Class"]`}},
		},
		"the dates are written with the month first": {
			func(t *testing.T, c *company) {
				c.edit(t, "deals.csv", "2026-10-07,2026-10-20", "07/10/2026,20/10/2026")
				c.edit(t, "deals.csv", "2026-09-08", "30/09/2026")
				c.issuePeriod(t, "2026-09")
				c.edit(t, "deals.csv", "07/10/2026,20/10/2026", "10/07/2026,10/20/2026")
				c.edit(t, "deals.csv", "30/09/2026", "09/30/2026")
			},
			[]drift.Change{
				{Table: "deals", Column: "created_at", Text: "created_at is written as mdy, and was as dmy",
					Edit: "inputs.deals.date_order: mdy"},
				{Table: "deals", Column: "closed_at", Text: "closed_at is written as mdy, and was as dmy",
					Edit: "inputs.deals.date_order: mdy"},
			},
		},
		"a new stage": {
			func(t *testing.T, c *company) { c.edit(t, "deals.csv", "D2,L2,5000,Talking", "D2,L2,5000,Signed") },
			[]drift.Change{{Table: "deals", Column: "stage", Text: `new stages, whose deals are neither won nor lost: "Signed" (1)`,
				Edit: `inputs.deals.won_stages: ["Signed"] beside the others, if they mean won; lost_stages, if lost`}},
		},
		"a new word of the status": {
			func(t *testing.T, c *company) { c.edit(t, "leads.csv", "open,Ben,l4@", "Nurture again,Ben,l4@") },
			[]drift.Change{{Table: "leads", Column: "status",
				Text: `new words of status that the agreement does not know: "Nurture again" (1)`,
				Edit: `inputs.leads.values.status.WORD: ["Nurture again"], where WORD is open, won, lost, disqualified, recycled`}},
		},
		"a new owner": {
			func(t *testing.T, c *company) { c.edit(t, "leads.csv", "open,Ben,l4@", "open,Cleo,l4@") },
			[]drift.Change{{Table: "leads", Column: "owner", Text: `new as owner and not in the team: "Cleo" (1)`,
				Edit: `inputs.team: the file with "Cleo"; or, for a queue, inputs.leads.not_people: ["Cleo"]`}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			company := companyWithDeals(t)
			first, _ := company.issuePeriod(t, "2026-09")
			if len(first.Drift) > 0 {
				t.Errorf("the first issue says %v", first.Drift)
			}
			c.edit(t, company)
			card, data := company.issuePeriod(t, "2026-10")
			if diff := cmp.Diff(append([]drift.Change{}, c.want...), card.Drift); diff != "" {
				t.Error(diff)
			}
			for i, want := range c.want {
				file := "exports/" + want.Table + ".csv"
				text := "since the issue of 2026-09: " + want.Table + ": " + want.Text + "; in agreement.yaml: " + want.Edit
				if got := card.Warnings[i]; got.File != file || got.Text != text {
					t.Errorf("warning %+v, want %s: %s", got, file, text)
				}
			}
			if _, again := company.issuePeriod(t, "2026-10"); string(again) != string(data) {
				t.Error("running again changes scorecard.json")
			}
		})
	}
}

func TestAPeriodWithoutAnEarlierOneIsComparedWithItsOwnIssue(t *testing.T) {
	t.Parallel()
	c := companyWithDeals(t)
	c.issuePeriod(t, "2026-10")
	c.edit(t, "leads.csv", ",tier,", ",Class,")
	card, data := c.issuePeriod(t, "2026-10")
	if len(card.Drift) != 1 || card.Drift[0].Column != "tier" {
		t.Fatalf("%v", card.Drift)
	}
	if _, again := c.issuePeriod(t, "2026-10"); string(again) != string(data) {
		t.Error("running again forgets what changed")
	}
	c.change(t, "leads: {files: [exports/leads.csv]", "leads: {columns: {tier: [Class]}, files: [exports/leads.csv]")
	if card, _ := c.issuePeriod(t, "2026-10"); len(card.Drift) > 0 {
		t.Errorf("the edit does not answer it: %v", card.Drift)
	}
}

func TestTheLastIssueIsTheLatestOfThePeriodsBefore(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	for _, folder := range []string{
		"2026-07", "2026-09", "2026-Q3", "2026-10", "2026-11", "2026-Q4", "what-if-2026-09", ".leadpact",
		"2026-08-15..2026-09-30",
	} {
		if err := os.Mkdir(filepath.Join(out, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	j, err := openJob("testdata/company/agreement.yaml", "2026-10", "2026-11-02T12:00:00Z", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(j.periodsBefore(out), " ")
	if want := "2026-09 2026-08-15..2026-09-30 2026-Q3 2026-07"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAnIssueOfAnotherAgreementIsNotCompared(t *testing.T) {
	t.Parallel()
	c := companyWithDeals(t)
	c.issuePeriod(t, "2026-09")
	c.change(t, "id: SLA-1", "id: SLA-2")
	c.edit(t, "leads.csv", ",tier,", ",Class,")
	if card, _ := c.issuePeriod(t, "2026-10"); len(card.Drift) > 0 {
		t.Errorf("%v", card.Drift)
	}
}
