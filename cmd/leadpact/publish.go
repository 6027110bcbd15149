package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// publication brings files and folders into a folder, OUT, all of them or none. They are written to OUT/.leadpact/stage and
// synced. What is new is renamed into place; what replaces something is exchanged with it in one step, so that at any moment,
// whatever kills the run, there is the old one or the new one, whole. Files are 0600 and folders 0700. While it is open no other
// run can publish into OUT.
type publication struct {
	out       string
	made      []string // folders that were missing, outermost first
	lock      *lock
	committed bool
	swap      func(a, b string) error // exchange
	announce  func(room string) error // what commit does first, when all is staged and nothing is in place; nil: nothing
}

// openPublication creates OUT where it is missing, locks it, and clears what a killed run has left.
func openPublication(out string) (*publication, error) {
	p := &publication{out: out, swap: exchange}
	var err error
	if p.made, err = makeFolders(out); err == nil {
		p.lock, err = acquire(p.room())
	}
	if err == nil {
		err = errors.Join(p.clearOld(), os.RemoveAll(p.stage()))
	}
	if err == nil {
		err = os.Mkdir(p.stage(), 0o700)
	}
	if err != nil {
		p.close()
		return nil, cannotWrite(err)
	}
	return p, nil
}

func (p *publication) room() string  { return filepath.Join(p.out, ".leadpact") }
func (p *publication) stage() string { return filepath.Join(p.room(), "stage") }
func (p *publication) old() string   { return filepath.Join(p.room(), "old") }

// write stages a file that is at hand; name is relative to OUT.
func (p *publication) write(name string, data []byte) error {
	return p.create(name, func(w io.Writer) error { _, err := w.Write(data); return err })
}

// create stages a file as it is made.
func (p *publication) create(name string, write func(io.Writer) error) error {
	path := filepath.Join(p.stage(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return cannotWrite(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return cannotWrite(err)
	}
	if err = write(f); err != nil && !errors.As(err, new(*fs.PathError)) {
		f.Close()
		return err
	}
	return cannotWrite(errors.Join(err, f.Sync(), f.Close()))
}

// commit puts everything that was staged into place, or leaves OUT as it was.
func (p *publication) commit() error {
	names, err := entries(p.stage())
	if err == nil {
		err = syncTree(p.stage())
	}
	if err == nil && p.announce != nil {
		err = p.announce(p.room())
	}
	if err == nil {
		err = os.Mkdir(p.old(), 0o700)
	}
	if err != nil {
		return cannotWrite(err)
	}
	var placed []string
	for _, name := range names {
		if err = p.place(name); err != nil {
			break
		}
		placed = append(placed, name)
	}
	if err == nil {
		err = syncFolder(p.out)
	}
	if err != nil {
		for _, name := range slices.Backward(placed) {
			err = errors.Join(err, p.takeBack(name))
		}
		return cannotWrite(err)
	}
	p.committed = true
	return nil
}

// place puts a staged entry where it belongs; what stood there is then in its place on the stage, or where the two cannot be
// exchanged in one step, in old.
func (p *publication) place(name string) error {
	from, target := filepath.Join(p.stage(), name), filepath.Join(p.out, name)
	staged, err := os.Lstat(from)
	if err != nil {
		return err
	}
	switch there, err := os.Lstat(target); {
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(from, target)
	case err != nil:
		return err
	case there.Mode().Type() != staged.Mode().Type():
		return failf(exitCannotWrite, "cannot write %s: something else has this name; move it away or set --out", target)
	case there.IsDir():
		if err := carry(target, from); err != nil {
			return err
		}
	}
	if err := p.swap(from, target); !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := os.Rename(target, filepath.Join(p.old(), name)); err != nil {
		return err
	}
	if err := os.Rename(from, target); err != nil {
		return errors.Join(err, p.restore(name))
	}
	return nil
}

// takeBack undoes place.
func (p *publication) takeBack(name string) error {
	from, target := filepath.Join(p.stage(), name), filepath.Join(p.out, name)
	if _, err := os.Lstat(from); err == nil {
		return p.swap(from, target)
	}
	if err := os.Rename(target, from); err != nil {
		return err
	}
	return p.restore(name)
}

// restore brings back what place moved to old, if anything.
func (p *publication) restore(name string) error {
	err := os.Rename(filepath.Join(p.old(), name), filepath.Join(p.out, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// clearOld brings back what a killed run had moved away and not replaced yet; the rest has been replaced.
func (p *publication) clearOld() error {
	names, _ := entries(p.old()) // none: there is no such folder
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(p.out, name)); errors.Is(err, fs.ErrNotExist) {
			if err := p.restore(name); err != nil {
				return err
			}
		}
	}
	return os.RemoveAll(p.old())
}

// close leaves in OUT what was committed and nothing else.
func (p *publication) close() {
	if p.lock != nil {
		os.RemoveAll(p.stage())
		p.clearOld() // where either fails, the next run tries again
		p.lock.release()
	}
	if p.committed {
		return
	}
	for _, dir := range slices.Backward(p.made) {
		os.Remove(dir)
	}
}

// cannotWrite names the path, once, and what to do.
func cannotWrite(err error) error {
	var known *failure
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.As(err, &path):
		err = fmt.Errorf("cannot write %s: %w; free it or set --out", path.Path, path.Err)
	case errors.As(err, &link):
		err = fmt.Errorf("cannot write %s: %w; free it or set --out", link.New, link.Err)
	}
	return fail(exitCannotWrite, err)
}
