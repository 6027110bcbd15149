package ingest

import "time"

// Options determines how the inputs are read. Only Exported affects the result.
type Options struct {
	Exported time.Time // when leads, deals and activities were exported; zero: as the agreement or the files show
	Sink     Sink      // receives every used row; files are then read in order
	InOrder  bool      // reads every file row by row, with the whole file in memory
	Block    int       // size in bytes of a block that one worker parses; 0: 256 KiB, and small files in order
	Progress func(Progress)
}

// Progress reports how much of a large file has been read.
type Progress struct {
	File        string
	Rows        int
	Bytes, Size int64 // on disk
}

// Sink receives the canonical text of a row that was used: one cell for each of CanonicalColumns, dates
// in RFC 3339 (a bare date without a time of day), choices in the agreement's words. The sink may retain
// the cells.
type Sink func(table string, cells []string) error
