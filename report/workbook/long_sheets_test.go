package workbook

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/reporttest"
)

func Test_text_of_the_data_is_never_a_formula(t *testing.T) {
	t.Parallel()
	hostile := []string{`=1+1`, `=HYPERLINK("http://x","y")`, `+cmd`, `@SUM(A1)`, `-2`, `<f>1+1</f>`, `_x0041_`,
		`"quoted" & <b>`, `007`, `TRUE`}
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	leads := s.AddTable(calc.NewTable("leads", "Leads", len(hostile)))
	leads.Texts("lead_id", "Lead", "", hostile)
	s.Warnings = []model.Note{{Text: hostile[0]}}
	s.Compute()
	b, raw := written(t, s)
	f := opened(t, raw)
	column, _ := b.sheetNamed("Leads").table.column("lead_id")
	for i, want := range hostile {
		at := column.from.down(i).String()
		got, err := f.GetCellValue("Leads", at)
		formula, _ := f.GetCellFormula("Leads", at)
		kind, _ := f.GetCellType("Leads", at)
		if err != nil || got != want || formula != "" || kind != excelize.CellTypeInlineString {
			t.Errorf("%q was written as %q, formula %q, type %v", want, got, formula, kind)
		}
	}
}

func Test_missing_values_show_na_and_no_cell_of_a_table_is_blank(t *testing.T) {
	t.Parallel()
	_, raw := written(t, emptyCard())
	f := opened(t, raw)
	for _, name := range []string{"Leads", "Deals", "Breaches"} {
		rows, err := f.GetRows(name)
		if err != nil || len(rows) != headRows+2 {
			t.Fatalf("%s: %d rows, %v; want a head and a row of n/a", name, len(rows), err)
		}
		for i, v := range rows[headRows+1][1:] {
			if v != "n/a" {
				t.Errorf("%s, column %d: %q", name, i+2, v)
			}
		}
	}
}

func Test_more_rows_than_a_sheet_has_are_refused(t *testing.T) {
	t.Parallel()
	lines := make([]float64, sheetRows)
	card := func(rows int) *model.Scorecard {
		s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
		s.AddTable(calc.NewTable("leads", "Leads", rows)).Numbers("line", "Line", formula.Count, "", lines[:rows])
		s.Compute()
		return s
	}
	b, err := New(card(sheetRows - 1))
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := b.sheetNamed("Leads").table.column("line"); r.to.row != sheetRows {
		t.Errorf("1,048,575 leads end in row %d", r.to.row)
	}
	if _, err := New(card(sheetRows)); err == nil || !strings.Contains(err.Error(), "1,048,575") {
		t.Errorf("1,048,576 leads: %v", err)
	}
}

func Test_a_text_longer_than_a_cell_is_cut_and_Checks_says_so(t *testing.T) {
	t.Parallel()
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	long := strings.Repeat("é", excelize.TotalCellChars+5)
	s.AddTable(calc.NewTable("leads", "Leads", 1)).Texts("lead_id", "Lead", "", []string{long})
	s.Compute()
	b, raw := written(t, s)
	column, _ := b.sheetNamed("Leads").table.column("lead_id")
	if got, _ := opened(t, raw).GetCellValue("Leads", column.from.String()); len([]rune(got)) != excelize.TotalCellChars {
		t.Errorf("the cell holds %d characters", len([]rune(got)))
	}
	warned := false
	b.eachCell(func(sh *sheet, _ cellAt, x cell) {
		warned = warned || sh.name == "Checks" && strings.Contains(x.value.String(), "longer than a cell takes")
	})
	if !warned {
		t.Error("Checks does not say that a text was cut")
	}
}
