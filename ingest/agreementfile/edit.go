package agreementfile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadpact/model/agreement"
)

// Edit sets one value of an agreement. Path names it as Assumptions and explain do, items of lists by id, name, stage, quarter
// or days: promise.contact_within, revenue.streams.platform.funnel.mql.to_next. Value is what agreement.yaml would say there.
type Edit struct{ Path, Value string }

// EditAgreement makes edits in the text of an agreement. The parser's tree gives the place of each value; every other byte, and
// so every comment and the order, stays. A key that is not there yet is added to the map that should hold it. The result is
// not checked: ParseAgreement does.
func Apply(path string, data []byte, edits ...Edit) ([]byte, error) {
	for _, e := range edits {
		l := &loader{Error: Error{Path: path}, places: map[string]*yamlNode{}}
		root := l.parse(data)
		if l.Faults != nil {
			return nil, &l.Error
		}
		x := editor{text: string(data), lines: lineStarts(string(data))}
		text, err := x.set(root, e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Path, err)
		}
		data = []byte(text)
	}
	return data, nil
}

// editor changes one value of a text.
type editor struct {
	text  string
	lines []int // where each line begins
}

var lineEnd = regexp.MustCompile("\r\n|\n|\r")

// lineStarts gives the offset of each line's first character, behind a byte order mark.
func lineStarts(text string) []int {
	out := []int{len(text) - len(strings.TrimPrefix(text, "\ufeff"))}
	for _, end := range lineEnd.FindAllStringIndex(text, -1) {
		out = append(out, end[1])
	}
	return out
}

// offset of a place, whose column counts characters from 1.
func (x editor) offset(line, column int) int {
	at := x.lines[line-1]
	for range column - 1 {
		_, size := utf8.DecodeRuneInString(x.text[at:])
		at += size
	}
	return at
}

func (x editor) splice(from, til int, s string) string { return x.text[:from] + s + x.text[til:] }

// set follows the path as far as it goes and changes the value at its end, or adds what is missing.
func (x editor) set(n *yamlNode, e Edit) (string, error) {
	if strings.ContainsFunc(e.Value, IsControl) {
		return "", fmt.Errorf("a value is one line of text")
	}
	rest := strings.Split(e.Path, ".")
	for len(rest) > 0 {
		next := n.child(rest[0])
		switch {
		case rest[0] == "":
			return "", fmt.Errorf("a path is keys with dots between, as promise.contact_within")
		case next == nil && n.kind == yamlList:
			return "", fmt.Errorf("the list has no item %q; it has %s", rest[0], strings.Join(n.itemNames(), ", "))
		case next == nil && n.kind == yamlMap:
			return x.insert(n, rest, e.Value)
		case next == nil:
			return "", fmt.Errorf("%q lies below a single value; leave it out", rest[0])
		}
		n, rest = next, rest[1:]
	}
	return x.replace(n, e.Value)
}

// child finds what a word of a path names in a map or list; nil where it has no such thing.
func (n *yamlNode) child(word string) *yamlNode {
	for i := range n.entries {
		if e := &n.entries[i]; e.key == word || agreement.Slug(e.key) == agreement.Slug(word) {
			return e.value
		}
	}
	if i := slices.Index(n.itemNames(), agreement.Slug(word)); i >= 0 {
		return n.items[i]
	}
	return nil
}

// itemNames name the items of a list by what tells them apart, as slugs; of an item that nothing does, its number.
func (n *yamlNode) itemNames() []string {
	out := make([]string, len(n.items))
	for i, item := range n.items {
		out[i] = strconv.Itoa(i + 1)
		for _, key := range []string{"id", "role", "name", "stage", "quarter", "within"} {
			if k := slices.IndexFunc(item.entries, func(e yamlEntry) bool { return e.key == key }); k >= 0 && item.entries[k].value.text != "" {
				out[i] = agreement.Slug(item.entries[k].value.text)
				break
			}
		}
	}
	return out
}

// replace puts a value in place of another.
func (x editor) replace(n *yamlNode, value string) (string, error) {
	switch n.kind {
	case yamlNull:
		if n.key == nil {
			return "", fmt.Errorf("the item is empty; fill it in by hand")
		}
		at := x.offset(n.key.line, n.key.column)
		colon := at + strings.IndexByte(x.text[at:], ':') + 1
		return x.splice(colon, colon, " "+yamlText(value)), nil
	case yamlScalar:
	default:
		return "", fmt.Errorf("it is %s; set its values one by one", n.kind)
	}
	at := x.offset(n.line, n.column)
	if quote := x.text[at]; quote == '"' || quote == '\'' {
		if end := closingQuote(x.text[at:]); end > 0 {
			return x.splice(at, at+end, inQuotes(value)), nil
		}
	} else if strings.HasPrefix(x.text[at:], n.text) && n.text != "" {
		return x.splice(at, at+len(n.text), yamlText(value)), nil
	}
	return "", fmt.Errorf("the value in line %d spans lines; change it by hand", n.line)
}

// closingQuote is how long a quoted value of one line is; 0 where it spans lines.
func closingQuote(s string) int {
	for i := 1; i < len(s) && s[i] != '\n' && s[i] != '\r'; i++ {
		switch {
		case s[i] == '\\' && s[0] == '"':
			i++
		case s[i] == s[0] && s[0] == '\'' && strings.HasPrefix(s[i+1:], "'"):
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return 0
}

// insert adds a key, and those below it, at the head of a map.
func (x editor) insert(n *yamlNode, keys []string, value string) (string, error) {
	if len(n.entries) == 0 {
		return "", fmt.Errorf("the map in line %d is empty; fill it in by hand", n.line)
	}
	entry := yamlText(value)
	for i, key := range slices.Backward(keys) {
		entry = yamlText(key) + ": " + entry
		if i > 0 {
			entry = "{" + entry + "}"
		}
	}
	first := n.entries[0]
	at := x.offset(first.line, first.column)
	if q := x.text[at]; q == '"' || q == '\'' || n.line != first.line || n.column != first.column {
		return x.splice(at, at, entry+", "), nil // in braces
	}
	indent := strings.Repeat(" ", first.column-1)
	return x.splice(at, at, entry+"\n"+indent), nil
}

var unquotedForm = regexp.MustCompile(`^[\pL\pN][\pL\pN ._%+/:-]*$`)

// scalar writes a value as YAML: as it is where it can be read back so, else in quotes.
func yamlText(s string) string {
	if unquotedForm.MatchString(s) && !strings.Contains(s, ": ") && strings.TrimRight(s, " :") == s {
		return s
	}
	return inQuotes(s)
}

func inQuotes(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
