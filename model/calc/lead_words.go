package calc

import (
	"slices"
	"strings"
)

// This file holds everything that the package knows of leads and agreements: ids and names of columns for
// which Prose and Explain have special words. It does not affect any value.

// Tables whose rows Prose calls by the table's name.
const (
	leadsTable = "leads"
	dealsTable = "deals"
)

// Columns of leads that an explanation shows although no condition refers to them.
const (
	sdrColumn       = "sdr"
	sdrNumberColumn = "sdr_no"
	handoffColumn   = "handoff"
	clockColumn     = "to_start" // hours from the handoff; shown as the handoff itself
)

// Prefixes of ids, and the suffix of a title.
const (
	agreedPrefix = "term."     // a term of the agreement, as opposed to a given
	yesNoPrefix  = "provided." // a given that is 1 or 0, with a sentence as its title
	dueSuffix    = "due"       // ends the title of a column of times that already reads as a date
)

// cellWords holds short names that Prose uses for named cells instead of their titles.
var cellWords = map[string]string{
	"period.start":             "period start",
	"period.end":               "period end",
	"period.until":             "as of",
	"period.months":            "months of the period",
	"period.previous_start":    "previous period's start",
	"period.previous_until":    "previous period's as of",
	"definition.ltv_years":     "years of lifetime revenue",
	"definition.weak_under":    "weak-evidence limit",
	"fact.touch_gap_days":      "median gap between touches",
	"definition.at_risk_share": "at-risk share",
}

// omittedColumns lists columns that an explanation of rows leaves out: those that the reader sees next to
// each row anyway, and the distances that only locate the period on the agreement's clock.
var omittedColumns = []string{
	"file", "line", "lead_id", "deal_id", "sdr_no", "channel_no",
	"to_start", "to_end", "to_until", "to_left",
}

// omitted reports whether an explanation of rows leaves a column out.
func omitted(column string) bool {
	return slices.Contains(omittedColumns, column) || strings.HasSuffix(column, "_owed")
}
