package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"leadpact/cmd/leadpact/internal/console"
)

// program is what all commands share.
type program struct {
	now            time.Time
	stdout, stderr io.Writer
	progress       *console.Progress // nil: none is shown
	log            *slog.Logger      // nil unless --log-format is json
	silence        time.Duration     // how long a mail server may stay silent; 0: 30 seconds
	documents      documentMaker     // makes what a period's issue holds; nil: all documents
}

// reportError writes the error that a command ends with, if any, to stderr.
func (p *program) reportError(err error) {
	if err == nil {
		return
	}
	text := console.Printable(err.Error())
	if errors.Is(err, context.Canceled) {
		text = "interrupted; nothing was written"
	}
	if p.log != nil {
		p.log.Error(text, "exit", exitCode(err))
		return
	}
	fmt.Fprintf(p.stderr, "leadpact: %s\n", text)
}

// startLog sets up progress, and where --log-format is json turns all lines on stderr into records of a
// log, with a record for each step that is done. It is called before anything is written.
func (p *program) startLog(format string) {
	p.progress = console.NewProgress(p.stderr)
	if format != "json" {
		return
	}
	p.log = slog.New(slog.NewJSONHandler(p.stderr, nil))
	p.stderr = console.NewLogWriter(p.log)
	p.progress.Hide()
	p.progress.OnStep = func(step string, took time.Duration) {
		p.log.Info(step+" done", "step", step, "seconds", took.Round(time.Millisecond).Seconds())
	}
}

// say writes a line to stderr.
func (p *program) say(format string, args ...any) {
	fmt.Fprintf(p.stderr, "%s\n", console.Printable(fmt.Sprintf(format, args...)))
}

// await runs a computation that writes nothing, and stops waiting for it when the context is cancelled.
func await[T any](ctx context.Context, compute func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := compute()
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// bytesOf returns what a function writes.
func bytesOf(write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	err := write(&b)
	return b.Bytes(), err
}
