package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadpact/model/formula"
)

// poison is planted as the cached value of every formula before a recalculation: a cell that still holds it
// was not recalculated.
const poison = -8.7654321e+99

// officeCase is a workbook that LibreOffice recalculates. build returns the file and what to check in the
// result.
type officeCase struct {
	name  string
	build func(t *testing.T) (raw []byte, check func(t *testing.T, f *recalculated))
}

// LibreOffice takes seconds to start, so one test recalculates all workbooks, a few files with each
// process.
func Test_a_spreadsheet_program_calculates_what_the_scorecard_says(t *testing.T) {
	t.Parallel()
	exe := office(t)
	cases := slices.Concat(cachedValueCases(), randomExpressionCases(), whatIfCases(), changedTermCases(), tamperedCases())
	files, checks := make([][]byte, len(cases)), make([]func(*testing.T, *recalculated), len(cases))
	t.Run("build", func(t *testing.T) {
		for i, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				files[i], checks[i] = c.build(t)
				files[i] = poisoned(t, files[i])
			})
		}
	})
	if t.Failed() {
		return
	}
	results := recalculate(t, exe, files)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			checks[i](t, results[i])
		})
	}
}

// office finds LibreOffice, or skips the test; where LEADPACT_REQUIRE_ALL is 1 its absence is a failure.
func office(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("LEADPACT_REQUIRE_ALL") == "1" {
		t.Fatal("LibreOffice is not installed")
	}
	t.Skip("LibreOffice is not installed: formulas are not recalculated")
	return ""
}

const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

// recalculate lets LibreOffice recalculate workbooks, and returns the results. Two processes, each with a
// profile of its own, share the work.
func recalculate(t *testing.T, exe string, files [][]byte) []*recalculated {
	t.Helper()
	const processes = 2
	dir := t.TempDir()
	batches, results := make([][]string, processes), make([]*recalculated, len(files))
	for i, data := range files {
		name := fmt.Sprint("book", i)
		file := filepath.Join(dir, name+".xlsx")
		batches[i%processes] = append(batches[i%processes], file)
		results[i] = &recalculated{filepath.Join(dir, "out", name), map[string][][]string{}}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	for i, batch := range batches {
		wg.Go(func() {
			if err := convert(exe, filepath.Join(dir, fmt.Sprint("home", i)), filepath.Join(dir, "out"), batch); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return results
}

// csvFilter makes LibreOffice write every sheet as UTF-8 with tabs between the cells, and numbers in full
// precision.
const csvFilter = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,false,false,false,false,-1"

// convert runs LibreOffice once, in a home folder of its own, over some files. It writes a file of text for
// each sheet, which takes half the time of a workbook.
func convert(exe, home, out string, files []string) error {
	profile := filepath.Join(home, "profile")
	if err := os.MkdirAll(filepath.Join(profile, "user"), 0o755); err != nil {
		return err
	}
	settings := filepath.Join(profile, "user", "registrymodifications.xcu")
	if err := os.WriteFile(settings, []byte(alwaysRecalculate), 0o644); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	args := []string{"-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--nologo",
		"--convert-to", csvFilter, "--outdir", out}
	cmd := exec.CommandContext(ctx, exe, append(args, files...)...)
	cmd.Env = append(os.Environ(), "HOME="+home, "LC_ALL=C.UTF-8", "SAL_USE_VCLPLUGIN=svp")
	if log, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("LibreOffice: %w\n%s", err, log)
	}
	return nil
}

// recalculated is a workbook that LibreOffice has recalculated.
type recalculated struct {
	path   string                // of the files of its sheets, up to a hyphen and the name of the sheet
	sheets map[string][][]string // values by sheet, row and column, once they have been read
}

// value returns what a cell holds; it must have been recalculated.
func (r *recalculated) value(t *testing.T, sheet string, at cellAt) string {
	t.Helper()
	rows, ok := r.sheets[sheet]
	if !ok {
		rows = readSheet(t, r.path+"-"+sheet+".csv")
		r.sheets[sheet] = rows
	}
	if at.row > len(rows) || at.col > len(rows[at.row-1]) {
		return ""
	}
	v := rows[at.row-1][at.col-1]
	if x, err := strconv.ParseFloat(v, 64); err == nil && x == poison {
		t.Fatalf("%s!%s was not recalculated", sheet, at)
	}
	return v
}

// readSheet reads the values of a sheet by row and column.
func readSheet(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord = '\t', -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// sameValue reports whether a raw value shows a value of the scorecard, up to the rounding of a
// recalculation.
func sameValue(raw string, v formula.Value) bool {
	want, number := v.Number()
	if !number {
		return raw == v.String()
	}
	got, err := strconv.ParseFloat(raw, 64)
	return err == nil && math.Abs(got-want) <= 1e-9*math.Max(math.Abs(want), 1e-3)
}

// compare compares the cached value of every formula cell with the recalculated one, except for cells for
// which leaveOut is true. It returns how many cells it compared and how many of them are numbers.
func compare(t *testing.T, b *Book, f *recalculated, leaveOut func(*sheet, cell) bool) (compared, numbers int) {
	t.Helper()
	different := 0
	b.eachFormula(func(sh *sheet, at cellAt, x cell) {
		if leaveOut != nil && leaveOut(sh, x) {
			return
		}
		compared++
		if _, number := x.value.Number(); number {
			numbers++
		}
		if got := f.value(t, sh.name, at); !sameValue(got, x.value) {
			if different++; different <= 10 {
				t.Errorf("%s!%s: cached %v, recalculated %q\n  =%s", sh.name, at, x.value, got, x.formula)
			}
		}
	})
	if different > 10 {
		t.Errorf("%d more differ", different-10)
	}
	return compared, numbers
}

// splitAddress splits an address such as 'Goal Grid'!D7.
func splitAddress(t *testing.T, address string) (sheet string, at cellAt) {
	t.Helper()
	sheet, reference, _ := strings.Cut(address, "!")
	col, row, err := excelize.CellNameToCoordinates(reference)
	if err != nil {
		t.Fatalf("%q: %v", address, err)
	}
	return strings.Trim(sheet, "'"), cellAt{row, col}
}

// cachedValueCases compare every cached value with the recalculated one.
func cachedValueCases() []officeCase {
	const group = "every cached value is what a recalculation gives/"
	var out []officeCase
	for i, a := range agreements {
		out = append(out, officeCase{group + a.name, func(t *testing.T) ([]byte, func(*testing.T, *recalculated)) {
			x := shared(t, i)
			return x.raw, func(t *testing.T, f *recalculated) {
				if compared, numbers := compare(t, x.book, f, nil); numbers < compared/4 {
					t.Errorf("%d of %d formula cells are numbers", numbers, compared)
				}
			}
		}})
	}
	return append(out, officeCase{group + "without data", func(t *testing.T) ([]byte, func(*testing.T, *recalculated)) {
		b, raw := written(t, emptyCard())
		return raw, func(t *testing.T, f *recalculated) { compare(t, b, f, nil) }
	}})
}

// cachedValue matches a cell with a formula and its cached value.
var cachedValue = regexp.MustCompile(
	`(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="\w+")?(><f[^>]*(?:/>|>[^<]*</f>))<v>[^<]*</v>`)

// style matches a cell with its style.
var style = regexp.MustCompile(`(<c r="[A-Z]+[0-9]+") s="[0-9]+"`)

// poisoned replaces every cached value of a workbook by poison, and removes the number formats, so that
// the recalculated values are written as plain numbers.
func poisoned(t *testing.T, raw []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for _, f := range parts(t, raw) {
		w, err := zw.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		data := cachedValue.ReplaceAllString(f.data, fmt.Sprintf("${1}${2}<v>%v</v>", poison))
		fmt.Fprint(w, style.ReplaceAllString(data, "$1"))
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// member is a part of a workbook.
type member struct{ name, data string }

// parts unzips a workbook.
func parts(t *testing.T, raw []byte) []member {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out []member
	for _, f := range zr.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(f.Name, err)
		}
		out = append(out, member{f.Name, string(data)})
	}
	return out
}
