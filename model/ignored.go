package model

// IgnoredReason is why a row of an input was ignored: it has no fault, and nothing to say.
type IgnoredReason uint8

// The reasons. The zero value is not a reason.
const (
	OtherKind      IgnoredReason = iota + 1 // an activity that is not a call, an e-mail, a meeting or a breakup
	TrackingMail                            // an e-mail to a list, or a tool's record that one was opened
	Queue                                   // of an owner that is not a person
	Superseded                              // another row with the same id counts
	NoLead                                  // it names no lead, or none that is known
	Deleted                                 // the CRM marks it as deleted, or a task as not done
	EmptyRow                                // no cell holds anything
	RepeatedHeader                          // the header once more
	Part                                    // a heading, a sum, or a further line of the record above
	ignoredReasons
)

var ignoredWords = [ignoredReasons]struct{ id, words string }{
	OtherKind:      {"other_kind", "other kind"},
	TrackingMail:   {"tracking_mail", "marketing e-mail or tracking record"},
	Queue:          {"queue", "of a queue"},
	Superseded:     {"superseded", "superseded"},
	NoLead:         {"no_lead", "no known lead"},
	Deleted:        {"deleted", "deleted or not done"},
	EmptyRow:       {"empty", "empty"},
	RepeatedHeader: {"header", "the header once more"},
	Part:           {"part", "headings, sums or further lines of a record"},
}

// String returns the reason's id in scorecard.json, such as "other_kind".
func (r IgnoredReason) String() string { return ignoredWords[r].id }

// Words returns the reason in words, such as "other kind".
func (r IgnoredReason) Words() string { return ignoredWords[r].words }

// IgnoredCounts is the number of ignored rows by reason.
type IgnoredCounts [ignoredReasons]int

// Add adds the counts of another part of the file.
func (c *IgnoredCounts) Add(o *IgnoredCounts) {
	for r, n := range o {
		c[r] += n
	}
}

// All returns the reasons of which there are rows, with their number.
func (c *IgnoredCounts) All() func(yield func(IgnoredReason, int) bool) {
	return func(yield func(IgnoredReason, int) bool) {
		for r, n := range c {
			if n > 0 && !yield(IgnoredReason(r), n) {
				return
			}
		}
	}
}
