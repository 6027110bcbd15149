package formula_test

import (
	"math"
	"testing"

	. "leadpact/model/formula"
)

func TestEqualComparesAsASpreadsheetDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		a, b Value
		want bool
	}{
		{"numbers to 15 digits", Num(1), Num(1 + Epsilon/2), true},
		{"numbers that differ in the 14th digit", Num(1), Num(1 + 4*Epsilon), false},
		{"texts whatever their case", Str("Late"), Str("LATE"), true},
		{"missing and the text that it prints", Missing, Str("N/A"), true},
		{"a number and its text", Num(1), Str("1"), false},
		{"a truth value and 1", Bool(true), Num(1), false},
	} {
		if got := Equal(c.a, c.b); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestNoNumberAndNoTextAreMissing(t *testing.T) {
	t.Parallel()
	for _, v := range []Value{{}, Num(math.NaN()), Num(math.Inf(-1)), Str(""), Fault} {
		if !v.IsMissing() || v.String() != "n/a" {
			t.Errorf("%#v is not missing", v)
		}
	}
	if Missing.IsFault() || !Fault.IsFault() {
		t.Error("missing is a fault, or a fault is none")
	}
}
