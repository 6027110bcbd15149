package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/model"
	"leadpact/report/delivery"
)

// catchUp issues, and with --send mails, every month that is due and not done, the oldest first. A month that cannot be
// issued ends it, as the later ones read the same files; mail that fails does not.
func (p *program) catchUp(c *cli.Context, issue func(*cli.Context, *job) error) error {
	open := func(month string) (*job, error) {
		return openJob(c.Path("agreement"), month, c.String("as-of"), p.now)
	}
	j, err := open("")
	if err != nil {
		return err
	}
	zone := j.period.Start.Location()
	now, err := instant(c.String("as-of"), zone, p.now)
	if err != nil {
		return err
	}
	due, err := newDueTime(j.agreement, zone)
	if err != nil {
		return err
	}
	var post *post
	if c.Bool("send") {
		if post, err = p.openPost(j); err != nil {
			return err
		}
	}
	months, next, err := due.months(c.Path("out"), post, now)
	if err != nil {
		return err
	}
	if len(months) == 0 {
		fmt.Fprintf(p.stderr, "nothing is due; %s is on %s\n", next.Format(monthForm), due.of(next).Format("2 January 2006 15:04 MST"))
		return nil
	}
	fmt.Fprintf(p.stderr, "due: %s\n", strings.Join(ids(months), ", "))
	var failed []error
	for _, m := range months {
		if !m.issued {
			if j, err = open(m.id); err != nil {
				return err
			}
			err = post.orPlain(c, j, issue)
			if errors.Is(err, context.Canceled) && len(failed) > 0 {
				return failf(exitInterrupted, "interrupted at %s; the months before it are done", m.id)
			}
			if code := exitCode(err); code != 0 && code != exitBreach {
				return errors.Join(append([]error{post.notify(c.Context, m.id, err)}, failed...)...)
			}
			failed = append(failed, err)
		}
		if post != nil {
			err = post.deliver(c.Context, c.Path("out"), m.id, m.to)
			if exitCode(err) == exitInterrupted {
				return err
			}
			failed = append(failed, post.notify(c.Context, m.id, err))
		}
	}
	return gravest(failed)
}

// orPlain is issue, for a run without --send, too.
func (p *post) orPlain(c *cli.Context, j *job, issue func(*cli.Context, *job) error) error {
	if p == nil {
		return issue(c, j)
	}
	return p.issue(c, j, issue)
}

// gravest joins errors under the exit code that asks most of a person: refused mail before mail put off, and a breach last.
func gravest(errs []error) error {
	all := errors.Join(errs...)
	for _, code := range []int{exitMailRefused, exitTryAgain} {
		if slices.ContainsFunc(errs, func(err error) bool { return exitCode(err) == code }) {
			return fail(code, all)
		}
	}
	return all
}

// dueTime says when a month's issue is due: on the nth working day after its end, at a time of the agreement's zone.
type dueTime struct {
	clock        *model.Clock
	zone         *time.Location
	first        time.Time // the month in which the agreement takes effect
	nth          int
	hour, minute int
}

var ordinals = []string{"first", "second", "third", "fourth", "fifth"}

func newDueTime(a *model.Agreement, zone *time.Location) (*dueTime, error) {
	if a.Mail == nil || a.Mail.Due == "" {
		return nil, failf(exitAgreement, "mail.due is missing, so nothing says when a month is due; add due: first business day 07:00")
	}
	words := strings.Fields(a.Mail.Due)
	at, err := time.Parse("15:04", words[len(words)-1])
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	effective := a.Head.Effective
	return &dueTime{clock: model.NewClock(a.Clock, zone), zone: zone, first: time.Date(effective.Year(), effective.Month(), 1, 0, 0, 0, 0, zone),
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

// dueMonth is a month with something left to do.
type dueMonth struct {
	id     string
	issued bool
	to     []*mail.Address // who is to get its letter
}

const monthForm = "2006-01"

func ids(months []dueMonth) []string {
	var all []string
	for _, m := range months {
		all = append(all, m.id)
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
	start := d.first
	if len(issued) > 0 {
		if oldest, err := time.ParseInLocation(monthForm, issued[0], d.zone); err == nil && oldest.After(start) {
			start = oldest
		}
	}
	month := start
	for ; !d.of(month).After(now); month = month.AddDate(0, 1, 0) {
		m := dueMonth{id: month.Format(monthForm)}
		m.issued = slices.Contains(issued, m.id)
		latest := d.of(month.AddDate(0, 1, 0)).After(now)
		if m.to = post.recipients(journal, m.id, latest || !m.issued); !m.issued || post.lacking(journal, m) {
			todo = append(todo, m)
		}
	}
	return todo, month, nil
}

// recipients are who is to get a month's letter: everybody, or of a month issued long ago those for whom it was meant then.
func (p *post) recipients(journal *delivery.Journal, month string, everybody bool) []*mail.Address {
	if p == nil || everybody {
		return p.everybody()
	}
	return slices.DeleteFunc(slices.Clone(p.to), func(to *mail.Address) bool {
		_, known := journal.Last(delivery.KeyOf(p.agreement, month, to))
		return !known
	})
}

func (p *post) everybody() []*mail.Address {
	if p == nil {
		return nil
	}
	return p.to
}

// lacking says that somebody has not got a month's letter.
func (p *post) lacking(journal *delivery.Journal, m dueMonth) bool {
	return slices.ContainsFunc(m.to, func(to *mail.Address) bool {
		last, _ := journal.Last(delivery.KeyOf(p.agreement, m.id, to))
		return last.State != delivery.Sent
	})
}

var monthFolder = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)

// issuedMonths are the months that have a scorecard in out, the oldest first.
func issuedMonths(out string) ([]string, error) {
	names, err := entries(out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, cannotWrite(err)
	}
	return slices.DeleteFunc(names, func(name string) bool {
		_, err := os.Stat(filepath.Join(out, name, cardName))
		return err != nil || !monthFolder.MatchString(name)
	}), nil
}
