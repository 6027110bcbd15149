package model

import (
	"strconv"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// agreementTerms puts every term of the agreement on the scorecard as a named constant, in the agreement's order: its id is
// "term." and its path in agreement.yaml, list items by id, name or stage (SPEC section 8). Goals, rates, values, hours, touch
// targets, bands, shares and tolerance are inputs; zone, holidays, handoff, mappings, texts and all limits in days need a
// rerun. A term that the agreement leaves out has no cell.
func (s *Scorecard) agreementTerms() {
	a := s.Agreement
	t := termList{s: s}
	t.head(a)
	t.clock(a)
	t.revenue(a)
	t.history(a)
	t.goals(a)
	t.leadValue(a)
	t.promise(a)
	t.actionAgreement(a)
	t.cadence(a)
	t.dontBeOnIt(a)
	t.capacity(a)
	t.kpis(a)
	t.budget(a)
	t.mappings(a)
	t.fixed()
}

// termList adds terms under one heading after another.
type termList struct {
	s       *Scorecard
	section string
}

// in starts a heading.
func (t *termList) in(section string) { t.section = section }

// input adds a number that can be changed in the workbook.
func (t *termList) input(path, title string, u Unit, x float64, note string) {
	t.s.Given(calc.Term{ID: "term." + path, Section: t.section, Title: title, Unit: u, Value: Num(x), Input: true, Note: note})
}

// optional adds an input that the agreement may leave out.
func (t *termList) optional(path, title string, u Unit, x *float64, note string) {
	if x != nil {
		t.input(path, title, u, *x, note)
	}
}

// rerun adds a value that the workbook shows and a new run reads.
func (t *termList) rerun(path, title string, u Unit, v Value) {
	if !v.IsMissing() {
		t.s.Given(calc.Term{ID: "term." + path, Section: t.section, Title: title, Unit: u, Value: v, Note: "needs a rerun"})
	}
}

// text adds a text; an empty one is left out.
func (t *termList) text(path, title, text string) { t.rerun(path, title, Words, Str(text)) }

// list adds texts as one.
func (t *termList) list(path, title string, items []string) {
	t.text(path, title, strings.Join(items, ", "))
}

// date adds a day.
func (t *termList) date(path, title string, d calendar.Day) {
	if !d.IsZero() {
		t.rerun(path, title, Date, Num(calendar.Serial(calendar.Civil(d.Time))))
	}
}

// hours adds a limit that runs on the agreement's clock.
func (t *termList) hours(path, title string, limit calendar.Span) {
	if !limit.IsZero() {
		t.input(path, title, Hours, limit.Hours(), "on the agreement's clock")
	}
}

// days adds a limit in days; the facts of a run are counted up to it.
func (t *termList) days(path, title string, limit calendar.Span) {
	if !limit.IsZero() {
		t.rerun(path, title, Days, Num(limit.Hours()/24))
	}
}

// rate adds a share; `history` stands as the word.
func (t *termList) rate(path, title string, r agreement.Rate) {
	if r.History {
		t.text(path, title, "history")
		return
	}
	t.input(path, title, Percent, r.Value, "")
}

// amount adds a number, or the word `history` or `plan` that stands in its place.
func (t *termList) amount(path, title string, u Unit, x agreement.Amount, note string) {
	switch {
	case x.History:
		t.text(path, title, "history")
	case x.Plan:
		t.text(path, title, "plan")
	case x.Set:
		t.input(path, title, u, x.Value, note)
	}
}

// band adds the two ends of a range.
func (t *termList) band(path, title string, b *agreement.Band) {
	if b == nil {
		return
	}
	t.input(path+"_low", title+": at least", Count, b.Low, "inclusive")
	t.optional(path+"_high", title+": at most", Count, b.High, "inclusive")
}

func (t *termList) head(a *agreement.Agreement) {
	h := a.Head
	t.in("Agreement")
	t.text("agreement.id", "Agreement", h.ID)
	t.text("agreement.version", "Version", strconv.Itoa(h.Version))
	t.text("agreement.company", "Company", h.Company)
	t.date("agreement.effective", "Effective", h.Effective)
	t.date("agreement.until", "Until", h.Until)
	t.text("agreement.review.every", "Review every", h.Review.Every)
	t.date("agreement.review.next", "Next review", h.Review.Next)
	t.text("agreement.currency", "Currency", h.Currency)
	t.text("agreement.zone", "Time zone", h.Zone)
}

func (t *termList) clock(a *agreement.Agreement) {
	c := a.Clock
	t.in("Clock")
	t.text("clock.hours", "Business hours", openHours(c.Hours))
	t.text("clock.holidays.country", "Holidays of", c.Holidays.Country)
	var extra []string
	for _, d := range c.Holidays.Extra {
		extra = append(extra, d.Format("2006-01-02"))
	}
	t.list("clock.holidays.extra", "Further holidays", extra)
	t.text("clock.handoff", "Handoff: where Sales' clock starts", c.Handoff)
	t.text("clock.managed", "A lead is managed until", c.Managed)
}

// openHours writes business hours as "Mon 09:00-17:30, …"; empty for the calendar's clock.
func openHours(hours []calendar.OpenHours) string {
	var out []string
	for _, h := range hours {
		out = append(out, h.Weekday.String()[:3]+" "+wallClock(h.From)+"-"+wallClock(h.Until))
	}
	return strings.Join(out, ", ")
}

func wallClock(minutes int) string {
	two := func(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }
	return two(minutes/60) + ":" + two(minutes%60)
}
