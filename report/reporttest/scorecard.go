package reporttest

import (
	"fmt"
	"math"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
	"leadpact/model/formula"
)

// Zone is the agreement's zone.
var Zone = func() *time.Location {
	loc, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return loc
}()

// October returns the closed month of the scorecard.
func October() calendar.Period {
	end := time.Date(2026, 11, 1, 0, 0, 0, 0, Zone)
	return calendar.Period{ID: "2026-10", Start: time.Date(2026, 10, 1, 0, 0, 0, 0, Zone), End: end, AsOf: end, Asked: end,
		Months: 1}
}

// builder adds figures to a scorecard.
type builder struct{ *model.Scorecard }

// num adds a figure; NaN makes it n/a with a reason. GoalAndStatus holds the id of its goal and the word of
// its status, if it has them.
func (b builder) num(id, title string, unit formula.Unit, x float64, goalAndStatus ...string) {
	q := calc.Quantity{ID: id, Title: title, Unit: unit, Formula: formula.Number(x), Definition: title +
		", as section 6 defines it."}
	if math.IsNaN(x) {
		q.Formula, q.Reason = formula.NA{}, "no column gives it; map one under inputs"
	}
	if len(goalAndStatus) > 0 {
		q.Goal = goalAndStatus[0]
	}
	if len(goalAndStatus) > 1 {
		q.Status = id + ".status"
		b.AddQuantity(calc.Quantity{
			ID: q.Status, Title: "Status", Unit: formula.Words, Formula: formula.Word(goalAndStatus[1]), Internal: true,
		})
	}
	b.AddQuantity(q)
}

func (b builder) term(id, title string, unit formula.Unit, x float64) {
	b.AddTerm(calc.Term{ID: id, Section: calc.Section{ID: "terms", Title: "Terms"}, Title: title, Unit: unit,
		Value: formula.Num(x), Input: true, Agreed: true})
}

// Card returns the scorecard of a closed October: three of five goals met, lead value under the promise,
// some figures n/a.
func Card() *model.Scorecard { return CardOf(Agreement(), October()) }

// CardOf returns a scorecard with the same figures for another agreement or period.
func CardOf(a *agreement.Agreement, p calendar.Period) *model.Scorecard {
	s := model.NewScorecard(a, p)
	b := builder{s}
	b.goals()
	b.plan()
	b.value()
	b.sales()
	b.kpis()
	lists(s)
	s.Compute()
	return s
}

func (b builder) goals() {
	for _, l := range []struct {
		id, title    string
		goal, actual float64
		status       string
	}{
		{"leads_sourced", "Leads sourced", 300, 312, "met"}, {"qualified_leads", "Qualified leads created", 250, 251, "met"},
		{"mqls_created", "MQLs created", 125, 118, "missed"}, {"mqls_managed", "MQLs managed", 525, 530, "met"},
		{"sqls_created", "SQLs created", 32, 27, "missed"},
	} {
		b.num("goal."+l.id, l.title+", goal", formula.Count, l.goal)
		b.num("actual."+l.id, l.title, formula.Count, l.actual, "goal."+l.id, l.status)
		b.num("goal_to_date."+l.id, l.title+", goal to date", formula.Count, l.goal)
		b.num("attainment."+l.id, l.title+", attainment", formula.Percent, l.actual/l.goal)
	}
	b.num("actual.opportunities", "Opportunities", formula.Count, 21)
	b.num("actual.proposals", "Proposals", formula.Count, math.NaN())
	b.num("actual.won", "Won", formula.Count, 7)
	b.num("actual.revenue", "New business won", formula.Money, 71250.5)
}

func (b builder) plan() {
	year := map[string]float64{"won": 100, "opportunity": 313, "sql": 382, "mql": 1493, "ql": 2986}
	for _, stage := range []string{"ql", "mql", "sql", "opportunity", "won"} {
		for i, grain := range []string{"year", "quarter", "month"} {
			for _, stream := range []string{"platform", "total"} {
				b.num("plan."+stream+"."+stage+"."+grain, stage+" a "+grain, formula.Count,
					math.Ceil(year[stage]/[]float64{1, 4, 12}[i]))
			}
		}
	}
	for i, stage := range []string{"ql", "mql", "sql", "opportunity"} {
		b.num("plan.platform.rate."+stage, stage+" to the next stage", formula.Percent, []float64{.5, .256, .82, .32}[i])
	}
	b.num("plan.platform.average_deal", "Average deal", formula.Money, 10000)
	b.num("plan.platform.lag_months", "Lag", formula.Count, 1)
}

func (b builder) value() {
	for _, c := range []struct {
		tier   string
		values [3]float64
	}{{"a", [3]float64{3947.37, 1012.15, 50.61}}, {"b", [3]float64{2105.26, 539.81, 26.99}},
		{"c", [3]float64{1052.63, 269.91, 13.5}}} {
		for i, action := range []string{"demo_request", "lead_magnet", "newsletter"} {
			b.num("value."+c.tier+"."+action, "Lead value", formula.Money, c.values[i])
		}
	}
	b.num("promise.lead_value", "Promised lead value", formula.Money, 84000)
	b.num("promise.leads", "Promised leads", formula.Count, math.NaN())
	b.num("promise.low", "Lowest within tolerance", formula.Money, 75600)
	b.num("promise.high", "Highest within tolerance", formula.Money, 92400)
	b.num("delivered.lead_value", "Delivered lead value", formula.Money, 69012.35, "promise.lead_value", "under")
	b.num("delivered.leads", "Leads delivered", formula.Count, 118)
	b.num("delivered.unvalued_leads", "Leads without a value", formula.Count, 4)
	b.num("pace.line_to_date", "Line to date", formula.Money, 84000)
	b.num("pace.gap", "Gap", formula.Money, 69012.35-84000)
}

func (b builder) sales() {
	for _, r := range []struct {
		id, title string
		counts    [6]float64
	}{
		{"call_time", "Call time", [6]float64{88, 14, 16, 0, 2, 0}},
		{"contact", "Contact", [6]float64{101, 9, 8, 0, 1, 0}},
		{"touches", "Touches", [6]float64{40, 3, 9, 66, 5, 0}},
		{"cadence_14d", "Cadence, 14 days", [6]float64{0, 0, 0, 0, 0, 118}},
	} {
		b.Rules = append(b.Rules, model.Rule{ID: r.id, Title: r.title})
		share := r.counts[0] / (r.counts[0] + r.counts[1] + r.counts[2])
		b.num("adherence."+r.id, "Adherence", formula.Percent, share)
		for i, verdict := range []string{"met", "late", "missed", "pending", "excused", "na"} {
			b.num("adherence."+r.id+"."+verdict, verdict, formula.Count, r.counts[i])
		}
	}
	b.num("breaches.count", "Breaches", formula.Count, 3)
	b.num("dont_be_on_it.not_called", "Not called", formula.Count, 2)
	b.num("dont_be_on_it.too_few_calls", "Too few calls", formula.Count, 1)
	b.num("at_risk.lead_value", "Lead value at risk", formula.Money, 5064.67)
	b.num("at_risk.leads", "Leads at risk", formula.Count, 3)
}

func (b builder) kpis() {
	for _, k := range []struct {
		id, title string
		unit      formula.Unit
		goal, x   float64
		status    string
	}{
		{"lead_velocity", "Lead velocity", formula.Percent, .02, .0331, "met"},
		{"contact_rate", "Contact rate", formula.Percent, .6, .5417, "missed"},
		{"contacts_per_sql", "Contacts per SQL", formula.Touches, 12, 11.4, "met"},
		{"sql_value", "SQL value", formula.Money, 260000, 271500, "met"},
		{"days_mql_to_sql", "Days MQL to SQL", formula.Days, 21, 23.25, "missed"},
		{"mql_to_sql", "MQL to SQL", formula.Percent, .08, 27. / 530, "missed"},
		{"mql_to_won", "MQL to won", formula.Percent, .016, math.NaN(), ""},
	} {
		b.term("term.kpis."+k.id+".goal", k.title+", goal", k.unit, k.goal)
		goalAndStatus := []string{"term.kpis." + k.id + ".goal"}
		if k.status != "" {
			goalAndStatus = append(goalAndStatus, k.status)
		}
		b.num("kpi."+k.id, k.title, k.unit, k.x, goalAndStatus...)
	}
	b.num("kpi.lead_value_attainment", "Lead value attainment", formula.Percent, 69012.35/84000)
}

// lists adds breaches, the don't-be-on-it list, pace, SDRs, files and warnings.
func lists(s *model.Scorecard) {
	at := func(d, h int) time.Time { return time.Date(2026, 10, d, h, 0, 0, 0, Zone) }
	src := func(line int) model.Source { return model.Source{File: "exports/contacts.csv", Line: line} }
	s.Breaches = []model.Breach{
		{SDR: "Amara Okafor", Lead: "1042", Rule: "contact", Verdict: "late", Start: at(2, 9), Due: at(3, 9),
			Done: calendar.At(at(3, 12)), LateBy: 3, Value: formula.Num(3947.37), Source: src(43)},
		{SDR: "Amara Okafor", Lead: "1050", Rule: "call_time", Verdict: "missed", Start: at(5, 9), Due: at(5, 13),
			LateBy: 635, Value: formula.Missing, Source: src(51)},
		{SDR: "Łukasz Žižka", Lead: "1077", Rule: "contact", Verdict: "missed", Start: at(9, 15), Due: at(10, 15),
			LateBy: 513, Value: formula.Num(539.81), Source: src(78)},
	}
	s.Overdue = []model.OverdueLead{{SDR: "Amara Okafor", Rule: "not_called", Lead: "1050", Since: at(6, 9),
		Value: formula.Num(3947.37)},
		{SDR: "Unassigned", Rule: "too_few_calls", Lead: "1061", Since: at(20, 9), Value: formula.Missing}}
	for i := 1; i <= 2; i++ {
		x := float64(i)
		s.Pace = append(s.Pace, model.PacePoint{Day: at(i, 0), N: i, Delivered: formula.Num(3100 * x),
			Line: formula.Num(3818.18 * x), Low: formula.Num(3436.36 * x), High: formula.Num(4200 * x)})
	}
	s.SDRs = []model.SDRScore{{SDR: "Amara Okafor", Ramp: formula.Num(1),
		Obligations: map[string]map[string]formula.Value{"contact": {"met": formula.Num(51), "late": formula.Num(1),
			"missed": formula.Num(0), "pending": formula.Num(0), "excused": formula.Num(0), "na": formula.Num(0)}},
		Capacity: map[string]model.CapacityScore{"universe": {Value: formula.Num(212), Low: formula.Num(200),
			High: formula.Num(400), Flag: "ok"}, "sqls": {Low: formula.Num(15)}},
		KPIs: map[string]model.Sample{"contact_rate": {Value: formula.Num(.55), N: formula.Num(98)}, "value_at_risk": {}}},
		{SDR: "Unassigned", Ramp: formula.Num(1)}}
	sum := strings.Repeat("a1b2c3d4", 8)
	s.Inputs = []model.InputFile{{Table: "leads", File: "exports/contacts.csv", SHA256: sum, CRM: "hubspot", Rows: 5,
		Used: 3, SetAside: 1, Ignored: 1},
		{Table: "team", File: "exports/team.csv", SHA256: sum, CRM: "plain", Rows: 2, Used: 2}}
	s.SetAside = []model.SetAside{{Source: src(9), Column: "created_at", Value: "31/10/2026", Reason: "not a date"}}
	s.Warnings = []model.Note{{Source: src(12), Text: `stage "Demo\x1b[31m" is unmapped`},
		{Text: fmt.Sprintf("%d leads have no tier", 4)}}
}

// WithStatus changes the status of one figure of a scorecard, and returns the scorecard.
func WithStatus(s *model.Scorecard, id, status string) *model.Scorecard {
	s.AddQuantity(calc.Quantity{
		ID: id + ".other_status", Title: "Status", Unit: formula.Words, Formula: formula.Word(status), Internal: true,
	})
	s.Quantity(id).Status = id + ".other_status"
	s.Compute()
	return s
}

// Limited returns the scorecard of an October whose activities end on the 14th, so that it is counted up to
// then (SPEC section 2a).
func Limited(a *agreement.Agreement) *model.Scorecard {
	p, ends := October(), time.Date(2026, 10, 14, 23, 13, 1, 0, Zone)
	p.Asked, p.AsOf = p.End, ends
	s := CardOf(a, p)
	s.Coverage = []coverage.Table{
		{Name: "leads", File: "exports/contacts.csv", Begins: time.Date(2025, 8, 1, 0, 0, 0, 0, Zone),
			Ends: time.Date(2026, 11, 2, 16, 16, 1, 0, Zone), Covers: time.Date(2026, 11, 4, 0, 0, 0, 0, Zone)},
		{Name: "activities", File: "exports/activities.csv.gz", Begins: time.Date(2026, 2, 2, 0, 0, 0, 0, Zone), Ends: ends,
			Silence: 1, Covers: time.Date(2026, 10, 17, 0, 0, 0, 0, Zone)},
	}
	s.LimitedBy = s.Coverage[1:]
	return s
}

// WithNA makes figures of a scorecard n/a for a reason, and returns the scorecard. Other figures stay as they
// are.
func WithNA(s *model.Scorecard, reason string, ids ...string) *model.Scorecard {
	for _, id := range ids {
		q := s.Quantity(id)
		*q = calc.Quantity{ID: id, Title: q.Title, Unit: q.Unit, Formula: formula.NA{}, Goal: q.Goal, Status: q.Status,
			Definition: q.Definition, Reason: reason}
	}
	s.Compute()
	return s
}
