package typeset

// Column is one column of a table.
type Column struct {
	title  string
	weight float64 // its share of the table's width, relative to the other columns
	figure bool    // right aligned
}

// TextColumn returns a left-aligned column.
func TextColumn(title string, weight float64) Column { return Column{title: title, weight: weight} }

// FigureColumn returns a right-aligned column.
func FigureColumn(title string, weight float64) Column { return Column{title, weight, true} }

// Table is rows under a head that is repeated on every page. The first column is bold.
type Table struct {
	Columns []Column
	Rows    [][]string
	Total   bool    // the last row is a total, in bold
	Share   float64 // the table's width as a share of the page's inner width; 0: all of it
}

// NewTable returns a table without rows.
func NewTable(columns ...Column) Table { return Table{Columns: columns} }

// Padding of a table cell in points.
const (
	padX = 5.0
	padY = 3.5
)

// Table adds a table. One that is lower than a quarter of a page is kept on one page, a higher one is split
// between rows.
func (d *Document) Table(t Table) {
	widths := t.widths(d.InnerWidth())
	d.KeepWithNext()
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.title
	}
	head := d.rowBlock(t, d.wrapCells(titles, widths, func(int) Face { return cellHead }), widths, &Navy)
	head.SpaceBefore, head.KeepWithNext = 6, true
	rows := []Block{}
	for i, cells := range t.Rows {
		isTotal := t.Total && i == len(t.Rows)-1
		faceOf := func(col int) Face {
			if isTotal || col == 0 {
				return CellBold
			}
			return Cell
		}
		rows = append(rows, d.rowBlocks(t, cells, widths, faceOf)...)
	}
	height := head.Height
	for i := range rows {
		rows[i].tableHead = &head
		height += rows[i].Height
	}
	short := height < d.innerHeight()*0.25
	for i := range rows {
		rows[i].KeepWithNext = i < len(rows)-1 && (short || i == 0 || i == len(rows)-2)
	}
	d.blocks = append(append(d.blocks, head), rows...)
	d.Space(4)
}

// widths returns the width of each column in points.
func (t Table) widths(inner float64) []float64 {
	weights := 0.0
	for _, c := range t.Columns {
		weights += c.weight
	}
	out := make([]float64, len(t.Columns))
	if t.Share > 0 {
		inner *= t.Share
	}
	for i, c := range t.Columns {
		out[i] = inner * c.weight / weights
	}
	return out
}

// rowBlocks returns a row as one block, or as several where it is higher than a third of a page.
func (d *Document) rowBlocks(t Table, cells []string, widths []float64, faceOf func(col int) Face) []Block {
	wrapped := d.wrapCells(cells, widths, faceOf)
	whole := d.rowBlock(t, wrapped, widths, nil)
	limit := d.innerHeight() / 3
	if whole.Height <= limit {
		return []Block{whole}
	}
	maxLines := int(limit / Cell.Leading)
	var out []Block
	for more := true; more; {
		more = false
		part := make([][]Line, len(wrapped))
		for i, lines := range wrapped {
			n := min(maxLines, len(lines))
			part[i], wrapped[i] = lines[:n], lines[n:]
			more = more || len(wrapped[i]) > 0
		}
		out = append(out, d.rowBlock(t, part, widths, nil))
	}
	return out
}

func (d *Document) wrapCells(cells []string, widths []float64, faceOf func(col int) Face) [][]Line {
	out := make([][]Line, len(cells))
	for i, text := range cells {
		out[i] = d.Wrap(widths[i]-2*padX, Run{text, faceOf(i)})
	}
	return out
}

// rowBlock returns a block of wrapped cells side by side, filled with a colour or, if that is nil, with a
// rule beneath.
func (d *Document) rowBlock(t Table, cells [][]Line, widths []float64, fill *Colour) Block {
	lines := 1
	for _, c := range cells {
		lines = max(lines, len(c))
	}
	height := float64(lines)*Cell.Leading + 2*padY
	width := 0.0
	for _, w := range widths {
		width += w
	}
	return Block{Height: height, Draw: func(y float64) {
		if fill != nil {
			d.FillRect(d.Left, y, width, height, *fill)
		} else {
			d.Rule(d.Left, y+height, d.Left+width, y+height, 0.5, RuleGrey)
		}
		x := d.Left
		for i, c := range cells {
			for n, l := range c {
				at := x + padX
				if t.Columns[i].figure {
					at = x + widths[i] - padX - l.Width
				}
				d.Draw(l, at, y+padY+float64(n)*Cell.Leading)
			}
			x += widths[i]
		}
	}}
}
