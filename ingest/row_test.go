package ingest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode/utf32"

	"leadpact/model/agreement"
)

// unusualFile is a file of ten leads, L1 to L10 of 1 to 10 October, with something unusual in it, and the
// expected result of reading it.
type unusualFile struct {
	delim, eol          string
	header, head, tail  string
	owner, campaign, id string               // of the third lead; empty: usual
	date                func(day int) string // of every lead
	owners              string               // of every lead
	in                  encoding.Encoding
	raw                 string // in place of the whole text
	input               agreement.Input
	used                int               // rows; 0: 10
	none                bool              // no row is used
	aside               string            // lines that are set aside
	refused             string            // part of the reason
	note                string            // part of a note
	want                map[string]string // cells of the third lead
}

// bytes returns the file.
func (o unusualFile) bytes(t *testing.T) []byte {
	or := func(s, usual string) string {
		if s == "" {
			return usual
		}
		return s
	}
	delim, eol := or(o.delim, ","), or(o.eol, "\n")
	lines := []string{strings.ReplaceAll(or(o.header, "lead_id,created_at,owner,campaign"), ",", delim)}
	for day := 1; day <= 10; day++ {
		cells := []string{fmt.Sprint("L", day), fmt.Sprintf("2026-10-%02d", day), or(o.owners, "Ann"), "Autumn"}
		if o.date != nil {
			cells[1] = o.date(day)
		}
		if day == 3 {
			cells[0], cells[2], cells[3] = or(o.id, cells[0]), or(o.owner, cells[2]), or(o.campaign, cells[3])
		}
		lines = append(lines, strings.Join(cells, delim))
	}
	text := or(o.raw, o.head+strings.Join(lines, eol)+eol+o.tail)
	if o.in == nil {
		return []byte(text)
	}
	b, err := o.in.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestUnusualFilesGiveWhatTheyHoldOrAreRefused(t *testing.T) {
	t.Parallel()
	third := func(column, value string) map[string]string { return map[string]string{column: value} }
	packed := func(s string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(s)); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	footer := "\n\n\"Leads\"\n\"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\"\n\"Total Records: %d\"\n"
	for name, o := range map[string]unusualFile{
		"UTF-32, little end first":             {in: utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), owners: "Zoë", want: third("owner", "Zoë")},
		"UTF-32 without a mark":                {in: utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), owners: "Zoë", want: third("owner", "Zoë")},
		"Western":                              {in: charmap.Windows1252, owners: "Zoë Müller", note: `the first such word as "Zoë"`, want: third("owner", "Zoë Müller")},
		"Western signs":                        {in: charmap.Windows1252, owners: "“René” – 5 m² £5 ½ ¿Qué? «L’été»…", note: "windows-1252", want: third("owner", "“René” – 5 m² £5 ½ ¿Qué? «L’été»…")},
		"German quotes":                        {in: charmap.Windows1252, campaign: `"„herbst“ und ‚mehr‘, ‹so›"`, note: "windows-1252", want: third("campaign", "„herbst“ und ‚mehr‘, ‹so›")},
		"Central European":                     {in: charmap.Windows1250, owners: "Łukasz Żak", refused: "encoding:"},
		"Latin-2":                              {in: charmap.ISO8859_2, owners: "Łukasz", refused: "encoding:"},
		"Cyrillic":                             {in: charmap.Windows1251, owners: "Иван Петров", refused: "encoding:"},
		"Cyrillic, named":                      {in: charmap.Windows1251, owners: "Иван Петров", input: agreement.Input{Encoding: "windows-1251"}, want: third("owner", "Иван Петров")},
		"DOS":                                  {in: charmap.CodePage850, owners: "Zoë Müller", refused: "encoding:"},
		"Macintosh":                            {in: charmap.Macintosh, owners: "Zoë Müller", refused: "encoding:"},
		"Shift JIS of two letters":             {in: japanese.ShiftJIS, owners: "田中", refused: "encoding:"},
		"Big5 of one letter":                   {in: traditionalchinese.Big5, owners: "陳", refused: "encoding:"},
		"GBK":                                  {in: simplifiedchinese.GBK, owners: "王芳", refused: "encoding:"},
		"Korean":                               {in: korean.EUCKR, owners: "김철", refused: "encoding:"},
		"a circumflex delimits":                {delim: "^"},
		"a tilde delimits":                     {delim: "~"},
		"the unit separator delimits":          {delim: "\x1f"},
		"a space delimits":                     {delim: " "},
		"a comma and a space delimit":          {delim: ", ", campaign: `"x, y"`, want: third("campaign", "x, y")},
		"two pipes delimit":                    {delim: "||", want: third("campaign", "Autumn")},
		"three signs delimit, as named":        {delim: "|~|", input: agreement.Input{Delimiter: "|~|"}},
		"a colon delimits, as named":           {delim: ":", input: agreement.Input{Delimiter: ":"}},
		"lines end in several ways":            {raw: "lead_id,created_at\rL1,2026-10-01\rL2,2026-10-02\nL3,2026-10-03\r\nL4,2026-10-04\n", used: 4},
		"a carriage return inside a cell":      {campaign: "\"a\rb\"", want: third("campaign", "a\rb")},
		"a footer with its count":              {tail: fmt.Sprintf(footer, 10), note: "stand below the rows"},
		"a footer with another count":          {tail: fmt.Sprintf(footer, 11), note: "the file counts 11 rows, and 10 were read"},
		"a cut last row is no footer":          {tail: "L11", aside: "12"},
		"a last row with lines is no footer":   {tail: "L11,2026-10-11,Ann,\"a\n\nb\"\n", used: 11},
		"a line below that is no footer":       {tail: "Total\n", aside: "12"},
		"the header once more":                 {tail: "lead_id,created_at,owner,campaign\nL11,2026-10-11,Ann,x\n", used: 11, note: "repeat the header"},
		"the header has a name too few":        {header: "lead_id,created_at,owner", refused: "the header has 3 cells and every row 4"},
		"the header has a name too many":       {header: "lead_id,created_at,owner,campaign,tier", refused: "the header has 5 cells and every row 4"},
		"canonical names with spaces":          {header: "Lead ID,Created At,Owner,Campaign", want: third("created_at", "2026-10-03")},
		"no rows":                              {raw: "lead_id,created_at\n", none: true, note: "no rows"},
		"an id as a spreadsheet's text":        {id: `="L3"`, note: `="…"`},
		"an id that is a spreadsheet's error":  {id: "#REF!", used: 9, aside: "4"},
		"a name with a hard space":             {owner: "Ann\u00a0Lee", note: "one space", want: third("owner", "Ann Lee")},
		"Unix seconds":                         {date: func(d int) string { return fmt.Sprint(1790845200 + (d-1)*86400) }, note: "Unix times: 1790845200 is read as 2026-10-01T09:00:00Z", want: third("created_at", "2026-10-03T09:00:00Z")},
		"Unix milliseconds":                    {date: func(d int) string { return fmt.Sprint(1790845200123 + (d-1)*86400000) }, want: third("created_at", "2026-10-03T09:00:00.123Z")},
		"one Unix time among dates":            {date: func(d int) string { return [2]string{fmt.Sprintf("2026-10-%02d", d), "1790845200"}[d/10] }, used: 9, aside: "11"},
		"years of two digits, the month first": {date: func(d int) string { return fmt.Sprintf("10/%02d/26", d+12) }, want: third("created_at", "2026-10-15")},
		"years of two digits, the day first":   {date: func(d int) string { return fmt.Sprintf("%02d.10.26", d) }, refused: "date_order: dmy, mdy or ymd"},
		"years of two digits, as named":        {date: func(d int) string { return fmt.Sprintf("%02d.10.26", d) }, input: agreement.Input{DateOrder: "dmy"}, want: third("created_at", "2026-10-03")},
		"years of two digits first, as named":  {date: func(d int) string { return fmt.Sprintf("26/10/%02d", d) }, input: agreement.Input{DateOrder: "ymd"}, want: third("created_at", "2026-10-03")},
		"German months":                        {date: func(d int) string { return fmt.Sprintf("%d. Oktober 2026 9:05", d) }, want: third("created_at", "2026-10-03T09:05:00Z")},
		"Spanish months":                       {date: func(d int) string { return fmt.Sprintf("%d de octubre de 2026", d) }, want: third("created_at", "2026-10-03")},
		"dates without signs between":          {date: func(d int) string { return fmt.Sprintf("202610%02dT090500Z", d) }, want: third("created_at", "2026-10-03T09:05:00Z")},
		"a column without dates":               {date: func(d int) string { return fmt.Sprint("week ", d) }, refused: `none of the 10 values can be read as a date: "week 1" has the word "week"`},
		"HTML in UTF-16":                       {raw: "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", refused: "it is an HTML page"},
		"XML":                                  {raw: "<leads><lead id=\"1\"/></leads>", refused: "it is an XML file"},
		"a picture":                            {raw: "\x89PNG\r\n\x1a\n\x00", refused: "it is a picture"},
		"a gzip file packed twice":             {raw: packed(packed("lead_id,created_at\n")), refused: "a gzip file inside another"},
		"a gzip file that is cut":              {raw: packed("lead_id,created_at\n")[:20], refused: "damaged or cut short"},
		"a tar archive":                        {raw: "leads.csv" + strings.Repeat("\x00", 248) + "ustar\x0000lead_id,created_at\n", refused: "it is a tar archive"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o.check(t)
		})
	}
}

func (o unusualFile) check(t *testing.T) {
	if o.used == 0 && o.refused == "" {
		o.used = 10
	}
	dir := folder(t, map[string]string{"l.csv": string(o.bytes(t))})
	in := o.input
	in.Files = []string{"l.csv"}
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": &in}), dir)
	if o.refused != "" {
		if !isRefused(err) || !strings.Contains(err.Error(), o.refused) {
			t.Errorf("got %v, want a refusal with %q", err, o.refused)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := linesAside(rep); got != o.aside || rep.Files[0].Used != o.used && !o.none {
		t.Errorf("%d used and lines %q set aside, want %d and %q: %v", rep.Files[0].Used, got, o.used, o.aside, rep.SetAside)
	}
	noted := fmt.Sprint(rep.Notes)
	if !strings.Contains(noted, o.note) {
		t.Errorf("noted %s, want %q", noted, o.note)
	}
	for column, want := range o.want {
		if got := rows["leads"][2][column]; got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
}
