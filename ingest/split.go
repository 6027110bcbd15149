package ingest

import (
	"bytes"
	"fmt"
)

// record is one row of a file as it is written: its cells without their quotes. The cells are valid until the next record.
type record struct {
	line   int // physical line where it starts, from 1
	cells  [][]byte
	damage string // why it cannot be read; then there are no cells
}

// blank says that no cell holds anything.
func (r *record) blank() bool {
	if r.damage != "" {
		return false
	}
	for _, c := range r.cells {
		if len(bytes.TrimSpace(c)) > 0 {
			return false
		}
	}
	return true
}

const unclosed = "a quote is opened and never closed"

// splitter cuts a text into records. A damaged record (a quote that is never closed, text after a closing quote, or a
// record of several lines with another number of cells than the header) costs its first physical line alone: reading goes on
// with the next one, so a single stray quote swallows nothing.
type splitter struct {
	dialect
	text  []byte
	width int // the number of cells of a record; 0 takes any
	start int // of the last record
	pos   int
	line  int // of pos
	cells [][]byte
	marks marks
	// tailless counts the delimiters that the dialect's tail does not follow.
	tailless int
	foot     int // where the file's footer begins, which is no record; 0: there is none
}

func newSplitter(text []byte, d dialect) *splitter {
	return &splitter{dialect: d, text: text, line: 1}
}

// turn goes on with another text, which begins with this line.
func (s *splitter) turn(text []byte, line int) {
	s.text, s.pos, s.line = text, 0, line
	s.marks = marks{at: s.marks.at[:0]}
}

// fork is a splitter at the same place, which goes its own way.
func (s *splitter) fork() *splitter {
	f := *s
	f.cells, f.marks = nil, marks{}
	return &f
}

// next gives the next record that is not an empty line; false at the end.
func (s *splitter) next() (record, bool) {
	for s.onEmptyLine() {
		s.skipLine()
	}
	if s.pos >= len(s.text) || s.atFoot() {
		return record{}, false
	}
	line := s.line
	s.start = s.pos
	damage := s.scan()
	r := record{line: line, cells: s.cells}
	if damage == "" && s.width > 0 && len(s.cells) != s.width && !r.blank() {
		damage = fmt.Sprintf("the row has %d cells, the header has %d", len(s.cells), s.width)
	}
	if damage != "" {
		s.pos, s.line = s.start, line
		s.marks.back(s.start)
		s.skipLine()
		return record{line: line, damage: damage}, true
	}
	return r, true
}

// atFoot says that the records are over and the footer begins. A footer inside a record, in a quoted cell, is none.
func (s *splitter) atFoot() bool { return s.foot > 0 && s.pos == s.foot }

// onEmptyLine says that the line at pos holds nothing but white space. A line of tabs is a row of empty cells in a
// tab-separated file.
func (s *splitter) onEmptyLine() bool {
	if s.pos >= len(s.text) || s.text[s.pos] > ' ' {
		return false
	}
	line := s.text[s.pos:s.lineEnd(s.pos)]
	return len(bytes.TrimSpace(line)) == 0 && bytes.IndexByte(line, s.delim) < 0
}

func (s *splitter) lineEnd(from int) int {
	if i := bytes.IndexByte(s.text[from:], s.eol); i >= 0 {
		return from + i
	}
	return len(s.text)
}

func (s *splitter) skipLine() {
	s.pos = s.lineEnd(s.pos)
	if s.pos < len(s.text) {
		s.pos++
		s.line++
	}
}

// scan reads the cells of one record and stands behind it.
func (s *splitter) scan() (damage string) {
	s.cells = s.cells[:0]
	for {
		if s.tail == "" {
			s.cells, s.pos = s.marks.cells(s.cells, s.text, s.pos, s.delim)
		}
		at := s.mark()
		var cell []byte
		switch {
		case at == len(s.text) || s.text[at] != s.quote || s.quote == 0:
			cell = s.plain(at)
		case len(bytes.TrimLeft(s.text[s.pos:at], " ")) == 0:
			s.pos = at + 1
			if cell, damage = s.quoted(); damage != "" {
				return damage
			}
		case s.used:
			return "a quote stands inside a cell that is not quoted"
		default:
			cell = s.plain(s.end())
		}
		s.cells = append(s.cells, cell)
		if s.pos >= len(s.text) {
			return ""
		}
		s.pos++
		if s.text[s.pos-1] == s.eol {
			s.line++
			return ""
		}
		if s.tail != "" {
			s.skipTail()
		}
	}
}

func (s *splitter) skipTail() {
	if bytes.HasPrefix(s.text[s.pos:], []byte(s.tail)) {
		s.pos += len(s.tail)
	} else {
		s.tailless++
	}
}

// plain reads up to the delimiter, or the end of the line, at end; the '\r's before that are the line's.
func (s *splitter) plain(end int) []byte {
	cell := s.text[s.pos:end]
	if s.pos = end; end == len(s.text) || s.text[end] == s.eol {
		cell = bytes.TrimRight(cell, "\r")
	}
	return cell
}

// quoted reads from behind an opening quote to the delimiter or line end behind the closing one.
func (s *splitter) quoted() (cell []byte, damage string) {
	start := s.pos
	var joined []byte // what stands before a doubled quote, with one of the two
	doubled := false
	for {
		i := bytes.IndexByte(s.text[s.pos:], s.quote)
		if i < 0 {
			return nil, unclosed
		}
		s.pos += i + 1
		if s.pos < len(s.text) && s.text[s.pos] == s.quote {
			joined = append(joined, s.text[start:s.pos]...)
			doubled = true
			s.pos++
			start = s.pos
			continue
		}
		end := s.pos - 1
		behind := s.pos
		for behind < len(s.text) && (s.text[behind] == ' ' && s.delim != ' ' || s.text[behind] == '\r' && s.eol == '\n') {
			behind++
		}
		if behind < len(s.text) && s.text[behind] != s.delim && s.text[behind] != s.eol {
			if s.bare {
				continue
			}
			return nil, "text follows a closing quote"
		}
		s.pos = behind
		cell = s.text[start:end]
		if doubled {
			cell = append(joined, cell...)
		}
		s.line += bytes.Count(cell, []byte{s.eol})
		if s.bare { // such files are made from usual ones by changing the quote
			cell = bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
		}
		return cell, ""
	}
}
