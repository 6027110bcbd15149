package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"leadpact/cmd/leadpact/internal/mailrun"
	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/cmd/leadpact/internal/starting"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/csvtext"
)

// Exit codes (SPEC section 13): those of sysexits.h, and 3 for a breach.
const (
	exitUsage       = 2
	exitBreach      = 3
	exitData        = 65
	exitNoInput     = 66
	exitMailRefused = 69
	exitCannotWrite = 73
	exitTryAgain    = 75
	exitAgreement   = 78
	exitInterrupted = 130
)

// failureMeanings explains to the owner of an agreement, by exit code, why a run failed. The owner is not
// notified of codes without an entry: a breach is a result, and whoever interrupts a run knows of it.
var failureMeanings = map[int]string{
	exitData:        "an input was refused",
	exitNoInput:     "an input is missing",
	exitMailRefused: "mail was refused for good",
	exitCannotWrite: "a file could not be written",
	exitTryAgain: "something has to be tried again: mail was put off, another run was at work, " +
		"or an input was changing",
	exitAgreement: "the agreement is wrong",
}

// failure is an error with the exit code of the run that it ends.
type failure struct {
	code int
	error
}

func (f *failure) Unwrap() error { return f.error }

// fail gives err an exit code; nil stays nil.
func fail(code int, err error) error {
	if err == nil {
		return nil
	}
	return &failure{code, err}
}

// failf is fail with a new error.
func failf(code int, format string, args ...any) error {
	return fail(code, fmt.Errorf(format, args...))
}

// exitCode returns the exit code for the error that a command ends with. An interruption takes precedence
// over what it interrupted.
func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, context.Canceled) {
		return exitInterrupted
	}
	if code := codeOf(err); code != 0 {
		return code
	}
	var agreement *agreementfile.Error
	var refused *csvtext.Refused
	switch {
	case errors.As(err, &agreement):
		return exitAgreement
	case errors.As(err, &refused):
		return exitData
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return exitNoInput
	}
	return exitData
}

// codeOf returns the exit code of the first error in err's tree, in the order of errors.As, that has one:
// a failure or an error of the packages below internal. It returns 0 where none has.
func codeOf(err error) int {
	switch e := err.(type) {
	case *failure:
		return e.code
	case *publish.WriteError:
		return exitCannotWrite
	case *publish.BusyError:
		return exitTryAgain
	case *mailrun.InterruptedError:
		return exitInterrupted
	case *mailrun.UndeliveredError:
		if e.Refused {
			return exitMailRefused
		}
		return exitTryAgain
	case *endsEarlyError:
		return exitTryAgain
	case *starting.NotEditableError:
		return exitCannotWrite
	case interface{ Unwrap() error }:
		return codeOf(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, err := range e.Unwrap() {
			if code := codeOf(err); code != 0 {
				return code
			}
		}
	}
	return 0
}

// cannotWrite makes a failed write exit with 73. An error that has an exit code stays as it is.
func cannotWrite(err error) error {
	if codeOf(err) != 0 {
		return err
	}
	return publish.WriteFailed(err)
}
