package ingest

import "slices"

// remembered is a column of few values, or one that is not read where it lies: what each value means.
type remembered[T any] struct {
	*quick
	at    []int // its cells; several are read anew in every row
	learn func(*row) T
	fixed *reading[T] // where no cell gives it
	near  [64]*reading[T]
	all   map[string]*reading[T]
}

// reading is what a value means.
type reading[T any] struct {
	raw     string
	value   T
	odd     *oddity // it is none that the agreement names
	unusual bool    // it has a fault, or was mended
}

// mostRemembered is how many values of a column are remembered.
const mostRemembered = 4096

// remember makes a remembered column, which learn reads.
func remember[T any](q *quick, column string, learn func(*row) T) *remembered[T] {
	x := q.file.index[column]
	m := &remembered[T]{quick: q, learn: learn, all: map[string]*reading[T]{}}
	if x.fixed == nil {
		m.at = x.at
	}
	if len(m.at) == 0 {
		m.fixed = m.read(nil, "")
	}
	q.others = slices.DeleteFunc(q.others, func(i int) bool { return slices.Contains(m.at, i) })
	return m
}

// of is what the column says in a row.
func (m *remembered[T]) of(rec record) T {
	k := m.fixed
	if k == nil {
		k = m.find(rec.cells)
	}
	if k.odd != nil {
		m.odd = m.odd.and(k.odd)
	}
	m.unusual = m.unusual || k.unusual
	return k.value
}

func (m *remembered[T]) find(cells [][]byte) *reading[T] {
	if len(m.at) > 1 {
		return m.read(cells, "")
	}
	c := cells[m.at[0]]
	near := &m.near[0]
	if n := len(c); n > 0 {
		near = &m.near[(n*31+int(c[0])*7+int(c[n/2])*13+int(c[n-1]))&63]
	}
	if *near != nil && (*near).raw == string(c) {
		return *near
	}
	k := m.all[string(c)]
	if k == nil {
		k = m.read(cells, string(c))
		if len(m.all) < mostRemembered {
			m.all[k.raw] = k
		}
	}
	*near = k
	return k
}

// read reads the column by the row's methods.
func (m *remembered[T]) read(cells [][]byte, raw string) *reading[T] {
	x := m.probe
	x.next(record{cells: cells})
	x.file.mended = [mendings]tally{}
	k := &reading[T]{raw: raw, value: m.learn(x)}
	k.unusual = x.fault != nil || x.file.mended != [mendings]tally{}
	if len(x.unknown) > 0 {
		k.odd = &oddity{unknown: slices.Clone(x.unknown)}
	}
	for _, i := range m.at {
		k.unusual = k.unusual || unfit(cells[i], x.strict) != ""
	}
	return k
}
