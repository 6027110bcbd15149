package main

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"leadpact/ingest"
	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/terminal"
)

// page is a printed explanation.
type page struct {
	t    *testing.T
	text string
	zone *time.Location
}

// find returns the groups of a pattern that must match one line.
func (p page) find(pattern string) []string {
	p.t.Helper()
	found := regexp.MustCompile(`(?m)`+pattern).FindAllStringSubmatch(p.text, -1)
	if len(found) != 1 {
		p.t.Fatalf("%d lines match %q in\n%s", len(found), pattern, p.text)
	}
	return found[0][1:]
}

const instantPattern = `(\d{4}-\d\d-\d\d end of day|\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: [A-Z]+)?)`

// instant parses an instant as it is printed.
func (p page) instant(text string) time.Time {
	p.t.Helper()
	if day, end := strings.CutSuffix(text, " end of day"); end {
		return p.instant(day + " 23:59:59.999")
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02 15:04:05.000"} {
		for _, zone := range []string{"", " MST"} {
			if at, err := time.ParseInLocation(layout+zone, text, p.zone); err == nil {
				return at
			}
		}
	}
	p.t.Fatalf("%q is no instant", text)
	return time.Time{}
}

// plus adds a limit in words, such as "24 hours", to an instant.
func (p page) plus(at time.Time, limit string) time.Time {
	p.t.Helper()
	amount, unit, _ := strings.Cut(limit, " ")
	n, err := strconv.Atoi(amount)
	if err != nil {
		p.t.Fatalf("%q is no limit", limit)
	}
	switch strings.TrimSuffix(unit, "s") {
	case "minute":
		return at.Add(time.Duration(n) * time.Minute)
	case "hour":
		return at.Add(time.Duration(n) * time.Hour)
	case "day":
		return at.AddDate(0, 0, n)
	}
	p.t.Fatalf("%q is no limit", limit)
	return at
}

// counted returns the instants of the numbered touches or breakups.
func (p page) counted(kind string) []time.Time {
	var out []time.Time
	lines := regexp.MustCompile(`(?m)^` + instantPattern + ` .*` + kind + ` \d+ .*\.csv`)
	for _, m := range lines.FindAllStringSubmatch(p.text, -1) {
		out = append(out, p.instant(m[1]))
	}
	return out
}

// verdict judges an obligation only by what is printed: the handoff, the limit and the numbered activities.
func (p page) verdict(rule string, asOf time.Time) (verdict string, lateBy float64) {
	p.t.Helper()
	when := p.find(`^    handoff ` + instantPattern + ` \+ (\d+ \w+) = due ` + instantPattern + `$`)
	due := p.plus(p.instant(when[0]), when[1])
	if !due.Equal(p.instant(when[2])) {
		p.t.Errorf("%s + %s is not %s", when[0], when[1], when[2])
	}
	kind, wanted := "touch", 1
	switch rule {
	case "call_time":
		kind = `call .*touch`
	case "breakup":
		kind = "breakup"
	}
	if strings.HasSuffix(when[1], "days") {
		wanted, _ = strconv.Atoi(p.find(`^    (\d+) owed, `)[0])
	}
	done := p.counted(kind)
	switch {
	case len(done) < wanted:
		return "missed", asOf.Sub(due).Hours()
	case done[wanted-1].After(due):
		return "late", done[wanted-1].Sub(due).Hours()
	}
	return "met", 0
}

func TestEveryBreachOfTheSampleFollowsFromThePrintedLines(t *testing.T) {
	t.Parallel()
	j := sampleJob(t)
	s, err := j.scorecard()
	if err != nil {
		t.Fatal(err)
	}
	var leads []string
	for _, b := range s.Breaches {
		leads = append(leads, b.Lead)
	}
	if len(leads) < 50 {
		t.Fatalf("the sample has only %d breaches", len(leads))
	}
	l := model.NewLedger(j.agreement, j.period)
	l.Watch(leads...)
	if err := ingest.Read(j.agreement, j.dir, l); err != nil {
		t.Fatal(err)
	}
	s = l.Scorecard()
	for _, b := range s.Breaches {
		line, ok := l.Timeline(s, b.Lead)
		if !ok {
			t.Fatalf("%s has no timeline", b.Lead)
		}
		var out bytes.Buffer
		if err := terminal.Lead(&out, s, line, l.Clock(), b.Rule); err != nil {
			t.Fatal(err)
		}
		p := page{t, out.String(), j.period.Start.Location()}
		verdict, lateBy := p.verdict(b.Rule, j.period.AsOf)
		if verdict != b.Verdict || math.Abs(lateBy-b.LateBy) > 1e-9 {
			t.Errorf("%s/%s: the lines say %s by %v h, the scorecard %s by %v h:\n%s",
				b.Lead, b.Rule, verdict, lateBy, b.Verdict, b.LateBy, p.text)
		}
		printed := p.find(`^  .*: (late by|missed,) (.+?)(?: ago)? {2,}` + b.Rule + `$`)
		if !strings.HasPrefix(printed[0], b.Verdict) {
			t.Errorf("%s/%s: the page says %s, the scorecard %s", b.Lead, b.Rule, printed[0], b.Verdict)
		}
		sum := p.find(`^    (?:done|as of) ` + instantPattern + ` − due ` + instantPattern + ` = (.+) \((.+) h\)$`)
		by := p.instant(sum[0]).Sub(p.instant(sum[1]))
		if math.Abs(by.Hours()-b.LateBy) > 1e-9 || sum[2] != printed[1] {
			t.Errorf("%s/%s: %s − %s is not %s", b.Lead, b.Rule, sum[0], sum[1], sum[2])
		}
		hours, err := strconv.ParseFloat(strings.ReplaceAll(sum[3], ",", ""), 64)
		if err != nil || math.Abs(hours-b.LateBy) > 5e-5 {
			t.Errorf("%s/%s: %s h, the scorecard %v h", b.Lead, b.Rule, sum[3], b.LateBy)
		}
		if !strings.Contains(p.text, b.File+":"+strconv.Itoa(b.Line)+"\n") {
			t.Errorf("%s: the lead's place is not printed", b.Lead)
		}
	}
}

func TestAsManyRowsArePrintedAsAFigureCounts(t *testing.T) {
	t.Parallel()
	s, err := sampleJob(t).scorecard()
	if err != nil {
		t.Fatal(err)
	}
	figures := 0
	for _, q := range s.Quantities {
		family, _, _ := strings.Cut(q.ID, ".")
		if q.Unit != formula.Count || family != "adherence" && family != "actual" || q.Value().IsMissing() {
			continue
		}
		figures++
		var out bytes.Buffer
		if err := terminal.Figure(&out, s, s.Explain(q.ID), true); err != nil {
			t.Fatal(err)
		}
		p := page{t: t, text: out.String()}
		want, _ := q.Value().Number()
		counted := strings.ReplaceAll(p.find(`^([\d,]+) rows? of “Leads” counted$`)[0], ",", "")
		if n, _ := strconv.Atoi(counted); n != int(want) {
			t.Errorf("%s is %v, and the page says that %s rows count", q.ID, want, counted)
		}
		if n := len(regexp.MustCompile(`(?m)^  exports/contacts\.csv:\d+ `).FindAllString(p.text, -1)); n != int(want) {
			t.Errorf("%s is %v, and %d rows are printed", q.ID, want, n)
		}
	}
	if figures < 50 {
		t.Errorf("only %d figures were checked", figures)
	}
}

func TestEveryFigureOfTheSampleIsExplainedWithinThePage(t *testing.T) {
	t.Parallel()
	s, err := sampleJob(t).scorecard()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range s.Quantities {
		var out bytes.Buffer
		if err := terminal.Figure(&out, s, s.Explain(q.ID), false); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(out.String(), "\n") {
			if n := len([]rune(line)); n > 100 || strings.HasSuffix(line, " ") {
				t.Errorf("%s: a line of %d columns: %q", q.ID, n, line)
			}
		}
	}
}
