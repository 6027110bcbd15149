// Package signable makes a finished PDF one that is signed as a file: it adds form fields and an attachment, and says later
// what became of the file. A signed PDF is the issued bytes with revisions after them, so everything here is about two
// things: the bytes that were issued, and what a later revision may change of them (SPEC section 9).
package signable

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// errNoPDF says that a file cannot be read as a PDF.
var errNoPDF = errors.New("the file is no PDF that can be read")

// document is a PDF as its last revision leaves it.
type document struct{ *model.XRefTable }

// read reads a PDF. Its configuration is built here, so that none is looked for on the machine. The library panics on some
// files that are no sound PDF; that is an error like the others.
func read(pdf []byte) (doc document, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errNoPDF, r)
		}
	}()
	conf := &model.Configuration{Reader15: true, ValidationMode: model.ValidationRelaxed, Limits: model.DefaultResourceLimits(), Offline: true}
	ctx, err := pdfcpu.Read(bytes.NewReader(pdf), conf)
	if err != nil {
		return document{}, fmt.Errorf("%w: %w", errNoPDF, err)
	}
	if _, err := ctx.Catalog(); err != nil {
		return document{}, fmt.Errorf("%w: %w", errNoPDF, err)
	}
	return document{ctx.XRefTable}, nil
}

// dict follows references to a dictionary; nil where there is none.
func (d document) dict(o types.Object) types.Dict {
	switch x := d.resolve(o).(type) {
	case types.Dict:
		return x
	case types.StreamDict:
		return x.Dict
	}
	return nil
}

// array follows references to an array; nil where there is none.
func (d document) array(o types.Object) types.Array {
	a, _ := d.resolve(o).(types.Array)
	return a
}

// text follows references to a text; empty where there is none.
func (d document) text(o types.Object) string {
	if s, err := types.StringOrHexLiteral(d.resolve(o)); err == nil && s != nil {
		return *s
	}
	return ""
}

// name follows references to a name; empty where there is none.
func (d document) name(o types.Object) string {
	n, _ := d.resolve(o).(types.Name)
	return string(n)
}

// resolve follows references to what they stand for, which is nil where nothing is.
func (d document) resolve(o types.Object) types.Object {
	for range 32 {
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

// pages are the references of the pages in their order.
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
