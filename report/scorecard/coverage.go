package scorecard

import (
	"time"

	"leadpact/model"
	"leadpact/model/coverage"
)

// limit is a table whose files end before the moment up to which the period was to be counted.
type limit struct {
	Table string `json:"table"`
	File  string `json:"file"`
	Ends  string `json:"ends"`
}

func periodOf(s *model.Scorecard) period {
	p := s.Period
	asked := p.Asked
	if asked.IsZero() {
		asked = p.AsOf
	}
	out := period{p.ID, stamp(p.Start), stamp(p.End), stamp(p.AsOf), stamp(asked), []limit{}, s.Agreement.Head.Zone}
	for _, t := range s.LimitedBy {
		out.LimitedBy = append(out.LimitedBy, limit{t.Name, t.File, stamp(t.Ends)})
	}
	return out
}

// Coverage is what the files of a table cover (SPEC section 2a).
type Coverage struct {
	Begins   *string `json:"begins"` // a date; null: from the beginning
	Ends     string  `json:"ends"`
	Proof    *string `json:"proof"`         // what proves the end; null: the last event
	Silence  *int    `json:"usual_silence"` // working days; null: too few events
	Covers   string  `json:"covers"`
	Complete bool    `json:"complete"`
	Holes    []hole  `json:"holes"`
}

// hole is a run of days without an event, its last day included.
type hole struct {
	From        string `json:"from"`
	To          string `json:"to"`
	WorkingDays int    `json:"working_days"`
}

// TableCoverage returns what each table covers, by its name.
func TableCoverage(tables []coverage.Table) map[string]Coverage {
	out := map[string]Coverage{}
	for _, t := range tables {
		out[t.Name] = coverageOf(t)
	}
	return out
}

func coverageOf(t coverage.Table) Coverage {
	c := Coverage{Ends: stamp(t.Ends), Proof: text(t.Proof), Covers: stamp(t.Covers), Complete: t.Complete,
		Holes: []hole{}}
	if !t.Begins.IsZero() {
		c.Begins = text(t.Begins.Format(time.DateOnly))
	}
	if t.Silence != coverage.NoSilence {
		c.Silence = &t.Silence
	}
	for _, h := range t.Holes {
		c.Holes = append(c.Holes, hole{h.From.Format(time.DateOnly), h.Until.AddDate(0, 0, -1).Format(time.DateOnly),
			h.WorkingDays})
	}
	return c
}
