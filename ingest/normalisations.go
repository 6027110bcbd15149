package ingest

// normalisation is a kind of change to cells, or of rows left out. Each is noted once per file with its
// count.
type normalisation uint8

const (
	blankWords normalisation = iota
	invisibleCharacters
	composedLetters
	replacementCharacters
	ambiguousHours
	repeatedRows
	supersededRows
	emptyRows
	repeatedHeaders
	deletedRows
	collapsedSpaces
	spreadsheetTexts
	scaledAmounts
	recurringAmounts
	longSources
	longCells
	paddedIDs
	respelledIDs
	restoredZeros
	wrappedAddresses
	normalisationKinds
)

var normalisationTexts = [normalisationKinds]string{
	blankWords:            "cells with a word for an empty cell (NULL, N/A, -, None …), read as blank: %d",
	invisibleCharacters:   "names and ids with invisible characters, which are left out: %d",
	composedLetters:       "cells with decomposed letters, which are composed (NFC): %d",
	replacementCharacters: "cells with the replacement character, whose text was lost before the export: %d",
	ambiguousHours:        "times in the hour that the clock shows twice, of which the first is taken: %d",
	repeatedRows:          "rows that repeat another row, ignored as superseded: %d",
	supersededRows:        "rows that come again in another file, ignored as superseded: %d",
	emptyRows:             "rows without any value, ignored: %d",
	repeatedHeaders:       "lines that repeat the header, as between joined exports, ignored: %d",
	deletedRows:           "rows that the CRM marks as deleted or not done, ignored: %d",
	collapsedSpaces:       "names with several or unusual spaces between words, read as one space: %d",
	spreadsheetTexts:      "ids and names written as =\"…\" for a spreadsheet, read without it: %d",
	recurringAmounts:      "amounts that are paid each month or quarter, counted as those of a year: %d",
	longSources:           "sources too long for the name of a channel, counted as unattributed: %d",
	paddedIDs:             "ids with white space around them, read without it: %d",
	respelledIDs:          "ids that a program wrote as 98100.0, '98100 or \"98100\", compared as 98100: %d",
	restoredZeros:         "ids with more or fewer zeros at the beginning than the leads' ids, compared as the same: %d",
	wrappedAddresses:      "e-mail addresses with a name or mailto: around them, read without it: %d",
	longCells:             "cells of more than 32,767 characters, which a spreadsheet cuts: %d",
	scaledAmounts:         "amounts that the CRM has shortened ($115.00K), read as thousands, millions or billions: %d",
}

// normalisationCount counts a normalisation; firstLine is the line of its first occurrence.
type normalisationCount struct{ count, firstLine int }

// countNormalisation counts a normalisation on a line.
func (f *file) countNormalisation(m normalisation, line int) {
	if f.normalised[m].count == 0 {
		f.normalised[m].firstLine = line
	}
	f.normalised[m].count++
}
