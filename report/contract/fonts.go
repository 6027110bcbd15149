package contract

import (
	"fmt"
	"os"
	"path/filepath"
	"unicode"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/sfnt"
)

// house is the family of the contract's own fonts.
const house = "LiberationSans"

// cut is one font file: the house family in one style, or a font of the agreement, which serves every style.
type cut struct {
	family, style string
	ttf           []byte
	font          *sfnt.Font
	known         map[rune]bool // whether it draws a character, for those that were asked
}

// fonts are the house family in three styles and after it the agreement's further fonts.
type fonts []cut

// loadFonts reads the house fonts and those of the agreement: paths to TrueType files, relative to its folder.
func loadFonts(folder string, paths []string) (fonts, error) {
	f := fonts{{family: house, ttf: liberationsansregular.TTF}, {family: house, style: "B", ttf: liberationsansbold.TTF},
		{family: house, style: "I", ttf: liberationsansitalic.TTF}}
	own := len(f)
	for i, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(folder, path)
		}
		ttf, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("agreement.fonts[%d]: %w", i, err)
		}
		f = append(f, cut{family: fmt.Sprintf("font%d", i), ttf: ttf})
	}
	for i := range f {
		font, err := sfnt.Parse(f[i].ttf)
		if err != nil {
			return nil, fmt.Errorf("agreement.fonts[%d]: %s is no TrueType font: %w", i-own, paths[i-own], err)
		}
		f[i].font, f[i].known = font, map[rune]bool{}
	}
	return f, nil
}

// register makes the fonts known to the document.
func (f fonts) register(pdf *fpdf.Fpdf) {
	for _, c := range f {
		pdf.AddUTF8FontFromBytes(c.family, c.style, c.ttf)
	}
}

// family says which family draws a rune in a style: the house's where it can; empty if none can.
func (f fonts) family(r rune, style string) string {
	if r > 0xFFFF || r == utf8.RuneError || unicode.In(r, unset...) {
		return ""
	}
	for _, c := range f {
		if c.family == house && c.style != style {
			continue
		}
		if c.draws(r) {
			return c.family
		}
	}
	return ""
}

func (c cut) draws(r rune) bool {
	yes, asked := c.known[r]
	if !asked {
		var buf sfnt.Buffer
		g, err := c.font.GlyphIndex(&buf, r)
		yes = err == nil && g != 0
		c.known[r] = yes
	}
	return yes
}
