package ingest

import (
	"leadpact/ingest/csvtext"
	"leadpact/model"
)

// Report is what was found in the inputs, file by file, for whoever checks them.
type Report struct {
	Files    []FileReport // in the order of the tables and of the agreement; refused files too
	SetAside []model.SetAside
	Notes    []model.Note
	Refused  []*csvtext.Refused

	opened []openedFile // of Files
}

// FileReport is what was recognised in one file. Its counts are in InputFile: Rows = Used + SetAside + Ignored.
type FileReport struct {
	model.InputFile
	Encoding  string
	Delimiter string   // comma, semicolon, tab or pipe
	Found     []string // what is unusual about how it is written, in plain words
	Zone      string   // which zone its times are in, in words; empty: it has none
	ZoneOpen  bool     // its times name no zone, and neither does the agreement's input or the CRM
	Columns   []Bound  // canonical columns that the file gives
	Unbound   []string // headers that give none
	Unmapped  []Unmapped
}

// Bound is a canonical column and what gives it: a header, several whose cells are joined, or a constant.
type Bound struct {
	Column   string
	Headers  []string
	Constant string
}

// Unmapped is a raw value that no canonical one stands for, with its rows.
type Unmapped struct {
	Column, Value string
	Rows          int
}
