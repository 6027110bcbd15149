// Package stamp reads from a workbook or a letter the fingerprint of the terms that it was made from (SPEC section 9), years
// later and whoever has saved it since. The contract's own is in report/contract.
package stamp

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Workbook gives the fingerprint that stands on the sheet Checks, and in the file's properties where they have one.
func Workbook(data []byte) (string, error) {
	const most = 4 << 30
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: most})
	if err != nil {
		return "", fmt.Errorf("the file is no workbook that can be read: %w", err)
	}
	defer f.Close()
	rows, err := f.Rows("Checks")
	if err != nil {
		return "", errors.New("the workbook has no sheet Checks")
	}
	defer rows.Close()
	found := ""
	for found == "" && rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return "", fmt.Errorf("the sheet Checks cannot be read: %w", err)
		}
		found = beside(cells, "Fingerprint of its terms")
	}
	if found == "" {
		return "", errors.New("the sheet Checks has no fingerprint of the terms")
	}
	if p, err := f.GetDocProps(); err == nil && whole.MatchString(p.Identifier) && p.Identifier != found {
		return "", fmt.Errorf("the sheet Checks says fingerprint %s, the file's properties %s", found, p.Identifier)
	}
	return found, nil
}

var whole = regexp.MustCompile(`^[0-9a-f]{64}$`)

// beside gives the fingerprint in the cells of a row after the one that begins with a label.
func beside(cells []string, label string) string {
	labelled := false
	for _, c := range cells {
		if labelled && whole.MatchString(c) {
			return c
		}
		labelled = labelled || strings.HasPrefix(c, label)
	}
	return ""
}

// foot is how a letter says its fingerprint, as a text or in HTML.
var foot = regexp.MustCompile(`Fingerprint (?:<[^>]{0,100}>)?([0-9a-f]{64})\b`)

// Letter gives the fingerprint at the foot of a letter: the mail as it was sent, or the HTML alone.
func Letter(data []byte) (string, error) {
	texts := [][]byte{data}
	if m, err := mail.ReadMessage(bytes.NewReader(data)); err == nil && m.Header.Get("Content-Type") != "" {
		if texts, err = parts(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body, 0); err != nil {
			return "", fmt.Errorf("the mail cannot be read: %w", err)
		}
	}
	found := ""
	for _, text := range texts {
		for _, m := range foot.FindAllSubmatch(text, -1) {
			if print := string(m[1]); found != "" && print != found {
				return "", fmt.Errorf("the letter says two fingerprints, %s and %s", found, print)
			}
			found = string(m[1])
		}
	}
	if found == "" {
		return "", errors.New("it is no contract, workbook or letter: no fingerprint stands in it")
	}
	return found, nil
}

// parts decodes the texts of a message, at whatever depth they stand.
func parts(kind, encoding string, r io.Reader, depth int) ([][]byte, error) {
	const deepest = 8
	media, params, err := mime.ParseMediaType(kind)
	switch {
	case err != nil || depth > deepest:
		return nil, err
	case strings.HasPrefix(media, "text/"):
		text, err := io.ReadAll(decoded(encoding, r))
		return [][]byte{text}, err
	case !strings.HasPrefix(media, "multipart/"):
		return nil, nil
	}
	var out [][]byte
	for m := multipart.NewReader(r, params["boundary"]); ; {
		p, err := m.NextRawPart()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		texts, err := parts(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p, depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, texts...)
	}
}

func decoded(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	}
	return r
}
