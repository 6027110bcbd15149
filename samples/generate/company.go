package main

import (
	"fmt"
	"iter"
	"time"
)

// options are the flags.
type options struct {
	leadsPerMonth, sdrs, months int
	activityGoal                int64
	seed                        uint64
	format, until               string
	gzip                        bool
}

// sampleOptions are those of the committed sample, and the flags' defaults.
func sampleOptions() options {
	return options{leadsPerMonth: 300, sdrs: 4, months: 15, seed: 238, format: "plain", until: "2026-10"}
}

// company is one company: its terms, its people and the months it has lived.
type company struct {
	options
	layout   layout
	scale    float64   // leads a month, relative to the 300 of the agreement's grid
	first    time.Time // start of the first month
	reported time.Time // start of the reported month
	export   time.Time // the evening of the first working day after it: nothing later has happened
	team     []rep
	total    int // leads: the last serial number
}

// newCompany checks the options and makes the company. Its zone is America/New_York.
func newCompany(o options) (*company, error) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		return nil, err
	}
	reported, err := time.ParseInLocation("2006-01", o.until, zone)
	if err != nil {
		return nil, fmt.Errorf("--until %q is no month; write it as 2026-10", o.until)
	}
	layout, err := layoutOf(o.format)
	if err != nil {
		return nil, err
	}
	if o.leadsPerMonth < 1 || o.sdrs < 1 || o.months < 1 || o.activityGoal < 0 {
		return nil, fmt.Errorf("a company needs at least one lead a month, one SDR and one month, and no negative number of activities")
	}
	c := &company{options: o, layout: layout, scale: float64(o.leadsPerMonth) / 300, reported: reported}
	c.first = reported.AddDate(0, 1-o.months, 0)
	c.export = office.next(c.monthAfter()).Add(9 * time.Hour)
	c.team = hire(o.sdrs, c.first, reported)
	for serial := range c.arrivals() {
		c.total = serial
	}
	return c, nil
}

// monthAfter is the start of the month in which the exports are taken.
func (c *company) monthAfter() time.Time { return c.reported.AddDate(0, 1, 0) }

// monthStarts gives every month, the one of the export included.
func (c *company) monthStarts() iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		for i := range c.months + 1 {
			if !yield(c.first.AddDate(0, i, 0)) {
				return
			}
		}
	}
}

// volume is how many leads a month brings.
func (c *company) volume(month time.Time) int {
	return int(float64(c.leadsPerMonth)*in(month).volume + 0.5)
}

// arrivals gives the serial number and the creation of every lead that the exports hold, day by day.
func (c *company) arrivals() iter.Seq2[int, time.Time] {
	return func(yield func(int, time.Time) bool) {
		serial := 0
		for month := range c.monthStarts() {
			n := c.volume(month)
			for i := range n {
				serial++
				at := arrival(month, (float64(i)+0.5)/float64(n), roll(c.seed, serial, forArrival))
				if at.Before(c.export) && !yield(serial, at) {
					return
				}
			}
		}
	}
}

// leads gives the leads as the exports show them. The same lead is reused for each.
func (c *company) leads() iter.Seq[*lead] {
	return func(yield func(*lead) bool) {
		var l lead
		for serial, at := range c.arrivals() {
			c.live(&l, serial, at)
			if !yield(l.asOf(c.export)) {
				return
			}
		}
	}
}

// busy is how much of a working day's leads come on each weekday.
var busy = [7]float64{0.3, 1, 1.1, 1.1, 1, 0.9, 0.35}

// arrival is the moment in the month by which this share of its leads have come.
func arrival(month time.Time, share float64, d dice) time.Time {
	total := 0.0
	next := month.AddDate(0, 1, 0)
	for day := month; day.Before(next); day = day.AddDate(0, 0, 1) {
		total += busy[day.Weekday()]
	}
	day := month
	for share *= total; share >= busy[day.Weekday()]; day = day.AddDate(0, 0, 1) {
		share -= busy[day.Weekday()]
	}
	minute := int(60 * (7 + d.between(0, 7) + d.between(0, 8)))
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, day.Location())
}
