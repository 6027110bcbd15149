package workbook

import (
	"testing"

	"leadpact/model/formula"
	"leadpact/report/reporttest"
)

func Test_money_is_written_as_the_other_reports_write_it(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ locale, code, want string }{
		{"en-US", "USD", `"$"#,##0.00`},
		{"de-DE", "EUR", "#,##0.00\"\u00a0€\""},
		{"ja-JP", "JPY", "\"JPY\u00a0\"#,##0"},
	} {
		a := reporttest.Agreement()
		a.Head.Locale, a.Head.Currency = x.locale, x.code
		if got := numberFormatsFor(a).of(formula.Money, formula.Num(1234.56)); got != x.want {
			t.Errorf("%s %s: %s, want %s", x.locale, x.code, got, x.want)
		}
	}
}

func Test_a_number_is_written_with_its_unit_and_the_decimals_that_it_needs(t *testing.T) {
	t.Parallel()
	f := numberFormatsFor(reporttest.Agreement())
	for _, x := range []struct {
		unit formula.Unit
		v    float64
		want string
	}{
		{formula.Count, 3, "#,##0"}, {formula.Count, 2.625, "#,##0.0"}, {formula.Money, 84000, `"$"#,##0`},
		{formula.Percent, .5, "0.0%"}, {formula.Hours, 24, `#,##0" hours"`}, {formula.Hours, 1, `#,##0" hour"`},
		{formula.Days, 21.25, `#,##0.0" days"`}, {formula.Ratios, 2.5, `#,##0.0" ×"`},
	} {
		if got := f.of(x.unit, formula.Num(x.v)); got != x.want {
			t.Errorf("%v: %s, want %s", x.v, got, x.want)
		}
	}
	if got := f.term(formula.Hours, formula.Num(5./60)); got != `#,##0.0833" hours"` && got != `#,##0.0000" hours"` {
		t.Errorf("five minutes: %s", got)
	}
}
