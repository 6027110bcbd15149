// Package contract writes the agreement as a PDF that its parties sign (SPEC section 9). It depends on the agreement and the
// team alone: the scorecard gives the agreement and the figures that follow from its terms (plan, lead values), never a
// measurement. The same terms give the same bytes.
package contract

import (
	"bytes"
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/report/contract/signable"
	"leadpact/report/format"
)

// Write writes the contract of an agreement that lies in a folder: the paths of its further fonts and of its signed file are
// relative to it. A character that the fonts cannot draw is a *GlyphError.
func Write(folder string, w io.Writer, s *model.Scorecard, team []model.Rep) error {
	return write(folder, w, s, team, wholeAgreement, (*contract).whole)
}

// kind is what a document is, as its title and every page say.
type kind string

const (
	wholeAgreement kind = "Service Level Agreement"
	anAmendment    kind = "Amendment to the Service Level Agreement"
)

// write sets a document twice: the second time every page can say how many there are.
func write(folder string, w io.Writer, s *model.Scorecard, team []model.Rep, k kind, content func(*contract)) error {
	f, err := loadFonts(folder, s.Agreement.Head.Fonts)
	if err != nil {
		return err
	}
	if err := f.checkGlyphs(s.Agreement, team); err != nil {
		return err
	}
	var c *contract
	for pages := range 2 {
		if pages > 0 {
			pages = c.pdf.PageCount()
		}
		c = &contract{card: s, a: s.Agreement, style: format.For(s.Agreement), team: team, folder: folder, keys: map[string]int{}}
		c.doc = newDoc(s.Agreement, k, f, pages)
		if err := c.compose(content); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	if err := c.pdf.Output(&out); err != nil {
		return fmt.Errorf("contract: %w", err)
	}
	pdf, err := c.finish(out.Bytes())
	if err != nil {
		return fmt.Errorf("contract: %w", err)
	}
	_, err = w.Write(pdf)
	return err
}

// compose sets the content on pages.
func (c *contract) compose(content func(*contract)) error {
	if err := c.loadClauses(); err != nil {
		return err
	}
	content(c)
	c.turn()
	c.flow(c.atoms)
	return c.doc.err
}

// whole is the contract from its title to the last annex.
func (c *contract) whole() {
	c.title()
	c.sinceSigned()
	for _, part := range c.parts() {
		c.section(part.title, part.write)
	}
	c.annexes()
}

// contract is one document being written.
type contract struct {
	*doc
	clauses
	card  *model.Scorecard
	a     *agreement.Agreement
	style format.Style
	team  []model.Rep

	folder string           // that the agreement's paths are relative to
	keys   map[string]int   // how many signers have each key
	fields []signable.Field // of the blocks that are drawn
}

// part is a section of the contract.
type part struct {
	title string
	write func()
}

// parts are the sections in the order of SPEC section 9.
func (c *contract) parts() []part {
	return []part{
		{"Parties and duties", c.parties},
		{"Executive summary", c.summary},
		{"Definitions", c.definitions},
		{"Ideal client", c.idealClient},
		{"Goals", c.goals},
		{"Plan", c.plan},
		{"Lead value", c.leadValue},
		{"The agreement in one sentence", c.statement},
		{"Handoff", c.handoff},
		{"Action agreement", c.actions},
		{"Follow-up cadence", c.cadence},
		{"Don't be on it", c.dontBeOnIt},
		{"Capacity", c.capacity},
		{"Key performance indicators", c.kpis},
		{"Budget", c.budget},
		{"Tolerance and ratio", c.tolerance},
		{"Review", c.review},
		{"Feedback meeting", c.meeting},
		{"How time and touches are counted", c.counting},
		{"Signatures", c.signatures},
	}
}

// newDoc opens the document: paper, fonts, properties, header and footer.
func newDoc(a *agreement.Agreement, k kind, f fonts, pages int) *doc {
	size := fpdf.SizeType{Wd: 595.28, Ht: 841.89}
	if a.Head.Paper == "letter" {
		size = fpdf.SizeType{Wd: 612, Ht: 792}
	}
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: size})
	d := &doc{pen: pen{pdf: pdf, fonts: f, drawn: map[inked]bool{}}, clauses: -1, numbers: map[string]int{},
		sheet: sheet{width: size.Wd, height: size.Ht, left: 62, right: 62, top: 60, bottom: 64, newPage: pdf.AddPage}}
	f.register(pdf)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCatalogSort(true)
	pdf.SetProducer(maker, false)
	pdf.SetCreator(maker, false)
	pdf.SetCreationDate(a.Head.Effective.Time)
	pdf.SetModificationDate(a.Head.Effective.Time)
	pdf.SetLang(docLanguage)
	pdf.SetTitle(clean(k.title(a)), true)
	pdf.SetAuthor(clean(a.Head.Company), true)
	pdf.SetSubject(docSubject, true)
	pdf.SetKeywords(clean(mark(a)), true)
	pdf.SetXmpMetadata(properties(a, k))
	fingerprint, banner := a.Fingerprint(), format.Banner(a)
	if k == anAmendment {
		banner = "" // it is there to change what was signed
	}
	pdf.SetHeaderFunc(func() { d.furniture(a, k, fingerprint, banner, pages) })
	return d
}

// furniture draws what stands on every page: the running head and, below, id, version, fingerprint and page number.
func (d *doc) furniture(a *agreement.Agreement, k kind, fingerprint, banner string, pages int) {
	d.place = "page foot"
	put := func(text, ending string, right bool, y float64) {
		l := d.cut(d.inner()*0.6, text, ending, footer)
		x := d.left
		if right {
			x = d.width - d.right - l.width
		}
		d.draw(l, x, y)
	}
	if banner != "" {
		d.draw(d.wrap(d.inner(), run{banner, warning})[0], d.left, 15)
	}
	if d.pdf.PageNo() > 1 {
		put(a.Head.Company, " – "+string(k), false, 30)
		d.hairline(d.left, 43, d.width-d.right, 43, 0.5, rule)
	}
	y := d.height - 44
	d.hairline(d.left, y-5, d.width-d.right, y-5, 0.5, rule)
	put(a.Head.ID, fmt.Sprintf(", version %d", a.Head.Version), false, y)
	put("", fmt.Sprintf("Page %d of %d", d.pdf.PageNo(), pages), true, y)
	put("", "Fingerprint "+fingerprint, false, y+9)
}
