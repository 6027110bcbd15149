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

// A large file is read by a bounded pipeline: one goroutine cuts it into blocks of whole records (package
// blocks), workers parse the rows of blocks in parallel, and the rows are added one by one in the order
// of the file.

// pipeline reads the files of a large table by the table's rules.
type pipeline[T any] struct {
	rules[T]
	// fastRows returns a function that reads the line with which text begins and gives the same result as
	// parse for its record. The function returns the line's length, or 0 if the line is unusual and must be
	// read by parse. fastRows returns nil if no line of the file is usual.
	fastRows func(*reader, *file) func(text []byte, out *parsedRow[T]) int
	// fastIDs returns a similar function that reads only the idKey of the line's id.
	fastIDs func(r *reader, f *file, column string) func(text []byte) (id uint64, size int)
}

// undo removes all rows of the table that were added. In the next reading, winners are the files whose rows
// count, by id.
func (in pipeline[T]) undo(r *reader, winners map[uint64]string) {
	*in.ids(r) = seenIDs{winners: winners}
	in.forget(r.ledger)
}

// addRow parses and adds one row.
func (in pipeline[T]) addRow(r *reader, x *row, _ seenRows) bool {
	v, ok := in.parse(r, x)
	if x.fault != nil {
		return false
	}
	in.events(&v, x.events)
	return ok && in.add(r, x, &v)
}

// parsedBlock is the result of parsing a block: the number of rows, those rows that are not simply
// ignored, and the number of the others by reason.
type parsedBlock[T any] struct {
	count   int
	rows    []parsedRow[T]
	ignored model.IgnoredCounts
}

// parsedRow is a row that a worker has parsed.
type parsedRow[T any] struct {
	value  T
	line   int
	used   bool       // whether it is to be added, unless it has a fault
	issues *rowIssues // nil for nearly all rows
	// ignored is the reason why it is ignored; set where it is not used and has no fault.
	ignored model.IgnoredReason
}

// rowIssues holds a row's fault, and its values that the agreement does not know.
type rowIssues struct {
	fault   *fault
	unknown []unknownValue
}

// merge combines the unknown values of two cells.
func (o *rowIssues) merge(p *rowIssues) *rowIssues {
	if o == nil {
		return p
	}
	return &rowIssues{unknown: slices.Concat(o.unknown, p.unknown)}
}

// worker parses rows in parallel with other workers. Its reader and its file share no mutable state with
// theirs.
type worker[T any] struct {
	*reader
	rules[T]
	x    *row
	fast func(text []byte, out *parsedRow[T]) int // see pipeline.fastRows
}

func newWorker[T any](r *reader, f *file, in pipeline[T]) *worker[T] {
	r, f = r.cloneForWorker(), f.cloneForWorker()
	w := &worker[T]{reader: r, rules: in.rules, x: &row{file: f, texts: make([]cachedText, len(f.fields))}}
	if in.fastRows != nil {
		w.fast = in.fastRows(r, f)
	}
	return w
}

// newWorkers returns as many workers as scanBlocks uses.
func newWorkers[T any](r *reader, f *file, in pipeline[T]) []*worker[T] {
	list := make([]*worker[T], workerCount())
	for i := range list {
		list[i] = newWorker(r, f, in)
	}
	return list
}

// workerCount returns the number of goroutines that parse rows.
func workerCount() int { return runtime.GOMAXPROCS(0) }

// cloneForWorker returns a copy that does not share mutable caches.
func (r *reader) cloneForWorker() *reader {
	q := *r
	q.notPeople = r.notPeople.Clone()
	q.marketingSources = nil
	return &q
}

// cloneForWorker returns a copy that does not share mutable caches and whose counts start from zero;
// mergeCounts adds them to the original.
func (f *file) cloneForWorker() *file {
	g := *f
	c := *f.dateReader
	g.dateReader, g.split = &c, f.split.Fork()
	if f.watched != nil {
		g.watched = f.watch(f.watched)
	}
	g.normalised = [normalisationKinds]normalisationCount{}
	g.events, g.changes = f.events.Fork(), f.changes.Fork()
	g.fields = make([]field, len(f.fields))
	g.index = make(map[string]*field, len(f.fields))
	for i, x := range f.fields {
		if x.mapper != nil {
			x.mapper = x.mapper.Clone()
		}
		x.unmapped, x.rowsByValue = nil, nil // counted where rows are added, not by workers
		x.interned = map[string]string{}
		g.fields[i] = x
		g.index[x.Name] = &g.fields[i]
	}
	if f.stages != nil {
		g.stages = f.stages.Clone()
	}
	g.deletedMarks = make(map[int]profile.ValueSet, len(f.deletedMarks))
	for i, l := range f.deletedMarks {
		g.deletedMarks[i] = l.Clone()
	}
	return &g
}

// mergeCounts adds what a worker's file counted, and keeps the first line of each normalisation.
func (f *file) mergeCounts(g *file) {
	for i := range f.fields {
		f.fields[i].hasValue = f.fields[i].hasValue || g.fields[i].hasValue
	}
	f.events.Merge(g.events)
	f.changes.Merge(g.changes)
	for n, t := range g.normalised {
		if t.count == 0 {
			continue
		}
		if o := &f.normalised[n]; o.count == 0 || t.firstLine < o.firstLine {
			o.firstLine = t.firstLine
		}
		f.normalised[n].count += t.count
	}
}

// scanBlocks reads all rows of a file that was opened for blocks: scan runs in parallel, take in the
// order of the blocks. The first reading of a file also computes its SHA-256.
func scanBlocks[T any](
	r *reader, f *file,
	scan func(worker int, b blocks.Block, found *T) error,
	take func(b blocks.Block, found *T) error,
) error {
	s := f.stream
	if f.stream = nil; s == nil {
		var err error
		if s, err = blocks.OpenStream(f.path, 0, nil); err != nil {
			return err
		}
	}
	defer s.File.Close()
	dropped, err := blocks.ReadParallel(
		s, f.headRows, f.split.Line, r.blockSize(), f.split.Quote, workerCount(), scan, take)
	if err == nil && csvtext.EndsLikeFooter(s.Tail, f.split.Dialect) {
		err = blocks.Obstacle("its last line may stand below the rows")
	}
	if err == nil && s.Sum != nil {
		f.report.SHA256, f.opened = s.Sha256(), openedFile{f.path, s.Info}
		if dropped {
			f.notes = slices.Insert(f.notes, 0, f.newNote(0, droppedTailNote))
		}
	}
	return err
}

// readBlocks reads the rows of a file that was opened for blocks. If it returns a blocks.Obstacle, the
// caller must remove all rows of the table that were added.
func (in pipeline[T]) readBlocks(r *reader, f *file) error {
	workers := newWorkers(r, f, in)
	x := &row{file: f}
	err := scanBlocks(r, f, func(w int, b blocks.Block, out *parsedBlock[T]) error {
		return workers[w].scan(b, out)
	}, func(b blocks.Block, found *parsedBlock[T]) error {
		f.report.Rows += found.count
		f.report.Ignored += found.count - len(found.rows)
		f.report.IgnoredBy.Add(&found.ignored)
		for i := range found.rows {
			it := &found.rows[i]
			x.Record.Line, x.fault, x.unknown, x.ignored = it.line, nil, x.unknown[:0], it.ignored
			if it.issues != nil {
				x.fault = it.issues.fault
				for _, u := range it.issues.unknown {
					x.unknown = append(x.unknown, unknownValue{&f.fields[u.field.no], u.value})
				}
			}
			f.countRow(x, it.used && x.fault == nil && in.add(r, x, &it.value))
		}
		in.ids(r).endBlock()
		r.reportProgress(f, b)
		return nil
	})
	for _, w := range workers {
		f.mergeCounts(w.x.file)
	}
	if err != nil {
		return err
	}
	return in.resolveDuplicates(r, f)
}

// scan parses the rows of a block: usual lines by the fast path, the others by the splitter and parse.
func (w *worker[T]) scan(b blocks.Block, out *parsedBlock[T]) error {
	f := w.x.file
	if err := f.checkQuotes(b); err != nil {
		return err
	}
	out.count, out.rows, out.ignored = 0, out.rows[:0], model.IgnoredCounts{}
	f.split.Reset(b.Text, b.Line)
	for {
		n := len(out.rows)
		out.rows = slices.Grow(out.rows, 1)[:n+1]
		it := &out.rows[n]
		*it = parsedRow[T]{line: f.split.Line}
		if !w.readUsual(it) {
			rec, ok, err := f.nextRecord(b)
			if err != nil {
				return err
			}
			if !ok {
				out.rows = out.rows[:len(out.rows)-1]
				break
			}
			*it = parsedRow[T]{line: rec.Line}
			w.readRecord(rec, it)
		}
		if it.issues == nil || it.issues.fault == nil {
			w.events(&it.value, f.events)
		}
		out.count++
		if !it.used && it.issues == nil {
			out.ignored[it.ignored]++
			out.rows = out.rows[:len(out.rows)-1]
		}
	}
	if f.watched != nil && f.watched.needWholeColumn() {
		return blocks.Undecided
	}
	return nil
}

// readUsual reads the next line by the fast path if it can, and reports whether it did.
func (w *worker[T]) readUsual(it *parsedRow[T]) bool {
	if w.fast == nil {
		return false
	}
	s := w.x.file.split
	n := w.fast(s.Text[s.Pos:], it)
	if n > 0 {
		s.Pos, s.Line = s.Pos+n, s.Line+1
	}
	return n > 0
}

// readRecord parses a record by the ordinary rules.
func (w *worker[T]) readRecord(rec csvtext.Record, it *parsedRow[T]) {
	x := w.x
	if x.watched != nil {
		x.watched.observeUnlessPlain(x.file, rec)
	}
	x.reset(rec)
	if x.usable() {
		it.value, it.used = w.parse(w.reader, x)
	}
	it.ignored = x.ignored
	if x.fault != nil || len(x.unknown) > 0 {
		it.issues = &rowIssues{x.fault, append([]unknownValue(nil), x.unknown...)}
	}
}

// checkQuotes returns LateQuotes for a block with quotes if the file's head has none, because quotes
// affect how the whole file is cut into records.
func (f *file) checkQuotes(b blocks.Block) error {
	q := f.split.Quote
	if f.split.HasQuotes || f.split.LazyQuotes || q == 0 {
		return nil
	}
	if bytes.IndexByte(b.Text, q) >= 0 && f.split.DetectQuotes(b.Text).HasQuotes {
		return blocks.LateQuotes
	}
	return nil
}

// eachRecord calls visit for the records of a block.
func (f *file) eachRecord(b blocks.Block, visit func(csvtext.Record)) error {
	if err := f.checkQuotes(b); err != nil {
		return err
	}
	f.split.Reset(b.Text, b.Line)
	for {
		rec, ok, err := f.nextRecord(b)
		if !ok || err != nil {
			return err
		}
		visit(rec)
	}
}

// nextRecord returns the next record of a block. The error is the reason why the block cannot be read
// separately: it opens a quote that it does not close, or has bytes of another encoding.
func (f *file) nextRecord(b blocks.Block) (rec csvtext.Record, ok bool, err error) {
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
