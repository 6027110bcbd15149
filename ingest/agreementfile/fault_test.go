package agreementfile

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestEachFaultHasPositionReasonAndCorrection changes one thing in the minimal agreement. If old is
// empty, text is appended, in line 16.
func TestEachFaultHasPositionReasonAndCorrection(t *testing.T) {
	t.Parallel()
	const goal, file = "  goal: 1000000\n", "{files: [leads.csv]}"
	for _, c := range []struct{ old, text, want string }{
		// The text
		{minimal, "", `is empty; leadpact init writes one to start from`},
		{minimal, "- a", `1:1: the agreement is a list; write keys such as agreement:, parties: and revenue:`},
		{"", "a: &x 1\n", `16:4: anchors (&) are not used here; write the value out`},
		{"", "a: *x\n", `16:4: aliases (*) are not used here; write the value out, in quotes if it begins with *`},
		{"", "<<: {a: 1}\n", `16:1: merge keys (<<) are not used here; write the keys out`},
		{"", "---\na: 1\n", `16:1: a second document begins here; keep one agreement a file`},
		{"", "...\na: 1\n", `17:1: a second document begins here; keep one agreement a file`},
		{"", strings.Repeat("[", 100), `16:33: lists and maps are nested more than 32 deep; close the brackets before`},
		{"", strings.Repeat("- ", 100000), `16:65: lists and maps are nested more than 32 deep; close the brackets before`},
		{"", "a: [" + strings.Repeat("b,", 20000), `16:29911: more than 30000 keys, values and marks up to here; move data into files named under inputs`},
		{"", "goals: {}\ngoals: {}\n", `17:1: key goals stands twice, first in line 16; keep one`},
		{"", "# \x07", `16:3: control character U+0007; delete it`},
		{"Zoë", "Zo\xeb", `9:31: byte 0xEB is not UTF-8; save the file as UTF-8`},
		{"", "# " + strings.Repeat("x", 1<<20), `is larger than 1 MiB; an agreement is a page of terms, the exports belong in files named under inputs`},
		{"", "a: \"b", `16:4: not YAML here: could not find end character of double-quoted text; look for a missing quote, bracket, colon or space nearby`},

		// Keys
		{"currency:", "curency:", `6:3: unknown key "curency" in agreement; did you mean currency?`},
		{"", "currency: USD\n", `16:1: unknown key "currency" at the top; it belongs under agreement`},
		{goal, goal + "  xyz: 1\n", `13:3: unknown key "xyz" in revenue; its keys are goal, per, retained, marketing_share, starts, streams`},
		{"  zone: America/New_York\n", "", `2:3: agreement.zone is missing; add zone: America/New_York`},
		{"Northwind", "", `4:3: agreement.company has no value; fill it in`},
		{"", "goals: {outbund: {leads_sourced: 3}}\n", `16:9: unknown key "outbund" in goals; did you mean outbound?`},
		{"", "action_agreement: {medium: {call_within: 4h}, moderate: {call_within: 5h}}\n", `16:47: key moderate stands twice, once by its other name; keep one`},
		{"", "promise: [a]\n", `16:10: promise is a list; write a map`},
		{"Northwind", "[x]", `4:12: agreement.company is a list; write a single value`},
		{"Northwind", `"North\u0007"`, `4:12: agreement.company "North\a" has a line break or control character; write it on one line`},

		// Single values
		{"version: 1", "version: 1.5", `3:12: agreement.version "1.5" is not a whole number; write digits only`},
		{"2026-10-01", "31/10/2026", `5:14: agreement.effective "31/10/2026" is not a date; write it as 2026-10-31`},
		{"USD", "EURO", `6:13: agreement.currency "EURO" is not an ISO 4217 currency; write a code such as USD or EUR`},
		{"America/New_York", "Local", `7:9: agreement.zone "Local" is not an IANA time zone; write a name such as Europe/Berlin or UTC`},
		{"  zone", "  locale: en_\n  zone", `7:11: agreement.locale "en_" is not a language tag; write one such as en-US or de`},
		{"  zone", "  paper: a5\n  zone", `7:10: agreement.paper "a5" is not known here; use a4 or letter`},
		{"1000000", "$1,000,000", `12:9: revenue.goal "$1,000,000" is not a plain number; write 1000000`},
		{"1000000", "837.000", `12:9: revenue.goal "837.000" can have thousands or decimals behind its point; write 837000 or 837`},
		{"1000000", "12.125", `12:9: revenue.goal "12.125" can have thousands or decimals behind its point; write 12125 or 12.1250`},
		{"1000000", "1.000.000,50", `12:9: revenue.goal "1.000.000,50" is not a plain number; write 1000000.50`},
		{"1000000", "837,000", `12:9: revenue.goal "837,000" is not a plain number; write 837000`},
		{"", "goals: {leads_sourced: 1.250}\n", `16:24: goals.leads_sourced "1.250" can have thousands or decimals behind its point; write 1250 or 1.25`},
		{"", "promise: {lead_value: 20.000}\n", `16:23: promise.lead_value "20.000" can have thousands or decimals behind its point; write 20000 or 20`},
		{"sql_value", "sql_value, goal: 50.000", `13:95: kpis.goal "50.000" can have thousands or decimals behind its point; write 50000 or 50`},
		{"", "budget: {channels: {Web: 9.500}}\n", `16:26: budget.channels.Web "9.500" can have thousands or decimals behind its point; write 9500 or 9.5`},
		{"", "capacity: {universe: 1.200-1.500}\n", `16:22: capacity.universe "1.200-1.500" can have thousands or decimals behind its point; write 1200 or 1.2`},
		{"1000000", "0", `12:9: revenue.goal "0" is not above 0; write a number above 0`},
		{goal, goal + "  marketing_share: 60\n", `13:20: revenue.marketing_share "60" is not from 0% to 100%; write 60%`},
		{goal, goal + "  marketing_share: 25,6%\n", `13:20: revenue.marketing_share "25,6%" is not a number; write 25.6%, with a decimal point`},
		{"", "promise: {tolerance: 100%}\n", `16:22: promise.tolerance "100%" is not from 0% to under 100%; write 10% or 0.1`},
		{"", "promise: {ratio: 2/1}\n", `16:18: promise.ratio "2/1" is not a ratio; write it in quotes as "1:1" or "2:1"`},
		{"", "promise: {contact_within: 1d}\n", `16:27: promise.contact_within "1d" is in days, and this is kept in hours or minutes; write it as 24h`},
		{"", "promise: {accept_within: 24h}\n", `16:26: promise.accept_within "24h" is not in days, and this is kept in calendar days; write it as 14d`},
		{"", "promise: {lead_value: some}\n", `16:23: promise.lead_value "some" is not a number; write a plain one such as 1000 or 12.5, or plan`},
		{"", "promise: {for: [hot]}\n", `16:17: promise.for "hot" is not known here; use high, moderate or low`},
		{"", "capacity: {universe: 400-200}\n", `16:22: capacity.universe "400-200" is a band whose upper end is below its lower; write 200-400`},
		{"", "clock: {hours: {mo-fri: 9-17}}\n", `16:17: key "mo-fri" in clock.hours is no weekday; write mon, tue or a range such as mon-fri`},
		{"", "clock: {hours: {fri: 9-17}}\n", `16:22: clock.hours.fri "9-17" is no span of hours; write it as "09:00-17:30"`},
		{"", "clock: {holidays: {country: UK}}\n", `16:29: clock.holidays.country "UK" is not the ISO 3166 code; write GB`},
		{file, "{files: [leads.csv], exported: yesterday}", `15:41: inputs.leads.exported "yesterday" is not a time; write it as 2026-11-02T08:00, in the agreement's zone`},
		{file, "{files: [leads.csv], exported: 02.11.2026}", `15:41: inputs.leads.exported "02.11.2026" is not a time; write it as 2026-11-02T08:00, in the agreement's zone`},
		{file, "{files: [leads.csv], begins: October}", `15:39: inputs.leads.begins "October" is not a date; write it as 2026-10-31`},
		{file, "{files: [leads.csv], complete: all}", `15:41: inputs.leads.complete "all" is not a truth value; write true or false`},
		{"", "history: [{quarter: 2026-3}]\n", `16:21: history.quarter "2026-3" is not a quarter; write it as 2026-Q3`},
		{"", "meeting: {weekday: Tuseday}\n", `16:20: meeting.weekday "Tuseday" is no weekday; did you mean Tuesday?`},
		{"", "mail: {due: daily}\n", `16:13: mail.due "daily" is no due time; write it as first business day 07:00 (first to fifth)`},
		{"", "signed: {fingerprint: abc}\n", `16:23: signed.fingerprint "abc" is no fingerprint; copy all 64 digits from the signed contract`},

		// Terms against each other
		{"2026-10-01", "2026-10-01\n  until: 2026-09-01", `6:10: agreement.until 2026-09-01 is not after effective 2026-10-01; mend one of them`},
		{"  - {role: Sales, name: Daniel}\n", "", `9:3: parties has 1; an agreement takes two or more, such as Marketing and Sales`},
		{goal, goal + "  streams: [{name: A, share: 50%}, {name: B, share: 40%}]\n", `13:12: revenue.streams have shares of 90% together; mend them to 100%`},
		{goal, goal + "  streams: [{name: A, share: 50%}, {name: B}]\n", `13:36: revenue.streams.share is missing; with several streams each says its own, as share: 60%`},
		{goal, goal + "  streams: [{name: A, average_deal: 0}]\n", `13:37: revenue.streams.average_deal "0" is not above 0, and a lead cannot be worth nothing; write what it is worth, or leave the key out`},
		{goal, goal + "  streams: [{name: A, funnel: [{stage: ql}, {stage: won}]}]\n", `13:32: to_next is missing for stage ql; add the rate to the next stage, as to_next: 25%, or history`},
		{goal, goal + "  streams: [{name: A, funnel: [{stage: ql, to_next: 5%}]}]\n", `13:31: the funnel does not end in won; write two or more stages, the last {stage: won}`},
		{goal, goal + "  streams: [{name: A, funnel: [{stage: sql, to_next: 5%}, {stage: ql, to_next: 5%}, {stage: won}]}]\n", `13:67: stage ql stands after sql; put the stages in the order ql, mql, sql, opportunity, proposal, won, each once`},
		{goal, goal + "  streams: [{name: A, lead_types: [{name: Web, match: {motion: inbound}, rates: {sql: 5%}}]}]\n", `13:82: stage sql is not in the funnel of A; add it there or delete it here`},
		{"", "promise: {leads: 5, lead_value: 3}\n", `16:18: promise has lead_value and leads; keep one of them`},
		{"", "promise: {leads_per_seller: 5}\n", `16:29: promise.sellers is missing; add sellers: and their number`},
		{"", "lead_value: {tiers: [{id: A, five_year_revenue: 0}]}\n", `16:49: lead_value.tiers.five_year_revenue "0" is not above 0, and a lead cannot be worth nothing; write what it is worth, or leave the key out`},
		{"", "lead_value: {tiers: [{id: A}], actions: [{id: x}], close_rates: {A: {y: 3%}}, average_purchase: {A: 9}}\n", `16:70: "y" is no action of this agreement; use x`},
		{"", "action_agreement: {high: {touches: 1}}\n", `16:26: action_agreement.high.timeframe is missing; touches and breakups fall due at its end, so add timeframe: 60d`},
		{"", "cadence: {steps: [{touches: 3, within: 14d}, {touches: 5, within: 14d}]}\n", `16:67: cadence.steps has 14d twice; keep one step a limit`},
		{"", "history: [{quarter: 2026-Q1}, {quarter: 2026-Q1}]\n", `16:41: history has 2026-Q1 twice; keep one row a quarter and stream`},

		// KPIs
		{"{id: lead_velocity}, ", "", `13:7: kpis has 4; choose 5 to 7`},
		{"lead_velocity", "lead_velocty", `13:13: kpis.id "lead_velocty" is not known here; did you mean lead_velocity?`},
		{"lead_velocity", "sql_value", `13:74: kpis.id "sql_value" stands twice; keep one`},
		{"lead_velocity", "lead_velocity, goal: 8", `13:34: kpis.goal "8" of lead_velocity would be 800 %; write 8%`},
		{"sql_value", "sql_value, goal: 8%", `13:95: kpis.goal "8%" of sql_value is not a percentage; write a plain number`},
		{"sql_value", "sql_value, basis: created", `13:96: kpis.basis is for mql_to_sql, mql_to_proposal and mql_to_won only; delete it from sql_value`},

		// Names that make ids
		{"", "budget: {channels: {Rows: 1}}\n", `16:21: budget.channels "Rows" makes the id rows, which has its own meaning there; rename it`},
		{"", "budget: {channels: {Paid Search: 1, paid-search: 2}}\n", `16:37: budget.channels "paid-search" makes the id paid_search, as "Paid Search" in line 16 does; rename one`},
		{"", "budget: {channels: {日本: 1}}\n", `16:21: budget.channels "日本" makes the id none, which stands for blank; rename it, with a letter a-z or digit`},
		{"", "budget: {channels: {\"*\": 1}}\n", `16:21: key "*" in budget.channels has a character that spreadsheets read as a pattern; leave out * ? ~ and a leading < > or =`},
		{"", "lead_value: {method: quota, tiers: [{id: a}, {id: a_b}], actions: [{id: b_c}, {id: c}]}\n", `16:84: tier a_b and action c make the workbook name a_b_c, as the cell a.b_c does; rename one`},

		// Inputs
		{"leads: {", "spend: {", `15:3: inputs has neither leads nor deals; add one, as leads: {files: [exports/leads.csv]}`},
		{file, "leads.csv", `15:10: inputs.leads is a single value; write a map, e.g. leads: {files: [exports/leads.csv]}`},
		{file, "{files: [leads.csv], columns: [mql_at]}", `15:40: inputs.leads.columns is a list; write a map, e.g. columns: {mql_at: Became MQL, owner: [Contact owner, Owner]}`},
		{file, "{files: [leads.csv], mql_at: MQL Date}", `15:31: unknown key "mql_at" in inputs.leads; it is a column, so write columns: {mql_at: HEADER}`},
		{"leads: {", "leeds: {", `15:3: unknown key "leeds" in inputs; did you mean leads?`},
		{file, "{files: [leads.csv], columns: {mql: x}}", `15:41: leads has no column "mql"; use lead_id, created_at, ql_at, mql_at, sql_at, opportunity_at, proposal_at, closed_at, status, assigned_at, owner, email, source, campaign, tier, action, quality, motion, stream, reason, authority, need, understanding, fit, deal_ids, contact_id, name or modified_at`},
		{file, "{files: [leads.csv], constants: {motion: inbond}}", `15:51: inputs.leads.constants.motion "inbond" is not known here; did you mean inbound?`},
		{file, "{files: [leads.csv], values: {quality: {hot: [x]}}}", `15:50: "hot" is not known for quality: the key is leadpact's word, its list holds the CRM's words; use high, moderate or low`},
		{file, "{files: [leads.csv], values: {quality: {high: [Hot], low: [hot]}}}", `15:69: "hot" stands under high and low; keep one`},
		{file, "{files: [leads.csv], lost_stages: {a: b}}", `15:44: inputs.leads.lost_stages is a map; write a list, e.g. lost_stages: [Closed Lost]`},
		{file, "{files: [leads.csv], lost_stage: [x]}", `15:31: unknown key "lost_stage" in inputs.leads; did you mean lost_stages?`},
		{file, "{files: [leads.csv], crm: hubspt}", `15:36: inputs.leads.crm "hubspt" is not known here; did you mean hubspot?`},
	} {
		text := strings.Replace(minimal, c.old, c.text, 1)
		if c.old == "" {
			text = minimal + c.text
		}
		_, err := Parse("agreement.yaml", []byte(text))
		var bad *Error
		if !errors.As(err, &bad) {
			t.Errorf("%s: got %v", c.want, err)
			continue
		}
		f := bad.Faults[0]
		got := f.Text
		if f.Line > 0 {
			got = fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Text)
		}
		if got != c.want || len(bad.Faults) != 1 {
			t.Errorf("%s\ngot  %s\nwant %s\nof %d", shortQuote(c.text), got, c.want, len(bad.Faults))
		}
	}
}

func TestAllFaultsAreReportedInTheOrderOfTheirPositions(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("version: 1", "version: one", "currency", "curency", "goal: 1000000", "goal: 1.000.000", "{role: Sales,", "{rolle: Sales,").Replace(minimal)
	_, err := Parse("terms/agreement.yaml", []byte(text))
	want := `terms/agreement.yaml:3:12: agreement.version "one" is not a whole number; write digits only
    3 |   version: one
      |            ^
terms/agreement.yaml:6:3: unknown key "curency" in agreement; did you mean currency?
    6 |   curency: USD
      |   ^
terms/agreement.yaml:10:6: unknown key "rolle" in parties; did you mean role?
   10 |   - {rolle: Sales, name: Daniel}
      |      ^
terms/agreement.yaml:12:9: revenue.goal "1.000.000" is not a plain number; write 1000000
   12 |   goal: 1.000.000
      |         ^`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestALongLineIsShownAroundTheFault(t *testing.T) {
	t.Parallel()
	_, err := Parse("agreement.yaml", []byte(minimal+"promise: {"+strings.Repeat(" ", 5000)+"leeds: 5}\n"))
	lines := strings.Split(err.Error(), "\n")
	if at := strings.Index(lines[2], "^"); len(lines[1]) > 200 || !strings.HasPrefix(lines[1][at:], "leeds") {
		t.Errorf("got\n%v", err)
	}
}
