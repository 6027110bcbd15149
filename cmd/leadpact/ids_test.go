package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// idFamily is a family of figure ids as model/IDS.md lists it: a pattern with placeholders in angle
// brackets, and what it means where the definition of a single figure would not say so of the whole family.
type idFamily struct{ pattern, meaning string }

// idGroups are the families under the headings of model/IDS.md.
var idGroups = []struct {
	title    string
	families []idFamily
}{
	{"Goal grid and funnel lines (SPEC section 3)", []idFamily{
		{"goal.<line>", "The agreed goal of the period."},
		{"actual.<line>", "What happened. It carries goal and status."},
		{"goal_to_date.<line>",
			"The goal as of now: of a flow × complete working days ÷ working days, of a stock the goal itself."},
		{"attainment.<line>", ""},
		{"goal.<line>.<motion>", "As goal.<line>, of one motion with goals of its own."},
		{"actual.<line>.<motion>", "As actual.<line>, of one motion with goals of its own."},
		{"goal_to_date.<line>.<motion>", "As goal_to_date.<line>, of one motion with goals of its own."},
		{"attainment.<line>.<motion>", "As attainment.<line>, of one motion with goals of its own."},
		{"actual.<beyond>", "What happened further down the funnel. It carries the plan's figure as its goal, and a status."},
		{"actual.mqls_open", ""},
		{"implied.sql_per_mql_created", ""}, {"implied.sql_per_mql_managed", ""},
		{"implied.sdrs_for_mqls.low", ""}, {"implied.sdrs_for_mqls.high", ""}, {"implied.sdrs_for_sqls", ""},
	}},
	{"What Sales owes (SPEC section 4)", []idFamily{
		{"adherence.<rule>", "Met ÷ (met + late + missed) of the rule."},
		{"adherence.<rule>.<verdict>", "Obligations of the rule with that verdict."},
		{"breaches.count", ""}, {"off_motion.leads", ""},
		{"dont_be_on_it.not_called", ""}, {"dont_be_on_it.too_few_calls", ""}, {"at_risk.leads", ""},
		{"at_risk.lead_value", ""},
		{"speed.<bucket>.leads", ""}, {"speed.<bucket>.sql_rate", ""},
	}},
	{"KPIs (SPEC section 6)", []idFamily{
		{"kpi.<kpi>", "The KPI as SPEC section 6 defines it, chosen or not. A chosen one carries goal and status."},
		{"kpi.sql_value.without_deal", ""},
		{"kpi.days_mql_to_<end>.mean", ""}, {"kpi.days_mql_to_<end>.n", ""},
		{"kpi.mql_to_<reached>.<basis>",
			"The conversion by that basis; kpi.mql_to_<reached> is the one by the agreement's basis."},
		{"kpi.first_call_hours.p90", ""}, {"kpi.first_call_hours.n", ""}, {"kpi.first_call_hours.not_called", ""},
		{"kpi.first_call_hours.calendar", ""}, {"kpi.system_delay_hours", ""}, {"kpi.human_delay_hours", ""},
	}},
	{"Plan (SPEC section 7)", []idFamily{
		{"plan.<stream>.revenue.<grain>", "What the stream is to bring, a year, quarter or month; not rounded."},
		{"plan.<stream>.average_deal", "Revenue of one won deal: agreed, or by history."},
		{"plan.<stream>.rate.<from>", "Share of leads that go on from that stage to the next one: agreed, or by history."},
		{"plan.<stream>.<stage>.<grain>", "Leads that must reach the stage."},
		{"plan.<stream>.quota_value", "The stream's revenue ÷ the leads that it needs at handoff, to the cent."},
		{"plan.<stream>.lead_value",
			"Expected revenue of a lead at handoff: average deal × the rates from there to won; not rounded."},
		{"plan.<stream>.lag_months", ""},
		{"plan.<stream>.type.<type>.rate.<from>", "The rate of a lead type, where it has one of its own."},
		{"plan.<stream>.type.<type>.<stage>.<grain>",
			"Leads that must reach the stage, if all leads of the stream were of the type."},
		{"plan.<stream>.type.<type>.quota_value",
			"The stream's revenue ÷ the leads of this type that it would need at handoff, to the cent."},
		{"plan.total.<stage>.<grain>", ""}, {"plan.total.<stage>.sdr", ""}, {"plan.promise", ""},
		{"measured.<stream>.rate.<from>", "The same rate over the last four full quarters at as_of, from the exports."},
		{"measured.<stream>.average_deal",
			"Revenue ÷ deals won over the last four full quarters at as_of, from the exports."},
	}},
	{"Lead value (SPEC section 7)", []idFamily{
		{"value.<cell>", "Value of one lead of the cell, by the agreed method, to the cent."},
		{"delivered.<cell>.leads", ""}, {"realised.<cell>", ""}, {"realised.<cell>.n", ""}, {"equivalent.<cell>", ""},
	}},
	{"Promise and delivery (SPEC section 7)", []idFamily{
		{"promise.lead_value", "Lead value promised in the period; n/a for a promise in leads."},
		{"promise.leads", "Leads promised in the period; n/a for a promise in money."},
		{"promise.low", ""}, {"promise.high", ""}, {"promise.per_budget", ""},
		{"promise.previous_over", ""}, {"promise.before_previous_over", ""}, {"promise.periods_over", ""},
		{"delivered.gross", ""}, {"delivered.returned", ""}, {"delivered.net", ""},
		{"delivered.lead_value",
			"By the promise's basis, gross or net: expected value. It carries the goal and status of a promise in money."},
		{"delivered.leads",
			"Marketing's leads handed off in the period, gross. It carries the goal and status of a promise in leads."},
		{"delivered.unvalued_leads", ""},
		{"hand_raisers.leads", ""}, {"hand_raisers.lead_value", ""}, {"hand_raisers.share", ""}, {"hand_raisers.worth", ""},
		{"hand_raisers.year_leads", ""}, {"hand_raisers.sql_rate", ""},
		{"other_leads.leads", ""}, {"other_leads.lead_value", ""}, {"other_leads.share", ""}, {"other_leads.worth", ""},
		{"other_leads.year_leads", ""}, {"other_leads.sql_rate", ""},
		{"disqualified.leads", ""}, {"disqualified.lead_value", ""},
	}},
	{"Pace, months and forecast (SPEC section 7)", []idFamily{
		{"pace.working_days", ""}, {"pace.working_days_elapsed", ""}, {"pace.line_to_date", ""}, {"pace.gap", ""},
		{"pace.mid_day", ""}, {"pace.mid_delivered", ""}, {"pace.mid_line", ""}, {"pace.mid_gap", ""},
		{"trailing.months", ""}, {"trailing.delivered", ""}, {"trailing.promised", ""}, {"trailing.attainment", ""},
		{"trailing.value_per_spend", ""},
		{"forecast.months", ""}, {"forecast.base", ""}, {"forecast.share", ""}, {"forecast.delivered", ""},
		{"forecast.low", ""},
		{"forecast.high", ""}, {"forecast.attainment", ""},
	}},
	{"Budget and channels (SPEC section 7)", []idFamily{
		{"budget.<channel>", ""}, {"budget.total", ""}, {"budget.left", ""},
		{"spend.<channel>", ""}, {"spend.total", ""}, {"spend.rows", ""},
		{"channel.<channel>.leads", ""}, {"channel.<channel>.mqls", ""}, {"channel.<channel>.sqls", ""},
		{"channel.<channel>.lead_value", ""},
		{"channel.<channel>.value_per_spend", ""}, {"channel.<channel>.cost_per_mql", ""},
		{"channel.<channel>.cost_per_sql", ""},
		{"channel.total.value_per_spend", ""}, {"channel.total.cost_per_mql", ""}, {"channel.total.cost_per_sql", ""},
		{"ytd.budget", ""}, {"ytd.spend", ""}, {"ytd.lead_value", ""}, {"ytd.value_per_spend", ""},
	}},
	{"Feedback", []idFamily{{"feedback.open", ""}, {"feedback.overdue", ""}}},
}

// closedPlaceholders stand for a fixed list of words. Each word occurs in an id of at least one
// agreement.
func closedPlaceholders(t *testing.T) map[string][]string {
	stages := []string{"ql", "mql", "sql", "opportunity", "proposal", "won"}
	return map[string][]string{
		"line":    {"leads_sourced", "qualified_leads", "mqls_created", "mqls_managed", "sqls_created"},
		"beyond":  {"opportunities", "proposals", "won", "revenue"},
		"motion":  {"inbound", "outbound"},
		"stage":   stages,
		"from":    stages[:len(stages)-1],
		"grain":   {"year", "quarter", "month"},
		"verdict": {"met", "late", "missed", "pending", "excused", "na"},
		"bucket":  {"5m", "1h", "4h", "24h", "48h", "later", "never"},
		"end":     {"sql", "won"},
		"reached": {"sql", "proposal", "won"},
		"basis":   {"managed", "created", "cohort"},
		"kpi":     kpisOfSpecification(t),
	}
}

// openPlaceholders stand for slugs of names that the agreement or the data choose.
var openPlaceholders = map[string]string{
	"rule":    `(?:call_time|contact|touches|breakup|cadence_\d+d)`,
	"stream":  `[a-z0-9_]+`,
	"type":    `[a-z0-9_]+`,
	"channel": `[a-z0-9_]+`,
	"cell":    `[a-z0-9_]+\.[a-z0-9_]+`,
}

// kpisOfSpecification are the ids in the table of SPEC section 6.
func kpisOfSpecification(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "model", "SPEC.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## 6. ")
	section, _, _ = strings.Cut(section, "\n## 7. ")
	section, _, _ = strings.Cut(section, "**The basis**") // a table of its own follows
	var ids []string
	for line := range strings.Lines(section) {
		if cell, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | "); ok && strings.HasPrefix(cell, "`") {
			for id := range strings.SplitSeq(cell, ", ") {
				ids = append(ids, strings.Trim(id, "`"))
			}
		}
	}
	if len(ids) == 0 {
		t.Fatal("model/SPEC.md has no table of KPIs in section 6")
	}
	return ids
}

var placeholder = regexp.MustCompile(`<([a-z]+)>`)

// idPattern is a family as a regular expression with a group for each placeholder.
type idPattern struct {
	idFamily
	re           *regexp.Regexp
	placeholders []string
}

func idPatterns(closed map[string][]string) []idPattern {
	var out []idPattern
	for _, group := range idGroups {
		for _, f := range group.families {
			p := idPattern{idFamily: f}
			expression := placeholder.ReplaceAllStringFunc(regexp.QuoteMeta(f.pattern), func(s string) string {
				name := strings.Trim(s, "<>")
				p.placeholders = append(p.placeholders, name)
				if words := closed[name]; words != nil {
					return "(" + strings.Join(words, "|") + ")"
				}
				return "(" + openPlaceholders[name] + ")"
			})
			p.re = regexp.MustCompile("^" + expression + "$")
			out = append(out, p)
		}
	}
	return out
}

// listedFigure is the part of a figure in scorecard.json that the list of ids needs.
type listedFigure struct{ ID, Title, Unit, Definition string }

// figuresOf runs the program on an agreement and returns the figures of its scorecard.json.
func figuresOf(t *testing.T, agreement, period string) []listedFigure {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := []string{"leadpact", "run", "--json", "--agreement", agreement, "--period", period,
		"--as-of", "2026-11-02T12:00:00Z"}
	if code := run(args, &stdout, &stderr); code != 0 {
		t.Fatalf("%s: exit %d: %s", agreement, code, stderr.String())
	}
	var card struct{ Quantities []listedFigure }
	if err := json.Unmarshal(stdout.Bytes(), &card); err != nil {
		t.Fatal(err)
	}
	return card.Quantities
}

// smallAgreements have the families that the sample company lacks: other methods of the chart, a promise
// in leads, several streams, a funnel with proposals, goals of both motions, no budget.
var smallAgreements = map[string]string{
	"two streams by quota, leads promised": `
revenue:
  goal: 90000
  per: quarter
  streams:
    - name: New Business
      share: 60%
      average_deal: 5000
      lag: 45d
      funnel: [{stage: mql, to_next: 25%}, {stage: sql, to_next: 50%}, {stage: proposal, to_next: 40%}, {stage: won}]
      lead_types: [{name: Partners, match: {source: Partner}, rates: {mql: 30%, sql: 60%, proposal: 50%}}]
    - name: Growth
      share: 40%
      average_deal: 2000
      funnel: [{stage: ql, to_next: 50%}, {stage: opportunity, to_next: 30%}, {stage: won}]
lead_value: {method: quota}
promise: {leads: 40, contact_within: 8h}
goals: {inbound: {leads_sourced: 10}, outbound: {sqls_created: 2}}
cadence: {steps: [{touches: 1, within: 2d}, {touches: 4, within: 21d}]}
`,
	"close rates, leads for each seller, no rules but contact": `
revenue: {goal: 50000, per: month, streams: [{name: Main, average_deal: 1000, funnel: [{stage: mql, to_next: 20%}, {stage: won}]}]}
lead_value:
  method: close_rate
  tiers: [{id: Big}]
  actions: [{id: demo}, {id: e-book}]
  close_rates: {Big: {demo: 3%, e-book: 1%}}
  average_purchase: {Big: 100000}
promise: {leads_per_seller: 10, sellers: 3, contact_within: 24h}
`,
}

const smallAgreementHead = `agreement: {id: SLA-IDS, version: 1, company: Ids, effective: 2026-10-01, currency: USD, zone: UTC}
parties: [{role: Marketing, name: M}, {role: Sales, name: S}]
kpis: [{id: lead_velocity}, {id: contact_rate}, {id: mql_to_sql}, {id: mql_to_won}, {id: sql_value}]
inputs: {leads: {files: [leads.csv]}, spend: {files: [spend.csv]}}
`

func writeSmallAgreement(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"agreement.yaml": smallAgreementHead + text,
		"leads.csv": "lead_id,created_at,mql_at,source\n" +
			"L1,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,Partner\nL2,2026-10-06T09:00:00Z,,Web\n",
		"spend.csv": "month,channel,actual\n2026-10,Total,100\n2026-10,Zoë & Söhne,50\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "agreement.yaml")
}

// idSurvey collects the figures of each family that the agreements have.
type idSurvey struct {
	patterns []idPattern
	first    []listedFigure    // of each pattern
	units    []map[string]bool // likewise
	words    map[string]map[string]bool
}

// add files a figure under the pattern with the fewest placeholders that matches its id.
func (s *idSurvey) add(t *testing.T, from string, q listedFigure) {
	t.Helper()
	best := -1
	for i, p := range s.patterns {
		if !p.re.MatchString(q.ID) {
			continue
		}
		switch {
		case best < 0 || len(p.placeholders) < len(s.patterns[best].placeholders):
			best = i
		case len(p.placeholders) == len(s.patterns[best].placeholders):
			t.Errorf("%s: %s belongs to two families, %s and %s", from, q.ID, s.patterns[best].pattern, p.pattern)
		}
	}
	if best < 0 {
		t.Errorf("%s: %s belongs to no family of model/IDS.md; add one to idGroups", from, q.ID)
		return
	}
	p := s.patterns[best]
	for i, word := range p.re.FindStringSubmatch(q.ID)[1:] {
		if s.words[p.placeholders[i]] == nil {
			s.words[p.placeholders[i]] = map[string]bool{}
		}
		s.words[p.placeholders[i]][word] = true
	}
	if s.first[best].ID == "" {
		s.first[best], s.units[best] = q, map[string]bool{}
	}
	s.units[best][q.Unit] = true
}

// Every id of scorecard.json belongs to a family of model/IDS.md, and every family occurs. The tables of
// the file are written by this test: go test ./cmd/leadpact -run TestEveryIDIsListed -update
func TestEveryIDIsListed(t *testing.T) {
	t.Parallel()
	closed := closedPlaceholders(t)
	survey := &idSurvey{patterns: idPatterns(closed), words: map[string]map[string]bool{}}
	survey.first, survey.units = make([]listedFigure, len(survey.patterns)), make([]map[string]bool, len(survey.patterns))
	for _, q := range figuresOf(t, filepath.Join(root, "samples", "company", "agreement.yaml"), "2026-10") {
		survey.add(t, "the sample company", q)
	}
	for _, name := range slices.Sorted(maps.Keys(smallAgreements)) {
		for _, q := range figuresOf(t, writeSmallAgreement(t, smallAgreements[name]), "2026-10") {
			survey.add(t, name, q)
		}
	}
	for i, p := range survey.patterns {
		if survey.first[i].ID == "" {
			t.Errorf("no agreement of this test gives an id of the family %s", p.pattern)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(closed)) {
		for _, word := range closed[name] {
			if !survey.words[name][word] {
				t.Errorf("no id of these agreements has %q for <%s>", word, name)
			}
		}
	}
	if t.Failed() {
		return
	}
	compareSection(t, filepath.Join(root, "model", "IDS.md"), idsBegin, idsEnd, survey.tables())
}

const (
	idsBegin = "<!-- Written by TestEveryIDIsListed in cmd/leadpact. -->\n"
	idsEnd   = "<!-- End of what the test writes. -->\n"
)

// tables writes a table for each group: id, unit, title as an example, and meaning.
func (s *idSurvey) tables() string {
	var b strings.Builder
	i := 0
	for _, group := range idGroups {
		fmt.Fprintf(&b, "\n## %s\n\n| id | unit | for example | meaning |\n|---|---|---|---|\n", group.title)
		for range group.families {
			p, q := s.patterns[i], s.first[i]
			meaning := p.meaning
			if meaning == "" {
				meaning = q.Definition
			}
			units := strings.Join(slices.Sorted(maps.Keys(s.units[i])), ", ")
			cells := []string{"`" + p.pattern + "`", units, q.Title, escapeAngles(meaning)}
			for k, cell := range cells {
				cells[k] = strings.ReplaceAll(cell, "|", `\|`)
			}
			b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
			i++
		}
	}
	return b.String() + "\n"
}

// escapeAngles keeps Markdown from taking a placeholder for HTML.
func escapeAngles(s string) string { return strings.ReplaceAll(s, "<", `\<`) }
