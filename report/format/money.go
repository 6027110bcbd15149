package format

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/currency"
	"golang.org/x/text/number"
)

const nbsp = "\u00a0"

// Money writes an amount in major units with its symbol where the locale has it: $84,000, 84.000 €. Cents are written where
// there are any.
func (s Style) Money(x float64) string {
	scale := s.scale()
	if x = round(x, scale); x == math.Trunc(x) {
		scale = 0
	}
	return s.money(x, scale)
}

// Cents writes an amount with all digits of its currency, for columns in which some amounts have cents: $84,000.00.
func (s Style) Cents(x float64) string { return s.money(round(x, s.scale()), s.scale()) }

// HasCents says that Money would write decimals.
func (s Style) HasCents(x float64) bool {
	if x == math.Trunc(x) {
		return false
	}
	x = round(x, s.scale())
	return x != math.Trunc(x)
}

func (s Style) scale() int {
	scale, _ := currency.Standard.Rounding(s.currency)
	return scale
}

func (s Style) money(x float64, scale int) string {
	n := s.printer.Sprint(number.Decimal(math.Abs(x), number.MinFractionDigits(scale), number.MaxFractionDigits(scale)))
	symbol, gap := s.symbol(), ""
	switch {
	case symbol == "": // an agreement without a currency
	case s.symbolLast():
		n += nbsp + symbol
	default:
		last := symbol[len(symbol)-1]
		if unicode.IsLetter(rune(last)) || s.spacedPrefix() {
			gap = nbsp
		}
		n = symbol + gap + n
	}
	if x < 0 {
		return "-" + n
	}
	return n
}

// symbol is the locale's symbol of the currency, or its code where the fonts of a contract could not draw it.
func (s Style) symbol() string {
	symbol := s.printer.Sprint(currency.Symbol(s.currency))
	for _, r := range symbol {
		if r > unicode.MaxLatin1 && r != '€' {
			return s.code
		}
	}
	if symbol == "" || s.currency == (currency.Unit{}) {
		return s.code
	}
	return symbol
}

// prefixed are the languages and regions that write the sign before the amount; x/text knows the signs but not their place.
// A region overrides its language. From CLDR 44, standard currency patterns.
var prefixed = words("en ja zh ko th hi tr id ms nl pt-BR de-AT de-CH de-LI es-MX es-US es-AR es-CO es-CL es-PE cy ga mt sw fil")

// spaced are those of prefixed that keep a space after the sign.
var spaced = words("nl pt-BR de-AT de-CH de-LI es-AR es-CO es-PE")

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

func (s Style) symbolLast() bool { return !s.in(prefixed) }

func (s Style) spacedPrefix() bool { return s.in(spaced) }

func (s Style) in(set map[string]bool) bool {
	base, _ := s.tag.Base()
	region, _ := s.tag.Region()
	return set[base.String()] || set[base.String()+"-"+region.String()]
}
