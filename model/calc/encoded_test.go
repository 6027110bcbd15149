package calc

import (
	"math"
	"testing"

	"leadpact/model/formula"
)

// Values in boxes are equal where the values are, and come out as they went in.
func TestBoxesAreEqualAsTheirValuesAre(t *testing.T) {
	values := []formula.Value{formula.Missing, formula.Fault, formula.Bool(true), formula.Bool(false), formula.Num(0), formula.Num(math.Copysign(0, -1)), formula.Num(1), formula.Num(1 + formula.Epsilon/2), formula.Num(1 + 4*formula.Epsilon), formula.Num(-1e300), formula.Num(math.Inf(1)),
		formula.Str(""), formula.Str("n/a"), formula.Str("N/A"), formula.Str("late"), formula.Str("LATE"), formula.Str("k"), formula.Str("K"), formula.Str("\u212a"), formula.Str("s"), formula.Str("\u017f"), formula.Str("\u00df"), formula.Str("ss"), formula.Str("\u0130"), formula.Str("i"), formula.Str("I"), formula.Str("\u03c3"), formula.Str("\u03c2"), formula.Str("\u03a3"),
		formula.Str("Zo\u00cb"), formula.Str("zo\u00eb"), formula.Str("Zoe"), formula.Str("1"), formula.Str("\xff"), formula.Str("\ufffd")}
	l := newInterner()
	for _, a := range values {
		if got := l.decode(l.encode(a)); got != a {
			t.Errorf("%#v comes out as %#v", a, got)
		}
		for _, b := range values {
			x, y := l.encode(a), l.encode(b)
			if got, want := l.classes().equal(x, y), formula.Equal(a, b); got != want {
				t.Errorf("in boxes %#v = %#v is %v", a, b, got)
			}
		}
	}
}
