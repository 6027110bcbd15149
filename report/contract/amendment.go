package contract

import (
	"errors"
	"fmt"
	"io"

	"leadpact/model"
	"leadpact/model/agreement"
)

// ErrNothingToAmend says that two versions of an agreement have the same terms.
var ErrNothingToAmend = errors.New("the terms of both are the same: there is nothing to amend")

// Amend writes an amendment: the terms that changed from an older version to the scorecard's, old and new, and the signature
// blocks of the parties. The paths of further fonts are relative to the folder.
func Amend(folder string, w io.Writer, s, old *model.Scorecard) error {
	if old.Agreement.Fingerprint() == s.Agreement.Fingerprint() {
		return ErrNothingToAmend
	}
	list, err := Differences(old.Agreement.Canonical(), s, old)
	if err != nil {
		return err
	}
	return write(folder, w, s, nil, anAmendment, func(c *contract) { c.amendment(old.Agreement, list) })
}

func (c *contract) amendment(old *agreement.Agreement, list []Difference) {
	c.place = "amendment"
	c.opening("Amendment", [][2]string{
		{"Agreement", fmt.Sprintf("%s, version %d", c.a.Head.ID, c.a.Head.Version)},
		{"Amends", fmt.Sprintf("%s, version %d", old.Head.ID, old.Head.Version)},
		{"In force from", c.style.Date(c.a.Head.Effective.Time)},
		{"Fingerprint until now", old.Fingerprint()},
		{"Fingerprint from now on", c.a.Fingerprint()},
	})
	c.say(c.clause("amendment"))
	c.section("Parties", c.partyTable)
	c.section("What changes", func() { c.differences(list, "Until now", "From now on") })
	c.section("Signatures", c.signatures)
}
