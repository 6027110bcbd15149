package restate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

// difference holds how the rows of leads and deals differ between two issues of a period.
type difference struct {
	card  *model.Scorecard
	was   map[string]*calc.Table  // the tables of the earlier issue, by name
	terms bool                    // whether the terms differ, so that facts counted by them may differ, too
	rows  map[string][]changedRow // by table
	leads []model.RestatedLead    // in the order of the leads; then those that are gone; then deals without a lead

	dealColumns []string // the columns of the leads that may change with a lead's deals
}

// changedRow is a row whose facts differ, with its number in the earlier and the present table; -1 where
// it is absent. lead is the id of the lead to which it belongs, as leadOf returns it.
type changedRow struct {
	key, lead string
	was, now  int
}

// newDifference compares the leads and deals of a scorecard with those of an earlier issue.
func newDifference(s *model.Scorecard, was *Issued) *difference {
	d := &difference{
		card:  s,
		was:   was.Tables,
		terms: s.Agreement.Fingerprint() != was.Fingerprint,
		rows:  map[string][]changedRow{},
	}
	if was.Tables == nil {
		return d
	}
	for _, t := range was.Tables {
		s.AttachTable(t)
	}
	d.dealColumns = d.columnsOf(model.DealFact)
	for _, stage := range agreement.Stages()[agreement.SQL:] {
		d.dealColumns = append(d.dealColumns, stage.String())
	}
	d.compare("deals", "deal_id")
	d.compare("leads", "lead_id")
	d.renumberRows()
	merged := d.mergedInto()
	at := map[string]int{}
	for i, x := range d.rows["leads"] {
		at[x.key] = i
		d.leads = append(d.leads, model.RestatedLead{Lead: x.key, Causes: d.causes(x, merged)})
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

// columnsOf returns the names of the leads' columns with a kind of facts.
func (d *difference) columnsOf(kind string) (names []string) {
	if t := d.card.Table("leads"); t != nil {
		for _, c := range t.Columns {
			if c.Kind == kind {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

// isFact reports whether a column holds facts, not formulas.
func isFact(c *calc.Column) bool { return c.Expr == nil && c.Each == nil }

// compare records the rows of a table whose facts differ; id is the column that identifies a row.
func (d *difference) compare(table, id string) {
	now, was := d.card.Table(table), d.was[table]
	if now == nil || was == nil || now.Column(id) == nil || was.Column(id) == nil {
		return
	}
	at := map[string]int{}
	for i := range was.Rows {
		at[textOf(was, id, i)] = i
	}
	present := map[string]bool{}
	add := func(key string, before, after int) {
		d.rows[table] = append(d.rows[table], changedRow{key, d.leadOf(table, key, before, after), before, after})
	}
	for i := range now.Rows {
		key := textOf(now, id, i)
		present[key] = true
		before, known := at[key]
		if !known {
			before = -1
		}
		if !known || len(d.changed(table, before, i)) > 0 {
			add(key, before, i)
		}
	}
	for i := range was.Rows {
		if key := textOf(was, id, i); !present[key] {
			add(key, i, -1)
		}
	}
}

// leadOf returns the id of the lead to which a row of leads or deals belongs; for a deal without a lead,
// "deal " followed by the deal's id.
func (d *difference) leadOf(table, key string, was, now int) string {
	if table == "leads" {
		return key
	}
	for _, x := range []struct {
		t   *calc.Table
		row int
	}{{d.card.Table(table), now}, {d.was[table], was}} {
		if x.row >= 0 {
			if lead := textOf(x.t, "lead_id", x.row); lead != "" {
				return lead
			}
		}
	}
	return "deal " + key
}

// changed returns the fact columns in which a row differs. Columns that only one of the issues has are
// left out.
func (d *difference) changed(table string, was, now int) []*calc.Column {
	var out []*calc.Column
	t, before := d.card.Table(table), d.was[table]
	for _, c := range t.Columns {
		old := before.Column(c.Name)
		if isFact(c) && old != nil && c.Kind != model.PositionFact && !alike(old.Value(was), c.Value(now)) {
			out = append(out, c)
		}
	}
	return out
}

// renumberRows replaces the numbers of SDRs and channels in the earlier leads by the present numbers, so
// that an aggregate by number selects the same SDR or channel in both issues.
func (d *difference) renumberRows() {
	now := d.card.Table("leads")
	if now == nil {
		return
	}
	for _, c := range now.Columns {
		if c.Kind == model.PositionFact && c.ShownAs != "" {
			d.renumber(c.ShownAs, c.Name)
		}
	}
}

// renumber replaces the earlier numbers of the values of column name by the present ones; number is the
// column that holds them.
func (d *difference) renumber(name, number string) {
	now, was := d.card.Table("leads"), d.was["leads"]
	if was == nil || was.Column(number) == nil || was.Column(name) == nil {
		return
	}
	no := map[string]float64{}
	for i := range now.Rows {
		no[textOf(now, name, i)], _ = now.Column(number).Value(i).Number()
	}
	renumbered := make([]float64, was.Rows)
	for i := range renumbered {
		n, known := no[textOf(was, name, i)]
		if renumbered[i] = n; !known {
			renumbered[i] = model.NaN
			if x, ok := was.Column(number).Value(i).Number(); ok {
				renumbered[i] = x
			}
		}
	}
	was.ReplaceFacts(number, renumbered)
}

// textOf returns the text in a column of a row; empty where it is missing.
func textOf(t *calc.Table, column string, row int) string {
	s, _ := t.Column(column).Value(row).Text()
	return s
}

// mergedInto returns, by the id of each lead that is gone, the lead into which it was merged: the only
// one that took over one of its deals, or one of its dates to the minute. A lead for which there is no
// such lead, or more than one, was deleted.
func (d *difference) mergedInto() map[string]string {
	candidates := map[string]map[string]bool{} // by the id of the lead that is gone
	for _, x := range d.rows["leads"] {
		if x.now < 0 {
			candidates[x.key] = map[string]bool{}
		}
	}
	for _, x := range d.rows["deals"] {
		if x.was >= 0 && x.now >= 0 {
			if of := candidates[textOf(d.was["deals"], "lead_id", x.was)]; of != nil {
				of[x.lead] = true
			}
		}
	}
	dates := d.columnsOf(model.DateFact)
	leadsByDate := d.newDates(dates)
	for _, x := range d.rows["leads"] {
		if x.now >= 0 {
			continue
		}
		for _, column := range dates {
			if c := d.was["leads"].Column(column); c != nil {
				for _, lead := range leadsByDate[column+c.Value(x.was).String()] {
					candidates[x.key][lead] = true
				}
			}
		}
	}
	out := map[string]string{}
	for gone, of := range candidates {
		if len(of) == 1 {
			for lead := range of {
				out[gone] = lead
			}
		}
	}
	return out
}

// newDates returns, by a date's column and value, the leads that have this date now and did not have it
// before. Dates at midnight are left out, because many leads share them. dates are the columns with dates.
func (d *difference) newDates(dates []string) map[string][]string {
	out := map[string][]string{}
	now, was := d.card.Table("leads"), d.was["leads"]
	for _, x := range d.rows["leads"] {
		for _, column := range dates {
			c, old := now.Column(column), was.Column(column)
			if x.now < 0 || c == nil || old == nil || x.was >= 0 && alike(c.Value(x.now), old.Value(x.was)) {
				continue
			}
			if serial, ok := c.Value(x.now).Number(); ok && serial != math.Floor(serial) {
				key := column + c.Value(x.now).String()
				out[key] = append(out[key], x.key)
			}
		}
	}
	return out
}

// causes returns why a lead is counted differently than before; merged is the result of mergedInto.
func (d *difference) causes(x changedRow, merged map[string]string) []model.Cause {
	now := d.card.Table("leads")
	switch into := merged[x.key]; {
	case x.was < 0:
		where := fmt.Sprintf("%s:%v", textOf(now, "file", x.now), now.Column("line").Value(x.now))
		return []model.Cause{{Word: causeLate, What: where}}
	case x.now < 0 && into != "":
		return []model.Cause{{Word: causeMerged, What: "into lead " + into}}
	case x.now < 0:
		return []model.Cause{{Word: causeDeleted, What: "no longer among the leads before as of"}}
	}
	return d.edits(x)
}

// edits returns what changed in a lead that both issues have, by cause.
func (d *difference) edits(x changedRow) []model.Cause {
	var out []model.Cause
	add := func(word string, c *calc.Column, was, now formula.Value) {
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
	handoffMoved := slices.ContainsFunc(changed, func(c *calc.Column) bool { return c.Name == "handoff" })
	for _, c := range changed {
		before, after := was.Column(c.Name).Value(x.was), c.Value(x.now)
		switch {
		case c.Kind == model.DateFact:
			add(dateCause(before, after), c, before, after)
		case c.Kind == model.FieldFact:
			add(causeEdited, c, before, after)
		case !handoffMoved && (c.Kind == model.ActivityFact || c.Kind == model.ClockFact && !d.terms):
			add(activityCause(c.Unit, before, after), c, before, after)
		}
	}
	if out == nil { // all changed columns are derived from others, from deals, activities or terms
		word := causeEdited
		if d.terms {
			word = causeTerms
		}
		for _, c := range changed {
			if c.Kind != model.DealFact {
				add(word, c, was.Column(c.Name).Value(x.was), c.Value(x.now))
			}
		}
	}
	return out
}

// dateCause returns the cause for a changed date: one that is new, or earlier than before, was backdated.
func dateCause(was, now formula.Value) string {
	x, before := was.Number()
	y, after := now.Number()
	if after && (!before || y < x) {
		return causeBackdated
	}
	return causeRedated
}

// activityCause returns the cause for a changed fact about activities: late activities, or fewer. A fact in
// hours is the time to the first activity, so a lower number means more activities.
func activityCause(unit formula.Unit, was, now formula.Value) string {
	x, before := was.Number()
	y, after := now.Number()
	more := after && (!before || y > x)
	if unit == formula.Hours {
		more = after && (!before || y < x)
	}
	if more {
		return causeTouches
	}
	return causeNoTouches
}

// dealCause returns what happened to a deal, as a cause of its lead.
func (d *difference) dealCause(x changedRow) model.Cause {
	now, was := d.card.Table("deals"), d.was["deals"]
	switch {
	case x.was < 0:
		what := fmt.Sprintf("deal %s, %s:%v", x.key, textOf(now, "file", x.now), now.Column("line").Value(x.now))
		return model.Cause{Word: causeLate, What: what, Columns: d.dealColumns}
	case x.now < 0:
		return model.Cause{Word: causeDeleted, What: "deal " + x.key, Columns: d.dealColumns}
	}
	var parts []string
	for _, c := range d.changed("deals", x.was, x.now) {
		before, after := was.Column(c.Name).Value(x.was), c.Value(x.now)
		parts = append(parts, fmt.Sprintf("%s %s, was %s",
			strings.ToLower(c.Title), plainValue(after, c.Unit), plainValue(before, c.Unit)))
	}
	return model.Cause{
		Word: causeEdited, What: "deal " + x.key + ": " + strings.Join(parts, "; "), Columns: d.dealColumns,
	}
}

// plainValue formats a fact for a cause: dates with the time of day, numbers with at most two decimals.
func plainValue(v formula.Value, u formula.Unit) string {
	x, ok := v.Number()
	switch {
	case !ok:
		return v.String()
	case u == formula.Date || u == formula.Time:
		return calendar.FromSerial(x).Format("2006-01-02 15:04")
	}
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}
