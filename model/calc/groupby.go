package calc

import (
	"encoding/binary"
	"slices"
)

// grouping tells the rows of a table apart by the value of a column. Each row of another table asks an aggregate for the rows of
// its own SDR, channel or tier: all of them are computed at once.
type grouping struct {
	parts  []chunkGroups
	values []encoded             // by number
	groups map[encoded]*rowGroup // as asked for
	counts map[string][]int32    // by the numbers of sets: how many rows of each value are in all of them
	sums   map[string][]sum      // by a column and the numbers of sets: the numbers of each value in all of them
}

// groupedPart tells the number of the value of each row of a part: by its code, or where it has none, by row; or all are alike.
type chunkGroups struct {
	codes  []uint8
	groups []int32
}

func (g *grouping) groupOf(row int) int32 {
	p, i := &g.parts[row/ChunkRows], row%ChunkRows
	switch {
	case p.codes != nil:
		i = int(p.codes[i])
	case len(p.groups) == 1:
		i = 0
	}
	return p.groups[i]
}

// rowGroup are the rows whose values equal one value.
type rowGroup struct {
	*grouping
	numbers []int32 // more than one where texts differ in case alone
}

// group gives the rows whose value equals v.
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
			no, met := numbers[v]
			if !met {
				no = int32(len(g.values))
				numbers[v] = no
				g.values = append(g.values, v)
			}
			nos[i] = no
		}
		g.parts = append(g.parts, chunkGroups{p.codes, nos})
	}
	return g
}

// has says that a row is one of the group.
func (g *rowGroup) has(row int) bool { return slices.Contains(g.numbers, g.groupOf(row)) }

// key names the sets of a selection.
func (s selection) key() (key []byte) {
	for _, set := range s.sets {
		key = binary.LittleEndian.AppendUint32(key, set.id)
	}
	return key
}

// count is how many rows of the group are in a selection.
func (g *rowGroup) count(s selection) (n int) {
	key := string(s.key())
	tally, known := g.counts[key]
	if !known {
		tally = make([]int32, len(g.values))
		s.each(func(row int) { tally[g.groupOf(row)]++ })
		g.counts[key] = tally
	}
	for _, no := range g.numbers {
		n += int(tally[no])
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
