package scorecard

import (
	"io"

	"leadpact/model"
	"leadpact/report/format"
)

// today is what leadpact today --json prints. A list that holds nothing is [], never null.
type today struct {
	AsOf  string      `json:"as_of"`
	SDRs  []onList    `json:"sdrs"`
	Leads []listEntry `json:"leads"`
	Due   []due       `json:"due_today"`
}

type onList struct {
	SDR         string `json:"sdr"`
	NotCalled   int    `json:"not_called"`
	TooFewCalls int    `json:"too_few_calls"`
	ValueAtRisk any    `json:"value_at_risk"`
}

type due struct {
	SDR   string `json:"sdr"`
	Rule  string `json:"rule"`
	Lead  string `json:"lead"`
	Due   string `json:"due"`
	Value any    `json:"value"`
}

// WriteToday writes the don't-be-on-it list as JSON, and what falls due before the day ends.
func WriteToday(w io.Writer, s *model.Scorecard, pending []model.Due) error {
	doc := today{AsOf: stamp(s.Period.AsOf), SDRs: []onList{}, Leads: onTheList(s), Due: []due{}}
	for _, x := range format.ListedSDRs(s) {
		doc.SDRs = append(doc.SDRs, onList{x.SDR, x.NotCalled, x.TooFewCalls, value(x.ValueAtRisk)})
	}
	for _, d := range pending {
		doc.Due = append(doc.Due, due{d.SDR, d.Rule, d.Lead, stamp(d.Due), value(d.Value)})
	}
	return writeObject(w, doc)
}
