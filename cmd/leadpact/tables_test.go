package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"leadpact/cmd/leadpact/internal/treetest"
)

// hostileTerms is an agreement with the words of the hostile files.
const hostileTerms = `agreement: {id: H-1, version: 1, company: Northwind, effective: 2026-10-01, currency: USD, zone: %s}
parties: [{role: Marketing, name: Zoë}, {role: Sales, name: Daniel}]
revenue: {goal: 1000000, streams: [{name: s1, average_deal: 10000, funnel: [{stage: mql, to_next: 25%%}, {stage: sql, to_next: 25%%}, {stage: won}]}]}
lead_value:
  method: close_rate
  tiers: [{id: A}, {id: B}, {id: C}]
  actions: [{id: demo_request}, {id: lead_magnet}, {id: newsletter}]
  close_rates: {A: {demo_request: 3%%}}
  average_purchase: {A: 100000}
kpis: [{id: lead_velocity}, {id: contact_rate}, {id: contacts_per_sql}, {id: sql_value}, {id: mql_to_sql}]
inputs: {leads: {files: [%q]%s}}
`

// differing holds, by file, the fields in which its good rows differ from base.json: in the first row, or
// in every row if the key ends with *. A file that is not named here has the values of base.json in all
// rows.
var differing = map[string]map[string]string{
	"missing_column.csv":   {"quality*": ""},
	"latin1_c1.csv":        {"owner*": "Zoë"},
	"shift_jis.csv":        {"owner*": "田中太郎"},
	"double_encoded.csv":   {"owner*": "ZoÃ« Å\ufffdukasz"},
	"embedded_newline.csv": {"campaign": "two\nlines"},
	"order_violated.csv":   {"mql_at": "2026-09-01T00:00:00Z"},
	"dst_overlap.csv":      {"created_at": "2026-10-25T01:30:00+01:00"},
	"month_edge.csv":       {"created_at": "2026-10-31T23:30:00-05:00"},
	"enum_unknown.csv":     {"quality": ""},
	"cell_32768.csv":       {"campaign": strings.Repeat("A", 32768)},
	"sec_f_cmd.csv":        {"campaign": "=cmd|' /C calc'!A0", "owner": "=cmd|' /C calc'!A0"},
	"sec_f_plus.csv":       {"campaign": "+1+1", "owner": "+1+1"},
	"sec_f_at.csv":         {"campaign": "@SUM(1,1)", "owner": "@SUM(1,1)"},
	"sec_f_cr.csv":         {"campaign": "=1+1", "owner": "=1+1"},
	"sec_f_quote.csv":      {"campaign": `"';=1+1`, "owner": `"';=1+1`},
	"sec_f_dde.csv":        {"campaign": `=DDE("cmd";"/C calc";"x")`, "owner": `=DDE("cmd";"/C calc";"x")`},
	"sec_rtl_override.csv": {"campaign": "\u202egnp.exe", "owner": "gnp.exe"},
	"sec_pdf.csv":          {"campaign": "x) Tj ET endstream", "owner": "x) Tj ET endstream"},
}

// firstDays are the first dates of files in which created_at goes up by one day with each row.
var firstDays = map[string]string{"excel_1904_serial.csv": "2022-09-30", "dates_mdy.csv": "2026-10-01T09:00:00Z"}

func TestCheckWritesTheTablesOfHostileFilesOrRefusesThem(t *testing.T) {
	t.Parallel()
	dir := shared(t, "data/hostile")
	base := map[string]map[string]string{}
	data, err := os.ReadFile(filepath.Join(dir, "base.json"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		base[row["lead_id"]] = row
	}
	for i, line := range textLines(t, filepath.Join(dir, "expected.tsv")) {
		if cells := strings.Split(line, "\t"); i > 0 {
			t.Run(cells[0], func(t *testing.T) {
				t.Parallel()
				checkHostile(t, filepath.Join(dir, "cases"), cells, base)
			})
		}
	}
}

// checkHostile runs check --tables on one file. cells are its name, the verdict, the number of good rows
// and the lines set aside.
func checkHostile(t *testing.T, dir string, cells []string, base map[string]map[string]string) {
	name, verdict := cells[0], cells[1]
	zone := map[string]string{"dst_overlap.csv": "Europe/London", "month_edge.csv": "America/New_York"}[name]
	if zone == "" {
		zone = "UTC"
	}
	file, err := filepath.Abs(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	more := ""
	if name == "shift_jis.csv" {
		if code, _ := checked(t, t.TempDir(), fmt.Sprintf(hostileTerms, zone, file, more)); code != exitData {
			t.Errorf("without its encoding: exit %d", code)
		}
		more = ", encoding: shift_jis"
	}
	out := t.TempDir()
	code, stderr := checked(t, out, fmt.Sprintf(hostileTerms, zone, file, more))
	if verdict == "refuse" {
		if code != exitData || !strings.Contains(stderr, name) {
			t.Errorf("exit %d: %s", code, stderr)
		}
		if left, _ := os.ReadDir(filepath.Join(out, "tables")); len(left) > 0 {
			t.Errorf("%v was written", left)
		}
		return
	}
	if code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var aside []string
	for _, row := range parsed(t, filepath.Join(out, "tables", "setaside.csv"))[1:] {
		aside = append(aside, row[1])
	}
	if got := strings.Join(aside, ","); got != strings.ReplaceAll(cells[3], " ", "") {
		t.Errorf("lines set aside: %q, want %q", got, cells[3])
	}
	leads := byHeader(parsed(t, filepath.Join(out, "tables", "leads.csv")))
	if good, _ := strconv.Atoi(cells[2]); len(leads) != good {
		t.Errorf("%d leads, want %s", len(leads), cells[2])
	}
	for i, lead := range leads {
		if base[lead["lead_id"]] == nil && !(name == "sf_15_case.csv" && i < 2) {
			t.Errorf("%q is no lead of base.json", lead["lead_id"])
		}
		sameLead(t, name, i, lead, base[lead["lead_id"]])
	}
}

// sameLead compares a lead, in the i-th row, with base.json.
func sameLead(t *testing.T, name string, i int, got, base map[string]string) {
	t.Helper()
	for field, want := range base {
		if v, differs := differing[name][field]; differs && i == 0 {
			want = v
		}
		if v, differs := differing[name][field+"*"]; differs {
			want = v
		}
		if first := firstDays[name]; first != "" && field == "created_at" {
			day, err := time.Parse(time.DateOnly, first[:10])
			if err != nil {
				t.Fatal(err)
			}
			want = day.AddDate(0, 0, i).Format(time.DateOnly) + first[10:]
		}
		x, err := time.Parse(time.RFC3339, got[field])
		y, err2 := time.Parse(time.RFC3339, want)
		if got[field] != want && (err != nil || err2 != nil || !x.Equal(y)) {
			t.Errorf("lead %s: %s is %q, want %q", got["lead_id"], field, got[field], want)
		}
	}
}

// checked writes an agreement into a folder and runs check --tables there.
func checked(t *testing.T, dir, agreement string) (code int, stderr string) {
	t.Helper()
	path := filepath.Join(dir, "agreement.yaml")
	if err := os.WriteFile(path, []byte(agreement), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, errors bytes.Buffer
	flags := []string{"leadpact", "check", "--agreement", path, "--tables", filepath.Join(dir, "tables")}
	code = run(flags, &stdout, &errors)
	return code, errors.String()
}

func TestTablesQuoteCellsSoThatALoaderReadsThemBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	treetest.Write(t, dir, map[string]string{
		"l.csv": "lead_id,created_at,campaign\nL1,2026-10-02,\"a \"\"b\"\", c\nd\"\n",
	})
	if code, stderr := checked(t, dir, fmt.Sprintf(hostileTerms, "UTC", "l.csv", "")); code != 0 {
		t.Fatal(stderr)
	}
	data, err := os.ReadFile(filepath.Join(dir, "tables", "leads.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || rows[1][13] != "a \"b\", c\nd" || rows[1][1] != "2026-10-02" || bytes.Contains(data, []byte("\r")) {
		t.Errorf("%q, %v", rows, err)
	}
}
