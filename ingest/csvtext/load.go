package csvtext

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"regexp"
)

// contents reads a file, unpacks gzip and zip by their content, and refuses what is no text by the name of what it is. sum is
// the SHA-256 of the bytes as they lie on disk.
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

func NotCSV(what string) string { return "it is " + what + ", not CSV; export it as CSV" }

// signatures are the first bytes of files that are no CSV, whatever their name says.
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

// foreign names what a file is that is no CSV; empty for text.
func SniffFormat(data []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return s.what
		}
	}
	if bytes.HasPrefix(data, ZipMagic) {
		return cmp.Or(officeBook(data), "a zip archive")
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

// markup is an element's tag, and some line below another one that ends an element.
var markup = regexp.MustCompile(`^<[a-z][\w:.-]*[\s>/](?s:.*)(?:</[a-z]|/>)`)

func startsJSON(head []byte) bool {
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return false
	}
	next := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(next) > 0 && bytes.IndexByte([]byte(`"{[}]`), next[0]) >= 0
}
