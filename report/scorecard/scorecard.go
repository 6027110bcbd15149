// Package scorecard writes a scorecard as JSON, and reads a published scorecard.json back (SPEC section
// 13).
//
// A model.Scorecard comes in, with a function that knows where in the workbook a figure stands. JSON goes
// out: every figure with its goal, status, definition and cell, the SDRs, the pace, the lists, and what
// became of the rows of each file. Percentages are fractions, money is in major units, times are RFC 3339
// in the agreement's zone, days are plain dates; a missing value is null, never 0, and an empty list is [],
// never null. The package does not know the workbook nor the folder to which its output goes.
package scorecard

import (
	"io"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/coverage"
	"leadpact/model/drift"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// Write writes the scorecard as JSON. Cell returns the cell of a figure in the workbook by its id,
// "Summary!D5", or "" where it has none.
func Write(w io.Writer, s *model.Scorecard, cell func(id string) string) error {
	doc := document{
		Agreement:  agreement{s.Agreement.Head.ID, s.Agreement.Head.Version, s.Agreement.Fingerprint()},
		Period:     periodOf(s),
		Coverage:   TableCoverage(s.Coverage),
		Quantities: quantities(s, cell),
		SDRs:       sdrs(s),
		Pace:       pace(s),
		List:       onTheList(s),
		Breaches:   breaches(s),
		Inputs:     Inputs(s.Inputs, s.Coverage),
		Warnings:   Notes(s.Warnings),
		Drift:      append([]drift.Change{}, s.Drift...),
		Shape:      s.Shape,
	}
	if doc.Shape.Tables == nil {
		doc.Shape.Tables = []drift.Table{}
	}
	doc.Restated, doc.Restatement = restated(s)
	doc.RestatedBefore = restatedBefore(s)
	return writeObject(w, doc)
}

// document is scorecard.json: its keys stand in the order of its fields.
type document struct {
	Agreement  agreement           `json:"agreement"`
	Period     period              `json:"period"`
	Coverage   map[string]Coverage `json:"coverage"`
	Quantities []quantity          `json:"quantities"`
	SDRs       []sdr               `json:"sdrs"`
	Pace       []pacePoint         `json:"pace"`
	List       []listEntry         `json:"dont_be_on_it"`
	Breaches   []breach            `json:"breaches"`
	Inputs     []Input             `json:"inputs"`
	Warnings   []Note              `json:"warnings"`
	Drift      []drift.Change      `json:"drift"` // of the inputs, against the last issue
	Shape      drift.Shape         `json:"shape"` // of the inputs, for the next issue

	Restated    []restatedFigure `json:"restated"`    // against the previous issue of the period
	Restatement *restatement     `json:"restatement"` // null where nothing was restated

	RestatedBefore *priorRestatement `json:"restated_before"` // null: the period before was not issued once more
}

type agreement struct {
	ID          string `json:"id"`
	Version     int    `json:"version"`
	Fingerprint string `json:"fingerprint"`
}

type period struct {
	ID        string  `json:"id"`
	Start     string  `json:"start"`
	End       string  `json:"end"`
	AsOf      string  `json:"as_of"`
	Asked     string  `json:"asked"` // the as_of that was asked for
	LimitedBy []limit `json:"limited_by"`
	Zone      string  `json:"zone"`
}

type quantity struct {
	ID         string  `json:"id"`
	Title      string  `json:"title"`
	Unit       string  `json:"unit"`
	Value      any     `json:"value"`
	Goal       any     `json:"goal"`
	Status     *string `json:"status"`
	Definition string  `json:"definition"`
	Reason     *string `json:"reason"`
	Cell       *string `json:"cell"`
	Name       string  `json:"name"`
}

// units holds the word for each unit in JSON.
var units = map[formula.Unit]string{
	formula.Count: "count", formula.Percent: "percent", formula.Money: "money", formula.Hours: "hours",
	formula.Days: "days", formula.Touches: "touches", formula.Ratios: "ratio", formula.Date: "date",
	formula.Time: "time", formula.Words: "text",
}

// quantities returns all figures except the internal ones, which only the workbook needs.
func quantities(s *model.Scorecard, cell func(string) string) []quantity {
	out := []quantity{}
	for _, q := range s.Quantities {
		if q.Internal {
			continue
		}
		x := quantity{ID: q.ID, Title: q.Title, Unit: units[q.Unit],
			Value: unitValue(q.Value(), q.Unit, s.Period.Start.Location()), Goal: value(format.Goal(s, q)),
			Status: statusText(s.StatusOf(q)), Definition: q.Described(), Cell: text(cell(q.ID)), Name: calc.Name(q.ID)}
		if q.Value().IsMissing() {
			x.Reason = text(q.Reason)
		}
		out = append(out, x)
	}
	return out
}

// value returns a value as encoding/json takes it: a number, a text, a truth value, or nil where it is
// missing.
func value(v formula.Value) any {
	if x, ok := v.Number(); ok {
		return x
	}
	if x, ok := v.Text(); ok {
		return x
	}
	if x, ok := v.Truth(); ok {
		return x
	}
	return nil
}

// unitValue returns a value as JSON; of the units Date and Time a spreadsheet's date number becomes a date
// or a time in the zone.
func unitValue(v formula.Value, u formula.Unit, loc *time.Location) any {
	x, ok := v.Number()
	switch {
	case ok && u == formula.Date:
		return format.FromSerial(x, loc).Format(time.DateOnly)
	case ok && u == formula.Time:
		return stamp(format.FromSerial(x, loc))
	}
	return value(v)
}

// text returns a text, or null for an empty one.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// statusText returns a status as JSON has it: on_pace; null for none.
func statusText(status string) *string { return text(strings.ReplaceAll(status, " ", "_")) }

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

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

// sdrs returns the SDRs in the scorecard's order; encoding/json sorts their maps by key.
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
		out = append(out, pacePoint{p.Day.Format(time.DateOnly), p.N, value(p.Delivered), value(p.Line), value(p.Low),
			value(p.High)})
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
		x := breach{SDR: b.SDR, Lead: b.Lead, Rule: b.Rule, Verdict: b.Verdict, Start: stamp(b.Start.In(loc)),
			Due:    stamp(b.Due.In(loc)),
			LateBy: value(formula.Num(b.LateBy)), Value: value(b.Value), File: b.File, Line: b.Line}
		if b.Done.Known() {
			x.Done = text(stamp(b.Done.Time(loc)))
		}
		out = append(out, x)
	}
	return out
}

// Input is one input file, what became of its rows, and what all files of its table cover: null where the
// table has no events. Begins is null, too, where the table holds everything from the beginning.
type Input struct {
	File     string  `json:"file"`
	SHA256   string  `json:"sha256"`
	CRM      *string `json:"crm"`
	Rows     int     `json:"rows"`
	Used     int     `json:"used"`
	SetAside int     `json:"set_aside"`
	Ignored  int     `json:"ignored"`
	// IgnoredBy divides Ignored by reason, such as other_kind or superseded; {} where no row is ignored.
	IgnoredBy map[string]int `json:"ignored_by"`
	Begins    *string        `json:"begins"` // a date
	Ends      *string        `json:"ends"`
	Covers    *string        `json:"covers"`
}

// Inputs returns the input files in the order in which they were read, with what their tables cover.
func Inputs(files []model.InputFile, covered []coverage.Table) []Input {
	out := []Input{}
	for _, f := range files {
		x := Input{File: f.File, SHA256: f.SHA256, CRM: text(f.CRM), Rows: f.Rows, Used: f.Used, SetAside: f.SetAside,
			Ignored: f.Ignored, IgnoredBy: map[string]int{}}
		for reason, n := range f.IgnoredBy.All() {
			x.IgnoredBy[reason.String()] = n
		}
		for _, t := range covered {
			if t.Name == f.Table {
				c := coverageOf(t)
				x.Begins, x.Ends, x.Covers = c.Begins, &c.Ends, &c.Covers
			}
		}
		out = append(out, x)
	}
	return out
}

// Note is a warning about the data; file and line are null where it does not concern a single row.
type Note struct {
	File *string `json:"file"`
	Line *int    `json:"line"`
	Text string  `json:"text"`
}

// Notes returns warnings as JSON takes them.
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
