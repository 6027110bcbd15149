package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"leadpact/samples"
)

func TestMain(m *testing.M) { os.Exit(withProgram(m.Run)) }

// testDir is a folder that lives as long as all tests do.
var testDir string

// withProgram builds the program as its users do and puts it first on PATH. Under the race detector, it
// would take ten times as long.
func withProgram(tests func() int) int {
	dir, err := os.MkdirTemp("", "leadpact")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	testDir = dir
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", dir+string(filepath.Separator), ".")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	os.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	os.Setenv("GOGC", "400") // runs on small data collect little
	debug.SetGCPercent(400)
	return tests()
}

// Each script is one promise to the user of the program. It starts in a folder with the small company.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("GOGC", os.Getenv("GOGC"))
			return os.CopyFS(e.WorkDir, os.DirFS("testdata/company"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"lists":  lists,
			"sample": sample,
		},
	})
}

// exits is the script command "exits CODE COMMAND…": the command exits with exactly this code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if want, _ := strconv.Atoi(args[0]); got != want {
		ts.Fatalf("exit %d, want %d\n%s", got, want, ts.ReadFile("stderr"))
	}
}

// lists is the script command "lists DIR [NAME…]": the folder holds exactly these entries, with hidden
// ones.
func lists(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: lists DIR [NAME…]")
	}
	found, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	want := map[string]bool{}
	for _, name := range args[1:] {
		want[name] = true
	}
	for _, f := range found {
		if !want[f.Name()] {
			ts.Fatalf("%s holds %s", args[0], f.Name())
		}
		delete(want, f.Name())
	}
	for name := range want {
		ts.Fatalf("%s lacks %s", args[0], filepath.Base(name))
	}
}

// sample is the script command "sample DIR": the folder becomes a copy of the sample company.
func sample(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sample DIR")
	}
	company, err := fs.Sub(samples.FS, "company")
	ts.Check(err)
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), company))
}
