package model

import (
	"math"
	"math/bits"
	"slices"
	"strconv"
)

// Aggregates do not look at every row for every figure: which rows meet a condition is found once and kept as a set of bits,
// and the rows of one SDR, channel or day, which the row of an aggregate asks for by its own number, once for all of them.

// test is a condition with its right side computed.
type test struct {
	col *Column
	op  CompareOp
	to  Value
}

// criterion passes a number through the 15 digits that a criterion's text has.
func criterion(v Value) Value {
	if x, ok := v.Number(); ok {
		y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
		return Num(y)
	}
	return v
}

// holds says whether a value of the column meets the condition.
func (t test) holds(v Value) bool {
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

// rowSet holds a bit for every row of a table.
type rowSet []uint64

func (s rowSet) has(row int) bool { return s[row>>6]>>(row&63)&1 == 1 }

// met are the rows that meet a condition.
func (t *Table) met(c test) rowSet {
	if set, known := t.sets[c]; known {
		return set
	}
	if t.sets == nil {
		t.sets = map[test]rowSet{}
	}
	set := make(rowSet, (t.Rows+63)/64)
	c.col.each(c.holds, c.clear(), func(row int) { set[row>>6] |= 1 << (row & 63) })
	t.sets[c] = set
	return set
}

// clear tells of a number, without the care of equality to 15 digits, whether it meets an ordered condition.
func (t test) clear() func(x float64) (holds, sure bool) {
	y, ok := t.to.Number()
	if !ok || t.op < LT {
		return nil
	}
	near := 2 * nearly * math.Abs(y)
	below := t.op == LT || t.op == LE
	return func(x float64) (holds, sure bool) {
		switch {
		case y-x > near:
			return below, true
		case x-y > near:
			return !below, true
		}
		return false, false
	}
}

// rowsWith are the rows whose value equals v, in order.
func (c *Column) rowsWith(v Value) []int32 {
	if c.groups == nil {
		c.groups = map[Value][]int32{}
		for row := range c.rows() {
			x := c.Value(row)
			c.groups[x] = append(c.groups[x], int32(row))
		}
		c.equals = map[Value][]int32{}
	}
	found, known := c.equals[v]
	if !known {
		for x, rows := range c.groups {
			if equal(x, v) {
				found = append(found, rows...)
			}
		}
		slices.Sort(found)
		c.equals[v] = found
	}
	return found
}

// selection says which rows of a table an aggregate takes: those of one group, if it has one, that are in all sets.
type selection struct {
	rows    int
	grouped bool
	group   []int32
	sets    []rowSet
}

// has says that a row is taken by a selection without a group.
func (s selection) has(row int) bool {
	return !slices.ContainsFunc(s.sets, func(set rowSet) bool { return !set.has(row) })
}

// each calls f for the rows taken, in order.
func (s selection) each(f func(row int)) {
	if s.grouped {
		for _, row := range s.group {
			if s.has(int(row)) {
				f(int(row))
			}
		}
		return
	}
	for i := range (s.rows + 63) / 64 {
		for w := s.word(i); w != 0; w &= w - 1 {
			f(i<<6 + bits.TrailingZeros64(w))
		}
	}
}

func (s selection) count() int {
	n := 0
	if s.grouped {
		s.each(func(int) { n++ })
		return n
	}
	for i := range (s.rows + 63) / 64 {
		n += bits.OnesCount64(s.word(i))
	}
	return n
}

// word is the i-th word of the sets' intersection.
func (s selection) word(i int) uint64 {
	w := ^uint64(0)
	if rest := s.rows - i<<6; rest < 64 {
		w = 1<<rest - 1
	}
	for _, set := range s.sets {
		w &= set[i]
	}
	return w
}

// selects gives the rows of t that an aggregate takes where it stands in a row of its own table; a condition that a column of that
// row sets (the SDR's number) chooses a group. A fault in a condition is a fault of the whole.
func (s *Scorecard) selects(t *Table, e Agg, own *Table) func(row int) (sel selection, ok bool) {
	to := make([]program, len(e.Where))
	for i, c := range e.Where {
		to[i] = s.compile(own, c.To)
	}
	return func(row int) (selection, bool) {
		sel := selection{rows: t.Rows}
		for i, c := range e.Where {
			x := test{s.column(t, c.Col), c.Op, criterion(to[i](row))}
			if x.to.kind == fault {
				return selection{}, false
			}
			if _, ofRow := c.To.(Col); ofRow && c.Op == EQ && !sel.grouped {
				sel.grouped, sel.group = true, x.col.rowsWith(x.to)
			} else {
				sel.sets = append(sel.sets, t.met(x))
			}
		}
		return sel, true
	}
}

func (s *Scorecard) compileAgg(own *Table, e Agg) program {
	t := s.table(e.Table)
	selects, p := s.selects(t, e, own), constant(Missing)
	if e.P != nil {
		p = s.compile(own, e.P)
	}
	return func(row int) Value {
		sel, ok := selects(row)
		if !ok {
			return faulty
		}
		if e.Fn == CountRows {
			return Num(float64(sel.count()))
		}
		return aggregate(e.Fn, s.column(t, e.Col), sel, func() Value { return p(row) })
	}
}

func aggregate(fn AggFn, col *Column, sel selection, share func() Value) Value {
	var xs []float64
	sel.each(func(row int) {
		if x, ok := col.Value(row).Number(); ok {
			xs = append(xs, x)
		}
	})
	switch fn {
	case CountNumbers:
		return Num(float64(len(xs)))
	case SumOf:
		return Num(total(xs))
	}
	if len(xs) == 0 {
		return faulty
	}
	switch fn {
	case MeanOf:
		return Num(total(xs) / float64(len(xs)))
	case MedianOf:
		return Num(percentile(xs, 0.5))
	default:
		return numeric(share(), func(p float64) float64 { return percentile(xs, p) })
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
	slices.Sort(xs)
	at := p * float64(len(xs)-1)
	i := int(math.Floor(at))
	if i+1 >= len(xs) {
		return xs[len(xs)-1]
	}
	return xs[i] + (at-float64(i))*(xs[i+1]-xs[i])
}
