package signable

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// changeableKeys are the keys that a later revision may set in a dictionary of each kind. Everything else
// that can be reached must stay as it was issued. AP draws a field's value; readers fit it into the field's
// Rect, so it covers nothing else.
var changeableKeys = map[string][]string{
	"Catalog":  {"AcroForm", "DSS", "Extensions", "Perms", "Version", "Metadata"},
	"AcroForm": {"Fields", "NeedAppearances", "SigFlags", "DA", "DR"}, // fields and annotations are compared as lists
	"Page":     {"Annots", "LastModified"},
	"Widget":   {"V", "RV", "AP", "AS", "M", "DA", "DS", "MK", "Q", "P"}, // P is the page, which is compared itself
}

// lockFlags are the bits, by key, that a reader may set on a field once it is signed: print, read-only and
// locked.
var lockFlags = map[string]types.Integer{"F": 64 | 128 | 512, "Ff": 1}

// keyTitles describes in words what a key of a page or of the catalog holds.
var keyTitles = map[string]string{
	"Contents": "content", "Resources": "fonts or images", "MediaBox": "size", "CropBox": "visible part",
	"Rotate": "rotation", "Names": "the attached terms", "AF": "the attached terms", "Outlines": "the bookmarks",
	"Pages": "the pages",
}

// checkVisibleChanges returns an error if a later revision differs from the issued document in more than
// changeableKeys.
func checkVisibleChanges(issued, now document) error {
	c := newComparison(issued, now)
	if err := c.checkPages(); err != nil {
		return err
	}
	form, nowForm := issued.dict(issued.RootDict["AcroForm"]), now.dict(now.RootDict["AcroForm"])
	if !c.sameExcept(changeableKeys["AcroForm"], form, nowForm) ||
		!c.same(issued.array(form["Fields"]), now.withoutTimeStamps(issued, nowForm["Fields"])) {
		return errors.New("it changes the fields of the form")
	}
	for _, key := range keysOf(issued.RootDict, now.RootDict) {
		if !slices.Contains(changeableKeys["Catalog"], key) && !c.same(issued.RootDict[key], now.RootDict[key]) {
			return fmt.Errorf("it changes what goes with the pages: %s", titleOfKey(key))
		}
	}
	for _, key := range []string{"Title", "Author", "Subject", "Keywords"} {
		if !c.same(issued.info()[key], now.info()[key]) {
			return fmt.Errorf("it changes the file's properties: %s", key)
		}
	}
	return nil
}

func (c comparison) checkPages() error {
	before, after := c.before.pages(), c.after.pages()
	if len(before) != len(after) {
		return fmt.Errorf("it makes %d pages of %d", len(after), len(before))
	}
	for i := range before {
		p, q := c.before.dict(before[i]), c.after.dict(after[i])
		for _, key := range keysOf(p, q) {
			if key != "Parent" && !slices.Contains(changeableKeys["Page"], key) && !c.same(p[key], q[key]) {
				return fmt.Errorf("it changes page %d: its %s", i+1, titleOfKey(key))
			}
		}
		if !c.same(c.before.array(p["Annots"]), c.after.withoutTimeStamps(c.before, q["Annots"])) {
			return fmt.Errorf("it changes page %d: its annotations", i+1)
		}
	}
	return nil
}

func titleOfKey(key string) string {
	if title := keyTitles[key]; title != "" {
		return title
	}
	return key
}

// withoutTimeStamps returns a list of fields or annotations without the time stamps that archives add to a
// signed file: signature fields that the issued document does not have and that take no room on a page.
func (d document) withoutTimeStamps(issued document, list types.Object) types.Array {
	out := types.Array{}
	for _, o := range d.array(list) {
		if ref, ok := o.(types.IndirectRef); !ok || int(ref.ObjectNumber) < *issued.Size || !d.isInvisible(d.dict(o)) {
			out = append(out, o)
		}
	}
	return out
}

// isInvisible reports whether a field is a signature whose rectangle is empty and that does nothing.
func (d document) isInvisible(field types.Dict) bool {
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

// comparison compares the object graphs of two documents.
type comparison struct {
	before, after document
	visited       map[[2]types.IndirectRef]bool // pairs of references already compared, or being compared further up
}

func newComparison(before, after document) comparison {
	return comparison{before, after, map[[2]types.IndirectRef]bool{}}
}

// same reports whether what can be reached from a, in the document before, equals what can be reached from
// b, in the document after, except for changeableKeys.
func (c comparison) same(a, b types.Object) bool {
	p, isRef := a.(types.IndirectRef)
	q, isRef2 := b.(types.IndirectRef)
	if isRef && isRef2 {
		if c.visited[[2]types.IndirectRef{p, q}] {
			return true
		}
		c.visited[[2]types.IndirectRef{p, q}] = true
	}
	switch x := c.before.resolve(a).(type) {
	case types.Dict:
		y, ok := c.after.resolve(b).(types.Dict)
		return ok && c.sameDict(x, y)
	case types.StreamDict:
		y, ok := c.after.resolve(b).(types.StreamDict)
		return ok && bytes.Equal(x.Raw, y.Raw) && c.sameExcept([]string{"Length"}, x.Dict, y.Dict)
	case types.Array:
		y, ok := c.after.resolve(b).(types.Array)
		return ok && slices.EqualFunc(x, y, c.same)
	default:
		return sameLeaf(x, c.after.resolve(b))
	}
}

// sameLeaf reports whether two objects without parts are equal. The same number or string may be spelled in
// two ways.
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

// sameDict reports whether two dictionaries are equal except for the changeableKeys of their kind.
func (c comparison) sameDict(a, b types.Dict) bool {
	switch {
	case c.before.name(a["Subtype"]) == "Widget":
		return c.sameExcept(changeableKeys["Widget"], a, b)
	case c.before.name(a["Type"]) == "Page":
		return c.sameExcept(changeableKeys["Page"], a, b)
	}
	return c.sameExcept(nil, a, b)
}

// sameExcept reports whether two dictionaries are equal except for the given keys and, if there are any,
// for lockFlags.
func (c comparison) sameExcept(except []string, a, b types.Dict) bool {
	for _, key := range keysOf(a, b) {
		if slices.Contains(except, key) {
			continue
		}
		flags, isFlags := lockFlags[key]
		if isFlags && except != nil && c.before.flags(a[key])&^flags == c.after.flags(b[key])&^flags {
			continue
		}
		if !c.same(a[key], b[key]) {
			return false
		}
	}
	return true
}

// flags returns the integer that an object stands for, or 0.
func (d document) flags(o types.Object) types.Integer {
	n, _ := d.resolve(o).(types.Integer)
	return n
}

// keysOf returns the keys of both dictionaries, sorted.
func keysOf(a, b types.Dict) []string {
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

// checkLocks returns an error if a revision changes a signature of the revision before it, or a field that
// the signature locks.
func checkLocks(before, after document) error {
	oldFields, newFields := before.fields(), after.fields()
	c := newComparison(before, after)
	for _, field := range oldFields {
		if before.name(field["FT"]) != "Sig" || before.dict(field["V"]) == nil {
			continue
		}
		locked := []string{before.text(field["T"])}
		for _, o := range before.array(before.dict(field["Lock"])["Fields"]) {
			locked = append(locked, before.text(o))
		}
		for _, name := range locked {
			a, b := oldFields[name], newFields[name]
			if !c.same(a["V"], b["V"]) || !c.same(a["AP"], b["AP"]) {
				return fmt.Errorf("it changes “%s” after “%s” was given", before.text(a["TU"]), before.text(field["TU"]))
			}
		}
	}
	return nil
}

// checkRewrites returns an error if a revision rewrites an issued object that filling in and signing need
// not touch, or spells one so that readers could take it in different ways.
func (d document) checkRewrites(file []byte, r increment) error {
	rewritable := d.rewritable()
	for n, at := range r.objects {
		entry := d.Table[n]
		if n == 0 || entry == nil || entry.Free {
			continue
		}
		if !rewritable[n] {
			return fmt.Errorf("it writes object %d anew, which nobody touches who fills in and signs", n)
		}
		if at == 0 {
			continue
		}
		if err := checkSpelling(file, at); err != nil {
			return fmt.Errorf("object %d: %w", n, err)
		}
	}
	return nil
}

// rewritable returns the numbers of the objects that a later revision may write anew: catalog, form,
// properties, pages, fields and what draws their values.
func (d document) rewritable() map[int]bool {
	out := map[int]bool{}
	add := func(o types.Object) {
		if ref, ok := o.(types.IndirectRef); ok {
			out[int(ref.ObjectNumber)] = true
		}
	}
	add(*d.Root)
	add(*d.Info)
	add(d.RootDict["AcroForm"])
	add(d.RootDict["Metadata"])
	for _, page := range d.pages() {
		add(page)
		add(d.dict(page)["Annots"])
		for _, field := range d.array(d.dict(page)["Annots"]) {
			add(field)
			add(d.dict(d.dict(field)["AP"])["N"])
		}
	}
	return out
}
