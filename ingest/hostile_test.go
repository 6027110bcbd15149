package ingest

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/ingesttest"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// sample returns an agreement with the words that the test files use.
func sample(zone string, in map[string]*agreement.Input) *agreement.Agreement {
	a := &agreement.Agreement{Inputs: in}
	a.Head.Zone, a.Head.Currency = zone, "USD"
	a.Revenue.Streams = []agreement.Stream{{Name: "s1"}, {Name: "Platform"}}
	a.LeadValue.Tiers = []agreement.Tier{{ID: "A", Name: "Enterprise"}, {ID: "B", Name: "Mid-market"}, {ID: "C", Name: "Small"}}
	a.LeadValue.Actions = []agreement.LeadAction{{ID: "demo_request", Name: "Books a call"}, {ID: "lead_magnet"}, {ID: "newsletter"}}
	return a
}

// october returns an empty ledger of October 2026.
func october(t testing.TB, a *agreement.Agreement) *model.Ledger {
	t.Helper()
	loc, err := time.LoadLocation(a.Head.Zone)
	if err != nil {
		t.Fatal(err)
	}
	p, err := calendar.ParsePeriod("2026-10", loc, time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return model.NewLedger(a, p)
}

// readAll reads an agreement's inputs and returns the canonical rows by table.
func readAll(t *testing.T, a *agreement.Agreement, dir string) (*Report, map[string][]map[string]string, error) {
	t.Helper()
	rows := map[string][]map[string]string{}
	rep, err := ReadTables(a, dir, october(t, a), func(table string, cells []string) error {
		row := map[string]string{}
		for i, c := range CanonicalColumns(table) {
			row[c] = cells[i]
		}
		rows[table] = append(rows[table], row)
		return nil
	})
	balanced(t, rep)
	return rep, rows, err
}

// balanced checks for every file that rows = used + set aside + ignored, and that each ignored row has
// a reason.
func balanced(t *testing.T, rep *Report) {
	t.Helper()
	aside := 0
	for _, f := range rep.Files {
		if f.Rows != f.Used+f.SetAside+f.Ignored {
			t.Errorf("%s: %d rows are not %d used + %d set aside + %d ignored", f.File, f.Rows, f.Used, f.SetAside, f.Ignored)
		}
		byReason := 0
		for _, n := range f.IgnoredBy.All() {
			byReason += n
		}
		if byReason != f.Ignored || f.IgnoredBy[0] != 0 {
			t.Errorf("%s: %d ignored rows are %v by reason", f.File, f.Ignored, f.IgnoredBy)
		}
		aside += f.SetAside
	}
	if aside != len(rep.SetAside) {
		t.Errorf("%d set aside, %d listed", aside, len(rep.SetAside))
	}
}

// hostileFields holds the fields in which the first used row differs from base.json; if the key ends with
// *, those in which every row differs.
var hostileFields = map[string]map[string]string{
	"missing_column.csv":    {"quality*": ""},
	"latin1_c1.csv":         {"owner*": "Zoë"},
	"shift_jis.csv":         {"owner*": "田中太郎"},
	"double_encoded.csv":    {"owner*": "ZoÃ« Å\ufffdukasz"},
	"embedded_newline.csv":  {"campaign": "two\r\nlines"},
	"excel_1904_serial.csv": {"created_at*": ""},
	"dates_mdy.csv":         {"created_at*": ""},
	"order_violated.csv":    {"mql_at": "2026-09-01T00:00:00Z"},
	"dst_overlap.csv":       {"created_at": "2026-10-25T01:30:00+01:00"},
	"month_edge.csv":        {"created_at": "2026-10-31T23:30:00-05:00"},
	"enum_unknown.csv":      {"quality": ""},
	"sf_15_case.csv":        {},
	"cell_32768.csv":        {"campaign": strings.Repeat("A", 32768)},
	"sec_f_cmd.csv":         {"campaign": "=cmd|' /C calc'!A0", "owner": "=cmd|' /C calc'!A0"},
	"sec_f_plus.csv":        {"campaign": "+1+1", "owner": "+1+1"},
	"sec_f_at.csv":          {"campaign": "@SUM(1,1)", "owner": "@SUM(1,1)"},
	"sec_f_cr.csv":          {"campaign": "=1+1", "owner": "=1+1"},
	"sec_f_quote.csv":       {"campaign": `"';=1+1`, "owner": `"';=1+1`},
	"sec_f_dde.csv":         {"campaign": `=DDE("cmd";"/C calc";"x")`, "owner": `=DDE("cmd";"/C calc";"x")`},
	"sec_rtl_override.csv":  {"campaign": "\u202egnp.exe", "owner": "gnp.exe"},
	"sec_pdf.csv":           {"campaign": "x) Tj ET endstream", "owner": "x) Tj ET endstream"},
}

// hostileDates returns created_at of the i-th row, for files in which it differs in every row.
var hostileDates = map[string]func(i int) string{
	"dates_mdy.csv":         func(i int) string { return fmt.Sprintf("2026-10-%02dT09:00:00Z", i+1) },
	"excel_1904_serial.csv": func(i int) string { return time.Date(2022, 9, 30+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) },
}

func TestHostileFilesGiveWhatTheyHoldOrAreRefused(t *testing.T) {
	t.Parallel()
	dir := ingesttest.SharedData(t, "data", "hostile")
	base := readBase(t, filepath.Join(dir, "base.json"))
	f, err := os.Open(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = '\t'
	r.LazyQuotes = true
	cases, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) != 60 {
		t.Fatalf("%d lines in expected.tsv, want 60", len(cases))
	}
	for _, c := range cases[1:] {
		t.Run(c[0], func(t *testing.T) {
			t.Parallel()
			good, _ := strconv.Atoi(c[2])
			hostile(t, filepath.Join(dir, "cases"), c[0], c[1], good, c[3], base)
		})
	}
}

func readBase(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for _, r := range rows {
		out[r["lead_id"]] = r
	}
	return out
}

func hostile(t *testing.T, dir, name, verdict string, good int, aside string, base map[string]map[string]string) {
	in := &agreement.Input{Files: []string{name}}
	if name == "shift_jis.csv" {
		if _, _, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{name}}}), dir); !isRefused(err) {
			t.Errorf("without encoding: got %v, want a refusal", err)
		}
		in.Encoding = "shift_jis"
	}
	zone := map[string]string{"dst_overlap.csv": "Europe/London", "month_edge.csv": "America/New_York"}[name]
	if zone == "" {
		zone = "UTC"
	}
	rep, rows, err := readAll(t, sample(zone, map[string]*agreement.Input{"leads": in}), dir)
	if verdict == "refuse" {
		if !isRefused(err) || len(rows["leads"]) > 0 {
			t.Errorf("got %d rows and %v, want a refusal", len(rows["leads"]), err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := linesAside(rep); got != strings.ReplaceAll(aside, " ", "") {
		t.Errorf("set aside lines %q, want %q: %v", got, aside, rep.SetAside)
	}
	if verdict == "clean" && (len(rep.Notes) > 0 || len(rep.Files[0].Found) > 0) {
		t.Errorf("a clean file has notes %v and findings %v", rep.Notes, rep.Files[0].Found)
	}
	if len(rows["leads"]) != good {
		t.Errorf("%d good rows, want %d", len(rows["leads"]), good)
	}
	sameAsBase(t, name, rows["leads"], base)
}

func isRefused(err error) bool {
	var r *csvtext.Refused
	return errors.As(err, &r)
}

func linesAside(rep *Report) string {
	var out []string
	for _, s := range rep.SetAside {
		out = append(out, strconv.Itoa(s.Line))
	}
	return strings.Join(out, ",")
}

func sameAsBase(t *testing.T, name string, rows []map[string]string, base map[string]map[string]string) {
	t.Helper()
	but := hostileFields[name]
	for i, row := range rows {
		want, known := base[row["lead_id"]]
		if !known {
			if name != "sf_15_case.csv" || i > 1 {
				t.Errorf("lead %q is not in base.json", row["lead_id"])
			}
			continue
		}
		for field, value := range want {
			if v, differs := but[field]; differs && i == 0 {
				value = v
			}
			if v, differs := but[field+"*"]; differs {
				value = v
			}
			if field == "created_at" && hostileDates[name] != nil {
				value = hostileDates[name](i)
			}
			if !sameCell(row[field], value) {
				t.Errorf("lead %s: %s is %q, want %q", row["lead_id"], field, row[field], value)
			}
		}
	}
}

func sameCell(a, b string) bool {
	x, err := time.Parse(time.RFC3339Nano, a)
	y, err2 := time.Parse(time.RFC3339Nano, b)
	return a == b || err == nil && err2 == nil && x.Equal(y)
}
