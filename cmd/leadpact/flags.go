package main

import (
	"flag"
	"io"

	"github.com/urfave/cli/v2"
)

func init() {
	cli.HelpFlag = sharedFlag{cli.HelpFlag.(*cli.BoolFlag)}
	cli.VersionFlag = sharedFlag{cli.VersionFlag.(*cli.BoolFlag)}
}

// sharedFlag makes a flag of the cli library safe to use by several programs in one process. The library
// has one help flag for all of them, and writes into it when it is applied.
type sharedFlag struct{ *cli.BoolFlag }

// Apply defines a copy of the flag.
func (f sharedFlag) Apply(set *flag.FlagSet) error {
	own := *f.BoolFlag
	return own.Apply(set)
}

func agreementFlag() cli.Flag {
	return &cli.PathFlag{Name: "agreement", Value: "agreement.yaml", Usage: "the agreement's `FILE`"}
}

func periodFlag() cli.Flag {
	return &cli.StringFlag{
		Name:  "period",
		Usage: "`PERIOD` as 2026-10, 2026-Q4 or 2026-10-01..2026-10-15 (default: the last full month)",
	}
}

func asOfFlag() cli.Flag {
	return &cli.StringFlag{
		Name:  "as-of",
		Usage: "take `TIME` for now, as 2026-11-01 or 2026-11-01T07:00:00-04:00",
	}
}

func exportedFlag() cli.Flag {
	return &cli.StringFlag{
		Name:  "exported",
		Usage: "the exports were taken at `TIME`, as 2026-11-02T06:30; a day means its first instant",
	}
}

func logFlag() cli.Flag {
	return &cli.StringFlag{
		Name: "log-format", Value: "text",
		Usage: "write messages as `FORMAT`, text or json (a JSON object a line)",
		Action: func(_ *cli.Context, format string) error {
			if format != "text" && format != "json" {
				return failf(exitUsage, "--log-format %q is none of text and json", format)
			}
			return nil
		},
	}
}

// notEmpty refuses --flag "", which a script passes if its variable is not set.
func notEmpty(flag string) func(*cli.Context, string) error {
	return func(_ *cli.Context, value string) error {
		if value == "" {
			return failf(exitUsage, "--%s is empty; name one or leave it out", flag)
		}
		return nil
	}
}

// usageError replaces the default, which writes usage errors and the help to stdout.
func usageError(c *cli.Context, err error, _ bool) error {
	return failf(exitUsage, "%w; see %s --help", err, c.Command.HelpName)
}

// withoutArguments refuses arguments, as flags after one would be ignored silently.
func withoutArguments(f cli.ActionFunc) cli.ActionFunc {
	return func(c *cli.Context) error {
		if c.Args().Present() {
			return failf(exitUsage, "%s takes no argument %q; see %s --help",
				c.Command.Name, c.Args().First(), c.Command.HelpName)
		}
		return f(c)
	}
}

// oneArgument returns the command's only argument. Flags after it are applied, too, which the cli library
// does not do.
func oneArgument(c *cli.Context) (string, error) {
	argument := c.Args().First()
	if argument == "" {
		return "", failf(exitUsage, "%s needs %s; see %s --help", c.Command.Name, c.Command.ArgsUsage, c.Command.HelpName)
	}
	late := flag.NewFlagSet("", flag.ContinueOnError)
	late.SetOutput(io.Discard)
	for _, f := range c.Command.Flags {
		if err := f.Apply(late); err != nil {
			return "", err
		}
	}
	if err := late.Parse(c.Args().Tail()); err != nil {
		return "", failf(exitUsage, "%w; see %s --help", err, c.Command.HelpName)
	}
	if late.NArg() > 0 {
		return "", failf(exitUsage, "%s takes one %s, not %q too; see %s --help",
			c.Command.Name, c.Command.ArgsUsage, late.Arg(0), c.Command.HelpName)
	}
	var err error
	late.Visit(func(f *flag.Flag) {
		if failed := c.Set(f.Name, f.Value.String()); failed != nil {
			err = failed
		}
	})
	return argument, err
}
