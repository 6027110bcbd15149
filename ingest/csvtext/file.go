package csvtext

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
)

// ReadFile reads the file at path and unpacks gzip and zip, which it recognises by content. sum is the
// SHA-256, in hexadecimal, of the bytes on disk. The error is a *Refused, in which the file is called
// name, where the archive is damaged or unsafe, or where the content is neither text nor a Workbook.
func ReadFile(path, name string) (data []byte, sum string, err error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, "", err
	}
	h := sha256.Sum256(raw)
	sum = hex.EncodeToString(h[:])
	if data, err = unpack(raw); err != nil {
		return nil, sum, &Refused{File: name, Reason: err.Error()}
	}
	if what := SniffFormat(data); what != "" && what != Workbook {
		return nil, sum, &Refused{File: name, Reason: NotCSV(what)}
	}
	return data, sum, nil
}

// A packed file is refused as a decompression bomb if it unpacks to more than BombSize bytes and to more
// than BombRatio times its own size. Deflate compresses an export some 5 to 30 times, never 200 times.
const (
	BombSize  = 64 << 20
	BombRatio = 200
)

// Magic numbers of the packed formats that are supported.
var (
	ZipMagic  = []byte("PK\x03\x04")
	GzipMagic = []byte{0x1f, 0x8b}
)

// unpack returns the content of a gzip file, or of the only file in a zip archive; it returns other data
// unchanged. It writes nothing to disk, and uses the names in an archive only to check them.
func unpack(raw []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(raw, GzipMagic):
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil, fmt.Errorf("the gzip file is damaged: %w", err)
		}
		return readBounded(z, len(raw), "gzip file")
	case bytes.HasPrefix(raw, ZipMagic) && packedFormat(raw) == "":
		return unzip(raw)
	}
	return raw, nil
}

// unzip returns the content of an archive's only file. It refuses an archive of several files or none,
// and a file name that points outside the folder (a path traversal).
func unzip(raw []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("the zip archive is damaged: %w", err)
	}
	files := slices.DeleteFunc(z.File, func(f *zip.File) bool {
		addedByMacOS := strings.HasPrefix(f.Name, "__MACOSX/") || path.Base(f.Name) == ".DS_Store"
		return f.FileInfo().IsDir() || addedByMacOS
	})
	if len(files) != 1 {
		return nil, fmt.Errorf("it is a zip archive of %d files; unpack it and name the exports in it", len(files))
	}
	f := files[0]
	leadsElsewhere := strings.ContainsAny(f.Name, `\:`) || path.IsAbs(f.Name) ||
		slices.Contains(strings.Split(f.Name, "/"), "..")
	if leadsElsewhere || !f.Mode().IsRegular() {
		return nil, fmt.Errorf("it is a zip archive whose file is named %s, which leads elsewhere; "+
			"do not trust it, and export the data again", Printable([]byte(f.Name)))
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("the zip archive cannot be unpacked: %w", err)
	}
	defer r.Close()
	return readBounded(r, len(raw), "zip archive")
}

// readBounded reads the content of a packed file of size bytes, up to the limits for decompression bombs.
func readBounded(r io.Reader, size int, what string) ([]byte, error) {
	most := max(BombSize, BombRatio*size)
	text, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the %s is damaged or cut short: %w", what, err)
	case len(text) > most:
		return nil, fmt.Errorf("the %s unpacks to more than %d times its size; unpack it by hand if it is meant",
			what, BombRatio)
	}
	return text, nil
}

// Refused is the error of a file that cannot be trusted as a whole: no row of it is used (exit code 65).
// Its text states the position of the fault, the fault and how to correct it.
type Refused struct {
	File   string // as named in the agreement
	Line   int    // physical line, from 1; 0: the whole file
	Column string // canonical column, or empty
	Reason string
	Key    string // key of the input in agreement.yaml that would resolve it, date_order or decimal; or empty
	// Choices are the possible values of Key.
	Choices []string
}

func (r *Refused) Error() string {
	var b strings.Builder
	b.WriteString(r.File)
	if r.Line > 0 {
		fmt.Fprintf(&b, ":%d", r.Line)
	}
	b.WriteString(": ")
	if r.Column != "" {
		b.WriteString(r.Column + ": ")
	}
	b.WriteString(r.Reason)
	return b.String()
}
