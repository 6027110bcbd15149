package workbook

import (
	"slices"
	"strconv"
	"strings"

	"leadpact/model/formula"
)

// sheet is one worksheet as laid out: its cells in memory, and at most one long table that is streamed below them.
type sheet struct {
	name    string
	tab     string // colour
	widths  []float64
	rows    []row
	merges  [][2]cellAt
	notes   []note
	links   []link
	inputs  []cellAt
	status  []cellAt // cells that hold a word of status
	charts  []*chart
	weak    []weak
	blocks  []int  // rows at which something begins that a page should not cut
	pages   []int  // rows at which a page begins
	listed  listed // a range of the cells that is a table with a filter
	table   *grid  // the one long table with a filter, streamed below the cells
	worded  bool   // its verdicts are values
	frozen  cellAt // rows above and columns left of it stay in view
	flagged cellAt // the flag of Checks
	printed cellAt // last cell of the print area; zero: all
	beside  span   // printed on a page of its own, after that area
	onePage bool   // in print
	last    int    // row
	columns int
}

type row struct {
	height float64
	thin   bool
	cells  []cell // by column, 0 is column A
}

// cell is a value, or a formula and its cached value; a blank cell has only a look.
type cell struct {
	formula string
	value   formula.Value
	look    look
	blank   bool
	spills  bool // over the cells to its right
}

// listed is a range of cells, its head first, that a reader can filter.
type listed struct {
	name      string
	from, til cellAt
}

// weak is a range that is grey where a condition holds, written for its first cell.
type weak struct {
	span
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
func (b *Book) add(name, tab string, widths ...float64) *sheet {
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
		r.cells = slices.Grow(r.cells, max(at.col, sh.columns)-len(r.cells))
	}
	for len(r.cells) < at.col {
		r.cells = append(r.cells, cell{blank: true})
	}
	r.cells[at.col-1] = c
	sh.last = max(sh.last, at.row)
	sh.columns = max(sh.columns, at.col)
}

// at gives what was put into a cell.
func (sh *sheet) at(a cellAt) cell {
	if a.row > len(sh.rows) || a.col > len(sh.rows[a.row-1].cells) {
		return cell{blank: true}
	}
	return sh.rows[a.row-1].cells[a.col-1]
}

// text puts a constant text.
func (sh *sheet) text(at cellAt, t string, l look) { sh.put(at, cell{value: formula.Str(t), look: l}) }

// spill puts a text that runs over the cells to its right and widens no column.
func (sh *sheet) spill(at cellAt, t string, l look) {
	sh.put(at, cell{value: formula.Str(t), look: l, spills: true})
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
func (sh *sheet) prose(at cellAt, til int, t string, l look) {
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
func (sh *sheet) thin(r int) {
	sh.atLeast(r, thinHeight)
	sh.rows[r-1].thin = true
}

// atLeast makes a row as high as needed, in points.
func (sh *sheet) atLeast(r int, height float64) {
	for len(sh.rows) < r {
		sh.rows = append(sh.rows, row{})
	}
	sh.rows[r-1].height = max(sh.rows[r-1].height, height)
}
