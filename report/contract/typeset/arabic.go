package typeset

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// presentationForms are the shapes of an Arabic letter in Unicode's order: isolated, final, initial,
// medial. A letter with only two does not join the next one.
type presentationForms []rune

// arabicForms holds the forms of each letter, lamAlefForms those of the ligatures of lam with an alef, by
// the alef. Both are read from Unicode's blocks of Arabic presentation forms: NFKC maps each form to its
// letter or letters.
var arabicForms, lamAlefForms = func() (map[rune]presentationForms, map[rune]presentationForms) {
	letters, ligatures := map[rune]presentationForms{}, map[rune]presentationForms{}
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
	lam           = 'ل'
	tatweel       = 'ـ' // joins on both sides and has one shape
	zeroNonJoiner = '\u200c'
	zeroJoiner    = '\u200d'
)

// shapeArabic replaces Arabic letters by the presentation forms that their neighbours call for, because the
// PDF is drawn without a layout engine. Texts without Arabic letters are returned unchanged.
func shapeArabic(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return arabicForms[r] != nil }) {
		return s
	}
	text := []rune(s)
	var b strings.Builder
	joinsPrevious := false // the previous letter joins this one
	for i := 0; i < len(text); i++ {
		r := text[i]
		forms := arabicForms[r]
		next := nextBaseCharacter(text, i)
		switch {
		case r == zeroNonJoiner || r == zeroJoiner:
			joinsPrevious = r == zeroJoiner
			continue
		case unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
			continue
		case forms == nil:
			b.WriteRune(r)
			joinsPrevious = r == tatweel
			continue
		case r == lam && i+1 < len(text) && lamAlefForms[text[i+1]] != nil:
			i++
			forms = lamAlefForms[text[i]]
		}
		joinsNext := len(forms) == 4 && (len(arabicForms[next]) > 1 || next == tatweel || next == zeroJoiner)
		b.WriteRune(forms[formIndex(joinsPrevious && len(forms) > 1, joinsNext)])
		joinsPrevious = joinsNext
	}
	return b.String()
}

// baseLetter returns the Arabic letter of a presentation form, and any other character unchanged.
func baseLetter(r rune) rune {
	base := []rune(norm.NFKC.String(string(r)))
	if len(base) > 0 && arabicForms[base[0]] != nil {
		return base[0]
	}
	return r
}

// formIndex returns the index in presentationForms of the form that joins the previous letter, the next,
// both or neither.
func formIndex(joinsPrevious, joinsNext bool) int {
	switch {
	case joinsPrevious && joinsNext:
		return 3
	case joinsNext:
		return 2
	case joinsPrevious:
		return 1
	}
	return 0
}

// nextBaseCharacter returns the first character after i that is no combining mark, or 0 at the end.
func nextBaseCharacter(text []rune, i int) rune {
	for _, r := range text[i+1:] {
		if !unicode.Is(unicode.Mn, r) {
			return r
		}
	}
	return 0
}
