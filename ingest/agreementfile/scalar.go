package agreementfile

import (
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// scalarReader reads a trimmed text into a field by its rule; fault, where not empty, says what it is not and how to mend it.
type scalarReader func(text string, rule rule) (x any, fault string)

// scalarReaders are the types of the model that one value of the file fills.
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

func readText(text string, rule rule) (any, string) {
	if strings.ContainsFunc(text, func(r rune) bool { return IsControl(r) && (r != '\n' || !rule.prose) }) {
		return nil, "has a line break or control character; write it on one line"
	}
	if rule.id && (strings.ContainsAny(text, "*?~") || strings.HasPrefix(text, "<") || strings.HasPrefix(text, ">") || strings.HasPrefix(text, "=")) {
		return nil, "has a character that spreadsheets read as a pattern; leave out * ? ~ and a leading < > or ="
	}
	if rule.oneOf != nil {
		if alias := keyAliases[text]; slices.Contains(rule.oneOf, alias) {
			text = alias
		}
		if !slices.Contains(rule.oneOf, text) {
			return nil, "is not known here; " + suggestion(text, rule.oneOf)
		}
	}
	if rule.form != nil {
		return rule.form(text)
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
	plainNumber = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$`)
	percentage  = regexp.MustCompile(`^([+-]?(?:\d+(?:\.\d*)?|\.\d+)) ?%$`)
	decorations = strings.NewReplacer(",", "", "_", "", "'", "", "’", "", " ", "", "\u00a0", "", "\u202f", "", "$", "", "€", "", "£", "")
)

// number reads a plain number, or a percentage as the fraction that its digits say exactly.
func number(text string, percent bool) (float64, string) {
	digits := text
	if m := percentage.FindStringSubmatch(text); m != nil && percent {
		digits = m[1] + "e-2"
	} else if !plainNumber.MatchString(text) {
		return 0, numberMend(text, percent)
	}
	x, err := strconv.ParseFloat(digits, 64)
	const limit = 1e15
	if err != nil || math.Abs(x) > limit {
		return 0, "is too large; write at most 1000000000000000"
	}
	return x + 0, "" // -0 is 0
}

func numberMend(text string, percent bool) string {
	want := "a number; write a plain one such as 1000 or 12.5"
	if percent {
		want = "a share; write 34% or 0.34"
	}
	bare, unit := strings.TrimSpace(strings.TrimSuffix(text, "%")), ""
	if strings.HasSuffix(text, "%") {
		unit = "%"
	}
	comma := regexp.MustCompile(`^\d+,\d{1,2}$`)
	switch {
	case unit == "%" && !percent:
		return "is not a number; write it without %"
	case comma.MatchString(bare):
		return "is not a number; write " + strings.Replace(bare, ",", ".", 1) + unit + ", with a decimal point"
	case plainNumber.MatchString(decorations.Replace(bare)) && unit == "":
		return "is not a plain number; write " + decorations.Replace(bare)
	}
	return "is not " + want
}

func readInt(text string, rule rule) (any, string) {
	x, err := strconv.Atoi(text)
	if err != nil {
		return nil, "is not a whole number; write digits only"
	}
	return x, rule.in.fault(float64(x))
}

func readFloat(text string, rule rule) (any, string) {
	x, fault := number(text, rule.percent)
	if fault != "" {
		return nil, fault
	}
	return x, rule.in.fault(x)
}

func readRate(text string, rule rule) (any, string) {
	if text == "history" && rule.word == text {
		return agreement.Rate{History: true}, ""
	}
	x, fault := number(text, true)
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
	x, fault := number(text, false)
	if fault != "" {
		if rule.word != "" {
			fault += ", or " + rule.word
		}
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
	value, fault := number(strings.TrimSpace(left), false)
	to, fault2 := number(strings.TrimSpace(right), false)
	if fault != "" || fault2 != "" || value <= 0 || to <= 0 {
		return nil, `is not a ratio; write it in quotes as "1:1" or "2:1"`
	}
	return agreement.Ratio{Value: value, To: to}, ""
}

var bandForm = regexp.MustCompile(`^(\d+(?:\.\d+)?)(?: ?[-–] ?(\d+(?:\.\d+)?)?)?$`)

// readBand reads 200-400; 200 and 200- are open above.
func readBand(text string, _ rule) (any, string) {
	m := bandForm.FindStringSubmatch(text)
	if m == nil {
		return nil, "is not a band; write it as 200-400, or 200 for 200 and more"
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
	rate, fault := number(strings.TrimSpace(share), true)
	by, fault2 := readMonth(strings.TrimSpace(month), rule)
	if !ok || fault != "" || fault2 != "" {
		return nil, "is not a target; write it as 28% by 2027-03"
	}
	return agreement.Improvement{Rate: rate, By: by.(calendar.Month)}, rule.in.fault(rate)
}
