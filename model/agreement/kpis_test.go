package agreement

import (
	"testing"

	"leadpact/model/formula"
)

func TestKnownKPI(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, id := range KPIIDs() {
		if seen[id] {
			t.Errorf("%s is listed twice", id)
		}
		seen[id] = true
		if _, known := KnownKPI(id); !known {
			t.Errorf("%s is listed, but not known", id)
		}
	}
	if _, known := KnownKPI("mql_to_nowhere"); known {
		t.Error("mql_to_nowhere is known")
	}
	if unit, _ := KnownKPI("first_call_hours"); unit != formula.Hours {
		t.Errorf("first_call_hours has unit %d", unit)
	}
}
