package format

import (
	"fmt"

	"leadpact/model"
)

// File writes what became of the rows of one input file: "contacts.csv 5 rows: 3 used, 1 set aside, 1
// ignored".
func File(style Style, f model.InputFile) string {
	rows := "rows"
	if f.Rows == 1 {
		rows = "row"
	}
	return fmt.Sprintf("%s %s %s: %s used, %s set aside, %s ignored", Plain(f.File), style.Count(f.Rows), rows,
		style.Count(f.Used), style.Count(f.SetAside), style.Count(f.Ignored))
}

// Note writes a warning about the data with the place that it concerns: "contacts.csv:12: …".
func Note(n model.Note) string {
	switch {
	case n.File != "" && n.Line > 0:
		return Plain(fmt.Sprintf("%s:%d: %s", n.File, n.Line, n.Text))
	case n.File != "":
		return Plain(n.File + ": " + n.Text)
	}
	return Plain(n.Text)
}
