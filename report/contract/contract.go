// Package contract writes the agreement as a PDF that its parties sign, and checks whether a file is still
// that contract (SPEC section 9). A scorecard and the team go in; the bytes of a PDF come out, or the
// history of a signed file. It must not use measurements: a contract depends on the terms, the figures that
// follow from them (plan, lead values) and the team alone, so that the same terms give the same bytes.
//
// Package typeset sets the pages, package signable adds form fields to them and compares revisions.
package contract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"text/template"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/formula"
	"leadpact/report/contract/signable"
	"leadpact/report/contract/typeset"
	"leadpact/report/format"
)

// Write writes the contract. The paths of the agreement's fonts and signed file are relative to folder. A
// character that the fonts cannot draw is a *GlyphError.
func Write(folder string, w io.Writer, s *model.Scorecard, team []model.Rep) error {
	return write(folder, w, s, team, agreementDocument, (*contract).agreement)
}

// ErrNothingToAmend is returned for two versions of an agreement that have the same terms.
var ErrNothingToAmend = errors.New("the terms of both are the same: there is nothing to amend")

// Amend writes an amendment: the terms that differ between old and s, and the signature blocks of the
// parties. The paths of the agreement's fonts are relative to folder.
func Amend(folder string, w io.Writer, s, old *model.Scorecard) error {
	if old.Agreement.Fingerprint() == s.Agreement.Fingerprint() {
		return ErrNothingToAmend
	}
	differences, err := Differences(old.Agreement.Canonical(), s, old)
	if err != nil {
		return err
	}
	return write(folder, w, s, nil, amendmentDocument, func(c *contract) { c.amendment(old.Agreement, differences) })
}

// contract is one document while it is written.
type contract struct {
	*typeset.Document
	clauses *template.Template
	card    *model.Scorecard
	a       *agreement.Agreement // the agreement of the scorecard
	style   format.Style
	team    []model.Rep

	folder     string           // the folder that the agreement's paths are relative to
	signerKeys map[string]int   // number of signers by the slug of their role
	fields     []signable.Field // the form fields of the signature blocks drawn so far
}

// write typesets a document twice, because every page states the number of pages, and adds the form
// fields with which it can be signed.
func write(folder string, w io.Writer, s *model.Scorecard, team []model.Rep, kind documentKind,
	content func(*contract)) error {
	fonts, err := loadFonts(folder, s.Agreement.Head.Fonts)
	if err != nil {
		return err
	}
	if err := checkGlyphs(fonts, s.Agreement, team); err != nil {
		return err
	}
	var c *contract
	for pages := range 2 {
		if pages > 0 {
			pages = c.PDF.PageCount()
		}
		if c, err = newContract(folder, s, team, newDocument(s.Agreement, kind, fonts, pages)); err != nil {
			return err
		}
		content(c)
		if err := c.Paginate(); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	if err := c.PDF.Output(&out); err != nil {
		return fmt.Errorf("contract: %w", err)
	}
	pdf, err := c.makeSignable(out.Bytes())
	if err != nil {
		return fmt.Errorf("contract: %w", err)
	}
	_, err = w.Write(pdf)
	return err
}

// newContract returns a contract without content.
func newContract(folder string, s *model.Scorecard, team []model.Rep, d *typeset.Document) (*contract, error) {
	c := &contract{Document: d, card: s, a: s.Agreement, style: format.For(s.Agreement), team: team, folder: folder,
		signerKeys: map[string]int{}}
	return c, c.loadClauses()
}

// agreement adds the whole contract, from its title to the last annex.
func (c *contract) agreement() {
	c.title()
	c.changesSinceSigned()
	for _, s := range c.sections() {
		c.Section(s.id, s.title, s.content)
	}
	c.annexes()
}

// amendment adds what differs from an older version.
func (c *contract) amendment(old *agreement.Agreement, differences []Difference) {
	c.Place = "amendment"
	c.opening("Amendment", [][2]string{
		{"Agreement", fmt.Sprintf("%s, version %d", c.a.Head.ID, c.a.Head.Version)},
		{"Amends", fmt.Sprintf("%s, version %d", old.Head.ID, old.Head.Version)},
		{"In force from", c.style.Date(c.a.Head.Effective.Time)},
		{"Fingerprint until now", old.Fingerprint()},
		{"Fingerprint from now on", c.a.Fingerprint()},
	})
	c.Clause(c.clauseText("amendment"))
	c.Section("parties", "Parties", c.partyTable)
	c.Section("changes", "What changes", func() { c.differenceTable(differences, "Until now", "From now on") })
	c.Section("signatures", "Signatures", c.signatures)
}

// sectionPlan is the id of the section that others refer to by its number.
const sectionPlan = "plan"

// section is a numbered section of the contract.
type section struct {
	id, title string
	content   func()
}

// sections returns the sections in the order of SPEC section 9.
func (c *contract) sections() []section {
	return []section{
		{"parties", "Parties and duties", c.parties},
		{"summary", "Executive summary", c.summary},
		{"definitions", "Definitions", c.definitions},
		{"ideal_client", "Ideal client", c.idealClient},
		{"goals", "Goals", c.goals},
		{sectionPlan, "Plan", c.plan},
		{"lead_value", "Lead value", c.leadValue},
		{"promise", "The agreement in one sentence", c.promise},
		{"handoff", "Handoff", c.handoff},
		{"actions", "Action agreement", c.actions},
		{"cadence", "Follow-up cadence", c.cadence},
		{"dont_be_on_it", "Don't be on it", c.dontBeOnIt},
		{"capacity", "Capacity", c.capacity},
		{"kpis", "Key performance indicators", c.kpis},
		{"budget", "Budget", c.budget},
		{"tolerance", "Tolerance and ratio", c.tolerance},
		{"review", "Review", c.review},
		{"meeting", "Feedback meeting", c.meeting},
		{"clock", "How time and touches are counted", c.counting},
		{"signatures", "Signatures", c.signatures},
	}
}

// sectionReference returns ", section 6", or "" if the contract has no such section.
func (c *contract) sectionReference(id string) string {
	if n := c.SectionNumber(id); n > 0 {
		return fmt.Sprintf(", section %d", n)
	}
	return ""
}

// value returns a figure that follows from the terms, or Missing if this agreement has no figure of that
// id.
func (c *contract) value(id string) formula.Value {
	if q := c.card.Quantity(id); q != nil {
		return q.Value()
	}
	return formula.Missing
}

// count formats a figure that follows from the terms as a number.
func (c *contract) count(id string) string { return c.style.Value(c.value(id), formula.Count) }

// optional formats a number that an agreement may leave open.
func (c *contract) optional(x *float64) string {
	if x == nil {
		return "–"
	}
	return c.style.Number(*x)
}
