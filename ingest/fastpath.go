package ingest

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"

	"leadpact/ingest/csvtext"
)

// quick reads the usual lines of a file straight through, each cell by its column, without a string or a look-up per cell:
// what a column of few values says (type, owner, status …) is read once per value by the row's own methods and remembered by
// its bytes, ids and dates are read where they lie. A line that is unusual in any cell is left to the splitter and to its
// table's parse.
type fastReader struct {
	*reader
	file   *file
	probe  *row       // reads the values that are to be remembered
	cells  []fastCell // what reads the cells of a line
	spare  [][]byte   // those that are read by no column, or with others by one
	needed []int      // among spare
	class  [256]byte
	delims uint64 // the delimiter in each byte
	quotes uint64
	cannot bool // some column is not read by such a cell

	unusual bool    // the line at hand, by what several of its cells say together
	odd     *oddity // its values that the agreement does not name
}

// quickCell reads a cell of a line.
type fastCell interface {
	// read takes the cell that text begins with, or all of the text, and gives its length; -1: the cell is unusual.
	read(text []byte, all bool) int
	// blank takes an empty cell.
	blank()
}

// What a byte of a line is, but a digit.
const (
	sign     = 1 << iota // of an id, and no digit
	exponent             // of a number that a spreadsheet has rounded
	special              // in an id: space, line break, several ids, spreadsheet's quoting or error, no plain text
	stop                 // behind a cell
)

// newQuick makes the quick reader of a file, whose columns are then to be named.
func newFastReader(r *reader, f *file) *fastReader {
	d, width := f.split.Dialect, f.split.Width
	q := &fastReader{reader: r, file: f, probe: &row{file: f.cloneForWorker(), texts: make([]memo, len(f.fields))}, cells: make([]fastCell, width), spare: make([][]byte, width)}
	for b := range q.class {
		switch c := byte(b); {
		case c == d.Delim || c == d.LineEnd || c == '\r':
			q.class[b] = stop
		case c <= ' ' || c >= 0x7f || c == d.Quote || strings.IndexByte(`;="#`, c) >= 0:
			q.class[b] = special
		case c == 'e' || c == 'E':
			q.class[b] = sign | exponent
		case c < '0' || c > '9':
			q.class[b] = sign
		}
	}
	for i := range q.cells {
		q.cells[i] = ignoredCell{q, i}
	}
	q.delims, q.quotes = uint64(d.Delim)*csvtext.EachByte, uint64(d.Quote)*csvtext.EachByte
	withinCells := "0123456789 -+.:TZ" // of dates and amounts
	q.cannot = d.DelimSuffix != "" || d.LazyQuotes || d.Delim >= 0x80 || strings.IndexByte(withinCells, d.Delim) >= 0 || d.LineEnd != '\n'
	return q
}

// column gives a column its cell.
func (q *fastReader) column(x *field, c fastCell) {
	if at := x.at[0]; at >= len(q.cells) || q.cells[at] != (ignoredCell{q, at}) {
		q.cannot = true
	} else {
		q.cells[at] = c
	}
}

// alone gives a column that is read where it lies its cell, if it has one.
func (q *fastReader) alone(x *field, c fastCell) {
	switch {
	case x.fixed != nil || x.mapper != nil || len(x.at) > 1:
		q.cannot = true
	case len(x.at) == 1:
		q.column(x, c)
	}
}

// able says that lines can be read, once all columns are named.
func (q *fastReader) able() bool {
	for i := range q.file.drop {
		q.needed = append(q.needed, i)
	}
	for _, i := range q.needed {
		q.cannot = q.cannot || i >= len(q.cells) || q.cells[i] != (ignoredCell{q, i})
	}
	return !q.cannot
}

// line reads the line that text begins with and gives its length; 0: it is unusual, or deleted.
func (q *fastReader) line(text []byte) int {
	q.unusual, q.odd = false, nil
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
		switch first := text[pos]; {
		case first == delim:
			c.blank()
		case first == quote && quote != 0:
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
	if len(q.file.drop) > 0 {
		if q.probe.Cells = q.spare; q.probe.dropped() {
			return 0
		}
	}
	return pos + 1
}

// unquoteCell gives the cell behind an opening quote, with one quote for two, and the place of the closing one; -1: there is none.
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

// end is the length of the cell that text begins with: it ends before a delimiter, a quote or a control character.
func (q *fastReader) end(text []byte) int {
	for i := 0; ; i += 8 {
		if stops := q.stops(wordAt(text, i)); stops != 0 {
			return min(i+bits.TrailingZeros64(stops)/8, len(text))
		}
	}
}

// stops has the highest bit of each byte at which a cell ends.
func (q *fastReader) stops(word uint64) uint64 {
	low := word & csvtext.LowBits
	others := ((low + csvtext.EachByte*(0x80-' ')) & (low ^ q.delims + csvtext.LowBits) & (low ^ q.quotes + csvtext.LowBits)) | word // have their highest bit
	return ^others & csvtext.HighBits
}

// wordAt is eight bytes of a text; behind its end are zeros.
func wordAt(text []byte, i int) uint64 {
	if i+8 <= len(text) {
		return binary.LittleEndian.Uint64(text[i:])
	}
	var word [8]byte
	copy(word[:], text[min(i, len(text)):])
	return binary.LittleEndian.Uint64(word[:])
}

// spareCell is a cell that no column reads alone.
type ignoredCell struct {
	*fastReader
	at int
}

func (s ignoredCell) read(text []byte, all bool) int {
	n := len(text)
	if !all {
		n = s.end(text)
	}
	cell := text[:n]
	if n > 0 && csvtext.CellFault(cell, s.file.strict) != "" {
		return -1
	}
	s.spare[s.at] = cell
	return n
}

func (s ignoredCell) blank() { s.spare[s.at] = nil }
