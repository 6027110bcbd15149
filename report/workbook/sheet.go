package workbook

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"leadpact/model/formula"
)

// sheet is one worksheet as laid out: its cells in memory, and at most one long table that is streamed
// below them.
type sheet struct {
	name         string
	tab          string    // colour of its tab, RRGGBB
	widths       []float64 // widths of columns, in characters
	rows         []row
	merges       []cellRange
	notes        []note
	links        []link
	inputCells   []cellAt
	statusCells  []cellAt // cells that hold a word of status
	missing      []string // ids of cited figures that are n/a
	charts       []*chart
	greyed       []greyRange
	blockStarts  []int         // rows at which a block begins that a page break should not cut
	pageStarts   []int         // rows at which a page begins; nil: page breaks are computed
	filtered     filteredRange // a range of the cells that is a table with a filter
	table        *placedTable  // the one long table with a filter, streamed below the cells
	factVerdicts bool          // the column of verdicts in the long table holds facts, not formulas
	frozen       cellAt        // the rows down to it and the columns left of it stay in view
	flagCell     cellAt        // repeats the flag of Checks
	printUntil   cellAt        // last cell of the print area; zero: everything is printed
	printedToo   cellRange     // printed on a page of its own, after that area
	onePage      bool          // printed on one page
	lastRow      int           // the last row that holds a cell
	lastColumn   int
}

// row is a row of cells held in memory.
type row struct {
	height float64 // points; 0: the usual height
	thin   bool    // only separates other rows
	cells  []cell  // the cells by column; 0 is column A
}

// cell is a value, or a formula and its cached value; a blank cell has only a look.
type cell struct {
	formula   string
	value     formula.Value
	look      look
	blank     bool
	overflows bool // its text runs over the cells to its right and widens no column
}

// filteredRange is a range of cells, its head first, that a reader can filter.
type filteredRange struct {
	name string
	cellRange
}

// greyRange is a range whose cells are grey where a condition holds. The condition is a formula for the
// first cell.
type greyRange struct {
	cellRange
	condition string
}

// note is a comment on a cell.
type note struct {
	at   cellAt
	text string
}

// link leads from a cell to another one of the workbook, such as 'Goal Grid'!D7.
type link struct {
	at cellAt
	to string
}

// cellAt is the position of a cell; rows and columns count from 1.
type cellAt struct{ row, col int }

// String returns the relative reference, D7.
func (a cellAt) String() string { return letters(a.col) + strconv.Itoa(a.row) }

// fixed returns the absolute reference, $D$7.
func (a cellAt) fixed() string { return "$" + letters(a.col) + "$" + strconv.Itoa(a.row) }

func (a cellAt) right(n int) cellAt { return cellAt{a.row, a.col + n} }

func (a cellAt) down(n int) cellAt { return cellAt{a.row + n, a.col} }

// letters returns the letters of a column: 1 is A, 27 is AA.
func letters(col int) string {
	s := ""
	for ; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s
}

// cellRange is a rectangle of cells; both corners belong to it.
type cellRange struct{ from, to cellAt }

// String returns the relative reference, B6:D9.
func (r cellRange) String() string { return r.from.String() + ":" + r.to.String() }

// cells lists the cells row by row.
func (r cellRange) cells() []cellAt {
	var out []cellAt
	for row := r.from.row; row <= r.to.row; row++ {
		for col := r.from.col; col <= r.to.col; col++ {
			out = append(out, cellAt{row, col})
		}
	}
	return out
}

// quoted returns the sheet's name as formulas and scorecard.json write it.
func (sh *sheet) quoted() string {
	if strings.ContainsRune(sh.name, ' ') {
		return "'" + sh.name + "'"
	}
	return sh.name
}

// reference returns a range of the sheet as defined names and charts write it: 'Goal Grid'!$D$7:$D$9, or a
// single cell.
func (sh *sheet) reference(r cellRange) string {
	out := sh.quoted() + "!" + r.from.fixed()
	if r.to != r.from {
		out += ":" + r.to.fixed()
	}
	return out
}

// addSheet appends a sheet with the colour of its tab and the widths of its columns, the gutter first.
func (b *Book) addSheet(name, tab string, widths ...float64) *sheet {
	sh := &sheet{name: name, tab: tab, widths: widths}
	b.sheets = append(b.sheets, sh)
	return sh
}

// put sets a cell.
func (sh *sheet) put(at cellAt, c cell) {
	sh.grow(at.row)
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

// grow makes sure that a row exists.
func (sh *sheet) grow(r int) {
	for len(sh.rows) < r {
		sh.rows = append(sh.rows, row{})
	}
}

// at returns a cell; one that was never put is blank.
func (sh *sheet) at(a cellAt) cell {
	if a.row > len(sh.rows) || a.col > len(sh.rows[a.row-1].cells) {
		return cell{blank: true}
	}
	return sh.rows[a.row-1].cells[a.col-1]
}

// text puts a constant text.
func (sh *sheet) text(at cellAt, t string, l look) { sh.put(at, cell{value: formula.Str(t), look: l}) }

// overflow puts a text that runs over the cells to its right.
func (sh *sheet) overflow(at cellAt, t string, l look) {
	sh.put(at, cell{value: formula.Str(t), look: l, overflows: true})
}

// fill gives the blank cells of a rectangle a look.
func (sh *sheet) fill(from, to cellAt, l look) {
	for _, at := range (cellRange{from, to}).cells() {
		if sh.at(at).blank {
			sh.put(at, cell{blank: true, look: l})
		}
	}
}

// wrapped puts a text that is wrapped over the columns up to lastCol.
func (sh *sheet) wrapped(at cellAt, lastCol int, t string, l look) {
	l.wrap = true
	sh.text(at, t, l)
	sh.merge(at, lastCol, l)
}

// merge joins a cell with those to its right up to lastCol.
func (sh *sheet) merge(at cellAt, lastCol int, l look) {
	if last := (cellAt{at.row, lastCol}); lastCol > at.col {
		sh.fill(at.right(1), last, l)
		sh.merges = append(sh.merges, cellRange{at, last})
	}
}

// makeThin makes a row that only separates others a few points high.
func (sh *sheet) makeThin(r int) {
	sh.minHeight(r, thinHeight)
	sh.rows[r-1].thin = true
}

// minHeight makes a row at least height points high.
func (sh *sheet) minHeight(r int, height float64) {
	sh.grow(r)
	sh.rows[r-1].height = max(sh.rows[r-1].height, height)
}

// makeBold makes the text of a cell bold.
func (sh *sheet) makeBold(at cellAt) { sh.rows[at.row-1].cells[at.col-1].look.bold = true }

// indent makes a label look subordinate to the one above it.
func (sh *sheet) indent(at cellAt) {
	c := &sh.rows[at.row-1].cells[at.col-1]
	c.look.indent, c.look.ink = 1, muted
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
