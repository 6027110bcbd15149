package calc

import "leadpact/model/formula"

// Reading is one thing that an explanation names: a figure, a term or given, or a column of a table. The first is what was
// asked for; what it reads follows it, one deeper, and so on down to terms and facts, each once.
type Reading struct {
	Depth      int
	Figure     *Quantity
	Term       *Term
	Table      *Table // of Column
	Column     *Column
	Row        int             // of the row that was asked for; -1: the whole column is meant
	Formula    string          // in words; empty for a term, a given, a fact, and what is just another name for the next one
	Aggregates []AggregateRows // what its aggregates count
}

// Pick is an aggregate with the rows that it counts.
type AggregateRows struct {
	Table   *Table
	Rows    []int     // of the table, in its order
	Zeros   int       // rows that fulfil the conditions of a sum and add 0 to it; they are not among Rows
	Columns []*Column // what decides, the most telling first
}

// Explain takes a figure or term apart. Nil where the agreement has no such id. The scorecard is computed.
func (s *Sheet) Explain(id string) []Reading {
	if s.Term(id) == nil && s.Quantity(id) == nil {
		return nil
	}
	x := explanation{sheet: s, seen: map[string]bool{}}
	x.name(0, id)
	return x.out
}

// ExplainCell takes one row of a formula column apart: an SDR's figure. Nil where there is no such column.
func (s *Sheet) ExplainCell(table, column string, row int) []Reading {
	t := s.Table(table)
	if t == nil || t.Column(column) == nil {
		return nil
	}
	x := explanation{sheet: s, seen: map[string]bool{}}
	x.cell(t, t.Column(column), row)
	return x.out
}

// Reads returns everything that a figure reads, directly or through others: ids of figures and terms, itself among them, and
// columns as table.column.
func (s *Sheet) Reads(id string) map[string]bool {
	x := explanation{sheet: s, seen: map[string]bool{}, namesOnly: true}
	x.name(0, id)
	return x.seen
}

// Readers returns the figures that change with a term or another figure, directly or through others, in their order.
func (s *Sheet) Readers(id string) []*Quantity {
	var out []*Quantity
	for _, q := range s.Quantities {
		if q.ID != id && !q.Internal && s.Reads(q.ID)[id] {
			out = append(out, q)
		}
	}
	return out
}

// explanation collects the readings of one figure.
type explanation struct {
	sheet     *Sheet
	seen      map[string]bool
	out       []Reading
	namesOnly bool // only what is seen matters, not the readings
}

// first says that an id or column has not been met.
func (x *explanation) visit(key string) bool {
	was := x.seen[key]
	x.seen[key] = true
	return !was
}

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

// column names a column with its formula; one that has a formula for each row reads what any of them does.
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

// below names what an expression reads.
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
