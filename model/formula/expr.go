package formula

// Expr is a formula. Each figure, and each column of a table that is not a fact, is defined by one Expr
// alone. Package calc evaluates it, formats it in words and explains it; report/workbook translates it
// into a spreadsheet formula. The set of node types is closed: every reader of expressions handles all of
// them, and panics on an unknown one.
type Expr interface{ node() }

// Number is a constant that belongs to a definition. A number that the agreement sets is a Ref.
type Number float64

// Word is a constant text, such as a verdict or a status. It never holds input data.
type Word string

// NA is the constant n/a.
type NA struct{}

// Ref is a reference to a named cell by id: a term of the agreement, a given of the period, or a figure.
type Ref string

// Col is a reference to a column, by name, in the row in which the expression stands.
type Col string

// Arith is A + B, A − B, A × B or A ÷ B. It is a fault if an operand is not a number or the divisor is
// zero.
type Arith struct {
	Op   byte // + - * /
	A, B Expr
}

// CompareExpr is A Op B. < ≤ > ≥ compare numbers and are a fault with anything else, so that n/a is never
// "greater than any number". = and ≠ compare any two values.
type CompareExpr struct {
	Op   CompareOp
	A, B Expr
}

// CompareOp is a comparison operator.
type CompareOp uint8

// The comparison operators.
const (
	EQ CompareOp = iota
	NE
	LT
	LE
	GT
	GE
)

// String returns the operator in a spreadsheet's notation.
func (o CompareOp) String() string { return [...]string{"=", "<>", "<", "<=", ">", ">="}[o] }

// And and Or evaluate all of their arguments; if any is a fault, the result is a fault, as in a
// spreadsheet.
type (
	And []Expr
	Or  []Expr
)

// IfExpr is Then where Cond is true and Else where it is false; the other branch is not evaluated.
type IfExpr struct{ Cond, Then, Else Expr }

// KnownExpr is true where X is a number.
type KnownExpr struct{ X Expr }

// ReachedExpr is true where X is a number and at most By; it is false where X is n/a.
type ReachedExpr struct{ X, By Expr }

// RoundExpr is X rounded to Digits decimals, halves away from zero.
type RoundExpr struct {
	X      Expr
	Digits int
}

// RoundUpExpr is X rounded up to a whole number, after rounding to nine decimals, so that 21 ÷ 0.7 is 30
// (SPEC section 7).
type RoundUpExpr struct{ X Expr }

// RootExpr is the square root of X; for a negative number it is a fault.
type RootExpr struct{ X Expr }

// Least and Greatest are the least and the greatest number of their arguments. Texts and n/a are skipped;
// without any numbers the result is 0.
type (
	Least    []Expr
	Greatest []Expr
)

// LookupExpr is the value in column Give of the first row of Table whose column By equals Key. It is a
// fault where there is no such row.
type LookupExpr struct {
	Table, By, Give string
	Key             Expr
}

// Agg aggregates a column over the rows of a table. CountRows and SumOf use the rows that meet all
// conditions; the others use all numbers of the column and skip texts and n/a.
type Agg struct {
	Fn    AggFn
	Table string
	Col   string // not for CountRows
	P     Expr   // for PercentileOf: the percentile as a fraction, 0 to 1
	Where []Cond // for CountRows and SumOf
}

// AggFn is an aggregate function.
type AggFn uint8

// The aggregate functions. The median, mean and percentile of no numbers are faults; the sum of no
// numbers is 0.
const (
	CountRows AggFn = iota
	SumOf
	CountNumbers
	MedianOf
	MeanOf
	PercentileOf
)

// Cond is a condition on column Col of the aggregated table. To is evaluated in the row in which the
// aggregate stands.
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

// Constructors, which make the definitions of figures readable as formulas.

// Add returns a + b + …
func Add(a Expr, more ...Expr) Expr { return fold('+', a, more) }

// Sub returns a − b.
func Sub(a, b Expr) Expr { return Arith{'-', a, b} }

// Mul returns a × b × …
func Mul(a Expr, more ...Expr) Expr { return fold('*', a, more) }

// Div returns a ÷ b.
func Div(a, b Expr) Expr { return Arith{'/', a, b} }

// fold returns a op b op …, from left to right.
func fold(op byte, a Expr, more []Expr) Expr {
	for _, b := range more {
		a = Arith{op, a, b}
	}
	return a
}

// CountOf returns the number of rows of a table that meet all conditions.
func CountOf(table string, where ...Cond) Expr { return Agg{Fn: CountRows, Table: table, Where: where} }

// Sum returns the sum of a column's numbers over the rows that meet all conditions.
func Sum(table, col string, where ...Cond) Expr {
	return Agg{Fn: SumOf, Table: table, Col: col, Where: where}
}

// Compare returns a op b.
func Compare(op CompareOp, a, b Expr) Expr { return CompareExpr{op, a, b} }

// If returns then where cond is true, and otherwise where it is false.
func If(cond, then, otherwise Expr) Expr { return IfExpr{cond, then, otherwise} }

// Known returns whether x is a number.
func Known(x Expr) Expr { return KnownExpr{x} }

// Reached returns whether x is a number and at most by.
func Reached(x, by Expr) Expr { return ReachedExpr{x, by} }

// Round returns x rounded to digits decimals, halves away from zero.
func Round(x Expr, digits int) Expr { return RoundExpr{x, digits} }

// RoundUp returns x rounded up to a whole number.
func RoundUp(x Expr) Expr { return RoundUpExpr{x} }

// Root returns the square root of x.
func Root(x Expr) Expr { return RootExpr{x} }

// Lookup returns column give of the first row of a table whose column by equals key.
func Lookup(table, by, give string, key Expr) Expr { return LookupExpr{table, by, give, key} }

// Where returns the condition that column col of the aggregated table stands in the relation op to the
// value to.
func Where(col string, op CompareOp, to Expr) Cond { return Cond{col, op, to} }
