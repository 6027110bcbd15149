// Package cellxml writes the cells of a worksheet as SpreadsheetML, and decodes the texts of cells that
// were written so.
//
// A value and the element of its formula come in, bytes of XML go out: the same bytes that excelize writes
// for the cells of a short table. The package knows nothing of sheets, styles or tables.
package cellxml

import (
	"bytes"
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"leadpact/model/formula"
)

// MaxText is how many UTF-16 units the text of a cell may have.
const MaxText = 32767

// AppendCell appends the part of a cell element that follows its style attribute: type, formula and
// value. formula is an XML element or empty; a missing value becomes the text n/a.
func AppendCell(b []byte, v formula.Value, formula string) []byte {
	text := "n/a"
	if x, ok := v.Number(); ok {
		b = append(append(append(b, '>'), formula...), `<v>`...)
		return append(appendNumber(b, x), `</v></c>`...)
	} else if t, ok := v.Text(); ok {
		text = t
	}
	if formula != "" {
		b = append(append(append(b, ` t="str">`...), formula...), `<v>`...)
		return append(appendText(b, text), `</v></c>`...)
	}
	b = append(b, ` t="inlineStr"><is><t>`...)
	return append(appendText(b, text), `</t></is></c>`...)
}

// appendNumber appends the shortest decimals that read back as x.
func appendNumber(b []byte, x float64) []byte {
	if math.Abs(x) < 1e15 && x == math.Trunc(x) {
		return strconv.AppendInt(b, int64(x), 10) // the same digits, faster
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}

// appendText appends a text as a cell holds it. A spreadsheet reads _x0041_ as A, so the underscore of a
// text that really contains such a sequence is escaped itself, as _x005F_.
func appendText(b []byte, t string) []byte {
	t = strings.TrimSpace(Clip(t))
	if isPlain(t) {
		return append(b, t...)
	}
	var w strings.Builder
	xml.EscapeText(&w, []byte(t))
	t = strings.ReplaceAll(w.String(), "&#xA;", "\n")
	for i := 0; i < len(t); i++ {
		if _, ok := escaped(t[i:]); ok {
			b = append(b, "_x005F"...)
		}
		b = append(b, t[i])
	}
	return b
}

// isPlain reports whether a text needs no escaping.
func isPlain(t string) bool {
	for i := range len(t) {
		switch c := t[i]; {
		case c < ' ' || c > '~' || c == '"' || c == '\'' || c == '&' || c == '<' || c == '>':
			return false
		case c == '_':
			if _, ok := escaped(t[i:]); ok {
				return false
			}
		}
	}
	return true
}

// escaped decodes the escape sequence _xHHHH_ at the beginning of a text, if there is one.
func escaped(t string) (rune, bool) {
	if len(t) < 7 || t[0] != '_' || t[1] != 'x' || t[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(t[2:6], 16, 16)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
}

// Unescape returns the text of a cell with its _xHHHH_ sequences decoded. The escapes of XML must have been
// decoded before.
func Unescape(text []byte) []byte {
	if !bytes.Contains(text, []byte("_x")) {
		return text
	}
	var out []byte
	for i := 0; i < len(text); i++ {
		if r, ok := escaped(string(text[i:min(i+7, len(text))])); ok {
			out = utf8.AppendRune(out, r)
			i += 6
		} else {
			out = append(out, text[i])
		}
	}
	return out
}

// Clip returns a text cut to MaxText UTF-16 units.
func Clip(t string) string {
	if !TooLong(t) {
		return t
	}
	return strings.ToValidUTF8(string(utf16.Decode(utf16.Encode([]rune(t))[:MaxText])), "")
}

// TooLong reports whether a text has more than MaxText UTF-16 units.
func TooLong(t string) bool { return len(t) > MaxText && len(utf16.Encode([]rune(t))) > MaxText }
