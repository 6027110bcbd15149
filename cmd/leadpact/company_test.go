package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log"
	"net"
	"net/mail"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/model"
)

// mailServer is an SMTP server in this process. It gives the answers that a test sets, and stores the
// messages it accepts.
type mailServer struct {
	mu       sync.Mutex
	messages []message
	rcpt     map[string]error // the answer to RCPT, by recipient
	hangUp   bool             // accept a message and hang up without an answer
	port     int
}

type message struct{ to, subject, text string }

// mailSession is one connection to a mailServer.
type mailSession struct {
	*mailServer
	conn *smtp.Conn
	to   string
}

func (o *mailServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &mailSession{mailServer: o, conn: c}, nil
}

func (c *mailSession) Mail(string, *smtp.MailOptions) error { return nil }
func (c *mailSession) Reset()                               {}
func (c *mailSession) Logout() error                        { return nil }

func (c *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.to = to
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rcpt[to]
}

func (c *mailSession) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hangUp {
		return c.conn.Conn().Close()
	}
	m, err := mail.ReadMessage(bytes.NewReader(text))
	if err != nil {
		return err
	}
	c.messages = append(c.messages, message{c.to, m.Header.Get("Subject"), string(text)})
	return nil
}

// answer sets the code that answers RCPT for one recipient, and accepts all others; 0 accepts everybody.
func (o *mailServer) answer(to string, code int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rcpt = map[string]error{}
	if code != 0 {
		o.rcpt[to] = &smtp.SMTPError{Code: code, Message: "so be it"}
	}
}

// hangsUp sets whether the server hangs up instead of answering a message.
func (o *mailServer) hangsUp(hangUp bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.hangUp = hangUp
}

// all returns the messages accepted since the last call of since.
func (o *mailServer) all() []message {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.messages)
}

// since returns the messages accepted since the last call, as "name: subject", each with the name before
// the @ and the subject up to a colon.
func (o *mailServer) since() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var all []string
	for _, m := range o.messages {
		name, _, _ := strings.Cut(m.to, "@")
		subject, _, _ := strings.Cut(m.subject, ":")
		all = append(all, name+": "+subject)
	}
	o.messages = nil
	return strings.Join(all, ", ")
}

// startMailServer starts a server that the end of the test stops.
func startMailServer(t *testing.T) *mailServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := &mailServer{port: l.Addr().(*net.TCPAddr).Port}
	s := smtp.NewServer(o)
	s.ErrorLog = log.New(io.Discard, "", 0)
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return o
}

// startSilentServer starts a server that accepts connections and never sends anything. It returns its port.
func startSilentServer(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

// company is a folder with the small company, and the settings of the runs there.
type company struct {
	dir       string
	now       time.Time
	silence   time.Duration
	documents documentMaker
}

// newCompany copies the small company, with mail terms for a server on a port of this machine. Its runs
// issue cheap documents; see cheapDocuments.
func newCompany(t *testing.T, port int) *company {
	t.Helper()
	c := &company{
		dir: t.TempDir(), now: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC), silence: 5 * time.Second,
		documents: cheapDocuments,
	}
	if err := os.CopyFS(c.dir, os.DirFS("testdata/company")); err != nil {
		t.Fatal(err)
	}
	c.change(t, "\nparties:", fmt.Sprintf(`
mail:
  from: RevOps <revops@northwind.example>
  to: [zoe@northwind.example, Daniel <daniel@northwind.example>]
  on_failure: owner@northwind.example
  smtp: {host: 127.0.0.1, port: %d, tls: none-loopback-only}
  due: first business day 07:00
parties:`, port))
	return c
}

// cheapDocuments is a documentMaker for tests of mail, which issue many months: it makes scorecard.json,
// and a letter that holds no more than the scorecard. Workbook, PDF and the real letter cost ten times as
// much as all the rest of a run on the small company.
func cheapDocuments(
	ctx context.Context, tx *publish.Transaction, folder string, s *model.Scorecard,
) (issue, error) {
	docs, err := scorecardOnly(ctx, s)
	if err != nil {
		return nil, err
	}
	month := s.Period.Start.Format("January 2006")
	if !s.Period.Closed() {
		month += " to date"
	}
	letter := fmt.Sprintf("From: RevOps <revops@northwind.example>\r\nTo: everybody\r\nSubject: SLA %s: cheap\r\n"+
		"Message-ID: <%s@northwind.example>\r\n\r\n%x\r\n", month, s.Period.ID, sha256.Sum256(docs.file(cardName)))
	docs = append(docs, document{"letter.eml", []byte(letter)})
	for _, doc := range docs {
		if err := tx.Write(path.Join(folder, doc.name), doc.data); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// change replaces a text in the agreement.
func (c *company) change(t *testing.T, from, to string) {
	t.Helper()
	path := filepath.Join(c.dir, "agreement.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), from) {
		t.Fatalf("%s has no %q", path, from)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// dropExported removes from the agreement when the leads and activities were exported. Their few events then
// cover whatever is asked.
func (c *company) dropExported(t *testing.T) {
	t.Helper()
	for range 2 {
		c.change(t, ", exported: 2026-11-02", "")
	}
}

func (c *company) out() string { return filepath.Join(c.dir, "out") }

// run runs the program there and returns its exit code and stderr.
func (c *company) run(t *testing.T, flags ...string) (int, string) {
	t.Helper()
	return c.runWith(t.Context(), flags...)
}

func (c *company) runWith(ctx context.Context, flags ...string) (int, string) {
	var stderr bytes.Buffer
	p := &program{now: c.now, stdout: io.Discard, stderr: &stderr, silence: c.silence, documents: c.documents}
	agreement := filepath.Join(c.dir, "agreement.yaml")
	args := append([]string{"leadpact", "run", "--agreement", agreement, "--out", c.out()}, flags...)
	err := app(p).RunContext(ctx, args)
	p.reportError(err)
	return exitCode(err), stderr.String()
}

// wantRun runs the program there and compares its exit code and what it mails with what is expected. It
// returns stderr.
func (c *company) wantRun(t *testing.T, o *mailServer, code int, mailed string, flags ...string) string {
	t.Helper()
	got, stderr := c.run(t, flags...)
	if got != code {
		t.Errorf("%v: exit %d, want %d: %s", flags, got, code, stderr)
	}
	if got := o.since(); got != mailed {
		t.Errorf("%v: mailed %q, want %q: %s", flags, got, mailed, stderr)
	}
	return stderr
}

// edit replaces a text in an export.
func (c *company) edit(t *testing.T, file, from, to string) {
	t.Helper()
	path := filepath.Join(c.dir, "exports", file)
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), from) {
		t.Fatalf("%s has no %q (%v)", path, from, err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}
