package scalar

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbersAreReadInEveryForm(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		cell     string
		decimal  byte
		want     float64
		currency string
	}{
		{"12", '.', 12, ""}, {"-12.50", '.', -12.5, ""}, {"(12.50)", '.', -12.5, ""}, {"12.50-", '.', -12.5, ""}, {"\u221212", '.', -12, ""},
		{"$1,234,567.89", '.', 1234567.89, "$"}, {"-$5", '.', -5, "$"}, {"$-5", '.', -5, "$"}, {"USD 5", '.', 5, "USD"}, {"5 EUR", ',', 5, "EUR"},
		{"€ 1.234,50", ',', 1234.5, "EUR"}, {"1 234,50", ',', 1234.5, ""}, {"1\u202f234,50", ',', 1234.5, ""}, {"1'234.50", '.', 1234.5, ""},
		{"12,34,567.00", '.', 1234567, ""}, {".5", '.', 0.5, ""}, {"+5", '.', 5, ""},
		{"US$ 1,234.50", '.', 1234.5, "USD"}, {"$1,234.50 USD", '.', 1234.5, "USD"}, {"R$ 1.234,50", ',', 1234.5, "BRL"}, {"¥ 12,000", '.', 12000, "¥"},
		{"￥3,000", '.', 3000, "¥"}, {"12,000円", '.', 12000, "JPY"}, {"₹ 4,50,000.00", '.', 450000, "INR"}, {"Rs. 4,50,000", '.', 450000, "rs"}, {"Rs.50", '.', 50, "rs"},
		{"INR 4,50,000", '.', 450000, "INR"}, {"CHF 1'234.50", '.', 1234.5, "CHF"}, {"Fr. 1’234.–", '.', 1234, "CHF"}, {"1 234,50 kr", ',', 1234.5, "kr"}, {"1.234,50 zł", ',', 1234.5, "PLN"},
		{"100,- €", ',', 100, "EUR"}, {"100,--", ',', 100, ""}, {"100.- CHF", '.', 100, "CHF"}, {"$(5.50)", '.', -5.5, "$"}, {"(5,50 €)", ',', -5.5, "EUR"}, {"($5K)", '.', -5000, "$"}, {"$.50", '.', 0.5, "$"},
		{"1.500,00 eur", ',', 1500, "EUR"}, {"Rp 1.500.000", ',', 1500000, "IDR"}, {"25 000 Kč", ',', 25000, "CZK"}, {"1 000 руб.", ',', 1000, "RUB"},
		{"$115.00K", '.', 115000, "$"}, {"$1,117.10K", '.', 1117100, "$"}, {"(2M)", '.', -2e6, ""}, {"1,5B", ',', 1.5e9, ""},
	} {
		got, currency, ok := ParseNumber(x.cell, x.decimal)
		if !ok || got != x.want || currency != x.currency {
			t.Errorf("%q: %v %q %t, want %v %q", x.cell, got, currency, ok, x.want, x.currency)
		}
	}
	for _, cell := range []string{"", "-", "x", "1,2", "1.2.3", "70-100", "1 2", "--5", "(-5)", "5%", "1E5", "$5 EUR", "1,23,4", ",5", "12345,678", "5 apples", "0x10", "5k", "5KK", "($-5)", "5 PCS", "€ 5 USD", "(5", "5)", "5 .", "K", "5 K"} {
		if got, _, ok := ParseNumber(cell, '.'); ok {
			t.Errorf("%q is read as %v", cell, got)
		}
	}
}

func TestDecimalMarkIsInferredFromTheColumn(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name  string
		cells []string
		want  byte
		bad   bool
	}{
		{"whole numbers need no decision", []string{"12", "1234"}, '.', false},
		{"two digits after a comma", []string{"1,234", "1,50"}, ',', false},
		{"both marks, the last is the decimal one", []string{"1,234.50"}, '.', false},
		{"both marks the other way round", []string{"1.234,50"}, ',', false},
		{"a mark that comes twice groups thousands", []string{"1,234,567"}, '.', false},
		{"a mark after zero does not group thousands", []string{"0.125"}, '.', false},
		{"thousands or decimals", []string{"1.234"}, 0, true},
		{"one of each", []string{"1,5", "1.5"}, 0, true},
		{"a currency without decimals", []string{"12,000円"}, '.', false},
		{"another one, with points", []string{"₩12.000"}, ',', false},
		{"a symbol that may be of another currency", []string{"¥12,000"}, 0, true},
		{"Indian groups", []string{"4,50,000"}, '.', false},
	} {
		var p DecimalInference
		for i, c := range x.cells {
			p.Observe(c, i+1)
		}
		if got, _, err := p.Decide("deals"); got != x.want || (err != "") != x.bad {
			t.Errorf("%s: %q %s", x.name, got, err)
		}
	}
}

func TestAmountsInACurrencyWithoutDecimalsGroupThousands(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]byte{"¥12,000": '.', "12,000": '.', "12.000": ',', "$12,000": 0, "12,000 EUR": 0} {
		p := DecimalInference{Currency: "JPY"}
		p.Observe(cell, 1)
		if got, _, _ := p.Decide("deals"); got != want {
			t.Errorf("%q in a table in yen: %q, want %q", cell, got, want)
		}
	}
}

func TestCurrenciesAreNamedInManyWays(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"": "", "usd": "USD", "US Dollar": "USD", "EUR - Euro": "EUR", "Dollar (USD)": "USD", "$": "$", "kr.": "kr", "₨": "rs", "＄": "$",
		"Złoty": "PLN", "USD or EUR": "?", "pieces": "?", "PCS": "?", ".": "?",
	} {
		if got := NamedCurrency(cell); got != want {
			t.Errorf("%q is %q, want %q", cell, got, want)
		}
	}
	for _, x := range [][3]string{
		{"$", "CAD", "CAD"}, {"CAD", "$", "CAD"}, {"$", "EUR", "?"}, {"EUR", "", "EUR"}, {"", "kr", "kr"}, {"EUR", "USD", "?"}, {"$", "$", "$"},
	} {
		if got := CommonCurrency(x[0], x[1]); got != x[2] {
			t.Errorf("%q with %q is %q, want %q", x[0], x[1], got, x[2])
		}
	}
}

// TestPlainAmountMatchesParseNumber uses random amounts: a plain one must be bit for bit the result of
// ParseNumber with a decimal point, and must not need the column.
func TestPlainAmountMatchesParseNumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`-?([0-9]{1,17}|[0-9]{0,5})([.,][0-9]{0,3})?[ 1.;K]?`).Draw(t, "amount")
		got, n := PlainAmount(s)
		if n == 0 {
			return
		}
		want, _, ok := ParseNumber(s[:n], '.')
		if !ok || math.Float64bits(got) != math.Float64bits(want) {
			t.Fatalf("%q as a plain amount is %v, want %v, %t", s[:n], got, want, ok)
		}
		var p DecimalInference
		p.Observe(s[:n], 1)
		if sign, _, why := p.Decide("deals"); sign != '.' || why != "" || p.commaLine > 0 || p.numbers != 1 || p.NeedsColumn {
			t.Fatalf("%q proves %+v", s[:n], p)
		}
	})
	for s, want := range map[string]bool{
		"0": true, "-7": true, "1200.5": true, "1200.05": true, "123456789012345": true,
		"": false, "-": false, "5.": false, ".5": false, "1.234": false, "1,50": false, "1234567890123456": false,
		"--1": false, " 1": false,
	} {
		if IsPlainAmount(s) != want {
			t.Errorf("%q is plain: %v", s, !want)
		}
	}
}

// FuzzNumber reads any text as a number, formats it and reads it back: the result must be finite and the
// same.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1,234.50", "1.234,50 €", "(12)", "-5", "$1,000", "1'000", "12 34 567", ".5", "1e5", "USD 7", "−3", "٣"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, comma bool) {
		(&DecimalInference{}).Observe(s, 1)
		decimal := byte('.')
		if comma {
			decimal = ','
		}
		x, _, ok := ParseNumber(s, decimal)
		if !ok {
			return
		}
		again, _, ok := ParseNumber(strconv.FormatFloat(x, 'f', -1, 64), '.')
		if math.IsNaN(x) || math.IsInf(x, 0) || !ok || again != x {
			t.Errorf("%q is %v, then %v, %v", s, x, again, ok)
		}
	})
}
