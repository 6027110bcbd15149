package ingest

import (
	"slices"
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
)

// A day that is written as midnight belongs to its own month in every zone, whether a file is read in order or in
// blocks, and whether its times are hours shows only where one of them is not midnight.
func TestMidnightsThroughoutAreDays(t *testing.T) {
	t.Parallel()
	const header = "lead_id,created_at,mql_at\n"
	midnights := header + strings.Repeat("L,2026-10-01T09:00:00Z,2026-10-01 00:00:00\n", 600)
	for _, c := range []struct {
		name, text, first, last string
		found                   bool
	}{
		{"days", midnights, "2026-10-01", "2026-10-01", true},
		{"a late hour", midnights + "L,2026-10-01T09:00:00Z,2026-10-01 07:00:00\n", "2026-10-01T00:00:00-04:00", "2026-10-01T07:00:00-04:00", false},
		{"late midnights", header + strings.Repeat("L,2026-10-01T09:00:00Z,\n", 600) + strings.Repeat("L,2026-10-01T09:00:00Z,2026-10-02 00:00\n", 3), "", "2026-10-02", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := ""
			for i, line := range strings.SplitAfter(c.text, "\n") {
				text += strings.Replace(line, "L,", "L"+string(rune('a'+i%26))+strings.Repeat("x", i/26)+",", 1)
			}
			dir := folder(t, map[string]string{"leads.csv": text})
			a := sampleTerms(t, filesOf("leads"))
			a.Head.Zone = "America/New_York"
			if !sameInBlocks(t, a, dir, 300, 1<<20) {
				t.Error("the file is read row after row")
			}
			rep, rows, err := readAll(t, a, dir)
			if err != nil {
				t.Fatal(err)
			}
			got := values(rows["leads"], "mql_at")
			ingesttest.Same(t, "first and last", []string{got[0], got[len(got)-1]}, []string{c.first, c.last})
			found := slices.ContainsFunc(rep.Files[0].Found, func(s string) bool { return strings.Contains(s, "every time of mql_at is midnight") })
			ingesttest.Same(t, "it is said that the column holds days", found, c.found)
		})
	}
}

// Where the CRM writes days as midnight, one midnight proves that a column holds days.
func TestOneMidnightIsADayWhereTheCRMWritesDaysSo(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"deals.csv": "Id,StageName,CloseDate,IsWon,IsClosed,CreatedDate\n" +
		"D1,Closed Won,2026-10-01 00:00:00,1,1,2026-10-01 00:00:00\n"})
	_, rows, err := readAll(t, sample("America/New_York", filesOf("deals")), dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "closed_at", values(rows["deals"], "closed_at"), []string{"2026-10-01"})
	ingesttest.Same(t, "created_at", values(rows["deals"], "created_at"), []string{"2026-09-30T20:00:00-04:00"})
}

// Spreadsheet numbers with a fraction are times, of which the zone must be known.
func TestSpreadsheetNumbersWithAFractionAreTimes(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"leads.csv": "lead_id,created_at\nL1,46308.5\nL2,46309.25\nL3,46310.75\n"})
	rep, rows, err := readAll(t, sample("UTC", filesOf("leads")), dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "created_at", values(rows["leads"], "created_at"), []string{"2026-10-13T12:00:00Z", "2026-10-14T06:00:00Z", "2026-10-15T18:00:00Z"})
	if !strings.Contains(rep.Files[0].Zone, "times name no zone") {
		t.Errorf("the zone is described as %q", rep.Files[0].Zone)
	}
}
