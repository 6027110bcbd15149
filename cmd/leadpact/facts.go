package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"leadpact/ingest/warehouse"
	"leadpact/model"
	"leadpact/model/agreement"
)

// factsCommand is for companies whose activities are in a warehouse: it prints the thresholds to upload,
// or the query that computes facts from them there.
func (p *program) factsCommand() *cli.Command {
	return &cli.Command{
		Name:  "facts",
		Usage: "print the thresholds of every lead as CSV, or with --sql the query that computes inputs.facts in a warehouse",
		Flags: []cli.Flag{
			agreementFlag(), periodFlag(), asOfFlag(), exportedFlag(),
			&cli.StringFlag{
				Name: "sql", Action: notEmpty("sql"),
				Usage: "print the query in the `DIALECT` " + strings.Join(warehouse.SQLDialects(), ", "),
			},
			&cli.BoolFlag{
				Name: "here", DisableDefaultText: true,
				Usage: "print the facts as computed here from inputs.activities, to hold a warehouse's against",
			},
		},
		Action: func(c *cli.Context) error {
			j, err := p.openJob(c, c.String("period"))
			if err != nil {
				return err
			}
			here := c.Bool("here")
			if here && c.IsSet("sql") {
				return failf(exitUsage, "--here and --sql exclude each other; choose one")
			}
			l, err := await(c.Context, func() (*model.Ledger, error) { return j.readForFacts(here) })
			if err != nil {
				return err
			}
			if dialect := c.String("sql"); dialect != "" {
				if err := warehouse.WriteFactsSQL(p.stdout, dialect, l, warehouse.NotPeople(j.agreement)); err != nil {
					return fail(exitUsage, err)
				}
				return nil
			}
			if here {
				return cannotWrite(warehouse.WriteFacts(p.stdout, l))
			}
			return cannotWrite(warehouse.WriteThresholds(p.stdout, l))
		},
	}
}

// readForFacts reads leads and deals, and if asked the activities, and no other inputs.
func (j *job) readForFacts(activities bool) (*model.Ledger, error) {
	a := *j.agreement
	a.Inputs = map[string]*agreement.Input{}
	for _, table := range []string{"leads", "deals", "activities"} {
		if in := j.agreement.Inputs[table]; in != nil && (activities || table != "activities") {
			a.Inputs[table] = in
		}
	}
	facts := *j
	facts.agreement = &a
	return facts.readCovered()
}
