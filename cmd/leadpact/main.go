// Leadpact turns an agreement between Marketing and Sales, and the exports of a CRM, into one scorecard a
// month: a workbook whose figures are live formulas, the contract, the letter, and the same numbers as
// JSON.
//
// This package is wiring: in come flags, out go files and an exit code. It decides the order of the
// steps, where files go and what a run exits with, and computes no figure. There is one file for each
// command; whatever does not depend on the commands is a package below internal.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones load on machines without a zone database

	"github.com/urfave/cli/v2"
)

func main() { os.Exit(run(os.Args, os.Stdout, os.Stderr)) }

// run runs the whole program and returns its exit code. It is the only place that reads the clock.
// Results go to stdout, progress and messages to stderr.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := &program{now: time.Now(), stdout: stdout, stderr: stderr}
	err := app(p).RunContext(ctx, args)
	p.progress.End()
	p.reportError(err)
	return exitCode(err)
}

// app returns the command line interface of a program.
func app(p *program) *cli.App {
	app := &cli.App{
		Name:            "leadpact",
		Usage:           "what Marketing and Sales promised each other, counted once a month",
		HideHelpCommand: true,
		Version:         version(),

		EnableBashCompletion:      true,
		DisableSliceFlagSeparator: true, // the value of --set may hold a comma
		Writer:                    p.stdout,
		ErrWriter:                 p.stderr,
		ExitErrHandler:            func(*cli.Context, error) {}, // the default exits inside Run
		OnUsageError:              usageError,
		Action: func(c *cli.Context) error {
			switch name := c.Args().First(); name {
			case "":
				return failf(exitUsage, "no command given; try leadpact demo, or see leadpact --help")
			case "help":
				return cli.ShowAppHelp(c)
			default:
				return failf(exitUsage, "unknown command %q; see leadpact --help", name)
			}
		},
		Commands: []*cli.Command{
			p.demoCommand(), p.runCommand(), p.checkCommand(), p.contractCommand(), p.verifyCommand(),
			p.scheduleCommand(), p.explainCommand(), p.todayCommand(), p.tableCommand(), p.factsCommand(),
			p.initCommand(), p.calibrateCommand(), p.completionCommand(),
		},
	}
	for _, c := range app.Commands {
		c.HideHelpCommand = true
		c.OnUsageError = usageError
		if c.ArgsUsage == "" {
			c.Action = withoutArguments(c.Action)
		}
	}
	addExamples(app)
	return app
}
