package typeset

// Block is a part of the document that is never split: a line, a table row, a signature block.
type Block struct {
	SpaceBefore     float64 // in points, dropped at the top of a page
	Height          float64 // in points
	KeepWithNext    bool    // stands on one page with the next block
	PageBreakBefore bool
	Draw            func(y float64) // draws it with its top at y

	tableHead *Block // repeated above it where it starts a page
}

// page holds the size and margins of the pages in points, and the layout cursor.
type page struct {
	Width, Height            float64
	Left, Right, top, bottom float64 // margins
	y                        float64 // where the next block goes
	empty                    bool    // nothing stands on the page yet
	newPage                  func()
}

// InnerWidth returns the width between the margins.
func (p *page) InnerWidth() float64 { return p.Width - p.Left - p.Right }

// innerHeight returns the height between the margins.
func (p *page) innerHeight() float64 { return p.Height - p.top - p.bottom }

func (p *page) remaining() float64 { return p.Height - p.bottom - p.y }

func (p *page) breakPage() {
	p.newPage()
	p.y, p.empty = p.top, true
}

// paginate draws blocks on pages. Blocks that are kept together move to the next page as one, unless a page
// cannot hold them.
func (p *page) paginate(blocks []Block) {
	for i := 0; i < len(blocks); {
		j, need := i, blocks[i].SpaceBefore+blocks[i].Height
		for blocks[j].KeepWithNext && j+1 < len(blocks) {
			j++
			need += blocks[j].SpaceBefore + blocks[j].Height
		}
		if need > p.remaining() && need <= p.innerHeight() && !p.empty {
			p.breakPage()
		}
		for ; i <= j; i++ {
			p.place(blocks[i])
		}
	}
}

// place draws one block, on the next page if this one has no room for it.
func (p *page) place(b Block) {
	if (b.PageBreakBefore || b.SpaceBefore+b.Height > p.remaining()) && !p.empty {
		p.breakPage()
	}
	if p.empty {
		b.SpaceBefore = 0
		if b.tableHead != nil {
			p.empty = false
			b.tableHead.Draw(p.y)
			p.y += b.tableHead.Height
		}
	}
	p.y += b.SpaceBefore
	b.Draw(p.y)
	p.y += b.Height
	p.empty = p.empty && b.Height == 0
}
