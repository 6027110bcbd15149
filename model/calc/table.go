package calc

import "leadpact/model/formula"

// Table is a block of rows that the workbook shows and expressions aggregate: the leads, the deals, the SDRs …
type Table struct {
	Name    string // a word; columns are named name_column in the workbook
	Title   string
	Rows    int
	Columns []*Column
	sheet   *Sheet // that its formulas read; nil: it has none
	texts   *interner
	index   map[string]*Column
	matches map[condition]matchSet // rows that meet a condition, as asked for
}

// Column holds a fact for every row, or a formula. A formula column is one Expr for all rows, or one for each. Its values are
// made when the first of them is asked for.
type Column struct {
	Name   string // a word
	Title  string
	Unit   formula.Unit
	Note   string // what it holds, for the head of the column
	Expr   formula.Expr
	Each   []formula.Expr
	table  *Table
	fact   func(row int) encoded // which several may ask at once; or
	text   func(row int) string  // empty: missing
	stored chunks
	state  evalState

	varying  Bitmap  // rows whose fact is asked for; nil: all
	constant encoded // the fact of the other rows
	sparse   bool    // formulas read facts of few rows, which are made whenever they are read

	grouping *grouping // once asked for
}

type evalState uint8

const (
	notComputed evalState = iota
	computing
	computed
)

// NewTable makes a table of rows without columns.
func NewTable(name, title string, rows int) *Table {
	return &Table{Name: name, Title: title, Rows: rows, index: map[string]*Column{}, texts: newInterner()}
}

func (t *Table) add(c *Column) {
	if t.index[c.Name] != nil {
		panic("model: column " + t.Name + "." + c.Name + " is defined twice")
	}
	c.table = t
	t.Columns = append(t.Columns, c)
	t.index[c.Name] = c
}

// Nums adds a fact column of numbers; NaN is missing.
func (t *Table) Numbers(name, title string, unit formula.Unit, note string, v []float64) {
	t.NumbersFunc(name, title, unit, note, func(row int) float64 { return v[row] })
}

// Texts adds a fact column of texts; the empty text is missing.
func (t *Table) Texts(name, title, note string, v []string) {
	t.TextsFunc(name, title, note, func(row int) string { return v[row] })
}

// Facts is Nums by a function, which several may ask at once.
func (t *Table) NumbersFunc(name, title string, unit formula.Unit, note string, f func(row int) float64) {
	t.add(&Column{Name: name, Title: title, Unit: unit, Note: note, fact: func(row int) encoded { return encodeNumber(f(row)) }})
}

// LimitFacts says that the facts of a column differ in some rows only: in all others they are the same number.
func (t *Table) LimitFacts(column string, rows Bitmap, others float64) {
	c := t.column(column)
	c.varying, c.constant = rows, encodeNumber(others)
}

// MarkSparse says that formulas read few rows of a column of facts, so that it is not worth storing them.
func (t *Table) MarkSparse(column string) { t.column(column).sparse = true }

// ReplaceFacts puts other numbers in the place of a column's; NaN is missing.
func (t *Table) ReplaceFacts(column string, v []float64) {
	c := t.column(column)
	c.state, c.stored = notComputed, nil
	c.fact = func(row int) encoded { return encodeNumber(v[row]) }
}

// Adopt lets the sheet's expressions read a table that is not one of its own: an earlier issue's.
func (s *Sheet) AttachTable(t *Table) { t.texts = s.texts }

// Words is Texts by such a function.
func (t *Table) TextsFunc(name, title, note string, f func(row int) string) {
	t.add(&Column{Name: name, Title: title, Unit: formula.Words, Note: note, text: f})
}

// Formula adds a column that every row computes.
func (t *Table) Formula(name, title string, unit formula.Unit, note string, e formula.Expr) {
	t.add(&Column{Name: name, Title: title, Unit: unit, Note: note, Expr: e})
}

// Formulas adds a column with a formula of its own for each row.
func (t *Table) Formulas(name, title string, unit formula.Unit, note string, each []formula.Expr) {
	t.add(&Column{Name: name, Title: title, Unit: unit, Note: note, Each: each})
}

// Column finds a column by name; nil where there is none.
func (t *Table) Column(name string) *Column { return t.index[name] }

// At is the formula of a row, nil for a fact.
func (c *Column) FormulaAt(row int) formula.Expr {
	if c.Each != nil {
		return c.Each[row]
	}
	return c.Expr
}
