package delivery

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestJournalIsForItsOwnerAndRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	j, err := OpenJournal(dir)
	if err != nil {
		t.Fatal(err)
	}
	j.Close()
	path := filepath.Join(dir, JournalName)
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("an empty journal stays (%v)", err)
	}
	if j, err = OpenJournal(dir); err != nil {
		t.Fatal(err)
	}
	if err := j.Append(Entry{Key: Key{"A", "P", "x@y"}, State: Sent, Content: "c"}); err != nil {
		t.Fatal(err)
	}
	j.Close()
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if read, err := ReadJournal(dir); err != nil || read.last[Key{"A", "P", "x@y"}].State != Sent {
		t.Errorf("%v, %v", read, err)
	}
	if err := os.WriteFile(path, []byte("sent to all\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenJournal(dir); err == nil || !strings.Contains(err.Error(), "journal:1: ") {
		t.Errorf("%v", err)
	}
}
