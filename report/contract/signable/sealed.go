package signable

import (
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// rewritten holds what a revision writes anew to the few objects that filling in and signing touch, each spelled so that
// every reader takes it alike.
func (d document) rewritten(file []byte, r increment) error {
	free := d.touchable()
	for n, at := range r.objects {
		entry := d.Table[n]
		if n == 0 || entry == nil || entry.Free {
			continue
		}
		if !free[n] {
			return fmt.Errorf("it writes object %d anew, which nobody touches who fills in and signs", n)
		}
		if at == 0 {
			continue
		}
		if err := plain(file, at); err != nil {
			return fmt.Errorf("object %d: %w", n, err)
		}
	}
	return nil
}

// touchable are the numbers of the objects that a later revision may write anew: catalog, form, properties, pages, fields and
// what draws their values.
func (d document) touchable() map[int]bool {
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

// sealed says whether all signatures of one revision stand as they were in a later one, with the fields that they close.
func sealed(before, after document) error {
	was, now := before.fields(), after.fields()
	c := comparison{before, after, map[[2]types.IndirectRef]bool{}}
	for _, field := range was {
		if before.name(field["FT"]) != "Sig" || before.dict(field["V"]) == nil {
			continue
		}
		closed := []string{before.text(field["T"])}
		for _, o := range before.array(before.dict(field["Lock"])["Fields"]) {
			closed = append(closed, before.text(o))
		}
		for _, name := range closed {
			a, b := was[name], now[name]
			if !c.same(a["V"], b["V"]) || !c.same(a["AP"], b["AP"]) {
				return fmt.Errorf("it changes “%s” after “%s” was given", before.text(a["TU"]), before.text(field["TU"]))
			}
		}
	}
	return nil
}

// fields are those of the form by their names.
func (d document) fields() map[string]types.Dict {
	out := map[string]types.Dict{}
	for _, o := range d.array(d.dict(d.RootDict["AcroForm"])["Fields"]) {
		field := d.dict(o)
		out[d.text(field["T"])] = field
	}
	return out
}
