package ingest

import "leadpact/model"

// Report is what was found in the inputs, file by file, for whoever checks them.
type Report struct {
	Files    []FileReport // in the order of the tables and of the agreement; refused files too
	SetAside []model.SetAside
	Notes    []model.Note
	Refused  []*Refused
}

// FileReport is what was recognised in one file. Its counts are in InputFile: Rows = Used + SetAside + Ignored.
type FileReport struct {
	model.InputFile
	Encoding  string
	Delimiter string   // comma, semicolon, tab or pipe
	Found     []string // what is unusual about how it is written, in plain words
	Dates     []DateProof
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

// DateProof says which line of a file proves the order of day and month of a column.
type DateProof struct {
	Column, Order string // dmy or mdy
	Line          int
}

// Unmapped is a raw value that no canonical one stands for, with its rows.
type Unmapped struct {
	Column, Value string
	Rows          int
}
