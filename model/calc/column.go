package calc

import (
	"runtime"
	"slices"

	"leadpact/model/formula"
	"leadpact/model/parallel"
)

// Value gives the value of a row. Many may ask at once only after one has.
func (c *Column) Value(row int) formula.Value {
	switch {
	case c.text != nil:
		return formula.Str(c.text(row))
	case c.fact != nil && c.state == unready:
		return c.table.texts.value(c.factOf(row))
	}
	return c.table.texts.value(c.parts().at(row))
}

// Any says whether some row has a value like this. Of a long column few values are asked about.
func (c *Column) Any(like func(formula.Value) bool) bool {
	is := func(b encoded) bool { return like(c.table.texts.value(b)) }
	for _, p := range c.parts() {
		if slices.ContainsFunc(p.dict, is) || slices.ContainsFunc(p.boxes, is) || len(p.boxes) < p.rows && is(missingBox) {
			return true
		}
	}
	return false
}

// parts are the values, which are made when they are first asked for.
func (c *Column) parts() chunks {
	switch {
	case c.state == ready:
	case c.state == running:
		panic("model: column " + c.table.Name + "." + c.Name + " depends on itself")
	case c.fact != nil:
		c.table.fillFacts(c)
	case c.text != nil:
		c.fill(true, c.texts)
	default:
		c.fill(c.Each == nil && c.table.card.ahead(c.table, c.Expr), c.formulas)
	}
	return c.held
}

// read gives the values of some rows of a part.
func (c *Column) read(p *part, rows []uint16, out []encoded) {
	if held := c.part(p); held != nil {
		held.read(rows, out)
		return
	}
	for _, i := range rows {
		out[i] = c.factOf(p.no*ChunkRows + int(i))
	}
}

// part gives the part that is read; nil where the column is sparse and nobody has asked for all of it.
func (c *Column) part(p *part) *chunk {
	if c.sparse && c.state == unready {
		return nil
	}
	return &c.parts()[p.no]
}

// factOf makes the fact of a row.
func (c *Column) factOf(row int) encoded {
	if c.among != nil && !c.among.Has(row) {
		return c.others
	}
	return c.fact(row)
}

// fillFacts makes all facts of a table that are not made yet, but sparse ones that were not asked for: those of one row together,
// for they look at one lead.
func (t *Table) fillFacts(asked *Column) {
	var facts []*Column
	for _, c := range t.Columns {
		if c.fact != nil && c.state == unready && (c == asked || !c.sparse) {
			facts = append(facts, c)
			c.held = make(chunks, t.parts())
		}
	}
	t.inParts(true, func() func(*part) {
		values := make([]encoded, t.size(0))
		return func(p *part) {
			for _, c := range facts {
				c.facts(p.no, values[:p.size])
				c.held[p.no] = newChunk(values[:p.size])
			}
		}
	})
	for _, c := range facts {
		c.state = ready
	}
}

// facts makes the facts of the rows of a part.
func (c *Column) facts(part int, out []encoded) {
	from := part * ChunkRows
	if c.among == nil {
		for i := range out {
			out[i] = c.fact(from + i)
		}
		return
	}
	for i := range out {
		out[i] = c.others
	}
	c.among[part].each(0, func(i int) { out[i] = c.fact(from + i) })
}

// fill makes the values of one column.
func (c *Column) fill(beside bool, values func() func(p *part, out []encoded)) {
	c.state = running
	c.held = make(chunks, c.table.parts())
	c.table.inParts(beside, func() func(*part) {
		out := make([]encoded, c.table.size(0))
		of := values()
		return func(p *part) {
			of(p, out[:p.size])
			c.held[p.no] = newChunk(out[:p.size])
		}
	})
	c.state = ready
}

func (c *Column) texts() func(*part, []encoded) {
	boxes := map[string]encoded{} // asking the lexicon takes a lock
	return func(p *part, out []encoded) {
		for i := range out {
			s := c.text(p.no*ChunkRows + i)
			b, met := boxes[s]
			if !met {
				b = c.table.texts.box(s)
				boxes[s] = b
			}
			out[i] = b
		}
	}
}

// formulas computes a column of formulas, which holds numbers or texts, by its unit; anything else is missing.
func (c *Column) formulas() func(*part, []encoded) {
	s := c.table.card
	all := make([]uint16, c.table.size(0))
	for i := range all {
		all[i] = uint16(i)
	}
	var compute program
	switch {
	case c.Expr != nil:
		compute = s.compile(c.table, c.Expr)
	case c.Each != nil:
		compute = func(p *part, rows []uint16, out []encoded) {
			for _, i := range rows {
				s.compile(c.table, c.Each[p.no*ChunkRows+int(i)])(p, []uint16{i}, out)
			}
		}
	}
	return func(p *part, out []encoded) {
		compute(p, all[:p.size], out)
		for i, b := range out {
			if b.text() != (c.Unit == formula.Words) || !b.text() && !b.number() {
				out[i] = missingBox
			}
		}
	}
}

// partsOf is how many parts rows make.
func partsOf(rows int) int { return (rows + ChunkRows - 1) / ChunkRows }

// parts is how many parts the rows of a table make, and size the rows of one.
func (t *Table) parts() int { return partsOf(t.Rows) }

func (t *Table) size(part int) int { return min(ChunkRows, t.Rows-part*ChunkRows) }

// inParts does each part of a table; beside says that parts may be done beside one another, each by what a worker makes.
func (t *Table) inParts(beside bool, worker func() func(*part)) {
	workers := 1
	if beside {
		workers = runtime.GOMAXPROCS(0)
	}
	parallel.For(t.parts(), workers, func() func(int) {
		p, do := &part{}, worker()
		return func(k int) {
			p.no, p.size = k, t.size(k)
			do(p)
		}
	})
}

// ahead computes all that an expression reads, so that its rows can be computed beside one another; not so where it has
// aggregates, which remember what they find, or is read by what it reads.
func (s *Sheet) ahead(t *Table, e formula.Expr) bool {
	ok := true
	column := func(t *Table, name string) {
		if ok = ok && t.index[name] != nil && t.index[name].state != running; ok {
			t.index[name].parts()
		}
	}
	formula.Walk(e, func(e formula.Expr) {
		switch e := e.(type) {
		case formula.Ref:
			q := s.quants[string(e)]
			if ok = ok && (s.terms[string(e)] != nil || q != nil && q.state != running); ok {
				s.Value(string(e))
			}
		case formula.Col:
			if c := t.index[string(e)]; c == nil || !c.sparse {
				column(t, string(e))
			}
		case formula.LookupExpr:
			column(s.MustTable(e.Table), e.By)
			column(s.MustTable(e.Table), e.Give)
		case formula.Agg:
			ok = false
		}
	})
	return ok
}
