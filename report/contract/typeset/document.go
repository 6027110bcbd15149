// Package typeset sets text on the pages of a PDF. Text in faces, headings, clauses and tables go in; what
// comes out are pages of lines that are shaped, wrapped and put in visual order. It must not know what a
// document says: agreements, figures and signatures are its callers' matter.
package typeset

import (
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// Document collects content as blocks, section by section; Paginate draws them. It serves one goroutine.
type Document struct {
	textLayout
	page
	blocks   []Block
	sections int
	clause   int            // number of the last clause in this section; noClauses outside of one
	numbers  map[string]int // numbers of the sections, by their ids
}

// noClauses is the clause number outside of sections, where clauses get no numbers.
const noClauses = -1

// NewDocument returns a document on paper of this width and height in points. A character that no font
// draws becomes the error that missingGlyph makes of it and of the document's Place at that time.
func NewDocument(width, height float64, fonts *FontSet, missingGlyph func(place string, r rune) error) *Document {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: width, Ht: height}})
	d := &Document{textLayout: newTextLayout(pdf, fonts, missingGlyph), clause: noClauses, numbers: map[string]int{},
		page: page{Width: width, Height: height, Left: 62, Right: 62, top: 60, bottom: 64, newPage: pdf.AddPage}}
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	return d
}

// Paginate draws the content on pages and returns the first error of the document.
func (d *Document) Paginate() error {
	d.breakPage()
	d.paginate(d.blocks)
	return d.err
}

// Add appends a block.
func (d *Document) Add(b Block) { d.blocks = append(d.blocks, b) }

// Len returns the number of blocks, a position for KeepTogether.
func (d *Document) Len() int { return len(d.blocks) }

// Section adds a numbered section. If content adds nothing, the section is left out and takes no number.
func (d *Document) Section(id, title string, content func()) {
	before := len(d.blocks)
	d.Place = title
	d.sections++
	d.Heading(strconv.Itoa(d.sections)+".  "+title, Heading, 20, 0)
	start := len(d.blocks)
	d.clause = 0
	if content(); len(d.blocks) == start {
		d.blocks = d.blocks[:before]
		d.sections--
	} else {
		d.numbers[id] = d.sections
	}
	d.clause = noClauses
}

// SectionNumber returns the number of a section that was added, or 0.
func (d *Document) SectionNumber(id string) int { return d.numbers[id] }

// numberClause gives the blocks from position first on the next clause number of the section, so that the
// clause can be cited. It is drawn in the margin, left of the clause's first line, which lies offset points
// below the top of the first block.
func (d *Document) numberClause(first int, offset float64) {
	if d.clause == noClauses || first == len(d.blocks) {
		return
	}
	d.clause++
	l := d.Wrap(d.Left, Run{fmt.Sprintf("%d.%d", d.sections, d.clause), clauseNumber})[0]
	b := &d.blocks[first]
	draw := b.Draw
	b.Draw = func(y float64) {
		d.Draw(l, d.Left-9-l.Width, y+offset+0.6)
		draw(y)
	}
}

// Heading adds a heading with a PDF bookmark of the given level, 0 being the top. It is kept with what
// follows.
func (d *Document) Heading(text string, f Face, spaceBefore float64, level int) {
	for i, l := range d.Wrap(d.InnerWidth(), Run{text, f}) {
		b := Block{Height: f.Leading, KeepWithNext: true, Draw: func(y float64) {
			if i == 0 {
				d.PDF.Bookmark(Normalize(text), level, y)
			}
			d.Draw(l, d.Left, y)
		}}
		if i == 0 {
			b.SpaceBefore = spaceBefore
		}
		d.Add(b)
	}
	d.blocks[len(d.blocks)-1].Height += 3
}

// Subheading adds a heading within a section.
func (d *Document) Subheading(text string) { d.Heading(text, Subheading, 8, 1) }

// Paragraph adds a paragraph without a clause number. Its first two and its last two lines are kept
// together.
func (d *Document) Paragraph(runs ...Run) { d.indented(0, "", 5, runs...) }

// Clause adds a numbered paragraph; an empty text adds nothing.
func (d *Document) Clause(text string) {
	if text != "" {
		first := len(d.blocks)
		d.Paragraph(Run{text, Body})
		d.numberClause(first, 0)
	}
}

// TermClause adds a clause that starts with its term in bold; an empty text adds nothing.
func (d *Document) TermClause(term, text string) {
	if text != "" {
		first := len(d.blocks)
		d.Paragraph(Run{term + ". ", BodyBold}, Run{text, Body})
		d.numberClause(first, 0)
	}
}

// SmallPrint adds a paragraph in small print; an empty text adds nothing.
func (d *Document) SmallPrint(text string) {
	if text != "" {
		d.Paragraph(Run{text, Small})
	}
}

// Bullets adds a list. A list that is lower than 15% of a page is kept on one page.
func (d *Document) Bullets(items []string) {
	first, height := len(d.blocks), 0.0
	for _, item := range items {
		d.indented(12, "•", 2, Run{item, Body})
	}
	for _, b := range d.blocks[first:] {
		height += b.SpaceBefore + b.Height
	}
	if height < d.innerHeight()*0.15 {
		d.KeepTogether(first)
	}
	d.Space(3)
}

// indented adds a paragraph that is indented, with a bullet left of its first line unless that is empty.
func (d *Document) indented(indent float64, bullet string, spaceBefore float64, runs ...Run) {
	lines := d.Wrap(d.InnerWidth()-indent, runs...)
	bullets := d.Wrap(12, Run{bullet, Body})
	leading := runs[len(runs)-1].Face.Leading
	for i, l := range lines {
		b := Block{Height: leading, Draw: func(y float64) {
			if i == 0 && bullet != "" {
				d.Draw(bullets[0], d.Left+2, y)
			}
			d.Draw(l, d.Left+indent, y)
		}}
		if i == 0 {
			b.SpaceBefore = spaceBefore
		}
		b.KeepWithNext = i < len(lines)-1 && (i == 0 || i == len(lines)-2)
		d.Add(b)
	}
}

// Space adds vertical space, which vanishes at the top of a page.
func (d *Document) Space(height float64) {
	d.Add(Block{SpaceBefore: height, Draw: func(float64) {}})
}

// KeepWithNext keeps the last content, not counting space, on one page with what is added next.
func (d *Document) KeepWithNext() {
	for i := len(d.blocks) - 1; i >= 0; i-- {
		d.blocks[i].KeepWithNext = true
		if d.blocks[i].Height > 0 {
			return
		}
	}
}

// KeepTogether keeps all blocks from position first on on one page.
func (d *Document) KeepTogether(first int) {
	for i := first; i < len(d.blocks)-1; i++ {
		d.blocks[i].KeepWithNext = true
	}
}

// Callout adds a clause set off by a coloured box.
func (d *Document) Callout(text string) {
	const padding, bar = 14.0, 4.0
	lines := d.Wrap(d.InnerWidth()-2*padding-bar, Run{text, callout})
	height := float64(len(lines))*callout.Leading + 2*padding
	first := len(d.blocks)
	d.Add(Block{SpaceBefore: 8, Height: height, Draw: func(y float64) {
		d.FillRect(d.Left, y, d.InnerWidth(), height, tint)
		d.FillRect(d.Left, y, bar, height, Teal)
		for i, l := range lines {
			d.Draw(l, d.Left+bar+padding, y+padding+float64(i)*callout.Leading)
		}
	}})
	d.numberClause(first, padding+2)
	d.Space(6)
}

// LabelledLines adds lines with their label in bold on the left. A line without text is left out.
func (d *Document) LabelledLines(rows [][2]string) {
	d.KeepWithNext()
	first := len(d.blocks)
	widths := []float64{d.InnerWidth() * 0.24, d.InnerWidth() * 0.76}
	t := Table{Columns: make([]Column, len(widths))}
	for _, r := range rows {
		if strings.TrimSpace(r[1]) == "" {
			continue
		}
		faceOf := func(col int) Face { return []Face{CellBold, Cell}[col] }
		d.blocks = append(d.blocks, d.rowBlocks(t, r[:], widths, faceOf)...)
	}
	if len(d.blocks) > first {
		d.blocks[first].SpaceBefore = 4
		d.KeepTogether(first)
		d.Space(5)
	}
}
