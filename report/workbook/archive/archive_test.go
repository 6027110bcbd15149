package archive

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// types are content types as the library writes them, in an order of their own.
const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
	`<Override PartName="/b.xml" ContentType="b"/><Override PartName="/a.xml" ContentType="a"/></Types>`

func Test_members_are_sorted_rewritten_and_without_times(t *testing.T) {
	t.Parallel()
	write := func(order ...string) []byte {
		a := New(func(w io.Writer, name string, part []byte) error {
			_, err := fmt.Fprintf(w, "%s=%s", name, part)
			return err
		})
		for _, name := range order {
			w, err := a.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			text := "content"
			if name == typesPart {
				text = types
			}
			if _, err := io.WriteString(w, text); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if n, err := a.WriteTo(&out); err != nil || n != int64(out.Len()) {
			t.Fatalf("%d of %d bytes, %v", n, out.Len(), err)
		}
		return out.Bytes()
	}
	one := write("b.xml", typesPart, "a.xml")
	if !bytes.Equal(one, write("a.xml", "b.xml", typesPart)) {
		t.Error("the order in which parts come in changes the bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Modified.Year() != 1980 && !f.Modified.IsZero() {
			t.Errorf("%s has the time %v", f.Name, f.Modified)
		}
		all = append(all, string(text))
	}
	if len(all) != 3 || all[1] != "a.xml=content" || all[2] != "b.xml=content" {
		t.Errorf("members: %q", all)
	}
	if strings.Contains(all[0], "png") || strings.Index(all[0], "/a.xml") > strings.Index(all[0], "/b.xml") {
		t.Errorf("content types: %s", all[0])
	}
}
