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

// Issued is what an earlier issue of a period said, as its set on disk holds it.
type Issued struct {
	Agreement   string // its id
	Fingerprint string
	End, AsOf   time.Time
	Figures     map[string]formula.Value            // by id
	SDRs        map[string]map[string]formula.Value // by SDR, then as restatement names them
	Inputs      map[string]string                   // SHA-256 by file
	Restated    *model.Restatement                  // what it restated itself; nil: nothing
	Terms       map[string]formula.Value            // by workbook-scope name; nil: not known
	Tables      map[string]*calc.Table              // leads and deals, every column as a fact; nil: not known
}

// Same says that an issue was of the same agreement and looked at the same span of time, so that every figure of the two
// should be equal. A look at a running period is no issue that a later one restates.
func (i *Issued) Same(a *agreement.Agreement, p calendar.Period) bool {
	return i.Agreement == a.Head.ID && (i.AsOf.Equal(p.AsOf) || p.Closed() && !i.AsOf.Before(i.End))
}

// The words for causes.
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

// Differs reports whether the terms or any figure are not as issued: only then do the earlier leads have to be read.
func Differs(s *model.Scorecard, was *Issued) bool {
	return s.Agreement.Fingerprint() != was.Fingerprint || len(restatedFigures(s, was))+len(restatedSDRs(s, was)) > 0
}

// Apply compares the computed scorecard with an earlier issue of the same period. Where nothing has changed, it keeps what
// that issue had itself restated: running again leaves the same.
func Apply(s *model.Scorecard, was *Issued) {
	r := &model.Restatement{Figures: restatedFigures(s, was), SDRs: restatedSDRs(s, was), Terms: restatedTerms(s, was), Files: changedFiles(s, was)}
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
		blame(s, &r.Figures[i], r, d)
		for _, lead := range r.Figures[i].Leads {
			used[lead] = true
		}
	}
	for _, lead := range d.leads {
		if used[lead.Lead] || len(r.SDRs) > 0 && (len(r.Figures) == 0 || hasCause(lead, causeEdited)) { // a lead that changes hands counts for others
			r.Leads = append(r.Leads, lead)
		}
	}
	s.Restated = r
}

func restatedFigures(s *model.Scorecard, was *Issued) []model.RestatedFigure {
	var out []model.RestatedFigure
	for _, q := range s.Quantities {
		before, known := was.Figures[q.ID]
		if known && !q.Internal && !alike(before, q.Value()) {
			out = append(out, model.RestatedFigure{ID: q.ID, Title: q.Title, Unit: q.Unit, Was: before, Now: q.Value()})
		}
	}
	return out
}

// restatedTerms are the terms of the agreement that have another value, are new, or are gone.
func restatedTerms(s *model.Scorecard, was *Issued) []model.RestatedTerm {
	var out []model.RestatedTerm
	if was.Terms == nil || s.Agreement.Fingerprint() == was.Fingerprint {
		return nil
	}
	here := map[string]bool{}
	for _, t := range s.Terms {
		name := calc.Name(t.ID)
		here[strings.ToLower(name)] = true
		if before := was.Terms[name]; strings.HasPrefix(t.ID, "term.") && !alike(before, t.Value) {
			out = append(out, model.RestatedTerm{ID: t.ID, Title: t.Title, Unit: t.Unit, Was: before, Now: t.Value, Input: t.Input})
		}
	}
	var gone []model.RestatedTerm
	for name, before := range was.Terms {
		if !here[strings.ToLower(name)] {
			gone = append(gone, model.RestatedTerm{ID: name, Title: name, Unit: formula.Ratios, Was: before})
		}
	}
	slices.SortFunc(gone, func(a, b model.RestatedTerm) int { return strings.Compare(a.ID, b.ID) })
	return append(out, gone...)
}

// changedFiles are the inputs that hold other bytes than those of the earlier issue, are new, or are gone.
func changedFiles(s *model.Scorecard, was *Issued) []string {
	var out []string
	here := map[string]bool{}
	for _, f := range s.Inputs {
		here[f.File] = true
		if was.Inputs[f.File] != f.SHA256 {
			out = append(out, f.File)
		}
	}
	for name := range was.Inputs {
		if !here[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// alike compares an issued value with the present one: numbers to nine digits, for a sum does not depend on the order of rows.
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
