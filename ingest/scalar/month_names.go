package scalar

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// monthNames are the months' names and abbreviations in the languages that CRMs write them in. No name means two months.
var monthNames = namesOfMonths(
	"january february march april may june july august september october november december", // English
	"jan feb mar apr may jun jul aug sep oct nov dec",
	"januar februar märz april mai juni juli august september oktober november dezember", // German
	"jän feb mrz apr mai jun jul aug sept okt nov dez",
	"jänner feber",
	"janvier février mars avril mai juin juillet août septembre octobre novembre décembre", // French
	"janv févr mars avr mai juin juil août sept oct nov déc",
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", // Spanish
	"ene feb mar abr may jun jul ago set oct nov dic",
	"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro", // Portuguese
	"jan fev mar abr mai jun jul ago set out nov dez",
	"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", // Italian
	"gen feb mar apr mag giu lug ago set ott nov dic",
	"januari februari maart april mei juni juli augustus september oktober november december", // Dutch
	"jan feb mrt apr mei jun jul aug sep okt nov dec",
)

func namesOfMonths(years ...string) map[string]int {
	out := map[string]int{}
	for _, year := range years {
		for i, name := range strings.Fields(year) {
			out[name] = i + 1
		}
	}
	return out
}

const weekdays = " mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday "

// word is the word that the text begins with, in small letters; size is its length in bytes.
func (c *Cursor) word() (word string, size int) {
	for size < len(c.S) {
		r, n := utf8.DecodeRuneInString(c.S[size:])
		if !unicode.IsLetter(r) {
			break
		}
		size += n
	}
	return strings.ToLower(c.S[:size]), size
}

// month reads the name of a month, and the point behind an abbreviation.
func (c *Cursor) Month() int {
	name, n := c.word()
	m := monthNames[name]
	if m > 0 {
		c.S = strings.TrimPrefix(c.S[n:], ".")
	}
	return m
}

// weekday passes over the name of a day, as in Fri, 31 Oct 2026.
func (c *Cursor) weekday() {
	if name, n := c.word(); n > 0 && strings.Contains(weekdays, " "+name+" ") {
		c.S = strings.TrimLeft(c.S[n:], "., ")
	}
}
