package model

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
)

// scope is where an expression is computed: the whole scorecard, and the row if it stands in one.
type scope struct {
	card  *Scorecard
	table *Table
	row   int
}

// cell is the value that a cell with this formula holds: a fault becomes Missing.
func (s scope) cell(e Expr) Value {
	v := s.eval(e)
	if v.kind == fault {
		return Missing
	}
	return v
}

func (s scope) eval(e Expr) Value {
	switch e := e.(type) {
	case Number:
		return Num(float64(e))
	case Word:
		return Str(string(e))
	case NA:
		return Missing
	case Ref:
		return s.card.value(string(e))
	case Col:
		return s.card.column(s.table, string(e)).Value(s.row)
	case Arith:
		return arith(e.Op, s.eval(e.A), s.eval(e.B))
	case Compare:
		return compare(e.Op, s.eval(e.A), s.eval(e.B))
	case And:
		return s.all(e, true)
	case Or:
		return s.all(e, false)
	case If:
		c := s.eval(e.Cond)
		if c.kind != truth {
			return faulty
		}
		if c.num != 0 {
			return s.eval(e.Then)
		}
		return s.eval(e.Else)
	case Known:
		return boolean(s.eval(e.X).kind == number)
	case Reached:
		return reached(s.eval(e.X), s.eval(e.By))
	case Round:
		return numeric(s.eval(e.X), func(x float64) float64 { return roundHalfUp(x, e.Digits) })
	case RoundUp:
		return numeric(s.eval(e.X), roundUp)
	case Root:
		return root(s.eval(e.X))
	case Least:
		return s.extreme(e, func(a, b float64) bool { return a < b })
	case Greatest:
		return s.extreme(e, func(a, b float64) bool { return a > b })
	case Lookup:
		return s.lookup(e)
	case Agg:
		return s.aggregate(e)
	}
	panic(fmt.Sprintf("model: no such expression: %T", e))
}

// all is AND (want true) or OR (want false): every argument is computed, as a spreadsheet does.
func (s scope) all(args []Expr, want bool) Value {
	result := want
	for _, a := range args {
		v := s.eval(a)
		if v.kind != truth {
			return faulty
		}
		if (v.num != 0) != want {
			result = !want
		}
	}
	return boolean(result)
}

func (s scope) extreme(args []Expr, better func(a, b float64) bool) Value {
	best, any := 0.0, false
	for _, a := range args {
		v := s.eval(a)
		if v.kind == fault {
			return faulty
		}
		if x, ok := v.Number(); ok && (!any || better(x, best)) {
			best, any = x, true
		}
	}
	return Num(best) // of no numbers 0, as a spreadsheet has it
}

func arith(op byte, a, b Value) Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 {
		return faulty
	}
	var z float64
	switch op {
	case '+':
		z = snap(x, y, x+y)
	case '-':
		z = snap(x, y, x-y)
	case '*':
		z = x * y
	case '/':
		if y == 0 {
			return faulty
		}
		z = x / y
	}
	if math.IsNaN(z) || math.IsInf(z, 0) {
		return faulty
	}
	return Num(z)
}

// nearly is 2⁻⁴⁸, the relative difference below which a spreadsheet takes two numbers for one.
const nearly = 1.0 / (1 << 48)

func same(x, y float64) bool {
	return x == y || math.Abs(x-y) < math.Min(math.Abs(x), math.Abs(y))*nearly
}

// snap drops the residue of a sum or difference of numbers that cancel.
func snap(x, y, z float64) float64 {
	if math.Abs(z) < math.Max(math.Abs(x), math.Abs(y))*nearly {
		return 0
	}
	return z
}

func compare(op CompareOp, a, b Value) Value {
	if a.kind == fault || b.kind == fault {
		return faulty
	}
	if op == EQ || op == NE {
		return boolean(equal(a, b) == (op == EQ))
	}
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 {
		return faulty
	}
	return boolean(ordered(op, x, y))
}

// reached is AND(ISNUMBER(x),N(x)<=by): a fault in x is a fault, as is a limit that is no number.
func reached(x, by Value) Value {
	limit, ok := by.Number()
	if x.kind == fault || !ok {
		return faulty
	}
	return boolean(x.kind == number && ordered(LE, x.num, limit))
}

func ordered(op CompareOp, x, y float64) bool {
	if same(x, y) {
		return op == LE || op == GE || op == EQ
	}
	switch op {
	case LT, LE:
		return x < y
	case GT, GE:
		return x > y
	}
	return op == NE
}

func equal(a, b Value) bool {
	if a.kind == missing {
		a = Value{kind: text, text: "n/a"}
	}
	if b.kind == missing {
		b = Value{kind: text, text: "n/a"}
	}
	switch {
	case a.kind != b.kind:
		return false
	case a.kind == text:
		return strings.EqualFold(a.text, b.text)
	}
	return same(a.num, b.num)
}

func numeric(v Value, f func(float64) float64) Value {
	x, ok := v.Number()
	if !ok {
		return faulty
	}
	return Num(f(x))
}

func root(v Value) Value {
	x, ok := v.Number()
	if !ok || x < 0 {
		return faulty
	}
	return Num(math.Sqrt(x))
}

// roundHalfUp rounds half away from zero on the 15 digits that a spreadsheet sees.
func roundHalfUp(x float64, digits int) float64 {
	scale := math.Pow10(digits)
	y, _ := strconv.ParseFloat(strconv.FormatFloat(math.Abs(x)*scale, 'g', 15, 64), 64)
	return math.Copysign(math.Floor(y+0.5)/scale, x)
}

// roundUp is ROUNDUP(ROUND(x,9),0).
func roundUp(x float64) float64 {
	y := roundHalfUp(x, 9)
	return math.Copysign(math.Ceil(math.Abs(y)), y)
}

func (s scope) lookup(e Lookup) Value {
	key := s.eval(e.Key)
	if key.kind == fault {
		return faulty
	}
	t := s.card.table(e.Table)
	by, give := s.card.column(t, e.By), s.card.column(t, e.Give)
	for i := range t.Rows {
		if equal(by.Value(i), key) {
			return give.Value(i)
		}
	}
	return faulty
}

// test is a condition with its right side computed.
type test struct {
	col *Column
	op  CompareOp
	to  Value
}

func (s scope) tests(t *Table, where []Cond) []test {
	out := make([]test, len(where))
	for i, c := range where {
		out[i] = test{s.card.column(t, c.Col), c.Op, criterion(s.eval(c.To))}
	}
	return out
}

// criterion passes a number through the 15 digits that a criterion's text has.
func criterion(v Value) Value {
	if x, ok := v.Number(); ok {
		y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
		return Num(y)
	}
	return v
}

func (t test) holds(row int) bool {
	v := t.col.Value(row)
	switch t.op {
	case EQ:
		return equal(v, t.to)
	case NE:
		return !equal(v, t.to)
	}
	x, ok := v.Number()
	y, ok2 := t.to.Number()
	return ok && ok2 && ordered(t.op, x, y)
}

func holdAll(tests []test, row int) bool {
	for _, t := range tests {
		if !t.holds(row) {
			return false
		}
	}
	return true
}

func (s scope) aggregate(e Agg) Value {
	t := s.card.table(e.Table)
	tests := s.tests(t, e.Where)
	for _, c := range tests {
		if c.to.kind == fault {
			return faulty
		}
	}
	if e.Fn == CountRows {
		n := 0
		for i := range t.Rows {
			if holdAll(tests, i) {
				n++
			}
		}
		return Num(float64(n))
	}
	var xs []float64
	col := s.card.column(t, e.Col)
	for i := range t.Rows {
		if x, ok := col.Value(i).Number(); ok && holdAll(tests, i) {
			xs = append(xs, x)
		}
	}
	switch e.Fn {
	case CountNumbers:
		return Num(float64(len(xs)))
	case SumOf:
		return Num(total(xs))
	}
	if len(xs) == 0 {
		return faulty
	}
	switch e.Fn {
	case MeanOf:
		return Num(total(xs) / float64(len(xs)))
	case MedianOf:
		return Num(percentile(xs, 0.5))
	default:
		return numeric(s.eval(e.P), func(p float64) float64 { return percentile(xs, p) })
	}
}

// total adds with the carry kept (Neumaier), as spreadsheets do, so that the order of rows does not matter.
func total(xs []float64) float64 {
	sum, carry := 0.0, 0.0
	for _, x := range xs {
		t := sum + x
		if math.Abs(sum) >= math.Abs(x) {
			carry += (sum - t) + x
		} else {
			carry += (x - t) + sum
		}
		sum = t
	}
	return sum + carry
}

// percentile is the inclusive percentile with linear interpolation (PERCENTILE).
func percentile(xs []float64, p float64) float64 {
	sort.Float64s(xs)
	at := p * float64(len(xs)-1)
	i := int(math.Floor(at))
	if i+1 >= len(xs) {
		return xs[len(xs)-1]
	}
	return xs[i] + (at-float64(i))*(xs[i+1]-xs[i])
}
