package calc

import (
	"math"
	"testing"

	"leadpact/model/formula"
)

// Encoded values must be equal exactly where the values are, and must decode to what was encoded.
func TestEncodedValuesDecodeAndCompareLikeValues(t *testing.T) {
	t.Parallel()
	values := []formula.Value{
		formula.Missing, formula.Fault, formula.Bool(true), formula.Bool(false),
		formula.Num(0), formula.Num(math.Copysign(0, -1)), formula.Num(1),
		formula.Num(1 + formula.Epsilon/2), formula.Num(1 + 4*formula.Epsilon), formula.Num(-1e300), formula.Num(math.Inf(1)),
		formula.Str(""), formula.Str("n/a"), formula.Str("N/A"), formula.Str("late"), formula.Str("LATE"), formula.Str("1"),
		formula.Str("k"), formula.Str("K"), formula.Str("\u212a"), // the Kelvin sign
		formula.Str("s"), formula.Str("\u017f"), formula.Str("\u00df"), formula.Str("ss"), // long s, sharp s
		formula.Str("\u0130"), formula.Str("i"), formula.Str("I"), // dotted capital I
		formula.Str("\u03c3"), formula.Str("\u03c2"), formula.Str("\u03a3"), // three forms of sigma
		formula.Str("Zo\u00cb"), formula.Str("zo\u00eb"), formula.Str("Zoe"),
		formula.Str("\xff"), formula.Str("\ufffd"), // not UTF-8, and what stands for it
	}
	l := newInterner()
	for _, a := range values {
		if got := l.decode(l.encode(a)); got != a {
			t.Errorf("%#v decodes to %#v", a, got)
		}
		for _, b := range values {
			x, y := l.encode(a), l.encode(b)
			if got, want := l.classes().equal(x, y), formula.Equal(a, b); got != want {
				t.Errorf("encoded, %#v = %#v is %v", a, b, got)
			}
		}
	}
}
