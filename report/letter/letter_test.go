package letter

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"testing"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
	"leadpact/report/reporttest"
)

func written(t *testing.T, s *model.Scorecard) *Letter {
	t.Helper()
	l, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func html(t *testing.T, s *model.Scorecard) string {
	t.Helper()
	out, err := written(t, s).HTML()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// parts is a message taken apart: its header, the two alternatives and the attachments by name.
type parts struct {
	header      mail.Header
	text, html  string
	chart       string // the picture that the page shows
	chartID     string
	attachments map[string]string
}

// file is the content of an attachment.
func file(text string) *io.SectionReader {
	return io.NewSectionReader(strings.NewReader(text), 0, int64(len(text)))
}

func message(t *testing.T, s *model.Scorecard, files ...Attachment) (string, parts) {
	t.Helper()
	raw, err := written(t, s).Message(files)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	p := parts{header: m.Header, attachments: map[string]string{}}
	each(t, m.Header.Get("Content-Type"), m.Body, "multipart/mixed", func(part *multipart.Part, kind string) {
		if name := part.FileName(); name != "" {
			p.attachments[name] = read(t, part)
			return
		}
		each(t, part.Header.Get("Content-Type"), part, "multipart/alternative", func(part *multipart.Part, kind string) {
			switch kind {
			case "text/plain":
				p.text = read(t, part)
			case "text/html":
				p.html = read(t, part)
			default:
				each(t, part.Header.Get("Content-Type"), part, "multipart/related", func(part *multipart.Part, kind string) {
					if kind == "text/html" {
						p.html = read(t, part)
						return
					}
					p.chart, p.chartID = read(t, part), strings.Trim(part.Header.Get("Content-ID"), "<>")
				})
			}
		})
	})
	return string(raw), p
}

func each(t *testing.T, kind string, body io.Reader, want string, f func(*multipart.Part, string)) {
	t.Helper()
	got, params, err := mime.ParseMediaType(kind)
	if err != nil || got != want {
		t.Fatalf("%q, want %s (%v)", kind, want, err)
	}
	for r := multipart.NewReader(body, params["boundary"]); ; {
		part, err := r.NextPart()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		f(part, kind)
	}
}

func read(t *testing.T, part *multipart.Part) string {
	t.Helper()
	var r io.Reader = part
	if part.Header.Get("Content-Transfer-Encoding") == "base64" {
		r = base64.NewDecoder(base64.StdEncoding, part)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheMessageCarriesBothTextsAndTheWorkbook(t *testing.T) {
	t.Parallel()
	content := strings.Repeat("\x00workbook\xff", 1000)
	raw, p := message(t, reporttest.Card(), Attachment{Name: "sla-2026-10.xlsx", Content: file(content)},
		Attachment{Name: "contract.pdf", Type: "application/pdf", Content: file("")})
	if p.attachments["sla-2026-10.xlsx"] != content {
		t.Error("the workbook is not what went in")
	}
	if _, ok := p.attachments["contract.pdf"]; !ok {
		t.Error("no contract")
	}
	for field, want := range map[string]string{"Subject": "SLA October 2026: 3 of 5 goals met, lead value 82 %",
		"From": `"RevOps" <revops@northwind.example>`,
		"To":   "<zoe@northwind.example>, <daniel@northwind.example>, <jose@northwind.example>",
		"Date": "Sun, 01 Nov 2026 00:00:00 -0400"} {
		if got := p.header.Get(field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	if !strings.Contains(p.html, "sla-2026-10.xlsx, attached") || !strings.Contains(p.text, "sla-2026-10.xlsx, attached") {
		t.Error("the letter does not name what it carries")
	}
	for i, line := range strings.Split(raw, "\r\n") {
		if len(line) > 200 || strings.Contains(line, "\n") {
			t.Errorf("line %d: %q", i+1, line)
		}
	}
}

func TestTheSameCardGivesTheSameMessageAndAnotherAnotherID(t *testing.T) {
	t.Parallel()
	first, p := message(t, reporttest.Card())
	for range 3 {
		if again, _ := message(t, reporttest.Card()); again != first {
			t.Fatal("two messages of one card differ")
		}
	}
	id := p.header.Get("Message-ID")
	if !regexp.MustCompile(`^<sla_2026_004\.2026_10\.[0-9a-f]{32}@northwind\.example>$`).MatchString(id) {
		t.Errorf("Message-ID %s", id)
	}
	if _, other := message(t, reporttest.Card(),
		Attachment{Name: "a", Content: file("")}); other.header.Get("Message-ID") == id {
		t.Error("another content has the same Message-ID")
	}
}

func TestWithoutMailThereIsNoTo(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Mail = nil
	_, p := message(t, reporttest.CardOf(a, reporttest.October()))
	if p.header.Get("To") != "" || p.header.Get("From") != `"leadpact" <leadpact@localhost>` {
		t.Errorf("%v", p.header)
	}
}

func TestAnAddressThatIsNoneIsAnError(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"revops", "a@b.example", `mail.from: "revops" is not an address; write name <user@host>`},
		{"a@b.example", "x@y.example\r\nBcc: z@z.example",
			`mail.to[0]: "x@y.example\r\nBcc: z@z.example" is not an address; write name <user@host>`},
		{"a@bücher.example", "a@b.example", `mail.from: "a@bücher.example" has characters that mail servers refuse; write it in ASCII, a domain as xn--…`},
	} {
		a := reporttest.Agreement()
		a.Mail = &agreement.Mail{From: c.from, To: []string{c.to}}
		if _, err := written(t, reporttest.CardOf(a, reporttest.October())).Message(nil); err == nil ||
			err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestNoTextOfTheDataAddsAHeader(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Head.ID, a.Head.Company = "SLA\r\nBcc: x@y.example", "North\r\nBcc: x@y.example"
	a.Mail = &agreement.Mail{From: "\"Rev\\\r\nOps\" <a@b.example>"}
	raw, err := written(t, reporttest.CardOf(a,
		reporttest.October())).Message([]Attachment{{Name: "a\"\r\nBcc: x@y.example.xlsx", Content: file("")}})
	if err == nil && regexp.MustCompile(`(?m)^Bcc:`).Match(raw) {
		t.Error("a header was added")
	}
	a.Mail = nil
	if raw, err = written(t, reporttest.CardOf(a,
		reporttest.October())).Message([]Attachment{{Name: "a\"\r\nBcc: x@y.example.xlsx",
		Content: file("")}}); err != nil || regexp.MustCompile(`(?m)^Bcc:`).Match(raw) {
		t.Errorf("a header was added, or %v", err)
	}
	if _, err := written(t, reporttest.Card()).Message([]Attachment{{Name: "a", Type: "text/plain\r\nBcc: x@y.example",
		Content: file("")}}); err == nil {
		t.Error("a media type with a line break is accepted")
	}
}

func TestALetterTooLargeNamesWhereTheFileLies(t *testing.T) {
	t.Parallel()
	_, p := message(t, reporttest.Card(), Attachment{Name: "sla-2026-10.xlsx",
		Content: file(strings.Repeat("x", 8<<20)), Where: "out/2026-10"}, Attachment{Name: "contract.pdf",
		Content: file("x")})
	if len(p.attachments) != 1 || p.attachments["contract.pdf"] != "x" {
		t.Errorf("%d attachments", len(p.attachments))
	}
	if want := "sla-2026-10.xlsx is too large to attach; it lies in out/2026-10"; !strings.Contains(p.text, want) ||
		!strings.Contains(p.html, want) {
		t.Error("the letter does not say where the workbook lies")
	}
}

func TestBothTextsSayEveryFigure(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	_, p := message(t, s)
	for _, l := range append(append(format.Grid(s), format.KPIs(s)...), format.Funnel(s)...) {
		for _, want := range []string{l.Title, l.Actual, l.Goal, l.Status} {
			if !strings.Contains(p.text, want) || !strings.Contains(p.html, want) {
				t.Errorf("%s: %q is missing", l.Title, want)
			}
		}
	}
	for _, l := range format.KPIs(s) {
		if !strings.Contains(p.html, l.Definition) || !strings.Contains(p.text, l.Definition) {
			t.Errorf("%s has no definition", l.Title)
		}
	}
	fingerprint := s.Agreement.Fingerprint()
	if !strings.Contains(p.html, fingerprint) || !strings.Contains(p.text, fingerprint) {
		t.Error("no fingerprint")
	}
}

func TestTheVerdictComesFirst(t *testing.T) {
	t.Parallel()
	out := html(t, reporttest.Card())
	at := 0
	for _, want := range []string{"<h1", "SLA October 2026: 3 of 5 goals met, lead value 82 %", "To decide", ">Goals<",
		"The promise", "What Sales owes", "Key performance indicators", "Figures that are n/a", "Where the figures come from"} {
		i := strings.Index(out[at:], want)
		if i < 0 {
			t.Fatalf("%q does not follow", want)
		}
		at += i
	}
}

func TestThePageLoadsNothingAndRunsNothing(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	s.Breaches[0].SDR = `<script>alert(1)</script><img src=x onerror=1>`
	s.Warnings[0].Text = `<a href="javascript:x">`
	out := html(t, s)
	active := regexp.MustCompile(`(?i)^<(script|img|a|link|style|iframe|form)\b|\b(src|href|background|on\w+)=|url\(`)
	chart := regexp.MustCompile(`<img src="data:image/png;base64,[A-Za-z0-9/=&#;]+" width="608" alt="[^"<>]*" style="[^"]*">`)
	if n := len(chart.FindAllString(out, -1)); n != 1 {
		t.Errorf("%d charts", n)
	}
	out = chart.ReplaceAllString(out, "")
	for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(out, -1) {
		if active.MatchString(tag) {
			t.Errorf("%s is in the page", tag)
		}
	}
	if !strings.Contains(out, "&lt;script&gt;alert(1)") {
		t.Error("the name is not shown as it is")
	}
}

func TestTheChartIsPartOfTheMessage(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	_, p := message(t, s)
	picture, err := png.Decode(strings.NewReader(p.chart))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != chartWidth || size.Y != chartHeight {
		t.Errorf("%v", size)
	}
	want := `<img src="cid:` + p.chartID + `"`
	if p.chartID == "" || !strings.Contains(p.html, want) || !strings.Contains(p.html,
		`alt="Chart of the pace by working day. Marketing delivered`) {
		t.Errorf("the page does not show it as %s, or has no text in its place", want)
	}
	s.Pace = nil
	if _, p := message(t, s); p.chart != "" || strings.Contains(p.html, "<img") {
		t.Error("a chart without a pace")
	}
}

func TestTicksAreRoundAndFew(t *testing.T) {
	t.Parallel()
	for top, want := range map[float64]string{92400: "[0 20000 40000 60000 80000]", 9: "[0 2 4 6 8]",
		1: "[0 0.2 0.4 0.6000000000000001 0.8 1]", 310000: "[0 100000 200000 300000]", 45: "[0 10 20 30 40]"} {
		if got := fmt.Sprint(ticks(top)); got != want {
			t.Errorf("%v: %s, want %s", top, got, want)
		}
	}
}

func TestAnEmptyMonthSaysSo(t *testing.T) {
	t.Parallel()
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	s.AddQuantity(calc.Quantity{ID: "actual.leads_sourced", Title: "Leads sourced", Formula: formula.Number(0)})
	s.Compute()
	_, p := message(t, s)
	if !strings.Contains(p.header.Get("Subject"), "empty") || !strings.Contains(p.text, "The period is empty") ||
		!strings.Contains(p.html, "The period is empty") {
		t.Error("nothing says that the month is empty")
	}
}

func TestALetterThatItsFilesLimitSaysSoFirst(t *testing.T) {
	t.Parallel()
	s := reporttest.Limited(reporttest.Agreement())
	s.LimitedBy[0].File = "exports/<b>calls</b>\r\nBcc: x.csv"
	s.AddQuantity(calc.Quantity{ID: "adherence.after_end", Title: "After the end", Formula: formula.Number(12)})
	s.Compute()
	_, p := message(t, s)
	subject, _ := new(mime.WordDecoder).DecodeHeader(p.header.Get("Subject"))
	if !strings.HasPrefix(subject, "SLA October 2026, incomplete, counted to October 14: ") {
		t.Errorf("subject: %q", subject)
	}
	if !strings.HasPrefix(p.text, "*** Missing: activities after October 14, until October 31. All is counted to "+
		`October 14: b>\x0d\x0aBcc: x.csv ends there.`) {
		t.Errorf("text: %.300s", p.text)
	}
	if at := strings.Index(p.html, "All is counted to October 14: b&gt;"); at < 0 || at > strings.Index(p.html, "<h1") {
		t.Error("the page does not begin with it")
	}
	for _, page := range []string{p.text, p.html} {
		if strings.Contains(page, "closed.") || strings.Contains(page, "still running") {
			t.Error("the period is called closed or running")
		}
		for _, want := range []string{"; counted to October 14, 2026 23:13.", "Decide nothing yet",
			"12 commitments fall due after", "The exports end: leads on November 2 and activities on October 14"} {
			if !strings.Contains(page, want) {
				t.Errorf("%q is missing", want)
			}
		}
	}
}

func TestATileThatIsNotKnownHasNoColourOfAVerdict(t *testing.T) {
	t.Parallel()
	s := reporttest.WithNA(reporttest.Card(), "no column gives leads.tier", "delivered.lead_value",
		"kpi.lead_value_attainment", "adherence.contact", "actual.sqls_created", "actual.mqls_created")
	var got []string
	for _, x := range tiles(s, format.PromiseOf(s)) {
		got = append(got, strings.Join([]string{x.Label, x.Value, x.Word, x.Colour}, "|"))
	}
	want := []string{"Goals|3 of 3|met, 2 not judged|" + css(caution.ink), "Lead value|n/a|reason below|" + css(unknown.ink),
		"Contacted|n/a|reason below|" + css(unknown.ink)}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if _, p := message(t, s); p.chart != "" || !strings.Contains(p.text, "Marketing's lead value: n/a (no column gives") {
		t.Error("a chart is drawn of what is n/a, or the reason is missing")
	}
}

func TestNotesOnTheDataAreCountedAndThoseOnFiguresComeFirst(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	for range 20 {
		s.Warnings = append(s.Warnings, model.Note{Source: model.Source{File: "a.csv"}, Text: "a row"})
	}
	s.Warnings = append(s.Warnings, model.Note{Text: "No column gives the motion."})
	_, p := message(t, s)
	if !strings.Contains(p.text, "NOTES ON THE DATA (23)") || !strings.Contains(p.html, "Notes on the data (23)") {
		t.Error("the number of notes is missing")
	}
	if !strings.Contains(p.text, "- No column gives the motion.") || !strings.Contains(p.text, "- 13 more stand on") {
		t.Error("a note on all figures is left out in favour of notes on rows")
	}
}

func TestRestatedFiguresAreListed(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	s.Restated = &model.Restatement{
		Figures: []model.RestatedFigure{
			{ID: "actual.sqls_created", Title: "SQLs created", Was: formula.Num(26), Now: formula.Num(27),
				Causes: []string{"backdated"}, Leads: []string{"1042"}},
			{ID: "attainment.sqls_created", Title: "SQLs created, attainment", Unit: formula.Percent, Was: formula.Num(26. / 32),
				Now: formula.Num(27. / 32)},
		},
		Leads: []model.RestatedLead{{Lead: "1042", Causes: []model.Cause{{Word: "backdated",
			What: "SQL 2026-10-30, was n/a"}}}},
		Terms: []model.RestatedTerm{
			{Title: "Contact within", Unit: formula.Hours, Was: formula.Num(24), Now: formula.Num(12)},
		},
	}
	_, p := message(t, s)
	for _, want := range []string{"SQLs created: 27, was 26 (backdated)",
		"Lead 1042: backdated, SQL 2026-10-30, was n/a", "Contact within 12 hours, was 24 hours", "One further figure"} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the text has no %q", want)
		}
	}
	for _, want := range []string{"Restated since the last issue", "backdated",
		"Lead 1042: backdated, SQL 2026-10-30, was n/a", "Contact within 12 hours, was 24 hours"} {
		if !strings.Contains(p.html, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}
