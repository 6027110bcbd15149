package scorecard

import (
	"time"

	"leadpact/model"
	"leadpact/report/format"
)

// restatedFigure is a figure whose value differs from that in the previous issue of the period.
type restatedFigure struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Unit  string `json:"unit"`
	Was   any    `json:"was"`
	Now   any    `json:"now"`

	StatusWas *string  `json:"status_was"`
	StatusNow *string  `json:"status_now"`
	Causes    []string `json:"causes"`
	Leads     []string `json:"leads"`
	Terms     []string `json:"terms"`
}

// restatement holds the leads, terms and files that the restated figures refer to, and the restated figures
// of SDRs.
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

// restated returns the restated figures and what they refer to; [] and null where nothing was restated.
func restated(s *model.Scorecard) ([]restatedFigure, *restatement) {
	figures := []restatedFigure{}
	if s.Restated == nil {
		return figures, nil
	}
	loc := s.Period.Start.Location()
	for _, f := range s.Restated.Figures {
		figures = append(figures, restatedFigureOf(f, loc))
	}
	r := &restatement{SDRs: []restatedSDR{}, Leads: []restatedLead{}, Terms: []restatedTerm{},
		Files: list(s.Restated.Files), Unread: text(s.Restated.Unread)}
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
		r.Terms = append(r.Terms, restatedTerm{t.ID, t.Title, units[t.Unit], unitValue(t.Was, t.Unit, loc),
			unitValue(t.Now, t.Unit, loc)})
	}
	return figures, r
}

func restatedFigureOf(f model.RestatedFigure, loc *time.Location) restatedFigure {
	return restatedFigure{ID: f.ID, Title: f.Title, Unit: units[f.Unit],
		Was: unitValue(f.Was, f.Unit, loc), Now: unitValue(f.Now, f.Unit, loc),
		StatusWas: statusText(f.StatusWas), StatusNow: statusText(f.StatusNow),
		Causes: list(f.Causes), Leads: list(f.Leads), Terms: list(f.Terms)}
}

// priorRestatement is what the reports say of the period before, which was issued once more. Its own
// scorecard.json holds all that changed.
type priorRestatement struct {
	Period  string           `json:"period"`
	Figures []restatedFigure `json:"figures"` // those that the reports name
	More    int              `json:"more"`    // how many further figures changed
}

// restatedBefore returns what is told of the period before; nil where it was not issued once more.
func restatedBefore(s *model.Scorecard) *priorRestatement {
	if s.RestatedBefore == nil {
		return nil
	}
	told, more := format.ToldOfPeriodBefore(s)
	out := &priorRestatement{Period: s.RestatedBefore.Period.ID, Figures: []restatedFigure{}, More: more}
	for _, f := range told {
		out.Figures = append(out.Figures, restatedFigureOf(f, s.Period.Start.Location()))
	}
	return out
}

// list returns a copy that JSON writes as [] where it is empty.
func list(items []string) []string { return append([]string{}, items...) }
