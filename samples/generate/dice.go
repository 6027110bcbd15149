package main

import (
	"math"
	"math/rand/v2"
	"time"
)

// dice are the draws for one purpose of one lead. What one lead draws changes nothing for another.
type dice struct{ *rand.Rand }

// purpose keeps draws apart: a richer follow-up does not change anyone's fate.
type purpose uint64

const (
	forArrival purpose = iota
	forLife
	forFollowUp
	forDeals
	forMore
	forSpend
)

// roll gives the dice of a serial number. The finaliser of SplitMix64 spreads neighbouring numbers over the whole state.
func roll(seed uint64, serial int, p purpose) dice {
	z := uint64(serial)<<8 | uint64(p)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return dice{rand.New(rand.NewPCG(seed, z^z>>31))}
}

// chance is true with probability p.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// between draws evenly from [low, high).
func (d dice) between(low, high float64) float64 { return low + (high-low)*d.Float64() }

// around draws from a lognormal distribution with this median.
func (d dice) around(median, sigma float64) float64 { return median * math.Exp(sigma*d.NormFloat64()) }

// odds are values with their weights.
type odds[T any] []struct {
	weight float64
	value  T
}

// draw picks one value.
func (o odds[T]) draw(d dice) T {
	total := 0.0
	for _, x := range o {
		total += x.weight
	}
	at := d.between(0, total)
	for _, x := range o {
		if at -= x.weight; at < 0 {
			return x.value
		}
	}
	return o[len(o)-1].value
}

// one picks evenly.
func one[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// after adds hours, to the whole minute: no CRM exports more.
func after(t time.Time, hours float64) time.Time {
	return t.Add(time.Duration(hours*60) * time.Minute)
}

// daysAfter adds days of 24 hours.
func daysAfter(t time.Time, days float64) time.Time { return after(t, days*24) }
