package model

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Scorecard is everything that one period says: the terms of the agreement, the facts, the tables and every figure with its
// formula and value. Every report reads one Scorecard and computes nothing.
type Scorecard struct {
	Agreement  *Agreement
	Period     Period
	Terms      []*Term // the agreement's terms in its order, then the givens of the period
	Tables     []*Table
	Quantities []*Quantity // in the order of IDS.md
	Inputs     []InputFile
	SetAside   []SetAside
	Warnings   []Note // what a reader must know about the data
	Breaches   []Breach
	OnTheList  []ListEntry
	Pace       []PacePoint
	SDRs       []SDRScore
	Restated   *Restatement // against the issue before this one; nil: nothing, or there was none

	terms  map[string]*Term
	quants map[string]*Quantity
	tables map[string]*Table
	names  map[string]string // workbook-scope names in lower case → id
	clash  string

	lexicon *lexicon
	numbers []float64 // of the last aggregate: room for the next
}

// Term is a named constant: a term of the agreement (its id is "term." and its path) or a given of the period ("period.start",
// "provided.sql"). Input says that it can be changed in the workbook and everything follows; the others need a rerun.
type Term struct {
	ID      string
	Section string // heading under which Assumptions shows it: Goals, Promise …
	Title   string
	Unit    Unit
	Value   Value
	Input   bool
	Note    string
}

// Quantity is one figure.
type Quantity struct {
	ID         string
	Title      string
	Unit       Unit
	Better     Direction
	Formula    Expr
	Goal       string // id of the term or quantity that is its goal; empty: none
	Status     string // id of the quantity that holds its status in words; empty: none
	Definition string // in plain words, with clock, basis and sources
	Reason     string // why it is n/a, where the formula alone does not say
	Internal   bool   // belongs to the workbook alone, not to scorecard.json
	value      Value
	state      evalState
}

// Breach is an obligation that was kept late or not at all (SPEC section 4).
type Breach struct {
	SDR, Lead, Rule, Verdict string
	Start, Due               time.Time
	Done                     Moment
	LateBy                   float64 // hours of the agreement's clock; of a missed one, up to as_of; NaN: done at no known time
	Value                    Value   // the lead's
	Source
}

// ListEntry is one line of the don't-be-on-it list.
type ListEntry struct {
	SDR, Rule, Lead string
	Since           time.Time
	Value           Value
}

// PacePoint is one working day of the pace.
type PacePoint struct {
	Day                        time.Time
	N                          int
	Delivered, Line, Low, High Value
}

// SDRScore is one SDR's block; its figures are rows of the tables sdrs and obligations.
type SDRScore struct {
	SDR         string
	Ramp        Value
	Obligations map[string]map[string]Value // rule, verdict
	Capacity    map[string]CapacityScore
	KPIs        map[string]Sample
}

// CapacityScore is one line of the capacity protocol.
type CapacityScore struct {
	Value, Low, High Value
	Flag             string // ok, short, over; empty where the value is missing
}

// Sample is a figure with the number of observations behind it.
type Sample struct {
	Value Value
	N     Value
}

// NewScorecard is an empty card of one agreement and period, to be filled with Given, Figure and AddTable and computed once.
func NewScorecard(a *Agreement, p Period) *Scorecard {
	return &Scorecard{Agreement: a, Period: p,
		terms: map[string]*Term{}, quants: map[string]*Quantity{}, tables: map[string]*Table{}, names: map[string]string{}, lexicon: newLexicon()}
}

// Name is the workbook-scope name of an id.
func Name(id string) string { return strings.ReplaceAll(id, ".", "_") }

// Term finds a term or given; nil where the agreement has none.
func (s *Scorecard) Term(id string) *Term { return s.terms[id] }

// Quantity finds a figure; nil where this agreement has none.
func (s *Scorecard) Quantity(id string) *Quantity { return s.quants[id] }

// Table finds a table; nil where there is none.
func (s *Scorecard) Table(name string) *Table { return s.tables[name] }

// Value is the value of a term or figure.
func (s *Scorecard) Value(id string) Value { return s.value(id) }

// Value of the figure; Missing prints as n/a, with Reason.
func (q *Quantity) Value() Value { return q.value }

// Given adds a term of the agreement or a given of the period.
func (s *Scorecard) Given(t Term) {
	if s.claim(t.ID) {
		s.Terms = append(s.Terms, &t)
	}
	s.terms[t.ID] = &t
}

// Figure adds a figure.
func (s *Scorecard) Figure(q Quantity) {
	if s.claim(q.ID) {
		s.Quantities = append(s.Quantities, &q)
	}
	s.quants[q.ID] = &q
}

// claim takes the name of an id; two names of the agreement can make one (IDS.md), which is said by Clash.
func (s *Scorecard) claim(id string) bool {
	name := strings.ToLower(Name(id))
	if before, taken := s.names[name]; taken {
		if s.clash == "" {
			s.clash = fmt.Sprintf("two names of the agreement make one figure, %s (also %s); rename a stream, type, channel, tier or action", id, before)
		}
		return false
	}
	s.names[name] = id
	return true
}

// Clash says which two names of the agreement make one figure; empty where none do. A scorecard with a clash is not to be
// published.
func (s *Scorecard) Clash() string { return s.clash }

// AddTable adds a table.
func (s *Scorecard) AddTable(t *Table) *Table {
	t.card, t.lexicon = s, s.lexicon
	s.tables[t.Name] = t
	s.Tables = append(s.Tables, t)
	return t
}

func (s *Scorecard) table(name string) *Table {
	if t := s.tables[name]; t != nil {
		return t
	}
	panic("model: no table " + name)
}

// value computes a named cell when it is first asked for.
func (s *Scorecard) value(id string) Value {
	if t := s.terms[id]; t != nil {
		return t.Value
	}
	q := s.quants[id]
	if q == nil {
		panic("model: no figure or term " + id)
	}
	switch q.state {
	case running:
		panic("model: " + id + " depends on itself")
	case unready:
		q.state = running
		q.value = scope{card: s}.cell(q.Formula)
		q.state = ready
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
func (s *Scorecard) Compute() {
	for _, q := range s.Quantities {
		s.value(q.ID)
	}
	for _, q := range s.Quantities {
		q.Reason = s.reason(q)
	}
}

// reason says why a figure is n/a: its own reason, else that of the first figure it reads that is n/a too; of a figure that
// is known there is none.
func (s *Scorecard) reason(q *Quantity) string {
	if !q.value.IsMissing() {
		return ""
	}
	if q.Reason != "" {
		return q.Reason
	}
	for _, id := range Names(q.Formula) {
		if t := s.terms[id]; t != nil && t.Value.IsMissing() {
			return t.Title + " is n/a"
		}
		if r := s.quants[id]; r != nil && r.value.IsMissing() {
			return s.reason(r)
		}
	}
	return "there is nothing to count or to divide by"
}

// nan is the missing number of a fact column.
var nan = math.NaN()
