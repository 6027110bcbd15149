package delivery

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// How the connection to a server is encrypted, as mail.smtp.tls names it. Without encryption the server
// must be on this machine, and no password is sent.
const (
	StartTLS     = "starttls"
	Implicit     = "implicit"
	LoopbackOnly = "none-loopback-only"
)

// Server is an SMTP server. Its certificate must be valid for Host.
type Server struct {
	Host           string
	Port           int
	TLS            string         // StartTLS, Implicit or LoopbackOnly
	User, Password string         // without a User there is no login
	Roots          *x509.CertPool // the authorities that are trusted; nil: those of the system
	Silence        time.Duration  // how long an answer may take; 0: 30 seconds
}

// defaultSilence is how long an answer of a server may take where Server does not set it.
const defaultSilence = 30 * time.Second

// Check returns an error if the letter must not be sent through this server.
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

// Unavailable is the error of a server to which no message can be offered: there is no connection, or the
// server refused before a message was offered.
type Unavailable struct {
	Permanent bool // whether trying again later is useless
	Err       error
}

func (u *Unavailable) Error() string { return u.Err.Error() }
func (u *Unavailable) Unwrap() error { return u.Err }

// open connects, encrypts the connection and logs in. Its error is an *Unavailable.
func (s Server) open(ctx context.Context, conn *deadlineConn) (*smtp.Client, error) {
	address := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
	unavailable := func(doing string, err error) (*smtp.Client, error) {
		return nil, &Unavailable{isPermanent(err), fmt.Errorf("%s: %s: %w", address, doing, err)}
	}
	if err := s.Check(); err != nil {
		return nil, &Unavailable{true, err}
	}
	if err := conn.dial(ctx, address); err != nil {
		return unavailable("no connection", err)
	}
	if s.TLS == LoopbackOnly && !conn.loopback() {
		return unavailable("no connection",
			permanentError("the name does not lead to this machine, and tls is none-loopback-only"))
	}
	secure := &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	var transport net.Conn = conn
	if s.TLS == Implicit {
		conn.beginStep()
		encrypted := tls.Client(conn, secure)
		if err := encrypted.HandshakeContext(ctx); err != nil {
			return unavailable("no TLS", err)
		}
		transport = encrypted
	}
	conn.beginStep()
	client, err := smtp.NewClient(transport, s.Host)
	if err != nil {
		return unavailable("greeting", err)
	}
	client.SkipSMTPUTF8(true)
	conn.beginStep()
	if err := client.Hello(conn.localName()); err != nil {
		return unavailable("EHLO", err)
	}
	if s.TLS == StartTLS {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return unavailable("STARTTLS", permanentError("the server does not offer it, and nothing is sent in the clear;"+
				" set tls: implicit or another host"))
		}
		conn.beginStep()
		if err := client.StartTLS(secure); err != nil {
			return unavailable("STARTTLS", err)
		}
	}
	if s.LogsIn() {
		conn.beginStep()
		if err := s.logIn(client); err != nil {
			return unavailable("log in as mail.smtp.user", err)
		}
	}
	return client, nil
}

// logIn authenticates by the first mechanism that both sides know. The connection is encrypted.
func (s Server) logIn(c *smtp.Client) error {
	_, offered := c.Extension("AUTH")
	mechanisms := strings.Fields(strings.ToUpper(offered))
	switch {
	case slices.Contains(mechanisms, "PLAIN"):
		return c.Auth(smtp.PlainAuth("", s.User, s.Password, s.Host, false))
	case slices.Contains(mechanisms, "LOGIN"):
		return c.Auth(smtp.LoginAuth(s.User, s.Password, s.Host, false))
	}
	return permanentError(fmt.Sprintf(
		"the server offers neither PLAIN nor LOGIN (%q); leave out user, or ask for one of them", offered))
}

// permanentError is an error that trying again does not repair.
type permanentError string

func (p permanentError) Error() string { return string(p) }

// isPermanent reports whether an error that came before any message was offered will come again.
func isPermanent(err error) bool {
	var (
		permanent   permanentError
		certificate *tls.CertificateVerificationError
		plain       tls.RecordHeaderError
	)
	return errors.As(err, &permanent) || errors.As(err, &certificate) || errors.As(err, &plain) || replyCode(err)/100 == 5
}

// LogsIn reports whether a password is sent to the server; never without encryption.
func (s Server) LogsIn() bool { return s.User != "" && s.TLS != LoopbackOnly }
