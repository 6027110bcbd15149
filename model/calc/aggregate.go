package calc

import (
	"math"
	"slices"
	"strconv"

	"leadpact/model/formula"
)

// Aggregates do not look at every row for every figure: which rows meet a condition is found once and kept as a set of bits,
// and the rows of one SDR, channel or day, which the row of an aggregate asks for by its own number, once for all of them.

// test is a condition with its right side computed.
type condition struct {
	col *Column
	op  formula.CompareOp
	to  encoded
}

// criterion passes a number through the 15 digits that a criterion's text has.
func criterion(b encoded) encoded {
	if !b.isNumber() {
		return b
	}
	y, _ := strconv.ParseFloat(strconv.FormatFloat(b.float(), 'g', 15, 64), 64)
	return encodeNumber(y)
}

// holds tells of a value of the column whether it meets the condition.
func (t condition) predicate(words textClasses) func(encoded) bool {
	switch t.op {
	case formula.EQ:
		return func(b encoded) bool { return words.equal(b, t.to) }
	case formula.NE:
		return func(b encoded) bool { return !words.equal(b, t.to) }
	}
	if !t.to.isNumber() {
		return func(encoded) bool { return false }
	}
	y := t.to.float()
	near := tolerance(y)
	below := t.op == formula.LT || t.op == formula.LE
	return func(b encoded) bool {
		switch x := b.float(); { // most numbers need no care for equality to 15 digits
		case y-x > near:
			return below
		case x-y > near:
			return !below
		default:
			return x == x && ordered(t.op, x, y)
		}
	}
}

// metSet are the rows that meet a condition, numbered among the table's.
type matchSet struct {
	Bitmap
	id uint32
}

// met are the rows that meet a condition.
func (t *Table) matching(c condition) matchSet {
	if set, known := t.matches[c]; known {
		return set
	}
	if t.matches == nil {
		t.matches = map[condition]matchSet{}
	}
	set := matchSet{NewBitmap(t.Rows), uint32(len(t.matches))}
	parts := c.col.chunks()
	holds := c.predicate(t.texts.classes())
	for k := range parts {
		set.Bitmap[k] = parts[k].matching(c, t.chunkSize(k), holds)
	}
	t.matches[c] = set
	return set
}

// RowsEqual returns the rows whose value in a column equals v as a spreadsheet compares them.
func (t *Table) RowsEqual(column string, v formula.Value) Bitmap {
	return t.matching(condition{t.column(column), formula.EQ, t.texts.encode(v)}).Bitmap
}

// selection are the rows of a table that are in all sets.
type selection struct {
	rows int // of the table
	sets []matchSet
}

// has says that a row is in all sets.
func (s selection) contains(row int) bool {
	return !slices.ContainsFunc(s.sets, func(set matchSet) bool { return !set.Has(row) })
}

// each calls f for the rows in all sets, in order.
func (s selection) each(f func(row int)) {
	var room chunkBits
	for k := range chunkCount(s.rows) {
		s.chunk(k, &room).each(k*ChunkRows, f)
	}
}

// count is how many rows are in all sets.
func (s selection) count() (n int) {
	var room chunkBits
	for k := range chunkCount(s.rows) {
		n += s.chunk(k, &room).count()
	}
	return n
}

// part are the rows of a part that are in all sets; nil: none. They may lie in room.
func (s selection) chunk(k int, room *chunkBits) *chunkBits {
	if len(s.sets) == 0 {
		return firstRows(min(ChunkRows, s.rows-k*ChunkRows))
	}
	met := s.sets[0].Bitmap[k]
	for _, set := range s.sets[1:] {
		too := set.Bitmap[k]
		if met == nil || too == nil {
			return nil
		}
		room.and(met, too)
		met = room
	}
	return met
}

// selects gives the rows of t that an aggregate takes, where the right sides of its conditions are computed: of a selection, or of
// a group among it, which the condition chooses that a column of the aggregate's own row sets (the SDR's number). A fault in a
// condition is a fault of the whole.
func (s *Sheet) selectRows(t *Table, e formula.Agg, to func(i int) encoded) (sel selection, group *rowGroup, ok bool) {
	sel = selection{rows: t.Rows}
	for i, c := range e.Where {
		x := condition{t.column(c.Col), c.Op, criterion(to(i))}
		if x.to == encodedFault {
			return selection{}, nil, false
		}
		if _, ofRow := c.To.(formula.Col); ofRow && c.Op == formula.EQ && group == nil {
			group = x.col.group(x.to)
		} else {
			sel.sets = append(sel.sets, t.matching(x))
		}
	}
	return sel, group, true
}

func (s *Sheet) compileAgg(own *Table, e formula.Agg) program {
	t := s.MustTable(e.Table)
	to, share := make([]program, len(e.Where)), constant(encodedMissing)
	for i, c := range e.Where {
		to[i] = s.compile(own, c.To)
	}
	if e.P != nil {
		share = s.compile(own, e.P)
	}
	return func(p *batch, rows []uint16, out []encoded) {
		sides := make([][]encoded, len(to))
		for i := range to {
			sides[i] = p.takeVector()
			to[i](p, rows, sides[i])
		}
		shares := p.takeVector()
		share(p, rows, shares)
		for _, row := range rows {
			sel, group, ok := s.selectRows(t, e, func(i int) encoded { return sides[i][row] })
			switch {
			case !ok:
				out[row] = encodedFault
			case e.Fn == formula.CountRows && group != nil:
				out[row] = encodeNumber(float64(group.count(sel)))
			case e.Fn == formula.CountRows:
				out[row] = encodeNumber(float64(sel.count()))
			case e.Fn == formula.SumOf && group != nil:
				out[row] = encodeNumber(group.sum(sel, t.column(e.Col)))
			case e.Fn == formula.SumOf:
				out[row] = encodeNumber(sel.sum(t.column(e.Col)))
			default:
				out[row] = aggregate(e.Fn, s.numbersOf(t.column(e.Col)), shares[row])
			}
		}
		p.releaseVectors(append(sides, shares)...)
	}
}

// numbersOf are the numbers of a column, until it is asked again.
func (s *Sheet) numbersOf(c *Column) []float64 {
	held := c.chunks() // may ask for other numbers
	s.scratch = s.scratch[:0]
	selection{rows: c.table.Rows}.numbers(held, func(_ int, x float64) { s.scratch = append(s.scratch, x) })
	return s.scratch
}

// numbers calls f for the numbers in the rows of a selection, in order.
func (s selection) numbers(held chunks, f func(row int, x float64)) {
	s.each(func(row int) {
		if x := held.at(row).float(); x == x {
			f(row, x)
		}
	})
}

// sum adds up the numbers of a column in the rows of a selection.
func (s selection) sum(c *Column) float64 {
	var sum sum
	s.numbers(c.chunks(), func(_ int, x float64) { sum.add(x) })
	return sum.total()
}

// aggregate is an aggregate of numbers, which it puts in order.
func aggregate(fn formula.AggFn, xs []float64, share encoded) encoded {
	switch fn {
	case formula.CountNumbers:
		return encodeNumber(float64(len(xs)))
	}
	if len(xs) == 0 {
		return encodedFault
	}
	switch fn {
	case formula.MeanOf:
		return encodeNumber(Total(xs) / float64(len(xs)))
	case formula.MedianOf:
		return encodeNumber(Percentile(xs, 0.5))
	}
	if !share.isNumber() {
		return encodedFault
	}
	return encodeNumber(Percentile(xs, share.float()))
}

// sum adds with the carry kept (Neumaier), as spreadsheets do, so that the order of rows does not matter.
type sum struct{ rounded, carry float64 }

func (s *sum) add(x float64) {
	t := s.rounded + x
	if math.Abs(s.rounded) >= math.Abs(x) {
		s.carry += (s.rounded - t) + x
	} else {
		s.carry += (x - t) + s.rounded
	}
	s.rounded = t
}

func (s *sum) total() float64 { return s.rounded + s.carry }

func Total(xs []float64) float64 {
	var s sum
	for _, x := range xs {
		s.add(x)
	}
	return s.total()
}

// percentile is the inclusive percentile with linear interpolation (PERCENTILE).
func Percentile(xs []float64, p float64) float64 {
	slices.Sort(xs)
	at := p * float64(len(xs)-1)
	i := int(math.Floor(at))
	if i+1 >= len(xs) {
		return xs[len(xs)-1]
	}
	return xs[i] + (at-float64(i))*(xs[i+1]-xs[i])
}
