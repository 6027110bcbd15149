package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/duecal"
	"leadpact/cmd/leadpact/internal/mailrun"
	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/report/delivery"
)

// runCommand is the monthly job.
func (p *program) runCommand() *cli.Command {
	boolFlag := func(name, usage string) cli.Flag {
		return &cli.BoolFlag{Name: name, Usage: usage, DisableDefaultText: true}
	}
	return &cli.Command{
		Name:  "run",
		Usage: "count a period and publish its folder",
		Flags: []cli.Flag{
			boolFlag("send", "mail the letter to everybody under mail.to who has not got it"),
			boolFlag("resend", "with --send: also where it was refused, may not have arrived, or has changed since"),
			boolFlag("if-due", "do what mail.due asks for by now, month by month, and nothing else"),
			agreementFlag(), periodFlag(), asOfFlag(), exportedFlag(), setFlag(),
			&cli.PathFlag{Name: "out", Value: defaultOut, Usage: "publish the folder `DIR`/PERIOD", Action: notEmpty("out")},
			boolFlag("fail-on-breach", "exit 3 if an obligation was kept late or not at all"),
			boolFlag("json", "print scorecard.json; without --out write nothing"),
			logFlag(),
		},
		Action: func(c *cli.Context) error {
			if err := checkRunFlags(c); err != nil {
				return err
			}
			p.startLog(c.String("log-format"))
			if c.Bool("if-due") {
				return p.runDueMonths(c)
			}
			j, err := p.openJob(c, c.String("period"))
			switch {
			case err != nil:
				return err
			case c.IsSet("set"):
				return p.whatIf(c, j)
			case c.Bool("send"):
				return p.issueAndSend(c, j)
			}
			return p.issuePeriod(c, j)
		},
	}
}

// checkRunFlags refuses flags of run that contradict each other.
func checkRunFlags(c *cli.Context) error {
	for _, rule := range []struct {
		broken bool
		text   string
	}{
		{c.Bool("resend") && !c.Bool("send"), "--resend says what --send does; add --send"},
		{c.IsSet("set") && (c.Bool("send") || c.Bool("if-due")),
			"what --set makes is not issued; leave out --send and --if-due"},
		{c.Bool("if-due") && c.IsSet("period"), "--if-due finds the periods itself; leave out --period"},
		{c.Bool("if-due") && c.Bool("resend"),
			"--resend is for one period that somebody has looked at; leave out --if-due"},
		{(c.Bool("send") || c.Bool("if-due")) && c.Bool("json") && !c.IsSet("out"),
			"--json without --out publishes nothing; name --out, too"},
	} {
		if rule.broken {
			return failf(exitUsage, "%s; see %s --help", rule.text, c.Command.HelpName)
		}
	}
	return nil
}

// issuePeriod publishes a period and prints the result. With --json and without --out it publishes nothing.
func (p *program) issuePeriod(c *cli.Context, j *job) error {
	j.progress, j.documents = p.progress, p.documents
	publishes := c.IsSet("out") || !c.Bool("json")
	var s *model.Scorecard
	var docs issue
	var err error
	if publishes {
		s, docs, err = j.publishInto(c.Context, c.Path("out"))
	} else {
		s, docs, err = j.compose(c.Context, "", scorecardOnly)
	}
	p.progress.End()
	if err != nil {
		return err
	}
	if err := p.print(s, docs, c.Bool("json")); err != nil {
		return err
	}
	if publishes {
		fmt.Fprintf(p.stderr, "published %s\n", filepath.Join(c.Path("out"), j.period.ID))
	}
	if c.Bool("fail-on-breach") && len(s.Breaches) > 0 {
		return failf(exitBreach, "%d obligations kept late or not at all", len(s.Breaches))
	}
	return nil
}

// issueAndSend publishes a period and mails its letter.
func (p *program) issueAndSend(c *cli.Context, j *job) error {
	m, err := p.openMailer(c, j)
	if err != nil {
		return err
	}
	err = p.issueFor(m, c, j)
	if code := exitCode(err); code == 0 || code == exitBreach {
		err = errors.Join(m.DeliverToAll(c.Context, c.Path("out"), j.period), err)
	}
	return notifyOwner(c, m, j.period, err)
}

// openMailer opens the mail of an agreement. It is called before anything is computed.
func (p *program) openMailer(c *cli.Context, j *job) (*mailrun.Mailer, error) {
	m, err := mailrun.Open(j.agreement, j.dir, mailrun.Options{
		Resend: c.Bool("resend"), Now: p.now, Log: p.stderr, Progress: p.progress, Silence: p.silence,
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fail(exitNoInput, err)
	}
	return m, fail(exitAgreement, err)
}

// issueFor publishes a period whose letter a mailer will send; m may be nil. The recipients are queued before
// the issue is published. If the exports end early, nobody is queued, and the error is an *endsEarlyError: the
// period stays due.
func (p *program) issueFor(m *mailrun.Mailer, c *cli.Context, j *job) error {
	j.beforeCommit = func() error {
		if m == nil || j.limitedBy != nil {
			return nil
		}
		return m.Queue(c.Path("out"), j.period)
	}
	err := p.issuePeriod(c, j)
	if code := exitCode(err); j.limitedBy != nil && (code == 0 || code == exitBreach) {
		early := j.endsEarly("so %s is counted up to then, stays due and is mailed to nobody", j.period.ID)
		return errors.Join(early, err)
	}
	return err
}

// notifyOwner tells the owner of the agreement if a run has failed or holds the letter, and returns err as it
// is. m may be nil.
func notifyOwner(c *cli.Context, m *mailrun.Mailer, period calendar.Period, err error) error {
	code := exitCode(err)
	meaning := failureMeanings[code]
	var early *endsEarlyError
	switch {
	case m == nil || meaning == "":
	case errors.As(err, &early):
		m.NotifyHeld(c.Context, c.Path("out"), period, whereTheyEnd(early.tables))
	default:
		m.Notify(c.Context, period.ID, code, meaning)
	}
	return err
}

// runDueMonths is run --if-due, which a schedule calls: it issues, and with --send mails, every month
// that is due and not done, the oldest first.
func (p *program) runDueMonths(c *cli.Context) error {
	last, err := p.openJob(c, "")
	if err != nil {
		return err
	}
	zone := last.period.Start.Location()
	now, err := parseAsOf(c.String("as-of"), zone, p.now)
	if err != nil {
		return err
	}
	months, err := duecal.New(last.agreement, zone)
	if err != nil {
		return fail(exitAgreement, err)
	}
	var m *mailrun.Mailer
	if c.Bool("send") {
		if m, err = p.openMailer(c, last); err != nil {
			return err
		}
	}
	tasks, next, err := dueTasks(months, m, c.Path("out"), now)
	if err != nil {
		return notifyOwner(c, m, last.period, err)
	}
	var ids []string
	for _, task := range tasks {
		if !task.Issued || task.Unsent {
			ids = append(ids, task.Period.ID)
		}
	}
	if ids == nil {
		month, at := next.Format(duecal.MonthLayout), months.Due(next).Format("2 January 2006 15:04 MST")
		fmt.Fprintf(p.stderr, "nothing is due; %s is on %s\n", month, at)
	} else {
		fmt.Fprintf(p.stderr, "due: %s\n", strings.Join(ids, ", "))
	}
	return p.runTasks(c, m, tasks)
}

// dueTasks returns the due months with something left to do, and the start of the first month that is not
// due yet.
func dueTasks(
	months *duecal.Calendar, m *mailrun.Mailer, out string, now time.Time,
) (tasks []mailrun.Task, next time.Time, err error) {
	issued, err := duecal.Issued(out, cardName)
	if err != nil {
		return nil, next, cannotWrite(err)
	}
	journal, err := delivery.ReadJournal(publish.StateDir(out))
	if err != nil {
		return nil, next, cannotWrite(err)
	}
	due, next, err := months.DueBy(now, issued)
	if err != nil {
		return nil, next, fail(exitAgreement, err)
	}
	return m.Tasks(due, journal), next, nil
}

// runTasks does what each month needs. A month that cannot be issued ends the run, as later months read
// the same files; mail that fails does not.
func (p *program) runTasks(c *cli.Context, m *mailrun.Mailer, tasks []mailrun.Task) error {
	var failed []error
	for i, task := range tasks {
		id := task.Period.ID
		if task.Pending {
			failed = append(failed, p.issueAgain(c, id))
		}
		if !task.Issued {
			err := p.issueDueMonth(c, m, id)
			if errors.Is(err, context.Canceled) && i > 0 {
				return failf(exitInterrupted, "interrupted at %s; the months before it are done", id)
			}
			failed = append(failed, err)
			if code := exitCode(err); code != 0 && code != exitBreach {
				return fail(code, errors.Join(failed...))
			}
		}
		if m == nil || task.Issued && !task.Unsent {
			continue
		}
		err := m.Deliver(c.Context, c.Path("out"), task.Period, task.To)
		if exitCode(err) == exitInterrupted {
			return err
		}
		failed = append(failed, notifyOwner(c, m, task.Period, err))
	}
	return mostUrgent(failed)
}

// issueDueMonth publishes a month. m may be nil.
func (p *program) issueDueMonth(c *cli.Context, m *mailrun.Mailer, month string) error {
	j, err := p.openJob(c, month)
	if err != nil {
		return err
	}
	return notifyOwner(c, m, j.period, p.issueFor(m, c, j))
}

// issueAgain publishes a month once more whose obligations were pending, if the exports now reach past its
// end. Nobody is mailed: the next letter tells what was restated. If the exports do not reach it, or cannot be
// read on a day on which no month is due, the earlier issue stays.
func (p *program) issueAgain(c *cli.Context, month string) error {
	j, err := p.openJob(c, month)
	if err != nil {
		return err
	}
	j.again = true
	err = p.issuePeriod(c, j)
	switch exitCode(err) {
	case exitData, exitNoInput, exitTryAgain:
		p.say("%s is not issued once more: %v", month, err)
		return nil
	}
	return err
}

// mostUrgent joins errors and gives them the most urgent of their exit codes: that of refused mail comes
// before that of deferred mail, and that of a breach last.
func mostUrgent(errs []error) error {
	all := errors.Join(errs...)
	for _, code := range []int{exitMailRefused, exitTryAgain} {
		if slices.ContainsFunc(errs, func(err error) bool { return exitCode(err) == code }) {
			return fail(code, all)
		}
	}
	return all
}
