// Package mailrun mails the published letters of an agreement: it selects the recipients, finds out from
// the journal what is still to be sent, delivers it and reports on that, and notifies the owner when a
// run fails.
//
// In come the mail terms of an agreement, the output folder with its published letters, and periods; out
// go mail, entries of the journal, and a report on the log that names no recipient except one who is
// refused. The package computes nothing, publishes nothing, and does not know exit codes: its errors
// state how far the delivery came.
package mailrun

import (
	"errors"
	"fmt"
	"io"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"time"

	"leadpact/cmd/leadpact/internal/console"
	"leadpact/cmd/leadpact/internal/duecal"
	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/delivery"
)

// Options are what a Mailer needs besides the agreement.
type Options struct {
	Resend   bool      // also send where a letter was refused, may not have arrived, or has changed since
	Now      time.Time // the time of the run, for the journal and the Date of messages
	Log      io.Writer // takes the report
	Progress *console.Progress
	Silence  time.Duration // how long a mail server may stay silent; 0: the default of package delivery
}

// Mailer sends the letters of an agreement. It has one sender for the whole run, so that a server that is
// down is tried only once.
type Mailer struct {
	Options
	agreement string // its id
	to        []*mail.Address
	owner     *mail.Address // gets the notice of a failed run; nil: nobody
	sender    *delivery.Sender
}

// Open reads the mail terms of an agreement and the password, before anything is computed, so that what
// is missing is reported at once. dir is the folder that paths in the agreement are relative to. An error
// that is fs.ErrNotExist means that the password file is missing; any other that the terms are incomplete
// or wrong.
func Open(a *agreement.Agreement, dir string, o Options) (*Mailer, error) {
	terms := a.Mail
	if err := CheckTerms(terms); err != nil {
		return nil, err
	}
	from, to, owner, err := mailboxes(terms)
	if err != nil {
		return nil, err
	}
	server := delivery.Server{
		Host: terms.SMTP.Host, Port: terms.SMTP.Port, TLS: terms.SMTP.TLS, User: terms.SMTP.User, Silence: o.Silence,
	}
	if err := server.Check(); err != nil {
		return nil, err
	}
	if server.LogsIn() {
		file := terms.SMTP.PasswordFile
		if file != "" && !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
		if server.Password, err = delivery.Password(file, os.Getenv); err != nil {
			return nil, err
		}
	} else if server.User != "" {
		fmt.Fprintf(o.Log, "the line to %s is not encrypted: nobody logs in as mail.smtp.user\n", server.Host)
	}
	sender := &delivery.Sender{Server: server, From: from}
	return &Mailer{Options: o, agreement: a.Head.ID, to: to, owner: owner, sender: sender}, nil
}

// CheckTerms reports the first mail term that is missing for sending; terms may be nil.
func CheckTerms(terms *agreement.Mail) error {
	if terms == nil {
		terms = &agreement.Mail{}
	}
	for _, term := range []struct {
		missing       bool
		name, example string
	}{
		{terms.From == "", "mail.from", "from: RevOps <revops@example.com>"},
		{len(terms.To) == 0, "mail.to", "to: [zoe@example.com]"},
		{terms.SMTP.Host == "", "mail.smtp", "smtp: {host: smtp.example.com, user: revops, password_file: smtp.password}"},
	} {
		if term.missing {
			return fmt.Errorf("%s is missing, so nothing can be sent; add %s", term.name, term.example)
		}
	}
	return nil
}

// mailboxes parses the addresses of the mail terms.
func mailboxes(terms *agreement.Mail) (from *mail.Address, to []*mail.Address, owner *mail.Address, err error) {
	parse := func(term, text string) *mail.Address {
		address, bad := delivery.Mailbox(term, text)
		err = errors.Join(err, bad)
		return address
	}
	from = parse("mail.from", terms.From)
	for i, text := range terms.To {
		to = append(to, parse(fmt.Sprintf("mail.to[%d]", i), text))
	}
	if terms.OnFailure != "" {
		owner = parse("mail.on_failure", terms.OnFailure)
	}
	return from, to, owner, err
}

// Task is a due month with something left to do: to issue it, to send its letter, or both.
type Task struct {
	duecal.Month
	To     []*mail.Address // who should get the letter, including those who have it already
	Unsent bool            // somebody of To has not got it
}

// Tasks selects the due months with something left to do. If m is nil, nothing is to be sent, and only
// the months that are to be issued are selected.
func (m *Mailer) Tasks(due []duecal.Month, journal *delivery.Journal) []Task {
	var tasks []Task
	for _, month := range due {
		task := Task{Month: month}
		if m != nil {
			task.To = m.recipients(month, journal)
			task.Unsent = m.hasOutstanding(task, journal)
		}
		if !month.Issued || month.Pending || task.Unsent {
			tasks = append(tasks, task)
		}
	}
	return tasks
}

// recipients returns who should get a month's letter: everybody under mail.to or, for an issue that is
// not the latest, those of them whom the journal knows as its recipients.
func (m *Mailer) recipients(month duecal.Month, journal *delivery.Journal) []*mail.Address {
	if month.Latest || !month.Issued {
		return m.to
	}
	return slices.DeleteFunc(slices.Clone(m.to), func(to *mail.Address) bool {
		_, known := journal.Last(m.key(month.Period, to))
		return !known
	})
}

// hasOutstanding reports whether any recipient of a task has not got the letter.
func (m *Mailer) hasOutstanding(task Task, journal *delivery.Journal) bool {
	return slices.ContainsFunc(task.To, func(to *mail.Address) bool {
		last, _ := journal.Last(m.key(task.Period, to))
		return last.State != delivery.Sent
	})
}

// letterName returns the name of a period's letter in the journal and in messages. The letter of a month
// that is still running has another name than the one after its end.
func letterName(period calendar.Period) string {
	if !period.Closed() {
		return period.ID + ", running"
	}
	return period.ID
}

func (m *Mailer) key(period calendar.Period, to *mail.Address) delivery.Key {
	return delivery.KeyOf(m.agreement, letterName(period), to)
}

// Queue enters the recipients of a period in the journal of the output folder, except those that it holds
// already. It is called before the issue is published, so that a run that is killed later leaves nobody
// out.
func (m *Mailer) Queue(out string, period calendar.Period) error {
	journal, err := delivery.OpenJournal(publish.StateDir(out))
	if err != nil {
		return publish.WriteFailed(err)
	}
	var entries []delivery.Entry
	for _, to := range m.to {
		key := m.key(period, to)
		if _, known := journal.Last(key); !known {
			entries = append(entries, delivery.Entry{At: m.Now, Key: key, State: delivery.Queued})
		}
	}
	return publish.WriteFailed(errors.Join(journal.Append(entries...), journal.Close()))
}
