// Package duecal is the calendar of the monthly issues: when the issue of a month is due, and which
// months are due by now.
//
// In come an agreement, the months that are issued already, and an instant; out go periods. It reads no
// clock, and knows nothing of mail.
package duecal

import (
	"errors"
	"slices"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// MonthLayout is the layout of a month's id, as 2026-10.
const MonthLayout = "2006-01"

// ErrNoDueTime reports that an agreement does not have mail.due.
var ErrNoDueTime = errors.New(
	"mail.due is missing, so nothing says when a month is due; add due: first business day 07:00")

// Calendar computes due times by mail.due of an agreement, such as "first business day 07:00": an issue
// is due on the nth working day after the end of its month, at a time of day in the agreement's zone.
type Calendar struct {
	clock        *calendar.Clock
	zone         *time.Location
	first        time.Time // the month in which the agreement takes effect
	nth          int
	hour, minute int
}

var ordinals = []string{"first", "second", "third", "fourth", "fifth"}

// New returns the calendar of an agreement, whose mail.due was validated when the agreement was read.
func New(a *agreement.Agreement, zone *time.Location) (*Calendar, error) {
	if a.Mail == nil || a.Mail.Due == "" {
		return nil, ErrNoDueTime
	}
	words := strings.Fields(a.Mail.Due)
	at, err := time.Parse("15:04", words[len(words)-1])
	if err != nil {
		return nil, err
	}
	effective := a.Head.Effective
	return &Calendar{
		clock: a.Clock.In(zone),
		zone:  zone,
		first: time.Date(effective.Year(), effective.Month(), 1, 0, 0, 0, 0, zone),
		nth:   slices.Index(ordinals, words[0]) + 1,
		hour:  at.Hour(), minute: at.Minute(),
	}, nil
}

// TimeOfDay returns the time of day at which issues are due, in the agreement's zone.
func (c *Calendar) TimeOfDay() (hour, minute int) { return c.hour, c.minute }

// maxSearchDays bounds the search for a working day in an agreement that has none.
const maxSearchDays = 366

// Due returns when the issue of the month that begins at start is due. A time of day that the clocks skip
// on that day is moved by what they skip (see time.Date).
func (c *Calendar) Due(start time.Time) time.Time {
	day := start.AddDate(0, 1, 0)
	for n, working := 0, 0; n < maxSearchDays; n++ {
		if c.clock.Working(day) {
			working++
		}
		if working == c.nth {
			break
		}
		day = day.AddDate(0, 0, 1)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), c.hour, c.minute, 0, 0, c.zone)
}

// Month is a month whose issue is due.
type Month struct {
	Period calendar.Period
	Issued bool // it has been issued already
	Latest bool // no later month is due
	// Pending is set for the newest month issued if obligations of it are pending, because the activities
	// ended before the month did. It is issued once more as soon as the exports reach past its end.
	Pending bool
}

// DueBy returns the months that are due at an instant, the oldest first, and the start of the first month
// that is not due yet. The list begins with the month in which the agreement takes effect or, if later,
// with the oldest month issued. issued holds the issued months, the oldest first.
func (c *Calendar) DueBy(now time.Time, issued []Issue) (due []Month, next time.Time, err error) {
	month := c.first
	if len(issued) > 0 {
		oldest, err := time.ParseInLocation(MonthLayout, issued[0].Month, c.zone)
		if err == nil && oldest.After(month) {
			month = oldest
		}
	}
	for ; !c.Due(month).After(now); month = month.AddDate(0, 1, 0) {
		period, err := calendar.ParsePeriod(month.Format(MonthLayout), c.zone, now)
		if err != nil {
			return nil, next, err
		}
		i := slices.IndexFunc(issued, func(x Issue) bool { return x.Month == period.ID })
		due = append(due, Month{Period: period, Issued: i >= 0, Pending: i >= 0 && i == len(issued)-1 && issued[i].Pending})
	}
	if len(due) > 0 {
		due[len(due)-1].Latest = true
	}
	return due, month, nil
}
