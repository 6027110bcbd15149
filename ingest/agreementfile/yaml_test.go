package agreementfile

import (
	"os"
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
)

func TestEveryValueAndKeyHasItsPosition(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(ingesttest.SharedData(t, "agreement.example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	l := &loader{}
	seen := 0
	var walk func(n *yamlNode)
	stands := func(word string, line, column int) {
		seen++
		if rest := string([]rune(l.lines[line-1])[column-1:]); !strings.HasPrefix(strings.TrimLeft(rest, `"`), word) {
			t.Errorf("%d:%d has %q, not %q", line, column, rest, word)
		}
	}
	walk = func(n *yamlNode) {
		if n.kind == yamlScalar {
			stands(n.text, n.line, n.column)
		}
		for _, item := range n.items {
			walk(item)
		}
		for _, e := range n.entries {
			stands(e.key, e.line, e.column)
			walk(e.value)
		}
	}
	walk(l.parse(text))
	if seen < 400 {
		t.Errorf("%d places seen", seen)
	}
}
