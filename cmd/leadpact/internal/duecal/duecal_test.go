package duecal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"leadpact/cmd/leadpact/internal/treetest"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func newYork(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// newCalendar returns the calendar of an agreement in a zone that takes effect on 1 October 2026.
func newCalendar(t *testing.T, due string, zone *time.Location, clock agreement.ClockTerms) *Calendar {
	t.Helper()
	a := &agreement.Agreement{Mail: &agreement.Mail{Due: due}, Clock: clock}
	a.Head.Effective = calendar.Day{Time: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}
	c, err := New(a, zone)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMonthIsDueOnTheNthBusinessDayInTheAgreementsZone(t *testing.T) {
	t.Parallel()
	zone := newYork(t)
	var clock agreement.ClockTerms
	clock.Holidays.Days = []calendar.Day{{Time: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}}
	for _, c := range []struct{ month, due, want string }{
		{"2026-09", "first business day 07:00", "2026-10-01T07:00:00-04:00"},
		{"2026-10", "first business day 07:00", "2026-11-02T07:00:00-05:00"}, // after a weekend with a clock change
		{"2026-12", "first business day 07:00", "2027-01-04T07:00:00-05:00"}, // after a holiday and a weekend
		{"2026-10", "third business day 18:30", "2026-11-04T18:30:00-05:00"},
		{"2027-02", "fifth business day 00:00", "2027-03-05T00:00:00-05:00"},
	} {
		start, err := time.ParseInLocation(MonthLayout, c.month, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := newCalendar(t, c.due, zone, clock).Due(start).Format(time.RFC3339); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.month, c.due, got, c.want)
		}
	}
}

func TestDueTimeExistsInAnAgreementWithoutWorkingDays(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, "first business day 07:00", time.UTC, agreement.ClockTerms{Hours: []calendar.OpenHours{}})
	if c.Due(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		t.Error("no due time")
	}
}

func TestAgreementWithoutDueTimeHasNoCalendar(t *testing.T) {
	t.Parallel()
	for _, mail := range []*agreement.Mail{nil, {}} {
		if _, err := New(&agreement.Agreement{Mail: mail}, time.UTC); !errors.Is(err, ErrNoDueTime) {
			t.Errorf("%v", err)
		}
	}
}

// ids returns the ids of months, with the mark + if issued and * if the latest.
func ids(months []Month) string {
	var all []string
	for _, m := range months {
		id := m.Period.ID
		if m.Issued {
			id += "+"
		}
		if m.Pending {
			id += "?"
		}
		if m.Latest {
			id += "*"
		}
		all = append(all, id)
	}
	return strings.Join(all, " ")
}

func TestDueMonthsBeginWithTheAgreementOrTheOldestIssue(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, "first business day 07:00", newYork(t), agreement.ClockTerms{})
	for _, x := range []struct {
		name, now, issued, due, next string
	}{
		{"before the first due time", "2026-11-02T11:59:59Z", "", "", "2026-10"},
		{"at the first due time", "2026-11-02T12:00:00Z", "", "2026-10*", "2026-11"},
		{"nothing issued", "2027-01-09T12:00:00Z", "", "2026-10 2026-11 2026-12*", "2027-01"},
		{"a later month issued", "2027-01-09T12:00:00Z", "2026-11", "2026-11+ 2026-12*", "2027-01"},
		{"a month before the agreement issued", "2027-01-09T12:00:00Z", "2026-08", "2026-10 2026-11 2026-12*", "2027-01"},
		{"the last month issued", "2027-01-09T12:00:00Z", "2026-12", "2026-12+*", "2027-01"},
		{"a gap", "2027-01-09T12:00:00Z", "2026-10 2026-12", "2026-10+ 2026-11 2026-12+*", "2027-01"},
		{"issued before its due time", "2026-11-02T05:00:00Z", "2026-10", "", "2026-10"},
		{"the newest has pending obligations", "2027-01-09T12:00:00Z", "2026-10? 2026-11?", "2026-10+ 2026-11+? 2026-12*",
			"2027-01"},
	} {
		now, err := time.Parse(time.RFC3339, x.now)
		if err != nil {
			t.Fatal(err)
		}
		var issued []Issue
		for _, id := range strings.Fields(x.issued) {
			month, pending := strings.CutSuffix(id, "?")
			issued = append(issued, Issue{month, pending})
		}
		months, next, err := c.DueBy(now, issued)
		if err != nil || ids(months) != x.due || next.Format(MonthLayout) != x.next {
			t.Errorf("%s: %s, then %v (%v), want %s, then %s", x.name, ids(months), next, err, x.due, x.next)
		}
	}
}

// A year of days: the clocks change twice, holidays fall on first days, and the machine is off for a week
// and for more than a month. Each month becomes due once, on the first day after its due time on which
// the machine is on.
func TestYearOfDailyCallsIssuesEachMonthOnce(t *testing.T) {
	t.Parallel()
	zone := newYork(t)
	var clock agreement.ClockTerms
	for _, date := range []string{ // of the United States
		"2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25", "2027-01-01", "2027-01-18", "2027-02-15", "2027-05-31",
		"2027-06-18", "2027-07-05", "2027-09-06",
	} {
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		clock.Holidays.Days = append(clock.Holidays.Days, calendar.Day{Time: day})
	}
	calendar := newCalendar(t, "first business day 07:00", zone, clock)
	var issued []Issue
	issuedOn := map[string]string{}
	start, end := time.Date(2026, 10, 5, 7, 0, 0, 0, zone), time.Date(2027, 10, 5, 0, 0, 0, 0, zone)
	for day := start; day.Before(end); day = day.AddDate(0, 0, 1) {
		date := day.Format(time.DateOnly)
		if "2027-02-26" <= date && date <= "2027-03-05" || "2027-05-28" <= date && date <= "2027-07-02" {
			continue // the machine is off
		}
		for _, now := range []time.Time{day, day.Add(time.Hour)} { // called twice a day
			months, next, err := calendar.DueBy(now, issued)
			if err != nil {
				t.Fatal(date, err)
			}
			if !calendar.Due(next).After(now) {
				t.Errorf("%s: the next month is due already: %v", now, next)
			}
			for i, m := range months {
				if calendar.Due(m.Period.Start).After(now) || m.Latest != (i == len(months)-1) {
					t.Errorf("%s: %s", now, ids(months))
				}
				if !m.Issued {
					issued = append(issued, Issue{Month: m.Period.ID})
					issuedOn[date] = strings.TrimSpace(issuedOn[date] + " " + m.Period.ID)
				}
			}
		}
	}
	want := map[string]string{
		"2026-11-02": "2026-10",
		"2026-12-01": "2026-11",
		"2027-01-04": "2026-12", // after New Year's Day and a weekend
		"2027-02-01": "2027-01",
		"2027-03-06": "2027-02", // the machine was off when it was due
		"2027-04-01": "2027-03",
		"2027-05-03": "2027-04",
		"2027-07-03": "2027-05 2027-06", // both were missed
		"2027-08-02": "2027-07",
		"2027-09-01": "2027-08",
		"2027-10-01": "2027-09",
	}
	if fmt.Sprint(issuedOn) != fmt.Sprint(want) {
		t.Errorf("issued on\n%v, want\n%v", issuedOn, want)
	}
}

func TestIssuedMonthsAreFoldersWithAScorecardOfAClosedPeriod(t *testing.T) {
	t.Parallel()
	const closed = `{"period": {"end": "2026-11-01T00:00:00-04:00", "as_of": "2026-11-01T04:00:00Z"}}`
	const running = `{"period": {"end": "2026-11-01T00:00:00-04:00", "as_of": "2026-10-20T00:00:00-04:00"}}`
	out := t.TempDir()
	treetest.Write(t, out, map[string]string{
		"2026-11/scorecard.json":         closed,
		"2026-09/scorecard.json":         closed,
		"2026-10/scorecard.json":         running,
		"2026-08/scorecard.json":         "{torn",
		"2026-07/letter.eml":             "no scorecard",
		"2026-13/scorecard.json":         closed,
		"2026-Q4/scorecard.json":         closed,
		"what-if-2026-10/scorecard.json": closed,
	})
	want := []Issue{{"2026-09", false}, {"2026-11", false}}
	if got, err := Issued(out, "scorecard.json"); err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := Issued(filepath.Join(out, "none"), "scorecard.json"); err != nil || got != nil {
		t.Errorf("of a folder that does not exist: %v, %v", got, err)
	}
	if err := os.WriteFile(filepath.Join(out, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Issued(filepath.Join(out, "file"), "scorecard.json"); err == nil {
		t.Error("a file is taken for an output folder")
	}
}

func TestIssueIsPendingIfItsActivitiesEndBeforeTheMonth(t *testing.T) {
	t.Parallel()
	card := func(ends, id string, pending int) string {
		return fmt.Sprintf(`{"period": {"end": "2026-11-01T00:00:00Z", "as_of": "2026-11-01T00:00:00Z"}, `+
			`"coverage": {"activities": {"ends": %q}}, "quantities": [{"id": "goal.sqls_created", "value": null}, `+
			`{"id": %q, "value": %d}]}`, ends, id, pending)
	}
	for _, c := range []struct {
		name, card string
		want       bool
	}{
		{"pending", card("2026-10-30T17:00:00Z", "adherence.contact.pending", 2), true},
		{"nothing is pending", card("2026-10-30T17:00:00Z", "adherence.contact.pending", 0), false},
		{"other verdicts", card("2026-10-30T17:00:00Z", "adherence.contact.met", 2), false},
		{"the activities reach the end", card("2026-11-01T00:00:00Z", "adherence.contact.pending", 2), false},
		{"without activities", `{"period": {"end": "2026-11-01T00:00:00Z", "as_of": "2026-11-01T00:00:00Z"}}`, false},
	} {
		out := t.TempDir()
		treetest.Write(t, out, map[string]string{"2026-10/scorecard.json": c.card})
		if got, err := Issued(out, "scorecard.json"); err != nil || len(got) != 1 || got[0].Pending != c.want {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
	}
}
