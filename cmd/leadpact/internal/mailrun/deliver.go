package mailrun

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"slices"

	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/model/calendar"
	"leadpact/report/delivery"
)

// UndeliveredError reports that at least one recipient has not got a letter.
type UndeliveredError struct {
	Refused bool // true: a person has to act first; false: another run may succeed
	err     error
}

func (e *UndeliveredError) Error() string { return e.err.Error() }
func (e *UndeliveredError) Unwrap() error { return e.err }

// InterruptedError reports that a delivery was interrupted. It is not context.Canceled, because some
// letters may have been sent.
type InterruptedError struct{ Letter string }

func (e *InterruptedError) Error() string {
	return fmt.Sprintf("interrupted while sending the letters of %s; run again to send the rest", e.Letter)
}

// Deliver sends the published letter of a period to those recipients who have not got it, and writes a
// report to the log.
func (m *Mailer) Deliver(ctx context.Context, out string, period calendar.Period, to []*mail.Address) error {
	letter, err := m.published(out, period)
	if err != nil {
		return err
	}
	m.Progress.Begin("sending")
	results, err := m.deliver(ctx, out, letter, to)
	m.Progress.End()
	if results == nil {
		return err
	}
	return m.report(letterName(period), results, err)
}

// deliver sends a letter with the journal of the output folder. The error is what stopped it.
func (m *Mailer) deliver(
	ctx context.Context, out string, letter delivery.Letter, to []*mail.Address,
) ([]delivery.Result, error) {
	lock, err := publish.Acquire(out)
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	journal, err := delivery.OpenJournal(publish.StateDir(out))
	if err != nil {
		return nil, publish.WriteFailed(err)
	}
	d := delivery.Delivery{
		Journal: journal, Sender: m.sender, Letter: letter, To: to, Resend: m.Resend, At: m.Now,
	}
	results, err := d.Run(ctx)
	return results, errors.Join(err, publish.WriteFailed(journal.Close()))
}

// DeliverToAll does what Deliver does, for everybody under mail.to.
func (m *Mailer) DeliverToAll(ctx context.Context, out string, period calendar.Period) error {
	return m.Deliver(ctx, out, period, m.to)
}

// published reads the letter of a period from its folder.
func (m *Mailer) published(out string, period calendar.Period) (delivery.Letter, error) {
	message, err := os.ReadFile(filepath.Join(out, period.ID, "letter.eml"))
	if err != nil {
		return delivery.Letter{}, fmt.Errorf("%w; make it again with run --period %s", err, period.ID)
	}
	return delivery.NewLetter(m.agreement, letterName(period), message)
}

// report writes to the log which letters were delivered. It returns the error that the run ends with: an
// UndeliveredError if anybody has not got the letter, the error that stopped the delivery, or nil.
func (m *Mailer) report(letter string, results []delivery.Result, stopped error) error {
	sent, stale := 0, 0
	for _, r := range results {
		if r.State == delivery.Sent && r.Tried {
			sent++
		}
		if r.State == delivery.Sent && r.Stale {
			stale++
		}
	}
	fmt.Fprintf(m.Log, "sent %d of %d letters of %s\n", sent, len(results), letter)
	if stale > 0 {
		fmt.Fprintf(m.Log, "%d of them went out earlier with other content than %s has now; --resend sends it again\n",
			stale, letter)
	}
	refused, open := m.undelivered(letter, results, stopped == nil)
	permanent := refused != nil
	var down *delivery.Unavailable
	switch {
	case stopped == nil:
	case errors.Is(stopped, context.Canceled):
		return &InterruptedError{letter}
	case errors.As(stopped, &down):
		open = append(open, fmt.Errorf("the letters of %s are not sent: %w", letter, stopped))
		permanent = permanent || down.Permanent
	default:
		return publish.WriteFailed(stopped)
	}
	if err := errors.Join(append(refused, open...)...); err != nil {
		return &UndeliveredError{Refused: permanent, err: err}
	}
	return nil
}

// undelivered returns an error for each recipient who is refused, and the errors for those who have not
// got the letter yet or may not have got it. Only a refused recipient is named. Each reason why letters
// were deferred is listed once, and only if deferred is set.
func (m *Mailer) undelivered(letter string, results []delivery.Result, deferred bool) (refused, open []error) {
	listed := map[string]bool{}
	for _, r := range results {
		switch r.State {
		case delivery.Refused:
			refused = append(refused, fmt.Errorf(
				"the letter of %s is refused for %s: %s; mend mail.to or the cause, and send it with --resend",
				letter, r.To.Address, r.Reason))
		case delivery.Uncertain:
			open = append(open, fmt.Errorf("the letter of %s to mail.to[%d] was handed over without an answer, "+
				"so it may have arrived; ask, and if not send it with --resend", letter, slices.Index(m.to, r.To)))
		case delivery.Deferred:
			reason := r.Reason
			if r.Code != 0 {
				reason = fmt.Sprintf("the server answered %d", r.Code) // the answer's text may name people
			}
			if deferred && !listed[reason] {
				open = append(open, fmt.Errorf("a letter of %s is put off: %s; run again later", letter, reason))
				listed[reason] = true
			}
		}
	}
	return refused, open
}
