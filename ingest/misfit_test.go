package ingest

import (
	"fmt"
	"strings"
	"testing"
)

// rowsOf returns a header and n rows, each the format with its number.
func rowsOf(header string, n int, format string) string {
	text := header + "\n"
	for i := range n {
		text += fmt.Sprintf(format, i+1) + "\n"
	}
	return text
}

func TestAFileMostOfWhoseRowsDoNotFitIsRefused(t *testing.T) {
	t.Parallel()
	const header = "lead_id,created_at,sql_at"
	good := rowsOf(header, 10, "L%d,2026-10-05T09:00:00Z,")
	for _, c := range []struct {
		name, text, zone string
		refused          string // contained in the error; empty: the file is used
		setAside         int
	}{
		{"dates that are no days", rowsOf(header, 4, "L%d,2026-13-45,"), "UTC",
			`leads.csv:2: created_at: no value of this column can be read, as here "2026-13-45": the value is no day of the calendar; ` +
				`or name another header under inputs.leads in agreement.yaml, e.g. columns: {created_at: HEADER}`, 4},
		{"dates of a column that is mostly blank", good + "L11,2026-10-05,2026-13-45\nL12,2026-10-05,2026-13-45\nL13,2026-10-05,2026-13-45\n", "UTC",
			`leads.csv:12: sql_at: no value of this column can be read`, 3},
		{"one of four dates can be read", good + "L11,2026-10-05,2026-13-45\nL12,2026-10-05,2026-13-45\nL13,2026-10-05,2026-13-45\nL14,2026-10-05,2026-10-06\n", "UTC", "", 3},
		{"two bad dates prove nothing", good + "L11,2026-10-05,2026-13-45\nL12,2026-10-05,2026-13-45\n", "UTC", "", 2},
		{"letters that several zones have", rowsOf(header, 4, "L%d,2026-10-05 09:00 IST,"), "UTC",
			"the value names its zone as IST, which can be Asia/Kolkata, Europe/Dublin or Asia/Jerusalem; set zone: under inputs.leads in agreement.yaml", 4},
		{"the letters of the zone", rowsOf(header, 4, "L%d,2026-10-05 09:00 IST,"), "Asia/Kolkata", "", 0},
		{"letters of one meaning", rowsOf(header, 4, "L%d,2026-10-05 09:00 EDT,"), "UTC", "", 0},
		{"letters that nobody knows after another order", rowsOf(header, 4, "L%d,10/31/2026 9:00 AM XYZ,"), "UTC", "names its zone as XYZ", 4},
		{"letters that the zone does not have then", rowsOf(header, 4, "L%d,2026-10-05 09:00 EST,"), "America/New_York", "names its zone as EST", 4},
		{"most rows have no id", "lead_id,created_at\nL1,2026-10-05\nL2,2026-10-05\nL3,2026-10-05\n,2026-10-05\n,2026-10-05\n,2026-10-05\nL4,\n", "UTC",
			"leads.csv:5: lead_id: 4 of 7 rows cannot be used, and 3 of these as this one: the value is missing; correct this", 4},
		{"half of the rows have no id", "lead_id,created_at\nL1,2026-10-05\nL2,2026-10-05\nL3,2026-10-05\n,2026-10-05\n,2026-10-05\n,2026-10-05\n", "UTC", "", 3},
		{"empty rows are not judged", "lead_id,created_at\nL1,2026-10-05\nL2,2026-10-05\n,2026-10-05\n,2026-10-05\n,2026-10-05\n" + strings.Repeat(",\n", 20), "UTC",
			"3 of 5 rows cannot be used", 3},
		{"one row for each campaign of a lead", rowsOf("lead_id,created_at,campaign", 9, "L1,2026-10-05,C%d"), "UTC",
			`8 of 9 rows cannot be used, and 8 of these as this one with "L1": the id stands on line 2 with other content`, 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"leads.csv": c.text})
			a := sample(c.zone, filesOf("leads"))
			for _, o := range []Options{{InOrder: true}, {Block: 60}} {
				rep, err := ReadWith(a, dir, october(t, a), o)
				balanced(t, rep)
				if isRefused(err) != (c.refused != "") || err != nil && !strings.Contains(err.Error(), c.refused) {
					t.Errorf("the error is %v, want %q", err, c.refused)
				}
				if rep.Files[0].SetAside != c.setAside {
					t.Errorf("%d rows are set aside, want %d: %v", rep.Files[0].SetAside, c.setAside, rep.SetAside)
				}
			}
		})
	}
}

func TestRowsWithoutARateRefuseNoFile(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"deals.csv": "deal_id,amount,currency\nD1,1,USD\nD2,1,EUR\nD3,1,EUR\nD4,1,EUR\n"})
	a := sample("UTC", filesOf("deals"))
	rep, err := ReadReport(a, dir, october(t, a))
	if err != nil || rep.Files[0].SetAside != 3 {
		t.Errorf("%v, set aside: %v", err, rep.SetAside)
	}
}
