package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"leadpact/cmd/leadpact/internal/mailrun"
	"leadpact/cmd/leadpact/internal/treetest"
)

const (
	toZoe    = "zoe: SLA October 2026"
	toDaniel = "daniel: SLA October 2026"
	toOwner  = "owner: leadpact"
)

// The clocks change, a holiday falls on a first day, and the machine is off when two months become due.
// The rule for each day of a year is tested in package duecal.
func TestDailyCallsIssueAndMailEachMonthOnce(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.dropExported(t)
	c.change(t, "clock: {handoff: mql}", "clock: {handoff: mql, holidays: {country: US}}")
	both := func(month string) string { return "zoe: SLA " + month + ", daniel: SLA " + month }
	for _, call := range []struct{ at, mailed string }{
		{"2026-11-01T07:00:00-05:00", ""}, // a Sunday
		{"2026-11-02T06:59:59-05:00", ""},
		{"2026-11-02T07:00:00-05:00", both("October 2026")},
		{"2026-11-02T08:00:00-05:00", ""},
		{"2026-12-01T07:00:00-05:00", both("November 2026")},
		{"2027-01-01T07:00:00-05:00", ""}, // New Year's Day
		{"2027-01-04T07:00:00-05:00", both("December 2026")},
		{"2027-03-06T07:00:00-05:00", both("January 2027") + ", " + both("February 2027")}, // both were missed
		{"2027-03-06T08:00:00-05:00", ""},
	} {
		var err error
		if c.now, err = time.Parse(time.RFC3339, call.at); err != nil {
			t.Fatal(err)
		}
		if code, stderr := c.run(t, "--if-due", "--send"); code != 0 {
			t.Fatalf("%s: exit %d: %s", call.at, code, stderr)
		}
		if got := o.since(); got != call.mailed {
			t.Errorf("%s: mailed %q, want %q", call.at, got, call.mailed)
		}
	}
}

func TestRunWithNothingDueWritesOneLine(t *testing.T) {
	t.Parallel()
	c := newCompany(t, 1)
	c.now = time.Date(2026, 11, 2, 11, 59, 0, 0, time.UTC)
	code, stderr := c.run(t, "--if-due", "--send")
	if code != 0 || stderr != "nothing is due; 2026-10 is on 2 November 2026 07:00 EST\n" {
		t.Errorf("exit %d: %q", code, stderr)
	}
	if _, err := os.Stat(c.out()); err == nil {
		t.Error("something was written")
	}
}

func TestMissedMonthsBeginWithTheAgreementOrTheOldestIssue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		issued string // a month issued by hand before, without mail
		want   string
	}{
		{"nothing issued", "", "due: 2026-10, 2026-11, 2026-12\n"},
		{"a later month issued", "2026-11", "due: 2026-12\n"},
		{"a month before the agreement issued", "2026-08", "due: 2026-10, 2026-11, 2026-12\n"},
		{"the last month issued, not mailed", "2026-12", "due: 2026-12\n"},
	} {
		o := startMailServer(t)
		company := newCompany(t, o.port)
		company.dropExported(t)
		company.now = time.Date(2027, 1, 9, 12, 0, 0, 0, time.UTC)
		if c.issued != "" {
			if code, stderr := company.run(t, "--period", c.issued); code != 0 {
				t.Fatal(stderr)
			}
		}
		code, stderr := company.run(t, "--if-due", "--send")
		if code != 0 || !strings.HasPrefix(stderr, c.want) {
			t.Errorf("%s: exit %d: %s", c.name, code, stderr)
		}
		code, stderr = company.run(t, "--if-due", "--send")
		if code != 0 || !strings.HasPrefix(stderr, "nothing is due") {
			t.Errorf("%s, the second run: exit %d: %s", c.name, code, stderr)
		}
	}
}

func TestRunningMonthThatWasPublishedIsIssuedLater(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.now = time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)
	c.wantRun(t, o, 0, toZoe+" to date, "+toDaniel+" to date", "--send", "--period", "2026-10")
	c.now = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--if-due", "--send")
	c.wantRun(t, o, 0, "", "--if-due", "--send")
}

func TestMonthThatCannotBeIssuedEndsTheRun(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.now = time.Date(2027, 1, 9, 12, 0, 0, 0, time.UTC)
	if err := os.Remove(filepath.Join(c.dir, "exports", "leads.csv")); err != nil {
		t.Fatal(err)
	}
	c.wantRun(t, o, exitNoInput, toOwner, "--if-due", "--send")
	c.wantRun(t, o, exitNoInput, "", "--if-due")
	if _, err := os.Stat(c.out()); err == nil {
		t.Error("something was written")
	}
}

func TestRefusedLetterOfAnOldMonthDoesNotStopTheNext(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.dropExported(t)
	o.answer("zoe@northwind.example", 550)
	c.wantRun(t, o, 69, toDaniel+", "+toOwner, "--if-due", "--send")
	o.answer("", 0)
	c.now = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	c.wantRun(t, o, 69, toOwner+", zoe: SLA November 2026, daniel: SLA November 2026", "--if-due", "--send")
	c.wantRun(t, o, 0, toZoe, "--send", "--resend", "--period", "2026-10")
	c.wantRun(t, o, 0, "", "--if-due", "--send")
}

func TestNewRecipientGetsOnlyTheLatestLetter(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.dropExported(t)
	for _, month := range []time.Month{time.November, time.December} {
		c.now = time.Date(2026, month, 2, 12, 0, 0, 0, time.UTC)
		c.run(t, "--if-due", "--send")
	}
	o.since()
	c.change(t, "to: [zoe", "to: [ann@northwind.example, zoe")
	c.wantRun(t, o, 0, "ann: SLA November 2026", "--if-due", "--send")
	c.wantRun(t, o, 0, "", "--if-due", "--send")
}

func TestRunThatIsKilledBeforeMailingLeavesNobodyOut(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.dropExported(t)
	j, err := openJob(filepath.Join(c.dir, "agreement.yaml"), "2026-10", "", c.now)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mailrun.Open(j.agreement, j.dir, mailrun.Options{Now: c.now, Log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	j.documents = c.documents
	j.beforeCommit = func() error { return m.Queue(c.out(), j.period) }
	if _, _, err := j.publishInto(t.Context(), c.out()); err != nil { // and then it is killed
		t.Fatal(err)
	}
	c.now = time.Date(2026, 12, 2, 12, 0, 0, 0, time.UTC)
	mailed := toZoe + ", " + toDaniel + ", zoe: SLA November 2026, daniel: SLA November 2026"
	c.wantRun(t, o, 0, mailed, "--if-due", "--send")
}

func TestIfDueNeedsADueTime(t *testing.T) {
	t.Parallel()
	c := newCompany(t, 1)
	c.change(t, "  due: first business day 07:00\n", "")
	if code, stderr := c.run(t, "--if-due"); code != exitAgreement || !strings.Contains(stderr, "mail.due is missing") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

func TestSendingAgainSendsOnlyWhatWasNotSent(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.documents = nil // the real ones, which are the same bytes each time
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--send")
	stderr := c.wantRun(t, o, 0, "", "--send")
	if !strings.Contains(stderr, "sent 0 of 2 letters of 2026-10") {
		t.Error(stderr)
	}
	c.wantRun(t, o, 0, "", "--send", "--resend")
	want := []string{".leadpact/", ".leadpact/journal"}
	for name := range treetest.Read(t, c.out()) {
		if strings.HasPrefix(name, ".") && name != want[0] && name != want[1] {
			t.Errorf("%s is left behind", name)
		}
	}
	if info, err := os.Stat(filepath.Join(c.out(), ".leadpact", "journal")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the journal: %v, %v", info, err)
	}
}

func TestMessageIsThePublishedLetterWithTheWorkbook(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.documents = nil // the real ones
	c.run(t, "--send")
	published, err := os.ReadFile(filepath.Join(c.out(), "2026-10", "letter.eml"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(published), "\r\n\r\n")
	for _, m := range o.all() {
		if _, got, _ := strings.Cut(m.text, "\r\n\r\n"); got != body {
			t.Error("the body is not that of letter.eml")
		}
	}
	if !strings.Contains(body, "sla-2026-10.xlsx") {
		t.Error("no workbook")
	}
}

func TestRefusedRecipientExits69UntilAPersonActs(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	o.answer("zoe@northwind.example", 550)
	stderr := c.wantRun(t, o, 69, toDaniel+", "+toOwner, "--send")
	if !strings.Contains(stderr, "zoe@northwind.example") || !strings.Contains(stderr, "550") ||
		strings.Contains(stderr, "daniel@") {
		t.Error(stderr)
	}
	o.answer("", 0)
	c.wantRun(t, o, 69, toOwner, "--send")
	c.wantRun(t, o, 69, toOwner, "--if-due", "--send")
	c.wantRun(t, o, 0, toZoe, "--send", "--resend")
	c.wantRun(t, o, 0, "", "--send")
	c.wantRun(t, o, 0, "", "--if-due", "--send")
}

func TestDeferredRecipientExits75AndIsTriedAgain(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	o.answer("zoe@northwind.example", 450)
	stderr := c.wantRun(t, o, 75, toDaniel+", "+toOwner, "--send")
	if strings.Contains(stderr, "zoe") {
		t.Errorf("it names a person: %s", stderr)
	}
	c.wantRun(t, o, 75, toOwner, "--if-due", "--send")
	o.answer("", 0)
	c.wantRun(t, o, 0, toZoe, "--if-due", "--send")
	c.wantRun(t, o, 0, "", "--send")
}

func TestLostAnswerExits75AndIsNotSentAgainUnasked(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	o.hangsUp(true)
	stderr := c.wantRun(t, o, 75, "", "--send")
	if !strings.Contains(stderr, "mail.to[1] was handed over without an answer") || strings.Contains(stderr, "daniel") {
		t.Error(stderr)
	}
	o.hangsUp(false)
	c.wantRun(t, o, 75, toOwner, "--send")
	c.wantRun(t, o, 75, toOwner, "--if-due", "--send")
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--send", "--resend")
	c.wantRun(t, o, 0, "", "--send")
}

func TestSilentServerExits75InTime(t *testing.T) {
	t.Parallel()
	c := newCompany(t, startSilentServer(t))
	c.silence = 100 * time.Millisecond
	start := time.Now()
	code, stderr := c.run(t, "--send")
	if code != exitTryAgain || !strings.Contains(stderr, "published") {
		t.Errorf("exit %d: %s", code, stderr)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestRestatedMonthIsSentAgainOnRequestOnly(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--send")
	leads := filepath.Join(c.dir, "exports", "leads.csv")
	data, err := os.ReadFile(leads)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(data), "\n")
	if err := os.WriteFile(leads, []byte(strings.Join(lines[:len(lines)-2], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	stderr := c.wantRun(t, o, 0, "", "--send")
	if !strings.Contains(stderr, "2 of them went out earlier with other content") {
		t.Error(stderr)
	}
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--send", "--resend")
	c.wantRun(t, o, 0, "", "--send", "--resend")
}

func TestFailedRunNotifiesTheOwnerWithoutPersonalData(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	if err := os.WriteFile(filepath.Join(c.dir, "exports", "leads.csv"), []byte("nothing\nof use\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, stderr := c.run(t, "--send"); code != exitData || len(o.all()) != 1 {
		t.Fatalf("exit %d, %d mailed: %s", code, len(o.all()), stderr)
	}
	notice := o.all()[0]
	if notice.to != "owner@northwind.example" || !strings.Contains(notice.text, "exit code 65") ||
		strings.Contains(notice.text, "leads.csv") {
		t.Errorf("%+v", notice)
	}
	if _, err := os.Stat(c.out()); err == nil {
		t.Error("a failed run leaves a folder")
	}
	o.since()
	c.wantRun(t, o, exitData, "") // without --send nobody is notified
}

func TestBreachIsMailedAndExits3(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.wantRun(t, o, exitBreach, toZoe+", "+toDaniel, "--send", "--fail-on-breach")
}

func TestMissingMailTermsAreReportedBeforeAnythingIsComputed(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	for _, c := range []struct {
		name, from, to string
		code           int
		says           string
	}{
		{"no recipients", "  to: [zoe@northwind.example, Daniel <daniel@northwind.example>]\n", "", 78, "mail.to is missing"},
		{"no sender", "  from: RevOps <revops@northwind.example>\n", "", 78, "mail.from is missing"},
		{"clear text to elsewhere", "host: 127.0.0.1", "host: smtp.example.com", 78, "is not this machine"},
		{"a user without password", "tls: none-loopback-only", "tls: starttls, user: revops", 78, "LEADPACT_SMTP_PASSWORD"},
		{"a missing password file", "tls: none-loopback-only",
			"tls: starttls, user: revops, password_file: none", 66, "password_file"},
		{"a password file that all can read", "tls: none-loopback-only",
			"tls: starttls, user: revops, password_file: exports/open", 78, "chmod 600"},
	} {
		company := newCompany(t, o.port)
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
	t.Parallel()
	c := newCompany(t, 1)
	for _, flags := range [][]string{
		{"--resend"}, {"--if-due", "--period", "2026-10"}, {"--if-due", "--send", "--resend"},
	} {
		if code, stderr := c.run(t, flags...); code != exitUsage {
			t.Errorf("%v: exit %d: %s", flags, code, stderr)
		}
	}
}

func TestRunsAtTheSameTimeSendEachLetterOnce(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if code, stderr := c.runWith(context.Background(), "--send"); code != 0 && code != exitTryAgain {
				t.Errorf("exit %d: %s", code, stderr)
			}
		})
	}
	all.Wait()
	c.run(t, "--send")
	letters := strings.ReplaceAll(o.since(), ", "+toOwner, "")
	letters = strings.TrimPrefix(letters, toOwner+", ")
	if strings.Count(letters, toZoe) != 1 || strings.Count(letters, toDaniel) != 1 {
		t.Error(letters)
	}
}

func TestJSONLogIsARecordPerLineWithoutPersonalData(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	o.answer("zoe@northwind.example", 450)
	code, stderr := c.run(t, "--send", "--log-format", "json")
	if code != exitTryAgain {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	steps := map[string]bool{}
	for line := range strings.Lines(stderr) {
		var record struct {
			Time, Level, Msg, Step string
			Exit                   int
		}
		if err := json.Unmarshal([]byte(line), &record); err != nil || record.Time == "" || record.Msg == "" {
			t.Errorf("%q is no record (%v)", line, err)
		}
		steps[record.Step] = true
		if record.Level == "ERROR" && record.Exit != exitTryAgain {
			t.Errorf("%q", line)
		}
	}
	for _, step := range []string{"reading", "computing", "writing", "publishing", "sending"} {
		if !steps[step] {
			t.Errorf("%s is not logged", step)
		}
	}
	for _, word := range []string{"zoe", "daniel", "@", "L1"} {
		if strings.Contains(stderr, word) {
			t.Errorf("the log holds %q: %s", word, stderr)
		}
	}
	code, stderr = c.run(t, "--log-format", "xml")
	if code != exitUsage || !strings.Contains(stderr, "none of text and json") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}
