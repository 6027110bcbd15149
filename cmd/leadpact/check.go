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
			tablesFlag(),
		},
		Action: func(c *cli.Context) error {
			j, err := openJob(c.Path("agreement"), "", "", p.now)
			if err != nil {
				return err
			}
			tables, err := j.openTables(c.Path("tables"))
			if err != nil {
				return err
			}
			defer tables.close()
			found, err := await(c.Context, func() (*findings, error) { return j.findings(tables.sink()) })
			if err != nil {
				return err
			}
			if found.err == nil {
				err = tables.commit(j, found.Report)
			}
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

// findings reads the exports for the last full month; sink takes the rows as they are used.
func (j *job) findings(sink ingest.Sink) (*findings, error) {
	l := model.NewLedger(j.agreement, j.period)
	f := &findings{}
	if f.Report, f.err = ingest.ReadTables(j.agreement, j.dir, l, sink); f.err == nil {
		f.card = l.Scorecard()
		f.Notes = f.card.Warnings // the notes, and what the dates of the rows say of one another
	}
	for _, conflict := range j.agreement.Conflicts() {
		f.Notes = append(f.Notes, model.Note{Source: model.Source{File: "agreement"}, Text: "these terms cannot all be met: " + conflict})
	}
	return f, nil
}
