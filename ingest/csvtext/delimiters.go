package csvtext

import (
	"encoding/binary"
	"math/bits"
)

// marks are the places of one stretch of a text where a cell may begin or end: its delimiters, line ends and quotes.
type delimiterScan struct {
	from, til int     // the stretch
	at        []int32 // from from on
	next      int     // of at
}

// stretch is how many bytes are looked through at once; they and their marks fit a processor's nearest cache.
const stretch = 8 << 10

// mark is the first mark at pos or behind, or the end of the text.
func (s *Splitter) mark() int {
	m := &s.marks
	for {
		for ; m.next < len(m.at); m.next++ {
			if at := m.from + int(m.at[m.next]); at >= s.Pos {
				return at
			}
		}
		if m.til == len(s.Text) {
			return m.til
		}
		m.find(s.Text, max(m.til, s.Pos), s.Dialect)
	}
}

// cells appends the cells from pos on that a delimiter ends, as far as no other mark stands before one, and gives the place
// behind them.
func (m *delimiterScan) cells(cells [][]byte, text []byte, pos int, delim byte) ([][]byte, int) {
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
func (s *Splitter) end() int {
	for ; ; s.marks.next++ {
		if at := s.mark(); at == len(s.Text) || s.Text[at] != s.Quote {
			return at
		}
	}
}

// back goes back to a place, from which the text is read again.
func (m *delimiterScan) back(pos int) {
	if m.next = 0; pos < m.from {
		*m = delimiterScan{from: pos, til: pos, at: m.at[:0]}
	}
}

// Of each of the eight bytes of a word: all bits but the highest, the highest, the lowest.
const (
	LowBits  = 0x7f7f7f7f7f7f7f7f
	HighBits = 0x8080808080808080
	EachByte = 0x0101010101010101
)

// find looks through the stretch that begins at from, eight bytes at a time if the marks are ASCII.
func (m *delimiterScan) find(text []byte, from int, d Dialect) {
	m.from, m.til, m.next = from, min(from+stretch, len(text)), 0
	text = text[m.from:m.til]
	if d.Quote == 0 {
		d.Quote = d.Delim
	}
	at, i := m.at[:0], 0
	if d.Delim|d.LineEnd|d.Quote < 0x80 {
		delim, eol, quote := uint64(d.Delim)*EachByte, uint64(d.LineEnd)*EachByte, uint64(d.Quote)*EachByte
		for ; i+8 <= len(text); i += 8 {
			word := binary.LittleEndian.Uint64(text[i:])
			low := word & LowBits
			others := ((low ^ delim + LowBits) & (low ^ eol + LowBits) & (low ^ quote + LowBits)) | word // have their highest bit
			for hits := ^others & HighBits; hits != 0; hits &= hits - 1 {
				at = append(at, int32(i+bits.TrailingZeros64(hits)/8))
			}
		}
	}
	for ; i < len(text); i++ {
		if c := text[i]; c == d.Delim || c == d.LineEnd || c == d.Quote {
			at = append(at, int32(i))
		}
	}
	m.at = at
}
