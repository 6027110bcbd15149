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

// Sender sends messages through a server, each on a connection of its own, so that what befalls one does not touch the next.
// It gives a server up that is down, that has been silent twice, or that has taken no message for so long that a run would hang:
// less than a minute, and the time that a message takes to go over the line.
type Sender struct {
	Server Server
	From   *mail.Address

	silences int
	until    time.Time // when a server that takes nothing is given up; zero: it has just taken a message, soon
	down     *Unavailable
}

// fruitless is how long the server may take over everything until it takes a message, in terms of its silence: 45 seconds.
const fruitless = 1.5

// Outcome is what became of a message that was offered to a server.
type Outcome struct {
	State  State // Sent, Deferred, Refused or Uncertain; empty: it was not offered
	Code   int
	Reason string
}

// loginFirst is the answer of a server that wants a login before anything else.
const loginFirst = 530

// Send offers a message to the server. It calls sending once, when all of the message is over but for the line that ends it,
// without which no server takes it; where that fails the line is not sent. An error is an *Unavailable, the one of sending, or an interruption, which ends everything up to the message's
// last byte and is heeded afterwards.
func (s *Sender) Send(ctx context.Context, to *mail.Address, message []byte, sending func() error) (Outcome, error) {
	if s.down != nil {
		return Outcome{}, s.down
	}
	l := &line{silence: cmp.Or(s.Server.Silence, silence)}
	began := time.Now()
	if s.until.IsZero() {
		s.until = began.Add(time.Duration(fruitless * float64(l.silence)))
	}
	l.last = s.until
	outcome, err := s.offer(ctx, l, to, message, sending)
	l.hangUp()
	waited := time.Since(began) - l.last.Sub(s.until)
	s.until = l.last
	switch {
	case outcome.State == Sent && waited < l.silence/2:
		s.until = time.Time{}
	case s.down == nil && !time.Now().Before(s.until):
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

func (s *Sender) offer(ctx context.Context, l *line, to *mail.Address, message []byte, sending func() error) (Outcome, error) {
	c, err := s.Server.open(ctx, l)
	if err != nil {
		errors.As(err, &s.down)
		return Outcome{}, err
	}
	l.patience()
	if err := c.Mail(path(s.From)); answer(err) == loginFirst {
		s.down = &Unavailable{true, fmt.Errorf("%s: MAIL FROM: %w", s.Server.Host, err)}
		return Outcome{}, s.down
	} else if err != nil {
		return s.failure("MAIL FROM", err), nil
	}
	l.patience()
	if err := c.Rcpt(path(to)); err != nil {
		return s.failure("RCPT TO", err), nil
	}
	l.patience()
	body, err := c.Data()
	if err != nil {
		return s.failure("DATA", err), nil
	}
	began := l.transfer(len(message))
	if _, err := body.Write(message); err != nil {
		return s.failure("the message", err), nil // never closed: its end would hand over a part of it
	}
	l.last = l.last.Add(time.Since(began)) // what a message takes is no hanging
	if !l.release() {                      // from here on an interruption waits for the answer
		return Outcome{State: Deferred}, nil
	}
	if err := sending(); err != nil {
		return Outcome{}, err // never closed, either
	}
	l.patience()
	err = body.Close()
	switch {
	case err == nil || answer(err)/100 == 2:
		c.Text.PrintfLine("QUIT") // without waiting for an answer: the message is taken
		return Outcome{State: Sent}, nil
	case answer(err)/100 == 4, answer(err)/100 == 5, l.failed == "write": // not taken, or its last bytes never left
		return s.failure("the message", err), nil
	}
	outcome := s.failure("no answer to the message", err)
	outcome.State = Uncertain
	return outcome, nil
}

// failure is what an error says about the message that was offered.
func (s *Sender) failure(doing string, err error) Outcome {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		if s.silences++; s.silences > 1 {
			s.down = &Unavailable{Err: fmt.Errorf("%s has been silent twice", s.Server.Host)}
		}
	}
	outcome := Outcome{State: Deferred, Code: answer(err), Reason: oneLine(doing + ": " + err.Error())}
	if outcome.Code/100 == 5 {
		outcome.State = Refused
	}
	return outcome
}

// answer is the code of a server's answer; 0: it is none.
func answer(err error) int {
	var e *textproto.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// path is an address as MAIL and RCPT take it.
func path(a *mail.Address) string { return (&mail.Address{Address: a.Address}).String() }

const longestReason = 300

// oneLine is a server's text on one line, without control characters and cut where it is long.
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
