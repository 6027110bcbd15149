package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/report/format"
)

// Attachment is a file that goes with the letter. Where says where it lies, for letters too large to carry it.
type Attachment struct {
	Name    string // sla-2026-10.xlsx
	Type    string // media type; empty: application/octet-stream
	Content []byte
	Where   string
}

// most is how many bytes of base64 a letter carries (SPEC section 10).
const most = 10 << 20

// Message is the letter as an RFC 5322 message: plain text and HTML, and the attachments while they stay under 10 MB after
// base64; one that does not is named with the place where it lies. Its date is the card's as_of, and Message-ID and boundaries
// follow from the content. Without `mail:` it has no To. Sender and recipients that are no addresses are an error.
//
// go-mail gives every multipart of a message one boundary or random ones, so the parts are written with mime/multipart.
func Message(s *model.Scorecard, attachments []Attachment, restated ...string) ([]byte, error) {
	from, to, err := addresses(s.Agreement.Mail)
	if err != nil {
		return nil, err
	}
	attachments, named := fitting(attachments)
	v := viewOf(s, restated, named)
	html, err := v.html()
	if err != nil {
		return nil, err
	}
	text, err := v.text()
	if err != nil {
		return nil, err
	}
	hash := contentHash(s, text, html, attachments)
	var out bytes.Buffer
	header(&out, s, v.Headline, from, to, hash)
	if err := body(&out, hash, text, html, attachments); err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return out.Bytes(), nil
}

// addresses reads the sender and the recipients of the agreement.
func addresses(m *model.Mail) (from *mail.Address, to []string, err error) {
	from = &mail.Address{Name: "leadpact", Address: "leadpact@localhost"}
	if m == nil {
		return from, nil, nil
	}
	if m.From != "" {
		if from, err = mail.ParseAddress(m.From); err != nil {
			return nil, nil, fmt.Errorf("mail.from: %q is not an address; write name <user@host>", m.From)
		}
	}
	for i, text := range m.To {
		one, err := mail.ParseAddress(text)
		if err != nil {
			return nil, nil, fmt.Errorf("mail.to[%d]: %q is not an address; write user@host", i, text)
		}
		to = append(to, one.String())
	}
	return from, to, nil
}

// fitting keeps the attachments that fit, and names all of them in a line each.
func fitting(all []Attachment) (kept []Attachment, lines []string) {
	size := 0
	for _, a := range all {
		encoded := base64.StdEncoding.EncodedLen(len(a.Content))
		encoded += encoded / 76 * 2
		if size+encoded > most {
			where := a.Where
			if where == "" {
				where = "the folder of the run"
			}
			lines = append(lines, fmt.Sprintf("%s is too large to attach; it lies in %s", a.Name, where))
			continue
		}
		size += encoded
		kept = append(kept, a)
		lines = append(lines, a.Name+", attached")
	}
	return kept, lines
}

// contentHash stands for everything that the letter says and carries.
func contentHash(s *model.Scorecard, text, html []byte, attachments []Attachment) string {
	h := sha256.New()
	put := func(b []byte) { fmt.Fprintf(h, "%d:", len(b)); h.Write(b) }
	put([]byte(s.Agreement.Head.ID))
	put([]byte(s.Period.ID))
	put(text)
	put(html)
	for _, a := range attachments {
		put([]byte(a.Name))
		put(a.Content)
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// header writes the header fields; each value is encoded, so that no text can add a field.
func header(w *bytes.Buffer, s *model.Scorecard, subject string, from *mail.Address, to []string, hash string) {
	_, domain, _ := strings.Cut(from.Address, "@")
	id := model.Slug(s.Agreement.Head.ID) + "." + model.Slug(s.Period.ID) + "." + hash
	fmt.Fprintf(w, "From: %s\r\n", from)
	if len(to) > 0 {
		fmt.Fprintf(w, "To: %s\r\n", strings.Join(to, ",\r\n "))
	}
	fmt.Fprintf(w, "Subject: %s\r\n", mime.QEncoding.Encode("utf-8", format.Plain(subject)))
	fmt.Fprintf(w, "Date: %s\r\n", s.Period.AsOf.Format(time.RFC1123Z))
	fmt.Fprintf(w, "Message-ID: <%s@%s>\r\n", id, domain)
	fmt.Fprintf(w, "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n")
}

// body writes multipart/mixed with the two alternatives and the attachments.
func body(w *bytes.Buffer, hash string, text, html []byte, attachments []Attachment) error {
	mixed := multipart.NewWriter(w)
	if err := mixed.SetBoundary("mixed-" + hash); err != nil {
		return err
	}
	fmt.Fprintf(w, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n", mixed.Boundary())
	alternative := "alternative-" + hash
	part, err := mixed.CreatePart(textproto.MIMEHeader{"Content-Type": {"multipart/alternative;\r\n boundary=\"" + alternative + "\""}})
	if err != nil {
		return err
	}
	either := multipart.NewWriter(part)
	if err := either.SetBoundary(alternative); err != nil {
		return err
	}
	if err := quoted(either, "text/plain", text); err != nil {
		return err
	}
	if err := quoted(either, "text/html", html); err != nil {
		return err
	}
	if err := either.Close(); err != nil {
		return err
	}
	for _, a := range attachments {
		if err := attach(mixed, a); err != nil {
			return err
		}
	}
	return mixed.Close()
}

// quoted adds a part of text in quoted-printable.
func quoted(m *multipart.Writer, kind string, text []byte) error {
	part, err := m.CreatePart(textproto.MIMEHeader{"Content-Type": {kind + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"}})
	if err != nil {
		return err
	}
	w := quotedprintable.NewWriter(part)
	if _, err := w.Write(text); err != nil {
		return err
	}
	return w.Close()
}

// attach adds a file in base64.
func attach(m *multipart.Writer, a Attachment) error {
	kind := a.Type
	if kind == "" {
		kind = "application/octet-stream"
	}
	part, err := m.CreatePart(textproto.MIMEHeader{
		"Content-Type":              {kind},
		"Content-Transfer-Encoding": {"base64"},
		"Content-Disposition":       {mime.FormatMediaType("attachment", map[string]string{"filename": a.Name})},
	})
	if err != nil {
		return err
	}
	w := base64.NewEncoder(base64.StdEncoding, &lines{w: part})
	if _, err := w.Write(a.Content); err != nil {
		return err
	}
	return w.Close()
}

// lines breaks what is written into lines of 76 characters.
type lines struct {
	w  io.Writer
	at int
}

func (l *lines) Write(p []byte) (int, error) {
	for n := 0; n < len(p); {
		if l.at == 76 {
			if _, err := io.WriteString(l.w, "\r\n"); err != nil {
				return n, err
			}
			l.at = 0
		}
		end := min(n+76-l.at, len(p))
		if _, err := l.w.Write(p[n:end]); err != nil {
			return n, err
		}
		l.at += end - n
		n = end
	}
	return len(p), nil
}
