package ingest

import (
	"regexp"
	"slices"
	"strings"

	"leadpact/model"
)

// binding is how a file's cells become a table's columns.
type binding struct {
	export  *export
	table   *table
	at      [][]int   // by canonical column: the cells that give it, in order; empty: none
	fixed   []*string // by canonical column: the constant that gives it
	headers []string  // as written
	absent  []string  // canonical columns whose `columns:` names no header of the file
}

// given says that a header, mapping or constant gives the column.
func (b *binding) given(i int) bool { return b.fixed[i] != nil || len(b.at[i]) > 0 }

// header is the header's cells by their folded name.
type header struct {
	names []string
	at    map[string][]int
}

func newHeader(cells [][]byte) header {
	var names []string
	for _, c := range cells {
		names = append(names, visible(composed(string(trim(c)))))
	}
	return newHeaderOf(names)
}

func newHeaderOf(names []string) header {
	h := header{names: names, at: map[string][]int{}}
	for i, n := range names {
		if k := headerKey(n); k != "" {
			h.at[k] = append(h.at[k], i)
		}
	}
	return h
}

var headerQuotes = strings.NewReplacer("'", `"`, "‘", `"`, "’", `"`, "“", `"`, "”", `"`)

// headerKey is what two spellings of one header have in common: case, quotes and spaces do not matter.
func headerKey(s string) string {
	return strings.Join(strings.Fields(headerQuotes.Replace(fold(s))), " ")
}

// find gives the cells of a header, of the only one that a pattern with * fits, or of several joined with " + "; nil where one
// is not there.
func (h header) find(named string) []int {
	if at := h.at[headerKey(named)]; at != nil {
		return at[:1]
	}
	if strings.Contains(named, "*") {
		return h.like(glob(headerKey(named)))
	}
	var out []int
	for _, part := range strings.Split(named, " + ") {
		at := h.at[headerKey(part)]
		if at == nil {
			return nil
		}
		out = append(out, at[0])
	}
	return out
}

func (h header) like(re *regexp.Regexp) []int {
	var out []int
	for i, name := range h.names {
		if re.MatchString(headerKey(name)) {
			out = append(out, i)
		}
	}
	if len(out) != 1 {
		return nil
	}
	return out
}

func (h header) first(named []string) []int {
	for _, n := range named {
		if at := h.find(n); at != nil {
			return at
		}
	}
	return nil
}

// bind gives the table's columns their cells: the agreement's constant or mapping, else the export's header or constant, else a
// header with the canonical name.
func bind(t *table, in *model.Input, e *export, h header) *binding {
	b := &binding{export: e, table: t, at: make([][]int, len(t.columns)), fixed: make([]*string, len(t.columns)), headers: h.names}
	for i, c := range t.columns {
		if v, ok := in.Constants.Get(c.name); ok {
			b.fixed[i] = &v
			continue
		}
		if named, ok := in.Columns.Get(c.name); ok {
			if b.at[i] = h.first(named); b.at[i] == nil {
				b.absent = append(b.absent, c.name)
			}
			continue
		}
		if b.at[i] = h.first(e.Columns[c.name]); b.at[i] != nil {
			continue
		}
		if v, ok := e.Constants[c.name]; ok {
			b.fixed[i] = &v
		} else {
			b.at[i] = h.first([]string{c.name, strings.ReplaceAll(c.name, "_", " ")})
		}
	}
	return b
}

// count is how many columns are given.
func (b *binding) count() int {
	n := 0
	for i := range b.at {
		if b.given(i) {
			n++
		}
	}
	return n
}

// missing lists the required columns that the file does not give, as a reader is to be told.
func (b *binding) missing() []string {
	var out []string
	for _, group := range b.table.required {
		if !slices.ContainsFunc(group, func(c string) bool { return b.given(b.table.index(c)) }) {
			out = append(out, strings.Join(group, " or "))
		}
	}
	return out
}

// doubled names a bound header that stands twice in the file.
func (b *binding) doubled(h header) string {
	for _, at := range b.at {
		for _, i := range at {
			if len(h.at[headerKey(h.names[i])]) > 1 {
				return h.names[i]
			}
		}
	}
	return ""
}

// repeats says that cells are the header's names once more.
func repeats(cells [][]byte, names []string) bool {
	if len(cells) < len(names) {
		return false
	}
	for i, name := range names {
		if string(trim(cells[i])) != name {
			return false
		}
	}
	return true
}
