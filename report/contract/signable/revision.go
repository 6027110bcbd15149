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
}

// Trace gives the history of a file that begins with the issued bytes. It is an error where a later revision changes what a
// page shows beside what is filled in, or what goes with the pages. Whether signatures are valid is not asked here.
func Trace(issued, file []byte) (*History, error) {
	if !bytes.HasPrefix(file, issued) {
		return nil, fmt.Errorf("byte %d differs from the issued file", firstDifference(issued, file)+1)
	}
	tail := file[len(issued):]
	h := &History{Revisions: revisions(tail)}
	if h.Revisions == 0 && len(bytes.TrimSpace(tail)) > 0 {
		return nil, fmt.Errorf("%d bytes follow the issued ones that are no revision", len(tail))
	}
	was, err := read(issued)
	if err != nil {
		return nil, err
	}
	now, err := read(file)
	if err != nil {
		return nil, err
	}
	if err := held(was, now); err != nil {
		return nil, err
	}
	signedTo := 0
	for _, o := range now.array(now.dict(now.RootDict["AcroForm"])["Fields"]) {
		field := now.dict(o)
		f := now.filled(field)
		h.Fields = append(h.Fields, f)
		if f.Signature && f.Set {
			signedTo = max(signedTo, now.signedTo(field))
		}
	}
	if signedTo > 0 && signedTo <= len(file) {
		h.Unsigned = revisions(file[signedTo:])
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

// ending is how a revision ends.
var ending = regexp.MustCompile(`startxref\s+\d+\s+%%EOF`)

func revisions(tail []byte) int { return len(ending.FindAll(tail, -1)) }

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

// signedTo is the offset at which the bytes end that a signature covers; 0 where it covers nothing from the start.
func (d document) signedTo(field types.Dict) int {
	var at [4]int
	r := d.array(d.dict(field["V"])["ByteRange"])
	if len(r) != len(at) {
		return 0
	}
	for i, o := range r {
		n, ok := d.resolve(o).(types.Integer)
		if !ok || n < 0 {
			return 0
		}
		at[i] = int(n)
	}
	if at[0] != 0 || at[2] < at[1] {
		return 0
	}
	return at[2] + at[3]
}

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
