package workbook

import (
	"bytes"
	"fmt"
	"math/rand"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/reporttest"
)

// provided are the columns of a full set of exports.
var provided = map[string][]string{
	"leads": {"lead_id", "created_at", "ql_at", "mql_at", "sql_at", "opportunity_at", "proposal_at", "closed_at", "status",
		"owner", "source", "tier", "action", "quality", "motion", "stream", "assigned_at"},
	"activities": {"activity_id", "lead_id", "type", "at", "outcome", "direction", "automated"},
	"deals":      {"deal_id", "lead_id", "amount", "created_at", "closed_at", "won", "new_business"},
	"spend":      {"month", "channel", "actual"},
	"team":       {"sdr", "motion"},
	"feedback":   {"asset"},
}

// sample returns a scorecard of random leads under the sample agreement, changed by change unless it is
// nil. The same arguments give the same scorecard.
func sample(leads int, change func(*agreement.Agreement)) *model.Scorecard {
	a := reporttest.Agreement()
	if change != nil {
		change(a)
	}
	l := model.NewLedger(a, reporttest.October())
	for table, columns := range provided {
		for _, c := range columns {
			l.Provide(table, c)
		}
	}
	team := []string{"Amara Okafor", "Łukasz Žižka", "Chen Wei", "Dolores Quintana"}
	for i, name := range team {
		rep := model.Rep{Name: name}
		if i == 1 {
			rep.Start = calendar.Day{Time: time.Date(2026, 9, 14, 0, 0, 0, 0, time.UTC)}
		}
		l.AddRep(rep)
	}
	r := rand.New(rand.NewSource(4))
	handoffs := make([]time.Time, leads)
	for i := range leads {
		handoffs[i] = addLead(l, r, i, team)
	}
	for i, c := range reporttest.Agreement().Budget.Channels { // of the unchanged agreement: spend is a fact
		l.AddSpend(model.Spend{
			Source:  model.Source{File: "exports/spend.csv", Line: i + 2},
			Month:   calendar.Month{Time: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)},
			Channel: c.Key, Actual: c.Value*1.07 + .55,
		})
	}
	l.AddFeedback(model.Feedback{
		Asset: "Guide: 50 to 500 people", Worked: "Opens doors with heads of revenue", DidNot: "Pricing page is out of date",
		Owner: "Zoë Ångström", Due: calendar.Day{Time: time.Date(2026, 11, 15, 0, 0, 0, 0, time.UTC)},
	})
	l.ResolveLeads()
	for i, handoff := range handoffs {
		if !handoff.IsZero() {
			addTouches(l, r, i, handoff)
		}
	}
	sum := fmt.Sprintf("%064x", 0xa1b2c3d4)
	l.RecordInputs([]model.InputFile{
		{Table: "leads", File: "exports/contacts.csv", SHA256: sum, CRM: "hubspot",
			Rows: leads + 3, Used: leads, SetAside: 2, Ignored: 1},
		{Table: "deals", File: "exports/deals.csv", SHA256: sum, CRM: "hubspot", Rows: 40, Used: 40},
	}, nil, []model.Note{
		{Source: model.Source{File: "exports/contacts.csv", Line: 12}, Text: `tier "Z" is not mapped: 4 leads have no value`},
		{Text: "4 leads have no tier"},
	})
	return l.Scorecard()
}

// addLead adds the i-th lead, and its deal if it reaches SQL. It returns when the lead was handed off; zero
// if it was not.
func addLead(l *model.Ledger, r *rand.Rand, i int, team []string) (handoff time.Time) {
	pick := func(words ...string) string { return words[r.Intn(len(words))] }
	start := time.Date(2026, 6, 1, 8, 0, 0, 0, reporttest.Zone)
	at := start.Add(time.Duration(r.Intn(152*24*60)) * time.Minute)
	x := model.Lead{
		Source:  model.Source{File: "exports/contacts.csv", Line: i + 2},
		ID:      fmt.Sprint(100000 + i),
		Owner:   pick(append(team, "")...),
		Channel: pick("Paid Search", "Social", "Content", "Events", "Referral", ""),
		Tier:    pick("A", "B", "B", "C", "C", ""),
		Action:  pick("demo_request", "lead_magnet", "newsletter"),
		Quality: pick("high", "moderate", "low", ""),
		Motion:  pick("inbound", "inbound", "inbound", "outbound"),
		Stream:  "Platform", Marketing: true,
	}
	x.Stages[agreement.Created] = calendar.At(at)
	for st, odds := range []float64{0, .85, .6, .3, .7, .6, .4} {
		if st == 0 {
			continue
		}
		if r.Float64() > odds {
			break
		}
		at = at.Add(time.Duration(30+r.Intn(9*24*60)) * time.Minute)
		x.Stages[st] = calendar.At(at)
		if agreement.Stage(st) == agreement.MQL {
			handoff = at
		}
	}
	if r.Intn(6) == 0 {
		x.Status, x.Closed = model.Disqualified, calendar.At(at.Add(48*time.Hour))
	}
	l.AddLead(x)
	if x.Stages[agreement.SQL].Known() {
		d := model.Deal{
			Source: model.Source{File: "exports/deals.csv", Line: i + 2}, ID: fmt.Sprint("D", i), Lead: x.ID,
			Amount: float64(500000+r.Intn(1500000)) / 100, Created: calendar.At(at),
		}
		if x.Stages[agreement.Won].Known() {
			d.Won, d.Closed = model.Yes, x.Stages[agreement.Won]
		}
		l.AddDeal(d)
	}
	return handoff
}

// addTouches adds up to eight touches of the i-th lead after its handoff.
func addTouches(l *model.Ledger, r *rand.Rand, i int, at time.Time) {
	for range r.Intn(9) {
		at = at.Add(time.Duration(2+r.Intn(40*60)) * time.Minute)
		l.AddTouch(model.Touch{
			Lead: fmt.Sprint(100000 + i), Kind: model.TouchKind(r.Intn(4)), At: calendar.At(at),
			Outcome: model.Outcome(r.Intn(4)),
		})
	}
}

// agreements are the shapes of agreement that lay a workbook out differently.
var agreements = []struct {
	name   string
	change func(*agreement.Agreement)
}{
	{"the sample agreement", nil},
	{"two streams by quota, in euros, on business hours, promised in leads, signed otherwise", func(a *agreement.Agreement) {
		a.LeadValue.Method, a.Head.Locale, a.Head.Currency, a.Head.Paper = "quota", "de-DE", "EUR", "a4"
		businessHours(a)
		second := a.Revenue.Streams[0]
		second.Name, second.Share.Value, second.LeadTypes = "Services & more", .4, nil
		a.Revenue.Streams[0].Share.Value = .6
		a.Revenue.Streams = append(a.Revenue.Streams, second)
		leads := 100.0
		a.Promise.LeadValue, a.Promise.Leads = agreement.Amount{}, &leads
		a.Signed = &agreement.Signed{Fingerprint: "4751c464"}
	}},
	{"goals of a motion, no budget, no cadence, in yen", func(a *agreement.Agreement) {
		a.Head.Currency, a.Head.Locale = "JPY", "ja-JP"
		a.Budget.Channels, a.Cadence, a.DontBeOnIt = nil, nil, nil
		a.Goals.Motions = agreement.Pairs[agreement.GridGoals]{
			{Key: "outbound", Value: agreement.GridGoals{SQLsCreated: a.Goals.SQLsCreated}},
		}
	}},
}

func businessHours(a *agreement.Agreement) {
	for d := time.Monday; d <= time.Friday; d++ {
		a.Clock.Hours = append(a.Clock.Hours, calendar.OpenHours{Weekday: d, From: 9 * 60, Until: 17*60 + 30})
	}
}

// fixture is a workbook that several tests read and none may change.
type fixture struct {
	card *model.Scorecard
	book *Book
	raw  []byte
	err  error
}

// fixtures builds the workbook of each of the agreements once, with 200 leads, when a test first needs it.
var fixtures = func() (out []func() fixture) {
	for _, a := range agreements {
		out = append(out, sync.OnceValue(func() fixture {
			s := sample(200, a.change)
			b, raw, err := write(s)
			return fixture{s, b, raw, err}
		}))
	}
	return out
}()

// shared returns the fixture of the i-th agreement.
func shared(tb testing.TB, i int) fixture {
	tb.Helper()
	f := fixtures[i]()
	if f.err != nil {
		tb.Fatal(f.err)
	}
	return f
}

// write lays a scorecard out and writes it.
func write(s *model.Scorecard) (*Book, []byte, error) {
	b, err := New(s)
	if err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	_, err = b.WriteTo(&out)
	return b, out.Bytes(), err
}

// written lays a scorecard out and writes it.
func written(tb testing.TB, s *model.Scorecard) (*Book, []byte) {
	tb.Helper()
	b, raw, err := write(s)
	if err != nil {
		tb.Fatal(err)
	}
	return b, raw
}

// opened opens a workbook.
func opened(t *testing.T, raw []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func (b *Book) sheetNamed(name string) *sheet {
	for _, sh := range b.sheets {
		if sh.name == name {
			return sh
		}
	}
	return nil
}

// eachCell calls yield for every cell of a book that is not blank, also for those of long tables.
func (b *Book) eachCell(yield func(*sheet, cellAt, cell)) {
	for _, sh := range b.sheets {
		for r, row := range sh.rows {
			for c, x := range row.cells {
				if !x.blank {
					yield(sh, cellAt{r + 1, c + 1}, x)
				}
			}
		}
		if g := sh.table; g != nil {
			for i := range g.rows() {
				for k := range g.columns {
					yield(sh, g.columns[k].head.down(1+i), g.at(i, k))
				}
			}
		}
	}
}

// eachFormula is eachCell for cells with a formula.
func (b *Book) eachFormula(yield func(*sheet, cellAt, cell)) {
	b.eachCell(func(sh *sheet, at cellAt, x cell) {
		if x.formula != "" {
			yield(sh, at, x)
		}
	})
}
