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
func (j *job) restate(s *model.Scorecard, folder string) error {
	data, err := os.ReadFile(filepath.Join(folder, cardName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return cannotWrite(err)
	}
	was, err := scorecard.Read(data)
	if err != nil {
		s.Warnings = append(s.Warnings, model.Note{Text: "the issue before this one cannot be read, so what was restated since is not known: " + err.Error()})
		return nil
	}
	if !was.Same(s.Agreement, s.Period) {
		return nil
	}
	if s.Differs(was) {
		if book, err := os.ReadFile(filepath.Join(folder, j.bookName())); err == nil {
			if was.Tables, was.Terms, err = workbook.ReadIssued(book, s); err != nil {
				was.Tables, was.Terms = nil, nil
			}
		}
	}
	s.Restate(was)
	return nil
}

// bookName is the workbook's file.
func (j *job) bookName() string { return "sla-" + j.period.ID + ".xlsx" }
