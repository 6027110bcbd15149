package ingest

// Options choose how the inputs are read. What is read does not depend on them.
type Options struct {
	Sink     Sink // takes every used row; files are then read in order
	InOrder  bool // read every file row after row, the whole file in memory
	Block    int  // bytes of a block that one worker parses; 0: 256 KiB, and small files in order
	Progress func(Progress)
}

// Progress is how far a large file has been read.
type Progress struct {
	File        string
	Rows        int
	Bytes, Size int64 // on disk
}

// Sink takes the canonical text of a row that was used: one cell for each of CanonicalColumns, dates in
// RFC 3339 (a date without a time of day as it is), choices in the agreement's words. The sink may keep
// the cells.
type Sink func(table string, cells []string) error
