package profile

import (
	"regexp"
	"slices"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/model/agreement"
)

// binding is how a file's cells become a table's columns.
type Binding struct {
	Export      *Export
	Table       *Table
	CellIndexes [][]int   // by canonical column: the cells that give it, in order; empty: none
	Constants   []*string // by canonical column: the constant that gives it
	Headers     []string  // as written
	Unmatched   []string  // canonical columns whose `columns:` names no header of the file
}

// given says that a header, mapping or constant gives the column.
func (b *Binding) Given(i int) bool { return b.Constants[i] != nil || len(b.CellIndexes[i]) > 0 }

// header is the header's cells by their folded name.
type Header struct {
	names []string
	at    map[string][]int
}

func NewHeader(cells [][]byte) Header {
	var names []string
	for _, c := range cells {
		names = append(names, csvtext.StripInvisible(csvtext.NFC(string(csvtext.Trim(c)))))
	}
	return HeaderFromNames(names)
}

func HeaderFromNames(names []string) Header {
	h := Header{names: names, at: map[string][]int{}}
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
	return strings.Join(strings.Fields(headerQuotes.Replace(csvtext.FoldCase(s))), " ")
}

// find gives the cells of a header, of the only one that a pattern with * fits, or of several joined with " + "; nil where one
// is not there.
func (h Header) Find(named string) []int {
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

func (h Header) like(re *regexp.Regexp) []int {
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

func (h Header) FindFirst(named []string) []int {
	for _, n := range named {
		if at := h.Find(n); at != nil {
			return at
		}
	}
	return nil
}

// bind gives the table's columns their cells: the agreement's constant or mapping, else the export's header or constant, else a
// header with the canonical name.
func bind(t *Table, in *agreement.Input, e *Export, h Header) *Binding {
	b := &Binding{Export: e, Table: t, CellIndexes: make([][]int, len(t.Columns)), Constants: make([]*string, len(t.Columns)), Headers: h.names}
	for i, c := range t.Columns {
		if v, ok := in.Constants.Get(c.Name); ok {
			b.Constants[i] = &v
			continue
		}
		if named, ok := in.Columns.Get(c.Name); ok {
			if b.CellIndexes[i] = h.FindFirst(named); b.CellIndexes[i] == nil {
				b.Unmatched = append(b.Unmatched, c.Name)
			}
			continue
		}
		if b.CellIndexes[i] = h.FindFirst(e.Columns[c.Name]); b.CellIndexes[i] != nil {
			continue
		}
		if v, ok := e.Constants[c.Name]; ok {
			b.Constants[i] = &v
		} else {
			b.CellIndexes[i] = h.FindFirst([]string{c.Name, strings.ReplaceAll(c.Name, "_", " ")})
		}
	}
	return b
}

// count is how many columns are given.
func (b *Binding) count() int {
	n := 0
	for i := range b.CellIndexes {
		if b.Given(i) {
			n++
		}
	}
	return n
}

// missing lists the required columns that the file does not give, as a reader is to be told.
func (b *Binding) Missing() []string {
	var out []string
	for _, group := range b.Table.Required {
		if !slices.ContainsFunc(group, func(c string) bool { return b.Given(b.Table.Index(c)) }) {
			out = append(out, strings.Join(group, " or "))
		}
	}
	return out
}

// doubled names a bound header that stands twice in the file.
func (b *Binding) RepeatedHeader(h Header) string {
	for _, at := range b.CellIndexes {
		for _, i := range at {
			if len(h.at[headerKey(h.names[i])]) > 1 {
				return h.names[i]
			}
		}
	}
	return ""
}
