package profile

import (
	"maps"
	"slices"
	"strings"
)

// Translations are other names of a CRM's headers: those of its interface under api, those in other languages
// under the language. A header may have several, as in "Owner | Besitzer". An export's headers are written once, in
// English; translate adds the others wherever a header is named.
type Translations map[string]map[string]string

// translate adds the translations to the headers that an export names.
func (t Translations) translate(e *Export) {
	for column, named := range e.Columns {
		e.Columns[column] = t.each(named)
	}
	e.Recognise = slices.Clone(e.Recognise)
	for i, spellings := range e.Recognise {
		e.Recognise[i] = strings.Join(t.each(Spellings(spellings)), " | ")
	}
	e.Unless, e.NeverBlank = t.each(e.Unless), t.each(e.NeverBlank)
	for _, header := range slices.Collect(maps.Keys(e.Drop)) {
		for _, name := range t.of(header) {
			e.Drop[name] = e.Drop[header]
		}
	}
}

// each returns a list of headers, each followed by its translations.
func (t Translations) each(headers []string) []string {
	var out []string
	for _, h := range headers {
		out = append(out, h)
		out = append(out, t.of(h)...)
	}
	return out
}

// of returns the translations of a header, or of several that are joined with " + ".
func (t Translations) of(header string) []string {
	var out []string
	for _, language := range slices.Sorted(maps.Keys(t)) {
		joined, translated := []string{""}, false
		for i, part := range strings.Split(header, " + ") {
			names := []string{part}
			if other, ok := t[language][part]; ok {
				names, translated = Spellings(other), true
			}
			var longer []string
			for _, begin := range joined {
				for _, name := range names {
					if i > 0 {
						name = begin + " + " + name
					}
					longer = append(longer, name)
				}
			}
			joined = longer
		}
		if translated {
			out = append(out, joined...)
		}
	}
	return out
}
