package signable

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// History is what became of an issued file.
type History struct {
	Revisions int // after the issued bytes
	Unsigned  int // of these, after the last signature
	Fields    []Filled
}

// Filled is a field as the last revision leaves it.
type Filled struct {
	Name, Label string
	Signature   bool
	Set         bool   // it is signed, or holds a text
	Value       string // the text; of a signature, who it says has signed
	Issued      string // the text that it was issued with
}

// Trace gives the history of a file that begins with the issued bytes. It is an error where any later revision, not only the
// last, changes what a page shows beside what is filled in, what goes with the pages, or what a signature has closed: each
// party signs the revision that it sees. Whether signatures are valid is not asked here.
func Trace(issued, file []byte) (*History, error) {
	if !bytes.HasPrefix(file, issued) {
		return nil, fmt.Errorf("byte %d differs from the issued file", firstDifference(issued, file)+1)
	}
	later, err := increments(file, len(issued))
	if err != nil {
		return nil, fmt.Errorf("later revision %d: %w", len(later)+1, err)
	}
	first, err := read(issued)
	if err != nil {
		return nil, err
	}
	last := first
	for i, r := range later {
		now, err := read(file[:r.end])
		if err == nil {
			err = first.mayBecome(now, last, file, r)
		}
		if err != nil {
			return nil, fmt.Errorf("later revision %d: %w", i+1, err)
		}
		last = now
	}
	return last.history(first, file, later)
}

// mayBecome says whether a revision is one that fills in and signs.
func (d document) mayBecome(now, before document, file []byte, r increment) error {
	if err := held(d, now); err != nil {
		return err
	}
	if err := sealed(before, now); err != nil {
		return err
	}
	return d.rewritten(file, r)
}

// history lists the fields of the last revision.
func (d document) history(first document, file []byte, later []increment) (*History, error) {
	h := &History{Revisions: len(later), Unsigned: len(later)}
	issued := first.fields()
	for _, o := range d.array(d.dict(d.RootDict["AcroForm"])["Fields"]) {
		field := d.dict(o)
		f := d.filled(field)
		if was := issued[f.Name]; was != nil {
			f.Issued = first.filled(was).Value
			h.Fields = append(h.Fields, f)
		}
		if !f.Signature || !f.Set {
			continue
		}
		n, ok := d.signed(field, file, later)
		if !ok {
			return nil, fmt.Errorf("what is signed in “%s” is not the whole of a revision", f.Label)
		}
		h.Unsigned = min(h.Unsigned, len(later)-n)
	}
	if h.Unsigned == len(later) {
		h.Unsigned = 0
	}
	return h, nil
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func (d document) filled(field types.Dict) Filled {
	f := Filled{Name: d.text(field["T"]), Label: d.text(field["TU"]), Signature: d.name(field["FT"]) == "Sig"}
	if f.Signature {
		v := d.dict(field["V"])
		f.Set, f.Value = v != nil, d.text(v["Name"])
		return f
	}
	f.Value = strings.TrimSpace(d.text(field["V"]))
	f.Set = f.Value != ""
	return f
}

// signed says how many revisions a signature covers. It must cover all bytes up to the end of one, but for those of itself.
func (d document) signed(field types.Dict, file []byte, later []increment) (int, bool) {
	r := d.array(d.dict(field["V"])["ByteRange"])
	if len(r) != 4 {
		return 0, false
	}
	var at [4]int
	for i, o := range r {
		n, ok := d.resolve(o).(types.Integer)
		if !ok || n < 0 || int(n) > len(file) {
			return 0, false
		}
		at[i] = int(n)
	}
	end := at[2] + at[3]
	if at[0] != 0 || at[1] > at[2] || end > len(file) || !hexString.Match(file[at[1]:at[2]]) {
		return 0, false
	}
	for i, l := range later {
		if l.begin < at[1] && at[2] < l.end && len(bytes.TrimSpace(file[min(l.end, end):max(l.end, end)])) == 0 {
			return i + 1, true
		}
	}
	return 0, false
}

// hexString is the place of a signature in what it covers.
var hexString = regexp.MustCompile(`^<[0-9A-Fa-f\s]*>$`)

// Attached gives the content of a file that goes with a PDF.
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
	const most = 8 << 20
	if err := content.DecodeWithLimit(most); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return content.Content, nil
}

// lookUp finds a name in a tree of names.
func (d document) lookUp(node types.Object, name string, depth int) types.Object {
	if depth > 16 {
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
