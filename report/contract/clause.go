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

// clauses are the standing words of the contract, from templates/contract.
type clauses struct{ set *template.Template }

func (c *contract) loadClauses() error {
	set, err := template.New("clauses").Funcs(template.FuncMap{
		"span": c.style.Span, "rate": c.style.Rate, "money": c.style.Money, "number": c.style.Number,
		"date": c.style.Date, "month": format.Month, "list": list, "either": either, "ramp": c.ramp, "hours": openHours,
	}).ParseFS(templates.FS, "contract/clauses.txt")
	c.clauses.set = set
	return err
}

var spaces = regexp.MustCompile(`[ \n]+`)

// clause is a clause about the agreement.
func (c *contract) clause(name string) string { return c.clauseOf(name, c.a) }

// clauseOf is a clause about other data. A clause that does not fit its data stops the document.
func (c *contract) clauseOf(name string, data any) string {
	var b strings.Builder
	if err := c.set.ExecuteTemplate(&b, name, data); err != nil && c.doc.err == nil {
		c.doc.err = fmt.Errorf("contract: %w", err)
	}
	return strings.Trim(spaces.ReplaceAllString(b.String(), " "), " ")
}

// list joins words as a sentence does: a, b and c.
func list(words []string) string { return join(words, " and ") }

// either joins alternatives: a, b or c.
func either(words []string) string { return join(words, " or ") }

func join(words []string, last string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + last + words[n-1]
}

// ramp lists the shares of the first months: 25%, 50% and 75%.
func (c *contract) ramp(rates []agreement.Rate) string {
	var out []string
	for _, r := range rates {
		out = append(out, c.style.Rate(r.Value))
	}
	return list(out)
}

// openHours says the business hours of the week: Monday to Friday 09:00–17:30.
func openHours(hours []calendar.OpenHours) string {
	clock := func(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }
	var out []string
	for i := 0; i < len(hours); {
		first := hours[i]
		last := first.Weekday
		for i++; i < len(hours) && hours[i].From == first.From && hours[i].Until == first.Until && hours[i].Weekday == (last+1)%7; i++ {
			last = hours[i].Weekday
		}
		out = append(out, weekdays(first.Weekday, last)+" "+clock(first.From)+"–"+clock(first.Until))
	}
	return list(out)
}

func weekdays(first, last time.Weekday) string {
	if first == last {
		return first.String()
	}
	return first.String() + " to " + last.String()
}

// capital makes the first letter of a word large.
func capital(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
