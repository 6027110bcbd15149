// Package delivery hands the letter to an SMTP server, one message per person, and remembers what became of each (SPEC
// section 10).
//
// SMTP cannot promise that a message arrives exactly once: when the connection breaks after the message was handed over, nobody
// knows whether it was taken. So a journal is written ahead: `sending` before the line that ends a message and hands it over, and
// the outcome after it. What was `sending` when a run died, and what was handed over without an answer, is `uncertain` and is never
// sent again unless somebody says so. All else that was not sent, half a message too, is sent by the next run.
package delivery

import (
	"context"
	"errors"
	"net/mail"
	"time"
)

// State is where a message stands.
type State string

// A message is queued until it is tried. What is deferred is tried again by the next run; what is refused or uncertain only when
// somebody asks for it.
const (
	Queued    State = "queued"
	Sending   State = "sending"
	Sent      State = "sent"
	Deferred  State = "deferred"  // not taken now: a 4xx answer, silence, or no connection
	Refused   State = "refused"   // a 5xx answer to this message
	Uncertain State = "uncertain" // handed over, but the answer was lost
)

// Result is where the message of one person stands after a delivery.
type Result struct {
	To     *mail.Address
	State  State
	Reason string    // what the server or the network said, one line; empty: nothing
	Code   int       // of the server's answer; 0: there was none
	At     time.Time // when it came to that
	Tried  bool      // by this delivery
	Stale  bool      // it was sent, but with other content than the letter has now
}

// Delivery is one letter for some people.
type Delivery struct {
	Journal *Journal
	Sender  *Sender
	Letter  Letter
	To      []*mail.Address
	Resend  bool      // also what was refused, is uncertain, or was sent with other content
	At      time.Time // for the journal
}

// Run sends the letter to everybody who has not got it, and says where each message stands. Those whom nobody has tried to reach
// come first, so that an address at which a server hangs does not keep it from the others run after run. The same content is
// never sent to somebody who has it. The error is what stopped the delivery as a whole: an *Unavailable server, the journal, or an
// interruption; the people not reached by then keep the state they had.
func (d *Delivery) Run(ctx context.Context) ([]Result, error) {
	results := make([]Result, len(d.To))
	var stopped error
	try := func(i int) {
		if stopped == nil && d.wanted(results[i]) {
			if stopped = ctx.Err(); stopped == nil {
				stopped = d.send(ctx, &results[i])
			}
		}
	}
	for i := range d.To {
		if results[i] = d.standing(d.To[i]); results[i].State == Queued {
			try(i)
		}
	}
	for i := range d.To {
		if now := d.standing(d.To[i]); !results[i].Tried && now.State != Queued {
			results[i] = now
			try(i)
		}
	}
	return results, stopped
}

// standing is where the message of a person stands by the journal.
func (d *Delivery) standing(to *mail.Address) Result {
	last, known := d.Journal.Last(d.key(to))
	if !known {
		return Result{To: to, State: Queued}
	}
	return Result{To: to, State: last.State, Reason: last.Reason, Code: last.Code, At: last.At, Stale: last.State == Sent && last.Content != d.Letter.Content}
}

func (d *Delivery) key(to *mail.Address) Key { return KeyOf(d.Letter.Agreement, d.Letter.Period, to) }

// wanted says whether a message is to be sent now.
func (d *Delivery) wanted(r Result) bool {
	switch r.State {
	case Queued, Deferred:
		return true
	case Sent:
		return r.Stale && d.Resend
	}
	return d.Resend
}

// send tries one message and writes down what became of it.
func (d *Delivery) send(ctx context.Context, r *Result) error {
	id, message, err := d.Letter.For(r.To)
	if err != nil {
		return err
	}
	entry := Entry{At: d.At, Key: d.key(r.To), Content: d.Letter.Content, MessageID: id}
	write := func(state State) error {
		entry.State = state
		return d.Journal.Append(entry)
	}
	outcome, err := d.Sender.Send(ctx, r.To, message, func() error { return write(Sending) })
	if outcome.State == "" { // nothing was tried with this message
		var down *Unavailable
		if errors.As(err, &down) && !down.Permanent && r.State != Sent {
			r.State = Deferred
		}
		return err
	}
	entry.Reason, entry.Code = outcome.Reason, outcome.Code
	*r = Result{To: r.To, State: outcome.State, Reason: outcome.Reason, Code: outcome.Code, At: d.At, Tried: true}
	return errors.Join(err, write(outcome.State))
}
