package format

import (
	"leadpact/model"
	"leadpact/model/formula"
)

// ListedSDR is one SDR on the don't-be-on-it list: the number of leads by rule, and the chart value of the
// leads, in which each lead counts once.
type ListedSDR struct {
	SDR                    string
	NotCalled, TooFewCalls int
	ValueAtRisk            formula.Value
}

// ListedSDRs returns the SDRs on the don't-be-on-it list, in its order.
func ListedSDRs(s *model.Scorecard) []ListedSDR {
	var out []ListedSDR
	index := map[string]int{}
	for _, e := range s.Overdue {
		i, ok := index[e.SDR]
		if !ok {
			i = len(out)
			index[e.SDR] = i
			out = append(out, ListedSDR{SDR: e.SDR, ValueAtRisk: cell(s, model.SDRsTable, "value_at_risk", s.SDRRow(e.SDR))})
		}
		if e.Rule == model.NotCalledRule {
			out[i].NotCalled++
		} else {
			out[i].TooFewCalls++
		}
	}
	return out
}

// FollowUp returns a function that looks up a lead by its id: the calls made so far, and the quality that
// decides which line of the action agreement it is owed.
func FollowUp(s *model.Scorecard) func(lead string) (calls formula.Value, quality string) {
	style, rows := For(s.Agreement), map[string]int{}
	if t := s.Table(model.LeadsTable); t != nil {
		for row := range t.Rows {
			id, _ := t.Column(model.LeadID).Value(row).Text()
			rows[id] = row
		}
	}
	return func(lead string) (formula.Value, string) {
		row, ok := rows[lead]
		if !ok {
			return formula.Missing, NA
		}
		quality := cell(s, model.LeadsTable, "quality", row)
		return cell(s, model.LeadsTable, model.LeadCalls, row), style.Value(quality, formula.Words)
	}
}

// WhyNoList returns the reason why there is no don't-be-on-it list. It is empty where there is a list, even
// if nobody is on it.
func WhyNoList(s *model.Scorecard) string {
	q := s.Quantity(model.NotCalledID)
	if q != nil && q.Value().IsMissing() {
		return q.Reason
	}
	return ""
}

// cell returns the value of a table's cell; Missing where there is no such cell.
func cell(s *model.Scorecard, table, column string, row int) formula.Value {
	t := s.Table(table)
	if t == nil || t.Column(column) == nil || row < 0 {
		return formula.Missing
	}
	return t.Column(column).Value(row)
}
