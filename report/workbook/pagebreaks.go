package workbook

import "slices"

// What a landscape page has room for between its margins, in points.
var printable = map[int]struct{ width, height float64 }{paperLetter: {734, 525}, paperA4: {784, 509}}

// breaks are the rows before which a page ends, so that none cuts a chart or a short block in two. A block that is longer than
// half a page may be cut; its head stays with its first rows.
func (sh *sheet) pageBreaks(paper int) []int {
	if sh.onePage || sh.table != nil {
		return nil
	}
	if sh.pageStarts != nil {
		return sh.pageStarts
	}
	page := printable[paper]
	scale := min(1, page.width/(0.75*float64(sh.pixels(1, len(sh.widths)))))
	room := page.height/scale - 5
	head := sh.heightOf(1, headRows)
	starts := slices.Clone(sh.blockStarts)
	slices.Sort(starts)
	starts = append(slices.Compact(starts), sh.lastRow+1)
	var out []int
	used := head
	for i, from := range starts[:len(starts)-1] {
		own := sh.heightOf(from, starts[i+1]-1)
		keep := min(own, max(room/2, sh.heightOf(from, min(from+4, starts[i+1]-1))))
		if sh.chartStarts(from) {
			keep = own
		}
		if next := starts[i+1]; next-from <= 3 && sh.chartStarts(next) { // a heading stays with its chart
			keep = own + sh.heightOf(next, starts[min(i+2, len(starts)-1)]-1)
		}
		if used+keep > room && used > head {
			out = append(out, from)
			used = head
		}
		for used += own; used > room; used -= room - head {
		}
	}
	return out
}

// charted says that a chart begins in a row.
func (sh *sheet) chartStarts(r int) bool {
	return slices.ContainsFunc(sh.charts, func(c *chart) bool { return c.at.row == r })
}

// tall is the height of rows, in points.
func (sh *sheet) heightOf(from, til int) float64 {
	sum := 0.0
	for r := from; r <= til; r++ {
		if r <= len(sh.rows) && sh.rows[r-1].height > 0 {
			sum += sh.rows[r-1].height
		} else {
			sum += usualHeight
		}
	}
	return sum
}
