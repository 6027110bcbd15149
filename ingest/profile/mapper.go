package profile

import (
	"regexp"
	"strconv"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/scalar"
	"leadpact/model/agreement"
)

// mapper turns the raw values of one column into canonical ones: by the agreement's values (an exact value before a pattern
// before a band), then by the canonical names themselves. Case does not matter.
type Mapper struct {
	exact    map[string]string
	globs    []pattern
	Bands    []Band
	Fallback *string           // what the pattern * alone gives: every other value
	known    map[string]mapped // every raw value met so far
}

// clone is a mapper for another goroutine.
func (m *Mapper) Clone() *Mapper {
	c := *m
	c.known = map[string]mapped{}
	return &c
}

type mapped struct {
	to string
	ok bool
}

type pattern struct {
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
	m := &Mapper{exact: map[string]string{}, known: map[string]mapped{}}
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
		m.globs = append(m.globs, pattern{glob(raw), to})
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
	if to, met := m.known[raw]; met {
		return to.to, to.ok
	}
	to, ok := m.find(csvtext.FoldCase(raw), decimal)
	m.known[strings.Clone(raw)] = mapped{to, ok}
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
