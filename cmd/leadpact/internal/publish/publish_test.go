package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"leadpact/cmd/leadpact/internal/treetest"
)

// begin opens a transaction that the end of the test closes.
func begin(t *testing.T, out string) *Transaction {
	t.Helper()
	tx, err := Begin(out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tx.Close)
	return tx
}

// stage writes files to the stage of a transaction.
func stage(t *testing.T, tx *Transaction, files map[string]string) {
	t.Helper()
	for name, data := range files {
		if err := tx.Write(name, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCommitShowsTheWholeFolderAtOnce(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "a", "b")
	tx := begin(t, out)
	stage(t, tx, map[string]string{"m/one": "1", "m/two": "2"})
	if _, err := os.Lstat(filepath.Join(out, "m")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder is visible before it is complete")
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	tx.Close()
	treetest.Want(t, out, map[string]string{"m/": "", "m/one": "1", "m/two": "2"})
}

func TestOnlyTheOwnerCanReadWhatIsPublished(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out")
	tx := begin(t, out)
	stage(t, tx, map[string]string{"m/one": "1"})
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{
		out:                            0o700,
		filepath.Join(out, "m"):        0o700,
		filepath.Join(out, "m", "one"): 0o600,
	} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: mode %v, error %v; want %v", name, info.Mode().Perm(), err, mode)
		}
	}
}

func TestTransactionWithoutCommitLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tx := begin(t, filepath.Join(dir, "a", "b"))
	stage(t, tx, map[string]string{"m/one": "1"})
	tx.Close()
	treetest.Want(t, dir, map[string]string{})
}

func TestBeforeCommitRunsWhenAllIsStagedAndNothingIsInPlace(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	tx := begin(t, out)
	stage(t, tx, map[string]string{"m/one": "1"})
	tx.BeforeCommit = func() error {
		_, staged := os.Stat(filepath.Join(tx.Stage(), "m", "one"))
		_, placed := os.Stat(filepath.Join(out, "m"))
		if staged != nil || !errors.Is(placed, fs.ErrNotExist) {
			t.Errorf("staged: %v, placed: %v", staged, placed)
		}
		return errors.New("no")
	}
	if err := tx.Commit(); !errors.As(err, new(*WriteError)) || err.Error() != "no" {
		t.Errorf("%v, want the error of BeforeCommit", err)
	}
	tx.Close()
	treetest.Want(t, out, map[string]string{})
}

// swaps are the two ways to replace a folder: in one step, and by two renames where the system cannot do
// that.
var swaps = map[string]func(a, b string) error{
	"in one step": swap,
	"in two":      func(_, _ string) error { return errors.ErrUnsupported },
}

func TestFailedCommitRestoresWhatItHadReplaced(t *testing.T) {
	t.Parallel()
	for name, swap := range swaps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			treetest.Write(t, out, map[string]string{"a": "old", "m/one": "old", "z/in/the/way": "stays"})
			before := treetest.Read(t, out)
			tx := begin(t, out)
			tx.swap = swap
			stage(t, tx, map[string]string{"a": "new", "b": "new", "m/one": "new", "m/two": "new", "z": "a file for a folder"})
			err := tx.Commit()
			if !errors.As(err, new(*WriteError)) || !strings.Contains(err.Error(), "something else has this name") {
				t.Errorf("%v, want a WriteError", err)
			}
			tx.Close()
			treetest.Want(t, out, before)
		})
	}
}

func TestReplacedFolderKeepsTheFilesOfOthers(t *testing.T) {
	t.Parallel()
	for name, swap := range swaps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			treetest.Write(t, out, map[string]string{"m/one": "old", "m/signed.pdf": "signed", "m/more/notes": "n"})
			if err := os.Symlink("signed.pdf", filepath.Join(out, "m", "latest.pdf")); err != nil {
				t.Skip(err)
			}
			tx := begin(t, out)
			tx.swap = swap
			stage(t, tx, map[string]string{"m/one": "new"})
			if err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
			tx.Close()
			treetest.Want(t, out, map[string]string{
				"m/": "", "m/one": "new", "m/signed.pdf": "signed", "m/latest.pdf": "signed", "m/more/": "", "m/more/notes": "n",
			})
		})
	}
}

func TestSecondTransactionForAFolderIsBusy(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out")
	first := begin(t, out)
	var busy *BusyError
	if _, err := Begin(out + "/"); !errors.As(err, &busy) || busy.Out != out {
		t.Fatalf("%v, want a BusyError for %s", err, out)
	}
	stage(t, first, map[string]string{"m/one": "1"})
	if err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	first.Close()
	treetest.Want(t, out, map[string]string{"m/": "", "m/one": "1"})
	begin(t, out)
}

func TestBeginRecoversAfterAKilledRun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		left, after map[string]string
	}{
		{"while staging",
			map[string]string{".leadpact/lock": "", ".leadpact/stage/m/one": "half", "m/one": "old"},
			map[string]string{"m/": "", "m/one": "old"}},
		{"between the two renames",
			map[string]string{".leadpact/lock": "", ".leadpact/stage/m/one": "new", ".leadpact/old/m/one": "old"},
			map[string]string{"m/": "", "m/one": "old"}},
		{"after the second rename",
			map[string]string{".leadpact/lock": "", ".leadpact/old/m/one": "old", "m/one": "new"},
			map[string]string{"m/": "", "m/one": "new"}},
		{"after the swap",
			map[string]string{".leadpact/lock": "", ".leadpact/stage/m/one": "old", "m/one": "new"},
			map[string]string{"m/": "", "m/one": "new"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			treetest.Write(t, out, c.left)
			begin(t, out).Close()
			treetest.Want(t, out, c.after)
		})
	}
}

func TestOnlyOneTransactionAtATimeIsOpen(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	var open, done atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				tx, err := Begin(out)
				if err != nil {
					if !errors.As(err, new(*BusyError)) {
						t.Error(err)
					}
					continue
				}
				if open.Add(1) > 1 {
					t.Error("two are open")
				}
				done.Add(1)
				time.Sleep(100 * time.Microsecond)
				open.Add(-1)
				tx.Close()
			}
		})
	}
	all.Wait()
	if done.Load() == 0 {
		t.Error("none was open")
	}
	treetest.Want(t, out, map[string]string{})
}

func TestWriteErrorNamesThePathOnce(t *testing.T) {
	t.Parallel()
	path := &fs.PathError{Op: "mkdir", Path: "x", Err: fs.ErrPermission}
	link := &os.LinkError{Op: "rename", Old: "y", New: "x", Err: fs.ErrPermission}
	for _, err := range []error{path, link, errors.Join(path, link)} {
		got := WriteFailed(err)
		if got.Error() != "cannot write x: permission denied; free it or set --out" {
			t.Errorf("%q", got)
		}
		if !errors.Is(got, fs.ErrPermission) || WriteFailed(got) != got {
			t.Errorf("%v loses its cause or is wrapped twice", got)
		}
	}
	if WriteFailed(nil) != nil {
		t.Error("no error becomes one")
	}
}
