package agreementfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"

	"leadpact/model/agreement"
)

// Load reads the agreement at path, fills in the defaults and checks the whole. If the text is wrong, the
// error is an *Error with every fault. If the file cannot be read, the error wraps the cause
// (fs.ErrNotExist, for instance).
func Load(path string) (*agreement.Agreement, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w; leadpact init writes one", err)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, err
	}
	return Parse(path, data)
}

// Parse does the same as Load for a text that was already read; path is only the name of the file in
// faults.
func Parse(path string, data []byte) (*agreement.Agreement, error) {
	return parseWith(rules, path, data)
}

// parseWith does the same as Parse with other rules.
func parseWith(rules ruleSet, path string, data []byte) (*agreement.Agreement, error) {
	l := newLoader(path)
	l.rules = rules
	a := &agreement.Agreement{}
	if root := l.parse(data); root != nil {
		l.bind(keyPath{}, reflect.ValueOf(a).Elem(), root)
	}
	if l.Faults == nil {
		l.fillDefaults(a)
		l.check(a)
	}
	if l.Faults != nil {
		l.sort()
		return nil, &l.Error
	}
	return a, nil
}

// loader converts the text of one agreement into terms, and collects the faults. parse makes a tree with
// positions, bind reads the tree into the fields of the model, fillDefaults adds what is left out, check
// compares terms with each other.
type loader struct {
	Error
	rules  ruleSet
	lines  []string
	places map[string]*yamlNode // by path, such as revenue.streams[0].share
}

func newLoader(path string) *loader {
	return &loader{Error: Error{Path: path}, places: map[string]*yamlNode{}}
}

// has reports whether the text contains a value at a path, as opposed to a default.
func (l *loader) has(path string) bool { return l.places[path] != nil }

// refuse records a fault at the value of a path or, if that is absent, at the innermost map or list of
// the path that is present.
func (l *loader) refuse(path, format string, args ...any) {
	n := l.places[path]
	for n == nil {
		path = parentPath(path)
		n = l.places[path]
	}
	l.refuseAt(n.line, n.column, format, args...)
}

// refuseKey records a fault at the key of a path.
func (l *loader) refuseKey(path, format string, args ...any) {
	key := l.places[path].key
	l.refuseAt(key.line, key.column, format, args...)
}

// refuseAt records a fault at a line and column, both from 1; line 0 stands for the whole file.
func (l *loader) refuseAt(line, column int, format string, args ...any) {
	l.Faults = append(l.Faults, Fault{
		Line: line, Column: column, Text: fmt.Sprintf(format, args...), Excerpt: sourceExcerpt(l.lines, line, column),
	})
}
