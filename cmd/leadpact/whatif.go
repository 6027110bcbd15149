package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/ingest/agreementfile"
	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/report/contract"
	"leadpact/report/format"
	"leadpact/report/terminal"
)

func setFlag() cli.Flag {
	return &cli.StringSliceFlag{
		Name: "set",
		Usage: "what if: take `TERM=VALUE`, as promise.contact_within=12h, " +
			"publish a marked set that is not issued and list what differs; may be repeated",
		Action: func(_ *cli.Context, sets []string) error {
			for _, s := range sets {
				if path, _, ok := strings.Cut(s, "="); !ok || path == "" {
					return failf(exitUsage, "--set %q is no TERM=VALUE; write --set promise.contact_within=12h", s)
				}
			}
			return nil
		},
	}
}

// whatIfFolder returns the name of the folder for a what-if, which is published next to the period's own.
func whatIfFolder(period calendar.Period) string { return "what-if-" + period.ID }

// whatIf computes the period under the agreed and under changed terms, and publishes the documents under
// the changed ones, marked on every page as not issued, with the list of what differs. Nobody gets mail,
// and the period's own folder does not change.
func (p *program) whatIf(c *cli.Context, issued *job) error {
	changed, terms, err := issued.withTerms(c.Path("agreement"), c.StringSlice("set"))
	if err != nil {
		return err
	}
	agreed, err := await(c.Context, issued.scorecard)
	if err != nil {
		return err
	}
	if c.Bool("json") && !c.IsSet("out") {
		_, docs, err := changed.compose(c.Context, "", scorecardOnly)
		if err != nil {
			return err
		}
		_, err = p.stdout.Write(docs.file(cardName))
		return cannotWrite(err)
	}
	out, name := c.Path("out"), whatIfFolder(changed.period)
	tx, err := publish.Begin(out)
	if err != nil {
		return err
	}
	defer tx.Close()
	s, docs, err := changed.compose(c.Context, "", func(ctx context.Context, s *model.Scorecard) (issue, error) {
		return changed.stageDocuments(ctx, tx, name, s)
	})
	if err != nil {
		return err
	}
	list, err := bytesOf(func(w io.Writer) error {
		return terminal.WhatIf(w, s, terms, format.Changes(agreed, s))
	})
	if err != nil {
		return err
	}
	if err := tx.Write(path.Join(name, "differences.txt"), list); err != nil {
		return err
	}
	printed := list
	if c.Bool("json") {
		printed = docs.file(cardName)
	}
	if _, err := p.stdout.Write(printed); err != nil {
		return cannotWrite(err)
	}
	if err := c.Context.Err(); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, "published %s, which is not issued\n", filepath.Join(out, name))
	return nil
}

// withTerms returns the job under an agreement in which some terms are changed, as if its file said so,
// and the list of what that changes. Each of sets is TERM=VALUE.
func (j *job) withTerms(file string, sets []string) (*job, []contract.Difference, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range sets {
		term, value, _ := strings.Cut(s, "=")
		if text, err = agreementfile.ApplyEdits(file, text, agreementfile.Edit{Path: term, Value: value}); err != nil {
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
