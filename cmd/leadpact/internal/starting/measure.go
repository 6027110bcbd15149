package starting

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"leadpact/ingest"
	"leadpact/ingest/starter"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
)

// measure reads the exports and takes the results of their last full month as the first goals, revenue,
// average deal and budget.
func (x *Exports) measure(dir string, s starter.Content) (starter.Content, error) {
	month, spend, err := x.lastFullMonth(dir, s)
	if err != nil {
		return s, err
	}
	s.Channels = spend.channels()
	// The month after the last rows may be over, too, if the leads are usually silent for so long.
	l, next, err := x.readMonth(dir, s, month.AddDate(0, 1, 0))
	if err == nil && coversPeriod(l) {
		s = next
	} else {
		l, s, err = x.readMonth(dir, s, month)
	}
	if err != nil {
		return s, err
	}
	if asOf := coveredUntil(l); asOf.Before(l.Period().End) {
		if l, s, err = x.readMonth(dir, s, LastFullMonth(asOf.Add(-time.Second))); err != nil {
			return s, err
		}
	}
	card := l.Scorecard()
	s.Measured = x.Month
	s.Goals = slices.Clone(s.Goals)
	for i, g := range s.Goals {
		s.Goals[i].Value, s.Goals[i].Note = math.NaN(), reasonMissing(card, model.ActualID(g.Line))
		if v, ok := card.Value(model.ActualID(g.Line)).Number(); ok {
			s.Goals[i].Value = max(1, v)
		}
	}
	if v, ok := card.Value(model.ActualID(model.RevenueLine)).Number(); ok && v > 0 {
		s.Revenue = starter.Figure{Value: math.Round(12 * v), Note: "twelve times " + x.Month}
	}
	if v, ok := card.Value(model.AverageDealKPIID).Number(); ok && v > 0 {
		s.AverageDeal = starter.Figure{Value: math.Round(v), Note: "of the deals won in " + x.Month}
	}
	return s, nil
}

// coveredUntil returns the moment up to which leads and activities both show what happened: the earliest end of
// those that end before the ledger's period does. Activities that end before the leads begin do not count.
func coveredUntil(l *model.Ledger) time.Time {
	until, begin := l.Period().End, time.Time{}
	for _, t := range l.Coverage() {
		if t.Name == "leads" {
			begin = t.Since
		}
	}
	for _, t := range l.Coverage() {
		if t.Name != "deals" && !t.Reaches(until) && t.Ends.After(begin) {
			until = calendar.Earlier(until, t.Ends)
		}
	}
	return until
}

// coversPeriod reports whether leads and activities show all of the ledger's period by their usual silence, which
// must be known of the leads.
func coversPeriod(l *model.Ledger) bool {
	for _, t := range l.Coverage() {
		if t.Name == "leads" && t.Silence != coverage.NoSilence {
			return coveredUntil(l).Equal(l.Period().End)
		}
	}
	return false
}

// readMonth reads the exports for a month, from which on the agreement is then effective.
func (x *Exports) readMonth(dir string, s starter.Content, month time.Time) (*model.Ledger, starter.Content, error) {
	x.Month = month.Format("2006-01")
	s.Effective = month
	a, period, err := closedMonth(s, x.Month)
	if err != nil { // a spend file may name channels that an agreement cannot
		s.Channels = nil
		a, period, err = closedMonth(s, x.Month)
	}
	if err != nil {
		return nil, s, err
	}
	l := model.NewLedger(a, period)
	return l, s, ingest.Read(a, dir, l)
}

// lastFullMonth returns the first day of the last month that the exports cover in full, by their leads
// or, without leads, by their deals. It also returns the spend of all months.
func (x *Exports) lastFullMonth(dir string, s starter.Content) (time.Time, *channelSpend, error) {
	a, period, err := closedMonth(s, "2090-01") // a far month, so that no date is too late to be read
	if err != nil {
		return time.Time{}, nil, err
	}
	zone := period.Start.Location()
	created, spend := rowsByDay{}, &channelSpend{}
	createdAt := map[string]int{}
	for _, table := range []string{"leads", "deals"} {
		createdAt[table] = slices.Index(ingest.CanonicalColumns(table), "created_at")
	}
	_, err = ingest.ReadTables(a, dir, model.NewLedger(a, period), func(table string, cells []string) error {
		if i, dated := createdAt[table]; dated && (table == "leads" || !x.hasTable("leads")) {
			if t, err := parseCanonicalTime(cells[i], zone); err == nil {
				created[t.Format(time.DateOnly)]++
			}
		}
		if table == "spend" {
			spend.add(cells)
		}
		return nil
	})
	latest, known := created.latest()
	if err != nil || !known {
		return time.Time{}, nil, errors.Join(err, errors.New("no dates"))
	}
	return LastFullMonth(latest), spend, nil
}

// rowsByDay counts rows by day, as 2026-10-05.
type rowsByDay map[string]int

// latest returns the day after which at most one in two hundred rows lie, because a few dates in the far
// future are typing errors. It returns false where there are no rows.
func (d rowsByDay) latest() (time.Time, bool) {
	total, beyond := 0, 0
	for _, n := range d {
		total += n
	}
	for _, day := range slices.Backward(slices.Sorted(maps.Keys(d))) {
		if beyond += d[day]; beyond > total/200 {
			t, err := time.Parse(time.DateOnly, day)
			return t, err == nil
		}
	}
	return time.Time{}, false
}

// reasonMissing returns why a figure is n/a.
func reasonMissing(card *model.Scorecard, id string) string {
	for _, q := range card.Quantities {
		if q.ID == id {
			return q.Reason
		}
	}
	return ""
}

// closedMonth returns the new agreement and a month of it as it will be after its end, whatever the date
// is now.
func closedMonth(s starter.Content, month string) (*agreement.Agreement, calendar.Period, error) {
	_, a, err := Agreement(s)
	if err != nil {
		return nil, calendar.Period{}, err
	}
	zone, err := time.LoadLocation(a.Head.Zone)
	if err != nil {
		return nil, calendar.Period{}, err
	}
	for _, in := range a.Inputs {
		in.Complete = true // a goal to start with is what the exports show, even if they lack older rows
	}
	period, err := calendar.ParsePeriod(month, zone, time.Date(9999, 1, 1, 0, 0, 0, 0, zone))
	return a, period, err
}

// parseCanonicalTime parses a date or an instant of a canonical table.
func parseCanonicalTime(s string, zone *time.Location) (time.Time, error) {
	if len(s) == len(time.DateOnly) {
		return time.ParseInLocation(time.DateOnly, s, zone)
	}
	t, err := time.Parse(time.RFC3339, s)
	return t.In(zone), err
}

// LastFullMonth returns the first day of the last month that is over at the end of t's day: for 31
// October, that is 1 October.
func LastFullMonth(t time.Time) time.Time {
	t = t.AddDate(0, 0, 1)
	return time.Date(t.Year(), t.Month()-1, 1, 0, 0, 0, 0, time.UTC)
}

// channelSpend sums the spend by channel, in the order of the rows.
type channelSpend struct {
	names  []string
	sum    map[string]float64
	months map[string]bool
}

// add adds a row of the canonical spend table: month, channel, actual.
func (s *channelSpend) add(cells []string) {
	if s.sum == nil {
		s.sum, s.months = map[string]float64{}, map[string]bool{}
	}
	month, channel := cells[0], cells[1]
	if _, known := s.sum[channel]; !known {
		s.names = append(s.names, channel)
	}
	actual, _ := strconv.ParseFloat(cells[2], 64) // the canonical table holds numbers
	s.sum[channel] += actual
	s.months[month] = true
}

// channels returns the average spend of a month, rounded, by channel.
func (s *channelSpend) channels() []starter.Channel {
	var all []starter.Channel
	for _, name := range s.names {
		average := int64(math.Round(s.sum[name] / float64(len(s.months))))
		all = append(all, starter.Channel{Name: name, Amount: average})
	}
	return all
}
