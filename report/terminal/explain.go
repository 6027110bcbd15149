package terminal

import (
	"fmt"
	"math"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// explanation is a wide page about one thing of a scorecard: a figure, a lead, an SDR or the don't-be-on-it
// list.
type explanation struct {
	page
	card  *model.Scorecard
	style format.Style
	all   bool // list every row, not only the first mostRows
}

func explain(s *model.Scorecard, all bool) *explanation {
	return &explanation{page: page{width: wide}, card: s, style: format.For(s.Agreement), all: all}
}

// mostRows is how many rows are listed unless all are asked for.
const mostRows = 20

// listed returns how many of n rows are listed.
func (x *explanation) listed(n int) int {
	if x.all {
		return n
	}
	return min(n, mostRows)
}

// pair writes a text with another one at the right edge of the page, or below it where the line has no room
// for both.
func (x *explanation) pair(indent int, left, right string) {
	left, right = strings.Repeat(" ", indent)+format.Plain(left), format.Plain(right)
	if gap := x.width - displayWidth(left) - displayWidth(right); gap >= 2 {
		x.WriteString(left + strings.Repeat(" ", gap) + right + "\n")
		return
	}
	x.wrapped(strings.Repeat(" ", indent), strings.Repeat(" ", indent+2), strings.TrimLeft(left, " "))
	x.wrapped(strings.Repeat(" ", max(indent, x.width-displayWidth(right))), "", right)
}

// note writes an indented text below what it belongs to.
func (x *explanation) note(indent int, text string) {
	x.wrapped(strings.Repeat(" ", indent), strings.Repeat(" ", indent+2), text)
}

// period writes the name of the period, and whether it is closed or how much of it has passed.
func (x *explanation) period() string {
	return x.style.Period(x.card.Period) + ", " + stateOf(x.card.Period)
}

// exact writes a value without its unit for checking by hand: measured values with four decimals.
func (x *explanation) exact(v formula.Value, u formula.Unit) string {
	n, ok := v.Number()
	switch {
	case ok && u == formula.Time:
		t := format.FromSerial(n, time.UTC)
		return instant(t, layoutOf([]time.Time{t}))
	case ok && (u == formula.Hours || u == formula.Days ||
		u == formula.Touches || u == formula.Ratios || u == formula.Count):
		return x.style.Number(math.Round(n*1e4) / 1e4)
	case ok && u == formula.Percent:
		return x.style.Rate(math.Round(n*1e6) / 1e6)
	}
	return x.style.Value(v, u)
}

// fileLine writes the place of a row in a file.
func fileLine(file string, line int) string { return fmt.Sprintf("%s:%d", file, line) }

// counted writes a number with its noun in the singular or plural.
func (x *explanation) counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return x.style.Count(n) + " " + many
}

// countedRows writes how many rows of a table an aggregate counts.
func (x *explanation) countedRows(p calc.AggregateRows) string {
	text := x.counted(len(p.Rows), "row", "rows") + " of “" + p.Table.Title + "” counted"
	if p.Zeros > 0 {
		text += ", " + x.counted(p.Zeros, "more adds 0", "more add 0")
	}
	return text
}

// rows lists the rows that an aggregate counts: the place of each in its file, the columns that identify
// it, and the columns that decided.
func (x *explanation) rows(p calc.AggregateRows) {
	x.title(x.countedRows(p))
	n := x.listed(len(p.Rows))
	if n == 0 {
		return
	}
	columns := append(identifying(p.Table), p.Columns...)
	head := []string{"", "file:line"}
	if !hasPlaces(p.Table) {
		head = head[:1]
	}
	cells := [][]string{head}
	for _, row := range p.Rows[:n] {
		line := []string{""}
		if hasPlaces(p.Table) {
			line = append(line, placeOf(p.Table, row))
		}
		cells = append(cells, line)
	}
	align := strings.Repeat(" ", len(head))
	for _, c := range columns {
		title := c.Title
		if unit := map[formula.Unit]string{formula.Hours: "h", formula.Days: "d"}[c.Unit]; unit != "" {
			title += ", " + unit
		}
		cells[0] = append(cells[0], title)
		isText := c.Unit == formula.Words || c.Unit == formula.Time || c.Unit == formula.Date
		align += map[bool]string{true: " ", false: ">"}[isText]
		for i, text := range x.column(c, p.Rows[:n]) {
			cells[i+1] = append(cells[i+1], text)
		}
	}
	x.tableOfLeading(cells, align)
	if more := len(p.Rows) - n; more > 0 {
		x.note(2, "and "+x.style.Count(more)+" more; --all lists them")
	}
}

// column writes the cells of a column in some rows; its instants have one layout.
func (x *explanation) column(c *calc.Column, rows []int) []string {
	var instants []time.Time
	for _, row := range rows {
		if n, ok := c.Value(row).Number(); ok && c.Unit == formula.Time {
			instants = append(instants, format.FromSerial(n, time.UTC))
		}
	}
	layout, out := layoutOf(instants), make([]string, len(rows))
	for i, row := range rows {
		if n, ok := c.Value(row).Number(); ok && c.Unit == formula.Time {
			out[i] = instant(format.FromSerial(n, time.UTC), layout)
			continue
		}
		out[i] = shortened(format.Plain(x.exact(c.Value(row), c.Unit)), 32)
	}
	return out
}

// identifying returns the columns that identify a row of a table: of leads and deals their ids alone.
func identifying(t *calc.Table) []*calc.Column {
	names := []string{"deal_id", "lead_id", "day", "channel", "stream"}
	if t.Name == model.LeadsTable || t.Name == model.DealsTable {
		names = names[:2]
	}
	var out []*calc.Column
	for _, name := range names {
		if c := t.Column(name); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// hasPlaces reports whether the rows of a table were read from files.
func hasPlaces(t *calc.Table) bool { return t.Column("file") != nil }

// placeOf returns the file and line that a row was read from.
func placeOf(t *calc.Table, row int) string {
	file, line := t.Column("file"), t.Column("line")
	name, _ := file.Value(row).Text()
	n, _ := line.Value(row).Number()
	return fileLine(name, int(n))
}
