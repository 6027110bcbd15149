package model

import (
	"fmt"
	"math"
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

func (s scope) eval(e Expr) Value { return s.card.compile(s.table, e)(s.row) }

// program computes an expression for a row of its table.
type program func(row int) Value

func constant(v Value) program { return func(int) Value { return v } }

// compile looks up what an expression names, once for all rows. What it names is computed when a row first asks for it.
func (s *Scorecard) compile(t *Table, e Expr) program {
	sub := func(e Expr) program { return s.compile(t, e) }
	switch e := e.(type) {
	case Number:
		return constant(Num(float64(e)))
	case Word:
		return constant(Str(string(e)))
	case NA:
		return constant(Missing)
	case Ref:
		return s.compileRef(string(e))
	case Col:
		return s.compileCol(t, string(e))
	case Arith:
		a, b := sub(e.A), sub(e.B)
		return func(row int) Value { return arith(e.Op, a(row), b(row)) }
	case Compare:
		a, b := sub(e.A), sub(e.B)
		return func(row int) Value { return compare(e.Op, a(row), b(row)) }
	case And:
		return all(s.compileAll(t, e), true)
	case Or:
		return all(s.compileAll(t, e), false)
	case If:
		return choose(sub(e.Cond), sub(e.Then), sub(e.Else))
	case Known:
		x := sub(e.X)
		return func(row int) Value { return boolean(x(row).kind == number) }
	case Reached:
		x, by := sub(e.X), sub(e.By)
		return func(row int) Value { return reached(x(row), by(row)) }
	case Round:
		x := sub(e.X)
		return func(row int) Value {
			return numeric(x(row), func(x float64) float64 { return roundHalfUp(x, e.Digits) })
		}
	case RoundUp:
		x := sub(e.X)
		return func(row int) Value { return numeric(x(row), roundUp) }
	case Root:
		x := sub(e.X)
		return func(row int) Value { return root(x(row)) }
	case Least:
		return extreme(s.compileAll(t, e), func(a, b float64) bool { return a < b })
	case Greatest:
		return extreme(s.compileAll(t, e), func(a, b float64) bool { return a > b })
	case Lookup:
		return s.compileLookup(e, sub(e.Key))
	case Agg:
		return s.compileAgg(t, e)
	}
	panic(fmt.Sprintf("model: no such expression: %T", e))
}

func (s *Scorecard) compileAll(t *Table, args []Expr) []program {
	out := make([]program, len(args))
	for i, a := range args {
		out[i] = s.compile(t, a)
	}
	return out
}

func (s *Scorecard) compileRef(id string) program {
	if t := s.terms[id]; t != nil {
		return constant(t.Value)
	}
	q := s.quants[id]
	return func(int) Value {
		if q != nil && q.state == ready {
			return q.value
		}
		return s.value(id)
	}
}

func (s *Scorecard) compileCol(t *Table, name string) program {
	c := t.index[name]
	return func(row int) Value {
		if c == nil || c.state != ready {
			return s.column(t, name).Value(row)
		}
		return c.Value(row)
	}
}

// choose is If: the other branch is not computed.
func choose(cond, then, otherwise program) program {
	return func(row int) Value {
		switch c := cond(row); {
		case c.kind != truth:
			return faulty
		case c.num != 0:
			return then(row)
		}
		return otherwise(row)
	}
}

// all is AND (want true) or OR (want false): every argument is computed, as a spreadsheet does.
func all(args []program, want bool) program {
	return func(row int) Value {
		result := want
		for _, a := range args {
			v := a(row)
			if v.kind != truth {
				return faulty
			}
			if (v.num != 0) != want {
				result = !want
			}
		}
		return boolean(result)
	}
}

func extreme(args []program, better func(a, b float64) bool) program {
	return func(row int) Value {
		best, any := 0.0, false
		for _, a := range args {
			v := a(row)
			if v.kind == fault {
				return faulty
			}
			if x, ok := v.Number(); ok && (!any || better(x, best)) {
				best, any = x, true
			}
		}
		return Num(best) // of no numbers 0, as a spreadsheet has it
	}
}

// compileLookup remembers what it found by key.
func (s *Scorecard) compileLookup(e Lookup, key program) program {
	found := map[Value]Value{}
	return func(row int) Value {
		k := key(row)
		if k.kind == fault {
			return faulty
		}
		v, met := found[k]
		if !met {
			v = s.lookup(e, k)
			found[k] = v
		}
		return v
	}
}

func (s *Scorecard) lookup(e Lookup, key Value) Value {
	t := s.table(e.Table)
	by, give := s.column(t, e.By), s.column(t, e.Give)
	for i := range t.Rows {
		if equal(by.Value(i), key) {
			return give.Value(i)
		}
	}
	return faulty
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
