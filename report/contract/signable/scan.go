package signable

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
)

// scanner reads an object of a PDF as it is spelled. It refuses what readers take in different ways, so that what is compared
// here is what every one of them shows: a key that stands twice, a comment within, a bracket without its other.
type scanner struct{ rest []byte }

var errUnclear = errors.New("readers take it in different ways")

var (
	reference = regexp.MustCompile(`^\d{1,10}\s+\d{1,5}\s+R`)
	word      = regexp.MustCompile(`^[^\x00\t\n\f\r ()<>\[\]{}/%]+`)
	hexDigits = regexp.MustCompile(`^<[0-9A-Fa-f\s]*>`)
	escaped   = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
)

func (s *scanner) space() { s.rest = bytes.TrimLeft(s.rest, "\x00\t\n\f\r ") }

// take moves past a beginning, if the object has it.
func (s *scanner) take(beginning string) bool {
	rest, ok := bytes.CutPrefix(s.rest, []byte(beginning))
	s.rest = rest
	return ok
}

// match moves past what a pattern finds at the beginning.
func (s *scanner) match(pattern *regexp.Regexp) []byte {
	found := pattern.Find(s.rest)
	s.rest = s.rest[len(found):]
	return found
}

// value moves past one object.
func (s *scanner) value(depth int) error {
	const deepest = 32
	s.space()
	switch {
	case depth > deepest:
		return errUnclear
	case bytes.HasPrefix(s.rest, []byte("<<")):
		_, err := s.dict(depth)
		return err
	case s.take("["):
		for s.space(); !s.take("]"); s.space() {
			if err := s.value(depth + 1); err != nil {
				return err
			}
		}
		return nil
	case s.take("("):
		return s.text()
	}
	s.take("/")
	for _, pattern := range []*regexp.Regexp{reference, word, hexDigits} {
		if s.match(pattern) != nil {
			return nil
		}
	}
	return errUnclear
}

// dict moves past a dictionary and gives its entries as they are spelled.
func (s *scanner) dict(depth int) (map[string][]byte, error) {
	entries := map[string][]byte{}
	if !s.take("<<") {
		return nil, errUnclear
	}
	for s.space(); !s.take(">>"); s.space() {
		if !s.take("/") {
			return nil, errUnclear
		}
		key := escaped.ReplaceAllFunc(s.match(word), func(code []byte) []byte {
			out, _ := hex.DecodeString(string(code[1:])) // the pattern holds hexadecimal digits
			return out
		})
		if entries[string(key)] != nil {
			return nil, fmt.Errorf("%w: /%s stands twice", errUnclear, key)
		}
		s.space()
		before := s.rest
		if err := s.value(depth + 1); err != nil {
			return nil, err
		}
		entries[string(key)] = before[:len(before)-len(s.rest)]
	}
	return entries, nil
}

// text moves past a string, whose opening bracket is taken.
func (s *scanner) text() error {
	open := 1
	for i := 0; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '\\':
			i++
		case '(':
			open++
		case ')':
			open--
		}
		if open == 0 {
			s.rest = s.rest[i+1:]
			return nil
		}
	}
	return errUnclear
}
