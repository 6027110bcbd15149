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

var update = flag.Bool("update", false, "rewrite the golden files")

func Test_a_small_workbook_is_laid_out_as_it_was(t *testing.T) {
	t.Parallel()
	s := smallCard()
	met := func(cond formula.Expr) formula.Expr {
		return formula.IfExpr{Cond: cond, Then: formula.Word("met"), Else: formula.Word("missed")}
	}
	s.Table("leads").Formula("verdict", "Verdict", formula.Words, "kept or not",
		met(formula.ReachedExpr{X: formula.Col("b"), By: formula.Ref("term.n0")}))
	s.AddQuantity(calc.Quantity{ID: "goal.sqls_created", Title: "SQLs created: goal", Formula: formula.Ref("term.n5")})
	s.AddQuantity(calc.Quantity{
		ID: "actual.sqls_created", Title: "SQLs created", Goal: "goal.sqls_created", Status: "status.sqls_created",
		Definition: "Flow.",
		Formula:    formula.CountOf("leads", formula.Cond{Col: "verdict", Op: formula.EQ, To: formula.Word("met")}),
	})
	s.AddQuantity(calc.Quantity{
		ID: "status.sqls_created", Title: "Status", Unit: formula.Words, Internal: true,
		Formula: met(formula.CompareExpr{
			Op: formula.GE, A: formula.Ref("actual.sqls_created"), B: formula.Ref("goal.sqls_created"),
		}),
	})
	s.AddQuantity(calc.Quantity{
		ID: "kpi.odd", Title: "Nobody claims me", Unit: formula.Percent,
		Formula: formula.Div(formula.Ref("term.n0"), formula.Ref("term.n1")), Reason: "nothing to divide by",
	})
	s.Compute()
	b, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	b.runDeferred()
	got, file := cellLines(b), filepath.Join("testdata", "small.txt")
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

// cellLines writes a line for every cell of a book (where it is, what it shows, how it looks, its formula)
// and for every name.
func cellLines(b *Book) string {
	var w strings.Builder
	b.eachCell(func(sh *sheet, at cellAt, c cell) {
		fmt.Fprintf(&w, "%s!%s\t%s\t%s", sh.quoted(), at, c.value, lookWords(c.look))
		if c.formula != "" {
			fmt.Fprintf(&w, "\t=%s", c.formula)
		}
		w.WriteByte('\n')
	})
	for _, n := range b.names {
		fmt.Fprintf(&w, "%s\t%s\n", n.name, n.refers)
	}
	return w.String()
}

// lookWords writes a look in brackets.
func lookWords(l look) string {
	words := []string{l.ink, l.fill, l.side, l.format}
	if l.bold {
		words = append(words, "bold")
	}
	if l.wrap {
		words = append(words, "wrap")
	}
	return "[" + strings.Join(strings.Fields(strings.Join(words, " ")), " ") + "]"
}
