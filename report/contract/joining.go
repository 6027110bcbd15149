package contract

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// forms are the shapes of an Arabic letter: alone, at the end, at the start and in the middle of what is joined. A letter
// with two shapes does not join the next.
type forms []rune

// arabic gives the shapes of each letter and lamAlef those of the ligatures with lam, from Unicode's presentation forms, which
// list them in this order.
var arabic, lamAlef = func() (map[rune]forms, map[rune]forms) {
	letters, ligatures := map[rune]forms{}, map[rune]forms{}
	for _, block := range [][2]rune{{0xFB50, 0xFBB1}, {0xFBFC, 0xFBFF}, {0xFE80, 0xFEFC}} {
		for r := block[0]; r <= block[1]; r++ {
			switch base := []rune(norm.NFKC.String(string(r))); len(base) {
			case 1:
				letters[base[0]] = append(letters[base[0]], r)
			case 2:
				ligatures[base[1]] = append(ligatures[base[1]], r)
			}
		}
	}
	return letters, ligatures
}()

const (
	lam      = 'ل'
	tatweel  = 'ـ' // joins on both sides and has one shape
	nonJoin  = '\u200c'
	zeroJoin = '\u200d'
)

// joined writes Arabic letters in the shapes that they take beside each other, as fonts without a layout engine need them.
// Other texts stay as they are.
func joined(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return arabic[r] != nil }) {
		return s
	}
	text := []rune(s)
	var b strings.Builder
	before := false // the letter before joins this one
	for i := 0; i < len(text); i++ {
		r := text[i]
		shapes := arabic[r]
		next := nextLetter(text, i)
		switch {
		case r == nonJoin || r == zeroJoin:
			before = r == zeroJoin
			continue
		case unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
			continue
		case shapes == nil:
			b.WriteRune(r)
			before = r == tatweel
			continue
		case r == lam && i+1 < len(text) && lamAlef[text[i+1]] != nil:
			i++
			shapes = lamAlef[text[i]]
		}
		after := len(shapes) == 4 && (len(arabic[next]) > 1 || next == tatweel || next == zeroJoin)
		b.WriteRune(shapes[shapeOf(before && len(shapes) > 1, after)])
		before = after
	}
	return b.String()
}

// letter is the Arabic letter of a shape; another character is itself.
func letter(r rune) rune {
	base := []rune(norm.NFKC.String(string(r)))
	if len(base) > 0 && arabic[base[0]] != nil {
		return base[0]
	}
	return r
}

// shapeOf is the place among forms of a letter that is joined with the one before, the one after, or both.
func shapeOf(before, after bool) int {
	switch {
	case before && after:
		return 3
	case after:
		return 2
	case before:
		return 1
	}
	return 0
}

// nextLetter is the character after i, marks left out; 0 at the end.
func nextLetter(text []rune, i int) rune {
	for _, r := range text[i+1:] {
		if !unicode.Is(unicode.Mn, r) {
			return r
		}
	}
	return 0
}
