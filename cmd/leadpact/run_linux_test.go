package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// authServer is a mailServer that requires a password.
type authServer struct{ *mailServer }

func (a authServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &authSession{mailSession: mailSession{mailServer: a.mailServer, conn: c}}, nil
}

type authSession struct {
	mailSession
	loggedIn bool
}

func (s *authSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *authSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if s.loggedIn = user == "revops" && password == "secret"; !s.loggedIn {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *authSession) Mail(string, *smtp.MailOptions) error {
	if !s.loggedIn {
		return smtp.ErrAuthRequired
	}
	return nil
}

// startTLSServer starts a server with STARTTLS and a password; roots is a file with its certificate.
func startTLSServer(t *testing.T) (o *mailServer, roots string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	roots = filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o = &mailServer{port: l.Addr().(*net.TCPAddr).Port}
	s := smtp.NewServer(authServer{o})
	s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return o, roots
}

// command returns the program itself, to be started in the company's folder as on 2 November.
func (c *company) command(environment []string, flags ...string) (*exec.Cmd, *bytes.Buffer) {
	var stderr bytes.Buffer
	command := exec.Command("leadpact", append([]string{"run", "--as-of", "2026-11-02T12:00:00Z"}, flags...)...)
	command.Dir, command.Stderr = c.dir, &stderr
	command.Env = append(os.Environ(), environment...)
	return command, &stderr
}

func TestProgramSendsOverTLSWithAPassword(t *testing.T) {
	t.Parallel()
	o, roots := startTLSServer(t)
	c := newCompany(t, o.port)
	c.change(t, "tls: none-loopback-only", "tls: starttls, user: revops, password_file: smtp.password")
	file := filepath.Join(c.dir, "smtp.password")
	for _, step := range []struct {
		password, roots string
		code            int
		mailed          string
	}{
		{"secret\n", "/dev/null", 69, ""},
		{"guess\n", roots, 69, ""},
		{"secret\n", roots, 0, toZoe + ", " + toDaniel},
		{"secret\n", roots, 0, ""},
	} {
		if err := os.WriteFile(file, []byte(step.password), 0o600); err != nil {
			t.Fatal(err)
		}
		command, stderr := c.command([]string{"SSL_CERT_FILE=" + step.roots, "SSL_CERT_DIR=/none"}, "--send")
		command.Run()
		if code := command.ProcessState.ExitCode(); code != step.code || o.since() != step.mailed {
			t.Errorf("password %q, roots %s: exit %d, want %d: %s", step.password, step.roots, code, step.code, stderr)
		}
		if text := stderr.String(); strings.Contains(text, "guess") || strings.Contains(text, "secret") {
			t.Errorf("stderr holds the password: %s", text)
		}
	}
}

func TestRunAfterAnInterruptedDeliverySendsTheRest(t *testing.T) {
	t.Parallel()
	c := newCompany(t, startSilentServer(t))
	command, stderr := c.command(nil, "--send")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 2000; i++ { // until the folder is published
		if _, err := os.Stat(filepath.Join(c.out(), "2026-10")); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond)
	command.Process.Signal(syscall.SIGTERM)
	var exit *exec.ExitError
	if err := command.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
		t.Errorf("%v, want exit %d", err, exitInterrupted)
	}
	text := stderr.String()
	if strings.Contains(text, "nothing was written") || !strings.Contains(text, "interrupted while sending") {
		t.Error(text)
	}
	o := startMailServer(t)
	path := filepath.Join(c.dir, "agreement.yaml")
	agreement, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(agreement), "port: ")
	port, _, _ := strings.Cut(rest, ",")
	c.change(t, "port: "+port, fmt.Sprintf("port: %d", o.port))
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--send")
}
