package workbook

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/orisano/gosax"
)

// The characters that end cells and rows in a sheet's text. XML cannot hold them.
const (
	CellEnd = '\x1f'
	RowEnd  = '\x1e'
)

// The greatest number of a row and of a column.
const (
	maxRow    = 1 << 20
	maxColumn = 1 << 14
)

// Sheet is the text of a sheet and what the text does not show. Rows count from 1, columns from 0.
type Sheet struct {
	Text       []byte
	Columns    int    // number of columns up to the last one with a cell
	HiddenRows int    // number of hidden rows with cells
	Hidden     []int  // hidden columns with cells
	Merged     int    // number of cells that are merged over several rows
	MergedAs   string // the first of them, as A2:A5
	typed      []bits // by column
	faults     map[position]string
}

type position struct{ row, column int }

// Typed reports whether a cell is a date or a number by its type.
func (s *Sheet) Typed(row, column int) bool { return column < len(s.typed) && s.typed[column].has(row) }

// Fault returns the reason why a cell has no value; empty: it has one, or it is blank.
func (s *Sheet) Fault(row, column int) string { return s.faults[position{row, column}] }

// The faults of cells.
const (
	noStoredValue = "the cell is a formula without a stored value; open the workbook in a spreadsheet and save it"
	isError       = "a spreadsheet's error stands in place of the value; export it again"
)

// bits is a set of rows.
type bits []uint64

func (b bits) has(row int) bool { return row>>6 < len(b) && b[row>>6]>>(row&63)&1 != 0 }

func (b *bits) add(row int) {
	for len(*b) <= row>>6 {
		*b = append(*b, 0)
	}
	(*b)[row>>6] |= 1 << (row & 63)
}

// Read reads the rows of a sheet up to the row last; all if last is 0.
func (b *Book) Read(t Tab, last int) (*Sheet, error) {
	r := sheetReader{book: b, out: &Sheet{faults: map[position]string{}}, last: last, column: -1}
	if err := b.visit(t.part, r.read); err != nil {
		return nil, damaged(fmt.Errorf("sheet %s: %w", t.Name, err))
	}
	s := r.out
	s.Text = append(s.Text, RowEnd)
	s.Hidden = slices.DeleteFunc(s.Hidden, func(column int) bool { return !r.filled.has(column) })
	return s, nil
}

// sheetReader reads the elements of a sheet.
type sheetReader struct {
	book        *Book
	out         *Sheet
	last        int  // the last row that is read; 0: all
	row, column int  // of the current cell
	hiddenRow   bool // the current row is hidden, and none of its cells is written yet
	textRow     int  // number of rows that the text has in full
	textColumn  int  // number of cells that its last row has in full
	filled      bits // columns with cells
	complete    bool // all rows are read
	cell
}

// cell is the cell that is being read.
type cell struct {
	textReader        // of its value
	kind       string // its type, as Office Open XML names it
	style      int
	hasValue   bool
	hasFormula bool
	inFormula  bool
	formula    []byte
}

// read handles one element, and reports whether more of them are wanted.
func (r *sheetReader) read(e gosax.Event) (more bool, err error) {
	if !r.complete {
		if err := r.textReader.read(e); err != nil {
			return false, err
		}
	}
	switch e.Type() {
	case gosax.EventStart:
		return r.start(e)
	case gosax.EventText, gosax.EventCData:
		if r.inFormula {
			text, err := characters(e)
			r.formula = append(r.formula, text...)
			return true, err
		}
	case gosax.EventEnd:
		switch localName(e) {
		case "f":
			r.inFormula = false
		case "c":
			return true, r.endCell()
		case "sheetData":
			r.complete = true
		}
	}
	return true, nil
}

func (r *sheetReader) start(e gosax.Event) (more bool, err error) {
	name := localName(e)
	switch {
	case name == "col":
		r.startColumns(e)
	case name == "mergeCell":
		r.addMerged(attribute(e, "ref"))
	case r.complete:
	case name == "row":
		err = r.startRow(e)
		return r.last == 0 || r.row <= r.last, err
	case name == "c":
		err = r.startCell(e)
	case name == "f":
		r.hasFormula, r.inFormula = true, true
	case name == "v":
		r.hasValue = true
	}
	return true, err
}

// attribute returns the value of an attribute of an element that begins; nil if it has none. Numbers,
// references and types, which are all that is asked for, have no characters that are escaped.
func attribute(e gosax.Event, name string) []byte {
	_, rest := gosax.Name(e.Bytes)
	for len(rest) > 0 {
		var a gosax.Attribute
		var err error
		if a, rest, err = gosax.NextAttribute(rest); err != nil || len(a.Key) == 0 {
			return nil
		}
		if string(a.Key) == name {
			return bytes.Trim(a.Value, `"'`)
		}
	}
	return nil
}

// number returns the number of an attribute, or otherwise where the attribute is missing or is none.
func number(e gosax.Event, name string, otherwise int) int {
	if n, err := strconv.Atoi(string(attribute(e, name))); err == nil {
		return n
	}
	return otherwise
}

func (r *sheetReader) startColumns(e gosax.Event) {
	if !isTrue(attribute(e, "hidden")) {
		return
	}
	for column := max(1, number(e, "min", 1)); column <= min(maxColumn, number(e, "max", 0)); column++ {
		r.out.Hidden = append(r.out.Hidden, column-1)
	}
}

// addMerged counts a range of merged cells if it has several rows.
func (r *sheetReader) addMerged(area []byte) {
	first, last, _ := bytes.Cut(area, []byte(":"))
	if a, b := parsePosition(first), parsePosition(last); a.row < b.row {
		if r.out.Merged++; r.out.Merged == 1 {
			r.out.MergedAs = string(area)
		}
	}
}

// startRow begins a row. Writers may leave out its number, and the references of its cells.
func (r *sheetReader) startRow(e gosax.Event) error {
	before := r.row
	r.row, r.column = number(e, "r", before+1), -1
	if r.row <= before || r.row > maxRow {
		return fmt.Errorf("row %d follows row %d", r.row, before)
	}
	r.hiddenRow = isTrue(attribute(e, "hidden"))
	return nil
}

func (r *sheetReader) startCell(e gosax.Event) error {
	before := r.column
	r.column++
	if at := attribute(e, "r"); len(at) > 0 {
		r.column = parsePosition(at).column
	}
	if r.row == 0 || r.column <= before || r.column >= maxColumn {
		return fmt.Errorf("a cell of row %d is out of order", r.row)
	}
	r.cell = cell{
		textReader: textReader{text: r.text[:0]}, formula: r.formula[:0],
		kind: string(attribute(e, "t")), style: number(e, "s", 0),
	}
	return nil
}

// parsePosition parses a reference such as D7: its row, and its column from 0.
func parsePosition(reference []byte) (at position) {
	for _, c := range reference {
		switch {
		case at.row > maxRow || at.column > maxColumn:
		case c >= 'A' && c <= 'Z':
			at.column = at.column*26 + int(c-'A') + 1
		case c >= '0' && c <= '9':
			at.row = at.row*10 + int(c-'0')
		}
	}
	at.column--
	return at
}

// endCell writes the cell that has been read, unless it is blank.
func (r *sheetReader) endCell() error {
	if r.complete {
		return nil
	}
	text, typed, fault, err := r.value()
	if err != nil || len(text) == 0 {
		return err
	}
	s := r.out
	if fault != "" {
		s.faults[position{r.row, r.column}] = fault
	}
	if typed {
		for len(s.typed) <= r.column {
			s.typed = append(s.typed, nil)
		}
		s.typed[r.column].add(r.row)
	}
	if r.hiddenRow {
		s.HiddenRows++
		r.hiddenRow = false
	}
	r.filled.add(r.column)
	s.Columns = max(s.Columns, r.column+1)
	for ; r.textRow < r.row-1; r.textRow++ {
		s.Text, r.textColumn = append(s.Text, RowEnd), 0
	}
	for ; r.textColumn < r.column; r.textColumn++ {
		s.Text = append(s.Text, CellEnd)
	}
	s.Text = append(s.Text, text...)
	if int64(len(s.Text)) > r.book.limit {
		return errTooLarge
	}
	return nil
}

// value returns the text of the cell, whether its type says that it is a date or number, and its fault. The error
// is one of the whole workbook.
func (r *sheetReader) value() (text []byte, typed bool, fault string, err error) {
	isText := r.kind == "str" || r.kind == "inlineStr"
	missing := !r.hasValue || len(r.text) == 0 && !isText ||
		r.book.recalculates && string(r.text) == "0" // what a program writes that cannot compute the formula
	switch {
	case r.hasFormula && missing:
		return append([]byte("="), unescape(r.formula)...), false, noStoredValue, nil
	case len(r.text) == 0:
		return nil, false, "", nil
	case isText:
		return unescape(r.text), false, "", nil
	case r.kind == "s":
		i, err := strconv.Atoi(string(r.text))
		text, ok := r.book.shared.text(i)
		if err != nil || !ok {
			err = fmt.Errorf("row %d names the shared text %q, which the workbook does not have", r.row, r.text)
		}
		return text, false, "", err
	case r.kind == "b":
		return strconv.AppendBool(nil, isTrue(r.text)), false, "", nil
	case r.kind == "e":
		if string(r.text) != "#N/A" {
			fault = isError
		}
		return r.text, false, fault, nil
	case r.kind == "d":
		return isoText(r.text, r.format()), true, "", nil
	}
	return r.numeric()
}

// numeric returns the text of a cell that holds a number, and whether it is one.
func (r *sheetReader) numeric() (text []byte, typed bool, fault string, err error) {
	x, failed := strconv.ParseFloat(string(bytes.TrimSpace(r.text)), 64)
	if failed != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return unescape(r.text), false, "", nil
	}
	f := r.format()
	if f.date {
		if day, ok := r.book.dateText(x, f); ok {
			return []byte(day), true, "", nil
		}
		f = format{}
	}
	return []byte(numberText(x, f)), true, "", nil
}

// format returns the format of the cell's style.
func (r *sheetReader) format() format {
	if r.style < 0 || r.style >= len(r.book.formats) {
		return format{}
	}
	return r.book.formats[r.style]
}
