package contract

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"leadpact/model/agreement"
	"leadpact/report/contract/typeset"
	"leadpact/report/format"
)

// documentKind is what a document is, as its title and every page state.
type documentKind string

const (
	agreementDocument documentKind = "Service Level Agreement"
	amendmentDocument documentKind = "Amendment to the Service Level Agreement"
)

func (k documentKind) titleOf(a *agreement.Agreement) string {
	return fmt.Sprintf("%s %s, version %d", k, a.Head.ID, a.Head.Version)
}

// Properties of the file that do not depend on the agreement.
const (
	docSubject  = "Service level agreement between Marketing and Sales"
	docLanguage = "en"
	producer    = "leadpact"
)

// identity is one line that names the terms of a document: id, version and fingerprint. It stands in the QR
// code and in the file's properties.
func identity(a *agreement.Agreement) string {
	return fmt.Sprintf("%s version %d %s", a.Head.ID, a.Head.Version, a.Fingerprint())
}

// newDocument returns an empty document with its paper, properties, header and footer. The footer states
// the given number of pages.
func newDocument(a *agreement.Agreement, kind documentKind, fonts *typeset.FontSet, pages int) *typeset.Document {
	width, height := 595.28, 841.89 // A4 in points
	if a.Head.Paper == "letter" {
		width, height = 612, 792
	}
	d := typeset.NewDocument(width, height, fonts, func(place string, r rune) error { return &GlyphError{place, r} })
	d.PDF.SetCatalogSort(true)
	d.PDF.SetProducer(producer, false)
	d.PDF.SetCreator(producer, false)
	d.PDF.SetCreationDate(a.Head.Effective.Time)
	d.PDF.SetModificationDate(a.Head.Effective.Time)
	d.PDF.SetLang(docLanguage)
	d.PDF.SetTitle(typeset.Normalize(kind.titleOf(a)), true)
	d.PDF.SetAuthor(typeset.Normalize(a.Head.Company), true)
	d.PDF.SetSubject(docSubject, true)
	d.PDF.SetKeywords(typeset.Normalize(identity(a)), true)
	d.PDF.SetXmpMetadata(xmp(a, kind))
	fingerprint, banner := a.Fingerprint(), format.Banner(a)
	if kind == amendmentDocument {
		banner = "" // an amendment is meant to differ from what was signed
	}
	d.PDF.SetHeaderFunc(func() { drawHeaderAndFooter(d, a, kind, fingerprint, banner, pages) })
	return d
}

// drawHeaderAndFooter draws what stands on every page: the banner and the running head above, and below the
// id, version, fingerprint and page number.
func drawHeaderAndFooter(d *typeset.Document, a *agreement.Agreement, kind documentKind, fingerprint, banner string,
	pages int) {
	d.Place = "page foot"
	right := d.Width - d.Right
	truncate := func(text, ending string) typeset.Line {
		return d.Truncate(d.InnerWidth()*0.6, text, ending, typeset.Footer)
	}
	if banner != "" {
		d.Draw(d.Wrap(d.InnerWidth(), typeset.Warning.Run(banner))[0], d.Left, 15)
	}
	if d.PDF.PageNo() > 1 {
		d.Draw(truncate(a.Head.Company, " – "+string(kind)), d.Left, 30)
		d.Rule(d.Left, 43, right, 43, 0.5, typeset.RuleGrey)
	}
	y := d.Height - 44
	d.Rule(d.Left, y-5, right, y-5, 0.5, typeset.RuleGrey)
	d.Draw(truncate(a.Head.ID, fmt.Sprintf(", version %d", a.Head.Version)), d.Left, y)
	number := truncate("", fmt.Sprintf("Page %d of %d", d.PDF.PageNo(), pages))
	d.Draw(number, right-number.Width, y)
	d.Draw(truncate("", "Fingerprint "+fingerprint), d.Left, y+9)
}

// xmp returns the file's properties as an XMP packet, the form that archives read.
func xmp(a *agreement.Agreement, kind documentKind) []byte {
	var b bytes.Buffer
	text := func(s string) string {
		var t strings.Builder
		_ = xml.EscapeText(&t, []byte(typeset.Normalize(s))) // writing to a Builder cannot fail
		return t.String()
	}
	day := a.Head.Effective.Format("2006-01-02T15:04:05Z")
	fmt.Fprintf(&b, `<?xpacket begin="`+"\ufeff"+`" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
<dc:identifier>%s</dc:identifier>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate><xmp:CreatorTool>%s</xmp:CreatorTool>
<pdf:Producer>%s</pdf:Producer><pdf:Keywords>%s</pdf:Keywords>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`,
		text(kind.titleOf(a)), text(a.Head.Company), text(docSubject), text(a.Fingerprint()), docLanguage, day, day,
		producer, producer, text(identity(a)))
	return b.Bytes()
}
