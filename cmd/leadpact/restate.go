package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/model/restate"
	"leadpact/report/scorecard"
	"leadpact/report/workbook/readback"
)

// restate compares a computed scorecard with the earlier issue of its period, if the folder holds one,
// and adds what was restated.
func (j *job) restate(s *model.Scorecard, folder string) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return
	}
	data, err := os.ReadFile(filepath.Join(folder, cardName))
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	var was *restate.Issued
	if err == nil {
		was, err = scorecard.Read(data)
	}
	if err != nil {
		s.Warnings = append(s.Warnings, model.Note{
			Text: cardName + " of the issue before this one cannot be read, so what was restated since is not known",
		})
		return
	}
	if !was.Same(s.Agreement, s.Period) {
		return
	}
	if restate.Differs(s, was) {
		was.Tables, was.Terms = readIssuedWorkbook(filepath.Join(folder, j.workbookName()), s)
	}
	restate.Apply(s, was)
}

// tellOfPeriodBefore adds what was restated in the period directly before, if the folder out holds it and it was
// issued more than once. The letter about this period tells of it, and no later one.
func (j *job) tellOfPeriodBefore(s *model.Scorecard, out string) {
	before := j.period.Previous()
	for _, p := range j.periodsBefore(out) {
		if !p.Start.Equal(before.Start) || !p.End.Equal(before.End) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(out, p.ID, cardName))
		if err != nil {
			return
		}
		was, err := scorecard.Read(data)
		if err == nil && was.Agreement == s.Agreement.Head.ID && was.Restated != nil {
			s.RestatedBefore = &model.PriorRestatement{Period: p, Restatement: *was.Restated}
		}
		return
	}
}

// readIssuedWorkbook returns the tables and terms of a published workbook; nil where it cannot be read.
func readIssuedWorkbook(name string, s *model.Scorecard) (map[string]*calc.Table, map[string]formula.Value) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil
	}
	tables, terms, err := readback.Read(f, info.Size(), s)
	if err != nil {
		return nil, nil
	}
	return tables, terms
}
