package delivery

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// How to speak to a server, as mail.smtp.tls names it. In the clear only to this machine, and then without a password.
const (
	StartTLS     = "starttls"
	Implicit     = "implicit"
	LoopbackOnly = "none-loopback-only"
)

// Server is an SMTP server. Its certificate must be valid for Host.
type Server struct {
	Host           string
	Port           int
	TLS            string
	User, Password string         // an empty User does not log in
	Roots          *x509.CertPool // nil: those of the system
	Silence        time.Duration  // how long it may be silent; 0: 30 seconds
}

const silence = 30 * time.Second

// Check refuses a server that a letter must not be sent through.
func (s Server) Check() error {
	switch s.TLS {
	case StartTLS, Implicit:
		return nil
	case LoopbackOnly:
		if ip := net.ParseIP(s.Host); s.Host == "localhost" || ip != nil && ip.IsLoopback() {
			return nil
		}
		return fmt.Errorf("mail.smtp.tls is %s, but %s is not this machine; set tls: starttls or implicit", s.TLS, s.Host)
	}
	return fmt.Errorf("mail.smtp.tls %q is none of starttls, implicit and none-loopback-only", s.TLS)
}

// Unavailable says that the server took no message of anybody: there is no connection, or it refused before one was offered.
type Unavailable struct {
	Permanent bool // trying again changes nothing
	Err       error
}

func (u *Unavailable) Error() string { return u.Err.Error() }
func (u *Unavailable) Unwrap() error { return u.Err }

// open connects, secures the connection and logs in. Its error is an *Unavailable.
func (s Server) open(ctx context.Context, line *line) (*smtp.Client, error) {
	at := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
	unavailable := func(doing string, err error) (*smtp.Client, error) {
		return nil, &Unavailable{permanent(err), fmt.Errorf("%s: %s: %w", at, doing, err)}
	}
	if err := s.Check(); err != nil {
		return nil, &Unavailable{true, err}
	}
	if err := line.dial(ctx, at); err != nil {
		return unavailable("no connection", err)
	}
	if s.TLS == LoopbackOnly && !line.loopback() {
		return unavailable("no connection", permanently("the name does not lead to this machine, and tls is none-loopback-only"))
	}
	secure := &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	var conn net.Conn = line
	if s.TLS == Implicit {
		line.patience()
		over := tls.Client(line, secure)
		if err := over.HandshakeContext(ctx); err != nil {
			return unavailable("no TLS", err)
		}
		conn = over
	}
	line.patience()
	client, err := smtp.NewClient(conn, s.Host)
	if err != nil {
		return unavailable("greeting", err)
	}
	client.SkipSMTPUTF8(true)
	line.patience()
	if err := client.Hello(line.literal()); err != nil {
		return unavailable("EHLO", err)
	}
	if s.TLS == StartTLS {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return unavailable("STARTTLS", permanently("the server does not offer it, and nothing is sent in the clear; set tls: implicit or another host"))
		}
		line.patience()
		if err := client.StartTLS(secure); err != nil {
			return unavailable("STARTTLS", err)
		}
	}
	if s.LogsIn() {
		line.patience()
		if err := s.login(client); err != nil {
			return unavailable("log in as mail.smtp.user", err)
		}
	}
	return client, nil
}

// permanently is an error that trying again does not mend.
type permanently string

func (p permanently) Error() string { return string(p) }

// permanent says of an error before any message was offered whether trying again is of no use.
func permanent(err error) bool {
	var (
		never       permanently
		certificate *tls.CertificateVerificationError
		plain       tls.RecordHeaderError
	)
	return errors.As(err, &never) || errors.As(err, &certificate) || errors.As(err, &plain) || answer(err)/100 == 5
}

// LogsIn says that the server wants a password of us: never where the line is not encrypted.
func (s Server) LogsIn() bool { return s.User != "" && s.TLS != LoopbackOnly }
