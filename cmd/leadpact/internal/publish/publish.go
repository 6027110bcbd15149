// Package publish replaces files and folders in an output folder: a small file transaction of staging,
// locking and an atomic swap.
//
// Callers give names and bytes. Each entry of the output folder, a file or a whole folder, is at any moment
// either the old one or the new one, whatever kills the program, where the system can exchange two entries
// in one step. An error while several entries are put into place brings back those that were replaced. What
// must change as a whole is therefore one folder. The package knows nothing of agreements, periods or
// documents, and nothing of exit codes: its errors are a *BusyError or a *WriteError, and the caller
// decides what they mean.
package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Transaction publishes files and folders in an output folder. They are written to OUT/.leadpact/stage
// and synced. Commit renames new entries into place, and swaps an entry that replaces another one with it
// in one step. Files get mode 0600 and folders 0700. While a transaction is open, no other one can be
// opened for the same folder.
type Transaction struct {
	// BeforeCommit, if set, is called by Commit when everything is staged and nothing is in place yet.
	BeforeCommit func() error

	out       string
	created   []string // missing folders that Begin created, outermost first
	lock      *Lock
	committed bool
	swap      func(a, b string) error // exchanges two entries; a field so that tests can replace it
}

// Begin creates the folder out where it is missing, locks it, and cleans up after a killed run.
func Begin(out string) (*Transaction, error) {
	t := &Transaction{out: out, swap: swap}
	var err error
	if t.created, err = makeFolders(out); err == nil {
		t.lock, err = Acquire(out)
	}
	if err == nil {
		err = errors.Join(t.recoverOld(), os.RemoveAll(t.Stage()))
	}
	if err == nil {
		err = os.Mkdir(t.Stage(), 0o700)
	}
	if err != nil {
		t.Close()
		return nil, WriteFailed(err)
	}
	return t, nil
}

// StateDir returns the folder inside an output folder that holds the lock, the stage, and what else the
// program has to remember about it.
func StateDir(out string) string { return filepath.Join(out, ".leadpact") }

// Out returns the output folder.
func (t *Transaction) Out() string { return t.out }

// Stage returns the folder in which files wait for Commit.
func (t *Transaction) Stage() string { return filepath.Join(StateDir(t.out), "stage") }

// old returns the folder for replaced entries, used only where the system cannot swap in one step.
func (t *Transaction) old() string { return filepath.Join(StateDir(t.out), "old") }

// Write stages a file; name is relative to the output folder.
func (t *Transaction) Write(name string, data []byte) error {
	return t.Create(name, func(w io.Writer) error { _, err := w.Write(data); return err })
}

// Create stages a file whose content write produces. If write returns an error other than an
// *fs.PathError, Create returns it as it is, not as a *WriteError.
func (t *Transaction) Create(name string, write func(io.Writer) error) error {
	path := filepath.Join(t.Stage(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return WriteFailed(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return WriteFailed(err)
	}
	if err = write(f); err != nil && !errors.As(err, new(*fs.PathError)) {
		f.Close()
		return err
	}
	return WriteFailed(errors.Join(err, f.Sync(), f.Close()))
}

// Commit puts everything that was staged into place, or leaves the output folder as it was.
func (t *Transaction) Commit() error {
	names, err := entryNames(t.Stage())
	if err == nil {
		err = syncTree(t.Stage())
	}
	if err == nil && t.BeforeCommit != nil {
		err = t.BeforeCommit()
	}
	if err == nil {
		err = os.Mkdir(t.old(), 0o700)
	}
	if err != nil {
		return WriteFailed(err)
	}
	var placed []string
	for _, name := range names {
		if err = t.place(name); err != nil {
			break
		}
		placed = append(placed, name)
	}
	if err == nil {
		err = syncFolder(t.out)
	}
	if err != nil {
		for _, name := range slices.Backward(placed) {
			err = errors.Join(err, t.rollBack(name))
		}
		return WriteFailed(err)
	}
	t.committed = true
	return nil
}

// place moves a staged entry to its target. The entry that it replaces is afterwards on the stage under
// the same name or, where the system cannot swap in one step, in old.
func (t *Transaction) place(name string) error {
	from, target := filepath.Join(t.Stage(), name), filepath.Join(t.out, name)
	staged, err := os.Lstat(from)
	if err != nil {
		return err
	}
	switch existing, err := os.Lstat(target); {
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(from, target)
	case err != nil:
		return err
	case existing.Mode().Type() != staged.Mode().Type():
		return nameTaken(target)
	case existing.IsDir():
		if err := carryOver(target, from); err != nil {
			return err
		}
	}
	if err := t.swap(from, target); !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := os.Rename(target, filepath.Join(t.old(), name)); err != nil {
		return err
	}
	if err := os.Rename(from, target); err != nil {
		return errors.Join(err, t.restore(name))
	}
	return nil
}

// rollBack undoes place.
func (t *Transaction) rollBack(name string) error {
	from, target := filepath.Join(t.Stage(), name), filepath.Join(t.out, name)
	if _, err := os.Lstat(from); err == nil {
		return t.swap(from, target)
	}
	if err := os.Rename(target, from); err != nil {
		return err
	}
	return t.restore(name)
}

// restore brings back what place moved to old, if anything.
func (t *Transaction) restore(name string) error {
	err := os.Rename(filepath.Join(t.old(), name), filepath.Join(t.out, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// recoverOld brings back entries that a killed run had moved to old and not replaced yet, and removes the
// rest, which had been replaced.
func (t *Transaction) recoverOld() error {
	names, _ := entryNames(t.old()) // usually there is no such folder
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(t.out, name)); errors.Is(err, fs.ErrNotExist) {
			if err := t.restore(name); err != nil {
				return err
			}
		}
	}
	return os.RemoveAll(t.old())
}

// Close ends the transaction. The output folder keeps what was committed and nothing else; without a
// commit, the folders that Begin created are removed. Close may be called more than once.
func (t *Transaction) Close() {
	if t.lock != nil {
		os.RemoveAll(t.Stage())
		t.recoverOld() // where either fails, the next run tries again
		t.lock.Release()
		t.lock = nil
	}
	if t.committed {
		return
	}
	for _, dir := range slices.Backward(t.created) {
		os.Remove(dir)
	}
}
