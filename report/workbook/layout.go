package workbook

import (
	"fmt"
	"strings"

	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// cursor lays a sheet, or a panel of one, out from top to bottom. Whatever it draws begins at its row and
// left column, and moves it below what was drawn.
type cursor struct {
	book  *Book
	sh    *sheet
	row   int // the next free one
	left  int // the first column
	right int // the last column of the design
}

// flagTitle stands before the flag of Checks on every sheet.
const flagTitle = "Checks: "

// headRows is the height of a sheet's head: title, subtitle, flag, and a banner or a sentence.
const headRows = 4

// beginSheet draws a sheet's head (what it is, whose and when, and the flag of Checks) and returns a cursor
// below it.
func (b *Book) beginSheet(sh *sheet, title string) *cursor {
	cur := &cursor{book: b, sh: sh, row: headRows + 1, left: 2, right: max(len(sh.widths), 3)}
	h := b.card.Agreement.Head
	sh.overflow(cellAt{1, 2}, title, titleLook)
	sh.minHeight(1, 26)
	asOf := "as of "
	if b.card.Period.Limited() {
		asOf = "counted to "
	}
	subtitle := fmt.Sprintf("%s · %s · %s version %d · %s", h.Company, b.formats.style.Period(b.card.Period),
		h.ID, h.Version, asOf+b.card.Period.AsOf.Format("2006-01-02 15:04 MST"))
	sh.overflow(cellAt{2, 2}, subtitle, subtitleLook)
	sh.fillHead(cur.right)
	sh.flagCell = cellAt{3, 2}
	flag := cell{
		formula: quote(flagTitle) + "&checks_flag", value: formula.Str(flagTitle + b.flag), look: flagLook, overflows: true,
	}
	sh.put(sh.flagCell, flag)
	if text := format.Banner(b.card.Agreement); text != "" {
		sh.overflow(cellAt{4, 2}, text, bannerLook)
		sh.fill(cellAt{4, 3}, cellAt{4, cur.right}, bannerLook)
	}
	sh.frozen = cellAt{headRows, 0}
	return cur
}

// fillHead extends the background of a sheet's head up to a column.
func (sh *sheet) fillHead(lastCol int) {
	sh.fill(cellAt{1, 3}, cellAt{1, lastCol}, titleLook)
	sh.fill(cellAt{2, 3}, cellAt{2, lastCol}, subtitleLook)
}

// panel returns a cursor for some columns of the sheet, from this row on.
func (cur *cursor) panel(left, right int) *cursor {
	return &cursor{book: cur.book, sh: cur.sh, row: cur.row, left: left, right: right}
}

// halves returns two panels side by side with a column between them; the left one has a label and four
// figures.
func (cur *cursor) halves() (left, right *cursor) {
	return cur.panel(cur.left, cur.left+4), cur.panel(cur.left+6, max(cur.right, cur.left+10))
}

// sideBySide draws two blocks side by side where they are narrow, else one below the other.
func (cur *cursor) sideBySide(narrow bool, one, other func(*cursor)) {
	if !narrow {
		one(cur)
		other(cur)
		return
	}
	left, right := cur.halves()
	one(left)
	other(right)
	cur.moveBelow(left, right)
}

// moveBelow moves the cursor below what other cursors have drawn.
func (cur *cursor) moveBelow(others ...*cursor) {
	for _, o := range others {
		cur.row = max(cur.row, o.row)
	}
}

// width returns the cursor's width in pixels.
func (cur *cursor) width() uint { return uint(cur.sh.pixels(cur.left, cur.right)) }

// skipRow leaves a row free.
func (cur *cursor) skipRow() { cur.row++ }

// here returns the first cell of the next free row.
func (cur *cursor) here() cellAt { return cellAt{cur.row, cur.left} }

// fillRow gives the blank cells of a row a look, from the n-th column of the cursor to its last.
func (cur *cursor) fillRow(row, n int, l look) {
	cur.sh.fill(cellAt{row, cur.left + n}, cellAt{row, cur.right}, l)
}

// section draws a heading across the sheet, and a sentence below it unless it is empty.
func (cur *cursor) section(title, sentence string) {
	cur.sh.blockStarts = append(cur.sh.blockStarts, cur.row)
	cur.sh.overflow(cur.here(), title, sectionLook)
	cur.fillRow(cur.row, 1, sectionLook)
	cur.sh.minHeight(cur.row, 21)
	cur.row++
	if sentence != "" {
		cur.sh.wrapped(cur.here(), cur.right, sentence, noteLook)
		cur.row++
	}
}

// paragraph writes a sentence across the sheet.
func (cur *cursor) paragraph(text string) {
	cur.sh.wrapped(cur.here(), cur.right, text, noteLook)
	cur.row++
	cur.skipRow()
}

// factLines writes sentences across the sheet, each in a row of its own.
func (cur *cursor) factLines(texts ...string) {
	for _, text := range texts {
		cur.sh.wrapped(cur.here(), cur.right, text, factLook)
		cur.row++
	}
}

// head is the title of a column with its look.
type head struct {
	title string
	look  look
}

// overFigures returns heads of columns of figures.
func overFigures(titles ...string) []head {
	return each(titles, func(t string) head { return head{t, headRight} })
}

// overWords returns the head of a column of words.
func overWords(title string) head { return head{title, headOverWords} }

// overStatus returns the head of a column of statuses.
func overStatus() head {
	l := headRight
	l.side = "center"
	return head{"Status", l}
}

// headRow draws a row of heads, the first over labels. A head without a title is only drawn as background.
func (cur *cursor) headRow(label string, heads ...head) {
	for i, h := range append([]head{{label, headLook}}, heads...) {
		if h.title == "" {
			cur.sh.put(cur.here().right(i), cell{blank: true, look: h.look})
			continue
		}
		cur.sh.text(cur.here().right(i), h.title, h.look)
	}
	cur.row++
}

// wideHeadRow is headRow with a background up to the last column of the design: the last head stands over a
// wide column.
func (cur *cursor) wideHeadRow(label string, heads ...head) {
	cur.headRow(label, heads...)
	cur.fillRow(cur.row-1, 1+len(heads), headLook)
}

// figureBlock draws figures one below another: label, unit, value, goal, status, definition. Goal and
// status are left out where no figure of the block has one. Figures that have a cell already are passed
// over.
func (cur *cursor) figureBlock(title string, figures []*calc.Quantity) {
	if len(figures) == 0 {
		return
	}
	goals := false
	for _, q := range figures {
		goals = goals || q.Goal != "" || q.Status != ""
	}
	cur.section(title, "")
	cur.wideHeadRow("Figure", figureHeads(goals)...)
	for _, q := range figures {
		if cur.book.cells[q.ID] == "" {
			cur.figureLine(q, goals)
		}
	}
	cur.skipRow()
}

// figureHeads returns the heads over what figureLine draws behind the label.
func figureHeads(goals bool) []head {
	heads := append([]head{overWords("Unit")}, overFigures("Value")...)
	if goals {
		heads = append(append(heads, overFigures("Goal")...), overStatus())
	}
	return append(heads, overWords("Definition"))
}

// figureLine draws one figure of a block.
func (cur *cursor) figureLine(q *calc.Quantity, goals bool) {
	at := cur.here()
	cur.sh.text(at, q.Title, labelLook)
	cur.sh.text(at.right(1), cur.book.formats.unit(q.Unit), unitLook)
	cur.book.show(cur.sh, at.right(2), q.ID, figureLook)
	words := at.right(3)
	if goals {
		cur.goalCell(at.right(3), q)
		cur.statusCell(at.right(4), q)
		words = at.right(5)
	}
	cur.sh.wrapped(words, cur.right, cur.book.definition(q), wordsLook)
	cur.row++
}

// goalCell shows the goal of a figure; a dash where none is agreed.
func (cur *cursor) goalCell(at cellAt, q *calc.Quantity) {
	if q.Goal == "" || !cur.book.hasID(q.Goal) {
		cur.dash(at)
		return
	}
	cur.book.show(cur.sh, at, q.Goal, figureLook)
}

// statusCell shows the status of a figure; a dash where it has none.
func (cur *cursor) statusCell(at cellAt, q *calc.Quantity) {
	if q.Status == "" || !cur.book.hasID(q.Status) {
		cur.dash(at)
		return
	}
	cur.book.show(cur.sh, at, q.Status, statusLook)
	cur.sh.statusCells = append(cur.sh.statusCells, at)
}

func (cur *cursor) dash(at cellAt) {
	cur.sh.text(at, "–", look{ink: muted, border: hairline, side: "center"})
}

// definition returns the definition of a figure in words, with the reason where it or its goal is n/a;
// without a definition its id.
func (b *Book) definition(q *calc.Quantity) string {
	d := q.Described()
	goal := b.card.Quantity(q.Goal)
	switch {
	case q.Value().IsMissing() && q.Reason != "":
		d += " n/a: " + strings.TrimPrefix(q.Reason, "n/a: ") + "."
	case goal != nil && goal.Value().IsMissing() && goal.Reason != "":
		d += " Goal n/a: " + goal.Reason + "."
	}
	if d = strings.TrimSpace(d); d == "" {
		return q.ID
	}
	return d
}

// labelWithNote names a figure, with its definition as a comment and a link to its home.
func (cur *cursor) labelWithNote(q *calc.Quantity) {
	cur.sh.text(cur.here(), q.Title, labelLook)
	cur.sh.notes = append(cur.sh.notes, note{cur.here(), cur.book.definition(q)})
	cur.linkToHome(cur.here(), q.ID)
}

// linkToHome links a cell to the home of a figure.
func (cur *cursor) linkToHome(at cellAt, id string) {
	if home := cur.book.cells[id]; home != "" {
		cur.sh.links = append(cur.sh.links, link{at, home})
	}
}

// citeOrDash cites a figure that has its home elsewhere; a dash where the scorecard does not have it.
func (cur *cursor) citeOrDash(at cellAt, id string) {
	if id == "" || !cur.book.hasID(id) {
		cur.dash(at)
		return
	}
	cur.book.cite(cur.sh, at, id, citedLook)
}

// citeStatus cites a status that has its home elsewhere; a dash where the scorecard does not have it.
func (cur *cursor) citeStatus(at cellAt, id string) {
	if id == "" || !cur.book.hasID(id) {
		cur.dash(at)
		return
	}
	cur.book.cite(cur.sh, at, id, statusLook)
	cur.sh.statusCells = append(cur.sh.statusCells, at)
}

// matrixRow is a row of a matrix: a label and the ids of its cells. An id that the scorecard does not
// have is a dash.
type matrixRow struct {
	label string
	ids   []string
}

// matrixBlock is the rectangle of a matrix: its labels are the first column, its heads stand in the row
// above.
type matrixBlock struct {
	corner string // the head over the labels
	cellRange
}

// matrix draws figures in two dimensions and returns the cells that it filled.
func (cur *cursor) matrix(title, sentence, corner string, heads []string, rows []matrixRow) matrixBlock {
	cur.section(title, sentence)
	cur.headRow(corner, overFigures(heads...)...)
	last := cur.here().down(len(rows) - 1).right(len(heads))
	filled := matrixBlock{corner, cellRange{cur.here(), last}}
	for _, r := range rows {
		cur.sh.text(cur.here(), r.label, labelLook)
		for i, id := range r.ids {
			at := cur.here().right(i + 1)
			if !cur.book.hasID(id) {
				cur.dash(at)
				continue
			}
			l := figureLook
			if q := cur.book.card.Quantity(id); q != nil && q.Unit == formula.Words {
				l = statusLook
				cur.sh.statusCells = append(cur.sh.statusCells, at)
			}
			cur.book.show(cur.sh, at, id, l)
		}
		cur.row++
	}
	cur.whyNA(rows)
	cur.skipRow()
	return filled
}

// whyNA lists below a matrix why figures of it are n/a.
func (cur *cursor) whyNA(rows []matrixRow) {
	var reasons format.ByReason
	for _, r := range rows {
		for _, n := range format.WhyNA(cur.book.card, r.ids) {
			reasons.Add(r.label, n.Reason)
		}
	}
	for _, n := range reasons {
		cur.sh.wrapped(cur.here(), cur.right, "n/a: "+n.Reason+" ("+n.Figures(cur.book.formats.style)+").", noteLook)
		cur.row++
	}
}
