package ingest

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// decoded is the text of a file in UTF-8. Where strict, a replacement character in it stands for bytes that the named
// encoding does not know, so its row is set aside; in a UTF-8 file it is the exporter's own.
type decoded struct {
	text     []byte
	encoding string
	found    string // what a reader is to be told of it, or empty
	strict   bool
}

// decode turns the bytes of a file into UTF-8: by the agreement's encoding (a WHATWG name), else by the byte order mark, the
// pattern of NULs, valid UTF-8 (in some line, if not in all: the other lines are then set aside), else as Windows-1252.
func decode(raw []byte, named string) (decoded, error) {
	if named != "" {
		e, err := htmlindex.Get(named)
		if err != nil {
			return decoded{}, fmt.Errorf("encoding %q is unknown; use a WHATWG name such as utf-8, windows-1252 or shift_jis", named)
		}
		if name, _ := htmlindex.Name(e); name == "utf-8" {
			return decoded{text: bytes.TrimPrefix(raw, utf8BOM), encoding: name}, nil
		}
		return transcode(raw, unicode.BOMOverride(e.NewDecoder()), named, "")
	}
	switch {
	case bytes.HasPrefix(raw, utf8BOM):
		return decoded{text: raw[len(utf8BOM):], encoding: "utf-8"}, nil
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe, 0, 0}):
		return wide(raw, utf32.LittleEndian, "utf-32le")
	case bytes.HasPrefix(raw, []byte{0, 0, 0xfe, 0xff}):
		return wide(raw, utf32.BigEndian, "utf-32be")
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		return utf16(raw, unicode.LittleEndian, "utf-16le", "the file is UTF-16")
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		return utf16(raw, unicode.BigEndian, "utf-16be", "the file is UTF-16")
	}
	switch n, pairs := nulls(raw); {
	case pairs > 1 && n[1]+n[2]+n[3] > pairs*13/10 && n[0] == 0:
		return wide(raw, utf32.LittleEndian, "utf-32le")
	case pairs > 1 && n[0]+n[1]+n[2] > pairs*13/10 && n[3] == 0:
		return wide(raw, utf32.BigEndian, "utf-32be")
	case pairs > 0 && n[1]+n[3] > pairs*3/10 && n[0]+n[2] == 0:
		return utf16(raw, unicode.LittleEndian, "utf-16le", "the file is UTF-16 without a byte order mark")
	case pairs > 0 && n[0]+n[2] > pairs*3/10 && n[1]+n[3] == 0:
		return utf16(raw, unicode.BigEndian, "utf-16be", "the file is UTF-16 without a byte order mark")
	}
	if utf8.Valid(raw) {
		return decoded{text: raw, encoding: "utf-8"}, nil
	}
	if someLineIsUTF8(raw) {
		return decoded{text: raw, encoding: "utf-8", found: "the file is UTF-8 with bytes of another encoding in some rows"}, nil
	}
	if !looksWestern(raw) {
		return decoded{}, fmt.Errorf("its text is neither UTF-8 nor Western (windows-1252); say which with encoding: in agreement.yaml (leadpact table: --encoding), e.g. shift_jis or windows-1251")
	}
	d, err := transcode(raw, charmap.Windows1252.NewDecoder(), "windows-1252", "")
	d.found = fmt.Sprintf(`the file is not UTF-8 and is read as windows-1252, the first such word as "%s"; if names look wrong, set encoding: in agreement.yaml`, shown(firstForeign(d.text)))
	return d, err
}

var utf8BOM = []byte("\xef\xbb\xbf")

func utf16(raw []byte, order unicode.Endianness, name, found string) (decoded, error) {
	return transcode(raw, unicode.UTF16(order, unicode.UseBOM).NewDecoder(), name, found)
}

func transcode(raw []byte, t transform.Transformer, name, found string) (decoded, error) {
	text, _, err := transform.Bytes(t, raw)
	if err != nil {
		return decoded{}, fmt.Errorf("its text is not %s: %w", name, err)
	}
	return decoded{text: text, encoding: name, found: found, strict: true}, nil
}

// wide decodes UTF-32.
func wide(raw []byte, order utf32.Endianness, name string) (decoded, error) {
	return transcode(raw, utf32.UTF32(order, utf32.UseBOM).NewDecoder(), name, "the file is UTF-32")
}

// nulls counts the zero bytes of the first 4 KiB by their place in each four bytes.
func nulls(raw []byte) (n [4]int, pairs int) {
	raw = raw[:min(len(raw), 4096)]
	for i, b := range raw {
		if b == 0 {
			n[i%4]++
		}
	}
	return n, len(raw) / 2
}

// firstForeign is the first word of a text that is not plain ASCII.
func firstForeign(text []byte) []byte {
	i := bytes.IndexFunc(text, func(r rune) bool { return r >= 0x80 })
	if i < 0 {
		return nil
	}
	apart := func(r rune) bool { return r < 0x80 && !alphanumeric(r) }
	from := bytes.LastIndexFunc(text[:i], apart) + 1
	if til := bytes.IndexFunc(text[i:], apart); til >= 0 {
		return text[from : i+til]
	}
	return text[from:]
}

// someLineIsUTF8 finds a line that is valid UTF-8 and not plain ASCII.
func someLineIsUTF8(raw []byte) bool {
	for line := range bytes.Lines(raw) {
		if !ascii(line) && utf8.Valid(line) {
			return true
		}
	}
	return false
}

func ascii[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
