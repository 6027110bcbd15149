package format

import (
	"leadpact/model"
	"leadpact/model/formula"
)

// OnList is one SDR of the don't-be-on-it list: leads by rule, and the chart value of the leads, each once.
type OnList struct {
	SDR                    string
	NotCalled, TooFewCalls int
	ValueAtRisk            formula.Value
}

// OnTheList are the SDRs of the list, in its order; nobody else.
func OnTheList(s *model.Scorecard) []OnList {
	var out []OnList
	at := map[string]int{}
	for _, e := range s.Overdue {
		i, ok := at[e.SDR]
		if !ok {
			i = len(out)
			at[e.SDR] = i
			out = append(out, OnList{SDR: e.SDR, ValueAtRisk: fact(s, "sdrs", "value_at_risk", s.SDRRow(e.SDR))})
		}
		if e.Rule == "not_called" {
			out[i].NotCalled++
		} else {
			out[i].TooFewCalls++
		}
	}
	return out
}

// Followed gives how a lead has been followed up: its calls so far, and the quality that it is owed by.
func Followed(s *model.Scorecard) func(lead string) (calls formula.Value, quality string) {
	style, rows := For(s.Agreement), map[string]int{}
	if t := s.Table("leads"); t != nil {
		for row := range t.Rows {
			id, _ := t.Column("lead_id").Value(row).Text()
			rows[id] = row
		}
	}
	return func(lead string) (formula.Value, string) {
		row, ok := rows[lead]
		if !ok {
			return formula.Missing, NA
		}
		return fact(s, "leads", "calls", row), style.Value(fact(s, "leads", "quality", row), formula.Words)
	}
}

// NoList says why there is no list at all; empty where there is one, if with nobody on it.
func NoList(s *model.Scorecard) string {
	q := s.Quantity("dont_be_on_it.not_called")
	if q != nil && q.Value().IsMissing() {
		return q.Reason
	}
	return ""
}

// fact is a cell of a table; Missing where there is no such cell.
func fact(s *model.Scorecard, table, column string, row int) formula.Value {
	t := s.Table(table)
	if t == nil || t.Column(column) == nil || row < 0 {
		return formula.Missing
	}
	return t.Column(column).Value(row)
}
