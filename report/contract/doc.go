package contract

import (
	"fmt"
	"strconv"
)

// doc collects the contract as atoms, section by section.
type doc struct {
	pen
	sheet
	atoms    []atom
	sections int
	clauses  int            // numbered in this section; -1 outside of one
	numbers  map[string]int // of the sections, by their titles
}

// section adds a numbered section, unless its content is empty: what the agreement does not fill is left out.
func (d *doc) section(title string, content func()) {
	before := len(d.atoms)
	d.place = title
	d.sections++
	d.head(strconv.Itoa(d.sections)+".  "+title, heading, 20, 0)
	start := len(d.atoms)
	d.clauses = 0
	if content(); len(d.atoms) == start {
		d.atoms = d.atoms[:before]
		d.sections--
	} else {
		d.numbers[title] = d.sections
	}
	d.clauses = -1
}

// number adds the number of a clause to what was added since an atom: to the left of its first line, which stands lower than
// the atom by a distance, so that it can be cited.
func (d *doc) number(first int, lower float64) {
	if d.clauses < 0 || first == len(d.atoms) {
		return
	}
	d.clauses++
	l := d.wrap(d.left, run{fmt.Sprintf("%d.%d", d.sections, d.clauses), clauseNo})[0]
	a := &d.atoms[first]
	draw := a.draw
	a.draw = func(y float64) {
		d.draw(l, d.left-9-l.width, y+lower+0.6)
		draw(y)
	}
}

// head adds a heading, which stands with what follows it, and its bookmark.
func (d *doc) head(text string, f face, gap float64, level int) {
	for i, l := range d.wrap(d.inner(), run{text, f}) {
		a := atom{height: f.leading, keep: true, draw: func(y float64) {
			if i == 0 {
				d.pdf.Bookmark(clean(text), level, y)
			}
			d.draw(l, d.left, y)
		}}
		if i == 0 {
			a.gap = gap
		}
		d.atoms = append(d.atoms, a)
	}
	d.atoms[len(d.atoms)-1].height += 3
}

// sub adds a heading within a section.
func (d *doc) sub(text string) { d.head(text, subhead, 8, 1) }

// para adds a paragraph. Its first two and last two lines stand together.
func (d *doc) para(runs ...run) { d.indented(0, "", 5, runs...) }

// say adds a clause; the empty text adds nothing.
func (d *doc) say(text string) {
	if text != "" {
		first := len(d.atoms)
		d.para(run{text, body})
		d.number(first, 0)
	}
}

// term adds a clause that begins with its word in bold; the empty text adds nothing.
func (d *doc) term(word, text string) {
	if text != "" {
		first := len(d.atoms)
		d.para(run{word + ". ", bodyBold}, run{text, body})
		d.number(first, 0)
	}
}

// note adds a paragraph in small print; the empty text adds nothing.
func (d *doc) note(text string) {
	if text != "" {
		d.para(run{text, small})
	}
}

// bullets adds a list. A short one is kept on one page.
func (d *doc) bullets(items []string) {
	first, sum := len(d.atoms), 0.0
	for _, item := range items {
		d.indented(12, "•", 2, run{item, body})
	}
	for _, a := range d.atoms[first:] {
		sum += a.gap + a.height
	}
	if sum < (d.height-d.top-d.bottom)*0.15 {
		d.keepFrom(first)
	}
	d.space(3)
}

func (d *doc) indented(indent float64, mark string, gap float64, runs ...run) {
	lines := d.wrap(d.inner()-indent, runs...)
	marks := d.wrap(12, run{mark, body})
	leading := runs[len(runs)-1].face.leading
	for i, l := range lines {
		a := atom{height: leading, draw: func(y float64) {
			if i == 0 && mark != "" {
				d.draw(marks[0], d.left+2, y)
			}
			d.draw(l, d.left+indent, y)
		}}
		if i == 0 {
			a.gap = gap
		}
		a.keep = i < len(lines)-1 && (i == 0 || i == len(lines)-2)
		d.atoms = append(d.atoms, a)
	}
}

// space adds room below; it vanishes at the end of a page.
func (d *doc) space(height float64) {
	d.atoms = append(d.atoms, atom{gap: height, draw: func(float64) {}})
}

// glue keeps what was added last on one page with what comes next.
func (d *doc) glue() {
	for i := len(d.atoms) - 1; i >= 0; i-- {
		d.atoms[i].keep = true
		if d.atoms[i].height > 0 {
			return
		}
	}
}

// keepFrom keeps everything since an atom on one page.
func (d *doc) keepFrom(first int) {
	for i := first; i < len(d.atoms)-1; i++ {
		d.atoms[i].keep = true
	}
}

// callout adds a text set off from the rest: the statement.
func (d *doc) callout(text string) {
	const pad, bar = 14.0, 4.0
	lines := d.wrap(d.inner()-2*pad-bar, run{text, statement})
	height := float64(len(lines))*statement.leading + 2*pad
	first := len(d.atoms)
	d.atoms = append(d.atoms, atom{gap: 8, height: height, draw: func(y float64) {
		d.fill(tint)
		d.pdf.Rect(d.left, y, d.inner(), height, "F")
		d.fill(accent)
		d.pdf.Rect(d.left, y, bar, height, "F")
		for i, l := range lines {
			d.draw(l, d.left+bar+pad, y+pad+float64(i)*statement.leading)
		}
	}})
	d.number(first, pad+2)
	d.space(6)
}
