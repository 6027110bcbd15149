package workbook

import "leadpact/model/calc"

// assumptions lays out every term of the agreement and every given of the period as a named cell, section by section in the
// agreement's order. Inputs can be changed and everything follows; the others are grey.
func (b *Book) assumptions() {
	sh := b.add("Assumptions", "F2B705", gutter, 44, 22, 15, 46, 40)
	p := b.begin(sh, "Assumptions")
	p.section("How to read this sheet", "")
	sh.text(p.here(), "Input", labelLook)
	sh.text(p.here().right(1), "blue on cream", inputLook)
	sh.spill(p.here().right(2), "An agreed term. Change it, and every figure, verdict and chart of this workbook follows.", wordsLook)
	p.row++
	sh.text(p.here(), "Fixed", labelLook)
	sh.text(p.here().right(1), "grey", greyLook)
	sh.spill(p.here().right(2), "A fact of the run, or a term that decides how rows are counted: it needs a rerun.", wordsLook)
	p.row += 2
	for _, section := range sections(b.card.Terms) {
		p.section(section.title, "")
		p.heads("Term", "Value", "Unit", "Note", "Name")
		for _, t := range section.terms {
			p.term(t)
		}
		p.space()
	}
}

type section struct {
	title string
	terms []*calc.Term
}

// sections gathers terms under their headings, in the order in which headings first come.
func sections(terms []*calc.Term) []section {
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

func (p *pen) term(t *calc.Term) {
	at := p.here().right(1)
	l, note := greyLook, t.Note
	switch {
	case t.Input:
		l = inputLook
		p.sh.inputs = append(p.sh.inputs, at)
	case note == "":
		note = "needs a rerun"
	}
	l.format = p.b.formats.term(t.Unit, t.Value)
	if _, words := t.Value.Text(); words {
		l.wrap, l.side, l.indent = true, "left", 1
	}
	p.sh.text(p.here(), t.Title, labelLook)
	p.sh.put(at, cell{value: t.Value, look: l})
	p.b.home(t.ID, p.sh, at)
	p.sh.text(p.here().right(2), p.b.formats.unit(t.Unit), unitLook)
	p.sh.put(p.here().right(3), cell{blank: true, look: wordsLook})
	if note != "" {
		p.sh.prose(p.here().right(3), p.left+3, note, wordsLook)
	}
	p.sh.text(p.here().right(4), calc.Name(t.ID), look{ink: bandInk, rule: hair, indent: 1})
	p.row++
}
