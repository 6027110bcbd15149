package model

import (
	"math"
	"slices"

	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// Intervals say how far a figure may lie from what it estimates, at 95 %: a share has Wilson's interval, a mean 1.96 standard
// errors either way, a median the order statistics whose ranks hold it. They speak of chance alone: an export that lacks
// leads, or a market that turns, is in none of them.

// z is the number of standard errors of the interval.
const confidenceZ = Ref(confidenceZID)

// wilson gives Wilson's interval of a share k ÷ n, (2k + z² ∓ z √(4k (n−k) ÷ n + z²)) ÷ 2(n + z²); n/a where n is 0 or k above n.
func wilsonInterval(k, n Expr) (low, high Expr) {
	k2, n2, zz := Add(k, k), Add(n, n), Mul(confidenceZ, confidenceZ)
	centre := Add(k2, zz)
	spread := Mul(confidenceZ, Root(Add(Div(Mul(k2, Sub(n2, k2)), n), zz)))
	within := func(e Expr) Expr { return If(Compare(LE, k, n), Div(e, Add(n2, zz, zz)), NA{}) }
	return within(Sub(centre, spread)), within(Add(centre, spread))
}

// shareGap gives Newcombe's interval of the difference of two shares, each with its own interval.
func newcombeInterval(p, low, high, q, qLow, qHigh Expr) (least, most Expr) {
	hypotenuse := func(a, b Expr) Expr { return Root(Add(Mul(a, a), Mul(b, b))) }
	d := Sub(p, q)
	return Sub(d, hypotenuse(Sub(p, low), Sub(qHigh, q))), Add(d, hypotenuse(Sub(high, p), Sub(q, qLow)))
}

// meanInterval gives the interval of a mean from the number of values, their sum and the sum of their squares.
func meanInterval(n, sum, squares Expr) (low, high Expr) {
	mean := Div(sum, n)
	variance := Greatest{Number(0), Div(Sub(squares, Div(Mul(sum, sum), n)), Sub(n, Number(1)))}
	spread := Mul(confidenceZ, Root(Div(variance, n)))
	return Sub(mean, spread), Add(mean, spread)
}

// Estimate is a measured figure with its 95 % interval and the number of observations behind it.
type Estimate struct{ Value, Low, High, N Value }

// medianOf estimates a median. The ranks of its interval are n ÷ 2 ∓ z √n ÷ 2, rounded outwards; with fewer than eight values
// no two of them hold the median often enough, and the interval is missing. Values that are missing are passed over.
func estimateMedian(xs []float64, z float64) Estimate {
	xs = slices.DeleteFunc(slices.Clone(xs), math.IsNaN)
	n := len(xs)
	e := Estimate{N: Num(float64(n))}
	if n == 0 {
		return e
	}
	e.Value = Num(calc.Percentile(xs, 0.5)) // sorts
	upper := int(math.Ceil(float64(n)/2+z*math.Sqrt(float64(n))/2)) + 1
	if upper <= n {
		e.Low, e.High = Num(xs[n-upper]), Num(xs[upper-1])
	}
	return e
}

// What the evidence says of a term.
const (
	evidenceAgrees = "agrees"
	evidenceTooFew = "too few"
	evidenceAbove  = "above agreed"
	evidenceBelow  = "below agreed"
)
