// Package ingest reads the files that an agreement names into a model.Ledger.
//
// The input is an agreement and the folder to which its paths are relative; the files are exports of a CRM
// as CSV or .xlsx, or a warehouse's facts. The output is the rows of the ledger and a Report: every row is used,
// set aside with file, line, column, value and reason, or ignored, and changes to cells are noted (SPEC
// section 11). Nothing is guessed: a file that can be read in two ways is refused, with the key of the
// agreement that decides between them. The package must not know figures or how they are reported: it
// imports model, never report.
//
// A file goes through these steps:
//
//  1. Bytes to text: unpack, decode to UTF-8, find the dialect, split into records (package csvtext); or write
//     one sheet of a workbook as text (package workbook).
//  2. Header: recognise the CRM and bind columns to canonical ones (package profile); columns that the
//     agreement names take precedence.
//  3. Formats: infer the order of day and month and the decimal sign from whole columns (package scalar).
//  4. Rows: read each cell as its column's kind; the first value that cannot be read sets the row aside.
//  5. Tables: apply the table's rules, add the row to the ledger, resolve duplicate ids.
//
// For a large file of leads, deals or activities, steps 1, 4 and the parsing of 5 run in parallel blocks
// (package blocks), and a fast path reads its usual lines. Neither changes the result.
//
// Which file holds what:
//
//	which files an input names, how large they are       paths.go
//	entry points; which rules read which table           ingest.go, options.go
//	reading a table's files; used, set aside, ignored    reader.go
//	in order or in blocks, once or twice                 read_strategy.go, pipeline.go
//	a file's text, dialect, footer                       file.go
//	the sheet of a workbook; what its types prove        sheet.go (package workbook)
//	when the files of a table were exported              exported.go
//	its header                                           header_search.go
//	whether it is a report with its rows in groups       grouped_report.go
//	its columns; unmapped values                         field.go
//	day and month, decimal sign, zone of its times       inference.go
//	a cell as text, id, choice, date, number             row.go
//	the forms in which an id may be written              id_forms.go
//	marks of people who have left, in their names        account_marks.go
//	changes to cells that are counted                    normalisations.go
//	duplicate ids                                        dedupe.go, idset.go
//	which of two files has the newer row                 overlap.go
//	rows that name no known lead                         joins.go
//	a file most of whose rows do not fit                 misfit.go
//	a lead, its source and owner                         leads.go
//	a deal, whether it is won                            deals.go
//	an amount, its currency                              money.go
//	an activity                                          activities.go, subject.go
//	an SDR, spend, feedback                              small_tables.go
//	a warehouse's facts                                  facts.go
//	a row in leadpact's own format                       canonical.go
//	what was found in the files                          report.go, setaside.go
//	how the files look, for the next issue               shape.go
//	whether a file changed while it was used             changed_input.go
//	any CSV as plain CSV                                 normalise.go
//	what a folder's files are, without an agreement      survey.go (used by package starter)
//	lists of a CRM's users, for owners that are ids      users.go
//	what cells show where no header is known             column_facts.go
//	the fast path, which contains no rules               fastpath.go, fastpath_cells.go, fastpath_tables.go
package ingest
