package main

import (
	"errors"
	"fmt"
	"iter"
	"time"
)

// options are the values of the command's flags.
type options struct {
	leadsPerMonth, sdrs, months int
	activityGoal                int64
	seed                        uint64
	format, until               string
	gzip                        bool
}

// sampleOptions returns the options of the committed sample, which are the flags' defaults.
func sampleOptions() options {
	return options{leadsPerMonth: 300, sdrs: 4, months: 15, seed: 238, format: "plain", until: "2026-10"}
}

// company is what the exports are generated from: the options, the calendar and the team.
type company struct {
	options
	layout   layout
	scale    float64   // leads a month relative to 300, the number that the agreement template is written for
	first    time.Time // start of the first month
	reported time.Time // start of the reported month
	export   time.Time // evening of the first working day after it; nothing later is exported
	team     []rep
	total    int // number of leads; also the last serial number
}

// newCompany checks the options and returns their company. Its time zone is America/New_York.
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
		return nil, errors.New("a company needs at least one lead a month, one SDR and one month, " +
			"and no negative number of activities")
	}
	c := &company{options: o, layout: layout, scale: float64(o.leadsPerMonth) / 300, reported: reported}
	c.first = reported.AddDate(0, 1-o.months, 0)
	c.export = officeHours.nextOpen(c.monthAfter()).Add(9 * time.Hour)
	c.team = newTeam(o.sdrs, c.first, reported)
	for serial := range c.arrivals() {
		c.total = serial
	}
	return c, nil
}

// monthAfter returns the start of the month in which the exports are taken.
func (c *company) monthAfter() time.Time { return c.reported.AddDate(0, 1, 0) }

// monthStarts yields the start of every month, including that of the export.
func (c *company) monthStarts() iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		for i := range c.months + 1 {
			if !yield(c.first.AddDate(0, i, 0)) {
				return
			}
		}
	}
}

// volume returns how many leads are created in a month.
func (c *company) volume(month time.Time) int {
	return int(float64(c.leadsPerMonth)*seasonOf(month).volume + 0.5)
}

// arrivals yields the serial number and creation time of every exported lead, day by day.
func (c *company) arrivals() iter.Seq2[int, time.Time] {
	return func(yield func(int, time.Time) bool) {
		serial := 0
		for month := range c.monthStarts() {
			n := c.volume(month)
			for i := range n {
				serial++
				at := arrival(month, (float64(i)+0.5)/float64(n), newRandom(c.seed, serial, arrivalDraws))
				if at.Before(c.export) && !yield(serial, at) {
					return
				}
			}
		}
	}
}

// leads yields the leads as they are exported. The pointer is the same each time.
func (c *company) leads() iter.Seq[*lead] {
	return func(yield func(*lead) bool) {
		var l lead
		for serial, at := range c.arrivals() {
			c.drawLifecycle(&l, serial, at)
			if !yield(l.asOf(c.export)) {
				return
			}
		}
	}
}

// weekdayLoad is how many leads are created on each weekday, relative to a Monday.
var weekdayLoad = [7]float64{0.3, 1, 1.1, 1.1, 1, 0.9, 0.35}

// arrival returns the time in the month by which this share of its leads have been created; the time of day
// is random.
func arrival(month time.Time, share float64, rng random) time.Time {
	total := 0.0
	next := month.AddDate(0, 1, 0)
	for day := month; day.Before(next); day = day.AddDate(0, 0, 1) {
		total += weekdayLoad[day.Weekday()]
	}
	day := month
	for share *= total; share >= weekdayLoad[day.Weekday()]; day = day.AddDate(0, 0, 1) {
		share -= weekdayLoad[day.Weekday()]
	}
	minute := int(60 * (7 + rng.uniform(0, 7) + rng.uniform(0, 8)))
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, day.Location())
}
