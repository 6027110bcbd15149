// Package drift compares the inputs of an issue with those of the issue before it (SPEC section 11): what
// changed in the exports, each with the edit of agreement.yaml that would answer it.
//
// The input is two shapes, each of which describes the inputs of one issue; the output is a list of changes
// in words. Nothing is refused, and no figure depends on it.
//
// These changes are reported: a column is gone, new, blank in every row, or read from another header; a word
// has appeared that the agreement does not know; an owner has appeared or gone; the CRM, the zone of the
// times, the order of day and month or the decimal sign has turned; more rows are set aside; fewer than a
// third of the rows a working day are left; or a value's share is outside its history. What a key of the
// agreement decides is not reported, so that an edit answers its change.
//
// The history of a share is the issue before. A share is outside it if the difference is more than ten
// points and more than four standard errors of the two-proportion z-test, and both issues have at least 50
// rows. By chance alone this happens to one share in 15,000. The ten points are there because the rows of a
// month are not independent: a campaign brings many leads of one kind. Only rows that begin in the period are
// counted, as the exports of a year would hide what changed in a month.
//
// The package reads no files and imports the standard library only.
package drift

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Change is a change of the inputs since the last issue.
type Change struct {
	Table  string `json:"table"`
	Column string `json:"column"` // empty: it concerns the whole table
	Text   string `json:"text"`   // what changed, with the numbers now and before
	Edit   string `json:"edit"`   // of agreement.yaml, or of what it names; empty: nothing to decide
}

// comparison compares one table with itself in the last issue.
type comparison struct {
	now, last  *Shape
	table, was *Table
	changes    []Change
}

// Compare returns what changed in the inputs since the last issue, in the order of the tables. A table that
// either issue lacks is not compared, because the agreement names the tables.
func Compare(now, last *Shape) []Change {
	var changes []Change
	for i := range now.Tables {
		t := &now.Tables[i]
		was := last.Table(t.Name)
		if was == nil {
			continue
		}
		c := &comparison{now: now, last: last, table: t, was: was}
		turned := c.crm()
		c.clock()
		c.rows()
		c.columns(turned)
		changes = append(changes, c.changes...)
	}
	return changes
}

// add adds a change; column may be empty.
func (c *comparison) add(column, edit, format string, args ...any) {
	c.changes = append(c.changes, Change{c.table.Name, column, fmt.Sprintf(format, args...), edit})
}

// decided reports whether agreement.yaml sets a key under the table's inputs. What it decides did not drift.
func (c *comparison) decided(key string) bool { return slices.Contains(c.table.Decided, key) }

// key returns a line of agreement.yaml under the table's inputs.
func (c *comparison) key(name, value string) string {
	return "inputs." + c.table.Name + "." + name + ": " + value
}

// crm compares whose exports the files are, and reports whether that turned.
func (c *comparison) crm() bool {
	added := turned(c.table.CRMs, c.was.CRMs)
	if added == nil || c.decided("crm") {
		return added != nil
	}
	c.add("", c.key("crm", added[0]), "the headers are those of %s, those of the last issue were of %s",
		strings.Join(added, " and "), strings.Join(c.was.CRMs, " and "))
	return true
}

// clock compares the zone of the times: as the files write it, then as the hours of the touches show it.
func (c *comparison) clock() {
	for _, clock := range turned(c.table.Clocks, c.was.Clocks) {
		switch before := strings.Join(c.was.Clocks, " and "); {
		case clock == OwnOffset || c.decided("zone"):
		case clock == NoTime:
			c.add("", "", "dates have no time of day any more (before: %s), so hours are n/a; export them with the time", before)
		default:
			zone := clock
			if c.was.Clocks[0] != OwnOffset && c.was.Clocks[0] != NoTime {
				zone = c.was.Clocks[0]
			}
			c.add("", c.key("zone", zone), "times are read in %s; in the last issue their zone was: %s", clock, before)
		}
	}
	if shift := hoursShifted(c.table.Hours, c.was.Hours); shift != 0 {
		c.add("", c.key("zone", "ZONE"), "touches lie %+d hours from the hours of the day of the last issue; "+
			"the export may write its times in another zone", shift)
	}
}

// rows compares how many rows are set aside, and how many begin on a working day.
func (c *comparison) rows() {
	t, was := c.table, c.was
	if moved(t.SetAside, t.Rows, was.SetAside, was.Rows) && t.SetAside*was.Rows > was.SetAside*t.Rows {
		c.add("", c.key("columns", "{COLUMN: [HEADER]}")+", or another key, as setaside.csv says", "%s set aside, before %s",
			ofRows(t.SetAside, t.Rows), ofRows(was.SetAside, was.Rows))
	}
	if c.now.WorkingDays == 0 || c.last.WorkingDays == 0 || was.Began < fewestRows {
		return
	}
	daily := float64(t.Began) / float64(c.now.WorkingDays)
	if before := float64(was.Began) / float64(c.last.WorkingDays); 3*daily < before {
		c.add("", c.key("files", "[FILE]"), "%.1f rows begin on a working day, before %.1f; the export may lack some",
			daily, before)
	}
}

// columns compares the columns, those first that are given now. If the CRM turned, other headers are no news.
func (c *comparison) columns(crmTurned bool) {
	for i := range c.table.Columns {
		x := &c.table.Columns[i]
		switch was := c.was.Column(x.Name); {
		case !given(x) && given(was):
			c.add(x.Name, c.headerKey(x.Name), "%s is blank in every row, and was not", x.Name)
		case !given(x):
		case !given(was):
			if !c.decided("columns." + x.Name) {
				c.add(x.Name, c.key("columns."+x.Name, list(x.Headers)), "%s is given by %s, and was not given", x.Name, source(x))
			}
		default:
			if !crmTurned {
				c.headers(x, was)
			}
			c.formats(x, was)
			c.words(x, was)
			c.shares(x, was)
		}
	}
	for i := range c.was.Columns {
		if was := &c.was.Columns[i]; given(was) && c.table.Column(was.Name) == nil {
			c.add(was.Name, c.headerKey(was.Name), "no column gives %s any more; %s did", was.Name, source(was))
		}
	}
}

// given reports whether a column is given and has a value; x may be nil.
func given(x *Column) bool { return x != nil && x.HasValue }

// headerKey returns the edit that names a header for a column: those that are new and give no column.
func (c *comparison) headerKey(column string) string {
	const most = 5
	added := minus(c.table.Unused, c.was.Unused)
	if len(added) == 0 || len(added) > most {
		return c.key("columns."+column, "[HEADER]")
	}
	return c.key("columns."+column, list(added))
}

// headers compares which headers give a column.
func (c *comparison) headers(x, was *Column) {
	added := turned(x.Headers, was.Headers)
	if added == nil || c.decided("columns."+x.Name) {
		return
	}
	named := added
	if minus(was.Headers, c.table.Unused) == nil {
		named = was.Headers // they are in the files still
	}
	c.add(x.Name, c.key("columns."+x.Name, list(named)), "%s is read from %s, and was from %s", x.Name, list(added),
		list(was.Headers))
}

// formats compares how dates and numbers are written. Dates that begin with the year have one reading.
func (c *comparison) formats(x, was *Column) {
	for _, f := range turned(x.Formats, was.Formats) {
		key, value := "date_order", f
		switch f {
		case FormatComma:
			key, value = "decimal", `","`
		case FormatPoint:
			key, value = "decimal", `"."`
		case FormatNumber:
			key, value = "columns."+x.Name, "[HEADER]"
		}
		if f == FormatISO || c.decided(key) {
			continue
		}
		c.add(x.Name, c.key(key, value), "%s is written as %s, and was as %s", x.Name, f, strings.Join(was.Formats, " and "))
	}
}

// leastGone is the number of leads that an owner must have had to be missed: single leads change hands.
const leastGone = 10

// words compares the words that a reader must know: owners, stages of deals that are not won, and values
// without a canonical word.
func (c *comparison) words(x, was *Column) {
	if x.Words == nil || was.Words == nil {
		return
	}
	added := c.newWords(x.Words, was.Words)
	isOwner := x.Name == "owner" || x.Name == "sdr"
	switch {
	case isOwner:
		added = minus(added, c.now.Team)
		for word, rows := range sorted(was.Words.Rows) {
			if _, known := x.Words.of(word); known && x.Words.Rows[word] == 0 && rows >= leastGone {
				c.add(x.Name, "inputs.team: the file without "+strconv.Quote(word)+", or with the new name",
					"%q is %s of no row; before of %d", word, x.Name, rows)
			}
		}
		if len(added) > 0 {
			c.add(x.Name, "inputs.team: the file with "+quoted(added)+"; or, for a queue, "+c.key("not_people", list(added)),
				"new as %s and not in the team: %s", x.Name, counted(added, x.Words))
		}
	case len(added) == 0:
	case x.Name == "stage":
		c.add(x.Name, c.key("won_stages", list(added))+" beside the others, if they mean won; lost_stages, if lost",
			"new stages, whose deals are neither won nor lost: %s", counted(added, x.Words))
	default:
		edit := c.key("values."+x.Name+".WORD", list(added))
		if len(x.Known) > 0 {
			edit += ", where WORD is " + strings.Join(x.Known, ", ")
		}
		c.add(x.Name, edit, "new words of %s that the agreement does not know: %s", x.Name, counted(added, x.Words))
	}
}

// newWords returns the words that the last issue did not have, the most frequent first.
func (c *comparison) newWords(now, last *Counts) (added []string) {
	for word := range sorted(now.Rows) {
		if rows, known := last.of(word); known && rows == 0 {
			added = append(added, word)
		}
	}
	slices.SortStableFunc(added, func(a, b string) int { return now.Rows[b] - now.Rows[a] })
	return added
}

// shares compares the shares of the values among the rows that begin in the period.
func (c *comparison) shares(x, was *Column) {
	const most = 3
	moved := movedShares(x.Values, was.Values)
	if len(moved) == 0 {
		return
	}
	var words []string
	for _, s := range moved[:min(len(moved), most)] {
		words = append(words, fmt.Sprintf("%s %.0f %%, before %.0f %%", valueName(s.value), 100*s.now, 100*s.last))
	}
	edit := c.key("values."+x.Name+"."+moved[0].value, "[WORD]")
	switch {
	case x.Name == "stage":
		edit = c.key("won_stages", "[STAGE]")
	case moved[0].value == "" || x.Name == "owner":
		edit = c.headerKey(x.Name)
	}
	c.add(x.Name, edit, "shares of %s among %d rows of the period, before %d: %s", x.Name, moved[0].nowRows,
		moved[0].wasRows, strings.Join(words, "; "))
}

// valueName returns a value as a text shows it.
func valueName(value string) string {
	if value == "" {
		return "blank"
	}
	return strconv.Quote(value)
}

// source returns what gives a column, in words.
func source(x *Column) string {
	if len(x.Headers) == 0 {
		return "a constant"
	}
	return list(x.Headers)
}

// turned returns the items that the last issue did not have. It is nil where either issue has none, which
// shows nothing.
func turned(now, last []string) []string {
	if len(last) == 0 {
		return nil
	}
	return minus(now, last)
}

// minus returns the items of a list that are not in another one.
func minus(list, other []string) (out []string) {
	for _, item := range list {
		if !slices.Contains(other, item) {
			out = append(out, item)
		}
	}
	return out
}

// sorted iterates over counts in the order of the values.
func sorted(rows map[string]int) func(func(string, int) bool) {
	return func(yield func(string, int) bool) {
		for _, value := range slices.Sorted(maps.Keys(rows)) {
			if !yield(value, rows[value]) {
				return
			}
		}
	}
}

// union returns the keys of two maps, sorted.
func union(a, b map[string]int) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

func ofRows(n, all int) string { return fmt.Sprintf("%d of %d rows are", n, all) }

// mostListed is the greatest number of words that a text or an edit lists.
const mostListed = 10

// list returns texts as a list in agreement.yaml.
func list(items []string) string { return "[" + quoted(items) + "]" }

// quoted returns texts in quotes, with commas.
func quoted(items []string) string {
	var out []string
	for _, item := range items[:min(len(items), mostListed)] {
		out = append(out, strconv.Quote(item))
	}
	return strings.Join(out, ", ")
}

// counted returns words in quotes, each with its rows.
func counted(words []string, of *Counts) string {
	var out []string
	for _, word := range words[:min(len(words), mostListed)] {
		out = append(out, fmt.Sprintf("%q (%d)", word, of.Rows[word]))
	}
	if more := len(words) - mostListed; more > 0 {
		out = append(out, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(out, ", ")
}
