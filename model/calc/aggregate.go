package calc

import (
	"math"
	"slices"
	"strconv"

	"leadpact/model/formula"
)

// Aggregates do not scan every row for every figure. The rows that meet a condition are found once and
// cached as a bitmap; the rows of one group (an SDR, a channel, a day), which an aggregate selects by a
// column of its own row, are counted and summed for all groups at once (groupby.go).

// condition is a Cond whose right side has been computed. It is the key of the cache of bitmaps.
type condition struct {
	col *Column
	op  formula.CompareOp
	to  encoded
}

// criterion rounds a number to 15 significant digits. A spreadsheet's COUNTIFS and SUMIFS convert a
// criterion to text, which has no more digits.
func criterion(b encoded) encoded {
	if !b.isNumber() {
		return b
	}
	y, _ := strconv.ParseFloat(strconv.FormatFloat(b.float(), 'g', 15, 64), 64)
	return encodeNumber(y)
}

// predicate returns a function that reports whether a value of the column meets the condition. An
// ordered comparison with anything but a number holds for no value.
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
	less := t.op == formula.LT || t.op == formula.LE
	return func(b encoded) bool {
		switch x := b.float(); { // only numbers close to y need the comparison to 15 digits
		case y-x > near:
			return less
		case x-y > near:
			return !less
		default:
			return x == x && ordered(t.op, x, y)
		}
	}
}

// matchSet is the set of rows that meet a condition. Its id is unique within the table and is part of the
// keys of the GROUP BY cache.
type matchSet struct {
	Bitmap
	id uint32
}

// matching returns the rows that meet a condition; each condition is evaluated once per table.
func (t *Table) matching(c condition) matchSet {
	if set, known := t.matches[c]; known {
		return set
	}
	if t.matches == nil {
		t.matches = map[condition]matchSet{}
	}
	set := matchSet{NewBitmap(t.Rows), uint32(len(t.matches))}
	values := c.col.chunks()
	holds := c.predicate(t.texts.classes())
	for k := range values {
		set.Bitmap[k] = values[k].matching(c, t.chunkSize(k), holds)
	}
	t.matches[c] = set
	return set
}

// RowsEqual returns the rows whose value in a column equals v, as a spreadsheet compares values.
func (t *Table) RowsEqual(column string, v formula.Value) Bitmap {
	return t.matching(condition{t.column(column), formula.EQ, t.texts.encode(v)}).Bitmap
}

// selection is the intersection of sets of rows of a table; without any sets it is all rows.
type selection struct {
	rows int // number of rows of the table
	sets []matchSet
}

// contains reports whether a row is in the selection.
func (s selection) contains(row int) bool {
	return !slices.ContainsFunc(s.sets, func(set matchSet) bool { return !set.Has(row) })
}

// each calls f for the rows of the selection, in order.
func (s selection) each(f func(row int)) {
	var buf chunkBits
	for k := range chunkCount(s.rows) {
		s.chunk(k, &buf).each(k*ChunkRows, f)
	}
}

// count returns the number of rows in the selection.
func (s selection) count() (n int) {
	var buf chunkBits
	for k := range chunkCount(s.rows) {
		n += s.chunk(k, &buf).count()
	}
	return n
}

// chunk returns the selected rows of chunk k; nil means no row. The result may be buf, which the next
// call overwrites, or a shared bitmap, which must not be changed.
func (s selection) chunk(k int, buf *chunkBits) *chunkBits {
	if len(s.sets) == 0 {
		return firstRows(min(ChunkRows, s.rows-k*ChunkRows))
	}
	rows := s.sets[0].Bitmap[k]
	for _, set := range s.sets[1:] {
		other := set.Bitmap[k]
		if rows == nil || other == nil {
			return nil
		}
		buf.and(rows, other)
		rows = buf
	}
	return rows
}

// selectRows returns the rows of t that an aggregate takes; to(i) is the computed right side of its i-th
// condition. The first condition that equates a column with a column of the aggregate's own row (the
// SDR's number) becomes a group, all others a selection; the aggregate takes the rows that are in both.
// Without such a condition group is nil. ok is false where a right side is a fault, which makes the whole
// aggregate a fault.
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

// compileAgg compiles an aggregate over e.Table that is evaluated in a row of own.
func (s *Sheet) compileAgg(own *Table, e formula.Agg) program {
	t := s.MustTable(e.Table)
	to, percentile := make([]program, len(e.Where)), constant(encodedMissing)
	for i, c := range e.Where {
		to[i] = s.compile(own, c.To)
	}
	if e.P != nil {
		percentile = s.compile(own, e.P)
	}
	return func(p *batch, rows []uint16, out []encoded) {
		sides := make([][]encoded, len(to))
		for i := range to {
			sides[i] = p.takeVector()
			to[i](p, rows, sides[i])
		}
		percentiles := p.takeVector()
		percentile(p, rows, percentiles)
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
				out[row] = aggregate(e.Fn, s.numbersOf(t.column(e.Col)), percentiles[row])
			}
		}
		p.releaseVectors(append(sides, percentiles)...)
	}
}

// numbersOf returns the numbers of a column in scratch space that the next call overwrites.
func (s *Sheet) numbersOf(c *Column) []float64 {
	values := c.chunks() // first, since computing the column may itself call numbersOf
	s.scratch = s.scratch[:0]
	selection{rows: c.table.Rows}.numbers(values, func(_ int, x float64) { s.scratch = append(s.scratch, x) })
	return s.scratch
}

// numbers calls f for each number among the values of the selected rows, in order; texts and missing
// values are skipped.
func (s selection) numbers(values chunks, f func(row int, x float64)) {
	s.each(func(row int) {
		if x := values.at(row).float(); x == x { // not NaN
			f(row, x)
		}
	})
}

// sum adds up the numbers of a column in the selected rows.
func (s selection) sum(c *Column) float64 {
	var sum sum
	s.numbers(c.chunks(), func(_ int, x float64) { sum.add(x) })
	return sum.total()
}

// aggregate computes an aggregate over numbers, which it may sort in place. The median, mean and
// percentile of an empty list are faults; p is the percentile as a fraction.
func aggregate(fn formula.AggFn, xs []float64, p encoded) encoded {
	if fn == formula.CountNumbers {
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
	if !p.isNumber() {
		return encodedFault
	}
	return encodeNumber(Percentile(xs, p.float()))
}

// sum adds numbers with compensated summation (Neumaier's variant of Kahan's), so that the result does
// not depend on the order of the rows. carry collects what rounding lost.
type sum struct{ rounded, carry float64 }

// add adds x. The lower digits of the smaller addend, which rounding loses, are added to carry.
func (s *sum) add(x float64) {
	t := s.rounded + x
	if math.Abs(s.rounded) >= math.Abs(x) {
		s.carry += (s.rounded - t) + x
	} else {
		s.carry += (x - t) + s.rounded
	}
	s.rounded = t
}

// total returns the compensated sum.
func (s *sum) total() float64 { return s.rounded + s.carry }

// Total returns the sum of xs by compensated summation; 0 for an empty list.
func Total(xs []float64) float64 {
	var s sum
	for _, x := range xs {
		s.add(x)
	}
	return s.total()
}

// Percentile returns the inclusive percentile p (0 to 1) of xs with linear interpolation, like
// PERCENTILE in a spreadsheet. It sorts xs in place. xs must not be empty.
func Percentile(xs []float64, p float64) float64 {
	slices.Sort(xs)
	at := p * float64(len(xs)-1)
	i := int(math.Floor(at))
	if i+1 >= len(xs) {
		return xs[len(xs)-1]
	}
	return xs[i] + (at-float64(i))*(xs[i+1]-xs[i])
}
