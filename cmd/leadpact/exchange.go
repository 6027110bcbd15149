package main

import (
	"errors"
	"os"
	"syscall"
)

// exchange swaps two files or folders in one step, so that nobody ever sees neither. It is errors.ErrUnsupported where the
// system or its file system cannot.
func exchange(a, b string) error {
	err := swapNames(a, b)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errors.ErrUnsupported), errors.Is(err, syscall.EINVAL):
		return errors.ErrUnsupported
	}
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
}
