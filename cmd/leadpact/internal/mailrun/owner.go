package mailrun

import (
	"context"
	"fmt"
	"net/mail"
	"os"
	"strings"
	"time"

	"leadpact/cmd/leadpact/internal/console"
	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/model/calendar"
	"leadpact/report/delivery"
)

// Notify tells the owner that a run has failed, in a few words without personal data. code is the exit
// code of the run, and meaning explains it. A notice that cannot be sent is reported on the log.
func (m *Mailer) Notify(ctx context.Context, period string, code int, meaning string) {
	if m.owner == nil {
		return
	}
	message, err := m.notice(fmt.Sprintf("the run of %s failed", period),
		fmt.Sprintf("The run of %s for %s failed: %s (exit code %d).", m.agreement, period, meaning, code),
		"",
		"Its own messages say what to mend: they are on its stderr, or in the log that the schedule names.",
		"What it had published or sent stays. Running it again sends only what was not sent.")
	var outcome delivery.Outcome
	if err == nil {
		outcome, err = m.sender.Send(ctx, m.owner, message, func() error { return nil })
	}
	m.reportNotice(outcome.State, err)
}

// NotifyHeld tells the owner that the letter of a period is held, because the exports end before the moment
// up to which it should be counted. ends says which file ends when. The journal of the output folder holds
// these notices: the same is sent once a day, on the days of the agreement's zone. A notice that cannot be
// sent is reported on the log.
func (m *Mailer) NotifyHeld(ctx context.Context, out string, period calendar.Period, ends string) {
	if m.owner == nil {
		return
	}
	message, err := m.notice(fmt.Sprintf("the letter of %s is held", period.ID),
		fmt.Sprintf("Exports of %s end too early for the letter of %s (exit code 75):", m.agreement, period.ID),
		ends,
		"",
		"Nobody under mail.to was mailed. Export again: the next run counts the",
		"period anew and sends its letter. If nothing has happened since the end,",
		"set exported: under the input in agreement.yaml to when it was exported.")
	if err != nil {
		m.reportNotice("", err)
		return
	}
	day := m.Now.In(period.Start.Location()).Format(time.DateOnly)
	letter, err := delivery.NewLetter(m.agreement, fmt.Sprintf("%s, held on %s: %s", period.ID, day, ends), message)
	if err == nil {
		err = publish.WriteFailed(os.MkdirAll(out, 0o700)) // the folder is missing until something is published
	}
	var results []delivery.Result
	if err == nil {
		results, err = m.deliver(ctx, out, letter, []*mail.Address{m.owner})
	}
	state := delivery.State("")
	if len(results) > 0 {
		state = results[0].State
	}
	m.reportNotice(state, err)
}

// notice returns a message to the owner.
func (m *Mailer) notice(subject string, lines ...string) ([]byte, error) {
	return delivery.Notice{
		From: m.sender.From, To: m.owner, At: m.Now,
		Subject: "leadpact: " + subject, Text: strings.Join(lines, "\n") + "\n",
	}.Message()
}

// reportNotice reports on the log that a notice was not sent.
func (m *Mailer) reportNotice(state delivery.State, err error) {
	if err == nil && state != delivery.Sent {
		err = fmt.Errorf("%s", state)
	}
	if err != nil {
		fmt.Fprintf(m.Log, "mail.on_failure was not told of the failure: %s\n", console.Printable(err.Error()))
	}
}
