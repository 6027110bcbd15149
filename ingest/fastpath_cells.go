package ingest

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/scalar"
	"leadpact/model"
	"leadpact/model/calendar"
)

// fastID is a column of ids or e-mail addresses.
type fastID struct {
	*fastReader
	field  *field
	id     []byte          // id in the current line; empty: blank
	key    uint64          // idKey of id
	header string          // a cell with this text is unusual: the line may repeat the header
	folded []byte          // holds an e-mail address in lower case; nil: the column holds ids
	copies strings.Builder // holds copies of ids, so that they do not keep a whole block in memory
}

func (q *fastReader) id(column string) *fastID {
	d := &fastID{fastReader: q, field: q.file.index[column]}
	if q.bindDirect(d.field, d); len(d.field.at) > 0 {
		d.header = q.file.Headers[d.field.at[0]]
		q.unsupported = q.unsupported || strings.Trim(d.header, "0123456789") == ""
	}
	return d
}

// address returns a column of e-mail addresses.
func (q *fastReader) address(column string) *fastID {
	d := q.id(column)
	d.folded = []byte{}
	return d
}

// copyID returns the id as a string that does not share memory with the block.
func (d *fastID) copyID() string {
	const room = 64 << 10
	if d.copies.Cap()-d.copies.Len() < len(d.id) {
		d.copies = strings.Builder{}
		d.copies.Grow(max(room, len(d.id)))
	}
	d.copies.Write(d.id)
	return d.copies.String()[d.copies.Len()-len(d.id):]
}

func (d *fastID) read(text []byte, _ bool) int {
	var seen byte
	var number uint64
	n := 0
	for n < len(text) {
		c := d.classes[text[n]]
		if c == endByte {
			break
		}
		seen |= c
		number = 10*number + uint64(text[n]-'0')
		n++
	}
	c := text[:n]
	switch {
	case n == 0:
		d.blank()
		return 0
	case seen == 0 && n < 18: // only digits
		d.field.hasValue = true
		d.id, d.key = c, numberKey(number, n)
		return n
	}
	if seen&specialByte != 0 || seen&exponentByte != 0 && c[0] <= '9' || n > csvtext.SpreadsheetCell ||
		string(c) == d.header || csvtext.Blanks[string(c)] {
		return -1
	}
	e := d.file.Export
	if c = bytes.TrimPrefix(c, []byte(e.IDPrefix)); wholeNumberLength(c) < len(c) {
		return -1
	}
	if isLongID(e, c) {
		c = c[:15]
	}
	if seen&capitalByte != 0 {
		if isGUID(c) {
			return -1
		}
		if d.folded != nil {
			d.folded = foldASCII(d.folded[:0], c)
			c = d.folded
		}
	}
	if d.id, d.key = c, idKey(c); len(c) == 0 {
		return -1
	}
	d.field.hasValue = true
	return n
}

// foldASCII appends a text in lower case.
func foldASCII(out, text []byte) []byte {
	for _, b := range text {
		if b >= 'A' && b <= 'Z' {
			b |= 0x20
		}
		out = append(out, b)
	}
	return out
}

func (d *fastID) blank() { d.id, d.key = nil, 0 }

// fastDate is a column of dates.
type fastDate struct {
	*fastReader
	field  *field
	moment calendar.Moment // date in the current line
	header string
	hours  bool // whether a time is read as such, whatever else the column holds
}

func (q *fastReader) date(column string) *fastDate {
	d := &fastDate{fastReader: q, field: q.file.index[column]}
	if q.bindDirect(d.field, d); len(d.field.at) > 0 {
		d.header = q.file.Headers[d.field.at[0]]
		q.unsupported = q.unsupported || scalar.BeginsWithYear(d.header)
		d.hours = !d.field.days && (q.file.watched == nil || q.file.watched.dates[d.field.no].ExpectsTimes())
	}
	return d
}

func (d *fastDate) read(text []byte, all bool) int {
	n := 0
	m := calendar.Moment{}
	if d.hours {
		m, n = d.file.dateReader.ReadFast(text)
	}
	if n > 0 && (n == len(text) || !all && d.classes[text[n]] == endByte) {
		d.moment = m
		return n
	}
	if n = len(text); !all {
		n = d.cellLength(text)
	}
	if !d.readOther(text[:n]) {
		return -1
	}
	return n
}

func (d *fastDate) blank() { d.moment = calendar.Moment{} }

// readOther reads a date in a form that DateReader.ReadFast does not know. It returns false for an
// unusual date: one that has a fault or two readings, or does not begin with the year while the column is
// still watched; and for the header's own text.
func (d *fastDate) readOther(c []byte) (ok bool) {
	d.moment = calendar.Moment{}
	if len(c) == 0 {
		return true
	}
	if !csvtext.IsPlainASCII(c) {
		return false
	}
	if c = bytes.TrimSpace(c); len(c) == 0 || d.file.watched != nil && !d.file.watched.isPlain(d.field.no, c) ||
		string(c) == d.header || csvtext.Blanks[string(c)] {
		return len(c) == 0
	}
	m, twice, fault := d.field.readDate(d.file.dateReader, string(c))
	d.moment = m
	return fault == "" && !twice
}

// fastAmount is a column of plain numbers.
type fastAmount struct {
	*fastReader
	field  *field
	amount float64 // amount in the current line; NaN: blank
}

func (q *fastReader) amount(column string) *fastAmount {
	a := &fastAmount{fastReader: q, field: q.file.index[column], amount: math.NaN()}
	q.bindDirect(a.field, a)
	q.unsupported = q.unsupported || a.field.decimal != '.'
	return a
}

func (a *fastAmount) read(text []byte, all bool) int {
	if len(text) == 0 || !all && a.classes[text[0]] == endByte {
		a.blank()
		return 0
	}
	x, n := scalar.PlainAmount(text)
	if n == 0 {
		return -1
	}
	a.amount, a.field.hasValue = x, true
	return n // a longer cell is then not followed by a delimiter, so the line is unusual
}

func (a *fastAmount) blank() { a.amount = math.NaN() }

// cachedCell is a column with few different values, each of which is parsed once, or a column that is
// composed of several cells and parsed anew for every line.
type cachedCell[T any] struct {
	*fastReader
	at      []int // indexes of its cells in the line
	parse   func(*row) T
	current *cachedValue[T] // value in the current line; it never changes where no cell gives the column
	ofBlank *cachedValue[T]
	recent  [64]recentValue[T]
	byText  map[string]*cachedValue[T]
}

// cachedValue is a text and its parsed value.
type cachedValue[T any] struct {
	raw     string
	value   T
	issues  *rowIssues // set if the agreement does not know the value
	unusual bool       // whether the value has a fault, or was normalised
}

// recentValue is an entry of a direct-mapped cache. Its key is the first and last eight bytes and the
// length of the text; for texts of up to 16 bytes this key is unique.
type recentValue[T any] struct {
	first, last uint64
	size        int
	*cachedValue[T]
}

// maxCached is the greatest number of values of a column that are cached.
const maxCached = 4096

// newCachedCell returns a cell for a column that parse reads, and binds it.
func newCachedCell[T any](q *fastReader, column string, parse func(*row) T) *cachedCell[T] {
	x := q.file.index[column]
	m := &cachedCell[T]{fastReader: q, parse: parse, byText: map[string]*cachedValue[T]{}}
	if x.fixed == nil {
		m.at = x.at
	}
	switch len(m.at) {
	case 0:
		m.current = m.parseCells(nil)
		q.unsupported = q.unsupported || m.current.unusual
	case 1:
		m.ofBlank = m.lookup(nil)
		q.bind(x, m)
	default:
		q.neededCells = append(q.neededCells, m.at...)
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

// sourceValue is the parsed value of a lead source.
type sourceValue struct {
	channel   string
	marketing bool
}

func (q *fastReader) source() *cachedCell[sourceValue] {
	return newCachedCell(q, "source", func(x *row) sourceValue {
		return sourceValue{x.channel("source"), q.isMarketingSourced(x)}
	})
}

// value returns the column's value in the current line, and adds its issues to the line's.
func (m *cachedCell[T]) value() T {
	if len(m.at) > 1 {
		m.current = m.parseCells(m.otherCells)
		m.unusual = m.unusual || m.current.unusual
	}
	if m.current.issues != nil {
		m.issues = m.issues.merge(m.current.issues)
	}
	return m.current.value
}

func (m *cachedCell[T]) read(text []byte, all bool) int {
	key := recentValue[T]{first: wordAt(text, 0), size: len(text)}
	if !all {
		if ends := m.cellEnds(key.first); ends != 0 {
			key.size = min(bits.TrailingZeros64(ends)/8, len(text))
		} else {
			key.size = 8 + m.cellLength(text[8:])
		}
	}
	n := key.size
	if n < 8 {
		key.first &= 1<<(8*n) - 1
	} else {
		key.last = binary.LittleEndian.Uint64(text[n-8:])
	}
	entry := &m.recent[(key.first^key.last*csvtext.EachByte)*0x9e3779b97f4a7c15>>58]
	if entry.first != key.first || entry.last != key.last || entry.size != n || entry.cachedValue == nil ||
		n > 16 && entry.raw != string(text[:n]) {
		key.cachedValue = m.lookup(text[:n])
		*entry = key
	}
	if m.current = entry.cachedValue; m.current.unusual {
		return -1
	}
	return n
}

func (m *cachedCell[T]) blank() { m.current = m.ofBlank }

// lookup returns the cached value of a text; it parses the text if the cache does not have it.
func (m *cachedCell[T]) lookup(cell []byte) *cachedValue[T] {
	v := m.byText[string(cell)]
	if v == nil {
		cells := make([][]byte, m.at[0]+1)
		cells[m.at[0]] = cell
		v = m.parseCells(cells)
		v.raw = string(cell)
		if len(m.byText) < maxCached {
			m.byText[v.raw] = v
		}
	}
	return v
}

// parseCells parses the column by the row's methods. A value is unusual if it has a fault or was
// normalised: the ordinary reader reports both with the line.
func (m *cachedCell[T]) parseCells(cells [][]byte) *cachedValue[T] {
	x := m.scratch
	x.reset(csvtext.Record{Cells: cells})
	x.file.normalised = [normalisationKinds]normalisationCount{}
	v := &cachedValue[T]{value: m.parse(x)}
	v.unusual = x.fault != nil || x.file.normalised != [normalisationKinds]normalisationCount{}
	if len(x.unknown) > 0 {
		v.issues = &rowIssues{unknown: slices.Clone(x.unknown)}
	}
	for _, i := range m.at {
		v.unusual = v.unusual || csvtext.CellFault(cells[i], x.strict) != ""
	}
	return v
}
