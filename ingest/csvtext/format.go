package csvtext

import (
	"archive/zip"
	"bytes"
	"cmp"
	"regexp"
	"strings"
	"unicode/utf16"
)

// Workbook is the result of SniffFormat for an Excel workbook that package workbook reads.
const Workbook = "an Excel workbook"

// The other formats of spreadsheets.
const (
	oldWorkbook       = "an old Excel workbook (.xls)"
	binaryWorkbook    = "an Excel binary workbook (.xlsb)"
	protectedWorkbook = "an Office file that is protected by a password or a label"
	xmlWorkbook       = "an Excel 2003 XML spreadsheet"
	webArchive        = "a web archive (.mht), which some programs name .xls"
	htmlTable         = "an HTML page with a table, which some programs name .xls"
	openDocument      = "an OpenDocument spreadsheet (.ods)"
	numbersDocument   = "an Apple Numbers spreadsheet"
)

// remedies say what to do with a spreadsheet that cannot be read.
var remedies = func() map[string]string {
	out := map[string]string{protectedWorkbook: "open it, take the protection off, and save it as .xlsx or CSV"}
	for _, what := range []string{
		oldWorkbook, binaryWorkbook, xmlWorkbook, webArchive, htmlTable, openDocument, numbersDocument,
	} {
		out[what] = "open it in a spreadsheet and save it as .xlsx or CSV, or export it as CSV"
	}
	return out
}()

// NotCSV returns the reason for refusing a file of another format; what is a result of SniffFormat.
func NotCSV(what string) string {
	if remedy := remedies[what]; remedy != "" {
		return "it is " + what + ", which is not read; " + remedy
	}
	return "it is " + what + ", not CSV; export it as CSV"
}

// signatures lists the magic numbers of formats that are not CSV, whatever the file's name suggests.
var signatures = []struct{ magic, what string }{
	{"\x09\x00\x04\x00", oldWorkbook},
	{"\x09\x02\x06\x00", oldWorkbook},
	{"\x09\x04\x06\x00", oldWorkbook},
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
	if bytes.HasPrefix(data, compoundMagic) {
		return compoundFormat(data)
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return s.what
		}
	}
	if bytes.HasPrefix(data, ZipMagic) {
		return cmp.Or(packedFormat(data), "a zip archive")
	}
	if len(data) > 262 && bytes.HasPrefix(data[257:], []byte("ustar")) {
		return "a tar archive"
	}
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 4096)], " \t\r\n\xef\xbb\xbf"))
	contains := func(text string) bool { return bytes.Contains(head, []byte(text)) }
	switch {
	case bytes.HasPrefix(head, []byte("mime-version:")) && contains("multipart/related"):
		return webArchive
	case contains("urn:schemas-microsoft-com:office:spreadsheet"):
		return xmlWorkbook
	case bytes.HasPrefix(head, []byte("<?xml")), bytes.HasPrefix(head, []byte("<workbook")):
		return "an XML file"
	case bytes.HasPrefix(head, []byte("<")) && contains("<table"):
		return htmlTable
	case bytes.HasPrefix(head, []byte("<")) && (contains("<html") || contains("<!doctype")):
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

// compoundMagic begins the files of Office before 2007, and protected files of any version.
var compoundMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// compoundFormat returns the name of the format of such a file, by the names of its streams.
func compoundFormat(data []byte) string {
	has := func(stream string) bool {
		var name []byte
		for _, c := range utf16.Encode([]rune(stream)) {
			name = append(name, byte(c), byte(c>>8))
		}
		return bytes.Contains(data, name)
	}
	switch {
	case has("EncryptedPackage"):
		return protectedWorkbook
	case has("Workbook"), has("Book"):
		return oldWorkbook
	}
	return "an old Office file"
}

// packedFormat returns the name of the format of a zip archive that is a document, by the names of its parts; ""
// for any other archive.
func packedFormat(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	found := ""
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		switch {
		case name == "xl/workbook.bin":
			return binaryWorkbook
		case strings.HasPrefix(name, "xl/"):
			found = Workbook
		case name == "word/document.xml":
			return "a Word document"
		case name == "meta-inf/manifest.xml":
			return openDocument
		case strings.HasSuffix(name, ".iwa"), name == "index.zip":
			return numbersDocument
		}
	}
	return found
}
