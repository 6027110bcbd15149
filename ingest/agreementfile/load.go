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

// LoadAgreement reads agreement.yaml, checks it as a whole and fills in the defaults. What is wrong with its text is an
// *AgreementError with every fault found; a file that cannot be read keeps its cause (fs.ErrNotExist where it is missing).
func Load(path string) (*agreement.Agreement, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w; leadpact init writes one", err)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, agreementLimit+1))
	if err != nil {
		return nil, err
	}
	return Parse(path, data)
}

// ParseAgreement is LoadAgreement for a text that is already read; path is only the name that faults bear.
func Parse(path string, data []byte) (*agreement.Agreement, error) {
	l := &loader{Error: Error{Path: path}, places: map[string]*yamlNode{}}
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

// agreementLoader carries one agreement from text to terms: parse makes a tree of positions, bind puts it into the model's
// fields one by one, check holds the terms against each other.
type loader struct {
	Error
	lines  []string
	places map[string]*yamlNode // by path: revenue.streams[0].share
}

// has says that the agreement itself has a value at path.
func (l *loader) has(path string) bool { return l.places[path] != nil }

// refuse records a fault at a path, or where that is absent at the nearest thing that should hold it.
func (l *loader) refuse(path, format string, args ...any) {
	n := l.places[path]
	for n == nil {
		path = parentPath(path)
		n = l.places[path]
	}
	l.refuseAt(n.line, n.column, format, args...)
}

// refuseKey records a fault of the key under which the value at a path stands.
func (l *loader) refuseKey(path, format string, args ...any) {
	key := l.places[path].key
	l.refuseAt(key.line, key.column, format, args...)
}

func (l *loader) refuseAt(line, column int, format string, args ...any) {
	l.Faults = append(l.Faults, Fault{
		Line: line, Column: column, Text: fmt.Sprintf(format, args...), Excerpt: sourceExcerpt(l.lines, line, column),
	})
}
