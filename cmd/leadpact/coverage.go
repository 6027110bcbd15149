package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadpact/ingest"
	"leadpact/model"
	"leadpact/model/coverage"
	"leadpact/report/scorecard"
)

// read reads the exports into a new ledger of the job's period, which the functions may change before.
func (j *job) read(prepare ...func(*model.Ledger)) (l *model.Ledger, err error) {
	l = model.NewLedger(j.agreement, j.period)
	for _, p := range prepare {
		p(l)
	}
	j.inputs, err = ingest.ReadWith(j.agreement, j.dir, l, j.readOptions)
	return l, err
}

// readCovered reads the exports as read does. If leads or activities do not cover the period up to the moment
// that was asked for, it reads them again as of the moment up to which they do, which becomes the period's
// as_of (SPEC section 2a). The error is an *endsEarlyError if that moment lies before the period; the ledger
// then holds what the exports cover.
func (j *job) readCovered(prepare ...func(*model.Ledger)) (*model.Ledger, error) {
	l, err := j.read(prepare...)
	if err != nil {
		return nil, err
	}
	j.limitedBy = endingEarly(l.LimitedBy(), j.period.Asked)
	asOf := l.LimitedAsOf()
	if !asOf.Before(j.period.AsOf) {
		return l, nil
	}
	if j.period = j.period.SeenAsOf(asOf); !asOf.After(j.period.Start) {
		j.limitedBy = endingEarly(l.Coverage(), j.period.Asked)
		return l, j.endsEarly("before %s begins, so nothing is counted", j.period.ID)
	}
	j.readOptions.Sink = nil // it has received every row
	return j.read(prepare...)
}

// endingEarly returns the tables that do not cover everything before a moment, the one that ends first before
// the others; nil if all do. Deals are left out: they limit only the figures that read them.
func endingEarly(tables []coverage.Table, asked time.Time) (out []coverage.Table) {
	for _, t := range tables {
		if t.Name != "deals" && !t.Reaches(asked) {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b coverage.Table) int { return a.Ends.Compare(b.Ends) })
	return out
}

// whereTheyEnd returns which file ends when, for tables that end early.
func whereTheyEnd(tables []coverage.Table) string {
	var all []string
	for _, t := range tables {
		all = append(all, fmt.Sprintf("%s ends on %s", t.File, t.Ends.Format(shownTime)))
	}
	return strings.Join(all, " and ")
}

// shownTime is the layout in which messages show a moment in the agreement's zone.
const shownTime = "2006-01-02 15:04 MST"

// endsEarlyError reports exports that end before the moment up to which a period should be counted. A later
// run succeeds when they were exported again.
type endsEarlyError struct {
	tables      []coverage.Table
	consequence string
}

// endsEarly returns the error for the job's exports, with what follows from where they end.
func (j *job) endsEarly(consequence string, args ...any) error {
	return &endsEarlyError{j.limitedBy, fmt.Sprintf(consequence, args...)}
}

func (e *endsEarlyError) Error() string {
	return whereTheyEnd(e.tables) + ", " + e.consequence + "; export again and run again"
}

// mayReplace returns an error if a set must not replace the earlier issue of its period in a folder: the
// exports end early, and the earlier issue counts further; or the set is issued once more, and the activities
// still end before the period does.
func (j *job) mayReplace(s *model.Scorecard, folder string) error {
	if j.again {
		i := slices.IndexFunc(s.Coverage, func(t coverage.Table) bool { return t.Name == "activities" })
		if i >= 0 && s.Coverage[i].Ends.Before(s.Period.End) {
			return &endsEarlyError{s.Coverage[i : i+1], "so obligations of " + s.Period.ID + " stay pending"}
		}
	}
	if !s.Period.Limited() {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(folder, cardName))
	if err != nil {
		return nil // nothing was issued
	}
	was, err := scorecard.Read(data)
	if err != nil || was.Agreement != s.Agreement.Head.ID || !was.AsOf.After(s.Period.AsOf) {
		return nil
	}
	return j.endsEarly("so %s, which counts up to %s, is not replaced", folder, was.AsOf.In(s.Period.End.Location()).Format(shownTime))
}
