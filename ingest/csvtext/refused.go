package csvtext

import (
	"fmt"
	"strings"
)

// Refused says that a file cannot be trusted as a whole: nothing of it was used (exit code 65). Its text is where, what and
// the mend.
type Refused struct {
	File   string // as named in the agreement
	Line   int    // physical line, from 1; 0 where the whole file is meant
	Column string // canonical column, or empty
	Reason string
	Key    string // of an input in agreement.yaml that settles it, date_order or decimal; or empty
	// Choices are the values that the key may have.
	Choices []string
}

func (r *Refused) Error() string {
	var b strings.Builder
	b.WriteString(r.File)
	if r.Line > 0 {
		fmt.Fprintf(&b, ":%d", r.Line)
	}
	b.WriteString(": ")
	if r.Column != "" {
		b.WriteString(r.Column + ": ")
	}
	b.WriteString(r.Reason)
	return b.String()
}
