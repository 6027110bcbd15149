package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadpact/cmd/leadpact/internal/treetest"
)

// Every command has three examples. Each works where its reader would type it, in the folder of an
// agreement.
func TestExamplesOfTheHelpWork(t *testing.T) {
	t.Parallel()
	commands := app(&program{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}).Commands
	company := exampleFolder(t)
	done := map[string]bool{} // examples of the program are examples of a command, too
	for _, c := range commands {
		if c.Name != "help" && len(examples[c.Name]) != 3 {
			t.Errorf("%s has %d examples", c.Name, len(examples[c.Name]))
		}
		for _, e := range examples[c.Name] {
			dir := company
			if c.Name == "init" {
				dir = t.TempDir()
				if err := os.CopyFS(filepath.Join(dir, "exports"), os.DirFS("testdata/company/exports")); err != nil {
					t.Fatal(err)
				}
			}
			shell(t, dir, e.line, "HOME="+company)
			done[e.line] = true
		}
	}
	for _, e := range examples[""] {
		if len(examples[strings.Fields(e.line)[1]]) == 0 {
			t.Errorf("%s is an example of no command", e.line)
		}
		if !done[e.line] {
			t.Errorf("%s is not among the examples of its command", e.line)
		}
	}
}

// exampleFolder returns a folder with the small company and everything else that the examples name.
func exampleFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join("testdata/company", name))
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(string(data), "Ann", "Marcus Chen")
	}
	agreement := strings.NewReplacer("version: 1", "version: 3").Replace(
		read("agreement.yaml")) + "mail: {from: a@example.com, " +
		"to: [b@example.com], due: first business day 07:00, smtp: {host: smtp.example.com}}\n"
	older := strings.NewReplacer("version: 3", "version: 2", "contact_within: 24h", "contact_within: 48h")
	treetest.Write(t, dir, map[string]string{
		"agreement.yaml":         agreement,
		"agreement-v2.yaml":      older.Replace(agreement),
		"exports/leads.csv":      read("exports/leads.csv"),
		"exports/activities.csv": read("exports/activities.csv"),
		"exports/team.csv":       read("exports/team.csv"),
		"exports/contacts.csv":   read("exports/leads.csv"),
		"old.csv":                read("exports/leads.csv"),
		"report.txt":             "a\tb\n1\t2\n",

		".local/share/bash-completion/completions/x": "",
		".zfunc/x":                   "",
		".config/fish/completions/x": "",
	})
	shell(t, dir, "leadpact run --period 2026-10 --as-of 2026-11-02")
	return dir
}
