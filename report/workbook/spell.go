package workbook

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// speller writes expressions as spreadsheet formulas. Eval and EvalRow of calc.Sheet are the reference: a
// formula gives in a spreadsheet what they give (see .docs/decisions/expressions.md).
type speller struct {
	card   *model.Scorecard
	places map[string]columnPlace // for a formula of a table: where the columns of that table stand
	row    int                    // for a formula of a table: the row of the head of its column
	err    error                  // the first one
}

// Precedences of operators, loosest first. An operand that binds looser than its place requires is put in
// parentheses.
const (
	loose = iota
	comparing
	adding
	multiplying
	tight
)

// longestFormula is the largest number of characters that the formula of a cell may have.
const longestFormula = 8192

// formula returns the formula of a cell, without the leading "=". Where the expression can fail, the
// formula gives n/a.
func (s *speller) formula(e formula.Expr) string {
	f := s.spell(e, loose)
	if formula.MayFault(e) {
		f = `IFERROR(` + f + `,"n/a")`
	}
	if len(f) > longestFormula {
		s.fail("a formula of %d characters is longer than a cell takes", len(f))
	}
	return f
}

// fail records an error and returns a formula to go on with.
func (s *speller) fail(format string, args ...any) string {
	if s.err == nil {
		s.err = fmt.Errorf(format, args...)
	}
	return `"n/a"`
}

// spell returns an expression as a part of a formula. place is the lowest precedence that an operator may
// have there without parentheses.
func (s *speller) spell(e formula.Expr, place int) string {
	switch e := e.(type) {
	case formula.Number:
		return numeral(float64(e))
	case formula.Word:
		return quote(string(e))
	case formula.NA:
		return `"n/a"`
	case formula.Ref:
		return calc.Name(string(e))
	case formula.Col:
		return s.column(string(e))
	case formula.Arith:
		return s.arith(e, place)
	case formula.CompareExpr:
		a, b := s.operand(e.A, e.Op), s.operand(e.B, e.Op)
		return within(place, comparing, a+e.Op.String()+b)
	case formula.And:
		return s.call("AND", e...)
	case formula.Or:
		return s.call("OR", e...)
	case formula.IfExpr:
		return s.call("IF", e.Cond, e.Then, e.Else)
	case formula.KnownExpr:
		return s.call("ISNUMBER", e.X)
	case formula.ReachedExpr:
		x := s.spell(e.X, loose)
		return "AND(ISNUMBER(" + x + "),N(" + x + ")<=" + s.operand(e.By, formula.LE) + ")"
	case formula.RoundExpr:
		return s.call("ROUND", e.X, formula.Number(e.Digits))
	case formula.RoundUpExpr:
		return "ROUNDUP(ROUND(" + s.spell(e.X, loose) + ",9),0)"
	case formula.RootExpr:
		return s.call("SQRT", e.X)
	case formula.Least:
		return s.call("MIN", e...)
	case formula.Greatest:
		return s.call("MAX", e...)
	case formula.LookupExpr:
		return s.lookup(e)
	case formula.Agg:
		return s.aggregate(e)
	}
	return s.fail("no spelling for %T", e)
}

// within puts a formula whose operator has the precedence own into parentheses where its place requires
// more.
func within(place, own int, f string) string {
	if own < place {
		return "(" + f + ")"
	}
	return f
}

func (s *speller) call(name string, args ...formula.Expr) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = s.spell(a, loose)
	}
	return name + "(" + strings.Join(parts, ",") + ")"
}

// column cites a column of the formula's own row.
func (s *speller) column(name string) string {
	p, ok := s.places[name]
	if !ok {
		return s.fail("column %s is not in the table in which a formula cites it", name)
	}
	if p.row != s.row {
		return "$" + p.letter + rowMark + strconv.Itoa(p.row-s.row) + rowEnd
	}
	return "$" + p.letter + rowMark
}

// arith keeps the order of Eval: an operand to the right of an operator of the same precedence is put into
// parentheses.
func (s *speller) arith(e formula.Arith, place int) string {
	own := adding
	if e.Op == '*' || e.Op == '/' {
		own = multiplying
	}
	return within(place, own, s.spell(e.A, own)+string(rune(e.Op))+s.spell(e.B, own+1))
}

// operand spells an operand of a comparison. Comparisons of order are for numbers alone: "n/a">=32 is
// TRUE in a spreadsheet, whereas "n/a"+0 is an error, as it is in Eval.
func (s *speller) operand(e formula.Expr, op formula.CompareOp) string {
	if op == formula.EQ || op == formula.NE || s.numeric(e) {
		return s.spell(e, adding)
	}
	return s.spell(e, adding) + "+0"
}

// numeric reports whether an expression gives a number or an error, never a text.
func (s *speller) numeric(e formula.Expr) bool {
	switch e := e.(type) {
	case formula.Number, formula.Arith, formula.RoundExpr, formula.RoundUpExpr, formula.RootExpr,
		formula.Least, formula.Greatest, formula.Agg:
		return true
	case formula.IfExpr:
		return s.numeric(e.Then) && s.numeric(e.Else)
	case formula.Ref:
		if t := s.card.Term(string(e)); t != nil {
			_, ok := t.Value.Number()
			return ok
		}
		q := s.card.Quantity(string(e))
		return q != nil && !formula.MayFault(q.Formula) && s.numeric(q.Formula)
	}
	return false
}

// lookup spells a lookup. In a table without rows it is an error, as it is in Eval: the row of n/a with
// which such a table is drawn must not be found.
func (s *speller) lookup(e formula.LookupExpr) string {
	if t := s.card.Table(e.Table); t == nil || t.Rows == 0 {
		return "NA()"
	}
	give, by := rangeName(e.Table, e.Give), rangeName(e.Table, e.By)
	return fmt.Sprintf("INDEX(%s,MATCH(%s,%s,0))", give, s.spell(e.Key, loose), by)
}

// rangeName returns the workbook-scope name of a table's column.
func rangeName(table, column string) string { return calc.Name(table + "." + column) }

func (s *speller) aggregate(e formula.Agg) string {
	t := s.card.Table(e.Table)
	if t == nil || len(t.Columns) == 0 {
		return s.fail("no table %s for an aggregate", e.Table)
	}
	whole := rangeName(e.Table, e.Col)
	if e.Fn != formula.CountRows && e.Fn != formula.SumOf && len(e.Where) > 0 {
		return s.fail("an aggregate of %s takes no conditions", whole)
	}
	switch e.Fn {
	case formula.CountNumbers:
		return "COUNT(" + whole + ")"
	case formula.MedianOf:
		return "MEDIAN(" + whole + ")"
	case formula.MeanOf:
		return "AVERAGE(" + whole + ")"
	case formula.PercentileOf:
		return "PERCENTILE(" + whole + "," + s.spell(e.P, loose) + ")"
	case formula.SumOf:
		if len(e.Where) == 0 {
			return "SUM(" + whole + ")"
		}
		return s.conditional("SUMIFS("+whole+",", e, t)
	}
	if len(e.Where) == 0 && t.Rows > 0 {
		return "ROWS(" + rangeName(e.Table, t.Columns[0].Name) + ")"
	}
	return s.conditional("COUNTIFS(", e, t)
}

// conditional spells COUNTIFS and SUMIFS. A comparison of order with a limit that is n/a holds for no
// row; the formula tests that first, because the criterion ">=n/a" would compare texts. The row of n/a
// with which a table without rows is drawn never counts.
func (s *speller) conditional(head string, e formula.Agg, t *calc.Table) string {
	var args, guards, faults []string
	for _, c := range e.Where {
		to := s.spell(c.To, adding+1)
		args = append(args, rangeName(e.Table, c.Col), criterion(c, to))
		if c.Op != formula.EQ && c.Op != formula.NE && !s.numeric(c.To) {
			guards = append(guards, "ISNUMBER("+to+")")
		}
		if formula.MayFault(c.To) {
			faults = append(faults, to)
		}
	}
	if t.Rows == 0 {
		args = append(args, rangeName(e.Table, t.Columns[0].Name), `"<>n/a"`)
	}
	f := head + strings.Join(args, ",") + ")"
	switch len(guards) {
	case 0:
	case 1:
		f = "IF(" + guards[0] + "," + f + ",0)"
	default:
		f = "IF(AND(" + strings.Join(guards, ",") + ")," + f + ",0)"
	}
	for _, x := range faults {
		f = "IF(ISERROR(" + x + "),NA()," + f + ")"
	}
	return f
}

// criterion spells the criterion of a condition; to is the formula of its limit.
func criterion(c formula.Cond, to string) string {
	if c.Op == formula.EQ {
		return to
	}
	switch x := c.To.(type) {
	case formula.Number:
		return quote(c.Op.String() + shortest(float64(x)))
	case formula.Word:
		return quote(c.Op.String() + string(x))
	case formula.NA:
		return quote(c.Op.String() + "n/a")
	}
	return quote(c.Op.String()) + "&" + to
}

// numeral returns a number as it stands in a formula: a negative one in parentheses.
func numeral(x float64) string {
	if x < 0 {
		return "(" + shortest(x) + ")"
	}
	return shortest(x)
}

// shortest returns the shortest decimal number that reads back as x.
func shortest(x float64) string {
	format := byte('f')
	if a := math.Abs(x); a != 0 && (a < 1e-6 || a >= 1e15) {
		format = 'E'
	}
	return strconv.FormatFloat(x, format, -1, 64)
}

// quote returns a text as a literal of a formula or a number format.
func quote(t string) string { return `"` + strings.ReplaceAll(t, `"`, `""`) + `"` }
