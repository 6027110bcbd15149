package calc

import (
	"fmt"
	"math"

	"leadpact/model/formula"
)

// scope is an evaluation context: a sheet and, for an expression that stands in a table, the table and
// its current row.
type scope struct {
	sheet *Sheet
	table *Table
	row   int
}

// cell returns the value of a cell with this formula: a fault becomes Missing.
func (s scope) cell(e formula.Expr) formula.Value {
	v := s.eval(e)
	if v.IsFault() {
		return formula.Missing
	}
	return v
}

// eval computes an expression; the result may be a fault.
func (s scope) eval(e formula.Expr) formula.Value { return s.sheet.RowEvaluator(s.table, e)(s.row) }

// RowEvaluator returns a function that computes an expression in a row of t. As long as it is called for
// the first row of a chunk only, it allocates space for one row only.
func (s *Sheet) RowEvaluator(t *Table, e formula.Expr) func(row int) formula.Value {
	compute, p := s.compile(t, e), &batch{size: 1}
	return func(row int) formula.Value {
		at := row % ChunkRows
		if at >= p.size { // grow from one row to a whole chunk
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

// batch is a chunk of rows that is computed together (vectorised execution), with free lists of scratch
// vectors. A batch belongs to one goroutine.
type batch struct {
	chunk    int // its number in the table
	size     int // number of its rows
	vectors  [][]encoded
	rowLists [][]uint16
}

// takeVector returns a scratch vector with room for a value of each row; its contents are undefined.
func (p *batch) takeVector() []encoded {
	if n := len(p.vectors); n > 0 {
		b := p.vectors[n-1]
		p.vectors = p.vectors[:n-1]
		return b
	}
	return make([]encoded, p.size)
}

// releaseVectors returns scratch vectors to the free list.
func (p *batch) releaseVectors(b ...[]encoded) { p.vectors = append(p.vectors, b...) }

// takeRows returns an empty list with room for the number of each row.
func (p *batch) takeRows() []uint16 {
	if n := len(p.rowLists); n > 0 {
		l := p.rowLists[n-1]
		p.rowLists = p.rowLists[:n-1]
		return l[:0]
	}
	return make([]uint16, 0, p.size)
}

// releaseRows returns lists of rows to the free list.
func (p *batch) releaseRows(l ...[]uint16) { p.rowLists = append(p.rowLists, l...) }

// program is a compiled expression: a closure that computes it for the listed rows of a batch and writes
// each result to out at its row's index. It may use out at these indexes as scratch space, and does not
// change it elsewhere.
type program func(p *batch, rows []uint16, out []encoded)

// constant returns a program whose result is b in every row.
func constant(b encoded) program {
	return func(_ *batch, rows []uint16, out []encoded) {
		for _, i := range rows {
			out[i] = b
		}
	}
}

// mapOne returns a program that applies f to the value of an expression. For a dictionary-encoded column
// it applies f once for each value of the dictionary.
func (s *Sheet) mapOne(t *Table, e formula.Expr, f func(encoded) encoded) program {
	x := s.compile(t, e)
	col, isCol := e.(formula.Col)
	return func(p *batch, rows []uint16, out []encoded) {
		if isCol {
			if stored := t.column(string(col)).chunkOf(p); stored != nil && stored.mapDict(rows, out, f) {
				return
			}
		}
		x(p, rows, out)
		for _, i := range rows {
			out[i] = f(out[i])
		}
	}
}

// mapTwo returns a program that applies f to the values of two programs.
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

// compile compiles an expression that stands in t, or in no table where t is nil. Names are looked up
// once, at compile time; figures and columns that it reads are computed when a row first reads them.
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
	panic(fmt.Sprintf("calc: no such expression: %T", e))
}

// compileAll compiles a list of arguments.
func (s *Sheet) compileAll(t *Table, args []formula.Expr) []program {
	out := make([]program, len(args))
	for i, a := range args {
		out[i] = s.compile(t, a)
	}
	return out
}

// compileRef compiles a reference to a named cell.
func (s *Sheet) compileRef(id string) program {
	return func(p *batch, rows []uint16, out []encoded) { constant(s.texts.encode(s.Value(id)))(p, rows, out) }
}

// invariant returns a function that gives the value of a constant or named cell, which is the same in
// every row; it is nil for any other expression.
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

// conditional compiles IF. Each branch is computed only for the rows that take it; a row whose condition
// is not a truth value is a fault.
func conditional(cond, then, otherwise program) program {
	return func(p *batch, rows []uint16, out []encoded) {
		cond(p, rows, out)
		yes, no := p.takeRows()[:len(rows)], p.takeRows()[:len(rows)]
		y, n := 0, 0
		for _, i := range rows { // branch-free: written to both lists, counted in one
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

// bit returns 1 for true and 0 for false; the compiler translates it without a branch.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// logical compiles AND (want is encodedTrue) or OR (want is encodedFalse). Every argument is computed,
// as in a spreadsheet, and a fault in any is a fault of the whole.
func logical(args []program, want encoded) program {
	return func(p *batch, rows []uint16, out []encoded) {
		constant(want)(p, rows, out)
		v := p.takeVector()
		for _, a := range args {
			a(p, rows, v)
			for _, i := range rows {
				x := out[i] & v[i]
				if want == encodedFalse {
					x = out[i] | v[i]
				}
				if out[i] == encodedFault || v[i]|1 != encodedTrue {
					x = encodedFault
				}
				out[i] = x
			}
		}
		p.releaseVectors(v)
	}
}

// extreme compiles MIN or MAX; better reports whether a replaces b. Texts and missing values are skipped;
// without any numbers the result is 0, as in a spreadsheet.
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
				case !v[i].isNumber() || out[i] == encodedFault:
				case out[i] == encodedMissing || better(v[i].float(), out[i].float()):
					out[i] = v[i]
				}
			}
		}
		for _, i := range rows {
			if out[i] == encodedMissing {
				out[i] = encodeNumber(0)
			}
		}
		p.releaseVectors(v)
	}
}

// compileLookup returns a function that looks a key up and caches the result.
func (s *Sheet) compileLookup(e formula.LookupExpr) func(key encoded) encoded {
	found := map[encoded]encoded{encodedFault: encodedFault}
	last, value := encodedFault, encodedFault
	return func(k encoded) encoded {
		if k == last {
			return value
		}
		v, known := found[k]
		if !known {
			v = s.lookup(e, k)
			found[k] = v
		}
		last, value = k, v
		return v
	}
}

// lookup scans the table for the first row whose column By equals the key.
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

// compareColumn compiles the comparison of a column with a value that is the same in every row. The
// chunk's dictionary or zone map may answer for all its rows.
func (s *Sheet) compareColumn(c *Column, op formula.CompareOp, to func() encoded) program {
	each := s.compareTo(op, c.read, to)
	return func(p *batch, rows []uint16, out []encoded) {
		stored, limit := c.chunkOf(p), to()
		if stored == nil {
			each(p, rows, out)
			return
		}
		words := s.texts.classes()
		if stored.mapDict(rows, out, func(v encoded) encoded { return compare(op, v, limit, words) }) {
			return
		}
		all, decided := stored.decide(op, limit)
		if !decided {
			each(p, rows, out)
			return
		}
		for _, i := range rows {
			v := encodedFault
			if stored.known[i>>6]>>(i&63)&1 == 1 {
				v = encodeTruth(all)
			}
			out[i] = v
		}
	}
}

// compareTo compiles the comparison with a value that is the same in every row.
func (s *Sheet) compareTo(op formula.CompareOp, a program, to func() encoded) program {
	return func(p *batch, rows []uint16, out []encoded) {
		a(p, rows, out)
		b := to()
		words := s.texts.classes() // taken after to, which may add a text
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
			if math.Abs(x-y) <= near { // only numbers close to y need the comparison to 15 digits
				v = compare(op, out[i], b, words)
			}
			if x != x { // NaN: no number
				v = encodedFault
			}
			out[i] = v
		}
	}
}
