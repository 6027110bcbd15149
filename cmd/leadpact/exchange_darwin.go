package main

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// exchange swaps two files or folders in one step, so that nobody ever sees neither. It is errors.ErrUnsupported where the
// file system cannot.
func exchange(a, b string) error {
	err := unix.RenamexNp(a, b, unix.RENAME_SWAP)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errors.ErrUnsupported), errors.Is(err, unix.EINVAL):
		return errors.ErrUnsupported
	}
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
}
