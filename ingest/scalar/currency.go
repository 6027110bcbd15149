package scalar

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/currency"
)

// currencySymbols maps the symbols, abbreviations and names of a single currency to its ISO 4217 code. They
// are compared without case and without a point at their end.
var currencySymbols = map[string]string{
	"€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "pound sterling": "GBP", "british pound": "GBP",
	"us$": "USD", "$us": "USD", "us dollar": "USD", "u.s. dollar": "USD", "us-dollar": "USD",
	"ca$": "CAD", "c$": "CAD", "canadian dollar": "CAD", "a$": "AUD", "au$": "AUD", "australian dollar": "AUD",
	"nz$": "NZD", "new zealand dollar": "NZD", "hk$": "HKD", "hong kong dollar": "HKD", "nt$": "TWD",
	"s$": "SGD", "sg$": "SGD", "singapore dollar": "SGD", "mx$": "MXN", "mex$": "MXN", "mexican peso": "MXN",
	"r$": "BRL", "brazilian real": "BRL", "円": "JPY", "jp¥": "JPY", "japanese yen": "JPY", "cn¥": "CNY", "rmb": "CNY",
	"chinese yuan": "CNY", "yuan renminbi": "CNY", "人民币": "CNY", "₹": "INR", "indian rupee": "INR",
	"fr": "CHF", "sfr": "CHF", "swiss franc": "CHF", "schweizer franken": "CHF",
	"swedish krona": "SEK", "norwegian krone": "NOK", "danish krone": "DKK", "zł": "PLN", "zl": "PLN", "złoty": "PLN",
	"polish zloty": "PLN", "kč": "CZK", "ft": "HUF", "лв": "BGN", "₽": "RUB", "руб": "RUB", "российский рубль": "RUB",
	"russian ruble": "RUB", "₴": "UAH", "грн": "UAH", "₸": "KZT", "₺": "TRY", "tl": "TRY", "₪": "ILS", "₩": "KRW", "원": "KRW",
	"₫": "VND", "đ": "VND", "฿": "THB", "₱": "PHP", "₦": "NGN", "rp": "IDR", "rm": "MYR", "r": "ZAR",
	"south african rand": "ZAR", "s/": "PEN", "₡": "CRC", "₲": "PYG",
}

// sharedSymbols maps the symbols that several currencies have to their codes. Full-width forms of a symbol
// mean the same as the symbol.
var sharedSymbols = map[string][]string{
	"$": {
		"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "JMD", "TTD", "BBD", "NAD",
	},
	"¥":   {"JPY", "CNY"},
	"元":   {"CNY", "TWD", "HKD"},
	"kr":  {"SEK", "NOK", "DKK", "ISK"},
	"rs":  {"INR", "PKR", "LKR", "NPR", "MUR", "SCR"},
	"lei": {"RON", "MDL"},
}

var narrowSymbols = strings.NewReplacer("￥", "¥", "＄", "$", "￡", "£", "￦", "₩", "₨", "rs")

// ParseCurrency returns the ISO 4217 code for the symbol, code or name of a currency, "" for an empty text,
// and "?" for anything else. For a symbol that several currencies have, such as $, ¥, kr and Rs., it returns
// the symbol itself, as SharesSymbol takes it.
func ParseCurrency(unit string) string {
	key := narrowSymbols.Replace(strings.ToLower(strings.TrimSpace(unit)))
	if key != "." {
		key = strings.TrimSuffix(key, ".")
	}
	if code := currencySymbols[key]; code != "" || key == "" {
		return code
	}
	if sharedSymbols[key] != nil {
		return key
	}
	if code, err := currency.ParseISO(key); err == nil && len(key) == 3 {
		return code.String()
	}
	return "?"
}

// NamedCurrency does the same as ParseCurrency for the cell of a column of currencies, which may name its
// currency in several ways, such as "EUR - Euro" or "US Dollar (USD)": it returns the only code in the cell.
func NamedCurrency(cell string) string {
	if code := ParseCurrency(cell); code != "?" {
		return code
	}
	found := "?"
	for _, word := range strings.FieldsFunc(cell, func(r rune) bool { return !unicode.IsLetter(r) }) {
		code := ParseCurrency(word)
		if code == "?" || word != code || code == found {
			continue
		}
		if found != "?" {
			return "?"
		}
		found = code
	}
	return found
}

// SharesSymbol reports whether a currency is one of those that have a symbol, which is a result of
// ParseCurrency.
func SharesSymbol(symbol, code string) bool { return slices.Contains(sharedSymbols[symbol], code) }

// IsSharedSymbol reports whether a result of ParseCurrency is a symbol that several currencies have.
func IsSharedSymbol(symbol string) bool { return sharedSymbols[symbol] != nil }

// CommonCurrency returns what two results of ParseCurrency mean together: the code, if both are one code or
// one is a symbol of the other; the other one, if one is empty; else "?".
func CommonCurrency(a, b string) string {
	switch {
	case a == b, b == "", SharesSymbol(b, a):
		return a
	case a == "", SharesSymbol(a, b):
		return b
	}
	return "?"
}

// withoutDecimals lists the currencies that have no minor unit, such as cents, by ISO 4217.
const withoutDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"

// HasMinorUnit reports whether amounts of a currency have decimals.
func HasMinorUnit(code string) bool {
	return len(code) != 3 || !strings.Contains(withoutDecimals, code)
}
