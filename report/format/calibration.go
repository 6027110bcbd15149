package format

import (
	"leadpact/model"
	"leadpact/model/formula"
)

// Interval writes an estimate's 95 % interval, "23.4% to 27.9%"; n/a where too little was counted.
func (s Style) Interval(e model.Estimate, u formula.Unit) string {
	if e.Low.IsMissing() || e.High.IsMissing() {
		return NA
	}
	return s.Bare(e.Low, u) + " to " + s.Bare(e.High, u)
}

// Bare writes a measured value for a column whose head names the unit: ratios and touches with at most two decimals, times
// with one.
func (s Style) Bare(v formula.Value, u formula.Unit) string {
	x, ok := v.Number()
	switch {
	case !ok:
		return NA
	case u == formula.Hours || u == formula.Days:
		return s.upTo(x, 1)
	case u == formula.Touches || u == formula.Ratios:
		return s.upTo(x, 2)
	}
	return s.Value(v, u)
}
