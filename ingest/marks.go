package ingest

import (
	"encoding/binary"
	"math/bits"
)

// marks are the places of one stretch of a text where a cell may begin or end: its delimiters, line ends and quotes.
type marks struct {
	from, til int     // the stretch
	at        []int32 // from from on
	next      int     // of at
}

// stretch is how many bytes are looked through at once; they and their marks fit a processor's nearest cache.
const stretch = 8 << 10

// mark is the first mark at pos or behind, or the end of the text.
func (s *splitter) mark() int {
	m := &s.marks
	for {
		for ; m.next < len(m.at); m.next++ {
			if at := m.from + int(m.at[m.next]); at >= s.pos {
				return at
			}
		}
		if m.til == len(s.text) {
			return m.til
		}
		m.find(s.text, max(m.til, s.pos), s.dialect)
	}
}

// cells appends the cells from pos on that a delimiter ends, as far as no other mark stands before one, and gives the place
// behind them.
func (m *marks) cells(cells [][]byte, text []byte, pos int, delim byte) ([][]byte, int) {
	next := m.next
	for ; next < len(m.at); next++ {
		at := m.from + int(m.at[next])
		if at < pos {
			continue
		}
		if text[at] != delim {
			break
		}
		cells = append(cells, text[pos:at])
		pos = at + 1
	}
	m.next = next
	return cells, pos
}

// end is the first mark at pos or behind that is no quote.
func (s *splitter) end() int {
	for ; ; s.marks.next++ {
		if at := s.mark(); at == len(s.text) || s.text[at] != s.quote {
			return at
		}
	}
}

// back goes back to a place, from which the text is read again.
func (m *marks) back(pos int) {
	if m.next = 0; pos < m.from {
		*m = marks{from: pos, til: pos, at: m.at[:0]}
	}
}

// Of each of the eight bytes of a word: all bits but the highest, the highest, the lowest.
const (
	lowBits  = 0x7f7f7f7f7f7f7f7f
	highBit  = 0x8080808080808080
	eachByte = 0x0101010101010101
)

// find looks through the stretch that begins at from, eight bytes at a time if the marks are ASCII.
func (m *marks) find(text []byte, from int, d dialect) {
	m.from, m.til, m.next = from, min(from+stretch, len(text)), 0
	text = text[m.from:m.til]
	if d.quote == 0 {
		d.quote = d.delim
	}
	at, i := m.at[:0], 0
	if d.delim|d.eol|d.quote < 0x80 {
		delim, eol, quote := uint64(d.delim)*eachByte, uint64(d.eol)*eachByte, uint64(d.quote)*eachByte
		for ; i+8 <= len(text); i += 8 {
			word := binary.LittleEndian.Uint64(text[i:])
			low := word & lowBits
			others := ((low ^ delim + lowBits) & (low ^ eol + lowBits) & (low ^ quote + lowBits)) | word // have their highest bit
			for hits := ^others & highBit; hits != 0; hits &= hits - 1 {
				at = append(at, int32(i+bits.TrailingZeros64(hits)/8))
			}
		}
	}
	for ; i < len(text); i++ {
		if c := text[i]; c == d.delim || c == d.eol || c == d.quote {
			at = append(at, int32(i))
		}
	}
	m.at = at
}
