package calc

import "math/bits"

// rowSet holds a bit for every row of a table, part by part; nil: no row of the part is in it. Parts may be shared.
type Bitmap []*chunkBits

// partSet holds a bit for every row of a part.
type chunkBits [ChunkRows / 64]uint64

func NewBitmap(rows int) Bitmap { return make(Bitmap, chunkCount(rows)) }

func (s Bitmap) Has(row int) bool {
	p := s[row/ChunkRows]
	return p != nil && p[row%ChunkRows>>6]>>(row&63)&1 == 1
}

// add adds a row. The set shares no parts.
func (s Bitmap) Add(row int) {
	p := &s[row/ChunkRows]
	if *p == nil {
		*p = &chunkBits{}
	}
	(*p)[row%ChunkRows>>6] |= 1 << (row & 63)
}

// each calls f for the rows of the set, in order.
func (s Bitmap) Each(f func(row int)) {
	for k, p := range s {
		p.each(k*ChunkRows, f)
	}
}

// each calls f for the rows of the part, which begins at a row.
func (p *chunkBits) each(from int, f func(row int)) {
	if p == nil {
		return
	}
	for i, w := range p {
		for ; w != 0; w &= w - 1 {
			f(from + i<<6 + bits.TrailingZeros64(w))
		}
	}
}

func (p *chunkBits) count() (n int) {
	if p == nil {
		return 0
	}
	for _, w := range p {
		n += bits.OnesCount64(w)
	}
	return n
}

// both makes it the rows that are in a and in b.
func (p *chunkBits) and(a, b *chunkBits) {
	for i := range p {
		p[i] = a[i] & b[i]
	}
}

// wholePart are all rows of a part of some size.
func firstRows(size int) *chunkBits {
	if size == ChunkRows {
		return &allRows
	}
	p := allRows
	for i := range p {
		p[i] >>= min(64, max(0, (i+1)<<6-size))
	}
	return &p
}

var allRows = func() (p chunkBits) {
	for i := range p {
		p[i] = ^uint64(0)
	}
	return p
}()
