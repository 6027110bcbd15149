package restate

import (
	"math"
	"slices"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

// Issued is an earlier issue of a period, as read from its files.
type Issued struct {
	Agreement   string // id of the agreement
	Fingerprint string // of the agreement's terms
	End, AsOf   time.Time
	Figures     map[string]formula.Value            // by id
	Statuses    map[string]string                   // by id of the figure; none where it has no status
	SDRs        map[string]map[string]formula.Value // by SDR, then by RestatedSDR.Figure
	Inputs      map[string]string                   // SHA-256 by file
	Restated    *model.Restatement                  // that issue's own restatement; nil: none
	Terms       map[string]formula.Value            // by workbook-scope name; nil: not known
	Tables      map[string]*calc.Table              // leads and deals, every column as a fact; nil: not known
}

// Same reports whether an issue covers the same agreement and the same span of time, so that all figures
// of the two should be equal. The issue of a period that was still running is not restated by that of the
// closed period.
func (i *Issued) Same(a *agreement.Agreement, p calendar.Period) bool {
	return i.Agreement == a.Head.ID && (i.AsOf.Equal(p.AsOf) || p.Closed() && !i.AsOf.Before(i.End))
}

// The causes of a change, as they are printed.
const (
	causeLate      = "late row"
	causeDeleted   = "deleted"
	causeMerged    = "merged"
	causeBackdated = "backdated"
	causeRedated   = "redated"
	causeTouches   = "late activities"
	causeNoTouches = "fewer activities"
	causeEdited    = "edited"
	causeTerms     = "changed terms"
	causeFile      = "changed file"
	causeVersion   = "another version of leadpact"
)

// Differs reports whether the terms or any figure differ from an earlier issue. Only then must a caller
// read the earlier issue's terms and tables.
func Differs(s *model.Scorecard, was *Issued) bool {
	return s.Agreement.Fingerprint() != was.Fingerprint || len(restatedFigures(s, was))+len(restatedSDRs(s, was)) > 0
}

// Apply compares a computed scorecard with an earlier issue of the same period and sets its Restated.
// Where nothing has changed it uses that issue's own restatement, so that a second run gives the same
// result.
func Apply(s *model.Scorecard, was *Issued) {
	r := &model.Restatement{
		Figures: restatedFigures(s, was),
		SDRs:    restatedSDRs(s, was),
		Terms:   restatedTerms(s, was),
		Files:   changedFiles(s, was),
	}
	if len(r.Figures)+len(r.SDRs)+len(r.Terms) == 0 {
		s.Restated = was.Restated
		return
	}
	if was.Tables == nil {
		r.Unread = "the workbook of the earlier issue is missing or cannot be read, so its leads and terms are not known"
	}
	d := newDifference(s, was)
	used := map[string]bool{}
	for i := range r.Figures {
		findCauses(s, &r.Figures[i], r, d)
		for _, lead := range r.Figures[i].Leads {
			used[lead] = true
		}
	}
	for _, lead := range d.leads {
		// A lead that was given to another SDR changes no figure of the company, but those of both SDRs.
		changesSDRs := len(r.SDRs) > 0 && (len(r.Figures) == 0 || hasCause(lead, causeEdited))
		if used[lead.Lead] || changesSDRs {
			r.Leads = append(r.Leads, lead)
		}
	}
	s.Restated = r
}

// restatedFigures returns the published figures whose value or status has changed.
func restatedFigures(s *model.Scorecard, was *Issued) []model.RestatedFigure {
	var out []model.RestatedFigure
	for _, q := range s.Quantities {
		before, known := was.Figures[q.ID]
		statusWas, statusNow := was.Statuses[q.ID], s.StatusOf(q)
		if known && !q.Internal && (!alike(before, q.Value()) || statusWas != statusNow) {
			out = append(out, model.RestatedFigure{ID: q.ID, Title: q.Title, Unit: q.Unit, Was: before, Now: q.Value(),
				StatusWas: statusWas, StatusNow: statusNow})
		}
	}
	return out
}

// restatedTerms returns the terms of the agreement whose value has changed, that are new, or that are
// gone.
func restatedTerms(s *model.Scorecard, was *Issued) []model.RestatedTerm {
	var out []model.RestatedTerm
	if was.Terms == nil || s.Agreement.Fingerprint() == was.Fingerprint {
		return nil
	}
	present := map[string]bool{}
	for _, t := range s.Terms {
		name := calc.Name(t.ID)
		present[strings.ToLower(name)] = true
		if before := was.Terms[name]; t.Agreed && !alike(before, t.Value) {
			out = append(out, model.RestatedTerm{
				ID: t.ID, Title: t.Title, Unit: t.Unit, Was: before, Now: t.Value, Input: t.Input,
			})
		}
	}
	var gone []model.RestatedTerm
	for name, before := range was.Terms {
		if !present[strings.ToLower(name)] {
			gone = append(gone, model.RestatedTerm{ID: name, Title: name, Unit: formula.Ratios, Was: before})
		}
	}
	slices.SortFunc(gone, func(a, b model.RestatedTerm) int { return strings.Compare(a.ID, b.ID) })
	return append(out, gone...)
}

// changedFiles returns the input files whose bytes have changed, that are new, or that are gone.
func changedFiles(s *model.Scorecard, was *Issued) []string {
	var out []string
	present := map[string]bool{}
	for _, f := range s.Inputs {
		present[f.File] = true
		if was.Inputs[f.File] != f.SHA256 {
			out = append(out, f.File)
		}
	}
	for name := range was.Inputs {
		if !present[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// alike reports whether an issued value equals the present one. Numbers are compared to nine digits, so
// that the last digits of a sum make no difference.
func alike(a, b formula.Value) bool {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if ok && ok2 {
		return math.Abs(x-y) <= 1e-9*math.Max(math.Abs(x), math.Abs(y))
	}
	if a.IsMissing() || b.IsMissing() {
		return a.IsMissing() && b.IsMissing()
	}
	return formula.Equal(a, b)
}
