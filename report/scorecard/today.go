package scorecard

import (
	"io"

	"leadpact/model"
	"leadpact/report/format"
)

// today is the JSON of leadpact today --json.
type today struct {
	AsOf  string      `json:"as_of"`
	SDRs  []listedSDR `json:"sdrs"`
	Leads []listEntry `json:"leads"`
	Due   []due       `json:"due_today"`
}

type listedSDR struct {
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

// WriteToday writes the don't-be-on-it list as JSON, and the pending obligations that fall due before the
// day ends.
func WriteToday(w io.Writer, s *model.Scorecard, pending []model.Due) error {
	doc := today{AsOf: stamp(s.Period.AsOf), SDRs: []listedSDR{}, Leads: onTheList(s), Due: []due{}}
	for _, x := range format.ListedSDRs(s) {
		doc.SDRs = append(doc.SDRs, listedSDR{x.SDR, x.NotCalled, x.TooFewCalls, value(x.ValueAtRisk)})
	}
	for _, d := range pending {
		doc.Due = append(doc.Due, due{d.SDR, d.Rule, d.Lead, stamp(d.Due), value(d.Value)})
	}
	return writeObject(w, doc)
}
