package model

import (
	"math"
	"testing"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// on computes an expression of constants; n/a is NaN.
func on(t *testing.T, e Expr) float64 {
	t.Helper()
	s := NewScorecard(&agreement.Agreement{}, calendar.Period{})
	s.AddTerm(calc.Term{ID: "definition.confidence_z", Value: Num(1.959964)})
	x, ok := s.Eval(e).Number()
	if !ok {
		return math.NaN()
	}
	return x
}

// The published values: Newcombe 1998, Statistics in Medicine 17, tables I and II.
func TestIntervalsAreThePublishedOnes(t *testing.T) {
	t.Parallel()
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 0.00005 {
			t.Errorf("%s is %.5f, want %.4f", what, got, want)
		}
	}
	for _, c := range []struct{ k, n, low, high float64 }{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
	} {
		low, high := wilsonInterval(Number(c.k), Number(c.n))
		near("low", on(t, low), c.low)
		near("high", on(t, high), c.high)
	}
	rate := func(k, n float64) (p, low, high Expr) {
		low, high = wilsonInterval(Number(k), Number(n))
		return Number(k / n), low, high
	}
	p, low, high := rate(56, 70)
	q, qLow, qHigh := rate(48, 80)
	least, most := newcombeInterval(p, low, high, q, qLow, qHigh)
	near("least", on(t, least), 0.0524)
	near("most", on(t, most), 0.3339)
}

func TestAShareOfNothingOrAboveOneHasNoInterval(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]float64{{0, 0}, {5, 4}} {
		low, high := wilsonInterval(Number(c[0]), Number(c[1]))
		if !math.IsNaN(on(t, low)) || !math.IsNaN(on(t, high)) {
			t.Errorf("%v has an interval", c)
		}
	}
}

// The number of values below the median is binomial whatever the distribution, so the probability that the
// ranks of the interval enclose the median can be computed; it must be at least 95 % for every n.
func TestTheIntervalOfAMedianHoldsItNineteenTimesOutOfTwenty(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 400; n++ {
		xs := make([]float64, n)
		for i := range xs {
			xs[i] = float64((i*7)%n) + 1 // each rank once where 7 does not divide n
		}
		if n%7 == 0 {
			for i := range xs {
				xs[i] = float64(n - i)
			}
		}
		e := estimateMedian(xs, 1.959964)
		low, ok := e.Low.Number()
		high, _ := e.High.Number()
		if !ok {
			if n >= 8 {
				t.Errorf("%d values have no interval", n)
			}
			continue
		}
		holds := 0.0
		for i := int(low); i < int(high); i++ { // so many values lie below the median
			a, _ := math.Lgamma(float64(n) + 1)
			b, _ := math.Lgamma(float64(i) + 1)
			c, _ := math.Lgamma(float64(n-i) + 1)
			holds += math.Exp(a - b - c - float64(n)*math.Ln2)
		}
		if holds < 0.95 {
			t.Errorf("of %d values, ranks %v to %v hold the median with %.4f", n, low, high, holds)
		}
	}
}

func TestTheIntervalOfAMeanIsThatOfItsStandardError(t *testing.T) {
	t.Parallel()
	// 2, 4, 6, 8: mean 5, variance 20/3, standard error 1.29099
	low, high := meanInterval(Number(4), Number(20), Number(120))
	if got := on(t, high) - on(t, low); math.Abs(got-2*1.959964*1.2909944) > 1e-6 {
		t.Errorf("the interval is %v wide", got)
	}
}
