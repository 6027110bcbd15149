package csvtext

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestEncodingIsDetectedOrNamed(t *testing.T) {
	t.Parallel()
	text := "lead_id,owner\r\nL1,Zoë\r\nL2,Łuk\r\n"
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	western, _ := charmap.Windows1252.NewEncoder().Bytes([]byte("id,owner\nL1,“Zoë” – €5…\n"))
	for _, c := range []struct {
		name, named, encoding, want string
		raw                         []byte
	}{
		{"UTF-8", "", "utf-8", text, []byte(text)},
		{"UTF-8 with a mark", "", "utf-8", text, []byte("\xef\xbb\xbf" + text)},
		{"UTF-8 with a mark, named", "UTF-8", "utf-8", text, []byte("\xef\xbb\xbf" + text)},
		{"UTF-16, little end first", "", "utf-16le", text, utf16(unicode.LittleEndian, unicode.UseBOM)},
		{"UTF-16, big end first", "", "utf-16be", text, utf16(unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16 without a mark", "", "utf-16be", text, utf16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"UTF-16 named", "utf-16le", "utf-16le", text, utf16(unicode.LittleEndian, unicode.UseBOM)},
		{"Western", "", "windows-1252", "id,owner\nL1,“Zoë” – €5…\n", western},
		{"Cyrillic, named", "windows-1251", "windows-1251", "id\nИван\n", []byte("id\n\xc8\xe2\xe0\xed\n")},
		{"UTF-8 with a row of another encoding", "", "utf-8", "id\nZoë\nZo\xeb\n", []byte("id\nZoë\nZo\xeb\n")},
	} {
		got, err := Decode(c.raw, c.named)
		if err != nil || string(got.Text) != c.want || got.Encoding != c.encoding {
			t.Errorf("%s: %q as %s, %v", c.name, got.Text, got.Encoding, err)
		}
	}
	for _, c := range []struct {
		named string
		raw   string
	}{{"klingon", "id\n"}, {"", "id\n\xc8\xe2\xe0\xed\n"}, {"", "id\nZo\x89\n"}} {
		if got, err := Decode([]byte(c.raw), c.named); err == nil {
			t.Errorf("%q as %q is read as %s", c.raw, c.named, got.Encoding)
		}
	}
}
