package typeset

import (
	"math"
	"slices"
	"sort"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// Run is text in one face, as it is handed in.
type Run struct {
	Text string
	Face Face
}

// Run returns a text in this face.
func (f Face) Run(text string) Run { return Run{text, f} }

// GlyphRun is text of one face that one font draws, placed on its line.
type GlyphRun struct {
	Text, Family string
	Face         Face
	X, Width     float64 // in points, X from the start of the line
}

// Line is one line of wrapped text.
type Line struct {
	Runs  []GlyphRun
	Width float64 // in points
}

// textLayout measures, wraps and draws text on one PDF.
type textLayout struct {
	PDF   *fpdf.Fpdf
	Place string // what is being set, for the error of a missing glyph: "parties", "page foot"
	Fonts *FontSet

	missingGlyph func(place string, r rune) error
	err          error // the first error
	drawn        map[drawnGlyph]bool
}

// drawnGlyph is a character in a font and style. The PDF embeds only the glyphs that its pages draw.
type drawnGlyph struct {
	family, style string
	r             rune
}

func newTextLayout(pdf *fpdf.Fpdf, fonts *FontSet, missingGlyph func(string, rune) error) textLayout {
	fonts.register(pdf)
	return textLayout{PDF: pdf, Fonts: fonts, missingGlyph: missingGlyph, drawn: map[drawnGlyph]bool{}}
}

// Fail records an error unless there was one before.
func (t *textLayout) Fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

func (t *textLayout) setFont(family string, f Face) {
	style := f.Style
	if family != houseFamily {
		style = ""
	}
	t.PDF.SetFont(family, style, f.Size)
}

// glyphRuns splits a word where the font changes (font fallback) and measures the parts.
func (t *textLayout) glyphRuns(word string, f Face) []GlyphRun {
	var out []GlyphRun
	for _, r := range word {
		family := t.Fonts.family(r, f.Style)
		if family == "" {
			family = houseFamily
			t.Fail(t.missingGlyph(t.Place, r))
		}
		if n := len(out) - 1; n >= 0 && out[n].Family == family {
			out[n].Text += string(r)
			continue
		}
		out = append(out, GlyphRun{Text: string(r), Family: family, Face: f})
	}
	for i := range out {
		t.setFont(out[i].Family, f)
		out[i].Width = t.PDF.GetStringWidth(out[i].Text)
	}
	return out
}

// Wrap breaks runs into lines no wider than width points, at spaces and at line ends. A word that is wider
// than a line is broken after a hyphen or the like, else anywhere. Each line is in visual order.
func (t *textLayout) Wrap(width float64, runs ...Run) []Line {
	lines := t.wrapLogical(width, runs)
	for i := range lines {
		lines[i] = t.visualOrder(lines[i])
	}
	return lines
}

// wrapLogical is Wrap with the characters of each line still in logical order.
func (t *textLayout) wrapLogical(width float64, runs []Run) []Line {
	lines := []Line{{}}
	space := 0.0 // width of the space before the next word
	var spaceFace Face
	for _, r := range runs {
		for i, paragraph := range strings.Split(shapeArabic(Normalize(r.Text)), "\n") {
			if i > 0 {
				lines, space = append(lines, Line{}), 0
			}
			for j, word := range strings.Split(paragraph, " ") {
				if j > 0 {
					t.setFont(houseFamily, r.Face)
					space, spaceFace = t.PDF.GetStringWidth(" "), r.Face
				}
				if word != "" {
					lines = t.appendWord(lines, t.glyphRuns(word, r.Face), width, space, spaceFace)
					space = 0
				}
			}
		}
	}
	return lines
}

// Truncate sets text and ending on one line no wider than width points. Text that is too long is cut and
// gets an ellipsis; the ending is kept whole.
func (t *textLayout) Truncate(width float64, text, ending string, f Face) Line {
	oneLine := func(s string) Line {
		return t.Wrap(math.MaxFloat64, Run{strings.ReplaceAll(s, "\n", " "), f})[0]
	}
	l := oneLine(text + ending)
	if l.Width <= width {
		return l
	}
	r := []rune(Normalize(text))
	without := func(n int) Line { return oneLine(strings.TrimSpace(string(r[:len(r)-n])) + "…" + ending) }
	return without(sort.Search(len(r), func(n int) bool { return without(n).Width <= width }))
}

// appendWord puts a word after the last line's words and a space of the given width, or on a new line.
func (t *textLayout) appendWord(lines []Line, word []GlyphRun, width, space float64, spaceFace Face) []Line {
	wordWidth := 0.0
	for _, w := range word {
		wordWidth += w.Width
	}
	last := &lines[len(lines)-1]
	switch {
	case last.Width == 0 && wordWidth <= width:
		space = 0
	case last.Width > 0 && last.Width+space+wordWidth <= width:
	case wordWidth > width:
		return t.appendBroken(lines, word, width)
	default:
		lines, space = append(lines, Line{}), 0
		last = &lines[len(lines)-1]
	}
	if space > 0 { // the space is drawn, so that text extracted from the page has its words apart
		last.Runs = append(last.Runs, GlyphRun{" ", houseFamily, spaceFace, last.Width, space})
		last.Width += space
	}
	for _, w := range word {
		w.X = last.Width
		last.Runs = append(last.Runs, w)
		last.Width += w.Width
	}
	return lines
}

// appendBroken puts a word that is wider than a line on lines of its own, character by character.
func (t *textLayout) appendBroken(lines []Line, word []GlyphRun, width float64) []Line {
	if lines[len(lines)-1].Width > 0 {
		lines = append(lines, Line{})
	}
	for _, w := range word {
		for _, r := range w.Text {
			c := GlyphRun{Text: string(r), Family: w.Family, Face: w.Face}
			t.setFont(c.Family, c.Face)
			c.Width = t.PDF.GetStringWidth(c.Text)
			last := &lines[len(lines)-1]
			if last.Width > 0 && last.Width+c.Width > width {
				lines = append(lines, last.splitAfterHyphen())
				last = &lines[len(lines)-1]
			}
			c.X = last.Width
			last.Runs = append(last.Runs, c)
			last.Width += c.Width
		}
	}
	return lines
}

// splitAfterHyphen removes what follows the last hyphen or the like from a line of single characters, and
// returns it as the start of the next line. A hyphen in the first third of the line does not count; without
// one nothing is removed.
func (l *Line) splitAfterHyphen() Line {
	for i := len(l.Runs) - 1; i > 0; i-- {
		if !strings.ContainsAny(l.Runs[i-1].Text, "-–/@._") || l.Runs[i].X < l.Width/3 {
			continue
		}
		rest, from := Line{Runs: slices.Clone(l.Runs[i:])}, l.Runs[i].X
		for n := range rest.Runs {
			rest.Runs[n].X -= from
		}
		rest.Width, l.Width, l.Runs = l.Width-from, from, l.Runs[:i]
		return rest
	}
	return Line{}
}

// Draw draws a line with its top left corner at x, y. Neighbouring runs of one face and font become one
// string of the page, so that readers extract whole words.
func (t *textLayout) Draw(l Line, x, y float64) {
	for i := 0; i < len(l.Runs); {
		first := l.Runs[i]
		text := first.Text
		for i++; i < len(l.Runs) && l.Runs[i].Family == first.Family && l.Runs[i].Face == first.Face; i++ {
			text += l.Runs[i].Text
		}
		t.setFont(first.Family, first.Face)
		for _, r := range text {
			t.drawn[drawnGlyph{first.Family, first.Face.Style, r}] = true
		}
		c := first.Face.Colour
		t.PDF.SetTextColor(c.R, c.G, c.B)
		t.PDF.Text(x+first.X, y+first.Face.Leading/2+first.Face.Size*0.35, text)
	}
}

// Embedded reports whether the pages so far draw all characters of a run, so that the PDF embeds their
// glyphs.
func (t *textLayout) Embedded(x GlyphRun) bool {
	for _, r := range x.Text {
		if !t.drawn[drawnGlyph{x.Family, x.Face.Style, r}] {
			return false
		}
	}
	return true
}

// FillRect draws a filled rectangle.
func (t *textLayout) FillRect(x, y, width, height float64, c Colour) {
	t.PDF.SetFillColor(c.R, c.G, c.B)
	t.PDF.Rect(x, y, width, height, "F")
}

// Rule draws a straight line of the given width.
func (t *textLayout) Rule(x1, y1, x2, y2, width float64, c Colour) {
	t.PDF.SetDrawColor(c.R, c.G, c.B)
	t.PDF.SetLineWidth(width)
	t.PDF.Line(x1, y1, x2, y2)
}
