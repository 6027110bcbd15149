package main

import (
	"encoding/json"
	"io"

	"leadpact/model"
	"leadpact/report/scorecard"
)

// checkJSON is what check --json prints (SPEC section 13). A list that holds nothing is [], never null.
type checkJSON struct {
	Inputs   []scorecard.Input `json:"inputs"`
	SetAside []asideJSON       `json:"set_aside"`
	Notes    []scorecard.Note  `json:"notes"`
	Refused  []refusedJSON     `json:"refused"`
}

type asideJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}

type refusedJSON struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

func (f *findings) writeJSON(w io.Writer) error {
	var files []model.InputFile
	var notes []model.Note
	for _, in := range f.Files {
		files = append(files, in.InputFile)
		for _, text := range in.Found {
			notes = append(notes, model.Note{Source: model.Source{File: in.File}, Text: text})
		}
	}
	out := checkJSON{scorecard.Inputs(files), []asideJSON{}, scorecard.Notes(append(notes, f.Notes...)), []refusedJSON{}}
	for _, row := range f.SetAside {
		out.SetAside = append(out.SetAside, asideJSON{row.File, row.Line, row.Column, row.Value, row.Reason})
	}
	for _, r := range f.Refused {
		out.Refused = append(out.Refused, refusedJSON{r.File, r.Error()})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
