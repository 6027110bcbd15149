package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// BusyError reports that another run holds the lock of an output folder.
type BusyError struct{ Out string }

func (e *BusyError) Error() string {
	return fmt.Sprintf("another run is writing to %s; try again when it is done", e.Out)
}

// WriteError reports that something could not be written. Its text names the path, once, and what to do.
type WriteError struct{ err error }

func (e *WriteError) Error() string { return e.err.Error() }
func (e *WriteError) Unwrap() error { return e.err }

// WriteFailed turns a file system error into a *WriteError. nil and errors of this package stay as they
// are.
func WriteFailed(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case err == nil || errors.As(err, new(*BusyError)) || errors.As(err, new(*WriteError)):
		return err
	case errors.As(err, &path):
		err = fmt.Errorf("cannot write %s: %w; free it or set --out", path.Path, path.Err)
	case errors.As(err, &link):
		err = fmt.Errorf("cannot write %s: %w; free it or set --out", link.New, link.Err)
	}
	return &WriteError{err}
}

// nameTaken is the error for a file that would replace a folder, or a folder that would replace a file.
func nameTaken(path string) error {
	return &WriteError{fmt.Errorf("cannot write %s: something else has this name; move it away or set --out", path)}
}
