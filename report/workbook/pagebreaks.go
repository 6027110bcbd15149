package workbook

import "slices"

// printable is the size of a landscape page between its margins, in points, by paper size.
var printable = map[int]struct{ width, height float64 }{paperLetter: {734, 525}, paperA4: {784, 509}}

// pageBreaks returns the rows before which a page ends, so that no page break cuts a chart or a short block
// in two. A block of more than half a page may be cut, but its head stays with its first rows.
func (sh *sheet) pageBreaks(paper int) []int {
	if sh.onePage || sh.table != nil {
		return nil
	}
	if sh.pageStarts != nil {
		return sh.pageStarts
	}
	page := printable[paper]
	scale := min(1, page.width/(0.75*float64(sh.pixels(1, len(sh.widths))))) // 0.75 points a pixel
	room := page.height/scale - 5
	head := sh.heightOf(1, headRows) // is repeated on every page
	starts := slices.Clone(sh.blockStarts)
	slices.Sort(starts)
	starts = append(slices.Compact(starts), sh.lastRow+1)
	var out []int
	used := head
	for i := range starts[:len(starts)-1] {
		if used+sh.unbreakable(starts, i, room) > room && used > head {
			out = append(out, starts[i])
			used = head
		}
		for used += sh.heightOf(starts[i], starts[i+1]-1); used > room; used -= room - head {
		}
	}
	return out
}

// unbreakable returns the height, in points, of the beginning of the i-th block that has to be on one page:
// all of a short block or a chart; of a long block its first rows; and with a heading that is followed by a
// chart also the chart.
func (sh *sheet) unbreakable(starts []int, i int, room float64) float64 {
	from, next := starts[i], starts[i+1]
	whole := sh.heightOf(from, next-1)
	switch {
	case next-from <= 3 && sh.chartStarts(next):
		return whole + sh.heightOf(next, starts[min(i+2, len(starts)-1)]-1)
	case sh.chartStarts(from):
		return whole
	}
	return min(whole, max(room/2, sh.heightOf(from, min(from+4, next-1))))
}

// chartStarts reports whether a chart begins in a row.
func (sh *sheet) chartStarts(r int) bool {
	return slices.ContainsFunc(sh.charts, func(c *chart) bool { return c.at.row == r })
}

// heightOf returns the height of rows, in points.
func (sh *sheet) heightOf(from, to int) float64 {
	sum := 0.0
	for r := from; r <= to; r++ {
		if r <= len(sh.rows) && sh.rows[r-1].height > 0 {
			sum += sh.rows[r-1].height
		} else {
			sum += usualHeight
		}
	}
	return sum
}
