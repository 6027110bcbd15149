package calc

import (
	"fmt"
	"strings"

	"leadpact/model/formula"
)

// Sheet is the context in which expressions are computed: named constants (terms), tables of rows, and
// named figures with their formulas (quantities). Its methods must not be called from several goroutines
// at once.
type Sheet struct {
	Terms      []*Term // in the order in which they were added
	Tables     []*Table
	Quantities []*Quantity

	terms    map[string]*Term
	quants   map[string]*Quantity
	tables   map[string]*Table
	names    map[string]string // id by workbook-scope name in lower case
	conflict string            // see NameConflict

	texts   *interner
	scratch []float64 // scratch space of numbersOf
}

// NewSheet returns an empty sheet, to be filled with AddTerm, AddTable and AddQuantity.
func NewSheet() *Sheet {
	return &Sheet{
		terms:  map[string]*Term{},
		quants: map[string]*Quantity{},
		tables: map[string]*Table{},
		names:  map[string]string{},
		texts:  newInterner(),
	}
}

// Term is a named constant: a term of the agreement, or a given of the period. Input means that a reader
// may change it in the workbook, which then recalculates; changing any other term needs a new run of the
// program.
type Term struct {
	ID      string
	Section Section
	Title   string
	Phrase  string // what Prose calls it; empty: Title, with "(agreed)" behind that of an agreed term
	Unit    formula.Unit
	Value   formula.Value
	Input   bool
	Agreed  bool // a term of the agreement
	YesNo   bool // 1 or 0; its title is a sentence that is true or false
	Note    string
}

// Section is a group of terms that reports show together, under its title.
type Section struct{ ID, Title string }

// Quantity is one figure: a formula with an id, and what readers need to understand its value.
type Quantity struct {
	ID         string
	Title      string
	Unit       formula.Unit
	Better     formula.Direction
	Formula    formula.Expr
	Goal       string   // id of the term or quantity that is its goal; empty: none
	Status     string   // id of the quantity that holds its status in words; empty: none
	Definition string   // in plain words, with clock, basis and sources
	Note       string   // what must be said beside its value: defaults that were used, why it has no status
	Reason     string   // why it is n/a, if the formula alone does not show it
	Internal   bool     // belongs to the workbook alone, not to scorecard.json
	Sources    []string // marks of Lineage, besides those of what its formula reads
	value      formula.Value
	state      evalState
}

// Described returns the definition with the note on the value.
func (q *Quantity) Described() string { return strings.TrimSpace(q.Definition + " " + q.Note) }

// AddNote adds a sentence to the note, once.
func (q *Quantity) AddNote(sentence string) {
	if !strings.Contains(q.Note, sentence) {
		q.Note = strings.TrimSpace(q.Note + " " + sentence)
	}
}

// Name returns the workbook-scope name of an id: the id with "_" for each dot.
func Name(id string) string { return strings.ReplaceAll(id, ".", "_") }

// Term returns the term or given with an id; nil where there is none.
func (s *Sheet) Term(id string) *Term { return s.terms[id] }

// Quantity returns the figure with an id; nil where there is none.
func (s *Sheet) Quantity(id string) *Quantity { return s.quants[id] }

// Table returns the table with a name; nil where there is none.
func (s *Sheet) Table(name string) *Table { return s.tables[name] }

// Value returns the value of the figure after Compute. Missing is printed as n/a, with Reason.
func (q *Quantity) Value() formula.Value { return q.value }

// AddTerm adds a term of the agreement or a given of the period, and returns it.
func (s *Sheet) AddTerm(t Term) *Term {
	if s.claimName(t.ID) {
		s.Terms = append(s.Terms, &t)
	}
	s.terms[t.ID] = &t
	return &t
}

// AddQuantity adds a figure.
func (s *Sheet) AddQuantity(q Quantity) {
	if s.claimName(q.ID) {
		s.Quantities = append(s.Quantities, &q)
	}
	s.quants[q.ID] = &q
}

// claimName reserves the workbook-scope name of an id. It returns false, and records the conflict, where
// another id already has the name: different names in the agreement can give the same one (IDS.md).
func (s *Sheet) claimName(id string) bool {
	name := strings.ToLower(Name(id))
	if before, taken := s.names[name]; taken {
		if s.conflict == "" {
			s.conflict = fmt.Sprintf("two names of the agreement make one figure, %s (also %s); "+
				"rename a stream, type, channel, tier or action", id, before)
		}
		return false
	}
	s.names[name] = id
	return true
}

// NameConflict returns a message that names two ids with the same workbook-scope name; empty where there
// are none. A sheet with a conflict must not be published.
func (s *Sheet) NameConflict() string { return s.conflict }

// AddTable adds a table and returns it.
func (s *Sheet) AddTable(t *Table) *Table {
	t.sheet, t.texts = s, s.texts
	s.tables[t.Name] = t
	s.Tables = append(s.Tables, t)
	return t
}

// MustTable returns the table with a name and panics where there is none.
func (s *Sheet) MustTable(name string) *Table {
	if t := s.tables[name]; t != nil {
		return t
	}
	panic("calc: no table " + name)
}

// Value returns the value of a term or figure; a figure is computed on first use. It panics for an
// unknown id and for a figure that depends on itself.
func (s *Sheet) Value(id string) formula.Value {
	if t := s.terms[id]; t != nil {
		return t.Value
	}
	q := s.quants[id]
	if q == nil {
		panic("calc: no figure or term " + id)
	}
	switch q.state {
	case computing:
		panic("calc: " + id + " depends on itself")
	case notComputed:
		q.state = computing
		q.value = scope{sheet: s}.cell(q.Formula)
		q.state = computed
	}
	return q.value
}

// column returns the column with a name and panics where there is none.
func (t *Table) column(name string) *Column {
	c := t.index[name]
	if c == nil {
		panic(fmt.Sprintf("calc: no column %s.%s", t.Name, name))
	}
	return c
}

// Compute computes every figure, and determines the reason of each that is n/a.
func (s *Sheet) Compute() {
	for _, q := range s.Quantities {
		s.Value(q.ID)
	}
	for _, q := range s.Quantities {
		q.Reason = s.reason(q)
	}
}

// reason returns why a figure is n/a: the reason of the first figure that it reads and that is n/a, too, else
// its own. It is empty for a figure that has a value.
func (s *Sheet) reason(q *Quantity) string {
	if !q.value.IsMissing() {
		return ""
	}
	names := formula.Names(q.Formula)
	for _, id := range names {
		if r := s.quants[id]; r != nil && r.value.IsMissing() {
			return s.reason(r)
		}
	}
	if q.Reason != "" {
		return q.Reason
	}
	for _, id := range names {
		if t := s.terms[id]; t != nil && t.Value.IsMissing() {
			return t.Title + " is n/a"
		}
	}
	return "there is nothing to count or to divide by"
}

// Eval computes an expression that does not belong to a table; a fault becomes Missing.
func (s *Sheet) Eval(e formula.Expr) formula.Value { return scope{sheet: s}.cell(e) }

// EvalRow computes an expression in a row of a table; a fault becomes Missing.
func (s *Sheet) EvalRow(t *Table, row int, e formula.Expr) formula.Value {
	return scope{s, t, row}.cell(e)
}

// Find returns the id of the figure or term to which a user refers by a name: its id, or its name in the
// workbook.
func (s *Sheet) Find(name string) (string, bool) {
	if s.terms[name] != nil || s.quants[name] != nil {
		return name, true
	}
	id, ok := s.names[strings.ToLower(Name(name))]
	return id, ok
}
