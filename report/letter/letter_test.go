package letter

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"regexp"
	"strings"
	"testing"

	"leadpact/model"
	"leadpact/report/format"
	"leadpact/report/reporttest"
)

func html(t *testing.T, s *model.Scorecard) string {
	t.Helper()
	out, err := HTML(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// parts is a message taken apart: its header, the two alternatives and the attachments by name.
type parts struct {
	header      mail.Header
	text, html  string
	attachments map[string]string
}

func message(t *testing.T, s *model.Scorecard, files ...Attachment) (string, parts) {
	t.Helper()
	raw, err := Message(s, files)
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
			if kind == "text/html" {
				p.html = read(t, part)
			} else {
				p.text = read(t, part)
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
	content := strings.Repeat("\x00workbook\xff", 1000)
	raw, p := message(t, reporttest.Card(), Attachment{Name: "sla-2026-10.xlsx", Content: []byte(content)}, Attachment{Name: "contract.pdf", Type: "application/pdf", Content: nil})
	if p.attachments["sla-2026-10.xlsx"] != content {
		t.Error("the workbook is not what went in")
	}
	if _, ok := p.attachments["contract.pdf"]; !ok {
		t.Error("no contract")
	}
	for field, want := range map[string]string{"Subject": "SLA October 2026: 3 of 5 goals met, lead value 82 %", "From": `"RevOps" <revops@northwind.example>`,
		"To": "<zoe@northwind.example>, <daniel@northwind.example>, <jose@northwind.example>", "Date": "Sun, 01 Nov 2026 00:00:00 -0400"} {
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
	if _, other := message(t, reporttest.Card(), Attachment{Name: "a"}); other.header.Get("Message-ID") == id {
		t.Error("another content has the same Message-ID")
	}
}

func TestWithoutMailThereIsNoTo(t *testing.T) {
	a := reporttest.Agreement()
	a.Mail = nil
	_, p := message(t, reporttest.CardOf(a, reporttest.October()))
	if p.header.Get("To") != "" || p.header.Get("From") != `"leadpact" <leadpact@localhost>` {
		t.Errorf("%v", p.header)
	}
}

func TestAnAddressThatIsNoneIsAnError(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"revops", "a@b.example", `mail.from: "revops" is not an address; write name <user@host>`},
		{"a@b.example", "x@y.example\r\nBcc: z@z.example", `mail.to[0]: "x@y.example\r\nBcc: z@z.example" is not an address; write name <user@host>`},
		{"a@bücher.example", "a@b.example", `mail.from: "a@bücher.example" has characters that mail servers refuse; write it in ASCII, a domain as xn--…`},
	} {
		a := reporttest.Agreement()
		a.Mail = &model.Mail{From: c.from, To: []string{c.to}}
		if _, err := Message(reporttest.CardOf(a, reporttest.October()), nil); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestNoTextOfTheDataAddsAHeader(t *testing.T) {
	a := reporttest.Agreement()
	a.Head.ID, a.Head.Company = "SLA\r\nBcc: x@y.example", "North\r\nBcc: x@y.example"
	a.Mail = &model.Mail{From: "\"Rev\\\r\nOps\" <a@b.example>"}
	raw, err := Message(reporttest.CardOf(a, reporttest.October()), []Attachment{{Name: "a\"\r\nBcc: x@y.example.xlsx"}})
	if err == nil && regexp.MustCompile(`(?m)^Bcc:`).Match(raw) {
		t.Error("a header was added")
	}
	a.Mail = nil
	if raw, err = Message(reporttest.CardOf(a, reporttest.October()), []Attachment{{Name: "a\"\r\nBcc: x@y.example.xlsx"}}); err != nil || regexp.MustCompile(`(?m)^Bcc:`).Match(raw) {
		t.Errorf("a header was added, or %v", err)
	}
	if _, err := Message(reporttest.Card(), []Attachment{{Name: "a", Type: "text/plain\r\nBcc: x@y.example"}}); err == nil {
		t.Error("a media type with a line break is accepted")
	}
}

func TestALetterTooLargeNamesWhereTheFileLies(t *testing.T) {
	_, p := message(t, reporttest.Card(), Attachment{Name: "sla-2026-10.xlsx", Content: make([]byte, 8<<20), Where: "out/2026-10"}, Attachment{Name: "contract.pdf", Content: []byte("x")})
	if len(p.attachments) != 1 || p.attachments["contract.pdf"] != "x" {
		t.Errorf("%d attachments", len(p.attachments))
	}
	if want := "sla-2026-10.xlsx is too large to attach; it lies in out/2026-10"; !strings.Contains(p.text, want) || !strings.Contains(p.html, want) {
		t.Error("the letter does not say where the workbook lies")
	}
}

func TestBothTextsSayEveryFigure(t *testing.T) {
	s := reporttest.Card()
	_, p := message(t, s)
	for _, l := range append(append(format.Grid(s), format.KPIs(s)...), format.Beyond(s)...) {
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
	out := html(t, reporttest.Card())
	at := 0
	for _, want := range []string{"<h1", "SLA October 2026: 3 of 5 goals met, lead value 82 %", "To decide", ">Goals<", "The promise", "What Sales owes", "Key performance indicators", "Not known", "Where the figures come from"} {
		i := strings.Index(out[at:], want)
		if i < 0 {
			t.Fatalf("%q does not follow", want)
		}
		at += i
	}
}

func TestThePageLoadsNothingAndRunsNothing(t *testing.T) {
	s := reporttest.Card()
	s.Breaches[0].SDR = `<script>alert(1)</script><img src=x onerror=1>`
	s.Warnings[0].Text = `<a href="javascript:x">`
	out := html(t, s)
	active := regexp.MustCompile(`(?i)^<(script|img|a|link|style|iframe|form)\b|\b(src|href|background|on\w+)=|url\(`)
	for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(out, -1) {
		if active.MatchString(tag) {
			t.Errorf("%s is in the page", tag)
		}
	}
	if !strings.Contains(out, "&lt;script&gt;alert(1)") {
		t.Error("the name is not shown as it is")
	}
}

func TestAnEmptyMonthSaysSo(t *testing.T) {
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	s.Figure(model.Quantity{ID: "actual.leads_sourced", Title: "Leads sourced", Formula: model.Number(0)})
	s.Compute()
	_, p := message(t, s)
	if !strings.Contains(p.header.Get("Subject"), "empty") || !strings.Contains(p.text, "The period is empty") || !strings.Contains(p.html, "The period is empty") {
		t.Error("nothing says that the month is empty")
	}
}

func TestRestatedFiguresAreListed(t *testing.T) {
	out, err := HTML(reporttest.Card(), "SQLs created: 27, was 26 (lead 1042 reached SQL on 2026-10-30)")
	if err != nil || !strings.Contains(string(out), "SQLs created: 27, was 26 (lead 1042") {
		t.Errorf("not listed (%v)", err)
	}
}
