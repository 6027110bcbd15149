package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"leadpact/ingest/blocks"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/coverage"
)

// file is an input file that is being read: its text, its dialect, its columns, and its counts and notes.
type file struct {
	in       *agreement.Input
	table    *profile.Table
	report   FileReport
	opened   openedFile
	setAside []model.SetAside
	notes    []model.Note
	*profile.Binding
	split        *csvtext.Splitter
	firstLine    int // 2 after a sep= line, else 1
	strict       bool
	fields       []field // by canonical column
	index        map[string]*field
	dateReader   *scalar.DateReader
	deletedMarks map[int]profile.ValueSet // by cell index: values that mark a row as deleted in the CRM
	neverBlank   []int                    // indexes of the cells of Export.NeverBlank
	stages       *profile.Stages          // tells won and lost deals by their stages; nil: stages tell nothing
	wonDeals     int                      // number of used deals that are won
	lostDeals    int                      // number of used deals that are lost
	ownLead      bool                     // whether each row of the deals table is also a lead
	normalised   [normalisationKinds]normalisationCount
	joins        joinCount
	events       *coverage.Events // the dates of its rows, for what it covers
	clock        string           // how its times are read, as drift.Table.Clocks names it; empty: it has no times
	changes      *coverage.Events // when its rows were changed last
	changedCell  int              // index of the cell that says so; -1: none
	zone         *time.Location   // of the agreement

	firstRow csvtext.Splitter // for a file that is read in order: positioned at its first row

	// For a file that is read in blocks:
	path      string
	size      int64          // on disk
	stream    *blocks.Stream // open and not yet read; nil: it must be opened again
	headRows  []byte         // the part of the head after the header
	validUTF8 bool           // whether every block must be valid UTF-8
	watched   *inferences    // columns whose format was inferred from the head; nil: from the whole column
}

func newFile(t *profile.Table, in *agreement.Input, shownAs string) *file {
	f := &file{in: in, table: t}
	f.report.InputFile = model.InputFile{Table: t.Name, File: shownAs}
	return f
}

// open reads a file up to its first row: the text, its dialect, its header, and the formats of its dates
// and numbers. It holds the whole file in memory.
func (r *reader) open(t *profile.Table, in *agreement.Input, path, shownAs string) (*file, error) {
	f := newFile(t, in, shownAs)
	if err := f.load(path); err != nil {
		return f, err
	}
	if err := f.bindHeader(r); err != nil {
		return f, err
	}
	f.firstRow = *f.split.Fork()
	if err := f.inferFormats(); err != nil {
		return f, err
	}
	f.describeZone()
	return f, nil
}

// bindHeader finds the header and binds its columns to canonical ones.
func (f *file) bindHeader(r *reader) (err error) {
	line := 0
	f.Binding, line, err = findHeader(f.table, f.in, f.split, f.report.File)
	if f.Binding != nil {
		f.report.CRM = f.Export.CRM
	}
	if err != nil {
		return err
	}
	if line > f.firstLine {
		f.addFinding("the header is line %d; what stands before it is skipped", line)
	}
	return f.prepare(r)
}

// load reads a file up to its first record: the text, in UTF-8, and its dialect.
func (f *file) load(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	f.opened = openedFile{path, info}
	data, sum, err := csvtext.ReadFile(path, f.report.File)
	f.report.SHA256 = sum
	if err != nil {
		return err
	}
	text, err := f.decode(data)
	if err != nil {
		return &csvtext.Refused{File: f.report.File, Reason: err.Error()}
	}
	d, text, err := f.detectDialect(text)
	if err != nil {
		return &csvtext.Refused{File: f.report.File, Reason: err.Error()}
	}
	f.split = csvtext.NewSplitter(text, d)
	f.split.Footer = csvtext.FindFooter(text, d)
	return nil
}

// release frees the text of the file; counts and notes remain.
func (f *file) release() { f.split, f.firstRow, f.headRows = nil, csvtext.Splitter{}, nil }

// addFinding reports something unusual about the format of the file.
func (f *file) addFinding(format string, args ...any) {
	f.report.Found = append(f.report.Found, fmt.Sprintf(format, args...))
}

// note adds a note about the data; line is 0 for the file as a whole.
func (f *file) note(line int, format string, args ...any) {
	f.notes = append(f.notes, f.newNote(line, fmt.Sprintf(format, args...)))
}

func (f *file) newNote(line int, text string) model.Note {
	return model.Note{Source: model.Source{File: f.report.File, Line: line}, Text: text}
}

const droppedTailNote = "NULs or ^Z behind the last row are dropped"

// decode returns the file's content in UTF-8.
func (f *file) decode(data []byte) ([]byte, error) {
	t, err := csvtext.Decode(data, f.in.Encoding)
	if err != nil {
		return nil, err
	}
	f.strict = t.Strict
	f.report.Encoding = t.Encoding
	if t.Note != "" {
		f.note(0, "%s", t.Note)
	}
	text, dropped := csvtext.TrimEndMarks(t.Text)
	if dropped {
		f.note(0, droppedTailNote)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, errors.New("it is empty; export it again")
	}
	if what := csvtext.SniffFormat(text); what != "" { // a signature that was encoded in UTF-16
		return nil, errors.New(csvtext.NotCSV(what))
	}
	return text, nil
}

// detectDialect returns the dialect of the text, and the text without a sep= line. The delimiter is the
// agreement's, else that of a sep= line, else the detected one.
func (f *file) detectDialect(text []byte) (csvtext.Dialect, []byte, error) {
	sep, text := csvtext.CutSepLine(text)
	f.firstLine = 1
	if sep != 0 {
		f.firstLine = 2
	}
	d := csvtext.Detect(text)
	if even := csvtext.UnifyLineEnds(text, d); even != nil {
		text = even
		f.addFinding("some lines end with a carriage return alone")
	}
	if bytes.Contains(text[:min(len(text), 1<<16)], []byte("\r\r\n")) {
		f.addFinding("some lines end with two carriage returns")
	}
	switch {
	case f.in.Delimiter != "":
		var err error
		if d.Delim, d.DelimSuffix, err = csvtext.ParseDelimiter(f.in.Delimiter); err != nil {
			return d, nil, err
		}
		d = d.DetectQuotes(text)
	case sep != 0:
		d.Delim, d.DelimSuffix = sep, ""
		d = d.DetectQuotes(text)
		f.addFinding("the first line sets the delimiter (sep=)")
	}
	f.report.Delimiter = d.DelimName()
	if d.Delim != ',' || d.DelimSuffix != "" {
		f.addFinding("cells are separated by %s", f.report.Delimiter)
	}
	if d.LineEnd == '\r' {
		f.addFinding("lines end with a carriage return alone")
	}
	if d.Quote == '\'' {
		f.addFinding("cells are quoted with the apostrophe")
	}
	return d, text, nil
}

// footerCount matches a count of rows before or after its word.
var footerCount = regexp.MustCompile(
	`(?i)\b(?:records?|rows?)\b[^\d\n]{0,12}(\d[\d,.]*)|(\d[\d,.]*)\s+(?:records?|rows?)\b`)

// noteFooter notes a footer that was left out, and a count in it that differs from the number of rows.
func (f *file) noteFooter() {
	s := f.split
	if !s.AtFooter() {
		return
	}
	text := string(s.Text[s.Footer:])
	shown := csvtext.Printable([]byte(strings.Join(strings.Fields(text), " ")))
	f.note(s.Line, "the lines from here on stand below the rows and are no rows: %s", shown)
	m := footerCount.FindStringSubmatch(text)
	if m == nil {
		return
	}
	count, err := strconv.Atoi(strings.NewReplacer(",", "", ".", "").Replace(m[1] + m[2]))
	rows := f.report.Rows - f.normalised[emptyRows].count - f.normalised[repeatedHeaders].count
	if err == nil && count != rows {
		f.note(s.Line, "the file counts %d rows, and %d were read; export it again if it was cut", count, rows)
	}
}
