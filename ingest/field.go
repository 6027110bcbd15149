package ingest

import (
	"fmt"
	"strings"
	"time"

	"leadpact/model"
)

// field is how one canonical column of this file is read.
type field struct {
	column
	no       int // its place in the table
	at       []int
	fixed    *string
	mapper   *mapper
	order    order
	numbers  bool
	decimal  byte
	unmapped map[string]int
	met      map[string]int
	texts    map[string]string // raw texts that come again, each kept once
}

// mostTexts is how many texts of a column are kept.
const mostTexts = 4096

// once is the text of a cell. Ids, e-mails and dates are hardly the same twice.
func (x *field) once(cell []byte) string {
	switch x.kind {
	case text, choice, name:
		if s, met := x.texts[string(cell)]; met {
			return s
		}
		s := string(cell)
		if len(x.texts) < mostTexts {
			x.texts[s] = s
		}
		return s
	}
	return string(cell)
}

// raw is the text of a field's cells, trimmed and joined with a space; of several amounts, the first that is there.
func (x *field) raw(cells [][]byte) string {
	if len(x.at) == 1 {
		if x.at[0] >= len(cells) {
			return ""
		}
		return x.once(trim(cells[x.at[0]]))
	}
	s := ""
	for _, i := range x.at {
		if i >= len(cells) {
			continue
		}
		if x.kind == amount && s != "" {
			break
		}
		if part := string(trim(cells[i])); part != "" && s != "" {
			s += " " + part
		} else {
			s += part
		}
	}
	return s
}

// prepare makes a field of every column.
func (f *file) prepare(r *reader) error {
	zone := r.home
	if name := f.in.Zone; name != "" || f.export.Zone != "" {
		if name == "" {
			name = f.export.Zone
		}
		loc, err := time.LoadLocation(name)
		if err != nil {
			return fmt.Errorf("inputs.%s.zone: %w", f.table.name, err)
		}
		zone = loc
	}
	f.calendar = newCalendar(zone, r.period)
	f.fields = make([]field, len(f.table.columns))
	f.index = make(map[string]*field, len(f.fields))
	for i, c := range f.table.columns {
		x := &f.fields[i]
		*x = field{column: c, no: i, at: f.at[i], fixed: f.fixed[i], mapper: f.mapperOf(r.agreement, c.name), decimal: '.', unmapped: map[string]int{}, met: map[string]int{}, texts: map[string]string{}}
		f.index[c.name] = x
		if f.given(i) {
			f.report.Columns = append(f.report.Columns, f.boundTo(i))
		}
	}
	f.drop = map[int]list{}
	h := newHeaderOf(f.headers)
	for name, values := range f.export.Drop {
		for _, i := range h.find(name) {
			f.drop[i] = newList(values)
		}
	}
	f.wonStages = f.stagesOfWon()
	f.ownLead = f.table.name == "deals" && !f.given(f.table.index("lead_id")) && r.servesAsLeads(f)
	f.unbound()
	return nil
}

// mapperOf is the mapper of a column of choices, or of text that the agreement maps; the agreement's values stand in place
// of the profile's.
func (f *file) mapperOf(a *model.Agreement, column string) *mapper {
	values, mapped := f.in.Values.Get(column)
	if !mapped {
		values = f.export.values(column)
	}
	words := wordsOf(a, f.table.name, column)
	if words == nil && len(values) == 0 {
		return nil
	}
	return newMapper(words, values...)
}

func (f *file) boundTo(i int) Bound {
	b := Bound{Column: f.table.columns[i].name}
	if f.fixed[i] != nil {
		b.Constant = *f.fixed[i]
		return b
	}
	for _, at := range f.at[i] {
		b.Headers = append(b.Headers, shown([]byte(f.headers[at])))
	}
	return b
}

// unbound lists the headers that give no column, and says which columns a reader may miss.
func (f *file) unbound() {
	used := map[int]bool{}
	for _, at := range f.at {
		for _, i := range at {
			used[i] = true
		}
	}
	for i, n := range f.headers {
		if !used[i] && n != "" {
			f.report.Unbound = append(f.report.Unbound, shown([]byte(n)))
		}
	}
	for _, c := range f.absent {
		named, _ := f.in.Columns.Get(c)
		f.note(0, "columns: names %s for %s, which the file does not have; the column is absent", quoted(named), c)
	}
	if f.table.name != "leads" {
		return
	}
	for _, miss := range []struct{ column, so string }{
		{"owner", "unassigned"}, {"source", "unattributed"}, {"tier", "without value"}, {"action", "without value"}, {"quality", "unrated"},
	} {
		if !f.given(f.table.index(miss.column)) {
			f.note(0, "no column gives %s: every lead of the file is %s", miss.column, miss.so)
		}
	}
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = `"` + shown([]byte(s)) + `"`
	}
	return strings.Join(out, " or ")
}
