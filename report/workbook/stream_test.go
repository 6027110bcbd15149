package workbook

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/reporttest"
	"leadpact/report/workbook/archive"
	"leadpact/report/workbook/cellxml"
)

func Test_a_text_of_a_long_table_reads_back_as_it_was(t *testing.T) {
	t.Parallel()
	texts := []string{"plain", "lead_x", `<a href="b">&'c'</a>`, "two\nlines", "a\ttab", "Łukasz Žižka", "日本 🙂",
		"_x0041_", "_x0041_x0042_", "_x005F_x0041_", "_x00zz_", "&#xA;", "</sheetData>", "=1+1", "0012", "n/a", "TRUE",
		"\ue0003 B6:B8 IF(1)"}
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	s.AddTable(calc.NewTable("leads", "Leads", len(texts))).Texts("lead_id", "Lead", "", texts)
	s.Compute()
	b, raw := written(t, s)
	f := opened(t, raw)
	column, _ := b.sheetNamed("Leads").table.column("lead_id")
	for i, want := range texts {
		if got, err := f.GetCellValue("Leads", column.from.down(i).String()); err != nil || got != want {
			t.Errorf("%q reads back as %q, %v", want, got, err)
		}
	}
}

// The rows of a short table go through the library, those of a long one do not.
func Test_cells_are_written_as_the_library_writes_them(t *testing.T) {
	t.Parallel()
	values := []formula.Value{formula.Missing, formula.Num(0), formula.Num(-3), formula.Num(1e15), formula.Num(-1e21),
		formula.Num(1.0 / 3), formula.Num(1e-7), formula.Num(45779.554166667), formula.Str("met"), formula.Str("  around  "),
		formula.Str("a\x01b\xffc"), formula.Str("a\r\nb"), formula.Str("_x0041_ & _x00zz_"),
		formula.Str(strings.Repeat("é", excelize.TotalCellChars+5))}
	f := excelize.NewFile()
	defer f.Close()
	w := &writer{file: f, styles: &styler{f, map[look]int{}}}
	var row []any
	var want strings.Builder
	for _, v := range values {
		for _, formula := range []string{"", `IF(A1>"<",1,2)`} {
			x, err := w.cell(cell{formula: formula, value: v, look: factLook})
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, x)
			if formula != "" {
				formula = `<f>IF(A1&gt;&#34;&lt;&#34;,1,2)</f>`
			}
			open := `<c r="` + cellAt{1, len(row)}.String() + `" s="1"`
			want.Write(cellxml.AppendCell([]byte(open), v, formula))
		}
	}
	_, got, _ := strings.Cut(firstSheet(t, f, row), `<row r="1">`)
	got, _, _ = strings.Cut(got, `</row>`)
	got = strings.ReplaceAll(got, "&#xA;", "\n") // which the library writes in the value of a formula alone
	if got != want.String() {
		t.Error(cmp.Diff(strings.SplitAfter(got, "</c>"), strings.SplitAfter(want.String(), "</c>")))
	}
}

// firstSheet returns the part that the library writes for a sheet with one row.
func firstSheet(t *testing.T, f *excelize.File, row []any) string {
	t.Helper()
	sw, err := f.NewStreamWriter("Sheet1")
	if err == nil {
		err = sw.SetRow("A1", row)
	}
	if err == nil {
		err = sw.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	z := archive.New(func(w io.Writer, name string, part []byte) error {
		if name == "xl/worksheets/sheet1.xml" {
			out = string(part)
		}
		_, err := w.Write(part)
		return err
	})
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return z })
	if _, err = f.WriteTo(io.Discard); err == nil {
		_, err = z.WriteTo(io.Discard)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}
