// Package format writes the figures of a scorecard as text: numbers, shares, money, limits and dates in the
// agreement's locale, and the statements that several reports share word for word (headline, goal grid,
// promise, adherence, decisions).
//
// A model.Scorecard or a single formula.Value comes in; text comes out, or small structs of texts that are
// ready to print. The words are English in every locale; only numbers, money and dates follow it. The
// package knows nothing of the reports, of their layout, or of files: it imports model, and all reports
// import it.
package format

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/formula"
)

// NA is the text of a missing value.
const NA = "n/a"

// Style holds what one agreement decides about the form of numbers, money and times: its locale, currency
// and clock.
type Style struct {
	tag      language.Tag
	currency currency.Unit
	code     string // ISO 4217, as the agreement gives it
	business bool   // hours are business hours, and texts call them so
	printer  *message.Printer
}

// New returns the style of a locale and a currency (ISO 4217), with calendar hours.
func New(tag language.Tag, code string) Style {
	tag, _ = tag.SetTypeForKey("nu", "latn") // the words are English, so the digits are Latin
	unit, _ := currency.ParseISO(code)
	return Style{tag: tag, currency: unit, code: code, printer: message.NewPrinter(tag)}
}

// For returns the style of an agreement. Without a locale it is that of English.
func For(a *agreement.Agreement) Style {
	tag, err := language.Parse(a.Head.Locale)
	if err != nil {
		tag = language.English
	}
	s := New(tag, a.Head.Currency)
	s.business = len(a.Clock.Hours) > 0
	return s
}

// Value writes a measured value with its unit, rounded: shares with one decimal, counts and times with at
// most one. A missing value is "n/a".
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
		return ISO(FromSerial(x, time.UTC))
	case formula.Time:
		return FromSerial(x, time.UTC).Format("2006-01-02 15:04")
	}
	return s.withUnit(s.upTo(x, 1), u, x)
}

// Term writes an agreed value with its unit, not rounded: 25.6%, 3.8, $128.21.
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

// WithoutUnit writes a measured value for a column whose head names the unit: ratios and touches with at
// most two decimals, times with at most one.
func (s Style) WithoutUnit(v formula.Value, u formula.Unit) string {
	x, ok := v.Number()
	switch {
	case !ok:
		return NA
	case u == formula.Hours || u == formula.Days:
		return s.upTo(x, 1)
	case u == formula.Touches || u == formula.Ratios:
		return s.upTo(x, 2)
	}
	return s.Value(v, u)
}

// Interval writes the 95 % interval of an estimate without its unit, "23.4% to 27.9%"; "n/a" where too
// little was counted.
func (s Style) Interval(e model.Estimate, u formula.Unit) string {
	if e.Low.IsMissing() || e.High.IsMissing() {
		return NA
	}
	return s.WithoutUnit(e.Low, u) + " to " + s.WithoutUnit(e.High, u)
}

// withUnit appends the word of the unit to n, which is the text of x.
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

// Number writes a number with the decimals that it has, at most six.
func (s Style) Number(x float64) string { return s.upTo(x, 6) }

// Count writes a whole number, grouped as the locale groups it.
func (s Style) Count(n int) string { return s.upTo(float64(n), 0) }

// upTo writes a number rounded to at most the given number of decimals.
func (s Style) upTo(x float64, decimals int) string {
	return s.printer.Sprint(number.Decimal(round(x, decimals), number.MaxFractionDigits(decimals)))
}

// Percent writes a fraction as a percentage with one decimal: 82.4%.
func (s Style) Percent(x float64) string {
	return s.printer.Sprint(number.Percent(round(x, 3), number.MinFractionDigits(1), number.MaxFractionDigits(1)))
}

// Rate writes an agreed fraction as a percentage with the decimals that it has: 8%, 25.6%.
func (s Style) Rate(x float64) string {
	return s.printer.Sprint(number.Percent(round(x, 8), number.MaxFractionDigits(6)))
}

// round rounds half away from zero as a spreadsheet does, which looks at 15 digits: the factor lifts a half
// that binary cannot represent, such as 0.5345. The result is never a negative zero.
func round(x float64, decimals int) float64 {
	p := math.Pow10(decimals)
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

// Plain makes a text from the data safe for a terminal and for a line of plain text: control characters,
// format characters (such as those that change the direction of writing) and line breaks are written as
// escapes.
func Plain(s string) string {
	var b strings.Builder
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size < 2 {
				fmt.Fprintf(&b, `\x%02x`, s[i])
				continue
			}
		}
		switch {
		case unicode.IsControl(r) && r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
