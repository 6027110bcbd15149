package format

import (
	"testing"
	"time"

	"golang.org/x/text/language"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/reporttest"
)

const nb = "\u00a0"

func TestValuesInTheLocale(t *testing.T) {
	type want map[string]string
	for _, c := range []struct {
		name string
		unit formula.Unit
		x    float64
		want want
	}{
		{"a grouped count", formula.Count, 12345, want{"en-US": "12,345", "en-GB": "12,345", "de-DE": "12.345", "fr-FR": "12" + nb + "345"}},
		{"a count that is no whole number", formula.Count, 2.625, want{"en-US": "2.6", "de-DE": "2,6"}},
		{"a share has one decimal", formula.Percent, 0.824, want{"en-US": "82.4%", "en-GB": "82.4%", "de-DE": "82,4" + nb + "%", "fr-FR": "82,4" + nb + "%"}},
		{"a whole share too", formula.Percent, 0.08, want{"en-US": "8.0%"}},
		{"halves are rounded away from zero, as a spreadsheet does", formula.Percent, 0.0625, want{"en-US": "6.3%"}},
		{"a half that binary cannot hold", formula.Percent, 0.5345, want{"en-US": "53.5%"}},
		{"no negative zero", formula.Percent, -0.0004, want{"en-US": "0.0%"}},
		{"a negative share", formula.Percent, -0.031, want{"en-US": "-3.1%"}},
		{"whole money", formula.Money, 84000, want{"en-US": "$84,000", "en-GB": "US$84,000", "de-DE": "84.000" + nb + "$", "fr-FR": "84" + nb + "000" + nb + "$US"}},
		{"money with cents", formula.Money, 128.205, want{"en-US": "$128.21", "de-DE": "128,21" + nb + "$"}},
		{"money below zero", formula.Money, -14987.65, want{"en-US": "-$14,987.65", "de-DE": "-14.987,65" + nb + "$"}},
		{"hours", formula.Hours, 3.94, want{"en-US": "3.9 hours", "de-DE": "3,9 hours"}},
		{"one hour", formula.Hours, 1, want{"en-US": "1 hour"}},
		{"days", formula.Days, 23.25, want{"en-US": "23.3 days"}},
		{"touches", formula.Touches, 12, want{"en-US": "12 touches"}},
		{"one touch", formula.Touches, 1, want{"en-US": "1 touch"}},
		{"a ratio", formula.Ratios, 16.8, want{"en-US": "16.8"}},
		{"a date", formula.Date, 46297, want{"en-US": "2026-10-02", "de-DE": "2026-10-02"}},
		{"a time", formula.Time, 46297.375, want{"en-US": "2026-10-02 09:00"}},
	} {
		for locale, want := range c.want {
			if got := New(language.MustParse(locale), "USD").Value(formula.Num(c.x), c.unit); got != want {
				t.Errorf("%s, %s: %q, want %q", c.name, locale, got, want)
			}
		}
	}
	if got := New(language.English, "USD").Value(formula.Missing, formula.Money); got != "n/a" {
		t.Errorf("a missing value is %q", got)
	}
	if got := New(language.English, "USD").Value(formula.Str("met"), formula.Words); got != "met" {
		t.Errorf("a word is %q", got)
	}
}

func TestAgreedValuesAreNotRounded(t *testing.T) {
	s := New(language.AmericanEnglish, "USD")
	for _, c := range []struct {
		x    float64
		unit formula.Unit
		want string
	}{{.256, formula.Percent, "25.6%"}, {.08, formula.Percent, "8%"}, {.0025, formula.Percent, "0.25%"}, {1, formula.Percent, "100%"}, {3.75, formula.Count, "3.75"}, {12.25, formula.Touches, "12.25 touches"}} {
		if got := s.Term(formula.Num(c.x), c.unit); got != c.want {
			t.Errorf("%v is %q, want %q", c.x, got, c.want)
		}
	}
}

func TestTheSignOfACurrencyStandsWhereTheLocaleHasIt(t *testing.T) {
	for _, c := range []struct{ locale, code, want string }{
		{"en-US", "USD", "$84,000.50"}, {"en-GB", "GBP", "£84,000.50"}, {"en-IE", "EUR", "€84,000.50"}, {"de-DE", "EUR", "84.000,50" + nb + "€"},
		{"de-AT", "EUR", "€" + nb + "84" + nb + "000,50"}, {"fr-FR", "EUR", "84" + nb + "000,50" + nb + "€"}, {"nl", "EUR", "€" + nb + "84.000,50"},
		{"de-CH", "CHF", "CHF" + nb + "84’000.50"}, {"sv-SE", "SEK", "84" + nb + "000,50" + nb + "kr"}, {"es-ES", "EUR", "84.000,50" + nb + "€"},
		{"en-US", "JPY", "¥84,001"}, {"en-US", "CHF", "CHF" + nb + "84,000.50"}, {"pt-BR", "BRL", "R$" + nb + "84.000,50"},
		{"en-IN", "INR", "INR" + nb + "84,000.50"}, {"ja", "JPY", "JPY" + nb + "84,001"},
	} {
		if got := New(language.MustParse(c.locale), c.code).Money(84000.5); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.locale, c.code, got, c.want)
		}
	}
	if got := New(language.AmericanEnglish, "USD").Cents(84000); got != "$84,000.00" {
		t.Errorf("with cents: %q", got)
	}
}

func TestDigitsAreLatinInEveryLocale(t *testing.T) {
	if got := New(language.MustParse("ar-EG"), "USD").Count(1234); got != "1,234" && got != "1.234" {
		t.Errorf("%q", got)
	}
}

func TestLimits(t *testing.T) {
	calendarStyle := New(language.AmericanEnglish, "USD")
	business := calendarStyle
	business.business = true
	for _, c := range []struct {
		span               calendar.Span
		calendar, business string
	}{
		{calendar.Span{Minutes: 5}, "5 minutes", "5 business minutes"}, {calendar.Span{Minutes: 1}, "1 minute", "1 business minute"},
		{calendar.Span{Minutes: 60}, "1 hour", "1 business hour"}, {calendar.Span{Minutes: 90}, "90 minutes", "90 business minutes"},
		{calendar.Span{Minutes: 1440}, "24 hours", "24 business hours"}, {calendar.Span{Days: 90}, "90 days", "90 days"}, {calendar.Span{Days: 1}, "1 day", "1 day"},
		{calendar.Span{}, "n/a", "n/a"},
	} {
		if got := calendarStyle.Span(c.span); got != c.calendar {
			t.Errorf("%+v is %q, want %q", c.span, got, c.calendar)
		}
		if got := business.Span(c.span); got != c.business {
			t.Errorf("%+v on business hours is %q, want %q", c.span, got, c.business)
		}
	}
}

func TestDatesAndPeriods(t *testing.T) {
	day := time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC)
	for locale, want := range map[string]string{"en-US": "October 2, 2026", "en-GB": "2 October 2026", "de-DE": "2 October 2026", "fr-FR": "2 October 2026"} {
		if got := New(language.MustParse(locale), "USD").Date(day); got != want {
			t.Errorf("%s: %q", locale, got)
		}
	}
	if ISO(day) != "2026-10-02" || ISO(time.Time{}) != "n/a" {
		t.Error("ISO days")
	}
	s := New(language.BritishEnglish, "GBP")
	for id, want := range map[string]string{"2026-10": "October 2026", "2026-Q4": "Q4 2026", "2026-10-01..2026-10-15": "1 October 2026 to 15 October 2026", "2026-10-01..2026-10-31": "October 2026"} {
		p, err := calendar.ParsePeriod(id, time.UTC, day.AddDate(1, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Period(p); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
}

func TestHeadline(t *testing.T) {
	running := reporttest.October()
	running.AsOf = running.End.AddDate(0, 0, -10)
	for _, c := range []struct {
		name string
		card *model.Scorecard
		want string
	}{
		{"of a closed month", reporttest.Card(), "SLA October 2026: 3 of 5 goals met, lead value 82 %"},
		{"of a running month", reporttest.WithStatus(reporttest.CardOf(reporttest.Agreement(), running), "actual.leads_sourced", "on pace"),
			"SLA October 2026 to date: 3 of 5 goals on pace, lead value 82 %"},
		{"of an empty card", model.NewScorecard(reporttest.Agreement(), reporttest.October()), "SLA October 2026: no goal can be judged"},
		{"of a month in which nothing happened", nothing(), "SLA October 2026: empty, no lead was created, handed off or managed"},
	} {
		if got := Headline(c.card); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for x, want := range map[float64]string{.996: "99 %", 1: "100 %", 1.004: "100 %", .8215: "82 %", 0: "0 %"} {
		if got := wholePercent(x); got != want {
			t.Errorf("%v is %q, want %q", x, got, want)
		}
	}
}

// nothing is a card whose lines are zero.
func nothing() *model.Scorecard {
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	for _, id := range gridLines {
		s.AddQuantity(calc.Quantity{ID: "actual." + id, Formula: formula.Number(0)})
	}
	s.AddQuantity(calc.Quantity{ID: "delivered.leads", Formula: formula.NA{}})
	s.Compute()
	return s
}

func TestPromiseInASentence(t *testing.T) {
	if got, want := Promised(reporttest.Card()).Sentence(), "Marketing delivered $69,012.35 of $84,000 in lead value (82.2%), under the agreed $75,600 to $92,400."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p := reporttest.October()
	p.AsOf = p.End.AddDate(0, 0, -10)
	got := Promised(reporttest.CardOf(reporttest.Agreement(), p)).Sentence()
	if want := "Marketing delivered $69,012.35 of $84,000 in lead value (82.2%); the straight line to date is $84,000, which is not reached."; got != want {
		t.Errorf("running: %q, want %q", got, want)
	}
	if got, want := Promised(nothing()).Sentence(), "Marketing delivered n/a of n/a in lead value (n/a)."; got != want {
		t.Errorf("unknown: %q, want %q", got, want)
	}
}

func TestGridLinesHaveGoalAttainmentAndStatus(t *testing.T) {
	l := Grid(reporttest.Card())[4]
	if l.Title != "SQLs created" || l.Actual != "27" || l.Goal != "32" || l.Attainment != "84.4%" || l.Status != "missed" || l.ToDate != "" {
		t.Errorf("%+v", l)
	}
	beyond := Beyond(reporttest.Card())[1]
	if beyond.Actual != "n/a" || beyond.Goal != "" || beyond.Reason == "" {
		t.Errorf("%+v", beyond)
	}
}

func TestRulesBeginWithTheStatementAndSayTheirCounts(t *testing.T) {
	rules := Rules(reporttest.Card())
	if rules[0].Title != "Contact within 24 hours" || rules[0].Judged() != "101 met, 9 late, 8 missed" || rules[0].Aside() != "1 excused" || rules[0].Share != "85.6%" {
		t.Errorf("%+v", rules[0])
	}
	if last := rules[3]; last.Title != "3 touches within 14 days" || last.Share != "n/a" || last.Reason == "" || last.Aside() != "118 n/a" {
		t.Errorf("%+v", last)
	}
}

func TestAtMostThreeDecisionsTheWeightiestFirst(t *testing.T) {
	got := Decisions(reporttest.Card())
	want := []string{"Delivery is under the promise ($69,012.35 of $84,000): agree what Marketing changes.",
		"SQLs created stands at 27 of 32 (84.4%): agree what closes the gap.",
		"3 obligations were kept late or not at all, most of them by Amara Okafor (2): agree on load and routing."}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("%q", got)
	}
	if got := Decisions(nothing()); len(got) != 0 {
		t.Errorf("of an empty month: %q", got)
	}
}

func TestControlCharactersAreEscaped(t *testing.T) {
	for in, want := range map[string]string{"a\x1b[31mb": `a\x1b[31mb`, "a\nb\r\tc": `a\x0ab\x0d\x09c`, "x\u202ey": `x\u202ey`, "a\u2028b": `a\u2028b`, "\xffz": `\xffz`,
		"\u009bC": `\x9bC`, "Žižka 中 – 82 %": "Žižka 中 – 82 %"} {
		if got := Plain(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestTheBannerStandsOnlyOverTermsThatDifferFromTheSignedOnes(t *testing.T) {
	a := reporttest.Agreement()
	if Banner(a) != "" {
		t.Error("an agreement that nobody signed has a banner")
	}
	a.Signed = &agreement.Signed{Fingerprint: "4751c464aaaabbbbcccc", On: calendar.Day{Time: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}}
	if got, want := Banner(a), "These terms differ from those signed on October 1, 2026 (fingerprint 4751c464aaaa…)."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	a.Signed.Fingerprint = a.Fingerprint()
	if Banner(a) != "" {
		t.Error("the signed terms have a banner")
	}
}
