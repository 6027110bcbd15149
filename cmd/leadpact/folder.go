package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"

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

// carry gives a folder what only another has, a signed contract that somebody put there, say. It is linked where the file
// system can, so that until one of the folders goes both have it.
func carry(from, to string) error {
	list, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range list {
		source, target := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		there, err := os.Lstat(target)
		switch {
		case err == nil && !(there.IsDir() && e.IsDir()):
		case e.IsDir():
			if err := os.MkdirAll(target, 0o700); err != nil {
				return err
			}
			if err := carry(source, target); err != nil {
				return err
			}
		case e.Type() == fs.ModeSymlink:
			to, err := os.Readlink(source)
			if err := errors.Join(err, os.Symlink(to, target)); err != nil {
				return err
			}
		default:
			if os.Link(source, target) == nil {
				continue
			}
			if err := copyFile(source, target); err != nil {
				return err
			}
		}
	}
	return nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

// syncTree makes the names in a folder and its subfolders last.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return syncFolder(path)
	})
}

// syncFolder makes the names in a folder last. Not every system can, and there it does so by itself.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = f.Sync()
	if runtime.GOOS == "windows" || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, f.Close())
}
