package restate

import (
	"slices"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calc"
)

// A change of a lead's facts is explained by the column that changed. Dates of stages and numbers of rows
// follow from the stages and from the columns' names; which columns hold fields of the CRM, and which
// count activities, is listed here by name, since a column does not record where its facts come from.

// isPosition reports whether a column says where a row stands (its line in a file, the row of its SDR in
// another table) and nothing about the lead or deal itself.
func isPosition(column string) bool {
	return column == "file" || column == "line" || strings.HasSuffix(column, rowNumberSuffix)
}

// rowNumberSuffix ends the name of a column that numbers the values of the column without the suffix: sdr_no
// holds the row of the lead's sdr in the table of SDRs.
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

// isField reports whether a column of the leads holds a field of the CRM that is no date.
func isField(column string) bool { return slices.Contains(fieldColumns, column) }

var fieldColumns = []string{"sdr", "channel", "campaign", "tier", "action", "quality", "motion", "stream"}

// dealColumns are the columns of the leads that follow from a lead's deals.
var dealColumns = append([]string{"deals", "deal_amount", "won_amount"}, stageColumns(agreement.SQL)...)

// countsActivities reports whether a column of the leads changes with the lead's activities alone, as long
// as its handoff stays. Hours on the agreement's clock also change with the terms.
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
