package main

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"leadpact/ingest"
	"leadpact/model"
	"leadpact/model/calendar"
)

// measure reads the exports and takes what their last full month came to for the first goals.
func (x *exports) measure(dir string, s ingest.Starting) (ingest.Starting, error) {
	j, err := x.job(dir, s, "2090-01") // so that no date is too far ahead to be read
	if err != nil {
		return s, err
	}
	created, spend := days{}, spending{}
	at := map[string]int{"leads": slices.Index(ingest.CanonicalColumns("leads"), "created_at"), "deals": slices.Index(ingest.CanonicalColumns("deals"), "created_at")}
	_, err = ingest.ReadTables(j.agreement, dir, model.NewLedger(j.agreement, j.period), func(table string, cells []string) error {
		if i, dated := at[table]; dated && (table == "leads" || !x.has("leads")) {
			if t, err := readWritten(cells[i], j.period.Start.Location()); err == nil {
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
		return s, errors.Join(err, errors.New("no dates"))
	}
	month := lastMonth(latest)
	x.month = month.Format("2006-01")
	s.Effective, s.Channels = month, spend.channels()
	if j, err = x.job(dir, s, x.month); err != nil { // a spend file names channels that an agreement cannot
		s.Channels = nil
		j, err = x.job(dir, s, x.month)
	}
	if err != nil {
		return s, err
	}
	card, err := j.scorecard()
	if err != nil {
		return s, err
	}
	s.Measured = x.month
	for i, g := range s.Goals {
		s.Goals[i].Value, s.Goals[i].Note = math.NaN(), reason(card, "actual."+g.Line)
		if v, ok := card.Value("actual." + g.Line).Number(); ok {
			s.Goals[i].Value = max(1, v)
		}
	}
	if v, ok := card.Value("actual.revenue").Number(); ok && v > 0 {
		s.Revenue = ingest.Figure{Value: math.Round(12 * v), Note: "twelve times " + x.month}
	}
	if v, ok := card.Value("kpi.average_deal").Number(); ok && v > 0 {
		s.AverageDeal = ingest.Figure{Value: math.Round(v), Note: "of the deals won in " + x.month}
	}
	return s, nil
}

// days counts rows by day.
type days map[string]int

// latest is the day up to which all but one in two hundred rows lie: a few dates far ahead are slips of the pen.
func (d days) latest() (time.Time, bool) {
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

// reason says why a figure is n/a.
func reason(card *model.Scorecard, id string) string {
	for _, q := range card.Quantities {
		if q.ID == id {
			return q.Reason
		}
	}
	return ""
}

// job is the new agreement over a month, which is closed whatever the date.
func (x *exports) job(dir string, s ingest.Starting, month string) (*job, error) {
	_, a, err := starter(s)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(a.Head.Zone)
	if err != nil {
		return nil, err
	}
	period, err := calendar.ParsePeriod(month, zone, time.Date(9999, 1, 1, 0, 0, 0, 0, zone))
	return &job{agreement: a, dir: dir, period: period}, err
}

// readWritten reads a date of a canonical table.
func readWritten(s string, zone *time.Location) (time.Time, error) {
	if len(s) == len(time.DateOnly) {
		return time.ParseInLocation(time.DateOnly, s, zone)
	}
	t, err := time.Parse(time.RFC3339, s)
	return t.In(zone), err
}

// lastMonth is the first day of the last full month before t's next day: of 31 October, October.
func lastMonth(t time.Time) time.Time {
	t = t.AddDate(0, 0, 1)
	return time.Date(t.Year(), t.Month()-1, 1, 0, 0, 0, 0, time.UTC)
}

// spending is what the spend file has by channel, in the order of its rows.
type spending struct {
	names  []string
	sum    map[string]float64
	months map[string]bool
}

// add takes a row of the canonical table: month, channel, actual.
func (s *spending) add(cells []string) {
	if s.sum == nil {
		s.sum, s.months = map[string]float64{}, map[string]bool{}
	}
	if _, known := s.sum[cells[1]]; !known {
		s.names = append(s.names, cells[1])
	}
	x, _ := strconv.ParseFloat(cells[2], 64) // the table holds numbers
	s.sum[cells[1]] += x
	s.months[cells[0]] = true
}

// channels are the averages of a month.
func (s *spending) channels() []ingest.Channel {
	var out []ingest.Channel
	for _, name := range s.names {
		out = append(out, ingest.Channel{Name: name, Amount: int64(math.Round(s.sum[name] / float64(len(s.months))))})
	}
	return out
}
