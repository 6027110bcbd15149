package signable

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// increment is a revision as it was appended.
type increment struct {
	begin, end int         // its bytes in the file
	objects    map[int]int // where the objects begin that it writes, by their numbers; 0: it takes the object away
}

var (
	ending     = regexp.MustCompile(`startxref\s+(\d{1,10})\s+%%EOF`)
	subsection = regexp.MustCompile(`^\s*(\d{1,10}) (\d{1,6}) ?(\r\n|\n|\r)`)
	entry      = regexp.MustCompile(`^(\d{10}) (\d{5}) ([nf])( \r| \n|\r\n)`)
	objectHead = regexp.MustCompile(`^(\d{1,10})\s+\d{1,5}\s+obj`)
)

// increments are the revisions that follow the issued bytes. They are held to the letter of the format: where a table or an
// object is not exactly where it should be, readers mend the file each in its own way, and may show what another does not.
func increments(file []byte, issued int) ([]increment, error) {
	const most = 500
	var out []increment
	at, previous := issued, lastTable(file[:issued])
	for _, m := range ending.FindAllSubmatchIndex(file[issued:], most+1) {
		r := increment{begin: at, end: issued + m[1], objects: map[int]int{}}
		start := digits10(file[issued+m[2] : issued+m[3]])
		if start < at || start > issued+m[0] {
			return out, errors.New("its table of objects does not stand in it")
		}
		if err := r.table(file, start, issued+m[0], previous); err != nil {
			return out, err
		}
		out, at, previous = append(out, r), r.end, start
	}
	if len(out) > most {
		return out, errors.New("these are more than anybody signs")
	}
	if rest := bytes.TrimSpace(file[at:]); len(rest) > 0 {
		return out, fmt.Errorf("%d bytes follow that are no revision", len(rest))
	}
	return out, nil
}

func lastTable(file []byte) int {
	all := ending.FindAllSubmatch(file, -1)
	if all == nil {
		return -1
	}
	return digits10(all[len(all)-1][1])
}

// digits10 reads ten digits at most, which is what the patterns find.
func digits10(digits []byte) int {
	n, _ := strconv.Atoi(string(digits))
	return n
}

// table reads the table of objects between two offsets and the trailer behind it, which leads to the table before.
func (r *increment) table(file []byte, start, end, previous int) error {
	s := scanner{file[start:end]}
	if !s.take("xref") {
		return errors.New("its table of objects is of another kind than the issued file's")
	}
	for head := s.section(); head != nil; head = s.section() {
		first, count := digits10(head[1]), digits10(head[2])
		for n := first; n < first+count; n++ {
			e := entry.FindSubmatch(s.rest)
			if e == nil {
				return errors.New("its table of objects is damaged")
			}
			s.rest = s.rest[len(e[0]):]
			if err := r.object(file, n, digits10(e[1]), string(e[3]) == "f"); err != nil {
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

func (s *scanner) section() [][]byte {
	m := subsection.FindSubmatch(s.rest)
	if m != nil {
		s.rest = s.rest[len(m[0]):]
	}
	return m
}

// object notes where an object begins, which is where the table says.
func (r *increment) object(file []byte, n, at int, free bool) error {
	if _, twice := r.objects[n]; twice {
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
	if head == nil || digits10(head[1]) != n {
		return fmt.Errorf("object %d is not where its table says", n)
	}
	r.objects[n] = at
	return nil
}

// plain says that an object is spelled so that every reader takes it alike.
func plain(file []byte, at int) error {
	s := scanner{file[at:]}
	s.match(objectHead)
	if err := s.value(0); err != nil {
		return err
	}
	if s.space(); !s.take("endobj") && !s.take("stream") {
		return errUnclear
	}
	return nil
}
