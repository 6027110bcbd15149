package format

import (
	"testing"

	"golang.org/x/text/language"

	"leadpact/model/formula"
)

const nb = "\u00a0"

func TestValuesFollowTheLocale(t *testing.T) {
	t.Parallel()
	type texts map[string]string // by locale
	for _, c := range []struct {
		name string
		unit formula.Unit
		x    float64
		want texts
	}{
		{"a grouped count", formula.Count, 12345,
			texts{"en-US": "12,345", "en-GB": "12,345", "de-DE": "12.345", "fr-FR": "12" + nb + "345"}},
		{"a count that is no whole number", formula.Count, 2.625, texts{"en-US": "2.6", "de-DE": "2,6"}},
		{"a share has one decimal", formula.Percent, 0.824,
			texts{"en-US": "82.4%", "en-GB": "82.4%", "de-DE": "82,4" + nb + "%", "fr-FR": "82,4" + nb + "%"}},
		{"a whole share has one decimal, too", formula.Percent, 0.08, texts{"en-US": "8.0%"}},
		{"halves are rounded away from zero, as a spreadsheet does", formula.Percent, 0.0625, texts{"en-US": "6.3%"}},
		{"a half that binary cannot represent", formula.Percent, 0.5345, texts{"en-US": "53.5%"}},
		{"no negative zero", formula.Percent, -0.0004, texts{"en-US": "0.0%"}},
		{"a negative share", formula.Percent, -0.031, texts{"en-US": "-3.1%"}},
		{"whole money", formula.Money, 84000,
			texts{"en-US": "$84,000", "en-GB": "US$84,000", "de-DE": "84.000" + nb + "$",
				"fr-FR": "84" + nb + "000" + nb + "$US"}},
		{"money with cents", formula.Money, 128.205, texts{"en-US": "$128.21", "de-DE": "128,21" + nb + "$"}},
		{"money below zero", formula.Money, -14987.65, texts{"en-US": "-$14,987.65", "de-DE": "-14.987,65" + nb + "$"}},
		{"hours", formula.Hours, 3.94, texts{"en-US": "3.9 hours", "de-DE": "3,9 hours"}},
		{"one hour", formula.Hours, 1, texts{"en-US": "1 hour"}},
		{"days", formula.Days, 23.25, texts{"en-US": "23.3 days"}},
		{"touches", formula.Touches, 12, texts{"en-US": "12 touches"}},
		{"one touch", formula.Touches, 1, texts{"en-US": "1 touch"}},
		{"a ratio", formula.Ratios, 16.8, texts{"en-US": "16.8"}},
		{"a date", formula.Date, 46297, texts{"en-US": "2026-10-02", "de-DE": "2026-10-02"}},
		{"a time", formula.Time, 46297.375, texts{"en-US": "2026-10-02 09:00"}},
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
	t.Parallel()
	s := New(language.AmericanEnglish, "USD")
	for _, c := range []struct {
		x    float64
		unit formula.Unit
		want string
	}{
		{.256, formula.Percent, "25.6%"}, {.08, formula.Percent, "8%"}, {.0025, formula.Percent, "0.25%"},
		{1, formula.Percent, "100%"}, {3.75, formula.Count, "3.75"}, {12.25, formula.Touches, "12.25 touches"},
	} {
		if got := s.Term(formula.Num(c.x), c.unit); got != c.want {
			t.Errorf("%v is %q, want %q", c.x, got, c.want)
		}
	}
}

func TestDigitsAreLatinInEveryLocale(t *testing.T) {
	t.Parallel()
	if got := New(language.MustParse("ar-EG"), "USD").Count(1234); got != "1,234" && got != "1.234" {
		t.Errorf("%q", got)
	}
}

func TestControlCharactersAreEscaped(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a\x1b[31mb": `a\x1b[31mb`, "a\nb\r\tc": `a\x0ab\x0d\x09c`, "x\u202ey": `x\u202ey`, "a\u2028b": `a\u2028b`,
		"\xffz": `\xffz`, "\u009bC": `\x9bC`, "Žižka 中 – 82 %": "Žižka 中 – 82 %",
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
