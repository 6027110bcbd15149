package terminal

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadpact/model"
	"leadpact/report/format"
	"leadpact/report/reporttest"
)

func verdict(t *testing.T, s *model.Scorecard) string {
	t.Helper()
	var out bytes.Buffer
	if err := Verdict(&out, s); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheVerdictBeginsWithTheHeadline(t *testing.T) {
	t.Parallel()
	first, _, _ := strings.Cut(verdict(t, reporttest.Card()), "\n")
	if first != "SLA October 2026: 3 of 5 goals met, lead value 82 %" {
		t.Errorf("%q", first)
	}
}

func TestTheVerdictSaysWhatIsThere(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	out := verdict(t, s)
	for _, want := range []string{
		"SQLs created                 27    32  missed    84.4%",
		"Contact within 24 hours   85.6%  101     9       8",
		"Contact rate             54.2%         60%  missed",
		"Amara Okafor        1       1        1     1        0        0        0",
		"- Proposals, MQL to won, 3 touches within 14 days: no column gives it",
		"- exports/contacts.csv 5 rows: 3 used, 1 set aside, 1 ignored",
		"2 warnings on the data", s.Agreement.Fingerprint(),
	} {
		if !strings.Contains(out, want+"\n") && !strings.Contains(out, want+";") {
			t.Errorf("no line %q in\n%s", want, out)
		}
	}
	for _, l := range format.KPIs(s) {
		if !strings.Contains(out, "  "+l.Title+": ") {
			t.Errorf("%s has no definition", l.Title)
		}
	}
}

func TestAPageThatItsFilesLimitSaysSoBelowTheHeadline(t *testing.T) {
	t.Parallel()
	out := verdict(t, reporttest.Limited(reporttest.Agreement()))
	for _, want := range []string{
		"Missing: activities after October 14, until October 31. All is counted\n" +
			"to October 14: activities.csv.gz ends there. Export it again, then run\nagain.\n",
		"version 2, counted to 2026-10-14 23:13\n",
		"- The exports end: leads on November 2 and activities on October 14; the\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "closed") {
		t.Error("the period is called closed")
	}
}

func TestAPromiseThatIsNotKnownIsNoVerdict(t *testing.T) {
	t.Parallel()
	out := verdict(t, reporttest.WithNA(reporttest.Card(), "no column gives leads.tier", "delivered.lead_value",
		"kpi.lead_value_attainment"))
	if !strings.Contains(out, "Promise\nMarketing's lead value: n/a (no column gives leads.tier).\n") ||
		strings.Contains(out, "of $84,000") {
		t.Error(out)
	}
}

func TestNoLineIsWiderThanThePageWhateverTheData(t *testing.T) {
	t.Parallel()
	name := rapid.StringOfN(rapid.Rune(), 0, 120, -1)
	rapid.Check(t, func(t *rapid.T) {
		s := reporttest.Card()
		s.Breaches[0].SDR, s.Inputs[0].File = name.Draw(t, "sdr"), name.Draw(t, "file")
		s.Agreement.Head.Company = name.Draw(t, "company")
		s.Quantity("actual.won").Title = name.Draw(t, "title")
		var out bytes.Buffer
		if err := Verdict(&out, s); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(out.String(), "\n") {
			if displayWidth(line) > narrow {
				t.Fatalf("%d columns: %q", displayWidth(line), line)
			}
			if plain := format.Plain(line); plain != line {
				t.Fatalf("control characters in %q", line)
			}
		}
	})
}

func TestAFamilyThatIsAbsentIsLeftOut(t *testing.T) {
	t.Parallel()
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	s.Compute()
	out := verdict(t, s)
	for _, gone := range []string{"Goals", "Sales  ", "KPIs", "Breaches", "To decide", "Files", "warning"} {
		if strings.Contains(out, gone) {
			t.Errorf("%s is printed:\n%s", gone, out)
		}
	}
}

func TestManySDRsAreSummedUp(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	for i := range 30 {
		s.Breaches = append(s.Breaches, model.Breach{SDR: "SDR " + string(rune('A'+i)), Rule: "contact"})
	}
	if out := verdict(t, s); !strings.Contains(out, "\n22 more") {
		t.Errorf("the rest is not summed up:\n%s", out)
	}
}
