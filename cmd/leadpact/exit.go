package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"leadpact/ingest/agreementfile"
	"leadpact/ingest/csvtext"
)

// What a run exits with (SPEC section 13): the numbers of sysexits.h, and 3 for a breach.
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

// failure is an error that knows what the run exits with.
type failure struct {
	code int
	error
}

func (f *failure) Unwrap() error { return f.error }

// fail gives err its exit code; nil stays nil.
func fail(code int, err error) error {
	if err == nil {
		return nil
	}
	return &failure{code, err}
}

func failf(code int, format string, args ...any) error {
	return fail(code, fmt.Errorf(format, args...))
}

// exitCode says what an error means to the caller of the program. An interruption outranks what it interrupted.
func exitCode(err error) int {
	var (
		known     *failure
		agreement *agreementfile.Error
		refused   *csvtext.Refused
	)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &known):
		return known.code
	case errors.As(err, &agreement):
		return exitAgreement
	case errors.As(err, &refused):
		return exitData
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return exitNoInput
	}
	return exitData
}

// printable is text for a terminal: no control characters but line breaks and tabs.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
