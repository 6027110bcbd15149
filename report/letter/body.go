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

// picture is the chart of the letter; without data there is none.
type picture struct {
	id   string // Content-ID, without brackets
	data []byte
}

// body writes multipart/mixed: the two alternatives, of which the HTML brings its chart along, and the attachments.
func body(w *bytes.Buffer, hash string, text, html []byte, chart picture, attachments []Attachment) error {
	mixed := multipart.NewWriter(w)
	if err := mixed.SetBoundary("mixed-" + hash); err != nil {
		return err
	}
	fmt.Fprintf(w, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n", mixed.Boundary())
	either, err := nested(mixed, "multipart/alternative", "alternative-"+hash)
	if err != nil {
		return err
	}
	if err := quoted(either, "text/plain", text); err != nil {
		return err
	}
	if chart.data == nil {
		err = quoted(either, "text/html", html)
	} else {
		err = related(either, hash, html, chart)
	}
	if err != nil {
		return err
	}
	if err := either.Close(); err != nil {
		return err
	}
	for _, a := range attachments {
		kind := a.Type
		if kind == "" {
			kind = "application/octet-stream"
		}
		if _, _, err := mime.ParseMediaType(kind); err != nil || strings.ContainsAny(kind, "\r\n") {
			return fmt.Errorf("%s: %q is no media type", a.Name, a.Type)
		}
		if err := encoded(mixed, a.read(), textproto.MIMEHeader{"Content-Type": {kind},
			"Content-Disposition": {mime.FormatMediaType("attachment", map[string]string{"filename": a.Name})}}); err != nil {
			return err
		}
	}
	return mixed.Close()
}

// related adds the HTML and the chart that it shows as one part.
func related(either *multipart.Writer, hash string, html []byte, chart picture) error {
	both, err := nested(either, "multipart/related", "related-"+hash)
	if err != nil {
		return err
	}
	if err := quoted(both, "text/html", html); err != nil {
		return err
	}
	if err := encoded(both, bytes.NewReader(chart.data), textproto.MIMEHeader{"Content-Type": {"image/png"}, "Content-ID": {"<" + chart.id + ">"},
		"Content-Disposition": {"inline; filename=pace.png"}}); err != nil {
		return err
	}
	return both.Close()
}

// nested opens a multipart within another.
func nested(m *multipart.Writer, kind, boundary string) (*multipart.Writer, error) {
	part, err := m.CreatePart(textproto.MIMEHeader{"Content-Type": {kind + ";\r\n boundary=\"" + boundary + "\""}})
	if err != nil {
		return nil, err
	}
	inner := multipart.NewWriter(part)
	return inner, inner.SetBoundary(boundary)
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

// encoded adds a part in base64.
func encoded(m *multipart.Writer, content io.Reader, header textproto.MIMEHeader) error {
	header.Set("Content-Transfer-Encoding", "base64")
	part, err := m.CreatePart(header)
	if err != nil {
		return err
	}
	w := base64.NewEncoder(base64.StdEncoding, &lines{w: part})
	if _, err := io.Copy(w, content); err != nil {
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
