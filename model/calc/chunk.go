package calc

import (
	"math"
	"math/bits"
	"slices"

	"leadpact/model/formula"
)

// ChunkRows is the number of rows of a table that are stored and computed together. It is a multiple of
// 64.
const ChunkRows = 2048

// chunks is the column store: a column's values, chunk by chunk. A large company has a million leads with
// some hundred columns.
type chunks []chunk

// chunk holds the values of up to ChunkRows rows of a column in one of three forms. Where all rows have
// the same value, dict holds it alone. Where there are few different values, they are dictionary encoded:
// dict holds each value once, codes has the index in dict of every row. Where there are many, or nearly
// all are missing, the chunk is sparse: values holds those that are not missing, known has a bit for each
// of their rows, and rank gives a row's index in values.
type chunk struct {
	dict   []encoded
	codes  []uint8
	known  *chunkBits                // set of the rows that are not missing; nil: the chunk is not sparse
	rank   *[len(chunkBits{})]uint16 // number of known rows before each word of known
	values []encoded                 // of the known rows, in order
	rows   int
	lo, hi float64 // zone map: least and greatest of values; NaN where they are not all numbers
}

// at returns the value of a row of the column.
func (s chunks) at(row int) encoded { return s[row/ChunkRows].at(row % ChunkRows) }

// at returns the value of the i-th row of the chunk.
func (p *chunk) at(i int) encoded {
	switch {
	case p.codes != nil:
		return p.dict[p.codes[i]]
	case p.known != nil:
		word, bit := p.known[i>>6], uint64(1)<<(i&63)
		if word&bit == 0 {
			return encodedMissing
		}
		return p.values[int(p.rank[i>>6])+bits.OnesCount64(word&(bit-1))]
	}
	return p.dict[0]
}

// gather writes the values of some rows to the same places of out.
func (p *chunk) gather(rows []uint16, out []encoded) {
	switch {
	case p.codes != nil:
		for _, i := range rows {
			out[i] = p.dict[p.codes[i]]
		}
	case p.known != nil && len(rows) == p.rows:
		p.decodeAll(out)
	case p.known != nil:
		for _, i := range rows {
			out[i] = p.at(int(i))
		}
	default:
		for _, i := range rows {
			out[i] = p.dict[0]
		}
	}
}

// decodeAll writes the values of all rows of a sparse chunk to out.
func (p *chunk) decodeAll(out []encoded) {
	for i := range p.rows {
		out[i] = encodedMissing
	}
	n := 0
	for k, w := range p.known {
		for ; w != 0; w &= w - 1 {
			out[k<<6+bits.TrailingZeros64(w)] = p.values[n]
			n++
		}
	}
}

// mapDict writes f of the values of some rows to out, calling f once for each value of the dictionary. It
// returns false, and writes nothing, where the chunk is sparse.
func (p *chunk) mapDict(rows []uint16, out []encoded, f func(encoded) encoded) (done bool) {
	if p.known != nil {
		return false
	}
	var mapped [maxDict]encoded
	for i, v := range p.dict {
		mapped[i] = f(v)
	}
	for _, i := range rows {
		code := uint8(0)
		if p.codes != nil {
			code = p.codes[i]
		}
		out[i] = mapped[code]
	}
	return true
}

// maxDict is the greatest number of different values in a dictionary-encoded chunk.
const maxDict = 255

// newChunk stores the values of a chunk; the caller may reuse the slice.
func newChunk(values []encoded) chunk {
	const hashBits = 9
	var dict [maxDict]encoded
	var codes [ChunkRows]uint8
	var found [1 << hashBits]uint8 // open-addressing hash table: one more than the code of a value
	n, known := 0, 0
	for i, v := range values {
		h := v * 0x9E3779B97F4A7C15 >> (64 - hashBits)
		for found[h] > 0 && dict[found[h]-1] != v {
			h = (h + 1) % (1 << hashBits)
		}
		if found[h] == 0 {
			if n == maxDict {
				return newSparse(values)
			}
			dict[n] = v
			n++
			found[h] = uint8(n)
		}
		codes[i] = found[h] - 1
		known += bit(v != encodedMissing)
	}
	switch {
	case n == 1:
		return chunk{dict: slices.Clone(dict[:n])}
	case 8*known < len(values):
		return newSparse(values)
	}
	return chunk{dict: slices.Clone(dict[:n]), codes: slices.Clone(codes[:len(values)])}
}

// newSparse stores values as a sparse chunk.
func newSparse(values []encoded) chunk {
	p := chunk{rows: len(values), known: &chunkBits{}, rank: &[len(chunkBits{})]uint16{}}
	var boxes [ChunkRows]encoded
	n := 0
	for i, v := range values {
		if i&63 == 0 {
			p.rank[i>>6] = uint16(n)
		}
		is := bit(v != encodedMissing)
		p.known[i>>6] |= uint64(is) << (i & 63)
		boxes[n] = v // the next one overwrites it if it is missing
		n += is
	}
	p.values = slices.Clone(boxes[:n])
	p.lo, p.hi = math.Inf(1), math.Inf(-1)
	for _, b := range p.values {
		p.lo, p.hi = min(p.lo, b.float()), max(p.hi, b.float())
	}
	return p
}

// decide evaluates an ordered comparison with limit for all known rows of a sparse chunk at once, using
// its zone map (least and greatest value). Exports are mostly sorted by date, so most chunks lie on one
// side of a date. decided is false where the zone map is not sufficient.
func (p *chunk) decide(op formula.CompareOp, limit encoded) (holds, decided bool) {
	if p.known == nil || op < formula.LT || !limit.isNumber() {
		return false, false
	}
	y := limit.float()
	near := tolerance(y)
	switch {
	case y-p.hi > near:
		return op <= formula.LE, true
	case p.lo-y > near:
		return op >= formula.GT, true
	}
	return false, false
}

// matching returns the rows of the chunk, which has size rows, whose value meets a condition; holds is
// the condition's predicate. nil means no row; the result may be shared and must not be changed.
func (p *chunk) matching(c condition, size int, holds func(encoded) bool) *chunkBits {
	all, decided := p.decide(c.op, c.to)
	switch {
	case decided && all:
		return p.known
	case decided:
		return nil
	case p.known != nil:
		return p.matchingSparse(size, holds)
	}
	var yes [maxDict]uint64
	matches := 0
	for i, v := range p.dict {
		if holds(v) {
			yes[i] = 1
			matches++
		}
	}
	switch matches {
	case 0:
		return nil
	case len(p.dict):
		return firstRows(size)
	}
	set := &chunkBits{}
	for i, code := range p.codes {
		set[i>>6] |= yes[code] << (i & 63)
	}
	return set
}

// matchingSparse returns the same as matching for a sparse chunk that its zone map does not decide.
func (p *chunk) matchingSparse(size int, holds func(encoded) bool) *chunkBits {
	set := &chunkBits{}
	if holds(encodedMissing) {
		*set = *firstRows(size)
	}
	k := 0
	for i, w := range p.known {
		for ; w != 0; w &= w - 1 {
			bit := w & -w
			if set[i] &^= bit; holds(p.values[k]) {
				set[i] |= bit
			}
			k++
		}
	}
	if *set == (chunkBits{}) {
		return nil
	}
	return set
}
