package scalar

import (
	"strings"
	"testing"
	"time"

	"leadpact/ingest/ingesttest"
)

func TestDateOrderIsInferredFromTheColumn(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name  string
		cells []string
		order DateOrder
		line  int
		bad   bool
	}{
		{"a day over 12 in the first place", []string{"01/02/2026", "31/02/2026"}, dayFirst, 2, false},
		{"a day over 12 in the second place", []string{"01/02/2026", "1/31/2026 9:00 AM"}, monthFirst, 2, false},
		{"both", []string{"13/01/2026", "01/13/2026"}, 0, 2, true},
		{"neither", []string{"2026-10-31", "01/02/2026"}, 0, 2, true},
		{"a year of two digits with a day over 12 in the middle", []string{"01/02/26", "1/31/26"}, monthFirst, 2, false},
		{"a year of two digits that may come first", []string{"31/10/26"}, 0, 1, true},
		{"a year of two digits beside one of four", []string{"01/02/26", "31/10/2026"}, dayFirst, 2, false},
		{"a year of two digits that cannot be a day", []string{"01/02/26", "13/10/70"}, dayFirst, 2, false},
		{"nothing to infer", []string{"2026-10-31", "02/02/2026"}, UnknownOrder, 0, false},
	} {
		var p DateInference
		for i, c := range x.cells {
			p.Observe(c, i+1)
		}
		if o, line, err := p.Decide("leads"); o != x.order || line != x.line || (err != "") != x.bad {
			t.Errorf("%s: %v, line %d, %s", x.name, o, line, err)
		}
	}
}

func TestNamesOfTwoMonthsNeedALanguage(t *testing.T) {
	t.Parallel()
	observe := func(cells ...string) *DateInference {
		p := &DateInference{}
		for i, c := range cells {
			p.Observe(c, i+1)
		}
		return p
	}
	for _, x := range []struct {
		name    string
		columns []*DateInference
		line    int // of the first column's fault; 0: none
	}{
		{"listopad alone", []*DateInference{observe("5 mar 2026", "5 listopada 2026")}, 2},
		{"beside a name that only Polish has", []*DateInference{observe("5 lis 2026", "5 paź 2026")}, 0},
		{"proved by another column", []*DateInference{observe("5 lip 2026"), nil, observe("5 września 2026")}, 0},
		{"beside names of other languages", []*DateInference{observe("5 lis 2026", "5 Oct 2026")}, 1},
	} {
		ShareLanguage(x.columns)
		if line, reason := x.columns[0].MonthFault(); line != x.line || (reason != "") != (x.line > 0) {
			t.Errorf("%s: line %d, %s", x.name, line, reason)
		}
	}
}

func TestAValueThatIsNoDateNamesItsCause(t *testing.T) {
	t.Parallel()
	c := NewDateReader(time.UTC, october(time.UTC))
	for _, x := range []struct{ cell, cause string }{
		{"Oct 5", "has no year"},
		{"5 październik", "has no year"},
		{"10:30", "is a time without a date"},
		{"5 rujna 2026", `has the word "rujna", which is not known in a date`},
		{"2026-10-05 10:30 noenlunde", `has the word "noenlunde", which is not known in a date`},
		{"open", "is not a date"},
		{"1/2/3", "is not a date"},
		{"46326", "is a number among dates of another form"},
		{"2026-10-13 10:00 EST", "names its zone as EST, and the clock of America/New_York had other letters then"},
		{"2026-10-13 10:00 IST", "names its zone as IST, which can be Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"},
		{"2026-10-13 10:00 Pacific Standard Time", "which can be America/Los_Angeles or UTC-08:00"},
	} {
		c.WallZone = time.UTC
		if strings.Contains(x.cause, "New_York") {
			c.WallZone = ingesttest.Zone(t, "America/New_York")
		}
		if _, _, fault := c.Read(x.cell, UnknownOrder, false); !strings.Contains(fault, x.cause) {
			t.Errorf("%s: %s, want %s", x.cell, fault, x.cause)
		}
	}
	var p DateInference
	for line := range 3 {
		p.Observe("Oct 5", line)
	}
	if got := p.UnreadableFault("leads", "created_at"); !strings.HasPrefix(got, `none of the 3 values can be read as a date: "Oct 5" has no year; write`) {
		t.Error(got)
	}
}
