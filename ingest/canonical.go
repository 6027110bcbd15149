package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadpact/model"
)

// CanonicalColumns are the columns of a table in the order of SPEC section 11; nil where there is no such table.
func CanonicalColumns(table string) []string {
	t := tableNamed(table)
	if t == nil {
		return nil
	}
	var out []string
	for _, c := range t.columns {
		if !slices.Contains(joins, c.name) {
			out = append(out, c.name)
		}
	}
	return out
}

// canonical writes a row's columns as leadpact's own file would: dates in RFC 3339 or as bare days, plain numbers, the
// agreement's words. A stream that the agreement does not name is kept as written.
func (r *reader) canonical(x *row) []string {
	var out []string
	for i := range x.fields {
		f := &x.fields[i]
		if slices.Contains(joins, f.name) {
			continue
		}
		out = append(out, r.canonicalCell(x, f))
	}
	return out
}

func (r *reader) canonicalCell(x *row, f *field) string {
	switch f.kind {
	case date:
		return x.moment(f.name, false).RFC3339(r.home)
	case month:
		return x.month(f.name)
	case amount:
		if n, _, ok := x.number(f.name); ok {
			return strconv.FormatFloat(n, 'f', -1, 64)
		}
		return ""
	case choice:
		if f.name == "won" {
			return map[model.Tri]string{model.Yes: "true", model.No: "false"}[x.won(x.flag("won"), x.text("stage"), x.moment("closed_at", false).Known())]
		}
		to := x.choice(f.name)
		if to == "" && f.name == "stream" {
			return x.cell(f)
		}
		return to
	case name:
		return r.person(x, f.name)
	case idents:
		return strings.Join(x.ids(f.name), ";")
	case ident:
		return x.id(f.name, false)
	}
	return x.text(f.name)
}

var monthForms = []struct {
	re          *regexp.Regexp
	year, month int
}{
	{regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$`), 1, 2},
	{regexp.MustCompile(`^(\d{1,2})[-/.](\d{4})$`), 2, 1},
	{regexp.MustCompile(`^([A-Za-z]{3,9})[ -](\d{4})$`), 2, 1},
}

// month is the first day of a month, which may be written as any day of it.
func (r *row) month(column string) string {
	s := r.cell(r.index[column])
	for _, f := range monthForms {
		m := f.re.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		c := cursor{m[f.month]}
		n := c.month()
		if n == 0 {
			n, _ = strconv.Atoi(m[f.month])
		}
		if n >= 1 && n <= 12 && c.s == "" || n >= 1 && n <= 12 && m[f.month][0] <= '9' {
			y, _ := strconv.Atoi(m[f.year])
			return time.Date(y, time.Month(n), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
	}
	m := r.moment(column, false)
	if !m.Known() {
		return ""
	}
	t := m.Time(r.calendar.home)
	return t.AddDate(0, 0, 1-t.Day()).Format(time.DateOnly)
}

// hand gives a used row to the sink.
func (r *reader) hand(x *row) {
	if r.options.Sink == nil {
		return
	}
	x.quiet = true
	if err := r.options.Sink(x.table.name, r.canonical(x)); err != nil {
		r.errs = append(r.errs, err)
		r.options.Sink = nil
	}
}
