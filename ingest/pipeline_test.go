package ingest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/ingest/agreementfile"
	"leadpact/ingest/blocks"
	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
)

// outcomeOf returns everything that results from a reading, as text: the report, and the scorecard of its
// rows. rowAfterRow reports whether a file was not read in blocks; the text does not include that.
func outcomeOf(t *testing.T, r *reader) (text string, rowAfterRow bool) {
	t.Helper()
	rep, err := r.readInputs()
	balanced(t, rep)
	var b strings.Builder
	for i := range rep.Files {
		f := &rep.Files[i]
		f.Found = slices.DeleteFunc(slices.Clone(f.Found), func(s string) bool {
			_, reason, ok := strings.Cut(s, "row after row")
			rowAfterRow = rowAfterRow || ok
			return ok && reason != ""
		})
		fmt.Fprintf(&b, "%+v\n", *f)
	}
	for _, s := range rep.SetAside {
		fmt.Fprintf(&b, "set aside %+v\n", s)
	}
	for _, n := range rep.Notes {
		fmt.Fprintf(&b, "note %+v\n", n)
	}
	fmt.Fprintf(&b, "refused %v\nerror %v\n", rep.Refused, err)
	if err == nil {
		s := r.ledger.Scorecard()
		for _, q := range s.Quantities {
			fmt.Fprintf(&b, "%s %v\n", q.ID, q.Value())
		}
		for _, table := range []string{"leads", "deals"} {
			for _, c := range s.Table(table).Columns {
				b.WriteString(c.Name)
				for row := range s.Table(table).Rows {
					fmt.Fprintf(&b, " %v", c.Value(row))
				}
				b.WriteByte('\n')
			}
		}
		fmt.Fprintf(&b, "%+v\n%+v\n", s.Breaches, s.Overdue)
	}
	return b.String(), rowAfterRow
}

var companyAgreement = sync.OnceValues(func() (*agreement.Agreement, error) {
	return agreementfile.Load(filepath.Join("..", "samples", "company", "agreement.yaml"))
})

// sampleTerms returns the terms of the sample company with other inputs.
func sampleTerms(t *testing.T, inputs map[string]*agreement.Input) *agreement.Agreement {
	t.Helper()
	loaded, err := companyAgreement()
	if err != nil {
		t.Fatal(err)
	}
	a := *loaded
	a.Inputs = inputs
	return &a
}

// sameInBlocks compares reading in blocks of some sizes, in bytes, with reading in order. It reports
// whether all files could be read in blocks.
func sameInBlocks(t *testing.T, a *agreement.Agreement, dir string, sizes ...int) bool {
	t.Helper()
	read := func(o Options) (string, bool) {
		return outcomeOf(t, newReader(a, dir, october(t, a), o))
	}
	want, _ := read(Options{InOrder: true})
	inBlocks := true
	for _, size := range sizes {
		got, rowAfterRow := read(Options{Block: size})
		if want != got {
			d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n"))
			t.Errorf("blocks of %d bytes: (-in order +in blocks)\n%.3000s", size, d)
		}
		inBlocks = inBlocks && !rowAfterRow
	}
	return inBlocks
}

// sharedFiles returns the paths of all tables in the shared data, one for each distinct content.
func sharedFiles(t *testing.T) (paths []string) {
	t.Helper()
	seen := map[string]bool{}
	err := filepath.WalkDir(ingesttest.SharedData(t, "data"), func(path string, d fs.DirEntry, err error) error {
		ext := filepath.Ext(path)
		if err != nil || d.IsDir() || !slices.Contains([]string{".csv", ".tsv", ".txt", ".gz", ".zip"}, ext) {
			return err
		}
		data, err := os.ReadFile(path)
		if key := ext + string(data); !seen[key] {
			seen[key] = true
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// Every file of the shared data is read as leads and as activities of the same leads, as deals of the
// same leads, and as deals alone. It is cut into a few blocks, and read as one block.
func TestSharedFilesReadInBlocksAsInOrder(t *testing.T) {
	t.Parallel()
	files := sharedFiles(t)
	var inBlocks atomic.Int64
	t.Run("files", func(t *testing.T) {
		for _, path := range files {
			t.Run(filepath.Base(filepath.Dir(path))+"/"+filepath.Base(path), func(t *testing.T) {
				t.Parallel()
				in := func() *agreement.Input { return &agreement.Input{Files: []string{filepath.Base(path)}} }
				roles := []map[string]*agreement.Input{{"leads": in(), "activities": in()}, {"leads": in(), "deals": in()}, {"deals": in()}}
				info, err := os.Stat(path)
				if err != nil {
					t.Fatal(err)
				}
				sizes := []int{min(300, max(40, int(info.Size())/4)), 5000}
				if ext := filepath.Ext(path); ext == ".gz" || ext == ".zip" {
					roles, sizes[0] = roles[:1], 300 // unpacking does not depend on the table, and one of them unpacks to very much
				}
				all := true
				for _, inputs := range roles {
					all = sameInBlocks(t, sampleTerms(t, inputs), filepath.Dir(path), sizes...) && all
				}
				if all {
					inBlocks.Add(1)
				}
			})
		}
	})
	if t.Logf("%d of %d files are read in blocks", inBlocks.Load(), len(files)); 2*inBlocks.Load() < int64(len(files)) {
		t.Errorf("only %d of %d files are read in blocks", inBlocks.Load(), len(files))
	}
}

// dice chooses the cells of a random file.
type dice struct{ *rand.Rand }

func (d dice) pick(of ...string) string { return of[d.IntN(len(of))] }

// seldom returns one of the other texts in one of 15 cases.
func (d dice) seldom(usual string, of ...string) string {
	if d.IntN(15) == 0 {
		return d.pick(of...)
	}
	return usual
}

func (d dice) date() string {
	return fmt.Sprintf("2026-%02d-%02d", 8+d.IntN(3), 1+d.IntN(30)) + d.pick("", "T09:30:00Z", " 09:30", "T23:15:00-04:00")
}

// usual replaces no row of a random file.
func usual(int) string { return "" }

// rowAt replaces the n-th row of a random file.

func rowAt(n int, row string) func(int) string {
	return func(i int) string {
		if i == n {
			return row
		}
		return ""
	}
}

// hardActivities returns activities that are hard to cut into records and blocks: line breaks and doubled
// quotes in quotes, mixed line ends, empty lines, duplicate ids with the same and with other content,
// dates written in several ways. replace returns the text that replaces the i-th row; if it is empty, the
// row stays.
func hardActivities(rows int, replace func(i int) string) []byte {
	r := dice{rand.New(rand.NewPCG(1, 2))}
	pick := r.pick
	var b bytes.Buffer
	b.WriteString("activity_id,subject,lead_id,email,type,at,owner,outcome,direction,automated\r\n")
	for i := range rows {
		if s := replace(i); s != "" {
			b.WriteString(s)
			continue
		}
		id := fmt.Sprint("A", 1000+i)
		if r.IntN(20) == 0 {
			id = fmt.Sprint("A", 1000+r.IntN(i+1))
		}
		subject := pick("", "Call", `"He said ""later"""`, "\"two\nlines, \"\"three\"\"\r\nlines\"", "\"\"", "Rückruf", `"a,b"`, `"""`+"\n\n"+`"""`)
		fmt.Fprintf(&b, "%s,%s,L%d,%s,%s,%s,%s,%s,%s,%s%s", id, subject, r.IntN(60), pick("", "x1@example.com", "None"),
			pick("call", "email", "Meeting", "breakup", "note", "-"),
			fmt.Sprintf("2026-%02d-%02d%s%02d:%02d:00%s", 8+r.IntN(3), 1+r.IntN(30), pick("T", " "), r.IntN(24), r.IntN(60), pick("", "Z", "-04:00", "+05:30")),
			pick("Ann Lee", "Zoë  Ångström", "Zoe\u0308", "Queue", "", `"Lee, Ann"`), pick("", "connected", "Conversation", "No answer", "left voicemail"),
			pick("", "outbound", "Inbound"), pick("", "false", "true", "yes", "maybe"), pick("\n", "\r\n", "\n\n", "\n \n"))
	}
	return b.Bytes()
}

// writeAll writes files, named by their numbers.
func writeAll(t *testing.T, dir, name string, files ...[]byte) (names []string) {
	t.Helper()
	for i, data := range files {
		names = append(names, fmt.Sprintf(name, i))
		if err := os.WriteFile(filepath.Join(dir, names[i]), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// company writes leads and the given activities, and returns the agreement that names them.
func company(t *testing.T, acts ...[]byte) (*agreement.Agreement, string) {
	t.Helper()
	dir := t.TempDir()
	var leads bytes.Buffer
	leads.WriteString("lead_id,created_at,mql_at,owner,email,quality\n")
	for i := range 50 {
		fmt.Fprintf(&leads, "L%d,2026-08-%02dT09:00:00Z,2026-08-%02dT09:00:00Z,Ann Lee,x%d@example.com,high\n", i, 1+i%28, 1+i%28, i)
	}
	return sampleTerms(t, map[string]*agreement.Input{
		"leads":      {Files: writeAll(t, dir, "leads%d.csv", leads.Bytes())},
		"activities": {Files: writeAll(t, dir, "acts%d.csv", acts...), NotPeople: []string{"Queue"}},
	}), dir
}

func TestHardActivitiesReadInBlocksAsInOrder(t *testing.T) {
	t.Parallel()
	packed := func(data []byte) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(data); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	plain := bytes.ReplaceAll(hardActivities(900, usual), []byte(`"`), nil)
	for name, c := range map[string]struct {
		files    [][]byte
		inBlocks bool
	}{
		"newlines and doubled quotes in quotes":  {[][]byte{hardActivities(1200, usual)}, true},
		"quoted ids that are empty":              {[][]byte{regexp.MustCompile(`(?m)^A\d+,`).ReplaceAll(hardActivities(900, usual), []byte(`"",`))}, true},
		"gzip":                                   {[][]byte{packed(hardActivities(1200, usual))}, true},
		"gzip cut short":                         {[][]byte{packed(hardActivities(1200, usual))[:3000]}, false},
		"a later file supersedes":                {[][]byte{hardActivities(900, usual), hardActivities(1200, usual)}, true},
		"a quote that is never closed":           {[][]byte{hardActivities(900, rowAt(700, "B1,\"open,L1,,call,2026-10-01T10:00:00Z,,,,\n"))}, false},
		"text behind a closing quote":            {[][]byte{hardActivities(900, rowAt(700, "B1,\"shut\"x,L1,,call,2026-10-01T10:00:00Z,,,,\n"))}, true},
		"a quote in a cell without quotes":       {[][]byte{hardActivities(900, rowAt(700, "B1,5\" pipe,L1,,call,2026-10-01T10:00:00Z,,,,\n"))}, false},
		"too few cells":                          {[][]byte{hardActivities(900, rowAt(700, "B1,x,L1\n"))}, true},
		"bytes of another encoding":              {[][]byte{hardActivities(900, rowAt(700, "B1,R\xfcckruf,L1,,call,2026-10-01T10:00:00Z,,,,\n"))}, false},
		"no valid byte over 127":                 {[][]byte{bytes.ReplaceAll(bytes.ReplaceAll(plain, []byte("ü"), []byte("\xfc")), []byte("ë"), nil)}, false},
		"a control character":                    {[][]byte{hardActivities(900, rowAt(700, "B1,a\x01b,L1,,call,2026-10-01T10:00:00Z,,,,\n"))}, true},
		"NULs behind the last row":               {[][]byte{append(hardActivities(900, usual), make([]byte, 5000)...)}, true},
		"a byte order mark":                      {[][]byte{append([]byte("\xef\xbb\xbf"), hardActivities(900, usual)...)}, true},
		"a date that proves the day first":       {[][]byte{hardActivities(900, rowAt(700, "B1,,L1,,call,31/10/2026 10:00,,,,\n"))}, true},
		"a date of two readings":                 {[][]byte{hardActivities(900, rowAt(700, "B1,,L1,,note,1/2/2026 10:00,,,,\n"))}, true},
		"a spreadsheet's date number":            {[][]byte{hardActivities(900, rowAt(700, "B1,,L1,,call,46300.5,,,,\n"))}, true},
		"two hours at once, and a skipped one":   {[][]byte{hardActivities(900, rowAt(700, "B1,,L1,,call,2026-11-01 01:30,,,,\nB2,,L1,,call,2026-03-08 02:30,,,,\n"))}, true},
		"unusual ids":                            {[][]byte{hardActivities(900, rowAt(700, "1.5E+10,,L1,,call,2026-10-01 01:30,,,,\nB2,,\"L1\nL2\",,call,2026-10-01 02:30,,,,\nB3,,L1;L2; L3,,call,2026-10-01 02:30,,,,\n"))}, true},
		"an obstacle in the second file, undone": {[][]byte{hardActivities(900, rowAt(300, "B1,\"open,L1,,call,2026-10-01T10:00:00Z,,,,\n")), hardActivities(900, usual)}, false},
		"first quotes far behind the head":       {[][]byte{append(bytes.Clone(plain), bytes.SplitN(hardActivities(900, usual), []byte("\n"), 2)[1]...)}, true},
		"semicolons and a title":                 {[][]byte{append([]byte("Activities\n\n"), bytes.ReplaceAll(plain, []byte(","), []byte(";"))...)}, true},
		"lines end with a carriage return alone": {[][]byte{bytes.ReplaceAll(bytes.ReplaceAll(plain, []byte("\r"), nil), []byte("\n"), []byte("\r"))}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, dir := company(t, c.files...)
			if inBlocks := sameInBlocks(t, a, dir, 300, 5000); inBlocks != c.inBlocks {
				t.Errorf("read in blocks: %v, want %v", inBlocks, c.inBlocks)
			}
		})
	}
}

// hardLeads returns leads in the same way as hardActivities. Ids, dates and words are written in every
// way.
func hardLeads(rows int, replace func(i int) string) []byte {
	r := dice{rand.New(rand.NewPCG(5, 6))}
	pick, seldom, date := r.pick, r.seldom, r.date
	var b bytes.Buffer
	b.WriteString("lead_id,created_at,mql_at,sql_at,closed_at,status,owner,email,source,campaign,tier,quality,motion,reason,note,IsDeleted\r\n")
	for i := range rows {
		if s := replace(i); s != "" {
			b.WriteString(s)
			continue
		}
		id := fmt.Sprint("L", 1000+i)
		row := fmt.Sprintf(",%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,", seldom(date(), "2026-02-30", "", "None", " 2026-09-01 "), seldom(date(), "", "n/a"), seldom("", date(), "1969-12-31"), pick("", "", date()),
			pick("open", "", "Won", "unqualified", "limbo"), pick("Ann Lee", "Zoë  Ångström", "Zoe\u0308", "Queue", "", `"Lee, Ann"`, "-"), pick("", fmt.Sprintf("x%d@example.com", r.IntN(rows)), " a@b.example", "NULL"),
			pick("Web", "web form", "Events", "", "None", `"a,b"`), pick("", "Autumn", `"two`+"\n"+`lines"`, `"say ""yes"""`), pick("A", "mid-market", "Z", ""), pick("high", "80", "12", "medium", "?", ""),
			pick("", "Inbound", "sideways"), seldom("", "no budget", strings.Repeat("long ", 100)), pick("", "Notiz für später", `""`))
		row += seldom("", "true", "false")
		end := pick("\n", "\r\n", "\n\n", "\n \n")
		b.WriteString(seldom(id, " "+id, id+"\u200b", `"`+id+`"`, "1e5", "2.5E+9", "", "#REF!") + row + end)
		switch r.IntN(30) {
		case 0: // a duplicate with the same content
			b.WriteString(id + row + end)
		case 1:
			b.WriteString(id + row[:len(row)-1] + "," + end)
		case 2:
			b.WriteString(id + strings.Replace(row, "Ann Lee", "Bob Ray", 1) + end)
		}
	}
	return b.Bytes()
}

func TestHardLeadsReadInBlocksAsInOrder(t *testing.T) {
	t.Parallel()
	plain := bytes.ReplaceAll(bytes.ReplaceAll(hardLeads(700, usual), []byte(`"`), nil), []byte("\nlines"), nil)
	for name, c := range map[string]struct {
		files    [][]byte
		inBlocks bool
	}{
		"every way to write a cell":        {[][]byte{hardLeads(900, usual)}, true},
		"no quotes":                        {[][]byte{plain}, true},
		"first quotes far behind the head": {[][]byte{append(bytes.Clone(plain), bytes.SplitN(hardLeads(300, usual), []byte("\n"), 2)[1]...)}, true},
		"a later file supersedes":          {[][]byte{hardLeads(400, usual), hardLeads(500, rowAt(3, "L1003,2026-09-09,,,,,,,,,,,,,,\n"))}, true},
		"a quote that is never closed":     {[][]byte{hardLeads(700, rowAt(500, "B1,2026-10-01,,,,,,,,\"open,,,,,,\n"))}, false},
		"a date that proves the day first": {[][]byte{hardLeads(700, rowAt(500, "B1,31/10/2026 10:00,,,,,,,,,,,,,,\n"))}, true},
		"a date of two readings":           {[][]byte{hardLeads(700, rowAt(500, "B1,1/2/2026 10:00,,,,,,,,,,,,,,\n"))}, true},
		"bytes of another encoding":        {[][]byte{hardLeads(700, rowAt(500, "B1,2026-10-01,,,,,J\xfcrgen,,,,,,,,,\n"))}, false},
		"a control character, a long cell": {[][]byte{hardLeads(700, rowAt(500, "B1,2026-10-01,,,,,a\x01b,,,,,,,,,\nB2,2026-10-01,,,,,,,,,,,,,"+strings.Repeat("x", 40000)+",\n"))}, true},
		"a duplicate id far behind":        {[][]byte{hardLeads(700, rowAt(690, "L1001,2026-09-09,,,,,,,,,,,,,,\nL1001,2026-09-09,,,,limbo,,,,,,,,,,\n"))}, true},
		"a decimal comma late in bands":    {[][]byte{[]byte("lead_id,created_at,quality\n" + strings.Repeat("L1,2026-10-01,80\n", 700) + "L2,2026-10-01,\"70,5\"\n")}, true},
		"the header again, an empty row":   {[][]byte{hardLeads(700, rowAt(500, "lead_id,created_at,mql_at,sql_at,closed_at,status,owner,email,source,campaign,tier,quality,motion,reason,note,IsDeleted\n,,,,,,,,,,,,,,,\n"))}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			in := &agreement.Input{NotPeople: []string{"Queue"}, MarketingSourced: []string{"web*"}, Values: agreement.Pairs[agreement.Pairs[[]string]]{
				{Key: "quality", Value: agreement.Pairs[[]string]{{Key: "high", Value: []string{"70-"}}, {Key: "low", Value: []string{"0-69"}}}},
				{Key: "source", Value: agreement.Pairs[[]string]{{Key: "Website", Value: []string{"web*"}}}},
				{Key: "status", Value: agreement.Pairs[[]string]{{Key: "disqualified", Value: []string{"unqualified"}}}},
			}}
			in.Files = writeAll(t, dir, "leads%d.csv", c.files...)
			a := sampleTerms(t, map[string]*agreement.Input{"leads": in})
			if inBlocks := sameInBlocks(t, a, dir, 300, 5000); inBlocks != c.inBlocks {
				t.Errorf("read in blocks: %v, want %v", inBlocks, c.inBlocks)
			}
		})
	}
}

// hardDeals returns deals of the leads of company in the same way as hardLeads. Their amounts are plain
// numbers.
func hardDeals(rows int, replace func(i int) string) []byte {
	r := dice{rand.New(rand.NewPCG(7, 8))}
	pick, seldom, date := r.pick, r.seldom, r.date
	var b bytes.Buffer
	b.WriteString("deal_id,lead_id,amount,currency,stage,created_at,closed_at,won,owner,sdr,source,stream,new_business,lead_name\r\n")
	for i := range rows {
		if s := replace(i); s != "" {
			b.WriteString(s)
			continue
		}
		id, lead := fmt.Sprint("D", 1000+i), fmt.Sprint("L", r.IntN(60))
		row := fmt.Sprintf(",%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s", seldom(lead, "", "None", lead+";L7", "L99; L98;"+lead, " "+lead, `"`+lead+`"`, "1e5"),
			fmt.Sprint(seldom("", "-"), r.IntN(90000))+pick("", "", ".5", ".25", ".00"), pick("", "USD", "usd", "US$"), pick("Closed Won", "Closed Lost", "Talking", "Lost to X", "", "Zoe\u0308"),
			seldom(date(), "", "2026-02-30", "None"), pick("", date()), seldom(pick("", "true", "No"), "open", "maybe"), pick("Ann Lee", "Zoë  Ångström", "Queue", `"Lee, Ann"`), pick("", "Bob Ray", "Queue"),
			pick("Web", "web form", "Events", "", `"a,b"`), pick("", "Main", "elsewhere"), seldom(pick("", "yes"), "perhaps"), pick("", `"Zoë ""Z"" Ångström"`, `"two`+"\n"+`lines"`))
		end := pick("\n", "\r\n", "\n\n", "\n \n")
		b.WriteString(seldom(id, " "+id, id+"\u200b", `"`+id+`"`, "2.5E+9", "", "#REF!") + row + end)
		switch r.IntN(30) {
		case 0: // a duplicate with the same content
			b.WriteString(id + row + end)
		case 1:
			b.WriteString(id + strings.Replace(row, "Ann Lee", "Bob Ray", 1) + end)
		}
	}
	return b.Bytes()
}

func TestHardDealsReadInBlocksAsInOrder(t *testing.T) {
	t.Parallel()
	deal := func(amount, currency string) string {
		return fmt.Sprintf("B1,L1,%s,%s,,,,,,,,,,\n", amount, currency)
	}
	without := func(column int, data []byte) []byte { // of a file without quotes
		return regexp.MustCompile(fmt.Sprintf(`(?m)^((?:[^,\n]*,){%d})[^,\n]*,`, column)).ReplaceAll(data, []byte("$1"))
	}
	plain := func(replace func(int) string) []byte {
		return bytes.ReplaceAll(bytes.ReplaceAll(bytes.ReplaceAll(hardDeals(700, replace), []byte("\"Lee, Ann\""), nil), []byte("\"two\nlines\""), nil), []byte(`"`), nil)
	}
	whole := func(data []byte) []byte {
		return regexp.MustCompile(`(,-?\d+)\.\d{1,2},`).ReplaceAll(data, []byte("$1,"))
	}
	ids := func(rows string) []byte {
		var b bytes.Buffer
		b.WriteString("deal_id,stage\n")
		for i := range 700 {
			fmt.Fprintf(&b, "D%d,Talking\n", i)
		}
		return append(b.Bytes(), rows...)
	}
	lines := func(header string, line func(i int) string) []byte {
		b := bytes.NewBufferString(header)
		for i := range 700 {
			b.WriteString(line(i))
		}
		return b.Bytes()
	}
	byStage := func(in *agreement.Input) { in.WonStages = []string{"Closed W*"} }
	decimal := func(sign string) func(*agreement.Input) { return func(in *agreement.Input) { in.Decimal = sign } }
	for name, c := range map[string]struct {
		files    [][]byte
		terms    func(*agreement.Input)
		inBlocks bool
	}{
		"every way to write a cell":               {[][]byte{hardDeals(900, usual)}, nil, true},
		"no quotes":                               {[][]byte{plain(usual)}, nil, true},
		"stages that mean won":                    {[][]byte{without(7, plain(usual))}, byStage, true},
		"won by stage and a flag of each":         {[][]byte{plain(usual)}, byStage, true},
		"a later file supersedes":                 {[][]byte{hardDeals(400, usual), hardDeals(500, rowAt(3, "D1003,L3,5,,,,,,,,,,,\n"))}, nil, true},
		"a quote that is never closed":            {[][]byte{hardDeals(700, rowAt(500, "B1,L1,5,,\"open,,,,,,,,,\n"))}, nil, false},
		"an obstacle in the second file, undone":  {[][]byte{hardDeals(700, rowAt(300, "B1,L1,5,,\"open,,,,,,,,,\n")), hardDeals(700, usual)}, nil, false},
		"first quotes far behind the head":        {[][]byte{append(plain(usual), bytes.SplitN(hardDeals(300, usual), []byte("\n"), 2)[1]...)}, nil, true},
		"a date that proves the day first":        {[][]byte{hardDeals(700, rowAt(650, "B1,L1,5,,,31/10/2026 10:00,,,,,,,,\n"))}, nil, true},
		"thousands late, decided by the others":   {[][]byte{hardDeals(700, rowAt(650, deal(`"1,234"`, "")))}, nil, true},
		"thousands or decimals, which none tells": {[][]byte{whole(hardDeals(700, rowAt(650, deal(`"1,234"`, ""))))}, nil, true},
		"the same with a point":                   {[][]byte{whole(hardDeals(700, rowAt(650, deal("1.234", ""))))}, nil, true},
		"a decimal comma late":                    {[][]byte{whole(hardDeals(700, rowAt(650, deal(`"1.234,5"`, ""))))}, nil, true},
		"comma and point change places":           {[][]byte{hardDeals(700, rowAt(650, deal(`"1.234,5"`, "")))}, nil, true},
		"a comma that the agreement names":        {[][]byte{hardDeals(700, usual)}, decimal(","), true},
		"a point that the agreement names":        {[][]byte{hardDeals(700, rowAt(650, deal(`"1,234"`, "")))}, decimal("."), true},
		"unusual numbers late": {[][]byte{hardDeals(700, rowAt(650, deal("5.", "")+deal(".5", "")+deal("-0", "")+deal("(5)", "")+deal("1.5K", "")+deal("tbd", "")+deal("€5", "")+deal("5 USD", "EUR")+
			deal("12.125", "")+deal("1234567890123456", "")+deal(" 5 ", "")+deal("None", "")))}, nil, true},
		"words in place of numbers, late":        {[][]byte{lines("deal_id,amount\n", func(i int) string { return fmt.Sprintf("D%d,%s\n", i, map[bool]string{true: "tbd"}[i > 600]) })}, nil, true},
		"other currencies without fx":            {[][]byte{hardDeals(700, rowAt(650, deal("5", "EUR")+deal("", "EUR")+deal("5", "?")))}, nil, true},
		"other currencies with fx":               {[][]byte{hardDeals(700, rowAt(650, deal("5", "EUR")+deal("5", "€")+deal("5.25", "eur")+deal("5", "GBP")))}, func(in *agreement.Input) { in.FX = pairs[float64]("EUR", 1.1) }, true},
		"a duplicate id far behind":              {[][]byte{hardDeals(700, rowAt(690, "D1001,L1,5,,,,,,,,,,,\nD1001,L1,5,,,,,,,,,elsewhere,,\n"))}, nil, true},
		"the header again, an empty row":         {[][]byte{hardDeals(700, rowAt(650, "deal_id,lead_id,amount,currency,stage,created_at,closed_at,won,owner,sdr,source,stream,new_business,lead_name\n,,,,,,,,,,,,,\n"))}, nil, true},
		"ids and stages alone, the header again": {[][]byte{ids("deal_id,stage\nD1,Talking\nD2,Closed Won\n")}, byStage, true},
		"a header that is an id":                 {[][]byte{bytes.ReplaceAll(ids("7,stage\n"), []byte("deal_id"), []byte("7"))}, func(in *agreement.Input) { in.Columns = pairs[[]string]("deal_id", []string{"7"}) }, true},
		"one cell gives two columns": {[][]byte{lines("deal_id,closed_at,stage,done\n", func(i int) string { return fmt.Sprintf("D%d,2026-10-05,%s\n", i, []string{"1,1", "0,1", "0,0"}[i%3]) })}, func(in *agreement.Input) {
			in.Columns, in.Values = pairs[[]string]("won", []string{"stage + done"}, "stage", []string{"stage"}), pairs[agreement.Pairs[[]string]]("won", pairs[[]string]("true", []string{"1 1"}, "false", []string{"0 1"}, "open", []string{"0 0"}))
		}, true},
		"points between cells": {[][]byte{lines("sep=.\ndeal_id.amount\n", func(i int) string {
			return fmt.Sprintf("D%d.%d\n", i, i) + map[bool]string{true: "B1.12.50\n"}[i == 650]
		})}, nil, true},
		"spaces between cells": {[][]byte{lines("sep= \ndeal_id created_at\n", func(i int) string {
			return fmt.Sprintf("D%d 2026-10-01\n", i) + map[bool]string{true: "B1 2026-10-01 10:30\n"}[i == 650]
		})}, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, dir := company(t)
			delete(a.Inputs, "activities")
			in := &agreement.Input{NotPeople: []string{"Queue"}, MarketingSourced: []string{"web*"}}
			if a.Inputs["deals"] = in; c.terms != nil {
				c.terms(in)
			}
			in.Files = writeAll(t, dir, "deals%d.csv", c.files...)
			if inBlocks := sameInBlocks(t, a, dir, 300, 5000); inBlocks != c.inBlocks {
				t.Errorf("read in blocks: %v, want %v", inBlocks, c.inBlocks)
			}
		})
	}
}

// Rows that are leads and their own deals, with duplicate ids of the same and of other content.
func TestDealsThatAreLeadsReadInBlocksAsInOrder(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	b.WriteString("id,created_at,stage,amount,closed_at\n")
	for i := range 700 {
		row := fmt.Sprintf("R%d,2026-09-%02dT10:00:00Z,%s,%d.5,%s\n", i-i%50/49, 1+i%28, []string{"Talking", "Closed Won", "Lost"}[i%3], i, []string{"", "2026-10-05T10:00:00Z"}[i%2])
		b.WriteString(strings.Repeat(row, 1+i%100/98))
	}
	dir := folder(t, map[string]string{"rows.csv": b.String()})
	in := func(id string) *agreement.Input {
		return &agreement.Input{Files: []string{"rows.csv"}, Columns: pairs[[]string](id, []string{"id"}), WonStages: []string{"Closed Won"}}
	}
	a := sampleTerms(t, map[string]*agreement.Input{"leads": in("lead_id"), "deals": in("deal_id")})
	if !sameInBlocks(t, a, dir, 300, 5000) {
		t.Error("it is not read in blocks")
	}
	l := october(t, a)
	rep, err := ReadReport(a, dir, l)
	if err != nil {
		t.Fatal(err)
	}
	if f := rep.Files[1]; f.Used != 686 || f.SetAside != 21 || f.Ignored != 7 {
		t.Errorf("of the deals are %d used, %d set aside, %d ignored", f.Used, f.SetAside, f.Ignored)
	}
	rows := l.Scorecard().Table("deals")
	for _, c := range rows.Columns {
		for row := range rows.Rows {
			if v := c.Value(row); c.Name == "lead_id" && v.IsMissing() {
				t.Fatalf("row %d is no lead's deal", row)
			}
		}
	}
}

// The report mentions that a file was not read in blocks only if the file is so large that it matters.
func TestALargeFileThatIsReadInOrderIsReported(t *testing.T) {
	t.Parallel()
	padding := strings.Repeat("x", 500)
	for size, told := range map[int]bool{blocks.StreamFrom + 1000: false, blocks.ReportFrom + 1000: true} {
		var b bytes.Buffer
		b.WriteString("deal_id,amount,stage,padding\n")
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, "D%d,%d.50,Talking,%s\n", i, i, padding)
		}
		b.WriteString("D,1,R\xfcckruf,\n")
		a := sample("UTC", map[string]*agreement.Input{"deals": {Files: []string{"d.csv"}}})
		rep, err := ReadReport(a, folder(t, map[string]string{"d.csv": b.String()}), october(t, a))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(strings.Join(rep.Files[0].Found, "; "), "row after row"); got != told {
			t.Errorf("%d bytes: %q", size, rep.Files[0].Found)
		}
	}
}

func TestAnIDSetAddsAnIDOnce(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	ids := map[string]bool{}
	var set, other idSet
	for i := range 200_000 {
		id := fmt.Sprint("R", i) // most come in long runs
		switch {
		case i%60_000 < 20_000:
			id = fmt.Sprint([]string{"", "A", "R"}[r.IntN(3)], r.IntN(20_000))
		case i%60_000 < 21_000:
			id = fmt.Sprint("R", i-i%7)
		}
		if i%60_000 < 10_000 && r.IntN(3) == 0 {
			id = fmt.Sprintf("%x", r.Uint64()>>40)
		}
		if got := set.add(idKey(id)); got == ids[id] {
			t.Fatalf("%s is new: %v", id, got)
		}
		ids[id] = true
	}
	if len(set.runs) < 2 || set.used == 0 {
		t.Fatalf("%d long runs, %d words", len(set.runs), set.used)
	}
	other.add(idKey("other"))
	other.absorb(set)
	for id := range maps.Keys(ids) {
		if !other.has(idKey(id)) || other.has(idKey("0"+id+"x")) {
			t.Fatal(id)
		}
	}
	if idKey("7") == idKey("07") || idKey("") != 0 || !other.has(idKey("other")) {
		t.Error("ids that differ are one")
	}
}

// A block must end after a record, wherever its quotes are.
func TestABlockEndsBehindARecord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a,b\nc,d\ne":          "a,b\nc,d\n",
		"a,\"b\nc\",d\n\"e\nf": "a,\"b\nc\",d\n",
		"a,\"b\nc\nd":          "",
		"a\n\"b\nc\nd\ne":      "a\n",
		"a,\"\"\"\n\"\"\"\nb":  "a,\"\"\"\n\"\"\"\n",
	} {
		if got := text[:blocks.LastRecordEnd([]byte(text), '"')]; got != want {
			t.Errorf("%q is cut at %q, want %q", text, got, want)
		}
	}
}

// Files must read the same with and without the fast path, also in blocks with duplicate ids.
func TestFilesReadTheSameWithoutTheFastPath(t *testing.T) {
	t.Parallel()
	a, dir := company(t, hardActivities(600, usual))
	a.Inputs["leads"].Files = append(a.Inputs["leads"].Files, writeAll(t, dir, "more%d.csv", hardLeads(600, usual))...)
	a.Inputs["deals"] = &agreement.Input{Files: writeAll(t, dir, "deals%d.csv", hardDeals(600, usual))}
	want, _ := outcomeOf(t, newReader(a, dir, october(t, a), Options{InOrder: true}))
	r := newReader(a, dir, october(t, a), Options{Block: 5000})
	r.large = map[string]largeTable{
		"leads":      pipeline[leadRow]{rules: leadRules},
		"deals":      pipeline[dealRow]{rules: dealRules},
		"activities": pipeline[activity]{rules: activityRules},
	}
	got, rowAfterRow := outcomeOf(t, r)
	if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" || rowAfterRow {
		t.Errorf("read row after row: %v; (-in order +in blocks)\n%.3000s", rowAfterRow, d)
	}
}
