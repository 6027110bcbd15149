package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"leadpact/model"
)

// BenchmarkActivities reads 200,000 activities of 2,000 leads.
func BenchmarkActivities(b *testing.B) {
	dir := b.TempDir()
	var leads, acts bytes.Buffer
	leads.WriteString("lead_id,created_at,mql_at,owner\n")
	for i := range 2000 {
		fmt.Fprintf(&leads, "L%d,2026-10-01T09:00:00Z,2026-10-02T09:00:00Z,Ann\n", i)
	}
	acts.WriteString("activity_id,lead_id,type,at,owner,outcome,direction,automated\n")
	for i := range 200000 {
		fmt.Fprintf(&acts, "T%d,L%d,call,2026-10-%02d %02d:%02d:00,Ann Lee,connected,outbound,false\n", i, i%2000, 1+i%30, i%24, i%60)
	}
	for name, data := range map[string][]byte{"leads.csv": leads.Bytes(), "acts.csv": acts.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	a := sample("America/New_York", map[string]*model.Input{"leads": {Files: []string{"leads.csv"}}, "activities": {Files: []string{"acts.csv"}}})
	loc, _ := time.LoadLocation(a.Head.Zone)
	p, _ := model.ParsePeriod("2026-10", loc, time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC))
	b.SetBytes(int64(acts.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if err := Read(a, dir, model.NewLedger(a, p)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSplit cuts activities into cells.
func BenchmarkSplit(b *testing.B) {
	var text bytes.Buffer
	for i := range 3000 {
		fmt.Fprintf(&text, "1000%d,100%d,,email,2026-10-%02dT%02d:%02d:00-04:00,Sofía Herrera %d,no_answer,outbound,false\n", i*7919, i, 1+i%30, i%24, i%60, i%37)
	}
	s := newSplitter(text.Bytes(), dialect{delim: ',', quote: '"', eol: '\n'})
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		s.turn(text.Bytes(), 1)
		for _, ok := s.next(); ok; _, ok = s.next() {
		}
	}
}
