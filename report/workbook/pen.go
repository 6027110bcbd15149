package workbook

import (
	"fmt"
	"strings"

	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// pen lays a sheet out from top to bottom: row is the next free one, left the first column behind the gutter, right the last
// column of the design.
type pen struct {
	b     *Book
	sh    *sheet
	row   int
	left  int
	right int

	flagged cellAt // on Checks, the number of differences that are not 0
}

// headRows is where every sheet's own part begins: title, subtitle, flag.
const headRows = 4

// begin draws a sheet's head: what it is, whose and when, and the flag of Checks.
func (b *Book) begin(sh *sheet, title string) *pen {
	p := &pen{b: b, sh: sh, row: headRows + 1, left: 2, right: max(len(sh.widths), 3)}
	h := b.card.Agreement.Head
	sh.spill(cellAt{1, 2}, title, titleLook)
	sh.atLeast(1, 26)
	sub := fmt.Sprintf("%s · %s · %s version %d · as of %s", h.Company, b.formats.style.Period(b.card.Period), h.ID, h.Version,
		b.card.Period.AsOf.Format("2006-01-02 15:04 MST"))
	sh.spill(cellAt{2, 2}, sub, subtitleLook)
	sh.banded(p.right)
	sh.put(cellAt{3, 2}, cell{formula: `"Checks: "&checks_flag`, value: formula.Str("Checks: " + b.flag()), look: flagLook, spills: true})
	sh.flagged = cellAt{3, 2}
	if text := format.Banner(b.card.Agreement); text != "" {
		sh.spill(cellAt{4, 2}, text, bannerLook)
		sh.fill(cellAt{4, 3}, cellAt{4, p.right}, bannerLook)
	}
	sh.frozen = cellAt{headRows, 0}
	return p
}

// banded draws the ground of a sheet's head up to a column.
func (sh *sheet) banded(til int) {
	sh.fill(cellAt{1, 3}, cellAt{1, til}, titleLook)
	sh.fill(cellAt{2, 3}, cellAt{2, til}, subtitleLook)
}

// panel is a pen for a part of the sheet, beside others.
func (p *pen) panel(from, til int) *pen {
	return &pen{b: p.b, sh: p.sh, row: p.row, left: from, right: til}
}

// halves are two pens beside one another with a column between them; each has a label and four figures.
func (p *pen) halves() (left, right *pen) {
	return p.panel(p.left, p.left+4), p.panel(p.left+6, max(p.right, p.left+10))
}

// abreast draws two blocks beside one another where they are narrow, else below one another.
func (p *pen) abreast(narrow bool, one, other func(*pen)) {
	if !narrow {
		one(p)
		other(p)
		return
	}
	left, right := p.halves()
	one(left)
	other(right)
	p.below(left, right)
}

// below moves the pen under what others have drawn.
func (p *pen) below(others ...*pen) {
	for _, o := range others {
		p.row = max(p.row, o.row)
	}
}

// wide is the pen's width in pixels.
func (p *pen) wide() uint { return uint(p.sh.pixels(p.left, p.right)) }

// space leaves a row free.
func (p *pen) space() { p.row++ }

// here is the next cell to write.
func (p *pen) here() cellAt { return cellAt{p.row, p.left} }

// section draws a heading across the sheet, and a sentence below it where there is one to say.
func (p *pen) section(title, sentence string) {
	p.sh.blocks = append(p.sh.blocks, p.row)
	p.sh.spill(p.here(), title, sectionLook)
	p.sh.fill(cellAt{p.row, p.left + 1}, cellAt{p.row, p.right}, sectionLook)
	p.sh.atLeast(p.row, 21)
	p.row++
	if sentence != "" {
		p.sh.prose(p.here(), p.right, sentence, noteLook)
		p.row++
	}
}

// heads draws a head row from the left; the first is a label, the others stand over figures. The last one fills the rest of
// the design where it heads words.
func (p *pen) heads(titles ...string) {
	for i, t := range titles {
		l := headRight
		switch {
		case i == 0:
			l = headLook
		case wordHeads[t]:
			l = headWords
		}
		if t == "Status" {
			l.side = "center"
		}
		if t == "" {
			p.sh.put(p.here().right(i), cell{blank: true, look: l})
			continue
		}
		p.sh.text(p.here().right(i), t, l)
	}
	p.row++
}

// wordHeads are the heads over columns of words.
var wordHeads = map[string]bool{"Unit": true, "Definition": true, "Note": true, "Name": true, "Counts": true, "What it says": true}

// lines draws figures one below another: label, unit, value, goal, status, definition. Goal and status are left out where no
// figure of the block has one.
func (p *pen) lines(title string, figures []*calc.Quantity) {
	if len(figures) == 0 {
		return
	}
	goals := false
	for _, q := range figures {
		goals = goals || q.Goal != "" || q.Status != ""
	}
	p.section(title, "")
	if goals {
		p.heads("Figure", "Unit", "Value", "Goal", "Status", "Definition")
		p.sh.fill(cellAt{p.row - 1, p.left + 6}, cellAt{p.row - 1, p.right}, headLook)
	} else {
		p.heads("Figure", "Unit", "Value", "Definition")
		p.sh.fill(cellAt{p.row - 1, p.left + 4}, cellAt{p.row - 1, p.right}, headLook)
	}
	for _, q := range figures {
		if p.b.cells[q.ID] == "" {
			p.line(q, goals)
		}
	}
	p.space()
}

// line draws one figure of a block.
func (p *pen) line(q *calc.Quantity, goals bool) {
	at := p.here()
	p.sh.text(at, q.Title, labelLook)
	p.sh.text(at.right(1), p.b.formats.unit(q.Unit), unitLook)
	p.b.show(p.sh, at.right(2), q.ID, figureLook)
	words := at.right(3)
	if goals {
		p.goal(at.right(3), q)
		p.status(at.right(4), q)
		words = at.right(5)
	}
	p.sh.prose(words, p.right, definition(q), wordsLook)
	p.row++
}

// goal shows what a figure is held against; a dash where nothing is agreed.
func (p *pen) goal(at cellAt, q *calc.Quantity) {
	if q.Goal == "" || !p.b.has(q.Goal) {
		p.dash(at)
		return
	}
	p.b.show(p.sh, at, q.Goal, figureLook)
}

// status shows the word of status of a figure.
func (p *pen) status(at cellAt, q *calc.Quantity) {
	if q.Status == "" || !p.b.has(q.Status) {
		p.dash(at)
		return
	}
	p.b.show(p.sh, at, q.Status, statusLook)
	p.sh.status = append(p.sh.status, at)
}

func (p *pen) dash(at cellAt) {
	p.sh.text(at, "–", look{ink: muted, rule: hair, side: "center"})
}

// definition is a figure's in words, with the reason where it is n/a.
func definition(q *calc.Quantity) string {
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
type gridRow struct {
	label string
	ids   []string
}

// grid draws figures in two dimensions and gives the cells that it filled.
func (p *pen) grid(title, sentence, corner string, heads []string, rows []gridRow) block {
	p.section(title, sentence)
	p.heads(append([]string{corner}, heads...)...)
	at := block{corner, cellAt{p.row, p.left}, cellAt{p.row + len(rows) - 1, p.left + len(heads)}}
	for _, r := range rows {
		p.sh.text(p.here(), r.label, labelLook)
		for i, id := range r.ids {
			if !p.b.has(id) {
				p.dash(p.here().right(i + 1))
				continue
			}
			l := figureLook
			if q := p.b.card.Quantity(id); q != nil && q.Unit == formula.Words {
				l = statusLook
				p.sh.status = append(p.sh.status, p.here().right(i+1))
			}
			p.b.show(p.sh, p.here().right(i+1), id, l)
		}
		p.row++
	}
	p.space()
	return at
}

// block is a rectangle of a sheet: of a grid, its labels in the first column and its heads in the row above.
type block struct {
	corner    string
	from, til cellAt
}
