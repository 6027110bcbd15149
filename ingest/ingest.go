package ingest

import (
	"errors"
	"slices"

	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
)

// Read adds the rows of the agreement's inputs to the ledger and resolves its leads. Paths in the
// agreement are relative to dir. The error joins all errors: a *csvtext.Refused for a file that cannot be
// trusted, one that matches fs.ErrNotExist for a missing file.
func Read(a *agreement.Agreement, dir string, l *model.Ledger) error {
	_, err := ReadReport(a, dir, l)
	return err
}

// ReadReport does the same as Read, and returns what was found in the files. The report is complete even
// if there is an error.
func ReadReport(a *agreement.Agreement, dir string, l *model.Ledger) (*Report, error) {
	return ReadTables(a, dir, l, nil)
}

// ReadTables does the same as ReadReport, and passes every used row to sink. Files are read from the last
// to the first.
func ReadTables(a *agreement.Agreement, dir string, l *model.Ledger, sink Sink) (*Report, error) {
	return ReadWith(a, dir, l, Options{Sink: sink})
}

// The large tables: the rules of each, and its fast path. If the fast path is nil, every row is read by
// the rules; the result is the same, only slower.
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

// recordCoverage passes to the ledger which span of time the files of a table cover.
func (r *reader) recordCoverage(table string, in *agreement.Input) {
	all, last := r.ledger.NewEvents(), ""
	var lastEvent calendar.Moment
	for _, f := range r.files {
		if f.table.Name != table || f.events == nil {
			continue
		}
		all.Merge(f.events)
		if m := f.events.Last(); last == "" || lastEvent.Before(m) {
			last, lastEvent = f.report.File, m
		}
	}
	known := coverage.Known{Begins: in.Begins, Complete: in.Complete}
	switch {
	case !r.options.Exported.IsZero():
		known.Exported, known.Proof = r.options.Exported, "--exported"
	case in.Exported != "":
		at, _ := calendar.ParseInstant(in.Exported, r.zone) // agreementfile has checked it
		known.Exported, known.Proof = at.In(r.zone), "exported"
	default:
		if file := r.findExport(table, &known); file != "" {
			last = file
		}
	}
	r.ledger.RecordCoverage(table, last, all, known)
}

// activitiesUseNames reports whether activities may name their leads by name: the agreement maps lead_name, or a file
// of leads is of a CRM that exports activities so.
func (r *reader) activitiesUseNames() bool {
	in := r.agreement.Inputs["activities"]
	if in == nil {
		return false
	}
	_, mapped := in.Columns.Get("lead_name")
	return mapped || slices.ContainsFunc(r.files, func(f *file) bool {
		return f.table.Name == "leads" && profile.Gives("activities", "lead_name", f.report.CRM)
	})
}

// readInputs reads the tables in the order of their dependencies.
func (r *reader) readInputs() (*Report, error) {
	for _, t := range profile.Tables {
		if t.Name == "team" {
			if r.activitiesUseNames() {
				r.ledger.KeepNames()
			}
			r.ledger.ResolveLeads() // leads and deals are complete
			r.judgeDealJoins()
		}
		if in := r.agreement.Inputs[t.Name]; in != nil {
			r.readTable(t, in)
			r.leadsRead = r.leadsRead || t.Name == "leads" && len(r.errs) == 0
			if r.large[t.Name] != nil {
				r.recordCoverage(t.Name, in)
			}
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
