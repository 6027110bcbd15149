package console

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"sync"
)

// LogWriter is an io.Writer that turns each line written to it into a record of a log.
type LogWriter struct {
	log  *slog.Logger
	mu   sync.Mutex
	rest []byte // the beginning of a line whose end was not written yet
}

var _ io.Writer = (*LogWriter)(nil)

// NewLogWriter returns a writer that logs to log at level info.
func NewLogWriter(log *slog.Logger) *LogWriter { return &LogWriter{log: log} }

// Write logs the lines that text completes. It never fails.
func (w *LogWriter) Write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = append(w.rest, text...)
	for {
		line, rest, complete := bytes.Cut(w.rest, []byte("\n"))
		if !complete {
			return len(text), nil
		}
		w.rest = rest
		w.log.Log(context.Background(), slog.LevelInfo, string(line))
	}
}
