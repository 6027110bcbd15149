package workbook

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// ReadIssued takes back the facts and terms of a workbook that was published, so many bytes long: its leads and deals, with the
// columns that the scorecard has too, each as a fact, and the terms by their names.
func ReadIssued(r io.ReaderAt, size int64, s *model.Scorecard) (tables map[string]*calc.Table, terms map[string]formula.Value, err error) {
	p, err := openPackage(r, size)
	if err != nil {
		return nil, nil, fmt.Errorf("workbook: %w", err)
	}
	names := map[string]area{}
	for name, refers := range p.names {
		if a, ok := areaOf(refers); ok {
			names[name] = a
		}
	}
	tables = map[string]*calc.Table{}
	for _, name := range []string{"leads", "deals"} {
		if t := s.Table(name); t != nil {
			if tables[name], err = readTable(p, names, t); err != nil {
				return nil, nil, fmt.Errorf("workbook: %s: %w", name, err)
			}
		}
	}
	if terms, err = readTerms(p, names, s); err != nil {
		return nil, nil, fmt.Errorf("workbook: terms: %w", err)
	}
	return tables, terms, nil
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

// issuedColumn is a column of a table that is read back.
type issuedColumn struct {
	*calc.Column
	nums  []float64
	words []string
	known map[string]string // each text once
	text  []byte            // of the row that is read
}

func newIssuedColumn(c *calc.Column, rows int) *issuedColumn {
	if c.Unit == formula.Words {
		return &issuedColumn{Column: c, words: make([]string, 0, rows), known: map[string]string{}}
	}
	return &issuedColumn{Column: c, nums: make([]float64, 0, rows)}
}

// keep ends a row.
func (c *issuedColumn) keep() {
	if c.Unit != formula.Words {
		c.nums = append(c.nums, parsed(c.text))
	} else {
		word, ok := c.known[string(c.text)]
		if !ok {
			word = known(string(c.text))
			c.known[string(c.text)] = word
		}
		c.words = append(c.words, word)
	}
}

// readTable reads the rows of a table. One without rows was drawn with a row of n/a.
func readTable(p *issuedPackage, names map[string]area, t *calc.Table) (*calc.Table, error) {
	var columns []*issuedColumn
	byPlace := map[int]*issuedColumn{}
	var where area
	for _, c := range t.Columns {
		if a, ok := names[rangeName(t.Name, c.Name)]; ok {
			x := newIssuedColumn(c, max(0, min(a.til-a.row+1, sheetRows)))
			columns, byPlace[a.col], where = append(columns, x), x, a
		}
	}
	if len(columns) == 0 {
		return nil, fmt.Errorf("no column is known")
	}
	row, rows := 0, 0
	end := func() {
		if first := string(columns[0].text); first != "" && first != "n/a" {
			rows++
			for _, c := range columns {
				c.keep()
			}
		}
		for _, c := range columns {
			c.text = c.text[:0]
		}
	}
	err := p.cells(where.sheet, func(at cellAt, text []byte) bool {
		if at.row > where.til {
			return false
		}
		if at.row != row {
			end()
			row = at.row
		}
		if c := byPlace[at.col]; c != nil && at.row >= where.row {
			c.text = append(c.text[:0], text...)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	end()
	out := calc.NewTable(t.Name, t.Title, rows)
	for _, c := range columns {
		if c.Unit == formula.Words {
			out.Texts(c.Name, c.Title, c.Note, c.words)
		} else {
			out.Numbers(c.Name, c.Title, c.Unit, c.Note, c.nums)
		}
	}
	return out, nil
}

// readTerms reads the cells with the names of terms.
func readTerms(p *issuedPackage, names map[string]area, s *model.Scorecard) (map[string]formula.Value, error) {
	numeric := map[string]bool{}
	for _, t := range s.Terms {
		_, numeric[calc.Name(t.ID)] = t.Value.Number()
	}
	out := map[string]formula.Value{}
	places := map[string]map[cellAt]string{} // by sheet
	for name, a := range names {
		if !strings.HasPrefix(name, "term_") {
			continue
		}
		out[name] = formula.Missing
		if places[a.sheet] == nil {
			places[a.sheet] = map[cellAt]string{}
		}
		places[a.sheet][cellAt{a.row, a.col}] = name
	}
	for sheet, at := range places {
		err := p.cells(sheet, func(place cellAt, text []byte) bool {
			name, ok := at[place]
			if !ok {
				return true
			}
			x := parsed(text)
			if is, listed := numeric[name]; !math.IsNaN(x) && (is || !listed) {
				out[name] = formula.Num(x)
			} else {
				out[name] = formula.Str(known(string(text)))
			}
			return true
		})
		if err != nil {
			return nil, err
		}
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

// parsed is the number of a cell; NaN where it holds none.
func parsed(text []byte) float64 {
	if len(text) == 0 || text[0] == 'n' {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return math.NaN()
	}
	return x
}
