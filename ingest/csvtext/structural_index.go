package csvtext

import (
	"encoding/binary"
	"math/bits"
)

// marks are the places of one stretch of a text where a cell may begin or end: its delimiters, line ends and quotes.
type structuralIndex struct {
	start, end int     // the stretch
	offsets    []int32 // from from on
	next       int     // of at
}

// stretch is how many bytes are looked through at once; they and their marks fit a processor's nearest cache.
const window = 8 << 10

// mark is the first mark at pos or behind, or the end of the text.
func (s *Splitter) nextStructural() int {
	m := &s.index
	for {
		for ; m.next < len(m.offsets); m.next++ {
			if at := m.start + int(m.offsets[m.next]); at >= s.Pos {
				return at
			}
		}
		if m.end == len(s.Text) {
			return m.end
		}
		m.scan(s.Text, max(m.end, s.Pos), s.Dialect)
	}
}

// cells appends the cells from pos on that a delimiter ends, as far as no other mark stands before one, and gives the place
// behind them.
func (m *structuralIndex) appendCells(cells [][]byte, text []byte, pos int, delim byte) ([][]byte, int) {
	next := m.next
	for ; next < len(m.offsets); next++ {
		at := m.start + int(m.offsets[next])
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
func (s *Splitter) nextCellEnd() int {
	for ; ; s.index.next++ {
		if at := s.nextStructural(); at == len(s.Text) || s.Text[at] != s.Quote {
			return at
		}
	}
}

// back goes back to a place, from which the text is read again.
func (m *structuralIndex) rewind(pos int) {
	if m.next = 0; pos < m.start {
		*m = structuralIndex{start: pos, end: pos, offsets: m.offsets[:0]}
	}
}

// Of each of the eight bytes of a word: all bits but the highest, the highest, the lowest.
const (
	LowBits  = 0x7f7f7f7f7f7f7f7f
	HighBits = 0x8080808080808080
	EachByte = 0x0101010101010101
)

// find looks through the stretch that begins at from, eight bytes at a time if the marks are ASCII.
func (m *structuralIndex) scan(text []byte, from int, d Dialect) {
	m.start, m.end, m.next = from, min(from+window, len(text)), 0
	text = text[m.start:m.end]
	if d.Quote == 0 {
		d.Quote = d.Delim
	}
	at, i := m.offsets[:0], 0
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
	m.offsets = at
}
