package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"io/fs"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"leadpact/samples"
)

// memory holds the files of a company by their names.
type memory map[string]*bytes.Buffer

func (m memory) create(name string) (io.WriteCloser, error) {
	b := new(bytes.Buffer)
	m[name] = b
	return struct {
		io.Writer
		io.Closer
	}{b, io.NopCloser(nil)}, nil
}

// changedOptions returns the sample's options with a change.
func changedOptions(change func(*options)) options {
	o := sampleOptions()
	change(&o)
	return o
}

func generate(t *testing.T, o options) memory {
	t.Helper()
	c, err := newCompany(o)
	if err != nil {
		t.Fatal(err)
	}
	m := memory{}
	if err := c.write(m.create); err != nil {
		t.Fatal(err)
	}
	return m
}

// plainSample returns the files of the sample, uncompressed. They are generated once for all tests, which
// must not change them.
var plainSample = sync.OnceValue(func() memory {
	c, err := newCompany(sampleOptions())
	if err != nil {
		panic(err)
	}
	m := memory{}
	if err := c.write(m.create); err != nil {
		panic(err)
	}
	return m
})

// uncompressed returns the content of a file without gzip: the compressor may change with Go's version, the
// rows may not.
func uncompressed(t *testing.T, name string, data []byte) string {
	t.Helper()
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if !z.ModTime.IsZero() || z.Name != "" {
			t.Errorf("%s: its header names a file or a time", name)
		}
		if data, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return string(data)
}

// records returns the rows of a table as maps from header to cell.
func (m memory) records(t *testing.T, name string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(m["exports/"+name].Bytes())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var records []map[string]string
	for _, row := range rows[1:] {
		r := map[string]string{}
		for i, cell := range row {
			r[rows[0][i]] = cell
		}
		records = append(records, r)
	}
	return records
}

func TestCommittedSampleIsWhatTheGeneratorWrites(t *testing.T) {
	t.Parallel()
	generated := generate(t, changedOptions(func(o *options) { o.gzip = true }))
	committed, total := map[string]bool{}, 0
	err := fs.WalkDir(samples.FS, "company", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := samples.FS.ReadFile(path)
		name := strings.TrimPrefix(path, "company/")
		committed[name], total = true, total+len(data)
		if generated[name] == nil {
			t.Errorf("%s is committed, but not generated", name)
		} else if uncompressed(t, name, data) != uncompressed(t, name, generated[name].Bytes()) {
			t.Errorf("%s differs from what the generator writes; "+
				"run go run ./samples/generate --gzip --out samples/company", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range generated {
		if !committed[name] {
			t.Errorf("%s is generated, but not committed", name)
		}
	}
	if total > 2<<20 {
		t.Errorf("the sample takes %d bytes; it is embedded, keep it below 2 MiB", total)
	}
}

func TestConstantsAreTheReportedMonthAndTheExport(t *testing.T) {
	t.Parallel()
	c, err := newCompany(sampleOptions())
	if err != nil {
		t.Fatal(err)
	}
	if got := c.reported.Format("2006-01"); got != samples.Period {
		t.Errorf("reported %s, Period %s", got, samples.Period)
	}
	if got := c.export.Format(time.RFC3339); got != samples.AsOf {
		t.Errorf("exported %s, AsOf %s", got, samples.AsOf)
	}
}

func TestSameFlagsGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	small := changedOptions(func(o *options) { o.leadsPerMonth = 40 })
	first, second := generate(t, small), generate(t, small)
	small.seed++
	other := generate(t, small)
	for name := range first {
		if !bytes.Equal(first[name].Bytes(), second[name].Bytes()) {
			t.Errorf("%s differs between two runs", name)
		}
	}
	if bytes.Equal(first["exports/contacts.csv"].Bytes(), other["exports/contacts.csv"].Bytes()) {
		t.Error("another seed gives the same leads")
	}
}

func TestActivityGoalIsReachedAndTheLeadsDoNotChange(t *testing.T) {
	t.Parallel()
	few := generate(t, changedOptions(func(o *options) { o.leadsPerMonth = 30 }))
	many := generate(t, changedOptions(func(o *options) { o.leadsPerMonth, o.activityGoal = 30, 20_000 }))
	if got := len(many.records(t, "activities.csv")); got != 20_001 { // one more for the call to a deleted lead
		t.Errorf("%d activities, want 20001", got)
	}
	if !bytes.Equal(few["exports/contacts.csv"].Bytes(), many["exports/contacts.csv"].Bytes()) {
		t.Error("more activities change the leads")
	}
}

func TestWrongFlagsAreRefusedInOneLine(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"", "--out x --until october", "--out x --format sugar", "--out x --sdrs 0",
		"--out x stray"} {
		var stderr bytes.Buffer
		if code := run(strings.Fields(args), &stderr); code != 2 || strings.Count(stderr.String(), "\n") != 1 {
			t.Errorf("%q: exit %d, %q", args, code, stderr.String())
		}
	}
}

func TestUnwritableFolderIsAnError(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	if code := run([]string{"--out", "main.go/below", "--leads-per-month", "1", "--months", "1"}, &stderr); code != 73 {
		t.Errorf("exit %d, %q", code, stderr.String())
	}
}

func TestNextOpen(t *testing.T) {
	t.Parallel()
	zone, _ := time.LoadLocation("America/New_York")
	for _, x := range []struct{ at, want string }{
		{"2026-10-30T19:59", "2026-10-30T19:59"}, // Friday
		{"2026-10-30T20:10", "2026-10-31T09:10"}, // Saturday's shift
		{"2026-10-31T17:00", "2026-11-02T08:00"}, // over Sunday and the end of daylight saving time
		{"2026-10-28T03:05", "2026-10-28T08:05"},
	} {
		at, err := time.ParseInLocation("2006-01-02T15:04", x.at, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := callHours.nextOpen(at).Format("2006-01-02T15:04"); got != x.want {
			t.Errorf("after %s: %s, want %s", x.at, got, x.want)
		}
	}
}

// The numbers in the agreement's comment and its promise must follow from its rates.
func TestAgreementIsConsistent(t *testing.T) {
	t.Parallel()
	agreement := generate(t, changedOptions(func(o *options) { o.months = 1 }))["agreement.yaml"].String()
	up := func(n, rate float64) float64 { return math.Ceil(math.Round(n/rate*1e9) / 1e9) }
	won := up(1_000_000, 10_000)
	opportunities := up(won, 0.32)
	sqls := up(opportunities, 0.82)
	mqls := up(sqls, 0.256)
	if got := [...]float64{won, opportunities, sqls, mqls, up(mqls, 0.5)}; got != [...]float64{100, 313, 382, 1493, 2986} {
		t.Errorf("a year's plan is %v", got)
	}
	plan := "100 deals; up the funnel: 313 opportunities, 382 SQLs, 1493 MQLs and 2986 qualified leads"
	if !strings.Contains(agreement, plan) {
		t.Error("the agreement's comment says something else")
	}
	if got := up(mqls, 12) * 10_000 * 0.256 * 0.82 * 0.32; math.Abs(got-84_000) > 100 {
		t.Errorf("the plan's promise is %.0f a month, the agreement's 84000", got)
	}
}
