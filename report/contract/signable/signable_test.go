package signable

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// issued is a document of two pages with a text and a signature on the second.
func issued(t testing.TB) []byte {
	t.Helper()
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(pdf.GetCreationDate().AddDate(2000, 0, 0))
	pdf.SetModificationDate(pdf.GetCreationDate())
	pdf.AddUTF8FontFromBytes("sans", "", liberationsansregular.TTF)
	pdf.SetFont("sans", "", 12)
	for range 2 {
		pdf.AddPage()
		pdf.Text(100, 100, "Zoë pays 100")
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	out, err := Finish(b.Bytes(), []Field{
		{Name: "a_name", Label: "Name, A", Page: 2, Rect: [4]float64{100, 200, 200, 220}, Value: "Zoë", Lines: []Line{{[]Piece{{"Zoë", "utf8sans", 0}}, 4}}},
		{Name: "a_signature", Label: "Signature, A", Signature: true, Page: 2, Rect: [4]float64{100, 240, 300, 270}, Locks: []string{"a_name"}},
	}, Look{Font: liberationsansregular.TTF, Size: 12}, Attachment{Name: "terms.json", Type: "application/json", Content: []byte(`{"pays":100}`)})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// revise appends a revision in which objects stand for those of the same number; further ones are added.
func revise(t testing.TB, pdf []byte, objects map[int]types.Object) []byte {
	t.Helper()
	d, err := read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.Write(pdf)
	size, xref := *d.Size, ""
	var numbers []int
	for n := range objects {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		size = max(size, n+1)
		xref += fmt.Sprintf("%d 1\n%010d 00000 n \n", n, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", n)
		if s, ok := objects[n].(types.StreamDict); ok {
			fmt.Fprintf(&b, "%s\nstream\n%s\nendstream\nendobj\n", s.PDFString(), s.Raw)
		} else {
			fmt.Fprintf(&b, "%s\nendobj\n", objects[n].PDFString())
		}
	}
	start := b.Len()
	prev := ending.FindAll(pdf, -1)
	fmt.Fprintf(&b, "xref\n%strailer\n<</Size %d/Root %s/Info %s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n", xref, size, d.Root.PDFString(), d.Info.PDFString(),
		strings.Fields(string(prev[len(prev)-1]))[1], start)
	return b.Bytes()
}

// with is a copy of a dictionary with other entries; nil takes one away.
func with(d types.Dict, entries types.Dict) types.Dict {
	out := types.Dict{}
	for key, o := range d {
		out[key] = o
	}
	for key, o := range entries {
		if out[key] = o; o == nil {
			delete(out, key)
		}
	}
	return out
}

func TestALaterRevisionMayFillInFieldsAndNothingElse(t *testing.T) {
	pdf := issued(t)
	d, err := read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	pages := d.pages()
	form := d.dict(d.RootDict["AcroForm"])
	fields := d.array(form["Fields"])
	number := func(o types.Object) int { return int(o.(types.IndirectRef).ObjectNumber) }
	page, name, root := d.dict(pages[1]), d.dict(fields[0]), int(d.Root.ObjectNumber)
	font := d.fontsByName()["utf8sans"]
	next := *d.Size
	newRef := *types.NewIndirectRef(next, 0)
	other := stream(types.Dict{}, []byte("BT (other) Tj ET"))
	one := func(n int, o types.Object) map[int]types.Object { return map[int]types.Object{n: o} }
	for _, c := range []struct {
		name    string
		objects map[int]types.Object
		want    string // part of the refusal; empty: accepted
	}{
		{"fills in a text", map[int]types.Object{number(fields[0]): with(name, types.Dict{"V": textString("Ann"), "AP": types.Dict{"N": newRef}}), next: other}, ""},
		{"signs", one(number(fields[1]), with(d.dict(fields[1]), types.Dict{"V": types.Dict{"Type": types.Name("Sig")}, "F": types.Integer(4 | 128)})), ""},
		{"adds fonts to the form", one(number(d.RootDict["AcroForm"]), with(form, types.Dict{"DR": types.Dict{}, "NeedAppearances": types.Boolean(true)})), ""},
		{"writes the same number otherwise", one(number(pages[1]), with(page, types.Dict{"Rotate": nil})), ""},
		{"sets other content", map[int]types.Object{number(pages[1]): with(page, types.Dict{"Contents": newRef}), next: other}, "changes page 2: its content"},
		{"sets the content's own object", one(number(page["Contents"]), other), "changes page 2: its content"},
		{"adds content", map[int]types.Object{number(pages[1]): with(page, types.Dict{"Contents": types.Array{page["Contents"], newRef}}), next: other}, "changes page 2: its content"},
		{"exchanges a font", one(number(font), types.Dict{"Type": types.Name("Font"), "Subtype": types.Name("Type1"), "BaseFont": types.Name("Courier")}), "changes page 1: its fonts or images"},
		{"exchanges the resources", one(number(pages[1]), with(page, types.Dict{"Resources": types.Dict{}})), "changes page 2: its fonts or images"},
		{"cuts the page", one(number(pages[1]), with(page, types.Dict{"CropBox": types.NewIntegerArray(0, 0, 100, 100)})), "changes page 2: its visible part"},
		{"resizes the page", one(number(pages[1]), with(page, types.Dict{"MediaBox": types.NewIntegerArray(0, 0, 100, 100)})), "changes page 2: its size"},
		{"turns the page", one(number(pages[1]), with(page, types.Dict{"Rotate": types.Integer(180)})), "changes page 2: its rotation"},
		{"puts a note over the page", map[int]types.Object{number(pages[1]): with(page, types.Dict{"Annots": append(slices.Clone(d.array(page["Annots"])), newRef)}),
			next: types.Dict{"Type": types.Name("Annot"), "Subtype": types.Name("FreeText"), "Rect": types.NewIntegerArray(0, 0, 500, 500)}}, "changes page 2: its annotations"},
		{"moves a field", one(number(fields[0]), with(name, types.Dict{"Rect": types.NewIntegerArray(0, 0, 500, 800)})), "changes page 2: its annotations"},
		{"hides a field", one(number(fields[0]), with(name, types.Dict{"F": types.Integer(2)})), "changes page 2: its annotations"},
		{"takes a page away", one(number(d.RootDict["Pages"]), with(d.dict(d.RootDict["Pages"]), types.Dict{"Kids": types.Array{pages[0]}, "Count": types.Integer(1)})), "makes 1 pages of 2"},
		{"gives the pages other resources", one(number(d.RootDict["Pages"]), with(d.dict(d.RootDict["Pages"]), types.Dict{"Rotate": types.Integer(90)})), "what goes with the pages: the pages"},
		{"adds a field", map[int]types.Object{number(d.RootDict["AcroForm"]): with(form, types.Dict{"Fields": append(slices.Clone(fields), newRef)}), next: types.Dict{"FT": types.Name("Tx")}}, "changes the fields of the form"},
		{"adds a form of another kind", one(number(d.RootDict["AcroForm"]), with(form, types.Dict{"XFA": types.Array{}})), "changes the fields of the form"},
		{"adds a script", one(root, with(d.RootDict, types.Dict{"OpenAction": types.Dict{"S": types.Name("JavaScript")}})), "what goes with the pages: OpenAction"},
		{"makes layers", one(root, with(d.RootDict, types.Dict{"OCProperties": types.Dict{}})), "what goes with the pages: OCProperties"},
		{"exchanges the terms", one(root, with(d.RootDict, types.Dict{"Names": types.Dict{}})), "the attached terms"},
	} {
		h, err := Trace(pdf, revise(t, pdf, c.objects))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want == "" && h.Revisions != 1:
			t.Errorf("%s: %d revisions", c.name, h.Revisions)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestAChangeThatALaterRevisionTakesBackIsNoChange(t *testing.T) {
	pdf := issued(t)
	d, err := read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	p := d.pages()[0]
	n := int(p.ObjectNumber)
	turned := revise(t, pdf, map[int]types.Object{n: with(d.dict(p), types.Dict{"Rotate": types.Integer(90)})})
	back := revise(t, turned, map[int]types.Object{n: d.dict(p)})
	if h, err := Trace(pdf, back); err != nil || h.Revisions != 2 {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestHistorySaysWhatIsFilledIn(t *testing.T) {
	pdf := issued(t)
	d, err := read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	fields := d.array(d.dict(d.RootDict["AcroForm"])["Fields"])
	at := int(fields[1].(types.IndirectRef).ObjectNumber)
	h, err := Trace(pdf, pdf)
	if err != nil || h.Revisions != 0 || fmt.Sprint(h.Fields) != "[{a_name Name, A false true Zoë} {a_signature Signature, A true false }]" {
		t.Errorf("as issued: %+v, %v", h, err)
	}
	signed := revise(t, pdf, map[int]types.Object{at: with(d.dict(fields[1]), types.Dict{
		"V": types.Dict{"Name": textString("Ann Ås"), "ByteRange": types.NewIntegerArray(0, 100, 200, len(pdf)-200)}})})
	h, err = Trace(pdf, signed)
	if err != nil || h.Revisions != 1 || h.Unsigned != 1 || fmt.Sprint(h.Fields[1]) != "{a_signature Signature, A true true Ann Ås}" {
		t.Errorf("signed before its own revision: %+v, %v", h, err)
	}
}

func TestAChangedByteOrWhatIsNoRevisionIsRefused(t *testing.T) {
	pdf := issued(t)
	for _, at := range []int{9, 200, len(pdf) / 2, len(pdf) - 2} {
		file := bytes.Clone(pdf)
		file[at] ^= 1
		if _, err := Trace(pdf, file); err == nil || err.Error() != fmt.Sprintf("byte %d differs from the issued file", at+1) {
			t.Errorf("byte %d: %v", at, err)
		}
	}
	if _, err := Trace(pdf, pdf[:len(pdf)-3]); err == nil {
		t.Error("a file that is cut is accepted")
	}
	if _, err := Trace(pdf, append(bytes.Clone(pdf), "more"...)); err == nil || !strings.Contains(err.Error(), "4 bytes follow the issued ones that are no revision") {
		t.Errorf("what is no revision: %v", err)
	}
}

func TestTheAttachmentComesBackAsItWas(t *testing.T) {
	got, err := Attached(issued(t), "terms.json")
	if err != nil || string(got) != `{"pays":100}` {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Attached(issued(t), "other.json"); err == nil {
		t.Error("a file that is not there is found")
	}
	if _, err := Attached([]byte("no PDF"), "terms.json"); err == nil {
		t.Error("what is no PDF is read")
	}
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(issued(t), issued(t)) {
		t.Error("two files differ")
	}
}

// FuzzTrace: whatever follows the issued bytes, it is accepted or refused without a panic.
func FuzzTrace(f *testing.F) {
	pdf := issued(f)
	f.Add([]byte("\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1>>\nstartxref\n0\n%%EOF"))
	f.Add([]byte("1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R/Size 2>>startxref 0 %%EOF"))
	f.Fuzz(func(t *testing.T, tail []byte) {
		if h, err := Trace(pdf, append(bytes.Clone(pdf), tail...)); (h == nil) == (err == nil) {
			t.Errorf("history %v, error %v", h, err)
		}
	})
}
