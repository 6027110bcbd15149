package main

import (
	"flag"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"leadpact/ingest"
	"leadpact/model"
	"leadpact/report/format"
	"leadpact/report/terminal"
)

// explain takes a figure, a term, a lead or an SDR apart.
func (p *program) explain() *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "take a number, a verdict, a lead or an SDR apart, down to its source rows",
		ArgsUsage: "ID",
		Description: "ID is a figure's id (kpi.mql_to_sql, adherence.contact.late), a term's path (promise.contact_within),\n" +
			"a lead's id (with /contact: that obligation alone), or an SDR's name (with /contact or /universe: that part alone).",
		Flags: []cli.Flag{
			agreementFlag(), periodFlag(), asOfFlag(),
			&cli.BoolFlag{Name: "all", Usage: "list every row that counts, not the first 20", DisableDefaultText: true},
		},
		Action: func(c *cli.Context) error {
			id, err := oneArgument(c)
			if err != nil {
				return err
			}
			j, err := openJob(c.Path("agreement"), c.String("period"), c.String("as-of"), p.now)
			if err != nil {
				return err
			}
			q, err := await(c.Context, func() (*question, error) { return j.ask(id, c.Bool("all")) })
			if err != nil {
				return err
			}
			return q.answer(p.stdout)
		},
	}
}

// oneArgument gives the command's only argument. Flags may stand after it, too: cli reads only those before.
func oneArgument(c *cli.Context) (string, error) {
	id := c.Args().First()
	if id == "" {
		return "", failf(exitUsage, "%s needs %s; see %s --help", c.Command.Name, c.Command.ArgsUsage, c.Command.HelpName)
	}
	late := flag.NewFlagSet("", flag.ContinueOnError)
	late.SetOutput(io.Discard)
	for _, f := range c.Command.Flags {
		if err := f.Apply(late); err != nil {
			return "", err
		}
	}
	if err := late.Parse(c.Args().Tail()); err != nil {
		return "", failf(exitUsage, "%w; see %s --help", err, c.Command.HelpName)
	}
	if late.NArg() > 0 {
		return "", failf(exitUsage, "%s takes one %s, not %q too; see %s --help", c.Command.Name, c.Command.ArgsUsage, late.Arg(0), c.Command.HelpName)
	}
	var err error
	late.Visit(func(f *flag.Flag) {
		if failed := c.Set(f.Name, f.Value.String()); failed != nil {
			err = failed
		}
	})
	return id, err
}

// question is an id and what it may be about.
type question struct {
	id     string
	all    bool
	ledger *model.Ledger
	card   *model.Scorecard
}

// ask reads the exports with an eye on one lead, in case the id is a lead's.
func (j *job) ask(id string, all bool) (*question, error) {
	q := &question{id, all, model.NewLedger(j.agreement, j.period), nil}
	name, _ := cutPart(id)
	q.ledger.Watch(id, name)
	if err := ingest.Read(j.agreement, j.dir, q.ledger); err != nil {
		return nil, err
	}
	q.card = q.ledger.Scorecard()
	return q, nil
}

// cutPart cuts "Ann/contact" into the name and the part that is meant; without a slash all of it is.
func cutPart(id string) (name, part string) {
	if i := strings.LastIndexByte(id, '/'); i >= 0 {
		return id[:i], id[i+1:]
	}
	return id, ""
}

// answer writes what there is to say, or what else may have been meant. The whole id goes before a part of it.
func (q *question) answer(w io.Writer) error {
	if id, ok := q.card.Find(q.id); ok {
		return cannotWrite(terminal.Figure(w, q.card, q.card.Explain(id), q.all))
	}
	if known, err := q.about(w, q.id, ""); known {
		return cannotWrite(err)
	}
	if name, part := cutPart(q.id); part != "" {
		if known, err := q.about(w, name, part); known {
			return cannotWrite(err)
		}
	}
	return q.unknown()
}

// about writes about a lead or an SDR; false where there is no such name, or it has no such part.
func (q *question) about(w io.Writer, name, part string) (bool, error) {
	if t, ok := q.ledger.Timeline(q.card, name); ok && (part == "" || t.Owes(part)) {
		return true, terminal.Lead(w, q.card, t, q.ledger.Clock(), part)
	}
	row := q.card.SDRRow(name)
	if row < 0 {
		return false, nil
	}
	if part == "" || q.card.SDRs[row].Obligations[part] != nil {
		return true, terminal.SDR(w, q.card, row, part, q.all)
	}
	cell := q.card.ExplainCell("sdrs", part, row)
	if cell == nil {
		return false, nil
	}
	return true, terminal.Figure(w, q.card, cell, q.all)
}

// unknown offers what else may have been meant: the parts of a name that is one, or names that are near.
func (q *question) unknown() error {
	name, part := cutPart(q.id)
	var parts []string
	if q.card.SDRRow(name) >= 0 {
		parts = q.card.SDRFigures()
	}
	if _, lead := q.ledger.Timeline(q.card, name); part != "" && (lead || parts != nil) {
		return failf(exitUsage, "%s has no part %q; ask for %s", name, part, strings.Join(append(rules(q.card), parts...), ", "))
	}
	near := q.card.SimilarNames(q.id, mostNear)
	if len(near) == 0 {
		return failf(exitUsage, "%q is no figure, term, lead or SDR of %s; leadpact run --json lists the figures", q.id, q.card.Period.ID)
	}
	return failf(exitUsage, "%q is no figure, term, lead or SDR of %s; near it: %s", q.id, q.card.Period.ID, strings.Join(quotedNames(near), ", "))
}

// rules are the ids of the rules that the agreement switches on.
func rules(s *model.Scorecard) []string {
	var out []string
	for _, r := range format.Rules(s) {
		out = append(out, r.ID)
	}
	return out
}

// mostNear is how many names are offered for an unknown one.
const mostNear = 5

// quotedNames are names as they are typed into a shell.
func quotedNames(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = shellWord(name)
	}
	return out
}
