package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/console"
	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/samples"
)

// demoCommand runs every step on the embedded sample company. Its month is always closed, whatever the date
// is, so the result does not depend on the clock. A folder that holds anything but an earlier demo is left
// alone.
func (p *program) demoCommand() *cli.Command {
	return &cli.Command{
		Name:  "demo",
		Usage: "do the whole job on a sample company",
		Flags: []cli.Flag{
			&cli.PathFlag{Name: "out", Value: "leadpact-demo", Usage: "write into `DIR`", Action: notEmpty("out")},
		},
		Action: func(c *cli.Context) error {
			out := c.Path("out")
			tx, err := publish.Begin(out)
			if err != nil {
				return err
			}
			defer tx.Close()
			if err := stageSample(tx); err != nil {
				return err
			}
			path := filepath.Join(tx.Stage(), "agreement.yaml")
			j, err := openJob(path, samples.Period, samples.AsOf, p.now)
			if err != nil {
				return err
			}
			if err := refuseToReplace(out, j); err != nil {
				return err
			}
			s, docs, err := j.publish(c.Context, tx)
			if err != nil {
				return err
			}
			if err := p.print(s, docs, false); err != nil {
				return err
			}
			command := console.ShellWords([]string{
				"leadpact", "run", "--agreement", filepath.Join(out, "agreement.yaml"),
				"--period", samples.Period, "--as-of", samples.AsOf, "--out", out,
			})
			_, err = fmt.Fprintf(p.stdout, "\n%s holds\n%s\nThe same bytes come from\n  %s\n",
				filepath.Join(out, j.period.ID), docs.names("  "), command)
			return cannotWrite(err)
		},
	}
}

// stageSample stages the agreement and exports of the sample company.
func stageSample(tx *publish.Transaction) error {
	company, err := fs.Sub(samples.FS, "company")
	if err != nil {
		return err
	}
	return fs.WalkDir(company, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(company, name)
		if err != nil {
			return err
		}
		return tx.Write(name, data)
	})
}

// refuseToReplace returns an error if the demo would replace something in out that no demo, of this or an
// older version, has written.
func refuseToReplace(out string, j *job) error {
	existing, err := os.ReadFile(filepath.Join(out, "agreement.yaml"))
	if err == nil && bytes.Contains(existing, []byte(j.agreement.Head.Company)) {
		return nil
	}
	for _, name := range []string{"agreement.yaml", "exports", j.period.ID} {
		path := filepath.Join(out, name)
		if _, err := os.Lstat(path); err == nil {
			return failf(exitCannotWrite, "cannot write %s: it is there and no demo's; set --out to another folder", path)
		}
	}
	return nil
}
