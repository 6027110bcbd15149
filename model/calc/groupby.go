package calc

import (
	"encoding/binary"
	"slices"
)

// grouping tells the rows of a table apart by the value of a column. Each row of another table asks an aggregate for the rows of
// its own SDR, channel or tier: all of them are computed at once.
type grouping struct {
	parts   []groupedPart
	values  []encoded             // by number
	groups  map[encoded]*rowGroup // as asked for
	tallies map[string][]int32    // by the numbers of sets: how many rows of each value are in all of them
	sums    map[string][]sum      // by a column and the numbers of sets: the numbers of each value in all of them
}

// groupedPart tells the number of the value of each row of a part: by its code, or where it has none, by row; or all are alike.
type groupedPart struct {
	codes []uint8
	nos   []int32
}

func (g *grouping) no(row int) int32 {
	p, i := &g.parts[row/ChunkRows], row%ChunkRows
	switch {
	case p.codes != nil:
		i = int(p.codes[i])
	case len(p.nos) == 1:
		i = 0
	}
	return p.nos[i]
}

// rowGroup are the rows whose values equal one value.
type rowGroup struct {
	*grouping
	nos []int32 // more than one where texts differ in case alone
}

// group gives the rows whose value equals v.
func (c *Column) group(v encoded) *rowGroup {
	if c.groups == nil {
		c.groups = c.grouping()
	}
	g := c.groups.groups[v]
	if g == nil {
		g = &rowGroup{grouping: c.groups}
		words := c.table.texts.classes()
		for no, x := range c.groups.values {
			if words.equal(x, v) {
				g.nos = append(g.nos, int32(no))
			}
		}
		c.groups.groups[v] = g
	}
	return g
}

func (c *Column) grouping() *grouping {
	g := &grouping{groups: map[encoded]*rowGroup{}, tallies: map[string][]int32{}, sums: map[string][]sum{}}
	numbers := map[encoded]int32{}
	for k := range c.parts() {
		p := &c.held[k]
		values := p.dict
		if p.known != nil {
			values = make([]encoded, p.rows)
			p.readAll(values)
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
		g.parts = append(g.parts, groupedPart{p.codes, nos})
	}
	return g
}

// has says that a row is one of the group.
func (g *rowGroup) has(row int) bool { return slices.Contains(g.nos, g.no(row)) }

// key names the sets of a selection.
func (s selection) key() (key []byte) {
	for _, set := range s.sets {
		key = binary.LittleEndian.AppendUint32(key, set.no)
	}
	return key
}

// count is how many rows of the group are in a selection.
func (g *rowGroup) count(s selection) (n int) {
	key := string(s.key())
	tally, known := g.tallies[key]
	if !known {
		tally = make([]int32, len(g.values))
		s.each(func(row int) { tally[g.no(row)]++ })
		g.tallies[key] = tally
	}
	for _, no := range g.nos {
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
		s.numbers(c.parts(), func(row int, x float64) { sums[g.no(row)].add(x) })
		g.sums[key] = sums
	}
	var all sum
	for _, no := range g.nos {
		all.add(sums[no].rounded)
		all.add(sums[no].carry)
	}
	return all.total()
}
