package contract

// column of a table: its share of the width and whether it holds figures, which stand to the right.
type column struct {
	title  string
	weight float64
	figure bool
}

// table is rows under a head that is repeated on every page. The first cell of a row may be bold, the last row a total.
type table struct {
	columns []column
	rows    [][]string
	bold    bool    // the first column
	total   bool    // the last row
	share   float64 // of the width that the page has; 0 is all of it
}

const (
	padX = 5.0
	padY = 3.5
)

// table adds a table. A short one is kept on one page, a longer one is cut between rows.
func (d *doc) table(t table) {
	widths := t.widths(d.inner())
	d.glue()
	heads := make([]string, len(t.columns))
	for i, c := range t.columns {
		heads[i] = c.title
	}
	head := d.row(t, heads, widths, func(int) face { return cellHead }, &header)
	head.gap, head.keep = 6, true
	rows := []atom{}
	for i, cells := range t.rows {
		last := t.total && i == len(t.rows)-1
		look := func(col int) face {
			if last || t.bold && col == 0 {
				return cellBold
			}
			return cell
		}
		rows = append(rows, d.rowsOf(t, cells, widths, look)...)
	}
	sum := head.height
	for i := range rows {
		rows[i].head = &head
		sum += rows[i].height
	}
	short := sum < (d.height-d.top-d.bottom)*0.25
	for i := range rows {
		rows[i].keep = i < len(rows)-1 && (short || i == 0 || i == len(rows)-2)
	}
	d.atoms = append(append(d.atoms, head), rows...)
	d.space(4)
}

func (t table) widths(inner float64) []float64 {
	sum := 0.0
	for _, c := range t.columns {
		sum += c.weight
	}
	out := make([]float64, len(t.columns))
	if t.share > 0 {
		inner *= t.share
	}
	for i, c := range t.columns {
		out[i] = inner * c.weight / sum
	}
	return out
}

// rowsOf makes one atom of a row, or several where it is higher than a third of a page.
func (d *doc) rowsOf(t table, cells []string, widths []float64, look func(int) face) []atom {
	whole := d.row(t, cells, widths, look, nil)
	limit := (d.height - d.top - d.bottom) / 3
	if whole.height <= limit {
		return []atom{whole}
	}
	wrapped := d.wrapCells(cells, widths, look)
	most := int(limit / cell.leading)
	var out []atom
	for more := true; more; {
		more = false
		part := make([][]textLine, len(wrapped))
		for i, lines := range wrapped {
			n := min(most, len(lines))
			part[i], wrapped[i] = lines[:n], lines[n:]
			more = more || len(wrapped[i]) > 0
		}
		out = append(out, d.lineUp(t, part, widths, nil))
	}
	return out
}

func (d *doc) row(t table, cells []string, widths []float64, look func(int) face, fill *colour) atom {
	return d.lineUp(t, d.wrapCells(cells, widths, look), widths, fill)
}

func (d *doc) wrapCells(cells []string, widths []float64, look func(int) face) [][]textLine {
	out := make([][]textLine, len(cells))
	for i, text := range cells {
		out[i] = d.wrap(widths[i]-2*padX, run{text, look(i)})
	}
	return out
}

// lineUp sets wrapped cells side by side.
func (d *doc) lineUp(t table, cells [][]textLine, widths []float64, fill *colour) atom {
	lines := 1
	for _, c := range cells {
		lines = max(lines, len(c))
	}
	height := float64(lines)*cell.leading + 2*padY
	width := 0.0
	for _, w := range widths {
		width += w
	}
	return atom{height: height, draw: func(y float64) {
		if fill != nil {
			d.fill(*fill)
			d.pdf.Rect(d.left, y, width, height, "F")
		} else {
			d.hairline(d.left, y+height, d.left+width, y+height, 0.5, rule)
		}
		x := d.left
		for i, c := range cells {
			for n, l := range c {
				at := x + padX
				if t.columns[i].figure {
					at = x + widths[i] - padX - l.width
				}
				d.draw(l, at, y+padY+float64(n)*cell.leading)
			}
			x += widths[i]
		}
	}}
}
