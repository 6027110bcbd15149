package csvtext

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxCell is the size of the longest cell that is taken, in bytes.
const maxCell = 1 << 20

// spreadsheetCell is how many characters a spreadsheet's cell holds.
const SpreadsheetCell = 32_767

// blanks are words that exporters write for an empty cell.
var Blanks = map[string]bool{
	"NULL": true, "null": true, "N/A": true, "n/a": true, "#N/A": true, "-": true, "None": true, "none": true,
	"(blank)": true, `\N`: true, "NaN": true, "undefined": true,
	"-None-": true, "000000000000000AAA": true, // Zoho's empty choice, Salesforce's empty id
}

// unfit says why a cell makes its row unusable, or nothing: bytes of another encoding, a control character (tab and line
// break apart), a code point that is no character, or too much text.
func CellFault(cell []byte, strict bool) string {
	if len(cell) > maxCell {
		return "the cell holds more than 1 MiB"
	}
	if IsPlainASCII(cell) {
		return ""
	}
	for b := cell; len(b) > 0; {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && (n == 1 || strict):
			return "the cell holds bytes of another encoding"
		case unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r':
			return "the cell holds a control character"
		case r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
			return "the cell holds a code point that is no character"
		}
		b = b[n:]
	}
	return ""
}

// plain says that every byte is printable ASCII or white space.
func IsPlainASCII(cell []byte) bool {
	for _, c := range cell {
		if c >= 0x7f || c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return true
}

// trim cuts white space around a cell.
func Trim(cell []byte) []byte { return bytes.TrimSpace(cell) }

// invisible characters change what a name is equal to, but not how it looks. The two joiners are spelling in some scripts.
func invisible(r rune) bool {
	return r >= 0x80 && r != '\u200c' && r != '\u200d' && unicode.Is(unicode.Cf, r)
}

// composed gives the text in NFC, so that one name is one text.
func NFC(s string) string { return norm.NFC.String(s) }

// visible drops the invisible characters of a name or id.
func StripInvisible(s string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
}

// broken says that a text holds a line break.
func HasLineBreak(s string) bool { return strings.ContainsAny(s, "\n\r\u2028\u2029") }

// fold is the form in which names, headers and values of the agreement are compared.
func FoldCase(s string) string { return strings.ToLower(NFC(strings.TrimSpace(s))) }

// shown makes a cell fit for a message or setaside.csv: what does not print is written as its code, and long text is cut.
func Printable(cell []byte) string {
	const most = 200
	var b strings.Builder
	for n := 0; len(cell) > 0; n++ {
		if n == most {
			b.WriteString("…")
			break
		}
		r, size := utf8.DecodeRune(cell)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, cell[0])
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		cell = cell[size:]
	}
	return b.String()
}

func IsAlphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}
