package scorecard

import (
	"encoding/json"
	"fmt"
	"time"

	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/model/restate"
)

// restatedFigure is a figure that is not what it was in the issue before.
type restatedFigure struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Unit   string   `json:"unit"`
	Was    any      `json:"was"`
	Now    any      `json:"now"`
	Causes []string `json:"causes"`
	Leads  []string `json:"leads"`
	Terms  []string `json:"terms"`
}

// restatement is what the restated figures refer to.
type restatement struct {
	SDRs   []restatedSDR  `json:"sdrs"`
	Leads  []restatedLead `json:"leads"`
	Terms  []restatedTerm `json:"terms"`
	Files  []string       `json:"files"`
	Unread *string        `json:"unread"`
}

type restatedSDR struct {
	SDR    string `json:"sdr"`
	Figure string `json:"figure"` // contact.met, capacity.sqls, contact_rate
	Title  string `json:"title"`
	Unit   string `json:"unit"`
	Was    any    `json:"was"`
	Now    any    `json:"now"`
}

type restatedLead struct {
	Lead   string  `json:"lead"`
	Causes []cause `json:"causes"`
}

type cause struct {
	Cause string `json:"cause"`
	What  string `json:"what"`
}

type restatedTerm struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Unit  string `json:"unit"`
	Was   any    `json:"was"`
	Now   any    `json:"now"`
}

// restated writes the restatement; without one there are no figures, and null.
func restated(s *model.Scorecard) ([]restatedFigure, *restatement) {
	figures := []restatedFigure{}
	if s.Restated == nil {
		return figures, nil
	}
	loc := s.Period.Start.Location()
	for _, f := range s.Restated.Figures {
		figures = append(figures, restatedFigure{f.ID, f.Title, units[f.Unit], unitValue(f.Was, f.Unit, loc), unitValue(f.Now, f.Unit, loc),
			list(f.Causes), list(f.Leads), list(f.Terms)})
	}
	r := &restatement{SDRs: []restatedSDR{}, Leads: []restatedLead{}, Terms: []restatedTerm{}, Files: list(s.Restated.Files), Unread: text(s.Restated.Unread)}
	for _, x := range s.Restated.SDRs {
		r.SDRs = append(r.SDRs, restatedSDR{x.SDR, x.Figure, x.Title, units[x.Unit], value(x.Was), value(x.Now)})
	}
	for _, l := range s.Restated.Leads {
		x := restatedLead{Lead: l.Lead, Causes: []cause{}}
		for _, c := range l.Causes {
			x.Causes = append(x.Causes, cause{c.Word, c.What})
		}
		r.Leads = append(r.Leads, x)
	}
	for _, t := range s.Restated.Terms {
		r.Terms = append(r.Terms, restatedTerm{t.ID, t.Title, units[t.Unit], unitValue(t.Was, t.Unit, loc), unitValue(t.Now, t.Unit, loc)})
	}
	return figures, r
}

// list is never null.
func list(items []string) []string { return append([]string{}, items...) }

// Read takes back what a published scorecard.json says: what a later issue of its period is compared with. Terms and tables stand
// in the workbook.
func Read(data []byte) (*restate.Issued, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("scorecard.json: %w", err)
	}
	was := &restate.Issued{Agreement: d.Agreement.ID, Fingerprint: d.Agreement.Fingerprint, Figures: map[string]formula.Value{}, Inputs: map[string]string{}, SDRs: map[string]map[string]formula.Value{}}
	var err error
	if was.End, err = time.Parse(time.RFC3339, d.Period.End); err != nil {
		return nil, fmt.Errorf("scorecard.json: period.end: %w", err)
	}
	if was.AsOf, err = time.Parse(time.RFC3339, d.Period.AsOf); err != nil {
		return nil, fmt.Errorf("scorecard.json: period.as_of: %w", err)
	}
	for _, q := range d.Quantities {
		was.Figures[q.ID] = valueOf(q.Value, unitOf(q.Unit))
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

// restated takes back what the issue had itself restated.
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
		r.Figures = append(r.Figures, model.RestatedFigure{ID: f.ID, Title: f.Title, Unit: u, Was: valueOf(f.Was, u), Now: valueOf(f.Now, u),
			Causes: f.Causes, Leads: f.Leads, Terms: f.Terms})
	}
	for _, x := range d.Restatement.SDRs {
		u := unitOf(x.Unit)
		r.SDRs = append(r.SDRs, model.RestatedSDR{SDR: x.SDR, Figure: x.Figure, Title: x.Title, Unit: u, Was: valueOf(x.Was, u), Now: valueOf(x.Now, u)})
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
		r.Terms = append(r.Terms, model.RestatedTerm{ID: t.ID, Title: t.Title, Unit: u, Was: valueOf(t.Was, u), Now: valueOf(t.Now, u)})
	}
	return r
}

func unitOf(word string) formula.Unit {
	for u, w := range units {
		if w == word {
			return u
		}
	}
	return formula.Words
}

// valueOf takes a value back as unitValue wrote it.
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
