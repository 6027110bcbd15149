package workbook

import (
	"slices"

	"leadpact/model/calc"
	"leadpact/model/formula"
)

// namedTable draws a table of the scorecard; nil where the scorecard does not have it, or a sheet shows it
// already.
func (cur *cursor) namedTable(name, sentence string) *placedTable {
	t := cur.book.card.Table(name)
	if t == nil || len(t.Columns) == 0 || cur.book.placedTables[name] {
		return nil
	}
	return cur.drawTable(t, sentence)
}

// drawTable draws a table below a heading.
func (cur *cursor) drawTable(t *calc.Table, sentence string) *placedTable {
	cur.section(t.Title, sentence)
	g := cur.book.place(cur.sh, t, placedBand{cur.here(), nameColumnFirst(t)})
	cur.drawColumns(g, 0, len(g.columns))
	return g
}

// drawRows draws a table without a heading; the named columns come first.
func (cur *cursor) drawRows(t *calc.Table, first ...string) *placedTable {
	columns, _ := putFirst(t, first)
	g := cur.book.place(cur.sh, t, placedBand{cur.here(), columns})
	cur.drawColumns(g, 0, len(g.columns))
	return g
}

// band is a heading and the columns of a table that stand below it.
type band struct {
	title, sentence string
	columns         []*calc.Column
}

// drawBands draws a wide table as bands one below another. The first band has the columns that name the
// rows; the others repeat them on their left.
func (cur *cursor) drawBands(t *calc.Table, bands []band, names ...string) *placedTable {
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
				cur.repeatColumn(g, name, k)
			}
		}
		cur.drawColumns(g, first, first+len(x.columns))
		first += len(x.columns)
	}
	return g
}

// repeatColumn cites a column of the first band in the n-th column of the cursor.
func (cur *cursor) repeatColumn(g *placedTable, name string, n int) {
	cells, _ := g.column(name)
	k := slices.IndexFunc(g.columns, func(c placedColumn) bool { return c.Name == name })
	l := headLook
	if g.columns[k].Unit != formula.Words {
		l = headRight
	}
	cur.sh.text(cur.here().right(n), g.columns[k].title, l)
	for i := range g.rows() {
		x := g.at(i, k)
		x.formula = cells.from.down(i).String()
		cur.sh.put(cur.here().right(n).down(1+i), x)
	}
}

// drawColumns draws head and rows of the columns from up to, not including, to, which stand side by side,
// and moves the cursor below them.
func (cur *cursor) drawColumns(g *placedTable, from, to int) {
	for k := from; k < to; k++ {
		cur.sh.columnHead(&g.columns[k])
		for i := range g.rows() {
			cur.drawTableCell(g, i, k)
		}
	}
	cur.row += g.rows() + 1
	cur.skipRow()
}

// columnHead draws the head of a column, with what the column holds as a comment.
func (sh *sheet) columnHead(c *placedColumn) {
	l := headRight
	switch {
	case holdsComputedWords(c.Column):
		l.side = "center"
	case c.Unit == formula.Words && c.look.indent == 0:
		l = headLook
	case c.Unit == formula.Words:
		l = headOverWords
	}
	sh.text(c.head, c.title, l)
	if c.Note != "" {
		sh.notes = append(sh.notes, note{c.head, c.Note})
	}
}

// drawTableCell draws a cell of a table. A cell that only repeats a figure becomes the figure's home
// where it has none yet.
func (cur *cursor) drawTableCell(g *placedTable, row, col int) {
	c := &g.columns[col]
	at, x := c.head.down(1+row), g.at(row, col)
	if c.Each != nil && row < g.table.Rows {
		if id, ok := c.Each[row].(formula.Ref); ok {
			cur.book.show(cur.sh, at, string(id), x.look)
			return
		}
	}
	if holdsComputedWords(c.Column) {
		cur.sh.statusCells = append(cur.sh.statusCells, at)
	}
	cur.sh.put(at, x)
}
