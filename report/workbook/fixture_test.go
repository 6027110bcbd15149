package workbook

import (
	"bytes"
	"fmt"
	"math/rand"
	"testing"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/reporttest"
)

// provided are the columns of a full set of exports.
var provided = map[string][]string{
	"leads":      {"lead_id", "created_at", "ql_at", "mql_at", "sql_at", "opportunity_at", "proposal_at", "closed_at", "status", "owner", "source", "tier", "action", "quality", "motion", "stream", "assigned_at"},
	"activities": {"activity_id", "lead_id", "type", "at", "outcome"},
	"deals":      {"deal_id", "lead_id", "amount", "created_at", "closed_at", "won"},
	"spend":      {"month", "channel", "actual"}, "team": {"sdr"}, "feedback": {"asset"},
}

// sample is a scorecard of many leads under the sample agreement: the same seed gives the same card.
func sample(tb testing.TB, leads int, change func(*agreement.Agreement)) *model.Scorecard {
	tb.Helper()
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
	pick := func(words ...string) string { return words[r.Intn(len(words))] }
	start := time.Date(2026, 6, 1, 8, 0, 0, 0, reporttest.Zone)
	hands := make([]time.Time, leads)
	for i := range leads {
		at := start.Add(time.Duration(r.Intn(152*24*60)) * time.Minute)
		x := model.Lead{Source: model.Source{File: "exports/contacts.csv", Line: i + 2}, ID: fmt.Sprint(100000 + i), Owner: pick(append(team, "")...),
			Channel: pick("Paid Search", "Social", "Content", "Events", "Referral", ""), Tier: pick("A", "B", "B", "C", "C", ""), Action: pick("demo_request", "lead_magnet", "newsletter"),
			Quality: pick("high", "moderate", "low", ""), Motion: pick("inbound", "inbound", "inbound", "outbound"), Stream: "Platform", Marketing: true}
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
				hands[i] = at
			}
		}
		if r.Intn(6) == 0 {
			x.Status, x.Closed = model.Disqualified, calendar.At(at.Add(48*time.Hour))
		}
		l.AddLead(x)
		if x.Stages[agreement.SQL].Known() {
			d := model.Deal{Source: model.Source{File: "exports/deals.csv", Line: i + 2}, ID: fmt.Sprint("D", i), Lead: x.ID, Amount: float64(500000+r.Intn(1500000)) / 100, Created: calendar.At(at)}
			if x.Stages[agreement.Won].Known() {
				d.Won, d.Closed = model.Yes, x.Stages[agreement.Won]
			}
			l.AddDeal(d)
		}
	}
	for i, c := range reporttest.Agreement().Budget.Channels { // spend is a fact: it follows no change
		l.AddSpend(model.Spend{Source: model.Source{File: "exports/spend.csv", Line: i + 2}, Month: calendar.Month{Time: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}, Channel: c.Key, Actual: c.Value*1.07 + .55})
	}
	l.AddFeedback(model.Feedback{Asset: "Guide: 50 to 500 people", Worked: "Opens doors with heads of revenue", DidNot: "Pricing page is out of date", Owner: "Zoë Ångström", Due: calendar.Day{Time: time.Date(2026, 11, 15, 0, 0, 0, 0, time.UTC)}})
	l.Settle()
	for i, hand := range hands {
		if hand.IsZero() {
			continue
		}
		at := hand
		for range r.Intn(9) {
			at = at.Add(time.Duration(2+r.Intn(40*60)) * time.Minute)
			l.AddTouch(model.Touch{Lead: fmt.Sprint(100000 + i), Kind: model.TouchKind(r.Intn(4)), At: calendar.At(at), Outcome: model.Outcome(r.Intn(4))})
		}
	}
	sum := fmt.Sprintf("%064x", 0xa1b2c3d4)
	l.RecordInputs([]model.InputFile{{Table: "leads", File: "exports/contacts.csv", SHA256: sum, CRM: "hubspot", Rows: leads + 3, Used: leads, SetAside: 2, Ignored: 1},
		{Table: "deals", File: "exports/deals.csv", SHA256: sum, CRM: "hubspot", Rows: 40, Used: 40}}, nil,
		[]model.Note{{Source: model.Source{File: "exports/contacts.csv", Line: 12}, Text: `tier "Z" is not mapped: 4 leads have no value`}, {Text: "4 leads have no tier"}})
	return l.Scorecard()
}

// written lays a card out and writes it.
func written(tb testing.TB, s *model.Scorecard) (*Book, []byte) {
	tb.Helper()
	b, err := New(s)
	if err != nil {
		tb.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		tb.Fatal(err)
	}
	return b, out.Bytes()
}
