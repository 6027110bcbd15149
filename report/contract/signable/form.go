package signable

import (
	"crypto/md5"
	"fmt"
	"math"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/charmap"
)

// Field is a form field: a text or a signature.
type Field struct {
	Name      string     // unique: marketing_date
	Label     string     // what PDF readers show: "Date, Marketing"
	Signature bool       // a signature, else a text
	Page      int        // page number, from 1
	Rect      [4]float64 // left, bottom, right, top in points from the page's bottom left corner
	Value     string     // the text that it is issued with
	Lines     []Line     // the same text as it is drawn
	Locks     []string   // names of the text fields that a signature locks
}

// Line is one line of a field's value.
type Line struct {
	Pieces []Piece
	Y      float64 // the base line, in points above the field's lower edge
}

// Piece is text that one font of the document draws.
type Piece struct {
	Text, Font string  // the font by its name in the PDF
	X          float64 // in points from the field's left edge
}

// Attachment is a file attached to the document.
type Attachment struct {
	Name              string // in ASCII
	Type, Description string // media type, and what readers show
	Content           []byte
}

// Look is how text that is typed into a field looks: a TrueType font, its size in points, and its RGB
// colour, 0 to 255.
type Look struct {
	Font    []byte
	Size    float64
	R, G, B int
}

// Finish adds fields, in tab order, and an attachment to a finished PDF. The same input gives the same
// bytes.
func Finish(pdf []byte, fields []Field, look Look, file Attachment) ([]byte, error) {
	doc, err := read(pdf)
	if err != nil {
		return nil, fmt.Errorf("form: %w", err)
	}
	f := formWriter{document: doc, look: look, fonts: doc.fontsByName()}
	if f.typedFont, err = f.embedTypedFont(); err != nil {
		return nil, fmt.Errorf("form: %w", err)
	}
	if err := f.addForm(fields); err != nil {
		return nil, fmt.Errorf("form: %w", err)
	}
	f.attach(file)
	f.RootDict["ViewerPreferences"] = types.Dict{"DisplayDocTitle": types.Boolean(true)}
	return save(doc), nil
}

// formWriter adds a form to a document.
type formWriter struct {
	document
	look      Look
	typedFont types.IndirectRef            // the font of typed text
	fonts     map[string]types.IndirectRef // the fonts of the pages by name
}

// typedFontName is the form's name for the font of typed text.
const typedFontName = "Typed"

// add adds an object to the document and returns a reference to it.
func (f *formWriter) add(o types.Object) types.IndirectRef {
	n, _ := f.InsertObject(o) // its error is never set
	return *types.NewIndirectRef(n, 0)
}

// addForm adds the fields and the form dictionary that lists them.
func (f *formWriter) addForm(fields []Field) error {
	pages := f.pages()
	list, widgets := types.Array{}, make([]types.Array, len(pages))
	for _, x := range fields {
		if x.Page < 1 || x.Page > len(pages) {
			return fmt.Errorf("field %s stands on page %d of %d", x.Name, x.Page, len(pages))
		}
		widget, err := f.widget(x, pages[x.Page-1])
		if err != nil {
			return err
		}
		ref := f.add(widget)
		list, widgets[x.Page-1] = append(list, ref), append(widgets[x.Page-1], ref)
	}
	for i, refs := range widgets {
		if page := f.dict(pages[i]); refs != nil {
			page["Annots"] = append(f.array(page["Annots"]), refs...)
			page["Tabs"] = types.Name("S")
		}
	}
	const signaturesExist, appendOnly = 1, 2
	f.RootDict["AcroForm"] = f.add(types.Dict{
		"Fields": list, "SigFlags": types.Integer(signaturesExist | appendOnly),
		"DA": f.defaultAppearance(), "DR": types.Dict{"Font": types.Dict{typedFontName: f.typedFont}},
	})
	return nil
}

// defaultAppearance returns the operators that set the font, size and colour of typed text.
func (f *formWriter) defaultAppearance() types.StringLiteral {
	return types.StringLiteral(fmt.Sprintf("/%s %.4g Tf %s", typedFontName, f.look.Size, f.look.colour()))
}

// colour returns the operator that sets the colour.
func (l Look) colour() string {
	return fmt.Sprintf("%.3f %.3f %.3f rg", float64(l.R)/255, float64(l.G)/255, float64(l.B)/255)
}

// widget returns a dictionary that is both the field and its annotation on the page.
func (f *formWriter) widget(x Field, page types.IndirectRef) (types.Dict, error) {
	const print = 4
	rect := types.Array{}
	for _, v := range x.Rect {
		rect = append(rect, types.Float(math.Round(v*100)/100))
	}
	d := types.Dict{
		"Type": types.Name("Annot"), "Subtype": types.Name("Widget"), "FT": types.Name("Tx"), "F": types.Integer(print),
		"T": textString(x.Name), "TU": textString(x.Label), "P": page, "Rect": rect,
	}
	look, err := f.appearance(x)
	if err != nil {
		return nil, err
	}
	d["AP"] = types.Dict{"N": look}
	if x.Signature {
		d["FT"] = types.Name("Sig")
		locked := types.Array{}
		for _, name := range x.Locks {
			locked = append(locked, textString(name))
		}
		d["Lock"] = f.add(types.Dict{
			"Type": types.Name("SigFieldLock"), "Action": types.Name("Include"), "Fields": locked,
		})
		return d, nil
	}
	d["DA"] = f.defaultAppearance()
	if len(x.Lines) > 1 {
		const multiline = 1 << 12
		d["Ff"] = types.Integer(multiline)
	}
	if x.Value != "" {
		d["V"] = textString(x.Value)
	}
	return d, nil
}

// attach adds the attachment. Its name is written literally, not as UTF-16, because tools find the file by
// these bytes.
func (f *formWriter) attach(a Attachment) {
	sum := md5.Sum(a.Content)
	content := f.add(stream(types.Dict{
		"Type": types.Name("EmbeddedFile"), "Subtype": types.Name(a.Type),
		"Params": types.Dict{"Size": types.Integer(len(a.Content)), "CheckSum": types.NewHexLiteral(sum[:])},
	}, a.Content))
	name := types.StringLiteral(a.Name)
	spec := f.add(types.Dict{
		"Type": types.Name("Filespec"), "F": name, "UF": name, "Desc": textString(a.Description),
		"AFRelationship": types.Name("Source"), "EF": types.Dict{"F": content, "UF": content},
	})
	f.RootDict["AF"] = types.Array{spec}
	f.RootDict["Names"] = types.Dict{"EmbeddedFiles": types.Dict{"Names": types.Array{name, spec}}}
}

// appearance adds the appearance stream that draws a field as it is issued, so that every reader shows the
// same. The value is drawn with the fonts of the pages, whose character codes are UTF-16.
func (f *formWriter) appearance(x Field) (types.IndirectRef, error) {
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
				fmt.Fprintf(&b, "/%s %.4g Tf 1 0 0 1 %.2f %.2f Tm <%X> Tj\n", p.Font, f.look.Size, p.X, l.Y, utf16BE(p.Text))
			}
		}
		b.WriteString("ET\n")
	}
	b.WriteString("Q\nEMC\n")
	box := types.NewNumberArray(0, 0, x.Rect[2]-x.Rect[0], x.Rect[3]-x.Rect[1])
	return f.add(stream(types.Dict{
		"Type": types.Name("XObject"), "Subtype": types.Name("Form"), "BBox": box,
		"Resources": types.Dict{"Font": used},
	}, []byte(b.String()))), nil
}

// embedTypedFont embeds the font of typed text with the characters of Windows-1252, the largest set that
// every reader can fill in. For other characters readers use a font of their own.
func (f *formWriter) embedTypedFont() (types.IndirectRef, error) {
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
	thousand := fixed.I(1000) // widths in a PDF are in thousandths of the font size
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
		"ItalicAngle": types.Integer(0), "CapHeight": types.Integer(m.CapHeight.Round()), "StemV": types.Integer(80),
		"Ascent": types.Integer(m.Ascent.Round()), "Descent": types.Integer(-m.Descent.Round()),
		"FontFile2": f.add(stream(types.Dict{"Length1": types.Integer(len(file))}, file)),
	})
	return f.add(types.Dict{
		"Type": types.Name("Font"), "Subtype": types.Name("TrueType"), "BaseFont": types.Name(name),
		"Encoding": types.Name("WinAnsiEncoding"), "FontDescriptor": descriptor,
		"FirstChar": types.Integer(first), "LastChar": types.Integer(255), "Widths": widths,
	}), nil
}
