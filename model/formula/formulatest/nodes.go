// Package formulatest gives tests an expression of every node type, so that a reader of expressions can be
// tested on all of them. A test of package formula holds the list against the package's source.
package formulatest

import "leadpact/model/formula"

// Names that the expressions of AllNodes refer to.
const (
	Cell         = "limit" // a named cell that holds a number
	Table        = "leads" // a table in whose rows all expressions can be evaluated
	NumberColumn = "calls" // a column of numbers of Table
	TextColumn   = "sdr"   // a column of texts of Table
)

// AllNodes returns expressions of which every node type is the top node of at least one.
func AllNodes() []formula.Expr {
	number, text := formula.Col(NumberColumn), formula.Col(TextColumn)
	isAnn := formula.Where(TextColumn, formula.EQ, formula.Word("Ann"))
	return []formula.Expr{
		formula.Number(2),
		formula.Word("met"),
		formula.NA{},
		formula.Ref(Cell),
		number,
		text,
		formula.Add(number, formula.Number(1)),
		formula.Sub(number, formula.Number(1)),
		formula.Mul(number, formula.Number(2)),
		formula.Div(number, formula.Number(2)),
		formula.Compare(formula.EQ, text, formula.Word("Ann")),
		formula.Compare(formula.NE, text, formula.Word("Ann")),
		formula.Compare(formula.LT, number, formula.Ref(Cell)),
		formula.Compare(formula.LE, number, formula.Ref(Cell)),
		formula.Compare(formula.GT, number, formula.Ref(Cell)),
		formula.Compare(formula.GE, number, formula.Ref(Cell)),
		formula.And{formula.Known(number), formula.Compare(formula.GT, number, formula.Number(1))},
		formula.Or{formula.Known(text), formula.Compare(formula.GT, number, formula.Number(1))},
		formula.If(formula.Known(number), number, formula.NA{}),
		formula.Known(text),
		formula.Reached(number, formula.Ref(Cell)),
		formula.Round(number, 2),
		formula.RoundUp(number),
		formula.Root(number),
		formula.Least{number, formula.Ref(Cell)},
		formula.Greatest{number, formula.Ref(Cell)},
		formula.Lookup(Table, TextColumn, NumberColumn, formula.Word("Ann")),
		formula.CountOf(Table, formula.Where(NumberColumn, formula.GE, formula.Ref(Cell)), isAnn),
		formula.Sum(Table, NumberColumn, formula.Where(TextColumn, formula.EQ, text)),
		formula.Agg{Fn: formula.CountNumbers, Table: Table, Col: NumberColumn},
		formula.Agg{Fn: formula.MedianOf, Table: Table, Col: NumberColumn},
		formula.Agg{Fn: formula.MeanOf, Table: Table, Col: NumberColumn},
		formula.Agg{Fn: formula.PercentileOf, Table: Table, Col: NumberColumn, P: formula.Number(0.9)},
	}
}
