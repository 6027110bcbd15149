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

// decoded is the text of a file in UTF-8. Where strict, a replacement character in it stands for bytes that the named
// encoding does not know, so its row is set aside; in a UTF-8 file it is the exporter's own.
type Decoded struct {
	Text     []byte
	Encoding string
	Note     string // what a reader is to be told of it, or empty
	Strict   bool
}

// decode turns the bytes of a file into UTF-8: by the agreement's encoding (a WHATWG name), else by the byte order mark, the
// pattern of NULs, valid UTF-8 (in some line, if not in all: the other lines are then set aside), else as Windows-1252.
func Decode(raw []byte, named string) (Decoded, error) {
	if named != "" {
		e, err := htmlindex.Get(named)
		if err != nil {
			return Decoded{}, fmt.Errorf("encoding %q is unknown; use a WHATWG name such as utf-8, windows-1252 or shift_jis", named)
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
		return Decoded{Text: raw, Encoding: "utf-8"}, nil
	}
	if someLineIsUTF8(raw) {
		return Decoded{Text: raw, Encoding: "utf-8", Note: "the file is UTF-8 with bytes of another encoding in some rows"}, nil
	}
	if !looksWestern(raw) {
		return Decoded{}, fmt.Errorf("its text is neither UTF-8 nor Western (windows-1252); say which with encoding: in agreement.yaml (leadpact table: --encoding), e.g. shift_jis or windows-1251")
	}
	d, err := transcode(raw, charmap.Windows1252.NewDecoder(), "windows-1252", "")
	d.Note = fmt.Sprintf(`the file is not UTF-8 and is read as windows-1252, the first such word as "%s"; if names look wrong, set encoding: in agreement.yaml`, Printable(firstForeign(d.Text)))
	return d, err
}

var UTF8BOM = []byte("\xef\xbb\xbf")

func utf16(raw []byte, order unicode.Endianness, name, found string) (Decoded, error) {
	return transcode(raw, unicode.UTF16(order, unicode.UseBOM).NewDecoder(), name, found)
}

func transcode(raw []byte, t transform.Transformer, name, found string) (Decoded, error) {
	text, _, err := transform.Bytes(t, raw)
	if err != nil {
		return Decoded{}, fmt.Errorf("its text is not %s: %w", name, err)
	}
	return Decoded{Text: text, Encoding: name, Note: found, Strict: true}, nil
}

// wide decodes UTF-32.
func wide(raw []byte, order utf32.Endianness, name string) (Decoded, error) {
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
	apart := func(r rune) bool { return r < 0x80 && !IsAlphanumeric(r) }
	from := bytes.LastIndexFunc(text[:i], apart) + 1
	if til := bytes.IndexFunc(text[i:], apart); til >= 0 {
		return text[from : i+til]
	}
	return text[from:]
}

// someLineIsUTF8 finds a line that is valid UTF-8 and not plain ASCII.
func someLineIsUTF8(raw []byte) bool {
	for line := range bytes.Lines(raw) {
		if !IsASCII(line) && utf8.Valid(line) {
			return true
		}
	}
	return false
}

func IsASCII[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// looksWestern says that bytes over 0x7f stand as they do in Western text (windows-1252): seldom more than three together, and
// not for a quarter of their runs where such a character never stands. It tells other scripts, and the older alphabets of
// Europe, from it by what they look like when they are read so: "£ukasz", "³¯", "MŸller".
func looksWestern(raw []byte) bool {
	runs, odd := 0, 0
	for i := 0; i < len(raw); i++ {
		if raw[i] < 0x80 {
			continue
		}
		from := i
		strange, changes := false, 0
		for ; i < len(raw) && raw[i] >= 0x80; i++ {
			strange = strange || misplaced(byteAt(raw, i-1), raw[i], byteAt(raw, i+1))
			if i > from && raw[i] != raw[i-1] {
				changes++
			}
		}
		if changes >= 3 {
			return false
		}
		runs++
		if strange {
			odd++
		}
	}
	return 4*odd < runs || runs == 0
}

// byteAt is a byte of the text, or a space outside of it.
func byteAt(raw []byte, i int) byte {
	if i < 0 || i >= len(raw) {
		return ' '
	}
	return raw[i]
}

const (
	notBeforeLetters = "\x83\x86\x87\x88\x89\xa2\xa3\xa4\xa5\xa6\xa8\xac\xaf\xb1\xb2\xb3\xb8\xb9\xbc\xbd\xbe" // symbols, as £ ¯ ³
	notBehindLetters = "\x82\x83\x84\x86\x87\x88\x89\x8b\xa1\xbf"                                             // opening quotes and the like
	capitals         = "\x8a\x8c\x8e\x9f"                                                                     // Š Œ Ž Ÿ
	notWestern       = "\x81\x8d\x8f\x90\x9d"                                                                 // no characters at all
)

// misplaced says that a byte, read as windows-1252, cannot stand between its neighbours in a Western word.
func misplaced(before, b, after byte) bool {
	switch {
	case strings.IndexByte(notWestern, b) >= 0:
		return true
	case strings.IndexByte(notBeforeLetters, b) >= 0 && (lowerCase(after) || strings.IndexByte(notBeforeLetters, after) >= 0):
		return true
	case strings.IndexByte(notBehindLetters, b) >= 0 && (lowerCase(before) || before >= 0x80):
		return true
	}
	return strings.IndexByte(capitals, b) >= 0 && (lowerCase(before) || b == '\x9f' && before >= 'A' && before <= 'Z')
}

func lowerCase(b byte) bool { return b >= 'a' && b <= 'z' }
