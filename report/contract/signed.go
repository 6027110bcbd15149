package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"leadpact/model"
	"leadpact/report/contract/signable"
	"leadpact/report/format"
)

// SignedDifferences lists where the terms are not those of the signed file that the agreement names, whose path is relative to
// its folder. Without such a file, or where the signed fingerprint is the agreement's, there are none. A file that cannot be
// read, holds no terms (a scan) or other terms than the recorded fingerprint is an error that says so.
func SignedDifferences(folder string, s *model.Scorecard) ([]Difference, error) {
	signed := s.Agreement.Signed
	if format.Unsigned(s.Agreement) == "" || signed.File == "" {
		return nil, nil
	}
	path := signed.File
	if !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
	pdf, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("signed.file: %w", err)
	}
	terms, err := signable.Attached(pdf, TermsName)
	if err != nil {
		return nil, fmt.Errorf("signed.file: %s: %w; the differing terms cannot be listed", signed.File, err)
	}
	if print := fingerprint(terms); !strings.EqualFold(print, signed.Fingerprint) {
		return nil, fmt.Errorf("signed.file: %s holds the terms with fingerprint %s, not those of signed.fingerprint; name the file that was signed", signed.File, print)
	}
	return Differences(terms, s)
}

func fingerprint(terms []byte) string {
	sum := sha256.Sum256(terms)
	return hex.EncodeToString(sum[:])
}

// sinceSigned lists what differs from the signed terms, under the title.
func (c *contract) sinceSigned() {
	if format.Unsigned(c.a) == "" || c.a.Signed.File == "" {
		return
	}
	c.place = "signed.file"
	c.head("What differs from the signed terms", heading, 14, 0)
	list, err := SignedDifferences(c.folder, c.card)
	if err != nil {
		c.say("The terms cannot be compared: " + err.Error() + ".")
		return
	}
	c.differences(list, "Signed", "Now")
}

// differences is a table of what changed.
func (c *contract) differences(list []Difference, old, now string) {
	t := table{columns: []column{{"Term", 2.6, false}, {old, 2.6, false}, {now, 2.6, false}}, bold: true}
	for _, d := range list {
		t.rows = append(t.rows, []string{d.Title, d.Old, d.New})
	}
	c.table(t)
}
