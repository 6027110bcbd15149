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

	"leadpact/model/formula"
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
		got := formula.Children(e)
		want := heldExpressions(reflect.ValueOf(e))
		if len(got) != len(want) {
			t.Errorf("%#v: %d children, want %d", e, len(got), len(want))
			continue
		}
		for _, w := range want {
			if !slices.ContainsFunc(got, func(g formula.Expr) bool { return reflect.DeepEqual(g, w) }) {
				t.Errorf("%#v: %#v is not among its children", e, w)
			}
		}
	}
}

// heldExpressions returns the expressions in the fields and elements of a node, but not those inside them.
func heldExpressions(v reflect.Value) []formula.Expr {
	var out []formula.Expr
	element := func(x reflect.Value) {
		if x.Kind() == reflect.Interface {
			if e, ok := x.Interface().(formula.Expr); ok {
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
		var visited []formula.Expr
		formula.Walk(e, func(x formula.Expr) { visited = append(visited, x) })
		if !reflect.DeepEqual(visited[0], e) {
			t.Errorf("%#v: the walk begins with %#v", e, visited[0])
		}
		want := 1
		for _, child := range formula.Children(e) {
			formula.Walk(child, func(formula.Expr) { want++ })
		}
		if len(visited) != want {
			t.Errorf("%#v: %d expressions visited, want %d", e, len(visited), want)
		}
	}
}

func TestNamesReturnsWhatAnExpressionReads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		e    formula.Expr
		want []string
	}{
		{formula.Number(1), nil},
		{formula.Word("met"), nil},
		{formula.NA{}, nil},
		{formula.Ref("limit"), []string{"limit"}},
		{formula.Col("calls"), []string{".calls"}},
		{formula.Least{formula.Col("calls"), formula.Ref("limit"), formula.Col("calls")}, []string{".calls", "limit"}},
		{formula.Lookup("leads", "sdr", "calls", formula.Col("no")), []string{"leads.sdr", "leads.calls", ".no"}},
		{formula.Div(formula.CountOf("leads", formula.Where("sdr", formula.EQ, formula.Col("no"))), formula.Ref("limit")),
			[]string{"leads.sdr", ".no", "limit"}},
		{formula.Agg{Fn: formula.PercentileOf, Table: "leads", Col: "calls", P: formula.Ref("share")},
			[]string{"leads.calls", "share"}},
	} {
		if got := formula.Names(c.e); !slices.Equal(got, c.want) {
			t.Errorf("%#v reads %q, want %q", c.e, got, c.want)
		}
	}
	// The names of a node include those of everything below it, whatever its type.
	for _, e := range formulatest.AllNodes() {
		names := formula.Names(e)
		for _, child := range formula.Children(e) {
			for _, name := range formula.Names(child) {
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
		case formula.CompareExpr: // only = and ≠ take any value
			want = e.Op != formula.EQ && e.Op != formula.NE
		case formula.Agg: // a count or sum of no rows is 0
			want = e.Fn == formula.MedianOf || e.Fn == formula.MeanOf || e.Fn == formula.PercentileOf
		default:
			want = !safe[reflect.TypeOf(e).Name()]
		}
		want = want || slices.ContainsFunc(formula.Children(e), formula.MayFault)
		if got := formula.MayFault(e); got != want {
			t.Errorf("%#v: %v, want %v", e, got, want)
		}
	}
}

// unknown is a node type that no reader knows.
type unknown struct{ formula.Expr }

func TestAnUnknownNodePanics(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(formula.Expr){
		"Children": func(e formula.Expr) { formula.Children(e) },
		"Walk":     func(e formula.Expr) { formula.Walk(e, func(formula.Expr) {}) },
		"Names":    func(e formula.Expr) { formula.Names(e) },
		"MayFault": func(e formula.Expr) { formula.MayFault(e) },
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
