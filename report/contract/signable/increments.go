package signable

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// increment is a revision as it was appended: the body, cross-reference table and trailer of an incremental
// update.
type increment struct {
	begin, end int         // its bytes in the file
	objects    map[int]int // offset in the file of each object that it writes, by object number; 0 for one that it deletes
}

var (
	fileEnd    = regexp.MustCompile(`startxref\s+(\d{1,10})\s+%%EOF`)
	subsection = regexp.MustCompile(`^\s*(\d{1,10}) (\d{1,6}) ?(\r\n|\n|\r)`)
	entry      = regexp.MustCompile(`^(\d{10}) (\d{5}) ([nf])( \r| \n|\r\n)`)
	objectHead = regexp.MustCompile(`^(\d{1,10})\s+\d{1,5}\s+obj`)
)

// increments returns the revisions that follow the issued bytes. They are parsed strictly: readers repair a
// file whose table or objects are not exactly where they should be, each in its own way, and may then show
// different things.
func increments(file []byte, issued int) ([]increment, error) {
	const maxRevisions = 500
	var out []increment
	at, previous := issued, lastTable(file[:issued])
	for _, m := range fileEnd.FindAllSubmatchIndex(file[issued:], maxRevisions+1) {
		r := increment{begin: at, end: issued + m[1], objects: map[int]int{}}
		start := parseInt(file[issued+m[2] : issued+m[3]])
		if start < at || start > issued+m[0] {
			return out, errors.New("its table of objects does not stand in it")
		}
		if err := r.parseTable(file, start, issued+m[0], previous); err != nil {
			return out, err
		}
		out, at, previous = append(out, r), r.end, start
	}
	if len(out) > maxRevisions {
		return out, errors.New("these are more than anybody signs")
	}
	if rest := bytes.TrimSpace(file[at:]); len(rest) > 0 {
		return out, fmt.Errorf("%d bytes follow that are no revision", len(rest))
	}
	return out, nil
}

// lastTable returns the offset of the last cross-reference table, or -1 if there is none.
func lastTable(file []byte) int {
	all := fileEnd.FindAllSubmatch(file, -1)
	if all == nil {
		return -1
	}
	return parseInt(all[len(all)-1][1])
}

// parseInt returns the value of digits. There are at most ten, as the patterns match.
func parseInt(digits []byte) int {
	n, _ := strconv.Atoi(string(digits))
	return n
}

// parseTable reads the cross-reference table between two offsets and the trailer after it, which must point
// to the table before.
func (r *increment) parseTable(file []byte, start, end, previous int) error {
	s := scanner{file[start:end]}
	if !s.take("xref") {
		return errors.New("its table of objects is of another kind than the issued file's")
	}
	for head := s.subsection(); head != nil; head = s.subsection() {
		first, count := parseInt(head[1]), parseInt(head[2])
		for n := first; n < first+count; n++ {
			e := entry.FindSubmatch(s.rest)
			if e == nil {
				return errors.New("its table of objects is damaged")
			}
			s.rest = s.rest[len(e[0]):]
			if err := r.addObject(file, n, parseInt(e[1]), string(e[3]) == "f"); err != nil {
				return err
			}
		}
	}
	if s.space(); !s.take("trailer") {
		return errors.New("it has no trailer")
	}
	s.space()
	trailer, err := s.dict(0)
	switch {
	case err != nil:
		return fmt.Errorf("its trailer: %w", err)
	case string(trailer["Prev"]) != strconv.Itoa(previous):
		return errors.New("it does not follow what stands before it")
	case trailer["XRefStm"] != nil || trailer["Encrypt"] != nil:
		return errors.New("its trailer has what the issued file's has not")
	}
	return nil
}

// subsection moves past the first line of a part of the table and returns its matches, or nil if there is
// no further part.
func (s *scanner) subsection() [][]byte {
	m := subsection.FindSubmatch(s.rest)
	if m != nil {
		s.rest = s.rest[len(m[0]):]
	}
	return m
}

// addObject records an object of the table, unless it is not where the table says.
func (r *increment) addObject(file []byte, n, at int, free bool) error {
	if _, duplicate := r.objects[n]; duplicate {
		return fmt.Errorf("object %d stands twice in its table", n)
	}
	r.objects[n] = 0
	if free {
		return nil
	}
	if at >= r.end {
		return fmt.Errorf("object %d is not where its table says", n)
	}
	head := objectHead.FindSubmatch(file[at:min(at+32, r.end)])
	if head == nil || parseInt(head[1]) != n {
		return fmt.Errorf("object %d is not where its table says", n)
	}
	r.objects[n] = at
	return nil
}

// checkSpelling returns an error if readers could take the object at an offset in different ways.
func checkSpelling(file []byte, at int) error {
	s := scanner{file[at:]}
	s.match(objectHead)
	if err := s.value(0); err != nil {
		return err
	}
	if s.space(); !s.take("endobj") && !s.take("stream") {
		return errAmbiguous
	}
	return nil
}

// scanner reads the source of a PDF object. It refuses what readers take in different ways, such as a key
// that occurs twice, a comment or an unbalanced bracket, so that what is compared is what every reader
// shows.
type scanner struct{ rest []byte }

var errAmbiguous = errors.New("readers take it in different ways")

var (
	reference = regexp.MustCompile(`^\d{1,10}\s+\d{1,5}\s+R`)
	word      = regexp.MustCompile(`^[^\x00\t\n\f\r ()<>\[\]{}/%]+`)
	hexDigits = regexp.MustCompile(`^<[0-9A-Fa-f\s]*>`)
	escaped   = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
)

// space moves past white space.
func (s *scanner) space() { s.rest = bytes.TrimLeft(s.rest, "\x00\t\n\f\r ") }

// take moves past a prefix and reports whether it was there.
func (s *scanner) take(prefix string) bool {
	rest, ok := bytes.CutPrefix(s.rest, []byte(prefix))
	s.rest = rest
	return ok
}

// match moves past what an anchored pattern matches and returns it.
func (s *scanner) match(pattern *regexp.Regexp) []byte {
	found := pattern.Find(s.rest)
	s.rest = s.rest[len(found):]
	return found
}

// value moves past one object.
func (s *scanner) value(depth int) error {
	const maxDepth = 32
	s.space()
	switch {
	case depth > maxDepth:
		return errAmbiguous
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
	return errAmbiguous
}

// dict moves past a dictionary and returns the source of its values by key.
func (s *scanner) dict(depth int) (map[string][]byte, error) {
	entries := map[string][]byte{}
	if !s.take("<<") {
		return nil, errAmbiguous
	}
	for s.space(); !s.take(">>"); s.space() {
		if !s.take("/") {
			return nil, errAmbiguous
		}
		key := escaped.ReplaceAllFunc(s.match(word), func(code []byte) []byte {
			out, _ := hex.DecodeString(string(code[1:])) // matched hexadecimal digits
			return out
		})
		if entries[string(key)] != nil {
			return nil, fmt.Errorf("%w: /%s stands twice", errAmbiguous, key)
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

// text moves past the rest of a string after its opening parenthesis.
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
	return errAmbiguous
}
