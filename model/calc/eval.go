package calc

import (
	"fmt"
	"math"

	"leadpact/model/formula"
)

// scope is where an expression is computed: the whole scorecard, and the row if it stands in one.
type scope struct {
	card  *Sheet
	table *Table
	row   int
}

// cell is the value that a cell with this formula holds: a fault becomes Missing.
func (s scope) cell(e formula.Expr) formula.Value {
	v := s.eval(e)
	if v.IsFault() {
		return formula.Missing
	}
	return v
}

func (s scope) eval(e formula.Expr) formula.Value { return s.card.Each(s.table, e)(s.row) }

// each computes an expression row by row.
func (s *Sheet) Each(t *Table, e formula.Expr) func(row int) formula.Value {
	compute, p := s.compile(t, e), &part{size: 1}
	return func(row int) formula.Value {
		at := row % ChunkRows
		if at >= p.size {
			p.size, p.boxes, p.lists = ChunkRows, nil, nil
		}
		p.no = row / ChunkRows
		out := p.take()
		compute(p, []uint16{uint16(at)}, out)
		v := s.texts.value(out[at])
		p.give(out)
		return v
	}
}

// part are rows of a table that are computed together, and the room that this takes.
type part struct {
	no    int // of the part in the table
	size  int // its rows
	boxes [][]encoded
	lists [][]uint16
}

// take gives room for a value of each row, and give takes it back; likewise list and unlist for a choice of the rows.
func (p *part) take() []encoded {
	if n := len(p.boxes); n > 0 {
		b := p.boxes[n-1]
		p.boxes = p.boxes[:n-1]
		return b
	}
	return make([]encoded, p.size)
}

func (p *part) give(b ...[]encoded) { p.boxes = append(p.boxes, b...) }

func (p *part) list() []uint16 {
	if n := len(p.lists); n > 0 {
		l := p.lists[n-1]
		p.lists = p.lists[:n-1]
		return l[:0]
	}
	return make([]uint16, 0, p.size)
}

func (p *part) unlist(l ...[]uint16) { p.lists = append(p.lists, l...) }

// program computes an expression for some rows of a part.
type program func(p *part, rows []uint16, out []encoded)

func constant(b encoded) program {
	return func(_ *part, rows []uint16, out []encoded) {
		for _, i := range rows {
			out[i] = b
		}
	}
}

// map1 and map2 compute each row's value from one or two others; map1 of a column's few values from each of them once.
func (s *Sheet) map1(t *Table, e formula.Expr, f func(encoded) encoded) program {
	x := s.compile(t, e)
	col, isCol := e.(formula.Col)
	return func(p *part, rows []uint16, out []encoded) {
		if isCol {
			if held := t.column(string(col)).part(p); held != nil && held.each(rows, out, f) {
				return
			}
		}
		x(p, rows, out)
		for _, i := range rows {
			out[i] = f(out[i])
		}
	}
}

func map2(a, b program, f func(a, b encoded) encoded) program {
	return func(p *part, rows []uint16, out []encoded) {
		y := p.take()
		a(p, rows, out)
		b(p, rows, y)
		for _, i := range rows {
			out[i] = f(out[i], y[i])
		}
		p.give(y)
	}
}

// compile looks up what an expression names, once for all rows. What it names is computed when a row first asks for it.
func (s *Sheet) compile(t *Table, e formula.Expr) program {
	sub := func(e formula.Expr) program { return s.compile(t, e) }
	switch e := e.(type) {
	case formula.Number:
		return constant(numBox(float64(e)))
	case formula.Word:
		return constant(s.texts.box(string(e)))
	case formula.NA:
		return constant(missingBox)
	case formula.Ref:
		return s.compileRef(string(e))
	case formula.Col:
		return t.column(string(e)).read
	case formula.Arith:
		return map2(sub(e.A), sub(e.B), arithmetic[e.Op])
	case formula.CompareExpr:
		if to := s.fixed(e.B); to != nil {
			if c, ok := e.A.(formula.Col); ok {
				return s.compareColumn(t.column(string(c)), e.Op, to)
			}
			return s.compareTo(e.Op, sub(e.A), to)
		}
		words := s.texts.classes
		return map2(sub(e.A), sub(e.B), func(a, b encoded) encoded { return compare(e.Op, a, b, words()) })
	case formula.And:
		return all(s.compileAll(t, e), trueBox)
	case formula.Or:
		return all(s.compileAll(t, e), falseBox)
	case formula.IfExpr:
		return choose(sub(e.Cond), sub(e.Then), sub(e.Else))
	case formula.KnownExpr:
		return s.map1(t, e.X, func(x encoded) encoded { return truthBox(x.number()) })
	case formula.ReachedExpr:
		return map2(sub(e.X), sub(e.By), reached)
	case formula.RoundExpr:
		return s.map1(t, e.X, numeric(func(x float64) float64 { return RoundHalfUp(x, e.Digits) }))
	case formula.RoundUpExpr:
		return s.map1(t, e.X, numeric(roundUp))
	case formula.RootExpr:
		return s.map1(t, e.X, numeric(math.Sqrt))
	case formula.Least:
		return extreme(s.compileAll(t, e), func(a, b float64) bool { return a < b })
	case formula.Greatest:
		return extreme(s.compileAll(t, e), func(a, b float64) bool { return a > b })
	case formula.LookupExpr:
		return s.map1(t, e.Key, s.compileLookup(e))
	case formula.Agg:
		return s.compileAgg(t, e)
	}
	panic(fmt.Sprintf("model: no such expression: %T", e))
}

func (s *Sheet) compileAll(t *Table, args []formula.Expr) []program {
	out := make([]program, len(args))
	for i, a := range args {
		out[i] = s.compile(t, a)
	}
	return out
}

func (s *Sheet) compileRef(id string) program {
	return func(p *part, rows []uint16, out []encoded) { constant(s.texts.boxed(s.Value(id)))(p, rows, out) }
}

// fixed is the value of an expression that is the same in every row; nil where it need not be.
func (s *Sheet) fixed(e formula.Expr) func() encoded {
	switch e := e.(type) {
	case formula.Number:
		return func() encoded { return numBox(float64(e)) }
	case formula.Word:
		return func() encoded { return s.texts.box(string(e)) }
	case formula.Ref:
		return func() encoded { return s.texts.boxed(s.Value(string(e))) }
	}
	return nil
}

// choose is If: the other branch is not computed.
func choose(cond, then, otherwise program) program {
	return func(p *part, rows []uint16, out []encoded) {
		cond(p, rows, out)
		yes, no := p.list()[:len(rows)], p.list()[:len(rows)]
		y, n := 0, 0
		for _, i := range rows { // each is put into both lists and kept in one: there is no branch to mispredict
			yes[y], no[n] = i, i
			y, n = y+one(out[i] == trueBox), n+one(out[i] == falseBox)
			if out[i]|1 != trueBox {
				out[i] = faultBox
			}
		}
		if y > 0 {
			then(p, yes[:y], out)
		}
		if n > 0 {
			otherwise(p, no[:n], out)
		}
		p.unlist(yes, no)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// all is AND (want true) or OR (want false): every argument is computed, as a spreadsheet does.
func all(args []program, want encoded) program {
	return func(p *part, rows []uint16, out []encoded) {
		constant(want)(p, rows, out)
		v := p.take()
		for _, a := range args {
			a(p, rows, v)
			for _, i := range rows {
				sum := out[i] & v[i]
				if want == falseBox {
					sum = out[i] | v[i]
				}
				if out[i] == faultBox || v[i]|1 != trueBox {
					sum = faultBox
				}
				out[i] = sum
			}
		}
		p.give(v)
	}
}

func extreme(args []program, better func(a, b float64) bool) program {
	return func(p *part, rows []uint16, out []encoded) {
		constant(missingBox)(p, rows, out)
		v := p.take()
		for _, a := range args {
			a(p, rows, v)
			for _, i := range rows {
				switch {
				case v[i] == faultBox:
					out[i] = faultBox
				case v[i].number() && out[i] != faultBox && (out[i] == missingBox || better(v[i].num(), out[i].num())):
					out[i] = v[i]
				}
			}
		}
		for _, i := range rows {
			if out[i] == missingBox {
				out[i] = numBox(0) // of no numbers, as a spreadsheet has it
			}
		}
		p.give(v)
	}
}

// compileLookup remembers what it found by key.
func (s *Sheet) compileLookup(e formula.LookupExpr) func(key encoded) encoded {
	found := map[encoded]encoded{faultBox: faultBox}
	last, value := faultBox, faultBox
	return func(k encoded) encoded {
		if k == last {
			return value
		}
		v, met := found[k]
		if !met {
			v = s.lookup(e, k)
			found[k] = v
		}
		last, value = k, v
		return v
	}
}

func (s *Sheet) lookup(e formula.LookupExpr, key encoded) encoded {
	t := s.MustTable(e.Table)
	by, give := t.column(e.By).parts(), t.column(e.Give)
	words := s.texts.classes()
	for i := range t.Rows {
		if words.equal(by.at(i), key) {
			return give.parts().at(i)
		}
	}
	return faultBox
}

// compareColumn is compareTo of a column, whose part may decide it.
func (s *Sheet) compareColumn(c *Column, op formula.CompareOp, to func() encoded) program {
	each := s.compareTo(op, c.read, to)
	return func(p *part, rows []uint16, out []encoded) {
		held, limit := c.part(p), to()
		if held == nil {
			each(p, rows, out)
			return
		}
		if words := s.texts.classes(); held.each(rows, out, func(v encoded) encoded { return compare(op, v, limit, words) }) {
			return
		}
		all, sure := held.decides(op, limit)
		if !sure {
			each(p, rows, out)
			return
		}
		for _, i := range rows {
			v := faultBox
			if held.known[i>>6]>>(i&63)&1 == 1 {
				v = truthBox(all)
			}
			out[i] = v
		}
	}
}

// compareTo compares with what is the same in every row.
func (s *Sheet) compareTo(op formula.CompareOp, a program, to func() encoded) program {
	return func(p *part, rows []uint16, out []encoded) {
		a(p, rows, out)
		words, b := s.texts.classes(), to()
		if op < formula.LT || !b.number() {
			for _, i := range rows {
				out[i] = compare(op, out[i], b, words)
			}
			return
		}
		y, greater := b.num(), op >= formula.GT
		near := near(y)
		for _, i := range rows {
			x := out[i].num()
			v := truthBox((x < y) != greater)
			if math.Abs(x-y) <= near { // few need care for equality to 15 digits
				v = compare(op, out[i], b, words)
			}
			if x != x {
				v = faultBox
			}
			out[i] = v
		}
	}
}
