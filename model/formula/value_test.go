package formula_test

import (
	"math"
	"testing"

	"leadpact/model/formula"
)

func TestEqualComparesAsASpreadsheetDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		a, b formula.Value
		want bool
	}{
		{"numbers to 15 digits", formula.Num(1), formula.Num(1 + formula.Epsilon/2), true},
		{"numbers that differ in the 14th digit", formula.Num(1), formula.Num(1 + 4*formula.Epsilon), false},
		{"texts whatever their case", formula.Str("Late"), formula.Str("LATE"), true},
		{"missing and the text that it prints", formula.Missing, formula.Str("N/A"), true},
		{"a number and its text", formula.Num(1), formula.Str("1"), false},
		{"a truth value and 1", formula.Bool(true), formula.Num(1), false},
	} {
		if got := formula.Equal(c.a, c.b); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestNoNumberAndNoTextAreMissing(t *testing.T) {
	t.Parallel()
	nan, infinite := formula.Num(math.NaN()), formula.Num(math.Inf(-1))
	for _, v := range []formula.Value{{}, nan, infinite, formula.Str(""), formula.Fault} {
		if !v.IsMissing() || v.String() != "n/a" {
			t.Errorf("%#v is not missing", v)
		}
	}
	if formula.Missing.IsFault() || !formula.Fault.IsFault() {
		t.Error("missing is a fault, or a fault is none")
	}
}
