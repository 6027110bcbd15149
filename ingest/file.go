package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"leadpact/model"
)

// file is one input file on its way from bytes to typed rows.
type file struct {
	in       *model.Input
	table    *table
	report   FileReport
	original original
	aside    []model.SetAside
	notes    []model.Note
	*binding
	split     *splitter
	top       int // the first line that is not a sep= line
	strict    bool
	fields    []field // by canonical column
	index     map[string]*field
	calendar  *calendar
	drop      map[int]list // by cell: values whose rows the CRM has deleted
	wonStages *list        // stages that mean won; nil where they do not tell
	ownLead   bool         // each row of the deals table is a lead too
	mended    [mendings]tally

	begin     splitter // at the first row, of a file that is read in order
	path      string   // of a file that is read in blocks
	size      int64    // on disk
	stream    *stream  // not yet read
	rows      []byte   // the head behind the header, as it begins the blocks
	validUTF8 bool     // the blocks must be
	unproved  *proofs  // what the blocks must not ask; nil: the columns are proven
}

func newFile(t *table, in *model.Input, shownAs string) *file {
	f := &file{in: in, table: t}
	f.report.InputFile = model.InputFile{Table: t.name, File: shownAs}
	return f
}

// open reads a file up to its first row: the text, its dialect, its header, and what its columns prove of their dates and
// numbers.
func (r *reader) open(t *table, in *model.Input, path, shownAs string) (*file, error) {
	f := newFile(t, in, shownAs)
	if err := f.load(path); err != nil {
		return f, err
	}
	if err := f.header(r); err != nil {
		return f, err
	}
	f.begin = *f.split.fork()
	if err := f.prove(); err != nil {
		return f, err
	}
	f.findZone()
	return f, nil
}

// header finds the header and what its columns are.
func (f *file) header(r *reader) (err error) {
	line := 0
	f.binding, line, err = findHeader(f.table, f.in, f.split, f.report.File)
	if f.binding != nil {
		f.report.CRM = f.export.crm
	}
	if err != nil {
		return err
	}
	if line > f.top {
		f.found("the header is line %d; what stands before it is skipped", line)
	}
	return f.prepare(r)
}

// load reads a file up to its first record: the text and its dialect.
func (f *file) load(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	f.original = original{path, info}
	data, sum, err := contents(path, f.report.File)
	f.report.SHA256 = sum
	if err != nil {
		return err
	}
	text, err := f.text(data)
	if err != nil {
		return &Refused{File: f.report.File, Reason: err.Error()}
	}
	d, text, err := f.dialect(text)
	if err != nil {
		return &Refused{File: f.report.File, Reason: err.Error()}
	}
	f.split = newSplitter(text, d)
	f.split.foot = footer(text, d)
	return nil
}

// release lets the text go; what was found of the file stays.
func (f *file) release() { f.split, f.begin, f.rows = nil, splitter{}, nil }

// found tells how the file is written, where that is not the usual way.
func (f *file) found(format string, args ...any) {
	f.report.Found = append(f.report.Found, fmt.Sprintf(format, args...))
}

// note tells what a reader must know of the data; line is 0 where the whole file is meant.
func (f *file) note(line int, format string, args ...any) {
	f.notes = append(f.notes, f.asNote(line, fmt.Sprintf(format, args...)))
}

func (f *file) asNote(line int, text string) model.Note {
	return model.Note{Source: model.Source{File: f.report.File, Line: line}, Text: text}
}

const droppedEnd = "NULs or ^Z behind the last row are dropped"

// text is the file's content in UTF-8.
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
		f.note(0, droppedEnd)
	}
	if len(trim(text)) == 0 {
		return nil, errors.New("it is empty; export it again")
	}
	if what := foreign(text); what != "" { // in UTF-16
		return nil, errors.New(notCSV(what))
	}
	return text, nil
}

// dialect is how the text separates its cells: as the agreement says, as a sep= line says, or as detected.
func (f *file) dialect(text []byte) (dialect, []byte, error) {
	sep, text := sepLine(text)
	f.top = 1
	if sep != 0 {
		f.top = 2
	}
	d := detect(text)
	if even := evenLines(text, d); even != nil {
		text = even
		f.found("some lines end with a carriage return alone")
	}
	if bytes.Contains(text[:min(len(text), 1<<16)], []byte("\r\r\n")) {
		f.found("some lines end with two carriage returns")
	}
	switch {
	case f.in.Delimiter != "":
		var err error
		if d.delim, d.tail, err = namedDelimiter(f.in.Delimiter); err != nil {
			return d, nil, err
		}
		d = d.withQuotes(text)
	case sep != 0:
		d.delim, d.tail = sep, ""
		d = d.withQuotes(text)
		f.found("the first line sets the delimiter (sep=)")
	}
	f.report.Delimiter = d.separator()
	if d.delim != ',' || d.tail != "" {
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
