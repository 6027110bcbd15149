package agreement

import (
	"slices"
	"testing"
)

func TestEachQualityHasItsLine(t *testing.T) {
	t.Parallel()
	lines := ActionLines{High: &ActionLine{}, Moderate: &ActionLine{}, Low: &ActionLine{}}
	a := &Agreement{Actions: ActionAgreement{ActionLines: lines}}
	a.Actions.Motions = Pairs[ActionLines]{{Outbound, ActionLines{Low: &ActionLine{}}}}
	keys, all := a.Lines()
	if want := append(Qualities(), "outbound.low"); !slices.Equal(keys, want) {
		t.Fatalf("keys %q, want %q", keys, want)
	}
	for i, key := range keys {
		if all[i] == nil || a.LineByKey(key) != all[i] {
			t.Errorf("%s finds another line", key)
		}
	}
	if a.LineByKey("outbound.high") != nil || lines.Line("none") != nil {
		t.Error("a line is found that is not there")
	}
}

func TestRatedLinePrefersTheMotionsOwnLine(t *testing.T) {
	t.Parallel()
	a := &Agreement{}
	a.Actions.High, a.Actions.Unrated = &ActionLine{}, "none"
	a.Actions.Motions = Pairs[ActionLines]{{Outbound, ActionLines{High: &ActionLine{}}}}
	for _, c := range []struct{ rated, motion, unrated, quality, line string }{
		{QualityHigh, Outbound, "none", QualityHigh, "outbound.high"},
		{QualityHigh, Inbound, "none", QualityHigh, QualityHigh},
		{QualityLow, Outbound, "none", QualityLow, ""},
		{"", Inbound, "none", "", ""},
		{"", Inbound, QualityHigh, QualityHigh, QualityHigh},
	} {
		a.Actions.Unrated = c.unrated
		if quality, line := a.RatedLine(c.rated, c.motion); quality != c.quality || line != c.line {
			t.Errorf("%+v: quality %q, line %q", c, quality, line)
		}
	}
}
