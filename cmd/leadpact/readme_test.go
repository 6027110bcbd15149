package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/ingest/profile"
)

var update = flag.Bool("update", false, "write into README.md what its commands print")

var consoleBlock = regexp.MustCompile("(?ms)^```console\n(.*?)^```$")

// A console block of README.md holds commands after "$ ", each with what a terminal shows, in full or up
// to a line of "…". The commands run here in order, in one empty folder; "go run ./cmd/leadpact" is the
// program under test.
func TestReadmeShowsWhatItsCommandsPrint(t *testing.T) {
	t.Parallel()
	file := filepath.Join(root, "README.md")
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	played := consoleBlock.ReplaceAllStringFunc(string(written), func(block string) string {
		body := strings.TrimSuffix(strings.TrimPrefix(block, "```console\n"), "```")
		var now strings.Builder
		for _, part := range strings.Split("\n"+body, "\n$ ")[1:] {
			line, shown, _ := strings.Cut(part, "\n")
			now.WriteString("$ " + line + "\n" + cutLike(shell(t, dir, line), shown))
		}
		return "```console\n" + now.String() + "```"
	})
	if !consoleBlock.Match(written) {
		t.Error("README.md shows no command")
	}
	if *update {
		if err := os.WriteFile(file, []byte(played), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(string(written), played); diff != "" {
		t.Error(diff)
	}
}

// cutLike cuts an output where the shown one breaks off with "…".
func cutLike(output, shown string) string {
	head, ok := strings.CutSuffix(strings.TrimRight(shown, "\n"), "…")
	if !ok {
		return output
	}
	lines := strings.SplitAfter(output, "\n")
	return strings.Join(lines[:min(len(lines), strings.Count(head, "\n"))], "") + "…\n"
}

// README.md and the specification list the CRMs whose exports are recognised, each by the first word of its title.
func TestTheListsOfCRMsNameEveryProfile(t *testing.T) {
	t.Parallel()
	guides, err := profile.Guides()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"README.md", "model/SPEC.md"} {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range guides {
			if name, _, _ := strings.Cut(g.Title, " "); !strings.Contains(string(text), name) {
				t.Errorf("%s does not name %s", file, g.Title)
			}
		}
	}
}
