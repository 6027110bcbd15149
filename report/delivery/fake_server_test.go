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
	"flag"
	"io"
	"log"
	"math/big"
	"net"
	"net/mail"
	"net/textproto"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// TestMain lets many tests run at the same time: most of them wait for a server that stays silent, and need
// no processor.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "32"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// certificate returns a certificate for a name, and the pool of authorities in which it is valid.
func certificate(t *testing.T, name string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true}
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

// received is a message that a server accepted.
type received struct {
	from, to string
	data     string
}

// fakeServer is a well-behaved SMTP server that knows one user and gives the answers that a test sets.
type fakeServer struct {
	sessions sync.WaitGroup // those that have not ended
	mu       sync.Mutex
	taken    []received
	logins   int
	password string
	mail     map[string]error // the answer to MAIL, under "*"; nil accepts
	rcpt     map[string]error // the answers to RCPT, by recipient
	data     map[string]error // the answers to the message, by recipient
}

func (o *fakeServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	o.sessions.Add(1)
	_, encrypted := c.TLSConnectionState()
	return &fakeSession{fakeServer: o, encrypted: encrypted}, nil
}

type fakeSession struct {
	*fakeServer
	encrypted, known bool
	from, to         string
}

func (v *fakeSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *fakeSession) Auth(string) (sasl.Server, error) {
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

func (v *fakeSession) Mail(from string, _ *smtp.MailOptions) error {
	v.from = from
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.mail["*"]
}

func (v *fakeSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.to = to
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.rcpt[to]
}

func (v *fakeSession) Data(r io.Reader) error {
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

func (v *fakeSession) Reset() {}
func (v *fakeSession) Logout() error {
	v.sessions.Done()
	return nil
}

// acceptAll makes the server accept every message from now on.
func (o *fakeServer) acceptAll() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mail, o.rcpt, o.data = nil, nil, nil
}

func (o *fakeServer) messages() []received {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]received(nil), o.taken...)
}

// serve starts the server on a port of this machine, with a certificate that is valid for it.
func (o *fakeServer) serve(t *testing.T, mode string) Server {
	t.Helper()
	cert, roots := certificate(t, "127.0.0.1")
	return o.serveWith(t, mode, cert, roots)
}

func (o *fakeServer) serveWith(t *testing.T, mode string, cert tls.Certificate, roots *x509.CertPool) Server {
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

// scriptedServer answers each step with a fixed line. An empty line stands for the usual answer; with
// staySilent and hangUpNow it sends none.
type scriptedServer struct {
	greeting, ehlo, auth, mail, rcpt, data, message string
	silentFor                                       string        // it does not answer RCPT of this address
	delay                                           time.Duration // before each answer
	onData                                          func()        // called when DATA arrives
	mu                                              sync.Mutex
	heard                                           bytes.Buffer
	calls                                           int
	accepting                                       bool
}

// acceptAll makes the server accept every message from now on.
func (s *scriptedServer) acceptAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accepting = true
}

// staysSilentAt reports whether it does not answer an RCPT line.
func (s *scriptedServer) staysSilentAt(line string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.silentFor != "" && !s.accepting && strings.Contains(line, s.silentFor)
}

// connectionCount returns how many connections there were.
func (s *scriptedServer) connectionCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// answerToMessage returns the answer to a message.
func (s *scriptedServer) answerToMessage() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.accepting {
		return ""
	}
	return s.message
}

const (
	staySilent = "silence"
	hangUpNow  = "drop"
)

func (s *scriptedServer) serve(t *testing.T) Server {
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
	return Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: LoopbackOnly,
		Silence: time.Second}
}

func (s *scriptedServer) talk(c net.Conn, done chan struct{}) {
	defer c.Close()
	s.mu.Lock()
	s.calls++
	s.mu.Unlock()
	text := textproto.NewReader(bufio.NewReader(io.TeeReader(c, s)))
	say := func(answer, otherwise string) bool {
		time.Sleep(s.delay)
		switch answer {
		case "":
			answer = otherwise
		case staySilent:
			<-done
			return false
		case hangUpNow:
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
			if s.staysSilentAt(line) {
				answer = staySilent
			}
			ok = say(answer, "250 yes")
		case "DATA":
			if s.onData != nil {
				s.onData()
			}
			if ok = say(s.data, "354 go on"); ok && s.data == "" {
				text.ReadDotLines()
				ok = say(s.answerToMessage(), "250 taken")
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

func (s *scriptedServer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard.Write(p)
}

func (s *scriptedServer) all() string {
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

const sample = "From: \"RevOps\" <revops@northwind.example>\r\n" +
	"To: <zoe@northwind.example>,\r\n <daniel@northwind.example>\r\n" +
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

// deliver sends the letter to the recipients as a run does, with the journal in dir.
func deliver(t *testing.T, dir string, s Server, l Letter, to []*mail.Address, resend bool) ([]Result, error) {
	t.Helper()
	j, err := OpenJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	d := Delivery{Journal: j, Sender: &Sender{Server: s, From: revops}, Letter: l, To: to, Resend: resend,
		At: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)}
	return d.Run(t.Context())
}

func states(results []Result) string {
	var all []string
	for _, r := range results {
		all = append(all, string(r.State))
	}
	return strings.Join(all, " ")
}
