package ingest

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"

	"leadpact/ingest/blocks"
	"leadpact/ingest/csvtext"
	"leadpact/model"
)

// metIDs remember which ids of a table of many rows were met, in memory that hardly grows with their number where ids were
// given out in a row. Which row an id first stood on is looked up once the file is read, and only if an id came again.
type seenIDs struct {
	older idSet // of the files read before, which are newer
	own   idSet // of the file being read
	again []duplicate
	span  idSpan   // of the block being added
	spans []idSpan // of the blocks before
}

// idSpan reaches from the least id of a block to the greatest; 0, which is no id: it has none.
type idSpan struct{ least, most uint64 }

// end ends a block.
func (s *seenIDs) end() { s.spans, s.span = append(s.spans, s.span), idSpan{} }

// has says that a row stands for the id.
func (s *seenIDs) has(id string) bool { return s.older.has(idKey(id)) }

// again is a row whose id stands on another row of its file.
type duplicate struct {
	line    int
	id      uint64
	unknown []unknown
}

// first says that a row is the one to be used for its id.
func (s *seenIDs) first(x *row, id uint64) bool {
	if s.span.most == 0 {
		s.span.least = id
	}
	s.span = idSpan{min(s.span.least, id), max(s.span.most, id)}
	switch {
	case s.older.has(id):
		x.mend(superseded)
	case s.own.add(id):
		return true
	default:
		s.again = append(s.again, duplicate{x.Line, id, slices.Clone(x.unknown)})
		x.unknown = x.unknown[:0]
	}
	return false
}

// occurrence is a row that was to be used for its id, or would have been.
type occurrence struct {
	line int
	id   uint64
	text string
	hash uint64
}

// settle ends a file: of the rows whose id came again, those that repeat the first one are ignored, as was assumed, and
// those with other content set aside.
func (in pipeline[T]) settle(r *reader, f *file) error {
	met := in.met(r)
	came, spans := met.again, met.spans
	met.older.absorb(met.own)
	met.own, met.again, met.spans = idSet{}, nil, nil
	if len(came) == 0 {
		return nil
	}
	found, err := occurrences(r, f, in, came, spans)
	if err != nil {
		return err
	}
	repeats := map[int]bool{}
	for _, a := range came {
		repeats[a.line] = true
	}
	kept, at := map[uint64]occurrence{}, map[int]occurrence{}
	for _, o := range found {
		if at[o.line] = o; !repeats[o.line] {
			kept[o.id] = o
		}
	}
	x := &row{file: f}
	for _, a := range came {
		x.Record.Line, x.fault, x.unknown = a.line, nil, a.unknown
		if o, first := at[a.line], kept[a.id]; o.hash == first.hash {
			x.mend(repeated)
		} else {
			x.fail(in.column, csvtext.Printable([]byte(o.text)), otherContent(first.line))
		}
		f.report.Ignored--
		f.account(x, false)
	}
	slices.SortStableFunc(f.aside, func(a, b model.SetAside) int { return cmp.Compare(a.Line, b.Line) })
	return nil
}

func otherContent(line int) string {
	return fmt.Sprintf("the id stands on line %d with other content", line)
}

// occurrences reads a file once more for the rows of ids that came again; of a file that was read in blocks, those that can have
// one.
func occurrences[T any](r *reader, f *file, in pipeline[T], of []duplicate, spans []idSpan) ([]occurrence, error) {
	wanted := map[uint64]bool{}
	for _, a := range of {
		wanted[a.id] = true
	}
	inOrder := slices.Sorted(maps.Keys(wanted))
	var found []occurrence
	look := func(w *worker[T], rec csvtext.Record, found *[]occurrence) {
		w.x.next(rec)
		w.x.quiet = true
		if rec.Damage != "" || !wanted[idKey(w.x.id(in.column, false))] || !w.x.fit() {
			return
		}
		if v, ok := in.parse(w.reader, w.x); ok && w.x.fault == nil {
			*found = append(*found, occurrence{rec.Line, in.key(&v), w.x.id(in.column, false), w.x.hash()})
		}
	}
	if f.path == "" {
		f.split = &f.begin
		w := newWorker(r, f, in)
		f.ahead(func(rec csvtext.Record) bool {
			look(w, rec, &found)
			return true
		})
		return found, nil
	}
	crew := newWorkers(r, f, in)
	var ids []*fastID
	for _, w := range crew {
		ids = append(ids, onlyID(w.reader, w.x.file, in.column))
	}
	return found, walk(r, f, func(w int, b blocks.Block, out *[]occurrence) error {
		*out = (*out)[:0]
		span := spans[b.No]
		if i, _ := slices.BinarySearch(inOrder, span.least); i == len(inOrder) || inOrder[i] > span.most {
			return nil
		}
		return ids[w].records(b, wanted, func(rec csvtext.Record) { look(crew[w], rec, out) })
	}, func(_ blocks.Block, out *[]occurrence) error {
		found = append(found, *out...)
		return nil
	})
}

// onlyID reads nothing of a file but its column of ids.
func onlyID(r *reader, f *file, column string) *fastID {
	q := newFastReader(r, f)
	d := q.id(column)
	for i, c := range q.cells {
		if _, spare := c.(ignoredCell); spare {
			q.cells[i] = skippedCell{q}
		}
	}
	return d
}

// records gives the records of a block but usual lines whose id is none of those wanted.
func (d *fastID) records(b blocks.Block, wanted map[uint64]bool, each func(csvtext.Record)) error {
	s := d.file.split
	s.Reset(b.Text, b.Line)
	for {
		if n := d.line(s.Text[s.Pos:]); n > 0 && !d.cannot && !wanted[d.key] {
			s.Pos, s.Line = s.Pos+n, s.Line+1
			continue
		}
		rec, ok, err := d.file.next(b)
		if !ok || err != nil {
			return err
		}
		each(rec)
	}
}

// skippedCell is a cell that nobody reads.
type skippedCell struct{ *fastReader }

func (s skippedCell) read(text []byte, all bool) int {
	if all {
		return len(text)
	}
	return s.end(text)
}

func (s skippedCell) blank() {}

// sightings remember, of every id of a table, the row that stands for it. Files are read from the last to the first, so a
// row of another file that was met before is the newer one.
type seenRows struct {
	rows map[uint64]seenRow // by the hash of the id
	file int                // the file being read
}

type seenRow struct {
	hash       uint64 // of the row's content
	file, line int
}

// first says that a row is the one to be used for its id. Of the others, an identical row of the same file and a row of an
// older file are superseded; one of the same file with other content is at fault.
func (s seenRows) first(r *row, column, id string, hash uint64) bool {
	key := maphash.String(seed, id)
	old, met := s.rows[key]
	switch {
	case !met:
		s.rows[key] = seenRow{hash, s.file, r.Line}
		return true
	case old.file != s.file:
		r.mend(superseded)
	case old.hash == hash:
		r.mend(repeated)
	default:
		r.fail(column, csvtext.Printable([]byte(id)), otherContent(old.line))
	}
	return false
}
