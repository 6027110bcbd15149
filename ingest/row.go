package ingest

import (
	"hash/maphash"
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
	texts []memo // by canonical column, as cell gives them
	fault *fault
	quiet bool // the row was read before: nothing is counted again
	// unknown are the row's values that no canonical one stands for; they count unless the row is set aside.
	unknown []unknown
}

// memo is a column's text once it was asked for.
type memo struct {
	read bool
	text string
}

// next makes the row that of another record.
func (r *row) next(rec record) {
	clear(r.texts)
	*r = row{file: r.file, record: rec, texts: r.texts, unknown: r.unknown[:0]}
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

// fit says that the row is to be taken: it is no damage, not empty, not deleted, and text in every cell.
func (r *row) fit() bool {
	switch {
	case r.damage != "":
		r.fail("", "", r.damage)
	case r.blank():
		r.mend(emptyRows)
	case repeats(r.cells, r.headers):
		r.mend(headerAgain)
	case r.dropped():
		r.mend(deleted)
	default:
		r.check()
		return r.fault == nil
	}
	return false
}

// check finds what makes the whole row unusable, in whichever cell it stands.
func (r *row) check() {
	for i, c := range r.cells {
		reason := unfit(c, r.strict)
		if reason == "" {
			continue
		}
		column := ""
		if i < len(r.headers) {
			column = shown([]byte(r.headers[i]))
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
	m := &r.texts[x.no]
	if !m.read {
		*m = memo{true, r.clean(x)}
	}
	return m.text
}

func (r *row) clean(x *field) string {
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
	if x.kind == ident && len(x.at) == 1 && len(s) < len(r.cells[x.at[0]]) {
		r.mend(padded)
	}
	if len(s) > spreadsheetCell && utf8.RuneCountInString(s) > spreadsheetCell {
		r.mend(overlong)
	}
	return r.tidy(x, s)
}

func (r *row) tidy(x *field, s string) string {
	if x.kind == ident || x.kind == idents || x.kind == name {
		if broken(s) {
			r.fail(x.name, shown([]byte(s)), "the value holds a line break")
		}
		if len(s) > 3 && strings.HasPrefix(s, `="`) && strings.IndexByte(s[2:], '"') == len(s)-3 {
			r.mend(asText)
			s = s[2 : len(s)-1]
		}
	}
	if x.kind == name && strings.ContainsAny(s, " \t\u00a0\u2007\u2009\u202f\u3000") {
		if one := strings.Join(strings.Fields(s), " "); one != s {
			r.mend(spaced)
			s = one
		}
	}
	if ascii(s) {
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
