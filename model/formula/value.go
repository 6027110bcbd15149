package formula

import (
	"math"
	"strconv"
	"strings"
)

// Value is what a cell of the workbook holds: a number, a text, a truth value, or Missing, which is printed n/a and is never
// zero. A fault (a division by zero, a sum with n/a) exists only inside an expression; the cell that it reaches is Missing.
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

// Missing is the value of what cannot be known.
var Missing = Value{}

var Fault = Value{kind: fault}

// Num is a number; NaN and infinities are Missing.
func Num(x float64) Value {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Missing
	}
	return Value{kind: number, num: x}
}

// Str is a text; the empty text is Missing, for no cell is blank.
func Str(s string) Value {
	if s == "" {
		return Missing
	}
	return Value{kind: text, text: s}
}

func Bool(b bool) Value {
	if b {
		return Value{kind: truth, num: 1}
	}
	return Value{kind: truth}
}

// Number gives the number, and whether it is one.
func (v Value) Number() (float64, bool) { return v.num, v.kind == number }

// Text gives the text, and whether it is one.
func (v Value) Text() (string, bool) { return v.text, v.kind == text }

// Truth gives the truth value, and whether it is one.
func (v Value) Truth() (bool, bool) { return v.num != 0, v.kind == truth }

// IsMissing says that the cell prints n/a.
func (v Value) IsMissing() bool { return v.kind == missing || v.kind == fault }

// IsFault reports whether a formula failed here, as #N/A or #VALUE! in a spreadsheet; its cell prints n/a.
func (v Value) IsFault() bool { return v.kind == fault }

// equal is the = of a spreadsheet: numbers to 15 digits, texts whatever their case, and n/a as the text that it prints.
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

// String is for messages and tests; outputs format by Unit.
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

// Unit says what a figure counts, and so how every output prints it.
type Unit uint8

// The units. A Percent is a fraction, Money is in major units, Date and Time are spreadsheet date numbers.
const (
	Count Unit = iota
	Percent
	Money
	Hours
	Days
	Touches
	Ratios // a number times
	Date
	Time
	Words
)

// Direction says which way is better.
type Direction uint8

// A KPI is better up, down, or neither.
const (
	Neither Direction = iota
	Up
	Down
)

// nearly is 2⁻⁴⁸, the relative difference below which a spreadsheet takes two numbers for one.
const Epsilon = 1.0 / (1 << 48)

func EqualNumbers(x, y float64) bool {
	return x == y || math.Abs(x-y) < min(math.Abs(x), math.Abs(y))*Epsilon
}
