package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"leadpact/ingest/blocks"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model"
	"leadpact/model/agreement"
)

// file is one input file on its way from bytes to typed rows.
type file struct {
	in       *agreement.Input
	table    *profile.Table
	report   FileReport
	opened   openedFile
	setAside []model.SetAside
	notes    []model.Note
	*profile.Binding
	split        *csvtext.Splitter
	firstLine    int // the first line that is not a sep= line
	strict       bool
	fields       []field // by canonical column
	index        map[string]*field
	dateReader   *scalar.DateReader
	deletedMarks map[int]profile.List // by cell: values whose rows the CRM has deleted
	wonStages    *profile.List        // stages that mean won; nil where they do not tell
	ownLead      bool                 // each row of the deals table is a lead too
	normalised   [normalisationKinds]normalisationCount

	firstRow  csvtext.Splitter // at the first row, of a file that is read in order
	path      string           // of a file that is read in blocks
	size      int64            // on disk
	stream    *blocks.Stream   // not yet read
	headRows  []byte           // the head behind the header, as it begins the blocks
	validUTF8 bool             // the blocks must be
	watched   *inferences      // what the blocks must not ask; nil: the columns are proven
}

func newFile(t *profile.Table, in *agreement.Input, shownAs string) *file {
	f := &file{in: in, table: t}
	f.report.InputFile = model.InputFile{Table: t.Name, File: shownAs}
	return f
}

// open reads a file up to its first row: the text, its dialect, its header, and what its columns prove of their dates and
// numbers.
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

// header finds the header and what its columns are.
func (f *file) bindHeader(r *reader) (err error) {
	line := 0
	f.Binding, line, err = findHeader(f.table, f.in, f.split, f.report.File)
	if f.Binding != nil {
		f.report.CRM = f.Export.Crm
	}
	if err != nil {
		return err
	}
	if line > f.firstLine {
		f.addFinding("the header is line %d; what stands before it is skipped", line)
	}
	return f.prepare(r)
}

// load reads a file up to its first record: the text and its dialect.
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
	f.split.Foot = csvtext.FooterStart(text, d)
	return nil
}

// release lets the text go; what was found of the file stays.
func (f *file) release() { f.split, f.firstRow, f.headRows = nil, csvtext.Splitter{}, nil }

// found tells how the file is written, where that is not the usual way.
func (f *file) addFinding(format string, args ...any) {
	f.report.Found = append(f.report.Found, fmt.Sprintf(format, args...))
}

// note tells what a reader must know of the data; line is 0 where the whole file is meant.
func (f *file) note(line int, format string, args ...any) {
	f.notes = append(f.notes, f.newNote(line, fmt.Sprintf(format, args...)))
}

func (f *file) newNote(line int, text string) model.Note {
	return model.Note{Source: model.Source{File: f.report.File, Line: line}, Text: text}
}

const droppedTailNote = "NULs or ^Z behind the last row are dropped"

// text is the file's content in UTF-8.
func (f *file) decode(data []byte) ([]byte, error) {
	t, err := csvtext.Decode(data, f.in.Encoding)
	if err != nil {
		return nil, err
	}
	f.strict = t.Strict
	f.report.Encoding = t.Encoding
	if t.Found != "" {
		f.note(0, "%s", t.Found)
	}
	text, dropped := csvtext.TrimEnd(t.Text)
	if dropped {
		f.note(0, droppedTailNote)
	}
	if len(csvtext.Trim(text)) == 0 {
		return nil, errors.New("it is empty; export it again")
	}
	if what := csvtext.OtherFormat(text); what != "" { // in UTF-16
		return nil, errors.New(csvtext.NotCSV(what))
	}
	return text, nil
}

// dialect is how the text separates its cells: as the agreement says, as a sep= line says, or as detected.
func (f *file) detectDialect(text []byte) (csvtext.Dialect, []byte, error) {
	sep, text := csvtext.SepLine(text)
	f.firstLine = 1
	if sep != 0 {
		f.firstLine = 2
	}
	d := csvtext.Detect(text)
	if even := csvtext.EvenLines(text, d); even != nil {
		text = even
		f.addFinding("some lines end with a carriage return alone")
	}
	if bytes.Contains(text[:min(len(text), 1<<16)], []byte("\r\r\n")) {
		f.addFinding("some lines end with two carriage returns")
	}
	switch {
	case f.in.Delimiter != "":
		var err error
		if d.Delim, d.Tail, err = csvtext.NamedDelimiter(f.in.Delimiter); err != nil {
			return d, nil, err
		}
		d = d.WithQuotes(text)
	case sep != 0:
		d.Delim, d.Tail = sep, ""
		d = d.WithQuotes(text)
		f.addFinding("the first line sets the delimiter (sep=)")
	}
	f.report.Delimiter = d.Separator()
	if d.Delim != ',' || d.Tail != "" {
		f.addFinding("cells are separated by %s", f.report.Delimiter)
	}
	if d.Eol == '\r' {
		f.addFinding("lines end with a carriage return alone")
	}
	if d.Quote == '\'' {
		f.addFinding("cells are quoted with the apostrophe")
	}
	return d, text, nil
}

var footerCount = regexp.MustCompile(`(?i)\b(?:records?|rows?)\b[^\d\n]{0,12}(\d[\d,.]*)|(\d[\d,.]*)\s+(?:records?|rows?)\b`)

// noteFooter tells of the footer that was left out, and whether the count in it is that of the rows.
func (f *file) noteFooter() {
	s := f.split
	if !s.AtFoot() {
		return
	}
	text := string(s.Text[s.Foot:])
	f.note(s.Line, "the lines from here on stand below the rows and are no rows: %s", csvtext.Printable([]byte(strings.Join(strings.Fields(text), " "))))
	m := footerCount.FindStringSubmatch(text)
	if m == nil {
		return
	}
	count, err := strconv.Atoi(strings.NewReplacer(",", "", ".", "").Replace(m[1] + m[2]))
	if rows := f.report.Rows - f.normalised[emptyRows].count - f.normalised[repeatedHeaders].count; err == nil && count != rows {
		f.note(s.Line, "%s", fmt.Sprintf("the file counts %d rows, and %d were read; export it again if it was cut", count, rows))
	}
}
