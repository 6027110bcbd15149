package contract

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"

	"leadpact/model/agreement"
)

// mark says in one line which terms a page belongs to: id, version and fingerprint. It stands in the QR code and in the
// file's properties.
func mark(a *agreement.Agreement) string {
	return fmt.Sprintf("%s version %d %s", a.Head.ID, a.Head.Version, a.Fingerprint())
}

// seal adds a paragraph with the QR code of the mark to its right.
func (c *contract) seal(text string) {
	const side, gap = 74.0, 18.0
	code, err := qr.Encode(mark(c.a), qr.M, qr.Auto)
	if err != nil {
		if c.doc.err == nil {
			c.doc.err = fmt.Errorf("agreement.id: %d bytes are too many for a QR code; shorten it", len(c.a.Head.ID))
		}
		return
	}
	lines := c.wrap(c.inner()-side-gap, run{text, body})
	height := max(side, float64(len(lines))*body.leading) + 10
	n := code.Bounds().Dx()
	module := side / float64(n)
	c.atoms = append(c.atoms, atom{gap: 5, height: height, draw: func(y float64) {
		for i, l := range lines {
			c.draw(l, c.left, y+float64(i)*body.leading)
		}
		c.fill(ink)
		x := c.width - c.right - side
		for row := range n {
			for col := 0; col < n; col++ {
				first := col
				for col < n && dark(code.At(col, row).RGBA()) {
					col++
				}
				if col > first {
					c.pdf.Rect(x+float64(first)*module, y+float64(row)*module, float64(col-first)*module, module, "F")
				}
			}
		}
	}})
}

func dark(r, _, _, _ uint32) bool { return r < 0x8000 }

// properties is the XMP packet: what the document is, in the form that archives read.
func properties(a *agreement.Agreement, k kind) []byte {
	var b bytes.Buffer
	text := func(s string) string {
		var t strings.Builder
		_ = xml.EscapeText(&t, []byte(clean(s))) // a builder takes everything
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
		text(k.title(a)), text(a.Head.Company), text(docSubject), text(a.Fingerprint()), docLanguage, day, day, maker, maker, text(mark(a)))
	return b.Bytes()
}

// What the file's properties say beside the agreement's own.
const (
	docSubject  = "Service level agreement between Marketing and Sales"
	docLanguage = "en"
	maker       = "leadpact"
)

func (k kind) title(a *agreement.Agreement) string {
	return fmt.Sprintf("%s %s, version %d", k, a.Head.ID, a.Head.Version)
}
