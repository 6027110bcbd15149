package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/contract"
	"leadpact/report/format"
)

// contract makes the PDF alone.
func (p *program) contract() *cli.Command {
	return &cli.Command{
		Name:  "contract",
		Usage: "make the contract alone, from the agreement and the team file",
		Flags: []cli.Flag{
			agreementFlag(),
			&cli.PathFlag{Name: "against", Usage: "make an amendment instead: what changes since the agreement in `FILE`", Action: notEmpty("against")},
			&cli.PathFlag{Name: "out", Usage: "write `FILE` (default: contract.pdf or amendment.pdf)", Action: notEmpty("out")},
		},
		Action: func(c *cli.Context) error {
			path, against := c.Path("agreement"), c.Path("against")
			a, err := agreementfile.Load(path)
			if err != nil {
				return err
			}
			j := &job{agreement: a, dir: filepath.Dir(path)}
			document, out := j.contract, "contract.pdf"
			if against != "" {
				if document, err = j.amendmentOf(against); err != nil {
					return err
				}
				out = "amendment.pdf"
			}
			if c.IsSet("out") {
				out = c.Path("out")
			}
			pdf, err := await(c.Context, document)
			if err != nil {
				return err
			}
			return p.publishFile(filepath.Clean(out), pdf)
		},
	}
}

// publishFile puts one file into place.
func (p *program) publishFile(path string, data []byte) error {
	dir, name := filepath.Split(path)
	folder, err := openPublication(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer folder.close()
	if err := folder.write(name, data); err != nil {
		return err
	}
	if err := folder.commit(); err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, "published %s\n", path)
	return nil
}

// contract depends on the agreement and the team file alone, so every period's run makes the same bytes.
func (j *job) contract() ([]byte, error) {
	l, err := j.terms(teamAlone(j.agreement))
	if err != nil {
		return nil, err
	}
	pdf, err := bytesOf(func(w io.Writer) error { return contract.Write(j.dir, w, l.Scorecard(), l.Team()) })
	return pdf, fail(exitAgreement, err)
}

// amendmentOf makes the amendment of the agreement in a file.
func (j *job) amendmentOf(path string) (func() ([]byte, error), error) {
	old, err := agreementfile.Load(path)
	return func() ([]byte, error) { return j.amendment(old) }, err
}

// amendment says what changes since an older version.
func (j *job) amendment(old *agreement.Agreement) ([]byte, error) {
	was, err := (&job{agreement: old, dir: j.dir}).terms(nil)
	if err != nil {
		return nil, err
	}
	now, err := j.terms(nil)
	if err != nil {
		return nil, err
	}
	pdf, err := bytesOf(func(w io.Writer) error { return contract.Amend(j.dir, w, now.Scorecard(), was.Scorecard()) })
	if errors.Is(err, contract.ErrNothingToAmend) {
		return nil, fail(exitData, err)
	}
	return pdf, fail(exitAgreement, err)
}

// sinceSigned adds to the warnings, behind the one that the terms differ from the signed ones, where they do.
func (j *job) sinceSigned(s *model.Scorecard) {
	list, err := contract.SignedDifferences(j.dir, s)
	var notes []model.Note
	if err != nil {
		notes = []model.Note{{Text: err.Error()}}
	}
	for _, d := range list {
		notes = append(notes, model.Note{Text: fmt.Sprintf("%s: signed %s, now %s", d.Path, d.Old, d.New)})
	}
	s.Warnings = slices.Insert(s.Warnings, min(1, len(s.Warnings)), notes...)
}

// unlikeContract warns where the exports give another rate or average deal from history than the contract prints, which has the
// agreement's table alone.
func (j *job) unlikeContract(s *model.Scorecard) error {
	l, err := j.terms(nil)
	if err != nil {
		return err
	}
	for _, q := range l.Scorecard().Quantities {
		if !strings.HasPrefix(q.ID, "plan.") || !strings.Contains(q.ID, ".rate.") && !strings.HasSuffix(q.ID, ".average_deal") {
			continue
		}
		printed, ok := q.Value().Number()
		live := s.Quantity(q.ID)
		if !ok || live == nil {
			continue
		}
		if x, ok := live.Value().Number(); ok && math.Abs(x-printed) > 1e-9*math.Abs(printed) {
			style := format.For(j.agreement)
			s.Warnings = append(s.Warnings, model.Note{Text: fmt.Sprintf("%s: the contract takes %s from the agreement's history table, the exports of those quarters give %s; correct the table before it is signed",
				q.ID, style.Value(q.Value(), q.Unit), style.Value(live.Value(), q.Unit))})
		}
	}
	return nil
}

// terms is a ledger of the closed month in which the agreement takes effect, with the inputs of read, which may be nil.
func (j *job) terms(read *agreement.Agreement) (*model.Ledger, error) {
	a := j.agreement
	zone, err := time.LoadLocation(a.Head.Zone)
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	from := a.Head.Effective.In(zone)
	month, err := calendar.ParsePeriod(from.Format("2006-01"), zone, from.AddDate(0, 1, 0))
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	l := model.NewLedger(a, month)
	if read == nil {
		l.Settle()
		return l, nil
	}
	return l, ingest.Read(read, j.dir, l)
}

// teamAlone is the agreement with the files of its team and of no other input; what the others say of people stays.
func teamAlone(a *agreement.Agreement) *agreement.Agreement {
	only := *a
	only.Inputs = map[string]*agreement.Input{}
	for table, in := range a.Inputs {
		x := *in
		if table != "team" {
			x.Files = nil
		}
		only.Inputs[table] = &x
	}
	return &only
}
