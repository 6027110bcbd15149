package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/ingesttest"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// FuzzRead reads any bytes as leads, deals and activities: nothing may panic, every row must be used, set
// aside or ignored, and every reported line must exist in the file.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"lead_id,created_at,owner\nL1,2026-10-01,Ann\n",
		"sep=;\r\nlead_id;created_at\r\n\"L\"\"1\";31/10/2026\r\n",
		"lead_id\tcreated_at\tquality\r\"L1\r\"\t10/31/2026 9:00 AM\t70\r",
		"\xff\xfel\x00e\x00a\x00d\x00",
		"title\n\nlead_id,created_at\nL1,\"2026\nL2,46326\nL3,x,y\n\x1a",
		"'lead_id','created_at'\n'L1','2026-10-25 01:30'\n",
		"Record ID,Create Date,Lifecycle Stage\n1,2026-10-01,Customer\n",
	} {
		f.Add([]byte(s))
	}
	dir := f.TempDir()
	path := filepath.Join(dir, "l.csv")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		in := &agreement.Input{Files: []string{"l.csv"}}
		a := sample("Europe/London", map[string]*agreement.Input{"leads": in, "deals": in, "activities": in})
		p, _ := calendar.ParsePeriod("2026-10", ingesttest.Zone(t, "Europe/London"), time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC))
		rep, err := ReadReport(a, dir, model.NewLedger(a, p))
		balanced(t, rep)
		last := 1
		for _, c := range data {
			if c == '\n' || c == '\r' {
				last++
			}
		}
		within := func(line int) {
			if line < 0 || line > last {
				t.Errorf("line %d of %d", line, last)
			}
		}
		for _, s := range rep.SetAside {
			within(s.Line)
		}
		for _, n := range rep.Notes {
			within(n.Line)
		}
		var refused *csvtext.Refused
		if errors.As(err, &refused) {
			within(refused.Line)
		}
	})
}

// FuzzTable normalises any bytes: every row must be written, set aside or ignored, and the result must
// have as many rows when it is read back.
func FuzzTable(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "sep=;\r\na;b\r\n1;\"2\"\"\"\r\n", "'a'\t'b'\r'1'\t'it's'\r", "a|b\n\"x|y\n1|2\n", "\xff\xfea\x00,\x00b\x00\n\x00", "a;b\n1,5;2\n1.5;3\n", "title\n\na,b\n1,2\n",
		"a,b\n\"1\"x,2\n3,4\n\x1a\x00", "\x1f\x8b\x08", "caf\xe9,b\n1,2\n",
	} {
		f.Add([]byte(s))
	}
	path := filepath.Join(f.TempDir(), "t.csv")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		rep, err := Normalise(path, agreement.Input{}, &out)
		if err != nil {
			if !isRefused(err) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		if n := rep.File; n.Rows != n.Used+n.SetAside+n.Ignored || n.SetAside != len(rep.SetAside) {
			t.Errorf("%d rows are not %d + %d + %d, %d listed", n.Rows, n.Used, n.SetAside, n.Ignored, len(rep.SetAside))
		}
		r := csv.NewReader(&out)
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil || len(rows) > 0 && len(rows) != rep.File.Used+1 {
			t.Errorf("%d rows are read back of %d, %v", len(rows), rep.File.Used, err)
		}
	})
}
