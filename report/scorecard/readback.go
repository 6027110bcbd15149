package scorecard

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/model/restate"
)

// Read reads a published scorecard.json back: the figures, SDRs and input files with which a later issue of
// the period is compared. Terms and tables are not in it; the workbook has them.
func Read(data []byte) (*restate.Issued, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("scorecard.json: %w", err)
	}
	was := &restate.Issued{Agreement: d.Agreement.ID, Fingerprint: d.Agreement.Fingerprint,
		Figures: map[string]formula.Value{}, Statuses: map[string]string{}, Inputs: map[string]string{}, SDRs: map[string]map[string]formula.Value{}}
	var err error
	if was.End, err = time.Parse(time.RFC3339, d.Period.End); err != nil {
		return nil, fmt.Errorf("scorecard.json: period.end: %w", err)
	}
	if was.AsOf, err = time.Parse(time.RFC3339, d.Period.AsOf); err != nil {
		return nil, fmt.Errorf("scorecard.json: period.as_of: %w", err)
	}
	for _, q := range d.Quantities {
		was.Figures[q.ID] = valueOf(q.Value, unitOf(q.Unit))
		if q.Status != nil {
			was.Statuses[q.ID] = statusOf(q.Status)
		}
	}
	for _, x := range d.SDRs {
		figures := map[string]formula.Value{}
		for rule, verdicts := range x.Obligations {
			for verdict, n := range verdicts {
				figures[rule+"."+verdict] = valueOf(n, formula.Count)
			}
		}
		for key, c := range x.Capacity {
			figures["capacity."+key] = valueOf(c.Value, formula.Count)
		}
		for id, k := range x.KPIs {
			figures[id] = valueOf(k.Value, formula.Count)
		}
		was.SDRs[x.SDR] = figures
	}
	for _, f := range d.Inputs {
		was.Inputs[f.File] = f.SHA256
	}
	was.Restated = d.restated()
	return was, nil
}

// restated returns the restatement that the issue itself reported; nil where it restated nothing.
func (d document) restated() *model.Restatement {
	if d.Restatement == nil {
		return nil
	}
	r := &model.Restatement{Files: d.Restatement.Files}
	if d.Restatement.Unread != nil {
		r.Unread = *d.Restatement.Unread
	}
	for _, f := range d.Restated {
		u := unitOf(f.Unit)
		r.Figures = append(r.Figures, model.RestatedFigure{ID: f.ID, Title: f.Title, Unit: u,
			Was: valueOf(f.Was, u), Now: valueOf(f.Now, u),
			StatusWas: statusOf(f.StatusWas), StatusNow: statusOf(f.StatusNow),
			Causes: f.Causes, Leads: f.Leads, Terms: f.Terms})
	}
	for _, x := range d.Restatement.SDRs {
		u := unitOf(x.Unit)
		r.SDRs = append(r.SDRs, model.RestatedSDR{SDR: x.SDR, Figure: x.Figure, Title: x.Title, Unit: u,
			Was: valueOf(x.Was, u), Now: valueOf(x.Now, u)})
	}
	for _, l := range d.Restatement.Leads {
		x := model.RestatedLead{Lead: l.Lead}
		for _, c := range l.Causes {
			x.Causes = append(x.Causes, model.Cause{Word: c.Cause, What: c.What})
		}
		r.Leads = append(r.Leads, x)
	}
	for _, t := range d.Restatement.Terms {
		u := unitOf(t.Unit)
		r.Terms = append(r.Terms, model.RestatedTerm{ID: t.ID, Title: t.Title, Unit: u, Was: valueOf(t.Was, u),
			Now: valueOf(t.Now, u)})
	}
	return r
}

// statusOf returns the status that statusText wrote.
func statusOf(text *string) string {
	if text == nil {
		return ""
	}
	return strings.ReplaceAll(*text, "_", " ")
}

// unitOf returns the unit of a word in JSON; Words for an unknown one.
func unitOf(word string) formula.Unit {
	for u, w := range units {
		if w == word {
			return u
		}
	}
	return formula.Words
}

// valueOf returns the value that unitValue wrote.
func valueOf(x any, u formula.Unit) formula.Value {
	switch x := x.(type) {
	case float64:
		return formula.Num(x)
	case string:
		layout := map[formula.Unit]string{formula.Date: time.DateOnly, formula.Time: time.RFC3339}[u]
		if t, err := time.Parse(layout, x); layout != "" && err == nil {
			return formula.Num(calendar.Serial(t))
		}
		return formula.Str(x)
	}
	return formula.Missing
}
