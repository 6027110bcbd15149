package calc

import (
	"slices"
	"strings"
)

// This file is all that the package knows of leads and agreements: ids and names of columns for which
// Prose and Explain have words of their own. No value depends on it.

// Tables whose rows Prose calls by the table's name.
const (
	leadsTable = "leads"
	dealsTable = "deals"
)

// Columns of leads that an explanation shows although no condition names them.
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
	dueSuffix    = "due"       // ends the title of a column of times that reads as a date already
)

// cellWords are named cells that Prose calls by a few words instead of their titles.
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

// omittedColumns are columns that an explanation of rows leaves out: what the reader sees beside each row
// anyway, and the distances that only place the period on the agreement's clock.
var omittedColumns = []string{
	"file", "line", "lead_id", "deal_id", "sdr_no", "channel_no",
	"to_start", "to_end", "to_until", "to_left",
}

// omitted reports whether an explanation of rows leaves a column out.
func omitted(column string) bool {
	return slices.Contains(omittedColumns, column) || strings.HasSuffix(column, "_owed")
}
