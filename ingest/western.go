package ingest

import "strings"

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
