package agreementfile

import (
	"net/mail"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/language"

	"leadpact/ingest/csvtext"
)

// The forms read texts that have a standard of their own. Each gives the text as the model keeps it, or says what it is not.

func formCurrency(text string) (any, string) {
	unit, err := currency.ParseISO(text)
	if err != nil {
		return nil, "is not an ISO 4217 currency; write a code such as USD or EUR"
	}
	return unit.String(), ""
}

// formZone refuses Local, which would be another zone on another machine.
func formZone(text string) (any, string) {
	_, err := time.LoadLocation(text)
	if err != nil || text == "" || text == "Local" {
		return nil, "is not an IANA time zone; write a name such as Europe/Berlin or UTC"
	}
	return text, ""
}

func formLocale(text string) (any, string) {
	tag, err := language.Parse(text)
	if err != nil || tag == language.Und {
		return nil, "is not a language tag; write one such as en-US or de"
	}
	return tag.String(), ""
}

// countryNames are codes in use beside ISO 3166.
var countryNames = map[string]string{"UK": "GB", "EL": "GR"}

func formCountry(text string) (any, string) {
	code := strings.ToUpper(text)
	if iso := countryNames[code]; iso != "" {
		return nil, "is not the ISO 3166 code; write " + iso
	}
	if holidayCalendars[code] == nil {
		return nil, "has no holiday calendar here; use " + orList(holidayCountries()) + ", or list the days under extra"
	}
	return code, ""
}

func formEmail(text string) (any, string) {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text {
		return nil, "is not an e-mail address; write it as name@example.com"
	}
	return text, ""
}

func formMailbox(text string) (any, string) {
	if _, err := mail.ParseAddress(text); err != nil {
		return nil, "is not an e-mail address; write it as name@example.com or Name <name@example.com>"
	}
	return text, ""
}

var everyForm = regexp.MustCompile(`^(\d{1,3} )?(day|week|month|quarter|year)s?$`)

func formEvery(text string) (any, string) {
	if !everyForm.MatchString(text) {
		return nil, "is no interval; write it as month, 2 weeks or 3 months"
	}
	return text, ""
}

func formWeekday(text string) (any, string) {
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

var dueForm = regexp.MustCompile(`^(first|second|third|fourth|fifth) business day ([01]\d|2[0-3]):[0-5]\d$`)

func formDue(text string) (any, string) {
	if !dueForm.MatchString(text) {
		return nil, "is no due time; write it as first business day 07:00 (first to fifth)"
	}
	return text, ""
}

var fingerprintForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

func formFingerprint(text string) (any, string) {
	text = strings.ToLower(text)
	if !fingerprintForm.MatchString(text) {
		return nil, "is no fingerprint; copy all 64 digits from the signed contract"
	}
	return text, ""
}

func formPattern(text string) (any, string) {
	if _, err := filepath.Match(text, ""); err != nil || text == "" {
		return nil, "is neither a file nor a pattern; write a path such as exports/leads*.csv"
	}
	return text, ""
}

func formEncoding(text string) (any, string) {
	if _, err := htmlindex.Get(text); err != nil {
		return nil, "is no encoding that is known; write a WHATWG name such as utf-8 or windows-1252"
	}
	return text, ""
}

func formDelimiter(text string) (any, string) {
	if text == "" {
		text = "tab" // a tab in quotes is trimmed away
	}
	if _, _, err := csvtext.ParseDelimiter(text); err != nil {
		return nil, `is no delimiter; write ",", ";", "|", tab, or up to three characters that are no letters, digits or quotes`
	}
	return text, ""
}
