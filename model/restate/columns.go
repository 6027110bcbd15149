package restate

import (
	"slices"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calc"
)

// A change of a lead's facts is explained by the column that changed. Columns with dates of stages and
// numbers of rows are recognised by the stages and by the columns' names. Columns that hold fields of the
// CRM, and those that count activities, are listed here, since a column does not record where its facts
// come from.

// isPosition reports whether a column only locates a row (its line in a file, the row of its SDR in
// another table) and holds no fact about the lead or deal itself.
func isPosition(column string) bool {
	return column == "file" || column == "line" || strings.HasSuffix(column, rowNumberSuffix)
}

// rowNumberSuffix ends the name of a column that numbers the values of another column: sdr_no holds the
// row, in the table of SDRs, of the lead's sdr.
const rowNumberSuffix = "_no"

// isDate reports whether a column of the leads holds the date of a stage or of the closing.
func isDate(column string) bool { return slices.Contains(dateColumns, column) }

var dateColumns = append(stageColumns(agreement.Created), "closed")

// stageColumns returns the columns of the leads with the dates of a stage and all later ones.
func stageColumns(from agreement.Stage) []string {
	var out []string
	for _, stage := range agreement.Stages()[from:] {
		out = append(out, stage.String())
	}
	return out
}

// isField reports whether a column of the leads holds a field of the CRM that is not a date.
func isField(column string) bool { return slices.Contains(fieldColumns, column) }

var fieldColumns = []string{"sdr", "channel", "campaign", "tier", "action", "quality", "motion", "stream"}

// dealColumns lists the columns of the leads that are derived from a lead's deals.
var dealColumns = append([]string{"deals", "deal_amount", "won_amount"}, stageColumns(agreement.SQL)...)

// countsActivities reports whether a column of the leads changes with the lead's activities alone, as
// long as its handoff stays the same. Hours on the agreement's clock also change with the terms.
func countsActivities(column string, termsDiffer bool) bool {
	switch column {
	case "calls", "first_call_calendar", "touched", "contacted", "conversed":
		return true
	case "first_call", "first_touch":
		return !termsDiffer
	}
	return strings.HasSuffix(column, "_so_far")
}

// lessIsMore reports whether a lower number in a column that counts activities means more activities.
func lessIsMore(column string) bool { return strings.HasPrefix(column, "first_") }

// isFact reports whether a column holds facts, not formulas.
func isFact(c *calc.Column) bool { return c.Expr == nil && c.Each == nil }
