// Package workbook reads the sheets of an Excel workbook (.xlsx or .xlsm, Office Open XML, strict and
// transitional) as text that package csvtext splits into records.
//
// The input is the bytes of the file, the output the text of one sheet: each row of the sheet is one line that
// ends with RowEnd, even an empty one, so that the number of a line is that of its row. Cells are separated by
// CellEnd and never quoted; a line break inside a cell is text. A row ends with its last cell that is not blank.
//
// Cells are written as values and not as the sheet shows them, since what it shows depends on the reader's
// language and on the width of the column:
//
//   - a date is 2026-10-31, or 2026-10-31T09:30:00 if it has a time of day or its number format shows one; a
//     time alone is 09:30:00. Times are rounded to seconds, and have no zone;
//   - a number has a decimal point and no thousands separators, at most 15 significant digits, as a spreadsheet
//     keeps them, and no exponent below 1e15. From there on it has one, because its last digits are lost. It
//     has the currency, the percent sign and the leading zeros that its format shows;
//   - a boolean is true or false, a formula is its stored value, an error is its name.
//
// Sheet.Typed reports whether a cell is a date or number, so that its reading needs no proof. Sheet.Fault is the
// reason why a cell has no value. The package must not know what a column means.
//
// Sheets are read as streams, because excelize tells neither the types of cells nor whether a formula has a
// value unless it holds the whole sheet in memory. Nothing is written to disk, no macro is run, no entity
// is expanded, and no link is followed.
package workbook
