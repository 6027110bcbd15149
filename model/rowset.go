package model

import "math/bits"

// rowSet holds a bit for every row of a table, part by part; nil: no row of the part is in it. Parts may be shared.
type rowSet []*partSet

// partSet holds a bit for every row of a part.
type partSet [partRows / 64]uint64

func newRowSet(rows int) rowSet { return make(rowSet, partsOf(rows)) }

func (s rowSet) has(row int) bool {
	p := s[row/partRows]
	return p != nil && p[row%partRows>>6]>>(row&63)&1 == 1
}

// add adds a row. The set shares no parts.
func (s rowSet) add(row int) {
	p := &s[row/partRows]
	if *p == nil {
		*p = &partSet{}
	}
	(*p)[row%partRows>>6] |= 1 << (row & 63)
}

// each calls f for the rows of the set, in order.
func (s rowSet) each(f func(row int)) {
	for k, p := range s {
		p.each(k*partRows, f)
	}
}

// each calls f for the rows of the part, which begins at a row.
func (p *partSet) each(from int, f func(row int)) {
	if p == nil {
		return
	}
	for i, w := range p {
		for ; w != 0; w &= w - 1 {
			f(from + i<<6 + bits.TrailingZeros64(w))
		}
	}
}

func (p *partSet) count() (n int) {
	if p == nil {
		return 0
	}
	for _, w := range p {
		n += bits.OnesCount64(w)
	}
	return n
}

// both makes it the rows that are in a and in b.
func (p *partSet) both(a, b *partSet) {
	for i := range p {
		p[i] = a[i] & b[i]
	}
}

// wholePart are all rows of a part of some size.
func wholePart(size int) *partSet {
	if size == partRows {
		return &fullPart
	}
	p := fullPart
	for i := range p {
		p[i] >>= min(64, max(0, (i+1)<<6-size))
	}
	return &p
}

var fullPart = func() (p partSet) {
	for i := range p {
		p[i] = ^uint64(0)
	}
	return p
}()
