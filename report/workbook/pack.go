package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"sort"
	"strings"
)

// pack takes the parts that excelize writes and makes one zip of them that is the same for the same parts: sorted, without
// times, [Content_Types].xml first. Sheets are compressed as they arrive; the other parts are small and are mended first.
//
// The mends, each for what excelize v2.11.0 writes:
//   - chart parts are replaced: the library's fail the schema (marker and invertIfNegative out of order, smooth where none
//     belongs: github.com/qax-os/excelize/issues/2355 and 2356) and have empty caches (DESIGN section 3);
//   - the formulas of long tables are spelled in every row: they become shared ones (share.go);
//   - [Content_Types].xml has its entries in the order of a map, and defaults for pictures and macros that are not there.
type pack struct {
	charts [][]byte
	parts  []*part
}

// part is one member of the zip: compressed already, or raw.
type part struct {
	name  string
	data  bytes.Buffer
	sheet *sharer
	press *flate.Writer
	sum   hash.Hash32
	size  uint64
}

// Create begins a part; the one before is complete.
func (z *pack) Create(name string) (io.Writer, error) {
	p := &part{name: name, sum: crc32.NewIEEE()}
	z.parts = append(z.parts, p)
	if !strings.HasPrefix(name, "xl/worksheets/sheet") {
		return &p.data, nil
	}
	p.sheet = &sharer{w: p}
	return p.sheet, p.compress()
}

// AddFS is never called; the interface asks for it.
func (z *pack) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close is left to writeTo.
func (z *pack) Close() error { return nil }

func (p *part) compress() (err error) {
	p.press, err = flate.NewWriter(&p.data, flate.DefaultCompression)
	return err
}

func (p *part) Write(b []byte) (int, error) {
	p.size += uint64(len(b))
	p.sum.Write(b)
	return p.press.Write(b)
}

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
	for _, p := range z.parts {
		if err := z.store(zw, p); err != nil {
			return out.n, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return out.n, zw.Close()
}

// store writes a part, mended where it is one that needs it.
func (z *pack) store(zw *zip.Writer, p *part) error {
	if p.press == nil {
		raw, err := z.mend(p.name, append([]byte{}, p.data.Bytes()...))
		if err != nil {
			return err
		}
		p.data.Reset()
		if err := p.compress(); err != nil {
			return err
		}
		if _, err := p.Write(raw); err != nil {
			return err
		}
	}
	if p.sheet != nil {
		if err := p.sheet.Close(); err != nil {
			return err
		}
	}
	if err := p.press.Close(); err != nil {
		return err
	}
	const day = 1<<5 | 1 // 1980-01-01, the first that a zip can say
	//lint:ignore SA1019 CreateRaw writes this field as it is and does not look at Modified
	member, err := zw.CreateRaw(&zip.FileHeader{Name: p.name, Method: zip.Deflate, ModifiedDate: day, CRC32: p.sum.Sum32(),
		CompressedSize64: uint64(p.data.Len()), UncompressedSize64: p.size})
	if err != nil {
		return err
	}
	_, err = p.data.WriteTo(member)
	return err
}

const typesPart = "[Content_Types].xml"

func (z *pack) mend(name string, raw []byte) ([]byte, error) {
	var n int
	switch {
	case name == typesPart:
		return sortedTypes(raw)
	case strings.HasPrefix(name, "xl/charts/chart"):
		if _, err := fmt.Sscanf(name, "xl/charts/chart%d.xml", &n); err != nil || n < 1 || n > len(z.charts) {
			return nil, fmt.Errorf("chart %d of %d", n, len(z.charts))
		}
		return z.charts[n-1], nil
	}
	return raw, nil
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
