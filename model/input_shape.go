package model

import (
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/drift"
)

// This file describes the inputs, so that the next issue can say what changed in them (SPEC section 11).
// Rows are counted here, from what the ledger stores; nothing is counted for it while files are read, except
// activities, which are not stored.

// activityCounts counts the activities of the period by their columns: kind, outcome, and whether they are
// inbound and automated.
type activityCounts [Breakup + 1][Conversation + 1][2][2]int

func (c *activityCounts) add(t *Touch) {
	inbound, automated := 0, 0
	if t.Inbound {
		inbound = 1
	}
	if t.Automated {
		automated = 1
	}
	c[t.Kind][t.Outcome][inbound][automated]++
}

// The words of the columns of activities, indexed by TouchKind, by Outcome, and by 1 for inbound or automated.
var (
	kindWords      = [...]string{"call", "email", "meeting", "breakup"}
	outcomeWords   = [...]string{"", "no_answer", "connected", "conversation"}
	directionWords = [...]string{"outbound", "inbound"}
	automatedWords = [...]string{"false", "true"}
)

// rowCounts counts rows by column and value.
type rowCounts map[string]map[string]int

func (c rowCounts) add(column, value string, rows int) {
	if c[column] == nil {
		c[column] = map[string]int{}
	}
	c[column][value] += rows
}

// RecordShape stores how the files of the tables look. The rows of their columns are counted later.
func (l *Ledger) RecordShape(tables []drift.Table) { l.shapes = tables }

// Shape returns the shape of the inputs, with the rows counted.
func (l *Ledger) Shape() drift.Shape {
	s := drift.Shape{Period: l.period.ID, WorkingDays: len(l.workingDaysOf(l.period.Start, l.period.AsOf)),
		Tables: slices.Clone(l.shapes)}
	for _, r := range l.reps {
		s.Team = append(s.Team, r.Name)
	}
	for i := range s.Tables {
		t := &s.Tables[i]
		t.Columns = slices.Clone(t.Columns)
		var values, words rowCounts
		switch t.Name {
		case "leads":
			t.Began, values, words = l.leadCounts()
		case "deals":
			t.Began, values, words = l.dealCounts(t.Column("won") == nil)
		case "activities":
			t.Began, values = l.touchCounts()
			t.Hours = l.touchHours()
		}
		for j := range t.Columns {
			x := &t.Columns[j]
			if rows := values[x.Name]; rows != nil {
				x.Values = drift.NewCounts(rows, drift.MostValues)
			}
			if rows := words[x.Name]; rows != nil {
				x.Words = drift.NewCounts(rows, drift.MostOwners)
			}
		}
	}
	return s
}

// began reports whether a row begins in the period, up to as_of.
func (l *Ledger) began(m calendar.Moment) bool { return m.Before(l.asOf) && !m.Before(l.start) }

// namedOwner is the value that stands for every owner, as their shares differ from month to month.
const namedOwner = "named"

// leadCounts returns the number of leads that were created in the period, by column and value, and those of
// all leads by owner.
func (l *Ledger) leadCounts() (n int, values, words rowCounts) {
	type group struct {
		*segment
		status Status
		owned  bool
	}
	values, words = rowCounts{}, rowCounts{"owner": {}}
	groups, owners := map[group]int{}, make([]int, len(l.texts.texts)) // by textID
	for _, lead := range l.rows {
		owners[lead.owner]++
		if l.began(lead.ownDate(agreement.Created)) {
			status := lead.Status
			if lead.closesLater {
				status = Open
			}
			groups[group{lead.segment, status, lead.owner != 0}]++
		}
	}
	for i, rows := range owners {
		if i > 0 && rows > 0 {
			words.add("owner", l.texts.text(textID(i)), rows)
		}
	}
	for g, rows := range groups {
		n += rows
		owner := ""
		if g.owned {
			owner = namedOwner
		}
		for column, value := range map[string]string{
			"status": g.status.String(), "owner": owner, "source": g.Channel, "tier": g.Tier, "action": g.Action,
			"quality": g.Quality, "motion": g.Motion, "stream": g.Stream,
		} {
			values.add(column, value, rows)
		}
	}
	return n, values, words
}

// dealCounts returns the number of deals that were created in the period, by column and value, and those of
// all deals by SDR. If the stage shows whether a deal is won, it also returns those of all deals that are neither
// won nor lost, by stage.
func (l *Ledger) dealCounts(byStage bool) (n int, values, words rowCounts) {
	values, words = rowCounts{}, rowCounts{"sdr": {}}
	won := "won"
	if byStage {
		won, words["stage"] = "stage", map[string]int{}
	}
	for d := range l.deals.all() {
		if !l.dealExists(d) {
			continue
		}
		if d.SDR != "" {
			words["sdr"][d.SDR]++
		}
		if byStage && d.Won == Unknown && d.Stage != "" {
			words["stage"][d.Stage]++
		}
		if !l.began(d.Created) {
			continue
		}
		n++
		values.add(won, l.dealState(d), 1)
		values.add("source", d.Channel, 1)
		values.add("stream", d.Stream, 1)
		values.add("new_business", ternaryWords[d.NewBusiness], 1)
	}
	return n, values, words
}

// ternaryWords holds the words of a column of true and false, indexed by Ternary.
var ternaryWords = [...]string{"", "true", "false"}

// dealState returns whether a deal is open, won or lost as of as_of.
func (l *Ledger) dealState(d *Deal) string {
	switch {
	case !l.dealClosed(d).Known():
		return Open.String()
	case d.Won == Yes:
		return StatusWon.String()
	}
	return Lost.String()
}

// touchCounts returns the number of activities of known leads in the period, by column and value.
func (l *Ledger) touchCounts() (n int, values rowCounts) {
	values = rowCounts{}
	for kind, outcomes := range l.activityCounts {
		for outcome, directions := range outcomes {
			for inbound, marks := range directions {
				for automated, rows := range marks {
					if rows == 0 {
						continue
					}
					n += rows
					values.add("type", kindWords[kind], rows)
					values.add("outcome", outcomeWords[outcome], rows)
					values.add("direction", directionWords[inbound], rows)
					values.add("automated", automatedWords[automated], rows)
				}
			}
		}
	}
	return n, values
}

// touchHours returns the number of touches of the period by hour of the day. Each hour is counted from the
// start of the period, so that it is an hour off after a change to or from daylight saving time.
func (l *Ledger) touchHours() []int {
	hours := make([]int, 24)
	start := calendar.At(l.period.Start).Milli()
	for lead := range l.leads.all() {
		log := lead.touchStats.log
		if log == nil {
			continue
		}
		for _, second := range log.seconds {
			hours[second/3600%24]++
		}
		for _, m := range log.fractions {
			hours[(m.Milli()-start)/3_600_000%24]++
		}
	}
	return hours
}
