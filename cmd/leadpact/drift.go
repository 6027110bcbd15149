package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"

	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/model/drift"
	"leadpact/report/scorecard"
)

// defaultOut is the folder into which run publishes unless --out names another.
const defaultOut = "out"

// noteDrift compares the inputs with those of the last issue in the folder out, and adds what changed to the
// scorecard, with a warning for each change (SPEC section 11). The last issue is the latest one of a period
// before this one, or else the one of this period.
func (j *job) noteDrift(s *model.Scorecard, out string) {
	for _, p := range append(j.periodsBefore(out), j.period) {
		period := p.ID
		last := readShape(filepath.Join(out, period, cardName))
		if last == nil || last.Agreement != s.Agreement.Head.ID || last.Shape.Tables == nil {
			continue
		}
		s.Drift = drift.Compare(&s.Shape, &last.Shape)
		if period == j.period.ID && s.Shape.Same(&last.Shape) {
			s.Drift = last.Drift // the inputs are those of that issue, so what it reported still holds
		}
		s.Warnings = append(driftNotes(s, period), s.Warnings...)
		return
	}
}

// periodsBefore returns the periods in the folder out that end before this one begins, the latest first.
func (j *job) periodsBefore(out string) (periods []calendar.Period) {
	entries, _ := os.ReadDir(out) // without the folder there is no issue
	for _, e := range entries {
		p, err := calendar.ParsePeriod(e.Name(), j.period.Start.Location(), j.period.Start)
		if err == nil && !p.End.After(j.period.Start) {
			periods = append(periods, p)
		}
	}
	slices.SortStableFunc(periods, func(a, b calendar.Period) int {
		return cmp.Or(b.End.Compare(a.End), b.Start.Compare(a.Start))
	})
	return periods
}

// readShape returns what a scorecard.json says about its inputs; nil if it cannot be read.
func readShape(path string) *scorecard.IssuedShape {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	issued, err := scorecard.ReadShape(data)
	if err != nil {
		return nil
	}
	return issued
}

// driftNotes returns a warning for each change of the inputs. It names the file if its table has only one.
func driftNotes(s *model.Scorecard, since string) (notes []model.Note) {
	for _, c := range s.Drift {
		var files []string
		for _, in := range s.Inputs {
			if in.Table == c.Table {
				files = append(files, in.File)
			}
		}
		n := model.Note{Text: "since the issue of " + since + ": " + c.Table + ": " + c.Text}
		if len(files) == 1 {
			n.File = files[0]
		}
		if c.Edit != "" {
			n.Text += "; in agreement.yaml: " + c.Edit
		}
		notes = append(notes, n)
	}
	return notes
}
