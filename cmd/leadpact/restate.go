package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"leadpact/model"
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
	if s.Differs(was) {
		if book, err := os.ReadFile(filepath.Join(folder, j.bookName())); err == nil {
			if was.Tables, was.Terms, err = workbook.ReadIssued(book, s); err != nil {
				was.Tables, was.Terms = nil, nil
			}
		}
	}
	s.Restate(was)
}

// bookName is the workbook's file.
func (j *job) bookName() string { return "sla-" + j.period.ID + ".xlsx" }
