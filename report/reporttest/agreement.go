// Package reporttest holds one agreement and one scorecard for the tests of the reports, and a helper that
// runs external programs.
//
// Nothing comes in: all values are written out by hand, so that a report is tested without ingest. Each
// call returns a new agreement or scorecard, which the test may change.
package reporttest

import (
	"math"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func ptr(x float64) *float64 { return &x }

func day(y int, m time.Month, d int) calendar.Day {
	return calendar.Day{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

func month(y int, m time.Month) calendar.Month {
	return calendar.Month{Time: time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)}
}

func minutes(n int) calendar.Span { return calendar.Span{Minutes: n} }
func hours(n int) calendar.Span   { return calendar.Span{Minutes: n * 60} }
func days(n int) calendar.Span    { return calendar.Span{Days: n} }

func rate(x float64) agreement.Rate { return agreement.Rate{Value: x} }

func amount(x float64) agreement.Amount { return agreement.Amount{Value: x, Set: true} }

// Agreement returns an agreement that fills every section of the contract.
func Agreement() *agreement.Agreement {
	a := &agreement.Agreement{
		Head: agreement.Head{ID: "SLA-2026-004", Version: 2, Company: "Northwind Analytics", Effective: day(2026, 10, 1),
			Until: day(2027, 9, 30), Currency: "USD", Zone: "America/New_York", Paper: "letter", Locale: "en-US"},
		Parties: []agreement.Party{
			{Role: "Marketing", Name: "Zoë Ångström", Title: "VP Marketing", Email: "zoe@northwind.example"},
			{Role: "Sales", Name: "Daniel Ortiz", Title: "VP Sales", Email: "daniel@northwind.example"},
			{Role: "Sales Development", Name: "Priya Raman", Title: "Head of SDR", Email: "priya@northwind.example"},
			{Role: "Finance", Name: "José Peña", Title: "Finance Director", Email: "jose@northwind.example", Witness: true},
		},
		Summary: agreement.Summary{
			What: "Shared definitions, monthly goals, a lead value target and a fixed follow-up for every qualified lead.",
			Why:  "The revenue goal takes a known number of qualified leads a month, and every one of them worked on time.",
			How:  "One workbook a month reports goal against actual for each term below; the parties meet over it.",
		},
		Defs: agreement.Definitions{
			QL:  "Passed the quick test; a likely fit by industry and size.",
			MQL: "A qualified lead that shows engagement and whose primary persona is confirmed.",
			SQL: agreement.SQLDefinition{
				Text:          "An MQL that meets all four criteria and is open to a conversation.",
				Authority:     "We speak with a primary persona who can move the process.",
				Need:          "They state a need we serve.",
				Understanding: "They know what we would do and what it is worth.",
				Fit:           "They match the client profile.",
			},
			More: agreement.Pairs[string]{{Key: "prospect",
				Value: "A company that fits the ideal client and has not yet become a lead."}},
		},
		Clock: agreement.ClockTerms{Handoff: "mql", Managed: "timeframe"},
		Handoff: agreement.HandoffTerms{Routing: "Round robin within motion and stream; tier A to senior SDRs.",
			Information: []string{"Source and campaign", "Pages read", "Persona", "What they asked for"}},
		Duties: agreement.Pairs[[]string]{
			{Key: "Marketing", Value: []string{"Send only leads that meet the definitions"}},
			{Key: "Sales", Value: []string{"Log every call and e-mail on the day"}},
		},
		KPIs: []agreement.KPITerm{
			{ID: "lead_velocity", Goal: ptr(.02)}, {ID: "contact_rate", Goal: ptr(.6)}, {ID: "contacts_per_sql", Goal: ptr(12)},
			{ID: "sql_value", Goal: ptr(260000)}, {ID: "days_mql_to_sql", Goal: ptr(21)},
			{ID: "mql_to_sql", Goal: ptr(.08), Basis: "managed"}, {ID: "mql_to_won", Goal: ptr(.016), Basis: "managed"},
		},
		Budget: agreement.Budget{
			Channels: agreement.Pairs[float64]{{Key: "Paid Search", Value: 9000}, {Key: "Social", Value: 4000},
				{Key: "Content", Value: 5000}, {Key: "Events", Value: 2000}},
			Note: "Marketing may move up to 20% between channels within the month.",
		},
		Meeting: agreement.MeetingTerms{Every: "month", Weekday: "Tuesday", Length: minutes(45), Chair: "Head of RevOps",
			Agenda: []string{"Numbers", "Breaches", "Feedback on assets", "Decisions"}},
		Mail: &agreement.Mail{From: "RevOps <revops@northwind.example>",
			To: []string{"zoe@northwind.example", "daniel@northwind.example", "jose@northwind.example"}},
	}
	a.Head.Review.Every, a.Head.Review.Next = "3 months", day(2027, 1, 5)
	a.Ideal.Company.Profile, a.Ideal.Company.Growth,
		a.Ideal.Company.Challenges = "Software companies of 50 to 500 people", "Doubling their sales team",
		"Leads wait for days"
	a.Ideal.Persona.Demographics, a.Ideal.Persona.Role, a.Ideal.Persona.Priorities = "Heads of revenue teams",
		"Owns the pipeline number", "A predictable quarter"
	a.Clock.Holidays.Country, a.Clock.Holidays.Extra = "US", []calendar.Day{day(2026, 11, 27)}
	revenue(a)
	marketing(a)
	sales(a)
	return a
}

func revenue(a *agreement.Agreement) {
	a.Revenue = agreement.Revenue{Goal: 1000000, Per: "year", MarketingShare: rate(1), Starts: month(2026, 10),
		Streams: []agreement.Stream{{
			Name: "Platform", Share: rate(1), AverageDeal: amount(10000), Lag: days(30),
			Funnel: []agreement.FunnelStep{
				{Stage: agreement.QL, ToNext: rate(.5)},
				{Stage: agreement.MQL, ToNext: rate(.256), Target: &agreement.Improvement{Rate: .28, By: month(2027, 3)},
					Owner: "Sales Development"},
				{Stage: agreement.SQL, ToNext: rate(.82)},
				{Stage: agreement.Opportunity, ToNext: rate(.32)},
				{Stage: agreement.Won},
			},
			LeadTypes: []agreement.LeadType{{Name: "Outbound", Match: agreement.LeadMatch{Motion: "outbound"},
				Rates: agreement.Pairs[agreement.Rate]{{Key: "mql", Value: rate(.373)}}}},
		}}}
	for i, q := range [][6]float64{{700, 350, 90, 73, 23, 231000}, {720, 361, 92, 76, 24, 238000},
		{741, 370, 95, 77, 25, 251000}, {748, 374, 96, 79, 25, 252000}} {
		h := agreement.HistoryQuarter{Quarter: calendar.Quarter{Year: 2025 + (i+3)/4, Q: (i+3)%4 + 1}, Revenue: q[5]}
		h.Counts[agreement.Created], h.Counts[agreement.Proposal] = math.NaN(), math.NaN()
		h.Counts[agreement.QL], h.Counts[agreement.MQL], h.Counts[agreement.SQL], h.Counts[agreement.Opportunity],
			h.Counts[agreement.Won] = q[0], q[1], q[2], q[3], q[4]
		a.History = append(a.History, h)
	}
	a.Goals.GridGoals = agreement.GridGoals{LeadsSourced: ptr(300), QualifiedLeads: ptr(250), MQLsCreated: ptr(125),
		MQLsManaged: ptr(525), SQLsCreated: ptr(32)}
}

func marketing(a *agreement.Agreement) {
	a.LeadValue = agreement.LeadValue{Method: "ltv", LowActionDivisor: 20,
		SQLsPerDeal: amount(3.8), MQLsPerSQL: amount(3.9),
		Tiers: []agreement.Tier{{ID: "A", Name: "Enterprise", FiveYearRevenue: 75000},
			{ID: "B", Name: "Mid-market", FiveYearRevenue: 40000}, {ID: "C", Name: "Small", FiveYearRevenue: 20000}},
		Actions: []agreement.LeadAction{{ID: "demo_request", Name: "Books a call", HandRaiser: true, CallWithin: minutes(5)},
			{ID: "lead_magnet", Name: "Downloads a guide"}, {ID: "newsletter", Name: "Subscribes"}}}
	a.Promise = agreement.Promise{LeadValue: amount(84000), Statement: "value", Ratio: agreement.Ratio{Value: 1, To: 1},
		Counts: []string{"inbound"},
		Basis:  "gross", AcceptWithin: days(14), Tolerance: rate(.1), ContactWithin: hours(24)}
}

func sales(a *agreement.Agreement) {
	line := func(call, touches, timeframe int) *agreement.ActionLine {
		return &agreement.ActionLine{CallWithin: hours(call), Touches: ptr(float64(touches)), Breakups: ptr(1),
			Timeframe: days(timeframe)}
	}
	a.Actions = agreement.ActionAgreement{
		ActionLines: agreement.ActionLines{High: line(4, 15, 90), Moderate: line(24, 8, 60), Low: line(48, 3, 30)},
		Unrated:     "moderate",
		Motions: agreement.Pairs[agreement.ActionLines]{
			{Key: "outbound", Value: agreement.ActionLines{High: line(24, 12, 60)}},
		},
	}
	a.Cadence = &agreement.Cadence{
		For: []string{"high", "moderate"},
		Steps: []agreement.CadenceStep{
			{Touches: 3, Within: days(14)}, {Touches: 5, Within: days(28)}, {Touches: 7, Within: days(56)},
		},
	}
	a.DontBeOnIt = &agreement.DontBeOnIt{
		For: []string{"high", "moderate"}, CallWithin: hours(24), Calls: 5, After: days(14),
	}
	conversion := rate(.08)
	a.Capacity = agreement.Capacity{Universe: &agreement.Band{Low: 200, High: ptr(400)},
		ActiveMQLs:    &agreement.Band{Low: 150, High: ptr(200)},
		MQLConversion: &conversion, SQLs: ptr(15), NewLeadsPerWeek: ptr(12), Ramp: []agreement.Rate{rate(.25), rate(.5),
			rate(.75)}}
}

// Team returns the team of the agreement.
func Team() []model.Rep {
	return []model.Rep{{Name: "Amara Okafor", Email: "amara@northwind.example"},
		{Name: "Łukasz Žižka", Email: "lukasz@northwind.example", Start: day(2026, 9, 14), Motion: "inbound"}}
}
