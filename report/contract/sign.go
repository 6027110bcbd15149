package contract

import (
	"fmt"
	"strings"

	"leadpact/model/agreement"
)

// Geometry of a signature block, in points from its top left corner. Everything that stands in one is placed here, so that a
// line and the form field over it agree.
const (
	blockGap    = 24.0 // between two blocks side by side, and above each
	boxGap      = 10.0 // between two boxes side by side
	signHeight  = 30.0 // the space above the line of a signature
	fieldHeight = 16.0 // of place and date, and of a name of one line
	labelHeight = 12.0 // below a line
)

// signer is who signs a block. Key begins the names of its fields, whose labels end with its role.
type signer struct {
	agreement.Party
	key, label string
}

// box is one place to write in a block: a line with its label beneath, and over it a form field.
type box struct {
	key, label string  // signature, name, title, place, date
	x, y, w, h float64 // of the space above the line
	text       []textLine
}

// block is the place of one signer: its role and its boxes.
type block struct {
	signer
	role   []textLine
	boxes  []box
	height float64
}

// blockOf sets one signer's block, width wide; roleLines and nameLines are those of the highest block beside it.
func (c *contract) blockOf(s signer, width float64, roleLines, nameLines int) block {
	half := (width - boxGap) / 2
	y := float64(roleLines) * subhead.leading
	nameHeight := max(fieldHeight, float64(nameLines)*cell.leading+2)
	b := block{signer: s, role: c.wrap(width, run{roleOf(s.Party), subhead})}
	b.boxes = append(b.boxes, box{"signature", "Signature", 0, y, width, signHeight, nil})
	y += signHeight + labelHeight
	b.boxes = append(b.boxes,
		box{"name", "Name", 0, y, half, nameHeight, c.filled(half, s.Name)},
		box{"title", "Title", half + boxGap, y, half, nameHeight, c.filled(half, s.Title)})
	y += nameHeight + labelHeight
	b.boxes = append(b.boxes, box{"place", "Place", 0, y, half, fieldHeight, nil}, box{"date", "Date", half + boxGap, y, half, fieldHeight, nil})
	b.height = y + fieldHeight + labelHeight
	return b
}

// filled sets what a box is issued with; nil where that is nothing.
func (c *contract) filled(width float64, text string) []textLine {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return c.wrap(width-2, run{text, cell})
}

func roleOf(p agreement.Party) string {
	if p.Witness {
		return strings.TrimSpace(p.Role + " (witness)")
	}
	return p.Role
}

func (c *contract) signatures() {
	c.seal(c.clause("signing"))
	c.glue()
	c.blocks(c.signers(c.a.Parties))
}

// signers gives each party a key of its own: its role as ids write it, numbered where that is taken.
func (c *contract) signers(parties []agreement.Party) []signer {
	out := make([]signer, len(parties))
	for i, p := range parties {
		key := agreement.Slug(p.Role)
		if c.keys[key]++; c.keys[key] > 1 {
			key = fmt.Sprintf("%s_no_%d", key, c.keys[key])
		}
		out[i] = signer{p, key, roleOf(p)}
	}
	return out
}

// blocks adds signature blocks, two side by side, all on one page if it holds them.
func (c *contract) blocks(signers []signer) {
	first := len(c.atoms)
	width := (c.inner() - blockGap) / 2
	for i := 0; i < len(signers); i += 2 {
		pair := signers[i:min(i+2, len(signers))]
		roleLines, nameLines := 1, 1
		for _, s := range pair {
			b := c.blockOf(s, width, 1, 1)
			roleLines = max(roleLines, len(b.role))
			for _, x := range b.boxes {
				nameLines = max(nameLines, len(x.text))
			}
		}
		var row []block
		for _, s := range pair {
			row = append(row, c.blockOf(s, width, roleLines, nameLines))
		}
		c.atoms = append(c.atoms, atom{gap: blockGap, height: row[0].height, draw: func(y float64) {
			for n, b := range row {
				c.drawBlock(b, c.left+float64(n)*(width+blockGap), y)
			}
		}})
	}
	c.keepFrom(first)
}

func (c *contract) drawBlock(b block, x, y float64) {
	for i, l := range b.role {
		c.draw(l, x, y+float64(i)*subhead.leading)
	}
	for _, at := range b.boxes {
		line := y + at.y + at.h
		c.hairline(x+at.x, line, x+at.x+at.w, line, 0.6, grey)
		c.draw(c.wrap(at.w, run{at.label, label})[0], x+at.x, line+1)
	}
	c.addFields(b, x, y)
}
