package contract

// atom is a part of the document that is never cut: a line, a row, a block.
type atom struct {
	gap    float64 // space above it, dropped at the top of a page
	height float64
	keep   bool  // stands on one page with the next
	turn   bool  // begins a page
	head   *atom // drawn above it where it begins a page
	draw   func(y float64)
}

// sheet is the page: its size and margins in points, and where the next atom goes.
type sheet struct {
	width, height            float64
	left, right, top, bottom float64
	y                        float64
	fresh                    bool // nothing stands on the page yet
	newPage                  func()
}

func (s *sheet) inner() float64 { return s.width - s.left - s.right }

func (s *sheet) room() float64 { return s.height - s.bottom - s.y }

func (s *sheet) turn() {
	s.newPage()
	s.y, s.fresh = s.top, true
}

// flow sets the atoms on pages: what is kept together moves to the next page as one, unless a page cannot hold it.
func (s *sheet) flow(atoms []atom) {
	page := s.height - s.top - s.bottom
	for i := 0; i < len(atoms); {
		j, need := i, atoms[i].gap+atoms[i].height
		for atoms[j].keep && j+1 < len(atoms) {
			j++
			need += atoms[j].gap + atoms[j].height
		}
		if need > s.room() && need <= page && !s.fresh {
			s.turn()
		}
		for ; i <= j; i++ {
			s.set(atoms[i])
		}
	}
}

// set draws one atom, on the next page if this one has no room for it.
func (s *sheet) set(a atom) {
	if (a.turn || a.gap+a.height > s.room()) && !s.fresh {
		s.turn()
	}
	if s.fresh {
		a.gap = 0
		if a.head != nil {
			s.fresh = false
			a.head.draw(s.y)
			s.y += a.head.height
		}
	}
	s.y += a.gap
	a.draw(s.y)
	s.y += a.height
	s.fresh = s.fresh && a.height == 0
}
