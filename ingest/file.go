package ingest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"leadpact/model"
)

// file is one input file on its way from bytes to typed rows.
type file struct {
	in     *model.Input
	table  *table
	report FileReport
	aside  []model.SetAside
	notes  []model.Note
	*binding
	split    *splitter
	top      int // the first line that is not a sep= line
	strict   bool
	fields   []field // by canonical column
	index    map[string]*field
	calendar *calendar
	drop     map[int]list // by cell: values whose rows the CRM has deleted
	wonList  *list
	mended   [mendings]tally
}

// field is how one canonical column of this file is read.
type field struct {
	column
	at       []int
	fixed    *string
	mapper   *mapper
	order    order
	serials  bool
	decimal  byte
	unmapped map[string]int
	met      map[string]int
}

// mending is something done to cells that a reader is told once per file.
type mending uint8

const (
	blankWords mending = iota
	hidden
	combined
	replaced
	twiceOnClock
	repeated
	superseded
	emptyRows
	deleted
	mendings
)

var mendingTexts = [mendings]string{
	blankWords:   "cells with a word for an empty cell (NULL, N/A, -, None …), read as blank: %d",
	hidden:       "names and ids with invisible characters, which are left out: %d",
	combined:     "cells with decomposed letters, which are composed (NFC): %d",
	replaced:     "cells with the replacement character, whose text was lost before the export: %d",
	twiceOnClock: "times in the hour that the clock shows twice, of which the first is taken: %d",
	repeated:     "rows that repeat another row, ignored as superseded: %d",
	superseded:   "rows that come again in a later file, ignored as superseded: %d",
	emptyRows:    "rows without any value, ignored: %d",
	deleted:      "rows that the CRM marks as deleted, ignored: %d",
}

type tally struct{ n, line int }

func (f *file) mend(m mending, line int) {
	if f.mended[m].n == 0 {
		f.mended[m].line = line
	}
	f.mended[m].n++
}

// open reads a file up to its first row: the text, its dialect, its header, and what its columns prove of their dates and
// numbers.
func (r *reader) open(t *table, in *model.Input, path, shownAs string) (*file, error) {
	f := &file{in: in, table: t}
	f.report.InputFile = model.InputFile{Table: t.name, File: shownAs}
	data, sum, err := contents(path, shownAs)
	f.report.SHA256 = sum
	if err != nil {
		return f, err
	}
	text, err := f.text(data)
	if err != nil {
		var refused *Refused
		if !errors.As(err, &refused) {
			err = &Refused{File: shownAs, Reason: err.Error()}
		}
		return f, err
	}
	d, text, err := f.dialect(text)
	if err != nil {
		return f, &Refused{File: shownAs, Reason: err.Error()}
	}
	f.split = newSplitter(text, d)
	line := 0
	if f.binding, line, err = findHeader(t, in, f.split, shownAs); err != nil {
		return f, err
	}
	if line > f.top {
		f.found("the header is line %d; what stands before it is skipped", line)
	}
	f.report.CRM = f.export.crm
	if err := f.prepare(r); err != nil {
		return f, err
	}
	return f, f.prove()
}

func (f *file) found(format string, args ...any) {
	f.report.Found = append(f.report.Found, fmt.Sprintf(format, args...))
}

func (f *file) note(line int, format string, args ...any) {
	f.notes = append(f.notes, model.Note{Source: model.Source{File: f.report.File, Line: line}, Text: fmt.Sprintf(format, args...)})
}

func (f *file) text(data []byte) ([]byte, error) {
	t, err := decode(data, f.in.Encoding)
	if err != nil {
		return nil, err
	}
	f.strict = t.strict
	f.report.Encoding = t.encoding
	if t.found != "" {
		f.note(0, "%s", t.found)
	}
	text, dropped := trimEnd(t.text)
	if dropped {
		f.found("NULs or ^Z behind the last row are dropped")
	}
	if len(strings.TrimSpace(string(text[:min(len(text), 4096)]))) == 0 && len(trim(text)) == 0 {
		return nil, errors.New("it is empty; export it again")
	}
	return text, nil
}

func (f *file) dialect(text []byte) (dialect, []byte, error) {
	sep, text := sepLine(text)
	f.top = 1
	if sep != 0 {
		f.top = 2
	}
	d := detect(text)
	switch {
	case f.in.Delimiter != "":
		c, err := namedDelimiter(f.in.Delimiter)
		if err != nil {
			return d, nil, err
		}
		d.delim = c
		d = d.withQuotes(text)
	case sep != 0:
		d.delim = sep
		d = d.withQuotes(text)
		f.found("the first line sets the delimiter (sep=)")
	}
	f.report.Delimiter = delimiterName(d.delim)
	if d.delim != ',' {
		f.found("cells are separated by %s", f.report.Delimiter)
	}
	if d.eol == '\r' {
		f.found("lines end with a carriage return alone")
	}
	if d.quote == '\'' {
		f.found("cells are quoted with the apostrophe")
	}
	return d, text, nil
}

// prepare makes a field of every column.
func (f *file) prepare(r *reader) error {
	zone := r.home
	if name := f.in.Zone; name != "" || f.export.Zone != "" {
		if name == "" {
			name = f.export.Zone
		}
		loc, err := time.LoadLocation(name)
		if err != nil {
			return fmt.Errorf("inputs.%s.zone: %w", f.table.name, err)
		}
		zone = loc
	}
	f.calendar = newCalendar(zone, r.period)
	f.fields = make([]field, len(f.table.columns))
	f.index = make(map[string]*field, len(f.fields))
	for i, c := range f.table.columns {
		x := &f.fields[i]
		*x = field{column: c, at: f.at[i], fixed: f.fixed[i], decimal: '.', unmapped: map[string]int{}, met: map[string]int{}}
		f.index[c.name] = x
		own, mapped := f.in.Values.Get(c.name)
		if words := wordsOf(r.agreement, f.table.name, c.name); words != nil {
			if mapped {
				x.mapper = newMapper(words, own)
			} else {
				x.mapper = newMapper(words, f.export.values(c.name))
			}
		} else if mapped {
			x.mapper = newMapper(nil, own)
		}
		if f.given(i) {
			f.report.Columns = append(f.report.Columns, f.boundTo(i))
		}
	}
	f.drop = map[int]list{}
	h := header{names: f.headers, at: map[string][]int{}}
	for i, n := range f.headers {
		h.at[headerKey(n)] = append(h.at[headerKey(n)], i)
	}
	for name, values := range f.export.Drop {
		for _, i := range h.find(name) {
			f.drop[i] = newList(values)
		}
	}
	f.unbound()
	return nil
}

func (f *file) boundTo(i int) Bound {
	b := Bound{Column: f.table.columns[i].name}
	if f.fixed[i] != nil {
		b.Constant = *f.fixed[i]
		return b
	}
	for _, at := range f.at[i] {
		b.Headers = append(b.Headers, f.headers[at])
	}
	return b
}

// unbound lists the headers that give no column, and says which columns a reader may miss.
func (f *file) unbound() {
	used := map[int]bool{}
	for _, at := range f.at {
		for _, i := range at {
			used[i] = true
		}
	}
	for i, n := range f.headers {
		if !used[i] && n != "" {
			f.report.Unbound = append(f.report.Unbound, n)
		}
	}
	for _, c := range f.absent {
		named, _ := f.in.Columns.Get(c)
		f.note(0, "columns: names %s for %s, which the file does not have; the column is absent", quoted(named), c)
	}
	if f.table.name != "leads" {
		return
	}
	for _, miss := range []struct{ column, so string }{
		{"owner", "unassigned"}, {"source", "unattributed"}, {"tier", "without value"}, {"action", "without value"}, {"quality", "unrated"},
	} {
		if !f.given(f.table.index(miss.column)) {
			f.note(0, "no column gives %s: every lead of the file is %s", miss.column, miss.so)
		}
	}
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(out, " or ")
}
