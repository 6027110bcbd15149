package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"
)

// lock holds a folder that is there only while somebody holds it.
type lock struct {
	dir  string
	file *flock.Flock
}

// acquire creates the folder and takes the lock in it, at once or not at all.
func acquire(dir string) (*lock, error) {
	path := filepath.Join(dir, "lock")
	for range 100 {
		if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		file := flock.New(path, flock.SetPermissions(0o600))
		ok, err := file.TryLock()
		if errors.Is(err, fs.ErrNotExist) {
			continue // its last holder has just removed the folder
		}
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		held, err := file.Stat()
		there, err2 := os.Stat(path)
		if err == nil && err2 == nil && os.SameFile(held, there) {
			return &lock{dir, file}, nil
		}
		file.Close() // its last holder has removed the file after we opened it
	}
	return nil, failf(exitTryAgain, "another run is writing to %s; try again when it is done", filepath.Dir(dir))
}

// release removes the lock and then the folder, if nothing else is in it.
func (l *lock) release() {
	path := filepath.Join(l.dir, "lock")
	removed := os.Remove(path) == nil // while it is held, so that nobody's new lock is removed
	l.file.Close()
	if !removed {
		os.Remove(path) // Windows removes no open file
	}
	os.Remove(l.dir)
}

// makeFolders creates a folder and its missing parents, and says which were missing, outermost first.
func makeFolders(dir string) ([]string, error) {
	var missing []string
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		missing = append(missing, d)
	}
	slices.Reverse(missing)
	return missing, os.MkdirAll(dir, 0o700)
}

// entries are the sorted names in a folder.
func entries(dir string) ([]string, error) {
	list, err := os.ReadDir(dir)
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names, err
}

// moveMissing moves the entries of a folder that another lacks; a from that is no folder has none.
func moveMissing(from, to string) error {
	names, _ := entries(from)
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(to, name)); errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// syncFolder makes renames last; not every system can.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		f.Sync()
		f.Close()
	}
}
