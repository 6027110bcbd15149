package contract

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"

	"leadpact/model/agreement"
	"leadpact/report/contract/signable"
	"leadpact/report/contract/typeset"
)

// Geometry of a signature block, in points. The printed lines and the form fields over them are placed by
// the same boxes, so that they agree.
const (
	blockGap        = 24.0 // between two blocks side by side, and above each
	boxGap          = 10.0 // between two boxes side by side
	signatureHeight = 30.0 // height of the space above the signature's line
	textHeight      = 16.0 // height of the space for place and date, and for a name of one line
	labelHeight     = 12.0 // height of the label below a line
)

// signer is who signs a block. The names of its form fields start with key, their labels end with label.
type signer struct {
	agreement.Party
	key, label string
}

// boxKind is the kind of text that is written into a box. A field's name ends with it.
type boxKind string

const (
	signatureBox boxKind = "signature"
	nameBox      boxKind = "name"
	titleBox     boxKind = "title"
	placeBox     boxKind = "place"
	dateBox      boxKind = "date"
)

// box is a space to write in with a line beneath it, a label below that, and a form field over it.
type box struct {
	kind       boxKind
	label      string
	x, y, w, h float64        // the space above the line, from the block's top left corner
	text       []typeset.Line // the text that the block is issued with; nil if there is none
}

// signatureBlock is the place where one party signs. Its first box is the signature.
type signatureBlock struct {
	signer
	role   []typeset.Line
	boxes  []box
	height float64
}

// signatures adds the clause of signing with the QR code, and the parties' signature blocks.
func (c *contract) signatures() {
	c.clauseWithQRCode(c.clauseText("signing"))
	c.KeepWithNext()
	c.signatureBlocks(c.signers(c.a.Parties))
}

// clauseWithQRCode adds a paragraph with the QR code of the document's identity to its right.
func (c *contract) clauseWithQRCode(text string) {
	const side, gap = 74.0, 18.0
	code, err := qr.Encode(identity(c.a), qr.M, qr.Auto)
	if err != nil {
		c.Fail(fmt.Errorf("agreement.id: %d bytes are too many for a QR code; shorten it", len(c.a.Head.ID)))
		return
	}
	lines := c.Wrap(c.InnerWidth()-side-gap, typeset.Body.Run(text))
	height := max(side, float64(len(lines))*typeset.Body.Leading) + 10
	modules := code.Bounds().Dx()
	isDark := func(col, row int) bool {
		r, _, _, _ := code.At(col, row).RGBA()
		return r < 0x8000
	}
	c.Add(typeset.Block{SpaceBefore: 5, Height: height, Draw: func(y float64) {
		for i, l := range lines {
			c.Draw(l, c.Left, y+float64(i)*typeset.Body.Leading)
		}
		c.PDF.SetFillColor(typeset.Ink.R, typeset.Ink.G, typeset.Ink.B)
		x, module := c.Width-c.Right-side, side/float64(modules)
		for row := range modules {
			for col := 0; col < modules; col++ { // neighbouring dark modules of a row are one rectangle
				first := col
				for col < modules && isDark(col, row) {
					col++
				}
				if col > first {
					c.PDF.Rect(x+float64(first)*module, y+float64(row)*module, float64(col-first)*module, module, "F")
				}
			}
		}
	}})
}

// signers gives each party a key of its own: the slug of its role, numbered if another party has the same.
func (c *contract) signers(parties []agreement.Party) []signer {
	out := make([]signer, len(parties))
	for i, p := range parties {
		key := agreement.Slug(p.Role)
		if c.signerKeys[key]++; c.signerKeys[key] > 1 {
			key = fmt.Sprintf("%s_no_%d", key, c.signerKeys[key])
		}
		out[i] = signer{p, key, roleTitle(p)}
	}
	return out
}

func roleTitle(p agreement.Party) string {
	if p.Witness {
		return strings.TrimSpace(p.Role + " (witness)")
	}
	return p.Role
}

// signatureBlocks adds blocks, two side by side and of equal height, all of them on one page if it can hold
// them.
func (c *contract) signatureBlocks(signers []signer) {
	first := c.Len()
	width := (c.InnerWidth() - blockGap) / 2
	for i := 0; i < len(signers); i += 2 {
		pair := signers[i:min(i+2, len(signers))]
		roleLines, nameLines := 1, 1
		for _, s := range pair {
			b := c.newSignatureBlock(s, width, 1, 1)
			roleLines = max(roleLines, len(b.role))
			for _, x := range b.boxes {
				nameLines = max(nameLines, len(x.text))
			}
		}
		var row []signatureBlock
		for _, s := range pair {
			row = append(row, c.newSignatureBlock(s, width, roleLines, nameLines))
		}
		c.Add(typeset.Block{SpaceBefore: blockGap, Height: row[0].height, Draw: func(y float64) {
			for n, b := range row {
				c.drawSignatureBlock(b, c.Left+float64(n)*(width+blockGap), y)
			}
		}})
	}
	c.KeepTogether(first)
}

// newSignatureBlock lays out a block of this width, with room for the given numbers of lines for the role
// and the name.
func (c *contract) newSignatureBlock(s signer, width float64, roleLines, nameLines int) signatureBlock {
	half := (width - boxGap) / 2
	right := half + boxGap
	y := float64(roleLines) * typeset.Subheading.Leading
	nameHeight := max(textHeight, float64(nameLines)*typeset.Cell.Leading+2)
	b := signatureBlock{signer: s, role: c.Wrap(width, typeset.Subheading.Run(roleTitle(s.Party)))}
	b.boxes = append(b.boxes, box{signatureBox, "Signature", 0, y, width, signatureHeight, nil})
	y += signatureHeight + labelHeight
	b.boxes = append(b.boxes,
		box{nameBox, "Name", 0, y, half, nameHeight, c.issuedText(half, s.Name)},
		box{titleBox, "Title", right, y, half, nameHeight, c.issuedText(half, s.Title)})
	y += nameHeight + labelHeight
	b.boxes = append(b.boxes,
		box{placeBox, "Place", 0, y, half, textHeight, nil},
		box{dateBox, "Date", right, y, half, textHeight, nil})
	b.height = y + textHeight + labelHeight
	return b
}

// issuedText wraps the text that a box is issued with; nil if there is none.
func (c *contract) issuedText(width float64, text string) []typeset.Line {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return c.Wrap(width-2, typeset.Cell.Run(text))
}

// drawSignatureBlock draws the block with its top left corner at x, y of the page, and adds its form
// fields.
func (c *contract) drawSignatureBlock(b signatureBlock, x, y float64) {
	for i, l := range b.role {
		c.Draw(l, x, y+float64(i)*typeset.Subheading.Leading)
	}
	for _, at := range b.boxes {
		line := y + at.y + at.h
		c.Rule(x+at.x, line, x+at.x+at.w, line, 0.6, typeset.Grey)
		c.Draw(c.Wrap(at.w, typeset.Label.Run(at.label))[0], x+at.x, line+1)
	}
	c.addFields(b, x, y)
}

// addFields adds a form field over each box of a block that stands at x, y of the page. The signature comes
// last and locks the block's texts.
func (c *contract) addFields(b signatureBlock, x, y float64) {
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

// field returns the form field of a box. It ends above the line and starts at the box's left edge, so that
// no character is cut.
func (c *contract) field(b signatureBlock, at box, x, y float64) signable.Field {
	bottom := c.Height - (y + at.y + at.h)
	f := signable.Field{
		Name:  b.key + "_" + string(at.kind),
		Label: typeset.Normalize(at.label + ", " + b.label),
		Page:  c.PDF.PageNo(),
		Rect:  [4]float64{x + at.x, bottom + 0.8, x + at.x + at.w, bottom + at.h},
	}
	switch at.kind {
	case nameBox:
		f.Value = typeset.Normalize(b.Name)
	case titleBox:
		f.Value = typeset.Normalize(b.Title)
	}
	for i, l := range at.text {
		face := typeset.Cell
		line := signable.Line{Y: float64(len(at.text)-i)*face.Leading + 2 - face.Leading/2 - face.Size*0.35 - 0.8}
		for _, r := range l.Runs {
			if !c.Embedded(r) { // a page before must have drawn it
				c.Fail(fmt.Errorf("contract: a field holds %q, which no page draws", r.Text))
			}
			line.Pieces = append(line.Pieces, signable.Piece{Text: r.Text, Font: "utf8" + strings.ToLower(r.Family), X: r.X})
		}
		f.Lines = append(f.Lines, line)
	}
	return f
}

// TermsName is the name of the attached file that holds the canonical terms.
const TermsName = "terms.json"

// makeSignable returns the PDF with its form fields and with the canonical terms attached.
func (c *contract) makeSignable(pdf []byte) ([]byte, error) {
	face, colour := typeset.Cell, typeset.Cell.Colour
	look := signable.Look{Font: c.Fonts.Regular(), Size: face.Size, R: colour.R, G: colour.G, B: colour.B}
	head := c.a.Head
	return signable.Finish(pdf, c.fields, look, signable.Attachment{
		Name: TermsName, Type: "application/json", Content: c.a.Canonical(),
		Description: fmt.Sprintf("The terms of %s, version %d; their SHA-256 is the fingerprint", head.ID, head.Version),
	})
}
