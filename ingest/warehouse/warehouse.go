// Package warehouse moves the counting of activities into a data warehouse.
//
// The input is a ledger. The output is a table of thresholds, with a row for each lead (WriteThresholds),
// and the SQL that counts a lead's touches against them (WriteFactsSQL). The result of the query, the
// facts, then replaces the activities as an input. For comparison, WriteFacts writes the facts that this
// program computes itself.
//
// The package connects to no warehouse and reads no file.
package warehouse

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
)

// sqlDialect holds the parts of the SQL in which warehouses differ.
type sqlDialect struct {
	name, title string
	millis      string // expression for the Unix time in milliseconds of the column happened_at
	text, whole string // types of texts and whole numbers
	join, notIn string
	alias       string // format of the alias of a subquery in FROM; empty: none
	backslash   bool   // whether a backslash in a literal is an escape
}

var sqlDialects = []sqlDialect{
	{"bigquery", "BigQuery", "UNIX_MILLIS(happened_at)",
		"STRING", "INT64", "INNER JOIN", "NOT IN", " AS %s", true},
	{"clickhouse", "ClickHouse", "toInt64(round(toFloat64(happened_at) * 1000))",
		"String", "Int64", "GLOBAL ALL INNER JOIN", "GLOBAL NOT IN", "", true},
	{"postgresql", "PostgreSQL", "CAST(EXTRACT(EPOCH FROM happened_at) * 1000 AS BIGINT)",
		"TEXT", "BIGINT", "INNER JOIN", "NOT IN", " AS %s", false},
	{"snowflake", "Snowflake", "DATE_PART(EPOCH_MILLISECOND, happened_at)",
		"VARCHAR", "BIGINT", "INNER JOIN", "NOT IN", " AS %s", true},
	{"spark", "Spark", "UNIX_MILLIS(happened_at)",
		"STRING", "BIGINT", "INNER JOIN", "NOT IN", " AS %s", true},
	{"trino", "Trino", "CAST(TO_UNIXTIME(happened_at) * 1000 AS BIGINT)",
		"VARCHAR", "BIGINT", "INNER JOIN", "NOT IN", " AS %s", false},
}

// SQLDialects returns the names of the dialects that WriteFactsSQL supports, sorted.
func SQLDialects() []string {
	var out []string
	for _, d := range sqlDialects {
		out = append(out, d.name)
	}
	return out
}

// never stands for the handoff of a lead that was not handed off: the end of the year 9999 in Unix
// milliseconds, which is after all activities.
const never = 253402300799000

// WriteThresholds writes, as CSV, the small table that is uploaded to the warehouse: a row for every lead
// of the ledger, with times in Unix milliseconds. 0 stands for an unknown time, except for the handoff,
// for which never does.
func WriteThresholds(w io.Writer, l *model.Ledger) error {
	c := csv.NewWriter(w)
	if err := c.Write(thresholdColumns(l)); err != nil {
		return err
	}
	for _, t := range l.Thresholds() {
		row := []string{t.Lead, t.Email}
		if t.Handoff == 0 {
			t.Handoff = never
		}
		for _, ms := range append([]int64{t.Handoff, t.SQL, t.Closed, t.Landmark}, t.Due...) {
			row = append(row, strconv.FormatInt(ms, 10))
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// thresholdColumns returns the names of the columns of the thresholds.
func thresholdColumns(l *model.Ledger) []string {
	out := []string{"lead_id", "email", "handoff_ms", "sql_ms", "closed_ms", "landmark_ms"}
	for _, r := range l.FactRules() {
		out = append(out, r.ID+"_due_ms")
	}
	return out
}

const (
	isTouch   = "type <> 'breakup'"
	isBreakup = "type = 'breakup'"
)

// factSQL returns, by the names of model's FactColumns, the SQL that computes each from the touches of a
// lead.
func factSQL(l *model.Ledger) map[string]string {
	count := func(where string) string { return "SUM(CASE WHEN " + where + " THEN 1 ELSE 0 END)" }
	flag := func(where string) string { return "MAX(CASE WHEN " + where + " THEN 1 ELSE 0 END)" }
	inPeriod := fmt.Sprintf("%s AND at_ms >= %d", isTouch, l.Period().Start.UnixMilli())
	out := map[string]string{
		"first_touch_ms": "MIN(CASE WHEN " + isTouch + " THEN at_ms END)",
		"first_call_ms":  "MIN(CASE WHEN type = 'call' THEN at_ms END)",
		"last_touch_ms":  "MAX(CASE WHEN " + isTouch + " THEN at_ms END)",
		"calls":          count("type = 'call'"),
		"touches":        count(isTouch),
		"breakups":       count(isBreakup),
		"to_sql":         count(isTouch + " AND at_ms <= sql_ms"),
		"to_landmark":    count(isTouch + " AND at_ms <= landmark_ms"),
		"to_closing":     flag(isTouch + " AND at_ms <= closed_ms"),
		"in_period":      flag(inPeriod),
		"contacted_in_period": flag(inPeriod +
			" AND (outcome = 'conversation' OR type = 'call' AND outcome = 'connected')"),
		"talked_in_period": flag(inPeriod + " AND outcome = 'conversation'"),
	}
	for _, c := range l.FactColumns() {
		if c.Rule == nil {
			continue
		}
		kind := isTouch
		if c.Rule.Breakups {
			kind = isBreakup
		}
		out[c.Name] = count(fmt.Sprintf("%s AND at_ms <= %s_due_ms", kind, c.Rule.ID))
	}
	return out
}

// WriteFactsSQL writes the query that computes the facts in a warehouse, from a view of its activities
// and the thresholds. It is a join and an aggregation (SUM, MIN, MAX of CASE), which a warehouse
// distributes over its machines. notPeople lists the owners, such as queues, whose activities do not
// count; * in it stands for any text. WriteFactsSQL returns an error for an unknown dialect and for a
// name that the dialect cannot express.
func WriteFactsSQL(w io.Writer, dialect string, l *model.Ledger, notPeople []string) error {
	i := slices.IndexFunc(sqlDialects, func(d sqlDialect) bool { return d.name == dialect })
	if i < 0 {
		return fmt.Errorf("SQL dialect %q is unknown; use %s", dialect, strings.Join(SQLDialects(), ", "))
	}
	d := sqlDialects[i]
	people, err := d.peopleCondition(notPeople)
	if err != nil {
		return err
	}
	var b strings.Builder
	d.writePreface(&b, l)
	b.WriteString("SELECT\n  lead_id,\n")
	sql := factSQL(l)
	for _, c := range l.FactColumns() {
		fmt.Fprintf(&b, "  %s AS %s,\n", sql[c.Name], c.Name)
	}
	fmt.Fprintf(&b, "  MIN(CAST('%s' AS %s)) AS basis\nFROM (\n", l.FactsBasis(), d.text)
	limits := strings.Join(thresholdColumns(l)[2:], ", ")
	// joinBy writes the SQL that joins activities and thresholds by a key.
	joinBy := func(key, other, activities, thresholds string) {
		fmt.Fprintf(&b, "  SELECT lead_id, type, at_ms, outcome, %s\n  FROM (\n", limits)
		fmt.Fprintf(&b, "    SELECT %s, type, %s AS at_ms, outcome FROM leadpact_activities\n", key, d.millis)
		fmt.Fprintf(&b, "    WHERE type IN ('call', 'email', 'meeting', 'breakup') AND COALESCE(direction, '') <> 'inbound' "+
			"AND COALESCE(automated, '') <> 'true'%s\n", people)
		fmt.Fprintf(&b, "      AND %s < %d%s\n", d.millis, l.Period().AsOf.UnixMilli(), activities)
		fmt.Fprintf(&b, "  )%s %s (SELECT %s%s, %s FROM leadpact_thresholds%s)%s USING (%s)\n",
			d.as("a"), d.join, key, other, limits, thresholds, d.as("t"), key)
	}
	joinBy("lead_id", "", "", "")
	b.WriteString("  UNION ALL\n")
	withoutLead := fmt.Sprintf(" AND COALESCE(email, '') <> ''\n"+
		"      AND COALESCE(lead_id, '') %s (SELECT lead_id FROM leadpact_thresholds)", d.notIn)
	joinBy("email", ", lead_id", withoutLead, " WHERE email <> ''")
	fmt.Fprintf(&b, ")%s\nWHERE at_ms >= handoff_ms\nGROUP BY lead_id\nORDER BY lead_id;\n", d.as("x"))
	_, err = io.WriteString(w, b.String())
	return err
}

// as returns the alias of a subquery, with the space before it.
func (d sqlDialect) as(name string) string {
	if d.alias == "" {
		return ""
	}
	return fmt.Sprintf(d.alias, name)
}

// WriteFacts writes, as CSV, the facts that this program computed from activities, for every lead that
// has any. They serve as the expected result of a warehouse's query.
func WriteFacts(w io.Writer, l *model.Ledger) error {
	c := csv.NewWriter(w)
	columns := l.FactColumns()
	head := []string{"lead_id"}
	for _, c := range columns {
		head = append(head, c.Name)
	}
	if err := c.Write(append(head, "basis")); err != nil {
		return err
	}
	for _, t := range l.Thresholds() {
		lead := l.LeadByID([]byte(t.Lead))
		if !l.HasTouches(lead) {
			continue
		}
		row := []string{t.Lead}
		for _, column := range columns {
			cell := ""
			if x, known := column.Value(lead); known {
				cell = strconv.FormatInt(x, 10)
			}
			row = append(row, cell)
		}
		if err := c.Write(append(row, l.FactsBasis())); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// writePreface writes the comment at the beginning of the query, which states what the warehouse must
// contain.
func (d sqlDialect) writePreface(b *strings.Builder, l *model.Ledger) {
	columns := thresholdColumns(l)
	for i, c := range columns {
		if columns[i] = c + " " + d.text; i > 1 {
			columns[i] = c + " " + d.whole
		}
	}
	fmt.Fprintf(b, `-- The facts of every lead for %s, computed in %s where the activities lie.
--  1. A view or table leadpact_activities with the columns lead_id, email, type (call, email, meeting, breakup),
--     happened_at (a timestamp), owner, outcome (no_answer, connected, conversation), direction (inbound, outbound) and
--     automated ('true' or 'false'); texts in these words, one lead to a row, no activity twice.
--  2. The table leadpact_thresholds (%s), filled from what leadpact facts writes without --sql.
--  3. The result as facts.csv, with its header, under inputs.facts of agreement.yaml, in place of inputs.activities.
`, l.FactsBasis(), d.title, strings.Join(columns, ", "))
}

// peopleCondition returns the condition that leaves out the activities of owners who are not people.
func (d sqlDialect) peopleCondition(not []string) (string, error) {
	var b strings.Builder
	for _, n := range not {
		if strings.ContainsAny(n, "\\\n\r") || d.backslash && strings.Contains(n, "'") {
			return "", fmt.Errorf("not_people: %q cannot be written in %s's SQL; "+
				"name it without quotes and backslashes, with * for them", n, d.title)
		}
		literal := strings.ReplaceAll(csvtext.FoldCase(n), "'", "''")
		op := "<>"
		if strings.Contains(n, "*") {
			if strings.ContainsAny(n, "%_") {
				return "", fmt.Errorf("not_people: %q has %% or _ beside *, which SQL reads as patterns; "+
					"write * for them too", n)
			}
			op, literal = "NOT LIKE", strings.ReplaceAll(literal, "*", "%")
		}
		fmt.Fprintf(&b, "\n      AND LOWER(COALESCE(owner, '')) %s '%s'", op, literal)
	}
	return b.String(), nil
}

// NotPeople returns the lists not_people of all inputs of an agreement, joined.
func NotPeople(a *agreement.Agreement) []string {
	return profile.FromEveryInput(a, func(in *agreement.Input) []string { return in.NotPeople })
}
