package calc

import "math/bits"

// Bitmap is a set of a table's rows, one bit per row, in chunks of ChunkRows rows. A nil chunk contains
// no row. Bitmaps that come from conditions may share chunks and must not be changed.
type Bitmap []*chunkBits

// chunkBits is a set of the rows of one chunk.
type chunkBits [ChunkRows / 64]uint64

// NewBitmap returns an empty set for a table with the given number of rows.
func NewBitmap(rows int) Bitmap { return make(Bitmap, chunkCount(rows)) }

// Has reports whether a row, counted from 0, is in the set.
func (s Bitmap) Has(row int) bool {
	p := s[row/ChunkRows]
	return p != nil && p[row%ChunkRows>>6]>>(row&63)&1 == 1
}

// Add adds a row, counted from 0, to a set that was made by NewBitmap.
func (s Bitmap) Add(row int) {
	p := &s[row/ChunkRows]
	if *p == nil {
		*p = &chunkBits{}
	}
	(*p)[row%ChunkRows>>6] |= 1 << (row & 63)
}

// Each calls f for the rows of the set, in order.
func (s Bitmap) Each(f func(row int)) {
	for k, p := range s {
		p.each(k*ChunkRows, f)
	}
}

// each calls f for the rows of the chunk, whose first row is from, in order.
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

// count returns the number of rows in the chunk.
func (p *chunkBits) count() (n int) {
	if p == nil {
		return 0
	}
	for _, w := range p {
		n += bits.OnesCount64(w)
	}
	return n
}

// and sets p to the intersection of a and b; p may be one of them.
func (p *chunkBits) and(a, b *chunkBits) {
	for i := range p {
		p[i] = a[i] & b[i]
	}
}

// firstRows returns the set of the first size rows of a chunk. It may be shared and must not be changed.
func firstRows(size int) *chunkBits {
	if size == ChunkRows {
		return &allRows
	}
	p := allRows // a copy
	for i := range p {
		p[i] >>= min(64, max(0, (i+1)<<6-size))
	}
	return &p
}

// allRows is the set of all rows of a full chunk.
var allRows = func() (p chunkBits) {
	for i := range p {
		p[i] = ^uint64(0)
	}
	return p
}()
