package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"leadpact/model"
	"leadpact/report/scorecard"
	"leadpact/report/workbook/readback"
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
	var was *model.Issued
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
	if model.Differs(s, was) {
		was.Tables, was.Terms = issuedFacts(filepath.Join(folder, j.bookName()), s)
	}
	model.Apply(s, was)
}

// issuedFacts are those of a published workbook; nil where it cannot be read.
func issuedFacts(name string, s *model.Scorecard) (map[string]*model.Table, map[string]model.Value) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil
	}
	defer f.Close()
	there, err := f.Stat()
	if err != nil {
		return nil, nil
	}
	tables, terms, err := readback.Read(f, there.Size(), s)
	if err != nil {
		return nil, nil
	}
	return tables, terms
}

// bookName is the workbook's file.
func (j *job) bookName() string { return "sla-" + j.period.ID + ".xlsx" }
