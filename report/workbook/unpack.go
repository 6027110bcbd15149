package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"github.com/orisano/gosax"
)

// issuedPackage is a workbook as it lies on disk, as it was written or as a spreadsheet saved it again. excelize reads it into
// memory, and takes half a minute for the cells of 100,000 leads.
type issuedPackage struct {
	zip    *zip.Reader
	names  map[string]string // what a name refers to
	sheets map[string]string // the part of a sheet, by its name
	shared []string          // texts that cells share
}

func openPackage(r io.ReaderAt, size int64) (*issuedPackage, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	p := &issuedPackage{zip: z, names: map[string]string{}, sheets: map[string]string{}}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
		Names []struct {
			Name   string `xml:"name,attr"`
			Refers string `xml:",chardata"`
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
	for name, into := range map[string]any{root + "workbook.xml": &book, root + "_rels/workbook.xml.rels": &relations, root + "sharedStrings.xml": &shared} {
		if err := p.decode(name, into); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, n := range book.Names {
		p.names[n.Name] = n.Refers
	}
	parts := map[string]string{}
	for _, r := range relations.All {
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = "/" + root + r.Target
		}
		parts[r.ID] = path.Clean(r.Target)[1:]
	}
	for _, sh := range book.Sheets {
		p.sheets[sh.Name] = parts[sh.ID]
	}
	for _, t := range shared.Texts {
		p.shared = append(p.shared, t.Plain+strings.Join(t.Runs, ""))
	}
	return p, nil
}

// decode reads a small part; one that is not there is empty.
func (p *issuedPackage) decode(name string, into any) error {
	for _, f := range p.zip.File {
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

// cells visits the cells of a sheet that hold something, row by row, until it has seen enough.
func (p *issuedPackage) cells(sheet string, visit func(at cellAt, text []byte) bool) error {
	f, err := p.zip.Open(p.sheets[sheet])
	if err != nil {
		return err
	}
	defer f.Close()
	r := gosax.NewReaderSize(f, 1<<16)
	r.EmitSelfClosingTag = true
	var (
		at     cellAt
		shared bool
		text   []byte
		inside int // of elements whose texts a cell shows, less those that spell a text out
	)
	for {
		e, err := r.Event()
		if err != nil {
			return err
		}
		switch e.Type() {
		case gosax.EventEOF:
			return nil
		case gosax.EventStart:
			name, attributes := gosax.Name(e.Bytes)
			switch string(local(name)) {
			case "c":
				text = text[:0]
				if at, shared, err = cellOf(attributes); err != nil {
					return fmt.Errorf("sheet %s: %w", sheet, err)
				}
			case "v", "t":
				inside++
			case "rPh":
				inside--
			}
		case gosax.EventText:
			if inside > 0 {
				b, err := gosax.Unescape(e.Bytes)
				if err != nil {
					return err
				}
				text = append(text, b...)
			}
		case gosax.EventEnd:
			name, _ := gosax.Name(e.Bytes)
			switch string(local(name)) {
			case "v", "t":
				inside--
			case "rPh":
				inside++
			case "c":
				if shared {
					i, err := strconv.Atoi(string(text))
					if err != nil || i < 0 || i >= len(p.shared) {
						return fmt.Errorf("%s: no shared text %q", at, text)
					}
					text = append(text[:0], p.shared[i]...)
				}
				if len(text) > 0 && !visit(at, unescaped(text)) {
					return nil
				}
			}
		}
	}
}

// local is the name of an element without its prefix.
func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// cellOf reads where a cell is, and whether it holds the number of a shared text.
func cellOf(attributes []byte) (at cellAt, shared bool, err error) {
	for len(attributes) > 0 {
		var a gosax.Attribute
		if a, attributes, err = gosax.NextAttribute(attributes); err != nil {
			return at, shared, err
		}
		value := bytes.Trim(a.Value, `"'`)
		switch string(a.Key) {
		case "r":
			at = placeOf(value)
		case "t":
			shared = string(value) == "s"
		}
	}
	return at, shared, nil
}

// placeOf reads a position: D7.
func placeOf(ref []byte) (at cellAt) {
	for _, c := range ref {
		switch {
		case c >= 'A' && c <= 'Z':
			at.col = at.col*26 + int(c-'A') + 1
		case c >= '0' && c <= '9':
			at.row = at.row*10 + int(c-'0')
		}
	}
	return at
}

// unescaped is a text of a cell with the characters that it has as codes: appendText's other side.
func unescaped(text []byte) []byte {
	if !bytes.Contains(text, []byte("_x")) {
		return text
	}
	var out []byte
	for i := 0; i < len(text); i++ {
		if r, ok := coded(string(text[i:min(i+7, len(text))])); ok {
			out = utf8.AppendRune(out, r)
			i += 6
		} else {
			out = append(out, text[i])
		}
	}
	return out
}
