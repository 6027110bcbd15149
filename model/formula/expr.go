package formula

import "fmt"

// Expr is a formula: a figure, or a column of a table, is written as one Expr, and nothing else computes it. Eval computes
// it, the workbook spells it, explain walks it. The set of nodes is closed; add one only when a figure needs it.
type Expr interface{ node() }

// Number is a constant that belongs to a definition; terms of the agreement are Refs.
type Number float64

// Word is a constant text: a verdict, a status. Data never stands in one.
type Word string

// NA is the constant n/a.
type NA struct{}

// Ref is a named cell: a term, a given or a quantity, by id.
type Ref string

// Col is a column of the row in which the expression stands.
type Col string

// Arith is A + B, A − B, A × B or A ÷ B; with n/a in it, or divided by zero, it is n/a.
type Arith struct {
	Op   byte // + - * /
	A, B Expr
}

// Compare is A op B. Order compares numbers alone (n/a beside < is a fault, never "greater than any number"); = and ≠
// compare anything.
type CompareExpr struct {
	Op   CompareOp
	A, B Expr
}

// CompareOp is a comparison.
type CompareOp uint8

// The comparisons.
const (
	EQ CompareOp = iota
	NE
	LT
	LE
	GT
	GE
)

func (o CompareOp) String() string { return [...]string{"=", "<>", "<", "<=", ">", ">="}[o] }

// And and Or hold over all of their arguments: a fault in any is a fault of the whole, as in a spreadsheet.
type (
	And []Expr
	Or  []Expr
)

// If takes one branch; the other is not computed.
type IfExpr struct{ Cond, Then, Else Expr }

// Known says that X is a number.
type KnownExpr struct{ X Expr }

// Reached says that X is a number and at most By; n/a has not been reached.
type ReachedExpr struct{ X, By Expr }

// Round rounds X half up to Digits decimals.
type RoundExpr struct {
	X      Expr
	Digits int
}

// RoundUp rounds X up to the next whole number, after rounding it to nine decimals: 21 ÷ 0.7 is 30 (SPEC section 7).
type RoundUpExpr struct{ X Expr }

// Root is the square root of X; of a negative number a fault.
type RootExpr struct{ X Expr }

// Least and Greatest of their arguments; texts are passed over.
type (
	Least    []Expr
	Greatest []Expr
)

// Lookup finds Key in the column By of a table and gives the same row's column Give; not found is a fault.
type LookupExpr struct {
	Table, By, Give string
	Key             Expr
}

// Agg aggregates a table: CountRows and SumOf take conditions; the others take a whole column's numbers, texts passed over.
type Agg struct {
	Fn    AggFn
	Table string
	Col   string // not for CountRows
	P     Expr   // of PercentileOf: a named cell
	Where []Cond // of CountRows and SumOf
}

// AggFn is an aggregate.
type AggFn uint8

// The aggregates. Median and mean and percentile of no numbers are faults; a sum of none is 0.
const (
	CountRows AggFn = iota
	SumOf
	CountNumbers
	MedianOf
	MeanOf
	PercentileOf
)

// Cond is a condition on a column of the aggregated table; To is computed in the row in which the aggregate stands.
type Cond struct {
	Col string
	Op  CompareOp
	To  Expr
}

func (Number) node()      {}
func (Word) node()        {}
func (NA) node()          {}
func (Ref) node()         {}
func (Col) node()         {}
func (Arith) node()       {}
func (CompareExpr) node() {}
func (And) node()         {}
func (Or) node()          {}
func (IfExpr) node()      {}
func (KnownExpr) node()   {}
func (ReachedExpr) node() {}
func (RoundExpr) node()   {}
func (RoundUpExpr) node() {}
func (RootExpr) node()    {}
func (Least) node()       {}
func (Greatest) node()    {}
func (LookupExpr) node()  {}
func (Agg) node()         {}

// Short spellings for the tables of definitions.

// Add is a + b + …
func Add(a Expr, more ...Expr) Expr { return fold('+', a, more) }

// Sub is a − b.
func Sub(a, b Expr) Expr { return Arith{'-', a, b} }

// Mul is a × b × …
func Mul(a Expr, more ...Expr) Expr { return fold('*', a, more) }

// Div is a ÷ b.
func Div(a, b Expr) Expr { return Arith{'/', a, b} }

func fold(op byte, a Expr, more []Expr) Expr {
	for _, b := range more {
		a = Arith{op, a, b}
	}
	return a
}

// CountOf counts the rows of a table where all conditions hold.
func CountOf(table string, where ...Cond) Expr { return Agg{Fn: CountRows, Table: table, Where: where} }

// Sum adds a column's numbers where all conditions hold.
func Sum(table, col string, where ...Cond) Expr {
	return Agg{Fn: SumOf, Table: table, Col: col, Where: where}
}

// Children returns the expressions that stand directly below e, in the order in which they are written.
func Children(e Expr) []Expr {
	switch e := e.(type) {
	case nil, Number, Word, NA, Ref, Col:
		return nil
	case Arith:
		return []Expr{e.A, e.B}
	case CompareExpr:
		return []Expr{e.A, e.B}
	case And:
		return e
	case Or:
		return e
	case IfExpr:
		return []Expr{e.Cond, e.Then, e.Else}
	case KnownExpr:
		return []Expr{e.X}
	case ReachedExpr:
		return []Expr{e.X, e.By}
	case RoundExpr:
		return []Expr{e.X}
	case RoundUpExpr:
		return []Expr{e.X}
	case RootExpr:
		return []Expr{e.X}
	case Least:
		return e
	case Greatest:
		return e
	case LookupExpr:
		return []Expr{e.Key}
	case Agg:
		var below []Expr
		if e.P != nil {
			below = append(below, e.P)
		}
		for _, c := range e.Where {
			below = append(below, c.To)
		}
		return below
	}
	panic(fmt.Sprintf("formula: no such node: %T", e))
}

// Walk calls f for e and everything below it, parents first.
func Walk(e Expr, f func(Expr)) {
	f(e)
	for _, x := range Children(e) {
		Walk(x, f)
	}
}

// Names lists what an expression reads: ids of named cells, and columns as table.column (of its own row, .column).
func Names(e Expr) []string {
	var out []string
	seen := map[string]bool{}
	add := func(n string) {
		if !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	Walk(e, func(e Expr) {
		switch e := e.(type) {
		case Ref:
			add(string(e))
		case Col:
			add("." + string(e))
		case LookupExpr:
			add(e.Table + "." + e.By)
			add(e.Table + "." + e.Give)
		case Agg:
			if e.Col != "" {
				add(e.Table + "." + e.Col)
			}
			for _, c := range e.Where {
				add(e.Table + "." + c.Col)
			}
		}
	})
	return out
}

// MayFault says whether an expression can fail where its cell must say n/a: the workbook then wraps it in IFERROR.
func MayFault(e Expr) bool {
	risky := false
	Walk(e, func(e Expr) {
		switch e := e.(type) {
		case Arith, RoundExpr, RoundUpExpr, RootExpr, LookupExpr, ReachedExpr:
			risky = true
		case CompareExpr:
			risky = risky || e.Op != EQ && e.Op != NE
		case Agg:
			risky = risky || e.Fn >= MedianOf
		}
	})
	return risky
}

// Compare returns a op b.
func Compare(op CompareOp, a, b Expr) Expr { return CompareExpr{op, a, b} }

// If returns then where cond holds, else otherwise.
func If(cond, then, otherwise Expr) Expr { return IfExpr{cond, then, otherwise} }

// Known returns whether x is a number.
func Known(x Expr) Expr { return KnownExpr{x} }

// Reached returns whether x is a number and at most by.
func Reached(x, by Expr) Expr { return ReachedExpr{x, by} }

// Round returns x rounded half up to digits decimals.
func Round(x Expr, digits int) Expr { return RoundExpr{x, digits} }

// RoundUp returns x rounded up to the next whole number.
func RoundUp(x Expr) Expr { return RoundUpExpr{x} }

// Root returns the square root of x.
func Root(x Expr) Expr { return RootExpr{x} }

// Lookup returns the column give of the row of a table whose column by equals key.
func Lookup(table, by, give string, key Expr) Expr { return LookupExpr{table, by, give, key} }

// Where returns the condition that a column of the aggregated table compares so with to.
func Where(col string, op CompareOp, to Expr) Cond { return Cond{col, op, to} }
