package agreementfile

import (
	"cmp"
	"math"
	"net/mail"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/currency"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/language"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/scalar"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// scalarReader reads a trimmed text under a rule. x has the type of the field. If the text is invalid,
// fault describes the problem and how to correct it; otherwise it is empty.
type scalarReader func(text string, rule rule) (x any, fault string)

// scalarReaders holds the readers of single values by the type of the field.
var scalarReaders = map[reflect.Type]scalarReader{
	reflect.TypeFor[string]():                readText,
	reflect.TypeFor[bool]():                  readBool,
	reflect.TypeFor[int]():                   readInt,
	reflect.TypeFor[float64]():               readFloat,
	reflect.TypeFor[agreement.Rate]():        readRate,
	reflect.TypeFor[agreement.Amount]():      readAmount,
	reflect.TypeFor[calendar.Span]():         readSpan,
	reflect.TypeFor[calendar.Day]():          readDay,
	reflect.TypeFor[calendar.Month]():        readMonth,
	reflect.TypeFor[calendar.Quarter]():      readQuarter,
	reflect.TypeFor[agreement.Stage]():       readStage,
	reflect.TypeFor[agreement.Ratio]():       readRatio,
	reflect.TypeFor[agreement.Band]():        readBand,
	reflect.TypeFor[agreement.Improvement](): readImprovement,
}

// readText reads a string. It returns the canonical form where the rule has a list of words or a parser.
func readText(text string, rule rule) (any, string) {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && (r != '\n' || !rule.prose) }) {
		return nil, "has a line break or control character; write it on one line"
	}
	if rule.id && (strings.ContainsAny(text, "*?~") || strings.IndexAny(text, "<>=") == 0) {
		return nil, "has a character that spreadsheets read as a pattern; leave out * ? ~ and a leading < > or ="
	}
	if rule.oneOf != nil {
		known := rule.oneOf()
		if alias := keyAliases[text]; slices.Contains(known, alias) {
			text = alias
		}
		if !slices.Contains(known, text) {
			return nil, "is not known here; " + suggestion(text, known)
		}
	}
	if rule.parse != nil {
		return rule.parse(text)
	}
	if text == "" && (rule.required || rule.id) {
		return nil, "is blank; fill it in"
	}
	return text, ""
}

func readBool(text string, _ rule) (any, string) {
	if text != "true" && text != "false" {
		return nil, "is not a truth value; write true or false"
	}
	return text == "true", ""
}

var (
	plainNumber  = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$`)
	percentage   = regexp.MustCompile(`^([+-]?(?:\d+(?:\.\d*)?|\.\d+)) ?%$`)
	decimalComma = regexp.MustCompile(`^\d+,\d{1,2}$`)
	// pointGroups matches a number whose points can only separate thousands, such as 1.000.000,50.
	pointGroups = regexp.MustCompile(`^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$`)
	// numberDecorations removes separators and signs that people write in numbers.
	numberDecorations = strings.NewReplacer(",", "", "_", "", "'", "", "’", "", " ", "", "\u00a0", "", "\u202f", "",
		"$", "", "€", "", "£", "")
)

// parseNumber reads a plain number, or a percentage as a fraction. The result is the float64 nearest to
// the exact value: 7% is 7e-2.
func parseNumber(text string, percent bool) (float64, string) {
	digits := text
	if m := percentage.FindStringSubmatch(text); m != nil && percent {
		digits = m[1] + "e-2"
	} else if !plainNumber.MatchString(text) {
		return 0, numberAdvice(text, percent)
	}
	x, err := strconv.ParseFloat(digits, 64)
	const limit = 1e15
	if err != nil || math.Abs(x) > limit {
		return 0, "is too large; write at most 1000000000000000"
	}
	return x + 0, "" // + 0 turns -0 into 0
}

// numberAdvice returns the fault of a text that is not a number, with the number that was most likely
// meant.
func numberAdvice(text string, percent bool) string {
	want := "a number; write a plain one such as 1000 or 12.5"
	if percent {
		want = "a share; write 34% or 0.34"
	}
	bare, unit := strings.TrimSpace(strings.TrimSuffix(text, "%")), ""
	if strings.HasSuffix(text, "%") {
		unit = "%"
	}
	switch {
	case unit == "%" && !percent:
		return "is not a number; write it without %"
	case decimalComma.MatchString(bare):
		return "is not a number; write " + strings.Replace(bare, ",", ".", 1) + unit + ", with a decimal point"
	case pointGroups.MatchString(bare) && unit == "":
		return "is not a plain number; write " + strings.NewReplacer(".", "", ",", ".").Replace(bare)
	case plainNumber.MatchString(numberDecorations.Replace(bare)) && unit == "":
		return "is not a plain number; write " + numberDecorations.Replace(bare)
	}
	return "is not " + want
}

// thousandsFault returns the fault of a number such as 837.000, which means 837000 to some people and 837 to
// others; empty for a number with one meaning.
func thousandsFault(text string) string {
	if !scalar.PointMaySeparateThousands(text) {
		return ""
	}
	decimals := text + "0"
	if short := strings.TrimRight(text, "0"); short != text {
		decimals = strings.TrimSuffix(short, ".")
	}
	whole := strings.Replace(text, ".", "", 1)
	return "can have thousands or decimals behind its point; write " + whole + " or " + decimals
}

func readInt(text string, rule rule) (any, string) {
	x, err := strconv.Atoi(text)
	if err != nil {
		return nil, "is not a whole number; write digits only"
	}
	return x, rule.in.fault(float64(x))
}

func readFloat(text string, rule rule) (any, string) {
	x, fault := parseNumber(text, rule.percent)
	if fault == "" && !rule.decimals {
		fault = thousandsFault(text)
	}
	if fault != "" {
		return nil, fault
	}
	return x, rule.in.fault(x)
}

func readRate(text string, rule rule) (any, string) {
	if text == "history" && rule.word == text {
		return agreement.Rate{History: true}, ""
	}
	x, fault := parseNumber(text, true)
	if fault != "" {
		return nil, fault
	}
	if fault = rule.in.fault(x); fault != "" && 1 < x && x <= 100 && !strings.HasSuffix(text, "%") {
		fault, _, _ = strings.Cut(fault, ";")
		fault += "; write " + text + "%"
	}
	return agreement.Rate{Value: x}, fault
}

func readAmount(text string, rule rule) (any, string) {
	if text != "" && text == rule.word {
		return agreement.Amount{Set: true, History: text == "history", Plan: text == "plan"}, ""
	}
	x, fault := parseNumber(text, false)
	if fault != "" && rule.word != "" {
		fault += ", or " + rule.word
	}
	if fault = cmp.Or(fault, thousandsFault(text)); fault != "" {
		return nil, fault
	}
	return agreement.Amount{Set: true, Value: x}, rule.in.fault(x)
}

var spanForm = regexp.MustCompile(`^(\d{1,6}) ?([mhd])$`)

func readSpan(text string, rule rule) (any, string) {
	m := spanForm.FindStringSubmatch(text)
	if m == nil {
		if rule.days {
			return nil, "is not a number of days; write it as 14d"
		}
		return nil, "is not a duration; write it as 24h or 5m"
	}
	n, _ := strconv.Atoi(m[1])
	switch {
	case n == 0:
		return nil, "is no time at all; leave the key out to switch its rule off"
	case rule.days && m[2] != "d":
		return nil, "is not in days, and this is kept in calendar days; write it as 14d"
	case !rule.days && m[2] == "d":
		return nil, "is in days, and this is kept in hours or minutes; write it as 24h"
	case m[2] == "d":
		return calendar.Span{Days: n}, ""
	case m[2] == "h":
		return calendar.Span{Minutes: 60 * n}, ""
	}
	return calendar.Span{Minutes: n}, ""
}

func readDay(text string, _ rule) (any, string) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, "is not a date; write it as 2026-10-31"
	}
	if t.Year() < 1970 || t.Year() > 2099 {
		return nil, "is not a date between 1970 and 2099; mend the year"
	}
	return calendar.Day{Time: t}, ""
}

func readMonth(text string, _ rule) (any, string) {
	t, err := time.Parse("2006-01", text)
	if err != nil || t.Year() < 1970 || t.Year() > 2099 {
		return nil, "is not a month; write it as 2026-10"
	}
	return calendar.Month{Time: t}, ""
}

var quarterForm = regexp.MustCompile(`^((?:19|20)\d\d)-Q([1-4])$`)

func readQuarter(text string, _ rule) (any, string) {
	m := quarterForm.FindStringSubmatch(text)
	if m == nil {
		return nil, "is not a quarter; write it as 2026-Q3"
	}
	year, _ := strconv.Atoi(m[1])
	return calendar.Quarter{Year: year, Q: int(m[2][0] - '0')}, ""
}

func readStage(text string, _ rule) (any, string) {
	i := slices.Index(funnelStages, text)
	if i < 0 {
		return nil, "is no stage; " + suggestion(text, funnelStages)
	}
	stage, _ := agreement.ParseStage(text)
	return stage, ""
}

func readRatio(text string, _ rule) (any, string) {
	left, right, _ := strings.Cut(text, ":")
	value, fault := parseNumber(strings.TrimSpace(left), false)
	to, fault2 := parseNumber(strings.TrimSpace(right), false)
	if fault != "" || fault2 != "" || value <= 0 || to <= 0 {
		return nil, `is not a ratio; write it in quotes as "1:1" or "2:1"`
	}
	return agreement.Ratio{Value: value, To: to}, ""
}

var bandForm = regexp.MustCompile(`^(\d+(?:\.\d+)?)(?: ?[-–] ?(\d+(?:\.\d+)?)?)?$`)

// readBand reads a range such as 200-400; 200 and 200- have no upper end.
func readBand(text string, _ rule) (any, string) {
	m := bandForm.FindStringSubmatch(text)
	if m == nil {
		return nil, "is not a band; write it as 200-400, or 200 for 200 and more"
	}
	if fault := cmp.Or(thousandsFault(m[1]), thousandsFault(m[2])); fault != "" {
		return nil, fault
	}
	low, _ := strconv.ParseFloat(m[1], 64)
	band := agreement.Band{Low: low}
	if m[2] != "" {
		high, _ := strconv.ParseFloat(m[2], 64)
		if high < low {
			return nil, "is a band whose upper end is below its lower; write " + m[2] + "-" + m[1]
		}
		band.High = &high
	}
	return band, ""
}

// readImprovement reads a target such as 28% by 2027-03.
func readImprovement(text string, rule rule) (any, string) {
	share, month, ok := strings.Cut(text, " by ")
	rate, fault := parseNumber(strings.TrimSpace(share), true)
	by, fault2 := readMonth(strings.TrimSpace(month), rule)
	if !ok || fault != "" || fault2 != "" {
		return nil, "is not a target; write it as 28% by 2027-03"
	}
	return agreement.Improvement{Rate: rate, By: by.(calendar.Month)}, rule.in.fault(rate)
}

// The parsers below belong to rules. Each reads a text in a format with a standard of its own, and
// returns it in canonical form, or a fault as a scalarReader does.

// parseCurrency reads a currency code of ISO 4217.
func parseCurrency(text string) (any, string) {
	unit, err := currency.ParseISO(text)
	if err != nil {
		return nil, "is not an ISO 4217 currency; write a code such as USD or EUR"
	}
	return unit.String(), ""
}

// parseZone reads an IANA time zone. It refuses Local, which depends on the machine.
func parseZone(text string) (any, string) {
	_, err := time.LoadLocation(text)
	if err != nil || text == "" || text == "Local" {
		return nil, "is not an IANA time zone; write a name such as Europe/Berlin or UTC"
	}
	return text, ""
}

// parseInstant reads a time, with or without its offset from UTC.
func parseInstant(text string) (any, string) {
	t, err := calendar.ParseInstant(text, time.UTC)
	if err != nil || t.Year() < 1970 || t.Year() > 2099 {
		return nil, "is not a time; write it as 2026-11-02T08:00, in the agreement's zone"
	}
	return text, ""
}

// parseLocale reads a language tag of BCP 47.
func parseLocale(text string) (any, string) {
	tag, err := language.Parse(text)
	if err != nil || tag == language.Und {
		return nil, "is not a language tag; write one such as en-US or de"
	}
	return tag.String(), ""
}

// parseEmail reads an e-mail address without a name.
func parseEmail(text string) (any, string) {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text {
		return nil, "is not an e-mail address; write it as name@example.com"
	}
	return text, ""
}

// parseMailbox reads an e-mail address, with or without a name.
func parseMailbox(text string) (any, string) {
	if _, err := mail.ParseAddress(text); err != nil {
		return nil, "is not an e-mail address; write it as name@example.com or Name <name@example.com>"
	}
	return text, ""
}

var intervalForm = regexp.MustCompile(`^(\d{1,3} )?(day|week|month|quarter|year)s?$`)

// parseInterval reads an interval of reviews or meetings, such as 2 weeks.
func parseInterval(text string) (any, string) {
	if !intervalForm.MatchString(text) {
		return nil, "is no interval; write it as month, 2 weeks or 3 months"
	}
	return text, ""
}

// parseWeekday reads the English name of a day.
func parseWeekday(text string) (any, string) {
	names := make([]string, 7)
	for d := range names {
		names[d] = time.Weekday((d + 1) % 7).String()
	}
	i := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, text) })
	if i < 0 {
		return nil, "is no weekday; " + suggestion(text, names)
	}
	return names[i], ""
}

var dueTimeForm = regexp.MustCompile(`^(first|second|third|fourth|fifth) business day ([01]\d|2[0-3]):[0-5]\d$`)

// parseDueTime reads the time in the month at which mail is due.
func parseDueTime(text string) (any, string) {
	if !dueTimeForm.MatchString(text) {
		return nil, "is no due time; write it as first business day 07:00 (first to fifth)"
	}
	return text, ""
}

var fingerprintForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// parseFingerprint reads the fingerprint of an agreement, 64 hexadecimal digits.
func parseFingerprint(text string) (any, string) {
	text = strings.ToLower(text)
	if !fingerprintForm.MatchString(text) {
		return nil, "is no fingerprint; copy all 64 digits from the signed contract"
	}
	return text, ""
}

// parseFilePattern reads a path or a pattern for filepath.Match.
func parseFilePattern(text string) (any, string) {
	if _, err := filepath.Match(text, ""); err != nil || text == "" {
		return nil, "is neither a file nor a pattern; write a path such as exports/leads*.csv"
	}
	return text, ""
}

// parseEncoding reads the name of an encoding as WHATWG defines it.
func parseEncoding(text string) (any, string) {
	if _, err := htmlindex.Get(text); err != nil {
		return nil, "is no encoding that is known; write a WHATWG name such as utf-8 or windows-1252"
	}
	return text, ""
}

// parseDelimiter reads the delimiter of a CSV file.
func parseDelimiter(text string) (any, string) {
	if text == "" {
		text = "tab" // the tab itself was trimmed away
	}
	if _, _, err := csvtext.ParseDelimiter(text); err != nil {
		return nil, `is no delimiter; write ",", ";", "|", tab, ` +
			`or up to three characters that are no letters, digits or quotes`
	}
	return text, ""
}
