package main

import (
	"math"
	"math/rand/v2"
	"time"
)

// random is the random source for one purpose of one lead. What one lead draws has no influence on another.
type random struct{ *rand.Rand }

// drawPurpose separates the sources of one lead, so that more draws for the follow-up do not change the
// lifecycle.
type drawPurpose uint64

const (
	arrivalDraws drawPurpose = iota
	lifecycleDraws
	followUpDraws
	dealDraws
	extraDraws
	spendDraws
)

// newRandom returns the source of a serial number and purpose. The finaliser of SplitMix64 turns
// neighbouring numbers into unrelated states.
func newRandom(seed uint64, serial int, p drawPurpose) random {
	z := uint64(serial)<<8 | uint64(p)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return random{rand.New(rand.NewPCG(seed, z^z>>31))}
}

// chance returns true with probability p.
func (rng random) chance(p float64) bool { return rng.Float64() < p }

// uniform draws from the uniform distribution over [low, high).
func (rng random) uniform(low, high float64) float64 { return low + (high-low)*rng.Float64() }

// lognormal draws from the lognormal distribution with this median.
func (rng random) lognormal(median, sigma float64) float64 {
	return median * math.Exp(sigma*rng.NormFloat64())
}

// distribution is a discrete distribution: values with their weights, which need not add up to 1.
type distribution[T any] []struct {
	weight float64
	value  T
}

// pick draws a value.
func (o distribution[T]) pick(rng random) T {
	total := 0.0
	for _, x := range o {
		total += x.weight
	}
	at := rng.uniform(0, total)
	for _, x := range o {
		if at -= x.weight; at < 0 {
			return x.value
		}
	}
	return o[len(o)-1].value
}

// pickOne draws a value from the uniform distribution over a list.
func pickOne[T any](rng random, from []T) T { return from[rng.IntN(len(from))] }

// addHours adds hours, rounded towards zero to whole minutes, which is all that CRMs export.
func addHours(t time.Time, hours float64) time.Time {
	return t.Add(time.Duration(hours*60) * time.Minute)
}

// addDays adds days of 24 hours.
func addDays(t time.Time, days float64) time.Time { return addHours(t, days*24) }
