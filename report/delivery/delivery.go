// Package delivery sends the letter through an SMTP server, one message per person, and keeps a journal of
// what became of each message (SPEC section 10).
//
// A finished message comes in, with its recipients, the settings of the server, and the folder of the
// journal. Messages go to the server, lines to the journal, and a Result for each recipient to the
// caller. The package does not know the content of the letter. It reads the clock for deadlines only: the
// caller passes the time that the journal records.
//
// SMTP cannot promise that a message arrives exactly once: if the connection breaks after the message was
// handed over, nobody knows whether the server accepted it. Therefore the journal is a write-ahead log:
// `sending` is on the disk before the line that ends a message, without which no server accepts it, and the
// outcome follows. A message that was `sending` when a run died, or that was handed over without an answer,
// is `uncertain` and is not sent again unless somebody asks for it. Every other message that was not sent,
// also one that was transferred in part, is sent by the next run.
package delivery

import (
	"context"
	"errors"
	"net/mail"
	"time"
)

// State is the state of a message.
type State string

// A message is queued until it is offered to a server. The next run tries a deferred message again; a
// refused or uncertain one is only sent again if somebody asks for it.
const (
	Queued    State = "queued"
	Sending   State = "sending"
	Sent      State = "sent"
	Deferred  State = "deferred"  // not accepted now: a 4xx answer, silence, or no connection
	Refused   State = "refused"   // a 5xx answer to this message
	Uncertain State = "uncertain" // handed over, but the answer was lost
)

// Result is the state of the message to one person after a delivery.
type Result struct {
	To     *mail.Address
	State  State
	Reason string    // the answer of the server or the error of the network, on one line; may be empty
	Code   int       // the code of the server's answer; 0 where there was none
	At     time.Time // when the message came to this state
	Tried  bool      // this delivery offered it to the server
	Stale  bool      // it was sent with other content than the letter has now
}

// Delivery sends one letter to several people.
type Delivery struct {
	Journal *Journal
	Sender  *Sender
	Letter  Letter
	To      []*mail.Address
	Resend  bool      // also send what was refused, is uncertain, or was sent with other content
	At      time.Time // the time that the journal records
}

// Run sends the letter to everybody who does not have it yet, and returns the state of each message in the
// order of d.To. Queued messages come first, so that an address at which a server hangs cannot keep the
// letter from the others in every run. The same content is never sent twice to a person. The error is what
// stopped the delivery as a whole: an *Unavailable, a failure of the journal, or the cancellation of ctx;
// messages that were not offered by then keep their state.
func (d *Delivery) Run(ctx context.Context) ([]Result, error) {
	results := make([]Result, len(d.To))
	var stopped error
	try := func(i int) {
		if stopped == nil && d.isDue(results[i]) {
			if stopped = ctx.Err(); stopped == nil {
				stopped = d.send(ctx, &results[i])
			}
		}
	}
	for i := range d.To {
		if results[i] = d.recorded(d.To[i]); results[i].State == Queued {
			try(i)
		}
	}
	for i := range d.To {
		if now := d.recorded(d.To[i]); !results[i].Tried && now.State != Queued {
			results[i] = now
			try(i)
		}
	}
	return results, stopped
}

// recorded returns the state of the message to a person by the journal.
func (d *Delivery) recorded(to *mail.Address) Result {
	last, known := d.Journal.Last(d.key(to))
	if !known {
		return Result{To: to, State: Queued}
	}
	return Result{To: to, State: last.State, Reason: last.Reason, Code: last.Code, At: last.At,
		Stale: last.State == Sent && last.Content != d.Letter.Content}
}

func (d *Delivery) key(to *mail.Address) Key { return KeyOf(d.Letter.Agreement, d.Letter.Period, to) }

// isDue reports whether a message in this state is to be sent now.
func (d *Delivery) isDue(r Result) bool {
	switch r.State {
	case Queued, Deferred:
		return true
	case Sent:
		return r.Stale && d.Resend
	}
	return d.Resend
}

// send offers one message to the server and records the outcome in the journal and in r.
func (d *Delivery) send(ctx context.Context, r *Result) error {
	id, message, err := d.Letter.For(r.To)
	if err != nil {
		return err
	}
	entry := Entry{At: d.At, Key: d.key(r.To), Content: d.Letter.Content, MessageID: id}
	record := func(state State) error {
		entry.State = state
		return d.Journal.Append(entry)
	}
	outcome, err := d.Sender.Send(ctx, r.To, message, func() error { return record(Sending) })
	if outcome.State == "" { // the message was not offered
		var down *Unavailable
		if errors.As(err, &down) && !down.Permanent && r.State != Sent {
			r.State = Deferred
		}
		return err
	}
	entry.Reason, entry.Code = outcome.Reason, outcome.Code
	*r = Result{To: r.To, State: outcome.State, Reason: outcome.Reason, Code: outcome.Code, At: d.At, Tried: true}
	return errors.Join(err, record(outcome.State))
}
