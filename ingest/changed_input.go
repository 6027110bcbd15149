package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"time"
)

// original is a file as it lay on disk when its reading began.
type openedFile struct {
	path string
	info os.FileInfo
}

// Changed names the first file that no longer holds the bytes that were read; empty: all do. began is when the reading did, or
// before. A file is read once more only where its size or time have changed, or another lies in its place, or where it was so
// new that what was written to it later could bear the same time.
func (r *Report) Changed(began time.Time) string {
	for i, o := range r.opened {
		if o.unchanged(began) {
			continue
		}
		if sum, err := sha256Of(o.path); err != nil || sum != r.Files[i].SHA256 {
			return r.Files[i].File
		}
	}
	return ""
}

// coarsest is how far apart two times of a file may be and yet be written alike.
const timeGranularity = 2 * time.Second

func (o openedFile) unchanged(began time.Time) bool {
	now, err := os.Stat(o.path)
	return err == nil && os.SameFile(now, o.info) && now.Size() == o.info.Size() && now.ModTime().Equal(o.info.ModTime()) &&
		now.ModTime().Before(began.Add(-timeGranularity))
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
