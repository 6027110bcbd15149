package calc

import (
	"slices"

	"leadpact/model/formula"
)

// Reading is one entry of an explanation: a figure, a term or given, or a column of a table. The first
// entry is the one requested. The entries that it reads follow, one level deeper, and so on down to terms
// and facts; each appears once.
type Reading struct {
	Depth      int
	Figure     *Quantity
	Term       *Term
	Table      *Table // the table of Column
	Column     *Column
	Row        int             // the row requested, from 0; -1: the whole column
	Formula    string          // in words; empty for terms, givens, facts, and a mere Ref to the next entry
	Aggregates []AggregateRows // the rows that its aggregates count
}

// AggregateRows is an aggregate in a formula with the rows that it counts.
type AggregateRows struct {
	Table   *Table
	Rows    []int     // row numbers of the table, ascending
	Zeros   int       // rows that meet the conditions of a sum and add 0 to it; not among Rows
	Columns []*Column // the columns that determine whether a row counts, see DecidingColumns
}

// Explain lists a figure or term and everything that it reads; nil where there is no such id. The sheet
// must have been computed.
func (s *Sheet) Explain(id string) []Reading {
	if s.Term(id) == nil && s.Quantity(id) == nil {
		return nil
	}
	x := explanation{sheet: s, seen: map[string]bool{}}
	x.name(0, id)
	return x.out
}

// ExplainCell lists one row of a column, for example an SDR's figure, and everything that its formula
// reads; nil where there is no such column.
func (s *Sheet) ExplainCell(table, column string, row int) []Reading {
	t := s.Table(table)
	if t == nil || t.Column(column) == nil {
		return nil
	}
	x := explanation{sheet: s, seen: map[string]bool{}}
	x.cell(t, t.Column(column), row)
	return x.out
}

// Reads returns everything that a figure reads, directly or through others: ids of figures and terms,
// including its own, and columns as table.column.
func (s *Sheet) Reads(id string) map[string]bool {
	x := explanation{sheet: s, seen: map[string]bool{}, namesOnly: true}
	x.name(0, id)
	return x.seen
}

// Readers returns the published figures that read a term or another figure, directly or through others,
// in the order of Quantities.
func (s *Sheet) Readers(id string) []*Quantity {
	var out []*Quantity
	for _, q := range s.Quantities {
		if q.ID != id && !q.Internal && s.Reads(q.ID)[id] {
			out = append(out, q)
		}
	}
	return out
}

// explanation collects the entries of one explanation, depth first.
type explanation struct {
	sheet     *Sheet
	seen      map[string]bool // ids, and columns as table.column
	out       []Reading
	namesOnly bool // collect only seen, not the readings
}

// visit records an id or column, and reports whether it is visited for the first time.
func (x *explanation) visit(key string) bool {
	seen := x.seen[key]
	x.seen[key] = true
	return !seen
}

// name adds a figure or term and what it reads.
func (x *explanation) name(depth int, id string) {
	if !x.visit(id) {
		return
	}
	q := x.sheet.Quantity(id)
	switch {
	case q == nil:
		x.out = append(x.out, Reading{Depth: depth, Term: x.sheet.Term(id), Row: -1})
		return
	case !x.namesOnly:
		r := Reading{Depth: depth, Figure: q, Row: -1, Aggregates: scope{sheet: x.sheet}.aggregateRows(q.Formula)}
		if _, same := q.Formula.(formula.Ref); !same || depth == 0 {
			r.Formula = x.sheet.Prose(q.Formula, nil)
		}
		x.out = append(x.out, r)
	}
	x.walkReads(depth+1, q.Formula, nil)
}

// cell adds one row of a column and what its formula reads.
func (x *explanation) cell(t *Table, c *Column, row int) {
	r := Reading{Table: t, Column: c, Row: row}
	if e := c.FormulaAt(row); e != nil {
		r.Formula, r.Aggregates = x.sheet.Prose(e, t), scope{x.sheet, t, row}.aggregateRows(e)
		x.out = append(x.out, r)
		x.walkReads(1, e, t)
		return
	}
	x.out = append(x.out, r)
}

// column adds a whole column and what its formulas read.
func (x *explanation) column(depth int, t *Table, name string) {
	if !x.visit(t.Name + "." + name) {
		return
	}
	c := t.Column(name)
	r := Reading{Depth: depth, Table: t, Column: c, Row: -1}
	if c.Expr != nil && !x.namesOnly {
		r.Formula = x.sheet.Prose(c.Expr, t)
	}
	x.out = append(x.out, r)
	if c.Expr != nil {
		x.walkReads(depth+1, c.Expr, t)
	}
	for _, e := range c.Each {
		x.walkReads(depth+1, e, t)
	}
}

// walkReads adds what an expression in a row of own reads.
func (x *explanation) walkReads(depth int, e formula.Expr, own *Table) {
	formula.Walk(e, func(e formula.Expr) {
		switch e := e.(type) {
		case formula.Ref:
			x.name(depth, string(e))
		case formula.Col:
			x.column(depth, own, string(e))
		case formula.LookupExpr:
			t := x.sheet.MustTable(e.Table)
			x.column(depth, t, e.By)
			x.column(depth, t, e.Give)
		case formula.Agg:
			t := x.sheet.MustTable(e.Table)
			for _, c := range e.Where {
				x.column(depth, t, c.Col)
			}
			if e.Col != "" {
				x.column(depth, t, e.Col)
			}
		}
	})
}

// aggregateRows returns the aggregates that determine the value of an expression, with their rows. For a
// conditional only the branch that is taken is considered.
func (s scope) aggregateRows(e formula.Expr) []AggregateRows {
	var out []AggregateRows
	s.walkTaken(e, func(a formula.Agg) { out = append(out, s.rowsOf(a)) })
	return out
}

// walkTaken calls f for each aggregate of an expression, leaving out branches that are not taken.
func (s scope) walkTaken(e formula.Expr, f func(formula.Agg)) {
	switch e := e.(type) {
	case formula.Agg:
		f(e)
		return
	case formula.IfExpr:
		s.walkTaken(e.Cond, f)
		switch holds, ok := s.eval(e.Cond).Truth(); {
		case ok && holds:
			s.walkTaken(e.Then, f)
		case ok:
			s.walkTaken(e.Else, f)
		}
		return
	}
	for _, x := range formula.Children(e) {
		s.walkTaken(x, f)
	}
}

// rowsOf returns the rows that an aggregate counts, found by the same conditions that compute it.
func (s scope) rowsOf(e formula.Agg) AggregateRows {
	t := s.sheet.MustTable(e.Table)
	p := AggregateRows{Table: t, Columns: s.sheet.DecidingColumns(t, e)}
	sel, group, _ := s.sheet.selectRows(t, e, func(i int) encoded { return s.sheet.texts.encode(s.eval(e.Where[i].To)) })
	sel.each(func(row int) {
		if group != nil && !group.has(row) {
			return
		}
		if e.Fn == formula.CountRows {
			p.Rows = append(p.Rows, row)
			return
		}
		switch x, ok := t.column(e.Col).Value(row).Number(); {
		case !ok:
		case e.Fn == formula.SumOf && x == 0:
			p.Zeros++
		default:
			p.Rows = append(p.Rows, row)
		}
	})
	return p
}

// DecidingColumns returns the columns of t that determine whether a row counts in an aggregate and with
// what number, the most informative first: the column that is added up, the columns of the conditions,
// whose a row is, the columns from which these are computed, and the date from which a row is judged. A
// column that must equal one value is left out, since it is the same in all rows.
func (s *Sheet) DecidingColumns(t *Table, e formula.Agg) []*Column {
	var out, fixed []*Column
	add := func(name string) {
		c := t.Column(name)
		if c != nil && c.ShownAs != "" {
			if c = t.Column(c.ShownAs); slices.Contains(fixed, c) {
				return
			}
		}
		if c != nil && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	add(e.Col)
	for _, c := range e.Where {
		if c.Op == formula.EQ {
			fixed = append(fixed, t.column(c.Col))
			continue
		}
		add(c.Col)
	}
	if !slices.ContainsFunc(fixed, func(c *Column) bool { return c.ShownAs == t.Owner }) {
		add(t.Owner)
	}
	for _, from := range append(slices.Clone(out), fixed...) {
		if from.Expr != nil {
			for _, n := range ownColumns(from.Expr) {
				add(n)
			}
		}
	}
	add(t.Start)
	return out
}

// ownColumns returns the names of the columns of its own row that an expression reads.
func ownColumns(e formula.Expr) []string {
	var out []string
	formula.Walk(e, func(e formula.Expr) {
		if c, ok := e.(formula.Col); ok {
			out = append(out, string(c))
		}
	})
	return out
}

// Counted returns a function that gives the contribution of a row of t to an aggregate: 1, or the number
// that is added. It gives Missing for a row that is not counted, and for a row below 0. The aggregate's
// conditions must not read a row. ok is false where one of them is a fault.
func (s *Sheet) Counted(t *Table, a formula.Agg) (counts func(row int) formula.Value, ok bool) {
	to := func(i int) encoded { return s.texts.encode(scope{sheet: s}.eval(a.Where[i].To)) }
	taken, _, ok := s.selectRows(t, a, to)
	return func(row int) formula.Value {
		switch {
		case row < 0 || !taken.contains(row):
			return formula.Missing
		case a.Fn == formula.CountRows:
			return formula.Num(1)
		}
		x, ok := t.column(a.Col).Value(row).Number()
		if !ok || a.Fn == formula.SumOf && x == 0 {
			return formula.Missing
		}
		return formula.Num(x)
	}, ok
}
