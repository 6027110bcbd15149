package agreement

import (
	"math"
	"testing"
	"time"

	"leadpact/model/calendar"
	"leadpact/model/formula"
)

func TestCanonicalTermsAreOneLineOfSortedJSON(t *testing.T) {
	low, high := 200.0, 400.0
	goal := 0.08
	nan := math.NaN()
	day := func(y int, m time.Month, d int) calendar.Day {
		return calendar.Day{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
	}
	a := &Agreement{
		Head:  Head{ID: "SLA <1>", Version: 2, Effective: day(2026, 10, 1), Zone: "UTC"},
		Defs:  Definitions{QL: "A likely fit", SQL: SQLDefinition{Fit: "fits"}, More: Pairs[string]{{"prospect", "not yet a lead"}}},
		Clock: ClockTerms{Hours: []calendar.OpenHours{{Weekday: time.Friday, From: 540, Until: 1050}}, Handoff: "mql"},
		Revenue: Revenue{Goal: 1e6, MarketingShare: Rate{Value: 0.256}, Starts: calendar.Month{Time: day(2026, 10, 1).Time}, Streams: []Stream{{
			Name: "Platform", AverageDeal: Amount{History: true, Set: true}, Lag: calendar.Span{Days: 30},
			Funnel: []FunnelStep{{Stage: MQL, ToNext: Rate{History: true}, Target: &Improvement{0.28, calendar.Month{Time: day(2027, 3, 1).Time}}}, {Stage: Won}},
		}}},
		History:  []HistoryQuarter{{Quarter: calendar.Quarter{Year: 2026, Q: 3}, Counts: [Won + 1]float64{nan, 10, nan, nan, nan, nan, 0}}},
		Goals:    Goals{Motions: Pairs[GridGoals]{{"outbound", GridGoals{LeadsSourced: &low}}}},
		Promise:  Promise{LeadValue: Amount{Plan: true, Set: true}, Ratio: Ratio{2, 1}, ContactWithin: calendar.Span{Minutes: 1440}},
		Actions:  ActionAgreement{ActionLines: ActionLines{High: &ActionLine{CallWithin: calendar.Span{Minutes: 90}}}, Unrated: "none"},
		Capacity: Capacity{Universe: &Band{low, &high}, Ramp: []Rate{{Value: 0.25}}},
		KPIs:     []KPITerm{{ID: "mql_to_sql", Goal: &goal}},
		Budget:   Budget{Channels: Pairs[float64]{{"Social", 0}, {"Content", 5000}}},
		Signed:   &Signed{File: "signed.pdf"},
		Inputs:   map[string]*Input{"leads": {Files: []string{"leads.csv"}}},
		Mail:     &Mail{From: "a@b.example"},
	}
	a.Clock.Holidays.Country = "US"
	a.Clock.Holidays.Days = []calendar.Day{day(2026, 12, 25)}
	const want = `{"action_agreement":{"high":{"call_within":"90m"},"unrated":"none"},` +
		`"agreement":{"effective":"2026-10-01","id":"SLA <1>","version":2,"zone":"UTC"},` +
		`"budget":{"channels":{"Content":5000,"Social":0}},` +
		`"capacity":{"ramp":[0.25],"universe":{"high":400,"low":200}},` +
		`"clock":{"handoff":"mql","holidays":{"country":"US"},"hours":["Friday 09:00-17:30"]},` +
		`"definitions":{"prospect":"not yet a lead","ql":"A likely fit","sql":{"fit":"fits"}},` +
		`"goals":{"outbound":{"leads_sourced":200}},` +
		`"history":[{"ql":10,"quarter":"2026-Q3","won":0}],` +
		`"kpis":[{"goal":0.08,"id":"mql_to_sql"}],` +
		`"promise":{"contact_within":"24h","lead_value":"plan","ratio":"2:1"},` +
		`"revenue":{"goal":1000000,"marketing_share":0.256,"starts":"2026-10","streams":[{"average_deal":"history",` +
		`"funnel":[{"stage":"mql","target":{"by":"2027-03","rate":0.28},"to_next":"history"},{"stage":"won"}],"lag":"30d","name":"Platform"}]}}`
	got := string(a.Canonical())
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheFingerprintChangesWithEachTerm(t *testing.T) {
	a := &Agreement{Head: Head{ID: "SLA-1"}}
	before := a.Fingerprint()
	a.Budget.Note = "Marketing may move up to 20 %."
	if len(before) != 64 || a.Fingerprint() == before {
		t.Errorf("%s became %s", before, a.Fingerprint())
	}
}

func TestAKPIThatIsNotInTheTableIsUnknown(t *testing.T) {
	for _, id := range KPIIDs() {
		if _, known := KnownKPI(id); !known {
			t.Errorf("%s is listed, but not known", id)
		}
	}
	if _, known := KnownKPI("mql_to_nowhere"); known {
		t.Error("mql_to_nowhere is known")
	}
	if unit, _ := KnownKPI("first_call_hours"); unit != formula.Hours {
		t.Errorf("first_call_hours has unit %d", unit)
	}
}
