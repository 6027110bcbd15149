package workbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/workbook/cellxml"
)

// placedTable is a calc.Table with a place on a sheet: a head, then a row for each row of the table. One
// formula, spelled once, serves all rows of a column. A wide table may be drawn as several bands one below
// another, each with all rows and some of the columns. A table without rows is drawn with one row of n/a,
// because its names must refer to something.
type placedTable struct {
	sheet   *sheet
	table   *calc.Table
	columns []placedColumn
}

// placedColumn is a column of a placedTable.
type placedColumn struct {
	*calc.Column
	head  cellAt
	title string
	look  look
	all   string   // the formula of every row, with marks for row numbers; empty for facts
	each  []string // or the formula of each row, with such marks
}

// A formula of a table cites a column of its own row as the column's letter and rowMark. Where that column
// stands in another band, the number of rows by which the band is lower follows between rowMark and rowEnd.
const (
	rowMark = "\x00"
	rowEnd  = "\x01"
)

// columnPlace is where a column stands: its letter and the row of its head.
type columnPlace struct {
	letter string
	row    int
}

// placedBand is a number of columns side by side; head is the leftmost cell of their heads.
type placedBand struct {
	head    cellAt
	columns []*calc.Column
}

// place gives a table its cells and formats its columns.
func (b *Book) place(sh *sheet, t *calc.Table, bands ...placedBand) *placedTable {
	g := b.layOut(sh, t, bands...)
	b.formatColumns(g)
	return g
}

// layOut gives the columns of a table their cells, band by band, and their workbook-scope names. It reads
// no value of the table.
func (b *Book) layOut(sh *sheet, t *calc.Table, bands ...placedBand) *placedTable {
	g := &placedTable{sheet: sh, table: t}
	b.placedTables[t.Name] = true
	places, titles := map[string]columnPlace{}, map[string]bool{}
	for _, band := range bands {
		for i, c := range band.columns {
			at := band.head.right(i)
			places[c.Name] = columnPlace{letters(at.col), at.row}
			b.defineName(rangeName(t.Name, c.Name), sh, cellRange{at.down(1), at.down(max(t.Rows, 1))})
			l := columnLook(c)
			if i == 0 {
				l.indent = 0
			}
			g.columns = append(g.columns, placedColumn{Column: c, head: at, title: columnTitle(c, titles), look: l})
		}
	}
	for i := range g.columns {
		c := &g.columns[i]
		sp := speller{card: b.card, places: places, row: c.head.row}
		if c.Expr != nil {
			c.all = sp.formula(c.Expr)
		}
		for _, e := range c.Each {
			c.each = append(c.each, sp.formula(e))
		}
		if sp.err != nil {
			b.fail("%s.%s: %w", t.Name, c.Name, sp.err)
		}
	}
	return g
}

// formatColumns gives each column the number format that its values need, and records texts that are too
// long for a cell.
func (b *Book) formatColumns(g *placedTable) {
	for i := range g.columns {
		c := &g.columns[i]
		c.look.format = b.formats.column(g.table, c.Column)
		b.recordTruncated(g.table, c.Column)
	}
}

// recordTruncated adds a warning for each text of a column that is longer than a cell takes.
func (b *Book) recordTruncated(t *calc.Table, c *calc.Column) {
	if c.Unit != formula.Words || holdsComputedWords(c) {
		return
	}
	for i := range t.Rows {
		if text, ok := c.Value(i).Text(); ok && cellxml.TooLong(text) {
			warning := fmt.Sprintf("%s, row %d, %s: text is longer than a cell takes and is cut", t.Title, i+1, c.Title)
			b.truncated = append(b.truncated, warning)
		}
	}
}

// nameColumnFirst returns the columns of a table with the first column of facts in words at the front: it
// names the row.
func nameColumnFirst(t *calc.Table) []*calc.Column {
	for i, c := range t.Columns {
		if c.Unit == formula.Words && !holdsComputedWords(c) {
			out := append([]*calc.Column{c}, t.Columns[:i]...)
			return append(out, t.Columns[i+1:]...)
		}
	}
	return t.Columns
}

// columnTitle returns the title of a column with its unit. Titles that occur twice get a number, because a
// table with a filter needs distinct ones; seen holds the titles so far in lower case.
func columnTitle(c *calc.Column, seen map[string]bool) string {
	first, size := utf8.DecodeRuneInString(c.Title)
	title := string(unicode.ToUpper(first)) + c.Title[size:]
	if c.Name == model.VerdictNA { // the verdict n/a: as a head it would look like a missing value
		title = "No verdict"
	}
	switch c.Unit {
	case formula.Hours:
		title += " (h)"
	case formula.Days:
		title += " (days)"
	}
	unique := title
	for n := 2; seen[strings.ToLower(unique)]; n++ {
		unique = fmt.Sprintf("%s %d", title, n)
	}
	seen[strings.ToLower(unique)] = true
	return unique
}

func columnLook(c *calc.Column) look {
	l := look{border: hairline}
	switch {
	case c.Unit != formula.Words:
		l.side = "right"
	case holdsComputedWords(c):
		l.side, l.bold = "center", true
	default:
		l.indent = 1
	}
	return l
}

// holdsComputedWords reports whether a column holds words that a formula gives: verdicts, flags, statuses.
func holdsComputedWords(c *calc.Column) bool {
	return c.Unit == formula.Words && (c.Expr != nil || c.Each != nil)
}

// at returns a cell of the table: a fact as a value, else the formula and its cached value.
func (g *placedTable) at(row, col int) cell {
	return cell{value: g.value(row, col), formula: g.formula(row, col), look: g.columns[col].look}
}

func (g *placedTable) value(row, col int) formula.Value {
	if row >= g.table.Rows {
		return formula.Missing
	}
	return g.columns[col].Value(row)
}

// formula returns the formula of a cell; empty for a fact.
func (g *placedTable) formula(row, col int) string {
	c := &g.columns[col]
	switch {
	case row >= g.table.Rows:
	case c.each != nil:
		return withRow(c.each[row], c.head.row+1+row)
	case c.all != "":
		return withRow(c.all, c.head.row+1+row)
	}
	return ""
}

// withRow replaces the marks of a table's formula by row numbers; row is that of the formula's own cell.
func withRow(formula string, row int) string {
	if !strings.Contains(formula, rowEnd) {
		return strings.ReplaceAll(formula, rowMark, strconv.Itoa(row))
	}
	var w strings.Builder
	for i, part := range strings.Split(formula, rowMark) {
		if i == 0 {
			w.WriteString(part)
			continue
		}
		below, rest, ok := strings.Cut(part, rowEnd)
		if !ok {
			below, rest = "0", part
		}
		n, _ := strconv.Atoi(below)
		w.WriteString(strconv.Itoa(row+n) + rest)
	}
	return w.String()
}

// rows returns how many rows are drawn below a head.
func (g *placedTable) rows() int { return max(g.table.Rows, 1) }

// column returns the cells of a column, without its head; false where the table does not have it.
func (g *placedTable) column(name string) (cellRange, bool) {
	for _, c := range g.columns {
		if c.Name == name {
			return cellRange{c.head.down(1), c.head.down(g.rows())}, true
		}
	}
	return cellRange{}, false
}

// headCell returns the head of a column; A1 where the table does not have it.
func (g *placedTable) headCell(name string) cellAt {
	for _, c := range g.columns {
		if c.Name == name {
			return c.head
		}
	}
	return cellAt{1, 1}
}

// area returns the range of a table that is drawn as one band, with its head.
func (g *placedTable) area() string {
	return cellRange{g.columns[0].head, g.columns[len(g.columns)-1].head.down(g.rows())}.String()
}

// existingColumns returns those of the named columns that the table has.
func existingColumns(t *calc.Table, names ...string) []*calc.Column {
	var out []*calc.Column
	for _, n := range names {
		if c := t.Column(n); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// putFirst returns the columns of a table with the named ones at the front, and the number of these.
// Without names, or where the table has none of them, that is the number of all columns.
func putFirst(t *calc.Table, names []string) ([]*calc.Column, int) {
	if len(names) == 0 {
		return nameColumnFirst(t), len(t.Columns)
	}
	out := existingColumns(t, names...)
	var rest []*calc.Column
	for _, c := range t.Columns {
		if !slices.Contains(out, c) {
			rest = append(rest, c)
		}
	}
	if len(out) == 0 {
		return rest, len(rest)
	}
	return append(out, rest...), len(out)
}

// sumColumn adds the numbers of a column.
func sumColumn(t *calc.Table, c *calc.Column) formula.Value {
	sum := 0.0
	for i := range t.Rows {
		if x, ok := c.Value(i).Number(); ok {
			sum += x
		}
	}
	return formula.Num(sum)
}

// each returns f of each item.
func each[T, R any](items []T, f func(T) R) []R {
	out := make([]R, len(items))
	for i, x := range items {
		out[i] = f(x)
	}
	return out
}

// number returns a value as a fact of a column: NaN where it is missing.
func number(v formula.Value) float64 {
	if x, ok := v.Number(); ok {
		return x
	}
	return math.NaN()
}

// serial returns a moment as the date number of a spreadsheet, in a time zone: NaN where the moment is not
// known.
func serial(m calendar.Moment, zone *time.Location) float64 {
	if !m.Known() {
		return math.NaN()
	}
	return calendar.Serial(m.Time(zone))
}
