package calc

import "leadpact/model/formula"

// Table is a block of rows that the workbook shows and expressions aggregate: the leads, the deals, the
// SDRs …
type Table struct {
	Name    string // an identifier; it begins the names that the workbook gives to columns: leads_handoff
	Title   string
	Rows    int
	Columns []*Column
	sheet   *Sheet // provides the names that formulas read; nil for a table of facts without a sheet
	texts   *interner
	index   map[string]*Column
	matches map[condition]matchSet // cached bitmaps of conditions
}

// Column is a column of a table: facts, one formula for all rows (Expr), or one formula for each row
// (Each). Its values are computed and stored on first use.
type Column struct {
	Name  string // an identifier
	Title string
	Unit  formula.Unit
	Note  string // description of the column, for its head
	Expr  formula.Expr
	Each  []formula.Expr
	// Sources marks a column of facts with what it was read or computed from, see Lineage.
	Sources []string
	table   *Table
	fact    func(row int) encoded // a fact column of numbers; safe for concurrent calls
	text    func(row int) string  // a fact column of texts, empty where missing; safe for concurrent calls
	stored  chunks
	state   evalState

	varying  Bitmap  // the rows for which fact is called; nil: all
	constant encoded // the fact of all rows that are not in varying
	sparse   bool    // read in few rows: facts are computed each time they are read, not stored

	grouping *grouping // GROUP BY cache; nil until it is needed
}

// evalState is the progress of computing a figure or column. One that is read while it is being computed
// depends on itself.
type evalState uint8

const (
	notComputed evalState = iota
	computing
	computed
)

// NewTable returns a table with a number of rows and no columns yet.
func NewTable(name, title string, rows int) *Table {
	return &Table{Name: name, Title: title, Rows: rows, index: map[string]*Column{}, texts: newInterner()}
}

// add adds a column and panics where its name is taken.
func (t *Table) add(c *Column) {
	if t.index[c.Name] != nil {
		panic("calc: column " + t.Name + "." + c.Name + " is defined twice")
	}
	c.table = t
	t.Columns = append(t.Columns, c)
	t.index[c.Name] = c
}

// Numbers adds a fact column of numbers, one for each row; NaN is missing.
func (t *Table) Numbers(name, title string, unit formula.Unit, note string, v []float64) {
	t.NumbersFunc(name, title, unit, note, func(row int) float64 { return v[row] })
}

// Texts adds a fact column of texts, one for each row; the empty text is missing.
func (t *Table) Texts(name, title, note string, v []string) {
	t.TextsFunc(name, title, note, func(row int) string { return v[row] })
}

// NumbersFunc adds a fact column of numbers that f computes by row; NaN is missing. f must be safe for
// concurrent calls.
func (t *Table) NumbersFunc(name, title string, unit formula.Unit, note string, f func(row int) float64) {
	fact := func(row int) encoded { return encodeNumber(f(row)) }
	t.add(&Column{Name: name, Title: title, Unit: unit, Note: note, fact: fact})
}

// LimitFacts declares that a fact column of numbers has the value others in all rows that are not in
// rows, so that its function need not be called for them.
func (t *Table) LimitFacts(column string, rows Bitmap, others float64) {
	c := t.column(column)
	c.varying, c.constant = rows, encodeNumber(others)
}

// MarkSparse declares that formulas read a fact column in few rows only, so that it need not be stored.
func (t *Table) MarkSparse(column string) { t.column(column).sparse = true }

// From marks a column with its sources, see Lineage.
func (t *Table) From(column string, sources ...string) {
	c := t.column(column)
	c.Sources = append(c.Sources, sources...)
}

// ReplaceFacts replaces the facts of a column by numbers, one for each row; NaN is missing.
func (t *Table) ReplaceFacts(column string, v []float64) {
	c := t.column(column)
	c.state, c.stored = notComputed, nil
	c.fact = func(row int) encoded { return encodeNumber(v[row]) }
}

// AttachTable allows the sheet's expressions to read a table that is not part of the sheet: that of an
// earlier issue. It must be called before the table's values are read, because from then on they are
// encoded by the sheet's interner.
func (s *Sheet) AttachTable(t *Table) { t.texts = s.texts }

// TextsFunc adds a fact column of texts that f computes by row; the empty text is missing. f must be
// safe for concurrent calls.
func (t *Table) TextsFunc(name, title, note string, f func(row int) string) {
	t.add(&Column{Name: name, Title: title, Unit: formula.Words, Note: note, text: f})
}

// Formula adds a column with one formula, which is evaluated in every row.
func (t *Table) Formula(name, title string, unit formula.Unit, note string, e formula.Expr) {
	t.add(&Column{Name: name, Title: title, Unit: unit, Note: note, Expr: e})
}

// Formulas adds a column with a formula of its own for each row.
func (t *Table) Formulas(name, title string, unit formula.Unit, note string, each []formula.Expr) {
	t.add(&Column{Name: name, Title: title, Unit: unit, Note: note, Each: each})
}

// Column returns the column with a name; nil where there is none.
func (t *Table) Column(name string) *Column { return t.index[name] }

// FormulaAt returns the formula of a row; nil for a fact.
func (c *Column) FormulaAt(row int) formula.Expr {
	if c.Each != nil {
		return c.Each[row]
	}
	return c.Expr
}
