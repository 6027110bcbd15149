package workbook

import "leadpact/model/calc"

// assumptions lays out every term of the agreement and every given of the period as a named cell, section
// by section in the agreement's order. Inputs can be changed, and all formulas follow; the other terms
// are grey.
func (b *Book) assumptions() {
	sh := b.addSheet("Assumptions", "F2B705", gutterWidth, 44, 22, 15, 46, 40)
	cur := b.beginSheet(sh, "Assumptions")
	cur.section("How to read this sheet", "")
	for _, x := range []struct {
		label, example string
		look           look
		meaning        string
	}{
		{"Input", "blue on cream", inputLook,
			"An agreed term. Change it, and every figure, verdict and chart of this workbook follows."},
		{"Fixed", "grey", greyLook,
			"A fact of the run, or a term that decides how rows are counted: it needs a rerun."},
	} {
		sh.text(cur.here(), x.label, labelLook)
		sh.text(cur.here().right(1), x.example, x.look)
		sh.overflow(cur.here().right(2), x.meaning, wordsLook)
		cur.row++
	}
	cur.skipRow()
	for _, section := range sections(b.card.Terms) {
		cur.section(section.title, "")
		heads := append(overFigures("Value"), overWords("Unit"), overWords("Note"), overWords("Name"))
		cur.headRow("Term", heads...)
		for _, t := range section.terms {
			cur.term(t)
		}
		cur.skipRow()
	}
}

// section is a section of the terms, with its title.
type section struct {
	title string
	terms []*calc.Term
}

// sections groups terms by their section, in the order in which the sections first occur.
func sections(terms []*calc.Term) []section {
	var out []section
	index := map[string]int{}
	for _, t := range terms {
		i, ok := index[t.Section.ID]
		if !ok {
			i = len(out)
			index[t.Section.ID] = i
			out = append(out, section{title: t.Section.Title})
		}
		out[i].terms = append(out[i].terms, t)
	}
	return out
}

// term draws a term: title, value, unit, note and name.
func (cur *cursor) term(t *calc.Term) {
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
	cur.sh.text(cur.here().right(4), calc.Name(t.ID), look{ink: bandInk, border: hairline, indent: 1})
	cur.row++
}
