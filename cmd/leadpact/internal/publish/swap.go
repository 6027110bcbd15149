package publish

import (
	"errors"
	"os"
	"syscall"
)

// swap exchanges two files or folders in one atomic step, so that at no moment either name is missing. It
// returns errors.ErrUnsupported where the system or the file system cannot do that.
func swap(a, b string) error {
	err := swapNames(a, b)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errors.ErrUnsupported), errors.Is(err, syscall.EINVAL):
		return errors.ErrUnsupported
	}
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
}
