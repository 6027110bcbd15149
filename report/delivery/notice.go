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

// Notice is a short message in plain text to one person, by the program and not by the agreement's parties.
type Notice struct {
	From, To      *mail.Address
	Subject, Text string
	At            time.Time
}

// Message writes the notice as RFC 5322.
func (n Notice) Message() ([]byte, error) {
	sum := sha256.Sum256([]byte(n.Subject + "\n" + n.Text + "\n" + n.At.UTC().Format(time.RFC3339Nano) + "\n" + canonical(n.To)))
	_, domain, _ := strings.Cut(n.From.Address, "@")
	var out bytes.Buffer
	fmt.Fprintf(&out, "From: %s\r\nTo: %s\r\n", n.From, n.To)
	fmt.Fprintf(&out, "Subject: %s\r\n", mime.QEncoding.Encode("utf-8", oneLine(n.Subject)))
	fmt.Fprintf(&out, "Date: %s\r\nMessage-ID: <notice.%s@%s>\r\n", n.At.Format(time.RFC1123Z), hex.EncodeToString(sum[:16]), domain)
	out.WriteString("MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\nContent-Type: text/plain; charset=utf-8\r\n" +
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(&out)
	if _, err := w.Write([]byte(n.Text)); err != nil {
		return nil, err
	}
	return out.Bytes(), w.Close()
}
