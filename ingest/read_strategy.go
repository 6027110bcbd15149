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

// way is how a file is read, as far as an attempt has shown that the usual way will not do.
type strategy struct {
	proven  bool            // its dates and numbers are proven by a pass over the whole file before any row is used
	quoted  bool            // it has quoted cells, though none in its head
	inOrder bool            // row after row, the whole file in memory
	why     blocks.Obstacle // it is read in order; empty: it is small
}

// learn chooses the next way.
func (w *strategy) learn(s blocks.Obstacle) {
	switch s {
	case blocks.Unsettled:
		w.proven = true
	case blocks.Unquoted:
		w.quoted = true
	default:
		w.inOrder, w.why = true, s
	}
}

// errAgain says that rows were added which are to be taken back, since their file is to be read in another way.
var errReread = errors.New("read again")

// readOne reads a file, in blocks if it can.
func (r *reader) readOne(t *profile.Table, in *agreement.Input, p input, w *strategy, seen seenRows) (*file, error) {
	many := ofMany[t.Name]
	apart := many != nil && r.options.Sink == nil && !r.options.InOrder
	for apart && !w.inOrder {
		f, err := r.openBlocks(t, in, p, *w)
		started := err == nil
		if started {
			r.provide(f)
			err = many.inBlocks(r, f)
		}
		var s blocks.Obstacle
		if !errors.As(err, &s) {
			if started {
				f.finish()
			}
			f.release()
			return f, err
		}
		if w.learn(s); started {
			return nil, errReread
		}
	}
	f, err := r.open(t, in, p.disk, p.name)
	if info := f.original.info; w.why != "" && info != nil && info.Size() >= r.from(blocks.ToldFrom) {
		f.found("it is read row after row: %s", w.why)
	}
	if err != nil {
		return f, err
	}
	r.provide(f)
	r.readRows(f, seen, r.taker(t.Name))
	if many != nil {
		err = many.settle(r, f)
	}
	f.finish()
	f.release()
	return f, err
}

// openBlocks is open for a file that is to be read in blocks. What its head shows of text, dialect and header must hold for
// the whole file, as sound checks; whatever is wrong with the head is left to open. The whole file is passed over first, unless
// all dates of the head begin with their year and all amounts are plain numbers.
func (r *reader) openBlocks(t *profile.Table, in *agreement.Input, p input, w strategy) (*file, error) {
	f := newFile(t, in, p.name)
	s, err := blocks.OpenStream(p.disk, r.from(blocks.StreamFrom), sha256.New())
	if err != nil {
		return f, err
	}
	f.path, f.stream = p.disk, s
	if err := f.skipHeader(r, w); err != nil {
		s.File.Close()
		return f, err
	}
	if err := r.proveLarge(f, w); err != nil {
		return f, err
	}
	f.findZone()
	return f, nil
}

// proveLarge is prove for a file that is read in blocks.
func (r *reader) proveLarge(f *file, w strategy) error {
	head, n := f.newInferences(), 0
	if head == nil {
		return nil
	}
	if w.proven {
		return r.proveBlocks(f)
	}
	f.ahead(func(rec csvtext.Record) bool {
		head.see(f, rec)
		n++
		return n < blocks.HeadLines // the rows behind are watched as they are read
	})
	if head.asks() {
		return r.proveBlocks(f)
	}
	f.unproved = f.newInferences()
	return f.settleBy(head)
}

// behead knows a file by its head.
func (f *file) skipHeader(r *reader, w strategy) error {
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
	d, text, err := f.dialect(whole)
	if err != nil || len(csvtext.Trim(whole)) == 0 {
		return blocks.Obstacle("")
	}
	if start := whole[len(whole)-len(text):]; d.LineEnd != '\n' || &start[0] != &text[0] {
		return blocks.Obstacle("its lines end with a carriage return alone")
	}
	d.HasQuotes = d.HasQuotes || w.quoted
	f.split = csvtext.NewSplitter(text, d)
	if err := f.header(r); err != nil {
		return blocks.Obstacle("")
	}
	f.size, f.rows = f.stream.Info.Size(), t.Text[len(whole)-len(text)+f.split.Pos:]
	return nil
}

// proveBlocks passes over the whole file.
func (r *reader) proveBlocks(f *file) error {
	all := f.newInferences()
	beside := make([]*file, workers())
	for i := range beside {
		beside[i] = f.cloneForWorker()
	}
	err := walk(r, f, func(w int, b blocks.Block, found **inferences) error {
		*found = f.newInferences()
		return beside[w].records(b, func(rec csvtext.Record) {
			(*found).see(beside[w], rec)
		})
	}, func(_ blocks.Block, found **inferences) error {
		all.join(*found)
		return nil
	})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all.dates, func(d *scalar.DateInference) bool { return d != nil && d.HasShortYears }) {
		return blocks.Obstacle("its dates have years of two digits")
	}
	return f.settleBy(all)
}

// from is the size on disk from which a file is large.
func (r *reader) from(size int64) int64 {
	if r.options.Block > 0 {
		return 0
	}
	return size
}

// block is the size of a block.
func (r *reader) block() int {
	if r.options.Block > 0 {
		return r.options.Block
	}
	return blocks.BlockSize
}

func (r *reader) progress(f *file, b blocks.Block) {
	if r.options.Progress != nil {
		r.options.Progress(Progress{f.report.File, f.report.Rows, b.Read, f.size})
	}
}
