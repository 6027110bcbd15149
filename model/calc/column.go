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
	case c.fact != nil && c.state == notComputed:
		return c.table.texts.decode(c.factOf(row))
	}
	return c.table.texts.decode(c.chunks().at(row))
}

// Any says whether some row has a value like this. Of a long column few values are asked about.
func (c *Column) Any(like func(formula.Value) bool) bool {
	is := func(b encoded) bool { return like(c.table.texts.decode(b)) }
	for _, p := range c.chunks() {
		if slices.ContainsFunc(p.dict, is) || slices.ContainsFunc(p.values, is) || len(p.values) < p.rows && is(encodedMissing) {
			return true
		}
	}
	return false
}

// parts are the values, which are made when they are first asked for.
func (c *Column) chunks() chunks {
	switch {
	case c.state == computed:
	case c.state == computing:
		panic("model: column " + c.table.Name + "." + c.Name + " depends on itself")
	case c.fact != nil:
		c.table.computeFacts(c)
	case c.text != nil:
		c.compute(true, c.textValues)
	default:
		c.compute(c.Each == nil && c.table.sheet.precompute(c.table, c.Expr), c.formulaValues)
	}
	return c.stored
}

// read gives the values of some rows of a part.
func (c *Column) read(p *batch, rows []uint16, out []encoded) {
	if held := c.chunkOf(p); held != nil {
		held.gather(rows, out)
		return
	}
	for _, i := range rows {
		out[i] = c.factOf(p.chunk*ChunkRows + int(i))
	}
}

// part gives the part that is read; nil where the column is sparse and nobody has asked for all of it.
func (c *Column) chunkOf(p *batch) *chunk {
	if c.sparse && c.state == notComputed {
		return nil
	}
	return &c.chunks()[p.chunk]
}

// factOf makes the fact of a row.
func (c *Column) factOf(row int) encoded {
	if c.varying != nil && !c.varying.Has(row) {
		return c.constant
	}
	return c.fact(row)
}

// fillFacts makes all facts of a table that are not made yet, but sparse ones that were not asked for: those of one row together,
// for they look at one lead.
func (t *Table) computeFacts(asked *Column) {
	var facts []*Column
	for _, c := range t.Columns {
		if c.fact != nil && c.state == notComputed && (c == asked || !c.sparse) {
			facts = append(facts, c)
			c.stored = make(chunks, t.chunkCount())
		}
	}
	t.forChunks(true, func() func(*batch) {
		values := make([]encoded, t.chunkSize(0))
		return func(p *batch) {
			for _, c := range facts {
				c.factsOfChunk(p.chunk, values[:p.size])
				c.stored[p.chunk] = newChunk(values[:p.size])
			}
		}
	})
	for _, c := range facts {
		c.state = computed
	}
}

// facts makes the facts of the rows of a part.
func (c *Column) factsOfChunk(part int, out []encoded) {
	from := part * ChunkRows
	if c.varying == nil {
		for i := range out {
			out[i] = c.fact(from + i)
		}
		return
	}
	for i := range out {
		out[i] = c.constant
	}
	c.varying[part].each(0, func(i int) { out[i] = c.fact(from + i) })
}

// fill makes the values of one column.
func (c *Column) compute(beside bool, values func() func(p *batch, out []encoded)) {
	c.state = computing
	c.stored = make(chunks, c.table.chunkCount())
	c.table.forChunks(beside, func() func(*batch) {
		out := make([]encoded, c.table.chunkSize(0))
		of := values()
		return func(p *batch) {
			of(p, out[:p.size])
			c.stored[p.chunk] = newChunk(out[:p.size])
		}
	})
	c.state = computed
}

func (c *Column) textValues() func(*batch, []encoded) {
	boxes := map[string]encoded{} // asking the lexicon takes a lock
	return func(p *batch, out []encoded) {
		for i := range out {
			s := c.text(p.chunk*ChunkRows + i)
			b, met := boxes[s]
			if !met {
				b = c.table.texts.encodeText(s)
				boxes[s] = b
			}
			out[i] = b
		}
	}
}

// formulas computes a column of formulas, which holds numbers or texts, by its unit; anything else is missing.
func (c *Column) formulaValues() func(*batch, []encoded) {
	s := c.table.sheet
	all := make([]uint16, c.table.chunkSize(0))
	for i := range all {
		all[i] = uint16(i)
	}
	var compute program
	switch {
	case c.Expr != nil:
		compute = s.compile(c.table, c.Expr)
	case c.Each != nil:
		compute = func(p *batch, rows []uint16, out []encoded) {
			for _, i := range rows {
				s.compile(c.table, c.Each[p.chunk*ChunkRows+int(i)])(p, []uint16{i}, out)
			}
		}
	}
	return func(p *batch, out []encoded) {
		compute(p, all[:p.size], out)
		for i, b := range out {
			if b.isText() != (c.Unit == formula.Words) || !b.isText() && !b.isNumber() {
				out[i] = encodedMissing
			}
		}
	}
}

// partsOf is how many parts rows make.
func chunkCount(rows int) int { return (rows + ChunkRows - 1) / ChunkRows }

// parts is how many parts the rows of a table make, and size the rows of one.
func (t *Table) chunkCount() int { return chunkCount(t.Rows) }

func (t *Table) chunkSize(part int) int { return min(ChunkRows, t.Rows-part*ChunkRows) }

// inParts does each part of a table; beside says that parts may be done beside one another, each by what a worker makes.
func (t *Table) forChunks(beside bool, worker func() func(*batch)) {
	workers := 1
	if beside {
		workers = runtime.GOMAXPROCS(0)
	}
	parallel.For(t.chunkCount(), workers, func() func(int) {
		p, do := &batch{}, worker()
		return func(k int) {
			p.chunk, p.size = k, t.chunkSize(k)
			do(p)
		}
	})
}

// ahead computes all that an expression reads, so that its rows can be computed beside one another; not so where it has
// aggregates, which remember what they find, or is read by what it reads.
func (s *Sheet) precompute(t *Table, e formula.Expr) bool {
	ok := true
	column := func(t *Table, name string) {
		if ok = ok && t.index[name] != nil && t.index[name].state != computing; ok {
			t.index[name].chunks()
		}
	}
	formula.Walk(e, func(e formula.Expr) {
		switch e := e.(type) {
		case formula.Ref:
			q := s.quants[string(e)]
			if ok = ok && (s.terms[string(e)] != nil || q != nil && q.state != computing); ok {
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
