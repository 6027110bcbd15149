package mailrun

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/mail"
	"strings"
	"testing"
	"time"

	"leadpact/cmd/leadpact/internal/duecal"
	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/delivery"
)

var now = time.Date(2026, 12, 2, 12, 0, 0, 0, time.UTC)

// newAgreement returns an agreement with two recipients and an owner. Its server refuses all connections.
func newAgreement() *agreement.Agreement {
	a := &agreement.Agreement{Mail: &agreement.Mail{
		From: "RevOps <revops@a.example>", To: []string{"zoe@a.example", "daniel@a.example"}, OnFailure: "owner@a.example",
	}}
	a.Head.ID = "SLA-1"
	a.Mail.SMTP.Host, a.Mail.SMTP.Port, a.Mail.SMTP.TLS = "127.0.0.1", 1, "none-loopback-only"
	return a
}

func open(t *testing.T, a *agreement.Agreement, log io.Writer) *Mailer {
	t.Helper()
	m, err := Open(a, t.TempDir(), Options{Now: now, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func month(t *testing.T, id string) calendar.Period {
	t.Helper()
	p, err := calendar.ParsePeriod(id, time.UTC, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func names(to []*mail.Address) string {
	var all []string
	for _, a := range to {
		name, _, _ := strings.Cut(a.Address, "@")
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

// journalIn returns the journal of a folder with these entries.
func journalIn(t *testing.T, out string, entries ...delivery.Entry) *delivery.Journal {
	t.Helper()
	tx, err := publish.Begin(out)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close()
	j, err := delivery.OpenJournal(publish.StateDir(out))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(j.Append(entries...), j.Close()); err != nil {
		t.Fatal(err)
	}
	if j, err = delivery.ReadJournal(publish.StateDir(out)); err != nil {
		t.Fatal(err)
	}
	return j
}

func TestTasksAreMonthsNotIssuedOrNotSentToAll(t *testing.T) {
	t.Parallel()
	m := open(t, newAgreement(), io.Discard)
	october, november := month(t, "2026-10"), month(t, "2026-11")
	entry := func(p calendar.Period, to int, state delivery.State) delivery.Entry {
		return delivery.Entry{At: now, Key: m.key(p, m.to[to]), State: state}
	}
	for _, c := range []struct {
		name    string
		issued  []bool // October, November
		entries []delivery.Entry
		want    string
	}{
		{"nothing issued", []bool{false, false}, nil, "2026-10: zoe daniel, 2026-11: zoe daniel"},
		{"issued without mail long ago", []bool{true, false}, nil, "2026-11: zoe daniel"},
		{"the latest issued without mail", []bool{true, true}, nil, "2026-11: zoe daniel"},
		{"one has not got the latest", []bool{true, true},
			[]delivery.Entry{entry(november, 0, delivery.Sent), entry(november, 1, delivery.Deferred)}, "2026-11: zoe daniel"},
		{"one has not got an older one that was meant for him", []bool{true, true},
			[]delivery.Entry{entry(october, 1, delivery.Queued), entry(november, 0, delivery.Sent),
				entry(november, 1, delivery.Sent)}, "2026-10: daniel"},
		{"a recipient who is new since October", []bool{true, true},
			[]delivery.Entry{entry(october, 0, delivery.Sent), entry(november, 0, delivery.Sent)}, "2026-11: zoe daniel"},
		{"all done", []bool{true, true}, []delivery.Entry{entry(november, 0, delivery.Sent),
			entry(november, 1, delivery.Sent)}, ""},
	} {
		due := []duecal.Month{{Period: october, Issued: c.issued[0]}, {Period: november, Issued: c.issued[1], Latest: true}}
		var got []string
		for _, task := range m.Tasks(due, journalIn(t, t.TempDir(), c.entries...)) {
			got = append(got, task.Period.ID+": "+names(task.To))
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s: %s, want %s", c.name, text, c.want)
		}
	}
	again := []duecal.Month{{Period: november, Issued: true, Latest: true, Pending: true}}
	sent := journalIn(t, t.TempDir(), entry(november, 0, delivery.Sent), entry(november, 1, delivery.Sent))
	if tasks := m.Tasks(again, sent); len(tasks) != 1 || tasks[0].Unsent {
		t.Errorf("pending and sent to all: %v", tasks)
	}
	var none *Mailer
	due := []duecal.Month{{Period: october, Issued: true}, {Period: november, Latest: true}}
	if tasks := none.Tasks(due, nil); len(tasks) != 1 || tasks[0].Period.ID != "2026-11" || tasks[0].To != nil {
		t.Errorf("without mail: %v", tasks)
	}
}

func TestQueueEntersEachRecipientOnce(t *testing.T) {
	t.Parallel()
	m := open(t, newAgreement(), io.Discard)
	out := t.TempDir()
	period := month(t, "2026-11")
	journalIn(t, out, delivery.Entry{At: now, Key: m.key(period, m.to[0]), State: delivery.Sent})
	if err := m.Queue(out, period); err != nil {
		t.Fatal(err)
	}
	journal, err := delivery.ReadJournal(publish.StateDir(out))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []delivery.State{delivery.Sent, delivery.Queued} {
		if last, _ := journal.Last(m.key(period, m.to[i])); last.State != want {
			t.Errorf("%s is %s, want %s", m.to[i], last.State, want)
		}
	}
}

func TestReportNamesOnlyWhoIsRefused(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	m := open(t, newAgreement(), &log)
	zoe, daniel := m.to[0], m.to[1]
	for _, c := range []struct {
		name    string
		results []delivery.Result
		stopped error
		log     string
		refused bool
		err     string // a part of the error; empty: none
	}{
		{"all sent",
			[]delivery.Result{{To: zoe, State: delivery.Sent, Tried: true}, {To: daniel, State: delivery.Sent}}, nil,
			"sent 1 of 2 letters of X\n", false, ""},
		{"sent with other content", []delivery.Result{{To: zoe, State: delivery.Sent, Stale: true}}, nil,
			"sent 0 of 1 letters of X\n1 of them went out earlier", false, ""},
		{"refused", []delivery.Result{{To: zoe, State: delivery.Refused, Reason: "550 no"}}, nil,
			"sent 0 of 1", true, "refused for zoe@a.example: 550 no"},
		{"deferred", []delivery.Result{{To: zoe, State: delivery.Deferred, Code: 450, Reason: "450 zoe is away"}}, nil,
			"sent 0 of 1", false, "the server answered 450; run again later"},
		{"uncertain", []delivery.Result{{To: daniel, State: delivery.Uncertain}}, nil,
			"sent 0 of 1", false, "mail.to[1] was handed over without an answer"},
		{"refused and deferred",
			[]delivery.Result{{To: zoe, State: delivery.Refused}, {To: daniel, State: delivery.Deferred}}, nil,
			"sent 0 of 2", true, "put off"},
		{"the server is down", []delivery.Result{{To: zoe, State: delivery.Deferred}}, &delivery.Unavailable{},
			"sent 0 of 1", false, "the letters of X are not sent"},
		{"the server refuses for good", nil, &delivery.Unavailable{Permanent: true}, "sent 0 of 0", true, "are not sent"},
	} {
		log.Reset()
		err := m.report("X", c.results, c.stopped)
		if !strings.HasPrefix(log.String(), c.log) {
			t.Errorf("%s: log %q", c.name, log.String())
		}
		if c.err == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		var undelivered *UndeliveredError
		if !errors.As(err, &undelivered) || undelivered.Refused != c.refused || !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %v", c.name, err)
		} else if named := strings.Contains(err.Error(), "zoe") || strings.Contains(err.Error(), "daniel"); named &&
			!strings.Contains(err.Error(), "refused for zoe") {
			t.Errorf("%s names a person: %v", c.name, err)
		}
	}
	err := m.report("X", nil, context.Canceled)
	if !errors.As(err, new(*InterruptedError)) || errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	err = m.report("X", nil, &fs.PathError{Op: "write", Path: "p", Err: fs.ErrPermission})
	if !errors.As(err, new(*publish.WriteError)) {
		t.Errorf("a journal that cannot be written: %v", err)
	}
}

func TestMissingLetterIsToBeMadeAgain(t *testing.T) {
	t.Parallel()
	m := open(t, newAgreement(), io.Discard)
	err := m.DeliverToAll(t.Context(), t.TempDir(), month(t, "2026-11"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "run --period 2026-11") {
		t.Errorf("%v", err)
	}
}

func TestNoticeThatCannotBeSentIsLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	m := open(t, newAgreement(), &log)
	m.Notify(t.Context(), "2026-11", 65, "an input was refused")
	if !strings.HasPrefix(log.String(), "mail.on_failure was not told of the failure: ") {
		t.Errorf("%q", log.String())
	}
	log.Reset()
	a := newAgreement()
	a.Mail.OnFailure = ""
	m = open(t, a, &log)
	if m.Notify(t.Context(), "2026-11", 65, "an input was refused"); log.Len() > 0 {
		t.Errorf("without an owner: %q", log.String())
	}
}

func TestRunningMonthHasALetterOfItsOwn(t *testing.T) {
	t.Parallel()
	a, b := letterName(month(t, "2026-11")), letterName(month(t, "2026-12"))
	if a != "2026-11" || b != "2026-12, running" {
		t.Errorf("%q, %q", a, b)
	}
}
