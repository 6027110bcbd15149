package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/urfave/cli/v2"
)

func logFlag() cli.Flag {
	return &cli.StringFlag{Name: "log-format", Value: "text", Usage: "write messages as `FORMAT`, text or json (a JSON object a line)",
		Action: func(_ *cli.Context, format string) error {
			if format != "text" && format != "json" {
				return failf(exitUsage, "--log-format %q is none of text and json", format)
			}
			return nil
		}}
}

// journalled makes what the program says on stderr records of a log, where --log-format asks for it; a step that is done is one,
// too. It is called before anything is said.
func (p *program) journalled(format string) {
	p.progress = newProgress(p.stderr)
	if format != "json" {
		return
	}
	p.log = slog.New(slog.NewJSONHandler(p.stderr, nil))
	p.stderr = &logWriter{log: p.log}
	p.progress.terminal = nil
	p.progress.told = func(step string, took time.Duration) {
		p.log.Info(step+" done", "step", step, "seconds", took.Round(time.Millisecond).Seconds())
	}
}

// logWriter makes each line that is written a record.
type logWriter struct {
	log  *slog.Logger
	mu   sync.Mutex
	rest []byte
}

var _ io.Writer = (*logWriter)(nil)

func (w *logWriter) Write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = append(w.rest, text...)
	for {
		line, rest, whole := bytes.Cut(w.rest, []byte("\n"))
		if !whole {
			return len(text), nil
		}
		w.rest = rest
		w.log.Log(context.Background(), slog.LevelInfo, string(line))
	}
}
