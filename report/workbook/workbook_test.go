package workbook

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/reporttest"
)

// emptyCard returns the scorecard of a ledger without data.
func emptyCard() *model.Scorecard {
	return model.NewLedger(reporttest.Agreement(), reporttest.October()).Scorecard()
}

func Test_every_term_and_figure_has_a_named_cell_that_holds_its_value(t *testing.T) {
	t.Parallel()
	for i, a := range agreements {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			x := shared(t, i)
			f := opened(t, x.raw)
			names := map[string]string{}
			for _, n := range f.GetDefinedName() {
				if n.Scope == "Workbook" {
					names[n.Name] = n.RefersTo
				}
			}
			check := func(id string, want formula.Value, formula bool) {
				address := x.book.Cell(id)
				if got := strings.ReplaceAll(names[calc.Name(id)], "$", ""); got != address || address == "" {
					t.Errorf("%s: name refers to %q, the book says %q", id, got, address)
					return
				}
				sheet, at := splitAddress(t, address)
				got, _ := f.GetCellValue(sheet, at.String(), excelize.Options{RawCellValue: true})
				n, ok := want.Number()
				if ok && got != shortest(n+0) && got != fmt.Sprint(n) || !ok && got != want.String() {
					t.Errorf("%s: %s holds %q, the scorecard says %v", id, address, got, want)
				}
				if text, _ := f.GetCellFormula(sheet, at.String()); (text != "") != formula {
					t.Errorf("%s: %s has the formula %q", id, address, text)
				}
			}
			for _, term := range x.card.Terms {
				check(term.ID, term.Value, false)
			}
			for _, q := range x.card.Quantities {
				check(q.ID, q.Value(), true)
			}
			for _, table := range x.card.Tables {
				for _, c := range table.Columns {
					if names[rangeName(table.Name, c.Name)] == "" {
						t.Errorf("column %s.%s has no name", table.Name, c.Name)
					}
				}
			}
		})
	}
}

func Test_the_same_scorecard_gives_the_same_bytes(t *testing.T) {
	t.Parallel()
	b, first := written(t, sample(80, nil))
	var second bytes.Buffer
	if n, err := b.WriteTo(&second); err != nil || n != int64(second.Len()) {
		t.Fatal(n, err)
	}
	_, other := written(t, sample(80, nil))
	if !bytes.Equal(first, second.Bytes()) || !bytes.Equal(first, other) {
		t.Error("two writes differ")
	}
	var names []string
	for _, p := range parts(t, first) {
		names = append(names, p.name)
	}
	if names[0] != "[Content_Types].xml" || !sort.StringsAreSorted(names[1:]) {
		t.Errorf("parts are not in order: %v", names)
	}
}

func Test_two_things_of_one_name_are_refused(t *testing.T) {
	t.Parallel()
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	s.AddTerm(calc.Term{ID: "Leads.line", Title: "Line", Value: formula.Num(1)})
	s.AddTable(calc.NewTable("leads", "Leads", 1)).Numbers("line", "Line", formula.Count, "", []float64{1})
	s.Compute()
	if _, err := New(s); err == nil || !strings.Contains(err.Error(), "asked for twice") {
		t.Error(err)
	}
}

func Test_merged_cells_neither_overlap_nor_hide_anything(t *testing.T) {
	t.Parallel()
	for i := range agreements {
		for _, sh := range shared(t, i).book.sheets {
			taken := map[cellAt]bool{}
			for _, m := range sh.merges {
				for _, at := range m.cells() {
					if taken[at] || at != m.from && !sh.at(at).blank {
						t.Errorf("%s: %s is merged twice or hidden by %s", sh.name, at, m.from)
					}
					taken[at] = true
				}
			}
		}
	}
}
