package model

import (
	"math"
	"testing"
)

// Values in boxes are equal where the values are, and come out as they went in.
func TestBoxesAreEqualAsTheirValuesAre(t *testing.T) {
	values := []Value{Missing, Fault, Bool(true), Bool(false), Num(0), Num(math.Copysign(0, -1)), Num(1), Num(1 + nearly/2), Num(1 + 4*nearly), Num(-1e300), Num(math.Inf(1)),
		Str(""), Str("n/a"), Str("N/A"), Str("late"), Str("LATE"), Str("k"), Str("K"), Str("\u212a"), Str("s"), Str("\u017f"), Str("\u00df"), Str("ss"), Str("\u0130"), Str("i"), Str("I"), Str("\u03c3"), Str("\u03c2"), Str("\u03a3"),
		Str("Zo\u00cb"), Str("zo\u00eb"), Str("Zoe"), Str("1"), Str("\xff"), Str("\ufffd")}
	l := newLexicon()
	for _, a := range values {
		if got := l.value(l.boxed(a)); got != a {
			t.Errorf("%#v comes out as %#v", a, got)
		}
		for _, b := range values {
			x, y := l.boxed(a), l.boxed(b)
			if got, want := l.classes().equal(x, y), equal(a, b); got != want {
				t.Errorf("in boxes %#v = %#v is %v", a, b, got)
			}
		}
	}
}
