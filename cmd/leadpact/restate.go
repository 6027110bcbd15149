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
	"leadpact/report/workbook"
)

// restate compares a computed scorecard with the issue of its period that lies in a folder, if one does.
func (j *job) restate(s *model.Scorecard, folder string) {
	if there, err := os.Stat(folder); err != nil || !there.IsDir() {
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
		s.Warnings = append(s.Warnings, model.Note{Text: cardName + " of the issue before this one cannot be read, so what was restated since is not known"})
		return
	}
	if !was.Same(s.Agreement, s.Period) {
		return
	}
	if restate.Differs(s, was) {
		was.Tables, was.Terms = issuedFacts(filepath.Join(folder, j.bookName()), s)
	}
	restate.Apply(s, was)
}

// issuedFacts are those of a published workbook; nil where it cannot be read.
func issuedFacts(name string, s *model.Scorecard) (map[string]*calc.Table, map[string]formula.Value) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil
	}
	defer f.Close()
	there, err := f.Stat()
	if err != nil {
		return nil, nil
	}
	tables, terms, err := workbook.ReadIssued(f, there.Size(), s)
	if err != nil {
		return nil, nil
	}
	return tables, terms
}

// bookName is the workbook's file.
func (j *job) bookName() string { return "sla-" + j.period.ID + ".xlsx" }
