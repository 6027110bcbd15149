package workbook

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpact/model/calc"
	"leadpact/model/formula"
)

// grid is a model.Table as a block of rows: a head, then a row for each row of the table. One formula, spelled once, serves
// all rows of a column. A wide table may be drawn as several bands below one another, each with all rows and some columns. A
// table without rows is drawn with one row of n/a, for its names must refer to something.
type grid struct {
	sheet   *sheet
	table   *calc.Table
	columns []gridColumn
}

type gridColumn struct {
	*calc.Column
	head  cellAt
	title string
	look  look
	all   string   // the formula of every row, with marks for rows
	each  []string // the formula of each row
}

// A formula of a table cites a column of its own row as letter and rowMark; where that column stands in another band, so many
// rows below, the number stands between rowMark and rowEnd.
const (
	rowMark = "\x00"
	rowEnd  = "\x01"
)

// tablePlace is where a row's column stands: its letter and how far its band is below the formula's.
type tablePlace struct {
	letter string
	row    int
}

// place lays a table out and formats it.
func (b *Book) place(sh *sheet, t *calc.Table, bands ...bandOf) *grid {
	g := b.lay(sh, t, bands...)
	b.format(g)
	return g
}

// lay gives the columns of a table their cells below head, or band for band below each of several heads, and their
// workbook-scope names. It asks for no value.
func (b *Book) lay(sh *sheet, t *calc.Table, bands ...bandOf) *grid {
	g := &grid{sheet: sh, table: t}
	b.tables[t.Name] = true
	places, titles := map[string]tablePlace{}, map[string]bool{}
	for _, band := range bands {
		for i, c := range band.columns {
			at := band.head.right(i)
			places[c.Name] = tablePlace{letters(at.col), at.row}
			b.define(rangeName(t.Name, c.Name), sh, at.down(1), at.down(max(t.Rows, 1)))
			l := lookOf(c)
			if i == 0 {
				l.indent = 0
			}
			g.columns = append(g.columns, gridColumn{Column: c, head: at, title: b.headOf(c, titles), look: l})
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

// format gives each column the number format of its values, and notes texts that a cell cannot take as they are.
func (b *Book) format(g *grid) {
	for i := range g.columns {
		c := &g.columns[i]
		c.look.format = b.formats.column(g.table, c.Column)
		b.watch(g.table, c.Column)
	}
}

// bandOf are columns beside one another below a head, which is their left cell.
type bandOf struct {
	head    cellAt
	columns []*calc.Column
}

func (b *Book) watch(t *calc.Table, c *calc.Column) {
	if c.Unit != formula.Words || judged(c) {
		return
	}
	for i := range t.Rows {
		if text, ok := c.Value(i).Text(); ok && tooLong(text) {
			b.cut = append(b.cut, fmt.Sprintf("%s, row %d, %s: text is longer than a cell takes and is cut", t.Title, i+1, c.Title))
		}
	}
}

// inOrder puts the first column of words to the front: it names the row.
func inOrder(t *calc.Table) []*calc.Column {
	for i, c := range t.Columns {
		if c.Unit == formula.Words && !judged(c) {
			out := append([]*calc.Column{c}, t.Columns[:i]...)
			return append(out, t.Columns[i+1:]...)
		}
	}
	return t.Columns
}

// headOf is the title of a column with its unit; titles are told apart by a number, as filtered tables ask.
func (b *Book) headOf(c *calc.Column, seen map[string]bool) string {
	title := c.Title
	if first, size := utf8.DecodeRuneInString(title); title != "n/a" {
		title = string(unicode.ToUpper(first)) + title[size:]
	} else {
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

func lookOf(c *calc.Column) look {
	l := look{rule: hair}
	switch {
	case c.Unit != formula.Words:
		l.side = "right"
	case judged(c):
		l.side, l.bold = "center", true
	default:
		l.indent = 1
	}
	return l
}

// judged says that a column holds verdicts, flags or other words that a formula gives.
func judged(c *calc.Column) bool {
	return c.Unit == formula.Words && (c.Expr != nil || c.Each != nil)
}

// at is a cell of the table: a fact as a value, else the formula and its cached value.
func (g *grid) at(row, col int) cell {
	return cell{value: g.value(row, col), formula: g.formula(row, col), look: g.columns[col].look}
}

func (g *grid) value(row, col int) formula.Value {
	if row >= g.table.Rows {
		return formula.Missing
	}
	return g.columns[col].Value(row)
}

// formula is that of a cell; empty for a fact.
func (g *grid) formula(row, col int) string {
	c := &g.columns[col]
	switch {
	case row >= g.table.Rows:
	case c.each != nil:
		return rowed(c.each[row], c.head.row+1+row)
	case c.all != "":
		return rowed(c.all, c.head.row+1+row)
	}
	return ""
}

// rowed puts the numbers of rows into a formula of a table.
func rowed(formula string, row int) string {
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

// rows is how many rows are drawn below a head.
func (g *grid) rows() int { return max(g.table.Rows, 1) }

// column finds a column's range of cells.
func (g *grid) column(name string) (span, bool) {
	for _, c := range g.columns {
		if c.Name == name {
			return span{c.head.down(1), c.head.down(g.rows())}, true
		}
	}
	return span{}, false
}

// headCell is the cell that names a column.
func (g *grid) headCell(name string) cellAt {
	for _, c := range g.columns {
		if c.Name == name {
			return c.head
		}
	}
	return cellAt{1, 1}
}
