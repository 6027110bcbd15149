package csvtext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxCell is the greatest size of a cell, in bytes.
const maxCell = 1 << 20

// SpreadsheetCell is the number of characters that a cell of a spreadsheet can hold.
const SpreadsheetCell = 32_767

// Blanks lists the words that exporters write for an empty cell.
var Blanks = map[string]bool{
	"NULL": true, "null": true, "N/A": true, "n/a": true, "#N/A": true, "-": true, "None": true, "none": true,
	"(blank)": true, `\N`: true, "NaN": true, "undefined": true,
	"-None-": true, "000000000000000AAA": true, // Zoho's empty choice, Salesforce's empty id
	"не закрыта": true, // amoCRM's date of closing of an open deal
}

// CellFault returns the reason why a cell makes its row unusable, or "": bytes of another encoding, a
// control character other than tab and line break, a code point that is not a character, or more than 1
// MiB of text. strict is Decoded.Strict.
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

// IsPlainASCII reports whether every byte is printable ASCII, a tab or a line break.
func IsPlainASCII(cell []byte) bool {
	for _, c := range cell {
		if c >= 0x7f || c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return true
}

// invisible reports whether a character is a format character (Unicode Cf). Such characters make names
// unequal that look the same. The zero-width joiner and non-joiner are excepted, because they are part of
// the spelling in some scripts.
func invisible(r rune) bool {
	return r >= 0x80 && r != '\u200c' && r != '\u200d' && unicode.Is(unicode.Cf, r)
}

// NFC returns the text in Unicode normalisation form C, in which equal names are equal byte for byte.
func NFC(s string) string { return norm.NFC.String(s) }

// StripInvisible returns a name or id without invisible characters.
func StripInvisible(s string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
}

// HasLineBreak reports whether a text has a line break, including U+2028 and U+2029.
func HasLineBreak(s string) bool { return strings.ContainsAny(s, "\n\r\u2028\u2029") }

// FoldCase returns the key by which names, headers and values of the agreement are compared: without
// surrounding white space, in NFC and lower case.
func FoldCase(s string) string { return strings.ToLower(NFC(strings.TrimSpace(s))) }

// Printable returns a cell as shown in a message or in setaside.csv: characters that are not printable
// are escaped, and the text is cut to 200 characters.
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

// IsAlphanumeric reports whether a character is an ASCII letter or digit.
func IsAlphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}
