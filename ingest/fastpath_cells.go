package ingest

import (
	"bytes"
	"math"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/scalar"
	"leadpact/model/calendar"
)

// quickID is a column of ids or e-mail addresses.
type fastID struct {
	*fastReader
	id     []byte // of the line; empty: blank
	key    uint64 // of the id
	header string
	kept   strings.Builder // ids alone, so that their room is free once they are not needed
}

func (q *fastReader) id(column string) *fastID {
	d := &fastID{fastReader: q}
	x := q.file.index[column]
	if q.alone(x, d); len(x.at) > 0 {
		d.header = q.file.Headers[x.at[0]]
		q.cannot = q.cannot || strings.Trim(d.header, "0123456789") == ""
	}
	return d
}

// keep is the id as a text of its own.
func (d *fastID) keep() string {
	const room = 64 << 10
	if d.kept.Cap()-d.kept.Len() < len(d.id) {
		d.kept = strings.Builder{}
		d.kept.Grow(max(room, len(d.id)))
	}
	d.kept.Write(d.id)
	return d.kept.String()[d.kept.Len()-len(d.id):]
}

func (d *fastID) read(text []byte, _ bool) int {
	var seen byte
	var number uint64
	n := 0
	for n < len(text) {
		c := d.class[text[n]]
		if c == stop {
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
	case seen == 0 && n < 18: // digits alone
		d.id, d.key = c, numberKey(number, n)
		return n
	}
	if seen&special != 0 || seen&exponent != 0 && c[0] <= '9' || n > csvtext.SpreadsheetCell || string(c) == d.header || csvtext.Blanks[string(c)] {
		return -1
	}
	e := d.file.Export
	c = bytes.TrimPrefix(c, []byte(e.IDPrefix))
	if e.LongIDs && len(c) == 18 && len(bytes.TrimFunc(c, csvtext.IsAlphanumeric)) == 0 {
		c = c[:15]
	}
	if d.id, d.key = c, idKey(c); len(c) == 0 {
		return -1
	}
	return n
}

func (d *fastID) blank() { d.id, d.key = nil, 0 }

// quickDate is a column of dates.
type fastDate struct {
	*fastReader
	x      *field
	moment calendar.Moment // of the line
	header string
}

func (q *fastReader) date(column string) *fastDate {
	d := &fastDate{fastReader: q, x: q.file.index[column]}
	if q.alone(d.x, d); len(d.x.at) > 0 {
		d.header = q.file.Headers[d.x.at[0]]
		q.cannot = q.cannot || scalar.BeginsWithYear(d.header)
	}
	return d
}

func (d *fastDate) read(text []byte, all bool) int {
	m, n := d.file.calendar.ReadFast(text)
	if n > 0 && (n == len(text) || !all && d.class[text[n]] == stop) {
		d.moment = m
		return n
	}
	if n = len(text); !all {
		n = d.end(text)
	}
	if !d.other(text[:n]) {
		return -1
	}
	return n
}

func (d *fastDate) blank() { d.moment = calendar.Moment{} }

// other reads a date that is written in another way than calendar.quick knows. It says no to one that has more than one reading
// or a fault or asks for proof, and to the header's own text.
func (d *fastDate) other(c []byte) (ok bool) {
	d.moment = calendar.Moment{}
	if len(c) == 0 {
		return true
	}
	if !csvtext.IsPlainASCII(c) {
		return false
	}
	if c = csvtext.Trim(c); len(c) == 0 || d.file.unproved != nil && !scalar.BeginsWithYear(c) || string(c) == d.header || csvtext.Blanks[string(c)] {
		return len(c) == 0
	}
	m, twice, fault := d.file.calendar.Read(string(c), d.x.order, d.x.numbers)
	d.moment = m
	return fault == "" && !twice
}

// quickAmount is a column of plain numbers.
type fastAmount struct {
	*fastReader
	amount float64 // of the line; NaN: blank
}

func (q *fastReader) amount(column string) *fastAmount {
	a := &fastAmount{fastReader: q, amount: math.NaN()}
	x := q.file.index[column]
	q.alone(x, a)
	q.cannot = q.cannot || x.decimal != '.'
	return a
}

func (a *fastAmount) read(text []byte, all bool) int {
	if len(text) == 0 || !all && a.class[text[0]] == stop {
		a.blank()
		return 0
	}
	x, n := scalar.PlainAmount(text)
	if n == 0 {
		return -1
	}
	a.amount = x
	return n // which is the whole cell, or the line is unusual
}

func (a *fastAmount) blank() { a.amount = math.NaN() }
