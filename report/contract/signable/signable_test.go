package signable

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// issuedFile returns a document of two pages with a text field and a signature field on the second. It is
// written once for all tests.
var issuedFile = sync.OnceValue(newIssuedFile)

func newIssuedFile() []byte {
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
		panic(err)
	}
	fields := []Field{
		{Name: "a_name", Label: "Name, A", Page: 2, Rect: [4]float64{100, 200, 200, 220}, Value: "Zoë",
			Lines: []Line{{[]Piece{{"Zoë", "utf8sans", 0}}, 4}}},
		{Name: "a_signature", Label: "Signature, A", Signature: true, Page: 2, Rect: [4]float64{100, 240, 300, 270},
			Locks: []string{"a_name"}},
	}
	terms := Attachment{Name: "terms.json", Type: "application/json", Content: []byte(`{"pays":100}`)}
	out, err := Finish(b.Bytes(), fields, Look{Font: liberationsansregular.TTF, Size: 12}, terms)
	if err != nil {
		panic(err)
	}
	return out
}

func mustRead(t testing.TB, pdf []byte) document {
	t.Helper()
	d, err := read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// revise appends a revision that replaces or adds the objects of these numbers.
func revise(t testing.TB, pdf []byte, objects map[int]types.Object) []byte {
	t.Helper()
	raw := map[int]string{}
	for n, o := range objects {
		raw[n] = o.PDFString()
		if s, ok := o.(types.StreamDict); ok {
			raw[n] = fmt.Sprintf("%s\nstream\n%s\nendstream", s.PDFString(), s.Raw)
		}
	}
	return append(bytes.Clone(pdf), revision(t, pdf, raw, "")...)
}

// revision returns the bytes of a revision of a file: objects in their source form, and a trailer with
// further entries.
func revision(t testing.TB, pdf []byte, objects map[int]string, trailer string) []byte {
	t.Helper()
	d := mustRead(t, pdf)
	var b bytes.Buffer
	size, xref := *d.Size, ""
	for _, n := range slices.Sorted(maps.Keys(objects)) {
		size = max(size, n+1)
		xref += fmt.Sprintf("%d 1\n%010d 00000 n \n", n, len(pdf)+b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, objects[n])
	}
	fmt.Fprintf(&b, "xref\n%strailer\n<</Size %d/Root %s/Info %s/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n",
		xref, size, d.Root.PDFString(), d.Info.PDFString(), lastTable(pdf), trailer, len(pdf)+b.Len())
	return b.Bytes()
}

// with returns a copy of a dictionary with further entries; nil removes one.
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

func TestLaterRevisionMayFillInFieldsAndNothingElse(t *testing.T) {
	t.Parallel()
	pdf := issuedFile()
	d := mustRead(t, pdf)
	pages := d.pages()
	form := d.dict(d.RootDict["AcroForm"])
	fields := d.array(form["Fields"])
	number := func(o types.Object) int { return int(o.(types.IndirectRef).ObjectNumber) }
	page, name, root := d.dict(pages[1]), d.dict(fields[0]), int(d.Root.ObjectNumber)
	font := d.fontsByName()["utf8sans"]
	next := *d.Size
	newRef := *types.NewIndirectRef(next, 0)
	other := stream(types.Dict{}, []byte("BT (other) Tj ET"))
	formNumber, pageNumber := number(d.RootDict["AcroForm"]), number(pages[1])
	treeNumber, pageTree := number(d.RootDict["Pages"]), d.dict(d.RootDict["Pages"])
	formWithNewField := with(form, types.Dict{"Fields": append(slices.Clone(fields), newRef)})
	pageWithNewAnnotation := with(page, types.Dict{"Annots": append(slices.Clone(d.array(page["Annots"])), newRef)})
	signatureField := func(side int) types.Dict {
		return types.Dict{"Subtype": types.Name("Widget"), "FT": types.Name("Sig"), "T": textString("Stamp"),
			"Rect": types.NewIntegerArray(0, 0, side, side)}
	}
	one := func(n int, o types.Object) map[int]types.Object { return map[int]types.Object{n: o} }
	for _, c := range []struct {
		name    string
		objects map[int]types.Object
		want    string // part of the refusal; empty: accepted
	}{
		{"fills in a text",
			map[int]types.Object{
				number(fields[0]): with(name, types.Dict{"V": textString("Ann"), "AP": types.Dict{"N": newRef}}),
				next:              other},
			""},
		{"stamps the time, unseen",
			map[int]types.Object{formNumber: formWithNewField,
				pageNumber: pageWithNewAnnotation,
				next:       signatureField(0)}, ""},
		{"adds a signature that is seen",
			map[int]types.Object{formNumber: formWithNewField,
				next: signatureField(10)}, "changes the fields of the form"},
		{"adds fonts to the form",
			one(formNumber, with(form, types.Dict{"DR": types.Dict{}, "NeedAppearances": types.Boolean(true)})),
			""},
		{"writes the same number otherwise", one(pageNumber, with(page, types.Dict{"Rotate": nil})), ""},
		{"sets other content",
			map[int]types.Object{pageNumber: with(page, types.Dict{"Contents": newRef}), next: other},
			"changes page 2: its content"},
		{"sets the content's own object", one(number(page["Contents"]), other), "changes page 2: its content"},
		{"adds content",
			map[int]types.Object{pageNumber: with(page, types.Dict{"Contents": types.Array{page["Contents"], newRef}}),
				next: other},
			"changes page 2: its content"},
		{"exchanges a font",
			one(number(font), types.Dict{"Type": types.Name("Font"), "Subtype": types.Name("Type1"),
				"BaseFont": types.Name("Courier")}),
			"changes page 1: its fonts or images"},
		{"exchanges the resources",
			one(pageNumber, with(page, types.Dict{"Resources": types.Dict{}})),
			"changes page 2: its fonts or images"},
		{"cuts the page",
			one(pageNumber, with(page, types.Dict{"CropBox": types.NewIntegerArray(0, 0, 100, 100)})),
			"changes page 2: its visible part"},
		{"resizes the page",
			one(pageNumber, with(page, types.Dict{"MediaBox": types.NewIntegerArray(0, 0, 100, 100)})),
			"changes page 2: its size"},
		{"turns the page",
			one(pageNumber, with(page, types.Dict{"Rotate": types.Integer(180)})), "changes page 2: its rotation"},
		{"puts a note over the page",
			map[int]types.Object{pageNumber: pageWithNewAnnotation,
				next: types.Dict{"Type": types.Name("Annot"), "Subtype": types.Name("FreeText"),
					"Rect": types.NewIntegerArray(0, 0, 500, 500)}}, "changes page 2: its annotations"},
		{"moves a field",
			one(number(fields[0]), with(name, types.Dict{"Rect": types.NewIntegerArray(0, 0, 500, 800)})),
			"changes page 2: its annotations"},
		{"hides a field",
			one(number(fields[0]), with(name, types.Dict{"F": types.Integer(2)})), "changes page 2: its annotations"},
		{"takes a page away",
			one(treeNumber, with(pageTree, types.Dict{"Kids": types.Array{pages[0]}, "Count": types.Integer(1)})),
			"makes 1 pages of 2"},
		{"gives the pages other resources",
			one(treeNumber, with(pageTree, types.Dict{"Rotate": types.Integer(90)})),
			"what goes with the pages: the pages"},
		{"adds a field",
			map[int]types.Object{formNumber: formWithNewField, next: types.Dict{"FT": types.Name("Tx")}},
			"changes the fields of the form"},
		{"adds a form of another kind",
			one(formNumber, with(form, types.Dict{"XFA": types.Array{}})),
			"changes the fields of the form"},
		{"adds a script",
			one(root, with(d.RootDict, types.Dict{"OpenAction": types.Dict{"S": types.Name("JavaScript")}})),
			"what goes with the pages: OpenAction"},
		{"makes layers",
			one(root, with(d.RootDict, types.Dict{"OCProperties": types.Dict{}})),
			"what goes with the pages: OCProperties"},
		{"runs a script in a field",
			one(number(fields[0]), with(name, types.Dict{"AA": types.Dict{}})), "changes page 2: its annotations"},
		{"puts a field on a layer",
			one(number(fields[0]), with(name, types.Dict{"OC": types.Dict{}})), "changes page 2: its annotations"},
		{"hangs a page on other pages",
			map[int]types.Object{pageNumber: with(page, types.Dict{"Parent": newRef}),
				next: with(pageTree, types.Dict{"Rotate": types.Integer(180)})},
			"what goes with the pages: the pages"},
		{"says another fingerprint",
			one(int(d.Info.ObjectNumber), with(d.info(), types.Dict{"Keywords": textString("other")})),
			"changes the file's properties: Keywords"},
		{"writes a font again as it was",
			one(number(font), d.dict(font)), fmt.Sprintf("writes object %d anew", number(font))},
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

func TestEachRevisionIsComparedWithTheIssuedFile(t *testing.T) {
	t.Parallel()
	pdf := issuedFile()
	d := mustRead(t, pdf)
	p := d.pages()[0]
	n := int(p.ObjectNumber)
	turned := revise(t, pdf, map[int]types.Object{n: with(d.dict(p), types.Dict{"Rotate": types.Integer(90)})})
	back := revise(t, turned, map[int]types.Object{n: d.dict(p)})
	_, err := Trace(pdf, back)
	if err == nil || !strings.Contains(err.Error(), "later revision 1: it changes page 1: its rotation") {
		t.Errorf("one turns the page and the next turns it back: %v", err)
	}
}

// sign appends a revision in which a field is signed. The byte range is right, the signature itself is
// empty.
func sign(t testing.TB, pdf []byte, field types.Object) []byte {
	t.Helper()
	d := mustRead(t, pdf)
	const placeholder, gap = 1111111111, "<00000000>"
	signature := types.Dict{"Name": textString("Ann Ås"), "Contents": types.HexLiteral("00000000"),
		"ByteRange": types.NewIntegerArray(0, placeholder, placeholder, placeholder)}
	number := int(field.(types.IndirectRef).ObjectNumber)
	file := revise(t, pdf, map[int]types.Object{number: with(d.dict(field), types.Dict{"V": signature})})
	at := bytes.LastIndex(file, []byte(gap))
	for _, x := range []int{at, at + len(gap), len(file) - at - len(gap)} {
		file = bytes.Replace(file, []byte(fmt.Sprint(placeholder)), []byte(fmt.Sprintf("%010d", x)), 1)
	}
	return file
}

func TestHistoryListsWhatIsFilledInAndSigned(t *testing.T) {
	t.Parallel()
	pdf := issuedFile()
	d := mustRead(t, pdf)
	fields := d.array(d.dict(d.RootDict["AcroForm"])["Fields"])
	fill := func(file []byte, text string) []byte {
		number := int(fields[0].(types.IndirectRef).ObjectNumber)
		return revise(t, file, map[int]types.Object{number: with(d.dict(fields[0]), types.Dict{"V": textString(text)})})
	}
	withStore := func(file []byte) []byte { // the security store that readers add for long-term validation
		number := int(d.Root.ObjectNumber)
		return revise(t, file, map[int]types.Object{number: with(d.RootDict, types.Dict{"DSS": types.Dict{}})})
	}
	for _, c := range []struct {
		name, want string
		file       []byte
	}{
		{"as issued", "&{0 0 [{a_name Name, A false true Zoë Zoë} {a_signature Signature, A true false  }]}", pdf},
		{"filled in",
			"&{1 0 [{a_name Name, A false true Ann Zoë} {a_signature Signature, A true false  }]}", fill(pdf, "Ann")},
		{"signed",
			"&{1 0 [{a_name Name, A false true Zoë Zoë} {a_signature Signature, A true true Ann Ås }]}",
			sign(t, pdf, fields[1])},
		{"filled in and signed",
			"&{2 0 [{a_name Name, A false true Ann Zoë} {a_signature Signature, A true true Ann Ås }]}",
			sign(t, fill(pdf, "Ann"), fields[1])},
		{"signed, and more",
			"&{2 1 [{a_name Name, A false true Zoë Zoë} {a_signature Signature, A true true Ann Ås }]}",
			withStore(sign(t, pdf, fields[1]))},
	} {
		if h, err := Trace(pdf, c.file); err != nil || fmt.Sprint(h) != c.want {
			t.Errorf("%s: %v, %v, want %s", c.name, h, err, c.want)
		}
	}
}

func TestSignaturesAndLockedFieldsCannotChange(t *testing.T) {
	t.Parallel()
	pdf := issuedFile()
	d := mustRead(t, pdf)
	fields := d.array(d.dict(d.RootDict["AcroForm"])["Fields"])
	name, field := int(fields[0].(types.IndirectRef).ObjectNumber), int(fields[1].(types.IndirectRef).ObjectNumber)
	signed := sign(t, pdf, fields[1])
	newRef := *types.NewIndirectRef(*d.Size+5, 0)
	for _, c := range []struct {
		name, want string
		file       []byte
	}{
		{"the name becomes another",
			"it changes “Name, A” after “Signature, A” was given",
			revise(t, signed, map[int]types.Object{name: with(d.dict(fields[0]), types.Dict{"V": textString("Eve")})})},
		{"the name looks like another", "it changes “Name, A” after “Signature, A” was given",
			revise(t, signed, map[int]types.Object{name: with(d.dict(fields[0]), types.Dict{"AP": types.Dict{"N": newRef}}),
				*d.Size + 5: stream(types.Dict{}, []byte("Eve"))})},
		{"the signature is taken away",
			"it changes “Signature, A” after “Signature, A” was given",
			revise(t, signed, map[int]types.Object{field: d.dict(fields[1])})},
		{"another signs in its place",
			"it changes “Signature, A” after “Signature, A” was given", sign(t, signed, fields[1])},
		{"the signature covers the issued bytes alone",
			"what is signed in “Signature, A” is not the whole of a revision",
			revise(t, pdf, map[int]types.Object{field: with(d.dict(fields[1]), types.Dict{"V": types.Dict{
				"ByteRange": types.NewIntegerArray(0, 100, 200, len(pdf)-200)}})})},
		{"the signature covers nothing", "what is signed in “Signature, A” is not the whole of a revision",
			revise(t, pdf, map[int]types.Object{field: with(d.dict(fields[1]), types.Dict{"V": types.Dict{
				"Type": types.Name("Sig")}})})},
		{"the signature leaves out more than itself",
			"what is signed in “Signature, A” is not the whole of a revision",
			bytes.Replace(signed, []byte("<00000000>"), []byte("(0000/000)"), 1)},
	} {
		if _, err := Trace(pdf, c.file); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// A file that is not strictly valid may look different in different readers: each of these shows other
// content in some reader, while a lenient reading of its tables gives the issued page.
func TestAmbiguousRevisionIsRefused(t *testing.T) {
	t.Parallel()
	pdf := issuedFile()
	d := mustRead(t, pdf)
	p := d.pages()[1]
	n, content, next := int(p.ObjectNumber), int(d.dict(p)["Contents"].(types.IndirectRef).ObjectNumber), *d.Size
	page, evil := d.dict(p).PDFString(), "<</Length 16>>\nstream\nBT (other) Tj ET\nendstream"
	more := func(entries string) string { return page[:2] + entries + page[2:] }
	add := func(tail []byte) []byte { return append(bytes.Clone(pdf), tail...) }
	swap := func(tail []byte, old, new string) []byte {
		return add(bytes.Replace(tail, []byte(old), []byte(new), 1))
	}
	good := revision(t, pdf, map[int]string{n: page}, "")
	hidden := func(file []byte) []byte { // an object in no table, found by readers that repair files
		return append(bytes.Clone(file), fmt.Sprintf("%d 0 obj\n%s\nendobj\n", content, evil)...)
	}
	for _, c := range []struct {
		name, want string
		file       []byte
	}{
		{"nothing is wrong", "", add(good)},
		{"a key stands twice",
			"readers take it in different ways: /Contents stands twice",
			add(revision(t, pdf, map[int]string{n: more(fmt.Sprintf("/Contents %d 0 R", next)), next: evil}, ""))},
		{"in another spelling",
			"/Contents stands twice",
			add(revision(t, pdf, map[int]string{n: more(fmt.Sprintf("/Con#74ents %d 0 R", next)), next: evil}, ""))},
		{"a comment within",
			"readers take it in different ways",
			add(revision(t, pdf, map[int]string{n: more(fmt.Sprintf("%%\r/Contents %d 0 R %%\n", next)), next: evil}, ""))},
		{"a dictionary without end",
			"later revision 1: ",
			add(revision(t, pdf, map[int]string{n: page[:len(page)-2]}, ""))},
		{"the content again, with a wrong length",
			fmt.Sprintf("writes object %d anew", content),
			add(revision(t, pdf, map[int]string{content: longer(d, content)}, ""))},
		{"an object is not where the table says",
			"is not where its table says", swap(good, fmt.Sprintf("%d 0 obj", n), fmt.Sprintf("%d 0 obj", content))},
		{"the table is not where the file says", "later revision 1: ", swap(good, "startxref\n", "startxref\n9")},
		{"the table is the issued one",
			"its table of objects does not stand in it",
			add(append(hidden(nil), fmt.Sprintf("startxref\n%d\n%%%%EOF\n", lastTable(pdf))...))},
		{"the table is damaged", "its table of objects is damaged", swap(good, "00000 n", "0000 n")},
		{"an object stands twice in the table",
			"stands twice in its table", swap(good, "trailer", fmt.Sprintf("%d 1\n%010d 00000 n \ntrailer", n, len(pdf)))},
		{"the table leads past the issued bytes",
			"does not follow what stands before it", swap(good, fmt.Sprintf("/Prev %d", lastTable(pdf)), "/Prev 0")},
		{"two tables lead on", "stands twice",
			add(revision(t, pdf, map[int]string{n: page}, "/Pr#65v 0"))},
		{"a second table",
			"its trailer has what the issued file's has not",
			add(revision(t, pdf, map[int]string{n: page}, "/XRefStm 9"))},
		{"a table of another kind", "of another kind than the issued file's", swap(good, "xref\n", "9 0 obj\n")},
		{"an object is taken away",
			"it changes what goes with the pages: the attached terms",
			swap(good, "trailer", fmt.Sprintf("%d 1\n0000000000 00001 f \ntrailer", next-1))},
		{"an object behind the last revision", "bytes follow that are no revision", hidden(add(good))},
	} {
		_, err := Trace(pdf, c.file)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// longer returns the source of a stream object that is longer than its length entry.
func longer(d document, n int) string {
	s := d.Table[n].Object.(types.StreamDict)
	return fmt.Sprintf("%s\nstream\n%s\nmore\nendstream", s.PDFString(), s.Raw)
}

// The shadow attack “hide and replace”: one revision brings hidden content along, and a later one shows it
// in place of a page.
func TestHideAndReplaceAttackIsRefused(t *testing.T) {
	t.Parallel()
	pdf := issuedFile()
	d := mustRead(t, pdf)
	content := int(d.dict(d.pages()[1])["Contents"].(types.IndirectRef).ObjectNumber)
	fields := d.array(d.dict(d.RootDict["AcroForm"])["Fields"])
	shadow := fmt.Sprintf("%d 0 obj\n<</Length 16>>\nstream\nBT (other) Tj ET\nendstream\nendobj\n", content)
	carrier := fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(shadow), shadow)
	prepared := append(bytes.Clone(pdf), revision(t, pdf, map[int]string{*d.Size: carrier}, "")...)
	signed := sign(t, prepared, fields[1])
	if _, err := Trace(pdf, signed); err != nil {
		t.Errorf("as signed: %v", err)
	}
	at := bytes.Index(signed, []byte(shadow))
	table := fmt.Sprintf("xref\n%d 1\n%010d 00000 n \n", content, at)
	revealed := append(bytes.Clone(signed), fmt.Sprintf(
		"%strailer\n<</Size %d/Root %s/Info %s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n",
		table, *d.Size+1, d.Root.PDFString(), d.Info.PDFString(), lastTable(signed), len(signed))...)
	_, err := Trace(pdf, revealed)
	if err == nil || !strings.Contains(err.Error(), "later revision 3: it changes page 2: its content") {
		t.Errorf("as shown later: %v", err)
	}
}

func TestChangedByteOrTrailingDataIsRefused(t *testing.T) {
	t.Parallel()
	pdf := issuedFile()
	for _, at := range []int{9, 200, len(pdf) / 2, len(pdf) - 2} {
		file := bytes.Clone(pdf)
		file[at] ^= 1
		_, err := Trace(pdf, file)
		if err == nil || err.Error() != fmt.Sprintf("byte %d differs from the issued file", at+1) {
			t.Errorf("byte %d: %v", at, err)
		}
	}
	if _, err := Trace(pdf, pdf[:len(pdf)-3]); err == nil {
		t.Error("a file that is cut is accepted")
	}
	_, err := Trace(pdf, append(bytes.Clone(pdf), "more"...))
	if err == nil || !strings.Contains(err.Error(), "4 bytes follow that are no revision") {
		t.Errorf("what is no revision: %v", err)
	}
}

func TestAttachmentIsReadBack(t *testing.T) {
	t.Parallel()
	got, err := Attached(issuedFile(), "terms.json")
	if err != nil || string(got) != `{"pays":100}` {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Attached(issuedFile(), "other.json"); err == nil {
		t.Error("a file that is not there is found")
	}
	if _, err := Attached([]byte("no PDF"), "terms.json"); err == nil {
		t.Error("what is no PDF is read")
	}
}

func TestSameInputGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(issuedFile(), newIssuedFile()) {
		t.Error("two files differ")
	}
}

// FuzzTrace checks that whatever follows the issued bytes is accepted or refused without a panic.
func FuzzTrace(f *testing.F) {
	pdf := issuedFile()
	f.Add([]byte("\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1>>\nstartxref\n0\n%%EOF"))
	f.Add([]byte("1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R/Size 2>>startxref 0 %%EOF"))
	f.Fuzz(func(t *testing.T, tail []byte) {
		if h, err := Trace(pdf, append(bytes.Clone(pdf), tail...)); (h == nil) == (err == nil) {
			t.Errorf("history %v, error %v", h, err)
		}
	})
}
