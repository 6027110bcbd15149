// Package archive makes the zip of a workbook deterministic: the same parts give the same bytes, on any
// machine.
//
// The parts come in as excelize writes them, through its ZipWriter interface; one zip goes out, with its
// members sorted, without times, and compressed in parallel blocks. The package knows what an Open
// Packaging archive asks for (its content types come first), and nothing of sheets, charts or figures:
// what a part should hold instead is the caller's Rewrite.
package archive

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
)

// Rewrite writes a part of the archive, given its name and what the library made of it. A Rewrite that has
// nothing to change writes the part as it is.
type Rewrite func(w io.Writer, name string, part []byte) error

// Archive collects parts and writes them as one zip. It implements excelize.ZipWriter.
type Archive struct {
	rewrite Rewrite
	parts   []*part
}

// part is one member of the zip.
type part struct {
	name string
	data bytes.Buffer
}

// New returns an empty archive whose parts pass through rewrite; nil leaves them as they are.
func New(rewrite Rewrite) *Archive {
	if rewrite == nil {
		rewrite = func(w io.Writer, _ string, part []byte) error {
			_, err := w.Write(part)
			return err
		}
	}
	return &Archive{rewrite: rewrite}
}

// Create begins a part; the one before is complete.
func (a *Archive) Create(name string) (io.Writer, error) {
	p := &part{name: name}
	a.parts = append(a.parts, p)
	return &p.data, nil
}

// AddFS is part of the interface; excelize never calls it.
func (a *Archive) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close does nothing: WriteTo finishes the zip.
func (a *Archive) Close() error { return nil }

// WriteTo writes the zip, [Content_Types].xml first and the other parts by name, and returns its size in
// bytes.
func (a *Archive) WriteTo(w io.Writer) (int64, error) {
	sort.Slice(a.parts, func(i, j int) bool {
		x, y := a.parts[i].name, a.parts[j].name
		if first := x == typesPart; first || y == typesPart {
			return first
		}
		return x < y
	})
	out := &counter{w: w}
	zw := zip.NewWriter(out)
	zw.RegisterCompressor(zip.Deflate, newDeflater)
	for _, p := range a.parts {
		const day = 1<<5 | 1 // 1980-01-01, the earliest date of a zip
		//lint:ignore SA1019 without Modified this field is written as it is
		member, err := zw.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, ModifiedDate: day})
		if err == nil {
			err = a.writePart(member, p.name, p.data.Bytes())
		}
		if err != nil {
			return out.n, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return out.n, zw.Close()
}

const typesPart = "[Content_Types].xml"

func (a *Archive) writePart(w io.Writer, name string, raw []byte) error {
	if name != typesPart {
		return a.rewrite(w, name, raw)
	}
	sorted, err := sortedTypes(raw)
	if err != nil {
		return err
	}
	_, err = w.Write(sorted)
	return err
}

type contentTypes struct {
	XMLName  xml.Name      `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Default  []contentType `xml:"Default"`
	Override []contentType `xml:"Override"`
}

type contentType struct {
	Extension   string `xml:",attr,omitempty"`
	PartName    string `xml:",attr,omitempty"`
	ContentType string `xml:",attr"`
}

// sortedTypes repairs the content types that excelize v2.11.0 writes: it sorts the entries, which come in
// the random order of a map, and drops the defaults for pictures and macros, which no workbook of this
// program has.
func sortedTypes(raw []byte) ([]byte, error) {
	var t contentTypes
	if err := xml.Unmarshal(raw, &t); err != nil {
		return nil, err
	}
	used := t.Default[:0]
	for _, d := range t.Default {
		if d.Extension == "rels" || d.Extension == "xml" || d.Extension == "vml" {
			used = append(used, d)
		}
	}
	t.Default = used
	sort.Slice(t.Default, func(i, j int) bool { return t.Default[i].Extension < t.Default[j].Extension })
	sort.Slice(t.Override, func(i, j int) bool { return t.Override[i].PartName < t.Override[j].PartName })
	out, err := xml.Marshal(t)
	return append([]byte(xml.Header), out...), err
}

// counter counts the bytes written through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
