package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/ingest/agreementfile"
	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
	"leadpact/report/scorecard"
	"leadpact/report/terminal"
)

// calibrateCommand compares the agreed terms with the last four quarters and proposes the next version.
func (p *program) calibrateCommand() *cli.Command {
	return &cli.Command{
		Name:  "calibrate",
		Usage: "hold the agreed terms against the last four quarters and propose the next version",
		Flags: []cli.Flag{
			agreementFlag(), asOfFlag(), exportedFlag(),
			&cli.PathFlag{
				Name: "out", Action: notEmpty("out"),
				Usage: "write the proposed agreement and its amendment into `DIR` (default: the agreement's folder)",
			},
			&cli.BoolFlag{Name: "json", Usage: "print JSON; without --out write nothing", DisableDefaultText: true},
		},
		Action: func(c *cli.Context) error {
			j, err := p.openJob(c, "")
			if err != nil {
				return err
			}
			e, err := await(c.Context, func() (*evidence, error) { return j.calibrate(c.Path("agreement")) })
			if err != nil {
				return err
			}
			if c.Bool("json") {
				err = scorecard.WriteCalibration(p.stdout, e.card, e.calibration)
			} else {
				err = terminal.Calibration(p.stdout, e.card, e.calibration, e.planChanges)
			}
			if err != nil || e.proposed == nil || c.Bool("json") && !c.IsSet("out") {
				return cannotWrite(err)
			}
			dir := j.dir
			if c.IsSet("out") {
				dir = c.Path("out")
			}
			return p.publishProposal(filepath.Clean(dir), e)
		},
	}
}

// evidence is the result of a calibration, and the version of the agreement that follows from it.
type evidence struct {
	card        *model.Scorecard
	calibration model.Calibration
	version     int    // the version of the proposal
	proposed    []byte // the next agreement.yaml; nil where nothing is proposed
	amendment   []byte
	planChanges []string // what the proposed terms change in the plan
}

// calibrate computes the evidence for the agreement in the file path, and proposes its next version.
func (j *job) calibrate(path string) (*evidence, error) {
	l, err := j.readCovered()
	if err != nil {
		return nil, err
	}
	e := &evidence{card: l.Scorecard(), version: j.agreement.Head.Version + 1}
	e.calibration = l.Calibrate(e.card)
	edits := proposedEdits(e.calibration)
	if edits == nil {
		return e, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	edits = append(edits, agreementfile.Edit{Path: "agreement.version", Value: strconv.Itoa(e.version)})
	if from := j.nextEffective(); !from.IsZero() {
		edits = append(edits, agreementfile.Edit{Path: "agreement.effective", Value: from.Format(time.DateOnly)})
	}
	if e.proposed, err = agreementfile.ApplyEdits(path, text, edits...); err != nil {
		return nil, fail(exitAgreement, fmt.Errorf("the proposal cannot be written into %s: %w", path, err))
	}
	next, err := agreementfile.Parse("the proposed "+path, e.proposed)
	if err != nil {
		return nil, err
	}
	return e, e.amend(&job{agreement: next, dir: j.dir}, j)
}

// amend adds the amendment from the old terms to the new, and what they change in the plan.
func (e *evidence) amend(next, old *job) error {
	var err error
	if e.amendment, err = next.amendment(old.agreement); err != nil {
		return err
	}
	was, err := old.terms(nil)
	if err != nil {
		return err
	}
	// Both are computed for the old month, so that all differences come from the terms and none from the
	// calendar.
	now := model.NewLedger(next.agreement, was.Period())
	now.ResolveLeads()
	e.planChanges = format.PlanChanges(was.Scorecard(), now.Scorecard())
	return nil
}

// nextEffective returns the first day of the next version: the day of the agreed review, or the first of
// the month after as_of. It returns the zero time if the day must stay as it is, because terms from
// history would move with it, or because the agreement ends before.
func (j *job) nextEffective() time.Time {
	a, asOf := j.agreement, j.period.AsOf
	day := a.Head.Review.Next.Time
	if day.IsZero() || !a.Head.Review.Next.In(asOf.Location()).After(asOf) {
		day = time.Date(asOf.Year(), asOf.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	}
	if a.UsesHistory() || !a.Head.Until.IsZero() && !a.Head.Until.After(day) {
		return time.Time{}
	}
	return day
}

// proposedEdits returns the proposed terms as changes of agreement.yaml.
func proposedEdits(c model.Calibration) []agreementfile.Edit {
	var out []agreementfile.Edit
	for _, f := range c.Findings {
		x, ok := f.Proposed.Number()
		if !ok {
			continue
		}
		text := strconv.FormatFloat(x, 'f', -1, 64)
		switch f.Unit {
		case formula.Percent:
			text = strconv.FormatFloat(x*100, 'f', 1, 64) + "%"
		case formula.Days:
			text += "d"
		}
		out = append(out, agreementfile.Edit{Path: f.Path, Value: text})
	}
	return out
}

// publishProposal publishes the next agreement and its amendment. It does not replace a file of that name
// with another content.
func (p *program) publishProposal(dir string, e *evidence) error {
	docs := []document{
		{fmt.Sprintf("agreement-v%d.yaml", e.version), e.proposed},
		{fmt.Sprintf("amendment-v%d.pdf", e.version), e.amendment},
	}
	tx, err := publish.Begin(dir)
	if err != nil {
		return err
	}
	defer tx.Close()
	for _, doc := range docs {
		path := filepath.Join(dir, doc.name)
		if existing, err := os.ReadFile(path); err == nil && !bytes.Equal(existing, doc.data) {
			return failf(exitCannotWrite, "cannot write %s: it is there and holds something else; "+
				"move it, or set --out to another folder", path)
		}
		if err := tx.Write(doc.name, doc.data); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, doc := range docs {
		fmt.Fprintf(p.stderr, "published %s\n", filepath.Join(dir, doc.name))
	}
	return nil
}
