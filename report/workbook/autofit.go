package workbook

import (
	"math"
	"strings"

	"leadpact/model/formula"
)

// Sizes of columns, in characters of the standard font, and of rows, in points.
const (
	gutterWidth = 2 // width of column A, which every sheet leaves free
	usualWidth  = 12
	usualHeight = 15 // 20 pixels
	thinHeight  = 6
	widestWords = 44  // a longer text is wrapped
	padding     = 1.7 // on both sides of a text together
)

// autofit sizes the rows and columns of all sheets.
func (b *Book) autofit() {
	for _, sh := range b.sheets {
		sh.autofit()
	}
}

// autofit makes every column wide enough for its cells and every row high enough for its wrapped texts, so
// that nothing is clipped.
func (sh *sheet) autofit() {
	for len(sh.widths) < sh.lastColumn {
		sh.widths = append(sh.widths, usualWidth)
	}
	if len(sh.widths) > 0 {
		sh.widths[0] = gutterWidth
	}
	merged := map[cellAt]int{} // the last column of a merged cell
	for _, m := range sh.merges {
		merged[m.from] = m.to.col
	}
	for r := range sh.rows {
		for c := range sh.rows[r].cells {
			if merged[cellAt{r + 1, c + 1}] == 0 {
				sh.widen(&sh.rows[r].cells[c], c)
			}
		}
	}
	for r := range sh.rows {
		if sh.rows[r].thin {
			continue
		}
		sh.minHeight(r+1, usualHeight)
		for c, x := range sh.rows[r].cells {
			if x.look.wrap && !x.blank && !x.overflows {
				last := max(merged[cellAt{r + 1, c + 1}], c+1)
				sh.heighten(r+1, x, sh.widthOf(c+1, last))
			}
		}
	}
}

// widen makes the column with index c wide enough for a cell; for a wrapped cell, for its longest word.
func (sh *sheet) widen(x *cell, c int) {
	if x.blank || x.overflows {
		return
	}
	text := displayText(x.value, x.look.format)
	need := textWidth(text, x.look.points(), x.look.bold) + 1.5*float64(x.look.indent)
	if x.look.wrap {
		need = 0
		for _, word := range strings.Fields(text) {
			need = max(need, textWidth(word, x.look.points(), x.look.bold))
		}
	}
	if _, words := x.value.Text(); words && need > widestWords {
		x.look.wrap = true
		need = widestWords
	}
	sh.widths[c] = max(sh.widths[c], math.Ceil(need+padding))
}

// widthOf returns the width of columns together.
func (sh *sheet) widthOf(from, to int) float64 {
	sum := 0.0
	for c := from; c <= to; c++ {
		sum += sh.widths[c-1]
	}
	return sum
}

// heighten makes a row high enough for a cell that is wrapped at a width.
func (sh *sheet) heighten(r int, x cell, width float64) {
	width -= padding/2 + 1.5*float64(x.look.indent)
	n := lineCount(displayText(x.value, x.look.format), width, x.look.points(), x.look.bold)
	sh.minHeight(r, math.Ceil(float64(n)*x.look.points()*1.25+3))
}

// autofitTable makes the columns of a streamed table wide enough for every row.
func (sh *sheet) autofitTable(g *placedTable) {
	for _, c := range g.columns {
		at := c.head
		for len(sh.widths) < at.col {
			sh.widths = append(sh.widths, 0)
		}
		need := 0.0
		for _, word := range strings.Fields(c.title) {
			need = max(need, textWidth(word, 10, true)+2) // 2 for the filter's button
		}
		switch c.Unit {
		case formula.Words:
			for i := range g.table.Rows {
				need = max(need, textWidth(c.Value(i).String(), 10, false)+1.5)
			}
		case formula.Date, formula.Time:
			need = max(need, textWidth(c.look.format, 10, false))
		default:
			for i := range g.table.Rows {
				if x, ok := c.Value(i).Number(); ok && math.Abs(x) >= 1000 {
					need = max(need, textWidth(displayText(c.Value(i), c.look.format), 10, false))
				}
			}
			need = max(need, 7)
		}
		sh.widths[at.col-1] = max(sh.widths[at.col-1], min(math.Ceil(need+padding), 80))
	}
}

// pixels returns the approximate width of columns on a screen.
func (sh *sheet) pixels(from, to int) int { return int(sh.widthOf(from, to)*7) + 5*(to-from+1) }

// advances has the advance widths of the printable ASCII characters of Calibri (and of Carlito, which has
// the same metrics), in thousandths of the font size.
var advances = [...]uint16{
	226, 326, 401, 498, 507, 715, 682, 221, 303, 303, 498, 498, 250, 306, 252, 386, 507, 507, 507, 507, 507, 507, 507, 507,
	507, 507, 268, 268, 498, 498, 498, 463, 894, 579, 544, 533, 615, 488, 459, 631, 623, 252, 319, 520, 420, 855, 646, 662,
	517, 673, 543, 459, 487, 642, 567, 890, 519, 487, 468, 307, 386, 307, 498, 498, 291, 479, 525, 423, 525, 498, 305, 471,
	525, 230, 239, 455, 230, 799, 525, 527, 525, 525, 349, 391, 335, 525, 452, 715, 433, 453, 395, 314, 460, 314, 498,
}

// digitWidth is the unit of column widths: a digit of the workbook's standard font, Calibri 11.
const digitWidth = 0.507 * 11

// textWidth returns the width of a text, in the unit of column widths, at a font size in points. Bold
// text is a little wider; characters without a known advance are estimated.
func textWidth(text string, size float64, bold bool) float64 {
	sum := 0.0
	for _, r := range text {
		switch {
		case r >= ' ' && int(r-' ') < len(advances):
			sum += float64(advances[r-' '])
		case r < 0x1100:
			sum += 560
		default:
			sum += 1050
		}
	}
	if bold {
		sum *= 1.04
	}
	return sum / 1000 * size / digitWidth
}

// lineCount returns how many lines a text takes in a column of a width, broken at spaces. A word that is
// longer than a line is broken, too.
func lineCount(text string, width, size float64, bold bool) int {
	n := 0
	for _, paragraph := range strings.Split(text, "\n") {
		n++
		used := 0.0
		for _, word := range strings.Fields(paragraph) {
			w := textWidth(word+" ", size, bold)
			if used > 0 && used+w > width {
				n++
				used = 0
			}
			for w > width {
				n++
				w -= width
			}
			used += w
		}
	}
	return n
}
