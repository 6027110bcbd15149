package terminal

import (
	"strings"
	"time"

	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// counting says how many rows an aggregate counts.
func (x *explained) counting(p calc.AggregateRows) string {
	text := x.counted(len(p.Rows), "row", "rows") + " of “" + p.Table.Title + "” counted"
	if p.Zeros > 0 {
		text += ", " + x.counted(p.Zeros, "more adds 0", "more add 0")
	}
	return text
}

// pick lists the rows that an aggregate counts: where each stands in its file, whose it is, and what decided.
func (x *explained) pick(p calc.AggregateRows) {
	x.title(x.counting(p))
	n := x.shown(len(p.Rows))
	if n == 0 {
		return
	}
	columns := append(identity(p.Table), p.Columns...)
	head := []string{"", "file:line"}
	if !sourced(p.Table) {
		head = head[:1]
	}
	rows := [][]string{head}
	for _, row := range p.Rows[:n] {
		line := []string{""}
		if sourced(p.Table) {
			line = append(line, source(p.Table, row))
		}
		rows = append(rows, line)
	}
	align := strings.Repeat(" ", len(head))
	for _, c := range columns {
		title := c.Title
		if unit := map[formula.Unit]string{formula.Hours: "h", formula.Days: "d"}[c.Unit]; unit != "" {
			title += ", " + unit
		}
		rows[0] = append(rows[0], title)
		align += map[bool]string{true: " ", false: ">"}[c.Unit == formula.Words || c.Unit == formula.Time || c.Unit == formula.Date]
		for i, text := range x.columnOf(c, p.Rows[:n]) {
			rows[i+1] = append(rows[i+1], text)
		}
	}
	x.fit(rows, align)
	if more := len(p.Rows) - n; more > 0 {
		x.note(2, "and "+x.style.Count(more)+" more; --all lists them")
	}
}

// columnOf writes the cells of a column in some rows, instants alike.
func (x *explained) columnOf(c *calc.Column, rows []int) []string {
	var instants []time.Time
	for _, row := range rows {
		if n, ok := c.Value(row).Number(); ok && c.Unit == formula.Time {
			instants = append(instants, format.Wall(n, time.UTC))
		}
	}
	layout, out := layoutOf(instants), make([]string, len(rows))
	for i, row := range rows {
		if n, ok := c.Value(row).Number(); ok && c.Unit == formula.Time {
			out[i] = stamp(format.Wall(n, time.UTC), layout)
			continue
		}
		out[i] = cut(format.Plain(x.exactly(c.Value(row), c.Unit)), 32)
	}
	return out
}

// fit writes a table with as many columns as the page holds.
func (x *explained) fit(rows [][]string, align string) {
	total, keep := -2, 0
	for keep < len(align) {
		widest := 0
		for _, row := range rows {
			widest = max(widest, cells(format.Plain(row[keep])))
		}
		if total += widest + 2; total > x.width() && keep > 2 {
			break
		}
		keep++
	}
	for i := range rows {
		rows[i] = rows[i][:keep]
	}
	x.table(rows, align[:keep])
}

// identity are the columns that name a row.
func identity(t *calc.Table) []*calc.Column {
	var out []*calc.Column
	for _, name := range []string{"deal_id", "lead_id", "day", "channel", "stream"} {
		if c := t.Column(name); c != nil && (t.Name != "leads" && t.Name != "deals" || strings.HasSuffix(name, "_id")) {
			out = append(out, c)
		}
	}
	return out
}

// sourced says that the rows of a table stand in a file.
func sourced(t *calc.Table) bool { return t.Column("file") != nil }

// source is where a row stands.
func source(t *calc.Table, row int) string {
	file, line := t.Column("file"), t.Column("line")
	name, _ := file.Value(row).Text()
	n, _ := line.Value(row).Number()
	return place(name, int(n))
}
