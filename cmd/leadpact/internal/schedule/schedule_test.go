package schedule

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/cmd/leadpact/internal/console"
	"leadpact/cmd/leadpact/internal/treetest"
	"leadpact/report/reporttest"
)

// awkward is the name of a folder that every scheduler misreads unless it is quoted.
const awkward = `O'Neil & söhne 100%d $HOME %h`

// planIn returns a plan for an agreement in a folder that exists.
func planIn(t *testing.T, folder string) Plan {
	t.Helper()
	dir := filepath.Join(t.TempDir(), folder)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Plan{
		Name: "leadpact-sla-1", Agreement: "SLA-1",
		Program: program, AgreementFile: filepath.Join(dir, "agreement.yaml"), Out: filepath.Join(dir, "out"),
		Log:  filepath.Join(dir, "leadpact.log"),
		Hour: 7, Minute: 0, Zone: "America/New_York", From: "2026-10-01",
	}
}

func schedulerOf(t *testing.T, name string) Scheduler {
	t.Helper()
	i := slices.IndexFunc(Schedulers, func(s Scheduler) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no scheduler %s", name)
	}
	return Schedulers[i]
}

// write returns a plan in a folder, and its text for a scheduler.
func write(t *testing.T, scheduler, folder string) (Plan, string) {
	t.Helper()
	plan := planIn(t, folder)
	text, err := schedulerOf(t, scheduler).Write(plan)
	if err != nil {
		t.Fatal(err)
	}
	return plan, string(text)
}

func TestPlannedCommandRunsWhatIsDue(t *testing.T) {
	t.Parallel()
	plan := Plan{Program: "/bin/leadpact", AgreementFile: "/a/agreement.yaml", Out: "/a/out"}
	want := "/bin/leadpact run --agreement /a/agreement.yaml --out /a/out --if-due --send"
	if got := strings.Join(plan.Command(), " "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// findOnce returns the first group of a pattern that must match the text once.
func findOnce(t *testing.T, text, pattern string) string {
	t.Helper()
	found := regexp.MustCompile("(?m)"+pattern).FindAllStringSubmatch(text, -1)
	if len(found) != 1 {
		t.Fatalf("%q matches %d times:\n%s", pattern, len(found), text)
	}
	return found[0][1]
}

func TestSystemdUnitsStartTheJobDaily(t *testing.T) {
	t.Parallel()
	plan, text := write(t, "systemd", awkward)
	units := t.TempDir()
	split := exec.Command("sh", "-c", findOnce(t, text, `\| (awk '.*?') &&`))
	split.Dir, split.Stdin = units, strings.NewReader(text)
	if out, err := split.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	files := treetest.Read(t, units)
	service, timer := files["leadpact-sla-1.service"], files["leadpact-sla-1.timer"]
	if len(files) != 2 || service == "" || timer == "" {
		t.Fatalf("%v", files)
	}
	if diff := cmp.Diff(plan.Command(), parseExecStart(t, findOnce(t, service, "^ExecStart=(.*)$"))); diff != "" {
		t.Error(diff)
	}
	if at := findOnce(t, timer, "^OnCalendar=(.*)$"); at != "*-*-* 07:00:00 America/New_York" {
		t.Errorf("at %q", at)
	}
	if findOnce(t, timer, "^Persistent=(.*)$") != "true" {
		t.Error("a start that the machine missed is not made up for")
	}
	reporttest.Tool(t, "systemd-analyze", "--version")
	verify := exec.Command("systemd-analyze", "--user", "verify",
		filepath.Join(units, "leadpact-sla-1.timer"), filepath.Join(units, "leadpact-sla-1.service"))
	verify.Env = append(os.Environ(), "XDG_RUNTIME_DIR="+t.TempDir())
	if out, err := verify.CombinedOutput(); err != nil || strings.Contains(string(out), "leadpact") {
		t.Errorf("systemd-analyze: %v: %s", err, out)
	}
}

// parseExecStart parses the command line of a unit: double quotes, backslashes as in C, %% and $$.
func parseExecStart(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	for _, quoted := range regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`).FindAllStringSubmatch(line, -1) {
		w := regexp.MustCompile(`\\(.)`).ReplaceAllString(quoted[1], "$1")
		if bare := strings.ReplaceAll(w, "%%", ""); strings.Contains(bare, "%") {
			t.Errorf("%q holds a specifier", w)
		}
		w = strings.ReplaceAll(w, "%%", "%")
		if len(words) > 0 {
			w = strings.ReplaceAll(w, "$$", "$")
		}
		words = append(words, w)
	}
	return words
}

func TestCrontabLineStartsTheJobDaily(t *testing.T) {
	t.Parallel()
	plan, text := write(t, "cron", awkward)
	line := findOnce(t, text, `^(0 7 \* \* \* .*)$`)
	if regexp.MustCompile(`(^|[^\\])%`).MatchString(line) {
		t.Errorf("a bare %% ends the command: %s", line)
	}
	if findOnce(t, text, "^CRON_TZ=(.*)$") != "America/New_York" {
		t.Error("not the agreement's zone")
	}
	command := strings.ReplaceAll(strings.SplitN(line, " ", 6)[5], `\%`, "%") // as cron does
	program := console.ShellWord(plan.Program)
	if !strings.Contains(command, "umask 077; "+program+" ") {
		t.Fatal(command)
	}
	command = strings.Replace(command, program+" ", `printf '%s\n' leadpact `, 1)
	if out, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("%v: %s", err, out)
	}
	log, err := os.ReadFile(plan.Log)
	if err != nil {
		t.Fatal(err)
	}
	want := append([]string{"leadpact"}, plan.Command()[1:]...)
	if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(string(log)), "\n")); diff != "" {
		t.Error(diff)
	}
}

// elements parses a document to its end and returns the text of each element of a name.
func elements(t *testing.T, text, name string) []string {
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

func TestPropertyListStartsTheJobDaily(t *testing.T) {
	t.Parallel()
	plan, text := write(t, "launchd", awkward+" <b>")
	want := append(append([]string{plan.Name}, plan.Command()...), plan.Log, plan.Log)
	if diff := cmp.Diff(want, elements(t, text, "string")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"7", "0", "63"}, elements(t, text, "integer")); diff != "" {
		t.Error(diff)
	}
}

func TestWindowsTaskStartsTheJobDaily(t *testing.T) {
	t.Parallel()
	plan, text := write(t, "schtasks", "O'Neil & söhne <b>")
	arguments := elements(t, text, "Arguments")
	var quoted []string
	for _, w := range plan.Command() {
		quoted = append(quoted, `"`+w+`"`)
	}
	want := `/d /s /c "` + strings.Join(quoted, " ") + ` >>"` + plan.Log + `" 2>&1"`
	if diff := cmp.Diff([]string{want}, arguments); diff != "" {
		t.Error(diff)
	}
	if at := elements(t, text, "StartBoundary"); !slices.Equal(at, []string{"2026-10-01T07:00:00"}) {
		t.Errorf("at %v", at)
	}
	if missed := elements(t, text, "StartWhenAvailable"); !slices.Equal(missed, []string{"true"}) {
		t.Error("a start that the machine missed is not made up for")
	}
}

func TestPathsThatASchedulerCannotTakeAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ scheduler, out string }{
		{"schtasks", "100%"}, {"schtasks", `a"b`}, {"systemd", "a\nExecStart=b"}, {"cron", "a\nb"}, {"launchd", "a\x01b"},
	} {
		plan := planIn(t, "plain")
		plan.Out = c.out
		var refused *PathError
		if _, err := schedulerOf(t, c.scheduler).Write(plan); !errors.As(err, &refused) || refused.Path != c.out {
			t.Errorf("%s, %q: %v", c.scheduler, c.out, err)
		}
	}
}

func TestUnitsHoldNoTextOfTheAgreementAsAnInstruction(t *testing.T) {
	t.Parallel()
	instruction := regexp.MustCompile(`(?m)^(ExecStartPre|\[Service\]\n.*evil)|^Description=.*[^%]%h`)
	for _, s := range Schedulers {
		plan := planIn(t, "plain")
		plan.Agreement = "SLA\n[Service]\nExecStartPre=/bin/evil %h --> <evil/>"
		text, err := s.Write(plan)
		element := bytes.HasPrefix(text, []byte("<?xml")) && bytes.Contains(text, []byte("<evil"))
		if err != nil || element || instruction.Match(text) {
			t.Errorf("%s: %v\n%s", s.Name, err, text)
		}
	}
}
