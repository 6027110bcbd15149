package contract

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/goregular"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/reporttest"
)

// cardOf is the model's card of an agreement without any data.
func cardOf(a *agreement.Agreement) *model.Scorecard {
	l := model.NewLedger(a, reporttest.October())
	for _, r := range reporttest.Team() {
		l.AddRep(r)
	}
	l.Settle()
	return l.Scorecard()
}

func written(t *testing.T, a *agreement.Agreement) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(".", &out, cardOf(a), reporttest.Team()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// onDisk writes the contract where a tool can read it.
func onDisk(t *testing.T, a *agreement.Agreement) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "contract.pdf")
	if err := os.WriteFile(name, written(t, a), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// textOf is the text of the contract with single spaces, and page by page.
func textOf(t *testing.T, a *agreement.Agreement) (all string, pages []string) {
	t.Helper()
	raw := reporttest.Tool(t, "pdftotext", "-enc", "UTF-8", onDisk(t, a), "-")
	for _, p := range strings.Split(strings.TrimSuffix(raw, "\f"), "\f") {
		pages = append(pages, regexp.MustCompile(`[ \n]+`).ReplaceAllString(p, " "))
	}
	return strings.Join(pages, " "), pages
}

func businessHours(a *agreement.Agreement) {
	for d := time.Monday; d <= time.Friday; d++ {
		a.Clock.Hours = append(a.Clock.Hours, calendar.OpenHours{Weekday: d, From: 9 * 60, Until: 17*60 + 30})
	}
}

func TestTheSameTermsGiveTheSameBytes(t *testing.T) {
	first := written(t, reporttest.Agreement())
	for range 3 {
		if !bytes.Equal(first, written(t, reporttest.Agreement())) {
			t.Fatal("two contracts of one agreement differ")
		}
	}
	other := reporttest.Agreement()
	other.Head.Version++
	if bytes.Equal(first, written(t, other)) {
		t.Error("another version gives the same bytes")
	}
}

func TestMeasurementsAndThePeriodDoNotChangeTheContract(t *testing.T) {
	a := reporttest.Agreement()
	p := reporttest.October()
	p.ID, p.End, p.AsOf, p.Months = "2026-Q4", p.Start.AddDate(0, 3, 0), p.Start.AddDate(0, 3, 0), 3
	l := model.NewLedger(a, p)
	for _, r := range reporttest.Team() {
		l.AddRep(r)
	}
	for _, table := range []string{"lead_id", "created_at", "mql_at"} {
		l.Provide("leads", table)
	}
	lead := model.Lead{ID: "1", Motion: "inbound"}
	lead.Stages[agreement.Created] = calendar.At(p.Start)
	l.AddLead(lead)
	l.Settle()
	var out bytes.Buffer
	if err := Write(".", &out, l.Scorecard(), reporttest.Team()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), written(t, a)) {
		t.Error("a quarter with a lead gives another contract than an empty month")
	}
}

func TestTheFileIsSoundAndItsFontsAreEmbedded(t *testing.T) {
	for _, paper := range []string{"a4", "letter"} {
		a := reporttest.Agreement()
		a.Head.Paper = paper
		name := onDisk(t, a)
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
		info := reporttest.Tool(t, "pdfinfo", name)
		size := map[string]string{"a4": "595.28 x 841.89", "letter": "612 x 792"}[paper]
		for _, want := range []string{size, "Title:           Service Level Agreement SLA-2026-004, version 2", "Author:          Northwind Analytics"} {
			if !strings.Contains(info, want) {
				t.Errorf("%s: no %q in\n%s", paper, want, info)
			}
		}
	}
}

func TestEveryPageHasTheFingerprintAndItsNumber(t *testing.T) {
	a := reporttest.Agreement()
	_, pages := textOf(t, a)
	for i, p := range pages {
		for _, want := range []string{a.Fingerprint(), "SLA-2026-004, version 2", fmt.Sprintf("Page %d of %d", i+1, len(pages))} {
			if !strings.Contains(p, want) {
				t.Errorf("page %d lacks %q", i+1, want)
			}
		}
	}
}

func TestSectionsStandInTheirOrder(t *testing.T) {
	text, _ := textOf(t, reporttest.Agreement())
	at := 0
	for _, want := range []string{"1. Parties and duties", "Duties of Marketing", "2. Executive summary", "3. Definitions", "Authority", "4. Ideal client",
		"5. Goals", "MQLs managed 525", "6. Plan", "2,986", "28% by the end of March 2027", "7. Lead value", "$3,947.37", "8. The agreement in one sentence",
		"Every month, Marketing will deliver $84,000 in qualified leads to Sales, and Sales will contact each of those within 24 hours of receiving it.",
		"9. Handoff", "Routing", "10. Action agreement", "4 hours", "A hand raiser (Books a call) is called within 5 minutes", "11. Follow-up cadence",
		"12. Don't be on it", "fewer than 5 calls 14 days after handoff", "13. Capacity", "200 to 400", "14. Key performance indicators", "Contact rate",
		"15. Budget", "$20,000", "16. Tolerance and ratio", "17. Review", "January 5, 2027", "18. Feedback meeting", "chaired by the Head of RevOps",
		"19. How time and touches are counted", "calendar hours", "20. Signatures", "Zoë Ångström", "Finance (witness)", "José Peña", "Annex 1. Amara Okafor", "Annex 2. Łukasz Žižka", "Ramp: targets of", "October 2026 50% 100 to 200 75 to 100 at least 7.5", "from December 2026 100% 200 to 400"} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Errorf("%q does not follow what stands before it", want)
			continue
		}
		at += i
	}
	if strings.Contains(text, "n/a ") && strings.Contains(text, "n/a (history)") {
		t.Error("a term prints n/a")
	}
}

func TestWhatTheAgreementDoesNotFillIsLeftOutAndNumbersFollow(t *testing.T) {
	a := reporttest.Agreement()
	a.Ideal, a.Cadence, a.DontBeOnIt, a.Budget, a.Meeting = agreement.IdealClient{}, nil, nil, agreement.Budget{}, agreement.MeetingTerms{}
	a.Summary = agreement.Summary{}
	text, _ := textOf(t, a)
	for _, gone := range []string{"Executive summary", "Ideal client", "Follow-up cadence", "Don't be on it", "Budget", "Feedback meeting"} {
		if strings.Contains(text, gone) {
			t.Errorf("%s is printed", gone)
		}
	}
	for _, want := range []string{"2. Definitions", "3. Goals", "14. Signatures"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestStatementForms(t *testing.T) {
	n := func(x float64) *float64 { return &x }
	money := func(x float64) agreement.Amount { return agreement.Amount{Value: x, Set: true} }
	for _, c := range []struct {
		name    string
		promise func(*agreement.Promise)
		want    string
	}{
		{"article 000, value", func(p *agreement.Promise) {}, "Every month, Marketing will deliver $84,000 in qualified leads to Sales, and Sales will contact each of those within 24 hours of receiving it."},
		{"at 2:1 the amount doubles", func(p *agreement.Promise) { p.Ratio.Value = 2 }, "Marketing will deliver $168,000 in qualified leads"},
		{"article 002, leads", func(p *agreement.Promise) {
			p.LeadValue, p.LeadsPerSeller, p.Sellers, p.Statement = agreement.Amount{}, n(100), n(10), "leads"
		}, "Every month, Marketing will deliver 1,000 qualified leads to Sales, and Sales will contact each of those leads within 24 hours of receiving it."},
		{"article 002, every MQL", func(p *agreement.Promise) { p.LeadValue, p.Statement = money(100000), "every_mql" },
			"Every month, Marketing will deliver $100,000 in lead value to Sales, and Sales will contact every marketing qualified lead within 24 hours of receiving it."},
		{"limited to qualities", func(p *agreement.Promise) { p.For = []string{"high", "moderate"} }, "each of those that is of high or moderate quality within 24 hours"},
		{"from the plan", func(p *agreement.Promise) { p.LeadValue = agreement.Amount{Plan: true, Set: true} }, "Every month, Marketing will deliver $83,968 in qualified leads"},
		{"without a limit for Sales", func(p *agreement.Promise) { p.ContactWithin = calendar.Span{} }, "Every month, Marketing will deliver $84,000 in qualified leads to Sales."},
	} {
		a := reporttest.Agreement()
		c.promise(&a.Promise)
		if text, _ := textOf(t, a); !strings.Contains(text, c.want) {
			i := strings.Index(text, "Every month")
			t.Errorf("%s: %q", c.name, text[i:i+180])
		}
	}
}

func TestBusinessHoursArePrintedInBothReadings(t *testing.T) {
	a := reporttest.Agreement()
	businessHours(a)
	text, _ := textOf(t, a)
	for _, want := range []string{"within 24 business hours of receiving it", "Monday to Friday 09:00–17:30", "Wednesday 16:00", "2 days 7 hours"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	if regexp.MustCompile(`\d hours of (receiving|handoff)`).MatchString(text) {
		t.Error("a limit is printed without saying business hours")
	}
}

func TestTermsThatDifferFromTheSignedOnesPutABannerOnEveryPage(t *testing.T) {
	a := reporttest.Agreement()
	a.Signed = &agreement.Signed{Fingerprint: a.Fingerprint()}
	if text, _ := textOf(t, a); strings.Contains(text, "differ from those signed") {
		t.Error("the signed terms have a banner")
	}
	a.Signed.Fingerprint = strings.Repeat("0", 64)
	_, pages := textOf(t, a)
	for i, p := range pages {
		if !strings.Contains(p, "These terms differ from those signed (fingerprint 000000000000…).") {
			t.Errorf("page %d has no banner", i+1)
		}
	}
}

func TestLongNamesAreWrappedNotCut(t *testing.T) {
	a := reporttest.Agreement()
	a.Parties[0].Name = "Maximiliane Alexandra Freifrau von Hohenstein-Württemberg"
	a.Parties[0].Role = strings.Repeat("Donaudampfschifffahrt", 12)
	a.Summary.Why = strings.Repeat("A reason that fills many pages. ", 400)
	a.Defs.SQL.Authority = strings.Repeat("A criterion of many lines. ", 300)
	text, pages := textOf(t, a)
	if !strings.Contains(text, "Hohenstein-Württemberg Name") && strings.Count(text, "Hohenstein-Württemberg") < 2 {
		t.Error("the name above the line is cut")
	}
	if n := strings.Count(text, "A reason that fills many pages."); n < 380 { // some break over a page
		t.Errorf("only %d of 400 sentences are printed whole", n)
	}
	if n := strings.Count(text, "A criterion of many lines."); n < 280 {
		t.Errorf("only %d of 300 sentences of a table are printed whole", n)
	}
	if len(pages) < 12 {
		t.Errorf("%d pages", len(pages))
	}
}

func TestATableOverSeveralPagesRepeatsItsHead(t *testing.T) {
	a := reporttest.Agreement()
	for i := range 120 {
		a.Budget.Channels = append(a.Budget.Channels, agreement.Pair[float64]{Key: fmt.Sprintf("Channel no. %d", i+1), Value: 100})
	}
	_, pages := textOf(t, a)
	with := 0
	for _, p := range pages {
		if strings.Contains(p, "Channel no. ") {
			with++
			if !strings.Contains(p, "Channel A month") {
				t.Errorf("a page of the table has no head: %.200s", p)
			}
		}
	}
	if with < 3 {
		t.Errorf("the table stands on %d pages", with)
	}
}

func TestEachMethodOfLeadValueIsSaidAndCharted(t *testing.T) {
	rates := func(x ...float64) agreement.Pairs[agreement.Rate] {
		return agreement.Pairs[agreement.Rate]{{Key: "demo_request", Value: agreement.Rate{Value: x[0]}}, {Key: "lead_magnet", Value: agreement.Rate{Value: x[1]}}}
	}
	for _, c := range []struct {
		method string
		want   []string
	}{
		{"ltv", []string{"five-year revenue divided by five", "$3,947.37", "$50.61"}},
		{"close_rate", []string{"the close rate of its tier and action", "$3,000", "$1,000", "$100,000", "3%"}}, // article 002
		{"quota", []string{"the quota of its revenue stream divided by", "Platform, Outbound", "Platform, other leads"}},
	} {
		a := reporttest.Agreement()
		a.LeadValue.Method = c.method
		a.LeadValue.CloseRates = agreement.Pairs[agreement.Pairs[agreement.Rate]]{{Key: "A", Value: rates(.03, .01)}}
		a.LeadValue.AveragePurchase = agreement.Pairs[float64]{{Key: "A", Value: 100000}}
		text, _ := textOf(t, a)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q", c.method, want)
			}
		}
	}
}

func TestTheHouseFontsDrawEveryDefinition(t *testing.T) {
	f, err := loadFonts("", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range cardOf(reporttest.Agreement()).Quantities {
		if r, bad := f.missing(q.Title + q.Definition); bad {
			t.Errorf("%s: no glyph for %q", q.ID, r)
		}
	}
}

func TestACharacterWithoutAGlyphNamesItsField(t *testing.T) {
	for _, c := range []struct {
		name string
		spot func(*agreement.Agreement)
		want string
	}{
		{"another script", func(a *agreement.Agreement) { a.Parties[0].Name = "中 Li" }, `parties[0].name: the fonts have no glyph for U+4E2D "中"; add a font under agreement.fonts`},
		{"Arabic", func(a *agreement.Agreement) { a.Parties[1].Name = "Sam سلام" }, `parties[1].name: the fonts have no glyph for U+0633 "س"; add a font under agreement.fonts`},
		{"a script that a layout engine sets", func(a *agreement.Agreement) { a.Parties[1].Name = "हि" }, `parties[1].name: a contract cannot join the letters of this script as it is written, U+0939 "ह"; write it in other characters`},
		{"an emoji", func(a *agreement.Agreement) { a.Summary.What = "Go 🚀" }, `summary.what: a PDF of this kind cannot hold U+1F680 "🚀"; write it in other characters`},
		{"broken UTF-8", func(a *agreement.Agreement) { a.Head.Company = "North\xffwind" }, "agreement.company: the text is not valid UTF-8; save the file as UTF-8"},
		{"a key", func(a *agreement.Agreement) { a.Duties[1].Key = "売" }, `duties.売: the fonts have no glyph for U+58F2 "売"; add a font under agreement.fonts`},
		{"an item under a key", func(a *agreement.Agreement) { a.Duties[0].Value[0] = "売" }, `duties.Marketing[0]: the fonts have no glyph for U+58F2 "売"; add a font under agreement.fonts`},
		{"a further definition", func(a *agreement.Agreement) { a.Defs.More[0].Value = "売" }, `definitions.prospect: the fonts have no glyph for U+58F2 "売"; add a font under agreement.fonts`},
		{"a control character", func(a *agreement.Agreement) { a.Meeting.Chair = "a\x07" }, `meeting.chair: the fonts have no glyph for U+0007 "\a"; add a font under agreement.fonts`},
	} {
		a := reporttest.Agreement()
		c.spot(a)
		err := Write(".", &bytes.Buffer{}, cardOf(a), nil)
		var glyph *GlyphError
		if !errors.As(err, &glyph) || err.Error() != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	var glyph *GlyphError
	if err := Write(".", &bytes.Buffer{}, cardOf(reporttest.Agreement()), []model.Rep{{Name: "Ann"}, {Name: "李"}}); !errors.As(err, &glyph) || glyph.Field != "team[1].name" {
		t.Errorf("team: %v", err)
	}
}

func TestWhatIsNoTermIsNotChecked(t *testing.T) {
	a := reporttest.Agreement()
	a.Mail.From = "中 <a@b.example>"
	a.Inputs = map[string]*agreement.Input{"leads": {Files: []string{"中.csv"}}}
	written(t, a)
}

func TestADecomposedLetterIsDrawnComposed(t *testing.T) {
	a := reporttest.Agreement()
	a.Parties[0].Name = "Zoe\u0308 A\u030angstro\u0308m"
	if text, _ := textOf(t, a); !strings.Contains(text, "Zoë Ångström") {
		t.Error("the name is not in NFC")
	}
}

func TestAFontOfTheAgreementDrawsWhatTheHouseFontsCannot(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "go.ttf"), goregular.TTF, 0o600); err != nil {
		t.Fatal(err)
	}
	a := reporttest.Agreement()
	a.Parties[0].Title = "Sales ∪ Marketing"
	var glyph *GlyphError
	if err := Write(".", &bytes.Buffer{}, cardOf(a), nil); !errors.As(err, &glyph) || glyph.Rune != '∪' {
		t.Errorf("without the font: %v", err)
	}
	a.Head.Fonts = []string{"go.ttf"}
	var out bytes.Buffer
	if err := Write(folder, &out, cardOf(a), nil); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(folder, "contract.pdf")
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if text := reporttest.Tool(t, "pdftotext", name, "-"); !strings.Contains(text, "Sales ∪ Marketing") {
		t.Error("the text is not as written")
	}
}

func TestAFontThatCannotBeReadNamesItsKey(t *testing.T) {
	folder := t.TempDir()
	a := reporttest.Agreement()
	a.Head.Fonts = []string{"none.ttf"}
	if err := Write(folder, &bytes.Buffer{}, cardOf(a), nil); err == nil || !strings.HasPrefix(err.Error(), "agreement.fonts[0]: ") {
		t.Errorf("a font that is not there: %v", err)
	}
	if err := os.WriteFile(filepath.Join(folder, "none.ttf"), []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(folder, &bytes.Buffer{}, cardOf(a), nil); err == nil || !strings.Contains(err.Error(), "none.ttf is no TrueType font") {
		t.Errorf("a file that is no font: %v", err)
	}
}

func TestAnAnnexSaysHowTheShareOfThePlanFollows(t *testing.T) {
	text, _ := textOf(t, reporttest.Agreement())
	for _, want := range []string{"Sales qualified leads (SQL) 16 32 a month ÷ 2 SDRs, rounded up", "Target of every SDR Agreed", "Universe 200 to 400"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestTheAttachedTermsAreWhatTheFingerprintHashes(t *testing.T) {
	a := reporttest.Agreement()
	out := filepath.Join(t.TempDir(), TermsName)
	reporttest.Tool(t, "pdfdetach", "-savefile", TermsName, "-o", out, onDisk(t, a))
	terms, err := os.ReadFile(out)
	if err != nil || !bytes.Equal(terms, a.Canonical()) || fingerprint(terms) != a.Fingerprint() {
		t.Errorf("%.100s, %v", terms, err)
	}
}

func TestTheContractSaysWhereThePromiseComesFrom(t *testing.T) {
	n := func(x float64) *float64 { return &x }
	for _, c := range []struct {
		promise func(*agreement.Promise)
		want    string
	}{
		{func(p *agreement.Promise) {}, "The amount is agreed. By the plan, section 6, a month's leads at handoff are 125 MQLs of Platform at $671.74, together $83,968 at 1:1."},
		{func(p *agreement.Promise) { p.Ratio.Value = 2 }, "The amount is agreed: $84,000 at 1:1, here at 2:1."},
		{func(p *agreement.Promise) { p.LeadValue = agreement.Amount{Plan: true, Set: true} }, "The amount is the plan's, section 6: 125 MQLs of Platform at $671.74, together $83,968."},
		{func(p *agreement.Promise) {
			p.LeadValue, p.LeadsPerSeller, p.Sellers = agreement.Amount{}, n(100), n(10)
		}, "These are 100 leads for each of 10 sellers."},
	} {
		a := reporttest.Agreement()
		c.promise(&a.Promise)
		if text, _ := textOf(t, a); !strings.Contains(text, c.want) {
			t.Errorf("no %q", c.want)
		}
	}
}

func TestRatesFromHistoryWithoutATableAreSaidAndNotGuessed(t *testing.T) {
	a := reporttest.Agreement()
	a.History = nil
	s := &a.Revenue.Streams[0]
	s.AverageDeal = agreement.Amount{History: true, Set: true}
	s.Funnel[0].ToNext = agreement.Rate{History: true}
	text, _ := textOf(t, a)
	for _, want := range []string{"Qualified leads (QL) history n/a", "Average deal from history", "the agreement has no table of the four full quarters before it takes effect"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestAnSDROfAMotionWithLinesOfItsOwnOwesThose(t *testing.T) {
	a := reporttest.Agreement()
	line := agreement.ActionLine{CallWithin: calendar.Span{Minutes: 120}, Timeframe: calendar.Span{Days: 45}}
	a.Actions.Motions = agreement.Pairs[agreement.ActionLines]{{Key: "outbound", Value: agreement.ActionLines{High: &line}}}
	var out bytes.Buffer
	if err := Write(".", &out, cardOf(a), []model.Rep{{Name: "Ann", Motion: "outbound"}, {Name: "Ben", Motion: "inbound"}, {Name: "Cem"}}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "contract.pdf")
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	text := reporttest.Tool(t, "pdftotext", "-layout", name, "-")
	annexes := strings.Split(text, "Annex ")[1:]
	for i, own := range []string{"outbound", "inbound", "both"} {
		if got := strings.Contains(annexes[i], "Outbound, High"); got != (own != "inbound") {
			t.Errorf("%s: outbound's line is printed: %v", own, got)
		}
		if got := strings.Contains(annexes[i], "Moderate"); got != (own != "outbound") {
			t.Errorf("%s: the general lines are printed: %v", own, got)
		}
	}
}
