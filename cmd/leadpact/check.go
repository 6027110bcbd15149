package main

import (
	"github.com/urfave/cli/v2"

	"leadpact/ingest"
	"leadpact/model"
)

// check reads everything and publishes nothing.
func (p *program) check() *cli.Command {
	return &cli.Command{
		Name:  "check",
		Usage: "read everything and say what was found, set aside and refused",
		Flags: []cli.Flag{
			agreementFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print JSON", DisableDefaultText: true},
		},
		Action: func(c *cli.Context) error {
			j, err := openJob(c.Path("agreement"), "", "", p.now)
			if err != nil {
				return err
			}
			found, err := await(c.Context, j.findings)
			if err != nil {
				return err
			}
			if c.Bool("json") {
				err = found.writeJSON(p.stdout)
			} else {
				err = found.writeText(p.stdout)
			}
			if err != nil {
				return cannotWrite(err)
			}
			return found.err
		},
	}
}

// findings are what a check found in the inputs. Where a file is refused or missing, err says so and card is nil.
type findings struct {
	*ingest.Report
	card *model.Scorecard
	err  error
}

// findings reads the exports for the last full month.
func (j *job) findings() (*findings, error) {
	l := model.NewLedger(j.agreement, j.period)
	f := &findings{}
	if f.Report, f.err = ingest.ReadReport(j.agreement, j.dir, l); f.err == nil {
		f.card = l.Scorecard()
	}
	return f, nil
}
