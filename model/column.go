package model

import (
	"math"
	"runtime"
	"sync"
)

// columnOf computes a column of formulas. A column of formulas holds numbers or texts, by its unit.
func (s *Scorecard) columnOf(t *Table, c *Column) store {
	var nums []float64
	var words []string
	if c.Unit == Words {
		words = make([]string, t.Rows)
	} else {
		nums = make([]float64, t.Rows)
	}
	keep := func(row int, v Value) {
		if words != nil {
			words[row], _ = v.Text()
			return
		}
		nums[row] = math.NaN()
		if x, ok := v.Number(); ok {
			nums[row] = x
		}
	}
	if c.Each != nil {
		for row, e := range c.Each {
			keep(row, s.compile(t, e)(row))
		}
	} else if c.Expr != nil {
		s.inParts(t, c.Expr, keep)
	}
	if words != nil {
		return storeWords(words)
	}
	return storeNums(nums)
}

// inParts computes an expression for every row, the parts of a large table beside one another.
func (s *Scorecard) inParts(t *Table, e Expr, keep func(row int, v Value)) {
	const large = 4096
	parts := 1
	if t.Rows >= large && s.ahead(t, e) {
		parts = runtime.GOMAXPROCS(0)
	}
	var all sync.WaitGroup
	for i := range parts {
		from, til := t.Rows*i/parts, t.Rows*(i+1)/parts
		all.Go(func() {
			p := s.compile(t, e)
			for row := from; row < til; row++ {
				keep(row, p(row))
			}
		})
	}
	all.Wait()
}

// ahead computes all that an expression reads, so that its rows can be computed beside one another; not so where it has
// aggregates, which remember what they find, or is read by what it reads.
func (s *Scorecard) ahead(t *Table, e Expr) bool {
	ok := true
	column := func(t *Table, name string) {
		if ok = ok && t.index[name] != nil && t.index[name].state != running; ok {
			s.column(t, name)
		}
	}
	Walk(e, func(e Expr) {
		switch e := e.(type) {
		case Ref:
			q := s.quants[string(e)]
			if ok = ok && (s.terms[string(e)] != nil || q != nil && q.state != running); ok {
				s.value(string(e))
			}
		case Col:
			column(t, string(e))
		case Lookup:
			column(s.table(e.Table), e.By)
			column(s.table(e.Table), e.Give)
		case Agg:
			ok = false
		}
	})
	return ok
}
