package formula_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	. "leadpact/model/formula"
	"leadpact/model/formula/formulatest"
)

// A new node type must be added to the list on which all readers of expressions are tested.
func TestAllNodesHasEveryNodeType(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, e := range formulatest.AllNodes() {
		listed[reflect.TypeOf(e).Name()] = true
	}
	declared := nodeTypes(t)
	if len(declared) == 0 {
		t.Fatal("the source declares no node type")
	}
	for _, name := range declared {
		if !listed[name] {
			t.Errorf("formulatest.AllNodes has no %s", name)
		}
	}
	if len(listed) != len(declared) {
		t.Errorf("the list has %d node types, the source declares %d", len(listed), len(declared))
	}
}

// nodeTypes returns the names of the types with a method node() in the source of the package.
func nodeTypes(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, file := range sourceFiles(t) {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "node" {
				continue
			}
			names = append(names, f.Recv.List[0].Type.(*ast.Ident).Name)
		}
	}
	return names
}

func sourceFiles(t *testing.T) []*ast.File {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// Children must return every expression that a node holds, found here by reflection.
func TestChildrenReturnsEveryExpressionOfANode(t *testing.T) {
	t.Parallel()
	for _, e := range formulatest.AllNodes() {
		got := Children(e)
		want := heldExpressions(reflect.ValueOf(e))
		if len(got) != len(want) {
			t.Errorf("%#v: %d children, want %d", e, len(got), len(want))
			continue
		}
		for _, w := range want {
			if !slices.ContainsFunc(got, func(g Expr) bool { return reflect.DeepEqual(g, w) }) {
				t.Errorf("%#v: %#v is not among its children", e, w)
			}
		}
	}
}

// heldExpressions returns the expressions in the fields and elements of a node, but not those inside them.
func heldExpressions(v reflect.Value) []Expr {
	var out []Expr
	element := func(x reflect.Value) {
		if x.Kind() == reflect.Interface {
			if e, ok := x.Interface().(Expr); ok {
				out = append(out, e)
			}
			return
		}
		out = append(out, heldExpressions(x)...)
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			element(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			element(v.Index(i))
		}
	}
	return out
}

func TestWalkVisitsEveryExpressionParentsFirst(t *testing.T) {
	t.Parallel()
	for _, e := range formulatest.AllNodes() {
		var visited []Expr
		Walk(e, func(x Expr) { visited = append(visited, x) })
		if !reflect.DeepEqual(visited[0], e) {
			t.Errorf("%#v: the walk begins with %#v", e, visited[0])
		}
		want := 1
		for _, child := range Children(e) {
			Walk(child, func(Expr) { want++ })
		}
		if len(visited) != want {
			t.Errorf("%#v: %d expressions visited, want %d", e, len(visited), want)
		}
	}
}

func TestNamesReturnsWhatAnExpressionReads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		e    Expr
		want []string
	}{
		{Number(1), nil},
		{Word("met"), nil},
		{NA{}, nil},
		{Ref("limit"), []string{"limit"}},
		{Col("calls"), []string{".calls"}},
		{Least{Col("calls"), Ref("limit"), Col("calls")}, []string{".calls", "limit"}},
		{Lookup("leads", "sdr", "calls", Col("no")), []string{"leads.sdr", "leads.calls", ".no"}},
		{Div(CountOf("leads", Where("sdr", EQ, Col("no"))), Ref("limit")), []string{"leads.sdr", ".no", "limit"}},
		{Agg{Fn: PercentileOf, Table: "leads", Col: "calls", P: Ref("share")}, []string{"leads.calls", "share"}},
	} {
		if got := Names(c.e); !slices.Equal(got, c.want) {
			t.Errorf("%#v reads %q, want %q", c.e, got, c.want)
		}
	}
	// The names of a node include those of everything below it, whatever its type.
	for _, e := range formulatest.AllNodes() {
		names := Names(e)
		for _, child := range Children(e) {
			for _, name := range Names(child) {
				if !slices.Contains(names, name) {
					t.Errorf("%#v: %s is missing from %q", e, name, names)
				}
			}
		}
	}
}

func TestMayFault(t *testing.T) {
	t.Parallel()
	safe := map[string]bool{ // node types that cannot fail by themselves
		"Number": true, "Word": true, "NA": true, "Ref": true, "Col": true, "And": true, "Or": true,
		"IfExpr": true, "KnownExpr": true, "Least": true, "Greatest": true,
	}
	for _, e := range formulatest.AllNodes() {
		var want bool
		switch e := e.(type) {
		case CompareExpr: // only = and ≠ take any value
			want = e.Op != EQ && e.Op != NE
		case Agg: // a count or sum of no rows is 0
			want = e.Fn == MedianOf || e.Fn == MeanOf || e.Fn == PercentileOf
		default:
			want = !safe[reflect.TypeOf(e).Name()]
		}
		want = want || slices.ContainsFunc(Children(e), MayFault)
		if got := MayFault(e); got != want {
			t.Errorf("%#v: %v, want %v", e, got, want)
		}
	}
}

// unknown is a node type that no reader knows.
type unknown struct{ Expr }

func TestAnUnknownNodePanics(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(Expr){
		"Children": func(e Expr) { Children(e) },
		"Walk":     func(e Expr) { Walk(e, func(Expr) {}) },
		"Names":    func(e Expr) { Names(e) },
		"MayFault": func(e Expr) { MayFault(e) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s accepts an unknown node", name)
				}
			}()
			read(unknown{})
		}()
	}
}
