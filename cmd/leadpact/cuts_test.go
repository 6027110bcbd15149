package main

import (
	"bytes"
	"math/rand/v2"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// cut is a way in which a part of some exports is missing, because they are made early or with a filter.
type cut struct {
	name   string
	change func(exportTable, string, time.Time) exportTable
	files  []string
}

// ends are cuts after which the exports lack what happened last. Activities have one date, so that both
// ways to cut them are the same.
var ends = []cut{
	{"activities are exported early", exportedAt, []string{"activities.csv"}},
	{"leads are exported early", exportedAt, []string{"contacts.csv"}},
	{"the last leads are missing", endsAt, []string{"contacts.csv"}},
	{"deals are exported early", exportedAt, []string{"deals.csv"}},
	{"the last deals are missing", endsAt, []string{"deals.csv"}},
	{"all is exported early", exportedAt, []string{"activities.csv", "contacts.csv", "deals.csv"}},
	{"the last rows of all files are missing", endsAt, []string{"activities.csv", "contacts.csv", "deals.csv"}},
}

// begins are cuts after which the exports lack what happened first.
var begins = []cut{
	{"activities begin late", beginsAt, []string{"activities.csv"}},
	{"leads begin late", beginsAt, []string{"contacts.csv"}},
	{"deals begin late", beginsAt, []string{"deals.csv"}},
	{"all files begin late", beginsAt, []string{"activities.csv", "contacts.csv", "deals.csv"}},
}

// cutMonth is a month of the sample, and a time at which exports are cut for it.
type cutMonth struct {
	id              string
	start, end, cut time.Time
}

// now returns when the month is counted: a day after its end.
func (m cutMonth) now() time.Time { return m.end.Add(32 * time.Hour) }

// drawMonths draws months from December 2025 to October 2026. The cut of each lies between two offsets in
// days, the first from the month's start and the second from its end.
func drawMonths(seed uint64, n, fromStart, fromEnd int) []cutMonth {
	rng := rand.New(rand.NewPCG(seed, 1))
	var drawn []cutMonth
	for range n {
		start := time.Date(2025, time.December+time.Month(rng.IntN(11)), 1, 0, 0, 0, 0, newYork)
		m := cutMonth{id: start.Format("2006-01"), start: start, end: start.AddDate(0, 1, 0)}
		first := m.start.AddDate(0, 0, fromStart)
		span := m.end.AddDate(0, 0, fromEnd).Sub(first)
		m.cut = first.Add(time.Duration(rng.Int64N(int64(span)))).Truncate(time.Second)
		drawn = append(drawn, m)
	}
	return drawn
}

// eachCut runs a test of each cut of each month on one in four of the sample's leads. The test is given the
// cut exports, and the scorecard of the whole ones.
func eachCut(
	t *testing.T, months []cutMonth, cuts []cut, test func(*testing.T, cutMonth, cut, *exports, map[string]any),
) {
	t.Helper()
	whole := sampleExports(t, 4)
	for _, m := range months {
		truth, now := whole.truth(t, m.id, dayAfter), whole.takenAt(m.now())
		for _, c := range cuts {
			t.Run(m.id+" "+c.name+" "+m.cut.Format(time.RFC3339), func(t *testing.T) {
				t.Parallel()
				test(t, m, c, now.changed(c.change, m.cut, c.files...), truth)
			})
		}
	}
}

// The cuts lie more than a week before the month's end, which is more than the files' usual silence.
func TestMonthIsNotClosedOnFilesThatEndBeforeIt(t *testing.T) {
	t.Parallel()
	eachCut(t, drawMonths(238, 6, 3, -8), ends, func(t *testing.T, m cutMonth, c cut, e *exports, truth map[string]any) {
		o := e.run(t, m.id, m.now())
		if o.code == exitTryAgain {
			return // nothing is published
		}
		wantNothingFalse(t, truth, o)
		if isClosed(o.card) && !slices.Equal(c.files, []string{"deals.csv"}) {
			t.Error("the month is closed")
		}
	})
}

// A file that ends in the month's last days may still cover it, by its usual silence. What was perhaps done
// after its last row is neither a breach nor a missed goal.
func TestNoVerdictIsFalseBecauseAFileEndsInTheLastDays(t *testing.T) {
	t.Parallel()
	eachCut(t, drawMonths(5, 4, 24, 0), ends, func(t *testing.T, m cutMonth, _ cut, e *exports, truth map[string]any) {
		wantNothingFalse(t, truth, e.run(t, m.id, m.now()))
	})
}

func TestNothingIsJudgedThatBeganBeforeTheFiles(t *testing.T) {
	t.Parallel()
	months := drawMonths(40, 5, -110, -3)
	eachCut(t, months, begins, func(t *testing.T, m cutMonth, _ cut, e *exports, truth map[string]any) {
		wantNothingFalse(t, truth, e.run(t, m.id, m.now()))
	})
}

// wantNothingFalse checks that a set has no breach and no final status that the whole exports show otherwise.
func wantNothingFalse(t *testing.T, truth map[string]any, o outcome) {
	t.Helper()
	if o.card == nil {
		t.Fatalf("exit %d: %s", o.code, o.stderr)
	}
	for _, found := range append(falseBreaches(truth, o.card), falseStatuses(truth, o.card)...) {
		t.Errorf("%s: by the whole exports it is not", found)
	}
}

func TestSubjectOfALetterDoesNotCallAMonthClosedThatIsNotCovered(t *testing.T) {
	t.Parallel()
	m := cutMonth{"2026-10", time.Date(2026, 10, 1, 0, 0, 0, 0, newYork), time.Date(2026, 11, 1, 0, 0, 0, 0, newYork),
		time.Date(2026, 10, 14, 16, 0, 0, 0, newYork)}
	e := sampleExports(t, 4).takenAt(m.now())
	for name, closed := range map[string]bool{"": true, "activities.csv": false, "contacts.csv": false} {
		x := e
		if !closed {
			x = e.changed(exportedAt, m.cut, name)
		}
		out := t.TempDir()
		if o := x.run(t, m.id, m.now(), "--out", out); o.code != 0 {
			t.Fatalf("exit %d: %s", o.code, o.stderr)
		}
		text, err := os.ReadFile(filepath.Join(out, m.id, "letter.eml"))
		if err != nil {
			t.Fatal(err)
		}
		letter, err := mail.ReadMessage(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(subject, "SLA October 2026:") != closed {
			t.Errorf("cut %q: the subject is %q", name, subject)
		}
	}
}

// A month whose exports are taken after its end is closed, also where few leads come in, or none for days.
func TestMonthIsClosedOnExportsThatAreTakenAfterIt(t *testing.T) {
	t.Parallel()
	for share, months := range map[int]int{10: 10, 4: 2} { // one and three leads a day
		whole := sampleExports(t, share)
		for i := range months {
			start := time.Date(2025, time.December+time.Month(i), 1, 0, 0, 0, 0, newYork)
			period, end := start.Format("2006-01"), start.AddDate(0, 1, 0)
			truth := whole.truth(t, period, dayAfter)
			for day, hour := range map[int]int{1: 9, 2: 9, 5: 8} {
				now := time.Date(end.Year(), end.Month(), day, hour, 0, 0, 0, newYork)
				taken := whole.takenAt(now)
				wantSound(t, taken, period, now, truth)
				if day == 2 {
					all := []string{"activities.csv", "contacts.csv", "deals.csv"}
					wantSound(t, taken.changed(endsAt, end, all...), period, now, truth)
				}
			}
		}
	}
}

// wantSound runs a month of exports. It must be closed, with no other verdicts than those of the whole
// exports.
func wantSound(t *testing.T, e *exports, period string, now time.Time, truth map[string]any) {
	t.Helper()
	o := e.run(t, period, now)
	if o.card == nil {
		t.Fatalf("%s at %s: exit %d: %s", period, now, o.code, o.stderr)
	}
	if !isClosed(o.card) {
		t.Errorf("%s at %s: not closed: %v", period, now, o.card["period"])
	}
	got, want := figures(o.card), figures(truth)
	for _, id := range []string{"actual.leads_sourced", "actual.mqls_created", "delivered.lead_value"} {
		if got[id+"#status"] != want[id+"#status"] {
			t.Errorf("%s at %s: %s is %v, want %v", period, now, id, got[id+"#status"], want[id+"#status"])
		}
	}
	for _, found := range append(falseBreaches(truth, o.card), falseStatuses(truth, o.card)...) {
		t.Errorf("%s at %s: %s: by the whole exports it is not", period, now, found)
	}
}
