package typeset

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// cluster is a character with the combining marks over and under it, which are reordered as one.
type cluster struct {
	GlyphRun
	level int // embedding level of UAX #9: odd levels run from right to left
}

// visualOrder returns a line with its characters in the order in which they stand from left to right, by
// Unicode's bidirectional algorithm (UAX #9). A line without right-to-left characters is returned
// unchanged.
func (t *textLayout) visualOrder(l Line) Line {
	if !slices.ContainsFunc(l.Runs, func(x GlyphRun) bool { return strings.ContainsFunc(x.Text, isRightToLeft) }) {
		return l
	}
	var text []rune
	var clusters []cluster
	var clusterOf []int // index in clusters of each character of text
	for _, x := range l.Runs {
		for i, r := range []rune(x.Text) {
			if n := len(clusters) - 1; i > 0 && unicode.Is(unicode.Mn, r) {
				clusters[n].Text += string(r)
			} else {
				clusters = append(clusters, cluster{GlyphRun: GlyphRun{Text: string(r), Family: x.Family, Face: x.Face}})
			}
			text, clusterOf = append(text, r), append(clusterOf, len(clusters)-1)
		}
	}
	for i, level := range embeddingLevels(text) {
		clusters[clusterOf[i]].level = max(clusters[clusterOf[i]].level, level)
	}
	reorder(clusters)
	out := Line{}
	for _, c := range clusters {
		if c.level%2 == 1 && utf8.RuneCountInString(c.Text) == 1 {
			c.Text = bidi.ReverseString(c.Text) // mirrors a bracket
		}
		t.setFont(c.Family, c.Face)
		c.X, c.Width = out.Width, t.PDF.GetStringWidth(c.Text)
		out.Runs = append(out.Runs, c.GlyphRun)
		out.Width += c.Width
	}
	return out
}

// isRightToLeft reports whether a character belongs to a script that runs from right to left.
func isRightToLeft(r rune) bool {
	const hebrew = 0x590 // the first block of such a script
	if r < hebrew {
		return false
	}
	c := bidiClass(r)
	return c == bidi.R || c == bidi.AL
}

func bidiClass(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// embeddingLevels returns the embedding level of each character of one line, 0 to 2. The library only tells
// left-to-right runs from right-to-left ones; the level of left-to-right text within right-to-left text,
// such as numbers, is found here.
func embeddingLevels(text []rune) []int {
	out := make([]int, len(text))
	var p bidi.Paragraph
	if _, err := p.SetString(string(text)); err != nil {
		return out
	}
	order, err := p.Order()
	if err != nil {
		return out
	}
	lineIsRightToLeft := false // decided by its first strong character (rules P2 and P3)
	for _, r := range text {
		if c := bidiClass(r); c == bidi.L || c == bidi.R || c == bidi.AL {
			lineIsRightToLeft = c != bidi.L
			break
		}
	}
	for i := range order.NumRuns() {
		run := order.Run(i)
		first, last := run.Pos()
		embedded := last // the last character of the run that stands within right-to-left text
		if !lineIsRightToLeft {
			embedded = first - 1
			if i > 0 {
				embedded = endOfLeadingNumbers(text, first, last)
			}
		}
		for at := first; at <= last; at++ {
			switch {
			case run.Direction() == bidi.RightToLeft:
				out[at] = 1
			case at <= embedded:
				out[at] = 2
			}
		}
	}
	return out
}

// endOfLeadingNumbers returns the index of the last digit before the first left-to-right letter of
// text[first:last+1], or first-1 where there is no such digit.
func endOfLeadingNumbers(text []rune, first, last int) int {
	end := first - 1
	for at := first; at <= last; at++ {
		switch bidiClass(text[at]) {
		case bidi.L:
			return end
		case bidi.EN, bidi.AN:
			end = at
		}
	}
	return end
}

// reorder reverses each stretch of clusters at level 2 or higher, then at level 1 or higher (rule L2).
func reorder(clusters []cluster) {
	for level := 2; level > 0; level-- {
		for i := 0; i < len(clusters); i++ {
			first := i
			for i < len(clusters) && clusters[i].level >= level {
				i++
			}
			slices.Reverse(clusters[first:i])
		}
	}
}
