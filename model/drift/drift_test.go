package drift

import (
	"slices"
	"strings"
	"testing"
)

// sound returns the shape of the inputs of a month in which nothing changed.
func sound() *Shape {
	counts := func(rows map[string]int) *Counts { return NewCounts(rows, MostValues) }
	hours := make([]int, 24)
	for hour := 9; hour < 17; hour++ {
		hours[hour] = 50
	}
	return &Shape{Period: "2026-09", WorkingDays: 20, Team: []string{"Ann", "Ben"}, Tables: []Table{
		{
			Name: "leads", CRMs: []string{"plain"}, Clocks: []string{"America/New_York"}, Rows: 1000, SetAside: 2, Began: 200,
			Unused: []string{"Notes"},
			Columns: []Column{
				{Name: "created_at", Headers: []string{"Created"}, Formats: []string{FormatDMY}, HasValue: true},
				{Name: "status", Headers: []string{"Status"}, HasValue: true, Known: []string{"open", "recycled"},
					Values: counts(map[string]int{"open": 150, "recycled": 50}), Words: counts(map[string]int{"Odd": 1})},
				{Name: "tier", Headers: []string{"Tier"}, HasValue: true,
					Values: counts(map[string]int{"A": 100, "B": 90, "": 10})},
				{Name: "owner", Headers: []string{"Owner"}, HasValue: true, Values: counts(map[string]int{"named": 195, "": 5}),
					Words: counts(map[string]int{"Ann": 500, "Ben": 400, "Cleo": 9})},
				{Name: "need", Headers: []string{"Need"}},
			},
		},
		{
			Name: "deals", CRMs: []string{"plain"}, Clocks: []string{OwnOffset}, Rows: 300, Began: 30,
			Columns: []Column{
				{Name: "amount", Headers: []string{"Amount"}, Formats: []string{FormatPoint}, HasValue: true},
				{Name: "stage", Headers: []string{"Stage"}, HasValue: true,
					Words: counts(map[string]int{"Talking": 20, "Lost": 80})},
			},
		},
		{Name: "activities", CRMs: []string{"plain"}, Clocks: []string{OwnOffset}, Rows: 9000, Began: 400, Hours: hours},
	}}
}

// column returns a column of a table of the shape.
func (s *Shape) column(table, name string) *Column { return s.Table(table).Column(name) }

func TestEachChangeIsReportedWithItsEdit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Shape)
		want   []string // table, column, edit
		text   string   // part of the first text
	}{
		"nothing": {func(*Shape) {}, nil, ""},
		"a column gone, one new header": {func(s *Shape) {
			leads := s.Table("leads")
			leads.Columns = slices.DeleteFunc(leads.Columns, func(c Column) bool { return c.Name == "tier" })
			leads.Unused = append(leads.Unused, "Tier__c")
		}, []string{`leads tier inputs.leads.columns.tier: ["Tier__c"]`}, `no column gives tier any more; ["Tier"] did`},
		"a column blank in every row": {func(s *Shape) { s.column("leads", "tier").HasValue = false },
			[]string{"leads tier inputs.leads.columns.tier: [HEADER]"}, "tier is blank in every row, and was not"},
		"a column given anew": {func(s *Shape) { s.column("leads", "need").HasValue = true },
			[]string{`leads need inputs.leads.columns.need: ["Need"]`}, `need is given by ["Need"], and was not given`},
		"another header": {func(s *Shape) { s.column("leads", "tier").Headers = []string{"Class"} },
			[]string{`leads tier inputs.leads.columns.tier: ["Class"]`}, `tier is read from ["Class"], and was from ["Tier"]`},
		"another header beside the first": {func(s *Shape) {
			s.column("leads", "tier").Headers = []string{"Class"}
			s.Table("leads").Unused = []string{"Tier"}
		}, []string{`leads tier inputs.leads.columns.tier: ["Tier"]`}, `tier is read from ["Class"], and was from ["Tier"]`},
		"what the agreement decides": {func(s *Shape) {
			leads := s.Table("leads")
			leads.Decided = []string{"crm", "zone", "date_order", "columns.tier", "columns.need"}
			leads.CRMs, leads.Clocks = []string{"hubspot"}, []string{"Europe/Berlin"}
			s.column("leads", "created_at").Formats = []string{FormatMDY}
			s.column("leads", "tier").Headers = []string{"Class"}
			s.column("leads", "need").HasValue = true
		}, nil, ""},
		"another CRM with its headers": {func(s *Shape) {
			s.Table("leads").CRMs = []string{"hubspot"}
			s.column("leads", "tier").Headers = []string{"Class"}
		}, []string{"leads  inputs.leads.crm: hubspot"}, "the headers are those of hubspot"},
		"a new word of a status": {func(s *Shape) { s.column("leads", "status").Words.Rows["Nurture again"] = 3 },
			[]string{`leads status inputs.leads.values.status.WORD: ["Nurture again"], where WORD is open, recycled`},
			`the agreement does not know: "Nurture again" (3)`},
		"a new word where some were left out": {func(s *Shape) {
			s.column("leads", "status").Words = &Counts{Rows: map[string]int{"Odd": 1}, Other: 7}
		}, nil, ""},
		"a new stage": {func(s *Shape) { s.column("deals", "stage").Words.Rows["Signed"] = 4 },
			[]string{`deals stage inputs.deals.won_stages: ["Signed"] beside the others, if they mean won; lost_stages, if lost`},
			`new stages, whose deals are neither won nor lost: "Signed" (4)`},
		"an owner who is not in the team": {func(s *Shape) { s.column("leads", "owner").Words.Rows["Dora"] = 1 },
			[]string{`leads owner inputs.team: the file with "Dora"; or, for a queue, inputs.leads.not_people: ["Dora"]`},
			`new as owner and not in the team: "Dora" (1)`},
		"an owner who joined the team": {func(s *Shape) {
			s.column("leads", "owner").Words.Rows["Dora"] = 1
			s.Team = append(s.Team, "Dora")
		}, nil, ""},
		"an owner gone": {func(s *Shape) { delete(s.column("leads", "owner").Words.Rows, "Ben") },
			[]string{`leads owner inputs.team: the file without "Ben", or with the new name`},
			`"Ben" is owner of no row; before of 400`},
		"an owner of a few leads gone": {func(s *Shape) { delete(s.column("leads", "owner").Words.Rows, "Cleo") }, nil, ""},
		"times without their offset": {func(s *Shape) { s.Table("activities").Clocks = []string{"Europe/Berlin"} },
			[]string{"activities  inputs.activities.zone: Europe/Berlin"},
			"times are read in Europe/Berlin; in the last issue their zone was: own offset"},
		"another zone": {func(s *Shape) { s.Table("leads").Clocks = []string{"Europe/Berlin"} },
			[]string{"leads  inputs.leads.zone: America/New_York"}, "times are read in Europe/Berlin"},
		"times that name their offset now": {func(s *Shape) { s.Table("leads").Clocks = []string{OwnOffset} }, nil, ""},
		"no time of day": {func(s *Shape) { s.Table("leads").Clocks = []string{NoTime} }, []string{"leads  "},
			"dates have no time of day any more (before: America/New_York)"},
		"hours that moved": {func(s *Shape) {
			hours := s.Table("activities").Hours
			s.Table("activities").Hours = slices.Concat(hours[19:], hours[:19])
		}, []string{"activities  inputs.activities.zone: ZONE"}, "touches lie +5 hours"},
		"hours that moved by one": {func(s *Shape) {
			hours := s.Table("activities").Hours
			s.Table("activities").Hours = slices.Concat(hours[23:], hours[:23])
		}, nil, ""},
		"day and month": {func(s *Shape) { s.column("leads", "created_at").Formats = []string{FormatMDY} },
			[]string{"leads created_at inputs.leads.date_order: mdy"}, "created_at is written as mdy, and was as dmy"},
		"the year first": {func(s *Shape) {
			s.column("leads", "created_at").Formats = []string{FormatISO}
		}, nil, ""},
		"no date that shows the order": {func(s *Shape) { s.column("leads", "created_at").Formats = nil }, nil, ""},
		"a decimal comma": {func(s *Shape) { s.column("deals", "amount").Formats = []string{FormatComma} },
			[]string{`deals amount inputs.deals.decimal: ","`}, "amount is written as decimal comma"},
		"more rows set aside": {func(s *Shape) { s.Table("leads").SetAside = 300 },
			[]string{"leads  inputs.leads.columns: {COLUMN: [HEADER]}, or another key, as setaside.csv says"},
			"300 of 1000 rows are set aside, before 2 of 1000 rows are"},
		"few rows": {func(s *Shape) { s.Table("leads").Began, s.WorkingDays = 60, 22 },
			[]string{"leads  inputs.leads.files: [FILE]"}, "2.7 rows begin on a working day, before 10.0"},
		"fewer days":                {func(s *Shape) { s.Table("leads").Began, s.WorkingDays = 60, 6 }, nil, ""},
		"few rows of a small table": {func(s *Shape) { s.Table("deals").Began = 0 }, nil, ""},
		"a share": {func(s *Shape) { s.column("leads", "tier").Values.Rows = map[string]int{"A": 20, "B": 170, "": 10} },
			[]string{"leads tier inputs.leads.values.tier.A: [WORD]"},
			`shares of tier among 200 rows of the period, before 200: "A" 10 %, before 50 %; "B" 85 %, before 45 %`},
		"a share of blanks": {func(s *Shape) {
			s.column("leads", "owner").Values.Rows = map[string]int{"named": 50, "": 150}
		},
			[]string{"leads owner inputs.leads.columns.owner: [HEADER]"}, "blank 75 %, before 2 %"},
		"a table that is not named any more": {func(s *Shape) { s.Tables = s.Tables[:2] }, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := sound()
			c.change(now)
			changes := Compare(now, sound())
			var got []string
			for _, x := range changes {
				got = append(got, x.Table+" "+x.Column+" "+x.Edit)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			} else if len(changes) > 0 && !strings.Contains(changes[0].Text, c.text) {
				t.Errorf("got %q, want %q", changes[0].Text, c.text)
			}
		})
	}
}

func TestASmallOrLikelyMoveOfAShareIsNotReported(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		now, nowRows, last, lastRows int
		want                         bool
	}{
		{40, 49, 5, 1000, false},          // too few rows
		{40, 50, 5, 1000, true},           //
		{25, 100, 10, 100, false},         // 15 points, 2.8 standard errors
		{35, 100, 10, 100, true},          // 25 points, 4.2 standard errors
		{5900, 10000, 5000, 10000, false}, // 9 points, 12.8 standard errors
		{6100, 10000, 5000, 10000, true},  //
		{0, 100, 0, 100, false},
		{100, 100, 100, 100, false},
	} {
		if got := moved(c.now, c.nowRows, c.last, c.lastRows); got != c.want {
			t.Errorf("%d of %d against %d of %d: %t", c.now, c.nowRows, c.last, c.lastRows, got)
		}
	}
}

func TestCountsHoldTheMostFrequentValues(t *testing.T) {
	t.Parallel()
	c := NewCounts(map[string]int{"b": 5, "a": 5, "c": 9, "d": 1, "e": 2}, 3)
	if len(c.Rows) != 3 || c.Rows["a"] != 5 || c.Rows["b"] != 5 || c.Rows["c"] != 9 || c.Other != 3 || c.total() != 22 {
		t.Errorf("got %+v", c)
	}
	if _, ok := c.of("d"); ok {
		t.Error("a value that may be left out counts as known")
	}
}
