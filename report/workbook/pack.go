package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strings"
)

// pack takes the parts that excelize writes and makes one zip of them that is the same for the same parts: sorted, without
// times, [Content_Types].xml first.
//
// The mends, each for what excelize v2.11.0 writes:
//   - chart parts are replaced: the library's fail the schema (marker and invertIfNegative out of order, smooth where none
//     belongs: github.com/qax-os/excelize/issues/2355 and 2356) and have empty caches (DESIGN section 3);
//   - sheets get the rows of their long tables, which the library cannot write as they are needed (stream.go);
//   - [Content_Types].xml has its entries in the order of a map, and defaults for pictures and macros that are not there.
type pack struct {
	charts [][]byte
	tables map[string]*rowStream // by the part of their sheet
	parts  []*part
}

// part is one member of the zip.
type part struct {
	name string
	data bytes.Buffer
}

// Create begins a part; the one before is complete.
func (z *pack) Create(name string) (io.Writer, error) {
	p := &part{name: name}
	z.parts = append(z.parts, p)
	return &p.data, nil
}

// AddFS is never called; the interface asks for it.
func (z *pack) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close is left to writeTo.
func (z *pack) Close() error { return nil }

func (z *pack) writeTo(w io.Writer) (int64, error) {
	sort.Slice(z.parts, func(i, j int) bool {
		a, b := z.parts[i].name, z.parts[j].name
		if first := a == typesPart; first || b == typesPart {
			return first
		}
		return a < b
	})
	out := &counter{w: w}
	zw := zip.NewWriter(out)
	zw.RegisterCompressor(zip.Deflate, newDeflater)
	for _, p := range z.parts {
		const day = 1<<5 | 1 // 1980-01-01, the first that a zip can say
		//lint:ignore SA1019 without Modified this field is written as it is
		member, err := zw.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, ModifiedDate: day})
		if err == nil {
			err = z.mend(member, p.name, p.data.Bytes())
		}
		if err != nil {
			return out.n, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return out.n, zw.Close()
}

const typesPart = "[Content_Types].xml"

// mend writes a part, mended where it is one that needs it.
func (z *pack) mend(w io.Writer, name string, raw []byte) error {
	var n int
	switch {
	case name == typesPart:
		sorted, err := sortedTypes(raw)
		if err != nil {
			return err
		}
		raw = sorted
	case strings.HasPrefix(name, "xl/charts/chart"):
		if _, err := fmt.Sscanf(name, "xl/charts/chart%d.xml", &n); err != nil || n < 1 || n > len(z.charts) {
			return fmt.Errorf("chart %d of %d", n, len(z.charts))
		}
		raw = z.charts[n-1]
	case z.tables[name] != nil:
		return z.tables[name].writeTo(w, raw)
	}
	_, err := w.Write(raw)
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

// sortedTypes keeps the defaults of kinds of part that a workbook of ours has, and sorts the rest.
func sortedTypes(raw []byte) ([]byte, error) {
	var t contentTypes
	if err := xml.Unmarshal(raw, &t); err != nil {
		return nil, err
	}
	kept := t.Default[:0]
	for _, d := range t.Default {
		if d.Extension == "rels" || d.Extension == "xml" || d.Extension == "vml" {
			kept = append(kept, d)
		}
	}
	t.Default = kept
	sort.Slice(t.Default, func(i, j int) bool { return t.Default[i].Extension < t.Default[j].Extension })
	sort.Slice(t.Override, func(i, j int) bool { return t.Override[i].PartName < t.Override[j].PartName })
	out, err := xml.Marshal(t)
	return append([]byte(xml.Header), out...), err
}

// counter counts what is written through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
