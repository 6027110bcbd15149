package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"leadpact/ingest"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/contract"
	"leadpact/report/format"
)

// terms returns a ledger of the month in which the agreement takes effect, as it will be when it is
// closed. It reads the inputs of read; nil reads none.
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
		l.ResolveLeads()
		return l, nil
	}
	return l, ingest.Read(read, j.dir, l)
}

// teamOnly returns the agreement with the files of its team alone. The other inputs keep their settings,
// which may name people, but have no files.
func teamOnly(a *agreement.Agreement) *agreement.Agreement {
	team := *a
	team.Inputs = map[string]*agreement.Input{}
	for table, in := range a.Inputs {
		copied := *in
		if table != "team" {
			copied.Files = nil
		}
		team.Inputs[table] = &copied
	}
	return &team
}

// warnOfUnsignedChanges adds a warning for each term that differs from the signed file, after the first
// warning, which states that terms differ from those signed.
func (j *job) warnOfUnsignedChanges(s *model.Scorecard) {
	differences, err := contract.SignedDifferences(j.dir, s)
	var notes []model.Note
	if err != nil {
		notes = []model.Note{{Text: err.Error()}}
	}
	for _, d := range differences {
		notes = append(notes, model.Note{Text: fmt.Sprintf("%s: signed %s, now %s", d.Path, d.Old, d.New)})
	}
	s.Warnings = slices.Insert(s.Warnings, min(1, len(s.Warnings)), notes...)
}

// warnOfOtherHistory adds a warning for each rate or average deal from history where the exports and the
// contract differ: the contract prints what the agreement's history table gives.
func (j *job) warnOfOtherHistory(s *model.Scorecard) error {
	l, err := j.terms(nil)
	if err != nil {
		return err
	}
	for _, q := range l.Scorecard().Quantities {
		isRate := strings.Contains(q.ID, ".rate.") || strings.HasSuffix(q.ID, ".average_deal")
		if !strings.HasPrefix(q.ID, "plan.") || !isRate {
			continue
		}
		printed, ok := q.Value().Number()
		live := s.Quantity(q.ID)
		if !ok || live == nil {
			continue
		}
		if x, ok := live.Value().Number(); ok && math.Abs(x-printed) > 1e-9*math.Abs(printed) {
			style := format.For(j.agreement)
			text := fmt.Sprintf("%s: the contract takes %s from the agreement's history table, "+
				"the exports of those quarters give %s; correct the table before it is signed",
				q.ID, style.Value(q.Value(), q.Unit), style.Value(live.Value(), q.Unit))
			s.Warnings = append(s.Warnings, model.Note{Text: text})
		}
	}
	return nil
}
