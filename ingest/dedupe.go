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

// One row counts for each id. If several files have a row with the same id, the row of the last file
// counts, unless another one is newer (see overlap.go), and the others are ignored as superseded; files are
// read from the last to the first, so that the row that counts is read first. If one file has several such
// rows, its first one counts; another is ignored if it repeats the first exactly, and set aside if its
// content differs.
//
// Whether a row repeats another one is decided by a hash of its content. There are two ways to get the
// hash:
//
//   - seenRows, for the small tables, stores the hash and the line of every row, and decides at once. Rows
//     are read in order.
//   - seenIDs, for leads, deals and activities, stores only ids, in a set that takes little memory. A row
//     whose id its file has already had is first counted as ignored and recorded as a duplicate. If there
//     are duplicates, resolveDuplicates reads the file a second time, only for the rows with their ids, and
//     compares their content. Files may be read in parallel blocks, but rows are always added in order.

// seenRows records, for every id of a small table, the row that counts.
type seenRows struct {
	rows map[uint64]seenRow // by the hash of the id
	file int                // number of the file that is being read
}

type seenRow struct {
	hash       uint64 // of the row's content
	file, line int
}

// claim reports whether a row is the one that counts for its id. If not, it counts the row as superseded
// or repeated, or sets its fault.
func (s seenRows) claim(r *row, column, id string, hash uint64) bool {
	key := maphash.String(seed, id)
	first, seen := s.rows[key]
	r.ignored = model.Superseded
	switch {
	case !seen:
		s.rows[key] = seenRow{hash, s.file, r.Line}
		return true
	case first.file != s.file:
		r.countNormalisation(supersededRows)
	case first.hash == hash:
		r.countNormalisation(repeatedRows)
	default:
		r.fail(column, csvtext.Printable([]byte(id)), r.otherContentReason(first.line))
	}
	return false
}

// otherContentReason returns why a row is set aside whose id the row on an earlier line has, too.
func (f *file) otherContentReason(line int) string {
	if f.Export.IDHeader != "" {
		return fmt.Sprintf("the same names stand on line %d with other content, and no column gives %s; add it to the export",
			line, f.Export.IDHeader)
	}
	return fmt.Sprintf("the id stands on line %d with other content", line)
}

// seenIDs holds the ids of a large table, as idKey returns them.
type seenIDs struct {
	later      idSet // ids of the files that were read before, which the agreement lists later
	current    idSet // ids of the file that is being read
	duplicates []duplicate
	// overlapping holds the ids that several files have, see overlap.go, and winners the file whose row
	// counts for some of them; for the others it is the last one.
	overlapping idSet
	winners     map[uint64]string
	span        idSpan   // span of the block that is being added
	spans       []idSpan // spans of the earlier blocks, by their number
}

// idSpan holds the least and the greatest id of a block (a zone map). With it a second reading can skip
// blocks that cannot contain a wanted id. Both are 0, which is not an id, if the block has no ids.
type idSpan struct {
	least, greatest uint64
	skip            bool // set by resolveDuplicates: the block has no wanted id
}

// duplicate is a row whose id another row of the same file has.
type duplicate struct {
	line    int
	id      uint64
	unknown []unknownValue
}

// endBlock stores the span of a block after its rows were added.
func (s *seenIDs) endBlock() { s.spans, s.span = append(s.spans, s.span), idSpan{} }

// contains reports whether the files that were read completely have a row with an id.
func (s *seenIDs) contains(id string) bool { return s.later.has(idKey(id)) }

// claim reports whether a row is the one that counts for its id. If not, it counts the row as superseded,
// or records it as a duplicate of a row in the same file.
func (s *seenIDs) claim(x *row, id uint64) bool {
	if s.span.greatest == 0 {
		s.span.least = id
	}
	s.span = idSpan{least: min(s.span.least, id), greatest: max(s.span.greatest, id)}
	x.ignored = model.Superseded
	winner := s.winners[id]
	switch {
	case winner != "" && winner != x.report.File:
		x.countNormalisation(supersededRows)
	case s.later.has(id):
		s.overlapping.add(id)
		x.countNormalisation(supersededRows)
	case s.current.add(id):
		return true
	default:
		s.duplicates = append(s.duplicates, duplicate{x.Line, id, slices.Clone(x.unknown)})
		x.unknown = x.unknown[:0]
	}
	return false
}

// resolveDuplicates completes the reading of a file. Duplicates that repeat the first row with their id
// remain ignored; those with other content are set aside.
func (in pipeline[T]) resolveDuplicates(r *reader, f *file) error {
	ids := in.ids(r)
	duplicates, spans := ids.duplicates, ids.spans
	ids.later.absorb(ids.current)
	ids.current, ids.duplicates, ids.spans = idSet{}, nil, nil
	if len(duplicates) == 0 {
		return nil
	}
	isDuplicate, wanted := map[int]bool{}, map[uint64]bool{}
	for _, d := range duplicates {
		isDuplicate[d.line], wanted[d.id] = true, true
	}
	sorted := slices.Sorted(maps.Keys(wanted))
	for no, span := range spans { // blocks that cannot have a wanted id need not be read
		i, _ := slices.BinarySearch(sorted, span.least)
		spans[no].skip = i == len(sorted) || sorted[i] > span.greatest
	}
	first, byLine := map[uint64]rereadRow{}, map[int]rereadRow{}
	describe := func(_ *reader, x *row, found *rereadRow) {
		*found = rereadRow{x.Line, x.id(in.idColumn, false), x.contentHash()}
	}
	isWanted := func(id uint64) bool { return wanted[id] }
	err := rereadRows(in, r, f, isWanted, spans, describe, func(id uint64, row rereadRow) {
		if byLine[row.line] = row; !isDuplicate[row.line] {
			first[id] = row
		}
	})
	if err != nil {
		return err
	}
	x := &row{file: f, ignored: model.Superseded}
	for _, d := range duplicates {
		x.Record.Line, x.fault, x.unknown = d.line, nil, d.unknown
		if row, first := byLine[d.line], first[d.id]; row.hash == first.hash {
			x.countNormalisation(repeatedRows)
		} else {
			x.fail(in.idColumn, csvtext.Printable([]byte(row.text)), f.otherContentReason(first.line))
		}
		f.report.Ignored--
		f.report.IgnoredBy[model.Superseded]--
		f.countRow(x, false)
	}
	slices.SortStableFunc(f.setAside, func(a, b model.SetAside) int { return cmp.Compare(a.Line, b.Line) })
	return nil
}

// rereadRow is a row with a duplicated id, as found by the second reading.
type rereadRow struct {
	line int
	text string // the id
	hash uint64 // of the row's content
}

// wantedRow is what a second reading found of a row.
type wantedRow[R any] struct {
	id    uint64
	found R
}

// rereadRows reads a file a second time and passes on, in their order, the rows that have a wanted id and
// no fault. describe may run in parallel with other rows. spans are those of the file's blocks; nil: all
// blocks are read.
func rereadRows[T, R any](
	in pipeline[T], r *reader, f *file, wanted func(uint64) bool, spans []idSpan,
	describe func(*reader, *row, *R), visit func(id uint64, found R),
) error {
	check := func(w *worker[T], rec csvtext.Record, found *[]wantedRow[R]) {
		w.x.reset(rec)
		w.x.quiet = true
		if rec.Damage != "" || !wanted(idKey(w.x.id(in.idColumn, false))) || !w.x.usable() {
			return
		}
		if v, ok := in.parse(w.reader, w.x); ok && w.x.fault == nil {
			row := wantedRow[R]{id: in.key(&v)}
			describe(w.reader, w.x, &row.found)
			*found = append(*found, row)
		}
	}
	if f.path == "" { // the file was read in order
		f.split = &f.firstRow
		w, rows := newWorker(r, f, in), []wantedRow[R]{}
		f.peekRecords(func(rec csvtext.Record) bool {
			rows = rows[:0]
			check(w, rec, &rows)
			for _, row := range rows {
				visit(row.id, row.found)
			}
			return true
		})
		return nil
	}
	workers := newWorkers(r, f, in)
	var fastIDs []func([]byte) (uint64, int)
	for _, w := range workers {
		var fastID func([]byte) (uint64, int)
		if in.fastIDs != nil {
			fastID = in.fastIDs(w.reader, w.x.file, in.idColumn)
		}
		fastIDs = append(fastIDs, fastID)
	}
	return scanBlocks(r, f, func(w int, b blocks.Block, out *[]wantedRow[R]) error {
		*out = (*out)[:0]
		if spans != nil && spans[b.No].skip {
			return nil
		}
		return workers[w].x.file.eachWanted(b, fastIDs[w], wanted, func(rec csvtext.Record) {
			check(workers[w], rec, out)
		})
	}, func(_ blocks.Block, out *[]wantedRow[R]) error {
		for _, row := range *out {
			visit(row.id, row.found)
		}
		return nil
	})
}

// eachWanted calls visit for the records of a block, except for lines whose id fastID can read and that
// are not wanted.
func (f *file) eachWanted(
	b blocks.Block, fastID func([]byte) (uint64, int), wanted func(uint64) bool, visit func(csvtext.Record),
) error {
	s := f.split
	s.Reset(b.Text, b.Line)
	for {
		if fastID != nil {
			if id, n := fastID(s.Text[s.Pos:]); n > 0 && !wanted(id) {
				s.Pos, s.Line = s.Pos+n, s.Line+1
				continue
			}
		}
		rec, ok, err := f.nextRecord(b)
		if !ok || err != nil {
			return err
		}
		visit(rec)
	}
}
