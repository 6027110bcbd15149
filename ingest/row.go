package ingest

import (
	"fmt"
	"hash/maphash"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"leadpact/model"
)

// row is one record under canonical names. Its methods read a column as what it is; the first that cannot be read is the
// row's fault, for which the row is set aside.
type row struct {
	*file
	record
	fault *fault
	quiet bool // the row was read before: nothing is counted again
	// unknown are the row's values that no canonical one stands for; they count unless the row is set aside.
	unknown []unknown
}

type unknown struct {
	field *field
	value string
}

type fault struct{ column, value, reason string }

func (r *row) fail(column, value, reason string) {
	if r.fault == nil {
		r.fault = &fault{column, value, reason}
	}
}

func (r *row) source() model.Source { return model.Source{File: r.report.File, Line: r.line} }

// check finds what makes the whole row unusable, in whichever cell it stands.
func (r *row) check() {
	for i, c := range r.cells {
		reason := unfit(c, r.strict)
		if reason == "" {
			continue
		}
		column := ""
		if i < len(r.headers) {
			column = r.headers[i]
		}
		for j, at := range r.at {
			if slices.Contains(at, i) {
				column = r.table.columns[j].name
				break
			}
		}
		r.fail(column, shown(c), reason)
		return
	}
}

// mend counts what was done to a cell.
func (r *row) mend(m mending) {
	if !r.quiet {
		r.file.mend(m, r.line)
	}
}

// settle counts the values of a row that was not set aside.
func (r *row) settle() {
	for _, u := range r.unknown {
		u.field.unmapped[u.value]++
	}
}

// dropped says that the CRM has marked the row as deleted.
func (r *row) dropped() bool {
	for i, l := range r.drop {
		if i < len(r.cells) && l.has(string(trim(r.cells[i]))) {
			return true
		}
	}
	return false
}

// cell is the text of a column: trimmed, a word for blank as blank, composed, and of an id or name without invisible
// characters.
func (r *row) cell(x *field) string {
	if x.fixed != nil {
		return *x.fixed
	}
	s := x.raw(r.cells)
	if s == "" {
		return ""
	}
	if blanks[s] {
		r.mend(blankWords)
		return ""
	}
	return r.tidy(x, s)
}

func (r *row) tidy(x *field, s string) string {
	if x.kind == ident || x.kind == idents || x.kind == name {
		if broken(s) {
			r.fail(x.name, shown([]byte(s)), "the value holds a line break")
		}
	}
	if ascii([]byte(s)) {
		return s
	}
	if strings.ContainsRune(s, utf8.RuneError) {
		r.mend(replaced)
	}
	if c := composed(s); c != s {
		r.mend(combined)
		s = c
	}
	if x.kind != text {
		if v := visible(s); v != s {
			r.mend(hidden)
			s = strings.TrimSpace(v)
		}
	}
	return s
}

// text is a column of free text, mapped where the agreement maps it.
func (r *row) text(column string) string {
	x := r.index[column]
	s := r.cell(x)
	if x.mapper != nil && s != "" {
		if to, ok := x.mapper.of(s, x.decimal); ok {
			return to
		}
	}
	return s
}

var rounded = regexp.MustCompile(`^-?\d(?:[.,]\d+)?[eE]\+?\d+$`)

// id is an id, which a spreadsheet must not have rounded; required says that the row is nothing without it.
func (r *row) id(column string, required bool) string {
	s := r.text(column)
	if s == "" && required {
		r.fail(column, "", "the value is missing")
	}
	return r.whole(column, s)
}

func (r *row) whole(column, s string) string {
	if len(s) > 0 && s[0] <= '9' && rounded.MatchString(s) {
		r.fail(column, shown([]byte(s)), "a spreadsheet has rounded the id; export it as text")
	}
	if r.export.LongIDs && len(s) == 18 && strings.TrimFunc(s, alphanumeric) == "" {
		s = s[:15]
	}
	return s
}

func alphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

// ids are the ids of a cell, joined with semicolons, each once.
func (r *row) ids(column string) []string {
	var out []string
	for part := range strings.SplitSeq(r.text(column), ";") {
		if part = r.whole(column, strings.TrimSpace(part)); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

// choice is the canonical word of a column; what is not mapped is counted and read as blank.
func (r *row) choice(column string) string {
	x := r.index[column]
	raw := r.cell(x)
	if raw == "" {
		return ""
	}
	for _, i := range x.at { // of several cells, the first that means something
		if len(x.at) < 2 || i >= len(r.cells) {
			break
		}
		if to, ok := x.mapper.named(string(trim(r.cells[i])), x.decimal); ok {
			return to
		}
	}
	if to, ok := x.mapper.of(raw, x.decimal); ok {
		return to
	}
	if !r.quiet {
		r.unknown = append(r.unknown, unknown{x, raw})
	}
	return ""
}

// flag is a choice of true and false, in which another word is a fault.
func (r *row) flag(column string) model.Tri {
	x := r.index[column]
	raw := r.cell(x)
	if raw == "" {
		return model.Unknown
	}
	to, ok := x.mapper.of(raw, x.decimal)
	if !ok {
		r.fail(column, shown([]byte(raw)), "the value is neither true nor false")
	}
	return tris[to]
}

// moment is a date; blank is the zero Moment.
func (r *row) moment(column string, required bool) model.Moment {
	x := r.index[column]
	s := r.cell(x)
	if s == "" {
		if required {
			r.fail(column, "", "the value is missing")
		}
		return model.Moment{}
	}
	m, twice, reason := r.calendar.read(s, x.order, x.serials)
	if reason != "" {
		r.fail(column, shown([]byte(s)), "the value "+reason)
	}
	if twice {
		r.mend(twiceOnClock)
	}
	return m
}

// day is the calendar day of a date.
func (r *row) day(column string) model.Day {
	m := r.moment(column, false)
	if !m.Known() {
		return model.Day{}
	}
	return model.Day{Time: m.Time(r.calendar.home)}
}

// number is a number and the currency that its cell names, if any; ok is false where it is blank.
func (r *row) number(column string) (x float64, currency string, ok bool) {
	f := r.index[column]
	s := r.cell(f)
	if s == "" {
		return 0, "", false
	}
	x, currency, ok = parseNumber(s, f.decimal)
	if !ok {
		r.fail(column, shown([]byte(s)), fmt.Sprintf("the value is not a number with the decimal sign %q", f.decimal))
	}
	return x, currency, ok
}

var seed = maphash.MakeSeed()

// hash tells rows apart by the cells that give a column.
func (r *row) hash() uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for i := range r.fields {
		for _, at := range r.fields[i].at {
			if at < len(r.cells) {
				h.Write(trim(r.cells[at]))
			}
			h.WriteByte(0)
		}
	}
	return h.Sum64()
}
