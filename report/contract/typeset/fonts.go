package typeset

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// houseFamily is the family of the built-in fonts.
const houseFamily = "LiberationSans"

// font is one font file: the house family in one style, or a further font, which serves every style.
type font struct {
	family, style string
	ttf           []byte
	parsed        *sfnt.Font
	covered       map[rune]bool // cache of draws
}

// FontSet holds the house family in three styles, followed by further fonts in the order in which they are
// tried. It is not safe for concurrent use.
type FontSet struct {
	fonts   []font
	further int // number of further fonts
}

// HouseFonts returns a set of the built-in fonts only.
func HouseFonts() (*FontSet, error) {
	s := &FontSet{}
	for _, f := range []font{
		{family: houseFamily, ttf: liberationsansregular.TTF},
		{family: houseFamily, style: "B", ttf: liberationsansbold.TTF},
		{family: houseFamily, style: "I", ttf: liberationsansitalic.TTF},
	} {
		if err := s.add(f); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Add appends a TrueType font. It draws the characters that no font before it has.
func (s *FontSet) Add(ttf []byte) error {
	err := s.add(font{family: fmt.Sprintf("font%d", s.further), ttf: ttf})
	if err == nil {
		s.further++
	}
	return err
}

func (s *FontSet) add(f font) (err error) {
	f.parsed, err = sfnt.Parse(f.ttf)
	f.covered = map[rune]bool{}
	s.fonts = append(s.fonts, f)
	return err
}

// Regular returns the TrueType file of the house family in its regular style.
func (s *FontSet) Regular() []byte { return s.fonts[0].ttf }

// register embeds the fonts in a PDF.
func (s *FontSet) register(pdf *fpdf.Fpdf) {
	for _, f := range s.fonts {
		pdf.AddUTF8FontFromBytes(f.family, f.style, f.ttf)
	}
}

// MaxRune is the last character that this kind of PDF can hold: the end of the Basic Multilingual Plane.
const MaxRune = 0xFFFF

// family returns the first family that draws a character in a style, or "" if none does.
func (s *FontSet) family(r rune, style string) string {
	if r > MaxRune || r == utf8.RuneError || NeedsLayoutEngine(r) {
		return ""
	}
	for _, f := range s.fonts {
		if f.family == houseFamily && f.style != style {
			continue
		}
		if f.draws(r) {
			return f.family
		}
	}
	return ""
}

// draws reports whether the font has a glyph for a character.
func (f font) draws(r rune) bool {
	has, known := f.covered[r]
	if !known {
		var buf sfnt.Buffer
		glyph, err := f.parsed.GlyphIndex(&buf, r)
		has = err == nil && glyph != 0
		f.covered[r] = has
	}
	return has
}

// unsupportedScripts change the shape or place of letters in ways that take a layout engine such as
// HarfBuzz.
var unsupportedScripts = []*unicode.RangeTable{
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Tibetan, unicode.Myanmar, unicode.Khmer, unicode.Syriac,
	unicode.Nko, unicode.Mongolian,
}

// NeedsLayoutEngine reports whether a character belongs to a script that this package cannot shape.
func NeedsLayoutEngine(r rune) bool { return unicode.In(r, unsupportedScripts...) }

// lookAlikes replaces characters that fonts often lack by one that looks the same, and drops the byte order
// mark.
var lookAlikes = strings.NewReplacer("\u202f", "\u00a0", "\u2011", "-", "\t", " ", "\r\n", "\n", "\ufeff", "")

// Normalize returns a text as it is drawn: in NFC, with look-alikes replaced.
func Normalize(s string) string { return lookAlikes.Replace(norm.NFC.String(s)) }

// Missing returns the first character of a text that some style cannot draw, and whether there is one. For
// a text that is not valid UTF-8 it is utf8.RuneError.
func (s *FontSet) Missing(text string) (r rune, missing bool) {
	if !utf8.ValidString(text) {
		return utf8.RuneError, true
	}
	for _, r := range shapeArabic(Normalize(text)) {
		if r != '\n' && !s.drawsInAllStyles(r) {
			return baseLetter(r), true
		}
	}
	return 0, false
}

func (s *FontSet) drawsInAllStyles(r rune) bool {
	return !slices.ContainsFunc([]string{"", "B", "I"}, func(style string) bool { return s.family(r, style) == "" })
}
