package csvtext

import (
	"bytes"
	"fmt"
)

// record is one row of a file as it is written: its cells without their quotes. The cells are valid until the next record.
type Record struct {
	Line   int // physical line where it starts, from 1
	Cells  [][]byte
	Damage string // why it cannot be read; then there are no cells
}

// blank says that no cell holds anything.
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

const UnclosedQuote = "a quote is opened and never closed"

// splitter cuts a text into records. A damaged record (a quote that is never closed, text after a closing quote, or a
// record of several lines with another number of cells than the header) costs its first physical line alone: reading goes on
// with the next one, so a single stray quote swallows nothing.
type Splitter struct {
	Dialect
	Text  []byte
	Width int // the number of cells of a record; 0 takes any
	Start int // of the last record
	Pos   int
	Line  int // of pos
	cells [][]byte
	marks delimiterScan
	// tailless counts the delimiters that the dialect's tail does not follow.
	tailless int
	Footer   int // where the file's footer begins, which is no record; 0: there is none
}

func NewSplitter(text []byte, d Dialect) *Splitter {
	return &Splitter{Dialect: d, Text: text, Line: 1}
}

// turn goes on with another text, which begins with this line.
func (s *Splitter) Reset(text []byte, line int) {
	s.Text, s.Pos, s.Line = text, 0, line
	s.marks = delimiterScan{at: s.marks.at[:0]}
}

// fork is a splitter at the same place, which goes its own way.
func (s *Splitter) Fork() *Splitter {
	f := *s
	f.cells, f.marks = nil, delimiterScan{}
	return &f
}

// next gives the next record that is not an empty line; false at the end.
func (s *Splitter) Next() (Record, bool) {
	for s.onEmptyLine() {
		s.skipLine()
	}
	if s.Pos >= len(s.Text) || s.AtFooter() {
		return Record{}, false
	}
	line := s.Line
	s.Start = s.Pos
	damage := s.scan()
	r := Record{Line: line, Cells: s.cells}
	if damage == "" && s.Width > 0 && len(s.cells) != s.Width && !r.Blank() {
		damage = fmt.Sprintf("the row has %d cells, the header has %d", len(s.cells), s.Width)
	}
	if damage != "" {
		s.Pos, s.Line = s.Start, line
		s.marks.back(s.Start)
		s.skipLine()
		return Record{Line: line, Damage: damage}, true
	}
	return r, true
}

// atFoot says that the records are over and the footer begins. A footer inside a record, in a quoted cell, is none.
func (s *Splitter) AtFooter() bool { return s.Footer > 0 && s.Pos == s.Footer }

// onEmptyLine says that the line at pos holds nothing but white space. A line of tabs is a row of empty cells in a
// tab-separated file.
func (s *Splitter) onEmptyLine() bool {
	if s.Pos >= len(s.Text) || s.Text[s.Pos] > ' ' {
		return false
	}
	line := s.Text[s.Pos:s.lineEnd(s.Pos)]
	return len(bytes.TrimSpace(line)) == 0 && bytes.IndexByte(line, s.Delim) < 0
}

func (s *Splitter) lineEnd(from int) int {
	if i := bytes.IndexByte(s.Text[from:], s.LineEnd); i >= 0 {
		return from + i
	}
	return len(s.Text)
}

func (s *Splitter) skipLine() {
	s.Pos = s.lineEnd(s.Pos)
	if s.Pos < len(s.Text) {
		s.Pos++
		s.Line++
	}
}

// scan reads the cells of one record and stands behind it.
func (s *Splitter) scan() (damage string) {
	s.cells = s.cells[:0]
	for {
		if s.DelimSuffix == "" {
			s.cells, s.Pos = s.marks.cells(s.cells, s.Text, s.Pos, s.Delim)
		}
		at := s.mark()
		var cell []byte
		switch {
		case at == len(s.Text) || s.Text[at] != s.Quote || s.Quote == 0:
			cell = s.plain(at)
		case len(bytes.TrimLeft(s.Text[s.Pos:at], " ")) == 0:
			s.Pos = at + 1
			if cell, damage = s.quoted(); damage != "" {
				return damage
			}
		case s.HasQuotes:
			return "a quote stands inside a cell that is not quoted"
		default:
			cell = s.plain(s.end())
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
			s.skipTail()
		}
	}
}

func (s *Splitter) skipTail() {
	if bytes.HasPrefix(s.Text[s.Pos:], []byte(s.DelimSuffix)) {
		s.Pos += len(s.DelimSuffix)
	} else {
		s.tailless++
	}
}

// plain reads up to the delimiter, or the end of the line, at end; the '\r's before that are the line's.
func (s *Splitter) plain(end int) []byte {
	cell := s.Text[s.Pos:end]
	if s.Pos = end; end == len(s.Text) || s.Text[end] == s.LineEnd {
		cell = bytes.TrimRight(cell, "\r")
	}
	return cell
}

// quoted reads from behind an opening quote to the delimiter or line end behind the closing one.
func (s *Splitter) quoted() (cell []byte, damage string) {
	start := s.Pos
	var joined []byte // what stands before a doubled quote, with one of the two
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
		behind := s.Pos
		for behind < len(s.Text) && (s.Text[behind] == ' ' && s.Delim != ' ' || s.Text[behind] == '\r' && s.LineEnd == '\n') {
			behind++
		}
		if behind < len(s.Text) && s.Text[behind] != s.Delim && s.Text[behind] != s.LineEnd {
			if s.LazyQuotes {
				continue
			}
			return nil, "text follows a closing quote"
		}
		s.Pos = behind
		cell = s.Text[start:end]
		if doubled {
			cell = append(joined, cell...)
		}
		s.Line += bytes.Count(cell, []byte{s.LineEnd})
		if s.LazyQuotes { // such files are made from usual ones by changing the quote
			cell = bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
		}
		return cell, ""
	}
}

// filled counts the cells that hold something.
func CountFilled(r Record) int {
	n := 0
	for _, c := range r.Cells {
		if len(Trim(c)) > 0 {
			n++
		}
	}
	return n
}

// repeats says that cells are the header's names once more.
func RepeatsHeader(cells [][]byte, names []string) bool {
	if len(cells) < len(names) {
		return false
	}
	for i, name := range names {
		if string(Trim(cells[i])) != name {
			return false
		}
	}
	return true
}
