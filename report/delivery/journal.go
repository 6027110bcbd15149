package delivery

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"os"
	"path/filepath"
	"time"
)

// Key identifies a message: the letter of an agreement and a period, to one person.
type Key struct {
	Agreement string `json:"agreement"`
	Period    string `json:"period"`
	To        string `json:"to"` // the bare address, in lower case
}

// KeyOf returns the key of a letter to a person.
func KeyOf(agreement, period string, to *mail.Address) Key {
	return Key{agreement, period, canonical(to)}
}

// Entry is one line of the journal: a message came to a state.
type Entry struct {
	At time.Time `json:"at"`
	Key
	State     State  `json:"state"`
	Content   string `json:"content,omitempty"`
	MessageID string `json:"message_id,omitempty"`
	Code      int    `json:"code,omitempty"`
	Reason    string `json:"reason,omitempty"`
}

// Journal is the file that records what was sent: one JSON object a line. It is only appended to, and each
// line is on the disk before the next step is taken. Whoever opens it must hold the lock of its folder.
type Journal struct {
	file *os.File // nil if it was opened for reading only
	size int64
	last map[Key]Entry
}

// JournalName is the name of the journal's file in its folder.
const JournalName = "journal"

// ReadJournal reads the journal of a folder; a folder without one gives an empty journal.
func ReadJournal(dir string) (*Journal, error) {
	path := filepath.Join(dir, JournalName)
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	j := &Journal{last: map[Key]Entry{}}
	return j, j.load(path, data)
}

// OpenJournal opens the journal of a folder for appending, and creates it if there is none. A last line
// that a crash cut short is removed: what it announced did not happen, because each step waits until its
// line is on the disk.
func OpenJournal(dir string) (*Journal, error) {
	j, err := ReadJournal(dir)
	if err != nil {
		return nil, err
	}
	j.file, err = os.OpenFile(filepath.Join(dir, JournalName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(j.file.Truncate(j.size), j.file.Sync(), syncFolder(dir)); err != nil {
		return nil, errors.Join(err, j.file.Close())
	}
	return j, nil
}

// load reads the complete lines of data. A message that was being sent when the run ended is uncertain.
func (j *Journal) load(path string, data []byte) error {
	for n := 1; ; n++ {
		line, rest, complete := bytes.Cut(data, []byte("\n"))
		if !complete {
			break
		}
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil || e.State == "" || e.To == "" {
			return fmt.Errorf("%s:%d: is no entry of the journal, so nobody knows what was sent;"+
				" mend the line or move the file away", path, n)
		}
		j.last[e.Key] = e
		j.size += int64(len(line)) + 1
		data = rest
	}
	for k, e := range j.last {
		if e.State == Sending {
			e.State, e.Reason = Uncertain, "the run ended while it was sent"
			j.last[k] = e
		}
	}
	return nil
}

// Last returns the latest entry of a message, and whether there is one.
func (j *Journal) Last(k Key) (Entry, bool) {
	e, ok := j.last[k]
	return e, ok
}

// Append appends entries and returns when they are on the disk.
func (j *Journal) Append(entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	var lines bytes.Buffer
	for _, e := range entries {
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		lines.Write(append(line, '\n'))
	}
	if _, err := j.file.WriteAt(lines.Bytes(), j.size); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return err
	}
	j.size += int64(lines.Len())
	for _, e := range entries {
		j.last[e.Key] = e
	}
	return nil
}

// Close closes the file. It removes a journal without entries.
func (j *Journal) Close() error {
	if j.size > 0 {
		return j.file.Close()
	}
	return errors.Join(j.file.Close(), os.Remove(j.file.Name()))
}

// syncFolder makes the entry of a new file in its folder durable. Systems on which folders cannot be synced
// do so themselves, so the error of Sync is ignored.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	f.Sync()
	return f.Close()
}
