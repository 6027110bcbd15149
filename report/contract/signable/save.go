package signable

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// stream returns a stream object with compressed content. It sets the filter and length in d.
func stream(d types.Dict, content []byte) types.StreamDict {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(content) // writing to a Buffer cannot fail
	w.Close()
	d["Filter"], d["Length"] = types.Name("FlateDecode"), types.Integer(b.Len())
	return types.StreamDict{Dict: d, Raw: b.Bytes()}
}

// save returns the document as the bytes of one revision. The library's own writer takes dates and the
// file's ID from the clock; here the dates are the document's and the ID is a hash of the bytes before it,
// so that the same document gives the same bytes.
func save(d document) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xB5\xB6\xB5\xB6\n")
	offsets := make([]int, *d.Size)
	for n := 1; n < *d.Size; n++ {
		entry := d.Table[n]
		if entry == nil || entry.Free || entry.Object == nil {
			continue
		}
		offsets[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", n)
		if s, ok := d.resolve(entry.Object).(types.StreamDict); ok {
			fmt.Fprintf(&b, "%s\nstream\n%s\nendstream", s.Dict.PDFString(), s.Raw)
		} else {
			b.WriteString(entry.Object.PDFString())
		}
		b.WriteString("\nendobj\n")
	}
	id := sha256.Sum256(b.Bytes())
	hash := types.NewHexLiteral(id[:16])
	trailer := types.Dict{
		"Size": types.Integer(len(offsets)), "Root": *d.Root, "Info": *d.Info, "ID": types.Array{hash, hash},
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets))
	for _, at := range offsets[1:] {
		if at == 0 {
			b.WriteString("0000000000 00001 f \n")
		} else {
			fmt.Fprintf(&b, "%010d 00000 n \n", at)
		}
	}
	fmt.Fprintf(&b, "trailer\n%s\nstartxref\n%d\n%%%%EOF\n", trailer.PDFString(), start)
	return b.Bytes()
}
