package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"time"
)

// openedFile is the state of a file on disk when its reading began.
type openedFile struct {
	path string
	info os.FileInfo
}

// Changed returns the first file whose bytes differ from those that were read, or "". began is the time
// at which the reading began, or earlier. A file is hashed again only where its size or time has changed,
// another file has replaced it, or it was so new that a later change could have the same time.
func (r *Report) Changed(began time.Time) string {
	for i, o := range r.opened {
		if o.surelyUnchanged(began) {
			continue
		}
		if sum, err := sha256Of(o.path); err != nil || sum != r.Files[i].SHA256 {
			return r.Files[i].File
		}
	}
	return ""
}

// timeGranularity is the longest interval between two changes of a file that a coarse file system may
// record with the same time.
const timeGranularity = 2 * time.Second

// surelyUnchanged reports whether size and time show that the file has not changed.
func (o openedFile) surelyUnchanged(began time.Time) bool {
	now, err := os.Stat(o.path)
	return err == nil && os.SameFile(now, o.info) && now.Size() == o.info.Size() &&
		now.ModTime().Equal(o.info.ModTime()) && now.ModTime().Before(began.Add(-timeGranularity))
}

func sha256Of(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}
