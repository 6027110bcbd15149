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

// Attachment is a file that goes with the letter. Where says where it lies, for letters too large to carry it.
type Attachment struct {
	Name    string // sla-2026-10.xlsx
	Type    string // media type; empty: application/octet-stream
	Content *io.SectionReader
	Where   string
}

// read begins the content anew.
func (a Attachment) read() io.Reader { return io.NewSectionReader(a.Content, 0, a.Content.Size()) }

// most is how many bytes of base64 a letter carries (SPEC section 10).
const most = 10 << 20

// Message is the letter as an RFC 5322 message: plain text and HTML, and the attachments while they stay under 10 MB after
// base64; one that does not is named with the place where it lies. Its date is the card's as_of, and Message-ID and boundaries
// follow from the content. Without `mail:` it has no To. Sender and recipients that are no addresses are an error.
//
// go-mail gives every multipart of a message one boundary or random ones, so the parts are written with mime/multipart.
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
	header(&out, s, v.Headline, from, to, hash)
	if err := body(&out, hash, text, html, picture, attachments); err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return out.Bytes(), nil
}

// addresses reads the sender and the recipients of the agreement.
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
			return nil, fmt.Errorf("%s: %q has characters that mail servers refuse; write it in ASCII, a domain as xn--…", field, text)
		}
	}
	return a, nil
}

// encodedSize is how many bytes a file takes in base64, with its line breaks.
func encodedSize(n int) int {
	encoded := base64.StdEncoding.EncodedLen(n)
	return encoded + encoded/76*2
}

// fitting keeps the attachments that fit beside so many bytes, and names all of them in a line each.
func fitting(all []Attachment, before int) (kept []Attachment, lines []string) {
	size := encodedSize(before)
	for _, a := range all {
		encoded := encodedSize(int(a.Content.Size()))
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

// header writes the header fields; each value is encoded, so that no text can add a field.
func header(w *bytes.Buffer, s *model.Scorecard, subject string, from *mail.Address, to []string, hash string) {
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
