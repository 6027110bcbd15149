package agreementfile

import (
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// keyPath is the path of a value in two forms. at includes indexes of lists and keys of free maps, as in
// revenue.streams[0].share. rule leaves the indexes out, as in revenue.streams.share, which is the key of
// the rule in ruleSet.
type keyPath struct{ at, rule string }

// key returns the path of a key of a struct.
func (p keyPath) key(name string) keyPath {
	return keyPath{strings.TrimPrefix(p.at+"."+name, "."), strings.TrimPrefix(p.rule+"."+name, ".")}
}

// item returns the path of an item of a list.
func (p keyPath) item(i int) keyPath {
	return keyPath{p.at + "[" + strconv.Itoa(i) + "]", p.rule}
}

// entry returns the path of an entry of a free map.
func (p keyPath) entry(key string) keyPath {
	return keyPath{strings.TrimPrefix(p.at+"."+key, "."), p.rule}
}

var listIndex = regexp.MustCompile(`\[\d+\]`)

// String returns the path for a message, without indexes of lists, since line and column show which item
// is meant.
func (p keyPath) String() string {
	if p.at == "" {
		return "the agreement"
	}
	return listIndex.ReplaceAllString(p.at, "")
}

// parentPath returns the path of the map or list that holds a value; "" for a top-level key.
func parentPath(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

// keyAliases maps alternative spellings of keys and words to the canonical ones.
var keyAliases = map[string]string{"medium": "moderate"}

// bind reads a value into a field of the model, by the field's type and the rule of its path. A key
// without a value (`until:`) counts as absent.
func (l *loader) bind(p keyPath, v reflect.Value, n *yamlNode) {
	if n.kind == yamlNull {
		return
	}
	l.places[p.at] = n
	if read := scalarReaders[v.Type()]; read != nil {
		l.bindScalar(p, v, n, read)
		return
	}
	switch t := v.Type(); {
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		l.bind(p, v.Elem(), n)
	case t == reflect.TypeFor[agreement.SQLDefinition]() && n.kind == yamlScalar:
		l.bind(p.key("text"), v.FieldByName("Text"), n)
	case t == reflect.TypeFor[[]calendar.OpenHours]():
		l.bindHours(p, v, n)
	case t == reflect.TypeFor[agreement.Input]():
		l.bindInput(p, v, n)
	case isPairs(t):
		l.bindPairs(p, v, n)
	case t.Kind() == reflect.Slice:
		l.bindList(p, v, n)
	case t.Kind() == reflect.Map:
		l.bindMap(p, v, n)
	default:
		l.bindStruct(p, v, n)
	}
}

// requireKind reports whether a value is of a kind, and records a fault if not.
func (l *loader) requireKind(kind yamlKind, p keyPath, n *yamlNode) bool {
	if n.kind != kind {
		l.refuseAt(n.line, n.column, "%s is %s; write %s%s", p, n.kind, kind, inputExample(p.rule))
	}
	return n.kind == kind
}

// bindScalar reads a single value.
func (l *loader) bindScalar(p keyPath, v reflect.Value, n *yamlNode, read scalarReader) {
	if !l.requireKind(yamlScalar, p, n) {
		return
	}
	x, fault := read(strings.TrimSpace(n.text), l.rules[p.rule])
	if fault != "" {
		l.refuseAt(n.line, n.column, "%s %s %s", p, shortQuote(n.text), fault)
		return
	}
	v.Set(reflect.ValueOf(x))
}

// bindList reads a list. A single value stands for a list of one.
func (l *loader) bindList(p keyPath, v reflect.Value, n *yamlNode) {
	items := n.items
	if n.kind == yamlScalar && scalarReaders[v.Type().Elem()] != nil {
		items = []*yamlNode{n}
	} else if !l.requireKind(yamlList, p, n) {
		return
	}
	for i, item := range items {
		x := reflect.New(v.Type().Elem()).Elem()
		if item.kind == yamlNull {
			l.refuseAt(item.line, item.column, "%s has an empty item; fill it in or delete it", p)
		}
		l.bind(p.item(i), x, item)
		v.Set(reflect.Append(v, x))
	}
}

// bindPairs reads a map with free keys, in the order in which they are written.
func (l *loader) bindPairs(p keyPath, v reflect.Value, n *yamlNode) {
	if !l.requireKind(yamlMap, p, n) {
		return
	}
	for _, e := range n.entries {
		l.bindPair(p, v, e)
	}
}

// bindPair reads an entry of a free map.
func (l *loader) bindPair(p keyPath, v reflect.Value, e yamlEntry) {
	key, fault := readText(strings.TrimSpace(e.key), l.rules[p.rule+".*"])
	if fault == "" && key == "" {
		fault = "is blank; give it a name"
	} else if fault == "" && l.has(p.entry(key.(string)).at) {
		fault = "stands twice; keep one"
	}
	if fault != "" {
		l.refuseAt(e.line, e.column, "key %s in %s %s", shortQuote(e.key), p, fault)
		return
	}
	pair := reflect.New(v.Type().Elem()).Elem()
	pair.Field(0).SetString(key.(string))
	l.bind(p.entry(key.(string)), pair.Field(1), e.value)
	if e.value.kind == yamlNull {
		l.refuseAt(e.line, e.column, "%s has no value; fill it in or delete it", p.entry(key.(string)))
	}
	v.Set(reflect.Append(v, pair))
}

// bindMap reads inputs, which have one entry for each table.
func (l *loader) bindMap(p keyPath, v reflect.Value, n *yamlNode) {
	if !l.requireKind(yamlMap, p, n) {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, e := range n.entries {
		if !slices.Contains(inputTables, e.key) {
			l.refuseUnknown(p, e, inputTables)
			continue
		}
		x := reflect.New(v.Type().Elem()).Elem()
		l.bind(p.entry(e.key), x, e.value)
		if !x.IsNil() {
			v.SetMapIndex(reflect.ValueOf(e.key), x)
		}
	}
}

// bindStruct reads a map with known keys. It records a fault for each required key that is missing,
// unless a misspelt key is likely to mean it.
func (l *loader) bindStruct(p keyPath, v reflect.Value, n *yamlNode) {
	if !l.requireKind(yamlMap, p, n) {
		return
	}
	fields := fieldsOf(v)
	meant := map[string]bool{} // keys that are present, though misspelt or without a value
	for _, e := range n.entries {
		if alias := keyAliases[e.key]; fields.named[alias].IsValid() {
			e.key = alias
		}
		switch field, known := fields.named[e.key]; {
		case known && l.has(p.key(e.key).at):
			l.refuseAt(e.line, e.column, "key %s stands twice, once by its other name; keep one", e.key)
		case known && e.value.kind == yamlNull && l.rules[p.key(e.key).rule].required:
			meant[e.key] = true
			l.refuseAt(e.line, e.column, "%s has no value; fill it in", p.key(e.key))
		case known:
			l.bind(p.key(e.key), field, e.value)
		case fields.rest.IsValid() && (fields.restKeys == nil || slices.Contains(fields.restKeys, e.key)):
			l.bindPair(p, fields.rest, e)
		default:
			meant[l.refuseUnknown(p, e, append(fields.names, fields.restKeys...))] = true
		}
	}
	for _, key := range fields.names {
		if path := p.key(key); l.rules[path.rule].required && !l.has(path.at) && !meant[key] {
			l.refuseAt(n.line, n.column, "%s is missing; add %s", path, l.rules.requiredHint(path.rule, key))
		}
	}
}

// refuseUnknown records the fault of an unknown key, and returns the known key that was most likely
// meant, or "".
func (l *loader) refuseUnknown(p keyPath, e yamlEntry, known []string) (near string) {
	if near = nearestWord(e.key, known); near != "" {
		l.refuseAt(e.line, e.column, "unknown key %s in %s; did you mean %s?", shortQuote(e.key), p, near)
	} else if table, ok := strings.CutPrefix(p.at, "inputs."); ok && isColumn(table, e.key) {
		l.refuseAt(e.line, e.column, "unknown key %s in %s; it is a column, so write columns: {%s: HEADER}",
			shortQuote(e.key), p, e.key)
	} else if home := keyHomes()[e.key]; home != "" && p.at == "" {
		l.refuseAt(e.line, e.column, "unknown key %s at the top; it belongs under %s", shortQuote(e.key), home)
	} else {
		l.refuseAt(e.line, e.column, "unknown key %s in %s; its keys are %s",
			shortQuote(e.key), p, strings.Join(known, ", "))
	}
	return near
}

// structFields holds the keys of a struct of the model, with those of its inline fields.
type structFields struct {
	names    []string
	named    map[string]reflect.Value
	rest     reflect.Value // Pairs that receive all further keys; not valid where the struct has no such field
	restKeys []string      // possible further keys; nil: any
}

// fieldsOf returns the keys of a struct of the model.
func fieldsOf(v reflect.Value) structFields {
	out := structFields{named: map[string]reflect.Value{}}
	out.add(v)
	return out
}

func (s *structFields) add(v reflect.Value) {
	for i := range v.NumField() {
		f, tag := v.Field(i), v.Type().Field(i).Tag.Get("yaml")
		switch {
		case tag == "" || tag == "-":
		case tag != ",inline":
			s.names = append(s.names, tag)
			s.named[tag] = f
		case f.Kind() == reflect.Struct:
			s.add(f)
		case f.Kind() == reflect.Array: // counts by stage; an absent count is NaN
			for stage := range f.Len() {
				f.Index(stage).SetFloat(math.NaN())
			}
			for stage, name := range funnelStages {
				s.names = append(s.names, name)
				s.named[name] = f.Index(stage + int(agreement.QL))
			}
		default:
			s.rest = f
			if v.Type() != reflect.TypeFor[agreement.Definitions]() {
				s.restKeys = agreement.Motions()
			}
		}
	}
}

// isPairs reports whether a type is agreement.Pairs, a map with free keys in order.
func isPairs(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && strings.HasPrefix(t.Elem().Name(), "Pair[")
}
