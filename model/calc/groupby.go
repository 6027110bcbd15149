package calc

import (
	"encoding/binary"
	"slices"
)

// grouping is a GROUP BY cache of one column: it numbers the column's distinct values and stores counts
// and sums by value. Each row of another table evaluates an aggregate over the rows of its own SDR,
// channel or tier; the first one computes the results of all.
type grouping struct {
	chunks []chunkGroups
	values []encoded             // the distinct values, by their number
	groups map[encoded]*rowGroup // by value; filled on first use
	counts map[string][]int32    // number of rows of each value, by key of a selection
	sums   map[string][]sum      // the column's sum of each value, by column and key of a selection
}

// chunkGroups holds the number of each row's value in one chunk: groups[codes[row]] where the chunk is
// dictionary encoded, groups[0] where all rows have the same value, else groups[row].
type chunkGroups struct {
	codes  []uint8
	groups []int32
}

// groupOf returns the number of a row's value.
func (g *grouping) groupOf(row int) int32 {
	p, i := &g.chunks[row/ChunkRows], row%ChunkRows
	switch {
	case p.codes != nil:
		i = int(p.codes[i])
	case len(p.groups) == 1:
		i = 0
	}
	return p.groups[i]
}

// rowGroup is the set of rows whose values equal one value.
type rowGroup struct {
	*grouping
	numbers []int32 // numbers of the values that equal it: several where texts differ in case alone
}

// group returns the rows whose value equals v.
func (c *Column) group(v encoded) *rowGroup {
	if c.grouping == nil {
		c.grouping = c.newGrouping()
	}
	g := c.grouping.groups[v]
	if g == nil {
		g = &rowGroup{grouping: c.grouping}
		words := c.table.texts.classes()
		for no, x := range c.grouping.values {
			if words.equal(x, v) {
				g.numbers = append(g.numbers, int32(no))
			}
		}
		c.grouping.groups[v] = g
	}
	return g
}

// newGrouping numbers the distinct values of the column.
func (c *Column) newGrouping() *grouping {
	g := &grouping{groups: map[encoded]*rowGroup{}, counts: map[string][]int32{}, sums: map[string][]sum{}}
	numbers := map[encoded]int32{}
	for k := range c.chunks() {
		p := &c.stored[k]
		values := p.dict
		if p.known != nil {
			values = make([]encoded, p.rows)
			p.decodeAll(values)
		}
		nos := make([]int32, len(values))
		for i, v := range values {
			no, known := numbers[v]
			if !known {
				no = int32(len(g.values))
				numbers[v] = no
				g.values = append(g.values, v)
			}
			nos[i] = no
		}
		g.chunks = append(g.chunks, chunkGroups{p.codes, nos})
	}
	return g
}

// has reports whether a row is in the group.
func (g *rowGroup) has(row int) bool { return slices.Contains(g.numbers, g.groupOf(row)) }

// key returns a key that identifies a selection by the ids of its sets.
func (s selection) key() (key []byte) {
	for _, set := range s.sets {
		key = binary.LittleEndian.AppendUint32(key, set.id)
	}
	return key
}

// count returns how many rows of the group are in a selection.
func (g *rowGroup) count(s selection) (n int) {
	key := string(s.key())
	counts, known := g.counts[key]
	if !known {
		counts = make([]int32, len(g.values))
		s.each(func(row int) { counts[g.groupOf(row)]++ })
		g.counts[key] = counts
	}
	for _, no := range g.numbers {
		n += int(counts[no])
	}
	return n
}

// sum adds up the numbers of a column in the rows of the group that are in a selection.
func (g *rowGroup) sum(s selection, c *Column) float64 {
	key := c.Name + "\x00" + string(s.key())
	sums, known := g.sums[key]
	if !known {
		sums = make([]sum, len(g.values))
		s.numbers(c.chunks(), func(row int, x float64) { sums[g.groupOf(row)].add(x) })
		g.sums[key] = sums
	}
	var all sum
	for _, no := range g.numbers {
		all.add(sums[no].rounded)
		all.add(sums[no].carry)
	}
	return all.total()
}
