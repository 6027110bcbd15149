package delivery

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode"
)

// Sender sends messages through a server, each on a connection of its own, so that a failure of one does
// not affect the next. It gives up a server that is down, that was silent twice, or that has accepted no
// message for 45 seconds, not counting the time that messages take to be transferred.
type Sender struct {
	Server Server
	From   *mail.Address

	silences int          // how many steps timed out
	giveUp   time.Time    // when a server that accepts nothing is given up; zero after it promptly accepted a message
	down     *Unavailable // set once the server was given up
}

// giveUpAfter is the longest time that a server may take to accept a message, as a multiple of the
// allowed silence.
const giveUpAfter = 1.5

// Outcome is the result of offering a message to a server.
type Outcome struct {
	State  State // Sent, Deferred, Refused or Uncertain; empty if it was not offered
	Code   int
	Reason string
}

// authRequired is the code of a server that requires a login before anything else.
const authRequired = 530

// Send offers a message to the server. It calls sending once, after all of the message was transferred
// except the line that ends it, without which no server accepts it; if sending fails, that line is not
// sent. The error is an *Unavailable, the error of sending, or that of ctx. A cancellation of ctx ends the
// transfer; once only the last line is missing, it waits for the server's answer.
func (s *Sender) Send(ctx context.Context, to *mail.Address, message []byte, sending func() error) (Outcome, error) {
	if s.down != nil {
		return Outcome{}, s.down
	}
	conn := &deadlineConn{silence: cmp.Or(s.Server.Silence, defaultSilence)}
	began := time.Now()
	if s.giveUp.IsZero() {
		s.giveUp = began.Add(time.Duration(giveUpAfter * float64(conn.silence)))
	}
	conn.allEnd = s.giveUp
	outcome, err := s.offer(ctx, conn, to, message, sending)
	conn.hangUp()
	waited := time.Since(began) - conn.allEnd.Sub(s.giveUp) // without the time of the transfer
	s.giveUp = conn.allEnd
	switch {
	case outcome.State == Sent && waited < conn.silence/2:
		s.giveUp = time.Time{}
	case s.down == nil && !time.Now().Before(s.giveUp):
		s.down = &Unavailable{Err: fmt.Errorf("%s takes too long", s.Server.Host)}
	}
	switch {
	case ctx.Err() == nil || outcome.State != "" && outcome.State != Deferred:
		return outcome, err
	case outcome.State == Deferred:
		outcome.Reason = "interrupted"
	}
	return outcome, ctx.Err()
}

// offer opens a connection and offers the message on it.
func (s *Sender) offer(ctx context.Context, conn *deadlineConn, to *mail.Address, message []byte,
	sending func() error) (Outcome, error) {
	c, err := s.Server.open(ctx, conn)
	if err != nil {
		errors.As(err, &s.down)
		return Outcome{}, err
	}
	conn.beginStep()
	if err := c.Mail(envelopeAddress(s.From)); replyCode(err) == authRequired {
		s.down = &Unavailable{true, fmt.Errorf("%s: MAIL FROM: %w", s.Server.Host, err)}
		return Outcome{}, s.down
	} else if err != nil {
		return s.failure("MAIL FROM", err), nil
	}
	conn.beginStep()
	if err := c.Rcpt(envelopeAddress(to)); err != nil {
		return s.failure("RCPT TO", err), nil
	}
	conn.beginStep()
	body, err := c.Data()
	if err != nil {
		return s.failure("DATA", err), nil
	}
	began := conn.beginTransfer(len(message))
	if _, err := body.Write(message); err != nil {
		return s.failure("the message", err), nil // body is not closed: its last line would hand over a part of the message
	}
	conn.allEnd = conn.allEnd.Add(time.Since(began)) // the transfer does not count as waiting
	if !conn.release() {                             // from here on a cancellation waits for the answer
		return Outcome{State: Deferred}, nil
	}
	if err := sending(); err != nil {
		return Outcome{}, err // body is not closed here, either
	}
	conn.beginStep()
	err = body.Close()
	switch {
	case err == nil || replyCode(err)/100 == 2:
		c.Text.PrintfLine("QUIT") // the answer is not awaited: the message is accepted
		return Outcome{State: Sent}, nil
	case replyCode(err)/100 == 4, replyCode(err)/100 == 5, conn.failed == "write":
		return s.failure("the message", err), nil // not accepted, or its last bytes did not leave this machine
	}
	outcome := s.failure("no answer to the message", err)
	outcome.State = Uncertain
	return outcome, nil
}

// failure returns the outcome of a message whose offer failed with err. It counts timeouts, and gives up
// the server after the second.
func (s *Sender) failure(doing string, err error) Outcome {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		if s.silences++; s.silences > 1 {
			s.down = &Unavailable{Err: fmt.Errorf("%s has been silent twice", s.Server.Host)}
		}
	}
	outcome := Outcome{State: Deferred, Code: replyCode(err), Reason: oneLine(doing + ": " + err.Error())}
	if outcome.Code/100 == 5 {
		outcome.State = Refused
	}
	return outcome
}

// replyCode returns the code of a server's answer; 0 for any other error, and for nil.
func replyCode(err error) int {
	var e *textproto.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// envelopeAddress returns a bare address as MAIL and RCPT take it.
func envelopeAddress(a *mail.Address) string { return (&mail.Address{Address: a.Address}).String() }

// longestReason is the number of characters after which a server's text is cut.
const longestReason = 300

// oneLine returns a server's text on one line, without control characters, cut where it is long.
func oneLine(text string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	if runes := []rune(clean); len(runes) > longestReason {
		return string(runes[:longestReason]) + "…"
	}
	return clean
}
