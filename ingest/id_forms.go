package ingest

import (
	"strings"
	"unicode"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
)

// The same id may be written in several forms: CRMs, spreadsheets and data frames each have their own. The
// functions of this file return the form in which ids are compared, so that rows of two exports join (SPEC
// section 11). A form is changed only where it cannot be another id.

// comparedID returns the form of an id in which it is compared, and whether a spreadsheet or another program had
// respelled it:
//
//   - without quotes around it, and without the apostrophe with which spreadsheets mark a text (respelled);
//   - without the CRM's prefix;
//   - a Salesforce id of 18 characters cut to its first 15. Where the export is not known to be of
//     Salesforce, its last three characters must be the check characters of the others;
//   - a GUID without braces and in lower case;
//   - a whole number without a decimal part (respelled): 98100.0 is 98100, and 98100,00 is, too. Three zeros
//     are not cut, because 98,000 may be a number with a thousands separator.
func comparedID(e *profile.Export, written string) (id string, respelled bool) {
	s := withoutQuotes(written)
	respelled = s != written
	s = strings.TrimPrefix(s, e.IDPrefix)
	if n := wholeNumberLength(s); n < len(s) {
		s, respelled = s[:n], true
	}
	switch {
	case isLongID(e, s):
		return s[:15], respelled
	case len(s) == guidLength+2 && s[0] == '{' && s[guidLength+1] == '}' && isGUID(s[1:guidLength+1]):
		return strings.ToLower(s[1 : guidLength+1]), respelled
	case isGUID(s):
		return strings.ToLower(s), respelled
	}
	return s, respelled
}

// withoutQuotes returns an id without quotes around it, or an apostrophe before it.
func withoutQuotes(s string) string {
	if len(s) > 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	if len(s) > 1 && s[0] == '\'' {
		return s[1:]
	}
	return s
}

// isLongID reports whether an id is a Salesforce id of 18 characters.
func isLongID[T string | []byte](e *profile.Export, id T) bool {
	if len(id) != 18 {
		return false
	}
	for _, c := range []byte(id) {
		if !csvtext.IsAlphanumeric(rune(c)) {
			return false
		}
	}
	return e.LongIDs || hasCheckCharacters(id)
}

// hasCheckCharacters reports whether the last three characters of an id of 18 are those that Salesforce
// appends to the first 15. Each of them tells which of five characters are capitals.
func hasCheckCharacters[T string | []byte](id T) bool {
	for group := range 3 {
		capitals := 0
		for i := range 5 {
			if c := id[5*group+i]; c >= 'A' && c <= 'Z' {
				capitals |= 1 << i
			}
		}
		if id[15+group] != "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[capitals] {
			return false
		}
	}
	return true
}

const guidLength = len("01234567-89ab-cdef-0123-456789abcdef")

// isGUID reports whether an id is a GUID without braces.
func isGUID[T string | []byte](id T) bool {
	if len(id) != guidLength {
		return false
	}
	for i, c := range []byte(id) {
		switch hyphen := i == 8 || i == 13 || i == 18 || i == 23; {
		case hyphen != (c == '-'):
			return false
		case !hyphen && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f'):
			return false
		}
	}
	return true
}

// wholeNumberLength returns the length of an id without the decimal part of a whole number, .0 or .00.
func wholeNumberLength[T string | []byte](id T) int {
	n := len(id)
	for n > 0 && len(id)-n < 2 && id[n-1] == '0' {
		n--
	}
	if n < 2 || n == len(id) || id[n-1] != '.' && id[n-1] != ',' {
		return len(id)
	}
	for i := range n - 1 {
		if id[i] < '0' || id[i] > '9' {
			return len(id)
		}
	}
	return n - 1
}

// addresses returns the e-mail addresses of a cell, without what may stand around them: <pat@x.example>,
// mailto:pat@x.example, Pat Lee (pat@x.example). A text without any address is returned as it is.
func addresses(s string) []string {
	var out []string
	words := strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(";,<>()[]", c) })
	for _, word := range words {
		if len(word) > len(mailto) && strings.EqualFold(word[:len(mailto)], mailto) {
			word = word[len(mailto):]
		}
		if word = strings.Trim(word, `"'`); strings.Contains(word, "@") {
			out = append(out, word)
		}
	}
	if len(out) == 0 && s != "" {
		out = []string{s}
	}
	return out
}

const mailto = "mailto:"

// foldAddress returns the form of an e-mail address in which it is compared: case does not matter.
func foldAddress(s string) string { return strings.ToLower(s) }

// separated returns the ids of a list that is separated by commas or line breaks; nil if the text is a single id. Each
// part of a list has a digit or an @ and no white space: "Smith, John" is not a list, and 98,100 may be a
// number.
func separated(s string) []string {
	if !strings.ContainsAny(s, ",\n\r") || isGrouped(s) {
		return nil
	}
	parts := strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == '\n' || c == '\r' })
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
		if !strings.ContainsAny(part, "0123456789@") || strings.ContainsAny(parts[i], " \t") {
			return nil
		}
	}
	return parts
}

// isGrouped reports whether a text may be one number with a comma between groups of three digits.
func isGrouped(s string) bool {
	first, rest, _ := strings.Cut(s, ",")
	if len(first) > 3 || strings.Trim(s, "0123456789,") != "" {
		return false
	}
	for group := range strings.SplitSeq(rest, ",") {
		if len(group) != 3 {
			return false
		}
	}
	return true
}
