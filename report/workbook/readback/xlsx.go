package readback

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/orisano/gosax"
	"github.com/xuri/excelize/v2"

	"leadpact/report/workbook/cellxml"
)

// workbook is an xlsx file whose sheets are read as streams. excelize would read all of it into memory, and
// takes half a minute for the cells of 100,000 leads.
type workbook struct {
	zip    *zip.Reader
	names  map[string]string // references by defined name
	sheets map[string]string // the part of a sheet, by the sheet's name
	shared []string          // the shared strings
}

// position is a cell; rows and columns count from 1.
type position struct{ row, column int }

func (p position) String() string {
	name, _ := excelize.CoordinatesToCellName(p.column, p.row)
	return name
}

// openWorkbook reads what lies around the cells: sheets, defined names and shared strings.
func openWorkbook(r io.ReaderAt, size int64) (*workbook, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	w := &workbook{zip: z, names: map[string]string{}, sheets: map[string]string{}}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
		Names []struct {
			Name      string `xml:"name,attr"`
			Reference string `xml:",chardata"`
		} `xml:"definedNames>definedName"`
	}
	var relations struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	var shared struct {
		Texts []struct {
			Plain string   `xml:"t"`
			Runs  []string `xml:"r>t"`
		} `xml:"si"`
	}
	const root = "xl/"
	for name, into := range map[string]any{
		root + "workbook.xml":            &book,
		root + "_rels/workbook.xml.rels": &relations,
		root + "sharedStrings.xml":       &shared,
	} {
		if err := w.decode(name, into); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, n := range book.Names {
		w.names[n.Name] = n.Reference
	}
	parts := map[string]string{}
	for _, r := range relations.All {
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = "/" + root + r.Target
		}
		parts[r.ID] = path.Clean(r.Target)[1:]
	}
	for _, sh := range book.Sheets {
		w.sheets[sh.Name] = parts[sh.ID]
	}
	for _, t := range shared.Texts {
		w.shared = append(w.shared, t.Plain+strings.Join(t.Runs, ""))
	}
	return w, nil
}

// decode decodes a small part of the file. A part that is not there leaves into as it is.
func (w *workbook) decode(name string, into any) error {
	for _, f := range w.zip.File {
		if f.Name != name {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		defer r.Close()
		return xml.NewDecoder(r).Decode(into)
	}
	return nil
}

// visitCells calls visit for each cell of a sheet that is not empty, row by row, until visit returns false.
// The text is valid during the call only.
func (w *workbook) visitCells(sheet string, visit func(at position, text []byte) bool) error {
	f, err := w.zip.Open(w.sheets[sheet])
	if err != nil {
		return err
	}
	defer f.Close()
	r := gosax.NewReaderSize(f, 1<<16)
	r.EmitSelfClosingTag = true
	c := cellReader{book: w, sheet: sheet}
	for {
		e, err := r.Event()
		if err != nil {
			return err
		}
		switch e.Type() {
		case gosax.EventEOF:
			return nil
		case gosax.EventStart:
			err = c.start(gosax.Name(e.Bytes))
		case gosax.EventText:
			err = c.characters(e.Bytes)
		case gosax.EventEnd:
			var complete bool
			name, _ := gosax.Name(e.Bytes)
			if complete, err = c.end(name); complete && !visit(c.at, cellxml.Unescape(c.text)) {
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
}

// cellReader gathers the text of one cell after another from the elements of a sheet.
type cellReader struct {
	book   *workbook
	sheet  string
	at     position
	shared bool // the text is the number of a shared string
	text   []byte
	depth  int // open text elements less open phonetic readings; text counts if above 0
}

func (c *cellReader) start(name, attributes []byte) (err error) {
	switch string(localName(name)) {
	case "c":
		c.text = c.text[:0]
		if c.at, c.shared, err = parseCell(attributes); err != nil {
			return fmt.Errorf("sheet %s: %w", c.sheet, err)
		}
	case "v", "t":
		c.depth++
	case "rPh":
		c.depth--
	}
	return nil
}

func (c *cellReader) characters(raw []byte) error {
	if c.depth <= 0 {
		return nil
	}
	text, err := gosax.Unescape(raw)
	c.text = append(c.text, text...)
	return err
}

// end reports whether a cell that is not empty is complete.
func (c *cellReader) end(name []byte) (complete bool, err error) {
	switch string(localName(name)) {
	case "v", "t":
		c.depth--
	case "rPh":
		c.depth++
	case "c":
		if c.shared {
			i, err := strconv.Atoi(string(c.text))
			if err != nil || i < 0 || i >= len(c.book.shared) {
				return false, fmt.Errorf("%s: no shared text %q", c.at, c.text)
			}
			c.text = append(c.text[:0], c.book.shared[i]...)
		}
		return len(c.text) > 0, nil
	}
	return false, nil
}

// localName returns the name of an element without its prefix.
func localName(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// parseCell returns where a cell is, and whether it holds the number of a shared string.
func parseCell(attributes []byte) (at position, shared bool, err error) {
	for len(attributes) > 0 {
		var a gosax.Attribute
		if a, attributes, err = gosax.NextAttribute(attributes); err != nil {
			return at, shared, err
		}
		value := bytes.Trim(a.Value, `"'`)
		switch string(a.Key) {
		case "r":
			at = parsePosition(value)
		case "t":
			shared = string(value) == "s"
		}
	}
	return at, shared, nil
}

// parsePosition parses a position such as D7.
func parsePosition(reference []byte) (at position) {
	for _, c := range reference {
		switch {
		case c >= 'A' && c <= 'Z':
			at.column = at.column*26 + int(c-'A') + 1
		case c >= '0' && c <= '9':
			at.row = at.row*10 + int(c-'0')
		}
	}
	return at
}
