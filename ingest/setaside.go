package ingest

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"leadpact/model"
)

// WriteSetAside writes setaside.csv: file, line, column, value, reason. It is opened in spreadsheets, so a cell that begins
// as a formula does (= + - @, tab or carriage return) gets an apostrophe before it, as a spreadsheet's user would type.
func WriteSetAside(w io.Writer, rows []model.SetAside) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"file", "line", "column", "value", "reason"}); err != nil {
		return err
	}
	for _, r := range rows {
		if err := c.Write([]string{escapeFormula(r.File), strconv.Itoa(r.Line), escapeFormula(r.Column), escapeFormula(r.Value), escapeFormula(r.Reason)}); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func escapeFormula(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0 {
		return "'" + s
	}
	return s
}
