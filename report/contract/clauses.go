package contract

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/format"
	"leadpact/templates"
)

// loadClauses parses the standing texts of the contract.
func (c *contract) loadClauses() (err error) {
	c.clauses, err = template.New("clauses").Funcs(template.FuncMap{
		"span": c.style.Span, "rate": c.style.Rate, "money": c.style.Money, "number": c.style.Number, "date": c.style.Date,
		"month": format.Month, "list": joinAnd, "either": joinOr, "ramp": c.rampShares, "hours": openHours,
	}).ParseFS(templates.FS, "contract/clauses.txt")
	return err
}

var whitespace = regexp.MustCompile(`[ \n]+`)

// clauseText returns a clause of templates/contract/clauses.txt, filled in from the agreement.
func (c *contract) clauseText(name string) string { return c.clauseTextOf(name, c.a) }

// clauseTextOf returns a clause filled in from other data. A clause that does not fit its data makes the
// document fail.
func (c *contract) clauseTextOf(name string, data any) string {
	var b strings.Builder
	if err := c.clauses.ExecuteTemplate(&b, name, data); err != nil {
		c.Fail(fmt.Errorf("contract: %w", err))
	}
	return strings.Trim(whitespace.ReplaceAllString(b.String(), " "), " ")
}

// joinAnd joins words as a sentence does: a, b and c.
func joinAnd(words []string) string { return join(words, " and ") }

// joinOr joins alternatives: a, b or c.
func joinOr(words []string) string { return join(words, " or ") }

func join(words []string, conjunction string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + conjunction + words[n-1]
}

// rampShares lists the shares of an SDR's first months: 25%, 50% and 75%.
func (c *contract) rampShares(rates []agreement.Rate) string {
	var out []string
	for _, r := range rates {
		out = append(out, c.style.Rate(r.Value))
	}
	return joinAnd(out)
}

// openHours writes the business hours of the week, days of the same hours as one range: Monday to Friday
// 09:00–17:30.
func openHours(hours []calendar.OpenHours) string {
	clock := func(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
	var out []string
	for i := 0; i < len(hours); {
		first := hours[i]
		last := first.Weekday
		for i++; i < len(hours) && continues(hours[i], first, last); i++ {
			last = hours[i].Weekday
		}
		out = append(out, weekdays(first.Weekday, last)+" "+clock(first.From)+"–"+clock(first.Until))
	}
	return joinAnd(out)
}

// continues reports whether h has the hours of first and is the day after last.
func continues(h, first calendar.OpenHours, last time.Weekday) bool {
	return h.From == first.From && h.Until == first.Until && h.Weekday == (last+1)%7
}

func weekdays(first, last time.Weekday) string {
	if first == last {
		return first.String()
	}
	return first.String() + " to " + last.String()
}

// capitalize returns a text with its first letter in upper case.
func capitalize(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// firstNonEmpty returns a, or b if a is empty.
func firstNonEmpty(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
