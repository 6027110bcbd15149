package ingest

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"leadpact/ingest/csvtext"
	"leadpact/model"
)

// remembered is a column of few values, or one that several cells give together: what it says.
type cachedCell[T any] struct {
	*fastReader
	at    []int // its cells
	learn func(*row) T
	now   *reading[T] // of the line; of a column that no cell gives, always
	empty *reading[T]
	near  [64]nearReading[T]
	all   map[string]*reading[T]
}

// reading is what a value says.
type reading[T any] struct {
	raw     string
	value   T
	odd     *oddity // it is none that the agreement names
	unusual bool    // it has a fault, or was mended
}

// nearReading is a reading by the first and the last eight bytes of its value.
type nearReading[T any] struct {
	first, last uint64
	size        int
	*reading[T]
}

// mostRemembered is how many values of a column are remembered.
const mostRemembered = 4096

// remember makes a remembered column, which learn reads.
func newCachedCell[T any](q *fastReader, column string, learn func(*row) T) *cachedCell[T] {
	x := q.file.index[column]
	m := &cachedCell[T]{fastReader: q, learn: learn, all: map[string]*reading[T]{}}
	if x.fixed == nil {
		m.at = x.at
	}
	switch len(m.at) {
	case 0:
		m.now = m.understand(nil)
		q.cannot = q.cannot || m.now.unusual
	case 1:
		m.empty = m.find(nil)
		q.column(x, m)
	default:
		q.needed = append(q.needed, m.at...)
	}
	return m
}

func (q *fastReader) text(column string) *cachedCell[string] {
	return newCachedCell(q, column, func(x *row) string { return x.text(column) })
}

func (q *fastReader) choice(column string) *cachedCell[string] {
	return newCachedCell(q, column, func(x *row) string { return x.choice(column) })
}

func (q *fastReader) flag(column string) *cachedCell[model.Ternary] {
	return newCachedCell(q, column, func(x *row) model.Ternary { return x.flag(column) })
}

func (q *fastReader) person(column string) *cachedCell[string] {
	return newCachedCell(q, column, func(x *row) string { return q.reader.person(x, column) })
}

// source is what a source tells.
type source struct {
	channel   string
	marketing bool
}

func (q *fastReader) source() *cachedCell[source] {
	return newCachedCell(q, "source", func(x *row) source { return source{x.channel("source"), q.marketed(x)} })
}

// said is what the column says in the line.
func (m *cachedCell[T]) said() T {
	if len(m.at) > 1 {
		m.now = m.understand(m.spare)
		m.unusual = m.unusual || m.now.unusual
	}
	if m.now.odd != nil {
		m.odd = m.odd.and(m.now.odd)
	}
	return m.now.value
}

func (m *cachedCell[T]) read(text []byte, all bool) int {
	key := nearReading[T]{first: wordAt(text, 0), size: len(text)}
	if !all {
		if stops := m.stops(key.first); stops != 0 {
			key.size = min(bits.TrailingZeros64(stops)/8, len(text))
		} else {
			key.size = 8 + m.end(text[8:])
		}
	}
	n := key.size
	if n < 8 {
		key.first &= 1<<(8*n) - 1
	} else {
		key.last = binary.LittleEndian.Uint64(text[n-8:])
	}
	near := &m.near[(key.first^key.last*csvtext.EachByte)*0x9e3779b97f4a7c15>>58]
	if near.first != key.first || near.last != key.last || near.size != n || near.reading == nil || n > 16 && near.raw != string(text[:n]) {
		key.reading = m.find(text[:n])
		*near = key
	}
	if m.now = near.reading; m.now.unusual {
		return -1
	}
	return n
}

func (m *cachedCell[T]) blank() { m.now = m.empty }

// find gives the reading of a value that may have been met before.
func (m *cachedCell[T]) find(cell []byte) *reading[T] {
	k := m.all[string(cell)]
	if k == nil {
		cells := make([][]byte, m.at[0]+1)
		cells[m.at[0]] = cell
		k = m.understand(cells)
		k.raw = string(cell)
		if len(m.all) < mostRemembered {
			m.all[k.raw] = k
		}
	}
	return k
}

// understand reads the column by the row's methods.
func (m *cachedCell[T]) understand(cells [][]byte) *reading[T] {
	x := m.probe
	x.next(csvtext.Record{Cells: cells})
	x.file.mended = [mendings]tally{}
	k := &reading[T]{value: m.learn(x)}
	k.unusual = x.fault != nil || x.file.mended != [mendings]tally{}
	if len(x.unknown) > 0 {
		k.odd = &oddity{unknown: slices.Clone(x.unknown)}
	}
	for _, i := range m.at {
		k.unusual = k.unusual || csvtext.CellFault(cells[i], x.strict) != ""
	}
	return k
}
