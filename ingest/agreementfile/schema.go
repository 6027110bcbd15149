package agreementfile

import (
	"maps"
	"reflect"
	"slices"

	"github.com/invopop/jsonschema"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// Schema returns the JSON Schema of agreement.yaml, for editors: the keys that the loader knows, in the
// order of the model, and the kind of value of each. The loader checks more: terms against each other,
// and the exact form of each value.
func Schema() *jsonschema.Schema {
	return rules.schema()
}

func (rules ruleSet) schema() *jsonschema.Schema {
	s := rules.schemaOf("", reflect.TypeFor[agreement.Agreement]())
	s.Version = jsonschema.Version
	s.Title = "leadpact agreement"
	return s
}

// schemaOf returns the schema of a value of a type under the rule of a path, so that it accepts what bind
// reads.
func (rules ruleSet) schemaOf(path string, t reflect.Type) *jsonschema.Schema {
	switch {
	case scalarReaders[t] != nil:
		return scalarSchema(rules[path], t)
	case t.Kind() == reflect.Pointer:
		return rules.schemaOf(path, t.Elem())
	case t == reflect.TypeFor[agreement.SQLDefinition]():
		return either(ofType("string"), rules.structSchema(path, t))
	case t == reflect.TypeFor[[]calendar.OpenHours]():
		hours := ofType("string")
		return &jsonschema.Schema{Type: "object", AdditionalProperties: either(hours, listOf(hours))}
	case t == reflect.TypeFor[agreement.Input]():
		return rules.inputSchema(path, t)
	case isPairs(t):
		return rules.pairsSchema(path, t)
	case t.Kind() == reflect.Slice && scalarReaders[t.Elem()] != nil: // a single value stands for a list of one
		item := rules.schemaOf(path, t.Elem())
		return either(item, listOf(item))
	case t.Kind() == reflect.Slice:
		return listOf(rules.schemaOf(path, t.Elem()))
	case t.Kind() == reflect.Map:
		s := closedObject()
		for _, table := range inputTables {
			s.Properties.Set(table, orNull(rules.schemaOf(path, t.Elem())))
		}
		return s
	}
	return rules.structSchema(path, t)
}

// structSchema returns the schema of a struct. Keys that are not required can also be null.

func (rules ruleSet) structSchema(path string, t reflect.Type) *jsonschema.Schema {
	s := closedObject()
	fields := fieldsOf(reflect.New(t).Elem())
	at := keyPath{rule: path}
	add := func(key string, f reflect.Value) {
		below := at.key(key).rule
		property := rules.schemaOf(below, f.Type())
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
	for _, key := range fields.names {
		add(key, fields.named[key])
	}
	if !fields.rest.IsValid() {
		return s
	}
	further := rules.schemaOf(path, fields.rest.Type().Elem().Field(1).Type)
	for _, key := range fields.restKeys {
		s.Properties.Set(key, further)
	}
	if fields.restKeys == nil {
		s.AdditionalProperties = further
	}
	return s
}

// inputSchema returns the schema of an input, with what each key is for. In its values, the key
// marketing_sourced is a list instead of a map.
func (rules ruleSet) inputSchema(path string, t reflect.Type) *jsonschema.Schema {
	s := rules.structSchema(path, t)
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		if key := inputKeys[p.Key]; key.About != "" {
			p.Value.Description = key.About + " " + key.Example
		}
	}
	raw := rules.schemaOf(path+".values", reflect.TypeFor[[]string]())
	values := s.Properties.Value("values")
	values.Properties = jsonschema.NewProperties()
	values.Properties.Set("marketing_sourced", raw)
	return s
}

// pairsSchema returns the schema of a map with free keys.
func (rules ruleSet) pairsSchema(path string, t reflect.Type) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "object", AdditionalProperties: rules.schemaOf(path, t.Elem().Field(1).Type)}
	if keys := rules[path+".*"].oneOf; keys != nil {
		s.PropertyNames = &jsonschema.Schema{Enum: enumOf(keys())}
	}
	return s
}

// scalarSchemas holds the JSON types and the pattern of a value, by the type of its field.
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

// scalarSchema returns the schema of a single value under its rule.
func scalarSchema(rule rule, t reflect.Type) *jsonschema.Schema {
	form := scalarSchemas[t]
	switch {
	case rule.oneOf != nil:
		return &jsonschema.Schema{Enum: enumOf(rule.oneOf())}
	case t == reflect.TypeFor[agreement.Stage]():
		return &jsonschema.Schema{Enum: enumOf(funnelStages)}
	case t == reflect.TypeFor[float64]() && rule.percent:
		return ofType("number", "string")
	}
	s := ofType(form.types...)
	s.Pattern = form.pattern
	return s
}

// ofType returns a schema of one or several types. The library's field Type holds only one.
func ofType(types ...string) *jsonschema.Schema {
	if len(types) == 1 {
		return &jsonschema.Schema{Type: types[0]}
	}
	return &jsonschema.Schema{Extras: map[string]any{"type": types}}
}

// orNull extends a schema to allow null, because a key without a value is equivalent to an absent key.
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

// closedObject returns the schema of a map that allows only its listed properties.
func closedObject() *jsonschema.Schema {
	return &jsonschema.Schema{
		Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema,
	}
}

// enumOf returns the values of an enum: the words and their aliases.
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

// aliasesOf returns the aliases of a key or word, sorted.
func aliasesOf(word string) []string {
	var out []string
	for _, alias := range slices.Sorted(maps.Keys(keyAliases)) {
		if keyAliases[alias] == word {
			out = append(out, alias)
		}
	}
	return out
}
