package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/duecal"
	"leadpact/cmd/leadpact/internal/mailrun"
	"leadpact/cmd/leadpact/internal/schedule"
	"leadpact/model/agreement"
)

// scheduleCommand prints the configuration with which a machine does the monthly job by itself: a daily
// call of run --if-due --send.
func (p *program) scheduleCommand() *cli.Command {
	command := &cli.Command{
		Name:      "schedule",
		Usage:     "print ready unit files that run the monthly job unattended",
		ArgsUsage: "systemd|cron|launchd|schtasks",
		Action: func(c *cli.Context) error {
			return failf(exitUsage, "schedule takes systemd, cron, launchd or schtasks, not %q; see %s --help",
				c.Args().First(), c.Command.HelpName)
		},
	}
	for _, s := range schedule.Schedulers {
		command.Subcommands = append(command.Subcommands, &cli.Command{
			Name:            s.Name,
			Usage:           "print " + s.Usage,
			HideHelpCommand: true,
			OnUsageError:    usageError,
			Flags: []cli.Flag{
				agreementFlag(),
				&cli.PathFlag{Name: "out", Value: "out", Usage: "publish into `DIR`", Action: notEmpty("out")},
			},
			Action: withoutArguments(func(c *cli.Context) error {
				plan, err := p.plan(c.Path("agreement"), c.Path("out"))
				if err != nil {
					return err
				}
				text, err := s.Write(*plan)
				if err != nil {
					return fail(exitUsage, err)
				}
				_, err = p.stdout.Write(text)
				return cannotWrite(err)
			}),
		})
	}
	return command
}

// plan returns the job to schedule. It refuses an agreement that an unattended run would refuse.
func (p *program) plan(path, out string) (*schedule.Plan, error) {
	j, err := openJob(path, "", "", p.now)
	if err != nil {
		return nil, err
	}
	calendar, err := duecal.New(j.agreement, j.period.Start.Location())
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	if err := mailrun.CheckTerms(j.agreement.Mail); err != nil {
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
	hour, minute := calendar.TimeOfDay()
	return &schedule.Plan{
		Name:          "leadpact-" + strings.ReplaceAll(agreement.Slug(head.ID), "_", "-"),
		Agreement:     head.ID,
		Program:       program,
		AgreementFile: path,
		Out:           out,
		Log:           filepath.Join(filepath.Dir(path), "leadpact.log"),
		Hour:          hour, Minute: minute,
		Zone: head.Zone, From: head.Effective.Format(time.DateOnly),
	}, nil
}
