package scalar

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpact/ingest/csvtext"
)

// DecimalInference infers the decimal mark of a number column from all of its values: 1,234.50 and 1,5
// have one reading, 1,234 has two, unless it is in a currency without decimals. Observe adds a value, Decide
// returns the result.
type DecimalInference struct {
	Currency             string // of amounts that name none; empty: not known
	ambiguous            string // the first value with two readings
	ambiguousLine        int
	commaLine, pointLine int    // the first lines that prove a mark; 0: none
	numbers              int    // number of values that are numbers
	firstUnreadable      string // the first value that is not a number
	UnreadableLine       int    // line of firstUnreadable; 0: all values are numbers
	unreadable           int    // number of values that are not numbers
	NeedsColumn          bool   // a value that is no plain amount, or words in the column: readings depend on the column
}

// Observe adds a value, which must not be blank, and its physical line.
func (p *DecimalInference) Observe(s string, line int) {
	p.NeedsColumn = p.NeedsColumn || !IsPlainAmount(s)
	digits, currency, _ := splitNumber(s)
	if currency == "?" {
		if p.unreadable++; p.firstUnreadable == "" {
			p.firstUnreadable, p.UnreadableLine = s, line
		}
		return
	}
	p.numbers++
	comma, point := strings.Count(digits, ","), strings.Count(digits, ".")
	prove := func(mark byte) {
		if mark == ',' && p.commaLine == 0 {
			p.commaLine = line
		}
		if mark == '.' && p.pointLine == 0 {
			p.pointLine = line
		}
	}
	switch {
	case comma == 0 && point == 0:
	case comma > 0 && point > 0: // the last one is the decimal mark
		prove(digits[strings.LastIndexAny(digits, ",.")])
	case comma > 1: // 1,234,567
		prove('.')
	case point > 1:
		prove(',')
	default:
		i := strings.IndexAny(digits, ",.")
		if grouping := len(digits)-i-1 == 3 && i > 0 && i <= 3 && digits[0] != '0'; !grouping {
			prove(digits[i])
		} else if !HasMinorUnit(CommonCurrency(currency, p.Currency)) {
			prove(',' + '.' - digits[i])
		} else if p.ambiguous == "" {
			p.ambiguous, p.ambiguousLine = s, line
		}
	}
}

// Merge adds the inference of a later part of the column.
func (p *DecimalInference) Merge(o *DecimalInference) {
	p.ambiguous, p.ambiguousLine = earlier(p.ambiguous, p.ambiguousLine, o.ambiguous, o.ambiguousLine)
	p.firstUnreadable, p.UnreadableLine = earlier(p.firstUnreadable, p.UnreadableLine, o.firstUnreadable, o.UnreadableLine)
	p.commaLine, p.pointLine = cmp.Or(p.commaLine, o.commaLine), cmp.Or(p.pointLine, o.pointLine)
	p.numbers += o.numbers
	p.unreadable += o.unreadable
}

// Decide returns the column's decimal mark, '.' or ',', and the line that proves it, or, with the mark 0,
// the reason why it cannot be determined and the line. A column without ambiguous values has the mark
// '.'. table is the name of the input, for the message.
func (p *DecimalInference) Decide(table string) (mark byte, line int, err string) {
	switch {
	case p.commaLine > 0 && p.pointLine > 0:
		return 0, max(p.commaLine, p.pointLine), fmt.Sprintf("comma and point change places as the decimal sign "+
			"(lines %d and %d); set decimal: under inputs.%s in agreement.yaml", p.commaLine, p.pointLine, table)
	case p.commaLine > 0:
		return ',', p.commaLine, ""
	case p.pointLine > 0:
		return '.', p.pointLine, ""
	case p.ambiguous != "":
		return 0, p.ambiguousLine, fmt.Sprintf("%q can be thousands or decimals, and no other row tells; "+
			"set decimal: \".\" or \",\" under inputs.%s in agreement.yaml", p.ambiguous, table)
	}
	return '.', 0, ""
}

// ProvesPoint reports whether a value proves that the decimal sign is a point.
func (p *DecimalInference) ProvesPoint() bool { return p.pointLine > 0 }

// UnreadableFault returns the reason why the column is not the expected number column: none of its values
// is a number. It returns "" if some are, or if there are too few values to judge.
func (p *DecimalInference) UnreadableFault(table, column string) string {
	if p.numbers > 0 || p.unreadable < MinEvidence {
		return ""
	}
	return fmt.Sprintf("%q is no number, nor is any other of its %d values; "+
		"name another header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}",
		csvtext.Printable([]byte(p.firstUnreadable)), p.unreadable, table, column)
}

var pointThousands = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}\.\d{3}$`)

// PointMaySeparateThousands reports whether a number such as 837.000 may be 837000 as well as 837.
func PointMaySeparateThousands(s string) bool { return pointThousands.MatchString(s) }

// splitNumber separates sign and currency from a number. digits contains the digits, commas and points,
// and ' for each space or apostrophe between digits. currency is a result of ParseCurrency; it is "?"
// also if the cell is not a number.
func splitNumber(s string) (digits, currency string, negative bool) {
	s = strings.TrimSpace(s)
	if SuffixScale(s) != 1 {
		open := strings.TrimSuffix(s, ")")
		s = open[:len(open)-1] + s[len(open):]
	}
	first := strings.IndexFunc(s, isDigit)
	last := strings.LastIndexFunc(s, isDigit)
	if first < 0 {
		return "", "?", false
	}
	if beginsWithPoint(s, first) {
		first--
	}
	before, after, negative := cutSign(strings.TrimSpace(s[:first]), strings.TrimSpace(cutNoDecimals(s[last+1:])))
	digits = strings.Map(func(r rune) rune {
		switch {
		case isDigit(r), r == ',', r == '.':
			return r
		case unicode.IsSpace(r), r == '\'', r == '\u2019', r == '´', r == '`':
			return '\''
		}
		return '?'
	}, s[first:last+1])
	if strings.Contains(digits, "?") {
		return "", "?", negative
	}
	currency = CommonCurrency(ParseCurrency(before), ParseCurrency(after))
	return digits, currency, negative
}

// beginsWithPoint reports whether the point before a number's first digit is its decimal sign, as in $.50, and
// not the end of an abbreviation, as in Rs.50.
func beginsWithPoint(s string, first int) bool {
	before, found := strings.CutSuffix(s[:first], ".")
	last, _ := utf8.DecodeLastRuneInString(before)
	return found && !unicode.IsLetter(last)
}

// cutNoDecimals removes the dash that stands in place of decimals behind a number, as in 100,- and 100.–
func cutNoDecimals(after string) string {
	for _, dash := range []string{",-", ".-", ",–", ".–", ",—", ".—", ":-"} {
		if rest, found := strings.CutPrefix(after, dash); found {
			return strings.TrimPrefix(rest, "-")
		}
	}
	return after
}

// cutSign removes the sign from what stands before and after a number: a plus, a minus or parentheses. Two
// signs stay, so that the rest is no currency.
func cutSign(before, after string) (string, string, bool) {
	if left, right, closed := strings.Cut(after, ")"); closed && strings.Count(before, "(") == 1 {
		return strings.TrimSpace(strings.Replace(before, "(", "", 1)), strings.TrimSpace(left + right), true
	}
	for _, minus := range []string{"-", "\u2212"} {
		if strings.Contains(before, minus) {
			return strings.TrimSpace(strings.Replace(before, minus, "", 1)), after, true
		}
		if strings.Contains(after, minus) {
			return before, strings.TrimSpace(strings.Replace(after, minus, "", 1)), true
		}
	}
	return strings.TrimSpace(strings.TrimPrefix(before, "+")), after, false
}

func isDigit[T byte | rune](r T) bool { return r >= '0' && r <= '9' }

// SuffixScale returns the factor of the letter (K, M or B) at the end of a number, such as Zoho's
// $115.00K; 1 without such a letter.
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

// PlainAmount is the fast path for numbers with one reading: an optional minus, digits, and optionally a
// point with one or two more, at most fifteen digits altogether. It reads the number at the beginning of
// a text and returns it with its length in bytes. The value is bit for bit the result of ParseNumber with
// a decimal point, because fifteen digits fit exactly into a float64. Size 0 means that the text does not
// begin with such a number.
func PlainAmount[T string | []byte](s T) (x float64, size int) {
	from := 0
	if len(s) > 0 && s[0] == '-' {
		from = 1
	}
	number, size := leadingDigits(s, from, 0)
	whole, decimals := size-from, 0
	if size < len(s) && s[size] == '.' {
		point := size
		if number, size = leadingDigits(s, point+1, number); size == point+1 {
			return 0, 0
		}
		decimals = size - point - 1
	}
	if whole == 0 || decimals > 2 || whole+decimals > 15 {
		return 0, 0
	}
	x = float64(number) / float64(PowersOfTen[decimals])
	if from > 0 {
		x = -x
	}
	return x, size
}

// leadingDigits appends the digits of a text, starting at an offset, to a number. It returns the number
// and the offset after the digits.
func leadingDigits[T string | []byte](s T, at int, number uint64) (uint64, int) {
	for ; at < len(s) && s[at] >= '0' && s[at] <= '9'; at++ {
		number = 10*number + uint64(s[at]-'0')
	}
	return number, at
}

// IsPlainAmount reports whether the whole text is a plain amount.
func IsPlainAmount[T string | []byte](s T) bool {
	_, size := PlainAmount(s)
	return size > 0 && size == len(s)
}

// ParseNumber reads a number with a known decimal mark, '.' or ','. The other mark, a space or an
// apostrophe may group thousands (or, as in India, hundreds). The number may have a currency, which is
// returned as by ParseCurrency, a sign or parentheses for a negative number, and a letter K, M or B.
func ParseNumber(s string, decimal byte) (x float64, currency string, ok bool) {
	digits, currency, negative := splitNumber(s)
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

// PowersOfTen holds the powers of ten from 0 to 18, which fit into a uint64.
var PowersOfTen = func() (of [19]uint64) {
	of[0] = 1
	for i := range of[1:] {
		of[i+1] = 10 * of[i]
	}
	return of
}()
