package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"leadpact/cmd/leadpact/internal/mailrun"
	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/csvtext"
)

func TestEveryErrorHasItsExitCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		err  error
		want int
	}{
		{"none", nil, 0},
		{"usage", failf(exitUsage, "x"), 2},
		{"wrapped usage", fmt.Errorf("y: %w", failf(exitUsage, "x")), 2},
		{"refused data", &csvtext.Refused{File: "leads.csv"}, 65},
		{"refused and missing data", errors.Join(fs.ErrNotExist, &csvtext.Refused{}), 65},
		{"a missing input", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}, 66},
		{"an input that may not be read", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, 66},
		{"a folder that may not be written", cannotWrite(&fs.PathError{Op: "mkdir", Path: "x", Err: fs.ErrPermission}), 73},
		{"a wrong agreement", &agreementfile.Error{}, 78},
		{"an interruption", context.Canceled, 130},
		{"an interruption of a write", errors.Join(failf(exitCannotWrite, "x"), context.Canceled), 130},
		{"another run at work", fmt.Errorf("y: %w", &publish.BusyError{Out: "x"}), 75},
		{"a failed publication", publish.WriteFailed(fs.ErrNotExist), 73},
		{"refused mail", &mailrun.UndeliveredError{Refused: true}, 69},
		{"deferred mail", &mailrun.UndeliveredError{}, 75},
		{"an interrupted delivery", &mailrun.InterruptedError{}, 130},
		{"a breach and then refused mail", errors.Join(failf(exitBreach, "x"), &mailrun.UndeliveredError{Refused: true}), 3},
		{"refused mail and then a breach", errors.Join(&mailrun.UndeliveredError{Refused: true}, failf(exitBreach, "x")), 69},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%s: exit %d, want %d", c.name, got, c.want)
		}
	}
}
