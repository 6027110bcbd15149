package delivery

import (
	"io"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"
)

func TestMessageIDFollowsFromContentAndAddressAlone(t *testing.T) {
	t.Parallel()
	id := func(message, to string) string {
		id, _, err := letterOf(t, message).For(&mail.Address{Address: to})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := id(sample, "zoe@northwind.example")
	if !strings.HasPrefix(first, "<sla_1.2026_10.abc.") || !strings.HasSuffix(first, "@northwind.example>") {
		t.Errorf("%s", first)
	}
	if id(sample, "Zoe@Northwind.example") != first {
		t.Error("two spellings of an address have two ids")
	}
	if id(sample, "daniel@northwind.example") == first || id(sample+"more\r\n", "zoe@northwind.example") == first {
		t.Error("another person or another content has the same id")
	}
}

func TestNoNameOrAddressAddsAHeader(t *testing.T) {
	t.Parallel()
	if _, err := Mailbox("mail.to[0]", "x@y.example\r\nBcc: z@z.example"); err == nil {
		t.Error("an address with a line break is taken")
	}
	if _, err := Mailbox("mail.to[0]", "a@bücher.example"); err == nil || strings.Contains(err.Error(), "bücher") {
		t.Errorf("%v", err)
	}
	_, message, err := letterOf(t, sample).For(&mail.Address{Name: "Zoë\r\nBcc: x@y.example",
		Address: "zoe@northwind.example"})
	if err != nil || strings.Contains(string(message), "\nBcc") {
		t.Errorf("%v: %s", err, message)
	}
	notice, err := Notice{From: revops, To: revops, Subject: "a\r\nBcc: x@y.example", Text: "t"}.Message()
	if err != nil || strings.Contains(string(notice), "\nBcc") {
		t.Errorf("%v: %s", err, notice)
	}
}

func TestNoticeSaysWhatItWasGiven(t *testing.T) {
	t.Parallel()
	text := "The run of SLA-Zürich failed.\n.\n"
	message, err := Notice{From: revops, To: revops, Subject: "leadpact: Zürich", Text: text,
		At: time.Unix(0, 0)}.Message()
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(strings.NewReader(string(message)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != text {
		t.Errorf("%q, %v", body, err)
	}
}
