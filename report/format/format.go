// Package format writes the values of a scorecard as people read them: numbers, shares, money, limits and dates in the
// agreement's locale, and the figures that every report words alike (headline, goal grid, promise). It is the one leaf that
// all reports share; the words are English in every locale.
package format

import (
	"math"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"leadpact/model/agreement"
	"leadpact/model/formula"
)

// NA is what a missing value prints.
const NA = "n/a"

// Style is how one agreement writes: its locale, its currency and its clock.
type Style struct {
	tag      language.Tag
	currency currency.Unit
	code     string // ISO 4217, as the agreement names it
	business bool   // hours are business hours, and every text says so
	printer  *message.Printer
}

// New is the style of a locale and a currency (ISO 4217) with calendar hours.
func New(tag language.Tag, code string) Style {
	tag, _ = tag.SetTypeForKey("nu", "latn") // the words are English, so the digits are Latin
	unit, _ := currency.ParseISO(code)
	return Style{tag: tag, currency: unit, code: code, printer: message.NewPrinter(tag)}
}

// For is the style that the agreement asks for; without a locale, English.
func For(a *agreement.Agreement) Style {
	tag, err := language.Parse(a.Head.Locale)
	if err != nil {
		tag = language.English
	}
	s := New(tag, a.Head.Currency)
	s.business = len(a.Clock.Hours) > 0
	return s
}

// Value writes a measured value: shares with one decimal, counts and times with at most one; missing is "n/a".
func (s Style) Value(v formula.Value, u formula.Unit) string {
	if w, ok := v.Text(); ok {
		return w
	}
	if b, ok := v.Truth(); ok {
		return map[bool]string{true: "yes", false: "no"}[b]
	}
	x, ok := v.Number()
	if !ok {
		return NA
	}
	switch u {
	case formula.Percent:
		return s.Percent(x)
	case formula.Money:
		return s.Money(x)
	case formula.Date:
		return ISO(Wall(x, time.UTC))
	case formula.Time:
		return Wall(x, time.UTC).Format("2006-01-02 15:04")
	}
	return s.withUnit(s.upTo(x, 1), u, x)
}

// Term writes an agreed value, which is never rounded: 25.6%, 3.8, $128.21.
func (s Style) Term(v formula.Value, u formula.Unit) string {
	x, ok := v.Number()
	if !ok || u == formula.Date || u == formula.Time {
		return s.Value(v, u)
	}
	switch u {
	case formula.Percent:
		return s.Rate(x)
	case formula.Money:
		return s.Money(x)
	}
	return s.withUnit(s.Number(x), u, x)
}

// withUnit adds the unit's word to a number.
func (s Style) withUnit(n string, u formula.Unit, x float64) string {
	one := math.Abs(x) == 1
	switch u {
	case formula.Hours:
		return n + " " + s.hourWord(one)
	case formula.Days:
		return n + " " + plural("day", one)
	case formula.Touches:
		return n + " " + plural("touch", one)
	}
	return n
}

// Number writes a number as it is, with at most six decimals.
func (s Style) Number(x float64) string { return s.upTo(x, 6) }

// Count writes a whole number with its grouping.
func (s Style) Count(n int) string { return s.upTo(float64(n), 0) }

// upTo writes a number with at most so many decimals.
func (s Style) upTo(x float64, digits int) string {
	return s.printer.Sprint(number.Decimal(round(x, digits), number.MaxFractionDigits(digits)))
}

// Percent writes a fraction as a share with one decimal: 82.4%.
func (s Style) Percent(x float64) string {
	return s.printer.Sprint(number.Percent(round(x, 3), number.MinFractionDigits(1), number.MaxFractionDigits(1)))
}

// Rate writes an agreed fraction with no more decimals than it has: 8%, 25.6%.
func (s Style) Rate(x float64) string {
	return s.printer.Sprint(number.Percent(round(x, 8), number.MaxFractionDigits(6)))
}

// round is half away from zero on the 15 digits that a spreadsheet shows, and never gives a negative zero.
func round(x float64, digits int) float64 {
	p := math.Pow10(digits)
	r := math.Round(x*p*(1+1.0/(1<<48))) / p
	if r == 0 || math.IsNaN(r) || math.IsInf(r, 0) {
		return 0
	}
	return r
}

func plural(word string, one bool) string {
	switch {
	case one:
		return word
	case word == "touch":
		return "touches"
	}
	return word + "s"
}
