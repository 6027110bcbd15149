package starter

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
)

var firstOfOctober = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

func starterText(t *testing.T, s Content) string {
	t.Helper()
	text, err := Text(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheStarterLoadsAndShowsEverySection(t *testing.T) {
	t.Parallel()
	text := starterText(t, UsualContent(firstOfOctober))
	a := loadText(t, text)
	ingesttest.Same(t, "goal", *a.Goals.SQLsCreated, 32.0)
	ingesttest.Same(t, "effective", a.Head.Effective.Format(time.DateOnly), "2026-10-01")
	for pair := agreementfile.Schema().Properties.Oldest(); pair != nil; pair = pair.Next() {
		section := pair.Key
		if !regexp.MustCompile(`(?m)^(# )?` + section + `:`).MatchString(text) {
			t.Errorf("the starter has no section %s", section)
		}
	}
}

func TestEverySectionThatTheStarterLeavesOutLoadsToo(t *testing.T) {
	t.Parallel()
	text := starterText(t, UsualContent(firstOfOctober))
	text = regexp.MustCompile(`(?m)^( *)# ((  )*(- |[a-z_]+:).*)$`).ReplaceAllString(text, "$1$2")
	text = strings.Replace(text, "64 DIGITS", strings.Repeat("a", 64), 1)
	text = strings.Replace(text, "  - {role: Finance, name: NAME", "  - {role: Finance, name: Fi", 1)
	text = strings.Replace(text, "yaml-language-server", "# yaml-language-server", 1)
	a := loadText(t, text)
	ingesttest.Same(t, "parties", len(a.Parties), 3)
	ingesttest.Same(t, "tables", len(a.Inputs), 6)
	if a.Mail == nil || a.Signed == nil || len(a.History) != 1 || len(a.Budget.Channels) != 2 || len(a.Clock.Hours) != 5 || a.Head.Until.IsZero() {
		t.Errorf("a section is missing: %+v", a)
	}
}

// Whatever names and values files contain, they must stay within their comments; and a mapping whose
// comment sign is removed must map exactly that value.
func TestTextFromFilesCannotBreakOutOfTheAgreement(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"a\nkpis: []", "# x", "x: {y: [", `"`, `\`, "'", "\u2028agreement:", "\u0085", "\r\nmail: x", "*", "&a", "!b", "%TAG", "{{.}}", "--- ", "\u202e", "\ufeff", "é", "日本", strings.Repeat("x", 300),
	} {
		s := UsualContent(firstOfOctober)
		s.Folder, s.Stream = text, "Main"
		s.Goals[0].Value, s.Goals[0].Note, s.Revenue.Note = math.NaN(), text, yamlComment(text)
		f := ingest.SurveyedFile{FileReport: ingest.FileReport{Found: []string{text}, Unbound: []string{text}, Encoding: "utf-8", Zone: text},
			Values: []ingest.ValueCounts{
				{Column: "quality", Header: text, Words: []string{"high", "moderate", "low"}, Top: []ingest.ValueCount{{Value: text, Rows: 3, To: "high", Default: false}, {Value: text + "2", Rows: 1, To: "", Default: false}}},
				{Column: "source", Header: text, Top: []ingest.ValueCount{{Value: text, Rows: 3}}}, {Column: "owner", Header: text, Top: []ingest.ValueCount{{Value: text, Rows: 3}}},
			}}
		f.File = text
		s.Inputs = []Input{{Table: "leads", Files: []string{"exports/x" + strings.Trim(text, "\\") + ".csv"}, Found: []ingest.SurveyedFile{f},
			Decisions: []Decision{{Key: "date_order", Why: text}, {Key: "decimal", Answer: ","}}}}
		if csvtext.HasLineBreak(text) || strings.ContainsAny(text, "[\u0085") {
			s.Inputs[0].Files = []string{"exports/leads.csv"} // the loader takes no such path
		}
		written := starterText(t, s)
		a := loadText(t, written)
		ingesttest.Same(t, "kpis", len(a.KPIs), 6)
		ingesttest.Same(t, "parties", len(a.Parties), 2)
		ingesttest.Same(t, "values", len(a.Inputs["leads"].Values), 0)
		if len(text) > 60 {
			continue // a cut value is not offered
		}
		mapped := regexp.MustCompile(`(?m)^      # (quality: \{)`).ReplaceAllString(written, "      $1")
		a, err := agreementfile.Parse("agreement.yaml", []byte(mapped))
		if strings.ContainsFunc(text, unicode.IsControl) {
			continue // a term has no such character; the loader says so
		}
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		values, _ := a.Inputs["leads"].Values.Get("quality")
		if raw, _ := values.Get("high"); !slices.Equal(raw, []string{strings.TrimSpace(text)}) {
			t.Errorf("%q: mapped %q", text, raw)
		}
	}
}

func TestAGoalThatTheExportsDoNotShowIsAComment(t *testing.T) {
	t.Parallel()
	s := UsualContent(firstOfOctober)
	s.Goals[4] = Goal{"sqls_created", Figure{math.NaN(), "no column gives sql_at"}}
	text := starterText(t, s)
	if loadText(t, text).Goals.SQLsCreated != nil || !strings.Contains(text, "# sqls_created: 1   # n/a: no column gives sql_at\n") {
		t.Error(text)
	}
}

func loadText(t *testing.T, text string) *agreement.Agreement {
	t.Helper()
	a, err := agreementfile.Parse("agreement.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// FuzzStart writes a new agreement from any file. The agreement must load, and have the file as an input
// or an error for it.
func FuzzStart(f *testing.F) {
	f.Add([]byte("lead_id,created_at,quality,source\nL1,2026-10-01,Hot,\"x\n# y: [\"\n"), "leads.csv")
	f.Add([]byte("Record ID,Create Date,Lifecycle Stage,HubSpot Score\n1,3/4/2026,\"\"\"\",70\n2,3/4/2026,*,40\n3,,,1\n"), "a #b.csv")
	f.Add([]byte("deal_id,amount,stage,currency\nD1,\"1,234\",Won {x},USD\n"), "d: e.csv")
	f.Add([]byte("month,channel,actual\n2026-10,\"a: b\",5\n"), "s.csv")
	usual, err := Text(UsualContent(firstOfOctober))
	if err != nil {
		f.Fatal(err)
	}
	words, err := agreementfile.Parse("agreement.yaml", usual)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if filepath.Dir(path) != dir || os.WriteFile(path, data, 0o600) != nil {
			return
		}
		found, err := ingest.Survey(words, dir)
		if err != nil {
			t.Fatal(err)
		}
		s := UsualContent(firstOfOctober)
		s.Folder = name
		for _, x := range found {
			if x.Err == nil && x.Table == "" {
				t.Errorf("table %q and %v", x.Table, x.Err)
			}
			if x.Err == nil && x.People == nil {
				in := Input{Table: x.Table, Files: []string{"exports/x.csv"}, CRM: x.CRM, Found: []ingest.SurveyedFile{x}}
				for _, open := range x.Undecided {
					in.Decisions = append(in.Decisions, Decision{Key: open.Key, Why: open.Error()})
				}
				if in.Table != "leads" {
					s.Inputs = append(s.Inputs[:1:1], in)
				} else {
					s.Inputs = []Input{in}
				}
			}
		}
		text, err := Text(s)
		if err != nil {
			t.Fatal(err)
		}
		_, err = agreementfile.Parse("agreement.yaml", text)
		var bad *agreementfile.Error
		if errors.As(err, &bad) {
			t.Errorf("%v\n%s", err, text)
		}
	})
}
