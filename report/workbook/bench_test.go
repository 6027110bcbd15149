package workbook

import (
	"bytes"
	"testing"
)

func BenchmarkLayout(b *testing.B) {
	s := sample(20_000, nil)
	for b.Loop() {
		if _, err := New(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSpelling(b *testing.B) {
	s := sample(200, nil)
	for b.Loop() {
		for _, q := range s.Quantities {
			sp := speller{card: s}
			sp.formula(q.Formula)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(s.Quantities)), "ns/formula")
}

// countingWriter counts bytes.
type countingWriter int64

func (c *countingWriter) Write(p []byte) (int, error) {
	*c += countingWriter(len(p))
	return len(p), nil
}

func BenchmarkRows(b *testing.B) {
	book, _ := written(b, sample(20_000, nil))
	w := &writer{Book: book, styles: &styler{ids: map[look]int{}}}
	g := book.sheetNamed("Leads").table
	for _, c := range g.columns {
		w.styles.ids[c.look] = 1
	}
	rows, err := w.newRowStream(g)
	if err != nil {
		b.Fatal(err)
	}
	var size countingWriter
	for b.Loop() {
		size = 0
		if err := rows.insertInto(&size, []byte("<sheetData></sheetData>")); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(size))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*g.rows()), "ns/row")
}

func BenchmarkWorkbook(b *testing.B) {
	s := sample(20_000, nil)
	for b.Loop() {
		book, err := New(s)
		if err != nil {
			b.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := book.WriteTo(&out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*20_000)/b.Elapsed().Seconds(), "leads/s")
}
