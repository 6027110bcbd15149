// Package calc computes expressions (package formula) over named constants and tables of rows: a small
// spreadsheet with a column store.
//
// The input is terms (AddTerm), tables with columns of facts or formulas (AddTable, Table.Numbers,
// Table.Formula …) and figures (AddQuantity). The output is the value of each figure, of each cell, and
// of any further expression, as a spreadsheet would compute it; the figures' formulas in words (Prose);
// and what a figure is composed of, down to the rows that it counts (Explain).
//
// The package does not know what the tables are about: leads, agreements and periods belong to package
// model, which marks terms, tables and columns with what Prose and Explain need (Term.Phrase, Table.Noun,
// Column.ShownAs …). It reads neither files nor the system clock.
//
// # How it is computed
//
// Columns are stored in chunks of ChunkRows rows (chunk.go), dictionary encoded where they have few
// different values, with a zone map where they have many. A value takes eight bytes by NaN boxing, texts
// being numbered by an interner (encoded.go). An expression is compiled to closures, each of which
// computes a vector of rows (eval.go). A column is computed when it is first asked for, its chunks by
// several goroutines where its formula allows it (column.go). The rows that meet a condition are cached as
// bitmaps (bitmap.go), and what an aggregate finds for every SDR or channel as a GROUP BY cache
// (groupby.go). Sums are compensated, so that the order of rows does not matter (aggregate.go).
package calc
