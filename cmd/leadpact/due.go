package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// catchUp is run --if-due, the schedule's call: every month that is due and not done, the oldest first.
type catchUp struct {
	*program
	c     *cli.Context
	issue func(*cli.Context, *job) error
	post  *post // nil without --send
}

// open is the job of a month; empty: the last full one.
func (u *catchUp) open(month string) (*job, error) {
	return openJob(u.c.Path("agreement"), month, u.c.String("as-of"), u.now)
}

func (u *catchUp) run() error {
	last, err := u.open("")
	if err != nil {
		return err
	}
	zone := last.period.Start.Location()
	now, err := instant(u.c.String("as-of"), zone, u.now)
	if err != nil {
		return err
	}
	due, err := newDueTime(last.agreement, zone)
	if err != nil {
		return err
	}
	if u.c.Bool("send") {
		if u.post, err = u.openPost(last); err != nil {
			return err
		}
	}
	months, next, err := due.months(u.c.Path("out"), u.post, now)
	if err != nil {
		return u.post.notify(u.c.Context, last.period.ID, err)
	}
	if len(months) == 0 {
		fmt.Fprintf(u.stderr, "nothing is due; %s is on %s\n", next.Format(monthForm), due.of(next).Format("2 January 2006 15:04 MST"))
		return nil
	}
	fmt.Fprintf(u.stderr, "due: %s\n", strings.Join(ids(months), ", "))
	return u.months(months)
}

// months does what each month needs. A month that cannot be issued ends it, as the later ones read the same files; mail that
// fails does not.
func (u *catchUp) months(months []dueMonth) error {
	var failed []error
	for i, m := range months {
		if !m.issued {
			err := u.issueMonth(m)
			if errors.Is(err, context.Canceled) && i > 0 {
				return failf(exitInterrupted, "interrupted at %s; the months before it are done", m.period.ID)
			}
			failed = append(failed, err)
			if code := exitCode(err); code != 0 && code != exitBreach {
				return fail(code, errors.Join(failed...))
			}
		}
		if u.post == nil {
			continue
		}
		err := u.post.deliver(u.c.Context, u.c.Path("out"), m.period, m.to)
		if exitCode(err) == exitInterrupted {
			return err
		}
		failed = append(failed, u.post.notify(u.c.Context, m.period.ID, err))
	}
	return gravest(failed)
}

// issueMonth publishes a month, as run does.
func (u *catchUp) issueMonth(m dueMonth) error {
	j, err := u.open(m.period.ID)
	if err != nil {
		return err
	}
	if u.post == nil {
		return u.issue(u.c, j)
	}
	return u.post.notify(u.c.Context, m.period.ID, u.post.issue(u.c, j, u.issue))
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
