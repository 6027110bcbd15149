package main

import (
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func agreementFlag() cli.Flag {
	return &cli.PathFlag{Name: "agreement", Value: "agreement.yaml", Usage: "the agreement's `FILE`"}
}

func periodFlag() cli.Flag {
	return &cli.StringFlag{Name: "period", Usage: "`PERIOD` as 2026-10, 2026-Q4 or 2026-10-01..2026-10-15 (default: the last full month)"}
}

func asOfFlag() cli.Flag {
	return &cli.StringFlag{Name: "as-of", Usage: "take `TIME` for now, as 2026-11-01 or 2026-11-01T07:00:00-04:00"}
}

// job is an agreement with the folder that its paths are relative to, and one period of it.
type job struct {
	agreement *agreement.Agreement
	dir       string
	began     time.Time // on the machine's clock
	period    calendar.Period
	reading   ingest.Options
	announce  func(room string) error // see publication
	progress  *progress
	read      *ingest.Report
}

// openJob loads an agreement and settles the period. An empty period is the last full month, an empty asOf is now, which is
// the machine's.
func openJob(path, id, asOf string, now time.Time) (*job, error) {
	a, err := agreementfile.Load(path)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(a.Head.Zone)
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	began := now
	if now, err = instant(asOf, zone, now); err != nil {
		return nil, err
	}
	if id == "" {
		id = calendar.LastMonth(zone, now)
	}
	period, err := calendar.ParsePeriod(id, zone, now)
	if err != nil {
		return nil, fail(exitUsage, err)
	}
	if clash := model.NewLedger(a, period).Scorecard().NameConflict(); clash != "" {
		return nil, failf(exitAgreement, "%s: %s", path, clash)
	}
	return &job{agreement: a, dir: filepath.Dir(path), began: began, period: period}, nil
}

// instant reads --as-of: RFC 3339, or a date, which is its first instant in the zone.
func instant(s string, zone *time.Location, otherwise time.Time) (time.Time, error) {
	if s == "" {
		return otherwise, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		return t, failf(exitUsage, "--as-of %q is not a time; write 2026-11-01 or 2026-11-01T07:00:00-04:00", s)
	}
	return t, nil
}

// scorecard reads the exports and computes the period.
func (j *job) scorecard() (*model.Scorecard, error) {
	makeHeap(ingest.Size(j.agreement, j.dir, "leads"))
	l := model.NewLedger(j.agreement, j.period)
	j.progress.begin("reading")
	reading := j.reading
	reading.Progress = func(p ingest.Progress) { j.progress.read(p.File, p.Rows, p.Bytes, p.Size) }
	var err error
	if j.read, err = ingest.ReadWith(j.agreement, j.dir, l, reading); err != nil {
		return nil, err
	}
	j.progress.begin("computing")
	s := l.Scorecard()
	j.sinceSigned(s)
	return s, j.unlikeContract(s)
}

// unchanged says that every input still holds the bytes that were read.
func (j *job) unchanged() error {
	if file := j.read.Changed(j.began); file != "" {
		return failf(exitTryAgain, "%s changed while it was read; try again when the export is complete", file)
	}
	return nil
}

// path is where a file lies that the agreement names.
func (j *job) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(j.dir, name)
}
