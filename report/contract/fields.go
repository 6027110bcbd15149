package contract

import (
	"fmt"
	"strings"

	"leadpact/model/agreement"
	"leadpact/report/contract/signable"
)

// addFields puts a form field over each box of a block that stands at x, y of the page. The signature comes last: it closes
// what is filled in.
func (c *contract) addFields(b block, x, y float64) {
	var texts []signable.Field
	var names []string
	for _, at := range b.boxes[1:] {
		f := c.field(b, at, x, y)
		texts, names = append(texts, f), append(names, f.Name)
	}
	signature := c.field(b, b.boxes[0], x, y)
	signature.Signature, signature.Locks = true, names
	c.fields = append(append(c.fields, texts...), signature)
}

// field is the form field of a box. It ends above the line, and left of it nothing is cut.
func (c *contract) field(b block, at box, x, y float64) signable.Field {
	bottom := c.height - (y + at.y + at.h)
	f := signable.Field{Name: b.key + "_" + at.key, Label: clean(at.label + ", " + b.label), Page: c.pdf.PageNo(),
		Rect: [4]float64{x + at.x, bottom + 0.8, x + at.x + at.w, bottom + at.h}}
	f.Value = map[string]string{"name": clean(b.Name), "title": clean(b.Title)}[at.key]
	for i, l := range at.text {
		base := float64(len(at.text)-i)*cell.leading + 2 - cell.leading/2 - cell.size*0.35 - 0.8
		line := signable.Line{Y: base}
		for _, p := range l.pieces {
			c.mustBeDrawn(p)
			line.Pieces = append(line.Pieces, signable.Piece{Text: p.text, Font: "utf8" + strings.ToLower(p.family), X: p.x})
		}
		f.Lines = append(f.Lines, line)
	}
	return f
}

// mustBeDrawn holds what a field is issued with to the characters that a page before it draws: no others are in the file.
func (c *contract) mustBeDrawn(p piece) {
	for _, r := range p.text {
		if !c.drawn[inked{p.family, p.face.style, r}] && c.doc.err == nil {
			c.doc.err = fmt.Errorf("contract: a field holds %q, which no page draws", p.text)
		}
	}
}

// finish makes the set document one that can be filled in and signed, with its terms attached.
func (c *contract) finish(pdf []byte) ([]byte, error) {
	look := signable.Look{Font: c.fonts[0].ttf, Size: cell.size, R: cell.colour.r, G: cell.colour.g, B: cell.colour.b}
	return signable.Finish(pdf, c.fields, look, termsOf(c.a))
}

// TermsName is the name of the attached file that holds the canonical terms.
const TermsName = "terms.json"

func termsOf(a *agreement.Agreement) signable.Attachment {
	return signable.Attachment{Name: TermsName, Type: "application/json", Content: a.Canonical(),
		Description: fmt.Sprintf("The terms of %s, version %d; their SHA-256 is the fingerprint", a.Head.ID, a.Head.Version)}
}
