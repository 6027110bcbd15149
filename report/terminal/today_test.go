package terminal

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
	"leadpact/report/reporttest"
)

func today(t testing.TB, s *model.Scorecard, due ...model.Due) string {
	t.Helper()
	var out bytes.Buffer
	if err := Today(&out, s, due); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheListNamesSDRsWithNumbersThenLeads(t *testing.T) {
	t.Parallel()
	out := today(t, reporttest.Card())
	for _, want := range []string{
		"Don't be on it, Northwind Analytics, as of Sunday 2026-11-01 00:00\n",
		"Amara Okafor           1              0            n/a\n",
		"Unassigned             0              1            n/a\n",
		"Amara Okafor  1050  Not called in time  2026-10-06 09:00  25 d    n/a  n/a      $3,947.37\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "Due before") {
		t.Error("nothing falls due, and it is said to")
	}
}

func TestAnEmptyListSaysThatNobodyIsOnIt(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	s.Overdue = nil
	if out := today(t, s); !strings.HasSuffix(out, "\nNobody is on it.\n") {
		t.Error(out)
	}
	var out bytes.Buffer
	if err := TodayMarkdown(&out, s, nil); err != nil || !strings.HasSuffix(out.String(), "\n\nNobody is on it.\n") {
		t.Error(out.String())
	}
}

func TestAListOfOldFilesSaysWhereTheyEnd(t *testing.T) {
	t.Parallel()
	s := reporttest.Limited(reporttest.Agreement())
	s.Period.AsOf = s.Period.Asked // a list takes files as they are
	const want = "Missing: activities after October 14, until October 31. activities.csv.gz ends on October 14."
	if out := today(t, s); !strings.Contains(out, "\n"+want+" ") {
		t.Error(out)
	}
	var out bytes.Buffer
	if err := TodayMarkdown(&out, s, nil); err != nil || !strings.Contains(out.String(), "\n\n"+want+" ") {
		t.Error(out.String())
	}
}

func TestWhatFallsDueIsListedWithItsTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 10, 27, 16, 30, 0, 0, reporttest.Zone)
	due := model.Due{SDR: "Amara Okafor", Lead: "1099", Rule: "call_time", Due: at, Value: formula.Num(50.61)}
	out := today(t, reporttest.Card(), due)
	if !strings.Contains(out, "Due before the day ends\n") ||
		!strings.Contains(out, "Amara Okafor  1099  First call on time  16:30  $50.61\n") {
		t.Error(out)
	}
}

func TestNoLineOfTheListIsWiderThanThePageWhateverTheData(t *testing.T) {
	t.Parallel()
	name := rapid.StringOfN(rapid.Rune(), 0, 120, -1)
	rapid.Check(t, func(r *rapid.T) {
		s := reporttest.Card()
		s.Overdue[0].SDR, s.Overdue[1].Lead = name.Draw(r, "sdr"), name.Draw(r, "lead")
		s.Agreement.Head.Company = name.Draw(r, "company")
		for _, line := range strings.Split(today(t, s), "\n") {
			if displayWidth(line) > wide || format.Plain(line) != line {
				r.Fatalf("%d columns: %q", displayWidth(line), line)
			}
		}
	})
}

func TestDataIsTextInMarkdownToo(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	s.Overdue[0].SDR = "a|b<script>[x](http://e.example)**@all `c`\x1b[31m\n| www.e.example $x$"
	var out bytes.Buffer
	if err := TodayMarkdown(&out, s, nil); err != nil {
		t.Fatal(err)
	}
	want := "| a\\|b&lt;script&gt;\\[x\\]\\(http:\\/\\/e.example\\)\\*\\*&#64;all \\`c\\`\\\\x1b\\[31m\\\\x0a\\| www\\.e.example \\$x\\$ | 1 |"
	if !strings.Contains(out.String(), want) {
		t.Errorf("no %s in\n%s", want, out.String())
	}
	for _, line := range strings.Split(out.String(), "\n") {
		bars := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if strings.HasPrefix(line, "|") && bars != 5 && bars != 9 {
			t.Errorf("a row has other columns: %s", line)
		}
	}
	if !strings.Contains(out.String(), "| $3,947.37 |") {
		t.Error("money is escaped")
	}
}
