package csvtext

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

// ReadFile reads the file at path and unpacks gzip and zip, which it recognises by content. sum is the
// SHA-256, in hexadecimal, of the bytes on disk. The error is a *Refused, in which the file is called
// name, where the archive is damaged or unsafe, or where the content is not text but another format.
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
	if what := SniffFormat(data); what != "" {
		return nil, sum, &Refused{File: name, Reason: NotCSV(what)}
	}
	return data, sum, nil
}

// NotCSV returns the reason for refusing a file of another format; what is a result of SniffFormat.
func NotCSV(what string) string { return "it is " + what + ", not CSV; export it as CSV" }

// signatures lists the magic numbers of formats that are not CSV, whatever the file's name suggests.
var signatures = []struct{ magic, what string }{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file, as an Excel workbook (.xls) is"},
	{"%PDF-", "a PDF"},
	{"\xfd7zXZ\x00", "an xz archive"},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"},
	{"\x28\xb5\x2f\xfd", "a Zstandard archive"},
	{"BZh", "a bzip2 archive"},
	{"SQLite format 3\x00", "a SQLite database"},
	{"PAR1", "a Parquet file"},
	{"{\\rtf", "a rich text document"},
	{"\x1f\x8b", "a gzip file inside another"},
	{"Rar!\x1a", "a RAR archive"},
	{"PK\x05\x06", "an empty zip archive"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"GIF8", "a picture"},
	{"\x7fELF", "a program"},
	{"MZ\x90\x00", "a program"},
	{"Obj\x01", "an Avro file"},
	{"ARROW1", "an Arrow file"},
}

// SniffFormat returns the name of the format of data that is not CSV, recognised by its magic number or
// its first 4 KiB; "" for text.
func SniffFormat(data []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return s.what
		}
	}
	if bytes.HasPrefix(data, ZipMagic) {
		return cmp.Or(officeFormat(data), "a zip archive")
	}
	if len(data) > 262 && bytes.HasPrefix(data[257:], []byte("ustar")) {
		return "a tar archive"
	}
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 4096)], " \t\r\n\xef\xbb\xbf"))
	switch {
	case bytes.HasPrefix(head, []byte("<?xml")), bytes.HasPrefix(head, []byte("<workbook")):
		return "an XML file"
	case bytes.HasPrefix(head, []byte("<")) && (bytes.Contains(head, []byte("<html")) ||
		bytes.Contains(head, []byte("<table")) || bytes.Contains(head, []byte("<!doctype"))):
		return "an HTML page"
	case markup.Match(head):
		return "an XML file"
	case startsJSON(head):
		return "JSON"
	}
	return ""
}

// markup matches an opening tag followed, anywhere, by the end of an element.
var markup = regexp.MustCompile(`^<[a-z][\w:.-]*[\s>/](?s:.*)(?:</[a-z]|/>)`)

func startsJSON(head []byte) bool {
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return false
	}
	next := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(next) > 0 && bytes.IndexByte([]byte(`"{[}]`), next[0]) >= 0
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
	case bytes.HasPrefix(raw, ZipMagic) && officeFormat(raw) == "":
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

// officeFormat returns the name of the office format of a zip archive; "" for any other archive.
func officeFormat(data []byte) string {
	switch {
	case bytes.Contains(data, []byte("xl/workbook")):
		return "an Excel workbook"
	case bytes.Contains(data, []byte("application/vnd.oasis.opendocument.spreadsheet")):
		return "an OpenDocument spreadsheet"
	}
	return ""
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
