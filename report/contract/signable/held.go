package signable

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A later revision may set these keys; everything else that can be reached must stay as it was issued. What is filled in is
// drawn by AP, which a reader fits into the field's Rect: it covers nothing else.
var mayChange = map[string][]string{
	"Catalog":  {"AcroForm", "DSS", "Extensions", "Perms", "Version", "Metadata"},
	"AcroForm": {"Fields", "NeedAppearances", "SigFlags", "DA", "DR"}, // fields and annotations are compared as lists
	"Page":     {"Annots", "LastModified"},
	"Widget":   {"V", "RV", "AP", "AS", "M", "DA", "DS", "MK", "Q", "P"}, // P is the page, which is compared itself
}

// flags that a reader may set on a field once it is signed.
var lockFlags = map[string]types.Integer{"F": 64 | 128 | 512, "Ff": 1}

// said names in words what a key of a page or of the catalog holds.
var said = map[string]string{
	"Contents": "content", "Resources": "fonts or images", "MediaBox": "size", "CropBox": "visible part", "Rotate": "rotation",
	"Names": "the attached terms", "AF": "the attached terms", "Outlines": "the bookmarks", "Pages": "the pages",
}

// held compares the document as it was issued with a later revision of it.
func held(was, now document) error {
	a, b := was.pages(), now.pages()
	if len(a) != len(b) {
		return fmt.Errorf("it makes %d pages of %d", len(b), len(a))
	}
	c := comparison{was, now, map[[2]types.IndirectRef]bool{}}
	for i := range a {
		p, q := was.dict(a[i]), now.dict(b[i])
		for _, key := range keys(p, q) {
			if key != "Parent" && !slices.Contains(mayChange["Page"], key) && !c.same(p[key], q[key]) {
				return fmt.Errorf("it changes page %d: its %s", i+1, or(said[key], key))
			}
		}
		if !c.same(was.array(p["Annots"]), now.seen(was, q["Annots"])) {
			return fmt.Errorf("it changes page %d: its annotations", i+1)
		}
	}
	form, nowForm := was.dict(was.RootDict["AcroForm"]), now.dict(now.RootDict["AcroForm"])
	if !c.sameBut(mayChange["AcroForm"], form, nowForm) || !c.same(was.array(form["Fields"]), now.seen(was, nowForm["Fields"])) {
		return errors.New("it changes the fields of the form")
	}
	for _, key := range keys(was.RootDict, now.RootDict) {
		if !slices.Contains(mayChange["Catalog"], key) && !c.same(was.RootDict[key], now.RootDict[key]) {
			return fmt.Errorf("it changes what goes with the pages: %s", or(said[key], key))
		}
	}
	for _, key := range []string{"Title", "Author", "Subject", "Keywords"} {
		if !c.same(was.info()[key], now.info()[key]) {
			return fmt.Errorf("it changes the file's properties: %s", key)
		}
	}
	return nil
}

// info holds the file's properties.
func (d document) info() types.Dict {
	if d.Info == nil {
		return nil
	}
	return d.dict(*d.Info)
}

// seen are the fields or annotations of a list without the time stamps that archives add to a signed file: signature fields
// that the issued document does not have and that take no place on a page.
func (d document) seen(was document, list types.Object) types.Array {
	out := types.Array{}
	for _, o := range d.array(list) {
		if ref, ok := o.(types.IndirectRef); !ok || int(ref.ObjectNumber) < *was.Size || !d.unseen(d.dict(o)) {
			out = append(out, o)
		}
	}
	return out
}

func (d document) unseen(field types.Dict) bool {
	box := d.array(field["Rect"])
	if d.name(field["FT"]) != "Sig" || len(box) != 4 || field["Kids"] != nil || field["A"] != nil || field["AA"] != nil {
		return false
	}
	for i := range 2 {
		from, ok := number(d.resolve(box[i]))
		to, ok2 := number(d.resolve(box[i+2]))
		if !ok || !ok2 || from != to {
			return false
		}
	}
	return true
}

// comparison holds two documents against each other. Seen are the pairs of references that are compared already, or are being
// compared further up.
type comparison struct {
	was, now document
	seen     map[[2]types.IndirectRef]bool
}

func (c comparison) same(a, b types.Object) bool {
	p, isRef := a.(types.IndirectRef)
	q, isRef2 := b.(types.IndirectRef)
	if isRef && isRef2 {
		if c.seen[[2]types.IndirectRef{p, q}] {
			return true
		}
		c.seen[[2]types.IndirectRef{p, q}] = true
	}
	switch x := c.was.resolve(a).(type) {
	case types.Dict:
		y, ok := c.now.resolve(b).(types.Dict)
		return ok && c.sameDict(x, y)
	case types.StreamDict:
		y, ok := c.now.resolve(b).(types.StreamDict)
		return ok && bytes.Equal(x.Raw, y.Raw) && c.sameBut([]string{"Length"}, x.Dict, y.Dict)
	case types.Array:
		y, ok := c.now.resolve(b).(types.Array)
		return ok && slices.EqualFunc(x, y, c.same)
	default:
		return sameLeaf(x, c.now.resolve(b))
	}
}

// sameLeaf compares what holds nothing else. The same number or text may be spelled in two ways.
func sameLeaf(a, b types.Object) bool {
	if x, ok := number(a); ok {
		y, ok := number(b)
		return ok && x == y
	}
	x, err := types.StringOrHexLiteral(a)
	if err != nil || x == nil {
		return a == b
	}
	y, err := types.StringOrHexLiteral(b)
	return err == nil && y != nil && *x == *y
}

func number(o types.Object) (float64, bool) {
	switch x := o.(type) {
	case types.Integer:
		return float64(x), true
	case types.Float:
		return float64(x), true
	}
	return 0, false
}

// sameDict compares dictionaries but for what a later revision may set in those of their kind.
func (c comparison) sameDict(a, b types.Dict) bool {
	switch {
	case c.was.name(a["Subtype"]) == "Widget":
		return c.sameBut(mayChange["Widget"], a, b)
	case c.was.name(a["Type"]) == "Page":
		return c.sameBut(mayChange["Page"], a, b)
	}
	return c.sameBut(nil, a, b)
}

func (c comparison) sameBut(free []string, a, b types.Dict) bool {
	for _, key := range keys(a, b) {
		if slices.Contains(free, key) {
			continue
		}
		if locks, ok := lockFlags[key]; ok && free != nil && c.flags(a[key], c.was)&^locks == c.flags(b[key], c.now)&^locks {
			continue
		}
		if !c.same(a[key], b[key]) {
			return false
		}
	}
	return true
}

func (c comparison) flags(o types.Object, d document) types.Integer {
	n, _ := d.resolve(o).(types.Integer)
	return n
}

// keys are those of two dictionaries, sorted.
func keys(a, b types.Dict) []string {
	var out []string
	for key := range a {
		out = append(out, key)
	}
	for key := range b {
		if _, both := a[key]; !both {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
