package ingest

import (
	"errors"

	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
)

// Read fills the ledger from the inputs of the agreement, whose paths are relative to dir, and settles it.
// The error joins all that went wrong: a file that cannot be trusted is a *csvtext.Refused, a missing one
// matches fs.ErrNotExist.
func Read(a *agreement.Agreement, dir string, l *model.Ledger) error {
	_, err := ReadReport(a, dir, l)
	return err
}

// ReadReport is Read, and returns what was found in the files. The report is complete even where there is
// an error.
func ReadReport(a *agreement.Agreement, dir string, l *model.Ledger) (*Report, error) {
	return ReadTables(a, dir, l, nil)
}

// ReadTables is ReadReport, and passes every used row to sink. Files are read from the last to the first.
func ReadTables(a *agreement.Agreement, dir string, l *model.Ledger, sink Sink) (*Report, error) {
	return ReadWith(a, dir, l, Options{Sink: sink})
}

// The tables of many rows: the rules of each, and its fast path. With nil in place of the fast path every
// row is read by the rules alone; the result is the same, only slower.
var (
	leads      = pipeline[leadRow]{leadRules, newFastLeads, newFastIDs}
	deals      = pipeline[dealRow]{dealRules, newFastDeals, newFastIDs}
	activities = pipeline[activity]{activityRules, newFastActivities, newFastIDs}
)

var (
	largeTables = map[string]largeTable{"leads": leads, "deals": deals, "activities": activities}
	smallTables = map[string]rowRule{
		"team": (*reader).addRep, "spend": (*reader).addSpend, "feedback": (*reader).addFeedback, "facts": (*reader).addFacts,
	}
)

// ReadWith is ReadReport with options. Large files of leads, deals and activities are read in parallel
// blocks, in memory that does not grow with the file, unless a file turns out to need another strategy.
func ReadWith(a *agreement.Agreement, dir string, l *model.Ledger, o Options) (*Report, error) {
	return newReader(a, dir, l, o).readInputs()
}

func newReader(a *agreement.Agreement, dir string, l *model.Ledger, o Options) *reader {
	notPeople := profile.FromEveryInput(a, func(in *agreement.Input) []string { return in.NotPeople })
	return &reader{
		options: o, agreement: a, dir: dir, ledger: l, period: l.Period(), zone: l.Period().Start.Location(),
		notPeople: profile.NewValueSet(notPeople), large: largeTables, small: smallTables, report: &Report{},
	}
}

// readInputs reads the tables in the order in which they depend on one another.
func (r *reader) readInputs() (*Report, error) {
	for _, t := range profile.Tables {
		if t.Name == "team" {
			r.ledger.ResolveLeads() // leads and deals are complete
		}
		if in := r.agreement.Inputs[t.Name]; in != nil {
			r.readTable(t, in)
		}
	}
	if in := r.agreement.Inputs["facts"]; in != nil {
		r.readTable(factsTable(r.ledger), in)
		r.ledger.Provide("activities", "at")
		r.refuseIncompleteFacts()
	}
	r.noteUnknownChannels()
	r.recordInputs()
	return r.report, errors.Join(r.errs...)
}
