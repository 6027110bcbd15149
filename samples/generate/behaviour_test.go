package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// sample returns the sample's files, and its leads by id without the one that has an invalid date.
func sample(t *testing.T) (m memory, leads map[string]map[string]string) {
	t.Helper()
	m = plainSample()
	leads = map[string]map[string]string{}
	for _, l := range m.records(t, "contacts.csv") {
		if !strings.HasPrefix(l["created_at"], "2026-02-30") {
			leads[l["lead_id"]] = l
		}
	}
	return m, leads
}

// parseDate parses a date of the plain layout; blank is the zero time.
func parseDate(t *testing.T, s string) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at
	}
	zone, _ := time.LoadLocation("America/New_York")
	at, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

var stageColumns = []string{"created_at", "ql_at", "mql_at", "sql_at", "opportunity_at", "proposal_at"}

// effectiveDate returns when a lead reached a stage: the earliest date of that stage and all later ones.
func effectiveDate(t *testing.T, l map[string]string, s stage) (earliest time.Time) {
	t.Helper()
	for _, c := range stageColumns[s:] {
		if at := parseDate(t, l[c]); !at.IsZero() && (earliest.IsZero() || at.Before(earliest)) {
			earliest = at
		}
	}
	return earliest
}

func TestEveryMonthIsNearThePlan(t *testing.T) {
	t.Parallel()
	_, leads := sample(t)
	counts := map[string]*[stages]int{}
	for _, l := range leads {
		for s := created; s <= opportunity; s++ {
			if at := effectiveDate(t, l, s); !at.IsZero() {
				month := at.Format("2006-01")
				if counts[month] == nil {
					counts[month] = new([stages]int)
				}
				counts[month][s]++
			}
		}
	}
	if len(counts) != 16 {
		t.Errorf("%d months, want 15 and the one of the export", len(counts))
	}
	ranges := map[stage][2]int{created: {250, 330}, ql: {205, 285}, mql: {95, 155}, sql: {20, 50}, opportunity: {15, 44}}
	for month, n := range counts {
		if month < "2025-11" || month > "2026-10" {
			continue // in the first months the pipeline is still filling
		}
		for s, r := range ranges {
			if n[s] < r[0] || n[s] > r[1] {
				t.Errorf("%s: %d leads reached stage %d, want %d to %d", month, n[s], s, r[0], r[1])
			}
		}
	}
}

func TestEveryValueOccursInTheExports(t *testing.T) {
	t.Parallel()
	m, _ := sample(t)
	for _, x := range []struct{ table, column, want string }{
		{"activities.csv", "type", "breakup call email meeting note"},
		{"activities.csv", "outcome", " connected conversation no_answer"},
		{"activities.csv", "direction", "inbound outbound"},
		{"activities.csv", "automated", "false true"},
		{"contacts.csv", "status", "disqualified lost open recycled won"},
		{"contacts.csv", "tier", " A B C"},
		{"contacts.csv", "action", " demo_request lead_magnet newsletter"},
		{"contacts.csv", "quality", " Sizzling high low moderate"},
		{"contacts.csv", "motion", " inbound outbound"},
		{"contacts.csv", "source", " Content Events Paid Search Prospecting Referral Social"},
		{"contacts.csv", "owner", " Amélie Laurent Inbound Queue Marcus Chen Sofía Herrera Łukasz Nowak"},
		{"deals.csv", "won", " false true"},
		{"deals.csv", "new_business", "false true"},
		{"deals.csv", "stage", "Closed Lost Closed Won Discovery Proposal"},
		{"spend.csv", "channel", "Content Events Paid Search Social"},
		{"team.csv", "start_date", "2024-07-01 2024-12-01 2025-05-01 2026-09-14"},
	} {
		values := map[string]bool{}
		for _, r := range m.records(t, x.table) {
			values[r[x.column]] = true
		}
		if got := strings.Join(slices.Sorted(maps.Keys(values)), " "); got != x.want {
			t.Errorf("%s, %s: %q, want %q", x.table, x.column, got, x.want)
		}
	}
}

func TestRowsEndBetweenTheReportedMonthAndTheExport(t *testing.T) {
	t.Parallel()
	m, _ := sample(t)
	c, _ := newCompany(sampleOptions())
	dated := map[string][]string{
		"contacts.csv":   append([]string{"closed_at", "assigned_at"}, stageColumns...),
		"activities.csv": {"at"},
		"deals.csv":      {"created_at", "proposal_at", "closed_at"},
	}
	for table, columns := range dated {
		late := 0
		for _, r := range m.records(t, table) {
			for _, column := range columns {
				if strings.HasPrefix(r[column], "2026-02-30") {
					continue
				}
				at := parseDate(t, r[column])
				if !at.Before(c.export) {
					t.Fatalf("%s: %s %s lies after the export", table, column, r[column])
				}
				if !at.Before(c.monthAfter()) {
					late++
				}
			}
		}
		if late == 0 {
			t.Errorf("%s has no row after the reported month", table)
		}
	}
}

func TestEachDefectOccursOnce(t *testing.T) {
	t.Parallel()
	m, leads := sample(t)
	var duplicate, invalidDate, unknownQuality, dateOnly, deletedLead, euros int
	seen, emails := map[string]bool{}, map[string]bool{}
	for _, l := range m.records(t, "contacts.csv") {
		if seen[l["lead_id"]] {
			duplicate++
		} else if emails[l["email"]] || !strings.HasSuffix(l["email"], ".example") {
			t.Errorf("the address %s is not unique or may be a real one", l["email"])
		}
		seen[l["lead_id"]], emails[l["email"]] = true, true
		if l["owner"] == "" && l["assigned_at"] != "" {
			t.Errorf("lead %s was assigned to nobody", l["lead_id"])
		}
		if strings.HasPrefix(l["created_at"], "2026-02-30") {
			invalidDate++
		}
		if l["quality"] == "Sizzling" {
			unknownQuality++
		}
		if len(l["mql_at"]) == len(time.DateOnly) {
			dateOnly++
		}
	}
	for _, a := range m.records(t, "activities.csv") {
		if a["lead_id"] != "" && leads[a["lead_id"]] == nil {
			deletedLead++
		}
	}
	for _, x := range m.records(t, "deals.csv") {
		if x["currency"] != "USD" {
			euros++
		}
	}
	got := [...]int{duplicate, invalidDate, unknownQuality, deletedLead, euros}
	if got != [...]int{1, 1, 1, 1, 1} {
		t.Errorf("duplicate, invalid date, unknown quality, deleted lead, in euros: %v, want one each", got)
	}
	if dateOnly == 0 {
		t.Error("every MQL date has a time of day")
	}
}

func TestHubSpotExportsTheSameCompany(t *testing.T) {
	t.Parallel()
	m, _ := sample(t)
	h := generate(t, changedOptions(func(o *options) { o.format = "hubspot" }))
	same := []struct{ plain, hubspot string }{
		{"lead_id", "Record ID"}, {"created_at", "Create Date"}, {"ql_at", "Became a Lead Date"},
		{"mql_at", "Became a Marketing Qualified Lead Date"}, {"sql_at", "Became a Sales Qualified Lead Date"},
		{"opportunity_at", "Became an Opportunity Date"}, {"closed_at", "Close Date"}, {"assigned_at", "Owner Assigned Date"},
		{"owner", "Contact owner"}, {"email", "Email"}, {"source", "Original Source"},
	}
	plain, contacts := m.records(t, "contacts.csv"), h.records(t, "contacts.csv")
	if len(plain) != len(contacts) {
		t.Fatalf("%d leads, in HubSpot %d", len(plain), len(contacts))
	}
	for i := range plain {
		for _, c := range same {
			want := plain[i][c.plain]
			if strings.HasSuffix(c.plain, "_at") && len(want) > len(time.DateOnly) {
				want = want[:10] + " " + want[11:16]
			}
			if got := contacts[i][c.hubspot]; got != want {
				t.Fatalf("lead %s: %s is %q, plain %q", plain[i]["lead_id"], c.hubspot, got, want)
			}
		}
	}
	logged := len(h.records(t, "calls.csv")) + len(h.records(t, "emails.csv")) + len(h.records(t, "meetings.csv"))
	notes := 0
	for _, a := range m.records(t, "activities.csv") {
		if a["type"] == "note" {
			notes++
		}
	}
	if want := len(m.records(t, "activities.csv")) - notes; logged != want {
		t.Errorf("%d calls, e-mails and meetings, want %d", logged, want)
	}
}
