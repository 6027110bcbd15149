package ingest

import (
	"errors"
	"leadpact/ingest/ingesttest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"leadpact/model"
)

// FuzzRead feeds any bytes as leads and as activities: nothing panics, every row is used, set aside or ignored, and every
// line that is named lies inside the file.
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
		in := &model.Input{Files: []string{"l.csv"}}
		a := sample("Europe/London", map[string]*model.Input{"leads": in, "deals": in, "activities": in})
		p, _ := model.ParsePeriod("2026-10", ingesttest.Zone(t, "Europe/London"), time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC))
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
		var refused *Refused
		if errors.As(err, &refused) {
			within(refused.Line)
		}
	})
}
