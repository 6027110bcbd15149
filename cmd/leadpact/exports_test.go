package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"leadpact/samples"
)

// exports are the files of a company by their names in the folder exports, and its agreement.
type exports struct {
	agreement string
	files     map[string]exportTable
}

// exportTable is one file. Functions that change it return a copy.
type exportTable struct {
	header []string
	rows   [][]string
}

// mainDates are the columns by which the rows of a file are selected when it is exported.
var mainDates = map[string]string{"contacts.csv": "created_at", "deals.csv": "created_at", "activities.csv": "at"}

// readSample reads the files of the sample company.
var readSample = sync.OnceValues(func() (map[string]exportTable, error) {
	files := map[string]exportTable{}
	entries, err := samples.FS.ReadDir("company/exports")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		data, err := samples.FS.ReadFile("company/exports/" + e.Name())
		if err != nil {
			return nil, err
		}
		var r io.Reader = bytes.NewReader(data)
		name, isPacked := strings.CutSuffix(e.Name(), ".gz")
		if isPacked {
			if r, err = gzip.NewReader(r); err != nil {
				return nil, err
			}
		}
		rows, err := csv.NewReader(r).ReadAll()
		if err != nil {
			return nil, err
		}
		files[name] = exportTable{rows[0], rows[1:]}
	}
	return files, nil
})

// scaledTerms are the terms that are set for the number of leads of the whole sample.
var scaledTerms = regexp.MustCompile(
	`(?m)^  (leads_sourced|qualified_leads|mqls_created|mqls_managed|sqls_created|lead_value): \d+`)

// sampleExports returns one in share of the sample company's leads with their activities and deals. Its
// agreement is in force from the first month on, and the goals are that share of the sample's.
func sampleExports(t *testing.T, share int) *exports {
	t.Helper()
	sample, err := readSample()
	if err != nil {
		t.Fatal(err)
	}
	terms, err := samples.FS.ReadFile("company/agreement.yaml")
	if err != nil {
		t.Fatal(err)
	}
	e := &exports{files: maps.Clone(sample)}
	e.agreement = strings.NewReplacer("activities.csv.gz", "activities.csv",
		"effective: 2026-10-01", "effective: 2025-08-01", "starts: 2026-10", "starts: 2025-08").Replace(string(terms))
	e.agreement = scaledTerms.ReplaceAllStringFunc(e.agreement, func(line string) string {
		key, number, _ := strings.Cut(line, ": ")
		n, _ := strconv.Atoi(number)
		return key + ": " + strconv.Itoa(n/share)
	})
	isKept := map[string]bool{}
	e.files["contacts.csv"] = sample["contacts.csv"].where(func(cell func(string) string) bool {
		serial, _ := strconv.Atoi(cell("lead_id"))
		kept := serial%share == 0
		isKept[cell("lead_id")], isKept[cell("email")] = kept, kept
		return kept
	})
	for _, name := range []string{"activities.csv", "deals.csv"} {
		e.files[name] = sample[name].where(func(cell func(string) string) bool {
			return isKept[cell("lead_id")] || cell("lead_id") == "" && isKept[cell("email")]
		})
	}
	return e
}

// with returns the exports with another file in place of one.
func (e *exports) with(name string, x exportTable) *exports {
	changed := &exports{e.agreement, maps.Clone(e.files)}
	changed.files[name] = x
	return changed
}

// column returns the index of a column, or -1 where the table does not have it.
func (x exportTable) column(name string) int { return slices.Index(x.header, name) }

// where returns the rows that a function selects. It is given a function that returns the row's cells by
// their columns, and "" for a column that the file does not have.
func (x exportTable) where(selects func(cell func(string) string) bool) exportTable {
	selected := exportTable{header: x.header}
	for _, row := range x.rows {
		cell := func(name string) string {
			if i := x.column(name); i >= 0 {
				return row[i]
			}
			return ""
		}
		if selects(cell) {
			selected.rows = append(selected.rows, row)
		}
	}
	return selected
}

// mapped returns the file with the cells of one column changed.
func (x exportTable) mapped(column string, change func(string) string) exportTable {
	i, changed := x.column(column), exportTable{header: x.header}
	for _, row := range x.rows {
		row = slices.Clone(row)
		row[i] = change(row[i])
		changed.rows = append(changed.rows, row)
	}
	return changed
}

// without returns the file without a column.
func (x exportTable) without(column string) exportTable {
	i := x.column(column)
	changed := exportTable{header: slices.Delete(slices.Clone(x.header), i, i+1)}
	for _, row := range x.rows {
		changed.rows = append(changed.rows, slices.Delete(slices.Clone(row), i, i+1))
	}
	return changed
}

// cells returns the cells of a column that are not blank.
func (x exportTable) cells(column string) map[string]bool {
	i, found := x.column(column), map[string]bool{}
	for _, row := range x.rows {
		if row[i] != "" {
			found[row[i]] = true
		}
	}
	return found
}

// instant returns the time of a cell. It reports false for a cell that is blank or no date.
func instant(cell string) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339, cell); err == nil {
		return t, true
	}
	t, err := time.ParseInLocation(time.DateOnly, cell, newYork)
	return t, err == nil
}

// newYork is the sample company's zone.
var newYork = func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return zone
}()

// dayAfter is a time after the sample's last month, at which it is counted.
var dayAfter = time.Date(2026, time.November, 2, 17, 0, 0, 0, newYork)

// undone are the values of cells that a CRM writes when it writes a date: what they are before that date.
var undone = map[string]map[string]string{
	"closed_at":   {"status": "open", "reason": "", "won": "", "stage": "Discovery"},
	"assigned_at": {"owner": ""},
	"sql_at":      {"authority": "", "need": "", "understanding": "", "fit": ""},
}

// exportedAt returns what an export has that is taken at a time: no row that was created then or later, and
// no date of then or later.
func exportedAt(x exportTable, created string, now time.Time) exportTable {
	x = endsAt(x, created, now)
	taken := exportTable{header: x.header}
	for _, row := range x.rows {
		row = slices.Clone(row)
		for i, name := range x.header {
			if at, ok := instant(row[i]); !ok || at.Before(now) {
				continue
			}
			row[i] = ""
			for other, value := range undone[name] {
				if j := x.column(other); j >= 0 {
					row[j] = value
				}
			}
		}
		taken.rows = append(taken.rows, row)
	}
	return taken
}

// endsAt returns the rows that were created before a time, with all their dates.
func endsAt(x exportTable, created string, end time.Time) exportTable {
	return x.where(func(cell func(string) string) bool {
		at, ok := instant(cell(created))
		return !ok || at.Before(end)
	})
}

// beginsAt returns the rows that were created at a time or later.
func beginsAt(x exportTable, created string, begin time.Time) exportTable {
	return x.where(func(cell func(string) string) bool {
		at, ok := instant(cell(created))
		return !ok || !at.Before(begin)
	})
}

// changed returns the exports with some files changed by a function that is given a time.
func (e *exports) changed(
	change func(exportTable, string, time.Time) exportTable, at time.Time, names ...string,
) *exports {
	for _, name := range names {
		e = e.with(name, change(e.files[name], mainDates[name], at))
	}
	return e
}

// takenAt returns all exports as of a time.
func (e *exports) takenAt(now time.Time) *exports {
	return e.changed(exportedAt, now, slices.Sorted(maps.Keys(mainDates))...)
}

// outcome is what a run on exports gives.
type outcome struct {
	code   int
	card   map[string]any // nil: nothing was printed
	stderr string
}

// run counts a period of the exports at a time, with these flags besides.
func (e *exports) run(t *testing.T, period string, now time.Time, flags ...string) outcome {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "exports"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, x := range e.files {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write(x.header)
		w.WriteAll(x.rows)
		if err := os.WriteFile(filepath.Join(dir, "exports", name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	agreement := filepath.Join(dir, "agreement.yaml")
	if err := os.WriteFile(agreement, []byte(e.agreement), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	p := &program{now: now, stdout: &stdout, stderr: &stderr}
	args := []string{"leadpact", "run", "--json", "--agreement", agreement, "--period", period}
	err := app(p).RunContext(t.Context(), append(args, flags...))
	p.reportError(err)
	o := outcome{code: exitCode(err), stderr: stderr.String()}
	if stdout.Len() > 0 {
		if err := json.Unmarshal(stdout.Bytes(), &o.card); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// truth returns the scorecard of a period by the whole exports.
func (e *exports) truth(t *testing.T, period string, now time.Time) map[string]any {
	t.Helper()
	o := e.run(t, period, now)
	if o.card == nil {
		t.Fatalf("%s: exit %d: %s", period, o.code, o.stderr)
	}
	return o.card
}

// isClosed reports whether a scorecard is that of a closed period.
func isClosed(card map[string]any) bool {
	period := card["period"].(map[string]any)
	end, _ := instant(period["end"].(string))
	asOf, _ := instant(period["as_of"].(string))
	return !asOf.Before(end)
}

// falseBreaches lists the obligations that a scorecard calls late or missed, and the true one does not.
func falseBreaches(truth, card map[string]any) (found []string) {
	known := map[string]bool{}
	for _, b := range list(truth["breaches"]) {
		known[b["lead"].(string)+"/"+b["rule"].(string)] = true
	}
	for _, b := range list(card["breaches"]) {
		if id := b["lead"].(string) + "/" + b["rule"].(string); !known[id] {
			found = append(found, id+" "+b["verdict"].(string))
		}
	}
	return found
}

// falseStatuses lists the figures with a final status that the true scorecard does not give them. A running
// period's promise may be under, within or over the line to date.
func falseStatuses(truth, card map[string]any) (found []string) {
	want := figures(truth)
	for _, q := range list(card["quantities"]) {
		id, status := q["id"].(string), q["status"]
		switch status {
		case "under", "within", "over":
			if !isClosed(card) {
				continue
			}
		case "met", "missed":
		default:
			continue
		}
		if status != want[id+"#status"] {
			found = append(found, id+" "+status.(string))
		}
	}
	return found
}
