package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/report/format"
)

// pen lays a sheet out from top to bottom: row is the next free one, left the first column behind the gutter, right the last
// column of the design.
type cursor struct {
	book  *Book
	sh    *sheet
	row   int
	left  int
	right int

	flagged cellAt // on Checks, the number of differences that are not 0
}

// headRows is where every sheet's own part begins: title, subtitle, flag.
const headRows = 4

// begin draws a sheet's head: what it is, whose and when, and the flag of Checks.
func (b *Book) beginSheet(sh *sheet, title string) *cursor {
	cur := &cursor{book: b, sh: sh, row: headRows + 1, left: 2, right: max(len(sh.widths), 3)}
	h := b.card.Agreement.Head
	sh.overflow(cellAt{1, 2}, title, titleLook)
	sh.minHeight(1, 26)
	sub := fmt.Sprintf("%s · %s · %s version %d · as of %s", h.Company, b.formats.style.Period(b.card.Period), h.ID, h.Version,
		b.card.Period.AsOf.Format("2006-01-02 15:04 MST"))
	sh.overflow(cellAt{2, 2}, sub, subtitleLook)
	sh.fillHead(cur.right)
	sh.put(cellAt{3, 2}, cell{formula: `"Checks: "&checks_flag`, value: model.Str("Checks: " + b.flag()), look: flagLook, overflows: true})
	sh.flagCell = cellAt{3, 2}
	if text := format.Banner(b.card.Agreement); text != "" {
		sh.overflow(cellAt{4, 2}, text, bannerLook)
		sh.fill(cellAt{4, 3}, cellAt{4, cur.right}, bannerLook)
	}
	sh.frozen = cellAt{headRows, 0}
	return cur
}

// banded draws the ground of a sheet's head up to a column.
func (sh *sheet) fillHead(til int) {
	sh.fill(cellAt{1, 3}, cellAt{1, til}, titleLook)
	sh.fill(cellAt{2, 3}, cellAt{2, til}, subtitleLook)
}

// panel is a pen for a part of the sheet, beside others.
func (cur *cursor) panel(from, til int) *cursor {
	return &cursor{book: cur.book, sh: cur.sh, row: cur.row, left: from, right: til}
}

// halves are two pens beside one another with a column between them; each has a label and four figures.
func (cur *cursor) halves() (left, right *cursor) {
	return cur.panel(cur.left, cur.left+4), cur.panel(cur.left+6, max(cur.right, cur.left+10))
}

// abreast draws two blocks beside one another where they are narrow, else below one another.
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

// below moves the pen under what others have drawn.
func (cur *cursor) moveBelow(others ...*cursor) {
	for _, o := range others {
		cur.row = max(cur.row, o.row)
	}
}

// wide is the pen's width in pixels.
func (cur *cursor) width() uint { return uint(cur.sh.pixels(cur.left, cur.right)) }

// space leaves a row free.
func (cur *cursor) skipRow() { cur.row++ }

// here is the next cell to write.
func (cur *cursor) here() cellAt { return cellAt{cur.row, cur.left} }

// section draws a heading across the sheet, and a sentence below it where there is one to say.
func (cur *cursor) section(title, sentence string) {
	cur.sh.blockStarts = append(cur.sh.blockStarts, cur.row)
	cur.sh.overflow(cur.here(), title, sectionLook)
	cur.sh.fill(cellAt{cur.row, cur.left + 1}, cellAt{cur.row, cur.right}, sectionLook)
	cur.sh.minHeight(cur.row, 21)
	cur.row++
	if sentence != "" {
		cur.sh.wrapped(cur.here(), cur.right, sentence, noteLook)
		cur.row++
	}
}

// heads draws a head row from the left; the first is a label, the others stand over figures. The last one fills the rest of
// the design where it heads words.
func (cur *cursor) headRow(titles ...string) {
	for i, t := range titles {
		l := headRight
		switch {
		case i == 0:
			l = headLook
		case wordHeads[t]:
			l = headOverWords
		}
		if t == "Status" {
			l.side = "center"
		}
		if t == "" {
			cur.sh.put(cur.here().right(i), cell{blank: true, look: l})
			continue
		}
		cur.sh.text(cur.here().right(i), t, l)
	}
	cur.row++
}

// wordHeads are the heads over columns of words.
var wordHeads = map[string]bool{"Unit": true, "Definition": true, "Note": true, "Name": true, "Counts": true, "What it says": true}

// lines draws figures one below another: label, unit, value, goal, status, definition. Goal and status are left out where no
// figure of the block has one.
func (cur *cursor) figureBlock(title string, figures []*model.Quantity) {
	if len(figures) == 0 {
		return
	}
	goals := false
	for _, q := range figures {
		goals = goals || q.Goal != "" || q.Status != ""
	}
	cur.section(title, "")
	if goals {
		cur.headRow("Figure", "Unit", "Value", "Goal", "Status", "Definition")
		cur.sh.fill(cellAt{cur.row - 1, cur.left + 6}, cellAt{cur.row - 1, cur.right}, headLook)
	} else {
		cur.headRow("Figure", "Unit", "Value", "Definition")
		cur.sh.fill(cellAt{cur.row - 1, cur.left + 4}, cellAt{cur.row - 1, cur.right}, headLook)
	}
	for _, q := range figures {
		if cur.book.cells[q.ID] == "" {
			cur.figureLine(q, goals)
		}
	}
	cur.skipRow()
}

// line draws one figure of a block.
func (cur *cursor) figureLine(q *model.Quantity, goals bool) {
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
	cur.sh.wrapped(words, cur.right, definition(q), wordsLook)
	cur.row++
}

// goal shows what a figure is held against; a dash where nothing is agreed.
func (cur *cursor) goalCell(at cellAt, q *model.Quantity) {
	if q.Goal == "" || !cur.book.hasID(q.Goal) {
		cur.dash(at)
		return
	}
	cur.book.show(cur.sh, at, q.Goal, figureLook)
}

// status shows the word of status of a figure.
func (cur *cursor) statusCell(at cellAt, q *model.Quantity) {
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

// definition is a figure's in words, with the reason where it is n/a.
func definition(q *model.Quantity) string {
	d := q.Definition
	if q.Value().IsMissing() && q.Reason != "" {
		d = strings.TrimSpace(d + " n/a: " + strings.TrimPrefix(q.Reason, "n/a: ") + ".")
	}
	if d == "" {
		return q.ID
	}
	return d
}

// gridRow is a row of a two-dimensional block: a label and the ids of its cells; an id that the scorecard does not have is a
// dash.
type matrixRow struct {
	label string
	ids   []string
}

// grid draws figures in two dimensions and gives the cells that it filled.
func (cur *cursor) matrix(title, sentence, corner string, heads []string, rows []matrixRow) matrixBlock {
	cur.section(title, sentence)
	cur.headRow(append([]string{corner}, heads...)...)
	at := matrixBlock{corner, cellAt{cur.row, cur.left}, cellAt{cur.row + len(rows) - 1, cur.left + len(heads)}}
	for _, r := range rows {
		cur.sh.text(cur.here(), r.label, labelLook)
		for i, id := range r.ids {
			if !cur.book.hasID(id) {
				cur.dash(cur.here().right(i + 1))
				continue
			}
			l := figureLook
			if q := cur.book.card.Quantity(id); q != nil && q.Unit == model.Words {
				l = statusLook
				cur.sh.statusCells = append(cur.sh.statusCells, cur.here().right(i+1))
			}
			cur.book.show(cur.sh, cur.here().right(i+1), id, l)
		}
		cur.row++
	}
	cur.skipRow()
	return at
}

// block is a rectangle of a sheet: of a grid, its labels in the first column and its heads in the row above.
type matrixBlock struct {
	corner   string
	from, to cellAt
}

// label names a figure, with its definition as a note.
func (cur *cursor) labelWithNote(q *model.Quantity) {
	cur.sh.text(cur.here(), q.Title, labelLook)
	cur.sh.notes = append(cur.sh.notes, note{cur.here(), definition(q)})
	cur.linkToHome(cur.here(), q.ID)
}

// leads links a cell to the home of a figure.
func (cur *cursor) linkToHome(at cellAt, id string) {
	if home := cur.book.cells[id]; home != "" {
		cur.sh.links = append(cur.sh.links, link{at, home})
	}
}

func (cur *cursor) citeOrDash(at cellAt, id string) {
	if id == "" || !cur.book.hasID(id) {
		cur.dash(at)
		return
	}
	cur.book.cite(cur.sh, at, id, summaryLook)
}

// summaryLook is dark though its figures are at home elsewhere: on this sheet all are.
var summaryLook = look{ink: calcInk, border: hairline, side: "right"}

func (cur *cursor) citeStatus(at cellAt, id string) {
	if id == "" || !cur.book.hasID(id) {
		cur.dash(at)
		return
	}
	cur.book.cite(cur.sh, at, id, statusLook)
	cur.sh.statusCells = append(cur.sh.statusCells, at)
}

// prose writes a sentence across the sheet.
func (cur *cursor) paragraph(text string) {
	cur.sh.wrapped(cur.here(), cur.right, text, noteLook)
	cur.row++
	cur.skipRow()
}
