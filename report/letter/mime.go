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

// picture is the chart of the letter; a letter without a chart has no data.
type picture struct {
	id   string // Content-ID, without brackets
	data []byte
}

// writeBody writes the body of the message: multipart/mixed with the two alternatives, text and HTML with
// its chart, and the attachments. The boundaries contain hash, so that they follow from the content.
func writeBody(w *bytes.Buffer, hash string, text, html []byte, chart picture, attachments []Attachment) error {
	mixed := multipart.NewWriter(w)
	if err := mixed.SetBoundary("mixed-" + hash); err != nil {
		return err
	}
	fmt.Fprintf(w, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n", mixed.Boundary())
	alternatives, err := addMultipart(mixed, "multipart/alternative", "alternative-"+hash)
	if err != nil {
		return err
	}
	if err := addText(alternatives, "text/plain", text); err != nil {
		return err
	}
	if chart.data == nil {
		err = addText(alternatives, "text/html", html)
	} else {
		err = addRelated(alternatives, hash, html, chart)
	}
	if err != nil {
		return err
	}
	if err := alternatives.Close(); err != nil {
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
		disposition := mime.FormatMediaType("attachment", map[string]string{"filename": a.Name})
		header := textproto.MIMEHeader{"Content-Type": {kind}, "Content-Disposition": {disposition}}
		if err := addBase64(mixed, a.read(), header); err != nil {
			return err
		}
	}
	return mixed.Close()
}

// addRelated adds one part with the HTML and the chart that it shows.
func addRelated(alternatives *multipart.Writer, hash string, html []byte, chart picture) error {
	related, err := addMultipart(alternatives, "multipart/related", "related-"+hash)
	if err != nil {
		return err
	}
	if err := addText(related, "text/html", html); err != nil {
		return err
	}
	header := textproto.MIMEHeader{"Content-Type": {"image/png"}, "Content-ID": {"<" + chart.id + ">"},
		"Content-Disposition": {"inline; filename=pace.png"}}
	if err := addBase64(related, bytes.NewReader(chart.data), header); err != nil {
		return err
	}
	return related.Close()
}

// addMultipart opens a multipart within another.
func addMultipart(m *multipart.Writer, kind, boundary string) (*multipart.Writer, error) {
	header := textproto.MIMEHeader{"Content-Type": {kind + ";\r\n boundary=\"" + boundary + "\""}}
	part, err := m.CreatePart(header)
	if err != nil {
		return nil, err
	}
	inner := multipart.NewWriter(part)
	return inner, inner.SetBoundary(boundary)
}

// addText adds a part of text in quoted-printable.
func addText(m *multipart.Writer, kind string, text []byte) error {
	header := textproto.MIMEHeader{"Content-Type": {kind + "; charset=utf-8"},
		"Content-Transfer-Encoding": {"quoted-printable"}}
	part, err := m.CreatePart(header)
	if err != nil {
		return err
	}
	w := quotedprintable.NewWriter(part)
	if _, err := w.Write(text); err != nil {
		return err
	}
	return w.Close()
}

// addBase64 adds a part in base64.
func addBase64(m *multipart.Writer, content io.Reader, header textproto.MIMEHeader) error {
	header.Set("Content-Transfer-Encoding", "base64")
	part, err := m.CreatePart(header)
	if err != nil {
		return err
	}
	w := base64.NewEncoder(base64.StdEncoding, &lineBreaker{w: part})
	if _, err := io.Copy(w, content); err != nil {
		return err
	}
	return w.Close()
}

// lineBreaker breaks what is written into lines of 76 characters, the longest that MIME allows.
type lineBreaker struct {
	w      io.Writer
	column int
}

func (l *lineBreaker) Write(p []byte) (int, error) {
	for n := 0; n < len(p); {
		if l.column == 76 {
			if _, err := io.WriteString(l.w, "\r\n"); err != nil {
				return n, err
			}
			l.column = 0
		}
		end := min(n+76-l.column, len(p))
		if _, err := l.w.Write(p[n:end]); err != nil {
			return n, err
		}
		l.column += end - n
		n = end
	}
	return len(p), nil
}
