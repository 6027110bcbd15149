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

// mapper turns the raw values of one column into canonical ones: by the agreement's values (an exact value before a pattern
// before a band), then by the canonical names themselves. Case does not matter.
type Mapper struct {
	exact    map[string]string
	globs    []globRule
	Bands    []Band
	Fallback *string           // what the pattern * alone gives: every other value
	cache    map[string]mapped // every raw value met so far
}

// clone is a mapper for another goroutine.
func (m *Mapper) Clone() *Mapper {
	c := *m
	c.cache = map[string]mapped{}
	return &c
}

type mapped struct {
	to string
	ok bool
}

type globRule struct {
	re *regexp.Regexp
	to string
}

// band is a range of numbers, both ends included; high is nil where it is open.
type Band struct {
	low  float64
	high *float64
	to   string
}

// word is a canonical value with the other spellings that mean it.
type Word struct {
	Name    string
	Aliases []string
}

// newMapper makes the mapper of a column. Where words is nil, any target is canonical.
func NewMapper(words []Word, values ...agreement.Pair[[]string]) *Mapper {
	m := &Mapper{exact: map[string]string{}, cache: map[string]mapped{}}
	own := map[string]string{}
	for _, w := range words {
		for _, s := range append([]string{w.Name}, w.Aliases...) {
			if k := csvtext.FoldCase(s); k != "" && own[k] == "" {
				own[k] = w.Name
			}
		}
	}
	for _, p := range values {
		to := p.Key
		if words != nil {
			if to = own[csvtext.FoldCase(p.Key)]; to == "" {
				continue // a profile's word that this agreement does not have
			}
		}
		for _, raw := range p.Value {
			m.add(raw, to)
		}
	}
	for k, to := range own {
		if _, taken := m.exact[k]; !taken {
			m.exact[k] = to
		}
	}
	return m
}

var bandValue = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)?$`)

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
	if f := bandValue.FindStringSubmatch(strings.TrimSpace(raw)); f != nil {
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

// of gives the canonical value of a raw one; decimal is the column's decimal sign, for bands.
func (m *Mapper) Map(raw string, decimal byte) (string, bool) {
	to, ok := m.MapNamed(raw, decimal)
	if !ok && m.Fallback != nil {
		return *m.Fallback, true
	}
	return to, ok
}

// named is of without the pattern * alone.
func (m *Mapper) MapNamed(raw string, decimal byte) (string, bool) {
	if to, met := m.cache[raw]; met {
		return to.to, to.ok
	}
	to, ok := m.find(csvtext.FoldCase(raw), decimal)
	m.cache[strings.Clone(raw)] = mapped{to, ok}
	return to, ok
}

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

// wordsOf are the canonical values of a table's column under this agreement; nil for a column that is no choice.
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
		return []Word{{"high", nil}, {"moderate", []string{"medium"}}, {"low", nil}}
	case "tier":
		var out []Word
		for _, t := range a.LeadValue.Tiers {
			out = append(out, Word{t.ID, []string{t.Name}})
		}
		return nonNil(out)
	case "action":
		var out []Word
		for _, x := range a.LeadValue.Actions {
			out = append(out, Word{x.ID, []string{x.Name}})
		}
		return nonNil(out)
	case "stream":
		var out []Word
		for _, s := range a.Revenue.Streams {
			out = append(out, Word{s.Name, nil})
		}
		return nonNil(out)
	case "status":
		var out []Word
		for _, s := range model.StatusNames() {
			out = append(out, Word{s, nil})
		}
		return out
	}
	return fixedWords[column]
}

var yesNo = []Word{{"true", []string{"yes", "1", "y", "t"}}, {"false", []string{"no", "0", "n", "f"}}}

var fixedWords = map[string][]Word{
	"motion":       {{"inbound", nil}, {"outbound", nil}},
	"type":         {{"call", nil}, {"email", []string{"e-mail"}}, {"meeting", nil}, {"breakup", nil}},
	"outcome":      {{"no_answer", []string{"no answer"}}, {"connected", nil}, {"conversation", nil}},
	"direction":    {{"outbound", nil}, {"inbound", nil}},
	"automated":    yesNo,
	"new_business": yesNo,
	"won":          {{"true", []string{"yes", "1", "y", "t", "won"}}, {"false", []string{"no", "0", "n", "f", "lost"}}, {"open", nil}},
}

// nonNil keeps an agreement without tiers, actions or streams from taking any word for one.
func nonNil(w []Word) []Word {
	if w == nil {
		return []Word{}
	}
	return w
}

var (
	TouchKinds = map[string]model.TouchKind{"call": model.Call, "email": model.Email, "meeting": model.Meeting, "breakup": model.Breakup}
	Outcomes   = map[string]model.Outcome{"no_answer": model.NoAnswer, "connected": model.Connected, "conversation": model.Conversation}
	Ternaries  = map[string]model.Ternary{"true": model.Yes, "false": model.No}
	Statuses   = map[string]model.Status{"open": model.Open, "won": model.StatusWon, "lost": model.Lost, "disqualified": model.Disqualified, "recycled": model.Recycled}
)

// list is a set of raw values or patterns, as not_people, won_stages and marketing_sourced are.
type ValueSet struct{ m *Mapper }

func NewValueSet(raw []string) ValueSet {
	return ValueSet{NewMapper(nil, agreement.Pair[[]string]{Key: "yes", Value: raw})}
}

func (l ValueSet) Clone() ValueSet { return ValueSet{l.m.Clone()} }

func (l ValueSet) Contains(s string) bool {
	if strings.TrimSpace(s) == "" {
		return false
	}
	_, ok := l.m.Map(s, '.')
	return ok
}
