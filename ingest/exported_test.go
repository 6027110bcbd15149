package ingest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
	"leadpact/model/coverage"
)

const hubspotExport = "exports/hubspot-crm-exports-all-contacts-"

// hubspotContacts returns a HubSpot export of a contact on each day from 1 September up to a day, each changed an
// hour later, except the first, which was changed at a moment.
func hubspotContacts(until, changed string) string {
	text := "Record ID,Create Date,Last Modified Date\n"
	day := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	for n := 1; day.Format(time.DateOnly) <= until; n, day = n+1, day.AddDate(0, 0, 1) {
		at := day.Format(time.DateOnly) + " 10:00"
		if n > 1 {
			changed = at
		}
		text += fmt.Sprintf("%d,%s 09:00,%s\n", n, day.Format(time.DateOnly), changed)
	}
	return text
}

func TestNamesAndChangesTellWhenFilesWereExported(t *testing.T) {
	t.Parallel()
	without := func(text string) string { return strings.ReplaceAll(text, "Last Modified Date", "Notes") }
	early := hubspotContacts("2026-10-30", "2026-11-01 12:30")
	for _, c := range []struct {
		name               string
		files              map[string]string
		file, ends, proofs string
	}{
		{"a day in the name", map[string]string{hubspotExport + "2026-10-31.csv": early},
			hubspotExport + "2026-10-31.csv", "2026-10-31T00:00:00Z", "the name of " + hubspotExport + "2026-10-31.csv"},
		{"of two downloads the later", map[string]string{
			hubspotExport + "2026-10-30.csv": without(early), hubspotExport + "2026-10-31.csv": without(early)},
			hubspotExport + "2026-10-31.csv", "2026-10-31T00:00:00Z", "the name of " + hubspotExport + "2026-10-31.csv"},
		{"of two kinds the earlier", map[string]string{
			hubspotExport + "2026-10-31.csv":                         without(early),
			"exports/hubspot-crm-exports-all-leads-2026-10-30-1.csv": without(early)},
			"exports/hubspot-crm-exports-all-leads-2026-10-30-1.csv", "2026-10-30T00:00:00Z",
			"the name of exports/hubspot-crm-exports-all-leads-2026-10-30-1.csv"},
		{"a name that tells nothing beside one that does", map[string]string{
			hubspotExport + "2026-10-31.csv": without(early), "exports/contacts.csv": without(early)},
			"", "2026-10-30T09:00:01Z", ""},
		{"a day that is still to come", map[string]string{hubspotExport + "2026-12-24.csv": without(early)},
			hubspotExport + "2026-12-24.csv", "2026-10-30T09:00:01Z", ""},
		{"a day before a contact was created", map[string]string{hubspotExport + "2025-10-31.csv": without(early)},
			hubspotExport + "2025-10-31.csv", "2026-10-30T09:00:01Z", ""},
		{"the last change", map[string]string{"exports/contacts.csv": early}, "exports/contacts.csv",
			"2026-11-01T12:30:01Z", "the last change of a row"},
		{"a change that is still to come", map[string]string{
			"exports/contacts.csv": hubspotContacts("2026-10-30", "2062-11-01 12:30")}, "exports/contacts.csv",
			"2026-10-30T10:00:01Z", "the last change of a row"},
		{"a change on a day", map[string]string{"exports/contacts.csv": hubspotContacts("2026-10-30", "2026-11-01")},
			"exports/contacts.csv", "2026-11-01T00:00:00Z", "the last change of a row"},
		{"changes in one of two files", map[string]string{
			"exports/a.csv": early, "exports/b.csv": strings.ReplaceAll(without(early), "Record ID,Create", "ID,Create")},
			"", "2026-10-30T09:00:01Z", ""},
	} {
		for _, o := range []Options{{InOrder: true}, {Block: 300}} {
			in := map[string]*agreement.Input{"leads": {Files: []string{"exports"}, CRM: "hubspot"}}
			if strings.HasPrefix(c.name, "changes in") {
				in["leads"].Columns = pairs[[]string]("lead_id", []string{"Record ID", "ID"})
			}
			a := sample("UTC", in)
			l := october(t, a)
			if _, err := ReadWith(a, folder(t, c.files), l, o); err != nil {
				t.Fatal(c.name, err)
			}
			got := l.Coverage()[0]
			ingesttest.Same(t, c.name, []string{got.Ends.Format(time.RFC3339), got.Proof}, []string{c.ends, c.proofs})
			if c.file != "" && got.File != c.file {
				t.Errorf("%s: it is shown by %s, want %s", c.name, got.File, c.file)
			}
		}
	}
}

func TestAChangeDoesNotHideThatRowsWereCut(t *testing.T) {
	t.Parallel()
	a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"contacts.csv"}}})
	l := october(t, a)
	files := map[string]string{"contacts.csv": hubspotContacts("2026-10-14", "2026-11-01 12:30")}
	if _, err := ReadWith(a, folder(t, files), l, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := l.Coverage()[0]; got.Ends.Format(time.DateOnly) != "2026-10-14" || got.Silence == coverage.NoSilence {
		t.Errorf("it ends on %s by %q", got.Ends, got.Proof)
	}
}
