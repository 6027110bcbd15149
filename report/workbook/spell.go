package workbook

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadpact/model"
)

// speller writes expressions as formulas. model.Eval is the reference: what a formula gives in a spreadsheet is what Eval
// gives (DESIGN section 2). In a table it also knows where the row's columns stand.
type speller struct {
	card   *model.Scorecard
	places map[string]columnPlace // of the columns of the table in which the formula stands
	row    int                    // of the head of the formula's own column
	err    error
}

// Precedences, loosest first: an operand that binds looser than its place asks for is put in parentheses.
const (
	loose = iota
	comparing
	adding
	multiplying
	tight
)

const longestFormula = 8192

// formula spells what a cell holds, without the leading "=". Where the expression can fail, the cell says n/a.
func (s *speller) formula(e model.Expr) string {
	f := s.spell(e, loose)
	if model.MayFault(e) {
		f = `IFERROR(` + f + `,"n/a")`
	}
	if len(f) > longestFormula {
		s.fail("a formula of %d characters is longer than a cell takes", len(f))
	}
	return f
}

func (s *speller) fail(format string, args ...any) string {
	if s.err == nil {
		s.err = fmt.Errorf(format, args...)
	}
	return `"n/a"`
}

func (s *speller) spell(e model.Expr, place int) string {
	switch e := e.(type) {
	case model.Number:
		return numeral(float64(e))
	case model.Word:
		return quote(string(e))
	case model.NA:
		return `"n/a"`
	case model.Ref:
		return model.Name(string(e))
	case model.Col:
		return s.column(string(e))
	case model.Arith:
		return s.arith(e, place)
	case model.Compare:
		a, b := s.operand(e.A, e.Op), s.operand(e.B, e.Op)
		return within(place, comparing, a+e.Op.String()+b)
	case model.And:
		return s.call("AND", e...)
	case model.Or:
		return s.call("OR", e...)
	case model.If:
		return s.call("IF", e.Cond, e.Then, e.Else)
	case model.Known:
		return s.call("ISNUMBER", e.X)
	case model.Reached:
		x := s.spell(e.X, loose)
		return "AND(ISNUMBER(" + x + "),N(" + x + ")<=" + s.operand(e.By, model.LE) + ")"
	case model.Round:
		return s.call("ROUND", e.X, model.Number(e.Digits))
	case model.RoundUp:
		return "ROUNDUP(ROUND(" + s.spell(e.X, loose) + ",9),0)"
	case model.Root:
		return s.call("SQRT", e.X)
	case model.Least:
		return s.call("MIN", e...)
	case model.Greatest:
		return s.call("MAX", e...)
	case model.Lookup:
		return s.lookup(e)
	case model.Agg:
		return s.aggregate(e)
	}
	return s.fail("no spelling for %T", e)
}

// within puts f, which binds as strongly as its own operator, in parentheses where its place asks for more.
func within(place, own int, f string) string {
	if own < place {
		return "(" + f + ")"
	}
	return f
}

func (s *speller) call(name string, args ...model.Expr) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = s.spell(a, loose)
	}
	return name + "(" + strings.Join(parts, ",") + ")"
}

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

// arith keeps the order of Eval: what stands to the right of an operator of the same strength is put in parentheses.
func (s *speller) arith(e model.Arith, place int) string {
	own := adding
	if e.Op == '*' || e.Op == '/' {
		own = multiplying
	}
	return within(place, own, s.spell(e.A, own)+string(rune(e.Op))+s.spell(e.B, own+1))
}

// operand of a comparison. Order compares numbers alone: "n/a">=32 is TRUE in a spreadsheet, "n/a"+0 is an error.
func (s *speller) operand(e model.Expr, op model.CompareOp) string {
	if op == model.EQ || op == model.NE || s.numeric(e) {
		return s.spell(e, adding)
	}
	return s.spell(e, adding) + "+0"
}

// numeric says that an expression gives a number or an error, never a text.
func (s *speller) numeric(e model.Expr) bool {
	switch e := e.(type) {
	case model.Number, model.Arith, model.Round, model.RoundUp, model.Root, model.Least, model.Greatest, model.Agg:
		return true
	case model.If:
		return s.numeric(e.Then) && s.numeric(e.Else)
	case model.Ref:
		if t := s.card.Term(string(e)); t != nil {
			_, ok := t.Value.Number()
			return ok
		}
		q := s.card.Quantity(string(e))
		return q != nil && !model.MayFault(q.Formula) && s.numeric(q.Formula)
	}
	return false
}

// lookup in a table without rows is an error, as it is in Eval: the row of n/a that stands for them must not be found.
func (s *speller) lookup(e model.Lookup) string {
	if t := s.card.Table(e.Table); t == nil || t.Rows == 0 {
		return "NA()"
	}
	return fmt.Sprintf("INDEX(%s,MATCH(%s,%s,0))", rangeName(e.Table, e.Give), s.spell(e.Key, loose), rangeName(e.Table, e.By))
}

func rangeName(table, column string) string { return table + "_" + column }

func (s *speller) aggregate(e model.Agg) string {
	t := s.card.Table(e.Table)
	if t == nil || len(t.Columns) == 0 {
		return s.fail("no table %s for an aggregate", e.Table)
	}
	whole := rangeName(e.Table, e.Col)
	if e.Fn != model.CountRows && e.Fn != model.SumOf && len(e.Where) > 0 {
		return s.fail("an aggregate of %s takes no conditions", whole)
	}
	switch e.Fn {
	case model.CountNumbers:
		return "COUNT(" + whole + ")"
	case model.MedianOf:
		return "MEDIAN(" + whole + ")"
	case model.MeanOf:
		return "AVERAGE(" + whole + ")"
	case model.PercentileOf:
		return "PERCENTILE(" + whole + "," + s.spell(e.P, loose) + ")"
	case model.SumOf:
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

// conditional spells COUNTIFS and SUMIFS. A condition of order on what may be n/a holds nowhere, which is said before the
// count: the criterion ">=n/a" would compare texts. A table without rows is drawn with one row of n/a, which never counts.
func (s *speller) conditional(head string, e model.Agg, t *model.Table) string {
	var args, guards, faults []string
	for _, c := range e.Where {
		to := s.spell(c.To, adding+1)
		args = append(args, rangeName(e.Table, c.Col), criterion(c, to))
		if c.Op != model.EQ && c.Op != model.NE && !s.numeric(c.To) {
			guards = append(guards, "ISNUMBER("+to+")")
		}
		if model.MayFault(c.To) {
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

// criterion spells the second half of a condition.
func criterion(c model.Cond, to string) string {
	if c.Op == model.EQ {
		return to
	}
	switch x := c.To.(type) {
	case model.Number:
		return quote(c.Op.String() + shortest(float64(x)))
	case model.Word:
		return quote(c.Op.String() + string(x))
	case model.NA:
		return quote(c.Op.String() + "n/a")
	}
	return quote(c.Op.String()) + "&" + to
}

// numeral is a number inside a formula; a negative one stands in parentheses.
func numeral(x float64) string {
	if x < 0 {
		return "(" + shortest(x) + ")"
	}
	return shortest(x)
}

// shortest is the shortest spelling that reads back as x.
func shortest(x float64) string {
	format := byte('f')
	if a := math.Abs(x); a != 0 && (a < 1e-6 || a >= 1e15) {
		format = 'E'
	}
	return strconv.FormatFloat(x, format, -1, 64)
}

func quote(t string) string { return `"` + strings.ReplaceAll(t, `"`, `""`) + `"` }
