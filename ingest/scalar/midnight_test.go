package scalar

import (
	"testing"
	"time"

	"leadpact/model/calendar"
)

// A column is one of days where every time of it is midnight, as it is written or in the agreement's zone.
func TestAColumnOfMidnightsIsAColumnOfDays(t *testing.T) {
	t.Parallel()
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		cells []string
		days  bool
		first string // how the first cell is read
	}{
		{"midnights of a database", []string{"2026-10-01 00:00:00", "2026-11-01 00:00:00", "2026-07-01 00:00:00"}, true, "2026-10-01"},
		{"midnights in UTC", []string{"2026-10-01T00:00:00.000Z", "2026-11-01T00:00:00.000Z", "2026-07-01T00:00:00.000+0000"}, true, "2026-10-01"},
		{"midnights of twelve hours", []string{"10/31/2026 12:00 AM", "11/1/2026 12:00 AM", "7/1/2026 12:00 AM"}, true, "2026-10-31"},
		{"midnights among bare days", []string{"2026-10-01", "2026-10-02 00:00", "2026-10-03 00:00", "2026-10-04 00:00"}, true, "2026-10-01"},
		{"midnights of New York in UTC", []string{"2026-10-01T04:00:00Z", "2026-12-01T05:00:00Z", "2026-07-01T04:00:00Z"}, true, "2026-10-01"},
		{"midnights as Unix times", []string{"1793404800000", "1793491200000", "1793577600000"}, true, "2026-10-31"},
		{"one other time", []string{"2026-10-01 00:00:00", "2026-11-01 00:00:00", "2026-07-01 00:00:00", "2026-07-01 00:00:01"}, false, "2026-10-01T04:00:00Z"},
		{"two midnights prove nothing", []string{"2026-10-01 00:00:00", "2026-11-01 00:00:00", ""}, false, "2026-10-01T04:00:00Z"},
		{"midnights of no season", []string{"2026-10-01T05:00:00Z", "2026-12-01T05:00:00Z", "2026-07-01T05:00:00Z"}, false, "2026-10-01T05:00:00Z"},
		{"ends of days", []string{"2026-10-01 24:00", "2026-10-02 24:00", "2026-10-03 24:00"}, false, "2026-10-02T04:00:00Z"},
		{"bare days have no times", []string{"2026-10-01", "2026-10-02", "2026-10-03"}, false, "2026-10-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := NewDateReader(newYork, october(newYork))
			p, head := r.NewInference(MinEvidence), r.NewInference(MinEvidence)
			for i, cell := range c.cells {
				if cell == "" {
					continue
				}
				part := r.NewInference(MinEvidence)
				part.Observe(cell, i+1)
				p.Merge(part)
				head.Observe(cell, i+1)
			}
			if p.Days() != c.days || head.Days() != c.days {
				t.Fatalf("days: %v in parts, %v together, want %v", p.Days(), head.Days(), c.days)
			}
			var m calendar.Moment
			var fault string
			if c.days {
				m, fault = r.ReadDay(c.cells[0], monthFirst, p.AllNumbers())
			} else {
				m, _, fault = r.Read(c.cells[0], monthFirst, p.AllNumbers())
			}
			if got := m.RFC3339(time.UTC); fault != "" || got != c.first {
				t.Errorf("%s is read as %s (%s), want %s", c.cells[0], got, fault, c.first)
			}
		})
	}
}

// What the head of a large column shows holds until a later value contradicts it.
func TestALaterTimeMayContradictTheHeadOfAColumn(t *testing.T) {
	t.Parallel()
	const midnight, hour, day = "2026-10-01 00:00:00", "2026-10-01 09:30:00", "2026-10-01"
	for _, c := range []struct {
		name   string
		head   []string
		usual  []string
		others []string
	}{
		{"hours", []string{midnight, hour}, []string{midnight, hour, day}, []string{"10/31/2026"}},
		{"days", []string{midnight, midnight, midnight}, []string{midnight, day}, []string{hour, "2026-10-01 nine"}},
		{"nothing", []string{day, midnight}, []string{day}, []string{midnight, hour}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			head := (&DateReader{WallZone: time.UTC, DayZone: time.UTC}).NewInference(MinEvidence)
			for i, cell := range c.head {
				head.Observe(cell, i+1)
			}
			for _, list := range [][]string{c.usual, c.others} {
				for _, cell := range list {
					rest := head.Watch().Watch()
					rest.Observe(cell, 9)
					want := &list[0] == &c.others[0]
					if rest.NeedsColumn != want || rest.IsUsual([]byte(cell)) == want {
						t.Errorf("%q: needs the column is %v, usual is %v", cell, rest.NeedsColumn, rest.IsUsual([]byte(cell)))
					}
				}
			}
		})
	}
}
