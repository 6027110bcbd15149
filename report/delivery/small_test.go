package delivery

import (
	"io"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestMessageIDFollowsFromContentAndAddressAlone(t *testing.T) {
	id := func(message, to string) string {
		id, _, err := letterOf(t, message).For(&mail.Address{Address: to})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := id(sample, "zoe@northwind.example")
	if !strings.HasPrefix(first, "<sla_1.2026_10.abc.") || !strings.HasSuffix(first, "@northwind.example>") {
		t.Errorf("%s", first)
	}
	if id(sample, "Zoe@Northwind.example") != first {
		t.Error("two spellings of an address have two ids")
	}
	if id(sample, "daniel@northwind.example") == first || id(sample+"more\r\n", "zoe@northwind.example") == first {
		t.Error("another person or another content has the same id")
	}
}

func TestNoNameOrAddressAddsAHeader(t *testing.T) {
	if _, err := Mailbox("mail.to[0]", "x@y.example\r\nBcc: z@z.example"); err == nil {
		t.Error("an address with a line break is taken")
	}
	if _, err := Mailbox("mail.to[0]", "a@bücher.example"); err == nil || strings.Contains(err.Error(), "bücher") {
		t.Errorf("%v", err)
	}
	_, message, err := letterOf(t, sample).For(&mail.Address{Name: "Zoë\r\nBcc: x@y.example", Address: "zoe@northwind.example"})
	if err != nil || strings.Contains(string(message), "\nBcc") {
		t.Errorf("%v: %s", err, message)
	}
	notice, err := Notice{From: revops, To: revops, Subject: "a\r\nBcc: x@y.example", Text: "t"}.Message()
	if err != nil || strings.Contains(string(notice), "\nBcc") {
		t.Errorf("%v: %s", err, notice)
	}
}

func TestNoticeSaysWhatItWasGiven(t *testing.T) {
	text := "The run of SLA-Zürich failed.\n.\n"
	message, err := Notice{From: revops, To: revops, Subject: "leadpact: Zürich", Text: text, At: time.Unix(0, 0)}.Message()
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(strings.NewReader(string(message)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != text {
		t.Errorf("%q, %v", body, err)
	}
}

func TestPasswordComesFromAFileOfItsOwnersAloneOrTheEnvironment(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	env := func(value string) func(string) string {
		return func(name string) string { return map[string]string{Variable: value}[name] }
	}
	for _, c := range []struct {
		name, file, env, want, wrong string
	}{
		{name: "file", file: file("a", "se cret\n", 0o600), env: "other", want: "se cret"},
		{name: "file that nobody may write", file: file("b", "secret", 0o400), want: "secret"},
		{name: "environment", env: "secret", want: "secret"},
		{name: "file for the group, too", file: file("c", "secret", 0o640), wrong: "chmod 600"},
		{name: "file for all", file: file("d", "secret", 0o604), env: "secret", wrong: "chmod 600"},
		{name: "empty file", file: file("e", "\n", 0o600), wrong: "holds no password"},
		{name: "two lines", file: file("f", "a\nb\n", 0o600), wrong: "more than one line"},
		{name: "neither", wrong: "LEADPACT_SMTP_PASSWORD"},
		{name: "missing file", file: filepath.Join(dir, "none"), env: "secret", wrong: "no such file"},
	} {
		if runtime.GOOS == "windows" && c.wrong == "chmod 600" {
			continue
		}
		got, err := Password(c.file, env(c.env))
		if got != c.want || (err == nil) != (c.wrong == "") || err != nil && (!strings.Contains(err.Error(), c.wrong) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %q, %v; want %q, %q", c.name, got, err, c.want, c.wrong)
		}
	}
}

func TestJournalIsForItsOwnerAndRefusesWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	j, err := OpenJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	j.Close()
	path := filepath.Join(dir, Name)
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("an empty journal stays (%v)", err)
	}
	if j, err = OpenJournal(dir); err != nil {
		t.Fatal(err)
	}
	if err := j.Append(Entry{Key: Key{"A", "P", "x@y"}, State: Sent, Content: "c"}); err != nil {
		t.Fatal(err)
	}
	j.Close()
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if read, err := ReadJournal(dir); err != nil || read.last[Key{"A", "P", "x@y"}].State != Sent {
		t.Errorf("%v, %v", read, err)
	}
	if err := os.WriteFile(path, []byte("sent to all\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenJournal(dir); err == nil || !strings.Contains(err.Error(), "journal:1: ") {
		t.Errorf("%v", err)
	}
}
