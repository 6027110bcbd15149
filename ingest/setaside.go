package ingest

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"leadpact/model"
)

// WriteSetAside writes setaside.csv with the columns file, line, column, value and reason. Because people
// open it in spreadsheets, a cell that would be read as a formula (it begins with = + - @, tab or
// carriage return) is preceded by an apostrophe.
func WriteSetAside(w io.Writer, rows []model.SetAside) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"file", "line", "column", "value", "reason"}); err != nil {
		return err
	}
	for _, r := range rows {
		cells := []string{
			escapeFormula(r.File), strconv.Itoa(r.Line), escapeFormula(r.Column), escapeFormula(r.Value),
			escapeFormula(r.Reason),
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// escapeFormula returns a cell, preceded by an apostrophe if it begins like a formula.
func escapeFormula(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0 {
		return "'" + s
	}
	return s
}
