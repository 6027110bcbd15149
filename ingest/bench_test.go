package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadpact/ingest/blocks"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/ingesttest"
	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
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
	a := sample("America/New_York", map[string]*agreement.Input{"leads": {Files: []string{"leads.csv"}}, "activities": {Files: []string{"acts.csv"}}})
	p := october(b, a).Period()
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
	s := csvtext.NewSplitter(text.Bytes(), csvtext.Dialect{Delim: ',', Quote: '"', LineEnd: '\n'})
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		s.Reset(text.Bytes(), 1)
		for _, ok := s.Next(); ok; _, ok = s.Next() {
		}
	}
}

// BenchmarkFastActivities reads usual lines of activities by the fast path.
func BenchmarkFastActivities(b *testing.B) {
	benchmarkFast(b, "activities", activities, "activity_id,lead_id,email,type,at,owner,outcome,direction,automated\n", func(i int) string {
		return fmt.Sprintf("1000%d,L%d,,%s,2026-%02d-%02dT%02d:%02d:00-04:00,Sofía Herrera %d,%s,outbound,false\n", i*7919, i/10, []string{"call", "email"}[i%2],
			1+i%12, 1+i%28, i%24, i%60, i%37, []string{"", "connected", "no_answer"}[i%3])
	})
}

// BenchmarkFastLeads reads usual lines of leads by the fast path.
func BenchmarkFastLeads(b *testing.B) {
	benchmarkFast(b, "leads", leads, "lead_id,created_at,ql_at,mql_at,status,assigned_at,owner,email,source,campaign,tier,quality,motion,reason\n", func(i int) string {
		return fmt.Sprintf("L%d,2026-%02d-%02dT%02d:%02d:00-04:00,2026-10-01T09:00:00-04:00,,open,2026-10-01T10:00:00-04:00,Sofía Herrera %d,ann.lee%d@example.com,Web,\"Account list, %d\",%s,high,inbound,\n", i,
			1+i%9, 1+i%28, i%24, i%60, i%37, i, i%20, []string{"A", "B", "C"}[i%3])
	})
}

// BenchmarkFastDeals reads usual lines of deals by the fast path.
func BenchmarkFastDeals(b *testing.B) {
	benchmarkFast(b, "deals", deals, "deal_id,lead_id,amount,currency,stage,created_at,proposal_at,closed_at,won,owner,sdr,source,stream,new_business\n", func(i int) string {
		return fmt.Sprintf("90%d,L%d,%d.50,USD,%s,2026-%02d-%02dT%02d:%02d:00-04:00,,2026-10-05T10:00:00-04:00,true,Ann Lee %d,Sofía Herrera %d,Web,Platform,true\n", i, i%200, 1000+i*7919%9000,
			[]string{"Closed Won", "Talking"}[i%2], 1+i%9, 1+i%28, i%24, i%60, i%7, i%37)
	})
}

// benchmarkFast parses a block of 2,000 lines of a table.
func benchmarkFast[T any](b *testing.B, table string, in pipeline[T], header string, line func(i int) string) {
	var text bytes.Buffer
	text.WriteString(header)
	for i := range 2000 {
		text.WriteString(line(i))
	}
	path := filepath.Join(b.TempDir(), "t.csv")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	named := &agreement.Input{Files: []string{path}}
	a := sample("America/New_York", map[string]*agreement.Input{table: named})
	l := october(b, a)
	for i := range 200 {
		l.AddLead(model.Lead{ID: fmt.Sprint("L", i)})
	}
	r := &reader{options: Options{Block: 1 << 20}, agreement: a, ledger: l, period: l.Period(), zone: l.Period().Start.Location(), notPeople: profile.NewValueSet(nil), report: &Report{}}
	f, err := r.openBlocks(profile.TableNamed(table), named, inputPath{disk: path, name: "t.csv"}, strategy{})
	if err != nil {
		b.Fatal(err)
	}
	f.stream.File.Close()
	w, found := newWorker(r, f, in), parsedBlock[T]{}
	all := blocks.Block{Text: f.headRows, Line: 2, Last: true}
	b.SetBytes(int64(len(f.headRows)))
	for b.Loop() {
		if err := w.scan(all, &found); err != nil || found.count != 2000 {
			b.Fatal(found.count, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2000, "ns/row")
}

// BenchmarkJoin adds the ids of activities to a set and looks up their leads, of which there are 100,000.
func BenchmarkJoin(b *testing.B) {
	a := sample("UTC", nil)
	l := october(b, a)
	ids := make([][]byte, 100_000)
	for i := range ids {
		ids[i] = fmt.Append(nil, 100_000+i)
		l.AddLead(model.Lead{ID: string(ids[i])})
	}
	for b.Loop() {
		var set idSet
		for i := range 100_000 {
			id := ids[i*7919%len(ids)]
			if !set.add(idKey(id)) || l.LeadByID(id).None() {
				b.Fatal(string(id))
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100_000, "ns/row")
}

// BenchmarkWorkbook reads a workbook of 100,000 leads in ten columns, two of them dates.
func BenchmarkWorkbook(b *testing.B) {
	dir := b.TempDir()
	var rows, shared strings.Builder
	header := []string{"lead_id", "created_at", "mql_at", "owner", "email", "source", "campaign", "tier", "action", "reason"}
	rows.WriteString(sheetRows(header))
	for i := range 50 {
		fmt.Fprintf(&shared, "<si><t>Ana Lee %d</t></si>", i)
	}
	for i := range 100_000 {
		row := i + 2
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" s="2"><v>%g</v></c><c r="C%d" s="1"><v>%d</v></c>`,
			row, row, 98100+i, row, 46296+float64(i%31)+float64(i%1440)/1440, row, 46296+i%31)
		for _, column := range "DEFGHIJ" {
			fmt.Fprintf(&rows, `<c r="%c%d" t="s"><v>%d</v></c>`, column, row, (i+int(column))%50)
		}
		rows.WriteString("</row>")
	}
	data := ingesttest.Book{
		Shared: shared.String(), Formats: []string{"yyyy-mm-dd", "yyyy-mm-dd hh:mm"},
		Sheets: []ingesttest.Sheet{{Name: "Leads", Rows: rows.String()}},
	}.Bytes(b)
	if err := os.WriteFile(filepath.Join(dir, "leads.xlsx"), data, 0o600); err != nil {
		b.Fatal(err)
	}
	a := sample("Europe/Berlin", map[string]*agreement.Input{"leads": {Files: []string{"leads.xlsx"}}})
	p := october(b, a).Period()
	b.ReportAllocs()
	for b.Loop() {
		if err := Read(a, dir, model.NewLedger(a, p)); err != nil {
			b.Fatal(err)
		}
	}
}
