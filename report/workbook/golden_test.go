package workbook

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/model/calc"
	"leadpact/model/formula"
)

var update = flag.Bool("update", false, "write the golden files anew")

func Test_a_small_workbook_is_laid_out_as_it_was(t *testing.T) {
	s := smallCard()
	s.Table("leads").Formula("verdict", "Verdict", formula.Words, "kept or not", formula.IfExpr{Cond: formula.ReachedExpr{X: formula.Col("b"), By: formula.Ref("term.n0")}, Then: formula.Word("met"), Else: formula.Word("missed")})
	s.AddQuantity(calc.Quantity{ID: "goal.sqls_created", Title: "SQLs created: goal", Formula: formula.Ref("term.n5")})
	s.AddQuantity(calc.Quantity{ID: "actual.sqls_created", Title: "SQLs created", Goal: "goal.sqls_created", Status: "status.sqls_created", Definition: "Flow.",
		Formula: formula.CountOf("leads", formula.Cond{Col: "verdict", Op: formula.EQ, To: formula.Word("met")})})
	s.AddQuantity(calc.Quantity{ID: "status.sqls_created", Title: "Status", Unit: formula.Words, Internal: true,
		Formula: formula.IfExpr{Cond: formula.CompareExpr{Op: formula.GE, A: formula.Ref("actual.sqls_created"), B: formula.Ref("goal.sqls_created")}, Then: formula.Word("met"), Else: formula.Word("missed")}})
	s.AddQuantity(calc.Quantity{ID: "kpi.odd", Title: "Nobody claims me", Unit: formula.Percent, Formula: formula.Div(formula.Ref("term.n0"), formula.Ref("term.n1")), Reason: "nothing to divide by"})
	s.Compute()
	b, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	b.complete()
	got, file := cells(b), filepath.Join("testdata", "small.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the layout changed; if it should, run go test -update\n%s", diff)
	}
}

// cells writes every cell of a book: where, what it shows, its formula, and how it looks.
func cells(b *Book) string {
	var w strings.Builder
	line := func(sh *sheet, at cellAt, c cell) {
		if c.blank {
			return
		}
		fmt.Fprintf(&w, "%s!%s\t%s\t%s", sh.quoted(), at, c.value, paint(c.look))
		if c.formula != "" {
			fmt.Fprintf(&w, "\t=%s", c.formula)
		}
		w.WriteByte('\n')
	}
	for _, sh := range b.sheets {
		for r, row := range sh.rows {
			for c, x := range row.cells {
				line(sh, cellAt{r + 1, c + 1}, x)
			}
		}
		if g := sh.table; g != nil {
			for i := range g.rows() {
				for k := range g.columns {
					line(sh, g.columns[k].head.down(1+i), g.at(i, k))
				}
			}
		}
	}
	for _, n := range b.names {
		fmt.Fprintf(&w, "%s\t%s\n", n.name, n.refers)
	}
	return w.String()
}

func paint(l look) string {
	words := []string{l.ink, l.fill, l.side, l.format}
	if l.bold {
		words = append(words, "bold")
	}
	if l.wrap {
		words = append(words, "wrap")
	}
	return "[" + strings.Join(strings.Fields(strings.Join(words, " ")), " ") + "]"
}
