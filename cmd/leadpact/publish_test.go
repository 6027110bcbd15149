package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tree is every file below a folder with its content, and every folder as "name/".
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		if e.IsDir() {
			found[filepath.ToSlash(name)+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(path)
		found[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func plant(t *testing.T, files map[string]string, dir string) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(data), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

func opened(t *testing.T, out string) *publication {
	t.Helper()
	p, err := openPublication(out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	return p
}

func staged(t *testing.T, p *publication, files map[string]string) {
	t.Helper()
	for name, data := range files {
		if err := p.write(name, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
}

func want(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if diff := cmp.Diff(files, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestPublicationIsSeenWholeOrNotAtAll(t *testing.T) {
	out := filepath.Join(t.TempDir(), "a", "b")
	p := opened(t, out)
	staged(t, p, map[string]string{"m/one": "1", "m/two": "2"})
	if _, err := os.Lstat(filepath.Join(out, "m")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder is seen before it is complete")
	}
	if err := p.commit(); err != nil {
		t.Fatal(err)
	}
	p.close()
	want(t, out, map[string]string{"m/": "", "m/one": "1", "m/two": "2"})
}

func TestPublicationIsForItsOwnerAlone(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	p := opened(t, out)
	staged(t, p, map[string]string{"m/one": "1"})
	if err := p.commit(); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{out: 0o700, filepath.Join(out, "m"): 0o700, filepath.Join(out, "m/one"): 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: mode %v, error %v; want %v", name, info.Mode().Perm(), err, mode)
		}
	}
}

func TestAbandonedPublicationLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	p := opened(t, filepath.Join(dir, "a", "b"))
	staged(t, p, map[string]string{"m/one": "1"})
	p.close()
	want(t, dir, map[string]string{})
}

// swaps are the ways in which a folder is replaced: in one step, and where that cannot be.
var swaps = map[string]func(a, b string) error{"in one step": exchange, "in two": func(_, _ string) error { return errors.ErrUnsupported }}

func TestFailedCommitBringsBackWhatItHadReplaced(t *testing.T) {
	for name, swap := range swaps {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			plant(t, map[string]string{"a": "old", "m/one": "old", "z/in/the/way": "kept"}, out)
			kept := tree(t, out)
			p := opened(t, out)
			p.swap = swap
			staged(t, p, map[string]string{"a": "new", "b": "new", "m/one": "new", "m/two": "new", "z": "a file where a folder stands"})
			if code := exitCode(p.commit()); code != exitCannotWrite {
				t.Errorf("exit %d, want %d", code, exitCannotWrite)
			}
			p.close()
			want(t, out, kept)
		})
	}
}

func TestReplacedFolderKeepsWhatOthersHadPutIntoIt(t *testing.T) {
	for name, swap := range swaps {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			plant(t, map[string]string{"m/one": "old", "m/signed.pdf": "signed", "m/more/notes": "n"}, out)
			if err := os.Symlink("signed.pdf", filepath.Join(out, "m", "latest.pdf")); err != nil {
				t.Skip(err)
			}
			p := opened(t, out)
			p.swap = swap
			staged(t, p, map[string]string{"m/one": "new"})
			if err := p.commit(); err != nil {
				t.Fatal(err)
			}
			p.close()
			want(t, out, map[string]string{"m/": "", "m/one": "new", "m/signed.pdf": "signed", "m/latest.pdf": "signed", "m/more/": "", "m/more/notes": "n"})
		})
	}
}

func TestSecondPublicationIntoOneFolderIsToldToTryAgain(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	first := opened(t, out)
	_, err := openPublication(out)
	if code := exitCode(err); code != exitTryAgain {
		t.Fatalf("exit %d (%v), want %d", code, err, exitTryAgain)
	}
	staged(t, first, map[string]string{"m/one": "1"})
	if err := first.commit(); err != nil {
		t.Fatal(err)
	}
	first.close()
	want(t, out, map[string]string{"m/": "", "m/one": "1"})
	opened(t, out)
}

func TestNextRunMendsWhatAKilledRunHasLeft(t *testing.T) {
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
		{"after the exchange",
			map[string]string{".leadpact/lock": "", ".leadpact/stage/m/one": "old", "m/one": "new"},
			map[string]string{"m/": "", "m/one": "new"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := t.TempDir()
			plant(t, c.left, out)
			opened(t, out).close()
			want(t, out, c.after)
		})
	}
}

func TestOnlyOnePublicationAtATimeIsOpen(t *testing.T) {
	out := t.TempDir()
	var inside, done atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				p, err := openPublication(out)
				if err != nil {
					if exitCode(err) != exitTryAgain {
						t.Error(err)
					}
					continue
				}
				if inside.Add(1) > 1 {
					t.Error("two are open")
				}
				done.Add(1)
				time.Sleep(100 * time.Microsecond)
				inside.Add(-1)
				p.close()
			}
		})
	}
	all.Wait()
	if done.Load() == 0 {
		t.Error("none was open")
	}
	want(t, out, map[string]string{})
}
