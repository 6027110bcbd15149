package model

import (
	"math"
	"slices"
)

// touchGap is the median of all gaps between consecutive touches of one lead in the period. A large company has millions: they
// are not listed, but counted as often as the search for the middle asks.
func (l *Ledger) touchGap() Value {
	var all []*kept
	n := 0
	for f := range l.lives.all() {
		if k := f.cells.kept; k != nil && len(k.seconds)+len(k.between) > 1 {
			slices.Sort(k.seconds)
			slices.SortFunc(k.between, byTime)
			all, n = append(all, k), n+len(k.seconds)+len(k.between)-1
		}
	}
	if n == 0 {
		return Missing
	}
	at := 0.5 * float64(n-1)
	i := int(math.Floor(at))
	return Num(percentile([]float64{l.nthGap(all, i), l.nthGap(all, min(i+1, n-1))}, at-float64(i)))
}

// nthGap is the gap, in days, that so many come before by length. It is found digit by digit, from the first.
func (l *Ledger) nthGap(all []*kept, n int) float64 {
	const bits, digits = 12, 4 // of the gap in milliseconds
	gap := int64(0)
	for shift := bits * (digits - 1); shift >= 0; shift -= bits {
		var with [1 << bits]int
		for _, k := range all {
			k.gaps(l.start, func(ms int64) {
				if ms>>(shift+bits) == gap {
					with[ms>>shift&(1<<bits-1)]++
				}
			})
		}
		digit := int64(0)
		for ; n >= with[digit]; digit++ {
			n -= with[digit]
		}
		gap = gap<<bits | digit
	}
	return float64(gap) / dayMS
}

// gaps calls f for the gaps between touches that are in order, in milliseconds.
func (k *kept) gaps(start Moment, f func(ms int64)) {
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
		for len(between) > 0 && between[0].ms()-start.ms() < at {
			to(between[0].ms() - start.ms())
			between = between[1:]
		}
		to(at)
	}
	for _, m := range between {
		to(m.ms() - start.ms())
	}
}
