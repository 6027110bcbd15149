package workbook

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
)

// ReadIssued takes back the facts and terms of a workbook that was published: its leads and deals, with the columns that the
// scorecard has too, each as a fact, and the terms by their names.
func ReadIssued(data []byte, s *model.Scorecard) (tables map[string]*model.Table, terms map[string]model.Value, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, nil, fmt.Errorf("workbook: %w", err)
	}
	defer f.Close()
	names := map[string]area{}
	for _, n := range f.GetDefinedName() {
		if a, ok := areaOf(n.RefersTo); ok {
			names[n.Name] = a
		}
	}
	tables = map[string]*model.Table{}
	for _, name := range []string{"leads", "deals"} {
		if t := s.Table(name); t != nil {
			if tables[name], err = readTable(f, names, t); err != nil {
				return nil, nil, fmt.Errorf("workbook: %s: %w", name, err)
			}
		}
	}
	terms, err = readTerms(f, names, s)
	return tables, terms, err
}

// area is where a name refers to.
type area struct {
	sheet    string
	col      int
	row, til int
}

func areaOf(refers string) (area, bool) {
	at := strings.LastIndex(refers, "!")
	if at < 0 {
		return area{}, false
	}
	from, til, wide := strings.Cut(strings.ReplaceAll(refers[at+1:], "$", ""), ":")
	col, row, err := excelize.CellNameToCoordinates(from)
	last := row
	if wide && err == nil {
		_, last, err = excelize.CellNameToCoordinates(til)
	}
	return area{strings.Trim(refers[:at], "'"), col, row, last}, err == nil
}

// readTable streams the sheet of a table.
func readTable(f *excelize.File, names map[string]area, t *model.Table) (*model.Table, error) {
	type column struct {
		*model.Column
		at    int
		nums  []float64
		words []string
	}
	var columns []*column
	var from, til int
	var sheet string
	for _, c := range t.Columns {
		if a, ok := names[rangeName(t.Name, c.Name)]; ok {
			columns = append(columns, &column{Column: c, at: a.col - 1})
			sheet, from, til = a.sheet, a.row, a.til
		}
	}
	if len(columns) == 0 {
		return nil, fmt.Errorf("no column is known")
	}
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	n := 0
	for row := 1; rows.Next() && row <= til; row++ {
		if row < from {
			continue
		}
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if len(cells) <= columns[0].at || known(cells[columns[0].at]) == "" {
			continue // a table without rows is drawn with one of n/a
		}
		n++
		for _, c := range columns {
			text := ""
			if c.at < len(cells) {
				text = known(cells[c.at])
			}
			if c.Unit == model.Words {
				c.words = append(c.words, text)
				continue
			}
			c.nums = append(c.nums, parsed(text))
		}
	}
	out := model.NewTable(t.Name, t.Title, n)
	for _, c := range columns {
		if c.Unit == model.Words {
			out.Texts(c.Name, c.Title, c.Note, c.words)
		} else {
			out.Nums(c.Name, c.Title, c.Unit, c.Note, c.nums)
		}
	}
	return out, rows.Error()
}

// readTerms reads the cells with the names of terms.
func readTerms(f *excelize.File, names map[string]area, s *model.Scorecard) (map[string]model.Value, error) {
	numeric := map[string]bool{}
	for _, t := range s.Terms {
		_, numeric[model.Name(t.ID)] = t.Value.Number()
	}
	out := map[string]model.Value{}
	for name, a := range names {
		if !strings.HasPrefix(name, "term_") {
			continue
		}
		at, err := excelize.CoordinatesToCellName(a.col, a.row)
		if err != nil {
			return nil, err
		}
		text, err := f.GetCellValue(a.sheet, at)
		if err != nil {
			return nil, err
		}
		text = known(text)
		x := parsed(text)
		if is, listed := numeric[name]; !math.IsNaN(x) && (is || !listed) {
			out[name] = model.Num(x)
			continue
		}
		out[name] = model.Str(text)
	}
	return out, nil
}

// known is the text of a cell; empty where it prints n/a.
func known(text string) string {
	if text == "n/a" {
		return ""
	}
	return text
}

func parsed(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}
