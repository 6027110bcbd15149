package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/orisano/gosax"
)

// Book is an open workbook.
type Book struct {
	Tabs         []Tab // its worksheets, in the order of their tabs
	Date1904     bool  // whether its dates count from 1904-01-01, as on old Macintosh computers
	parts        map[string]*zip.File
	limit        int64
	shared       sharedTexts
	formats      []format // by the number of a cell's style
	recalculates bool     // whether formulas are to be computed when the file is opened
}

// Tab is a worksheet of a workbook.
type Tab struct {
	Name   string
	Hidden bool
	part   string
}

// errTooLarge is the error of a part, or of a sheet's text, that is larger than the workbook's limit.
var errTooLarge = errors.New("it unpacks to far more than its size; save it again, or export it as CSV")

// Open reads everything of a workbook but the rows of its sheets. limit is the greatest number of bytes to which
// a part of the file, and the text of a sheet, may grow.
func Open(data []byte, limit int64) (*Book, error) {
	b := &Book{parts: map[string]*zip.File{}, limit: limit}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(err)
	}
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	for _, f := range z.File {
		b.parts[partName(f.Name)] = f
	}
	if err := b.readBook(); err != nil {
		return nil, damaged(err)
	}
	if len(b.Tabs) == 0 {
		return nil, errors.New("the workbook has no sheet with cells; export it again")
	}
	return b, nil
}

// damaged returns the error of a workbook that cannot be read.
func damaged(err error) error {
	if errors.Is(err, errTooLarge) {
		return err
	}
	return fmt.Errorf("the workbook is damaged: %w; export it again", err)
}

// readBook reads the list of sheets, the shared texts, and the number formats.
func (b *Book) readBook() error {
	main := "xl/workbook.xml"
	root, err := b.linksOf("")
	if err != nil {
		return err
	}
	for _, l := range root {
		if l.kind == "officeDocument" {
			main = l.part
		}
	}
	var book struct {
		Properties struct {
			Date1904 flag `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Calculation struct {
			OnLoad flag `xml:"fullCalcOnLoad,attr"`
		} `xml:"calcPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Other []xml.Attr `xml:",any,attr"` // among them the id of its link, in a namespace that depends on the writer
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(main, &book); err != nil {
		return err
	}
	b.Date1904, b.recalculates = bool(book.Properties.Date1904), bool(book.Calculation.OnLoad)
	links, err := b.linksOf(main)
	if err != nil {
		return err
	}
	for _, s := range book.Sheets {
		for _, a := range s.Other {
			if l := links[a.Value]; a.Name.Local == "id" && l.kind == "worksheet" {
				b.Tabs = append(b.Tabs, Tab{s.Name, s.State != "" && s.State != "visible", l.part})
			}
		}
	}
	for _, l := range links {
		switch l.kind {
		case "sharedStrings":
			err = b.readShared(l.part)
		case "styles":
			err = b.readFormats(l.part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// flag is an attribute that is true or false.
type flag bool

// UnmarshalXMLAttr reads the attribute.
func (f *flag) UnmarshalXMLAttr(a xml.Attr) error {
	*f = flag(isTrue([]byte(a.Value)))
	return nil
}

func isTrue(value []byte) bool { return string(value) == "1" || string(value) == "true" }

// link leads from one part to another. kind is the last word of its type: the rest depends on whether the file
// is strict or transitional.
type link struct{ kind, part string }

// linksOf returns the links of a part, by id; those of the file itself if part is empty.
func (b *Book) linksOf(part string) (map[string]link, error) {
	var all struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	dir, base := path.Split(part)
	err := b.decode(dir+"_rels/"+base+".rels", &all)
	out := map[string]link{}
	for _, l := range all.Links {
		if !strings.HasPrefix(l.Target, "/") {
			l.Target = dir + l.Target
		}
		out[l.ID] = link{path.Base(l.Type), partName(l.Target)}
	}
	return out, err
}

// partName returns the name by which a part is found: writers differ in case, slashes and the first slash.
func partName(name string) string {
	return strings.ToLower(path.Clean("/" + strings.ReplaceAll(name, `\`, "/"))[1:])
}

// open returns the text of a part, with the workbook's limit.
func (b *Book) open(part string) (io.ReadCloser, error) {
	f := b.parts[part]
	if f == nil {
		return nil, fmt.Errorf("it has no part %q", part)
	}
	r, err := f.Open()
	return &limited{r, b.limit}, err
}

// limited is a part whose reading fails after a number of bytes.
type limited struct {
	io.ReadCloser
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// decode decodes a small part of the file.
func (b *Book) decode(part string, into any) error {
	r, err := b.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	return xml.NewDecoder(r).Decode(into)
}

// visit reads a part as a stream of elements until visit returns false.
func (b *Book) visit(part string, visit func(gosax.Event) (more bool, err error)) error {
	text, err := b.open(part)
	if err != nil {
		return err
	}
	defer text.Close()
	r := gosax.NewReaderSize(text, 1<<16)
	r.EmitSelfClosingTag = true
	for {
		e, err := r.Event()
		if err != nil || e.Type() == gosax.EventEOF {
			return err
		}
		if more, err := visit(e); err != nil || !more {
			return err
		}
	}
}

// localName returns the name of an element without its prefix, which some writers use.
func localName(e gosax.Event) string {
	name, _ := gosax.Name(e.Bytes)
	return string(name[bytes.IndexByte(name, ':')+1:])
}

// sharedTexts are the texts of cells that a workbook keeps in one place.
type sharedTexts struct {
	all  []byte
	ends []int // by number of the text: where it ends
}

// text returns a text by its number.
func (s *sharedTexts) text(i int) (text []byte, ok bool) {
	if i < 0 || i >= len(s.ends) {
		return nil, false
	}
	start := 0
	if i > 0 {
		start = s.ends[i-1]
	}
	return s.all[start:s.ends[i]], true
}

func (b *Book) readShared(part string) error {
	var x textReader
	return b.visit(part, func(e gosax.Event) (bool, error) {
		if err := x.read(e); err != nil {
			return false, err
		}
		if e.Type() == gosax.EventEnd && localName(e) == "si" {
			b.shared.all = append(b.shared.all, unescape(x.text)...)
			b.shared.ends = append(b.shared.ends, len(b.shared.all))
			x.text = x.text[:0]
		}
		return true, nil
	})
}

// textReader gathers the characters of a text or value. It joins the runs of a rich text and leaves its phonetic
// readings out.
type textReader struct {
	text     []byte
	open     bool // inside a text or value
	phonetic bool // inside a phonetic reading
}

func (x *textReader) read(e gosax.Event) error {
	switch e.Type() {
	case gosax.EventStart, gosax.EventEnd:
		switch begins := e.Type() == gosax.EventStart; localName(e) {
		case "t", "v":
			x.open = begins
		case "rPh":
			x.phonetic = begins
		}
	case gosax.EventText, gosax.EventCData:
		if !x.open || x.phonetic {
			return nil
		}
		text, err := characters(e)
		x.text = append(x.text, text...)
		return err
	}
	return nil
}

// characters returns the text of an event. It is valid until the next event.
func characters(e gosax.Event) ([]byte, error) {
	if e.Type() == gosax.EventCData {
		return bytes.TrimSuffix(bytes.TrimPrefix(e.Bytes, []byte("<![CDATA[")), []byte("]]>")), nil
	}
	return gosax.Unescape(e.Bytes)
}
