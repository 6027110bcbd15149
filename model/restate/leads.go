package restate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

// difference is how the rows of leads and deals differ between two issues.
type difference struct {
	card  *model.Scorecard
	was   map[string]*calc.Table
	terms bool                    // the terms differ, and facts that are counted by them may, too
	rows  map[string][]changedRow // by table
	leads []model.RestatedLead    // in the order of the leads table; then those that are gone, then deals without a lead
}

// changedRow is a row with other facts, by its number in both tables; -1: it is not there.
type changedRow struct {
	key, lead string
	was, now  int
}

// places are columns that say where a row stands and not what it says.
var places = []string{"file", "line", "sdr_no", "channel_no"}

func newDifference(s *model.Scorecard, was *Issued) *difference {
	d := &difference{card: s, was: was.Tables, terms: s.Agreement.Fingerprint() != was.Fingerprint, rows: map[string][]changedRow{}}
	if was.Tables == nil {
		return d
	}
	for _, t := range was.Tables {
		s.AttachTable(t)
	}
	d.compare("deals", "deal_id")
	d.compare("leads", "lead_id")
	d.renumber("channel", "channel_no")
	d.renumber("sdr", "sdr_no")
	gone := d.survivors()
	at := map[string]int{}
	for i, x := range d.rows["leads"] {
		at[x.key] = i
		d.leads = append(d.leads, model.RestatedLead{Lead: x.key, Causes: d.causes(x, gone)})
	}
	for _, x := range d.rows["deals"] {
		i, known := at[x.lead]
		if !known {
			i = len(d.leads)
			at[x.lead] = i
			d.leads = append(d.leads, model.RestatedLead{Lead: x.lead})
		}
		d.leads[i].Causes = append(d.leads[i].Causes, d.dealCause(x))
	}
	return d
}

// compare finds the rows of a table whose facts differ.
func (d *difference) compare(table, id string) {
	now, was := d.card.Table(table), d.was[table]
	if now == nil || was == nil || now.Column(id) == nil || was.Column(id) == nil {
		return
	}
	at := map[string]int{}
	for i := range was.Rows {
		at[wordOf(was, id, i)] = i
	}
	there := map[string]bool{}
	add := func(key string, before, after int) {
		d.rows[table] = append(d.rows[table], changedRow{key, d.leadOf(table, key, before, after), before, after})
	}
	for i := range now.Rows {
		key := wordOf(now, id, i)
		there[key] = true
		before, known := at[key]
		if !known {
			before = -1
		}
		if !known || len(d.changed(table, before, i)) > 0 {
			add(key, before, i)
		}
	}
	for i := range was.Rows {
		if key := wordOf(was, id, i); !there[key] {
			add(key, i, -1)
		}
	}
}

// leadOf names the lead of a row; a deal without one stands for itself.
func (d *difference) leadOf(table, key string, was, now int) string {
	if table == "leads" {
		return key
	}
	for _, x := range []struct {
		t   *calc.Table
		row int
	}{{d.card.Table(table), now}, {d.was[table], was}} {
		if x.row >= 0 {
			if lead := wordOf(x.t, "lead_id", x.row); lead != "" {
				return lead
			}
		}
	}
	return "deal " + key
}

// changed are the fact columns in which a row differs; a column that only one issue has says nothing.
func (d *difference) changed(table string, was, now int) []*calc.Column {
	var out []*calc.Column
	t, before := d.card.Table(table), d.was[table]
	for _, c := range t.Columns {
		old := before.Column(c.Name)
		if c.Expr == nil && c.Each == nil && old != nil && !slices.Contains(places, c.Name) && !alike(old.Value(was), c.Value(now)) {
			out = append(out, c)
		}
	}
	return out
}

// renumber gives the earlier rows the numbers that their SDRs and channels have now.
func (d *difference) renumber(name, number string) {
	now, was := d.card.Table("leads"), d.was["leads"]
	if now == nil || was == nil || was.Column(number) == nil || was.Column(name) == nil || now.Column(number) == nil {
		return
	}
	no := map[string]float64{}
	for i := range now.Rows {
		no[wordOf(now, name, i)], _ = now.Column(number).Value(i).Number()
	}
	renumbered := make([]float64, was.Rows)
	for i := range renumbered {
		n, known := no[wordOf(was, name, i)]
		if renumbered[i] = n; !known {
			renumbered[i] = model.NaN
			if x, ok := was.Column(number).Value(i).Number(); ok {
				renumbered[i] = x
			}
		}
	}
	was.ReplaceFacts(number, renumbered)
}

// wordOf is a text of a row; empty where it is missing.
func wordOf(t *calc.Table, column string, row int) string {
	s, _ := t.Column(column).Value(row).Text()
	return s
}

// survivors are the leads that took over what leads that are gone had: a deal, or a date to the minute. Where none or several
// did, a lead is deleted.
func (d *difference) survivors() map[string]string {
	heirs := map[string]map[string]bool{} // by the lead that is gone
	for _, x := range d.rows["leads"] {
		if x.now < 0 {
			heirs[x.key] = map[string]bool{}
		}
	}
	for _, x := range d.rows["deals"] {
		if x.was >= 0 && x.now >= 0 {
			if of := heirs[wordOf(d.was["deals"], "lead_id", x.was)]; of != nil {
				of[x.lead] = true
			}
		}
	}
	newly := d.newDates()
	for _, x := range d.rows["leads"] {
		if x.now >= 0 {
			continue
		}
		for _, st := range stageColumns {
			if c := d.was["leads"].Column(st); c != nil {
				for _, heir := range newly[st+c.Value(x.was).String()] {
					heirs[x.key][heir] = true
				}
			}
		}
	}
	out := map[string]string{}
	for gone, of := range heirs {
		if len(of) == 1 {
			for heir := range of {
				out[gone] = heir
			}
		}
	}
	return out
}

// newDates are the leads by a stage and a date with a time of day that they have now and had not.
func (d *difference) newDates() map[string][]string {
	out := map[string][]string{}
	now, was := d.card.Table("leads"), d.was["leads"]
	for _, x := range d.rows["leads"] {
		for _, st := range stageColumns {
			c, old := now.Column(st), was.Column(st)
			if x.now < 0 || c == nil || old == nil || x.was >= 0 && alike(c.Value(x.now), old.Value(x.was)) {
				continue
			}
			if serial, ok := c.Value(x.now).Number(); ok && serial != math.Floor(serial) {
				key := st + c.Value(x.now).String()
				out[key] = append(out[key], x.key)
			}
		}
	}
	return out
}

var stageColumns = []string{"created", "ql", "mql", "sql", "opportunity", "proposal", "won", "closed"}

// causes says why a lead counts otherwise.
func (d *difference) causes(x changedRow, gone map[string]string) []model.Cause {
	now := d.card.Table("leads")
	switch heir := gone[x.key]; {
	case x.was < 0:
		return []model.Cause{{Word: causeLate, What: fmt.Sprintf("%s:%v", wordOf(now, "file", x.now), now.Column("line").Value(x.now))}}
	case x.now < 0 && heir != "":
		return []model.Cause{{Word: causeMerged, What: "into lead " + heir}}
	case x.now < 0:
		return []model.Cause{{Word: causeDeleted, What: "no longer among the leads before as of"}}
	}
	return d.edits(x)
}

// edits says what changed in a lead that both issues have.
func (d *difference) edits(x changedRow) []model.Cause {
	var out []model.Cause
	say := func(word string, c *calc.Column, was, now formula.Value) {
		what := fmt.Sprintf("%s %s, was %s", c.Title, plainValue(now, c.Unit), plainValue(was, c.Unit))
		for i := range out {
			if out[i].Word == word {
				out[i].What += "; " + what
				out[i].Columns = append(out[i].Columns, c.Name)
				return
			}
		}
		out = append(out, model.Cause{Word: word, What: what, Columns: []string{c.Name}})
	}
	was := d.was["leads"]
	changed := d.changed("leads", x.was, x.now)
	moved := slices.ContainsFunc(changed, func(c *calc.Column) bool { return c.Name == "handoff" })
	for _, c := range changed {
		before, after := was.Column(c.Name).Value(x.was), c.Value(x.now)
		switch {
		case slices.Contains(stageColumns, c.Name):
			say(dateCause(before, after), c, before, after)
		case slices.Contains(writtenColumns, c.Name):
			say(causeEdited, c, before, after)
		case !moved && d.countsActivities(c.Name):
			say(touchCause(c.Name, before, after), c, before, after)
		}
	}
	if out == nil { // only what follows from dates, deals, activities and terms
		word := causeEdited
		if d.terms {
			word = causeTerms
		}
		for _, c := range changed {
			if !slices.Contains(dealColumns, c.Name) {
				say(word, c, was.Column(c.Name).Value(x.was), c.Value(x.now))
			}
		}
	}
	return out
}

// writtenColumns hold what the CRM says of a lead.
var writtenColumns = []string{"sdr", "channel", "campaign", "tier", "action", "quality", "motion", "stream"}

// countsActivities says that a column follows from the activities alone, while the handoff stays. Hours of the agreement's clock do
// not where terms have changed.
func (d *difference) countsActivities(name string) bool {
	switch name {
	case "calls", "first_call_calendar", "touched", "contacted", "conversed":
		return true
	case "first_call", "first_touch":
		return !d.terms
	}
	return strings.HasSuffix(name, "_so_far")
}

// dateCause: a date that was not there, or is earlier than it was, is backdated.
func dateCause(was, now formula.Value) string {
	x, before := was.Number()
	y, after := now.Number()
	if after && (!before || y < x) {
		return causeBackdated
	}
	return causeRedated
}

// touchCause: more calls and touches, or earlier first ones, are activities that came late.
func touchCause(name string, was, now formula.Value) string {
	x, before := was.Number()
	y, after := now.Number()
	more := after && (!before || y > x)
	if strings.HasPrefix(name, "first_") {
		more = after && (!before || y < x)
	}
	if more {
		return causeTouches
	}
	return causeNoTouches
}

// dealColumns are the columns of a lead that follow from its deals.
var dealColumns = []string{"deals", "deal_amount", "won_amount", "sql", "opportunity", "proposal", "won"}

// dealCause says what became of a deal.
func (d *difference) dealCause(x changedRow) model.Cause {
	now, was := d.card.Table("deals"), d.was["deals"]
	switch {
	case x.was < 0:
		return model.Cause{Word: causeLate, What: fmt.Sprintf("deal %s, %s:%v", x.key, wordOf(now, "file", x.now), now.Column("line").Value(x.now)), Columns: dealColumns}
	case x.now < 0:
		return model.Cause{Word: causeDeleted, What: "deal " + x.key, Columns: dealColumns}
	}
	var parts []string
	for _, c := range d.changed("deals", x.was, x.now) {
		parts = append(parts, fmt.Sprintf("%s %s, was %s", strings.ToLower(c.Title), plainValue(c.Value(x.now), c.Unit), plainValue(was.Column(c.Name).Value(x.was), c.Unit)))
	}
	return model.Cause{Word: causeEdited, What: "deal " + x.key + ": " + strings.Join(parts, "; "), Columns: dealColumns}
}

// plainValue writes a fact in a cause: dates as in a table.
func plainValue(v formula.Value, u formula.Unit) string {
	x, ok := v.Number()
	switch {
	case !ok:
		return v.String()
	case u == formula.Date || u == formula.Time:
		t := time.UnixMilli(int64(math.Round((x - calendar.EpochSerial) * 86400_000))).UTC()
		return t.Format("2006-01-02 15:04")
	}
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}
