package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/ingest/agreementfile"
	"leadpact/model/agreement"
	"leadpact/report/contract"
)

// contractCommand makes the contract or an amendment as a PDF.
func (p *program) contractCommand() *cli.Command {
	return &cli.Command{
		Name:  "contract",
		Usage: "make the contract alone, from the agreement and the team file",
		Flags: []cli.Flag{
			agreementFlag(),
			&cli.PathFlag{
				Name: "against", Action: notEmpty("against"),
				Usage: "make an amendment instead: what changes since the agreement in `FILE`",
			},
			&cli.PathFlag{
				Name: "out", Action: notEmpty("out"),
				Usage: "write `FILE` (default: contract.pdf or amendment.pdf)",
			},
		},
		Action: func(c *cli.Context) error {
			path, against := c.Path("agreement"), c.Path("against")
			a, err := agreementfile.Load(path)
			if err != nil {
				return err
			}
			j := &job{agreement: a, dir: filepath.Dir(path)}
			makePDF, out := j.contract, "contract.pdf"
			if against != "" {
				if makePDF, err = j.amendmentOf(against); err != nil {
					return err
				}
				out = "amendment.pdf"
			}
			if c.IsSet("out") {
				out = c.Path("out")
			}
			pdf, err := await(c.Context, makePDF)
			if err != nil {
				return err
			}
			return p.publishFile(filepath.Clean(out), pdf)
		},
	}
}

// publishFile publishes a single file.
func (p *program) publishFile(path string, data []byte) error {
	dir, name := filepath.Split(path)
	tx, err := publish.Begin(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer tx.Close()
	if err := tx.Write(name, data); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, "published %s\n", path)
	return nil
}

// contract returns the contract as a PDF. It depends on the agreement and the team file alone, so every
// period's run makes the same bytes.
func (j *job) contract() ([]byte, error) {
	l, err := j.terms(teamOnly(j.agreement))
	if err != nil {
		return nil, err
	}
	pdf, err := bytesOf(func(w io.Writer) error { return contract.Write(j.dir, w, l.Scorecard(), l.Team()) })
	return pdf, fail(exitAgreement, err)
}

// amendmentOf loads an older agreement and returns the function that makes its amendment.
func (j *job) amendmentOf(path string) (func() ([]byte, error), error) {
	old, err := agreementfile.Load(path)
	return func() ([]byte, error) { return j.amendment(old) }, err
}

// amendment returns the PDF with what changes since an older version of the agreement.
func (j *job) amendment(old *agreement.Agreement) ([]byte, error) {
	was, err := (&job{agreement: old, dir: j.dir}).terms(nil)
	if err != nil {
		return nil, err
	}
	now, err := j.terms(nil)
	if err != nil {
		return nil, err
	}
	pdf, err := bytesOf(func(w io.Writer) error {
		return contract.Amend(j.dir, w, now.Scorecard(), was.Scorecard())
	})
	if errors.Is(err, contract.ErrNothingToAmend) {
		return nil, fail(exitData, err)
	}
	return pdf, fail(exitAgreement, err)
}
