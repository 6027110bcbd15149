package duecal

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

var monthFolder = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)

// Issue is a month that was issued: its scorecard counts the month to its end.
type Issue struct {
	Month   string // its id
	Pending bool   // obligations are pending, because the activities end before the month does
}

// Issued returns the months that were issued into the folder out, the oldest first. A folder whose scorecard
// does not count the month to its end does not count as issued: it was published while the month was running,
// or from exports that end earlier. card is the file name of a scorecard.
func Issued(out, card string) ([]Issue, error) {
	entries, err := os.ReadDir(out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var issues []Issue
	for _, e := range entries {
		if !monthFolder.MatchString(e.Name()) {
			continue
		}
		if s, ok := readScorecard(filepath.Join(out, e.Name(), card)); ok && !s.Period.AsOf.Before(s.Period.End) {
			issues = append(issues, Issue{e.Name(), s.isPending()})
		}
	}
	return issues, nil
}

// scorecard is the part of a scorecard.json that shows how far it counts.
type scorecard struct {
	Period struct {
		End  time.Time `json:"end"`
		AsOf time.Time `json:"as_of"`
	} `json:"period"`
	Coverage struct {
		Activities struct {
			Ends time.Time `json:"ends"`
		} `json:"activities"`
	} `json:"coverage"`
	Quantities []struct {
		ID    string `json:"id"`
		Value any    `json:"value"`
	} `json:"quantities"`
}

// readScorecard reads a scorecard.json. ok is false if it is missing or cannot be read.
func readScorecard(file string) (s scorecard, ok bool) {
	data, err := os.ReadFile(file)
	return s, err == nil && json.Unmarshal(data, &s) == nil
}

// isPending reports whether obligations are pending that fell due between the end of the activities and the
// end of the month.
func (s scorecard) isPending() bool {
	ends := s.Coverage.Activities.Ends
	if ends.IsZero() || !ends.Before(s.Period.End) {
		return false
	}
	for _, q := range s.Quantities {
		n, _ := q.Value.(float64)
		if strings.HasPrefix(q.ID, "adherence.") && strings.HasSuffix(q.ID, ".pending") && n > 0 {
			return true
		}
	}
	return false
}
