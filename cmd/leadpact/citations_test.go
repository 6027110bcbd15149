package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// prose is the text of a file that people read: the comments of Go source, or the whole of a document, a
// template or a script.
type prose struct{ file, text string }

// everyProse yields the prose of the tree, except for test data and the exports of the sample company.
func everyProse(t *testing.T) []prose {
	t.Helper()
	ignored := ignoredNames(t)
	var all []prose
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == ".git" || ignored[name] || e.Name() == "testdata" || name == "samples/company/exports":
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		switch path.Ext(name) {
		case ".go":
			text, err := commentsOf(name, source)
			all = append(all, prose{name, text})
			return err
		case ".png", ".sum":
			return nil
		}
		all = append(all, prose{name, string(source)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// ignoredNames are the entries of the top level that git does not keep.
func ignoredNames(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for name := range strings.FieldsSeq(string(text)) {
		names[strings.Trim(name, "/")] = true
	}
	return names
}

// commentsOf returns the comments of Go source without their marks, one paragraph for each group.
func commentsOf(name string, source []byte) (string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, group := range file.Comments {
		for _, c := range group.List {
			b.WriteString(commentText(c) + "\n")
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

// commentText is a comment without its marks. ast's Text would leave out directives and what looks like
// them.
func commentText(c *ast.Comment) string {
	text, block := strings.CutPrefix(c.Text, "/*")
	if block {
		return strings.TrimSuffix(text, "*/")
	}
	return strings.TrimPrefix(text, "//")
}

var (
	// A citation may run over the end of a line.
	specCitation    = regexp.MustCompile(`\bSPEC(?:\.md)?\s+sections?\s+(\d+(?:(?:,\s+|\s+and\s+|\s+to\s+)\d+)*)`)
	articleCitation = regexp.MustCompile(`\b[Aa]rticles?\s+(\d{3}(?:(?:,\s+|\s+and\s+)\d{3})*)\b`)
	numerals        = regexp.MustCompile(`\d+`)
	specHeading     = regexp.MustCompile(`(?m)^## (\d+)\. `)
	articleRow      = regexp.MustCompile(`(?m)^\| article (\d{3}) \|`)
)

// The specification's sections and articles are cited by number all over the tree.
func TestCitationsOfTheSpecificationLeadToItsHeadings(t *testing.T) {
	t.Parallel()
	spec, err := os.ReadFile(filepath.Join(root, "model", "SPEC.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections, articles := numbersOf(specHeading, spec), numbersOf(articleRow, spec)
	cited := 0
	for _, p := range everyProse(t) {
		for _, kind := range []struct {
			re    *regexp.Regexp
			known map[string]bool
			what  string
		}{{specCitation, sections, "section"}, {articleCitation, articles, "article"}} {
			for _, m := range kind.re.FindAllStringSubmatch(p.text, -1) {
				for _, n := range numerals.FindAllString(m[1], -1) {
					cited++
					if !kind.known[n] {
						t.Errorf("%s cites %s %s, which model/SPEC.md does not have", p.file, kind.what, n)
					}
				}
			}
		}
	}
	if cited < 50 {
		t.Errorf("only %d citations were found: the patterns do not find them any more", cited)
	}
}

func numbersOf(re *regexp.Regexp, text []byte) map[string]bool {
	found := map[string]bool{}
	for _, m := range re.FindAllSubmatch(text, -1) {
		found[string(m[1])] = true
	}
	return found
}

// documentName is a document as prose names it: a path, or a bare name. A path from the file system's root
// lies outside.
var documentName = regexp.MustCompile(`[A-Za-z0-9_./-]*[A-Za-z0-9_-]\.md\b`)

// Every document that a comment or another document names is in the tree: beside it, at the top, or in
// model.
func TestDocumentsThatAreCitedAreInTheTree(t *testing.T) {
	t.Parallel()
	for _, p := range everyProse(t) {
		for _, name := range documentName.FindAllString(p.text, -1) {
			if !strings.HasPrefix(name, "/") && !documentIsThere(p.file, name) {
				t.Errorf("%s cites %s, which is not in the tree", p.file, name)
			}
		}
	}
}

func documentIsThere(from, name string) bool {
	for _, dir := range []string{path.Dir(from), ".", "model"} {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(path.Join(dir, name)))); err == nil {
			return true
		}
	}
	return false
}

var (
	markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	anyHeading   = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
	namedPath    = regexp.MustCompile(
		"`((?:cmd|ingest|model|report|samples|templates|\\.ci|\\.bench|\\.docs|\\.packaging)/[A-Za-z0-9_./-]+)`")
)

// Links within the documents lead to files and headings, and the paths that they name exist.
func TestLinksAndPathsOfDocumentsLeadSomewhere(t *testing.T) {
	t.Parallel()
	for _, p := range everyProse(t) {
		if path.Ext(p.file) != ".md" {
			continue
		}
		for _, m := range markdownLink.FindAllStringSubmatch(p.text, -1) {
			if why := brokenLink(p, m[1]); why != "" {
				t.Errorf("%s links to %s: %s", p.file, m[1], why)
			}
		}
		for _, m := range namedPath.FindAllStringSubmatch(p.text, -1) {
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s names %s: %v", p.file, m[1], err)
			}
		}
	}
}

// brokenLink returns why a link leads nowhere. It is empty where the link leads to a file or a heading,
// or out of the tree.
func brokenLink(from prose, to string) string {
	target, anchor, _ := strings.Cut(to, "#")
	if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
		return ""
	}
	text := from.text
	if target != "" {
		file, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path.Join(path.Dir(from.file), target))))
		if err != nil {
			return err.Error()
		}
		text = string(file)
	}
	if anchor == "" {
		return ""
	}
	for _, m := range anyHeading.FindAllStringSubmatch(text, -1) {
		if headingAnchor(m[1]) == anchor {
			return ""
		}
	}
	return fmt.Sprintf("no heading has the anchor #%s", anchor)
}

// headingAnchor returns the anchor that GitHub gives to a heading: small letters, hyphens for spaces, no
// punctuation.
func headingAnchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, heading)
}

// The patterns of this file match the names and links that they are meant for, and broken ones are
// reported.
func TestCitationPatterns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"(SPEC section 4, article 002)":          "4",
		"SPEC sections 2 to 6 and 14: lead by":   "2 to 6 and 14",
		"each (SPEC\n section 10).":              "10",
		"By the plan, section 6, a month's":      "",
		"SPEC section 13): the numbers":          "13",
		"as in SPEC.md section 7 and the others": "7",
	} {
		got := ""
		if m := specCitation.FindStringSubmatch(text); m != nil {
			got = m[1]
		}
		if got != want {
			t.Errorf("%q cites section %q, want %q", text, got, want)
		}
	}
	m := articleCitation.FindStringSubmatch("(SPEC section 7, articles 000, 003, 004): each")
	if m == nil || m[1] != "000, 003, 004" {
		t.Errorf("articles: %q", m)
	}
	for heading, want := range map[string]string{
		"3. A lead's life, counted":                   "3-a-leads-life-counted",
		"5. Capacity protocol, per SDR at `as_of`":    "5-capacity-protocol-per-sdr-at-as_of",
		"8. The workbook (formula-live)":              "8-the-workbook-formula-live",
		"Goal grid and funnel lines (SPEC section 3)": "goal-grid-and-funnel-lines-spec-section-3",
	} {
		if got := headingAnchor(heading); got != want {
			t.Errorf("%q has the anchor %q, want %q", heading, got, want)
		}
	}
	if documentIsThere("model/doc.go", "ABSENT.md") || !documentIsThere("ingest/agreement.go", "IDS.md") {
		t.Error("a document that is missing passes, or one that is there does not")
	}
}

// outside matches what prose must not cite because it is not in the tree: a design paper, and the folder
// of real data.
var outside = regexp.MustCompile(`\bDESIGN\b|\.\./shared\b`)

// Prose cites nothing that is outside of the tree. Of a script, the comments are its prose.
func TestNothingOutsideTheTreeIsCited(t *testing.T) {
	t.Parallel()
	for _, p := range everyProse(t) {
		inProse := path.Ext(p.file) == ".go" || path.Ext(p.file) == ".md"
		for line := range strings.Lines(p.text) {
			if !inProse && !strings.HasPrefix(strings.TrimSpace(line), "#") {
				continue
			}
			for _, cited := range outside.FindAllString(line, -1) {
				t.Errorf("%s cites %s, which is not in the tree: %s", p.file, cited, strings.TrimSpace(line))
			}
		}
	}
}
