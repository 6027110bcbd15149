package agreement

import (
	"slices"
	"strings"
)

// lines are all lines of the action agreement with their keys, in order.
func (a *Agreement) Lines() (keys []string, lines []*ActionLine) {
	add := func(prefix string, set ActionLines) {
		for _, q := range qualities {
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

var qualities = []string{"high", "moderate", "low"}

func (a *Agreement) AnyLine(is func(ActionLine) bool) bool {
	_, lines := a.Lines()
	return slices.ContainsFunc(lines, func(l *ActionLine) bool { return is(*l) })
}

// handRaisers are the actions with a call time of their own.
func (a *Agreement) HandRaisers() map[string]bool {
	out := map[string]bool{}
	for _, x := range a.LeadValue.Actions {
		if x.HandRaiser && !x.CallWithin.IsZero() {
			out[x.ID] = true
		}
	}
	return out
}

// mostTouches is the largest number of touches that any rule asks for.
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

// rate gives the quality that the agreement reads a lead as, and the line of the action agreement that it is owed.
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

// lineOf finds a line by its key.
func (a *Agreement) LineByKey(key string) *ActionLine {
	if motion, quality, ok := strings.Cut(key, "."); ok {
		own, _ := a.Actions.Motions.Get(motion)
		return own.Line(quality)
	}
	return a.Actions.Line(key)
}

func (l ActionLines) Line(quality string) *ActionLine {
	switch quality {
	case "high":
		return l.High
	case "moderate":
		return l.Moderate
	case "low":
		return l.Low
	}
	return nil
}
