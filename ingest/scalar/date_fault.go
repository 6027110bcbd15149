package scalar

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpact/ingest/csvtext"
)

// whyNoDate returns why ParseTimestamp cannot read a text. The reason follows the value in a message.
func whyNoDate(s string) string {
	text := plainText(s)
	if !strings.ContainsFunc(text, unicode.IsDigit) {
		return "is not a date"
	}
	if clock := (cursor{text}); clock.clock(&Timestamp{}) && clock.text == "" {
		return "is a time without a date"
	}
	if word := unknownWord(text); word != "" {
		return fmt.Sprintf("has the word %q, which is not known in a date", csvtext.Printable([]byte(word)))
	}
	var st Timestamp
	if (&cursor{text}).date(&st); st.name.month > 0 && st.year == 0 {
		return "has no year"
	}
	return "is not a date"
}

// unknownWord returns the first word of a text that no table of date_words.go has; "" if there is none.
func unknownWord(text string) string {
	c := cursor{text}
	for c.text != "" {
		word, n := c.word()
		_, isMonth := monthNames[word]
		switch {
		case n == 0:
			_, n = utf8.DecodeRuneInString(c.text)
		case !isMonth && n > 2 && !weekdays[word] && !dateLinks[word] && !timeLinks[word] && !timeUnits[word] &&
			!isZoneWord(c.text[:n]):
			return c.text[:n]
		}
		c.text = c.text[n:]
	}
	return ""
}

// isZoneWord reports whether a word is the letters of a zone, UTC or GMT.
func isZoneWord(word string) bool {
	z, _ := zoneNamed(word)
	return z.readings != nil || strings.EqualFold(word, "UTC") || strings.EqualFold(word, "GMT")
}
