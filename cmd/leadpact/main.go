// Leadpact turns an agreement between Marketing and Sales, and the exports of a CRM, into one scorecard a month: a workbook
// whose figures are live formulas, the contract, the letter, and the same numbers as JSON.
//
// Here is only the wiring: flags, the order of the steps, where files go and what a run exits with. One file per command.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones load on machines without a zone database

	"github.com/urfave/cli/v2"
)

func main() { os.Exit(run(os.Args, os.Stdout, os.Stderr)) }

// run is the whole program: the one place that asks the clock. The result goes to stdout, progress and messages to stderr.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := &program{now: time.Now(), stdout: stdout, stderr: stderr}
	err := p.app().RunContext(ctx, args)
	p.progress.end()
	p.fails(err)
	return exitCode(err)
}

// fails says on stderr what a command ends with, if with an error.
func (p *program) fails(err error) {
	if err == nil {
		return
	}
	text := printable(err.Error())
	if errors.Is(err, context.Canceled) {
		text = "interrupted; nothing was written"
	}
	if p.log != nil {
		p.log.Error(text, "exit", exitCode(err))
		return
	}
	fmt.Fprintf(p.stderr, "leadpact: %s\n", text)
}

// program is what every command shares.
type program struct {
	now            time.Time
	stdout, stderr io.Writer
	progress       *progress
	log            *slog.Logger  // of --log-format json; else nil
	silence        time.Duration // of a mail server; 0: 30 seconds
}

func (p *program) app() *cli.App {
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
		Commands: []*cli.Command{p.demo(), p.run(), p.check(), p.contract(), p.verify(), p.schedule(), p.explain(), p.today(), p.table(), p.facts(), p.start(), p.calibrate(), p.completion()},
	}
	for _, c := range app.Commands {
		c.HideHelpCommand = true
		c.OnUsageError = usageError
		if c.ArgsUsage == "" {
			c.Action = withoutArguments(c.Action)
		}
	}
	addHelp(app)
	return app
}

// usageError replaces the default, which writes usage errors and the help to stdout.
func usageError(c *cli.Context, err error, _ bool) error {
	return failf(exitUsage, "%w; see %s --help", err, c.Command.HelpName)
}

// withoutArguments refuses stray arguments: flags after one would be ignored in silence.
func withoutArguments(f cli.ActionFunc) cli.ActionFunc {
	return func(c *cli.Context) error {
		if c.Args().Present() {
			return failf(exitUsage, "%s takes no argument %q; see %s --help", c.Command.Name, c.Args().First(), c.Command.HelpName)
		}
		return f(c)
	}
}

// notEmpty refuses --flag "", as a script passes a variable that is not set.
func notEmpty(flag string) func(*cli.Context, string) error {
	return func(_ *cli.Context, value string) error {
		if value == "" {
			return failf(exitUsage, "--%s is empty; name one or leave it out", flag)
		}
		return nil
	}
}

// await runs a computation that writes nothing and gives up waiting for it when the run is interrupted.
func await[T any](ctx context.Context, compute func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := compute()
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
