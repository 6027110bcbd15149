package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

func TestTopLevelHoldsOnlyKnownNames(t *testing.T) {
	t.Parallel()
	allowed := []string{
		"cmd", "report", "ingest", "model", "templates", "samples", "go.mod", "go.sum", "README.md", "LICENSE",
	}
	ignored, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.FieldsSeq(string(ignored)) {
		allowed = append(allowed, strings.Trim(name, "/"))
	}
	found, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range found {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

// goFiles visits every Go file of the project, by its path from the top with slashes.
func goFiles(t *testing.T, visit func(name string, source []byte)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && name != "." && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case path.Ext(name) != ".go":
			return nil
		}
		source, err := os.ReadFile(filepath.Join(root, name))
		visit(name, source)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A file of more than 800 lines holds more than one concept.
func TestNoFileIsLongerThan800Lines(t *testing.T) {
	t.Parallel()
	goFiles(t, func(name string, source []byte) {
		if n := bytes.Count(source, []byte("\n")); n > 800 && !strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s has %d lines", name, n)
		}
	})
}

// arrow lists the packages of the project that a package and those below it may import, besides the
// packages below itself.
type arrow struct {
	from   string
	to     []string
	others bool // they may also import modules of other projects
}

// internal is the folder of the packages of the program that are not commands.
const internal = "cmd/leadpact/internal"

// arrows are all permitted imports. The first arrow that fits a package counts.
var arrows = []arrow{
	{internal + "/console", nil, true},
	{internal + "/duecal", []string{"model"}, false},
	{internal + "/gctune", nil, true},
	{internal + "/mailrun", []string{
		"model", "report/delivery", internal + "/console", internal + "/duecal", internal + "/publish",
	}, false},
	{internal + "/publish", nil, true},
	{internal + "/schedule", []string{"templates", internal + "/console"}, false},
	{internal + "/starting", []string{"ingest", "model"}, false},
	{internal + "/treetest", nil, true},
	{"cmd", []string{"ingest", "model", "report", "samples", "templates"}, true},
	{"ingest/agreementfile", []string{
		"ingest/csvtext", "ingest/profile", "ingest/scalar", "model/agreement", "model/calc", "model/calendar", "model/formula",
	}, true},
	{"ingest/blocks", []string{"ingest/csvtext"}, false},
	{"ingest/csvtext", nil, true},
	{"ingest/ingesttest", nil, true},
	{"ingest/profile", []string{"ingest/csvtext", "ingest/scalar", "model", "templates"}, true},
	{"ingest/scalar", []string{"ingest/csvtext", "model/calendar"}, true},
	{"ingest/starter", []string{"ingest", "model", "templates"}, true},
	{"ingest/workbook", nil, true},
	{"ingest/warehouse", []string{"ingest/csvtext", "ingest/profile", "model"}, false},
	{"ingest", []string{"model", "templates"}, true},
	{"report/format", []string{"model"}, true},
	{"report/reporttest", []string{"model"}, true},
	{"report/workbook/readback", []string{"model", "report/workbook/cellxml"}, true},
	{"report", []string{"model", "templates", "report/format"}, true},
	{"samples/generate", []string{"ingest", "model", "samples"}, true},
	{"samples", nil, false},
	{"templates", nil, false},
	{"model/agreement", []string{"model/calendar", "model/formula"}, false},
	{"model/calc", []string{"model/formula", "model/parallel"}, false},
	{"model/calendar", nil, false},
	{"model/coverage", []string{"model/calendar"}, false},
	{"model/drift", nil, false},
	{"model/formula/formulatest", []string{"model/formula"}, false},
	{"model/formula", nil, false},
	{"model/parallel", nil, false},
	{"model/restate", []string{"model"}, false},
	{"model", nil, false},
}

func TestImportsFollowTheArrows(t *testing.T) {
	t.Parallel()
	goFiles(t, func(name string, source []byte) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			return
		}
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if why := refused(path.Dir(name), imported); why != "" {
				t.Errorf("%s imports %s: %s", name, imported, why)
			}
		}
	})
}

func TestArrowsCanFail(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dir, imported string
		fine          bool
	}{
		{"model", "time", true},
		{"model", "golang.org/x/text/width", false},
		{"model", "leadpact/ingest", false},
		{"model", "leadpact/model/calc", true},
		{"model/calc", "leadpact/model/formula", true},
		{"model/calc", "leadpact/model", false},
		{"model/calc", "leadpact/model/agreement", false},
		{"model/formula", "leadpact/model/calendar", false},
		{"model/restate", "leadpact/model", true},
		{"ingest/csvtext", "leadpact/model", false},
		{"ingest/workbook", "leadpact/ingest/csvtext", false},
		{"ingest/agreementfile", "leadpact/model/agreement", true},
		{"ingest/agreementfile", "leadpact/model", false},
		{"ingest", "leadpact/model", true},
		{"ingest", "leadpact/report/format", false},
		{"report/letter", "leadpact/report/format", true},
		{"report/letter", "leadpact/report/workbook", false},
		{"report/letter", "leadpact/ingest", false},
		{"report/format", "leadpact/report/letter", false},
		{"templates", "leadpact/model", false},
		{"samples", "leadpact/model", false},
		{"samples/generate", "leadpact/model", true},
		{"cmd/leadpact", "leadpact/report/letter", true},
		{"cmd/leadpact", "leadpact/cmd/leadpact/internal/publish", true},
		{"cmd/leadpact/internal/mailrun", "leadpact/cmd/leadpact/internal/publish", true},
		{"cmd/leadpact/internal/mailrun", "leadpact/cmd/leadpact/internal/starting", false},
		{"cmd/leadpact/internal/mailrun", "leadpact/ingest", false},
		{"cmd/leadpact/internal/publish", "github.com/gofrs/flock", true},
		{"cmd/leadpact/internal/publish", "leadpact/model", false},
		{"cmd/leadpact/internal/duecal", "leadpact/report/delivery", false},
		{"cmd/leadpact/internal/unknown", "time", false},
		{"utils", "time", false},
	} {
		if got := refused(c.dir, c.imported) == ""; got != c.fine {
			t.Errorf("%s may import %s: %t, want %t", c.dir, c.imported, got, c.fine)
		}
	}
}

// refused returns why a package must not import another. It is empty if it may.
func refused(dir, imported string) string {
	i := slices.IndexFunc(arrows, func(a arrow) bool { return within(dir, a.from) })
	own, isOwn := strings.CutPrefix(imported, "leadpact/")
	first, _, _ := strings.Cut(imported, "/")
	switch {
	case i < 0:
		return "no arrow begins at this package"
	case strings.HasPrefix(dir, internal+"/") && !within(arrows[i].from, internal):
		return "no arrow begins at this package"
	case isOwn && within(own, dir): // a package below it
	case isOwn && !slices.ContainsFunc(arrows[i].to, func(p string) bool { return within(own, p) }):
		return "the arrows do not go there"
	case !isOwn && strings.Contains(first, ".") && !arrows[i].others:
		return "only the standard library"
	}
	return ""
}

// within reports whether a folder is another one or below it.
func within(dir, parent string) bool { return dir == parent || strings.HasPrefix(dir, parent+"/") }
