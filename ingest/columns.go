package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"leadpact/model"
)

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
	if len(s) > 0 && s[0] <= '9' && strings.ContainsAny(s, "eE") && rounded.MatchString(s) {
		r.fail(column, shown([]byte(s)), "a spreadsheet has rounded the id; export it as text")
	}
	if len(s) > 1 && s[0] == '#' && spreadsheetErrors[s] {
		r.fail(column, s, "a spreadsheet's error stands in place of the value; export it again")
	}
	s = strings.TrimPrefix(s, r.export.IDPrefix)
	if r.export.LongIDs && len(s) == 18 && strings.TrimFunc(s, alphanumeric) == "" {
		s = s[:15]
	}
	return s
}

var spreadsheetErrors = map[string]bool{"#REF!": true, "#NAME?": true, "#VALUE!": true, "#DIV/0!": true, "#NUM!": true, "#NULL!": true, "#####": true}

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
	to, ok := r.named(x, raw)
	switch {
	case ok:
		return to
	case x.mapper.rest != nil:
		return *x.mapper.rest
	case !r.quiet:
		r.unknown = append(r.unknown, unknown{x, raw})
	}
	return ""
}

// named is the word that a value stands for, or the first of its cells that means something.
func (r *row) named(x *field, raw string) (string, bool) {
	to, ok := x.mapper.named(raw, x.decimal)
	if ok || len(x.at) < 2 {
		return to, ok
	}
	for _, i := range x.at {
		if i >= len(r.cells) {
			break
		}
		if to, ok := x.mapper.named(string(trim(r.cells[i])), x.decimal); ok {
			return to, true
		}
	}
	return "", false
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
	if len(x.at) == 1 && x.at[0] < len(r.cells) {
		if m, n := r.calendar.quick(r.cells[x.at[0]]); n > 0 && n == len(r.cells[x.at[0]]) {
			return m
		}
	}
	s := r.cell(x)
	if s == "" {
		if required {
			r.fail(column, "", "the value is missing")
		}
		return model.Moment{}
	}
	m, twice, reason := r.calendar.read(s, x.order, x.numbers)
	if reason != "" {
		r.fail(column, shown([]byte(s)), "the value "+reason)
	}
	if twice {
		r.mend(twiceOnClock)
	}
	return m
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
	} else if scaleOf(s) != 1 {
		r.mend(shortened)
	}
	return x, currency, ok
}
