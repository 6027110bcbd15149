package agreementfile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpact/model/agreement"
)

// Edit sets one value of an agreement. Path has the form that the Assumptions sheet and explain show, in
// which the items of lists are named by id, role, name, stage, quarter or days: promise.contact_within,
// revenue.streams.platform.funnel.mql.to_next. Value is written as in agreement.yaml.
type Edit struct{ Path, Value string }

// ApplyEdits applies edits to the text of an agreement and returns the new text. It replaces values at
// their positions in the parsed tree, so every other byte is preserved, with all comments and the order
// of keys. A key that is absent is added to the map to which it belongs. The result is not checked; use
// Parse for that. path is only the name of the file in errors.
func ApplyEdits(path string, data []byte, edits ...Edit) ([]byte, error) {
	for _, e := range edits {
		l := newLoader(path)
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
	lines []int // byte offset of the beginning of each line
}

var lineEnd = regexp.MustCompile("\r\n|\n|\r")

// lineStarts returns the offset of the first character of each line, after a byte order mark.
func lineStarts(text string) []int {
	out := []int{len(text) - len(strings.TrimPrefix(text, "\ufeff"))}
	for _, end := range lineEnd.FindAllStringIndex(text, -1) {
		out = append(out, end[1])
	}
	return out
}

// offset returns the byte offset of a position. Its line and column count from 1, columns in characters.
func (x editor) offset(line, column int) int {
	at := x.lines[line-1]
	for range column - 1 {
		_, size := utf8.DecodeRuneInString(x.text[at:])
		at += size
	}
	return at
}

// splice returns the text with s in place of the bytes from start to end.
func (x editor) splice(start, end int, s string) string { return x.text[:start] + s + x.text[end:] }

// set follows the path as far as it exists, then replaces the value at its end or adds the missing keys.
func (x editor) set(n *yamlNode, e Edit) (string, error) {
	if strings.ContainsFunc(e.Value, unicode.IsControl) {
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

// child returns the value to which a word of a path refers in a map or list; nil if there is none.
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

// itemNames returns the names of the items of a list as slugs. An item is named by the first of its keys
// id, role, name, stage, quarter and within, or else by its number from 1.
func (n *yamlNode) itemNames() []string {
	out := make([]string, len(n.items))
	for i, item := range n.items {
		out[i] = strconv.Itoa(i + 1)
		for _, key := range []string{"id", "role", "name", "stage", "quarter", "within"} {
			if value := item.value(key); value != nil && value.text != "" {
				out[i] = agreement.Slug(value.text)
				break
			}
		}
	}
	return out
}

// value returns the value of a key of a map; nil if there is none.
func (n *yamlNode) value(key string) *yamlNode {
	for _, e := range n.entries {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// replace returns the text with the value of a node replaced.
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
	end, err := x.scalarEnd(n)
	if err != nil {
		return "", err
	}
	if quote := x.text[at]; quote == '"' || quote == '\'' {
		return x.splice(at, end, inQuotes(value)), nil
	}
	return x.splice(at, end, yamlText(value)), nil
}

// scalarEnd returns the offset behind a single value.
func (x editor) scalarEnd(n *yamlNode) (int, error) {
	at := x.offset(n.line, n.column)
	if quote := x.text[at]; quote == '"' || quote == '\'' {
		if end := closingQuote(x.text[at:]); end > 0 {
			return at + end, nil
		}
	} else if strings.HasPrefix(x.text[at:], n.text) && n.text != "" {
		return at + len(n.text), nil
	}
	return 0, fmt.Errorf("the value in line %d spans lines; change it by hand", n.line)
}

// closingQuote returns the length of the quoted value at the beginning of s; 0 if it spans lines.
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

// insert returns the text with a key, and the keys nested in it, added as the first entry of a map.
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
		return x.splice(at, at, entry+", "), nil // a map in braces
	}
	indent := strings.Repeat(" ", first.column-1)
	return x.splice(at, at, entry+"\n"+indent), nil
}

var unquotedForm = regexp.MustCompile(`^[\pL\pN][\pL\pN ._%+/:-]*$`)

// yamlText returns a value as YAML: unquoted if that reads back the same, else in single quotes.
func yamlText(s string) string {
	if unquotedForm.MatchString(s) && !strings.Contains(s, ": ") && strings.TrimRight(s, " :") == s {
		return s
	}
	return inQuotes(s)
}

// inQuotes returns a value as YAML in single quotes.
func inQuotes(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
