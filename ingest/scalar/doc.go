// Package scalar reads the dates and numbers of a CSV export, and infers from a whole column what a
// single cell does not show: the order of day and month, the decimal mark, and whether numbers are dates.
//
// The input is the texts of cells and a time zone. The output is moments, amounts and currencies, or the
// reason why a cell or a column cannot be read. A column is read twice: DateInference and
// DecimalInference observe all of its values and decide, then DateReader and ParseNumber read each value
// under that decision. The most frequent forms have a fast path (ReadFast, PlainAmount), whose results
// are those of the ordinary one.
//
// Which file holds what:
//
//	a date and its parts as written                  timestamp.go, time_of_day.go, zone.go
//	words of nine languages, names of zones          date_words.go, zone_names.go, windows_zones.go
//	what a column proves about its dates             date_inference.go
//	a date as a moment; why a text is no date        date_reader.go, date_fault.go
//	a column of times that are all midnight          midnight.go
//	numbers, amounts and currencies                  number.go
//
// The package does not know tables, CRMs or the agreement, except for the keys of agreement.yaml that its
// messages name.
package scalar
