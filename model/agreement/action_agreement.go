package agreement

import (
	"slices"
	"strings"

	"leadpact/model/calendar"
)

// The qualities of leads that the action agreement has lines for.
const (
	QualityHigh     = "high"
	QualityModerate = "moderate"
	QualityLow      = "low"
)

// Qualities returns the ids of the qualities, best first.
func Qualities() []string { return []string{QualityHigh, QualityModerate, QualityLow} }

// The motions of leads: who approached whom first.
const (
	Inbound  = "inbound"
	Outbound = "outbound"
)

// Motions returns the ids of the motions.
func Motions() []string { return []string{Inbound, Outbound} }

// ActionLine states what a lead of one quality is owed. A key that is absent, nil or zero, switches its
// rule off.
type ActionLine struct {
	CallWithin calendar.Span `yaml:"call_within"` // first call, from the handoff
	Touches    *float64      `yaml:"touches"`     // by the end of Timeframe
	Breakups   *float64      `yaml:"breakups"`
	Timeframe  calendar.Span `yaml:"timeframe"` // from the handoff
}

// ActionLines holds the lines of one motion, or of all motions, by quality.
type ActionLines struct {
	High     *ActionLine `yaml:"high"`
	Moderate *ActionLine `yaml:"moderate"`
	Low      *ActionLine `yaml:"low"`
}

// ActionAgreement is the table of what leads are owed (article 001).
type ActionAgreement struct {
	ActionLines `yaml:",inline"`
	Unrated     string             `yaml:"unrated"` // the quality that unrated leads are treated as, or none (default)
	Motions     Pairs[ActionLines] `yaml:",inline"` // lines of single motions
}

// Cadence is the follow-up rhythm (article 004).
type Cadence struct {
	For   []string      `yaml:"for"` // qualities; empty: every lead
	Steps []CadenceStep `yaml:"steps"`
}

// CadenceStep is a number of touches within a number of days from the handoff.
type CadenceStep struct {
	Touches float64       `yaml:"touches"`
	Within  calendar.Span `yaml:"within"`
}

// DontBeOnIt holds the limits of the don't-be-on-it list (article 002).
type DontBeOnIt struct {
	For        []string      `yaml:"for"`
	CallWithin calendar.Span `yaml:"call_within"`
	Calls      float64       `yaml:"calls"`
	After      calendar.Span `yaml:"after"`
}

// Lines returns all lines of the action agreement with their keys ("high", "outbound.high"), those
// without a motion first.
func (a *Agreement) Lines() (keys []string, lines []*ActionLine) {
	add := func(prefix string, set ActionLines) {
		for _, q := range Qualities() {
			if x := set.Line(q); x != nil {
				keys, lines = append(keys, prefix+q), append(lines, x)
			}
		}
	}
	add("", a.Actions.ActionLines)
	for _, m := range a.Actions.Motions {
		add(m.Key+".", m.Value)
	}
	return keys, lines
}

// AnyLine reports whether has is true for any line of the action agreement.
func (a *Agreement) AnyLine(has func(ActionLine) bool) bool {
	_, lines := a.Lines()
	return slices.ContainsFunc(lines, func(l *ActionLine) bool { return has(*l) })
}

// MostTouches returns the largest number of touches that any rule asks for.
func (a *Agreement) MostTouches() int {
	most := 0.0
	_, lines := a.Lines()
	for _, x := range lines {
		if x.Touches != nil {
			most = max(most, *x.Touches)
		}
	}
	if a.Cadence != nil {
		for _, s := range a.Cadence.Steps {
			most = max(most, s.Touches)
		}
	}
	return int(most)
}

// MostBreakups returns the largest number of breakups that any line asks for.
func (a *Agreement) MostBreakups() int {
	most := 0.0
	_, lines := a.Lines()
	for _, x := range lines {
		if x.Breakups != nil {
			most = max(most, *x.Breakups)
		}
	}
	return int(most)
}

// RatedLine returns the quality that the agreement assigns to a lead, given its own rating ("" for none),
// and the key of the line that applies, which may be one of the lead's motion. Both are empty for an
// unrated lead that is owed nothing; the line alone is empty where the quality has no line.
func (a *Agreement) RatedLine(rated, motion string) (quality, line string) {
	quality = rated
	if quality == "" {
		quality = a.Actions.Unrated
	}
	if quality == "none" || quality == "" {
		return "", ""
	}
	if own, ok := a.Actions.Motions.Get(motion); ok && own.Line(quality) != nil {
		return quality, motion + "." + quality
	}
	if a.Actions.Line(quality) == nil {
		return quality, ""
	}
	return quality, quality
}

// LineByKey returns the line with a key of Lines; nil where there is none.
func (a *Agreement) LineByKey(key string) *ActionLine {
	if motion, quality, ok := strings.Cut(key, "."); ok {
		own, _ := a.Actions.Motions.Get(motion)
		return own.Line(quality)
	}
	return a.Actions.Line(key)
}

// Line returns the line of a quality; nil where there is none.
func (l ActionLines) Line(quality string) *ActionLine {
	switch quality {
	case QualityHigh:
		return l.High
	case QualityModerate:
		return l.Moderate
	case QualityLow:
		return l.Low
	}
	return nil
}
