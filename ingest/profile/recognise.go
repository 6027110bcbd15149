package profile

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"

	"leadpact/ingest/csvtext"
	"leadpact/model/agreement"
)

// Binding assigns the cells of a file to the columns of a table.
type Binding struct {
	Export      *Export
	Table       *Table
	CellIndexes [][]int   // by canonical column: indexes of the cells that give it, joined in this order; empty: none
	Constants   []*string // by canonical column: its constant, or nil
	Headers     []string  // as written
	Unmatched   []string  // canonical columns whose headers in the agreement are all missing from the file
}

// Given reports whether the column with index i is given by a cell or a constant.
func (b *Binding) Given(i int) bool { return b.Constants[i] != nil || len(b.CellIndexes[i]) > 0 }

// Header is the header row of a file. Names are found in it regardless of case, quotes and spaces.
type Header struct {
	names []string
	byKey map[string][]int // cell indexes by headerKey
}

// NewHeader returns a record of a file as a header.
func NewHeader(cells [][]byte) Header {
	var names []string
	for _, c := range cells {
		names = append(names, csvtext.StripInvisible(csvtext.NFC(string(bytes.TrimSpace(c)))))
	}
	return HeaderFromNames(names)
}

// HeaderFromNames returns the header with the given names.
func HeaderFromNames(names []string) Header {
	h := Header{names: names, byKey: map[string][]int{}}
	for i, n := range names {
		if k := headerKey(n); k != "" {
			h.byKey[k] = append(h.byKey[k], i)
		}
	}
	return h
}

// sortArrows lists the marks of the order that a report adds to a header.
const sortArrows = "↑↓▲▼⬆⬇"

// IsSorted reports whether a header has the mark of an order, as formatted reports have.
func IsSorted(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.ContainsAny(n, sortArrows) })
}

var headerQuotes = strings.NewReplacer("'", `"`, "‘", `"`, "’", `"`, "“", `"`, "”", `"`)

// Names returns the names of the columns; empty for a cell without text.
func (h Header) Names() []string { return h.names }

// headerKey returns a key that is equal for all spellings of a header that differ only in case, kinds of
// quotes, spaces and the mark of an order.
func headerKey(s string) string {
	s = strings.TrimRight(headerQuotes.Replace(csvtext.FoldCase(s)), sortArrows+" \t\u00a0\ufe0e\ufe0f")
	return strings.Join(strings.Fields(s), " ")
}

// nameKeys caches headerKey of the names that profiles and agreements give, which are few and are looked for
// in every file.
var nameKeys sync.Map

func nameKey(name string) string {
	if key, ok := nameKeys.Load(name); ok {
		return key.(string)
	}
	key := headerKey(name)
	nameKeys.Store(name, key)
	return key
}

// Find returns the cell index of a name, or of the only name that a pattern with * matches, or the
// indexes of several names joined with " + "; nil if any of them is missing.
func (h Header) Find(named string) []int {
	if at := h.byKey[nameKey(named)]; at != nil {
		return at[:1]
	}
	if strings.Contains(named, "*") {
		return h.matchGlob(glob(nameKey(named)))
	}
	var out []int
	for _, part := range strings.Split(named, " + ") {
		at := h.byKey[nameKey(part)]
		if at == nil {
			return nil
		}
		out = append(out, at[0])
	}
	return out
}

// matchGlob returns the cell index of the only name that matches; nil if there is none or more than one.
func (h Header) matchGlob(re *regexp.Regexp) []int {
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

// FindFirst returns the result of Find for the first of several names that the header has; nil if it has
// none.
func (h Header) FindFirst(named []string) []int {
	for _, n := range named {
		if at := h.Find(n); at != nil {
			return at
		}
	}
	return nil
}

// bind finds the cells of each column. The agreement's constant or columns take precedence over the
// export's columns or constant, which take precedence over a header with the canonical name.
func bind(t *Table, in *agreement.Input, e *Export, h Header) *Binding {
	n := len(t.Columns)
	b := &Binding{Export: e, Table: t, CellIndexes: make([][]int, n), Constants: make([]*string, n), Headers: h.names}
	for i, c := range t.Columns {
		if v, ok := in.Constants.Get(c.Name); ok {
			b.Constants[i] = &v
			continue
		}
		if named, ok := in.Columns.Get(c.Name); ok {
			b.CellIndexes[i] = h.FindFirst(named)
			pinned, ok := e.Constants[c.Name]
			switch {
			case b.CellIndexes[i] != nil:
			case ok:
				b.Constants[i] = &pinned
			default:
				b.Unmatched = append(b.Unmatched, c.Name)
			}
			continue
		}
		if c.Name == CompletedAt && namesTime(in) {
			continue // the agreement's own column of times holds for every row
		}
		if b.CellIndexes[i] = h.FindFirst(e.Columns[c.Name]); b.CellIndexes[i] != nil {
			continue
		}
		if v, ok := e.Constants[c.Name]; ok {
			b.Constants[i] = &v
		} else if !isPartOfSeveral(c.Name, e.Columns[c.Name]) {
			b.CellIndexes[i] = h.FindFirst([]string{c.Name, strings.ReplaceAll(c.Name, "_", " ")})
		}
	}
	return b
}

// isPartOfSeveral reports whether a name is one of several that give a column only together, as Won does in
// "Closed + Won".
func isPartOfSeveral(name string, headers []string) bool {
	return slices.ContainsFunc(headers, func(joined string) bool {
		parts := strings.Split(nameKey(joined), " + ")
		return len(parts) > 1 && slices.Contains(parts, nameKey(name))
	})
}

// namesTime reports whether the agreement names the column of an activity's time.
func namesTime(in *agreement.Input) bool {
	_, named := in.Columns.Get("at")
	_, fixed := in.Constants.Get("at")
	return named || fixed
}

// given returns the number of columns that are given.
func (b *Binding) given() int {
	n := 0
	for i := range b.CellIndexes {
		if b.Given(i) {
			n++
		}
	}
	return n
}

// Missing returns the required columns that the file does not give, for a message: alternatives are
// joined with "or".
func (b *Binding) Missing() []string {
	var out []string
	for _, group := range b.Table.Required {
		if !slices.ContainsFunc(group, func(c string) bool { return b.Given(b.Table.Index(c)) }) {
			out = append(out, strings.Join(group, " or "))
		}
	}
	return out
}

// RepeatedHeader returns a header that gives a column and occurs twice in the file, with the indexes of the
// first two cells that have it; "" if there is none.
func (b *Binding) RepeatedHeader(h Header) (name string, first, second int) {
	for _, cells := range b.CellIndexes {
		for _, i := range cells {
			if at := h.byKey[headerKey(h.names[i])]; len(at) > 1 {
				return h.names[i], at[0], at[1]
			}
		}
	}
	return "", 0, 0
}

// Recognise binds a header by the profiles of the program, see Set.Recognise.
func Recognise(t *Table, in *agreement.Input, h Header) (b *Binding, ok bool, err error) {
	set, err := Profiles()
	if err != nil {
		return nil, false, err
	}
	b, ok = set.Recognise(t, in, h)
	return b, ok, nil
}

// Recognise chooses the kind of export to which a header belongs, and binds the table's columns to the
// header. Among the exports that match it chooses the one with the most headers in Recognise; if none
// matches, the one that gives the most columns. Exports that give every required column take precedence
// over all others, and ok reports whether there is one.
func (s Set) Recognise(t *Table, in *agreement.Input, h Header) (b *Binding, ok bool) {
	best, score := (*Binding)(nil), -1
	for _, e := range s.exportsFor(t.Name, in.CRM) {
		known := e.matches(h)
		if !known && in.CRM == "" {
			continue
		}
		b := bind(t, in, e, h)
		s := b.given()
		if known {
			s = b.Rank()
		}
		if len(b.Missing()) == 0 {
			s += 10_000
		}
		if s > score {
			best, score = b, s
		}
	}
	return best, len(best.Missing()) == 0
}

// Rank returns how well a binding fits, for comparison with other bindings whose export matches: first by
// the number of headers in Recognise, then by their letter case, then by the number of columns given.
func (b *Binding) Rank() int {
	rank := 100*len(b.Export.Recognise) + b.given()
	if b.Export.Exact {
		rank += 50
	}
	return rank
}

// matches reports whether a header has a spelling of every header of Recognise, and none of Unless.
func (e *Export) matches(h Header) bool {
	has := func(n string) bool { return h.Find(n) != nil && (!e.Exact || slices.Contains(h.names, n)) }
	for _, spellings := range e.Recognise {
		if !slices.ContainsFunc(Spellings(spellings), has) {
			return false
		}
	}
	return !slices.ContainsFunc(e.Unless, func(n string) bool { return h.Find(n) != nil })
}

// Spellings returns the spellings of a header, which a profile separates with " | ".
func Spellings(header string) []string { return strings.Split(header, " | ") }
