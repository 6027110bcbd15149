package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadpact/model"
)

// export writes leads and activities of every working day from August on, up to a day: a lead at 9:00, called
// at 16:00. With a usual silence of no working day they cover up to the end of the working day after it.
func (c *company) export(t *testing.T, leadsUntil, activitiesUntil string) {
	t.Helper()
	leads := "lead_id,created_at,ql_at,mql_at,status,owner,email,source,tier,action,quality,motion\n"
	activities := "activity_id,lead_id,type,at,owner,outcome,direction\n"
	day := time.Date(2026, 8, 3, 0, 0, 0, 0, time.UTC)
	for n := 1; ; n, day = n+1, day.AddDate(0, 0, 1) {
		date := day.Format(time.DateOnly)
		if date > leadsUntil && date > activitiesUntil {
			break
		}
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			continue
		}
		if at := date + "T09:00"; date <= leadsUntil {
			leads += fmt.Sprintf("L%d,%s,%s,%s,open,Ann,l%d@example.com,Search,A,newsletter,high,inbound\n", n, at, at, at, n)
		}
		if date <= activitiesUntil {
			activities += fmt.Sprintf("A%d,L%d,call,%sT16:00,Ann,connected,outbound\n", n, n, date)
		}
	}
	for name, text := range map[string]string{"leads.csv": leads, "activities.csv": activities} {
		if err := os.WriteFile(filepath.Join(c.dir, "exports", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func (c *company) at(t *testing.T, now string) {
	t.Helper()
	var err error
	if c.now, err = time.Parse(time.RFC3339, now); err != nil {
		t.Fatal(err)
	}
}

func TestStaleExportsHoldTheMailUntilTheyAreExportedAgain(t *testing.T) {
	t.Parallel()
	for _, flags := range [][]string{{"--if-due", "--send"}, {"--send", "--period", "2026-10"}} {
		o := startMailServer(t)
		c := newCompany(t, o.port)
		c.export(t, "2026-10-30", "2026-10-14")
		c.at(t, "2026-11-02T12:00:00Z")
		const where = "exports/activities.csv ends on 2026-10-14 16:00 EDT"
		code, stderr := c.run(t, flags...)
		mailed := o.all()
		if code != exitTryAgain || !strings.Contains(stderr, where+", so 2026-10 is counted up to then, stays due") {
			t.Errorf("%v: exit %d: %s", flags, code, stderr)
		}
		if len(mailed) != 1 || mailed[0].to != "owner@northwind.example" || !strings.Contains(mailed[0].text, where) ||
			!strings.Contains(mailed[0].text, "Export again") || o.since() != toOwner {
			t.Errorf("%v: mailed %v", flags, mailed)
		}
		c.wantRun(t, o, exitTryAgain, "", flags...) // the owner knows it today
		c.at(t, "2026-11-03T12:00:00Z")
		c.wantRun(t, o, exitTryAgain, toOwner, flags...) // and is reminded once a day
		c.at(t, "2026-11-04T12:00:00Z")
		c.export(t, "2026-11-03", "2026-11-03")
		c.wantRun(t, o, 0, toZoe+", "+toDaniel, flags...)
		c.wantRun(t, o, 0, "", flags...)
	}
}

func TestOwnerIsToldAtOnceThatExportsEndElsewhere(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.export(t, "2026-10-30", "2026-10-14")
	c.wantRun(t, o, exitTryAgain, toOwner, "--if-due", "--send")
	c.export(t, "2026-10-30", "2026-10-15")
	c.wantRun(t, o, exitTryAgain, toOwner, "--if-due", "--send")
}

func TestRunWithoutMailPublishesWhatTheExportsCover(t *testing.T) {
	t.Parallel()
	c := newCompany(t, 1)
	c.export(t, "2026-10-30", "2026-10-14")
	if code, stderr := c.run(t, "--period", "2026-10"); code != 0 {
		t.Errorf("exit %d: %s", code, stderr)
	}
	for range 2 { // the month stays due
		if code, stderr := c.run(t, "--if-due"); code != exitTryAgain || !strings.HasPrefix(stderr, "due: 2026-10\n") {
			t.Errorf("exit %d: %s", code, stderr)
		}
	}
	c.export(t, "2026-11-02", "2026-11-02")
	if code, stderr := c.run(t, "--if-due"); code != 0 {
		t.Errorf("exit %d: %s", code, stderr)
	}
	if code, stderr := c.run(t, "--if-due"); code != 0 || !strings.HasPrefix(stderr, "nothing is due") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

// checked runs check there and returns its exit code and stdout.
func (c *company) checked(t *testing.T, flags ...string) (int, string) {
	t.Helper()
	var stdout bytes.Buffer
	p := &program{now: c.now, stdout: &stdout, stderr: io.Discard}
	args := append([]string{"leadpact", "check", "--agreement", filepath.Join(c.dir, "agreement.yaml")}, flags...)
	return exitCode(app(p).RunContext(t.Context(), args)), stdout.String()
}

func TestCheckBeginsAndEndsWithWhatIsMissing(t *testing.T) {
	t.Parallel()
	c := newCompany(t, 1)
	const end = "\nThe exports are not complete: the first lines say what is missing.\n"
	for _, x := range []struct{ leadsUntil, first string }{
		{"2026-10-30", "Missing: activities after October 14, until October 31. All is counted to October 14: " +
			"activities.csv ends there. Export it again, then run again.\n"},
		{"2026-09-10", "exports/leads.csv ends on 2026-09-10 09:00 EDT"},
	} {
		c.export(t, x.leadsUntil, "2026-10-14")
		code, out := c.checked(t)
		if code != 0 || !strings.HasPrefix(out, x.first) || !strings.HasSuffix(out, end) {
			t.Errorf("leads until %s: exit %d:\n%s", x.leadsUntil, code, out)
		}
		if _, out := c.checked(t, "--json"); !strings.Contains(out, strings.TrimSuffix(x.first, "\n")) {
			t.Errorf("leads until %s: JSON does not say it:\n%s", x.leadsUntil, out)
		}
	}
	c.export(t, "2026-11-02", "2026-11-02")
	if code, out := c.checked(t); code != 0 || strings.Contains(out, "issing:") || strings.HasSuffix(out, end) {
		t.Errorf("complete exports: exit %d:\n%s", code, out)
	}
}

// Spend is given by the month, so it is not divided by what happened in a part of it.
func TestSpendIsNotComparedWithAPartOfItsMonth(t *testing.T) {
	t.Parallel()
	c := newCompany(t, 1)
	c.change(t, "  team: {files", "  spend: {files: [exports/spend.csv]}\n  team: {files")
	spend := []byte("month,channel,actual\n2026-10,Search,500\n")
	if err := os.WriteFile(filepath.Join(c.dir, "exports", "spend.csv"), spend, 0o600); err != nil {
		t.Fatal(err)
	}
	ratio := func() any {
		if code, stderr := c.run(t, "--period", "2026-10"); code != 0 {
			t.Fatalf("exit %d: %s", code, stderr)
		}
		data, err := os.ReadFile(filepath.Join(c.out(), "2026-10", cardName))
		if err != nil {
			t.Fatal(err)
		}
		var card map[string]any
		if err := json.Unmarshal(data, &card); err != nil {
			t.Fatal(err)
		}
		f := figures(card)
		if spend, _ := f["spend.total"].(float64); spend == 0 {
			t.Fatalf("spend: %v", f["spend.total"])
		}
		if id := model.ChannelFigureID(model.AllTogether, "cost_per_mql"); f[id] == nil {
			return f[id+"#reason"]
		}
		return ""
	}
	c.export(t, "2026-10-14", "2026-10-14")
	const want = "spend is of whole months, and leads are counted to 2026-10-14 09:00 only: export again"
	if got := ratio(); got != want {
		t.Errorf("of a part of the month: %q", got)
	}
	c.export(t, "2026-11-02", "2026-11-02")
	if got := ratio(); got != "" {
		t.Errorf("of the whole month: %q", got)
	}
}

func TestLeadsThatEndBeforeThePeriodPublishNothing(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.export(t, "2026-09-10", "2026-10-30")
	stderr := c.wantRun(t, o, exitTryAgain, toOwner, "--if-due", "--send")
	if !strings.Contains(stderr, "exports/leads.csv ends on 2026-09-10 09:00 EDT, before 2026-10 begins") {
		t.Error(stderr)
	}
	if _, err := os.Stat(filepath.Join(c.out(), "2026-10")); err == nil {
		t.Error("it is published")
	}
	c.wantRun(t, o, exitTryAgain, "", "--if-due", "--send")
}

func TestDealsThatEndEarlyDoNotHoldTheMail(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.export(t, "2026-10-30", "2026-10-30")
	c.change(t, "  team: {files", "  deals: {files: [exports/deals.csv], exported: 2026-10-14}\n  team: {files")
	deals := "deal_id,amount,created_at,closed_at,won\nD1,100,2026-09-01,2026-09-02,true\n"
	if err := os.WriteFile(filepath.Join(c.dir, "exports", "deals.csv"), []byte(deals), 0o600); err != nil {
		t.Fatal(err)
	}
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--if-due", "--send")
}

func TestIssueThatCountsFurtherIsNotReplaced(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.export(t, "2026-11-02", "2026-11-02")
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--send", "--period", "2026-10")
	card := filepath.Join(c.out(), "2026-10", cardName)
	issued, err := os.ReadFile(card)
	if err != nil {
		t.Fatal(err)
	}
	c.export(t, "2026-10-14", "2026-10-14")
	c.wantRun(t, o, exitTryAgain, toOwner, "--send", "--period", "2026-10")
	code, stderr := c.run(t, "--period", "2026-10")
	if code != exitTryAgain || !strings.Contains(stderr, "which counts up to 2026-11-01 00:00 EDT, is not replaced") {
		t.Errorf("exit %d: %s", code, stderr)
	}
	if now, err := os.ReadFile(card); err != nil || string(now) != string(issued) {
		t.Errorf("it is replaced (%v)", err)
	}
}

func TestPendingObligationsAreIssuedOnceMoreWhenTheExportsReachTheEnd(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	const pending = `"id": "adherence.contact.pending",`
	judged := func() string {
		data, err := os.ReadFile(filepath.Join(c.out(), "2026-10", cardName))
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(data), pending)
		_, value, _ := strings.Cut(rest, `"value": `)
		value, _, _ = strings.Cut(value, ",")
		return value
	}
	c.export(t, "2026-10-30", "2026-10-30") // called on the 30th at 16:00, due on the 31st at 9:00
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--if-due", "--send")
	if judged() != "1" {
		t.Fatalf("%s are pending", judged())
	}
	stderr := c.wantRun(t, o, 0, "", "--if-due", "--send")
	if !strings.HasPrefix(stderr, "nothing is due") || !strings.Contains(stderr, "obligations of 2026-10 stay pending") {
		t.Error(stderr)
	}
	if err := os.Rename(filepath.Join(c.dir, "exports", "leads.csv"), filepath.Join(c.dir, "leads.csv")); err != nil {
		t.Fatal(err)
	}
	c.wantRun(t, o, 0, "", "--if-due", "--send") // exports that are away on another day are no failure
	c.export(t, "2026-11-02", "2026-11-02")
	c.at(t, "2026-11-03T12:00:00Z")
	stderr = c.wantRun(t, o, 0, "", "--if-due", "--send")
	if judged() != "0" || !strings.Contains(stderr, "published ") {
		t.Errorf("%s are pending: %s", judged(), stderr)
	}
	if stderr := c.wantRun(t, o, 0, "", "--if-due", "--send"); strings.Count(stderr, "\n") != 1 {
		t.Error(stderr)
	}
}

// issuedBefore is what the tests read of restated_before in scorecard.json.
type issuedBefore struct {
	Period  string
	More    int
	Figures []struct {
		ID        string
		Was, Now  float64
		StatusWas string `json:"status_was"`
		StatusNow string `json:"status_now"`
	}
}

// toldIn returns what the issue of a month tells of the month before; nil if nothing.
func (c *company) toldIn(t *testing.T, month string) *issuedBefore {
	t.Helper()
	var card struct {
		Before *issuedBefore `json:"restated_before"`
	}
	if err := json.Unmarshal([]byte(c.issued(t, month, cardName)), &card); err != nil {
		t.Fatal(err)
	}
	return card.Before
}

// issued returns a file of the issue of a month.
func (c *company) issued(t *testing.T, month, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(c.out(), month, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// October is issued with a commitment pending and one lead too few. It is issued once more on the day on which
// November is due. November's letter tells of it, and no other one does.
func TestNextLetterTellsOfAMonthThatWasIssuedOnceMore(t *testing.T) {
	t.Parallel()
	o := startMailServer(t)
	c := newCompany(t, o.port)
	c.change(t, "leads_sourced: 3", "leads_sourced: 23")
	c.documents = nil // the real letters
	c.export(t, "2026-10-30", "2026-10-30")
	c.wantRun(t, o, 0, toZoe+", "+toDaniel, "--if-due", "--send")
	if before := c.toldIn(t, "2026-10"); before != nil {
		t.Errorf("October tells of %+v", before)
	}
	c.export(t, "2026-12-31", "2026-12-31")
	const lead1 = "L1,2026-08-03T09:00"
	const late = "L900,D,D,D,open,Ann,l900@example.com,Search,A,newsletter,high,inbound\n"
	c.edit(t, "leads.csv", lead1, strings.ReplaceAll(late, "D", "2026-10-15T09:00")+lead1)
	c.at(t, "2026-12-01T13:00:00Z")
	c.wantRun(t, o, 0, "zoe: SLA November 2026, daniel: SLA November 2026", "--if-due", "--send")
	before := c.toldIn(t, "2026-11")
	if before == nil || before.Period != "2026-10" || before.More == 0 || len(before.Figures) == 0 {
		t.Fatalf("November tells of %+v", before)
	}
	if f := before.Figures[0]; f.ID != "actual.leads_sourced" || f.Was != 22 || f.Now != 23 || f.StatusWas != "missed" ||
		f.StatusNow != "met" {
		t.Errorf("first of all it tells of %+v", f)
	}
	letter := c.issued(t, "2026-11", "letter.html")
	for _, want := range []string{
		" October 2026 was issued once more, see below.", ">October 2026 was issued once more</h2>", "met, was missed: late row",
		"new workbook in the folder 2026-10 lists all changes"} {
		if !strings.Contains(letter, want) {
			t.Errorf("its letter does not say %q", want)
		}
	}
	c.wantRun(t, o, 0, "", "--if-due", "--send")
	if code, stderr := c.run(t, "--period", "2026-11"); code != 0 || c.issued(t, "2026-11", "letter.html") != letter {
		t.Errorf("a second run does not give the same letter: exit %d: %s", code, stderr)
	}
	c.at(t, "2027-01-04T13:00:00Z")
	c.wantRun(t, o, 0, "zoe: SLA December 2026, daniel: SLA December 2026", "--if-due", "--send")
	if before := c.toldIn(t, "2026-12"); before != nil {
		t.Errorf("December tells of %+v", before)
	}
}
