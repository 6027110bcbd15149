package model

import (
	"encoding/binary"
	"slices"
)

// grouping tells the rows of a table apart by the value of a column. Each row of another table asks an aggregate for the rows of
// its own SDR, channel or tier: all of them are counted at once.
type grouping struct {
	nos     []int32            // the number of each row's value
	values  []box              // by number
	groups  map[box]*rowGroup  // as asked for
	tallies map[string][]int32 // by the numbers of sets: how many rows of each value are in all of them
	order   []int32            // rows by the number of their value, once asked for
	ends    []int32            // of each number, in order
}

// rowGroup are the rows whose values equal one value.
type rowGroup struct {
	*grouping
	nos  []int32 // more than one where texts differ in case alone
	rows []int32 // in order; or
	set  rowSet  // where they are many
}

// group gives the rows whose value equals v.
func (c *Column) group(v box) *rowGroup {
	if c.groups == nil {
		c.groups = c.grouping()
	}
	g := c.groups.groups[v]
	if g == nil {
		g = &rowGroup{grouping: c.groups}
		words := c.table.lexicon.classes()
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
	g := &grouping{nos: make([]int32, 0, c.table.Rows), groups: map[box]*rowGroup{}, tallies: map[string][]int32{}}
	numbers := map[box]int32{}
	number := func(v box) int32 {
		no, met := numbers[v]
		if !met {
			no = int32(len(g.values))
			numbers[v] = no
			g.values = append(g.values, v)
		}
		return no
	}
	for k, p := range c.parts() {
		coded := make([]int32, len(p.dict))
		for code, v := range p.dict {
			coded[code] = number(v)
		}
		for i := range c.table.size(k) {
			switch {
			case p.codes != nil:
				g.nos = append(g.nos, coded[p.codes[i]])
			case p.known != nil:
				g.nos = append(g.nos, number(p.at(i)))
			default:
				g.nos = append(g.nos, coded[0])
			}
		}
	}
	return g
}

// count is how many rows of the group are in all sets of a selection.
func (g *rowGroup) count(s selection) int {
	var key []byte
	for _, set := range s.sets {
		key = binary.LittleEndian.AppendUint32(key, set.no)
	}
	tally, known := g.tallies[string(key)]
	if !known {
		tally = make([]int32, len(g.values))
		selection{rows: s.rows, sets: s.sets}.each(func(row int) { tally[g.grouping.nos[row]]++ })
		g.tallies[string(key)] = tally
	}
	n := 0
	for _, no := range g.nos {
		n += int(tally[no])
	}
	return n
}

// members are the rows of the group: in order or, where they are more than a set has words, as a set.
func (g *rowGroup) members() ([]int32, rowSet) {
	if g.rows != nil || g.set != nil {
		return g.rows, g.set
	}
	g.sort()
	for _, no := range g.nos {
		from := int32(0)
		if no > 0 {
			from = g.ends[no-1]
		}
		g.rows = append(g.rows, g.order[from:g.ends[no]]...)
	}
	slices.Sort(g.rows)
	if words := (len(g.grouping.nos) + 63) / 64; len(g.rows) > words {
		g.set = make(rowSet, words)
		for _, row := range g.rows {
			g.set[row>>6] |= 1 << (row & 63)
		}
		g.rows = nil
	}
	return g.rows, g.set
}

// sort puts the rows in the order of their numbers.
func (g *grouping) sort() {
	if g.order != nil {
		return
	}
	g.ends = make([]int32, len(g.values))
	for _, no := range g.nos {
		g.ends[no]++
	}
	next, from := make([]int32, len(g.values)), int32(0)
	for no, n := range g.ends {
		next[no] = from
		from += n
		g.ends[no] = from
	}
	g.order = make([]int32, len(g.nos))
	for row, no := range g.nos {
		g.order[next[no]] = int32(row)
		next[no]++
	}
}
