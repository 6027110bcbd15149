package ingest

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"

	"leadpact/ingest/blocks"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model/agreement"
)

// strategy records why a file cannot be read the usual way, which is once and in parallel blocks. Each
// attempt that fails with an obstacle refines it.
type strategy struct {
	inferFirst bool            // read the file twice: first for the formats of dates and numbers, then for its rows
	quoted     bool            // cells are quoted, though none in the head is
	inOrder    bool            // read row by row, with the whole file in memory
	reason     blocks.Obstacle // reason for inOrder; empty: the file is small
}

// fallBack chooses the strategy that handles an obstacle.
func (w *strategy) fallBack(o blocks.Obstacle) {
	switch o {
	case blocks.Undecided:
		w.inferFirst = true
	case blocks.LateQuotes:
		w.quoted = true
	default:
		w.inOrder, w.reason = true, o
	}
}

// errReread reports that rows were added which must be removed, because their file needs another
// strategy.
var errReread = errors.New("read again")

// readFile reads a file, in blocks if it can.
func (r *reader) readFile(
	t *profile.Table, in *agreement.Input, p inputPath, w *strategy, seen seenRows,
) (*file, error) {
	large := r.large[t.Name]
	inBlocks := large != nil && r.options.Sink == nil && !r.options.InOrder
	for inBlocks && !w.inOrder {
		f, err := r.openBlocks(t, in, p, *w)
		started := err == nil
		if started {
			err = large.readBlocks(r, f)
		}
		var o blocks.Obstacle
		if !errors.As(err, &o) {
			if started {
				r.provideColumns(f)
				err = r.finishFile(f, err)
			}
			f.release()
			return f, err
		}
		if w.fallBack(o); started {
			return nil, errReread
		}
	}
	f, err := r.open(t, in, p.disk, p.name)
	if info := f.opened.info; w.reason != "" && info != nil && info.Size() >= r.largeFrom(blocks.ReportFrom) {
		f.addFinding("it is read row after row: %s", w.reason)
	}
	if err != nil {
		return f, err
	}
	r.readInOrder(f, seen)
	r.provideColumns(f)
	if large != nil {
		err = large.resolveDuplicates(r, f)
	}
	err = r.finishFile(f, err)
	f.release()
	return f, err
}

// finishFile completes the report of a file after its rows were read, or after err. It refuses the file if
// its rows show that it cannot be trusted.
func (r *reader) finishFile(f *file, err error) error {
	f.finishReport()
	if err == nil {
		err = r.judgeFit(f)
	}
	if err == nil && f.table.Name == "activities" {
		err = r.judgeJoins(f)
	}
	return err
}

// reopen opens a file that was read before in the same way.
func (r *reader) reopen(t *profile.Table, in *agreement.Input, p inputPath, w strategy) (*file, error) {
	if !w.inOrder && !r.options.InOrder && r.options.Sink == nil {
		return r.openBlocks(t, in, p, w)
	}
	return r.open(t, in, p.disk, p.name)
}

// openBlocks opens a file that is to be read in blocks. The encoding, dialect and header that its head
// shows must hold for the whole file; the reading of the blocks checks that. A head with a fault is an
// obstacle, so that open reports the fault.
func (r *reader) openBlocks(t *profile.Table, in *agreement.Input, p inputPath, w strategy) (*file, error) {
	f := newFile(t, in, p.name)
	s, err := blocks.OpenStream(p.disk, r.largeFrom(blocks.StreamFrom), sha256.New())
	if err != nil {
		return f, err
	}
	f.path, f.stream = p.disk, s
	if err := f.openHead(r, w); err != nil {
		s.File.Close()
		return f, err
	}
	if err := r.inferLarge(f, w); err != nil {
		return f, err
	}
	f.describeZone()
	return f, nil
}

// openHead finds encoding, dialect and header of a file in its head.
func (f *file) openHead(r *reader, w strategy) error {
	if csvtext.SniffFormat(f.stream.Head) != "" {
		return blocks.Obstacle("")
	}
	t, err := csvtext.Decode(f.stream.Head, f.in.Encoding)
	if err != nil || t.Encoding != "utf-8" || t.Strict || t.Note != "" {
		return blocks.Obstacle("it is not plainly UTF-8")
	}
	f.validUTF8 = f.in.Encoding == "" && !bytes.HasPrefix(f.stream.Head, csvtext.UTF8BOM)
	f.report.Encoding = t.Encoding
	whole := t.Text
	if len(f.stream.Rest) == 0 {
		whole, _ = csvtext.TrimEndMarks(whole)
	}
	d, text, err := f.detectDialect(whole)
	if err != nil || len(bytes.TrimSpace(whole)) == 0 {
		return blocks.Obstacle("")
	}
	if start := whole[len(whole)-len(text):]; d.LineEnd != '\n' || &start[0] != &text[0] {
		return blocks.Obstacle("its lines end with a carriage return alone")
	}
	d.HasQuotes = d.HasQuotes || w.quoted
	f.split = csvtext.NewSplitter(text, d)
	if err := f.bindHeader(r); err != nil {
		return blocks.Obstacle("")
	}
	f.size, f.headRows = f.stream.Info.Size(), t.Text[len(whole)-len(text)+f.split.Pos:]
	return nil
}

// inferLarge does the same as inferFormats for a file that is read in blocks. If all dates of the head
// begin with the year and all amounts are plain numbers, the head is sufficient, and the blocks are
// watched for a value that contradicts it; otherwise the whole file is read first.
func (r *reader) inferLarge(f *file, w strategy) error {
	head, n := f.newInferences(), 0
	if head == nil {
		return nil
	}
	if w.inferFirst {
		return r.inferFromBlocks(f)
	}
	f.peekRecords(func(rec csvtext.Record) bool {
		head.observe(f, rec)
		n++
		return n < blocks.HeadLines
	})
	if head.needWholeColumn() {
		return r.inferFromBlocks(f)
	}
	f.watched = f.watch(head)
	return f.applyInferences(head)
}

// inferFromBlocks infers the formats of dates and numbers from the whole file.
func (r *reader) inferFromBlocks(f *file) error {
	all := f.newInferences()
	clones := make([]*file, workerCount())
	for i := range clones {
		clones[i] = f.cloneForWorker()
	}
	err := scanBlocks(r, f, func(w int, b blocks.Block, found **inferences) error {
		*found = f.newInferences()
		return clones[w].eachRecord(b, func(rec csvtext.Record) {
			(*found).observe(clones[w], rec)
		})
	}, func(_ blocks.Block, found **inferences) error {
		all.merge(*found)
		return nil
	})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all.dates, func(d *scalar.DateInference) bool { return d != nil && d.HasShortYears }) {
		return blocks.Obstacle("its dates have years of two digits")
	}
	return f.applyInferences(all)
}

// largeFrom returns the size on disk, in bytes, from which a file is treated as large.
func (r *reader) largeFrom(size int64) int64 {
	if r.options.Block > 0 {
		return 0
	}
	return size
}

// blockSize returns the size of a block in bytes.
func (r *reader) blockSize() int {
	if r.options.Block > 0 {
		return r.options.Block
	}
	return blocks.BlockSize
}

func (r *reader) reportProgress(f *file, b blocks.Block) {
	if r.options.Progress != nil {
		r.options.Progress(Progress{f.report.File, f.report.Rows, b.Read, f.size})
	}
}
