package workbook

import "leadpact/model"

// assumptions lays out every term of the agreement and every given of the period as a named cell, section by section in the
// agreement's order. Inputs can be changed and everything follows; the others are grey.
func (b *Book) assumptions() {
	sh := b.addSheet("Assumptions", "F2B705", gutterWidth, 44, 22, 15, 46, 40)
	cur := b.beginSheet(sh, "Assumptions")
	cur.section("How to read this sheet", "")
	sh.text(cur.here(), "Input", labelLook)
	sh.text(cur.here().right(1), "blue on cream", inputLook)
	sh.overflow(cur.here().right(2), "An agreed term. Change it, and every figure, verdict and chart of this workbook follows.", wordsLook)
	cur.row++
	sh.text(cur.here(), "Fixed", labelLook)
	sh.text(cur.here().right(1), "grey", greyLook)
	sh.overflow(cur.here().right(2), "A fact of the run, or a term that decides how rows are counted: it needs a rerun.", wordsLook)
	cur.row += 2
	for _, section := range sections(b.card.Terms) {
		cur.section(section.title, "")
		cur.headRow("Term", "Value", "Unit", "Note", "Name")
		for _, t := range section.terms {
			cur.term(t)
		}
		cur.skipRow()
	}
}

type section struct {
	title string
	terms []*model.Term
}

// sections gathers terms under their headings, in the order in which headings first come.
func sections(terms []*model.Term) []section {
	var out []section
	at := map[string]int{}
	for _, t := range terms {
		i, ok := at[t.Section]
		if !ok {
			i = len(out)
			at[t.Section] = i
			out = append(out, section{title: t.Section})
		}
		out[i].terms = append(out[i].terms, t)
	}
	return out
}

func (cur *cursor) term(t *model.Term) {
	at := cur.here().right(1)
	l, note := greyLook, t.Note
	switch {
	case t.Input:
		l = inputLook
		cur.sh.inputCells = append(cur.sh.inputCells, at)
	case note == "":
		note = "needs a rerun"
	}
	l.format = cur.book.formats.term(t.Unit, t.Value)
	if _, words := t.Value.Text(); words {
		l.wrap, l.side, l.indent = true, "left", 1
	}
	cur.sh.text(cur.here(), t.Title, labelLook)
	cur.sh.put(at, cell{value: t.Value, look: l})
	cur.book.setHome(t.ID, cur.sh, at)
	cur.sh.text(cur.here().right(2), cur.book.formats.unit(t.Unit), unitLook)
	cur.sh.put(cur.here().right(3), cell{blank: true, look: wordsLook})
	if note != "" {
		cur.sh.wrapped(cur.here().right(3), cur.left+3, note, wordsLook)
	}
	cur.sh.text(cur.here().right(4), model.Name(t.ID), look{ink: bandInk, border: hairline, indent: 1})
	cur.row++
}
