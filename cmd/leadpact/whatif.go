package main

import (
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"leadpact/ingest/agreementfile"
	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/report/contract"
	"leadpact/report/format"
	"leadpact/report/terminal"
)

func setFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "set", Usage: "what if: take `TERM=VALUE`, as promise.contact_within=12h, publish a marked set that is not issued and list what differs; may be repeated",
		Action: func(_ *cli.Context, sets []string) error {
			for _, s := range sets {
				if path, _, ok := strings.Cut(s, "="); !ok || path == "" {
					return failf(exitUsage, "--set %q is no TERM=VALUE; write --set promise.contact_within=12h", s)
				}
			}
			return nil
		}}
}

// whatIfFolder is where the set of changed terms lies, beside the period's own.
func whatIfFolder(period calendar.Period) string { return "what-if-" + period.ID }

// whatIf counts the period under changed terms, too, and publishes what that makes: a set that says on every page that it is
// none, with the list of what differs. Nobody is mailed, and nothing of the period's own folder changes.
func (p *program) whatIf(c *cli.Context, issued *job) error {
	next, terms, err := issued.changed(c.Path("agreement"), c.StringSlice("set"))
	if err != nil {
		return err
	}
	was, err := await(c.Context, issued.scorecard)
	if err != nil {
		return err
	}
	if c.Bool("json") && !c.IsSet("out") {
		_, docs, err := next.compose(c.Context, "", next.cardAlone)
		if err != nil {
			return err
		}
		_, err = p.stdout.Write(docs.file(cardName))
		return cannotWrite(err)
	}
	out, name := c.Path("out"), whatIfFolder(next.period)
	folder, err := openPublication(out)
	if err != nil {
		return err
	}
	defer folder.close()
	now, docs, err := next.compose(c.Context, "", next.documents(folder, name))
	if err != nil {
		return err
	}
	list, err := bytesOf(func(w io.Writer) error { return terminal.WhatIf(w, now, terms, format.Changes(was, now)) })
	if err != nil {
		return err
	}
	if err := folder.write(path.Join(name, "differences.txt"), list); err != nil {
		return err
	}
	print := list
	if c.Bool("json") {
		print = docs.file(cardName)
	}
	if _, err := p.stdout.Write(print); err != nil {
		return cannotWrite(err)
	}
	if err := c.Context.Err(); err != nil {
		return err
	}
	if err := folder.commit(); err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, "published %s, which is not issued\n", filepath.Join(out, name))
	return nil
}

// changed is the job with terms of its agreement changed in the text, as if the file said so, and the list of them.
func (j *job) changed(file string, sets []string) (*job, []contract.Difference, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range sets {
		term, value, _ := strings.Cut(s, "=")
		if text, err = agreementfile.Apply(file, text, agreementfile.Edit{Path: term, Value: value}); err != nil {
			return nil, nil, failf(exitUsage, "--set %w", err)
		}
	}
	a, err := agreementfile.Parse(file+" with --set "+strings.Join(sets, " --set "), text)
	if err != nil {
		return nil, nil, err
	}
	a.WhatIf = sets
	next := *j
	next.agreement = a
	terms, err := contract.Differences(j.agreement.Canonical(), model.NewLedger(a, j.period).Scorecard())
	if err == nil && terms == nil {
		err = failf(exitUsage, "--set changes no term: the agreement says so already")
	}
	return &next, terms, err
}
