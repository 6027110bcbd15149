package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

func TestProgressIsShownOnATerminalAndTakenAway(t *testing.T) {
	var screen bytes.Buffer
	p := &progress{terminal: &screen}
	p.begin("reading")
	p.read("exports/\x1b[31mleads.csv", 12000, 1<<20, 4<<20)
	time.Sleep(60 * time.Millisecond)
	p.read("exports/\x1b[31mleads.csv", 24000, 2<<20, 4<<20)
	p.begin("computing")
	time.Sleep(300 * time.Millisecond)
	p.end()
	shown := screen.String()
	for _, want := range []string{"leads.csv, 24000 rows", "50%", "computing"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not shown: %q", want, shown)
		}
	}
	if strings.Contains(shown, "\x1b[31m") {
		t.Errorf("a file's name reaches the terminal as it is: %q", shown)
	}
	last := shown[strings.LastIndex(strings.TrimRight(shown, "\r"), "\r")+1:]
	if strings.TrimSpace(last) != "" {
		t.Errorf("it leaves %q", last)
	}
	shown = screen.String()
	time.Sleep(150 * time.Millisecond)
	if screen.String() != shown {
		t.Error("it goes on")
	}
}

func TestProgressIsQuietAtFirstAndWhereNobodyLooks(t *testing.T) {
	var screen bytes.Buffer
	p := &progress{terminal: &screen, patience: time.Hour}
	p.begin("reading")
	p.read("leads.csv", 1, 1, 2)
	time.Sleep(150 * time.Millisecond)
	p.end()
	if screen.Len() > 0 {
		t.Errorf("%q", screen.String())
	}
	file, err := os.Create(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if newProgress(file).terminal != nil || newProgress(io.Discard).terminal != nil {
		t.Error("a file is taken for a terminal")
	}
	var none *progress
	none.begin("reading")
	none.read("leads.csv", 1, 1, 2)
	none.end()
}

func TestLogAsJSONIsARecordALineWithoutPersonalData(t *testing.T) {
	o := openPostOffice(t)
	c := employ(t, o.port)
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
			t.Errorf("the log says %q: %s", word, stderr)
		}
	}
	if code, stderr := c.run(t, "--log-format", "xml"); code != exitUsage || !strings.Contains(stderr, "none of text and json") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}
