package contract

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"leadpact/model"
	"leadpact/report/contract/signable"
	"leadpact/report/contract/typeset"
	"leadpact/report/format"
)

// Verify returns the history of file, a copy of the contract that may have been signed. issued is the
// same contract, written anew. It is an error if file holds other terms, which are then listed, if it
// does not start with the issued bytes, or if a later revision changes what its pages show (SPEC section
// 9).
func Verify(s *model.Scorecard, issued, file []byte) (*signable.History, error) {
	h, err := signable.Trace(issued, file)
	if err == nil {
		return h, nil
	}
	terms, termsErr := signable.Attached(file, TermsName)
	switch {
	case termsErr != nil:
		return nil, fmt.Errorf("%w, and its terms cannot be read: %w", err, termsErr)
	case fingerprint(terms) != s.Agreement.Fingerprint():
		return nil, otherTermsError(s, terms)
	case bytes.HasPrefix(file, issued):
		return nil, fmt.Errorf("it begins with the issued bytes, but %w", err)
	}
	return nil, fmt.Errorf("its terms are this agreement's, but %w; a team file, fonts, a record of what was signed "+
		"or a leadpact other than those it was issued with make other bytes", err)
}

// otherTermsError names the agreement that a file's terms belong to, and lists how they differ from the
// scorecard's.
func otherTermsError(s *model.Scorecard, terms []byte) error {
	var old struct {
		Agreement struct {
			ID      string
			Version int
		}
	}
	differences, err := Differences(terms, s)
	if err == nil {
		err = json.Unmarshal(terms, &old)
	}
	if err != nil {
		return fmt.Errorf("its terms are not this agreement's: %w", err)
	}
	const maxListed = 40
	var list strings.Builder
	for i, d := range differences {
		if i == maxListed {
			fmt.Fprintf(&list, "\n  and %d more", len(differences)-maxListed)
			break
		}
		list.WriteString("\n  " + d.String())
	}
	name := func(id string, version int, fingerprint string) string {
		return fmt.Sprintf("%s version %d, fingerprint %s", id, version, fingerprint)
	}
	return fmt.Errorf("it belongs to %s; the agreement is %s; its terms → the agreement's:%s",
		name(old.Agreement.ID, old.Agreement.Version, fingerprint(terms)),
		name(s.Agreement.Head.ID, s.Agreement.Head.Version, s.Agreement.Fingerprint()), list.String())
}

// fingerprint returns the fingerprint of canonical terms: their SHA-256 in hexadecimal digits.
func fingerprint(terms []byte) string {
	sum := sha256.Sum256(terms)
	return hex.EncodeToString(sum[:])
}

// SignedDifferences lists how the terms differ from those of the signed file that the agreement names,
// whose path is relative to folder. Without such a file, or if the signed fingerprint is the agreement's,
// the list is empty. It is an error if the file cannot be read, holds no terms, as a scan does, or holds
// terms that do not have the signed fingerprint.
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
	if actual := fingerprint(terms); !strings.EqualFold(actual, signed.Fingerprint) {
		return nil, fmt.Errorf("signed.file: %s holds the terms with fingerprint %s, not those of signed.fingerprint; "+
			"name the file that was signed", signed.File, actual)
	}
	return Differences(terms, s)
}

// changesSinceSigned adds the terms that differ from the signed ones, or why they cannot be compared.
func (c *contract) changesSinceSigned() {
	if format.Unsigned(c.a) == "" || c.a.Signed.File == "" {
		return
	}
	c.Place = "signed.file"
	c.Heading("What differs from the signed terms", typeset.Heading, 14, 0)
	differences, err := SignedDifferences(c.folder, c.card)
	if err != nil {
		c.Clause("The terms cannot be compared: " + err.Error() + ".")
		return
	}
	c.differenceTable(differences, "Signed", "Now")
}

// differenceTable adds a table of differences with these titles over the old and the new terms.
func (c *contract) differenceTable(differences []Difference, oldTitle, newTitle string) {
	t := typeset.NewTable(typeset.TextColumn("Term", 2.6), typeset.TextColumn(oldTitle, 2.6),
		typeset.TextColumn(newTitle, 2.6))
	for _, d := range differences {
		t.Rows = append(t.Rows, []string{d.Title, d.Old, d.New})
	}
	c.Table(t)
}
