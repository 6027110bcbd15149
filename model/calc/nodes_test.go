package calc

import (
	"math"
	"testing"

	"leadpact/model/formula"
	"leadpact/model/formula/formulatest"
)

// nodesSheet returns a sheet with the names that the expressions of formulatest.AllNodes read.
func nodesSheet() (*Sheet, *Table) {
	s := NewSheet()
	s.AddTerm(Term{ID: formulatest.Cell, Title: "Limit", Unit: formula.Count, Value: formula.Num(3)})
	t := s.AddTable(NewTable(formulatest.Table, "Leads", 5))
	t.Numbers(formulatest.NumberColumn, "Calls", formula.Count, "", []float64{1, 4, 9, math.NaN(), 16})
	t.Texts(formulatest.TextColumn, "SDR", "", []string{"Ann", "Bob", "Ann", "", "Bob"})
	return s, t
}

// The column store evaluates an expression for a whole column at once. In each row the result must equal
// that of evaluating the expression in that row alone.
func TestEveryNodeIsEvaluatedInARowAndInAColumn(t *testing.T) {
	t.Parallel()
	for _, e := range formulatest.AllNodes() {
		s, table := nodesSheet()
		table.Formula("number", "As number", formula.Count, "", e)
		table.Formula("text", "As text", formula.Words, "", e)
		for row := range table.Rows {
			want := s.EvalRow(table, row, e)
			if _, isTruth := want.Truth(); isTruth {
				want = formula.Missing // a column holds numbers or texts
			}
			got := table.Column("number").Value(row)
			if _, isText := want.Text(); isText {
				got = table.Column("text").Value(row)
			}
			if got != want {
				t.Errorf("%#v in row %d: %v as a column, %v alone", e, row, got, want)
			}
		}
	}
}

func TestEveryNodeHasWordsAndAnExplanation(t *testing.T) {
	t.Parallel()
	for _, e := range formulatest.AllNodes() {
		s, table := nodesSheet()
		if s.Prose(e, table) == "" {
			t.Errorf("%#v has no words", e)
		}
		table.Formula("made", "Made", formula.Count, "", e)
		readings := s.ExplainCell(table.Name, "made", 1)
		if len(readings) == 0 || readings[0].Formula == "" {
			t.Errorf("%#v is not explained: %v", e, readings)
		}
		_, isAggregate := e.(formula.Agg)
		if got := len(readings[0].Aggregates) > 0; got != isAggregate {
			t.Errorf("%#v: rows of aggregates are listed: %v", e, got)
		}
		explained := map[string]bool{}
		for _, r := range readings[1:] {
			if r.Term != nil {
				explained[r.Term.ID] = true
			} else {
				explained[r.Table.Name+"."+r.Column.Name] = true
			}
		}
		for _, name := range formula.Names(e) {
			if name[0] == '.' {
				name = table.Name + name
			}
			if !explained[name] {
				t.Errorf("%#v: the explanation does not list %s", e, name)
			}
		}
	}
}

// unknown is a node type that no reader knows.
type unknown struct{ formula.Expr }

func TestAnUnknownNodePanics(t *testing.T) {
	t.Parallel()
	s, table := nodesSheet()
	table.Formula("unknown", "Unknown", formula.Count, "", unknown{})
	for name, read := range map[string]func(formula.Expr){
		"Eval":        func(e formula.Expr) { s.EvalRow(table, 0, e) },
		"Prose":       func(e formula.Expr) { s.Prose(e, table) },
		"ExplainCell": func(formula.Expr) { s.ExplainCell(table.Name, "unknown", 0) },
		"rowsOf":      func(e formula.Expr) { scope{s, table, 0}.aggregateRows(e) },
		"walkReads":   func(e formula.Expr) { (&explanation{sheet: s, seen: map[string]bool{}}).walkReads(0, e, table) },
		"precompute":  func(e formula.Expr) { s.precompute(table, e) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s accepts an unknown node", name)
				}
			}()
			read(unknown{})
		}()
	}
}
