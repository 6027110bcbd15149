package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// Difference is a term that two versions of an agreement do not share.
type Difference struct {
	Path     string // in agreement.yaml, items of lists by id, name, stage or role: promise.contact_within
	Title    string // in words: Promise: Contact within
	Old, New string // as the contract writes them; – where a version has no such term
}

func (d Difference) String() string { return d.Path + ": " + d.Old + " → " + d.New }

// Differences lists where the terms of a scorecard's agreement are not those of another canonical text, in the order of the
// agreement. Cards further to the first give the titles of terms that it does not have.
func Differences(old []byte, s *model.Scorecard, further ...*model.Scorecard) ([]Difference, error) {
	was, err := leaves(old)
	if err != nil {
		return nil, err
	}
	now, err := leaves(s.Agreement.Canonical())
	if err != nil {
		return nil, err
	}
	d := differ{cards: append([]*model.Scorecard{s}, further...), old: styleOf(was), new: format.For(s.Agreement)}
	var paths []leaf
	for path, x := range now {
		if y, ok := was[path]; !ok || !reflect.DeepEqual(x.value, y.value) {
			paths = append(paths, x)
		}
	}
	for path, x := range was {
		if _, ok := now[path]; !ok {
			paths = append(paths, x)
		}
	}
	slices.SortFunc(paths, d.byPlace)
	var out []Difference
	for _, x := range paths {
		unit, title := d.term(x)
		path := x.path()
		out = append(out, Difference{path, title, d.write(d.old, was, path, unit), d.write(d.new, now, path, unit)})
	}
	return out, nil
}

// leaf is one term of the canonical text: a number, a text, a yes or no, or a list of such.
type leaf struct {
	tokens []string
	value  any
}

func (l leaf) path() string { return strings.Join(l.tokens, ".") }

// leaves takes a canonical text apart.
func leaves(canonical []byte) (map[string]leaf, error) {
	var root map[string]any
	dec := json.NewDecoder(bytes.NewReader(canonical))
	if err := dec.Decode(&root); err != nil {
		return nil, fmt.Errorf("the terms cannot be read: %w", err)
	}
	out := map[string]leaf{}
	collect(out, nil, root)
	return out, nil
}

func collect(out map[string]leaf, tokens []string, v any) {
	at := func(token string) []string { return append(slices.Clone(tokens), token) }
	switch x := v.(type) {
	case map[string]any:
		for key, value := range x {
			collect(out, at(key), value)
		}
		return
	case []any:
		keys := itemKeys(x)
		for i, key := range keys {
			collect(out, at(key), x[i])
		}
		if keys != nil {
			out[strings.Join(at("order"), ".")] = leaf{at("order"), strings.Join(keys, ", ")}
			return
		}
	}
	out[strings.Join(tokens, ".")] = leaf{tokens, v}
}

// itemKeys name the items of a list of maps by what tells them apart; nil for a list of plain values.
func itemKeys(items []any) []string {
	var out []string
	seen := map[string]bool{}
	for i, item := range items {
		m, ok := item.(map[string]any)
		if !ok {
			return nil
		}
		key := strconv.Itoa(i + 1)
		for _, by := range []string{"id", "name", "stage", "quarter", "within", "role"} {
			if s, ok := m[by].(string); ok && (by != "name" || m["role"] == nil) {
				key = s
				break
			}
		}
		if seen[key] {
			key += " " + strconv.Itoa(i+1)
		}
		seen[key] = true
		out = append(out, key)
	}
	return out
}

// differ writes differences.
type differ struct {
	cards    []*model.Scorecard
	old, new format.Style
}

// styleOf is how a canonical text writes its values.
func styleOf(terms map[string]leaf) format.Style {
	var a agreement.Agreement
	a.Head.Currency, _ = terms["agreement.currency"].value.(string)
	a.Head.Locale, _ = terms["agreement.locale"].value.(string)
	if _, business := terms["clock.hours"]; business {
		a.Clock.Hours = []calendar.OpenHours{{}}
	}
	return format.For(&a)
}

// find gives the term that the cards know under a leaf's path.
func (d differ) find(l leaf) (*calc.Term, int) {
	slugs := []string{l.tokens[0]}
	for _, token := range l.tokens[1:] {
		slugs = append(slugs, agreement.Slug(token))
	}
	id := "term." + strings.Join(slugs, ".")
	band := id
	if i := strings.LastIndexByte(id, '.'); i > 0 {
		band = id[:i] + "_" + id[i+1:] // universe_low
	}
	for _, s := range d.cards {
		for i, t := range s.Terms {
			if t.ID == id || t.ID == band {
				return t, i
			}
		}
	}
	return nil, len(d.cards[0].Terms)
}

// term gives the unit of a leaf and its title in words.
func (d differ) term(l leaf) (formula.Unit, string) {
	if t, _ := d.find(l); t != nil {
		return t.Unit, t.Section + ": " + t.Title
	}
	words := make([]string, len(l.tokens))
	for i, token := range l.tokens {
		words[i] = strings.ReplaceAll(token, "_", " ")
	}
	title := capital(words[0])
	if len(words) > 1 {
		title += ": " + strings.Join(words[1:], ", ")
	}
	return formula.Words, title
}

// byPlace orders leaves as the agreement does: by its sections, within them as the card lists its terms.
func (d differ) byPlace(a, b leaf) int {
	if by := section(a) - section(b); by != 0 {
		return by
	}
	_, i := d.find(a)
	_, j := d.find(b)
	if i != j {
		return i - j
	}
	return strings.Compare(a.path(), b.path())
}

func section(l leaf) int {
	t := reflect.TypeFor[agreement.Agreement]()
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("yaml") == l.tokens[0] {
			return i
		}
	}
	return t.NumField()
}

var span = regexp.MustCompile(`^(\d{1,9})([mhd])$`)

// write gives a leaf's value as the contract does.
func (d differ) write(style format.Style, terms map[string]leaf, path string, unit formula.Unit) string {
	l, ok := terms[path]
	if !ok {
		return "–"
	}
	return writeValue(style, l.value, unit)
}

func writeValue(style format.Style, v any, unit formula.Unit) string {
	switch x := v.(type) {
	case float64:
		return style.Term(formula.Num(x), unit)
	case bool:
		return map[bool]string{true: "yes", false: "no"}[x]
	case []any:
		var words []string
		for _, item := range x {
			words = append(words, writeValue(style, item, unit))
		}
		return strings.Join(words, "; ")
	case string:
		if m := span.FindStringSubmatch(x); m != nil {
			n, _ := strconv.Atoi(m[1]) // nine digits at most
			return style.Span(map[string]calendar.Span{"m": {Minutes: n}, "h": {Minutes: 60 * n}, "d": {Days: n}}[m[2]])
		}
		if day, err := time.Parse(time.DateOnly, x); err == nil {
			return style.Date(day)
		}
		return x
	}
	return fmt.Sprint(v)
}
