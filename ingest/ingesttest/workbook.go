package ingesttest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
)

// Book is a workbook as Office Open XML writes it, for tests of what no writer would let them write.
type Book struct {
	Sheets  []Sheet
	Shared  string   // the XML of the shared texts: <si><t>Ana</t></si> …
	Formats []string // codes of number formats; the first is that of the style 1
	Extra   string   // XML in workbook.xml before its sheets, such as <workbookPr date1904="1"/>
	Strict  bool     // whether the namespaces are those of the strict variant
}

// Sheet is a sheet of a Book.
type Sheet struct {
	Name  string
	State string // visible, hidden or veryHidden; empty: visible
	Rows  string // the XML of the rows: <row><c><v>1</v></c></row> …
	Extra string // XML before the rows, such as <cols/>
	After string // XML after the rows, such as <mergeCells/>
}

// Bytes returns the file.
func (b Book) Bytes(t testing.TB) []byte {
	t.Helper()
	space, links := "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	if b.Strict {
		space = "http://purl.oclc.org/ooxml/spreadsheetml/main"
		links = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	}
	parts := map[string]string{
		"_rels/.rels": relationships([3]string{"rId1", links + "/officeDocument", "xl/workbook.xml"}),
	}
	toParts := [][3]string{
		{"rIdShared", links + "/sharedStrings", "sharedStrings.xml"}, {"rIdStyles", links + "/styles", "/xl/styles.xml"},
	}
	var tabs strings.Builder
	for i, s := range b.Sheets {
		part := fmt.Sprintf("worksheets/sheet%d.xml", i+1)
		id := fmt.Sprintf("rId%d", i+1)
		toParts = append(toParts, [3]string{id, links + "/worksheet", part})
		parts["xl/"+part] = fmt.Sprintf(`<worksheet xmlns="%s">%s<sheetData>%s</sheetData>%s</worksheet>`,
			space, s.Extra, s.Rows, s.After)
		state := ""
		if s.State != "" {
			state = fmt.Sprintf(` state="%s"`, s.State)
		}
		fmt.Fprintf(&tabs, `<sheet name="%s" sheetId="%d"%s r:id="%s"/>`, escape(s.Name), i+1, state, id)
	}
	parts["xl/_rels/workbook.xml.rels"] = relationships(toParts...)
	parts["xl/workbook.xml"] = fmt.Sprintf(`<workbook xmlns="%s" xmlns:r="%s">%s<sheets>%s</sheets></workbook>`,
		space, links, b.Extra, &tabs)
	parts["xl/sharedStrings.xml"] = fmt.Sprintf(`<sst xmlns="%s">%s</sst>`, space, b.Shared)
	var formats, styles strings.Builder
	for i, code := range b.Formats {
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, escape(code))
		fmt.Fprintf(&styles, `<xf numFmtId="%d"/>`, 164+i)
	}
	parts["xl/styles.xml"] = fmt.Sprintf(
		`<styleSheet xmlns="%s"><numFmts>%s</numFmts><cellXfs><xf numFmtId="0"/>%s</cellXfs></styleSheet>`,
		space, &formats, &styles)
	return Zip(t, parts)
}

// Zip returns a zip archive of files by their names.
func Zip(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// relationships returns the XML of links, each by id, type and target.
func relationships(links ...[3]string) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, l := range links {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s" Target="%s"/>`, l[0], l[1], l[2])
	}
	b.WriteString("</Relationships>")
	return b.String()
}

func escape(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}
