package signable

import (
	"crypto/md5"
	"fmt"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Field is a place of the document to be filled in: a text, or a signature.
type Field struct {
	Name      string     // marketing_date; unique
	Label     string     // what a reader says of it: "Date, Marketing"
	Signature bool       // else a text
	Page      int        // from 1
	Rect      [4]float64 // left, bottom, right, top, in points from the page's bottom left corner
	Value     string     // the text it is issued with
	Lines     []Line     // the same as it is drawn
	Locks     []string   // the texts that a signature closes
}

// Line is one line of a field's value.
type Line struct {
	Pieces []Piece
	Y      float64 // of the base line, in points above the field's bottom
}

// Piece is text that one font of the document draws.
type Piece struct {
	Text, Font string  // the font by its name in the PDF
	X          float64 // in points from the field's left
}

// Attachment is a file that goes with the document.
type Attachment struct {
	Name, Type, Description string
	Content                 []byte
}

// Look is how what is typed into a field looks: a TrueType font, its size in points, and its colour, 0 to 255.
type Look struct {
	Font    []byte
	Size    float64
	R, G, B int
}

// Finish adds fields, in the order in which they are stepped through, and an attachment to a finished PDF. The same input
// gives the same bytes.
func Finish(pdf []byte, fields []Field, look Look, file Attachment) ([]byte, error) {
	doc, err := read(pdf)
	if err != nil {
		return nil, fmt.Errorf("form: %w", err)
	}
	f := finisher{document: doc, look: look, fonts: doc.fontsByName()}
	if f.typing, err = f.typingFont(); err != nil {
		return nil, fmt.Errorf("form: %w", err)
	}
	if err := f.form(fields); err != nil {
		return nil, fmt.Errorf("form: %w", err)
	}
	f.attach(file)
	f.RootDict["ViewerPreferences"] = types.Dict{"DisplayDocTitle": types.Boolean(true)}
	return save(doc), nil
}

// finisher adds objects to a document.
type finisher struct {
	document
	look   Look
	typing types.IndirectRef            // the font of what is typed
	fonts  map[string]types.IndirectRef // the fonts of the pages
}

// typed is the name of the font of what is typed into a field.
const typed = "Typed"

// add gives the document an object.
func (f *finisher) add(o types.Object) types.IndirectRef {
	n, _ := f.InsertObject(o) // its error is never set
	return *types.NewIndirectRef(n, 0)
}

// form adds the fields and the dictionary that lists them. Its flags say that there are signature fields, and that the file is
// to be saved by appending to it.
func (f *finisher) form(fields []Field) error {
	pages := f.pages()
	list, widgets := types.Array{}, make([]types.Array, len(pages))
	for _, x := range fields {
		if x.Page < 1 || x.Page > len(pages) {
			return fmt.Errorf("field %s stands on page %d of %d", x.Name, x.Page, len(pages))
		}
		w, err := f.widget(x, pages[x.Page-1])
		if err != nil {
			return err
		}
		ref := f.add(w)
		list, widgets[x.Page-1] = append(list, ref), append(widgets[x.Page-1], ref)
	}
	for i, refs := range widgets {
		if page := f.dict(pages[i]); refs != nil {
			page["Annots"] = append(f.array(page["Annots"]), refs...)
			page["Tabs"] = types.Name("S")
		}
	}
	f.RootDict["AcroForm"] = f.add(types.Dict{
		"Fields": list, "SigFlags": types.Integer(3),
		"DA": f.typingLook(), "DR": types.Dict{"Font": types.Dict{typed: f.typing}},
	})
	return nil
}

// typingLook says font, size and colour of what is typed.
func (f *finisher) typingLook() types.StringLiteral {
	return types.StringLiteral(fmt.Sprintf("/%s %.4g Tf %s", typed, f.look.Size, f.look.colour()))
}

func (l Look) colour() string {
	return fmt.Sprintf("%.3f %.3f %.3f rg", float64(l.R)/255, float64(l.G)/255, float64(l.B)/255)
}

// widget is a field and its place on the page in one.
func (f *finisher) widget(x Field, page types.IndirectRef) (types.Dict, error) {
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
		d["Lock"] = f.add(types.Dict{"Type": types.Name("SigFieldLock"), "Action": types.Name("Include"), "Fields": textStrings(x.Locks)})
		return d, nil
	}
	d["DA"] = f.typingLook()
	if len(x.Lines) > 1 {
		const multiline = 1 << 12
		d["Ff"] = types.Integer(multiline)
	}
	if x.Value != "" {
		d["V"] = textString(x.Value)
	}
	return d, nil
}

// attach adds the file. Its name is in ASCII and stands as it is: by it, tools find the file.
func (f *finisher) attach(a Attachment) {
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
