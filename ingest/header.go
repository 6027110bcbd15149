package ingest

import (
	"fmt"
	"slices"
	"strings"

	"leadpact/model"
)

// headerRows is how far into a file its header is looked for: reports begin with a title and a date.
const headerRows = 40

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
	h := header{at: map[string][]int{}}
	for i, c := range cells {
		n := visible(composed(string(trim(c))))
		h.names = append(h.names, n)
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

// find gives the cells of a header, or of several joined with " + "; nil where one is not there.
func (h header) find(named string) []int {
	if at := h.at[headerKey(named)]; at != nil {
		return at[:1]
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

func (h header) first(named []string) []int {
	for _, n := range named {
		if at := h.find(n); at != nil {
			return at
		}
	}
	return nil
}

// bind gives the table's columns their cells: a constant, else the agreement's mapping, else the export's, else a header with
// the canonical name.
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
		if b.at[i] = h.first(e.Columns[c.name]); b.at[i] == nil {
			b.at[i] = h.find(c.name)
		}
		if v, ok := e.Constants[c.name]; ok && b.at[i] == nil {
			b.fixed[i] = &v
		}
	}
	return b
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

// recognise chooses the export that a header belongs to: the one whose telling headers are all there, the most of them
// first; plain columns where none are. ok says that every required column is given.
func recognise(t *table, in *model.Input, h header) (*binding, bool, error) {
	exports, err := exportsFor(t.name, in.CRM)
	if err != nil {
		return nil, false, err
	}
	best, score := (*binding)(nil), -1
	for _, e := range exports {
		known := !slices.ContainsFunc(e.Recognise, func(n string) bool { return h.find(n) == nil })
		if !known && in.CRM == "" {
			continue
		}
		b := bind(t, in, e, h)
		s := len(e.Recognise)
		if len(b.missing()) == 0 && known {
			s += 1000
		}
		if s > score {
			best, score = b, s
		}
	}
	return best, len(best.missing()) == 0, nil
}

// findHeader looks for the first record that gives every required column. It leaves the splitter behind it, with the number
// of cells that every row must have.
func findHeader(t *table, in *model.Input, s *splitter, file string) (b *binding, line int, err error) {
	var first *binding
	for range headerRows {
		r, more := s.next()
		if !more {
			break
		}
		if r.damage != "" || r.blank() {
			continue
		}
		h := newHeader(r.cells)
		b, ok, err := recognise(t, in, h)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			if first == nil || len(b.missing()) < len(first.missing()) {
				first, line = b, r.line
			}
			continue
		}
		if twice := b.doubled(h); twice != "" {
			return nil, 0, &Refused{File: file, Line: r.line, Reason: fmt.Sprintf("the header names %q twice; rename one column or leave it out of the export", twice)}
		}
		s.width = s.rowWidth(r.cells)
		return b, r.line, nil
	}
	if first == nil {
		return nil, 0, &Refused{File: file, Reason: "it is empty; export it again"}
	}
	return nil, 0, noHeader(t, first, line, file)
}

func noHeader(t *table, b *binding, line int, file string) error {
	missing := b.missing()
	const most = 12
	var found []string
	for _, n := range b.headers {
		if n != "" && len(found) < most {
			found = append(found, shown([]byte(n)))
		}
	}
	more := ""
	if len(b.headers) > most {
		more = ", …"
	}
	key, _, _ := strings.Cut(missing[0], " or ")
	return &Refused{File: file, Line: line, Reason: fmt.Sprintf(
		"no column gives %s; the first row reads %s%s; name the header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}",
		strings.Join(missing, ", "), strings.Join(found, ", "), more, t.name, key)}
}

// rowWidth is the number of cells that every row must have: the header's, or the first rows' own where they all agree and
// differ from it by empty cells at the end alone.
func (s *splitter) rowWidth(header [][]byte) int {
	named := len(header)
	for named > 0 && len(trim(header[named-1])) == 0 {
		named--
	}
	ahead := *s
	ahead.cells = nil
	width := 0
	for range 100 {
		r, ok := ahead.next()
		if !ok {
			break
		}
		if r.damage != "" || r.blank() {
			continue
		}
		if width == 0 {
			width = len(r.cells)
		}
		surplus := record{cells: r.cells[min(len(header), len(r.cells)):]}
		if len(r.cells) != width || width < named || !surplus.blank() {
			return len(header)
		}
	}
	if width == 0 {
		return len(header)
	}
	return width
}
