//go:build !windows

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestInterruptedRunExits130AndLeavesNothing(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		dir := t.TempDir()
		out := filepath.Join(dir, "deep", "down")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		command := exec.CommandContext(ctx, "leadpact", "demo", "--out", out)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		for { // until it has begun
			if _, err := os.Stat(filepath.Join(out, ".leadpact", "stage", "agreement.yaml")); err == nil || ctx.Err() != nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
		command.Process.Signal(signal)
		var exit *exec.ExitError
		if err := command.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
			t.Errorf("%v: %v, want exit %d", signal, err, exitInterrupted)
		}
		want(t, dir, map[string]string{})
	}
}
