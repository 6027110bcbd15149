package main

import (
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/console"
	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
)

// job is one period of an agreement, to be computed. Commands that need no period leave it zero.
type job struct {
	agreement    *agreement.Agreement
	dir          string    // the folder that paths in the agreement are relative to
	started      time.Time // on the machine's clock
	period       calendar.Period
	readOptions  ingest.Options
	limitedBy    []coverage.Table // what ends before the moment that was asked for; set by readCovered
	progress     *console.Progress
	again        bool           // the set is issued once more, and only if it judges to the end of the period
	beforeCommit func() error   // see publish.Transaction
	documents    documentMaker  // nil: all documents
	inputs       *ingest.Report // what was read; nil before that
}

// openJob opens the job that the flags of a command name, for a period.
func (p *program) openJob(c *cli.Context, period string) (*job, error) {
	j, err := openJob(c.Path("agreement"), period, c.String("as-of"), p.now)
	if err != nil {
		return nil, err
	}
	return j, j.setExported(c.String("exported"))
}

// setExported sets when the exports were taken, the value of --exported; an empty value leaves it open.
func (j *job) setExported(value string) error {
	if value == "" {
		return nil
	}
	t, err := calendar.ParseInstant(value, j.period.Start.Location())
	if err != nil {
		return failf(exitUsage, "--exported %w", err)
	}
	if t.After(j.period.Now) {
		return failf(exitUsage, "--exported %s is later than now, %s; name the moment at which the exports were taken",
			value, j.period.Now.In(t.Location()).Format(time.RFC3339))
	}
	j.readOptions.Exported = t.In(j.period.Start.Location())
	return nil
}

// openJob loads an agreement and determines the period. An empty period is the last full month; an empty
// asOf is now, the time of the machine.
func openJob(path, period, asOf string, now time.Time) (*job, error) {
	a, err := agreementfile.Load(path)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(a.Head.Zone)
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	j := &job{agreement: a, dir: filepath.Dir(path), started: now}
	if now, err = parseAsOf(asOf, zone, now); err != nil {
		return nil, err
	}
	if period == "" {
		period = calendar.LastMonth(zone, now)
	}
	if j.period, err = calendar.ParsePeriod(period, zone, now); err != nil {
		return nil, fail(exitUsage, err)
	}
	j.period.Now = calendar.Later(j.started, now)
	if clash := model.NewLedger(a, j.period).Scorecard().NameConflict(); clash != "" {
		return nil, failf(exitAgreement, "%s: %s", path, clash)
	}
	return j, nil
}

// parseAsOf parses the value of --as-of; an empty value is now.
func parseAsOf(value string, zone *time.Location, now time.Time) (time.Time, error) {
	if value == "" {
		return now, nil
	}
	t, err := calendar.ParseInstant(value, zone)
	if err != nil {
		return t, failf(exitUsage, "--as-of %w", err)
	}
	return t, nil
}

// path returns the path of a file that the agreement names.
func (j *job) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(j.dir, name)
}

// workbookName returns the file name of the period's workbook.
func (j *job) workbookName() string { return "sla-" + j.period.ID + ".xlsx" }
