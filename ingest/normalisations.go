package ingest

// mending is something done to cells that a reader is told once per file.
type normalisation uint8

const (
	blankWords normalisation = iota
	hidden
	combined
	replaced
	twiceOnClock
	repeated
	superseded
	emptyRows
	headerAgain
	deleted
	spaced
	asText
	shortened
	longSource
	overlong
	padded
	mendings
)

var mendingTexts = [mendings]string{
	blankWords:   "cells with a word for an empty cell (NULL, N/A, -, None …), read as blank: %d",
	hidden:       "names and ids with invisible characters, which are left out: %d",
	combined:     "cells with decomposed letters, which are composed (NFC): %d",
	replaced:     "cells with the replacement character, whose text was lost before the export: %d",
	twiceOnClock: "times in the hour that the clock shows twice, of which the first is taken: %d",
	repeated:     "rows that repeat another row, ignored as superseded: %d",
	superseded:   "rows that come again in a later file, ignored as superseded: %d",
	emptyRows:    "rows without any value, ignored: %d",
	headerAgain:  "lines that repeat the header, as between joined exports, ignored: %d",
	deleted:      "rows that the CRM marks as deleted or not done, ignored: %d",
	spaced:       "names with several or unusual spaces between words, read as one space: %d",
	asText:       "ids and names written as =\"…\" for a spreadsheet, read without it: %d",
	longSource:   "sources too long for the name of a channel, counted as unattributed: %d",
	padded:       "ids with white space around them, read without it: %d",
	overlong:     "cells of more than 32,767 characters, which a spreadsheet cuts: %d",
	shortened:    "amounts that the CRM has shortened ($115.00K), read as thousands, millions or billions: %d",
}

type tally struct{ n, line int }

func (f *file) mend(m normalisation, line int) {
	if f.mended[m].n == 0 {
		f.mended[m].line = line
	}
	f.mended[m].n++
}
