package format

import (
	"testing"

	"golang.org/x/text/language"
)

func TestTheSignOfACurrencyStandsWhereTheLocalePutsIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ locale, code, want string }{
		{"en-US", "USD", "$84,000.50"}, {"en-GB", "GBP", "£84,000.50"}, {"en-IE", "EUR", "€84,000.50"},
		{"de-DE", "EUR", "84.000,50" + nb + "€"}, {"de-AT", "EUR", "€" + nb + "84" + nb + "000,50"},
		{"fr-FR", "EUR", "84" + nb + "000,50" + nb + "€"}, {"nl", "EUR", "€" + nb + "84.000,50"},
		{"de-CH", "CHF", "CHF" + nb + "84’000.50"}, {"sv-SE", "SEK", "84" + nb + "000,50" + nb + "kr"},
		{"es-ES", "EUR", "84.000,50" + nb + "€"}, {"en-US", "JPY", "¥84,001"}, {"en-US", "CHF", "CHF" + nb + "84,000.50"},
		{"pt-BR", "BRL", "R$" + nb + "84.000,50"}, {"en-IN", "INR", "INR" + nb + "84,000.50"},
		{"ja", "JPY", "JPY" + nb + "84,001"},
	} {
		if got := New(language.MustParse(c.locale), c.code).Money(84000.5); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.locale, c.code, got, c.want)
		}
	}
	if got := New(language.AmericanEnglish, "USD").Cents(84000); got != "$84,000.00" {
		t.Errorf("with cents: %q", got)
	}
}
