package calc

import (
	"fmt"
	"math"

	"leadpact/model/formula"
)

// scope is where an expression is computed: the whole scorecard, and the row if it stands in one.
type scope struct {
	sheet *Sheet
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

func (s scope) eval(e formula.Expr) formula.Value { return s.sheet.Each(s.table, e)(s.row) }

// each computes an expression row by row.
func (s *Sheet) Each(t *Table, e formula.Expr) func(row int) formula.Value {
	compute, p := s.compile(t, e), &batch{size: 1}
	return func(row int) formula.Value {
		at := row % ChunkRows
		if at >= p.size {
			p.size, p.vectors, p.rowLists = ChunkRows, nil, nil
		}
		p.chunk = row / ChunkRows
		out := p.takeVector()
		compute(p, []uint16{uint16(at)}, out)
		v := s.texts.decode(out[at])
		p.releaseVectors(out)
		return v
	}
}

// part are rows of a table that are computed together, and the room that this takes.
type batch struct {
	chunk    int // of the part in the table
	size     int // its rows
	vectors  [][]encoded
	rowLists [][]uint16
}

// take gives room for a value of each row, and give takes it back; likewise list and unlist for a choice of the rows.
func (p *batch) takeVector() []encoded {
	if n := len(p.vectors); n > 0 {
		b := p.vectors[n-1]
		p.vectors = p.vectors[:n-1]
		return b
	}
	return make([]encoded, p.size)
}

func (p *batch) releaseVectors(b ...[]encoded) { p.vectors = append(p.vectors, b...) }

func (p *batch) takeRows() []uint16 {
	if n := len(p.rowLists); n > 0 {
		l := p.rowLists[n-1]
		p.rowLists = p.rowLists[:n-1]
		return l[:0]
	}
	return make([]uint16, 0, p.size)
}

func (p *batch) releaseRows(l ...[]uint16) { p.rowLists = append(p.rowLists, l...) }

// program computes an expression for some rows of a part.
type program func(p *batch, rows []uint16, out []encoded)

func constant(b encoded) program {
	return func(_ *batch, rows []uint16, out []encoded) {
		for _, i := range rows {
			out[i] = b
		}
	}
}

// map1 and map2 compute each row's value from one or two others; map1 of a column's few values from each of them once.
func (s *Sheet) mapOne(t *Table, e formula.Expr, f func(encoded) encoded) program {
	x := s.compile(t, e)
	col, isCol := e.(formula.Col)
	return func(p *batch, rows []uint16, out []encoded) {
		if isCol {
			if held := t.column(string(col)).chunkOf(p); held != nil && held.mapDict(rows, out, f) {
				return
			}
		}
		x(p, rows, out)
		for _, i := range rows {
			out[i] = f(out[i])
		}
	}
}

func mapTwo(a, b program, f func(a, b encoded) encoded) program {
	return func(p *batch, rows []uint16, out []encoded) {
		y := p.takeVector()
		a(p, rows, out)
		b(p, rows, y)
		for _, i := range rows {
			out[i] = f(out[i], y[i])
		}
		p.releaseVectors(y)
	}
}

// compile looks up what an expression names, once for all rows. What it names is computed when a row first asks for it.
func (s *Sheet) compile(t *Table, e formula.Expr) program {
	sub := func(e formula.Expr) program { return s.compile(t, e) }
	switch e := e.(type) {
	case formula.Number:
		return constant(encodeNumber(float64(e)))
	case formula.Word:
		return constant(s.texts.encodeText(string(e)))
	case formula.NA:
		return constant(encodedMissing)
	case formula.Ref:
		return s.compileRef(string(e))
	case formula.Col:
		return t.column(string(e)).read
	case formula.Arith:
		return mapTwo(sub(e.A), sub(e.B), arithmetic[e.Op])
	case formula.CompareExpr:
		if to := s.invariant(e.B); to != nil {
			if c, ok := e.A.(formula.Col); ok {
				return s.compareColumn(t.column(string(c)), e.Op, to)
			}
			return s.compareTo(e.Op, sub(e.A), to)
		}
		words := s.texts.classes
		return mapTwo(sub(e.A), sub(e.B), func(a, b encoded) encoded { return compare(e.Op, a, b, words()) })
	case formula.And:
		return logical(s.compileAll(t, e), encodedTrue)
	case formula.Or:
		return logical(s.compileAll(t, e), encodedFalse)
	case formula.IfExpr:
		return conditional(sub(e.Cond), sub(e.Then), sub(e.Else))
	case formula.KnownExpr:
		return s.mapOne(t, e.X, func(x encoded) encoded { return encodeTruth(x.isNumber()) })
	case formula.ReachedExpr:
		return mapTwo(sub(e.X), sub(e.By), reached)
	case formula.RoundExpr:
		return s.mapOne(t, e.X, onNumber(func(x float64) float64 { return RoundHalfUp(x, e.Digits) }))
	case formula.RoundUpExpr:
		return s.mapOne(t, e.X, onNumber(roundUp))
	case formula.RootExpr:
		return s.mapOne(t, e.X, onNumber(math.Sqrt))
	case formula.Least:
		return extreme(s.compileAll(t, e), func(a, b float64) bool { return a < b })
	case formula.Greatest:
		return extreme(s.compileAll(t, e), func(a, b float64) bool { return a > b })
	case formula.LookupExpr:
		return s.mapOne(t, e.Key, s.compileLookup(e))
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
	return func(p *batch, rows []uint16, out []encoded) { constant(s.texts.encode(s.Value(id)))(p, rows, out) }
}

// fixed is the value of an expression that is the same in every row; nil where it need not be.
func (s *Sheet) invariant(e formula.Expr) func() encoded {
	switch e := e.(type) {
	case formula.Number:
		return func() encoded { return encodeNumber(float64(e)) }
	case formula.Word:
		return func() encoded { return s.texts.encodeText(string(e)) }
	case formula.Ref:
		return func() encoded { return s.texts.encode(s.Value(string(e))) }
	}
	return nil
}

// choose is If: the other branch is not computed.
func conditional(cond, then, otherwise program) program {
	return func(p *batch, rows []uint16, out []encoded) {
		cond(p, rows, out)
		yes, no := p.takeRows()[:len(rows)], p.takeRows()[:len(rows)]
		y, n := 0, 0
		for _, i := range rows { // each is put into both lists and kept in one: there is no branch to mispredict
			yes[y], no[n] = i, i
			y, n = y+bit(out[i] == encodedTrue), n+bit(out[i] == encodedFalse)
			if out[i]|1 != encodedTrue {
				out[i] = encodedFault
			}
		}
		if y > 0 {
			then(p, yes[:y], out)
		}
		if n > 0 {
			otherwise(p, no[:n], out)
		}
		p.releaseRows(yes, no)
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// all is AND (want true) or OR (want false): every argument is computed, as a spreadsheet does.
func logical(args []program, want encoded) program {
	return func(p *batch, rows []uint16, out []encoded) {
		constant(want)(p, rows, out)
		v := p.takeVector()
		for _, a := range args {
			a(p, rows, v)
			for _, i := range rows {
				sum := out[i] & v[i]
				if want == encodedFalse {
					sum = out[i] | v[i]
				}
				if out[i] == encodedFault || v[i]|1 != encodedTrue {
					sum = encodedFault
				}
				out[i] = sum
			}
		}
		p.releaseVectors(v)
	}
}

func extreme(args []program, better func(a, b float64) bool) program {
	return func(p *batch, rows []uint16, out []encoded) {
		constant(encodedMissing)(p, rows, out)
		v := p.takeVector()
		for _, a := range args {
			a(p, rows, v)
			for _, i := range rows {
				switch {
				case v[i] == encodedFault:
					out[i] = encodedFault
				case v[i].isNumber() && out[i] != encodedFault && (out[i] == encodedMissing || better(v[i].float(), out[i].float())):
					out[i] = v[i]
				}
			}
		}
		for _, i := range rows {
			if out[i] == encodedMissing {
				out[i] = encodeNumber(0) // of no numbers, as a spreadsheet has it
			}
		}
		p.releaseVectors(v)
	}
}

// compileLookup remembers what it found by key.
func (s *Sheet) compileLookup(e formula.LookupExpr) func(key encoded) encoded {
	found := map[encoded]encoded{encodedFault: encodedFault}
	last, value := encodedFault, encodedFault
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
	by, give := t.column(e.By).chunks(), t.column(e.Give)
	words := s.texts.classes()
	for i := range t.Rows {
		if words.equal(by.at(i), key) {
			return give.chunks().at(i)
		}
	}
	return encodedFault
}

// compareColumn is compareTo of a column, whose part may decide it.
func (s *Sheet) compareColumn(c *Column, op formula.CompareOp, to func() encoded) program {
	each := s.compareTo(op, c.read, to)
	return func(p *batch, rows []uint16, out []encoded) {
		held, limit := c.chunkOf(p), to()
		if held == nil {
			each(p, rows, out)
			return
		}
		if words := s.texts.classes(); held.mapDict(rows, out, func(v encoded) encoded { return compare(op, v, limit, words) }) {
			return
		}
		all, sure := held.decide(op, limit)
		if !sure {
			each(p, rows, out)
			return
		}
		for _, i := range rows {
			v := encodedFault
			if held.known[i>>6]>>(i&63)&1 == 1 {
				v = encodeTruth(all)
			}
			out[i] = v
		}
	}
}

// compareTo compares with what is the same in every row.
func (s *Sheet) compareTo(op formula.CompareOp, a program, to func() encoded) program {
	return func(p *batch, rows []uint16, out []encoded) {
		a(p, rows, out)
		words, b := s.texts.classes(), to()
		if op < formula.LT || !b.isNumber() {
			for _, i := range rows {
				out[i] = compare(op, out[i], b, words)
			}
			return
		}
		y, greater := b.float(), op >= formula.GT
		near := tolerance(y)
		for _, i := range rows {
			x := out[i].float()
			v := encodeTruth((x < y) != greater)
			if math.Abs(x-y) <= near { // few need care for equality to 15 digits
				v = compare(op, out[i], b, words)
			}
			if x != x {
				v = encodedFault
			}
			out[i] = v
		}
	}
}
