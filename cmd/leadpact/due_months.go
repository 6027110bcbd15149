package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"leadpact/model/calendar"
	"leadpact/report/delivery"
)

// dueMonth is a month with something left to do.
type dueMonth struct {
	period calendar.Period
	issued bool
	to     []*mail.Address // who is to get its letter
}

const monthForm = "2006-01"

func ids(months []dueMonth) []string {
	var all []string
	for _, m := range months {
		all = append(all, m.period.ID)
	}
	return all
}

// months lists what is due by now and not done, and the first month that is not due yet. It begins with the month in which the
// agreement takes effect or, if later, with the oldest one issued.
func (d *dueTime) months(out string, post *post, now time.Time) (todo []dueMonth, next time.Time, err error) {
	issued, err := issuedMonths(out)
	if err != nil {
		return nil, next, err
	}
	journal, err := delivery.ReadJournal(filepath.Join(out, ".leadpact"))
	if err != nil {
		return nil, next, cannotWrite(err)
	}
	month := d.first
	if len(issued) > 0 {
		if oldest, err := time.ParseInLocation(monthForm, issued[0], d.zone); err == nil && oldest.After(month) {
			month = oldest
		}
	}
	for ; !d.of(month).After(now); month = month.AddDate(0, 1, 0) {
		period, err := calendar.ParsePeriod(month.Format(monthForm), d.zone, now)
		if err != nil {
			return nil, next, fail(exitAgreement, err)
		}
		m := dueMonth{period: period, issued: slices.Contains(issued, period.ID)}
		latest := d.of(month.AddDate(0, 1, 0)).After(now)
		if m.to = post.recipients(journal, period, latest || !m.issued); !m.issued || post.lacking(journal, m) {
			todo = append(todo, m)
		}
	}
	return todo, month, nil
}

// recipients are who is to get a month's letter: everybody, or of a month issued long ago those for whom it was meant then.
func (p *post) recipients(journal *delivery.Journal, period calendar.Period, everybody bool) []*mail.Address {
	switch {
	case p == nil:
		return nil
	case everybody:
		return p.to
	}
	return slices.DeleteFunc(slices.Clone(p.to), func(to *mail.Address) bool {
		_, known := journal.Last(p.key(period, to))
		return !known
	})
}

// lacking says that somebody has not got a month's letter.
func (p *post) lacking(journal *delivery.Journal, m dueMonth) bool {
	return slices.ContainsFunc(m.to, func(to *mail.Address) bool {
		last, _ := journal.Last(p.key(m.period, to))
		return last.State != delivery.Sent
	})
}

var monthFolder = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)

// issuedMonths are the months that were issued after their end, the oldest first. What was published of a month that still ran
// is a look at it, not its issue.
func issuedMonths(out string) ([]string, error) {
	names, err := entries(out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, cannotWrite(err)
	}
	return slices.DeleteFunc(names, func(name string) bool {
		return !monthFolder.MatchString(name) || !closed(filepath.Join(out, name, cardName))
	}), nil
}

// closed says that a scorecard is there, and of a period that was over.
func closed(card string) bool {
	data, err := os.ReadFile(card)
	var read struct {
		Period struct {
			End  time.Time `json:"end"`
			AsOf time.Time `json:"as_of"`
		} `json:"period"`
	}
	return err == nil && json.Unmarshal(data, &read) == nil && !read.Period.AsOf.Before(read.Period.End)
}
