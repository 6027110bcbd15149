package agreementfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
)

// schemaTree returns the schema as decoded from its JSON.
func schemaTree(t *testing.T) map[string]any {
	t.Helper()
	data, err := json.Marshal(Schema())
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

// violation returns how a value violates a schema, for the keywords that Schema uses; "" if it does not.
func violation(schema any, value any, at string) string {
	s, ok := schema.(map[string]any)
	if !ok {
		if schema == false {
			return at + " is not allowed"
		}
		return ""
	}
	if any, ok := s["anyOf"].([]interface{}); ok {
		var why []string
		for _, one := range any {
			broken := violation(one, value, at)
			if broken == "" {
				return ""
			}
			why = append(why, broken)
		}
		return strings.Join(why, " or ")
	}
	if enum, ok := s["enum"].([]any); ok && !slices.Contains(enum, value) {
		return fmt.Sprintf("%s is %v, not of %v", at, value, enum)
	}
	types, actual := fmt.Sprint(s["type"]), jsonType(value)
	fits := strings.Contains(types, actual) || actual == "integer" && strings.Contains(types, "number")
	if s["type"] != nil && !fits {
		return fmt.Sprintf("%s is %s, not %s", at, jsonType(value), types)
	}
	text, isText := value.(string)
	if isText && s["pattern"] != nil && !regexp.MustCompile(s["pattern"].(string)).MatchString(text) {
		return fmt.Sprintf("%s is %q, not %s", at, text, s["pattern"])
	}
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			if broken := violation(s["items"], item, at+"[]"); broken != "" {
				return broken
			}
		}
	case map[string]any:
		return objectViolation(s, v, at)
	}
	return ""
}

func objectViolation(s, value map[string]any, at string) string {
	properties, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
	for _, key := range required {
		if value[key.(string)] == nil {
			return fmt.Sprintf("%s.%s is missing", at, key)
		}
	}
	for key, v := range value {
		under, known := properties[key]
		if !known {
			under = s["additionalProperties"]
		}
		if broken := violation(s["propertyNames"], key, at+" key"); broken != "" {
			return broken
		}
		if broken := violation(under, v, at+"."+key); broken != "" {
			return broken
		}
	}
	return ""
}

func jsonType(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case float64:
		if v != float64(int64(v)) {
			return "number"
		}
	}
	return "integer"
}

func TestExampleSatisfiesTheSchema(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(ingesttest.SharedData(t, "agreement.example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	commented := regexp.MustCompile(`(?m)^( *)# ((outbound|fonts|hours|signed|facts): ?[{\[].*)$`)
	both := commented.ReplaceAllString(string(text), "$1$2")
	for _, text := range []string{string(text), both, minimal} {
		var tree map[string]any
		if err := yaml.Unmarshal([]byte(text), &tree); err != nil {
			t.Fatal(err)
		}
		if broken := violation(schemaTree(t), plainTree(tree), ""); broken != "" {
			t.Error(broken)
		}
	}
}

// plainTree returns a tree with the number types of JSON.
func plainTree(v any) any {
	data, _ := json.Marshal(v)
	var out any
	_ = json.Unmarshal(data, &out)
	return out
}

func TestSchemaRefusesWhatTheLoaderRefuses(t *testing.T) {
	t.Parallel()
	for _, change := range []string{
		"agreement: {id: A}", "goals: {leads: 3}", "kpis: [{id: velocity}]", "promise: {contact_within: soon}",
		"revenue: {goal: much}", "inputs: {leeds: {files: [a]}}", "clock: {handoff: never}", "mail: x",
	} {
		var tree, over map[string]any
		if err := errors.Join(yaml.Unmarshal([]byte(minimal), &tree), yaml.Unmarshal([]byte(change), &over)); err != nil {
			t.Fatal(err)
		}
		for key, v := range over {
			tree[key] = v
		}
		if violation(schemaTree(t), plainTree(tree), "") == "" {
			t.Errorf("%s satisfies the schema", change)
		}
	}
}

// TestSchemaHasTheKeysOfTheLoader compares, for every object of the schema, its properties with the keys
// that the loader lists for an unknown one.
func TestSchemaHasTheKeysOfTheLoader(t *testing.T) {
	t.Parallel()
	objects := 0
	var visit func(s map[string]any, open, shut string)
	visit = func(s map[string]any, open, shut string) {
		for _, one := range asList(s["anyOf"]) {
			visit(one.(map[string]any), open, shut)
		}
		if items, ok := s["items"].(map[string]any); ok {
			visit(items, open+"[", "]"+shut)
		}
		if more, ok := s["additionalProperties"].(map[string]any); ok && s["properties"] == nil {
			visit(more, open+"{any: ", "}"+shut)
		}
		properties, ok := s["properties"].(map[string]any)
		if !ok {
			return
		}
		for key, under := range properties {
			if under, ok := under.(map[string]any); ok {
				visit(under, open+"{"+key+": ", "}"+shut)
			}
		}
		if s["additionalProperties"] != false {
			return // any key
		}
		objects++
		_, err := Parse("a.yaml", []byte(open+"{qqqqqqqqqqqqqqqqqqqqqqq: 1}"+shut))
		_, list, found := strings.Cut(fmt.Sprint(err), "its keys are ")
		if !found {
			t.Errorf("%s: %v", open, err)
			return
		}
		list, _, _ = strings.Cut(list, "\n")
		want := strings.Split(list, ", ")
		for alias, key := range keyAliases {
			if slices.Contains(want, key) {
				want = append(want, alias)
			}
		}
		slices.Sort(want)
		var got []string
		for key := range properties {
			got = append(got, key)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: the loader's keys and the schema's:\n%s", open, diff)
		}
	}
	visit(schemaTree(t), "", "")
	if objects < 30 {
		t.Errorf("%d objects", objects)
	}
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

func TestEveryKeyOfAnInputIsExplainedByAnExampleThatLoads(t *testing.T) {
	t.Parallel()
	keys := fieldsOf(reflect.New(reflect.TypeFor[agreement.Input]()).Elem()).names
	for _, name := range keys {
		key := inputKeys[name]
		if key.About == "" {
			t.Errorf("inputKeys does not say what %s is for", name)
			continue
		}
		input := "files: [leads.csv], " + key.Example
		if name == "files" {
			input = key.Example
		}
		text := strings.Replace(minimal, "  leads: {files: [leads.csv]}", "  leads: {"+input+"}", 1)
		if _, err := Parse("agreement.yaml", []byte(text)); err != nil {
			t.Errorf("%s: %v", key.Example, err)
		}
	}
}
