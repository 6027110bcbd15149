package letter

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"
)

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
	if _, _, err := mime.ParseMediaType(kind); err != nil || strings.ContainsAny(kind, "\r\n") {
		return fmt.Errorf("%s: %q is no media type", a.Name, a.Type)
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
