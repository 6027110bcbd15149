package contract

import (
	"strings"

	"leadpact/model"
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

// box is one place to write in a block: a line with its label beneath.
type box struct {
	key, label string  // signature, name, title, place, date
	x, y, w, h float64 // of the space above the line
	text       []textLine
}

// block is the place of one party: its role and its boxes.
type block struct {
	role   []textLine
	boxes  []box
	height float64
}

// blockOf sets one party's block, width wide; roleLines and nameLines are those of the highest block beside it.
func (c *contract) blockOf(p model.Party, width float64, roleLines, nameLines int) block {
	half := (width - boxGap) / 2
	y := float64(roleLines) * subhead.leading
	name, title := c.wrap(half, run{p.Name, cell}), c.wrap(half, run{p.Title, cell})
	nameHeight := max(fieldHeight, float64(nameLines)*cell.leading+2)
	b := block{role: c.wrap(width, run{roleOf(p), subhead})}
	b.boxes = append(b.boxes, box{"signature", "Signature", 0, y, width, signHeight, nil})
	y += signHeight + labelHeight
	b.boxes = append(b.boxes, box{"name", "Name", 0, y, half, nameHeight, name}, box{"title", "Title", half + boxGap, y, half, nameHeight, title})
	y += nameHeight + labelHeight
	b.boxes = append(b.boxes, box{"place", "Place", 0, y, half, fieldHeight, nil}, box{"date", "Date", half + boxGap, y, half, fieldHeight, nil})
	b.height = y + fieldHeight + labelHeight
	return b
}

func roleOf(p model.Party) string {
	if p.Witness {
		return strings.TrimSpace(p.Role + " (witness)")
	}
	return p.Role
}

func (c *contract) signatures() {
	c.say(c.clause("signing"))
	c.atoms[len(c.atoms)-1].keep = true
	c.blocks(c.a.Parties)
}

// blocks adds signature blocks, two side by side, all on one page if it holds them.
func (c *contract) blocks(parties []model.Party) {
	first := len(c.atoms)
	width := (c.inner() - blockGap) / 2
	for i := 0; i < len(parties); i += 2 {
		pair := parties[i:min(i+2, len(parties))]
		roleLines, nameLines := 1, 1
		for _, p := range pair {
			b := c.blockOf(p, width, 1, 1)
			roleLines = max(roleLines, len(b.role))
			for _, x := range b.boxes {
				nameLines = max(nameLines, len(x.text))
			}
		}
		var row []block
		for _, p := range pair {
			row = append(row, c.blockOf(p, width, roleLines, nameLines))
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
		for i, l := range at.text {
			c.draw(l, x+at.x, line-2-float64(len(at.text)-i)*cell.leading)
		}
		c.hairline(x+at.x, line, x+at.x+at.w, line, 0.6, grey)
		c.draw(c.wrap(at.w, run{at.label, label})[0], x+at.x, line+1)
	}
}
