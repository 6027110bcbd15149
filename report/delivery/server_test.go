package delivery

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// certificate is for the name, by an authority that roots holds.
func certificate(t *testing.T, name string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	if ip := net.ParseIP(name); ip != nil {
		c.IPAddresses = []net.IP{ip}
	} else {
		c.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(made)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// received is a message that a server took.
type received struct {
	from, to string
	data     string
}

// office is a well-behaved server that knows one user and answers as it is told.
type office struct {
	mu       sync.Mutex
	taken    []received
	logins   int
	password string
	mail     map[string]error // answers to MAIL, RCPT and the message by recipient; "*" is anybody
	rcpt     map[string]error
	data     map[string]error
}

func (o *office) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, encrypted := c.TLSConnectionState()
	return &visit{office: o, encrypted: encrypted}, nil
}

type visit struct {
	*office
	encrypted, known bool
	from, to         string
}

func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if !v.encrypted {
			return errors.New("a password in the clear")
		}
		v.mu.Lock()
		v.logins++
		v.mu.Unlock()
		if user != "revops" || password != v.password {
			return smtp.ErrAuthFailed
		}
		v.known = true
		return nil
	}), nil
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	v.from = from
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.mail["*"]
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.to = to
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.rcpt[to]
}

func (v *visit) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.data[v.to]; err != nil {
		return err
	}
	v.taken = append(v.taken, received{v.from, v.to, string(data)})
	return nil
}

func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

// relent lets every message pass from now on.
func (o *office) relent() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mail, o.rcpt, o.data = nil, nil, nil
}

func (o *office) messages() []received {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]received(nil), o.taken...)
}

// serve opens the office on a port of this machine, by mode.
func (o *office) serve(t *testing.T, mode string) Server {
	t.Helper()
	cert, roots := certificate(t, "127.0.0.1")
	return o.serveWith(t, mode, cert, roots)
}

func (o *office) serveWith(t *testing.T, mode string, cert tls.Certificate, roots *x509.CertPool) Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(o)
	s.Domain = "localhost"
	s.ErrorLog = log.New(io.Discard, "", 0)
	s.AllowInsecureAuth = true
	s.MaxMessageBytes = 20 << 20
	secure := &tls.Config{Certificates: []tls.Certificate{cert}}
	port := l.Addr().(*net.TCPAddr).Port
	switch mode {
	case StartTLS:
		s.TLSConfig = secure
	case Implicit:
		l = tls.NewListener(l, secure)
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return Server{Host: "127.0.0.1", Port: port, TLS: mode, Roots: roots, Silence: 5 * time.Second}
}

// script is a server that answers each step with a line, or with silence or drop.
type script struct {
	greeting, ehlo, auth, mail, rcpt, data, message string
	hangs                                           string        // it is silent to RCPT of this address
	slow                                            time.Duration // before each answer
	mu                                              sync.Mutex
	heard                                           bytes.Buffer
	calls                                           int
	relents                                         bool
}

// relent takes every message from now on.
func (s *script) relent() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.relents = true
}

// hangsAt says whether it is silent to an RCPT.
func (s *script) hangsAt(line string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hangs != "" && !s.relents && strings.Contains(line, s.hangs)
}

// called says how many connections there were.
func (s *script) called() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// verdict is the answer to a message.
func (s *script) verdict() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.relents {
		return ""
	}
	return s.message
}

const (
	quiet = "silence"
	drop  = "drop"
)

func (s *script) serve(t *testing.T) Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { close(done); l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c, done)
		}
	}()
	return Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: LoopbackOnly, Silence: 500 * time.Millisecond}
}

func (s *script) talk(c net.Conn, done chan struct{}) {
	defer c.Close()
	s.mu.Lock()
	s.calls++
	s.mu.Unlock()
	text := textproto.NewReader(bufio.NewReader(io.TeeReader(c, s)))
	say := func(answer, otherwise string) bool {
		time.Sleep(s.slow)
		switch answer {
		case "":
			answer = otherwise
		case quiet:
			<-done
			return false
		case drop:
			return false
		}
		_, err := io.WriteString(c, strings.ReplaceAll(answer, "\n", "\r\n")+"\r\n")
		return err == nil
	}
	if !say(s.greeting, "220 ready") {
		return
	}
	for {
		line, err := text.ReadLine()
		if err != nil {
			return
		}
		ok := true
		switch word, _, _ := strings.Cut(strings.ToUpper(line), " "); word {
		case "EHLO":
			ok = say(s.ehlo, "250 here")
		case "AUTH":
			ok = say(s.auth, "235 welcome")
		case "MAIL":
			ok = say(s.mail, "250 yes")
		case "RCPT":
			answer := s.rcpt
			if s.hangsAt(line) {
				answer = quiet
			}
			ok = say(answer, "250 yes")
		case "DATA":
			if ok = say(s.data, "354 go on"); ok && s.data == "" {
				text.ReadDotLines()
				ok = say(s.verdict(), "250 taken")
			}
		case "QUIT":
			say("", "221 bye")
			return
		default:
			ok = say("", "500 what")
		}
		if !ok {
			return
		}
	}
}

func (s *script) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard.Write(p)
}

func (s *script) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard.String()
}

var revops = &mail.Address{Name: "RevOps", Address: "revops@northwind.example"}

func people(names ...string) []*mail.Address {
	var all []*mail.Address
	for _, n := range names {
		all = append(all, &mail.Address{Address: n + "@northwind.example"})
	}
	return all
}

const sample = "From: \"RevOps\" <revops@northwind.example>\r\nTo: <zoe@northwind.example>,\r\n <daniel@northwind.example>\r\n" +
	"Subject: SLA October 2026\r\nMessage-ID: <sla_1.2026_10.abc@northwind.example>\r\nMIME-Version: 1.0\r\n\r\n" +
	"first\r\n.a dot begins this line\r\n..\r\nlast\r\n"

func letterOf(t *testing.T, message string) Letter {
	t.Helper()
	l, err := NewLetter("SLA-1", "2026-10", []byte(message))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// deliver sends the letter to the people as a run does, with the journal of dir.
func deliver(t *testing.T, dir string, s Server, l Letter, to []*mail.Address, resend bool) ([]Result, error) {
	t.Helper()
	j, err := OpenJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	d := Delivery{Journal: j, Sender: &Sender{Server: s, From: revops}, Letter: l, To: to, Resend: resend, At: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)}
	return d.Run(t.Context())
}

func states(results []Result) string {
	var all []string
	for _, r := range results {
		all = append(all, string(r.State))
	}
	return strings.Join(all, " ")
}
