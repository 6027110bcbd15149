package duecal

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

var monthFolder = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)

// Issued returns the ids of the months that were issued into the folder out, the oldest first: those
// whose scorecard was computed after the end of the month. A folder published while its month was running
// does not count as issued. card is the file name of a scorecard.
func Issued(out, card string) ([]string, error) {
	entries, err := os.ReadDir(out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var months []string
	for _, e := range entries {
		if monthFolder.MatchString(e.Name()) && isOfClosedPeriod(filepath.Join(out, e.Name(), card)) {
			months = append(months, e.Name())
		}
	}
	return months, nil
}

// isOfClosedPeriod reports whether a file is a scorecard of a period that had ended when it was computed.
func isOfClosedPeriod(card string) bool {
	data, err := os.ReadFile(card)
	var read struct {
		Period struct {
			End  time.Time `json:"end"`
			AsOf time.Time `json:"as_of"`
		} `json:"period"`
	}
	return err == nil && json.Unmarshal(data, &read) == nil && !read.Period.AsOf.Before(read.Period.End)
}
