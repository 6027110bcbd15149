package ingest

import (
	"bytes"
	"slices"
	"strings"

	"leadpact/model"
)

// quick reads the usual rows of a file without a string or a look-up per cell: a column of few values (type, owner, status …)
// is read once per value by the row's own methods and remembered by its bytes, ids and dates are read where they lie. A row
// that is unusual in any cell is left to its table's parse.
type quick struct {
	*reader
	file   *file
	probe  *row  // reads the values that are to be remembered
	others []int // cells that no column is read from
	cannot bool  // some column is not of one cell, or mapped where that is not looked for
	kept   strings.Builder

	unusual bool    // the row at hand, as far as it was read
	odd     *oddity // its values that the agreement does not name
}

// newQuick makes the quick reader of a file, whose columns are then to be named.
func newQuick(r *reader, f *file) *quick {
	q := &quick{reader: r, file: f, probe: &row{file: f.beside(), texts: make([]memo, len(f.fields))}}
	for i := range f.split.width {
		q.others = append(q.others, i)
	}
	return q
}

// begin turns to another row, and says no to one that has other cells than the header, or is deleted, or is no text.
func (q *quick) begin(rec record) bool {
	q.unusual, q.odd = false, nil
	if len(rec.cells) != q.file.split.width {
		return false
	}
	if len(q.file.drop) > 0 {
		if q.probe.record = rec; q.probe.dropped() {
			return false
		}
	}
	for _, i := range q.others {
		if unfit(rec.cells[i], q.file.strict) != "" {
			return false
		}
	}
	return true
}

// keep is a text of its own.
func (q *quick) keep(cell []byte) string {
	const room = 64 << 10
	if q.kept.Cap()-q.kept.Len() < len(cell) {
		q.kept = strings.Builder{}
		q.kept.Grow(max(room, len(cell)))
	}
	q.kept.Write(cell)
	return q.kept.String()[q.kept.Len()-len(cell):]
}

// single is the cell of a column that is read where it lies; -1: the file does not have it.
func (q *quick) single(x *field) int {
	if len(x.at) == 0 && x.fixed == nil {
		return -1
	}
	if len(x.at) != 1 || x.at[0] >= q.file.split.width || x.mapper != nil {
		q.cannot = true
		return -1
	}
	q.others = slices.DeleteFunc(q.others, func(i int) bool { return i == x.at[0] })
	return x.at[0]
}

// quickID is a column of ids or e-mail addresses.
type quickID struct {
	*quick
	cell int
}

func (q *quick) id(column string) quickID { return quickID{q, q.single(q.file.index[column])} }

// What a byte of an id may ask for, but a digit.
const (
	sign     = 1 << iota // no digit
	exponent             // of a number that a spreadsheet has rounded
	special              // space, line break, several ids, spreadsheet's quoting or error, no plain text
)

var idBytes = func() (of [256]byte) {
	for b := range of {
		switch {
		case b <= ' ' || b >= 0x7f || strings.IndexByte(`;="#`, byte(b)) >= 0:
			of[b] = special
		case b == 'e' || b == 'E':
			of[b] = sign | exponent
		case b < '0' || b > '9':
			of[b] = sign
		}
	}
	return of
}()

// of is the one id of a row's cell, empty where it is blank.
func (d quickID) of(rec record) []byte {
	if d.cell < 0 {
		return nil
	}
	c := rec.cells[d.cell]
	if len(c) == 0 {
		return nil
	}
	var bytesOf byte
	for _, b := range c {
		bytesOf |= idBytes[b]
	}
	if bytesOf&special != 0 || bytesOf&exponent != 0 && c[0] <= '9' || len(c) > spreadsheetCell || bytesOf != 0 && blanks[string(c)] {
		d.unusual = true
		return nil
	}
	c = bytes.TrimPrefix(c, []byte(d.file.export.IDPrefix))
	if d.file.export.LongIDs && len(c) == 18 && len(bytes.TrimFunc(c, alphanumeric)) == 0 {
		c = c[:15]
	}
	d.unusual = d.unusual || len(c) == 0
	return c
}

// quickDate is a column of dates.
type quickDate struct {
	*quick
	x    *field
	cell int
}

func (q *quick) date(column string) quickDate {
	d := quickDate{q, q.file.index[column], q.single(q.file.index[column])}
	q.cannot = q.cannot || d.cell >= 0 && beginsWithYear(q.file.headers[d.cell])
	return d
}

// of is the moment of a row's cell, if it has one reading and no fault.
func (d quickDate) of(rec record) model.Moment {
	if d.cell < 0 || len(rec.cells[d.cell]) == 0 {
		return model.Moment{}
	}
	m, ok := d.file.calendar.quick(rec.cells[d.cell])
	if !ok {
		m, ok = d.other(rec.cells[d.cell])
		d.unusual = d.unusual || !ok
	}
	return m
}

// other reads a date that is written in another way than calendar.quick knows. It says no to one that asks for proof, and to
// the header's own text.
func (d quickDate) other(c []byte) (model.Moment, bool) {
	if !plain(c) {
		return model.Moment{}, false
	}
	if c = trim(c); len(c) == 0 {
		return model.Moment{}, true
	}
	if d.file.unproved != nil && !beginsWithYear(c) || string(c) == d.file.headers[d.cell] || blanks[string(c)] {
		return model.Moment{}, false
	}
	m, twice, fault := d.file.calendar.read(string(c), d.x.order, d.x.numbers)
	return m, fault == "" && !twice
}
