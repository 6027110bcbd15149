package contract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// glyph is what stands in one place of a line: a character and the marks over and under it.
type glyph struct {
	piece
	level int // of the bidirectional algorithm: odd runs to the left
}

// visual sets a line in the order in which it is read from left to right, by the bidirectional algorithm of Unicode (UAX #9).
// A line without right-to-left characters stays as it is.
func (p *pen) visual(l textLine) textLine {
	if !slices.ContainsFunc(l.pieces, func(x piece) bool { return strings.ContainsFunc(x.text, rightToLeft) }) {
		return l
	}
	var text []rune
	var glyphs []glyph
	var of []int // the glyph of each character
	for _, x := range l.pieces {
		for i, r := range []rune(x.text) {
			if n := len(glyphs) - 1; i > 0 && unicode.Is(unicode.Mn, r) {
				glyphs[n].text += string(r)
			} else {
				glyphs = append(glyphs, glyph{piece: piece{text: string(r), family: x.family, face: x.face}})
			}
			text, of = append(text, r), append(of, len(glyphs)-1)
		}
	}
	for i, level := range levels(text) {
		glyphs[of[i]].level = max(glyphs[of[i]].level, level)
	}
	reorder(glyphs)
	out := textLine{}
	for _, g := range glyphs {
		if g.level%2 == 1 && utf8.RuneCountInString(g.text) == 1 {
			g.text = bidi.ReverseString(g.text) // a bracket opens to the other side
		}
		p.use(g.family, g.face)
		g.x, g.width = out.width, p.pdf.GetStringWidth(g.text)
		out.pieces = append(out.pieces, g.piece)
		out.width += g.width
	}
	return out
}

func rightToLeft(r rune) bool {
	const first = 0x590 // Hebrew, the first of the scripts that run to the left
	c := bidi.L
	if r >= first {
		c = classOf(r)
	}
	return c == bidi.R || c == bidi.AL
}

func classOf(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// levels of the characters of one line. The library tells right from left; what runs to the right within what runs to the left,
// as numbers do, is found here.
func levels(text []rune) []int {
	out := make([]int, len(text))
	var p bidi.Paragraph
	if _, err := p.SetString(string(text)); err != nil {
		return out
	}
	order, err := p.Order()
	if err != nil {
		return out
	}
	leftwards := false // the line as a whole: by its first strong character
	for _, r := range text {
		if c := classOf(r); c == bidi.L || c == bidi.R || c == bidi.AL {
			leftwards = c != bidi.L
			break
		}
	}
	for i := range order.NumRuns() {
		run := order.Run(i)
		first, last := run.Pos()
		inner := last // the last character of the run that stands within what runs to the left
		if !leftwards {
			inner = first - 1
			if i > 0 {
				inner = lastNumber(text, first, last)
			}
		}
		for at := first; at <= last; at++ {
			switch {
			case run.Direction() == bidi.RightToLeft:
				out[at] = 1
			case at <= inner:
				out[at] = 2
			}
		}
	}
	return out
}

// lastNumber is where the numbers end with which a stretch begins; first-1 where it begins with none.
func lastNumber(text []rune, first, last int) int {
	end := first - 1
	for at := first; at <= last; at++ {
		switch classOf(text[at]) {
		case bidi.L:
			return end
		case bidi.EN, bidi.AN:
			end = at
		}
	}
	return end
}

// reorder turns round what runs to the left, and within it what runs to the right (rule L2).
func reorder(glyphs []glyph) {
	for level := 2; level > 0; level-- {
		for i := 0; i < len(glyphs); i++ {
			first := i
			for i < len(glyphs) && glyphs[i].level >= level {
				i++
			}
			slices.Reverse(glyphs[first:i])
		}
	}
}
