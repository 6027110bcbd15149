package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/delivery"
)

// post is an agreement's mail, ready to send. Its sender is one for the whole run: a server that is down is asked once.
type post struct {
	agreement string
	to        []*mail.Address
	owner     *mail.Address // who hears of a failed run; nil: nobody
	sender    *delivery.Sender
	resend    bool
	now       time.Time
	log       io.Writer
	progress  *progress
}

// openPost reads the mail terms and the password, before anything is computed: what is missing is said at once.
func (p *program) openPost(j *job) (*post, error) {
	m := j.agreement.Mail
	if err := checkMail(m); err != nil {
		return nil, fail(exitAgreement, err)
	}
	from, to, owner, err := mailboxes(m)
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	server := delivery.Server{Host: m.SMTP.Host, Port: m.SMTP.Port, TLS: m.SMTP.TLS, User: m.SMTP.User, Silence: p.silence}
	if err := server.Check(); err != nil {
		return nil, fail(exitAgreement, err)
	}
	if server.LogsIn() {
		file := m.SMTP.PasswordFile
		if file != "" && !filepath.IsAbs(file) {
			file = filepath.Join(j.dir, file)
		}
		if server.Password, err = delivery.Password(file, os.Getenv); errors.Is(err, fs.ErrNotExist) {
			return nil, fail(exitNoInput, err)
		} else if err != nil {
			return nil, fail(exitAgreement, err)
		}
	} else if server.User != "" {
		fmt.Fprintf(p.stderr, "the line to %s is not encrypted: nobody logs in as mail.smtp.user\n", server.Host)
	}
	return &post{agreement: j.agreement.Head.ID, to: to, owner: owner, sender: &delivery.Sender{Server: server, From: from},
		now: p.now, log: p.stderr, progress: p.progress}, nil
}

// checkMail says which term --send lacks.
func checkMail(m *agreement.Mail) error {
	if m == nil {
		m = &agreement.Mail{}
	}
	for _, term := range []struct {
		missing       bool
		name, example string
	}{
		{m.From == "", "mail.from", "from: RevOps <revops@example.com>"},
		{len(m.To) == 0, "mail.to", "to: [zoe@example.com]"},
		{m.SMTP.Host == "", "mail.smtp", "smtp: {host: smtp.example.com, user: revops, password_file: smtp.password}"},
	} {
		if term.missing {
			return fmt.Errorf("%s is missing, so nothing can be sent; add %s", term.name, term.example)
		}
	}
	return nil
}

// mailboxes reads the addresses of the mail terms.
func mailboxes(m *agreement.Mail) (from *mail.Address, to []*mail.Address, owner *mail.Address, err error) {
	read := func(field, text string) *mail.Address {
		a, bad := delivery.Mailbox(field, text)
		err = errors.Join(err, bad)
		return a
	}
	from = read("mail.from", m.From)
	for i, text := range m.To {
		to = append(to, read(fmt.Sprintf("mail.to[%d]", i), text))
	}
	if m.OnFailure != "" {
		owner = read("mail.on_failure", m.OnFailure)
	}
	return from, to, owner, err
}

// letterName is what the journal and the messages call a period's letter. Of a month that still runs there is another one
// after its end.
func letterName(period calendar.Period) string {
	if !period.Closed() {
		return period.ID + ", running"
	}
	return period.ID
}

func (p *post) key(period calendar.Period, to *mail.Address) delivery.Key {
	return delivery.KeyOf(p.agreement, letterName(period), to)
}

// published is the letter of a period as it lies in its folder.
func (p *post) published(out string, period calendar.Period) (delivery.Letter, error) {
	path := filepath.Join(out, period.ID, "letter.eml")
	message, err := os.ReadFile(path)
	if err != nil {
		return delivery.Letter{}, fmt.Errorf("%w; make it again with run --period %s", err, period.ID)
	}
	return delivery.NewLetter(p.agreement, letterName(period), message)
}

// meanings are the exit codes in the words of the notice.
var meanings = map[int]string{
	exitData:        "an input was refused",
	exitNoInput:     "an input is missing",
	exitMailRefused: "mail was refused for good",
	exitCannotWrite: "a file could not be written",
	exitTryAgain:    "something has to be tried again: mail was put off, another run was at work, or an input was changing",
	exitAgreement:   "the agreement is wrong",
}

// notify tells the owner that a run has failed, in a few words without personal data; err comes back as it was. A breach is no
// failure, and whoever interrupts a run knows.
func (p *post) notify(ctx context.Context, period string, err error) error {
	code := exitCode(err)
	meaning := meanings[code]
	if p == nil || p.owner == nil || meaning == "" {
		return err
	}
	notice := delivery.Notice{From: p.sender.From, To: p.owner, At: p.now,
		Subject: fmt.Sprintf("leadpact: the run of %s failed", period),
		Text: strings.Join([]string{
			fmt.Sprintf("The run of %s for %s failed: %s (exit code %d).", p.agreement, period, meaning, code),
			"", "Its own messages say what to mend: they are on its stderr, or in the log that the schedule names.",
			"What it had published or sent stays. Running it again sends only what was not sent.", ""}, "\n")}
	message, bad := notice.Message()
	if bad == nil {
		var outcome delivery.Outcome
		outcome, bad = p.sender.Send(ctx, p.owner, message, func() error { return nil })
		if bad == nil && outcome.State != delivery.Sent {
			bad = fmt.Errorf("%s", outcome.State)
		}
	}
	if bad != nil {
		fmt.Fprintf(p.log, "mail.on_failure was not told of the failure: %s\n", printable(bad.Error()))
	}
	return err
}
