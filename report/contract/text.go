package contract

import (
	"math"
	"slices"
	"sort"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

type colour struct{ r, g, b int }

var (
	ink    = colour{0x22, 0x2B, 0x38}
	grey   = colour{0x6B, 0x74, 0x80}
	rule   = colour{0xD5, 0xDA, 0xE0}
	header = colour{0x1F, 0x3A, 0x5F}
	accent = colour{0x0B, 0x7A, 0x75}
	tint   = colour{0xEE, 0xF6, 0xF5}
	white  = colour{0xFF, 0xFF, 0xFF}
	red    = colour{0x8C, 0x1D, 0x18}
)

// face is how text looks; leading is the distance of its lines in points.
type face struct {
	style   string // "", B or I
	size    float64
	leading float64
	colour  colour
}

var (
	body      = face{"", 9.5, 13.5, ink}
	bodyBold  = face{"B", 9.5, 13.5, ink}
	small     = face{"I", 8, 11, grey}
	cell      = face{"", 8.5, 11.5, ink}
	cellBold  = face{"B", 8.5, 11.5, ink}
	cellHead  = face{"B", 8.5, 11.5, white}
	heading   = face{"B", 13, 17, header}
	subhead   = face{"B", 10, 14, accent}
	title     = face{"B", 24, 29, header}
	subtitle  = face{"", 12, 17, ink}
	statement = face{"B", 12, 17.5, header}
	label     = face{"", 7, 9, grey}
	clauseNo  = face{"", 7.5, 13.5, grey}
	footer    = face{"", 6.5, 9, grey}
	warning   = face{"B", 9, 12, red}
)

// run is a stretch of text in one face.
type run struct {
	text string
	face face
}

// piece is text that one font draws, at a distance from the start of its line.
type piece struct {
	text, family string
	face         face
	x, width     float64
}

// textLine is one line of wrapped text.
type textLine struct {
	pieces []piece
	width  float64
}

// pen draws and measures text on one document.
type pen struct {
	pdf   *fpdf.Fpdf
	fonts fonts
	err   error // the first character that no font draws
	place string
	drawn map[inked]bool
}

// inked is a character of a font in a style; the file holds those that its pages draw.
type inked struct {
	family, style string
	r             rune
}

func (p *pen) use(family string, f face) {
	style := f.style
	if family != house {
		style = ""
	}
	p.pdf.SetFont(family, style, f.size)
}

// pieces cuts a word where the font changes.
func (p *pen) pieces(word string, f face) []piece {
	var out []piece
	for _, r := range word {
		family := p.fonts.family(r, f.style)
		if family == "" {
			family = house
			if p.err == nil {
				p.err = &GlyphError{p.place, r}
			}
		}
		if n := len(out) - 1; n >= 0 && out[n].family == family {
			out[n].text += string(r)
			continue
		}
		out = append(out, piece{text: string(r), family: family, face: f})
	}
	for i := range out {
		p.use(out[i].family, f)
		out[i].width = p.pdf.GetStringWidth(out[i].text)
	}
	return out
}

// wrap breaks runs into lines no wider than width, at spaces and at line ends; a longer word is broken anywhere.
func (p *pen) wrap(width float64, runs ...run) []textLine {
	lines := p.broken(width, runs)
	for i := range lines {
		lines[i] = p.visual(lines[i])
	}
	return lines
}

// broken is wrap with each line in the order of its text.
func (p *pen) broken(width float64, runs []run) []textLine {
	lines := []textLine{{}}
	space := 0.0 // before the next word
	var gap face
	for _, r := range runs {
		for i, row := range strings.Split(joined(clean(r.text)), "\n") {
			if i > 0 {
				lines, space = append(lines, textLine{}), 0
			}
			for j, word := range strings.Split(row, " ") {
				if j > 0 {
					p.use(house, r.face)
					space, gap = p.pdf.GetStringWidth(" "), r.face
				}
				if word != "" {
					lines = p.add(lines, p.pieces(word, r.face), width, space, gap)
					space = 0
				}
			}
		}
	}
	return lines
}

// cut sets a text and its ending on one line no wider than width; a text that is too long is shortened, and says so.
func (p *pen) cut(width float64, text, ending string, f face) textLine {
	one := func(s string) textLine { return p.wrap(math.MaxFloat64, run{strings.ReplaceAll(s, "\n", " "), f})[0] }
	l := one(text + ending)
	if l.width <= width {
		return l
	}
	r := []rune(clean(text))
	without := func(n int) textLine { return one(strings.TrimSpace(string(r[:len(r)-n])) + "…" + ending) }
	return without(sort.Search(len(r), func(n int) bool { return without(n).width <= width }))
}

// add sets a word behind the last line, after a space of that width, or begins a new one.
func (p *pen) add(lines []textLine, word []piece, width, space float64, gap face) []textLine {
	wide := 0.0
	for _, w := range word {
		wide += w.width
	}
	last := &lines[len(lines)-1]
	switch {
	case last.width == 0 && wide <= width:
		space = 0
	case last.width > 0 && last.width+space+wide <= width:
	case wide > width:
		return p.addBroken(lines, word, width)
	default:
		lines, space = append(lines, textLine{}), 0
		last = &lines[len(lines)-1]
	}
	if space > 0 { // the space is drawn, so that the words can be told apart in the text of the page
		last.pieces = append(last.pieces, piece{" ", house, gap, last.width, space})
		last.width += space
	}
	for _, w := range word {
		w.x = last.width
		last.pieces = append(last.pieces, w)
		last.width += w.width
	}
	return lines
}

// addBroken sets a word that is wider than a line: broken behind a hyphen where it has one, else anywhere.
func (p *pen) addBroken(lines []textLine, word []piece, width float64) []textLine {
	if lines[len(lines)-1].width > 0 {
		lines = append(lines, textLine{})
	}
	for _, w := range word {
		for _, r := range w.text {
			c := piece{text: string(r), family: w.family, face: w.face}
			p.use(c.family, c.face)
			c.width = p.pdf.GetStringWidth(c.text)
			last := &lines[len(lines)-1]
			if last.width > 0 && last.width+c.width > width {
				lines = append(lines, last.cutBehindMark())
				last = &lines[len(lines)-1]
			}
			c.x = last.width
			last.pieces = append(last.pieces, c)
			last.width += c.width
		}
	}
	return lines
}

// cutBehindMark takes from a line of single characters what follows its last hyphen or the like, to begin the next line.
func (l *textLine) cutBehindMark() textLine {
	for i := len(l.pieces) - 1; i > 0; i-- {
		if !strings.ContainsAny(l.pieces[i-1].text, "-–/@._") || l.pieces[i].x < l.width/3 {
			continue
		}
		rest, from := textLine{pieces: slices.Clone(l.pieces[i:])}, l.pieces[i].x
		for n := range rest.pieces {
			rest.pieces[n].x -= from
		}
		rest.width, l.width, l.pieces = l.width-from, from, l.pieces[:i]
		return rest
	}
	return textLine{}
}

// draw sets a line with its top left corner at x, y. Neighbouring pieces of one face and font are one string of the page.
func (p *pen) draw(l textLine, x, y float64) {
	for i := 0; i < len(l.pieces); {
		first := l.pieces[i]
		text := first.text
		for i++; i < len(l.pieces) && l.pieces[i].family == first.family && l.pieces[i].face == first.face; i++ {
			text += l.pieces[i].text
		}
		p.use(first.family, first.face)
		for _, r := range text {
			p.drawn[inked{first.family, first.face.style, r}] = true
		}
		p.ink(first.face.colour)
		p.pdf.Text(x+first.x, y+first.face.leading/2+first.face.size*0.35, text)
	}
}

func (p *pen) ink(c colour)  { p.pdf.SetTextColor(c.r, c.g, c.b) }
func (p *pen) fill(c colour) { p.pdf.SetFillColor(c.r, c.g, c.b) }

// hairline draws a thin line.
func (p *pen) hairline(x1, y1, x2, y2, width float64, c colour) {
	p.pdf.SetDrawColor(c.r, c.g, c.b)
	p.pdf.SetLineWidth(width)
	p.pdf.Line(x1, y1, x2, y2)
}
