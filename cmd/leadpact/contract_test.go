package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/report/format"
	"leadpact/report/reporttest"
	"leadpact/report/workbook"
)

// noFigures matches the numbers in a contract that are no figures: page headers, numbers of sections,
// clauses and annexes, and dates.
var noFigures = regexp.MustCompile(`(?m)` + strings.Join([]string{
	`^.*(Page \d+ of \d+|Fingerprint [0-9a-f]{64}).*$`, `^ *\d+\. `, `^ *\d+\.\d+( |$)`, `section \d+`, `Annex \d+`,
	`\b[0-9a-f]{64}\b`, `SLA-[-0-9]+, version \d+`, `[A-Z][a-z]+\s+\d{1,2},\s+\d{4}`, `[A-Z][a-z]+ \d{4}`, `\d{4}-Q\d`,
	`SHA-256`, `86,400`, `MQLs with a touch in the last 30 days`, `30\s+days\s+after\s+its\s+last\s+touch`, `\d:1\b`,
}, "|"))

// The contract takes its figures from the model, the workbook computes its own: each figure in the
// contract must be one of the workbook's.
func TestEveryFigureOfTheContractIsTheWorkbooks(t *testing.T) {
	t.Parallel()
	j := sampleJob(t)
	s, err := j.scorecard()
	if err != nil {
		t.Fatal(err)
	}
	book, err := workbook.New(s)
	if err != nil {
		t.Fatal(err)
	}
	var xlsx bytes.Buffer
	if _, err := book.WriteTo(&xlsx); err != nil {
		t.Fatal(err)
	}
	cells := namedCells(t, xlsx.Bytes())
	pdf, err := j.contract()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "contract.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text := reporttest.Tool(t, "pdftotext", "-layout", name, "-")
	style := format.For(j.agreement)

	known := map[string]bool{}
	for _, x := range cells {
		for _, s := range []string{style.Number(x), style.Money(x), style.Cents(x), style.Rate(x)} {
			known[s] = true
		}
	}
	for _, share := range []float64{cells["term_capacity_ramp_2"], cells["term_capacity_ramp_3"], 1} {
		for _, term := range []string{"universe_low", "universe_high", "active_mqls_low", "active_mqls_high", "sqls"} {
			known[style.Number(cells["term_capacity_"+term]*share)] = true
		}
	}
	known[style.Number(j.agreement.Meeting.Length.Hours()*60)] = true
	// Texts of the parties may hold any number.
	for _, own := range []string{j.agreement.Ideal.Company.Profile, j.agreement.Budget.Note} {
		text = strings.Replace(text, own, "", 1)
	}
	compared := 0
	number := regexp.MustCompile(`\$?\d[\d,]*(\.\d+)?%?`)
	for _, figure := range number.FindAllString(noFigures.ReplaceAllString(text, " "), -1) {
		if figure = strings.TrimRight(figure, ","); !known[figure] {
			t.Errorf("the contract prints %s, which no named cell of the workbook holds", figure)
		}
		compared++
	}
	if compared < 250 {
		t.Errorf("only %d figures were compared with the workbook", compared)
	}

	flat := strings.Join(strings.Fields(text), " ")
	row := func(title string, figures ...string) {
		if want := strings.Join(append([]string{title}, figures...), " "); !strings.Contains(flat, want) {
			t.Errorf("the contract does not print %q", want)
		}
	}
	count := func(id string) string { return style.Number(cells[id]) }
	for _, stage := range []struct{ title, id string }{
		{"Qualified leads (QL)", "ql"}, {"Marketing qualified leads (MQL)", "mql"},
		{"Sales qualified leads (SQL)", "sql"}, {"Opportunities", "opportunity"},
	} {
		id := "plan_platform_" + stage.id
		rate := style.Rate(cells["plan_platform_rate_"+stage.id])
		row(stage.title, rate, count(id+"_year"), count(id+"_quarter"), count(id+"_month"))
		id = "plan_platform_type_outbound_" + stage.id
		row(stage.title, count(id+"_year"), count(id+"_quarter"), count(id+"_month"))
		id = "plan_total_" + stage.id
		row(stage.title, count(id+"_sdr"), count(id+"_month")+" a month ÷ "+count("team_sdrs")+" SDRs")
	}
	for _, tier := range j.agreement.LeadValue.Tiers {
		id := "value_" + strings.ToLower(tier.ID)
		row(tier.ID+" – "+tier.Name, style.Money(tier.FiveYearRevenue), style.Cents(cells[id+"_demo_request"]),
			style.Cents(cells[id+"_lead_magnet"]), style.Cents(cells[id+"_newsletter"]))
	}
	row("Leads sourced", count("goal_leads_sourced"), count("goal_leads_sourced_outbound"))
	row("Total", style.Money(cells["budget_total"]))
	row("Marketing will deliver", style.Money(cells["promise_lead_value"]))
	row("together", style.Money(cells["plan_promise"]))
}

// namedCells returns the numbers of a workbook by the names of their cells.
func namedCells(t *testing.T, xlsx []byte) map[string]float64 {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(xlsx))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]float64{}
	for _, n := range f.GetDefinedName() {
		sheet, cell, ok := strings.Cut(strings.ReplaceAll(n.RefersTo, "$", ""), "!")
		if !ok || strings.Contains(cell, ":") {
			continue
		}
		text, err := f.GetCellValue(strings.Trim(sheet, "'"), cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(fmt.Errorf("%s: %w", n.Name, err))
		}
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			out[n.Name] = x
		}
	}
	return out
}

func TestTermsThatDifferFromTheSignedFileAreWarnedOf(t *testing.T) {
	t.Parallel()
	j := sampleJob(t)
	pdf, err := j.contract()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(j.dir, "signed.pdf"), pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	j.agreement.Signed = &agreement.Signed{Fingerprint: j.agreement.Fingerprint(), File: "signed.pdf"}
	warnings := func() []model.Note {
		l, err := j.terms(nil)
		if err != nil {
			t.Fatal(err)
		}
		s := l.Scorecard()
		j.warnOfUnsignedChanges(s)
		return s.Warnings
	}
	before := len(warnings())
	j.agreement.Promise.ContactWithin.Minutes = 12 * 60
	got := warnings()
	if len(got) != before+2 || !strings.Contains(got[0].Text, "differ from those signed") ||
		got[1].Text != "promise.contact_within: signed 24 hours, now 12 hours" {
		t.Errorf("%d warnings of the signed terms, then %v", before, got)
	}
	j.agreement.Signed.File = "none.pdf"
	if got = warnings(); len(got) != before+2 || !strings.Contains(got[1].Text, "signed.file: open") {
		t.Errorf("without the file: %v", got)
	}
}

func TestSignedFileBelongsToTheAgreementThatNamesIt(t *testing.T) {
	t.Parallel()
	j := sampleJob(t)
	pdf, err := j.contract()
	if err != nil {
		t.Fatal(err)
	}
	for _, fingerprint := range []string{j.agreement.Fingerprint(), strings.Repeat("0", 64)} {
		j.agreement.Signed = &agreement.Signed{Fingerprint: fingerprint}
		report, err := j.verify(pdf, j.contract)
		if err != nil || !strings.Contains(report, "it begins with the issued bytes") {
			t.Errorf("signed %s: %s, %v", fingerprint, report, err)
		}
	}
}

func TestRateThatTheExportsContradictIsWarnedOf(t *testing.T) {
	t.Parallel()
	j := sampleJob(t)
	rate := &j.agreement.Revenue.Streams[0].Funnel[1].ToNext
	*rate = agreement.Rate{History: true}
	warning := func() string {
		s, err := j.scorecard()
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, w := range s.Warnings {
			if strings.Contains(w.Text, "history table") {
				text += w.Text
			}
		}
		return text
	}
	if got := warning(); got != "" {
		t.Errorf("the table agrees with the exports: %s", got)
	}
	j.agreement.History[0].Counts[agreement.SQL] *= 2
	want := regexp.MustCompile(`^plan\.platform\.rate\.mql: the contract takes [\d.]+% ` +
		`from the agreement's history table, ` +
		`the exports of those quarters give [\d.]+%`)
	if got := warning(); !want.MatchString(got) {
		t.Errorf("another table: %q", got)
	}
}
