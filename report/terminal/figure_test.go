package terminal

import (
	"bytes"
	"strings"
	"testing"

	"leadpact/model"
	"leadpact/report/reporttest"
)

func figure(t testing.TB, s *model.Scorecard, id string) string {
	t.Helper()
	var out bytes.Buffer
	if err := Figure(&out, s, s.Explain(id), false); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAFigureBeginsWithItsValueGoalAndStatus(t *testing.T) {
	t.Parallel()
	lines := strings.Split(figure(t, reporttest.Card(), "kpi.contact_rate"), "\n")
	if !strings.HasPrefix(lines[0], "Contact rate: 54.2%  ") || !strings.HasSuffix(lines[0], "  kpi.contact_rate") ||
		displayWidth(lines[0]) != wide {
		t.Errorf("%q", lines[0])
	}
	if lines[1] != "October 2026, closed; goal 60%: missed" {
		t.Errorf("%q", lines[1])
	}
}

func TestAFigureThatIsNotKnownSaysWhy(t *testing.T) {
	t.Parallel()
	out := figure(t, reporttest.Card(), "actual.proposals")
	if !strings.HasPrefix(out, "Proposals: n/a  ") ||
		!strings.Contains(out, "\nn/a because no column gives it; map one under inputs.\n") {
		t.Error(out)
	}
}

func TestATermSaysWhereItStands(t *testing.T) {
	t.Parallel()
	out := figure(t, reporttest.Card(), "term.kpis.contact_rate.goal")
	if !strings.HasPrefix(out, "Contact rate, goal: 60%") ||
		!strings.Contains(out, "\nagreement.yaml: kpis.contact_rate.goal\n") {
		t.Error(out)
	}
}
