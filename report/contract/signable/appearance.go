package signable

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/charmap"

	"codeberg.org/go-pdf/fpdf"
)

// appearance draws a field as it is issued, so that every reader shows the same. The value is drawn by the fonts of the pages,
// whose codes are the characters' own numbers.
func (f *finisher) appearance(x Field) (types.IndirectRef, error) {
	used := types.Dict{}
	var b strings.Builder
	b.WriteString("/Tx BMC\nq\n")
	if x.Lines != nil {
		fmt.Fprintf(&b, "BT\n%s\n", f.look.colour())
		for _, l := range x.Lines {
			for _, p := range l.Pieces {
				ref, ok := f.fonts[p.Font]
				if !ok {
					return ref, fmt.Errorf("field %s: the document has no font %s", x.Name, p.Font)
				}
				used[p.Font] = ref
				fmt.Fprintf(&b, "/%s %.4g Tf 1 0 0 1 %.2f %.2f Tm <%X> Tj\n", p.Font, f.look.Size, p.X, l.Y, big(p.Text))
			}
		}
		b.WriteString("ET\n")
	}
	b.WriteString("Q\nEMC\n")
	box := types.NewNumberArray(0, 0, x.Rect[2]-x.Rect[0], x.Rect[3]-x.Rect[1])
	return f.add(stream(types.Dict{
		"Type": types.Name("XObject"), "Subtype": types.Name("Form"), "BBox": box, "Resources": types.Dict{"Font": used},
	}, []byte(b.String()))), nil
}

// fontsByName are the composite fonts of the document.
func (d document) fontsByName() map[string]types.IndirectRef {
	out := map[string]types.IndirectRef{}
	for n := range *d.Size {
		ref := *types.NewIndirectRef(n, 0)
		if font := d.dict(ref); d.name(font["Type"]) == "Font" && d.name(font["Subtype"]) == "Type0" {
			out[d.name(font["BaseFont"])] = ref
		}
	}
	return out
}

// typingFont embeds the font of what is typed with the characters of Windows-1252, the largest set whose fields every reader
// fills; for others a reader takes a font of its own.
func (f *finisher) typingFont() (types.IndirectRef, error) {
	const first, name = 32, "LEADPA+Typed"
	face, err := sfnt.Parse(f.look.Font)
	if err != nil {
		return types.IndirectRef{}, err
	}
	var (
		buf    sfnt.Buffer
		runes  []rune
		widths types.Array
	)
	thousand := fixed.I(1000) // a font's widths are in thousandths of its size
	for code := first; code < 256; code++ {
		r := charmap.Windows1252.DecodeByte(byte(code))
		glyph, err := face.GlyphIndex(&buf, r)
		if err != nil {
			return types.IndirectRef{}, err
		}
		advance, err := face.GlyphAdvance(&buf, glyph, thousand, font.HintingNone)
		if err != nil {
			return types.IndirectRef{}, err
		}
		runes, widths = append(runes, r), append(widths, types.Integer(advance.Round()))
	}
	m, err := face.Metrics(&buf, thousand, font.HintingNone)
	if err != nil {
		return types.IndirectRef{}, err
	}
	box, err := face.Bounds(&buf, thousand, font.HintingNone)
	if err != nil {
		return types.IndirectRef{}, err
	}
	const nonsymbolic = 32
	file := fpdf.UTF8CutFont(f.look.Font, string(runes))
	descriptor := f.add(types.Dict{
		"Type": types.Name("FontDescriptor"), "FontName": types.Name(name), "Flags": types.Integer(nonsymbolic),
		"FontBBox":    types.NewIntegerArray(box.Min.X.Floor(), -box.Max.Y.Ceil(), box.Max.X.Ceil(), -box.Min.Y.Floor()),
		"ItalicAngle": types.Integer(0), "Ascent": types.Integer(m.Ascent.Round()), "Descent": types.Integer(-m.Descent.Round()),
		"CapHeight": types.Integer(m.CapHeight.Round()), "StemV": types.Integer(80),
		"FontFile2": f.add(stream(types.Dict{"Length1": types.Integer(len(file))}, file)),
	})
	return f.add(types.Dict{
		"Type": types.Name("Font"), "Subtype": types.Name("TrueType"), "BaseFont": types.Name(name), "Encoding": types.Name("WinAnsiEncoding"),
		"FirstChar": types.Integer(first), "LastChar": types.Integer(255), "Widths": widths, "FontDescriptor": descriptor,
	}), nil
}

// big is UTF-16, big end first.
func big(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

// textString is a text as PDF writes those that are for people.
func textString(s string) types.HexLiteral {
	return types.NewHexLiteral(append([]byte{0xFE, 0xFF}, big(s)...))
}

func textStrings(list []string) types.Array {
	out := types.Array{}
	for _, s := range list {
		out = append(out, textString(s))
	}
	return out
}
