package format

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/currency"
	"golang.org/x/text/number"
)

const nbsp = "\u00a0"

// Money writes an amount in major units, with the currency's sign where the locale puts it: $84,000, 84.000
// €. Cents are written only if the amount has any.
func (s Style) Money(x float64) string {
	decimals := s.minorDigits()
	if x = round(x, decimals); x == math.Trunc(x) {
		decimals = 0
	}
	return s.money(x, decimals)
}

// Cents writes an amount with all decimals of its currency, for columns in which some amounts have cents:
// $84,000.00.
func (s Style) Cents(x float64) string { return s.money(round(x, s.minorDigits()), s.minorDigits()) }

// HasCents reports whether Money would write decimals.
func (s Style) HasCents(x float64) bool {
	if x == math.Trunc(x) {
		return false
	}
	x = round(x, s.minorDigits())
	return x != math.Trunc(x)
}

// minorDigits returns how many decimals amounts of the currency have: 2 for dollars, 0 for yen.
func (s Style) minorDigits() int {
	digits, _ := currency.Standard.Rounding(s.currency)
	return digits
}

func (s Style) money(x float64, decimals int) string {
	n := s.printer.Sprint(number.Decimal(math.Abs(x),
		number.MinFractionDigits(decimals), number.MaxFractionDigits(decimals)))
	sign, gap := s.sign(), ""
	switch {
	case sign == "": // an agreement without a currency
	case !s.in(signFirst):
		n += nbsp + sign
	default:
		last := sign[len(sign)-1]
		if unicode.IsLetter(rune(last)) || s.in(signFirstSpaced) {
			gap = nbsp
		}
		n = sign + gap + n
	}
	if x < 0 {
		return "-" + n
	}
	return n
}

// sign returns the locale's sign of the currency, or the currency's code where the fonts of a contract do
// not have the sign.
func (s Style) sign() string {
	sign := s.printer.Sprint(currency.Symbol(s.currency))
	for _, r := range sign {
		if r > unicode.MaxLatin1 && r != '€' {
			return s.code
		}
	}
	if sign == "" || s.currency == (currency.Unit{}) {
		return s.code
	}
	return sign
}

// signFirst holds the locales that write the sign before the amount: x/text knows the signs but not their
// place. It lists regions only where they differ from their language. From CLDR 44, standard currency
// patterns.
var signFirst = set("en ja zh ko th hi tr id ms nl pt-BR de-AT de-CH de-LI es-MX es-US es-AR es-CO es-CL es-PE " +
	"cy ga mt sw fil")

// signFirstSpaced holds those of signFirst that put a space after the sign.
var signFirstSpaced = set("nl pt-BR de-AT de-CH de-LI es-AR es-CO es-PE")

func set(list string) map[string]bool {
	members := map[string]bool{}
	for _, w := range strings.Fields(list) {
		members[w] = true
	}
	return members
}

// in reports whether the style's language, or its language and region, is in a set of locales.
func (s Style) in(locales map[string]bool) bool {
	base, _ := s.tag.Base()
	region, _ := s.tag.Region()
	return locales[base.String()] || locales[base.String()+"-"+region.String()]
}
