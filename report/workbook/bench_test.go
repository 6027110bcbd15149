package workbook

import (
	"bytes"
	"io"
	"testing"
)

func BenchmarkLayout(b *testing.B) {
	s := sample(b, 20_000, nil)
	for b.Loop() {
		if _, err := New(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSpelling(b *testing.B) {
	s := sample(b, 200, nil)
	for b.Loop() {
		for _, q := range s.Quantities {
			sp := speller{card: s}
			sp.formula(q.Formula)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(s.Quantities)), "ns/formula")
}

func BenchmarkRows(b *testing.B) {
	s := sample(b, 20_000, nil)
	book, _ := written(b, s)
	w := &writer{Book: book, styles: &styler{ids: map[look]int{}}}
	g := book.sheetNamed("Leads").table
	for _, c := range g.columns {
		w.styles.ids[c.look] = 1
	}
	rows, err := w.newRowStream(g)
	if err != nil {
		b.Fatal(err)
	}
	var size counter
	for b.Loop() {
		size = counter{w: io.Discard}
		if err := rows.writeTo(&size, []byte("<sheetData></sheetData>")); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(size.n)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*g.rows()), "ns/row")
}

func BenchmarkDeflate(b *testing.B) {
	raw := rowsOfXML(8 << 20)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		deflated(b, raw, 4096)
	}
}

func BenchmarkWorkbook(b *testing.B) {
	s := sample(b, 20_000, nil)
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
