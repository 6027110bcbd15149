package scorecard

import (
	"time"

	"leadpact/model"
	"leadpact/model/formula"
)

type sdr struct {
	SDR         string                    `json:"sdr"`
	Ramp        any                       `json:"ramp"`
	Obligations map[string]map[string]any `json:"obligations"`
	Capacity    map[string]capacity       `json:"capacity"`
	KPIs        map[string]sample         `json:"kpis"`
}

type capacity struct {
	Value any     `json:"value"`
	Low   any     `json:"low"`
	High  any     `json:"high"`
	Flag  *string `json:"flag"`
}

type sample struct {
	Value any `json:"value"`
	N     any `json:"n"`
}

// sdrs are the SDRs in the card's order; encoding/json sorts their maps by key.
func sdrs(s *model.Scorecard) []sdr {
	out := []sdr{}
	for _, x := range s.SDRs {
		y := sdr{x.SDR, value(x.Ramp), map[string]map[string]any{}, map[string]capacity{}, map[string]sample{}}
		for rule, verdicts := range x.Obligations {
			y.Obligations[rule] = map[string]any{}
			for verdict, n := range verdicts {
				y.Obligations[rule][verdict] = value(n)
			}
		}
		for key, c := range x.Capacity {
			y.Capacity[key] = capacity{value(c.Value), value(c.Low), value(c.High), text(c.Flag)}
		}
		for id, k := range x.KPIs {
			y.KPIs[id] = sample{value(k.Value), value(k.N)}
		}
		out = append(out, y)
	}
	return out
}

type pacePoint struct {
	Day       string `json:"day"`
	N         int    `json:"n"`
	Delivered any    `json:"delivered"`
	Line      any    `json:"line"`
	Low       any    `json:"low"`
	High      any    `json:"high"`
}

func pace(s *model.Scorecard) []pacePoint {
	out := []pacePoint{}
	for _, p := range s.Pace {
		out = append(out, pacePoint{p.Day.Format(time.DateOnly), p.N, value(p.Delivered), value(p.Line), value(p.Low), value(p.High)})
	}
	return out
}

type listEntry struct {
	SDR   string `json:"sdr"`
	Rule  string `json:"rule"`
	Lead  string `json:"lead"`
	Since string `json:"since"`
	Value any    `json:"value"`
}

func onTheList(s *model.Scorecard) []listEntry {
	loc := s.Period.Start.Location()
	out := []listEntry{}
	for _, e := range s.Overdue {
		out = append(out, listEntry{e.SDR, e.Rule, e.Lead, stamp(e.Since.In(loc)), value(e.Value)})
	}
	return out
}

type breach struct {
	SDR     string  `json:"sdr"`
	Lead    string  `json:"lead"`
	Rule    string  `json:"rule"`
	Verdict string  `json:"verdict"`
	Start   string  `json:"start"`
	Due     string  `json:"due"`
	Done    *string `json:"done"`
	LateBy  any     `json:"late_by_hours"`
	Value   any     `json:"value"`
	File    string  `json:"file"`
	Line    int     `json:"line"`
}

func breaches(s *model.Scorecard) []breach {
	loc := s.Period.Start.Location()
	out := []breach{}
	for _, b := range s.Breaches {
		x := breach{SDR: b.SDR, Lead: b.Lead, Rule: b.Rule, Verdict: b.Verdict, Start: stamp(b.Start.In(loc)), Due: stamp(b.Due.In(loc)),
			LateBy: value(formula.Num(b.LateBy)), Value: value(b.Value), File: b.File, Line: b.Line}
		if b.Done.Known() {
			x.Done = text(stamp(b.Done.Time(loc)))
		}
		out = append(out, x)
	}
	return out
}

// Input accounts for one file.
type Input struct {
	File     string  `json:"file"`
	SHA256   string  `json:"sha256"`
	CRM      *string `json:"crm"`
	Rows     int     `json:"rows"`
	Used     int     `json:"used"`
	SetAside int     `json:"set_aside"`
	Ignored  int     `json:"ignored"`
}

// Inputs accounts for the files, in the order in which they were read.
func Inputs(files []model.InputFile) []Input {
	out := []Input{}
	for _, f := range files {
		out = append(out, Input{f.File, f.SHA256, text(f.CRM), f.Rows, f.Used, f.SetAside, f.Ignored})
	}
	return out
}

// Note is something to know about the data; file and line are null where it concerns no one row.
type Note struct {
	File *string `json:"file"`
	Line *int    `json:"line"`
	Text string  `json:"text"`
}

// Notes are the card's warnings.
func Notes(notes []model.Note) []Note {
	out := []Note{}
	for _, n := range notes {
		x := Note{File: text(n.File), Text: n.Text}
		if n.Line > 0 {
			x.Line = &n.Line
		}
		out = append(out, x)
	}
	return out
}
