package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"leadpact/model"
	"leadpact/report/terminal"
)

// run is the monthly job.
func (p *program) run() *cli.Command {
	return &cli.Command{
		Name:  "run",
		Usage: "count a period and publish its folder",
		Flags: append(sendFlags(),
			agreementFlag(), periodFlag(), asOfFlag(), setFlag(),
			&cli.PathFlag{Name: "out", Value: "out", Usage: "publish the folder `DIR`/PERIOD", Action: notEmpty("out")},
			&cli.BoolFlag{Name: "fail-on-breach", Usage: "exit 3 if an obligation was kept late or not at all", DisableDefaultText: true},
			&cli.BoolFlag{Name: "json", Usage: "print scorecard.json; without --out write nothing", DisableDefaultText: true},
			logFlag(),
		),
		Action: p.monthly(func(c *cli.Context, j *job) error {
			out := c.Path("out")
			if c.Bool("json") && !c.IsSet("out") {
				out = ""
			}
			j.progress = p.progress
			s, docs, err := j.run(c.Context, out)
			p.progress.end()
			if err != nil {
				return err
			}
			if err := p.print(s, docs, c.Bool("json")); err != nil {
				return err
			}
			if out != "" {
				fmt.Fprintf(p.stderr, "published %s\n", filepath.Join(out, j.period.ID))
			}
			if c.Bool("fail-on-breach") && len(s.Breaches) > 0 {
				return failf(exitBreach, "%d obligations kept late or not at all", len(s.Breaches))
			}
			return nil
		}),
	}
}

// run makes the period's folder in out, whole or not at all; with an empty out it makes scorecard.json and writes nothing.
func (j *job) run(ctx context.Context, out string) (*model.Scorecard, issue, error) {
	if out == "" {
		return j.compose(ctx, "", j.cardAlone)
	}
	folder, err := openPublication(out)
	if err != nil {
		return nil, nil, err
	}
	defer folder.close()
	folder.announce = j.announce
	return j.publish(ctx, folder)
}

// print writes the result.
func (p *program) print(s *model.Scorecard, docs issue, asJSON bool) error {
	if asJSON {
		_, err := p.stdout.Write(docs.file(cardName))
		return cannotWrite(err)
	}
	return cannotWrite(terminal.Verdict(p.stdout, s))
}
