package csvtext

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// A packed file is refused when it grows past bombSize and by more than bombRatio: deflate packs an export some 5 to 30
// times, never 200.
const (
	BombSize  = 64 << 20
	BombRatio = 200
)

var (
	ZipMagic  = []byte("PK\x03\x04")
	GzipMagic = []byte{0x1f, 0x8b}
)

// unpack gives the bytes of a gzip file, or of the one file in a zip archive; what is packed in no such way stays as it is.
// Nothing is written anywhere, and names in an archive are only looked at.
func unpack(raw []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(raw, GzipMagic):
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil, fmt.Errorf("the gzip file is damaged: %w", err)
		}
		return bounded(z, len(raw), "gzip file")
	case bytes.HasPrefix(raw, ZipMagic) && officeBook(raw) == "":
		return unzip(raw)
	}
	return raw, nil
}

// unzip refuses an archive of several files, of none, and of names that lead elsewhere.
func unzip(raw []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("the zip archive is damaged: %w", err)
	}
	files := slices.DeleteFunc(z.File, func(f *zip.File) bool {
		return f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") || path.Base(f.Name) == ".DS_Store" // a Mac adds them
	})
	if len(files) != 1 {
		return nil, fmt.Errorf("it is a zip archive of %d files; unpack it and name the exports in it", len(files))
	}
	f := files[0]
	if !f.Mode().IsRegular() || strings.ContainsAny(f.Name, `\:`) || path.IsAbs(f.Name) || slices.Contains(strings.Split(f.Name, "/"), "..") {
		return nil, fmt.Errorf("it is a zip archive whose file is named %s, which leads elsewhere; do not trust it, and export the data again", Printable([]byte(f.Name)))
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("the zip archive cannot be unpacked: %w", err)
	}
	defer r.Close()
	return bounded(r, len(raw), "zip archive")
}

// bounded reads what a packed file of this size holds.
func bounded(r io.Reader, size int, what string) ([]byte, error) {
	most := max(BombSize, BombRatio*size)
	text, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the %s is damaged or cut short: %w", what, err)
	case len(text) > most:
		return nil, fmt.Errorf("the %s unpacks to more than %d times its size; unpack it by hand if it is meant", what, BombRatio)
	}
	return text, nil
}

// officeBook names the workbook that a zip archive is; empty for another archive.
func officeBook(data []byte) string {
	switch {
	case bytes.Contains(data, []byte("xl/workbook")):
		return "an Excel workbook"
	case bytes.Contains(data, []byte("application/vnd.oasis.opendocument.spreadsheet")):
		return "an OpenDocument spreadsheet"
	}
	return ""
}
