package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

func TestMonthIsDueOnTheNthBusinessDayOfTheAgreementsZone(t *testing.T) {
	zone := newYork(t)
	for _, c := range []struct{ month, due, want string }{
		{"2026-09", "first business day 07:00", "2026-10-01T07:00:00-04:00"},
		{"2026-10", "first business day 07:00", "2026-11-02T07:00:00-05:00"}, // after a weekend, and the clocks went back
		{"2026-12", "first business day 07:00", "2027-01-04T07:00:00-05:00"}, // after a holiday and a weekend
		{"2026-10", "third business day 18:30", "2026-11-04T18:30:00-05:00"},
		{"2027-02", "fifth business day 00:00", "2027-03-05T00:00:00-05:00"},
	} {
		a := &agreement.Agreement{Mail: &agreement.Mail{Due: c.due}}
		a.Clock.Holidays.Days = []calendar.Day{{Time: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}}
		due, err := newDueTime(a, zone)
		if err != nil {
			t.Fatal(err)
		}
		start, err := time.ParseInLocation(monthForm, c.month, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := due.of(start).Format(time.RFC3339); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.month, c.due, got, c.want)
		}
	}
}

func TestDueTimeIsFoundInAnAgreementWithoutWorkingDays(t *testing.T) {
	a := &agreement.Agreement{Mail: &agreement.Mail{Due: "first business day 07:00"}}
	a.Clock.Hours = []calendar.OpenHours{}
	due, err := newDueTime(a, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if due.of(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		t.Error("no due time")
	}
}

// A year from day to day: the clocks change twice, holidays fall on first days, the machine is off for a week and more.
func TestYearOfDailyCallsIssuesAndMailsEachMonthOnce(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	c.change(t, "clock: {handoff: mql}", "clock: {handoff: mql, holidays: {country: US}}")
	zone := newYork(t)
	mailed := map[string]string{} // the letters of each day on which any went out
	for day := time.Date(2026, 10, 5, 7, 0, 0, 0, zone); day.Before(time.Date(2027, 10, 5, 0, 0, 0, 0, zone)); day = day.AddDate(0, 0, 1) {
		date := day.Format(time.DateOnly)
		if "2027-02-26" <= date && date <= "2027-03-05" || "2027-05-28" <= date && date <= "2027-07-02" {
			continue // off
		}
		c.now = day
		for _, later := range []time.Duration{0, time.Hour} { // twice a day
			c.now = day.Add(later)
			if code, stderr := c.run(t, "--if-due", "--send"); code != 0 {
				t.Fatalf("%s: exit %d: %s", date, code, stderr)
			}
		}
		if took := o.since(); took != "" {
			mailed[date] = took
		}
	}
	both := func(months ...string) string {
		var all []string
		for _, m := range months {
			all = append(all, "zoe: SLA "+m, "daniel: SLA "+m)
		}
		return strings.Join(all, ", ")
	}
	wanted := map[string]string{
		"2026-11-02": both("October 2026"),
		"2026-12-01": both("November 2026"),
		"2027-01-04": both("December 2026"), // New Year's Day, and a weekend
		"2027-02-01": both("January 2027"),
		"2027-03-06": both("February 2027"), // off when it was due
		"2027-04-01": both("March 2027"),
		"2027-05-03": both("April 2027"),
		"2027-07-03": both("May 2027", "June 2027"), // both missed
		"2027-08-02": both("July 2027"),
		"2027-09-01": both("August 2027"),
		"2027-10-01": both("September 2027"),
	}
	for date, letters := range wanted {
		if mailed[date] != letters {
			t.Errorf("%s: %q, want %q", date, mailed[date], letters)
		}
		delete(mailed, date)
	}
	if len(mailed) > 0 {
		t.Errorf("mailed on other days, too: %v", mailed)
	}
}

func TestNothingDueIsDoneInSilence(t *testing.T) {
	c := employ(t, 1)
	c.now = time.Date(2026, 11, 2, 11, 59, 0, 0, time.UTC)
	code, stderr := c.run(t, "--if-due", "--send")
	if code != 0 || stderr != "nothing is due; 2026-10 is on 2 November 2026 07:00 EST\n" {
		t.Errorf("exit %d: %q", code, stderr)
	}
	if _, err := os.Stat(c.out()); err == nil {
		t.Error("something was written")
	}
}

func TestCatchingUpBeginsWithTheAgreementOrTheOldestIssue(t *testing.T) {
	for _, c := range []struct {
		name   string
		issued string // by hand before, without mail
		want   string
	}{
		{"nothing issued", "", "due: 2026-10, 2026-11, 2026-12\n"},
		{"a later month issued", "2026-11", "due: 2026-12\n"},
		{"a month before the agreement issued", "2026-08", "due: 2026-10, 2026-11, 2026-12\n"},
		{"the last month issued, not mailed", "2026-12", "due: 2026-12\n"},
	} {
		o := openPostOffice(t)
		company := employ(t, o.port)
		company.now = time.Date(2027, 1, 9, 12, 0, 0, 0, time.UTC)
		if c.issued != "" {
			if code, stderr := company.run(t, "--period", c.issued); code != 0 {
				t.Fatal(stderr)
			}
		}
		code, stderr := company.run(t, "--if-due", "--send")
		if code != 0 || !strings.HasPrefix(stderr, c.want) {
			t.Errorf("%s: exit %d: %s", c.name, code, stderr)
		}
		if again, stderr := company.run(t, "--if-due", "--send"); again != 0 || !strings.HasPrefix(stderr, "nothing is due") {
			t.Errorf("%s, again: exit %d: %s", c.name, again, stderr)
		}
	}
}

func TestLookAtARunningMonthIsNotItsIssue(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	c.now = time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)
	c.runs(t, o, 0, toZoe+" to date, "+toDaniel+" to date", "--send", "--period", "2026-10")
	c.now = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	c.runs(t, o, 0, toZoe+", "+toDaniel, "--if-due", "--send")
	c.runs(t, o, 0, "", "--if-due", "--send")
}

func TestMonthThatCannotBeIssuedEndsTheCatchingUp(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	c.now = time.Date(2027, 1, 9, 12, 0, 0, 0, time.UTC)
	if err := os.Remove(filepath.Join(c.dir, "exports", "leads.csv")); err != nil {
		t.Fatal(err)
	}
	c.runs(t, o, exitNoInput, toOwner, "--if-due", "--send")
	c.runs(t, o, exitNoInput, "", "--if-due")
	if _, err := os.Stat(c.out()); err == nil {
		t.Error("something was written")
	}
}

func TestRefusedLetterOfAnOldMonthDoesNotHoldUpTheNext(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	o.answer("zoe@northwind.example", 550)
	c.runs(t, o, 69, toDaniel+", "+toOwner, "--if-due", "--send")
	o.answer("", 0)
	c.now = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	c.runs(t, o, 69, toOwner+", zoe: SLA November 2026, daniel: SLA November 2026", "--if-due", "--send")
	c.runs(t, o, 0, toZoe, "--send", "--resend", "--period", "2026-10")
	c.runs(t, o, 0, "", "--if-due", "--send")
}

func TestNewRecipientGetsTheLatestLetterAndNoOlderOne(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	for _, month := range []time.Month{time.November, time.December} {
		c.now = time.Date(2026, month, 2, 12, 0, 0, 0, time.UTC)
		c.run(t, "--if-due", "--send")
	}
	o.since()
	c.change(t, "to: [zoe", "to: [ann@northwind.example, zoe")
	c.runs(t, o, 0, "ann: SLA November 2026", "--if-due", "--send")
	c.runs(t, o, 0, "", "--if-due", "--send")
}

func TestRunThatDiesBetweenPublishingAndMailingLeavesNobodyOut(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	j, err := openJob(filepath.Join(c.dir, "agreement.yaml"), "2026-10", "", c.now)
	if err != nil {
		t.Fatal(err)
	}
	post, err := (&program{now: c.now, stderr: os.Stderr}).openPost(j)
	if err != nil {
		t.Fatal(err)
	}
	j.announce = func(room string) error { return post.queue(room, j.period) }
	if _, _, err := j.run(t.Context(), c.out()); err != nil { // and then it is killed
		t.Fatal(err)
	}
	c.now = time.Date(2026, 12, 2, 12, 0, 0, 0, time.UTC)
	c.runs(t, o, 0, fmt.Sprintf("%s, %s, zoe: SLA November 2026, daniel: SLA November 2026", toZoe, toDaniel), "--if-due", "--send")
}

func TestIfDueNeedsADueTime(t *testing.T) {
	c := employ(t, 1)
	c.change(t, "  due: first business day 07:00\n", "")
	if code, stderr := c.run(t, "--if-due"); code != exitAgreement || !strings.Contains(stderr, "mail.due is missing") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}
