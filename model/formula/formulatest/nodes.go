// Package formulatest gives tests an expression of every node type, so that a reader of expressions can be tested on all
// of them. A test of package formula holds the list against the package's source.
package formulatest

import . "leadpact/model/formula"

// The names that the expressions of AllNodes read.
const (
	Cell         = "limit" // a named cell that holds a number
	Table        = "leads" // a table, in whose rows all expressions may stand
	NumberColumn = "calls" // a column of numbers of Table
	TextColumn   = "sdr"   // a column of texts of Table
)

// AllNodes returns expressions whose top nodes are of every type, at least one of each.
func AllNodes() []Expr {
	number, text := Col(NumberColumn), Col(TextColumn)
	return []Expr{
		Number(2),
		Word("met"),
		NA{},
		Ref(Cell),
		number,
		text,
		Add(number, Number(1)),
		Sub(number, Number(1)),
		Mul(number, Number(2)),
		Div(number, Number(2)),
		Compare(EQ, text, Word("Ann")),
		Compare(NE, text, Word("Ann")),
		Compare(LT, number, Ref(Cell)),
		Compare(LE, number, Ref(Cell)),
		Compare(GT, number, Ref(Cell)),
		Compare(GE, number, Ref(Cell)),
		And{Known(number), Compare(GT, number, Number(1))},
		Or{Known(text), Compare(GT, number, Number(1))},
		If(Known(number), number, NA{}),
		Known(text),
		Reached(number, Ref(Cell)),
		Round(number, 2),
		RoundUp(number),
		Root(number),
		Least{number, Ref(Cell)},
		Greatest{number, Ref(Cell)},
		Lookup(Table, TextColumn, NumberColumn, Word("Ann")),
		CountOf(Table, Where(NumberColumn, GE, Ref(Cell)), Where(TextColumn, EQ, Word("Ann"))),
		Sum(Table, NumberColumn, Where(TextColumn, EQ, text)),
		Agg{Fn: CountNumbers, Table: Table, Col: NumberColumn},
		Agg{Fn: MedianOf, Table: Table, Col: NumberColumn},
		Agg{Fn: MeanOf, Table: Table, Col: NumberColumn},
		Agg{Fn: PercentileOf, Table: Table, Col: NumberColumn, P: Number(0.9)},
	}
}
