package model

import (
	"cmp"
	"slices"
	"strings"

	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// SDR finds an SDR's row in the table of SDRs; -1 where there is none.
func (s *Scorecard) SDRRow(name string) int {
	return slices.Index(s.columnTexts(SDRsTable, "sdr"), name)
}

// Parts are what may be asked about an SDR alone, beside the rules: the figures of the table of SDRs.
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

// Near are up to n ids, SDRs and leads that look most like a name: those that hold it, then those a few letters away.
func (s *Scorecard) SimilarNames(name string, n int) []string {
	type match struct {
		id    string
		score int
	}
	var found []match
	wanted := strings.ToLower(strings.ReplaceAll(name, "_", "."))
	try := func(id string) {
		have := strings.ToLower(strings.ReplaceAll(id, "_", "."))
		most := max(1, len(wanted)/3)
		switch d := len(have) - len(wanted); {
		case have == wanted, len(wanted) >= leastContained && strings.Contains(have, wanted):
			found = append(found, match{id, d})
		case max(d, -d) <= most:
			if e := levenshtein(wanted, have); e <= most {
				found = append(found, match{id, 100 + e})
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
	for _, id := range s.columnTexts(LeadsTable, "lead_id") {
		try(id)
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(a.score, b.score) })
	var out []string
	for _, m := range found[:min(n, len(found))] {
		out = append(out, m.id)
	}
	return out
}

// leastHeld is how many letters a name must have to be looked for within others.
const leastContained = 4

func (s *Scorecard) columnTexts(table, column string) (out []string) {
	if t := s.Table(table); t != nil {
		for row := range t.Rows {
			text, _ := t.Column(column).Value(row).Text()
			out = append(out, text)
		}
	}
	return out
}

// edits is the Levenshtein distance in bytes.
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

// Judged are the leads of an SDR, by its row in the table of SDRs, that a rule judged in the period: those behind its line of
// obligations, with the facts that decide.
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
	p.Columns = append(p.Columns, s.DecidingColumns(t, Agg{Where: []Cond{{Col: rule, Op: EQ}, {Col: "sdr_no", Op: EQ}}})...)
	return p
}
