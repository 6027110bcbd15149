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

// Difference is a term that differs between two versions of an agreement.
type Difference struct {
	Path     string // in agreement.yaml, with list items by id, name, stage or role: promise.contact_within
	Title    string // in words: Promise: Contact within
	Old, New string // as the contract writes them; "–" where a version has no such term
}

func (d Difference) String() string { return d.Path + ": " + d.Old + " → " + d.New }

// Differences lists how the terms of s differ from those of an older canonical text, in the order of the
// agreement. The other scorecards give titles to terms that s does not have.
func Differences(oldCanonical []byte, s *model.Scorecard, others ...*model.Scorecard) ([]Difference, error) {
	oldTerms, err := parseTerms(oldCanonical)
	if err != nil {
		return nil, err
	}
	newTerms, err := parseTerms(s.Agreement.Canonical())
	if err != nil {
		return nil, err
	}
	d := termLookup{cards: append([]*model.Scorecard{s}, others...)}
	var changed []term
	for path, x := range newTerms {
		if y, ok := oldTerms[path]; !ok || !reflect.DeepEqual(x.value, y.value) {
			changed = append(changed, x)
		}
	}
	for path, x := range oldTerms {
		if _, ok := newTerms[path]; !ok {
			changed = append(changed, x)
		}
	}
	slices.SortFunc(changed, d.compare)
	oldStyle, newStyle := styleOf(oldTerms), format.For(s.Agreement)
	var out []Difference
	for _, x := range changed {
		unit, title := d.describe(x)
		path := x.path()
		out = append(out, Difference{path, title,
			writeTerm(oldStyle, oldTerms, path, unit), writeTerm(newStyle, newTerms, path, unit)})
	}
	return out, nil
}

// term is one leaf of the canonical text: a number, a text, a truth value, or a list of such.
type term struct {
	keys  []string // the path to it
	value any
}

func (t term) path() string { return strings.Join(t.keys, ".") }

// parseTerms returns the leaves of a canonical text by their paths.
func parseTerms(canonical []byte) (map[string]term, error) {
	var root map[string]any
	dec := json.NewDecoder(bytes.NewReader(canonical))
	if err := dec.Decode(&root); err != nil {
		return nil, fmt.Errorf("the terms cannot be read: %w", err)
	}
	out := map[string]term{}
	collectTerms(out, nil, root)
	return out, nil
}

// collectTerms adds the leaves below a value. The order of a list of maps becomes a term of its own.
func collectTerms(out map[string]term, keys []string, value any) {
	child := func(key string) []string { return append(slices.Clone(keys), key) }
	switch x := value.(type) {
	case map[string]any:
		for key, v := range x {
			collectTerms(out, child(key), v)
		}
		return
	case []any:
		items := itemKeys(x)
		for i, key := range items {
			collectTerms(out, child(key), x[i])
		}
		if items != nil {
			order := term{child("order"), strings.Join(items, ", ")}
			out[order.path()] = order
			return
		}
	}
	t := term{keys, value}
	out[t.path()] = t
}

// itemKeys returns a key for each map of a list: the value that identifies it, or its position. For a list
// of plain values it returns nil.
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
			if s, ok := m[by].(string); ok && (by != "name" || m["role"] == nil) { // a party is identified by its role
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

// styleOf returns the style of an agreement of which only the canonical terms are known.
func styleOf(terms map[string]term) format.Style {
	var a agreement.Agreement
	a.Head.Currency, _ = terms["agreement.currency"].value.(string)
	a.Head.Locale, _ = terms["agreement.locale"].value.(string)
	if _, business := terms["clock.hours"]; business {
		a.Clock.Hours = []calendar.OpenHours{{}}
	}
	return format.For(&a)
}

// termLookup looks terms up in scorecards, to describe and to sort them.
type termLookup struct{ cards []*model.Scorecard }

// find returns the scorecards' term with the same id, and its position there. If there is none, it
// returns nil and a position after all others.
func (d termLookup) find(x term) (*calc.Term, int) {
	slugs := []string{x.keys[0]}
	for _, key := range x.keys[1:] {
		slugs = append(slugs, agreement.Slug(key))
	}
	id := model.TermID(slugs...)
	bandID := id
	if i := strings.LastIndexByte(id, '.'); i > 0 {
		bandID = id[:i] + "_" + id[i+1:] // universe.low has the id universe_low
	}
	for _, s := range d.cards {
		for i, t := range s.Terms {
			if t.ID == id || t.ID == bandID {
				return t, i
			}
		}
	}
	return nil, len(d.cards[0].Terms)
}

// describe returns the unit of a term and its title in words.
func (d termLookup) describe(x term) (formula.Unit, string) {
	if t, _ := d.find(x); t != nil {
		return t.Unit, t.Section.Title + ": " + t.Title
	}
	words := make([]string, len(x.keys))
	for i, key := range x.keys {
		words[i] = strings.ReplaceAll(key, "_", " ")
	}
	title := capitalize(words[0])
	if len(words) > 1 {
		title += ": " + strings.Join(words[1:], ", ")
	}
	return formula.Words, title
}

// compare orders terms by the agreement's sections, within a section as the scorecard lists them, then by
// path.
func (d termLookup) compare(a, b term) int {
	if c := sectionIndex(a) - sectionIndex(b); c != 0 {
		return c
	}
	_, i := d.find(a)
	_, j := d.find(b)
	if i != j {
		return i - j
	}
	return strings.Compare(a.path(), b.path())
}

// sectionIndex returns the position of a term's section in the agreement.
func sectionIndex(x term) int {
	t := reflect.TypeFor[agreement.Agreement]()
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("yaml") == x.keys[0] {
			return i
		}
	}
	return t.NumField()
}

// writeTerm writes a term's value as the contract does, or "–" if there is no such term.
func writeTerm(style format.Style, terms map[string]term, path string, unit formula.Unit) string {
	t, ok := terms[path]
	if !ok {
		return "–"
	}
	return writeValue(style, t.value, unit)
}

// canonicalSpan is a limit as the canonical text spells it: a number of minutes, hours or days.
var canonicalSpan = regexp.MustCompile(`^(\d{1,9})([mhd])$`)

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
		if m := canonicalSpan.FindStringSubmatch(x); m != nil {
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
