package workbook

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/model"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func Test_a_small_workbook_is_laid_out_as_it_was(t *testing.T) {
	t.Parallel()
	s := smallCard()
	met := func(cond model.Expr) model.Expr {
		return model.If{Cond: cond, Then: model.Word("met"), Else: model.Word("missed")}
	}
	s.Table("leads").Formula("verdict", "Verdict", model.Words, "kept or not",
		met(model.Reached{X: model.Col("b"), By: model.Ref("term.n0")}))
	s.Figure(model.Quantity{ID: "goal.sqls_created", Title: "SQLs created: goal", Formula: model.Ref("term.n5")})
	s.Figure(model.Quantity{
		ID: "actual.sqls_created", Title: "SQLs created", Goal: "goal.sqls_created", Status: "status.sqls_created",
		Definition: "Flow.",
		Formula:    model.CountOf("leads", model.Cond{Col: "verdict", Op: model.EQ, To: model.Word("met")}),
	})
	s.Figure(model.Quantity{
		ID: "status.sqls_created", Title: "Status", Unit: model.Words, Internal: true,
		Formula: met(model.Compare{Op: model.GE, A: model.Ref("actual.sqls_created"), B: model.Ref("goal.sqls_created")}),
	})
	s.Figure(model.Quantity{
		ID: "kpi.odd", Title: "Nobody claims me", Unit: model.Percent,
		Formula: model.Div(model.Ref("term.n0"), model.Ref("term.n1")), Reason: "nothing to divide by",
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
