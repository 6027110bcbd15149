package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	htmltemplate "html/template"
	"io"
	"mime"
	"net/mail"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/report/format"
)

// Attachment is a file that goes with the letter.
type Attachment struct {
	Name    string // sla-2026-10.xlsx
	Type    string // media type; empty: application/octet-stream
	Content *io.SectionReader
	Where   string // the folder that holds the file, for a letter that cannot carry it; empty: the folder of the run
}

// read returns the content from its beginning.
func (a Attachment) read() io.Reader { return io.NewSectionReader(a.Content, 0, a.Content.Size()) }

// mostEncoded is how many bytes of base64 a letter carries (SPEC section 10).
const mostEncoded = 10 << 20

// Message returns the letter as an RFC 5322 message: plain text, HTML, and the attachments as long as all
// of them take at most 10 MB in base64. An attachment that no longer fits is only named, with the folder
// that holds it. The date of the message is the scorecard's as_of; Message-ID and boundaries follow from
// the content. Without `mail:` in the agreement it has no To. A sender or recipient that is not an address
// is an error.
//
// The parts are written with mime/multipart, because go-mail gives all multiparts of a message either the
// same boundary or random ones.
func (l *Letter) Message(attachments []Attachment) ([]byte, error) {
	s, chart := l.card, l.chart
	from, to, err := addresses(s.Agreement.Mail)
	if err != nil {
		return nil, err
	}
	attachments, named := fitting(attachments, len(chart))
	v := viewOf(s, named)
	picture := picture{data: chart}
	if chart != nil {
		picture.id = fmt.Sprintf("pace.%x@leadpact", sha256.Sum256(chart))
		v.Chart = htmltemplate.URL("cid:" + picture.id)
	}
	html, err := v.html()
	if err != nil {
		return nil, err
	}
	text, err := v.text()
	if err != nil {
		return nil, err
	}
	hash, err := contentHash(s, text, html, attachments)
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	var out bytes.Buffer
	writeHeader(&out, s, v.Headline, from, to, hash)
	if err := writeBody(&out, hash, text, html, picture, attachments); err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return out.Bytes(), nil
}

// addresses returns the sender and the recipients of the agreement. Without `mail:` the sender is
// leadpact@localhost.
func addresses(m *agreement.Mail) (from *mail.Address, to []string, err error) {
	from = &mail.Address{Name: "leadpact", Address: "leadpact@localhost"}
	if m == nil {
		return from, nil, nil
	}
	if m.From != "" {
		if from, err = address("mail.from", m.From); err != nil {
			return nil, nil, err
		}
	}
	for i, text := range m.To {
		one, err := address(fmt.Sprintf("mail.to[%d]", i), text)
		if err != nil {
			return nil, nil, err
		}
		to = append(to, one.String())
	}
	return from, to, nil
}

func address(field, text string) (*mail.Address, error) {
	a, err := mail.ParseAddress(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %q is not an address; write name <user@host>", field, text)
	}
	for _, r := range a.Address {
		if r <= ' ' || r > '~' {
			return nil, fmt.Errorf("%s: %q has characters that mail servers refuse; write it in ASCII, a domain as xn--…",
				field, text)
		}
	}
	return a, nil
}

// encodedSize returns how many bytes n bytes take in base64, with its line breaks.
func encodedSize(n int) int {
	encoded := base64.StdEncoding.EncodedLen(n)
	return encoded + encoded/76*2
}

// fitting returns the attachments that fit into a letter with otherBytes bytes of other content, and for
// each of all attachments a line that names it.
func fitting(all []Attachment, otherBytes int) (fit []Attachment, lines []string) {
	size := encodedSize(otherBytes)
	for _, a := range all {
		encoded := encodedSize(int(a.Content.Size()))
		if size+encoded > mostEncoded {
			where := a.Where
			if where == "" {
				where = "the folder of the run"
			}
			lines = append(lines, fmt.Sprintf("%s is too large to attach; it lies in %s", a.Name, where))
			continue
		}
		size += encoded
		fit = append(fit, a)
		lines = append(lines, a.Name+", attached")
	}
	return fit, lines
}

// contentHash returns a hash of everything that the letter states and carries.
func contentHash(s *model.Scorecard, text, html []byte, attachments []Attachment) (string, error) {
	h := sha256.New()
	put := func(b []byte) { fmt.Fprintf(h, "%d:", len(b)); h.Write(b) }
	put([]byte(s.Agreement.Head.ID))
	put([]byte(s.Period.ID))
	put(text)
	put(html)
	for _, a := range attachments {
		put([]byte(a.Name))
		fmt.Fprintf(h, "%d:", a.Content.Size())
		if _, err := io.Copy(h, a.read()); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:32], nil
}

// writeHeader writes the header fields. Each value is encoded, so that no text from the data can add a
// field.
func writeHeader(w *bytes.Buffer, s *model.Scorecard, subject string, from *mail.Address, to []string, hash string) {
	_, domain, _ := strings.Cut(from.Address, "@")
	id := agreement.Slug(s.Agreement.Head.ID) + "." + agreement.Slug(s.Period.ID) + "." + hash
	fmt.Fprintf(w, "From: %s\r\n", from)
	if len(to) > 0 {
		fmt.Fprintf(w, "To: %s\r\n", strings.Join(to, ",\r\n "))
	}
	fmt.Fprintf(w, "Subject: %s\r\n", mime.QEncoding.Encode("utf-8", format.Plain(subject)))
	fmt.Fprintf(w, "Date: %s\r\n", s.Period.AsOf.Format(time.RFC1123Z))
	fmt.Fprintf(w, "Message-ID: <%s@%s>\r\n", id, domain)
	fmt.Fprintf(w, "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n")
}
