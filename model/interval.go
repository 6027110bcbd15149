package model

import (
	"math"
	"slices"

	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// A 95 % interval shows how far a measured figure may lie from what it estimates. A share has the Wilson
// score interval, the difference of two shares Newcombe's, a mean ± 1.96 standard errors, a median the
// order statistics around it. Intervals cover chance alone: not an export that lacks leads, nor a change
// of the market.

// confidenceZ is half the width of the interval in standard errors, 1.96.
const confidenceZ = Ref(confidenceZID)

// wilsonInterval returns the Wilson score interval of a share k ÷ n, (2k + z² ∓ z √(4k (n−k) ÷ n + z²)) ÷
// 2(n + z²); n/a where n is 0 or k is greater than n.
func wilsonInterval(k, n Expr) (low, high Expr) {
	k2, n2, zz := Add(k, k), Add(n, n), Mul(confidenceZ, confidenceZ)
	centre := Add(k2, zz)
	spread := Mul(confidenceZ, Root(Add(Div(Mul(k2, Sub(n2, k2)), n), zz)))
	end := func(e Expr) Expr { return If(Compare(LE, k, n), Div(e, Add(n2, zz, zz)), NA{}) }
	return end(Sub(centre, spread)), end(Add(centre, spread))
}

// newcombeInterval returns Newcombe's interval of the difference p − q of two shares, from the Wilson score
// interval of each.
func newcombeInterval(p, pLow, pHigh, q, qLow, qHigh Expr) (least, most Expr) {
	hypotenuse := func(a, b Expr) Expr { return Root(Add(Mul(a, a), Mul(b, b))) }
	d := Sub(p, q)
	return Sub(d, hypotenuse(Sub(p, pLow), Sub(qHigh, q))), Add(d, hypotenuse(Sub(pHigh, p), Sub(q, qLow)))
}

// meanInterval returns the interval of a mean of n values, ± 1.96 standard errors, from their sum and the
// sum of their squares. It is n/a for fewer than two values.
func meanInterval(n, sum, squares Expr) (low, high Expr) {
	mean := Div(sum, n)
	variance := Greatest{Number(0), Div(Sub(squares, Div(Mul(sum, sum), n)), Sub(n, Number(1)))}
	spread := Mul(confidenceZ, Root(Div(variance, n)))
	return Sub(mean, spread), Add(mean, spread)
}

// Estimate is a measured figure with its 95 % interval and the number of observations behind it.
type Estimate struct{ Value, Low, High, N Value }

// estimateMedian returns the median of values with its order-statistic interval, whose ranks are n ÷ 2 ∓
// z √n ÷ 2, rounded outwards. With fewer than eight values no two ranks give 95 % coverage, and the
// interval is missing. NaN values are left out.
func estimateMedian(xs []float64, z float64) Estimate {
	xs = slices.DeleteFunc(slices.Clone(xs), math.IsNaN)
	n := len(xs)
	e := Estimate{N: Num(float64(n))}
	if n == 0 {
		return e
	}
	e.Value = Num(calc.Percentile(xs, 0.5)) // Percentile sorts xs
	upper := int(math.Ceil(float64(n)/2+z*math.Sqrt(float64(n))/2)) + 1
	if upper <= n {
		e.Low, e.High = Num(xs[n-upper]), Num(xs[upper-1])
	}
	return e
}

// Results of comparing a measured value with the agreed term.
const (
	evidenceAgrees = "agrees"
	evidenceTooFew = "too few"
	evidenceAbove  = "above agreed"
	evidenceBelow  = "below agreed"
)
