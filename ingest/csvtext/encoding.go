package csvtext

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// Decoded is the text of a file in UTF-8.
type Decoded struct {
	Text     []byte
	Encoding string // a WHATWG name
	Note     string // remark on the encoding for the report, or empty
	// Strict is set if the text was transcoded: a replacement character then stands for bytes that are
	// invalid in the encoding, and its row is set aside. In a file that is UTF-8 already, a replacement
	// character was written by the exporter and is accepted.
	Strict bool
}

// Decode converts the bytes of a file to UTF-8. The encoding is named, a WHATWG name, if that is not
// empty. Otherwise it is detected by the byte order mark; by the positions of zero bytes (UTF-16 and
// UTF-32); as UTF-8 if the whole text is valid UTF-8, or if any line with a character beyond ASCII is
// (the invalid lines are set aside later); and else as Windows-1252 if the text looks like it.
func Decode(raw []byte, named string) (Decoded, error) {
	if named != "" {
		e, err := htmlindex.Get(named)
		if err != nil {
			return Decoded{}, fmt.Errorf("encoding %q is unknown; "+
				"use a WHATWG name such as utf-8, windows-1252 or shift_jis", named)
		}
		if name, _ := htmlindex.Name(e); name == "utf-8" {
			return Decoded{Text: bytes.TrimPrefix(raw, UTF8BOM), Encoding: name}, nil
		}
		return transcode(raw, unicode.BOMOverride(e.NewDecoder()), named, "")
	}
	switch {
	case bytes.HasPrefix(raw, UTF8BOM):
		return Decoded{Text: raw[len(UTF8BOM):], Encoding: "utf-8"}, nil
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe, 0, 0}):
		return utf32Text(raw, utf32.LittleEndian, "utf-32le")
	case bytes.HasPrefix(raw, []byte{0, 0, 0xfe, 0xff}):
		return utf32Text(raw, utf32.BigEndian, "utf-32be")
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		return utf16Text(raw, unicode.LittleEndian, "utf-16le", "the file is UTF-16")
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		return utf16Text(raw, unicode.BigEndian, "utf-16be", "the file is UTF-16")
	}
	switch n, pairs := countZeros(raw); {
	case pairs > 1 && n[1]+n[2]+n[3] > pairs*13/10 && n[0] == 0:
		return utf32Text(raw, utf32.LittleEndian, "utf-32le")
	case pairs > 1 && n[0]+n[1]+n[2] > pairs*13/10 && n[3] == 0:
		return utf32Text(raw, utf32.BigEndian, "utf-32be")
	case pairs > 0 && n[1]+n[3] > pairs*3/10 && n[0]+n[2] == 0:
		return utf16Text(raw, unicode.LittleEndian, "utf-16le", "the file is UTF-16 without a byte order mark")
	case pairs > 0 && n[0]+n[2] > pairs*3/10 && n[1]+n[3] == 0:
		return utf16Text(raw, unicode.BigEndian, "utf-16be", "the file is UTF-16 without a byte order mark")
	}
	if utf8.Valid(raw) {
		return Decoded{Text: raw, Encoding: "utf-8"}, nil
	}
	if someLineIsUTF8(raw) {
		note := "the file is UTF-8 with bytes of another encoding in some rows"
		return Decoded{Text: raw, Encoding: "utf-8", Note: note}, nil
	}
	if !looksLikeWindows1252(raw) {
		return Decoded{}, fmt.Errorf("its text is neither UTF-8 nor Western (windows-1252); say which with encoding: " +
			"in agreement.yaml (leadpact table: --encoding), e.g. shift_jis or windows-1251")
	}
	d, err := transcode(raw, charmap.Windows1252.NewDecoder(), "windows-1252", "")
	d.Note = fmt.Sprintf(`the file is not UTF-8 and is read as windows-1252, the first such word as "%s"; `+
		`if names look wrong, set encoding: in agreement.yaml`, Printable(firstNonASCIIWord(d.Text)))
	return d, err
}

// UTF8BOM is the byte order mark in UTF-8.
var UTF8BOM = []byte("\xef\xbb\xbf")

func utf16Text(raw []byte, order unicode.Endianness, name, found string) (Decoded, error) {
	return transcode(raw, unicode.UTF16(order, unicode.UseBOM).NewDecoder(), name, found)
}

func transcode(raw []byte, t transform.Transformer, name, found string) (Decoded, error) {
	text, _, err := transform.Bytes(t, raw)
	if err != nil {
		return Decoded{}, fmt.Errorf("its text is not %s: %w", name, err)
	}
	return Decoded{Text: text, Encoding: name, Note: found, Strict: true}, nil
}

// utf32Text decodes UTF-32.
func utf32Text(raw []byte, order utf32.Endianness, name string) (Decoded, error) {
	return transcode(raw, utf32.UTF32(order, utf32.UseBOM).NewDecoder(), name, "the file is UTF-32")
}

// countZeros counts the zero bytes of the first 4 KiB by their offset modulo 4; pairs is half the number
// of bytes examined.
func countZeros(raw []byte) (n [4]int, pairs int) {
	raw = raw[:min(len(raw), 4096)]
	for i, b := range raw {
		if b == 0 {
			n[i%4]++
		}
	}
	return n, len(raw) / 2
}

// firstNonASCIIWord returns the first word of a text with a character beyond ASCII; nil if there is none.
func firstNonASCIIWord(text []byte) []byte {
	i := bytes.IndexFunc(text, func(r rune) bool { return r >= 0x80 })
	if i < 0 {
		return nil
	}
	separates := func(r rune) bool { return r < 0x80 && !IsAlphanumeric(r) }
	from := bytes.LastIndexFunc(text[:i], separates) + 1
	if n := bytes.IndexFunc(text[i:], separates); n >= 0 {
		return text[from : i+n]
	}
	return text[from:]
}

// someLineIsUTF8 reports whether any line with a character beyond ASCII is valid UTF-8.
func someLineIsUTF8(raw []byte) bool {
	for line := range bytes.Lines(raw) {
		if !IsASCII(line) && utf8.Valid(line) {
			return true
		}
	}
	return false
}

// IsASCII reports whether a text has ASCII bytes only.
func IsASCII[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// looksLikeWindows1252 is a heuristic for Western text. Text in another script or another European
// alphabet, read as Windows-1252, looks like "£ukasz", "³¯" or "MŸller". So there must be no run of bytes
// above 0x7f with three or more changes of byte, and fewer than a quarter of the runs may contain a byte
// whose character cannot occur at that place of a word.
func looksLikeWindows1252(raw []byte) bool {
	runs, badRuns := 0, 0
	for i := 0; i < len(raw); i++ {
		if raw[i] < 0x80 {
			continue
		}
		from := i
		strange, changes := false, 0
		for ; i < len(raw) && raw[i] >= 0x80; i++ {
			strange = strange || misplacedIn1252(byteAt(raw, i-1), raw[i], byteAt(raw, i+1))
			if i > from && raw[i] != raw[i-1] {
				changes++
			}
		}
		if changes >= 3 {
			return false
		}
		runs++
		if strange {
			badRuns++
		}
	}
	return 4*badRuns < runs || runs == 0
}

// byteAt returns the byte at an offset of the text, or a space outside of it.
func byteAt(raw []byte, i int) byte {
	if i < 0 || i >= len(raw) {
		return ' '
	}
	return raw[i]
}

// Bytes of Windows-1252 by the places of a word at which their characters can occur.
const (
	// symbols, as £ ¯ ³
	notBeforeLetters = "\x83\x86\x87\x88\x89\xa2\xa3\xa4\xa5\xa6\xa8\xac\xaf\xb1\xb2\xb3\xb8\xb9\xbc\xbd\xbe"
	// opening quotes and the like
	notAfterLetters = "\x82\x83\x84\x86\x87\x88\x89\x8b\xa1\xbf"
	capitals        = "\x8a\x8c\x8e\x9f"     // Š Œ Ž Ÿ
	undefined       = "\x81\x8d\x8f\x90\x9d" // no character assigned
)

// misplacedIn1252 reports whether a byte, read as Windows-1252, cannot occur between its neighbours in a
// Western word.
func misplacedIn1252(before, b, after byte) bool {
	switch {
	case strings.IndexByte(undefined, b) >= 0:
		return true
	case strings.IndexByte(notBeforeLetters, b) >= 0 &&
		(lowerCase(after) || strings.IndexByte(notBeforeLetters, after) >= 0):
		return true
	case strings.IndexByte(notAfterLetters, b) >= 0 && (lowerCase(before) || before >= 0x80):
		return true
	}
	return strings.IndexByte(capitals, b) >= 0 && (lowerCase(before) || b == '\x9f' && before >= 'A' && before <= 'Z')
}

func lowerCase(b byte) bool { return b >= 'a' && b <= 'z' }
