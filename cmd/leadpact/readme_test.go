package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write into README.md what its commands print")

var consoleBlock = regexp.MustCompile("(?ms)^```console\n(.*?)^```$")

// In README.md a console block holds commands after "$ " and what a terminal shows after each, to its end or to a line of "…".
// They run here in order, in one empty folder; `go run ./cmd/leadpact` is the program under test.
func TestReadmeShowsWhatItsCommandsPrint(t *testing.T) {
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
			now.WriteString("$ " + line + "\n" + asLong(play(t, dir, line), shown))
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

// play runs a line of a shell and gives what a terminal shows.
func play(t *testing.T, dir, line string) string {
	command := exec.Command("sh", "-c", strings.ReplaceAll(line, "go run ./cmd/leadpact", "leadpact"))
	command.Dir = dir
	shown, err := command.CombinedOutput()
	if err != nil {
		t.Errorf("$ %s: %v", line, err)
	}
	return string(shown)
}

// asLong cuts an output where the shown one breaks off with "…".
func asLong(output, shown string) string {
	head, ok := strings.CutSuffix(strings.TrimRight(shown, "\n"), "…")
	if !ok {
		return output
	}
	lines := strings.SplitAfter(output, "\n")
	return strings.Join(lines[:min(len(lines), strings.Count(head, "\n"))], "") + "…\n"
}
