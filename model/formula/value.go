package formula

import (
	"math"
	"strconv"
	"strings"
)

// Value is the content of a cell of the workbook: a number, a text, a truth value, or Missing, which is
// printed as n/a and is never zero. The zero Value is Missing.
type Value struct {
	kind valueKind
	num  float64
	text string
}

type valueKind uint8

const (
	missing valueKind = iota
	number
	text
	truth
	fault
)

// Missing is the value of a cell that is not known.
var Missing = Value{}

// Fault is the value of an expression that failed (a division by zero, a sum with n/a), like #N/A or
// #VALUE! in a spreadsheet. It exists only while an expression is evaluated; in a cell it becomes
// Missing.
var Fault = Value{kind: fault}

// Num returns the value of a number; NaN and infinities are Missing.
func Num(x float64) Value {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Missing
	}
	return Value{kind: number, num: x}
}

// Str returns the value of a text; the empty text is Missing, since no cell is blank.
func Str(s string) Value {
	if s == "" {
		return Missing
	}
	return Value{kind: text, text: s}
}

// Bool returns a truth value.
func Bool(b bool) Value {
	if b {
		return Value{kind: truth, num: 1}
	}
	return Value{kind: truth}
}

// Number returns the number, and whether v is one.
func (v Value) Number() (float64, bool) { return v.num, v.kind == number }

// Text returns the text, and whether v is one.
func (v Value) Text() (string, bool) { return v.text, v.kind == text }

// Truth returns the truth value, and whether v is one.
func (v Value) Truth() (bool, bool) { return v.num != 0, v.kind == truth }

// IsMissing reports whether the cell is printed as n/a: v is Missing or a fault.
func (v Value) IsMissing() bool { return v.kind == missing || v.kind == fault }

// IsFault reports whether v is the result of an expression that failed.
func (v Value) IsFault() bool { return v.kind == fault }

// Equal compares two values as = does in a spreadsheet: numbers to 15 digits, texts without regard to
// case, and Missing like the text n/a.
func Equal(a, b Value) bool {
	if a.kind == missing {
		a = Value{kind: text, text: "n/a"}
	}
	if b.kind == missing {
		b = Value{kind: text, text: "n/a"}
	}
	switch {
	case a.kind != b.kind:
		return false
	case a.kind == text:
		return strings.EqualFold(a.text, b.text)
	}
	return EqualNumbers(a.num, b.num)
}

// String formats the value for messages and tests. Outputs format it by its Unit instead.
func (v Value) String() string {
	switch v.kind {
	case number:
		return strconv.FormatFloat(v.num, 'g', -1, 64)
	case text:
		return v.text
	case truth:
		return strconv.FormatBool(v.num != 0)
	}
	return "n/a"
}

// Unit is what a figure measures. It determines how every output prints the figure.
type Unit uint8

// The units. A Percent is a fraction (0.08 for 8 %), Money is in major units of the agreement's currency,
// Date and Time are a spreadsheet's date numbers (calendar.Serial).
const (
	Count Unit = iota
	Percent
	Money
	Hours
	Days
	Touches
	Ratios // plain numbers that are not counts: ratios, years, factors
	Date
	Time
	Words
)

// Direction is the direction in which a figure gets better.
type Direction uint8

// The directions.
const (
	Neither Direction = iota
	Up
	Down
)

// Epsilon is 2⁻⁴⁸, the relative difference below which a spreadsheet considers two numbers equal.
const Epsilon = 1.0 / (1 << 48)

// EqualNumbers reports whether two numbers are equal to the 15 digits that a spreadsheet compares.
func EqualNumbers(x, y float64) bool {
	return x == y || math.Abs(x-y) < min(math.Abs(x), math.Abs(y))*Epsilon
}
