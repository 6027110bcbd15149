package workbook

import (
	"math"
	"strings"

	"leadpact/model/formula"
)

const (
	gutter      = 2
	usualWidth  = 12
	usualHeight = 15 // points, 20 pixels
	thinHeight  = 6
	widestWords = 44 // a longer text is wrapped
	padding     = 1.7
)

func (b *Book) fit() {
	for _, sh := range b.sheets {
		sh.fit()
	}
}

// fit makes every column wide enough for what stands in it and every row high enough for its wrapped texts, so that nothing
// is clipped.
func (sh *sheet) fit() {
	for len(sh.widths) < sh.columns {
		sh.widths = append(sh.widths, usualWidth)
	}
	if len(sh.widths) > 0 {
		sh.widths[0] = gutter
	}
	merged := map[cellAt]int{}
	for _, m := range sh.merges {
		merged[m[0]] = m[1].col
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
		sh.atLeast(r+1, usualHeight)
		for c, x := range sh.rows[r].cells {
			if x.look.wrap && !x.blank && !x.spills {
				til := max(merged[cellAt{r + 1, c + 1}], c+1)
				sh.heighten(r+1, x, sh.span(c+1, til))
			}
		}
	}
}

// widen makes a column wide enough for a cell; of a wrapped one for its longest word.
func (sh *sheet) widen(x *cell, c int) {
	if x.blank || x.spills {
		return
	}
	text := shown(x.value, x.look.format)
	need := measure(text, x.look.points(), x.look.bold) + 1.5*float64(x.look.indent)
	if x.look.wrap {
		need = 0
		for _, word := range strings.Fields(text) {
			need = max(need, measure(word, x.look.points(), x.look.bold))
		}
	}
	if _, words := x.value.Text(); words && need > widestWords {
		x.look.wrap = true
		need = widestWords
	}
	sh.widths[c] = max(sh.widths[c], math.Ceil(need+padding))
}

func (sh *sheet) span(from, til int) float64 {
	sum := 0.0
	for c := from; c <= til; c++ {
		sum += sh.widths[c-1]
	}
	return sum
}

func (sh *sheet) heighten(r int, x cell, width float64) {
	n := lines(shown(x.value, x.look.format), width-padding/2-1.5*float64(x.look.indent), x.look.points(), x.look.bold)
	sh.atLeast(r, math.Ceil(float64(n)*x.look.points()*1.25+3))
}

// fitTable makes the columns of a streamed table wide enough for every row.
func (sh *sheet) fitTable(g *grid) {
	for _, c := range g.columns {
		at := c.head
		for len(sh.widths) < at.col {
			sh.widths = append(sh.widths, 0)
		}
		need := 0.0
		for _, word := range strings.Fields(c.title) {
			need = max(need, measure(word, 10, true)+2) // the filter's button
		}
		switch c.Unit {
		case formula.Words:
			for i := range g.table.Rows {
				need = max(need, measure(c.Value(i).String(), 10, false)+1.5)
			}
		case formula.Date, formula.Time:
			need = max(need, measure(c.look.format, 10, false))
		default:
			for i := range g.table.Rows {
				if x, ok := c.Value(i).Number(); ok && math.Abs(x) >= 1000 {
					need = max(need, measure(shown(c.Value(i), c.look.format), 10, false))
				}
			}
			need = max(need, 7)
		}
		sh.widths[at.col-1] = max(sh.widths[at.col-1], min(math.Ceil(need+padding), 80))
	}
}

// pixels is about how wide columns are on a screen.
func (sh *sheet) pixels(from, til int) int { return int(sh.span(from, til)*7) + 5*(til-from+1) }
