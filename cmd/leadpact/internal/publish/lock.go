package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Lock is the lock of an output folder, a file in its state folder. The state folder exists only while
// somebody holds the lock or something else is in it.
type Lock struct {
	dir  string
	file *flock.Flock
}

// Acquire creates the state folder of out and takes its lock. It does not wait: if another run holds the
// lock, the error is a *BusyError.
func Acquire(out string) (*Lock, error) {
	dir := StateDir(out)
	path := filepath.Join(dir, "lock")
	for range 100 {
		if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, WriteFailed(err)
		}
		file := flock.New(path, flock.SetPermissions(0o600))
		ok, err := file.TryLock()
		if errors.Is(err, fs.ErrNotExist) {
			continue // the last holder has just removed the folder
		}
		if err != nil {
			return nil, WriteFailed(err)
		}
		if !ok {
			break
		}
		locked, err := file.Stat()
		current, err2 := os.Stat(path)
		if err == nil && err2 == nil && os.SameFile(locked, current) {
			return &Lock{dir, file}, nil
		}
		file.Close() // the last holder removed the file after we had opened it
	}
	return nil, &BusyError{filepath.Clean(out)}
}

// Release removes the lock file, and the state folder if nothing else is in it.
func (l *Lock) Release() {
	path := filepath.Join(l.dir, "lock")
	removed := os.Remove(path) == nil // while it is locked, so that no new lock of another run is removed
	l.file.Close()
	if !removed {
		os.Remove(path) // Windows does not remove open files
	}
	os.Remove(l.dir)
}
