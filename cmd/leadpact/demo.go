package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/urfave/cli/v2"

	"leadpact/samples"
)

// demo is the whole job on the embedded sample. Its month is closed whatever the date, so it needs no clock.
func (p *program) demo() *cli.Command {
	return &cli.Command{
		Name:  "demo",
		Usage: "do the whole job on a sample company",
		Flags: []cli.Flag{
			&cli.PathFlag{Name: "out", Value: "leadpact-demo", Usage: "write into `DIR`", Action: notEmpty("out")},
		},
		Action: func(c *cli.Context) error {
			out := c.Path("out")
			folder, err := openPublication(out)
			if err != nil {
				return err
			}
			defer folder.close()
			if err := unpack(folder); err != nil {
				return err
			}
			j, err := openJob(filepath.Join(folder.stage(), "agreement.yaml"), samples.Period, samples.AsOf, p.now)
			if err != nil {
				return err
			}
			if err := spare(out, j); err != nil {
				return err
			}
			s, docs, err := j.publish(c.Context, folder)
			if err != nil {
				return err
			}
			if err := p.print(s, docs, false); err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "\n%s holds\n%s\nThe same bytes come from\n  leadpact run --agreement %s --period %s --as-of %s --out %s\n",
				filepath.Join(out, j.period.ID), docs.names("  "), shellWord(filepath.Join(out, "agreement.yaml")), samples.Period, samples.AsOf, shellWord(out))
			return cannotWrite(err)
		},
	}
}

// unpack stages the sample's agreement and exports.
func unpack(folder *publication) error {
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
		return folder.write(name, data)
	})
}

// spare refuses a folder in which the demo would replace what is not a demo's, of this version or another.
func spare(out string, j *job) error {
	there, err := os.ReadFile(filepath.Join(out, "agreement.yaml"))
	if err == nil && bytes.Contains(there, []byte(j.agreement.Head.Company)) {
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

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]+$`)

// shellWord quotes a word of a command line where a shell would not take it as it is.
func shellWord(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
