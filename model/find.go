package model

import (
	"cmp"
	"slices"
	"strings"

	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// Find returns the id of the figure or term to which a user refers by a name: its id, a term's path in
// agreement.yaml, or its name in the workbook.
func (s *Scorecard) Find(name string) (string, bool) {
	if s.Term(name) == nil && s.Quantity(name) == nil && s.Term(TermID(name)) != nil {
		return TermID(name), true
	}
	return s.Sheet.Find(name)
}

// SDRRow returns the number of an SDR's row in the table of SDRs, from 0; -1 if there is none.
func (s *Scorecard) SDRRow(name string) int {
	return slices.Index(s.columnTexts(SDRsTable, "sdr"), name)
}

// SDRFigures returns the names of the columns of the table of SDRs that hold figures, without the ends and
// flags of bands.
func (s *Scorecard) SDRFigures() []string {
	var out []string
	if t := s.Table(SDRsTable); t != nil {
		for _, c := range t.Columns {
			band := strings.HasSuffix(c.Name, "_low") || strings.HasSuffix(c.Name, "_high") || strings.HasSuffix(c.Name, "_flag")
			if (c.Expr != nil || c.Each != nil) && !band {
				out = append(out, c.Name)
			}
		}
	}
	return out
}

// SimilarNames returns up to n ids, SDRs and leads that resemble a name: first those that contain it,
// then those within a small edit distance.
func (s *Scorecard) SimilarNames(name string, n int) []string {
	type match struct {
		id    string
		score int
	}
	var found []match
	wanted := strings.ToLower(strings.ReplaceAll(name, "_", "."))
	try := func(id string) {
		candidate := strings.ToLower(strings.ReplaceAll(id, "_", "."))
		most := max(1, len(wanted)/3)
		switch d := len(candidate) - len(wanted); {
		case candidate == wanted, len(wanted) >= leastContained && strings.Contains(candidate, wanted):
			found = append(found, match{id, d})
		case max(d, -d) <= most:
			if distance := levenshtein(wanted, candidate); distance <= most {
				found = append(found, match{id, 100 + distance})
			}
		}
	}
	for _, q := range s.Quantities {
		if !q.Internal {
			try(q.ID)
		}
	}
	for _, t := range s.Terms {
		try(t.ID)
	}
	for _, id := range s.columnTexts(SDRsTable, "sdr") {
		try(id)
	}
	for _, id := range s.columnTexts(LeadsTable, LeadID) {
		try(id)
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(a.score, b.score) })
	var out []string
	for _, m := range found[:min(n, len(found))] {
		out = append(out, m.id)
	}
	return out
}

// leastContained is the least number of letters that a name must have for a search inside other names.
const leastContained = 4

// columnTexts returns the texts of a column; nil if there is no such table.
func (s *Scorecard) columnTexts(table, column string) (out []string) {
	if t := s.Table(table); t != nil {
		for row := range t.Rows {
			text, _ := t.Column(column).Value(row).Text()
			out = append(out, text)
		}
	}
	return out
}

// levenshtein returns the edit distance of two texts in bytes.
func levenshtein(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// JudgedLeads returns the leads of an SDR that have a verdict by a rule in the period, with the facts
// that decided it: the rows behind the SDR's line in the table of obligations. The SDR is given by its
// row in the table of SDRs.
func (s *Scorecard) JudgedLeads(sdr int, rule string) calc.AggregateRows {
	t := s.MustTable(LeadsTable)
	c := t.Column(rule)
	p := calc.AggregateRows{Table: t, Columns: []*calc.Column{c}}
	for row := range t.Rows {
		verdict, _ := c.Value(row).Text()
		if no, _ := t.Column(LeadSDRNo).Value(row).Number(); int(no) == sdr+1 && verdict != NotDue && verdict != NotOwed {
			p.Rows = append(p.Rows, row)
		}
	}
	deciding := s.DecidingColumns(t, Agg{Where: []Cond{{Col: rule, Op: EQ}, {Col: LeadSDRNo, Op: EQ}}})
	p.Columns = append(p.Columns, deciding...)
	return p
}
