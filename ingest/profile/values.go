package profile

import (
	"regexp"
	"strconv"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/scalar"
	"leadpact/model"
	"leadpact/model/agreement"
)

// Mapper maps the raw values of one column to canonical ones, regardless of case: by exact values, which
// include the canonical words themselves, then by patterns with * (globs), then by bands of numbers, then
// by the fallback. It caches every raw value, so each goroutine needs its own Mapper.
type Mapper struct {
	exact    map[string]string
	globs    []globRule
	Bands    []Band
	Fallback *string           // canonical value for the pattern * alone, which applies to every other value; nil: none
	cache    map[string]mapped // by raw value
}

// Clone returns a mapper for another goroutine.
func (m *Mapper) Clone() *Mapper {
	c := *m
	c.cache = map[string]mapped{}
	return &c
}

// mapped is a cached result.
type mapped struct {
	to string
	ok bool
}

// globRule maps the values that a pattern matches to a canonical value.
type globRule struct {
	re *regexp.Regexp
	to string
}

// Band maps a range of numbers, both ends included, to a canonical value; high is nil where the range is
// open upwards.
type Band struct {
	low  float64
	high *float64
	to   string
}

// Word is a canonical value with alternative spellings.
type Word struct {
	Name    string
	Aliases []string
}

// NewMapper returns the mapper of a column with these canonical words. values are pairs of a canonical
// value and the raw ones that mean it: each an exact value, a pattern with *, * alone, or a band such as
// 70-100 or 1000-. If a raw value occurs in several pairs, the first applies. A pair whose canonical
// value is not among the words is ignored; if words is nil, every value is canonical.
func NewMapper(words []Word, values ...agreement.Pair[[]string]) *Mapper {
	m := &Mapper{exact: map[string]string{}, cache: map[string]mapped{}}
	canonical := map[string]string{}
	for _, w := range words {
		for _, s := range append([]string{w.Name}, w.Aliases...) {
			if k := csvtext.FoldCase(s); k != "" && canonical[k] == "" {
				canonical[k] = w.Name
			}
		}
	}
	for _, p := range values {
		to := p.Key
		if words != nil {
			if to = canonical[csvtext.FoldCase(p.Key)]; to == "" {
				continue // a word of the CRM's profile that this agreement lacks
			}
		}
		for _, raw := range p.Value {
			m.add(raw, to)
		}
	}
	for k, to := range canonical {
		if _, taken := m.exact[k]; !taken {
			m.exact[k] = to
		}
	}
	return m
}

var bandValue = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)?$`)

// add adds a rule for a raw value. A band is also an exact value. A range such as 1.000-5.000, whose points
// may separate thousands, is no band.
func (m *Mapper) add(raw, to string) {
	if strings.TrimSpace(raw) == "*" {
		m.Fallback = &to
		return
	}
	if strings.Contains(raw, "*") {
		m.globs = append(m.globs, globRule{glob(raw), to})
		return
	}
	if k := csvtext.FoldCase(raw); m.exact[k] == "" {
		m.exact[k] = to
	}
	f := bandValue.FindStringSubmatch(strings.TrimSpace(raw))
	if f != nil && !scalar.PointMaySeparateThousands(f[1]) && !scalar.PointMaySeparateThousands(f[2]) {
		b := Band{to: to}
		b.low, _ = strconv.ParseFloat(f[1], 64)
		if f[2] != "" {
			high, _ := strconv.ParseFloat(f[2], 64)
			b.high = &high
		}
		m.Bands = append(m.Bands, b)
	}
}

// glob compiles a pattern in which * stands for any text.
func glob(s string) *regexp.Regexp {
	parts := strings.Split(csvtext.FoldCase(s), "*")
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile(`(?s)^` + strings.Join(parts, ".*") + `$`)
}

// Map returns the canonical value of a raw one; ok is false if it has none. decimal is the column's
// decimal mark, for bands.
func (m *Mapper) Map(raw string, decimal byte) (string, bool) {
	to, ok := m.MapNamed(raw, decimal)
	if !ok && m.Fallback != nil {
		return *m.Fallback, true
	}
	return to, ok
}

// MapNamed does the same as Map without the fallback.
func (m *Mapper) MapNamed(raw string, decimal byte) (string, bool) {
	if known, ok := m.cache[raw]; ok {
		return known.to, known.ok
	}
	to, ok := m.find(csvtext.FoldCase(raw), decimal)
	m.cache[strings.Clone(raw)] = mapped{to, ok}
	return to, ok
}

// find applies the rules to a raw value in the form that FoldCase returns. A number in a band may have a
// % sign.
func (m *Mapper) find(key string, decimal byte) (string, bool) {
	if to, ok := m.exact[key]; ok {
		return to, true
	}
	for _, g := range m.globs {
		if g.re.MatchString(key) {
			return g.to, true
		}
	}
	if len(m.Bands) == 0 {
		return "", false
	}
	x, _, ok := scalar.ParseNumber(strings.TrimSuffix(key, "%"), decimal)
	for _, b := range m.Bands {
		if ok && x >= b.low && (b.high == nil || x <= *b.high) {
			return b.to, true
		}
	}
	return "", false
}

// WordsOf returns the canonical values of a table's column under an agreement. It returns nil for a
// column that is not a choice, and an empty list, which allows no value, where the agreement defines no
// tiers, actions or streams.
func WordsOf(a *agreement.Agreement, table, column string) []Word {
	t := TableNamed(table)
	if t == nil {
		return nil
	}
	if i := t.Index(column); i < 0 || t.Columns[i].Kind != Choice {
		return nil
	}
	switch column {
	case "quality":
		return wordsNamed(agreement.Qualities())
	case "motion":
		return wordsNamed(agreement.Motions())
	case "status":
		return wordsNamed(model.StatusNames())
	case "tier":
		out := []Word{}
		for _, t := range a.LeadValue.Tiers {
			out = append(out, Word{t.ID, []string{t.Name}})
		}
		return out
	case "action":
		out := []Word{}
		for _, x := range a.LeadValue.Actions {
			out = append(out, Word{x.ID, []string{x.Name}})
		}
		return out
	case "stream":
		out := []Word{}
		for _, s := range a.Revenue.Streams {
			out = append(out, Word{s.Name, nil})
		}
		return out
	}
	return fixedWords[column]
}

// wordsNamed returns the words with the given names; moderate may also be written as medium.
func wordsNamed(names []string) []Word {
	var out []Word
	for _, name := range names {
		w := Word{Name: name}
		if name == "moderate" {
			w.Aliases = []string{"medium"}
		}
		out = append(out, w)
	}
	return out
}

// TrackingMail is the type of activities that are e-mails to a list, or records of tools that an e-mail was opened and
// the like. They are ignored, and counted apart from the other kinds.
const TrackingMail = "tracking_mail"

var yesNo = []Word{{"true", []string{"yes", "1", "y", "t"}}, {"false", []string{"no", "0", "n", "f"}}}

// fixedWords holds the canonical values of the other columns of kind Choice, which do not depend on the
// agreement.
var fixedWords = map[string][]Word{
	"type": {
		{"call", []string{"inbound call", "incoming call", "call inbound", "outbound call", "outgoing call", "call outbound"}},
		{"email", []string{
			"e-mail", "inbound email", "incoming email", "email received", "email reply", "reply", "outbound email",
			"outgoing email", "email sent", "sent email",
		}},
		{"meeting", nil}, {"breakup", nil},
		{TrackingMail, []string{
			"marketing email", "mass email", "list email", "listemail", "bulk email", "newsletter", "email opened",
			"opened email", "email open", "email clicked", "clicked email", "email click", "email bounced", "email delivered", "auto reply",
			"marketing_email", "list_email", "email_opened", "email_open", "email_clicked", "email_click",
			"email_bounced", "email_delivered",
		}},
	},
	"outcome": {{"no_answer", []string{"no answer"}}, {"connected", nil}, {"conversation", nil}},
	"direction": {
		{"outbound", []string{"outgoing", "out", "sent", "ausgehend", "sortant", "saliente", "uitgaand"}},
		{"inbound", []string{"incoming", "in", "received", "eingehend", "entrant", "entrante", "inkomend"}},
	},
	"automated": yesNo,
	"amount_period": {
		{"once", []string{"one_time", "one time"}}, {"month", []string{"monthly"}}, {"quarter", []string{"quarterly"}},
		{"year", []string{"annual", "yearly"}},
	},
	"new_business": yesNo,
	"won": {
		{"true", []string{"yes", "1", "y", "t", "won"}}, {"false", []string{"no", "0", "n", "f", "lost"}}, {"open", nil},
	},
}

// Values of the model for the canonical words.
var (
	TouchKinds = map[string]model.TouchKind{
		"call": model.Call, "email": model.Email, "meeting": model.Meeting, "breakup": model.Breakup,
	}
	Outcomes = map[string]model.Outcome{
		"no_answer": model.NoAnswer, "connected": model.Connected, "conversation": model.Conversation,
	}
	Ternaries = map[string]model.Ternary{"true": model.Yes, "false": model.No}
	Statuses  = map[string]model.Status{
		"open": model.Open, "won": model.StatusWon, "lost": model.Lost,
		"disqualified": model.Disqualified, "recycled": model.Recycled,
	}
)

// ValueSet is a set of raw values, patterns and bands, such as not_people, won_stages and
// marketing_sourced.
type ValueSet struct{ m *Mapper }

// NewValueSet returns a set of raw values, patterns and bands.
func NewValueSet(raw []string) ValueSet {
	return ValueSet{NewMapper(nil, agreement.Pair[[]string]{Key: "yes", Value: raw})}
}

// Clone returns a set for another goroutine.
func (l ValueSet) Clone() ValueSet { return ValueSet{l.m.Clone()} }

// Contains reports whether a value is in the set; a blank one never is.
func (l ValueSet) Contains(s string) bool {
	if strings.TrimSpace(s) == "" {
		return false
	}
	_, ok := l.m.Map(s, '.')
	return ok
}
