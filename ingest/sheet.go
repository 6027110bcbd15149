package ingest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/ingest/workbook"
)

// An Excel workbook is read like CSV: one of its sheets becomes the text of the file. Its dates and numbers need no
// proof where their type is certain, which is what sheet.Typed reports (SPEC section 11).

// sheetDialect is the dialect of a sheet's text.
var sheetDialect = csvtext.Dialect{Delim: workbook.CellEnd, LineEnd: workbook.RowEnd, Ragged: true}

// loadWorkbook makes one sheet of a workbook the text of the file.
func (f *file) loadWorkbook(data []byte) error {
	book, err := workbook.Open(data, int64(max(csvtext.BombSize, csvtext.BombRatio*len(data))))
	if err != nil {
		return &csvtext.Refused{File: f.report.File, Reason: err.Error()}
	}
	f.book = book
	tab, err := f.chooseTab(book)
	if err != nil {
		return err
	}
	if f.sheet, err = book.Read(tab, 0); err != nil {
		return &csvtext.Refused{File: f.report.File, Reason: err.Error()}
	}
	f.report.Sheet, f.firstLine = tab.Name, 1
	f.split = csvtext.NewSplitter(f.sheet.Text, sheetDialect)
	f.split.Footer = csvtext.FindFooter(f.sheet.Text, sheetDialect)
	if len(bytes.Trim(f.sheet.Text, string(workbook.RowEnd))) == 0 {
		return &csvtext.Refused{File: f.report.File, Reason: fmt.Sprintf(
			"its sheet %s is empty; export it again%s", quotedSheet(tab.Name), f.otherSheet(book))}
	}
	f.describeSheet(book, tab)
	return nil
}

// chooseTab returns the sheet that the agreement names, else the first visible one that holds the file's table, or
// any table where that is not known yet. If none does, it is the first one with cells.
func (f *file) chooseTab(book *workbook.Book) (chosen workbook.Tab, err error) {
	if f.in.Sheet != "" {
		named := func(t workbook.Tab) bool { return csvtext.FoldCase(t.Name) == csvtext.FoldCase(f.in.Sheet) }
		if i := slices.IndexFunc(book.Tabs, named); i >= 0 {
			return book.Tabs[i], nil
		}
		return chosen, &csvtext.Refused{File: f.report.File, Reason: fmt.Sprintf(
			"it has no sheet %s%s", quotedSheet(f.in.Sheet), f.otherSheet(book))}
	}
	visible := visibleTabs(book)
	if len(visible) == 1 {
		return visible[0], nil
	}
	var header []string // that of the chosen sheet
	withCells := -1
	for i, t := range visible {
		head, err := book.Read(t, headOfSheet)
		if err != nil {
			return chosen, &csvtext.Refused{File: f.report.File, Reason: err.Error()}
		}
		if withCells < 0 && len(head.Text) > 1 {
			withCells = i
		}
		found := f.tablesIn(head)
		at := slices.IndexFunc(found, func(b *profile.Binding) bool { return f.table == nil || b.Table == f.table })
		switch {
		case at < 0:
		case header == nil:
			chosen, header = t, found[at].Headers
		case f.table != nil && slices.Equal(header, found[at].Headers):
			return chosen, &csvtext.Refused{
				File: f.report.File, Key: "sheet", Choices: []string{chosen.Name, t.Name},
				Reason: fmt.Sprintf("its sheets %s and %s have the same header; set sheet: to one of them under inputs.%s "+
					"in agreement.yaml, or save each of them as a file of its own",
					quotedSheet(chosen.Name), quotedSheet(t.Name), f.table.Name)}
		}
	}
	if header == nil {
		chosen = visible[max(0, withCells)]
	}
	return chosen, nil
}

// headOfSheet is the last row of a sheet in which a header is searched to choose the sheet.
const headOfSheet = 200

// visibleTabs returns the sheets that are not hidden, or all if every one is.
func visibleTabs(book *workbook.Book) []workbook.Tab {
	visible := slices.DeleteFunc(slices.Clone(book.Tabs), func(t workbook.Tab) bool { return t.Hidden })
	if len(visible) == 0 {
		return book.Tabs
	}
	return visible
}

// tablesIn returns the tables that a sheet can provide, by its first rows.
func (f *file) tablesIn(head *workbook.Sheet) []*profile.Binding {
	g := &file{in: f.in, split: csvtext.NewSplitter(head.Text, sheetDialect)}
	g.report.File = f.report.File
	found, _ := g.candidates()
	return found
}

// otherSheet returns how to read another sheet of the book, for the end of a message.
func (f *file) otherSheet(book *workbook.Book) string {
	key := "sheet: in agreement.yaml"
	if f.table != nil {
		key = fmt.Sprintf("sheet: under inputs.%s in agreement.yaml", f.table.Name)
	}
	return fmt.Sprintf("; set %s to one of %s", key, describeTabs(book.Tabs))
}

// describeSheet notes which sheets are not read, and what of the sheet is hidden or merged.
func (f *file) describeSheet(book *workbook.Book, read workbook.Tab) {
	var others []workbook.Tab
	for _, t := range book.Tabs {
		if t != read {
			others = append(others, t)
		}
	}
	s := f.sheet
	switch {
	case len(others) == 1:
		f.note(0, "the sheet %s was read; %s was not", quotedSheet(read.Name), describeTabs(others))
	case len(others) > 1:
		f.note(0, "the sheet %s was read; %s were not", quotedSheet(read.Name), describeTabs(others))
	}
	if s.HiddenRows > 0 {
		f.note(0, "hidden rows of the sheet are read, too, since a filter deletes nothing: %d", s.HiddenRows)
	}
	if s.Merged > 0 {
		f.note(0, "cells are merged over several rows, such as %s, and the value of each counts for its first row alone: %d",
			s.MergedAs, s.Merged)
	}
	var hidden []string
	for _, column := range s.Hidden {
		hidden = append(hidden, columnLetters(column))
	}
	if len(hidden) > 0 {
		f.addFinding("hidden columns are read, too: %s", strings.Join(hidden, ", "))
	}
}

// describeTabs lists the names of sheets.
func describeTabs(tabs []workbook.Tab) string {
	const most = 10
	var names []string
	for _, t := range tabs[:min(len(tabs), most)] {
		name := quotedSheet(t.Name)
		if t.Hidden {
			name += " (hidden)"
		}
		names = append(names, name)
	}
	if more := len(tabs) - most; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

func quotedSheet(name string) string { return `"` + csvtext.Printable([]byte(name)) + `"` }

// typedAt returns whether a field's value in a row is a date or a number by the type of its cell.
func (f *file) typedAt(x *field, row int) bool {
	return f.sheet != nil && slices.ContainsFunc(x.at, func(column int) bool { return f.sheet.Typed(row, column) })
}

// gives reports whether a cell gives a canonical column. The faults of other cells do not matter.
func (f *file) gives(cell int) bool {
	return slices.ContainsFunc(f.CellIndexes, func(at []int) bool { return slices.Contains(at, cell) })
}

// halfConverted returns the reason for refusing a column in which some cells are dates or numbers by their type and
// others texts whose reading is open: a program has then converted those that it could read in its own language,
// and 5 October may have become 10 May. It returns "" for any other column.
func (f *file) halfConverted(
	typed int, d *scalar.DateInference, n *scalar.DecimalInference,
) (line int, reason string) {
	if typed == 0 {
		return 0, ""
	}
	what, text := "date", ""
	switch {
	case d != nil:
		text, line = d.Open()
	case n != nil:
		what = "number"
		text, line = n.Open()
	}
	if text == "" {
		return 0, ""
	}
	return line, fmt.Sprintf("this cell is the text %q, while row %d holds a %s: a spreadsheet has converted a part of "+
		"the column, and perhaps falsely; use the file as it was exported, or convert the whole column",
		csvtext.Printable([]byte(text)), typed, what)
}
