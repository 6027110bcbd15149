package calc

import (
	"runtime"
	"slices"

	"leadpact/model/formula"
	"leadpact/model/parallel"
)

// Value returns the value of a row. It must not be called from several goroutines until a first call has
// returned, because that call may compute the whole column.
func (c *Column) Value(row int) formula.Value {
	switch {
	case c.text != nil:
		return formula.Str(c.text(row))
	case c.fact != nil && c.state == notComputed:
		return c.table.texts.decode(c.factOf(row))
	}
	return c.table.texts.decode(c.chunks().at(row))
}

// Any reports whether the column has a value for which like is true. It calls like once for each stored
// value, not once for each row.
func (c *Column) Any(like func(formula.Value) bool) bool {
	is := func(b encoded) bool { return like(c.table.texts.decode(b)) }
	for _, p := range c.chunks() {
		hasMissing := len(p.values) < p.rows // of a sparse chunk
		if slices.ContainsFunc(p.dict, is) || slices.ContainsFunc(p.values, is) || hasMissing && is(encodedMissing) {
			return true
		}
	}
	return false
}

// chunks returns the column's values, which are computed and stored on first use.
func (c *Column) chunks() chunks {
	switch {
	case c.state == computed:
	case c.state == computing:
		panic("calc: column " + c.table.Name + "." + c.Name + " depends on itself")
	case c.fact != nil:
		c.table.computeFacts(c)
	case c.text != nil:
		c.compute(true, c.textValues)
	default:
		c.compute(c.Each == nil && c.table.sheet.precompute(c.table, c.Expr), c.formulaValues)
	}
	return c.stored
}

// read writes the values of some rows of a batch to out. For a sparse column it computes only these.
func (c *Column) read(p *batch, rows []uint16, out []encoded) {
	if stored := c.chunkOf(p); stored != nil {
		stored.gather(rows, out)
		return
	}
	for _, i := range rows {
		out[i] = c.factOf(p.chunk*ChunkRows + int(i))
	}
}

// chunkOf returns the stored chunk of a batch's rows; nil where the column is sparse and has not been
// stored.
func (c *Column) chunkOf(p *batch) *chunk {
	if c.sparse && c.state == notComputed {
		return nil
	}
	return &c.chunks()[p.chunk]
}

// factOf computes the fact of a row.
func (c *Column) factOf(row int) encoded {
	if c.varying != nil && !c.varying.Has(row) {
		return c.constant
	}
	return c.fact(row)
}

// computeFacts computes and stores a fact column and, with it, all other fact columns of the table that
// are not stored yet, except sparse ones. The facts of one row read the same lead, so computing row by
// row has better cache locality than computing column by column.
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

// factsOfChunk computes the facts of the rows of a chunk.
func (c *Column) factsOfChunk(chunk int, out []encoded) {
	from := chunk * ChunkRows
	if c.varying == nil {
		for i := range out {
			out[i] = c.fact(from + i)
		}
		return
	}
	for i := range out {
		out[i] = c.constant
	}
	c.varying[chunk].each(0, func(i int) { out[i] = c.fact(from + i) })
}

// compute computes and stores one column. values returns, for each worker, a function that computes a
// batch.
func (c *Column) compute(concurrent bool, values func() func(p *batch, out []encoded)) {
	c.state = computing
	c.stored = make(chunks, c.table.chunkCount())
	c.table.forChunks(concurrent, func() func(*batch) {
		out := make([]encoded, c.table.chunkSize(0))
		valuesOf := values()
		return func(p *batch) {
			valuesOf(p, out[:p.size])
			c.stored[p.chunk] = newChunk(out[:p.size])
		}
	})
	c.state = computed
}

// textValues returns a function that computes the texts of a batch.
func (c *Column) textValues() func(*batch, []encoded) {
	cache := map[string]encoded{} // the interner takes a lock
	return func(p *batch, out []encoded) {
		for i := range out {
			s := c.text(p.chunk*ChunkRows + i)
			b, known := cache[s]
			if !known {
				b = c.table.texts.encodeText(s)
				cache[s] = b
			}
			out[i] = b
		}
	}
}

// formulaValues returns a function that computes the formulas of a batch. The column's unit determines
// whether it holds texts or numbers; any other result is missing.
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

// chunkCount returns the number of chunks that a number of rows takes.
func chunkCount(rows int) int { return (rows + ChunkRows - 1) / ChunkRows }

// chunkCount returns the number of chunks of the table.
func (t *Table) chunkCount() int { return chunkCount(t.Rows) }

// chunkSize returns the number of rows of a chunk; the last one may be shorter.
func (t *Table) chunkSize(chunk int) int { return min(ChunkRows, t.Rows-chunk*ChunkRows) }

// forChunks calls a function for each chunk of the table. worker makes the function for one goroutine. If
// concurrent is set, there is one goroutine for each processor, else only one.
func (t *Table) forChunks(concurrent bool, worker func() func(*batch)) {
	workers := 1
	if concurrent {
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

// precompute computes everything that an expression reads, so that the rows of a table can then be
// computed by several goroutines. It returns false where they must not be: where the expression has
// aggregates, which write to shared caches, or where something that it reads is still being computed.
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
