package model

import (
	"math/bits"
	"runtime"
	"slices"

	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
	"leadpact/model/parallel"
)

// touchGap is the median of all gaps between consecutive touches of one lead in the period. A large company has millions: they
// are not listed, but counted as often as the search for the middle asks.
func (l *Ledger) touchGap() Value {
	var all []*kept
	n := 0
	for f := range l.lives.all() {
		if k := f.cells.kept; k != nil && len(k.seconds)+len(k.between) > 1 {
			all, n = append(all, k), n+len(k.seconds)+len(k.between)-1
		}
	}
	if n == 0 {
		return Missing
	}
	parallel.For(len(all), runtime.GOMAXPROCS(0), func() func(int) {
		return func(i int) {
			slices.Sort(all[i].seconds)
			slices.SortFunc(all[i].between, byTime)
		}
	})
	gap := l.nthGap(all, (n-1)/2)
	if n%2 == 1 {
		return Num(gap)
	}
	return Num(calc.Percentile([]float64{gap, l.nthGap(all, n/2)}, 0.5))
}

// nthGap is the gap, in days, that so many come before by length. It is found digit by digit, from the first.
func (l *Ledger) nthGap(all []*kept, n int) float64 {
	const digit = 11 // bits of the gap in milliseconds
	gap, longest := int64(0), uint64(l.end.Milli()-l.start.Milli())
	for shift := bits.Len64(longest) / digit * digit; shift >= 0; shift -= digit {
		var with [1 << digit]int
		for _, k := range all {
			k.gaps(l.start, func(ms int64) {
				if ms>>(shift+digit) == gap {
					with[ms>>shift&(1<<digit-1)]++
				}
			})
		}
		next := int64(0)
		for ; n >= with[next]; next++ {
			n -= with[next]
		}
		gap = gap<<digit | next
	}
	return float64(gap) / calendar.DayMS
}

// gaps calls f for the gaps between touches that are in order, in milliseconds.
func (k *kept) gaps(start calendar.Moment, f func(ms int64)) {
	before := int64(-1)
	to := func(at int64) {
		if before >= 0 {
			f(at - before)
		}
		before = at
	}
	between := k.between
	for _, s := range k.seconds {
		at := int64(s) * 1000
		for len(between) > 0 && between[0].Milli()-start.Milli() < at {
			to(between[0].Milli() - start.Milli())
			between = between[1:]
		}
		to(at)
	}
	for _, m := range between {
		to(m.Milli() - start.Milli())
	}
}
