package ingest

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// Two exports of a table may overlap: both have a row with the same id. The first reading lets the row of
// the later file count. If the rows differ, that is not enough: contacts (1).csv is sorted before
// contacts.csv and is the newer one. The newer row is found by evidence: the later time of its last change,
// else the file whose last event is later, else the order in which the agreement lists the files one by
// one. Where nothing tells, the run is refused (SPEC section 11).
//
// Overlaps are rare, and those with other content rarer. So the first reading only stores which ids come
// again, and everything else is done by further readings of the files.

// overlap settles which row counts for each id of a table that several files have with other content.
type overlap[T any] struct {
	pipeline[T]
	*reader
	table      *profile.Table
	in         *agreement.Input
	paths      []inputPath
	strategies []strategy
	files      []*file              // as read first; their texts are released
	versions   map[uint64][]version // by id, in the order of reading, from the last file to the first
}

// version is the row of one file that has an id which other files have, too.
type version struct {
	file     int // index in paths
	line     int
	modified calendar.Moment // when the row was changed last; unknown where no column says so
	hash     uint64          // of its content
	columns  []uint64        // hashes of its columns; only while they are compared
}

// evidence is what tells which of two rows is newer.
type evidence uint8

const (
	noEvidence evidence = iota
	modifiedLater
	laterEvents
	listedLater
)

// settlement is how the differing rows of a table were settled; the zero value: no rows differ.
type settlement struct {
	winners map[uint64]string // the file whose row counts, for ids of which this is not the last file
	notes   map[string][]note // by file
}

type note struct {
	line int
	text string
}

// addNotes adds the notes to the files of the table.
func (s settlement) addNotes(files []*file) {
	for _, f := range files {
		for _, n := range s.notes[f.report.File] {
			f.note(n.line, "%s", n.text)
		}
	}
}

// settleOverlaps compares the rows that several files of a table have. The error is a *csvtext.Refused if
// nothing tells which of two rows is newer.
func (in pipeline[T]) settleOverlaps(
	r *reader, t *profile.Table, input *agreement.Input, paths []inputPath, strategies []strategy, files []*file,
) (settlement, error) {
	ids := &in.ids(r).overlapping
	if ids.empty() {
		return settlement{}, nil
	}
	o := &overlap[T]{in, r, t, input, paths, strategies, files, map[uint64][]version{}}
	if err := o.findDiffering(ids); err != nil || len(o.versions) == 0 {
		return settlement{}, err
	}
	return o.settle()
}

// findDiffering fills versions with the ids whose rows differ.
func (o *overlap[T]) findDiffering(ids *idSet) error {
	first := map[uint64]version{}
	err := o.eachVersion(ids.has, func(r *reader, x *row, v *version) { v.hash = r.comparedHash(x) },
		func(id uint64, v version) {
			known, met := first[id]
			switch {
			case !met:
				first[id] = v
			case known.file == v.file: // the first row of a file counts
			case o.versions[id] != nil:
				if list := o.versions[id]; list[len(list)-1].file != v.file {
					o.versions[id] = append(list, v)
				}
			case known.hash != v.hash:
				o.versions[id] = []version{known, v}
			}
		})
	return err
}

// eachVersion reads the files of the table from the last to the first and passes on the rows with wanted
// ids. fill adds to a version what is to be compared.
func (o *overlap[T]) eachVersion(
	wanted func(uint64) bool, fill func(*reader, *row, *version), visit func(id uint64, v version),
) error {
	for i := len(o.paths) - 1; i >= 0; i-- {
		f, err := o.reopen(o.table, o.in, o.paths[i], o.strategies[i])
		if err != nil {
			return err
		}
		err = rereadRows(o.pipeline, o.reader, f, wanted, nil, func(r *reader, x *row, v *version) {
			*v = version{file: i, line: x.Line, modified: x.changed()}
			fill(r, x, v)
		}, visit)
		f.release()
		if err != nil {
			return err
		}
	}
	return nil
}

// settle finds the newer row for each id and how the others differ from it.
func (o *overlap[T]) settle() (settlement, error) {
	if err := o.readColumns(); err != nil {
		return settlement{}, err
	}
	winners, compared := map[uint64]string{}, map[outcome]*difference{}
	for id, list := range o.versions {
		newest := list[0]
		for _, v := range list[1:] {
			if slices.Equal(v.columns, newest.columns) {
				continue
			}
			why, newer := o.newer(newest, v)
			older := v
			if newer {
				newest, older = v, newest
			}
			key := outcome{older.file, newest.file, why}
			if compared[key] == nil {
				compared[key] = &difference{line: older.line, columns: make([]int, len(o.table.Columns))}
			}
			compared[key].add(older, newest)
		}
		if newest.file != list[0].file {
			winners[id] = o.paths[newest.file].name
		}
	}
	notes := map[string][]note{}
	for _, key := range slices.SortedFunc(maps.Keys(compared), outcome.compare) {
		d, file := compared[key], o.paths[key.older].name
		rows := "1 row differs"
		if d.rows > 1 {
			rows = fmt.Sprintf("%d rows differ", d.rows)
		}
		text := fmt.Sprintf("%s from those of %s with the same ids, in %s; ", rows, o.paths[key.newer].name, d.describe(o.table))
		switch key.why {
		case noEvidence:
			return settlement{}, &csvtext.Refused{File: file, Line: d.line, Reason: text + fmt.Sprintf(
				"nothing tells which of them are newer; name the files one by one, the newest last, under inputs.%s.files "+
					"in agreement.yaml", o.table.Name)}
		case modifiedLater:
			text += "those count, because they were changed later"
		case laterEvents:
			text += "those count, because the last event of that file is later"
		case listedLater:
			text += "those count, because files: names that file later"
		}
		notes[file] = append(notes[file], note{d.line, text})
	}
	return settlement{winners, notes}, nil
}

// readColumns completes the versions with the hashes of their columns.
func (o *overlap[T]) readColumns() error {
	differs := func(id uint64) bool { return o.versions[id] != nil }
	return o.eachVersion(differs, func(r *reader, x *row, v *version) { v.columns = r.columnHashes(x) },
		func(id uint64, v version) {
			for i := range o.versions[id] {
				if known := &o.versions[id][i]; known.file == v.file && known.line == v.line {
					known.columns = v.columns
				}
			}
		})
}

// newer reports whether row b is newer than a, and by what evidence.
func (o *overlap[T]) newer(a, b version) (evidence, bool) {
	if a.modified.Known() && b.modified.Known() && a.modified.Milli() != b.modified.Milli() {
		return modifiedLater, a.modified.Before(b.modified)
	}
	switch ofA, ofB := o.files[a.file].events.Last(), o.files[b.file].events.Last(); {
	case ofA.Milli() != ofB.Milli():
		return laterEvents, ofA.Milli() < ofB.Milli()
	case o.paths[a.file].listed && o.paths[b.file].listed:
		return listedLater, a.file < b.file
	}
	return noEvidence, false
}

// columnHashes returns hashes of a row's columns, as they are read. The time of the last change is left
// out.
func (r *reader) columnHashes(x *row) []uint64 {
	out := make([]uint64, len(x.fields))
	for i := range x.fields {
		if f := &x.fields[i]; f.Name != profile.ModifiedAt {
			out[i] = maphash.String(seed, r.canonicalCell(x, f))
		}
	}
	return out
}

// comparedHash returns one hash of the same columns.
func (r *reader) comparedHash(x *row) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, column := range r.columnHashes(x) {
		maphash.WriteComparable(&h, column)
	}
	return h.Sum64()
}

// outcome is what the rows of two files have in common that are settled in the same way.
type outcome struct {
	older, newer int
	why          evidence
}

func (a outcome) compare(b outcome) int {
	return cmp.Or(cmp.Compare(a.older, b.older), cmp.Compare(a.newer, b.newer), cmp.Compare(a.why, b.why))
}

// difference counts the rows of an outcome and the columns in which they differ.
type difference struct {
	rows, line int   // line is that of the first row
	columns    []int // number of rows by column
}

func (d *difference) add(older, newer version) {
	d.rows++
	d.line = min(d.line, older.line)
	for i := range older.columns {
		if older.columns[i] != newer.columns[i] {
			d.columns[i]++
		}
	}
}

// describe returns the columns with the number of rows that differ in each: "owner (4), sql_at (3)".
func (d *difference) describe(t *profile.Table) string {
	var words []string
	for i, n := range d.columns {
		if n > 0 {
			words = append(words, fmt.Sprintf("%s (%d)", t.Columns[i].Name, n))
		}
	}
	return strings.Join(words, ", ")
}
