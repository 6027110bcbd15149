package contract

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/reporttest"
)

// scorecardOf returns the scorecard of an agreement without any data.
func scorecardOf(a *agreement.Agreement) *model.Scorecard {
	l := model.NewLedger(a, reporttest.October())
	for _, r := range reporttest.Team() {
		l.AddRep(r)
	}
	l.ResolveLeads()
	return l.Scorecard()
}

// sampleContract returns the contract of the unchanged test agreement. It is written once for all tests.
var sampleContract = sync.OnceValue(func() []byte {
	var out bytes.Buffer
	if err := Write(".", &out, scorecardOf(reporttest.Agreement()), reporttest.Team()); err != nil {
		panic(err)
	}
	return out.Bytes()
})

func contractOf(t *testing.T, a *agreement.Agreement) []byte {
	t.Helper()
	return contractFor(t, a, reporttest.Team())
}

func contractFor(t *testing.T, a *agreement.Agreement, team []model.Rep) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(".", &out, scorecardOf(a), team); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// tempFile writes a file where an external program can read it.
func tempFile(t *testing.T, pdf []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "contract.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// textOf returns the text of a PDF with single spaces, whole and page by page.
func textOf(t *testing.T, pdf []byte) (all string, pages []string) {
	t.Helper()
	raw := reporttest.Tool(t, "pdftotext", "-enc", "UTF-8", tempFile(t, pdf), "-")
	for _, p := range strings.Split(strings.TrimSuffix(raw, "\f"), "\f") {
		pages = append(pages, whitespace.ReplaceAllString(p, " "))
	}
	return strings.Join(pages, " "), pages
}

// wantText fails for each text that is not in a document.
func wantText(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

// composed returns a contract with all its content, before it is drawn on pages.
func composed(t *testing.T, a *agreement.Agreement) *contract {
	t.Helper()
	fonts, err := loadFonts("", nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := newContract("", scorecardOf(a), reporttest.Team(), newDocument(a, agreementDocument, fonts, 1))
	if err != nil {
		t.Fatal(err)
	}
	c.agreement()
	return c
}

func TestSameTermsGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	for range 3 {
		if !bytes.Equal(sampleContract(), contractOf(t, reporttest.Agreement())) {
			t.Fatal("two contracts of one agreement differ")
		}
	}
	other := reporttest.Agreement()
	other.Head.Version++
	if bytes.Equal(sampleContract(), contractOf(t, other)) {
		t.Error("another version gives the same bytes")
	}
}

func TestMeasurementsAndThePeriodDoNotChangeTheContract(t *testing.T) {
	t.Parallel()
	p := reporttest.October()
	p.ID, p.End, p.AsOf, p.Months = "2026-Q4", p.Start.AddDate(0, 3, 0), p.Start.AddDate(0, 3, 0), 3
	l := model.NewLedger(reporttest.Agreement(), p)
	for _, r := range reporttest.Team() {
		l.AddRep(r)
	}
	for _, column := range []string{"lead_id", "created_at", "mql_at"} {
		l.Provide("leads", column)
	}
	lead := model.Lead{ID: "1", Motion: "inbound"}
	lead.Stages[agreement.Created] = calendar.At(p.Start)
	l.AddLead(lead)
	l.ResolveLeads()
	var out bytes.Buffer
	if err := Write(".", &out, l.Scorecard(), reporttest.Team()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), sampleContract()) {
		t.Error("a quarter with a lead gives another contract than an empty month")
	}
}

func TestFileIsValidAndItsFontsAreEmbedded(t *testing.T) {
	t.Parallel()
	for paper, size := range map[string]string{"a4": "595.28 x 841.89", "letter": "612 x 792"} {
		t.Run(paper, func(t *testing.T) {
			t.Parallel()
			a := reporttest.Agreement()
			a.Head.Paper = paper
			name := tempFile(t, contractOf(t, a))
			if out := reporttest.Tool(t, "qpdf", "--check", name); strings.Contains(out, "WARNING") {
				t.Error(out)
			}
			fonts := strings.Split(strings.TrimSpace(reporttest.Tool(t, "pdffonts", name)), "\n")[2:]
			if len(fonts) != 3 {
				t.Errorf("%d fonts, want regular, bold and italic", len(fonts))
			}
			for _, f := range fonts {
				if !regexp.MustCompile(`yes +(no|yes) +yes +\d+`).MatchString(f) {
					t.Errorf("font not embedded: %s", f)
				}
			}
			wantText(t, reporttest.Tool(t, "pdfinfo", name), size,
				"Title:           Service Level Agreement SLA-2026-004, version 2", "Author:          Northwind Analytics")
		})
	}
}

func TestEveryPageHasTheFingerprintAndItsNumber(t *testing.T) {
	t.Parallel()
	_, pages := textOf(t, sampleContract())
	for i, p := range pages {
		wantText(t, p, reporttest.Agreement().Fingerprint(), "SLA-2026-004, version 2",
			fmt.Sprintf("Page %d of %d", i+1, len(pages)))
	}
}

func TestSectionsAreInOrder(t *testing.T) {
	t.Parallel()
	text, _ := textOf(t, sampleContract())
	rest := text
	for _, want := range []string{
		"1. Parties and duties", "Duties of Marketing",
		"2. Executive summary",
		"3. Definitions", "Authority",
		"4. Ideal client",
		"5. Goals", "MQLs managed 525",
		"6. Plan", "2,986", "28% by the end of March 2027",
		"7. Lead value", "$3,947.37",
		"8. The agreement in one sentence",
		"Every month, Marketing will deliver $84,000 in qualified leads to Sales, " +
			"and Sales will contact each of those within 24 hours of receiving it.",
		"The amount is agreed. By the plan, section 6, a month's leads at handoff are 125 MQLs of Platform at $671.74",
		"9. Handoff", "Routing",
		"10. Action agreement", "4 hours", "A hand raiser (Books a call) is called within 5 minutes",
		"11. Follow-up cadence",
		"12. Don't be on it", "fewer than 5 calls 14 days after handoff",
		"13. Capacity", "200 to 400",
		"14. Key performance indicators", "Contact rate",
		"15. Budget", "$20,000",
		"16. Tolerance and ratio",
		"17. Review", "January 5, 2027",
		"18. Feedback meeting", "chaired by the Head of RevOps",
		"19. How time and touches are counted", "calendar hours",
		"20. Signatures", "Zoë Ångström", "Finance (witness)", "José Peña",
		"Annex 1. Amara Okafor",
		"Annex 2. Łukasz Žižka", "Ramp: targets of", "October 2026 50% 100 to 200 75 to 100 at least 7.5",
		"from December 2026 100% 200 to 400",
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Errorf("%q is missing after what precedes it", want)
			continue
		}
		rest = after
	}
	if strings.Contains(text, "n/a ") && strings.Contains(text, "n/a (history)") {
		t.Error("a term prints n/a")
	}
	wantText(t, text, "Sales qualified leads (SQL) 16 32 a month ÷ 2 SDRs, rounded up", "Target of every SDR Agreed",
		"Universe 200 to 400")
}

func TestEmptySectionsAreLeftOutAndTakeNoNumber(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Ideal, a.Cadence, a.DontBeOnIt, a.Budget = agreement.IdealClient{}, nil, nil, agreement.Budget{}
	a.Meeting, a.Summary = agreement.MeetingTerms{}, agreement.Summary{}
	text, _ := textOf(t, contractOf(t, a))
	for _, title := range []string{"Executive summary", "Ideal client", "Follow-up cadence", "Don't be on it", "Budget",
		"Feedback meeting"} {
		if strings.Contains(text, title) {
			t.Errorf("%s is printed", title)
		}
	}
	wantText(t, text, "2. Definitions", "3. Goals", "14. Signatures")
}

func TestStatement(t *testing.T) {
	t.Parallel()
	number := func(x float64) *float64 { return &x }
	for _, c := range []struct {
		name   string
		change func(*agreement.Promise)
		want   string
	}{
		{"article 000, value", func(p *agreement.Promise) {},
			"Every month, Marketing will deliver $84,000 in qualified leads to Sales, " +
				"and Sales will contact each of those within 24 hours of receiving it."},
		{"at 2:1 the amount doubles", func(p *agreement.Promise) { p.Ratio.Value = 2 },
			"Marketing will deliver $168,000 in qualified leads"},
		{"article 002, leads", func(p *agreement.Promise) {
			p.LeadValue, p.LeadsPerSeller, p.Sellers, p.Statement = agreement.Amount{}, number(100), number(10), "leads"
		}, "Every month, Marketing will deliver 1,000 qualified leads to Sales, " +
			"and Sales will contact each of those leads within 24 hours of receiving it."},
		{"article 002, every MQL", func(p *agreement.Promise) {
			p.LeadValue, p.Statement = agreement.Amount{Value: 100000, Set: true}, "every_mql"
		}, "Every month, Marketing will deliver $100,000 in lead value to Sales, " +
			"and Sales will contact every marketing qualified lead within 24 hours of receiving it."},
		{"limited to qualities", func(p *agreement.Promise) { p.For = []string{"high", "moderate"} },
			"each of those that is of high or moderate quality within 24 hours"},
		{"from the plan", func(p *agreement.Promise) { p.LeadValue = agreement.Amount{Plan: true, Set: true} },
			"Every month, Marketing will deliver $83,968 in qualified leads"},
		{"without a limit for Sales", func(p *agreement.Promise) { p.ContactWithin = calendar.Span{} },
			"Every month, Marketing will deliver $84,000 in qualified leads to Sales."},
	} {
		a := reporttest.Agreement()
		c.change(&a.Promise)
		if got := composed(t, a).statement(); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestPromiseSource(t *testing.T) {
	t.Parallel()
	number := func(x float64) *float64 { return &x }
	for _, c := range []struct {
		change func(*agreement.Promise)
		want   string
	}{
		{func(p *agreement.Promise) {}, "The amount is agreed. By the plan, section 6, a month's leads at handoff are " +
			"125 MQLs of Platform at $671.74, together $83,968 at 1:1."},
		{func(p *agreement.Promise) { p.Ratio.Value = 2 }, "The amount is agreed: $84,000 at 1:1, here at 2:1."},
		{func(p *agreement.Promise) { p.LeadValue = agreement.Amount{Plan: true, Set: true} },
			"The amount is the plan's, section 6: 125 MQLs of Platform at $671.74, together $83,968."},
		{func(p *agreement.Promise) {
			p.LeadValue, p.LeadsPerSeller, p.Sellers = agreement.Amount{}, number(100), number(10)
		},
			"These are 100 leads for each of 10 sellers."},
	} {
		a := reporttest.Agreement()
		c.change(&a.Promise)
		if got := composed(t, a).promiseSource(); !strings.Contains(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestBusinessHoursAreNamedAndDueTimesListed(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	for d := time.Monday; d <= time.Friday; d++ {
		a.Clock.Hours = append(a.Clock.Hours, calendar.OpenHours{Weekday: d, From: 9 * 60, Until: 17*60 + 30})
	}
	text, _ := textOf(t, contractOf(t, a))
	wantText(t, text, "within 24 business hours of receiving it", "Monday to Friday 09:00–17:30", "Wednesday 16:00",
		"2 days 7 hours")
	if regexp.MustCompile(`\d hours of (receiving|handoff)`).MatchString(text) {
		t.Error("a limit is printed that does not say business hours")
	}
}

func TestTermsThatDifferFromTheSignedOnesPutABannerOnEveryPage(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Signed = &agreement.Signed{Fingerprint: a.Fingerprint()}
	if text, _ := textOf(t, contractOf(t, a)); strings.Contains(text, "differ from those signed") {
		t.Error("the signed terms have a banner")
	}
	a.Signed.Fingerprint = strings.Repeat("0", 64)
	_, pages := textOf(t, contractOf(t, a))
	for i, p := range pages {
		if !strings.Contains(p, "These terms differ from those signed (fingerprint 000000000000…).") {
			t.Errorf("page %d has no banner", i+1)
		}
	}
}

func TestLongTextsAreWrappedNotCut(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Parties[0].Name = "Maximiliane Alexandra Freifrau von Hohenstein-Württemberg"
	a.Parties[0].Role = strings.Repeat("Donaudampfschifffahrt", 12)
	a.Summary.Why = strings.Repeat("A reason that fills many pages. ", 400)
	a.Defs.SQL.Authority = strings.Repeat("A criterion of many lines. ", 300)
	text, pages := textOf(t, contractOf(t, a))
	if !strings.Contains(text, "Hohenstein-Württemberg Name") && strings.Count(text, "Hohenstein-Württemberg") < 2 {
		t.Error("the name above the line is cut")
	}
	if n := strings.Count(text, "A reason that fills many pages."); n < 380 { // some are broken over a page
		t.Errorf("only %d of 400 sentences are printed whole", n)
	}
	if n := strings.Count(text, "A criterion of many lines."); n < 280 {
		t.Errorf("only %d of 300 sentences of a table are printed whole", n)
	}
	if len(pages) < 12 {
		t.Errorf("%d pages", len(pages))
	}
}

func TestTableOverSeveralPagesRepeatsItsHead(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	for i := range 120 {
		channel := agreement.Pair[float64]{Key: fmt.Sprintf("Channel no. %d", i+1), Value: 100}
		a.Budget.Channels = append(a.Budget.Channels, channel)
	}
	_, pages := textOf(t, contractOf(t, a))
	tablePages := 0
	for _, p := range pages {
		if strings.Contains(p, "Channel no. ") {
			tablePages++
			if !strings.Contains(p, "Channel A month") {
				t.Errorf("a page of the table has no head: %.200s", p)
			}
		}
	}
	if tablePages < 3 {
		t.Errorf("the table stands on %d pages", tablePages)
	}
}

func TestEachLeadValueMethodIsExplainedAndCharted(t *testing.T) {
	t.Parallel()
	rates := agreement.Pairs[agreement.Rate]{{Key: "demo_request", Value: agreement.Rate{Value: .03}},
		{Key: "lead_magnet", Value: agreement.Rate{Value: .01}}}
	for method, wants := range map[string][]string{
		"ltv":        {"five-year revenue divided by five", "$3,947.37", "$50.61"},
		"close_rate": {"the close rate of its tier and action", "$3,000", "$1,000", "$100,000", "3%"}, // article 002
		"quota":      {"the quota of its revenue stream divided by", "Platform, Outbound", "Platform, other leads"},
	} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			a := reporttest.Agreement()
			a.LeadValue.Method = method
			a.LeadValue.CloseRates = agreement.Pairs[agreement.Pairs[agreement.Rate]]{{Key: "A", Value: rates}}
			a.LeadValue.AveragePurchase = agreement.Pairs[float64]{{Key: "A", Value: 100000}}
			text, _ := textOf(t, contractOf(t, a))
			wantText(t, text, wants...)
		})
	}
}

func TestRatesFromHistoryWithoutATableHaveNoFigure(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.History = nil
	s := &a.Revenue.Streams[0]
	s.AverageDeal = agreement.Amount{History: true, Set: true}
	s.Funnel[0].ToNext = agreement.Rate{History: true}
	text, _ := textOf(t, contractOf(t, a))
	wantText(t, text, "Qualified leads (QL) history n/a", "Average deal from history",
		"the agreement has no table of the four full quarters before it takes effect")
}

func TestSDROfAMotionWithLinesOfItsOwnOwesOnlyThose(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	line := agreement.ActionLine{CallWithin: calendar.Span{Minutes: 120}, Timeframe: calendar.Span{Days: 45}}
	a.Actions.Motions = agreement.Pairs[agreement.ActionLines]{
		{Key: "outbound", Value: agreement.ActionLines{High: &line}},
	}
	team := []model.Rep{{Name: "Ann", Motion: "outbound"}, {Name: "Ben", Motion: "inbound"}, {Name: "Cem"}}
	text := reporttest.Tool(t, "pdftotext", "-layout", tempFile(t, contractFor(t, a, team)), "-")
	annexes := strings.Split(text, "Annex ")[1:]
	for i, motion := range []string{"outbound", "inbound", ""} {
		if got := strings.Contains(annexes[i], "Outbound, High"); got != (motion != "inbound") {
			t.Errorf("motion %q: outbound's line is printed: %v", motion, got)
		}
		if got := strings.Contains(annexes[i], "Moderate"); got != (motion != "outbound") {
			t.Errorf("motion %q: the general lines are printed: %v", motion, got)
		}
	}
}
