// Package scorecard writes a scorecard as scorecard.json (SPEC section 13): every figure with its goal, status, definition and
// place in the workbook, the SDRs, the pace, the lists, and an account of the files read. Percent is a fraction, money is in
// major units, times are RFC 3339 in the agreement's zone, days are plain dates, and what is missing is null, never 0.
package scorecard

import (
	"io"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/report/format"
)

// Write writes the card as JSON. Cell gives the workbook's cell of a quantity's id, "Summary!D5"; empty where it has none.
func Write(w io.Writer, s *model.Scorecard, cell func(id string) string) error {
	doc := document{
		Agreement: agreement{s.Agreement.Head.ID, s.Agreement.Head.Version, s.Agreement.Fingerprint()},
		Period: period{s.Period.ID, stamp(s.Period.Start), stamp(s.Period.End), stamp(s.Period.AsOf),
			s.Agreement.Head.Zone},
		Quantities: quantities(s, cell),
		SDRs:       sdrs(s),
		Pace:       pace(s),
		List:       onTheList(s),
		Breaches:   breaches(s),
		Inputs:     Inputs(s.Inputs),
		Warnings:   Notes(s.Warnings),
	}
	doc.Restated, doc.Restatement = restated(s)
	return writeObject(w, doc)
}

type document struct {
	Agreement  agreement   `json:"agreement"`
	Period     period      `json:"period"`
	Quantities []quantity  `json:"quantities"`
	SDRs       []sdr       `json:"sdrs"`
	Pace       []pacePoint `json:"pace"`
	List       []listEntry `json:"dont_be_on_it"`
	Breaches   []breach    `json:"breaches"`
	Inputs     []Input     `json:"inputs"`
	Warnings   []Note      `json:"warnings"`

	Restated    []restatedFigure `json:"restated"`    // against the issue before this one
	Restatement *restatement     `json:"restatement"` // null: nothing was restated
}

type agreement struct {
	ID          string `json:"id"`
	Version     int    `json:"version"`
	Fingerprint string `json:"fingerprint"`
}

type period struct {
	ID    string `json:"id"`
	Start string `json:"start"`
	End   string `json:"end"`
	AsOf  string `json:"as_of"`
	Zone  string `json:"zone"`
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

var units = map[model.Unit]string{model.Count: "count", model.Percent: "percent", model.Money: "money", model.Hours: "hours",
	model.Days: "days", model.Touches: "touches", model.Ratios: "ratio", model.Date: "date", model.Time: "time", model.Words: "text"}

// quantities are all figures but those of the workbook alone.
func quantities(s *model.Scorecard, cell func(string) string) []quantity {
	out := []quantity{}
	for _, q := range s.Quantities {
		if q.Internal {
			continue
		}
		x := quantity{ID: q.ID, Title: q.Title, Unit: units[q.Unit], Value: unitValue(q.Value(), q.Unit, s.Period.Start.Location()),
			Goal: value(format.Goal(s, q)), Status: text(strings.ReplaceAll(format.Status(s, q), " ", "_")), Definition: q.Definition,
			Cell: text(cell(q.ID)), Name: model.Name(q.ID)}
		if q.Value().IsMissing() {
			x.Reason = text(q.Reason)
		}
		out = append(out, x)
	}
	return out
}

// value is a value as JSON has it; null where it is missing.
func value(v model.Value) any {
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

// unitValue writes a spreadsheet's date numbers as dates and times of the zone.
func unitValue(v model.Value, u model.Unit, loc *time.Location) any {
	x, ok := v.Number()
	switch {
	case ok && u == model.Date:
		return format.FromSerial(x, loc).Format(time.DateOnly)
	case ok && u == model.Time:
		return stamp(format.FromSerial(x, loc))
	}
	return value(v)
}

// text is a text, or null where it is empty.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func stamp(t time.Time) string { return t.Format(time.RFC3339) }
