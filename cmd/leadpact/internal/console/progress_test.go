package console

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestProgressIsShownOnATerminalAndCleared(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	p := &Progress{terminal: &screen}
	p.Begin("reading")
	p.Reading("exports/\x1b[31mleads.csv", 12000, 1<<20, 4<<20)
	time.Sleep(60 * time.Millisecond)
	p.Reading("exports/\x1b[31mleads.csv", 24000, 2<<20, 4<<20)
	p.Begin("computing")
	time.Sleep(300 * time.Millisecond)
	p.End()
	shown := screen.String()
	for _, want := range []string{"leads.csv, 24000 rows", "50%", "computing"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not shown: %q", want, shown)
		}
	}
	if strings.Contains(shown, "\x1b[31m") {
		t.Errorf("control codes of a file's name reach the terminal: %q", shown)
	}
	last := shown[strings.LastIndex(strings.TrimRight(shown, "\r"), "\r")+1:]
	if strings.TrimSpace(last) != "" {
		t.Errorf("%q is left on the terminal", last)
	}
	shown = screen.String()
	time.Sleep(150 * time.Millisecond)
	if screen.String() != shown {
		t.Error("it goes on after its end")
	}
}

func TestProgressIsQuietAtFirstAndWithoutATerminal(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	p := &Progress{terminal: &screen, patience: time.Hour}
	p.Begin("reading")
	p.Reading("leads.csv", 1, 1, 2)
	time.Sleep(150 * time.Millisecond)
	p.End()
	if screen.Len() > 0 {
		t.Errorf("%q", screen.String())
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if NewProgress(file).terminal != nil || NewProgress(io.Discard).terminal != nil {
		t.Error("a file is taken for a terminal")
	}
	var none *Progress
	none.Begin("reading")
	none.Reading("leads.csv", 1, 1, 2)
	none.End()
}

func TestEachStepIsReportedWhenItEnds(t *testing.T) {
	t.Parallel()
	var steps []string
	p := NewProgress(io.Discard)
	p.OnStep = func(step string, took time.Duration) { steps = append(steps, step) }
	p.Begin("reading")
	p.Begin("computing")
	p.End()
	p.End()
	if got := strings.Join(steps, " "); got != "reading computing" {
		t.Errorf("reported: %s", got)
	}
}

func TestEachLineBecomesALogRecord(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	w := NewLogWriter(slog.New(slog.NewJSONHandler(&log, nil)))
	for _, text := range []string{"one\ntw", "o", "\nthree\n", "unfinished"} {
		if n, err := io.WriteString(w, text); n != len(text) || err != nil {
			t.Fatal(n, err)
		}
	}
	var got []string
	for line := range strings.Lines(log.String()) {
		var record struct{ Level, Msg string }
		if err := json.Unmarshal([]byte(line), &record); err != nil || record.Level != "INFO" {
			t.Errorf("%q: %v", line, err)
		}
		got = append(got, record.Msg)
	}
	if strings.Join(got, "|") != "one|two|three" {
		t.Errorf("%q", got)
	}
}
