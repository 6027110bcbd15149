package calc

import (
	"fmt"
	"strings"

	"leadpact/model/formula"
)

// Sheet is what expressions are computed in: named constants, tables of rows, and named figures with their formulas. It
// knows nothing of agreements or leads.
type Sheet struct {
	Terms      []*Term // in the order in which they were added
	Tables     []*Table
	Quantities []*Quantity

	terms    map[string]*Term
	quants   map[string]*Quantity
	tables   map[string]*Table
	names    map[string]string // workbook-scope names in lower case → id
	conflict string

	texts   *interner
	scratch []float64 // of the last aggregate: room for the next
}

// NewSheet returns an empty sheet, to be filled with Given, Figure and AddTable and computed once.
func NewSheet() *Sheet {
	return &Sheet{terms: map[string]*Term{}, quants: map[string]*Quantity{}, tables: map[string]*Table{}, names: map[string]string{}, texts: newInterner()}
}

// Term is a named constant: a term of the agreement (its id is "term." and its path) or a given of the period ("period.start",
// "provided.sql"). Input says that it can be changed in the workbook and everything follows; the others need a rerun.
type Term struct {
	ID      string
	Section string // heading under which Assumptions shows it: Goals, Promise …
	Title   string
	Unit    formula.Unit
	Value   formula.Value
	Input   bool
	Note    string
}

// Quantity is one figure.
type Quantity struct {
	ID         string
	Title      string
	Unit       formula.Unit
	Better     formula.Direction
	Formula    formula.Expr
	Goal       string // id of the term or quantity that is its goal; empty: none
	Status     string // id of the quantity that holds its status in words; empty: none
	Definition string // in plain words, with clock, basis and sources
	Reason     string // why it is n/a, where the formula alone does not say
	Internal   bool   // belongs to the workbook alone, not to scorecard.json
	value      formula.Value
	state      evalState
}

// Name is the workbook-scope name of an id.
func Name(id string) string { return strings.ReplaceAll(id, ".", "_") }

// Term finds a term or given; nil where the agreement has none.
func (s *Sheet) Term(id string) *Term { return s.terms[id] }

// Quantity finds a figure; nil where this agreement has none.
func (s *Sheet) Quantity(id string) *Quantity { return s.quants[id] }

// Table finds a table; nil where there is none.
func (s *Sheet) Table(name string) *Table { return s.tables[name] }

// Value of the figure; Missing prints as n/a, with Reason.
func (q *Quantity) Value() formula.Value { return q.value }

// Given adds a term of the agreement or a given of the period.
func (s *Sheet) AddTerm(t Term) {
	if s.claimName(t.ID) {
		s.Terms = append(s.Terms, &t)
	}
	s.terms[t.ID] = &t
}

// Figure adds a figure.
func (s *Sheet) AddQuantity(q Quantity) {
	if s.claimName(q.ID) {
		s.Quantities = append(s.Quantities, &q)
	}
	s.quants[q.ID] = &q
}

// claim takes the name of an id; two names of the agreement can make one (IDS.md), which is said by Clash.
func (s *Sheet) claimName(id string) bool {
	name := strings.ToLower(Name(id))
	if before, taken := s.names[name]; taken {
		if s.conflict == "" {
			s.conflict = fmt.Sprintf("two names of the agreement make one figure, %s (also %s); rename a stream, type, channel, tier or action", id, before)
		}
		return false
	}
	s.names[name] = id
	return true
}

// Clash says which two names of the agreement make one figure; empty where none do. A scorecard with a clash is not to be
// published.
func (s *Sheet) NameConflict() string { return s.conflict }

// AddTable adds a table.
func (s *Sheet) AddTable(t *Table) *Table {
	t.sheet, t.texts = s, s.texts
	s.tables[t.Name] = t
	s.Tables = append(s.Tables, t)
	return t
}

func (s *Sheet) MustTable(name string) *Table {
	if t := s.tables[name]; t != nil {
		return t
	}
	panic("model: no table " + name)
}

// Value returns the value of a term or figure, which is computed when it is first asked for.
func (s *Sheet) Value(id string) formula.Value {
	if t := s.terms[id]; t != nil {
		return t.Value
	}
	q := s.quants[id]
	if q == nil {
		panic("model: no figure or term " + id)
	}
	switch q.state {
	case computing:
		panic("model: " + id + " depends on itself")
	case notComputed:
		q.state = computing
		q.value = scope{sheet: s}.cell(q.Formula)
		q.state = computed
	}
	return q.value
}

// column finds a column that must be there.
func (t *Table) column(name string) *Column {
	c := t.index[name]
	if c == nil {
		panic(fmt.Sprintf("model: no column %s.%s", t.Name, name))
	}
	return c
}

// Compute settles every figure.
func (s *Sheet) Compute() {
	for _, q := range s.Quantities {
		s.Value(q.ID)
	}
	for _, q := range s.Quantities {
		q.Reason = s.reason(q)
	}
}

// reason says why a figure is n/a: its own reason, else that of the first figure it reads that is n/a too; of a figure that
// is known there is none.
func (s *Sheet) reason(q *Quantity) string {
	if !q.value.IsMissing() {
		return ""
	}
	if q.Reason != "" {
		return q.Reason
	}
	for _, id := range formula.Names(q.Formula) {
		if t := s.terms[id]; t != nil && t.Value.IsMissing() {
			return t.Title + " is n/a"
		}
		if r := s.quants[id]; r != nil && r.value.IsMissing() {
			return s.reason(r)
		}
	}
	return "there is nothing to count or to divide by"
}

// Eval computes an expression that stands in no table; a fault is Missing.
func (s *Sheet) Eval(e formula.Expr) formula.Value { return scope{sheet: s}.cell(e) }

// EvalRow computes an expression in a row of a table; a fault is Missing.
func (s *Sheet) EvalRow(t *Table, row int, e formula.Expr) formula.Value {
	return scope{s, t, row}.cell(e)
}

// Find gives the id of a figure or term by what a person types: its id, a term's path in agreement.yaml, or its name in the
// workbook.
func (s *Sheet) Find(name string) (string, bool) {
	for _, id := range []string{name, "term." + name} {
		if s.terms[id] != nil || s.quants[id] != nil {
			return id, true
		}
	}
	id, ok := s.names[strings.ToLower(Name(name))]
	return id, ok
}
