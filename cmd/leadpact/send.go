package main

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"leadpact/model/calendar"
	"leadpact/report/delivery"
)

func sendFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "send", Usage: "mail the letter to everybody under mail.to who has not got it", DisableDefaultText: true},
		&cli.BoolFlag{Name: "resend", Usage: "with --send: also where it was refused, may not have arrived, or has changed since", DisableDefaultText: true},
		&cli.BoolFlag{Name: "if-due", Usage: "do what mail.due asks for by now, month by month, and nothing else", DisableDefaultText: true},
	}
}

// checkSendFlags refuses flags of run that contradict each other.
func checkSendFlags(c *cli.Context) error {
	for _, rule := range []struct {
		broken bool
		text   string
	}{
		{c.Bool("resend") && !c.Bool("send"), "--resend says what --send does; add --send"},
		{c.IsSet("set") && (c.Bool("send") || c.Bool("if-due")), "what --set makes is not issued; leave out --send and --if-due"},
		{c.Bool("if-due") && c.IsSet("period"), "--if-due finds the periods itself; leave out --period"},
		{c.Bool("if-due") && c.Bool("resend"), "--resend is for one period that somebody has looked at; leave out --if-due"},
		{(c.Bool("send") || c.Bool("if-due")) && c.Bool("json") && !c.IsSet("out"), "--json without --out publishes nothing; name --out, too"},
	} {
		if rule.broken {
			return failf(exitUsage, "%s; see %s --help", rule.text, c.Command.HelpName)
		}
	}
	return nil
}

// monthly wraps what run does with one period, issue, in what --if-due and --send add.
func (p *program) monthly(issue func(*cli.Context, *job) error) cli.ActionFunc {
	return func(c *cli.Context) error {
		if err := checkSendFlags(c); err != nil {
			return err
		}
		p.journalled(c.String("log-format"))
		if c.Bool("if-due") {
			return (&catchUp{program: p, c: c, issue: issue}).run()
		}
		j, err := openJob(c.Path("agreement"), c.String("period"), c.String("as-of"), p.now)
		if err != nil {
			return err
		}
		if c.IsSet("set") {
			return p.whatIf(c, j)
		}
		if !c.Bool("send") {
			return issue(c, j)
		}
		post, err := p.openPost(j)
		if err != nil {
			return err
		}
		post.resend = c.Bool("resend")
		err = post.issue(c, j, issue)
		if code := exitCode(err); code == 0 || code == exitBreach {
			err = errors.Join(post.deliver(c.Context, c.Path("out"), j.period, post.to), err)
		}
		return post.notify(c.Context, j.period.ID, err)
	}
}

// issue publishes a period, and writes down who is to get its letter before anybody can see it: a run that dies later than
// that leaves nobody out.
func (p *post) issue(c *cli.Context, j *job, issue func(*cli.Context, *job) error) error {
	j.announce = func(room string) error { return p.queue(room, j.period) }
	return issue(c, j)
}

// queue enters the recipients of a period that the journal does not know yet.
func (p *post) queue(room string, period calendar.Period) error {
	journal, err := delivery.OpenJournal(room)
	if err != nil {
		return cannotWrite(err)
	}
	var entries []delivery.Entry
	for _, to := range p.to {
		key := p.key(period, to)
		if _, known := journal.Last(key); !known {
			entries = append(entries, delivery.Entry{At: p.now, Key: key, State: delivery.Queued})
		}
	}
	return cannotWrite(errors.Join(journal.Append(entries...), journal.Close()))
}

// deliver sends a published letter to those who have not got it, and says what came of it.
func (p *post) deliver(ctx context.Context, out string, period calendar.Period, to []*mail.Address) error {
	letter, err := p.published(out, period)
	if err != nil {
		return err
	}
	room := filepath.Join(out, ".leadpact")
	lock, err := acquire(room)
	if err != nil {
		return cannotWrite(err)
	}
	defer lock.release()
	journal, err := delivery.OpenJournal(room)
	if err != nil {
		return cannotWrite(err)
	}
	d := delivery.Delivery{Journal: journal, Sender: p.sender, Letter: letter, To: to, Resend: p.resend, At: p.now}
	p.progress.begin("sending")
	results, err := d.Run(ctx)
	p.progress.end()
	return errors.Join(p.report(letterName(period), results, err), cannotWrite(journal.Close()))
}

// report says on stderr how far a delivery came, and gives the error that the run ends with: 69 where somebody is refused, else
// 75 where anybody has not got the letter. It names nobody but who was refused.
func (p *post) report(period string, results []delivery.Result, stopped error) error {
	sent, stale := 0, 0
	var refused, open []error
	deferred := map[string]bool{}
	for _, r := range results {
		switch r.State {
		case delivery.Sent:
			if r.Tried {
				sent++
			}
			if r.Stale {
				stale++
			}
		case delivery.Refused:
			refused = append(refused, fmt.Errorf("the letter of %s is refused for %s: %s; mend mail.to or the cause, and send it with --resend", period, r.To.Address, r.Reason))
		case delivery.Uncertain:
			open = append(open, fmt.Errorf("the letter of %s to mail.to[%d] was handed over without an answer, so it may have arrived; ask, and if not send it with --resend",
				period, slices.Index(p.to, r.To)))
		case delivery.Deferred:
			why := r.Reason
			if r.Code != 0 {
				why = fmt.Sprintf("the server answered %d", r.Code) // its text may name people
			}
			if stopped == nil && !deferred[why] {
				open = append(open, fmt.Errorf("a letter of %s is put off: %s; run again later", period, why))
				deferred[why] = true
			}
		}
	}
	fmt.Fprintf(p.log, "sent %d of %d letters of %s\n", sent, len(results), period)
	if stale > 0 {
		fmt.Fprintf(p.log, "%d of them went out earlier with other content than %s has now; --resend sends it again\n", stale, period)
	}
	code := exitTryAgain
	var down *delivery.Unavailable
	switch {
	case stopped == nil:
	case errors.Is(stopped, context.Canceled):
		return failf(exitInterrupted, "interrupted while sending the letters of %s; run again to send the rest", period)
	case errors.As(stopped, &down):
		open = append(open, fmt.Errorf("the letters of %s are not sent: %w", period, stopped))
		if down.Permanent {
			code = exitMailRefused
		}
	default:
		return cannotWrite(stopped)
	}
	if refused != nil {
		code = exitMailRefused
	}
	return fail(code, errors.Join(append(refused, open...)...))
}
