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
)

// grid is a model.Table as a block of rows: a head, then a row for each row of the table. One formula, spelled once, serves
// all rows of a column. A wide table may be drawn as several bands below one another, each with all rows and some columns. A
// table without rows is drawn with one row of n/a, for its names must refer to something.
type placedTable struct {
	sheet   *sheet
	table   *model.Table
	columns []placedColumn
}

type placedColumn struct {
	*model.Column
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
type columnPlace struct {
	letter string
	row    int
}

// place lays a table out and formats it.
func (b *Book) place(sh *sheet, t *model.Table, bands ...placedBand) *placedTable {
	g := b.layOut(sh, t, bands...)
	b.formatColumns(g)
	return g
}

// lay gives the columns of a table their cells below head, or band for band below each of several heads, and their
// workbook-scope names. It asks for no value.
func (b *Book) layOut(sh *sheet, t *model.Table, bands ...placedBand) *placedTable {
	g := &placedTable{sheet: sh, table: t}
	b.placedTables[t.Name] = true
	places, titles := map[string]columnPlace{}, map[string]bool{}
	for _, band := range bands {
		for i, c := range band.columns {
			at := band.head.right(i)
			places[c.Name] = columnPlace{letters(at.col), at.row}
			b.defineName(rangeName(t.Name, c.Name), sh, at.down(1), at.down(max(t.Rows, 1)))
			l := columnLook(c)
			if i == 0 {
				l.indent = 0
			}
			g.columns = append(g.columns, placedColumn{Column: c, head: at, title: b.columnTitle(c, titles), look: l})
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
func (b *Book) formatColumns(g *placedTable) {
	for i := range g.columns {
		c := &g.columns[i]
		c.look.format = b.formats.column(g.table, c.Column)
		b.noteTruncated(g.table, c.Column)
	}
}

// bandOf are columns beside one another below a head, which is their left cell.
type placedBand struct {
	head    cellAt
	columns []*model.Column
}

func (b *Book) noteTruncated(t *model.Table, c *model.Column) {
	if c.Unit != model.Words || computedWords(c) {
		return
	}
	for i := range t.Rows {
		if text, ok := c.Value(i).Text(); ok && tooLong(text) {
			b.truncated = append(b.truncated, fmt.Sprintf("%s, row %d, %s: text is longer than a cell takes and is cut", t.Title, i+1, c.Title))
		}
	}
}

// inOrder puts the first column of words to the front: it names the row.
func inOrder(t *model.Table) []*model.Column {
	for i, c := range t.Columns {
		if c.Unit == model.Words && !computedWords(c) {
			out := append([]*model.Column{c}, t.Columns[:i]...)
			return append(out, t.Columns[i+1:]...)
		}
	}
	return t.Columns
}

// headOf is the title of a column with its unit; titles are told apart by a number, as filtered tables ask.
func (b *Book) columnTitle(c *model.Column, seen map[string]bool) string {
	title := c.Title
	if first, size := utf8.DecodeRuneInString(title); title != "n/a" {
		title = string(unicode.ToUpper(first)) + title[size:]
	} else {
		title = "No verdict"
	}
	switch c.Unit {
	case model.Hours:
		title += " (h)"
	case model.Days:
		title += " (days)"
	}
	unique := title
	for n := 2; seen[strings.ToLower(unique)]; n++ {
		unique = fmt.Sprintf("%s %d", title, n)
	}
	seen[strings.ToLower(unique)] = true
	return unique
}

func columnLook(c *model.Column) look {
	l := look{border: hairline}
	switch {
	case c.Unit != model.Words:
		l.side = "right"
	case computedWords(c):
		l.side, l.bold = "center", true
	default:
		l.indent = 1
	}
	return l
}

// judged says that a column holds verdicts, flags or other words that a formula gives.
func computedWords(c *model.Column) bool {
	return c.Unit == model.Words && (c.Expr != nil || c.Each != nil)
}

// at is a cell of the table: a fact as a value, else the formula and its cached value.
func (g *placedTable) at(row, col int) cell {
	return cell{value: g.value(row, col), formula: g.formula(row, col), look: g.columns[col].look}
}

func (g *placedTable) value(row, col int) model.Value {
	if row >= g.table.Rows {
		return model.Missing
	}
	return g.columns[col].Value(row)
}

// formula is that of a cell; empty for a fact.
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

// rowed puts the numbers of rows into a formula of a table.
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

// rows is how many rows are drawn below a head.
func (g *placedTable) rows() int { return max(g.table.Rows, 1) }

// column finds a column's range of cells.
func (g *placedTable) column(name string) (cellRange, bool) {
	for _, c := range g.columns {
		if c.Name == name {
			return cellRange{c.head.down(1), c.head.down(g.rows())}, true
		}
	}
	return cellRange{}, false
}

// headCell is the cell that names a column.
func (g *placedTable) headCell(name string) cellAt {
	for _, c := range g.columns {
		if c.Name == name {
			return c.head
		}
	}
	return cellAt{1, 1}
}

// each computes a column of facts.
func each[R, V any](rows []R, f func(R) V) []V {
	out := make([]V, len(rows))
	for i, r := range rows {
		out[i] = f(r)
	}
	return out
}

// number is a value as a fact of a column: NaN where it is missing.
func number(v model.Value) float64 {
	if x, ok := v.Number(); ok {
		return x
	}
	return math.NaN()
}

// serial is a moment as a spreadsheet's date number: NaN where it has not happened.
func serial(m model.Moment, zone *time.Location) float64 {
	if !m.Known() {
		return math.NaN()
	}
	return model.Serial(m.Time(zone))
}

func join(items []string) string { return strings.Join(items, ", ") }

// table draws a small table into a sheet and gives its grid; nil where the scorecard does not have it, or it stands somewhere
// already.
func (cur *cursor) namedTable(name, sentence string) *placedTable {
	t := cur.book.card.Table(name)
	if t == nil || len(t.Columns) == 0 || cur.book.placedTables[name] {
		return nil
	}
	return cur.drawTable(t, sentence)
}

func (cur *cursor) drawTable(t *model.Table, sentence string) *placedTable {
	cur.section(t.Title, sentence)
	g := cur.book.place(cur.sh, t, placedBand{cur.here(), inOrder(t)})
	cur.drawColumns(g, 0, len(g.columns))
	return g
}

// band is a title and the columns of a table that stand under it.
type band struct {
	title, sentence string
	columns         []*model.Column
}

// bands draws a wide table as bands below one another; each begins with the columns that name its rows.
func (cur *cursor) drawBands(t *model.Table, bands []band, names ...string) *placedTable {
	var places []placedBand
	row := cur.row
	for i, x := range bands {
		left := cur.left
		if i > 0 {
			left += len(names)
		}
		row += 2
		if x.sentence != "" {
			row++
		}
		places = append(places, placedBand{cellAt{row - 1, left}, x.columns})
		row += max(t.Rows, 1) + 1
	}
	g := cur.book.place(cur.sh, t, places...)
	first := 0
	for i, x := range bands {
		cur.section(x.title, x.sentence)
		for k, name := range names {
			if i > 0 {
				cur.repeatNames(g, name, k)
			}
		}
		cur.drawColumns(g, first, first+len(x.columns))
		first += len(x.columns)
	}
	return g
}

// names repeats a column that names the rows, to the left of a further band.
func (cur *cursor) repeatNames(g *placedTable, name string, at int) {
	from, _ := g.column(name)
	k := slices.IndexFunc(g.columns, func(c placedColumn) bool { return c.Name == name })
	l := headLook
	if g.columns[k].Unit != model.Words {
		l = headRight
	}
	cur.sh.text(cur.here().right(at), g.columns[k].title, l)
	for i := range g.rows() {
		x := g.at(i, k)
		x.formula = from.from.down(i).String()
		cur.sh.put(cur.here().right(at).down(1+i), x)
	}
}

// columnsOf are columns of a table by name, those that it has.
func existingColumns(t *model.Table, names ...string) []*model.Column {
	var out []*model.Column
	for _, n := range names {
		if c := t.Column(n); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// body draws the head and the rows of columns of a table that stand side by side, and moves the pen below them.
func (cur *cursor) drawColumns(g *placedTable, from, til int) {
	for k := from; k < til; k++ {
		cur.sh.columnHead(&g.columns[k])
		for i := range g.rows() {
			cur.drawTableCell(g, i, k)
		}
	}
	cur.row += g.rows() + 1
	cur.skipRow()
}

// headOf draws the head of a column, with what the column holds as a note.
func (sh *sheet) columnHead(c *placedColumn) {
	l := headRight
	switch {
	case computedWords(c.Column):
		l.side = "center"
	case c.Unit == model.Words && c.look.indent == 0:
		l = headLook
	case c.Unit == model.Words:
		l = headOverWords
	}
	sh.text(c.head, c.title, l)
	if c.Note != "" {
		sh.notes = append(sh.notes, note{c.head, c.Note})
	}
}

// cell draws a cell of a table. One that only repeats a figure without a cell of its own becomes that figure's.
func (cur *cursor) drawTableCell(g *placedTable, row, col int) {
	c := &g.columns[col]
	at, x := c.head.down(1+row), g.at(row, col)
	if c.Each != nil && row < g.table.Rows {
		if id, ok := c.Each[row].(model.Ref); ok {
			cur.book.show(cur.sh, at, string(id), x.look)
			return
		}
	}
	if computedWords(c.Column) {
		cur.sh.statusCells = append(cur.sh.statusCells, at)
	}
	cur.sh.put(at, x)
}

// foremost puts the columns named to the front, those that there are, and says how many they are.
func putFirst(t *model.Table, names []string) ([]*model.Column, int) {
	if len(names) == 0 {
		return inOrder(t), len(t.Columns)
	}
	out := existingColumns(t, names...)
	var rest []*model.Column
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

// rowsOf draws the rows of a table below no heading; columns named come first.
func (cur *cursor) drawRowsOnly(t *model.Table, first ...string) *placedTable {
	columns, _ := putFirst(t, first)
	g := cur.book.place(cur.sh, t, placedBand{cur.here(), columns})
	cur.drawColumns(g, 0, len(g.columns))
	return g
}

// sum adds a column's numbers.
func sumColumn(t *model.Table, c *model.Column) model.Value {
	x := 0.0
	for i := range t.Rows {
		if n, ok := c.Value(i).Number(); ok {
			x += n
		}
	}
	return model.Num(x)
}

// area is the range of a table that is drawn as one band, its head included.
func (g *placedTable) area() string {
	return g.columns[0].head.String() + ":" + g.columns[len(g.columns)-1].head.down(g.rows()).String()
}
