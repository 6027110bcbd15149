package workbook

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"leadpact/model"
)

// sheet is one worksheet as laid out: its cells in memory, and at most one long table that is streamed below them.
type sheet struct {
	name         string
	tab          string // colour
	widths       []float64
	rows         []row
	merges       [][2]cellAt
	notes        []note
	links        []link
	inputCells   []cellAt
	statusCells  []cellAt // cells that hold a word of status
	charts       []*chart
	greyed       []greyRange
	blockStarts  []int         // rows at which something begins that a page should not cut
	pageStarts   []int         // rows at which a page begins
	filtered     filteredRange // a range of the cells that is a table with a filter
	table        *placedTable  // the one long table with a filter, streamed below the cells
	factVerdicts bool          // its verdicts are values
	frozen       cellAt        // rows above and columns left of it stay in view
	flagCell     cellAt        // the flag of Checks
	printUntil   cellAt        // last cell of the print area; zero: all
	printedToo   cellRange     // printed on a page of its own, after that area
	onePage      bool          // in print
	lastRow      int           // row
	lastColumn   int
}

type row struct {
	height float64
	thin   bool
	cells  []cell // by column, 0 is column A
}

// cell is a value, or a formula and its cached value; a blank cell has only a look.
type cell struct {
	formula   string
	value     model.Value
	look      look
	blank     bool
	overflows bool // over the cells to its right
}

// listed is a range of cells, its head first, that a reader can filter.
type filteredRange struct {
	name     string
	from, to cellAt
}

// weak is a range that is grey where a condition holds, written for its first cell.
type greyRange struct {
	cellRange
	condition string
}

// note is a comment on a cell.
type note struct {
	at   cellAt
	text string
}

// link leads from a cell to another of the workbook: 'Goal Grid'!D7.
type link struct {
	at cellAt
	to string
}

// cellAt is a position; rows and columns count from 1.
type cellAt struct{ row, col int }

func (a cellAt) String() string { return letters(a.col) + strconv.Itoa(a.row) }

func (a cellAt) fixed() string { return "$" + letters(a.col) + "$" + strconv.Itoa(a.row) }

func (a cellAt) right(n int) cellAt { return cellAt{a.row, a.col + n} }

func (a cellAt) down(n int) cellAt { return cellAt{a.row + n, a.col} }

func letters(col int) string {
	s := ""
	for ; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s
}

// quoted is the sheet's name as formulas and scorecard.json write it.
func (sh *sheet) quoted() string {
	if strings.ContainsRune(sh.name, ' ') {
		return "'" + sh.name + "'"
	}
	return sh.name
}

// add appends a sheet with its tab colour and the widths of its columns, the gutter first.
func (b *Book) addSheet(name, tab string, widths ...float64) *sheet {
	sh := &sheet{name: name, tab: tab, widths: widths}
	b.sheets = append(b.sheets, sh)
	return sh
}

func (sh *sheet) put(at cellAt, c cell) {
	for len(sh.rows) < at.row {
		sh.rows = append(sh.rows, row{})
	}
	r := &sh.rows[at.row-1]
	if len(r.cells) < at.col {
		r.cells = slices.Grow(r.cells, max(at.col, sh.lastColumn)-len(r.cells))
	}
	for len(r.cells) < at.col {
		r.cells = append(r.cells, cell{blank: true})
	}
	r.cells[at.col-1] = c
	sh.lastRow = max(sh.lastRow, at.row)
	sh.lastColumn = max(sh.lastColumn, at.col)
}

// at gives what was put into a cell.
func (sh *sheet) at(a cellAt) cell {
	if a.row > len(sh.rows) || a.col > len(sh.rows[a.row-1].cells) {
		return cell{blank: true}
	}
	return sh.rows[a.row-1].cells[a.col-1]
}

// text puts a constant text.
func (sh *sheet) text(at cellAt, t string, l look) { sh.put(at, cell{value: model.Str(t), look: l}) }

// spill puts a text that runs over the cells to its right and widens no column.
func (sh *sheet) overflow(at cellAt, t string, l look) {
	sh.put(at, cell{value: model.Str(t), look: l, overflows: true})
}

// fill gives blank cells a look.
func (sh *sheet) fill(from, til cellAt, l look) {
	for r := from.row; r <= til.row; r++ {
		for c := from.col; c <= til.col; c++ {
			if sh.at(cellAt{r, c}).blank {
				sh.put(cellAt{r, c}, cell{blank: true, look: l})
			}
		}
	}
}

// prose puts a text that is wrapped over the columns from at to the column til.
func (sh *sheet) wrapped(at cellAt, til int, t string, l look) {
	l.wrap = true
	sh.text(at, t, l)
	sh.merge(at, til, l)
}

// merge joins the cells from at to the column til of its row.
func (sh *sheet) merge(at cellAt, til int, l look) {
	if til > at.col {
		sh.fill(at.right(1), cellAt{at.row, til}, l)
		sh.merges = append(sh.merges, [2]cellAt{at, {at.row, til}})
	}
}

// thin makes a row that only keeps others apart a few points high.
func (sh *sheet) makeThin(r int) {
	sh.minHeight(r, thinHeight)
	sh.rows[r-1].thin = true
}

// atLeast makes a row as high as needed, in points.
func (sh *sheet) minHeight(r int, height float64) {
	for len(sh.rows) < r {
		sh.rows = append(sh.rows, row{})
	}
	sh.rows[r-1].height = max(sh.rows[r-1].height, height)
}

// ranges writes cells as the shortest list of ranges within columns: H6:H10 H14.
func ranges(cells []cellAt) string {
	sorted := append([]cellAt{}, cells...)
	sort.Slice(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		return a.col < b.col || a.col == b.col && a.row < b.row
	})
	var out []string
	for i := 0; i < len(sorted); {
		k := i
		for k+1 < len(sorted) && sorted[k+1].col == sorted[i].col && sorted[k+1].row <= sorted[k].row+1 {
			k++
		}
		one := sorted[i].String()
		if sorted[k] != sorted[i] {
			one += ":" + sorted[k].String()
		}
		out = append(out, one)
		i = k + 1
	}
	return strings.Join(out, " ")
}

// emphasise makes a cell bold.
func (sh *sheet) makeBold(at cellAt) { sh.rows[at.row-1].cells[at.col-1].look.bold = true }

// indent sets a label below the one that it belongs to.
func (sh *sheet) indent(at cellAt) {
	c := &sh.rows[at.row-1].cells[at.col-1]
	c.look.indent, c.look.ink = 1, muted
}

// span is a range of cells on the chart's sheet.
type cellRange struct{ from, to cellAt }

func (s cellRange) cells() []cellAt {
	var out []cellAt
	for r := s.from.row; r <= s.to.row; r++ {
		for c := s.from.col; c <= s.to.col; c++ {
			out = append(out, cellAt{r, c})
		}
	}
	return out
}
