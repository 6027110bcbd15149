package calc

import (
	"math"
	"strconv"

	"leadpact/model/formula"
)

var arithmetic = map[byte]func(a, b encoded) encoded{
	'+': onNumbers(func(x, y float64) float64 { return dropResidue(x, y, x+y) }),
	'-': onNumbers(func(x, y float64) float64 { return dropResidue(x, y, x-y) }),
	'*': onNumbers(func(x, y float64) float64 { return x * y }),
	'/': onNumbers(func(x, y float64) float64 { return x / y }),
}

// computed is an operation on two numbers; anything else, and what gives no finite number, is a fault.
func onNumbers(op func(x, y float64) float64) func(a, b encoded) encoded {
	return func(a, b encoded) encoded {
		if z := op(a.float(), b.float()); a.isNumber() && b.isNumber() && z-z == 0 {
			return encodeNumber(z)
		}
		return encodedFault
	}
}

// near is a distance from y beyond which no number is the same.
func tolerance(y float64) float64 { return 2 * formula.Epsilon * math.Abs(y) }

// snap drops the residue of a sum or difference of numbers that cancel.
func dropResidue(x, y, z float64) float64 {
	if math.Abs(z) < max(math.Abs(x), math.Abs(y))*formula.Epsilon {
		return 0
	}
	return z
}

// compare compares numbers by their order, and anything by equality.
func compare(op formula.CompareOp, a, b encoded, words textClasses) encoded {
	switch {
	case a.isNumber() && b.isNumber():
		return encodeTruth(ordered(op, a.float(), b.float()))
	case a == encodedFault || b == encodedFault || op >= formula.LT:
		return encodedFault
	}
	return encodeTruth(words.equal(a, b) == (op == formula.EQ))
}

// reached is AND(ISNUMBER(x),N(x)<=by): a fault in x is a fault, as is a limit that is no number.
func reached(x, by encoded) encoded {
	if x == encodedFault || !by.isNumber() {
		return encodedFault
	}
	return encodeTruth(x.isNumber() && ordered(formula.LE, x.float(), by.float()))
}

// ordered compares two numbers.
func ordered(op formula.CompareOp, x, y float64) bool {
	same, less := formula.EqualNumbers(x, y), x < y
	switch op {
	case formula.EQ:
		return same
	case formula.NE:
		return !same
	case formula.LT:
		return less && !same
	case formula.LE:
		return less || same
	case formula.GT:
		return !less && !same
	}
	return !less || same
}

// numeric is a function of a number; of anything else, or where it gives no finite number, it is a fault.
func onNumber(f func(float64) float64) func(encoded) encoded {
	return func(b encoded) encoded {
		if y := f(b.float()); b.isNumber() && y-y == 0 {
			return encodeNumber(y)
		}
		return encodedFault
	}
}

// roundHalfUp rounds half away from zero on the 15 digits that a spreadsheet sees.
func RoundHalfUp(x float64, digits int) float64 {
	scale := math.Pow10(digits)
	y, _ := strconv.ParseFloat(strconv.FormatFloat(math.Abs(x)*scale, 'g', 15, 64), 64)
	return math.Copysign(math.Floor(y+0.5)/scale, x)
}

// roundUp is ROUNDUP(ROUND(x,9),0).
func roundUp(x float64) float64 {
	y := RoundHalfUp(x, 9)
	return math.Copysign(math.Ceil(math.Abs(y)), y)
}
