package csvtext

import (
	"bytes"
	"fmt"
	"slices"
)

// Record is one row of a file: its cells without their quotes, otherwise as written. Cells are valid
// until the next call of Next.
type Record struct {
	Line   int // physical line, from 1, on which the record starts; of a workbook the row of its sheet
	Cells  [][]byte
	Damage string // why it cannot be read, or empty; a damaged record has no cells
	Part   bool   // whether it is a sum or a heading of a grouped report, and not a record
}

// Blank reports whether a record is undamaged and every cell is empty or white space.
func (r *Record) Blank() bool {
	if r.Damage != "" {
		return false
	}
	for _, c := range r.Cells {
		if len(bytes.TrimSpace(c)) > 0 {
			return false
		}
	}
	return true
}

// UnclosedQuote is the Damage of a record whose quote is still open at the end of the text.
const UnclosedQuote = "a quote is opened and never closed"

// Splitter splits a text into records, with resynchronisation after damage: for a damaged record (a quote
// that is never closed, text after a closing quote, or a number of cells other than Width) only its first
// physical line is lost, and reading goes on with the next line. So the rows after a stray quote are not
// lost.
type Splitter struct {
	Dialect
	Text  []byte
	Width int // number of cells that a record must have; 0: any
	Start int // offset in Text of the last record
	Pos   int // offset in Text of the next one
	Line  int // physical line of Pos, from 1
	cells [][]byte
	index structuralIndex
	// missingSuffixes counts the delimiters that are not followed by the dialect's suffix.
	missingSuffixes int
	Footer          int     // offset in Text of the footer, where the records end; 0: no footer
	Groups          *Groups // how the rows of a formatted report are grouped; nil: they are not
}

// NewSplitter returns a splitter at the beginning of a text.
func NewSplitter(text []byte, d Dialect) *Splitter {
	return &Splitter{Dialect: d, Text: text, Line: 1}
}

// Reset makes the splitter read another text, whose first line has the number line.
func (s *Splitter) Reset(text []byte, line int) {
	s.Text, s.Pos, s.Line = text, 0, line
	s.index = structuralIndex{offsets: s.index.offsets[:0]}
}

// Fork returns an independent splitter at the same position, for reading ahead or in another goroutine.
func (s *Splitter) Fork() *Splitter {
	f := *s
	f.cells, f.index = nil, structuralIndex{}
	if s.Groups != nil {
		g := *s.Groups
		g.last = slices.Clone(g.last)
		f.Groups = &g
	}
	return &f
}

// Next returns the next record and skips empty lines; ok is false at the end of the text or at the
// footer.
func (s *Splitter) Next() (r Record, ok bool) {
	for s.onEmptyLine() {
		s.skipLine()
	}
	if s.Pos >= len(s.Text) || s.AtFooter() {
		return Record{}, false
	}
	line := s.Line
	s.Start = s.Pos
	damage := s.scanRecord()
	if s.Ragged && s.Width > 0 && damage == "" {
		s.cells = append(s.cells, make([][]byte, max(0, s.Width-len(s.cells)))...)[:s.Width]
	}
	r = Record{Line: line, Cells: s.cells}
	if damage == "" && s.Width > 0 && len(s.cells) != s.Width && !r.Blank() {
		damage = fmt.Sprintf("the row has %d cells, the header has %d", len(s.cells), s.Width)
	}
	if damage != "" {
		s.Pos, s.Line = s.Start, line
		s.index.rewind(s.Start)
		s.skipLine()
		return Record{Line: line, Damage: damage}, true
	}
	if s.Groups != nil && !r.Blank() {
		r.Part = s.Groups.fill(r.Cells)
	}
	return r, true
}

// AtFooter reports whether the splitter has reached the footer. A footer inside a record, in a quoted
// cell, does not count.
func (s *Splitter) AtFooter() bool { return s.Footer > 0 && s.Pos == s.Footer }

// onEmptyLine reports whether the line at Pos has white space only. In a tab-separated file a line of
// tabs is a row of empty cells instead.
func (s *Splitter) onEmptyLine() bool {
	if s.Pos >= len(s.Text) || s.Text[s.Pos] > ' ' {
		return false
	}
	line := s.Text[s.Pos:s.endOfLine(s.Pos)]
	return len(bytes.TrimSpace(line)) == 0 && bytes.IndexByte(line, s.Delim) < 0
}

func (s *Splitter) endOfLine(from int) int {
	if i := bytes.IndexByte(s.Text[from:], s.LineEnd); i >= 0 {
		return from + i
	}
	return len(s.Text)
}

func (s *Splitter) skipLine() {
	s.Pos = s.endOfLine(s.Pos)
	if s.Pos < len(s.Text) {
		s.Pos++
		s.Line++
	}
}

// scanRecord reads the cells of one record into s.cells and moves Pos past its line end.
func (s *Splitter) scanRecord() (damage string) {
	s.cells = s.cells[:0]
	for {
		if s.DelimSuffix == "" {
			s.cells, s.Pos = s.index.appendCells(s.cells, s.Text, s.Pos, s.Delim)
		}
		at := s.nextStructural()
		var cell []byte
		switch {
		case at == len(s.Text) || s.Text[at] != s.Quote || s.Quote == 0:
			cell = s.unquotedCell(at)
		case len(bytes.TrimLeft(s.Text[s.Pos:at], " ")) == 0:
			s.Pos = at + 1
			if cell, damage = s.quotedCell(); damage != "" {
				return damage
			}
		case s.HasQuotes:
			return "a quote stands inside a cell that is not quoted"
		default:
			cell = s.unquotedCell(s.nextCellEnd())
		}
		s.cells = append(s.cells, cell)
		if s.Pos >= len(s.Text) {
			return ""
		}
		s.Pos++
		if s.Text[s.Pos-1] == s.LineEnd {
			s.Line++
			return ""
		}
		if s.DelimSuffix != "" {
			s.skipDelimSuffix()
		}
	}
}

func (s *Splitter) skipDelimSuffix() {
	if bytes.HasPrefix(s.Text[s.Pos:], []byte(s.DelimSuffix)) {
		s.Pos += len(s.DelimSuffix)
	} else {
		s.missingSuffixes++
	}
}

// unquotedCell returns the text from Pos to end, the position of a delimiter or line end. A '\r' before a
// line end is part of the line end.
func (s *Splitter) unquotedCell(end int) []byte {
	cell := s.Text[s.Pos:end]
	if s.Pos = end; end == len(s.Text) || s.Text[end] == s.LineEnd {
		cell = bytes.TrimRight(cell, "\r")
	}
	return cell
}

// quotedCell reads a cell whose opening quote lies just before Pos, and moves Pos to the delimiter or
// line end after its closing quote.
func (s *Splitter) quotedCell() (cell []byte, damage string) {
	start := s.Pos
	var joined []byte // the text up to the last doubled quote, with a single quote for each pair
	doubled := false
	for {
		i := bytes.IndexByte(s.Text[s.Pos:], s.Quote)
		if i < 0 {
			return nil, UnclosedQuote
		}
		s.Pos += i + 1
		if s.Pos < len(s.Text) && s.Text[s.Pos] == s.Quote {
			joined = append(joined, s.Text[start:s.Pos]...)
			doubled = true
			s.Pos++
			start = s.Pos
			continue
		}
		end := s.Pos - 1
		after := s.Pos
		for after < len(s.Text) &&
			(s.Text[after] == ' ' && s.Delim != ' ' || s.Text[after] == '\r' && s.LineEnd == '\n') {
			after++
		}
		if after < len(s.Text) && s.Text[after] != s.Delim && s.Text[after] != s.LineEnd {
			if s.LazyQuotes {
				continue
			}
			return nil, "text follows a closing quote"
		}
		s.Pos = after
		cell = s.Text[start:end]
		if doubled {
			cell = append(joined, cell...)
		}
		s.Line += bytes.Count(cell, []byte{s.LineEnd})
		if s.LazyQuotes { // such files are made from usual ones by replacing the quote, so pairs of " remain
			cell = bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
		}
		return cell, ""
	}
}

// CountFilled returns the number of cells that contain more than white space.
func CountFilled(r Record) int {
	n := 0
	for _, c := range r.Cells {
		if len(bytes.TrimSpace(c)) > 0 {
			n++
		}
	}
	return n
}

// RepeatsHeader reports whether the first cells are the names of the header, as in concatenated exports.
func RepeatsHeader(cells [][]byte, names []string) bool {
	if len(cells) < len(names) {
		return false
	}
	for i, name := range names {
		if string(bytes.TrimSpace(cells[i])) != name {
			return false
		}
	}
	return true
}

// FindFooter returns the offset of the footer that a report has below its rows, such as Salesforce's
// report name, copyright and count; 0 if there is none. A footer is a block of lines with one cell at the
// end of the text, preceded by an empty line. A table of one column has no footer: such lines are its
// rows.
func FindFooter(text []byte, d Dialect) int {
	if ModalWidth(text, d) < 2 {
		return 0
	}
	found, block := 0, 0 // offset of the footer; offset of the lines after the last empty one (read backwards)
	for end, n := len(text), 0; end > 0 && n < maxFooterLines; {
		start := bytes.LastIndexByte(text[:max(0, end-1)], d.LineEnd) + 1
		line := bytes.TrimSpace(bytes.TrimRight(text[start:end], string(rune(d.LineEnd))))
		switch {
		case len(line) == 0:
			if block > 0 {
				found = block
			}
		case len(line) > maxFooterLine || !isOneCell(line, d):
			return found
		default:
			block = start
			n++
		}
		end = start
	}
	return found
}

// EndsLikeFooter reports whether the last line of a text could be the last line of a footer.
func EndsLikeFooter(text []byte, d Dialect) bool {
	text = bytes.TrimRight(text, " \t\r\n\v\f")
	line := bytes.TrimSpace(text[bytes.LastIndexByte(text, d.LineEnd)+1:])
	return len(line) > 0 && len(line) <= maxFooterLine && isOneCell(line, d)
}

func isOneCell(line []byte, d Dialect) bool {
	s := NewSplitter(line, d)
	r, _ := s.Next()
	return r.Damage == "" && len(r.Cells) == 1 && s.Pos == len(line)
}

// A footer is searched in the last maxFooterLines lines that are not empty; none of its lines is longer
// than maxFooterLine bytes.
const (
	maxFooterLines = 12
	maxFooterLine  = 300
)
