package ingest

import (
	"bytes"
	"runtime"
	"slices"
	"unicode/utf8"

	"leadpact/ingest/blocks"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/model"
)

// intake is how the rows of a table of many rows are taken. parse reads a row alone, beside other rows; add takes what it read,
// row after row as they stand in the file. Both say no to a row that is ignored or has a fault.
type pipeline[T any] struct {
	column string // of the row's id
	key    func(*T) uint64
	met    func(*reader) *seenIDs
	forget func(*model.Ledger) // all that was added
	parse  func(*reader, *row) (T, bool)
	add    func(*reader, *row, *T) bool
	quick  func(*reader, *file) func([]byte, *parsedRow[T]) int // see worker
}

// ofMany are the tables of many rows.
var ofMany = map[string]interface {
	inOrder(*reader) func(*row, seenRows) bool
	inBlocks(*reader, *file) error
	settle(*reader, *file) error
	retract(*reader)
}{"leads": leads, "deals": deals, "activities": activities}

// retract makes the reader one that has read no row of the table.
func (in pipeline[T]) retract(r *reader) {
	*in.met(r) = seenIDs{}
	in.forget(r.ledger)
}

// inOrder parses and adds one row.
func (in pipeline[T]) inOrder(r *reader) func(*row, seenRows) bool {
	return func(x *row, _ seenRows) bool {
		v, ok := in.parse(r, x)
		return ok && x.fault == nil && in.add(r, x, &v)
	}
}

// rows are what a worker made of a block: how many there were, and those that are more than ignored.
type parsedBlock[T any] struct {
	count int
	items []parsedRow[T]
}

// item is a row that a worker has parsed.
type parsedRow[T any] struct {
	value T
	line  int
	taken bool    // to be added, unless odd has a fault
	odd   *oddity // nil for nearly all rows
}

// oddity is what else a row has: a fault, or values that the agreement does not name.
type oddity struct {
	fault   *fault
	unknown []unknown
}

// and joins the values of two cells.
func (o *oddity) and(p *oddity) *oddity {
	if o == nil {
		return p
	}
	return &oddity{unknown: slices.Concat(o.unknown, p.unknown)}
}

// worker parses rows beside others, with a reader and a file of its own for what they count and remember.
type worker[T any] struct {
	*reader
	parse func(*reader, *row) (T, bool)
	x     *row
	quick func(text []byte, out *parsedRow[T]) int // reads a usual line as parse would and gives its length; nil: no line is usual
}

func newWorker[T any](r *reader, f *file, in pipeline[T]) *worker[T] {
	r, f = r.cloneForWorker(), f.cloneForWorker()
	return &worker[T]{reader: r, parse: in.parse, quick: in.quick(r, f), x: &row{file: f, texts: make([]memo, len(f.fields))}}
}

// beside is a reader that another goroutine may use.
func (r *reader) cloneForWorker() *reader {
	q := *r
	q.notPeople = r.notPeople.Clone()
	q.marketing = nil
	return &q
}

// beside is a file that another goroutine may read rows of; what it counts is to be joined.
func (f *file) cloneForWorker() *file {
	g := *f
	c := *f.calendar
	g.calendar, g.split = &c, f.split.Fork()
	if f.unproved != nil {
		g.unproved = f.newInferences()
	}
	g.mended = [mendings]tally{}
	g.fields = make([]field, len(f.fields))
	g.index = make(map[string]*field, len(f.fields))
	for i, x := range f.fields {
		if x.mapper != nil {
			x.mapper = x.mapper.Clone()
		}
		x.unmapped, x.met = nil, nil // counted where rows are added
		x.texts = map[string]string{}
		g.fields[i] = x
		g.index[x.Name] = &g.fields[i]
	}
	if f.wonStages != nil {
		l := f.wonStages.Clone()
		g.wonStages = &l
	}
	g.drop = make(map[int]profile.ValueSet, len(f.drop))
	for i, l := range f.drop {
		g.drop[i] = l.Clone()
	}
	return &g
}

// workers is how many goroutines parse rows.
func workers() int { return runtime.GOMAXPROCS(0) }

// walk passes over the rows of a file that was opened as a stream; the first time it hashes what it reads.
func walk[T any](r *reader, f *file, scan func(worker int, b blocks.Block, found *T) error, take func(b blocks.Block, found *T) error) error {
	s := f.stream
	if f.stream = nil; s == nil {
		var err error
		if s, err = blocks.OpenStream(f.path, 0, nil); err != nil {
			return err
		}
	}
	defer s.File.Close()
	dropped, err := blocks.ReadParallel(s, f.rows, f.split.Line, r.block(), f.split.Quote, workers(), scan, take)
	if err == nil && csvtext.EndsLikeFooter(s.Tail, f.split.Dialect) {
		err = blocks.Obstacle("its last line may stand below the rows")
	}
	if err == nil && s.Sum != nil {
		f.report.SHA256, f.original = s.Sha256(), sourceFile{f.path, s.Info}
		if dropped {
			f.notes = slices.Insert(f.notes, 0, f.asNote(0, droppedEnd))
		}
	}
	return err
}

// join adds what the rows of g counted. A mending names the first line of all.
func (f *file) join(g *file) {
	for m, t := range g.mended {
		if t.n == 0 {
			continue
		}
		if o := &f.mended[m]; o.n == 0 || t.line < o.line {
			o.line = t.line
		}
		f.mended[m].n += t.n
	}
}

// sound says why a block cannot be read apart from the others: it has quotes, which decide how the whole file is to be read.
func (f *file) sound(b blocks.Block) error {
	if q := f.split.Quote; !f.split.HasQuotes && !f.split.LazyQuotes && q != 0 && bytes.IndexByte(b.Text, q) >= 0 && f.split.DetectQuotes(b.Text).HasQuotes {
		return blocks.Unquoted
	}
	return nil
}

// next gives the next record of a block, or why the block cannot be read apart from the others: a quote that is not closed in
// it, or another encoding.
func (f *file) next(b blocks.Block) (rec csvtext.Record, ok bool, err error) {
	s := f.split
	rec, ok = s.Next()
	switch {
	case rec.Damage == csvtext.UnclosedQuote && !b.Last:
		err = blocks.Obstacle("a quote is opened that its block does not close")
	case ok && f.validUTF8 && !utf8.Valid(s.Text[s.Start:s.Pos]):
		err = blocks.Obstacle("it has bytes of another encoding")
	}
	return rec, ok, err
}

// records gives each record of a block.
func (f *file) records(b blocks.Block, each func(csvtext.Record)) error {
	if err := f.sound(b); err != nil {
		return err
	}
	f.split.Reset(b.Text, b.Line)
	for {
		rec, ok, err := f.next(b)
		if !ok || err != nil {
			return err
		}
		each(rec)
	}
}

// scan parses the rows of a block.
func (w *worker[T]) scan(b blocks.Block, out *parsedBlock[T]) error {
	f := w.x.file
	if err := f.sound(b); err != nil {
		return err
	}
	out.count, out.items = 0, out.items[:0]
	f.split.Reset(b.Text, b.Line)
	for {
		n := len(out.items)
		out.items = slices.Grow(out.items, 1)[:n+1]
		it := &out.items[n]
		*it = parsedRow[T]{line: f.split.Line}
		if !w.usual(it) {
			rec, ok, err := f.next(b)
			if err != nil {
				return err
			}
			if !ok {
				out.items = out.items[:len(out.items)-1]
				break
			}
			*it = parsedRow[T]{line: rec.Line}
			w.read(rec, it)
		}
		out.count++
		if !it.taken && it.odd == nil {
			out.items = out.items[:len(out.items)-1]
		}
	}
	if f.unproved != nil && f.unproved.asks() {
		return blocks.Unsettled
	}
	return nil
}

// usual parses the next record if it is a usual line.
func (w *worker[T]) usual(it *parsedRow[T]) bool {
	if w.quick == nil {
		return false
	}
	s := w.x.file.split
	n := w.quick(s.Text[s.Pos:], it)
	if n > 0 {
		s.Pos, s.Line = s.Pos+n, s.Line+1
	}
	return n > 0
}

// read parses any record.
func (w *worker[T]) read(rec csvtext.Record, it *parsedRow[T]) {
	x := w.x
	if x.unproved != nil {
		x.unproved.doubt(x.file, rec)
	}
	x.next(rec)
	if x.fit() {
		it.value, it.taken = w.parse(w.reader, x)
	}
	if x.fault != nil || len(x.unknown) > 0 {
		it.odd = &oddity{x.fault, append([]unknown(nil), x.unknown...)}
	}
}

// newCrew makes as many workers as walk has.
func newWorkers[T any](r *reader, f *file, in pipeline[T]) []*worker[T] {
	crew := make([]*worker[T], workers())
	for i := range crew {
		crew[i] = newWorker(r, f, in)
	}
	return crew
}

// inBlocks reads the rows of a file that was opened in blocks. On a surprise nothing of what it did may be kept.
func (in pipeline[T]) inBlocks(r *reader, f *file) error {
	crew := newWorkers(r, f, in)
	x := &row{file: f}
	err := walk(r, f, func(w int, b blocks.Block, out *parsedBlock[T]) error {
		return crew[w].scan(b, out)
	}, func(b blocks.Block, found *parsedBlock[T]) error {
		f.report.Rows += found.count
		f.report.Ignored += found.count - len(found.items)
		for i := range found.items {
			it := &found.items[i]
			x.Record.Line, x.fault, x.unknown = it.line, nil, x.unknown[:0]
			if it.odd != nil {
				x.fault = it.odd.fault
				for _, u := range it.odd.unknown {
					x.unknown = append(x.unknown, unknown{&f.fields[u.field.no], u.value})
				}
			}
			f.account(x, it.taken && x.fault == nil && in.add(r, x, &it.value))
		}
		in.met(r).end()
		r.progress(f, b)
		return nil
	})
	for _, w := range crew {
		f.join(w.x.file)
	}
	if err != nil {
		return err
	}
	return in.settle(r, f)
}
