package signable

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// History is what happened to an issued file.
type History struct {
	Revisions int // number of revisions after the issued bytes
	Unsigned  int // number of those after the last signature; 0 if there is no signature
	Fields    []Filled
}

// Filled is a field as of the last revision.
type Filled struct {
	Name, Label string
	Signature   bool
	Set         bool   // whether it is signed, or holds a text
	Value       string // the text, or the signer's name as the signature states it
	Issued      string // the text that it was issued with
}

// Trace returns the history of a file that starts with the issued bytes. It is an error if any later
// revision changes what a page shows other than the values of fields, what is attached to the pages, or
// what a signature locks. Every revision is checked, not only the last, because each party signs the
// revision that it sees. Whether signatures are cryptographically valid is not checked.
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
			err = checkRevision(first, last, now, file, r)
		}
		if err != nil {
			return nil, fmt.Errorf("later revision %d: %w", i+1, err)
		}
		last = now
	}
	return last.history(first, file, later)
}

// checkRevision returns an error if a revision does more than fill in and sign fields.
func checkRevision(issued, before, now document, file []byte, r increment) error {
	if err := checkVisibleChanges(issued, now); err != nil {
		return err
	}
	if err := checkLocks(before, now); err != nil {
		return err
	}
	return issued.checkRewrites(file, r)
}

// history returns the history of a file whose last revision is d. Fields that were not issued are not
// listed.
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
		n, ok := d.signedRevisions(field, file, later)
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

// firstDifference returns the index of the first byte in which a and b differ.
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

// signedRevisions returns how many revisions a signature covers, and false if it does not cover whole ones:
// all bytes up to the end of a revision except for those of the signature itself.
func (d document) signedRevisions(field types.Dict, file []byte, later []increment) (int, bool) {
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
	gapStart, gapEnd, end := at[1], at[2], at[2]+at[3] // the signature itself is a hexadecimal string in the gap
	if at[0] != 0 || gapStart > gapEnd || end > len(file) || !hexString.Match(file[gapStart:gapEnd]) {
		return 0, false
	}
	for i, l := range later {
		rest := file[min(l.end, end):max(l.end, end)]
		if l.begin < gapStart && gapEnd < l.end && len(bytes.TrimSpace(rest)) == 0 {
			return i + 1, true
		}
	}
	return 0, false
}

// hexString matches a signature in the form in which a PDF holds it.
var hexString = regexp.MustCompile(`^<[0-9A-Fa-f\s]*>$`)
