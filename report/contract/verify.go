package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/report/contract/signable"
)

// Verify says what became of a contract: file is what somebody holds, issued the contract made anew. The error says why the
// file is not this agreement's: it holds other terms (then it lists them), or not the issued bytes, or a later revision
// changes what its pages show (SPEC section 9).
func Verify(s *model.Scorecard, issued, file []byte) (*signable.History, error) {
	h, err := signable.Trace(issued, file)
	if err == nil {
		return h, nil
	}
	terms, noTerms := signable.Attached(file, TermsName)
	switch {
	case noTerms != nil:
		return nil, fmt.Errorf("%w, and its terms cannot be read: %w", err, noTerms)
	case fingerprint(terms) != s.Agreement.Fingerprint():
		return nil, otherTerms(s, terms)
	case bytes.HasPrefix(file, issued):
		return nil, fmt.Errorf("it begins with the issued bytes, but %w", err)
	}
	return nil, fmt.Errorf("its terms are this agreement's, but %w; a team file, fonts, a record of what was signed or a leadpact other than those it was issued with make other bytes", err)
}

// otherTerms says to which terms a file belongs, and where they differ.
func otherTerms(s *model.Scorecard, terms []byte) error {
	var head struct {
		Agreement struct {
			ID      string
			Version int
		}
	}
	list, err := Differences(terms, s)
	if err == nil {
		err = json.Unmarshal(terms, &head)
	}
	if err != nil {
		return fmt.Errorf("its terms are not this agreement's: %w", err)
	}
	const most = 40
	var b strings.Builder
	for i, d := range list {
		if i == most {
			fmt.Fprintf(&b, "\n  and %d more", len(list)-most)
			break
		}
		b.WriteString("\n  " + d.String())
	}
	return fmt.Errorf("it belongs to %s version %d, fingerprint %s; the agreement is %s version %d, fingerprint %s; its terms → the agreement's:%s",
		head.Agreement.ID, head.Agreement.Version, fingerprint(terms), s.Agreement.Head.ID, s.Agreement.Head.Version, s.Agreement.Fingerprint(), b.String())
}
