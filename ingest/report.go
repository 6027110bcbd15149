package ingest

import (
	"fmt"

	"leadpact/ingest/csvtext"
	"leadpact/model"
)

// Report holds what was found in the inputs, file by file.
type Report struct {
	Files    []FileReport // in the order of the tables and of the agreement; refused files too
	SetAside []model.SetAside
	Notes    []model.Note
	Refused  []*csvtext.Refused

	opened []openedFile // indexed like Files
}

// FileReport holds what was recognised in one file. Its counts are in InputFile: Rows = Used + SetAside +
// Ignored.
type FileReport struct {
	model.InputFile
	Encoding  string   // of a text; empty: it is a workbook
	Delimiter string   // of a text: comma, semicolon, tab, pipe or the character itself
	Sheet     string   // of a workbook: the sheet that was read
	Found     []string // unusual properties of the file's format, in words
	Zone      string   // zone of its times, in words; empty: it has no times
	ZoneOpen  bool     // whether its times have no zone, and neither the agreement's input nor the CRM defines one
	Columns   []Bound  // canonical columns that the file gives
	Unbound   []string // headers that give no column
	Unmapped  []Unmapped
}

// Notation returns in words how the file's cells are written down.
func (r *FileReport) Notation() string {
	if r.Sheet != "" {
		return fmt.Sprintf("sheet %s of a workbook", quotedSheet(r.Sheet))
	}
	return r.Encoding + ", separated by " + r.Delimiter
}

// Bound is a canonical column and its source: one header, several whose cells are joined, or a constant.
type Bound struct {
	Column   string
	Headers  []string
	Constant string
}

// Unmapped is a raw value without a canonical word, and the number of its rows.
type Unmapped struct {
	Column, Value string
	Rows          int
}
