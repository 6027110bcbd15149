// Package stamp reads from a published workbook or letter the fingerprint of the terms that it was made
// from (SPEC section 9), also years later and after other programs have saved it.
//
// The bytes of a file come in; a fingerprint of 64 hexadecimal digits goes out, or an error that states why
// there is none. The package knows neither the agreement nor the packages that wrote the file, only the
// labels beside the fingerprint: these are a format that must not change. The fingerprint of a contract is
// read by report/contract.
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

// Workbook returns the fingerprint on the sheet Checks of a workbook. It is an error if the file's
// properties hold another one.
func Workbook(data []byte) (string, error) {
	const mostUnzipped = 4 << 30
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: mostUnzipped})
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
		found = afterLabel(cells, "Fingerprint of its terms")
	}
	if found == "" {
		return "", errors.New("the sheet Checks has no fingerprint of the terms")
	}
	if p, err := f.GetDocProps(); err == nil && fingerprint.MatchString(p.Identifier) && p.Identifier != found {
		return "", fmt.Errorf("the sheet Checks says fingerprint %s, the file's properties %s", found, p.Identifier)
	}
	return found, nil
}

var fingerprint = regexp.MustCompile(`^[0-9a-f]{64}$`)

// afterLabel returns the first fingerprint in a row after the cell that begins with a label; empty where
// there is none.
func afterLabel(cells []string, label string) string {
	labelled := false
	for _, c := range cells {
		if labelled && fingerprint.MatchString(c) {
			return c
		}
		labelled = labelled || strings.HasPrefix(c, label)
	}
	return ""
}

// footer matches the fingerprint at the end of a letter, in plain text or in HTML.
var footer = regexp.MustCompile(`Fingerprint (?:<[^>]{0,100}>)?([0-9a-f]{64})\b`)

// Letter returns the fingerprint at the end of a letter: of the message as it was sent, or of the HTML
// page. It is an error if its parts hold different ones.
func Letter(data []byte) (string, error) {
	texts := [][]byte{data}
	if m, err := mail.ReadMessage(bytes.NewReader(data)); err == nil && m.Header.Get("Content-Type") != "" {
		if texts, err = textParts(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body,
			0); err != nil {
			return "", fmt.Errorf("the mail cannot be read: %w", err)
		}
	}
	found := ""
	for _, text := range texts {
		for _, m := range footer.FindAllSubmatch(text, -1) {
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

// textParts returns the decoded text parts of a message, also those in nested multiparts.
func textParts(kind, encoding string, r io.Reader, depth int) ([][]byte, error) {
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
		texts, err := textParts(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p, depth+1)
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
