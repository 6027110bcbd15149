package agreementfile

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits of an agreement's text.
const (
	maxBytes  = 1 << 20
	maxDepth  = 32     // nesting depth of lists and maps
	maxTokens = 30_000 // number of keys, values and punctuation marks; the parser's time grows with its square
)

// yamlNode is a value of the agreement with its position. YAML features that an agreement does not need
// (anchors, aliases, tags, several documents) are refused before a tree is built, since aliases can
// expand a small file to a huge one.
type yamlNode struct {
	kind         yamlKind
	line, column int
	key          *yamlEntry  // the entry of a map whose value this is; nil: not in a map
	text         string      // for a scalar
	entries      []yamlEntry // for a map, as written
	items        []*yamlNode // for a list
}

// yamlEntry is an entry of a map with the position of its key.
type yamlEntry struct {
	key          string
	line, column int
	value        *yamlNode
}

type yamlKind uint8

const (
	yamlNull yamlKind = iota
	yamlScalar
	yamlList
	yamlMap
)

func (k yamlKind) String() string {
	return [...]string{"nothing", "a single value", "a list", "a map"}[k]
}

// parse returns the tree of a text; nil, with a fault recorded, if the text has none.
func (l *loader) parse(data []byte) *yamlNode {
	if len(data) > maxBytes {
		l.refuseAt(0, 0, "is larger than 1 MiB; an agreement is a page of terms, "+
			"the exports belong in files named under inputs")
		return nil
	}
	text := string(bytes.TrimPrefix(data, []byte("\ufeff")))
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	l.lines = strings.Split(strings.ToValidUTF8(text, "\uFFFD"), "\n")
	if !l.textIsClean(text) || !l.tokensAreKnown(text) {
		return nil
	}
	file, err := parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		l.refuseSyntax(err)
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		l.refuseAt(0, 0, "is empty; leadpact init writes one to start from")
		return nil
	}
	for _, second := range file.Docs[1:] {
		if second.Body != nil {
			at := l.node(second.Body)
			l.refuseAt(at.line, at.column, "a second document begins here; keep one agreement a file")
			return nil
		}
	}
	root := l.node(file.Docs[0].Body)
	if root.kind != yamlMap {
		l.refuseAt(root.line, root.column,
			"the agreement is %s; write keys such as agreement:, parties: and revenue:", root.kind)
		return nil
	}
	root.line, root.column = 1, 1
	return root
}

// textIsClean reports whether a text is UTF-8 without control characters other than tab and line break.
// If it is not, it records the first fault.
func (l *loader) textIsClean(text string) bool {
	line, column := 1, 0
	for i, r := range text {
		column++
		switch {
		case r == '\n':
			line, column = line+1, 0
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			l.refuseAt(line, column, "byte 0x%02X is not UTF-8; save the file as UTF-8", text[i])
			return false
		case unicode.IsControl(r) && r != '\t':
			l.refuseAt(line, column, "control character U+%04X; delete it", r)
			return false
		}
	}
	return true
}

// unusedYAML lists the parts of YAML that an agreement cannot use, with what to write instead.
var unusedYAML = map[token.Type]string{
	token.AnchorType:     "anchors (&) are not used here; write the value out",
	token.AliasType:      "aliases (*) are not used here; write the value out, in quotes if it begins with *",
	token.MergeKeyType:   "merge keys (<<) are not used here; write the keys out",
	token.TagType:        "tags (!) are not used here; write the plain value, in quotes if it begins with !",
	token.MappingKeyType: "keys after ? are not used here; write key: value",
	token.DirectiveType:  "directives (%) are not used here; delete the line",
}

// tokensAreKnown refuses unused parts of YAML, a second document, too deep nesting and too many tokens,
// before the parser runs. It reports whether the text is free of them.
func (l *loader) tokensAreKnown(text string) bool {
	depth, dashes, dashLine, documents := 0, 0, 0, 0
	for i, t := range lexer.Tokenize(text) {
		at := t.Position
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		case token.SequenceEntryType:
			if at.Line != dashLine {
				dashes, dashLine = 0, at.Line
			}
			dashes++
		case token.DocumentHeaderType:
			documents++
		}
		switch reason := unusedYAML[t.Type]; {
		case i == maxTokens:
			l.refuseAt(at.Line, at.Column,
				"more than %d keys, values and marks up to here; move data into files named under inputs", maxTokens)
			return false
		case reason != "":
			l.refuseAt(at.Line, at.Column, "%s", reason)
			return false
		case documents > 1,
			t.Type == token.DocumentHeaderType && t.Prev != nil && t.Prev.Type != token.CommentType:
			l.refuseAt(at.Line, at.Column, "a second document begins here; keep one agreement a file")
			return false
		case depth > maxDepth || dashes > maxDepth:
			l.refuseAt(at.Line, at.Column,
				"lists and maps are nested more than %d deep; close the brackets before", maxDepth)
			return false
		}
	}
	return true
}

// refuseSyntax records the parser's error as a fault.
func (l *loader) refuseSyntax(err error) {
	var syntax *yaml.SyntaxError
	if !errors.As(err, &syntax) || syntax.Token == nil {
		l.refuseAt(0, 0, "is not YAML: %s", strings.ReplaceAll(err.Error(), "\n", " "))
		return
	}
	at := syntax.Token.Position
	l.refuseAt(at.Line, at.Column,
		"not YAML here: %s; look for a missing quote, bracket, colon or space nearby", syntax.Message)
}

// node converts a node of the parser's tree.
func (l *loader) node(n ast.Node) *yamlNode {
	at := n.GetToken().Position
	out := &yamlNode{kind: yamlScalar, line: at.Line, column: at.Column}
	switch n := n.(type) {
	case *ast.NullNode:
		out.kind = yamlNull
	case *ast.StringNode:
		out.text = n.Value
	case *ast.LiteralNode:
		out.text = n.Value.Value
	case *ast.SequenceNode:
		out.kind = yamlList
		for _, item := range n.Values {
			out.items = append(out.items, l.node(item))
		}
	case *ast.MappingNode:
		out.kind = yamlMap
		l.entries(out, n.Values)
		if !n.IsFlowStyle && len(out.entries) > 0 {
			out.line, out.column = out.entries[0].line, out.entries[0].column
		}
	case *ast.MappingValueNode:
		out.kind = yamlMap
		l.entries(out, []*ast.MappingValueNode{n})
		out.line, out.column = out.entries[0].line, out.entries[0].column
	default:
		out.text = n.GetToken().Value
	}
	return out
}

// entries converts the entries of a map, and refuses keys that occur twice.
func (l *loader) entries(out *yamlNode, values []*ast.MappingValueNode) {
	first := map[string]int{}
	for _, v := range values {
		t := v.Key.GetToken()
		e := yamlEntry{key: t.Value, line: t.Position.Line, column: t.Position.Column, value: l.node(v.Value)}
		if line, twice := first[e.key]; twice {
			l.refuseAt(e.line, e.column, "key %s stands twice, first in line %d; keep one", e.key, line)
			continue
		}
		first[e.key] = e.line
		e.value.key = &e
		out.entries = append(out.entries, e)
	}
}
