// Package signable adds form fields and an attachment to a finished PDF, and later checks what happened to
// that file. Pages and fields go in, the bytes of a PDF to be signed come out; or the issued bytes and a
// signed file go in, and its history comes out. It must not know the content of the document.
//
// A PDF is signed by an incremental update: a revision that is appended and leaves the bytes before it as
// they are. Everything here is about the bytes that were issued and what a later revision may change of
// them (SPEC section 9).
package signable

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// errNoPDF is returned for a file that cannot be read as a PDF.
var errNoPDF = errors.New("the file is no PDF that can be read")

// document is a PDF as of its last revision.
type document struct{ *model.XRefTable }

// read reads a PDF. The configuration is built here, so that the library does not look for a configuration
// file. The library panics on some malformed files, which becomes an error.
func read(pdf []byte) (doc document, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errNoPDF, r)
		}
	}()
	conf := &model.Configuration{Reader15: true, ValidationMode: model.ValidationRelaxed,
		Limits: model.DefaultResourceLimits(), Offline: true}
	ctx, err := pdfcpu.Read(bytes.NewReader(pdf), conf)
	if err != nil {
		return document{}, fmt.Errorf("%w: %w", errNoPDF, err)
	}
	if _, err := ctx.Catalog(); err != nil {
		return document{}, fmt.Errorf("%w: %w", errNoPDF, err)
	}
	return document{ctx.XRefTable}, nil
}

// dict returns the dictionary, or that of the stream, that an object stands for; nil if it is something
// else.
func (d document) dict(o types.Object) types.Dict {
	switch x := d.resolve(o).(type) {
	case types.Dict:
		return x
	case types.StreamDict:
		return x.Dict
	}
	return nil
}

// array returns the array that an object stands for; nil if it is something else.
func (d document) array(o types.Object) types.Array {
	a, _ := d.resolve(o).(types.Array)
	return a
}

// text returns the string that an object stands for; "" if it is something else.
func (d document) text(o types.Object) string {
	if s, err := types.StringOrHexLiteral(d.resolve(o)); err == nil && s != nil {
		return *s
	}
	return ""
}

// name returns the name that an object stands for; "" if it is something else.
func (d document) name(o types.Object) string {
	n, _ := d.resolve(o).(types.Name)
	return string(n)
}

// resolve follows references and returns the object at their end, or nil if there is none.
func (d document) resolve(o types.Object) types.Object {
	const maxDepth = 32 // references to one another would otherwise never end
	for range maxDepth {
		var ref types.IndirectRef
		switch x := o.(type) {
		case types.IndirectRef:
			ref = x
		case *types.StreamDict:
			return *x
		default:
			return o
		}
		entry := d.Table[int(ref.ObjectNumber)]
		if entry == nil || entry.Free {
			return nil
		}
		o = entry.Object
	}
	return nil
}

// pages returns the references of the pages in their order.
func (d document) pages() []types.IndirectRef {
	var out []types.IndirectRef
	seen := map[types.IndirectRef]bool{}
	var walk func(o types.Object)
	walk = func(o types.Object) {
		ref, ok := o.(types.IndirectRef)
		if !ok || seen[ref] {
			return
		}
		seen[ref] = true
		node := d.dict(ref)
		if node["Kids"] == nil {
			out = append(out, ref)
			return
		}
		for _, kid := range d.array(node["Kids"]) {
			walk(kid)
		}
	}
	walk(d.RootDict["Pages"])
	return out
}

// info returns the file's properties.
func (d document) info() types.Dict {
	if d.Info == nil {
		return nil
	}
	return d.dict(*d.Info)
}

// fields returns the fields of the form by their names.
func (d document) fields() map[string]types.Dict {
	out := map[string]types.Dict{}
	for _, o := range d.array(d.dict(d.RootDict["AcroForm"])["Fields"]) {
		field := d.dict(o)
		out[d.text(field["T"])] = field
	}
	return out
}

// fontsByName returns the composite fonts of the document.
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

// Attached returns the content of a file that is attached to a PDF under this name.
func Attached(pdf []byte, name string) ([]byte, error) {
	d, err := read(pdf)
	if err != nil {
		return nil, err
	}
	spec := d.dict(d.lookUp(d.dict(d.RootDict["Names"])["EmbeddedFiles"], name, 0))
	content, ok := d.resolve(d.dict(spec["EF"])["F"]).(types.StreamDict)
	if !ok {
		return nil, fmt.Errorf("the file has no %s attached", name)
	}
	const maxBytes = 8 << 20
	if err := content.DecodeWithLimit(maxBytes); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return content.Content, nil
}

// lookUp returns the value of a name in a name tree, or nil.
func (d document) lookUp(node types.Object, name string, depth int) types.Object {
	const maxDepth = 16
	if depth > maxDepth {
		return nil
	}
	n := d.dict(node)
	names := d.array(n["Names"])
	for i := 0; i+1 < len(names); i += 2 {
		if d.text(names[i]) == name {
			return names[i+1]
		}
	}
	for _, kid := range d.array(n["Kids"]) {
		if found := d.lookUp(kid, name, depth+1); found != nil {
			return found
		}
	}
	return nil
}

// number returns the value of an integer or real number.
func number(o types.Object) (float64, bool) {
	switch x := o.(type) {
	case types.Integer:
		return float64(x), true
	case types.Float:
		return float64(x), true
	}
	return 0, false
}

// utf16BE encodes a text as UTF-16, big-endian.
func utf16BE(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

// textString returns a text as a PDF text string in UTF-16 with a byte order mark.
func textString(s string) types.HexLiteral {
	return types.NewHexLiteral(append([]byte{0xFE, 0xFF}, utf16BE(s)...))
}
