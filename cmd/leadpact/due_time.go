package main

import (
	"slices"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// dueTime says when a month's issue is due: on the nth working day after its end, at a time of the agreement's zone.
type dueTime struct {
	clock        *calendar.Clock
	zone         *time.Location
	first        time.Time // the month in which the agreement takes effect
	nth          int
	hour, minute int
}

var ordinals = []string{"first", "second", "third", "fourth", "fifth"}

func newDueTime(a *agreement.Agreement, zone *time.Location) (*dueTime, error) {
	if a.Mail == nil || a.Mail.Due == "" {
		return nil, failf(exitAgreement, "mail.due is missing, so nothing says when a month is due; add due: first business day 07:00")
	}
	words := strings.Fields(a.Mail.Due)
	at, err := time.Parse("15:04", words[len(words)-1])
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	effective := a.Head.Effective
	return &dueTime{clock: a.Clock.In(zone), zone: zone, first: time.Date(effective.Year(), effective.Month(), 1, 0, 0, 0, 0, zone),
		nth: slices.Index(ordinals, words[0]) + 1, hour: at.Hour(), minute: at.Minute()}, nil
}

// mostDays bounds the search for a working day, should an agreement have none.
const mostDays = 366

// of is the due time of the month that begins at start. Where the clocks skip it, it is as much later.
func (d *dueTime) of(start time.Time) time.Time {
	day := start.AddDate(0, 1, 0)
	for n, working := 0, 0; n < mostDays; n++ {
		if d.clock.Working(day) {
			working++
		}
		if working == d.nth {
			break
		}
		day = day.AddDate(0, 0, 1)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), d.hour, d.minute, 0, 0, d.zone)
}
