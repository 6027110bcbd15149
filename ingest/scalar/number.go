package scalar

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"leadpact/ingest/csvtext"
)

// decimalProof watches every value of a number column: what proves the comma or the point to be the decimal sign.
type DecimalInference struct {
	open           string // the first value with two readings
	openLine       int
	comma, point   int // lines that prove it; 0: none
	numbers        int
	unread         string // the first value that is no number at all
	UnreadableLine int
	unreadable     int
	NeedsColumn    bool // a value is no plain amount, or the column holds words too
}

func (p *DecimalInference) Observe(s string, line int) {
	p.NeedsColumn = p.NeedsColumn || !IsPlainAmount(s)
	digits, currency, _ := bareNumber(s)
	if currency == "?" {
		if p.unreadable++; p.unread == "" {
			p.unread, p.UnreadableLine = s, line
		}
		return
	}
	p.numbers++
	comma, point := strings.Count(digits, ","), strings.Count(digits, ".")
	prove := func(sign byte) {
		if sign == ',' && p.comma == 0 {
			p.comma = line
		}
		if sign == '.' && p.point == 0 {
			p.point = line
		}
	}
	switch {
	case comma == 0 && point == 0:
	case comma > 0 && point > 0: // the last one is the decimal sign
		prove(digits[strings.LastIndexAny(digits, ",.")])
	case comma > 1: // 1,234,567
		prove('.')
	case point > 1:
		prove(',')
	default:
		i := strings.IndexAny(digits, ",.")
		if grouping := len(digits)-i-1 == 3 && i > 0 && i <= 3 && digits[0] != '0'; !grouping {
			prove(digits[i])
		} else if p.open == "" {
			p.open, p.openLine = s, line
		}
	}
}

// join adds what a later part of the column tells.
func (p *DecimalInference) Merge(o *DecimalInference) {
	p.open, p.openLine = first(p.open, p.openLine, o.open, o.openLine)
	p.unread, p.UnreadableLine = first(p.unread, p.UnreadableLine, o.unread, o.UnreadableLine)
	p.comma, p.point = cmp.Or(p.comma, o.comma), cmp.Or(p.point, o.point)
	p.numbers, p.unreadable = p.numbers+o.numbers, p.unreadable+o.unreadable
}

// settle gives the column's decimal sign, or why it cannot be known.
func (p *DecimalInference) Decide(table string) (sign byte, line int, err string) {
	switch {
	case p.comma > 0 && p.point > 0:
		return 0, max(p.comma, p.point), fmt.Sprintf("comma and point change places as the decimal sign (lines %d and %d); set decimal: under inputs.%s in agreement.yaml", p.comma, p.point, table)
	case p.comma > 0:
		return ',', p.comma, ""
	case p.point > 0:
		return '.', p.point, ""
	case p.open != "":
		return 0, p.openLine, fmt.Sprintf("%q can be thousands or decimals, and no other row tells; set decimal: \".\" or \",\" under inputs.%s in agreement.yaml", p.open, table)
	}
	return '.', 0, ""
}

// foreign says why the column holds no numbers at all, or nothing.
func (p *DecimalInference) UnreadableFault(table, column string) string {
	if p.numbers > 0 || p.unreadable < MinEvidence {
		return ""
	}
	return fmt.Sprintf("%q is no number, nor is any other of its %d values; name another header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}", csvtext.Printable([]byte(p.unread)), p.unreadable, table, column)
}

// symbols are currency signs that stand for one currency; $ stands for many and is left for the agreement to tell.
var symbols = map[string]string{"€": "EUR", "£": "GBP", "₹": "INR", "R$": "BRL", "zł": "PLN", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "US$": "USD", "$": "$"}

// bareNumber takes sign and currency off a number: what is left are digits, commas, points, and ' for each space or
// apostrophe between digits. currency is an ISO code where the cell names one, "?" where the cell is no number.
func bareNumber(s string) (digits, currency string, negative bool) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		negative = true
		s = s[1 : len(s)-1]
	}
	if SuffixScale(s) != 1 {
		s = s[:len(s)-1]
	}
	first := strings.IndexFunc(s, isDigit)
	last := strings.LastIndexFunc(s, isDigit)
	if first < 0 {
		return "", "?", negative
	}
	if first > 0 && s[first-1] == '.' { // .5
		first--
	}
	before, after := strings.TrimSpace(s[:first]), strings.TrimSpace(s[last+1:])
	for _, minus := range []string{"-", "\u2212"} {
		for _, side := range []*string{&before, &after} {
			if strings.Contains(*side, minus) {
				if negative {
					return "", "?", true
				}
				negative = true
				*side = strings.TrimSpace(strings.Replace(*side, minus, "", 1))
			}
		}
	}
	digits = strings.Map(func(r rune) rune {
		switch {
		case isDigit(r), r == ',', r == '.':
			return r
		case unicode.IsSpace(r), r == '\'', r == '\u2019':
			return '\''
		}
		return '?'
	}, s[first:last+1])
	if strings.Contains(digits, "?") || before != "" && after != "" {
		return "", "?", negative
	}
	return digits, ParseCurrency(strings.TrimPrefix(before+after, "+")), negative
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func ParseCurrency(unit string) string {
	if code, ok := symbols[unit]; ok || unit == "" {
		return code
	}
	if len(unit) == 3 && strings.ToUpper(unit) == unit && strings.Trim(unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return unit
	}
	return "?"
}

// scaleOf is what a number's last letter multiplies it by, as Zoho shortens $115.00K; 1 without such a letter.
func SuffixScale(s string) float64 {
	s = strings.TrimSuffix(strings.TrimSpace(s), ")")
	if len(s) < 2 || s[len(s)-2] < '0' || s[len(s)-2] > '9' {
		return 1
	}
	switch s[len(s)-1] {
	case 'K':
		return 1e3
	case 'M':
		return 1e6
	case 'B':
		return 1e9
	}
	return 1
}

// plainAmount reads a number that a text begins with, and gives its length: a minus or none, digits, and a point with one or
// two more or none. It has one reading, that of parseNumber with a decimal point, and fifteen digits at most, with which it is
// as exact. 0: the text begins with no such number, or with a longer one.
func PlainAmount[T string | []byte](s T) (x float64, size int) {
	from := 0
	if len(s) > 0 && s[0] == '-' {
		from = 1
	}
	number, size := leadingDigits(s, from, 0)
	whole, behind := size-from, 0
	if size < len(s) && s[size] == '.' {
		point := size
		if number, size = leadingDigits(s, point+1, number); size == point+1 {
			return 0, 0
		}
		behind = size - point - 1
	}
	if whole == 0 || behind > 2 || whole+behind > 15 {
		return 0, 0
	}
	x = float64(number) / float64(PowersOfTen[behind])
	if from > 0 {
		x = -x
	}
	return x, size
}

// leadingDigits adds the digits of a text from a place on to a number, and gives the place behind them.
func leadingDigits[T string | []byte](s T, at int, number uint64) (uint64, int) {
	for ; at < len(s) && s[at] >= '0' && s[at] <= '9'; at++ {
		number = 10*number + uint64(s[at]-'0')
	}
	return number, at
}

func IsPlainAmount[T string | []byte](s T) bool {
	_, size := PlainAmount(s)
	return size > 0 && size == len(s)
}

// parseNumber reads a number whose decimal sign is known; the other sign, a space or an apostrophe may group thousands.
// currency is as bareNumber gives it.
func ParseNumber(s string, decimal byte) (x float64, currency string, ok bool) {
	digits, currency, negative := bareNumber(s)
	if currency == "?" {
		return 0, "", false
	}
	whole, frac, _ := strings.Cut(digits, string(decimal))
	group := "'"
	if !strings.Contains(whole, group) {
		group = map[byte]string{'.': ",", ',': "."}[decimal]
	}
	parts := strings.Split(whole, group)
	for i, p := range parts {
		last := i == len(parts)-1
		if i > 0 && len(p) != 3 && (last || len(p) != 2) || i == 0 && !last && (p == "" || len(p) > 3) {
			return 0, currency, false
		}
	}
	x, err := strconv.ParseFloat(strings.Join(parts, "")+"."+frac, 64)
	if err != nil || math.IsInf(x, 0) {
		return 0, currency, false
	}
	x *= SuffixScale(s)
	if negative {
		x = -x
	}
	return x, currency, true
}

var PowersOfTen = func() (of [19]uint64) {
	of[0] = 1
	for i := range of[1:] {
		of[i+1] = 10 * of[i]
	}
	return of
}()
