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

// agreementPath is where a value stands: at with the places in lists and the keys of free maps
// (revenue.streams[0].share), rule without them (revenue.streams.share), as agreementRules names it.
type keyPath struct{ at, rule string }

func (p keyPath) key(name string) keyPath {
	return keyPath{strings.TrimPrefix(p.at+"."+name, "."), strings.TrimPrefix(p.rule+"."+name, ".")}
}

func (p keyPath) item(i int) keyPath {
	return keyPath{p.at + "[" + strconv.Itoa(i) + "]", p.rule}
}

func (p keyPath) entry(key string) keyPath {
	return keyPath{strings.TrimPrefix(p.at+"."+key, "."), p.rule}
}

var listIndex = regexp.MustCompile(`\[\d+\]`)

// String is how messages name the place; line and column say which item of a list it is.
func (p keyPath) String() string {
	if p.at == "" {
		return "the agreement"
	}
	return listIndex.ReplaceAllString(p.at, "")
}

// parentPath is the path of what holds the value; of a top-level key, the empty path of the whole.
func parentPath(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

// keyAliases are other words for a key.
var keyAliases = map[string]string{"medium": "moderate"}

// bind puts a value into a field of the model, by the field's type and the rule of its path. An empty value (`until:`) is an
// absent one.
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

// is refuses a value of another kind.
func (l *loader) requireKind(kind yamlKind, p keyPath, n *yamlNode) bool {
	if n.kind != kind {
		l.refuseAt(n.line, n.column, "%s is %s; write %s", p, n.kind, kind)
	}
	return n.kind == kind
}

func (l *loader) bindScalar(p keyPath, v reflect.Value, n *yamlNode, read scalarReader) {
	if !l.requireKind(yamlScalar, p, n) {
		return
	}
	x, fault := read(strings.TrimSpace(n.text), rules[p.rule])
	if fault != "" {
		l.refuseAt(n.line, n.column, "%s %s %s", p, shortQuote(n.text), fault)
		return
	}
	v.Set(reflect.ValueOf(x))
}

// bindList takes a single value for a list of one.
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

func (l *loader) bindPairs(p keyPath, v reflect.Value, n *yamlNode) {
	if !l.requireKind(yamlMap, p, n) {
		return
	}
	for _, e := range n.entries {
		l.bindPair(p, v, e)
	}
}

func (l *loader) bindPair(p keyPath, v reflect.Value, e yamlEntry) {
	key, fault := readText(strings.TrimSpace(e.key), rules[p.rule+".*"])
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

// bindMap fills inputs: one entry a table.
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

func (l *loader) bindStruct(p keyPath, v reflect.Value, n *yamlNode) {
	if !l.requireKind(yamlMap, p, n) {
		return
	}
	fields := FieldsOf(v)
	meant := map[string]bool{} // by a key that is there, though misspelt or without a value
	for _, e := range n.entries {
		if alias := keyAliases[e.key]; fields.named[alias].IsValid() {
			e.key = alias
		}
		switch field, known := fields.named[e.key]; {
		case known && l.has(p.key(e.key).at):
			l.refuseAt(e.line, e.column, "key %s stands twice, once by its other name; keep one", e.key)
		case known && e.value.kind == yamlNull && rules[p.key(e.key).rule].required:
			meant[e.key] = true
			l.refuseAt(e.line, e.column, "%s has no value; fill it in", p.key(e.key))
		case known:
			l.bind(p.key(e.key), field, e.value)
		case fields.rest.IsValid() && (fields.restKeys == nil || slices.Contains(fields.restKeys, e.key)):
			l.bindPair(p, fields.rest, e)
		default:
			meant[l.refuseUnknown(p, e, append(fields.Names, fields.restKeys...))] = true
		}
	}
	for _, key := range fields.Names {
		if path := p.key(key); rules[path.rule].required && !l.has(path.at) && !meant[key] {
			l.refuseAt(n.line, n.column, "%s is missing; add %s", path, requiredHint(path.rule, key))
		}
	}
}

// refuseUnknown gives the key that was most likely meant, or empty.
func (l *loader) refuseUnknown(p keyPath, e yamlEntry, known []string) (near string) {
	if near = nearestWord(e.key, known); near != "" {
		l.refuseAt(e.line, e.column, "unknown key %s in %s; did you mean %s?", shortQuote(e.key), p, near)
	} else if home := keyHomes()[e.key]; home != "" && p.at == "" {
		l.refuseAt(e.line, e.column, "unknown key %s at the top; it belongs under %s", shortQuote(e.key), home)
	} else {
		l.refuseAt(e.line, e.column, "unknown key %s in %s; its keys are %s", shortQuote(e.key), p, strings.Join(known, ", "))
	}
	return near
}

// structFields are the keys of one struct: those of its own fields and of inline ones, and the one that takes the rest.
type structFields struct {
	Names    []string
	named    map[string]reflect.Value
	rest     reflect.Value // Pairs for further keys; invalid where there are none
	restKeys []string      // what further keys may be; nil: anything
}

func FieldsOf(v reflect.Value) structFields {
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
			s.Names = append(s.Names, tag)
			s.named[tag] = f
		case f.Kind() == reflect.Struct:
			s.add(f)
		case f.Kind() == reflect.Array: // counts by stage
			for stage := range f.Len() {
				f.Index(stage).SetFloat(math.NaN())
			}
			for stage, name := range funnelStages {
				s.Names = append(s.Names, name)
				s.named[name] = f.Index(stage + int(agreement.QL))
			}
		default:
			s.rest = f
			if v.Type() != reflect.TypeFor[agreement.Definitions]() {
				s.restKeys = motions
			}
		}
	}
}

func isPairs(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && strings.HasPrefix(t.Elem().Name(), "Pair[")
}
