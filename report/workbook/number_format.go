package workbook

import (
	"math"
	"strconv"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// numberFormats are the number formats of one agreement. They print what package format prints, so that a
// figure reads alike in every output; only the separators are the reader's own, because a spreadsheet shows
// those of its locale.
type numberFormats struct {
	style         format.Style
	before, after string // the currency's sign or code around an amount, quoted
	cents         int    // decimals of the currency
	code          string // ISO 4217
	hours         string // "hours" or "business hours"
}

// counts is the format of a count.
const counts = "#,##0"

func numberFormatsFor(a *agreement.Agreement) numberFormats {
	f := numberFormats{style: format.For(a), code: a.Head.Currency, hours: "hours"}
	if f.style.Business() {
		f.hours = "business hours"
	}
	before, after, _ := strings.Cut(f.style.Money(0), "0")
	f.cents = strings.Count(f.style.Cents(0), "0") - 1
	if before != "" {
		f.before = quote(before)
	}
	if after != "" {
		f.after = quote(after)
	}
	return f
}

// of returns the format of a figure. It has a decimal, or cents, where the value needs them.
func (f numberFormats) of(u formula.Unit, v formula.Value) string {
	x, _ := v.Number()
	switch u {
	case formula.Percent:
		return "0.0%"
	case formula.Money:
		return f.money(f.style.HasCents(x))
	case formula.Date:
		return "yyyy-mm-dd"
	case formula.Time:
		return "yyyy-mm-dd hh:mm"
	case formula.Words:
		return ""
	}
	n := "#,##0"
	if t := math.Round(x*10) / 10; t != math.Trunc(t) || u == formula.Ratios {
		n += ".0"
	}
	return n + f.suffix(u, x)
}

// money returns the format of an amount, with or without the decimals of the currency.
func (f numberFormats) money(cents bool) string {
	n := "#,##0"
	if cents && f.cents > 0 {
		n += "." + strings.Repeat("0", f.cents)
	}
	return f.before + n + f.after
}

// suffix returns the word of a unit as it stands behind the number x, as a part of a format.
func (f numberFormats) suffix(u formula.Unit, x float64) string {
	word := ""
	switch u {
	case formula.Hours:
		word = f.hours
	case formula.Days:
		word = "days"
	case formula.Touches:
		word = "touches"
	case formula.Ratios:
		word = "×"
	default:
		return ""
	}
	if math.Abs(x) == 1 {
		word = strings.TrimSuffix(strings.Replace(word, "touches", "touch", 1), "s")
	}
	return `" ` + word + `"`
}

// term returns the format of an agreed constant, which is shown with all its decimals.
func (f numberFormats) term(u formula.Unit, v formula.Value) string {
	x, ok := v.Number()
	switch {
	case !ok:
		return f.of(u, v)
	case u == formula.Percent:
		return decimals("0.0", x*100, 1) + "%"
	case u == formula.Count || u == formula.Hours || u == formula.Days || u == formula.Touches || u == formula.Ratios:
		return decimals("#,##0", x, 0) + f.suffix(u, x)
	}
	return f.of(u, v)
}

// decimals adds to a format the decimals that x needs beyond those that the format has, up to four.
func decimals(format string, x float64, has int) string {
	for n := has; n < 4; n++ {
		if p := math.Pow10(n); math.Abs(math.Round(x*p)/p-x) < 1e-9 {
			return format
		}
		if n == 0 {
			format += "."
		}
		format += "0"
	}
	return format
}

// column returns the format of a table's column, one for all rows. Its unit, hours or days, stands in the
// head.
func (f numberFormats) column(t *calc.Table, c *calc.Column) string {
	if c.Name == "line" { // a line of a file, without a separator of thousands
		return "0"
	}
	any := func(broken func(float64) bool) bool {
		return c.Any(func(v formula.Value) bool {
			x, ok := v.Number()
			return ok && broken(x)
		})
	}
	switch c.Unit {
	case formula.Date:
		if c.Name == "month" || strings.HasSuffix(c.Name, "_month") {
			return "yyyy-mm"
		}
		return f.of(c.Unit, formula.Missing)
	case formula.Money:
		return f.money(any(f.style.HasCents))
	case formula.Percent, formula.Time, formula.Words:
		return f.of(c.Unit, formula.Missing)
	}
	if any(func(x float64) bool { return x != math.Trunc(x) }) {
		return "#,##0.0"
	}
	return "#,##0"
}

// unit returns the word for a unit.
func (f numberFormats) unit(u formula.Unit) string {
	switch u {
	case formula.Count:
		return "count"
	case formula.Percent:
		return "%"
	case formula.Money:
		return f.code
	case formula.Hours:
		return f.hours
	case formula.Days:
		return "days"
	case formula.Touches:
		return "touches"
	case formula.Ratios:
		return "times"
	case formula.Date:
		return "date"
	case formula.Time:
		return "time"
	}
	return "text"
}

// displayText returns roughly what a value looks like in a format: good enough to measure its width.
func displayText(v formula.Value, format string) string {
	x, ok := v.Number()
	if !ok {
		return v.String()
	}
	switch {
	case strings.HasPrefix(format, "yyyy"):
		return format
	case format == "":
		return strconv.FormatFloat(x, 'g', 10, 64)
	case strings.HasSuffix(format, "%"):
		x *= 100
	}
	places := 0
	if _, after, ok := strings.Cut(format, "0."); ok {
		places = len(after) - len(strings.TrimLeft(after, "0"))
	}
	n := strconv.FormatFloat(x, 'f', places, 64)
	n += strings.Repeat(",", max(0, len(n)-places-2)/3)
	return n + strings.Map(func(r rune) rune {
		if strings.ContainsRune(`#0,."`, r) {
			return -1
		}
		return r
	}, format)
}
