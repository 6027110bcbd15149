package calc

import (
	"math"
	"strconv"

	"leadpact/model/formula"
)

// arithmetic holds the operations of Arith by operator.
var arithmetic = map[byte]func(a, b encoded) encoded{
	'+': onNumbers(func(x, y float64) float64 { return dropResidue(x, y, x+y) }),
	'-': onNumbers(func(x, y float64) float64 { return dropResidue(x, y, x-y) }),
	'*': onNumbers(func(x, y float64) float64 { return x * y }),
	'/': onNumbers(func(x, y float64) float64 { return x / y }),
}

// onNumbers turns an operation on two numbers into one on encoded values. The result is a fault if an
// operand is not a number or the result is not finite.
func onNumbers(op func(x, y float64) float64) func(a, b encoded) encoded {
	return func(a, b encoded) encoded {
		if z := op(a.float(), b.float()); a.isNumber() && b.isNumber() && z-z == 0 { // z is finite
			return encodeNumber(z)
		}
		return encodedFault
	}
}

// tolerance returns a distance from y beyond which no number equals y to 15 digits.
func tolerance(y float64) float64 { return 2 * formula.Epsilon * math.Abs(y) }

// dropResidue returns z = x ± y, or 0 where x and y cancel except for a rounding residue, as spreadsheets
// do.
func dropResidue(x, y, z float64) float64 {
	if math.Abs(z) < max(math.Abs(x), math.Abs(y))*formula.Epsilon {
		return 0
	}
	return z
}

// compare returns a op b as a truth value. An ordered comparison is a fault unless both are numbers.
func compare(op formula.CompareOp, a, b encoded, words textClasses) encoded {
	switch {
	case a.isNumber() && b.isNumber():
		return encodeTruth(ordered(op, a.float(), b.float()))
	case a == encodedFault || b == encodedFault || op >= formula.LT:
		return encodedFault
	}
	return encodeTruth(words.equal(a, b) == (op == formula.EQ))
}

// reached returns whether x is a number and at most by: the spreadsheet's AND(ISNUMBER(x),N(x)<=by). It
// is a fault if x is a fault or the limit is not a number.
func reached(x, by encoded) encoded {
	if x == encodedFault || !by.isNumber() {
		return encodedFault
	}
	return encodeTruth(x.isNumber() && ordered(formula.LE, x.float(), by.float()))
}

// ordered compares two numbers to 15 digits, as a spreadsheet does.
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

// onNumber turns a function of a number into one of an encoded value. The result is a fault if the value
// is not a number or the result is not finite.
func onNumber(f func(float64) float64) func(encoded) encoded {
	return func(b encoded) encoded {
		if y := f(b.float()); b.isNumber() && y-y == 0 { // y is finite
			return encodeNumber(y)
		}
		return encodedFault
	}
}

// RoundHalfUp rounds x to digits decimals, halves away from zero. It rounds the 15 significant digits
// that a spreadsheet shows: 1.005 becomes 1.01 for two decimals.
func RoundHalfUp(x float64, digits int) float64 {
	scale := math.Pow10(digits)
	y, _ := strconv.ParseFloat(strconv.FormatFloat(math.Abs(x)*scale, 'g', 15, 64), 64)
	return math.Copysign(math.Floor(y+0.5)/scale, x)
}

// roundUp rounds away from zero to a whole number after rounding to nine decimals: the spreadsheet's
// ROUNDUP(ROUND(x,9),0).
func roundUp(x float64) float64 {
	y := RoundHalfUp(x, 9)
	return math.Copysign(math.Ceil(math.Abs(y)), y)
}
