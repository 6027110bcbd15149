package delivery

import (
	"context"
	"errors"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

func TestEachPersonGetsTheLetterOnceAndAddressedToNobodyElse(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{StartTLS, Implicit, LoopbackOnly} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			o, dir := &fakeServer{password: "secret"}, t.TempDir()
			s := o.serve(t, mode)
			s.User, s.Password = "revops", "secret"
			to := people("zoe", "daniel", "ZOE")
			for range 2 {
				results, err := deliver(t, dir, s, letterOf(t, sample), to, false)
				if err != nil || states(results) != "sent sent sent" {
					t.Fatalf("%s, %v", states(results), err)
				}
			}
			got := o.messages()
			if len(got) != 2 {
				t.Fatalf("%d messages, want 2", len(got))
			}
			for i, name := range []string{"zoe", "daniel"} {
				id, want, err := letterOf(t, sample).For(to[i])
				if err != nil || got[i].data != string(want) {
					t.Errorf("%q, want %q (%v)", got[i].data, want, err)
				}
				if got[i].to != to[i].Address || got[i].from != revops.Address {
					t.Errorf("envelope %+v", got[i])
				}
				m, err := mail.ReadMessage(strings.NewReader(got[i].data))
				if err != nil {
					t.Fatal(err)
				}
				if m.Header.Get("To") != "<"+name+"@northwind.example>" || m.Header.Get("Message-ID") != id ||
					m.Header.Get("Subject") != "SLA October 2026" {
					t.Errorf("header %v", m.Header)
				}
			}
			if logins := map[string]int{StartTLS: 2, Implicit: 2, LoopbackOnly: 0}[mode]; o.logins != logins {
				t.Errorf("%d logins, want %d", o.logins, logins)
			}
		})
	}
}

func code(n int) error { return &smtp.SMTPError{Code: n, Message: "told so"} }

func TestAnswersOfAServerDecideWhatBecomesOfAMessage(t *testing.T) {
	t.Parallel()
	const daniel = "daniel@northwind.example"
	for _, c := range []struct {
		name          string
		server        *fakeServer
		first, second string
		taken         int // messages accepted in both runs
	}{
		{"550 to one RCPT of three", &fakeServer{rcpt: map[string]error{daniel: code(550)}}, "sent refused sent",
			"sent refused sent", 2},
		{"450 to one RCPT of three", &fakeServer{rcpt: map[string]error{daniel: code(450)}}, "sent deferred sent",
			"sent deferred sent", 2},
		{"421 to one RCPT of three", &fakeServer{rcpt: map[string]error{daniel: code(421)}}, "sent deferred sent",
			"sent deferred sent", 2},
		{"552 to one message", &fakeServer{data: map[string]error{daniel: code(552)}}, "sent refused sent",
			"sent refused sent", 2},
		{"451 to one message", &fakeServer{data: map[string]error{daniel: code(451)}}, "sent deferred sent",
			"sent deferred sent", 2},
		{"553 to MAIL", &fakeServer{mail: map[string]error{"*": code(553)}}, "refused refused refused",
			"refused refused refused", 0},
		{"452 to MAIL", &fakeServer{mail: map[string]error{"*": code(452)}}, "deferred deferred deferred",
			"deferred deferred deferred", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o, dir := c.server, t.TempDir()
			s := o.serve(t, StartTLS)
			for i, want := range []string{c.first, c.second} {
				results, err := deliver(t, dir, s, letterOf(t, sample), people("zoe", "daniel", "jose"), false)
				if err != nil || states(results) != want {
					t.Errorf("run %d: %s (%v), want %s", i+1, states(results), err, want)
				}
				for _, r := range results {
					if r.State == Refused && r.Tried != (i == 0) {
						t.Errorf("run %d: a refused message is tried: %t", i+1, r.Tried)
					}
					if r.State != Sent && (r.Code == 0 || !strings.Contains(r.Reason, "told so")) {
						t.Errorf("%s without its answer: %d %q", r.State, r.Code, r.Reason)
					}
				}
			}
			if n := len(o.messages()); n != c.taken {
				t.Errorf("%d messages taken, want %d", n, c.taken)
			}
		})
	}
}

func TestNextRunSendsWhatWasDeferredAndOnlyThat(t *testing.T) {
	t.Parallel()
	o, dir := &fakeServer{rcpt: map[string]error{"daniel@northwind.example": code(450)}}, t.TempDir()
	s := o.serve(t, StartTLS)
	deliver(t, dir, s, letterOf(t, sample), people("zoe", "daniel"), false)
	o.acceptAll()
	results, err := deliver(t, dir, s, letterOf(t, sample), people("zoe", "daniel"), false)
	if err != nil || states(results) != "sent sent" || results[0].Tried || !results[1].Tried || len(o.messages()) != 2 {
		t.Errorf("%+v, %v, %d taken", results, err, len(o.messages()))
	}
}

func TestRefusedMessageIsSentAgainOnRequestAlone(t *testing.T) {
	t.Parallel()
	o, dir := &fakeServer{rcpt: map[string]error{"daniel@northwind.example": code(550)}}, t.TempDir()
	s := o.serve(t, StartTLS)
	deliver(t, dir, s, letterOf(t, sample), people("daniel", "zoe"), false)
	o.acceptAll()
	if results, _ := deliver(t, dir, s, letterOf(t, sample), people("daniel", "zoe"),
		false); states(results) != "refused sent" {
		t.Errorf("%s", states(results))
	}
	if results, _ := deliver(t, dir, s, letterOf(t, sample), people("daniel", "zoe"),
		true); states(results) != "sent sent" || results[1].Tried {
		t.Errorf("%+v", results)
	}
}

func TestLetterWithOtherContentIsSentAgainOnRequestAlone(t *testing.T) {
	t.Parallel()
	o, dir := &fakeServer{}, t.TempDir()
	s := o.serve(t, StartTLS)
	deliver(t, dir, s, letterOf(t, sample), people("zoe"), false)
	restated := letterOf(t, sample+"restated\r\n")
	results, err := deliver(t, dir, s, restated, people("zoe"), false)
	if err != nil || states(results) != "sent" || !results[0].Stale || len(o.messages()) != 1 {
		t.Errorf("%+v, %v", results, err)
	}
	for range 2 { // the second run has nothing left to send
		results, err = deliver(t, dir, s, restated, people("zoe"), true)
		if err != nil || results[0].Stale || len(o.messages()) != 2 {
			t.Errorf("%+v, %v, %d taken", results, err, len(o.messages()))
		}
	}
}

func TestServersThatTalkBadly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		server    *scriptedServer
		want      string
		down      bool // no message can be offered
		permanent bool
		nextRun   string // the states after the next run
	}{
		{name: "silent before the greeting", server: &scriptedServer{greeting: staySilent}, want: "deferred queued",
			down: true},
		{name: "silent after EHLO", server: &scriptedServer{ehlo: staySilent}, want: "deferred queued", down: true},
		{name: "greeting 554", server: &scriptedServer{greeting: "554 no mail here"}, want: "queued queued", down: true,
			permanent: true},
		{name: "greeting 421", server: &scriptedServer{greeting: "421 later"}, want: "deferred queued", down: true},
		{name: "greeting no SMTP", server: &scriptedServer{greeting: "SSH-2.0-x"}, want: "deferred queued", down: true},
		{name: "530 to MAIL", server: &scriptedServer{mail: "530 log in first"}, want: "queued queued", down: true,
			permanent: true},
		{name: "drop at RCPT", server: &scriptedServer{rcpt: hangUpNow}, want: "deferred deferred"},
		{name: "drop at DATA", server: &scriptedServer{data: hangUpNow}, want: "deferred deferred"},
		{name: "silent at RCPT", server: &scriptedServer{rcpt: staySilent}, want: "deferred deferred"},
		{name: "drop after the final dot", server: &scriptedServer{message: hangUpNow}, want: "uncertain uncertain",
			nextRun: "uncertain uncertain"},
		{name: "silent after the final dot", server: &scriptedServer{message: staySilent}, want: "uncertain uncertain",
			nextRun: "uncertain uncertain"},
		{name: "no answer but noise after the final dot", server: &scriptedServer{message: "hm"},
			want: "uncertain uncertain", nextRun: "uncertain uncertain"},
		{name: "554 to the message", server: &scriptedServer{message: "554-no\n554 spam"}, want: "refused refused",
			nextRun: "refused refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, dir := c.server.serve(t), t.TempDir()
			began := time.Now()
			results, err := deliver(t, dir, s, letterOf(t, sample), people("zoe", "daniel"), false)
			if took := time.Since(began); took > 4*s.Silence {
				t.Errorf("it hung for %v, with a silence of %v", took, s.Silence)
			}
			var down *Unavailable
			if states(results) != c.want || errors.As(err, &down) != c.down || c.down && down.Permanent != c.permanent {
				t.Errorf("%s, %v; want %s", states(results), err, c.want)
			}
			if c.nextRun == "" {
				return
			}
			c.server.acceptAll()
			calls := c.server.connectionCount()
			if results, err = deliver(t, dir, s, letterOf(t, sample), people("zoe", "daniel"),
				false); states(results) != c.nextRun || c.server.connectionCount() != calls {
				t.Errorf("the next run: %s, %v, %d calls", states(results), err, c.server.connectionCount()-calls)
			}
			if results, err = deliver(t, dir, s, letterOf(t, sample), people("zoe", "daniel"),
				true); states(results) != "sent sent" {
				t.Errorf("on request: %s, %v", states(results), err)
			}
		})
	}
}

func TestAddressAtWhichAServerHangsDoesNotKeepItFromTheOthers(t *testing.T) {
	t.Parallel()
	c := scriptedServer{silentFor: "a@northwind.example"}
	s, dir := c.serve(t), t.TempDir()
	for i, want := range []string{"deferred sent sent", "deferred sent sent"} {
		results, _ := deliver(t, dir, s, letterOf(t, sample), people("a", "b", "c"), false)
		if states(results) != want {
			t.Errorf("run %d: %s, want %s", i+1, states(results), want)
		}
	}
	c.acceptAll()
	if results, _ := deliver(t, dir, s, letterOf(t, sample), people("a", "b", "c", "A"),
		false); states(results) != "sent sent sent sent" || !results[0].Tried || results[3].Tried {
		t.Errorf("%+v", results)
	}
}

func TestServerThatIsSlowAtEveryStepIsGivenUp(t *testing.T) {
	t.Parallel()
	c := scriptedServer{delay: 600 * time.Millisecond}
	s := c.serve(t)
	began := time.Now()
	results, err := deliver(t, t.TempDir(), s, letterOf(t, sample), people("a", "b"), false)
	if took := time.Since(began); took > 3*s.Silence || strings.Contains(states(results), "sent") || err == nil {
		t.Errorf("%v: %s, %v", took, states(results), err)
	}
}

func TestServerThatIsSilentTwiceIsGivenUp(t *testing.T) {
	t.Parallel()
	c := scriptedServer{rcpt: staySilent}
	results, err := deliver(t, t.TempDir(), c.serve(t), letterOf(t, sample), people("a", "b", "c", "d", "e"), false)
	if states(results) != "deferred deferred deferred queued queued" || c.connectionCount() != 2 {
		t.Errorf("%s, %v, %d calls", states(results), err, c.connectionCount())
	}
}

func TestNothingGoesInTheClearWhereTLSIsAskedFor(t *testing.T) {
	t.Parallel()
	c := scriptedServer{}
	s := c.serve(t)
	s.TLS, s.User, s.Password = StartTLS, "revops", "secret"
	_, err := deliver(t, t.TempDir(), s, letterOf(t, sample), people("zoe"), false)
	var down *Unavailable
	if !errors.As(err, &down) || !down.Permanent || !strings.Contains(err.Error(), "does not offer it") {
		t.Errorf("%v", err)
	}
	for _, word := range []string{"AUTH", "MAIL", "zoe", "revops"} {
		if strings.Contains(c.all(), word) {
			t.Errorf("the server heard %q", c.all())
		}
	}
	s.TLS = Implicit
	if _, err := deliver(t, t.TempDir(), s, letterOf(t, sample), people("zoe"), false); !errors.As(err, &down) ||
		!down.Permanent {
		t.Errorf("implicit TLS to a plain server: %v", err)
	}
}

func TestOnlyAValidCertificateForTheHostWillDo(t *testing.T) {
	t.Parallel()
	cert, roots := certificate(t, "127.0.0.1")
	other, otherRoots := certificate(t, "mail.elsewhere.example")
	for _, mode := range []string{StartTLS, Implicit} {
		o := &fakeServer{}
		for name, s := range map[string]Server{
			"unknown authority": o.serveWith(t, mode, cert, otherRoots),
			"another name":      o.serveWith(t, mode, other, otherRoots),
		} {
			_, err := deliver(t, t.TempDir(), s, letterOf(t, sample), people("zoe"), false)
			var down *Unavailable
			if !errors.As(err, &down) || !down.Permanent || len(o.messages()) != 0 {
				t.Errorf("%s, %s: %v", mode, name, err)
			}
		}
		if _, err := deliver(t, t.TempDir(), o.serveWith(t, mode, cert, roots), letterOf(t, sample), people("zoe"),
			false); err != nil {
			t.Errorf("%s: %v", mode, err)
		}
	}
}

func TestWrongPasswordIsForGoodAndTriedOnce(t *testing.T) {
	t.Parallel()
	o, dir := &fakeServer{password: "secret"}, t.TempDir()
	s := o.serve(t, StartTLS)
	s.User, s.Password = "revops", "guess"
	results, err := deliver(t, dir, s, letterOf(t, sample), people("zoe", "daniel"), false)
	var down *Unavailable
	if !errors.As(err, &down) || !down.Permanent || o.logins != 1 || states(results) != "queued queued" ||
		strings.Contains(err.Error(), "guess") {
		t.Errorf("%v, %d logins, %s", err, o.logins, states(results))
	}
	s.Password = "secret" // with the right password nobody has to ask for it
	if results, err := deliver(t, dir, s, letterOf(t, sample), people("zoe", "daniel"), false); err != nil ||
		states(results) != "sent sent" {
		t.Errorf("%s, %v", states(results), err)
	}
}

func TestClearTextIsForThisMachineAlone(t *testing.T) {
	t.Parallel()
	for host, fine := range map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true,
		"smtp.example.com": false, "192.0.2.1": false} {
		if err := (Server{Host: host, TLS: LoopbackOnly}).Check(); (err == nil) != fine {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestNobodyListeningIsADeferral(t *testing.T) {
	t.Parallel()
	s := (&scriptedServer{}).serve(t)
	s.Port = 1
	results, err := deliver(t, t.TempDir(), s, letterOf(t, sample), people("zoe"), false)
	var down *Unavailable
	if !errors.As(err, &down) || down.Permanent || states(results) != "deferred" {
		t.Errorf("%s, %v", states(results), err)
	}
}

func TestInterruptionBeforeTheMessageIsOutLeavesItForTheNextRun(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	c, dir := scriptedServer{data: staySilent, onData: interrupt}, t.TempDir()
	s := c.serve(t)
	s.Silence = time.Minute
	j, err := OpenJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := Delivery{Journal: j, Sender: &Sender{Server: s, From: revops}, Letter: letterOf(t, sample),
		To: people("zoe", "daniel")}
	results, err := d.Run(ctx)
	j.Close()
	if !errors.Is(err, context.Canceled) || states(results) != "deferred queued" {
		t.Errorf("%s, %v", states(results), err)
	}
}

func TestMessageIsHandedOverOnceTheJournalHasItAndNotBefore(t *testing.T) {
	t.Parallel()
	o := &fakeServer{}
	s := Sender{Server: o.serve(t, StartTLS), From: revops}
	_, message, err := letterOf(t, sample).For(people("zoe")[0])
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	outcome, err := s.Send(t.Context(), people("zoe")[0], message, func() error { return full })
	if outcome.State != "" || !errors.Is(err, full) {
		t.Errorf("%+v, %v", outcome, err)
	}
	o.sessions.Wait()
	if n := len(o.messages()); n != 0 {
		t.Errorf("%d messages taken", n)
	}
}

func TestRunThatDiedWhileSendingLeavesTheMessageUncertain(t *testing.T) {
	t.Parallel()
	o, dir := &fakeServer{}, t.TempDir()
	s := o.serve(t, StartTLS)
	j, err := OpenJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	to := people("zoe", "daniel")
	if err := j.Append(Entry{Key: KeyOf("SLA-1", "2026-10", to[0]), State: Sending}); err != nil {
		t.Fatal(err)
	}
	j.Close()
	cut, err := os.OpenFile(filepath.Join(dir, JournalName), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	cut.WriteString(`{"agreement":"SLA-1","period":"2026-10","to":"daniel@northwind.ex`) // as if the power failed
	cut.Close()
	for range 2 {
		if results, err := deliver(t, dir, s, letterOf(t, sample), to, false); err != nil ||
			states(results) != "uncertain sent" {
			t.Errorf("%s, %v", states(results), err)
		}
	}
	if len(o.messages()) != 1 {
		t.Errorf("%d messages taken", len(o.messages()))
	}
}

func TestJournalThatCannotBeWrittenSendsNothing(t *testing.T) {
	t.Parallel()
	o, dir := &fakeServer{}, t.TempDir()
	s := o.serve(t, StartTLS)
	j, err := OpenJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	j.file.Close()
	d := Delivery{Journal: j, Sender: &Sender{Server: s, From: revops}, Letter: letterOf(t, sample), To: people("zoe")}
	if _, err := d.Run(t.Context()); !errors.Is(err, os.ErrClosed) || len(o.messages()) != 0 {
		t.Errorf("%v, %d messages taken", err, len(o.messages()))
	}
}
