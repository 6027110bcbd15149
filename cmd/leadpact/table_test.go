package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tabled is the result of leadpact table on a file.
type tabled struct {
	rows  [][]string
	aside map[int]bool // the lines of the file that were set aside
	code  int
}

var (
	asideLine = regexp.MustCompile(`(?m)^.*\.csv:(\d+): `)
	countLine = regexp.MustCompile(`(\d+) read, (\d+) used, (\d+) set aside, (\d+) ignored\n$`)
)

// asTable runs leadpact table, and checks that its counts add up.
func asTable(t *testing.T, path string) tabled {
	t.Helper()
	var stdout, stderr bytes.Buffer
	out := tabled{aside: map[int]bool{}, code: run([]string{"leadpact", "table", path}, &stdout, &stderr)}
	r := csv.NewReader(&stdout)
	r.FieldsPerRecord = -1
	var err error
	if out.rows, err = r.ReadAll(); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	for _, m := range asideLine.FindAllStringSubmatch(stderr.String(), -1) {
		line, _ := strconv.Atoi(m[1])
		out.aside[line] = true
	}
	if out.code != 0 {
		return out
	}
	m := countLine.FindStringSubmatch(stderr.String())
	if m == nil {
		t.Fatalf("%s: no counts in %q", path, stderr.String())
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	if n[0] != n[1]+n[2]+n[3] || n[1] != len(out.rows)-1 || n[2] != len(out.aside) {
		t.Errorf("%s: %s for %d rows and %d lines set aside", path, m[0], len(out.rows)-1, len(out.aside))
	}
	return out
}

func TestTableReadsAllOfCSVSpectrum(t *testing.T) {
	t.Parallel()
	dir := shared(t, "data/csv-spectrum")
	files, _ := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	if len(files) != 12 {
		t.Fatalf("%d files, want 12", len(files))
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		data, err := os.ReadFile(filepath.Join(dir, "json", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(data, []byte("[")) {
			data = append(append([]byte("["), data...), ']') // a file with a single record
		}
		data = bytes.ReplaceAll(data, []byte(`\r\n`), []byte(`\n`)) // as in the CSV file of the same name
		if name == "location_coordinates" {                         // its JSON has another number than its CSV
			data = bytes.Replace(data, []byte("1234567890"), []byte("2095257564"), 1)
		}
		var want []map[string]string
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatal(err)
		}
		got := asTable(t, path)
		if diff := cmp.Diff(want, byHeader(got.rows)); diff != "" || len(got.aside) > 0 {
			t.Errorf("%s: %d set aside (-want +got):\n%s", name, len(got.aside), diff)
		}
	}
}

// byHeader returns each row as a map from header to cell.
func byHeader(rows [][]string) []map[string]string {
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, cell := range row {
			m[rows[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

// In each polluted file a bad row is either repaired to what the clean file holds, or set aside with its
// line. All other rows are exact. A file with two tables and one with a header of two rows have no single
// reading and are left out.
func TestTableRepairsOrSetsAsideEveryPollutedRow(t *testing.T) {
	t.Parallel()
	root := filepath.Join(unpacked(t, filepath.Join(shared(t, "data"), "pollock-part.tar.xz")), "pollock")
	files, _ := filepath.Glob(filepath.Join(root, "csv", "*.csv"))
	if len(files) != 290 {
		t.Fatalf("%d files, want 290", len(files))
	}
	source := textLines(t, filepath.Join(root, "csv", "source.csv"))
	exact, aside := 0, 0
	simple, weighted, weights := 0.0, 0.0, 0.0
	for _, path := range files {
		name := filepath.Base(path)
		got := asTable(t, path)
		score := pollockScore(got, parsed(t, filepath.Join(root, "clean", name)), name == "file_no_header.csv")
		simple += score / float64(len(files))
		weighted, weights = weighted+score*pollockWeight(name), weights+pollockWeight(name)
		switch {
		case name == "file_header_multirow_2.csv", name == "file_multitable_less.csv":
			continue
		case name == "file_no_payload.csv":
			if got.code != exitData {
				t.Errorf("%s: exit %d, want a refusal", name, got.code)
			}
			continue
		}
		want := parsed(t, filepath.Join(root, "clean", name))
		if reflect.DeepEqual(got.rows, want) && len(got.aside) == 0 {
			exact++
			continue
		}
		polluted := map[int]bool{}
		want = nil
		for i, line := range textLines(t, path) {
			if line != source[i] {
				polluted[i+1] = true
			}
		}
		for i, row := range parsed(t, filepath.Join(root, "clean", "source.csv")) {
			if !polluted[i+1] {
				want = append(want, row)
			}
		}
		if diff := cmp.Diff(want, got.rows) + cmp.Diff(polluted, got.aside); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		aside += len(polluted)
	}
	t.Logf("%d files exact, %d rows set aside; score %.3f simple, %.3f weighted", exact, aside, simple, weighted/weights)
	if simple < 9.87 || weighted/weights < 9.85 {
		t.Errorf("score %.3f simple, %.3f weighted", simple, weighted/weights)
	}
}

// unpacked returns a folder with the files of an archive.
func unpacked(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	path, err := filepath.Abs(archive)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("tar", "-xJf", path, "-C", dir).CombinedOutput(); err != nil {
		if os.Getenv("LEADPACT_REQUIRE_ALL") == "1" {
			t.Fatalf("tar with xz is required: %v %s", err, out)
		}
		t.Skipf("no tar with xz here: %v", err)
	}
	return dir
}

// textLines returns the lines of a file.
func textLines(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

// parsed returns the rows of a CSV file.
func parsed(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// pollockWeights are how often each pollution occurs among the files that the benchmark surveyed
// (Vitagliano et al., Pollock: A Data Loading Benchmark, VLDB 2023), by the beginning of a file's name.
var pollockWeights = []struct {
	prefix string
	weight float64
}{
	{"source", 1}, {"file_no_payload", 15}, {"file_no_header", 470}, {"file_header_multirow", 47},
	{"file_preamble", 282}, {"file_multitable", 62.67}, {"file_header_only", 3},
	{"file_record_delimiter_0xA", 1691}, {"file_field_delimiter_0x9", 4},
	{"file_field_delimiter_0x3B", 834}, {"file_quotation_char", 11}, {"file_escape_char", 1},
	{"row_less_sep", 0.3678}, {"row_more_sep", 0.3678}, {"row_extra_quote", 0.0093}, {"row_field_delimiter", 0.1429},
}

func pollockWeight(name string) float64 {
	i := slices.IndexFunc(pollockWeights, func(w struct {
		prefix string
		weight float64
	}) bool {
		return strings.HasPrefix(name, w.prefix)
	})
	return pollockWeights[i].weight
}

// pollockScore returns the benchmark's score of one file, of 10 points: 1 for a file that is read at all,
// and precision, recall and F1 of the header's cells, of the records, and of all cells below the header.
// A clean file without a header gets all points for it.
func pollockScore(got tabled, clean [][]string, headless bool) float64 {
	if got.code != 0 {
		return 0
	}
	var header, loaded []string
	if len(got.rows) > 0 {
		loaded = got.rows[0]
	}
	if !headless && len(clean) > 0 {
		header, clean = clean[0], clean[1:]
	}
	rows := got.rows[min(1, len(got.rows)):]
	return 1 + measures(header, loaded) + measures(joined(clean), joined(rows)) +
		measures(slices.Concat(clean...), slices.Concat(rows...))
}

// joined returns each row as one string.
func joined(rows [][]string) []string {
	var out []string
	for _, r := range rows {
		out = append(out, strings.Join(r, "\x1f"))
	}
	return out
}

// measures returns the sum of precision, recall and F1 of what was loaded, as multisets of trimmed text.
func measures(want, loaded []string) float64 {
	if len(want) == 0 {
		return 3
	}
	left := map[string]int{}
	for _, s := range want {
		left[strings.TrimSpace(s)]++
	}
	common := 0.0
	for _, s := range loaded {
		if s = strings.TrimSpace(s); left[s] > 0 {
			left[s]--
			common++
		}
	}
	if common == 0 {
		return 0
	}
	recall, precision := common/float64(len(want)), common/float64(len(loaded))
	return precision + recall + 2*precision*recall/(precision+recall)
}
