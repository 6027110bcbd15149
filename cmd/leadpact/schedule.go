package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"
	"unicode"

	"github.com/urfave/cli/v2"

	"leadpact/model/agreement"
	"leadpact/templates"
)

// schedulers are the programs that can start the monthly job, each with what it cannot hold in a path.
var schedulers = []struct{ name, usage, refused string }{
	{"systemd", "a service and its timer", ""},
	{"cron", "a line for the crontab", ""},
	{"launchd", "a property list for macOS", ""},
	{"schtasks", "a task for Windows, as XML", `%"`},
}

// schedule prints what makes a machine do the monthly job by itself: a daily call of run --if-due --send.
func (p *program) schedule() *cli.Command {
	command := &cli.Command{
		Name:      "schedule",
		Usage:     "print ready unit files that run the monthly job unattended",
		ArgsUsage: "systemd|cron|launchd|schtasks",
		Action: func(c *cli.Context) error {
			return failf(exitUsage, "schedule takes systemd, cron, launchd or schtasks, not %q; see %s --help", c.Args().First(), c.Command.HelpName)
		},
	}
	for _, s := range schedulers {
		command.Subcommands = append(command.Subcommands, &cli.Command{
			Name:            s.name,
			Usage:           "print " + s.usage,
			HideHelpCommand: true,
			OnUsageError:    usageError,
			Flags: []cli.Flag{
				agreementFlag(),
				&cli.PathFlag{Name: "out", Value: "out", Usage: "publish into `DIR`", Action: notEmpty("out")},
			},
			Action: withoutArguments(func(c *cli.Context) error {
				plan, err := p.plan(s.name, c.Path("agreement"), c.Path("out"))
				if err != nil {
					return err
				}
				for _, path := range []string{plan.Program, plan.AgreementFile, plan.Out} {
					if strings.ContainsFunc(path, unicode.IsControl) || strings.ContainsAny(path, s.refused) {
						return failf(exitUsage, "%s cannot name %q; use a path without %s", s.name, path, strings.TrimSpace("control characters "+s.refused))
					}
				}
				text, err := plan.write(s.name)
				if err != nil {
					return err
				}
				_, err = p.stdout.Write(text)
				return cannotWrite(err)
			}),
		})
	}
	return command
}

// plan is what a scheduler is told. All paths are absolute.
type plan struct {
	Name                        string // of the unit: leadpact and the agreement's id
	Agreement                   string
	Program, AgreementFile, Out string
	Command                     []string
	Log                         string // beside the agreement
	Again                       string // the command that prints this, as a shell takes it
	Hour, Minute                int
	Zone, From                  string
}

// Logs is Log as a list of one word.
func (p *plan) Logs() []string { return []string{p.Log} }

// plan reads the agreement, and refuses one that an unattended run would refuse.
func (p *program) plan(scheduler, path, out string) (*plan, error) {
	j, err := openJob(path, "", "", p.now)
	if err != nil {
		return nil, err
	}
	due, err := newDueTime(j.agreement, j.period.Start.Location())
	if err != nil {
		return nil, err
	}
	if err := checkMail(j.agreement.Mail); err != nil {
		return nil, fail(exitAgreement, err)
	}
	program, err := os.Executable()
	if err != nil {
		return nil, fail(exitNoInput, err)
	}
	if strings.Contains(program, string(filepath.Separator)+"go-build") {
		fmt.Fprintf(p.stderr, "%s is gone when go run ends; go build a program that stays, and let it print this\n", program)
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	if out, err = filepath.Abs(out); err != nil {
		return nil, err
	}
	head := j.agreement.Head
	made := &plan{
		Name: "leadpact-" + strings.ReplaceAll(agreement.Slug(head.ID), "_", "-"), Agreement: head.ID,
		Program: program, AgreementFile: path, Out: out,
		Command: []string{program, "run", "--agreement", path, "--out", out, "--if-due", "--send"},
		Log:     filepath.Join(filepath.Dir(path), "leadpact.log"),
		Hour:    due.hour, Minute: due.minute, Zone: head.Zone, From: head.Effective.Format(time.DateOnly),
	}
	made.Again = shellWords([]string{program, "schedule", scheduler, "--agreement", path, "--out", out})
	return made, nil
}

// write prints the plan as the scheduler reads it.
func (p *plan) write(scheduler string) ([]byte, error) {
	t, err := template.New(scheduler).Funcs(template.FuncMap{
		"clock":     func() string { return fmt.Sprintf("%02d:%02d", p.Hour, p.Minute) },
		"line":      func(s string) string { return strings.Join(strings.Fields(printable(s)), " ") },
		"specifier": systemdSpecifiers,
		"unit":      systemdCommand,
		"cron":      cronWords,
		"windows":   windowsWords,
		"xml":       xmlText,
	}).ParseFS(templates.FS, "schedule/"+scheduler)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, p)
	return out.Bytes(), err
}
