package workbook

import (
	"math"
	"strings"
	"time"

	"leadpact/model/calendar"
	"leadpact/model/formula"
)

// each computes a column of facts.
func each[R, V any](rows []R, f func(R) V) []V {
	out := make([]V, len(rows))
	for i, r := range rows {
		out[i] = f(r)
	}
	return out
}

// number is a value as a fact of a column: NaN where it is missing.
func number(v formula.Value) float64 {
	if x, ok := v.Number(); ok {
		return x
	}
	return math.NaN()
}

// serial is a moment as a spreadsheet's date number: NaN where it has not happened.
func serial(m calendar.Moment, zone *time.Location) float64 {
	if !m.Known() {
		return math.NaN()
	}
	return calendar.Serial(m.Time(zone))
}

func join(items []string) string { return strings.Join(items, ", ") }
