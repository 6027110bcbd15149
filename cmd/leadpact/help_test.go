package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every command has three examples, each of which works where its reader would type it: in the folder of an agreement.
func TestTheExamplesOfTheHelpWork(t *testing.T) {
	app := (&program{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}).app()
	company := exampleFolder(t)
	for _, c := range app.Commands {
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
			play(t, dir, e.line)
		}
	}
	for _, e := range examples[""] {
		command := strings.Fields(e.line)[1]
		if len(examples[command]) == 0 {
			t.Errorf("%s is no command's", e.line)
		}
	}
}

// exampleFolder is a folder with the small company and everything else that the examples name.
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
	agreement := strings.Replace(read("agreement.yaml"), "version: 1", "version: 3", 1) +
		"mail: {from: a@example.com, to: [b@example.com], due: first business day 07:00, smtp: {host: smtp.example.com}}\n"
	for name, text := range map[string]string{
		"agreement.yaml":         agreement,
		"agreement-v2.yaml":      strings.Replace(strings.Replace(agreement, "version: 3", "version: 2", 1), "contact_within: 24h", "contact_within: 48h", 1),
		"exports/leads.csv":      read("exports/leads.csv"),
		"exports/activities.csv": read("exports/activities.csv"),
		"exports/team.csv":       read("exports/team.csv"),
		"exports/contacts.csv":   read("exports/leads.csv"),
		"old.csv":                read("exports/leads.csv"),
		"report.txt":             "a\tb\n1\t2\n",
		".local/share/bash-completion/completions/x": "", ".zfunc/x": "", ".config/fish/completions/x": "",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("HOME", dir)
	play(t, dir, "leadpact run --period 2026-10 --as-of 2026-11-02")
	return dir
}
