package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/report/reporttest"
)

// awkward is a folder's name that every scheduler takes for something else where it is not quoted.
const awkward = `O'Neil & söhne 100%d $HOME %h`

// planned prints the units of a scheduler for the small company in an awkward folder.
func planned(t *testing.T, scheduler, folder string) (dir, text string) {
	t.Helper()
	c := employ(t, 25)
	dir = filepath.Join(t.TempDir(), folder)
	if err := os.Rename(c.dir, dir); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	p := &program{now: c.now, stdout: &stdout, stderr: &stderr}
	err := p.app().Run([]string{"leadpact", "schedule", scheduler, "--agreement", filepath.Join(dir, "agreement.yaml"), "--out", filepath.Join(dir, "out")})
	if err != nil {
		t.Fatal(err)
	}
	return dir, stdout.String()
}

// job is what every unit is to start.
func scheduled(t *testing.T, dir string) []string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{program, "run", "--agreement", filepath.Join(dir, "agreement.yaml"), "--out", filepath.Join(dir, "out"), "--if-due", "--send"}
}

// find gives the first group of a pattern that the text must hold once.
func find(t *testing.T, text, pattern string) string {
	t.Helper()
	found := regexp.MustCompile("(?m)"+pattern).FindAllStringSubmatch(text, -1)
	if len(found) != 1 {
		t.Fatalf("%q is there %d times:\n%s", pattern, len(found), text)
	}
	return found[0][1]
}

func TestSystemdUnitsCallTheJobDaily(t *testing.T) {
	dir, text := planned(t, "systemd", awkward)
	units := t.TempDir()
	split := exec.Command("sh", "-c", find(t, text, `\| (awk '.*?') &&`))
	split.Dir, split.Stdin = units, strings.NewReader(text)
	if out, err := split.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	files := tree(t, units)
	service, timer := files["leadpact-sla-1.service"], files["leadpact-sla-1.timer"]
	if len(files) != 2 || service == "" || timer == "" {
		t.Fatalf("%v", files)
	}
	if diff := cmp.Diff(scheduled(t, dir), systemdWords(t, find(t, service, "^ExecStart=(.*)$"))); diff != "" {
		t.Error(diff)
	}
	if at := find(t, timer, "^OnCalendar=(.*)$"); at != "*-*-* 07:00:00 America/New_York" {
		t.Errorf("at %q", at)
	}
	if find(t, timer, "^Persistent=(.*)$") != "true" {
		t.Error("a day on which the machine is off is lost")
	}
	reporttest.Tool(t, "systemd-analyze", "--version")
	verify := exec.Command("systemd-analyze", "--user", "verify", filepath.Join(units, "leadpact-sla-1.timer"), filepath.Join(units, "leadpact-sla-1.service"))
	verify.Env = append(os.Environ(), "XDG_RUNTIME_DIR="+t.TempDir())
	if out, err := verify.CombinedOutput(); err != nil || strings.Contains(string(out), "leadpact") {
		t.Errorf("systemd-analyze: %v: %s", err, out)
	}
}

// systemdWords reads a command line of a unit: double quotes, backslashes as in C, %% and $$.
func systemdWords(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	for _, quoted := range regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`).FindAllStringSubmatch(line, -1) {
		w := regexp.MustCompile(`\\(.)`).ReplaceAllString(quoted[1], "$1")
		if bare := strings.ReplaceAll(w, "%%", ""); strings.Contains(bare, "%") {
			t.Errorf("a specifier in %q", w)
		}
		w = strings.ReplaceAll(w, "%%", "%")
		if len(words) > 0 {
			w = strings.ReplaceAll(w, "$$", "$")
		}
		words = append(words, w)
	}
	return words
}

func TestCrontabLineCallsTheJobDaily(t *testing.T) {
	dir, text := planned(t, "cron", awkward)
	line := find(t, text, `^(0 7 \* \* \* .*)$`)
	if regexp.MustCompile(`(^|[^\\])%`).MatchString(line) {
		t.Errorf("a bare %% ends the command: %s", line)
	}
	if find(t, text, "^CRON_TZ=(.*)$") != "America/New_York" {
		t.Error("not the agreement's zone")
	}
	command := strings.ReplaceAll(strings.SplitN(line, " ", 6)[5], `\%`, "%") // as cron does
	program := shellWord(scheduled(t, dir)[0])
	if !strings.Contains(command, "umask 077; "+program+" ") {
		t.Fatal(command)
	}
	command = strings.Replace(command, program+" ", `printf '%s\n' leadpact `, 1)
	if out, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("%v: %s", err, out)
	}
	log, err := os.ReadFile(filepath.Join(dir, "leadpact.log"))
	if err != nil {
		t.Fatal(err)
	}
	want := append([]string{"leadpact"}, scheduled(t, dir)[1:]...)
	if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(string(log)), "\n")); diff != "" {
		t.Error(diff)
	}
}

// wellFormed reads a document to its end and gives the text of each element of the name.
func wellFormed(t *testing.T, text, name string) []string {
	t.Helper()
	for _, r := range text {
		if r > '~' {
			t.Errorf("%q is not ASCII", r)
		}
	}
	var found []string
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == name {
			var s string
			if err := d.DecodeElement(&s, &start); err != nil {
				t.Fatal(err)
			}
			found = append(found, s)
		}
	}
}

func TestPropertyListCallsTheJobDaily(t *testing.T) {
	dir, text := planned(t, "launchd", awkward+" <b>")
	log := filepath.Join(dir, "leadpact.log")
	want := append(append([]string{"leadpact-sla-1"}, scheduled(t, dir)...), log, log)
	if diff := cmp.Diff(want, wellFormed(t, text, "string")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"7", "0", "63"}, wellFormed(t, text, "integer")); diff != "" {
		t.Error(diff)
	}
}

func TestWindowsTaskCallsTheJobDaily(t *testing.T) {
	dir, text := planned(t, "schtasks", "O'Neil & söhne <b>")
	arguments := wellFormed(t, text, "Arguments")
	var quoted []string
	for _, w := range scheduled(t, dir) {
		quoted = append(quoted, `"`+w+`"`)
	}
	want := `/d /s /c "` + strings.Join(quoted, " ") + ` >>"` + filepath.Join(dir, "leadpact.log") + `" 2>&1"`
	if diff := cmp.Diff([]string{want}, arguments); diff != "" {
		t.Error(diff)
	}
	if at := wellFormed(t, text, "StartBoundary"); !slices.Equal(at, []string{"2026-10-01T07:00:00"}) {
		t.Errorf("at %v", at)
	}
	if missed := wellFormed(t, text, "StartWhenAvailable"); !slices.Equal(missed, []string{"true"}) {
		t.Error("a day on which the machine is off is lost")
	}
}

func TestPathsThatASchedulerCannotHoldAreRefused(t *testing.T) {
	for _, c := range []struct{ scheduler, out string }{
		{"schtasks", "100%"}, {"schtasks", `a"b`}, {"systemd", "a\nExecStart=b"}, {"cron", "a\nb"}, {"launchd", "a\x01b"},
	} {
		company := employ(t, 25)
		p := &program{now: company.now, stdout: io.Discard, stderr: io.Discard}
		err := p.app().Run([]string{"leadpact", "schedule", c.scheduler, "--agreement", filepath.Join(company.dir, "agreement.yaml"), "--out", c.out})
		if exitCode(err) != exitUsage {
			t.Errorf("%s, %q: %v", c.scheduler, c.out, err)
		}
	}
}

func TestUnitsHoldNoTextOfTheAgreementAsAnInstruction(t *testing.T) {
	for _, s := range schedulers {
		c := employ(t, 25)
		c.change(t, "id: SLA-1,", `id: "SLA\n[Service]\nExecStartPre=/bin/evil %h --> <evil/>",`)
		var stdout bytes.Buffer
		p := &program{now: c.now, stdout: &stdout, stderr: io.Discard}
		if err := p.app().Run([]string{"leadpact", "schedule", s.name, "--agreement", filepath.Join(c.dir, "agreement.yaml")}); err != nil {
			continue // refused: as good
		}
		if regexp.MustCompile(`(?m)^(ExecStartPre|\[Service\]\n.*evil)|^Description=.*[^%]%h|<evil`).MatchString(stdout.String()) {
			t.Errorf("%s:\n%s", s.name, stdout.String())
		}
	}
}
