package calc

import (
	"math"
	"testing"

	. "leadpact/model/formula"
)

// Encoded values must be equal exactly where the values are, and must decode to what was encoded.
func TestEncodedValuesDecodeAndCompareLikeValues(t *testing.T) {
	t.Parallel()
	values := []Value{
		Missing, Fault, Bool(true), Bool(false),
		Num(0), Num(math.Copysign(0, -1)), Num(1), Num(1 + Epsilon/2), Num(1 + 4*Epsilon), Num(-1e300), Num(math.Inf(1)),
		Str(""), Str("n/a"), Str("N/A"), Str("late"), Str("LATE"), Str("1"),
		Str("k"), Str("K"), Str("\u212a"), // the Kelvin sign
		Str("s"), Str("\u017f"), Str("\u00df"), Str("ss"), // long s, sharp s
		Str("\u0130"), Str("i"), Str("I"), // dotted capital I
		Str("\u03c3"), Str("\u03c2"), Str("\u03a3"), // three forms of sigma
		Str("Zo\u00cb"), Str("zo\u00eb"), Str("Zoe"),
		Str("\xff"), Str("\ufffd"), // not UTF-8, and what stands for it
	}
	l := newInterner()
	for _, a := range values {
		if got := l.decode(l.encode(a)); got != a {
			t.Errorf("%#v decodes to %#v", a, got)
		}
		for _, b := range values {
			x, y := l.encode(a), l.encode(b)
			if got, want := l.classes().equal(x, y), Equal(a, b); got != want {
				t.Errorf("encoded, %#v = %#v is %v", a, b, got)
			}
		}
	}
}
