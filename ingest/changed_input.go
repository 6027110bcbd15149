package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"time"
)

// openedFile is a file as it was on disk when its reading began.
type openedFile struct {
	path string
	info os.FileInfo
}

// Changed returns the first file that no longer holds the bytes that were read; empty: all do. began is
// when the reading began, or earlier. A file is hashed again only where its size or time has changed or
// another file is in its place, or where the file was so new that a later change could have the same time.
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

// timeGranularity is how far apart two changes of a file may be and still have the same time, on a coarse
// file system.
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
