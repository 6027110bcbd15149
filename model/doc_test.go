package model

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The package comment names every file of the package, and no other.
func TestThePackageCommentNamesEveryFile(t *testing.T) {
	t.Parallel()
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`[a-z_]+\.go\b`).FindAllString(f.Doc.Text(), -1)
	for _, name := range named {
		if _, err := os.Stat(name); err != nil {
			t.Errorf("the comment names %s, which doesn't exist", name)
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if name != "doc.go" && !strings.HasSuffix(name, "_test.go") && !slices.Contains(named, name) {
			t.Errorf("the comment doesn't name %s", name)
		}
	}
}
