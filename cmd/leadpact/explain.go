package main

import (
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/console"
	"leadpact/model"
	"leadpact/report/format"
	"leadpact/report/terminal"
)

// explainCommand explains a figure, a term, a lead or an SDR.
func (p *program) explainCommand() *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "take a number, a verdict, a lead or an SDR apart, down to its source rows",
		ArgsUsage: "ID",
		Description: "ID is a figure's id (kpi.mql_to_sql, adherence.contact.late), " +
			"a term's path (promise.contact_within),\n" +
			"a lead's id (with /contact: that obligation alone), " +
			"or an SDR's name (with /contact or /universe: that part alone).",
		Flags: []cli.Flag{
			agreementFlag(), periodFlag(), asOfFlag(), exportedFlag(),
			&cli.BoolFlag{Name: "all", Usage: "list every row that counts, not the first 20", DisableDefaultText: true},
		},
		Action: func(c *cli.Context) error {
			id, err := oneArgument(c)
			if err != nil {
				return err
			}
			j, err := p.openJob(c, c.String("period"))
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

// question is an id to explain, with the scorecard and the ledger that may know it.
type question struct {
	id     string
	all    bool
	ledger *model.Ledger
	card   *model.Scorecard
}

// ask reads the exports. The ledger records the timeline of the lead with that id, if there is one.
func (j *job) ask(id string, all bool) (*question, error) {
	name, _ := cutPart(id)
	l, err := j.readCovered(func(l *model.Ledger) { l.Watch(id, name) })
	if err != nil {
		return nil, err
	}
	return &question{id, all, l, l.Scorecard()}, nil
}

// cutPart splits "Ann/contact" into the name and the part. Without a slash, the part is empty.
func cutPart(id string) (name, part string) {
	if i := strings.LastIndexByte(id, '/'); i >= 0 {
		return id[:i], id[i+1:]
	}
	return id, ""
}

// answer writes the explanation. If nothing has this id, the error suggests what may have been meant. A
// name that itself contains a slash takes precedence over a name that a slash separates from a part.
func (q *question) answer(w io.Writer) error {
	if id, ok := q.card.Find(q.id); ok {
		return cannotWrite(terminal.Figure(w, q.card, q.card.Explain(id), q.all))
	}
	if known, err := q.explainName(w, q.id, ""); known {
		return cannotWrite(err)
	}
	if name, part := cutPart(q.id); part != "" {
		if known, err := q.explainName(w, name, part); known {
			return cannotWrite(err)
		}
	}
	return q.unknown()
}

// explainName writes the explanation of a lead or an SDR. It returns false if there is no such name, or
// no such part of it.
func (q *question) explainName(w io.Writer, name, part string) (bool, error) {
	if t, ok := q.ledger.Timeline(q.card, name); ok && (part == "" || t.HasRule(part)) {
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

// unknown returns the error for an id that nothing has. It suggests the parts of a name that exists, or
// similar names.
func (q *question) unknown() error {
	name, part := cutPart(q.id)
	var parts []string
	if q.card.SDRRow(name) >= 0 {
		parts = q.card.SDRFigures()
	}
	if _, lead := q.ledger.Timeline(q.card, name); part != "" && (lead || parts != nil) {
		known := append(ruleIDs(q.card), parts...)
		return failf(exitUsage, "%s has no part %q; ask for %s", name, part, strings.Join(known, ", "))
	}
	hint := "leadpact run --json lists the figures"
	if similar := q.card.SimilarNames(q.id, maxSuggested); len(similar) > 0 {
		for i, name := range similar {
			similar[i] = console.ShellWord(name)
		}
		hint = "near it: " + strings.Join(similar, ", ")
	}
	return failf(exitUsage, "%q is no figure, term, lead or SDR of %s; %s", q.id, q.card.Period.ID, hint)
}

// ruleIDs returns the ids of the rules that the agreement switches on.
func ruleIDs(s *model.Scorecard) []string {
	var out []string
	for _, r := range format.Rules(s) {
		out = append(out, r.ID)
	}
	return out
}

// maxSuggested is how many names are suggested for an unknown one.
const maxSuggested = 5
