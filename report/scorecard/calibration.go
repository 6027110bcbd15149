package scorecard

import (
	"io"
	"time"

	"leadpact/model"
	"leadpact/model/formula"
)

// calibration is the JSON of leadpact calibrate --json.
type calibration struct {
	Agreement agreement `json:"agreement"`
	From      string    `json:"from"`
	Until     string    `json:"until"` // first day after the quarters
	AsOf      string    `json:"as_of"`
	Findings  []finding `json:"findings"`
	Targets   []target  `json:"targets"`
}

type finding struct {
	Section  string `json:"section"`
	Title    string `json:"title"`
	Term     any    `json:"term"` // path in agreement.yaml
	Agreed   any    `json:"agreed"`
	Measured any    `json:"measured"`
	Low      any    `json:"low"`
	High     any    `json:"high"`
	N        any    `json:"n"`
	Evidence any    `json:"evidence"`
	Reason   any    `json:"reason"`
	Proposed any    `json:"proposed"`
}

type target struct {
	Title    string `json:"title"`
	Owner    string `json:"owner"`
	Target   any    `json:"target"`
	By       string `json:"by"`
	Measured any    `json:"measured"`
	Status   any    `json:"status"`
}

// WriteCalibration writes the findings of a calibration as JSON: durations are in hours or days, as the
// titles say; a missing value is null.
func WriteCalibration(w io.Writer, s *model.Scorecard, c model.Calibration) error {
	doc := calibration{Agreement: agreement{s.Agreement.Head.ID, s.Agreement.Head.Version, s.Agreement.Fingerprint()},
		From: c.From.Format(time.DateOnly), Until: c.Until.Format(time.DateOnly), AsOf: stamp(s.Period.AsOf),
		Findings: []finding{}, Targets: []target{}}
	text := func(t string) any { return value(formula.Str(t)) }
	for _, f := range c.Findings {
		m := f.Measured
		reason := f.Reason
		if !m.Value.IsMissing() {
			reason = ""
		}
		doc.Findings = append(doc.Findings, finding{f.Section.Title, f.Title, text(f.Path), value(f.Agreed), value(m.Value),
			value(m.Low), value(m.High),
			value(m.N), text(f.Evidence), text(reason), value(f.Proposed)})
	}
	for _, t := range c.Targets {
		doc.Targets = append(doc.Targets, target{t.Title, t.Owner, value(t.Rate), t.By.Format("2006-01"),
			value(t.Measured), text(t.Status)})
	}
	return writeObject(w, doc)
}
