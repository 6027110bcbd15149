package calc

import (
	"math"
	"math/bits"
	"slices"

	"leadpact/model/formula"
)

// partRows are the rows of a table that are computed and kept together.
const ChunkRows = 2048

// store holds a column's values, part by part: a large company has a million rows of some hundred columns.
type chunks []chunk

// storedPart holds the values of a part's rows: where they are few, each once and a code for every row, none where all rows
// are alike; else, or where most are missing, those that are not.
type chunk struct {
	dict   []encoded
	codes  []uint8
	known  *chunkBits                // a bit for every row; nil: they are codes, or all alike
	rank   *[len(chunkBits{})]uint16 // known rows before each word of them
	values []encoded                 // of the known rows
	rows   int
	lo, hi float64 // the least and the greatest of the boxes; NaN where they are not all numbers
}

func (s chunks) at(row int) encoded { return s[row/ChunkRows].at(row % ChunkRows) }

func (p *chunk) at(i int) encoded {
	switch {
	case p.codes != nil:
		return p.dict[p.codes[i]]
	case p.known != nil:
		w, bit := p.known[i>>6], uint64(1)<<(i&63)
		if w&bit == 0 {
			return encodedMissing
		}
		return p.values[int(p.rank[i>>6])+bits.OnesCount64(w&(bit-1))]
	}
	return p.dict[0]
}

// read gives the values of some rows.
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

// readAll gives the values of all rows of a part that holds those that are not missing.
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

// each gives what f makes of the values of some rows, asked once for each of few values; no where they are many.
func (p *chunk) mapDict(rows []uint16, out []encoded, f func(encoded) encoded) (few bool) {
	if p.known != nil {
		return false
	}
	var made [maxDict]encoded
	for i, v := range p.dict {
		made[i] = f(v)
	}
	for _, i := range rows {
		code := uint8(0)
		if p.codes != nil {
			code = p.codes[i]
		}
		out[i] = made[code]
	}
	return true
}

// mostCoded is how many different values a part may have for its rows to be codes.
const maxDict = 255

// newPart keeps the values of a part; the list may be used again.
func newChunk(values []encoded) chunk {
	const hashBits = 9
	var dict [maxDict]encoded
	var codes [ChunkRows]uint8
	var found [1 << hashBits]uint8 // one more than the code of a value, by its hash
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

// decides says that all numbers of a part stand to a limit alike, so that none need be looked at: exports are mostly in the
// order of their dates.
func (p *chunk) decide(op formula.CompareOp, limit encoded) (holds, sure bool) {
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

// mark gives the rows whose value meets a condition; nil: none.
func (p *chunk) matching(t condition, size int, holds func(encoded) bool) *chunkBits {
	all, sure := p.decide(t.op, t.to)
	switch {
	case sure && all:
		return p.known
	case sure:
		return nil
	case p.known != nil:
		return p.matchingSparse(size, holds)
	}
	var yes [maxDict]uint64
	met := 0
	for i, v := range p.dict {
		if holds(v) {
			yes[i] = 1
			met++
		}
	}
	switch met {
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
