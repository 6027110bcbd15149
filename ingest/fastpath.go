// The fast path consists of the files fastpath*.go. It reads the usual lines of large files of leads, deals
// and activities directly from the bytes of a block, several times as fast as splitter and row do. It
// contains no rules, so nobody has to read these files to change a rule.
//
// The contract: pipeline.fastRows reads a line exactly as the table's parse reads its record, or returns
// 0, and the line is then read by splitter, row and parse. So the ordinary reader defines the expected
// result of the fast path. TestFastRowsAreParsedRows compares the two line by line, on random lines with
// all columns; TestSharedFilesReadInBlocksAsInOrder and the TestHard… tests compare whole files. While
// the fast path does not implement a changed rule yet, replace it by nil in ingest.go.
//
//	fastpath.go         a line, cell by cell
//	fastpath_cells.go   the cells: ids, dates, amounts, and values that are parsed once and cached
//	fastpath_tables.go  the columns of leads, deals and activities

package ingest

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"

	"leadpact/ingest/csvtext"
)

// fastReader reads the usual lines of a file, each cell by its column, without allocating a string or
// looking up a map per cell. Ids, dates and amounts are parsed in place. In a column with few different
// values (type, owner, status …) each value is parsed once, by the row's own methods, and cached by its
// bytes. A line is unusual, and left to the ordinary reader, if any of its cells is.
type fastReader struct {
	*reader
	file        *file
	scratch     *row       // parses the values that are then cached
	cells       []fastCell // by cell index
	otherCells  [][]byte   // by cell index: text of the cells that no column reads separately
	neededCells []int      // indexes in otherCells that are used
	changedCell int        // index in otherCells of when the row was changed last; -1: it is not read
	classes     [256]byte  // class of a byte in an id: bits of letterByte … endByte; 0: a digit
	delims      uint64     // the delimiter in each of eight bytes
	quotes      uint64     // the quote in each of eight bytes
	unsupported bool       // whether the fast path cannot read the file

	// State of the line that is being read:
	unusual bool       // a combination of several cells is unusual
	issues  *rowIssues // values that the agreement does not know
}

// fastCell reads one cell of a line and stores its value until the next line.
type fastCell interface {
	// read reads the cell with which text begins, or all of text, and returns its length; -1 if the cell is
	// unusual.
	read(text []byte, all bool) int
	// blank reads an empty cell.
	blank()
}

// Classes of bytes that are not digits.
const (
	letterByte   = 1 << iota // part of an id
	exponentByte             // e or E, which in a number shows that a spreadsheet has rounded it
	capitalByte              // A to Z, which an e-mail address and a GUID are compared without
	specialByte              // white space, a control character, not ASCII, or a mark of a list, a quote, a formula: unusual
	endByte                  // ends a cell
)

// newFastReader returns a fastReader whose columns have not been bound to cells yet.
func newFastReader(r *reader, f *file) *fastReader {
	d, width := f.split.Dialect, f.split.Width
	own := f.cloneForWorker() // counts of its own, but the fields of f
	own.fields, own.index = f.fields, f.index
	q := &fastReader{
		reader: r, file: f, scratch: &row{file: own, texts: make([]cachedText, len(f.fields))},
		cells: make([]fastCell, width), otherCells: make([][]byte, width), changedCell: -1,
	}
	for b := range q.classes {
		switch c := byte(b); {
		case c == d.Delim || c == d.LineEnd || c == '\r':
			q.classes[b] = endByte
		case c <= ' ' || c >= 0x7f || c == d.Quote || strings.IndexByte(`;,="#{'<>():`, c) >= 0:
			q.classes[b] = specialByte
		case c == 'e':
			q.classes[b] = letterByte | exponentByte
		case c == 'E':
			q.classes[b] = letterByte | exponentByte | capitalByte
		case c >= 'A' && c <= 'Z':
			q.classes[b] = letterByte | capitalByte
		case c < '0' || c > '9':
			q.classes[b] = letterByte
		}
	}
	for i := range q.cells {
		q.cells[i] = ignoredCell{q, i}
	}
	q.delims, q.quotes = uint64(d.Delim)*csvtext.EachByte, uint64(d.Quote)*csvtext.EachByte
	withinCells := "0123456789 -+.:TZ" // characters that occur in dates and amounts
	q.unsupported = d.DelimSuffix != "" || d.LazyQuotes || d.LineEnd != '\n' ||
		d.Delim >= 0x80 || strings.IndexByte(withinCells, d.Delim) >= 0
	return q
}

// bind lets a cell read a column. A cell can be read by only one column.
func (q *fastReader) bind(x *field, c fastCell) {
	if at := x.at[0]; at >= len(q.cells) || q.cells[at] != (ignoredCell{q, at}) {
		q.unsupported = true
	} else {
		q.cells[at] = c
	}
}

// bindDirect lets a cell read a column that is parsed in place. The column must be given by one cell,
// without a mapping, or be absent.
func (q *fastReader) bindDirect(x *field, c fastCell) {
	switch {
	case x.fixed != nil || x.mapper != nil || len(x.at) > 1:
		q.unsupported = true
	case len(x.at) == 1:
		q.bind(x, c)
	}
}

// supported reports whether the fast path can read the file, once all columns are bound.
func (q *fastReader) supported() bool {
	q.unsupported = q.unsupported || len(q.file.neverBlank) > 0
	for i := range q.file.deletedMarks {
		q.neededCells = append(q.neededCells, i)
	}
	if q.changedCell = q.file.changedCell; q.changedCell >= 0 {
		q.neededCells = append(q.neededCells, q.changedCell)
	}
	for _, i := range q.neededCells {
		q.unsupported = q.unsupported || i >= len(q.cells) || q.cells[i] != (ignoredCell{q, i})
	}
	return !q.unsupported
}

// readLine reads the line with which text begins and returns its length; 0 if the line is unusual, or its
// row is deleted.
func (q *fastReader) readLine(text []byte) int {
	q.unusual, q.issues = false, nil
	delim, quote, pos := q.file.split.Delim, q.file.split.Quote, 0
	for i, c := range q.cells {
		if i > 0 {
			if pos >= len(text) || text[pos] != delim {
				return 0
			}
			pos++
		}
		if pos >= len(text) {
			return 0
		}
		switch next := text[pos]; {
		case next == delim:
			c.blank()
		case next == quote && quote != 0:
			cell, end := unquoteCell(text[pos+1:], quote)
			if end < 0 || bytes.IndexByte(cell, '\n') >= 0 || c.read(cell, true) != len(cell) {
				return 0
			}
			pos += end + 2
		default:
			n := c.read(text[pos:], false)
			if n < 0 {
				return 0
			}
			pos += n
		}
	}
	for pos < len(text) && text[pos] == '\r' {
		pos++
	}
	if pos >= len(text) || text[pos] != '\n' {
		return 0
	}
	if len(q.file.deletedMarks) > 0 {
		if q.scratch.Cells = q.otherCells; q.scratch.isDeleted() {
			return 0
		}
	}
	if q.changedCell >= 0 {
		q.file.changes.Add(q.file.readChange(q.otherCells[q.changedCell]))
	}
	return pos + 1
}

// unquoteCell returns the cell after an opening quote, with doubled quotes replaced by single ones, and
// the offset of the closing quote; -1 if there is none.
func unquoteCell(text []byte, quote byte) (cell []byte, end int) {
	doubled := false
	for {
		i := bytes.IndexByte(text[end:], quote)
		if i < 0 {
			return nil, -1
		}
		if end += i; end+1 == len(text) || text[end+1] != quote {
			break
		}
		end, doubled = end+2, true
	}
	if cell = text[:end]; doubled {
		cell = bytes.ReplaceAll(cell, []byte{quote, quote}, []byte{quote})
	}
	return cell, end
}

// cellLength returns the length of the cell with which text begins. It ends before a delimiter, a quote
// or a control character; these are searched eight bytes at a time.
func (q *fastReader) cellLength(text []byte) int {
	for i := 0; ; i += 8 {
		if stops := q.cellEnds(wordAt(text, i)); stops != 0 {
			return min(i+bits.TrailingZeros64(stops)/8, len(text))
		}
	}
}

// cellEnds returns a word in which the highest bit of each byte that ends a cell is set; all other bits
// are 0. It tests eight bytes at once (SWAR): adding to the low seven bits carries into the highest bit
// of each byte that does not end a cell.
func (q *fastReader) cellEnds(word uint64) uint64 {
	low := word & csvtext.LowBits
	noControl := low + csvtext.EachByte*(0x80-' ')
	noDelim := low ^ q.delims + csvtext.LowBits
	noQuote := low ^ q.quotes + csvtext.LowBits
	inCell := noControl&noDelim&noQuote | word
	return ^inCell & csvtext.HighBits
}

// wordAt returns eight bytes of a text, the first in the lowest bits. Bytes after the end of the text are
// zero.
func wordAt(text []byte, i int) uint64 {
	if i+8 <= len(text) {
		return binary.LittleEndian.Uint64(text[i:])
	}
	var word [8]byte
	copy(word[:], text[min(i, len(text)):])
	return binary.LittleEndian.Uint64(word[:])
}

// ignoredCell is a cell that no column reads separately: it is checked, and its text is stored in
// otherCells.
type ignoredCell struct {
	*fastReader
	at int
}

func (c ignoredCell) read(text []byte, all bool) int {
	n := len(text)
	if !all {
		n = c.cellLength(text)
	}
	cell := text[:n]
	if n > 0 && csvtext.CellFault(cell, c.file.strict) != "" {
		return -1
	}
	c.otherCells[c.at] = cell
	return n
}

func (c ignoredCell) blank() { c.otherCells[c.at] = nil }

// skippedCell is a cell that is neither read nor checked.
type skippedCell struct{ *fastReader }

func (c skippedCell) read(text []byte, all bool) int {
	if all {
		return len(text)
	}
	return c.cellLength(text)
}

func (c skippedCell) blank() {}

// newFastIDs returns the function of pipeline.fastIDs, which reads only the id of a line.
func newFastIDs(r *reader, f *file, column string) func(text []byte) (id uint64, size int) {
	q := newFastReader(r, f)
	d := q.id(column)
	for i, c := range q.cells {
		if _, ignored := c.(ignoredCell); ignored {
			q.cells[i] = skippedCell{q}
		}
	}
	if q.unsupported {
		return nil
	}
	return func(text []byte) (uint64, int) {
		n := q.readLine(text)
		return d.key, n
	}
}
