package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// postOffice is a mail server in this process. It answers MAIL, RCPT and messages as it is told, and keeps what it took.
type postOffice struct {
	mu    sync.Mutex
	taken []posted
	rcpt  map[string]error // by recipient
	lose  bool             // take the message and hang up
	port  int
}

type posted struct{ to, subject, text string }

type counter struct {
	*postOffice
	conn *smtp.Conn
	to   string
}

func (o *postOffice) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &counter{postOffice: o, conn: c}, nil
}

func (c *counter) Mail(string, *smtp.MailOptions) error { return nil }
func (c *counter) Reset()                               {}
func (c *counter) Logout() error                        { return nil }

func (c *counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.to = to
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rcpt[to]
}

func (c *counter) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lose {
		return c.conn.Conn().Close()
	}
	m, err := mail.ReadMessage(bytes.NewReader(text))
	if err != nil {
		return err
	}
	c.taken = append(c.taken, posted{c.to, m.Header.Get("Subject"), string(text)})
	return nil
}

func (o *postOffice) answer(to string, code int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rcpt = map[string]error{}
	if code != 0 {
		o.rcpt[to] = &smtp.SMTPError{Code: code, Message: "so be it"}
	}
}

// drops says whether it takes messages and hangs up instead of answering.
func (o *postOffice) drops(lose bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lose = lose
}

// all gives what was taken so far.
func (o *postOffice) all() []posted {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.taken)
}

// taken since the last call, as "name: subject" by the name before the @.
func (o *postOffice) since() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var all []string
	for _, m := range o.taken {
		name, _, _ := strings.Cut(m.to, "@")
		subject, _, _ := strings.Cut(m.subject, ":")
		all = append(all, name+": "+subject)
	}
	o.taken = nil
	return strings.Join(all, ", ")
}

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := &postOffice{port: l.Addr().(*net.TCPAddr).Port}
	s := smtp.NewServer(o)
	s.ErrorLog = log.New(io.Discard, "", 0)
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return o
}

// deaf listens and never says a word.
func deaf(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

// company is a folder with the small company, and what a run there is told.
type company struct {
	dir     string
	now     time.Time
	silence time.Duration
}

// employ copies the small company and gives it mail terms.
func employ(t *testing.T, port int) *company {
	t.Helper()
	c := &company{dir: t.TempDir(), now: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC), silence: 5 * time.Second}
	if err := os.CopyFS(c.dir, os.DirFS("testdata/company")); err != nil {
		t.Fatal(err)
	}
	c.change(t, "\nparties:", fmt.Sprintf("\nmail:\n  from: RevOps <revops@northwind.example>\n  to: [zoe@northwind.example, Daniel <daniel@northwind.example>]\n"+
		"  on_failure: owner@northwind.example\n  smtp: {host: 127.0.0.1, port: %d, tls: none-loopback-only}\n  due: first business day 07:00\nparties:", port))
	return c
}

// change replaces a text of the agreement.
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

func (c *company) out() string { return filepath.Join(c.dir, "out") }

// run runs the program there and gives its exit code and stderr.
func (c *company) run(t *testing.T, flags ...string) (int, string) {
	t.Helper()
	return c.runWith(t.Context(), flags...)
}

func (c *company) runWith(ctx context.Context, flags ...string) (int, string) {
	var stderr bytes.Buffer
	p := &program{now: c.now, stdout: io.Discard, stderr: &stderr, silence: c.silence}
	args := append([]string{"leadpact", "run", "--agreement", filepath.Join(c.dir, "agreement.yaml"), "--out", c.out()}, flags...)
	err := p.app().RunContext(ctx, args)
	p.fails(err)
	return exitCode(err), stderr.String()
}

// runs holds a run to its exit code and to what it mails.
func (c *company) runs(t *testing.T, o *postOffice, code int, mailed string, flags ...string) string {
	t.Helper()
	got, stderr := c.run(t, flags...)
	if got != code {
		t.Errorf("%v: exit %d, want %d: %s", flags, got, code, stderr)
	}
	if took := o.since(); took != mailed {
		t.Errorf("%v: mailed %q, want %q: %s", flags, took, mailed, stderr)
	}
	return stderr
}

const (
	toZoe    = "zoe: SLA October 2026"
	toDaniel = "daniel: SLA October 2026"
	toOwner  = "owner: leadpact"
)

func TestSendingAgainSendsOnlyWhatWasNotSent(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	c.runs(t, o, 0, toZoe+", "+toDaniel, "--send")
	stderr := c.runs(t, o, 0, "", "--send")
	if !strings.Contains(stderr, "sent 0 of 2 letters of 2026-10") {
		t.Error(stderr)
	}
	c.runs(t, o, 0, "", "--send", "--resend")
	want := []string{".leadpact/", ".leadpact/journal"}
	for name := range tree(t, c.out()) {
		if strings.HasPrefix(name, ".") && name != want[0] && name != want[1] {
			t.Errorf("%s stays", name)
		}
	}
	if info, err := os.Stat(filepath.Join(c.out(), ".leadpact", "journal")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the journal: %v, %v", info, err)
	}
}

func TestMessageIsThePublishedLetterWithTheWorkbook(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	c.run(t, "--send")
	published, err := os.ReadFile(filepath.Join(c.out(), "2026-10", "letter.eml"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(published), "\r\n\r\n")
	for _, m := range o.all() {
		if _, got, _ := strings.Cut(m.text, "\r\n\r\n"); got != body {
			t.Error("another body than letter.eml has")
		}
	}
	if !strings.Contains(body, "sla-2026-10.xlsx") {
		t.Error("no workbook")
	}
}

func TestRefusedRecipientIs69UntilSomebodyActs(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	o.answer("zoe@northwind.example", 550)
	stderr := c.runs(t, o, 69, toDaniel+", "+toOwner, "--send")
	if !strings.Contains(stderr, "zoe@northwind.example") || !strings.Contains(stderr, "550") || strings.Contains(stderr, "daniel@") {
		t.Error(stderr)
	}
	o.answer("", 0)
	c.runs(t, o, 69, toOwner, "--send")
	c.runs(t, o, 69, toOwner, "--if-due", "--send")
	c.runs(t, o, 0, toZoe, "--send", "--resend")
	c.runs(t, o, 0, "", "--send")
	c.runs(t, o, 0, "", "--if-due", "--send")
}

func TestDeferredRecipientIs75AndTriedByTheNextRun(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	o.answer("zoe@northwind.example", 450)
	stderr := c.runs(t, o, 75, toDaniel+", "+toOwner, "--send")
	if strings.Contains(stderr, "zoe") {
		t.Errorf("it names a person: %s", stderr)
	}
	c.runs(t, o, 75, toOwner, "--if-due", "--send")
	o.answer("", 0)
	c.runs(t, o, 0, toZoe, "--if-due", "--send")
	c.runs(t, o, 0, "", "--send")
}

func TestLostAnswerIs75AndNeverSentAgainUnasked(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	o.drops(true)
	stderr := c.runs(t, o, 75, "", "--send")
	if !strings.Contains(stderr, "mail.to[1] was handed over without an answer") || strings.Contains(stderr, "daniel") {
		t.Error(stderr)
	}
	o.drops(false)
	c.runs(t, o, 75, toOwner, "--send")
	c.runs(t, o, 75, toOwner, "--if-due", "--send")
	c.runs(t, o, 0, toZoe+", "+toDaniel, "--send", "--resend")
	c.runs(t, o, 0, "", "--send")
}

func TestSilentServerIs75AndBounded(t *testing.T) {
	c := employ(t, deaf(t))
	c.silence = 100 * time.Millisecond
	began := time.Now()
	code, stderr := c.run(t, "--send")
	if code != exitTryAgain || !strings.Contains(stderr, "published") {
		t.Errorf("exit %d: %s", code, stderr)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestRestatedMonthGoesOutAgainOnRequestAlone(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	c.runs(t, o, 0, toZoe+", "+toDaniel, "--send")
	leads := filepath.Join(c.dir, "exports", "leads.csv")
	data, err := os.ReadFile(leads)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(data), "\n")
	if err := os.WriteFile(leads, []byte(strings.Join(lines[:len(lines)-2], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	if stderr := c.runs(t, o, 0, "", "--send"); !strings.Contains(stderr, "2 of them went out earlier with other content") {
		t.Error(stderr)
	}
	c.runs(t, o, 0, toZoe+", "+toDaniel, "--send", "--resend")
	c.runs(t, o, 0, "", "--send", "--resend")
}

func TestFailedRunTellsItsOwnerWithoutPersonalData(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	if err := os.WriteFile(filepath.Join(c.dir, "exports", "leads.csv"), []byte("nothing\nof use\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, stderr := c.run(t, "--send"); code != exitData || len(o.all()) != 1 {
		t.Fatalf("exit %d, %d mailed: %s", code, len(o.all()), stderr)
	}
	notice := o.all()[0]
	if notice.to != "owner@northwind.example" || !strings.Contains(notice.text, "exit code 65") || strings.Contains(notice.text, "leads.csv") {
		t.Errorf("%+v", notice)
	}
	if _, err := os.Stat(c.out()); err == nil {
		t.Error("a failed run leaves a folder")
	}
	o.since()
	c.runs(t, o, exitData, "") // without --send nobody is told
}

func TestBreachIsMailedAndStillExits3(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	c.runs(t, o, exitBreach, toZoe+", "+toDaniel, "--send", "--fail-on-breach")
}

func TestWhatCannotBeSentIsSaidBeforeAnythingIsComputed(t *testing.T) {
	o := openPostOffice(t)
	for _, c := range []struct {
		name, from, to string
		code           int
		says           string
	}{
		{"no recipients", "  to: [zoe@northwind.example, Daniel <daniel@northwind.example>]\n", "", 78, "mail.to is missing"},
		{"no sender", "  from: RevOps <revops@northwind.example>\n", "", 78, "mail.from is missing"},
		{"clear text to elsewhere", "host: 127.0.0.1", "host: smtp.example.com", 78, "is not this machine"},
		{"a user without password", "tls: none-loopback-only", "tls: starttls, user: revops", 78, "LEADPACT_SMTP_PASSWORD"},
		{"a password file that is not there", "tls: none-loopback-only", "tls: starttls, user: revops, password_file: none", 66, "password_file"},
		{"a password file for all", "tls: none-loopback-only", "tls: starttls, user: revops, password_file: exports/open", 78, "chmod 600"},
	} {
		company := employ(t, o.port)
		if err := os.WriteFile(filepath.Join(company.dir, "exports", "open"), []byte("secret"), 0o644); err != nil {
			t.Fatal(err)
		}
		company.change(t, c.from, c.to)
		code, stderr := company.run(t, "--send")
		if code != c.code || !strings.Contains(stderr, c.says) || strings.Contains(stderr, "secret") {
			t.Errorf("%s: exit %d: %s", c.name, code, stderr)
		}
		if _, err := os.Stat(company.out()); err == nil {
			t.Errorf("%s: something was written", c.name)
		}
	}
}

func TestSendFlagsThatContradictEachOtherAreRefused(t *testing.T) {
	c := employ(t, 1)
	for _, flags := range [][]string{{"--resend"}, {"--if-due", "--period", "2026-10"}, {"--if-due", "--send", "--resend"}} {
		if code, stderr := c.run(t, flags...); code != exitUsage {
			t.Errorf("%v: exit %d: %s", flags, code, stderr)
		}
	}
}

func TestTwoRunsAtOnceSendOneLetterEach(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
	var both sync.WaitGroup
	for range 3 {
		both.Go(func() {
			if code, stderr := c.runWith(context.Background(), "--send"); code != 0 && code != exitTryAgain {
				t.Errorf("exit %d: %s", code, stderr)
			}
		})
	}
	both.Wait()
	c.run(t, "--send")
	letters := strings.ReplaceAll(o.since(), ", "+toOwner, "")
	letters = strings.TrimPrefix(letters, toOwner+", ")
	if strings.Count(letters, toZoe) != 1 || strings.Count(letters, toDaniel) != 1 {
		t.Error(letters)
	}
}
