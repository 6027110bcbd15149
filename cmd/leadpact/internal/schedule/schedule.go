// Package schedule writes the configuration with which a machine starts the monthly job by itself: units
// for systemd, a line for a crontab, a property list for launchd, a task for Windows.
//
// In comes a Plan, with absolute paths; out goes text to install. The package reads no file and knows
// nothing of agreements; text from an agreement is quoted so that no scheduler takes it for an
// instruction.
package schedule

import (
	"bytes"
	"fmt"
	"strings"
	"text/template"
	"unicode"

	"leadpact/cmd/leadpact/internal/console"
	"leadpact/templates"
)

// Scheduler is a program that can start the monthly job.
type Scheduler struct {
	Name      string
	Usage     string // what Write returns for it
	forbidden string // characters that it cannot take in a path, besides control characters
}

// Schedulers are the supported programs.
var Schedulers = []Scheduler{
	{Name: "systemd", Usage: "a service and its timer"},
	{Name: "cron", Usage: "a line for the crontab"},
	{Name: "launchd", Usage: "a property list for macOS"},
	{Name: "schtasks", Usage: "a task for Windows, as XML", forbidden: `%"`},
}

// Plan is the job that a scheduler starts once a day. All paths are absolute. The field names are those
// of the templates.
type Plan struct {
	Name                        string // the name of the unit: leadpact and the agreement's id
	Agreement                   string // its id, as text
	Program, AgreementFile, Out string
	Log                         string // the file that takes the job's output
	Hour, Minute                int    // when to start, in the zone
	Zone, From                  string // the agreement's zone; the first day, as 2026-10-01
	scheduler                   string
}

// Command returns the words of the command that the scheduler starts.
func (p *Plan) Command() []string {
	return []string{p.Program, "run", "--agreement", p.AgreementFile, "--out", p.Out, "--if-due", "--send"}
}

// Again returns the shell command that prints the same units.
func (p *Plan) Again() string {
	return console.ShellWords([]string{
		p.Program, "schedule", p.scheduler, "--agreement", p.AgreementFile, "--out", p.Out,
	})
}

// Logs returns Log as a list of one word, for the functions that quote words.
func (p *Plan) Logs() []string { return []string{p.Log} }

// Write returns the plan in the form that the scheduler reads. It refuses a path that the scheduler
// cannot take.
func (s Scheduler) Write(p Plan) ([]byte, error) {
	for _, path := range []string{p.Program, p.AgreementFile, p.Out} {
		if strings.ContainsFunc(path, unicode.IsControl) || strings.ContainsAny(path, s.forbidden) {
			return nil, &PathError{s, path}
		}
	}
	p.scheduler = s.Name
	t, err := template.New(s.Name).Funcs(template.FuncMap{
		"clock":     func() string { return fmt.Sprintf("%02d:%02d", p.Hour, p.Minute) },
		"line":      func(s string) string { return strings.Join(strings.Fields(console.Printable(s)), " ") },
		"specifier": escapeSpecifiers,
		"unit":      systemdCommand,
		"cron":      cronCommand,
		"windows":   windowsCommand,
		"xml":       xmlText,
	}).ParseFS(templates.FS, "schedule/"+s.Name)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, &p)
	return out.Bytes(), err
}

// PathError reports a path that a scheduler cannot take.
type PathError struct {
	Scheduler Scheduler
	Path      string
}

func (e *PathError) Error() string {
	return fmt.Sprintf("%s cannot name %q; use a path without %s", e.Scheduler.Name, e.Path,
		strings.TrimSpace("control characters "+e.Scheduler.forbidden))
}
