package csvtext

import (
	"encoding/binary"
	"math/bits"
)

// structuralIndex lists the structural bytes of one window of a text: its delimiters, line ends and
// quotes, which are the only places where a cell can begin or end. The window is scanned with SWAR; the
// splitter then jumps from one structural byte to the next instead of reading byte by byte.
type structuralIndex struct {
	start, end int     // the window is text[start:end]
	offsets    []int32 // of the structural bytes, relative to start
	next       int     // index into offsets of the next structural byte that may be needed
}

// window is the number of bytes scanned at once, chosen so that they and their offsets fit into the L1
// cache.
const window = 8 << 10

// nextStructural returns the position of the first structural byte at or after Pos, or the end of the text.
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

// appendCells appends the cells from pos on that end at a delimiter, up to the first quote or line end,
// and returns them with the position after the last delimiter used.
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

// nextCellEnd returns the position of the first delimiter or line end at or after Pos, or the end of the
// text.
func (s *Splitter) nextCellEnd() int {
	for ; ; s.index.next++ {
		if at := s.nextStructural(); at == len(s.Text) || s.Text[at] != s.Quote {
			return at
		}
	}
}

// rewind prepares for reading again from pos, an earlier position than the current one.
func (m *structuralIndex) rewind(pos int) {
	if m.next = 0; pos < m.start {
		*m = structuralIndex{start: pos, end: pos, offsets: m.offsets[:0]}
	}
}

// Masks for SWAR (SIMD within a register), which processes a uint64 as eight bytes.
const (
	LowBits  = 0x7f7f7f7f7f7f7f7f // the lower seven bits of each byte
	HighBits = 0x8080808080808080 // the highest bit of each byte
	EachByte = 0x0101010101010101 // multiplied by a byte: that byte in all eight places
)

// scan indexes the window that begins at from, eight bytes at a time if the structural bytes are ASCII.
// XOR with a wanted byte turns matching bytes into zero; adding 0x7f then sets the highest bit of all
// other bytes.
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
			others := ((low ^ delim + LowBits) & (low ^ eol + LowBits) & (low ^ quote + LowBits)) | word
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
