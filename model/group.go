package model

import (
	"encoding/binary"
	"slices"
)

// grouping tells the rows of a table apart by the value of a column. Each row of another table asks an aggregate for the rows of
// its own SDR, channel or tier: all of them are computed at once.
type grouping struct {
	parts   []groupedPart
	values  []box              // by number
	groups  map[box]*rowGroup  // as asked for
	tallies map[string][]int32 // by the numbers of sets: how many rows of each value are in all of them
}

// lists are the numbers of a column in the rows of a selection, by the groups of a grouping.
type lists struct {
	of   listed
	each [][]float64 // by number of the value
	room []float64
}

// listed names what lists are made of.
type listed struct {
	grouping *grouping
	column   *Column
	sets     string
}

// groupedPart tells the number of the value of each row of a part: by its code, or where it has none, by row; or all are alike.
type groupedPart struct {
	codes []uint8
	nos   []int32
}

func (g *grouping) no(row int) int32 {
	p, i := &g.parts[row/partRows], row%partRows
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
	g := &grouping{groups: map[box]*rowGroup{}, tallies: map[string][]int32{}}
	numbers := map[box]int32{}
	for k := range c.parts() {
		p := &c.held[k]
		values := p.dict
		if p.known != nil {
			values = make([]box, p.rows)
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

// tally is how many rows of each value are in a selection.
func (g *grouping) tally(s selection) []int32 {
	key := string(s.key())
	tally, known := g.tallies[key]
	if !known {
		tally = make([]int32, len(g.values))
		s.each(func(row int) { tally[g.no(row)]++ })
		g.tallies[key] = tally
	}
	return tally
}

// count is how many rows of the group are in a selection.
func (g *rowGroup) count(s selection) int {
	tally, n := g.tally(s), 0
	for _, no := range g.nos {
		n += int(tally[no])
	}
	return n
}

// numbers are those of a column in the rows of the group that are in a selection, until the lists are asked again.
func (l *lists) numbers(g *rowGroup, s selection, col *Column) (xs []float64) {
	held := col.parts() // may ask for other numbers
	if of := (listed{g.grouping, col, string(s.key())}); l.of != of {
		l.of = of
		l.make(g.grouping, s, held)
	}
	if len(g.nos) == 1 {
		return l.each[g.nos[0]]
	}
	for _, no := range g.nos {
		xs = append(xs, l.each[no]...)
	}
	return xs
}

func (l *lists) make(g *grouping, s selection, held store) {
	l.room, l.each = slices.Grow(l.room[:0], s.count()), l.each[:0]
	from := 0
	for _, n := range g.tally(s) {
		l.each = append(l.each, l.room[from:from])
		from += int(n)
	}
	s.numbers(held, func(row int, x float64) {
		no := g.no(row)
		l.each[no] = append(l.each[no], x)
	})
}
