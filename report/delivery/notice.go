package delivery

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// Notice is a short message in plain text to one person, about a run of the program.
type Notice struct {
	From, To      *mail.Address
	Subject, Text string
	At            time.Time
}

// Message returns the notice as an RFC 5322 message. The same notice has the same Message-ID.
func (n Notice) Message() ([]byte, error) {
	content := []string{n.Subject, n.Text, n.At.UTC().Format(time.RFC3339Nano), canonical(n.To)}
	sum := sha256.Sum256([]byte(strings.Join(content, "\n")))
	_, domain, _ := strings.Cut(n.From.Address, "@")
	var out bytes.Buffer
	fmt.Fprintf(&out, "From: %s\r\nTo: %s\r\n", n.From, n.To)
	fmt.Fprintf(&out, "Subject: %s\r\n", mime.QEncoding.Encode("utf-8", oneLine(n.Subject)))
	fmt.Fprintf(&out, "Date: %s\r\n", n.At.Format(time.RFC1123Z))
	fmt.Fprintf(&out, "Message-ID: <notice.%s@%s>\r\n", hex.EncodeToString(sum[:16]), domain)
	out.WriteString("MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(&out)
	if _, err := w.Write([]byte(n.Text)); err != nil {
		return nil, err
	}
	return out.Bytes(), w.Close()
}
