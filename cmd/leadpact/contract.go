package main

import (
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/ingest"
	"leadpact/model"
	"leadpact/report/contract"
)

// contract makes the PDF alone.
func (p *program) contract() *cli.Command {
	return &cli.Command{
		Name:  "contract",
		Usage: "make the contract alone, from the agreement and the team file",
		Flags: []cli.Flag{
			agreementFlag(),
			&cli.PathFlag{Name: "out", Value: "contract.pdf", Usage: "write `FILE`", Action: notEmpty("out")},
		},
		Action: func(c *cli.Context) error {
			path := c.Path("agreement")
			a, err := ingest.LoadAgreement(path)
			if err != nil {
				return err
			}
			out, name := filepath.Split(filepath.Clean(c.Path("out")))
			folder, err := openPublication(filepath.Clean(out))
			if err != nil {
				return err
			}
			defer folder.close()
			j := &job{agreement: a, dir: filepath.Dir(path)}
			pdf, err := await(c.Context, j.contract)
			if err != nil {
				return err
			}
			if err := folder.write(name, pdf); err != nil {
				return err
			}
			if err := folder.commit(); err != nil {
				return err
			}
			fmt.Fprintf(p.stderr, "published %s\n", filepath.Join(out, name))
			return nil
		},
	}
}

// contract depends on the agreement and the team file alone: it is printed from the closed month in which the agreement
// takes effect, so every period's run makes the same bytes.
func (j *job) contract() ([]byte, error) {
	a := j.agreement
	zone, err := time.LoadLocation(a.Head.Zone)
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	from := a.Head.Effective.In(zone)
	month, err := model.ParsePeriod(from.Format("2006-01"), zone, from.AddDate(0, 1, 0))
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	l := model.NewLedger(a, month)
	if err := ingest.Read(teamAlone(a), j.dir, l); err != nil {
		return nil, err
	}
	pdf, err := bytesOf(func(w io.Writer) error { return contract.WriteFrom(j.dir, w, l.Scorecard(), l.Team()) })
	return pdf, fail(exitAgreement, err)
}

// teamAlone is the agreement with the files of its team and of no other input; what the others say of people stays.
func teamAlone(a *model.Agreement) *model.Agreement {
	only := *a
	only.Inputs = map[string]*model.Input{}
	for table, in := range a.Inputs {
		x := *in
		if table != "team" {
			x.Files = nil
		}
		only.Inputs[table] = &x
	}
	return &only
}
