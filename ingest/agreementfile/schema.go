package agreementfile

import (
	"maps"
	"reflect"
	"slices"

	"github.com/invopop/jsonschema"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// Schema is the JSON Schema of agreement.yaml, for editors: the keys that the loader knows, in the order of the model, and
// what kind of value each takes. The loader checks more: what the terms mean to one another, and every form to the letter.
func Schema() *jsonschema.Schema {
	s := schemaOf("", reflect.TypeFor[agreement.Agreement]())
	s.Version = jsonschema.Version
	s.Title = "leadpact agreement"
	return s
}

// schemaOf is the schema of a value of this type under a rule of agreementRules, as bind reads it.
func schemaOf(rule string, t reflect.Type) *jsonschema.Schema {
	switch {
	case scalarReaders[t] != nil:
		return scalarSchema(rules[rule], t)
	case t.Kind() == reflect.Pointer:
		return schemaOf(rule, t.Elem())
	case t == reflect.TypeFor[agreement.SQLDefinition]():
		return either(ofType("string"), structSchema(rule, t))
	case t == reflect.TypeFor[[]calendar.OpenHours]():
		hours := ofType("string")
		return &jsonschema.Schema{Type: "object", AdditionalProperties: either(hours, listOf(hours))}
	case t == reflect.TypeFor[agreement.Input]():
		return inputSchema(rule, t)
	case isPairs(t):
		return pairsSchema(rule, t)
	case t.Kind() == reflect.Slice && scalarReaders[t.Elem()] != nil: // a single value stands for a list of one
		item := schemaOf(rule, t.Elem())
		return either(item, listOf(item))
	case t.Kind() == reflect.Slice:
		return listOf(schemaOf(rule, t.Elem()))
	case t.Kind() == reflect.Map:
		s := closedObject()
		for _, table := range inputTables {
			s.Properties.Set(table, orNull(schemaOf(rule, t.Elem())))
		}
		return s
	}
	return structSchema(rule, t)
}

func structSchema(rule string, t reflect.Type) *jsonschema.Schema {
	s := closedObject()
	fields := FieldsOf(reflect.New(t).Elem())
	at := keyPath{rule: rule}
	add := func(key string, f reflect.Value) {
		below := at.key(key).rule
		property := schemaOf(below, f.Type())
		if rules[below].required {
			s.Required = append(s.Required, key)
		} else {
			property = orNull(property)
		}
		if example := rules[below].example; example != "" {
			property.Description = example
		}
		s.Properties.Set(key, property)
		for _, alias := range aliasesOf(key) {
			s.Properties.Set(alias, property)
		}
	}
	for _, key := range fields.Names {
		add(key, fields.named[key])
	}
	if !fields.rest.IsValid() {
		return s
	}
	further := schemaOf(rule, fields.rest.Type().Elem().Field(1).Type)
	for _, key := range fields.restKeys {
		s.Properties.Set(key, further)
	}
	if fields.restKeys == nil {
		s.AdditionalProperties = further
	}
	return s
}

// inputSchema has marketing_sourced, a list, among the maps of values.
func inputSchema(rule string, t reflect.Type) *jsonschema.Schema {
	s := structSchema(rule, t)
	raw := schemaOf(rule+".values", reflect.TypeFor[[]string]())
	values := s.Properties.Value("values")
	values.Properties = jsonschema.NewProperties()
	values.Properties.Set("marketing_sourced", raw)
	return s
}

func pairsSchema(rule string, t reflect.Type) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "object", AdditionalProperties: schemaOf(rule, t.Elem().Field(1).Type)}
	if keys := rules[rule+".*"].oneOf; keys != nil {
		s.PropertyNames = &jsonschema.Schema{Enum: enumOf(keys)}
	}
	return s
}

// scalarForms are what a value of the file is, by the type of its field.
var scalarSchemas = map[reflect.Type]struct {
	types   []string
	pattern string // of a text
}{
	reflect.TypeFor[string]():                {types: []string{"string", "number", "boolean"}},
	reflect.TypeFor[bool]():                  {types: []string{"boolean"}},
	reflect.TypeFor[int]():                   {types: []string{"integer"}},
	reflect.TypeFor[float64]():               {types: []string{"number"}},
	reflect.TypeFor[agreement.Rate]():        {[]string{"number", "string"}, `^(\d+(\.\d*)?|\.\d+) ?%$|^history$`},
	reflect.TypeFor[agreement.Amount]():      {[]string{"number", "string"}, `^(history|plan)$`},
	reflect.TypeFor[calendar.Span]():         {[]string{"string"}, `^\d+ ?[mhd]$`},
	reflect.TypeFor[calendar.Day]():          {[]string{"string"}, `^\d{4}-\d{2}-\d{2}$`},
	reflect.TypeFor[calendar.Month]():        {[]string{"string"}, `^\d{4}-\d{2}$`},
	reflect.TypeFor[calendar.Quarter]():      {[]string{"string"}, `^\d{4}-Q[1-4]$`},
	reflect.TypeFor[agreement.Stage]():       {types: []string{"string"}},
	reflect.TypeFor[agreement.Ratio]():       {types: []string{"string", "number"}},
	reflect.TypeFor[agreement.Band]():        {types: []string{"string", "number"}},
	reflect.TypeFor[agreement.Improvement](): {types: []string{"string"}},
}

func scalarSchema(rule rule, t reflect.Type) *jsonschema.Schema {
	form := scalarSchemas[t]
	switch {
	case rule.oneOf != nil:
		return &jsonschema.Schema{Enum: enumOf(rule.oneOf)}
	case t == reflect.TypeFor[agreement.Stage]():
		return &jsonschema.Schema{Enum: enumOf(funnelStages)}
	case t == reflect.TypeFor[float64]() && rule.percent:
		return ofType("number", "string")
	}
	s := ofType(form.types...)
	s.Pattern = form.pattern
	return s
}

// ofType is a schema of one type or of several; the library's field holds one alone.
func ofType(types ...string) *jsonschema.Schema {
	if len(types) == 1 {
		return &jsonschema.Schema{Type: types[0]}
	}
	return &jsonschema.Schema{Extras: map[string]any{"type": types}}
}

// orNull lets a key be written without a value, which leaves it out.
func orNull(s *jsonschema.Schema) *jsonschema.Schema {
	switch types, several := s.Extras["type"].([]string); {
	case several:
		s.Extras["type"] = append(slices.Clip(types), "null")
	case s.Type != "":
		s.Extras = map[string]any{"type": []string{s.Type, "null"}}
		s.Type = ""
	case s.Enum != nil:
		s.Enum = append(s.Enum, nil)
	default:
		s.AnyOf = append(s.AnyOf, ofType("null"))
	}
	return s
}

func either(a, b *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{a, b}}
}

func listOf(item *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "array", Items: item}
}

func closedObject() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
}

// words are the values of an enum, with their other names.
func enumOf(list []string) []any {
	var out []any
	for _, w := range list {
		out = append(out, w)
		for _, alias := range aliasesOf(w) {
			out = append(out, alias)
		}
	}
	return out
}

func aliasesOf(word string) []string {
	var out []string
	for _, alias := range slices.Sorted(maps.Keys(keyAliases)) {
		if keyAliases[alias] == word {
			out = append(out, alias)
		}
	}
	return out
}
