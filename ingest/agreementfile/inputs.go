package agreementfile

import (
	"reflect"
	"slices"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/model/agreement"
)

// bindInput reads an input. The key marketing_sourced of values is a list and is read separately; all
// other keys of values are maps.
func (l *loader) bindInput(p keyPath, v reflect.Value, n *yamlNode) {
	if !l.requireKind(yamlMap, p, n) {
		return
	}
	rest := *n
	rest.entries = slices.Clone(n.entries)
	for i, e := range rest.entries {
		if e.key != "values" || e.value.kind != yamlMap {
			continue
		}
		values := *e.value
		values.entries = nil
		for _, e := range e.value.entries {
			if e.key != "marketing_sourced" {
				values.entries = append(values.entries, e)
				continue
			}
			l.bind(p.key("values").entry(e.key), v.FieldByName("MarketingSourced"), e.value)
		}
		rest.entries[i].value = &values
	}
	l.bindStruct(p, v, &rest)
}

// checkInputs checks that there is an input that can be counted, and that inputs refer to existing
// columns and words.
func (l *loader) checkInputs(a *agreement.Agreement) {
	if a.Inputs["leads"] == nil && a.Inputs["deals"] == nil {
		l.refuse("inputs", "inputs has neither leads nor deals; add one, as leads: {files: [exports/leads.csv]}")
	}
	if a.Inputs["facts"] != nil && a.Inputs["activities"] != nil {
		l.refuse("inputs.facts", "inputs.facts stands in place of activities; keep one of them")
	}
	for _, name := range inputTables {
		if in, t := a.Inputs[name], profile.TableNamed(name); in != nil {
			if len(in.Files) == 0 {
				l.refuse("inputs."+name, "inputs.%s.files is empty; name a file, folder or pattern", name)
			}
			if t != nil {
				l.checkColumns(a, t, in)
			}
		}
	}
}

// checkColumns checks everything in an input that refers to columns of its table.
func (l *loader) checkColumns(a *agreement.Agreement, t *profile.Table, in *agreement.Input) {
	path := "inputs." + t.Name
	for _, c := range in.Columns {
		l.checkColumn(path+".columns."+c.Key, t, c.Key)
	}
	for _, c := range in.Constants {
		at := path + ".constants." + c.Key
		if l.checkColumn(at, t, c.Key) {
			if known, ok := hasWord(profile.WordsOf(a, t.Name, c.Key), c.Value); !ok {
				l.refuse(at, "%s %s is not known here; %s",
					keyPath{at: at}, shortQuote(c.Value), suggestion(c.Value, known))
			}
		}
	}
	for _, values := range in.Values {
		at := path + ".values." + values.Key
		if !l.checkColumn(at, t, values.Key) {
			continue
		}
		owner := map[string]string{} // by raw value: the word under which it is listed
		for _, v := range values.Value {
			if known, ok := hasWord(profile.WordsOf(a, t.Name, values.Key), v.Key); !ok {
				l.refuseKey(at+"."+v.Key, "%s is not known for %s: the key is leadpact's word, its list holds the CRM's words; %s",
					shortQuote(v.Key), values.Key, suggestion(v.Key, known))
			}
			for i, raw := range v.Value {
				key := csvtext.FoldCase(raw)
				if other := owner[key]; other != "" && other != v.Key {
					item := keyPath{at: at + "." + v.Key}.item(i).at
					l.refuse(item, "%s stands under %s and %s; keep one", shortQuote(raw), other, v.Key)
				}
				owner[key] = v.Key
			}
		}
	}
	if in.MarketingSourced != nil && t.Index("source") < 0 {
		l.refuseKey(path+".values.marketing_sourced",
			"%s has no column source; put marketing_sourced under leads or deals", t.Name)
	}
}

// isColumn reports whether a table of the given name has a column.
func isColumn(table, column string) bool {
	t := profile.TableNamed(table)
	return t != nil && t.Index(column) >= 0
}

// checkColumn reports whether a table has a column, and records a fault at the key of a path if not.
func (l *loader) checkColumn(path string, t *profile.Table, column string) bool {
	if t.Index(column) >= 0 {
		return true
	}
	var known []string
	for _, c := range t.Columns {
		known = append(known, c.Name)
	}
	l.refuseKey(path, "%s has no column %s; %s", t.Name, shortQuote(column), suggestion(column, known))
	return false
}

// hasWord reports whether a value is one of a column's words, and returns the names of these words. For a
// column of free text, or of names that this agreement does not define, any value is.
func hasWord(words []profile.Word, value string) (known []string, ok bool) {
	for _, w := range words {
		known = append(known, w.Name)
	}
	if len(words) == 0 {
		return nil, true
	}
	_, ok = profile.NewMapper(words).Map(value, '.')
	return known, ok
}
