package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// agreementTerms puts every term of the agreement on the scorecard as a named constant, in the agreement's order: its id is
// "term." and its path in agreement.yaml, list items by id, name or stage (SPEC section 8). Goals, rates, values, hours, touch
// targets, bands, shares and tolerance are inputs; zone, holidays, handoff, mappings, texts and all limits in days need a
// rerun. A term that the agreement leaves out has no cell.
func (l *Ledger) addAgreementTerms(s *Scorecard) {
	a := s.Agreement
	t := termBuilder{s: s}
	t.addHead(a)
	t.addClock(a)
	t.addRevenue(a)
	t.addHistory(a)
	t.addGoals(a)
	t.addLeadValue(a)
	t.addPromise(a)
	t.addActionAgreement(a)
	t.addCadence(a)
	t.addDontBeOnIt(a)
	t.addCapacity(a)
	t.addKPIGoals(a)
	t.addBudget(a)
	t.addMappings(a)
	t.addDefinitionConstants()
}

// termList adds terms under one heading after another.
type termBuilder struct {
	s       *Scorecard
	section string
}

// in starts a heading.
func (t *termBuilder) startSection(section string) { t.section = section }

// input adds a number that can be changed in the workbook.
func (t *termBuilder) input(path, title string, u Unit, x float64, note string) {
	t.s.AddTerm(calc.Term{ID: TermID(path), Section: t.section, Title: title, Unit: u,
		Value: Num(x),
		Input: true,
		Note:  note})
}

// optional adds an input that the agreement may leave out.
func (t *termBuilder) optional(path, title string, u Unit, x *float64, note string) {
	if x != nil {
		t.input(path, title, u, *x, note)
	}
}

// rerun adds a value that the workbook shows and a new run reads.
func (t *termBuilder) rerun(path, title string, u Unit, v Value) {
	if !v.IsMissing() {
		t.s.AddTerm(calc.Term{ID: TermID(path), Section: t.section, Title: title, Unit: u, Value: v, Note: "needs a rerun"})
	}
}

// text adds a text; an empty one is left out.
func (t *termBuilder) text(path, title, text string) { t.rerun(path, title, Words, Str(text)) }

// list adds texts as one.
func (t *termBuilder) list(path, title string, items []string) {
	t.text(path, title, strings.Join(items, ", "))
}

// date adds a day.
func (t *termBuilder) date(path, title string, d calendar.Day) {
	if !d.IsZero() {
		t.rerun(path, title, Date, Num(calendar.Serial(calendar.Civil(d.Time))))
	}
}

// hours adds a limit that runs on the agreement's clock.
func (t *termBuilder) hours(path, title string, limit calendar.Span) {
	if !limit.IsZero() {
		t.input(path, title, Hours, limit.Hours(), "on the agreement's clock")
	}
}

// days adds a limit in days; the facts of a run are counted up to it.
func (t *termBuilder) days(path, title string, limit calendar.Span) {
	if !limit.IsZero() {
		t.rerun(path, title, Days, Num(limit.Hours()/24))
	}
}

// rate adds a share; `history` stands as the word.
func (t *termBuilder) rate(path, title string, r agreement.Rate) {
	if r.History {
		t.text(path, title, "history")
		return
	}
	t.input(path, title, Percent, r.Value, "")
}

// amount adds a number, or the word `history` or `plan` that stands in its place.
func (t *termBuilder) amount(path, title string, u Unit, x agreement.Amount, note string) {
	switch {
	case x.History:
		t.text(path, title, "history")
	case x.Plan:
		t.text(path, title, "plan")
	case x.Set:
		t.input(path, title, u, x.Value, note)
	}
}

// band adds the two ends of a range.
func (t *termBuilder) band(path, title string, b *agreement.Band) {
	if b == nil {
		return
	}
	t.input(path+"_low", title+": at least", Count, b.Low, "inclusive")
	t.optional(path+"_high", title+": at most", Count, b.High, "inclusive")
}

func (t *termBuilder) addHead(a *agreement.Agreement) {
	h := a.Head
	t.startSection("Agreement")
	t.text("agreement.id", "Agreement", h.ID)
	t.text("agreement.version", "Version", strconv.Itoa(h.Version))
	t.text("agreement.company", "Company", h.Company)
	t.date("agreement.effective", "Effective", h.Effective)
	t.date("agreement.until", "Until", h.Until)
	t.text("agreement.review.every", "Review every", h.Review.Every)
	t.date("agreement.review.next", "Next review", h.Review.Next)
	t.text("agreement.currency", "Currency", h.Currency)
	t.text("agreement.zone", "Time zone", h.Zone)
}

func (t *termBuilder) addClock(a *agreement.Agreement) {
	c := a.Clock
	t.startSection("Clock")
	t.text("clock.hours", "Business hours", openHours(c.Hours))
	t.text("clock.holidays.country", "Holidays of", c.Holidays.Country)
	var extra []string
	for _, d := range c.Holidays.Extra {
		extra = append(extra, d.Format("2006-01-02"))
	}
	t.list("clock.holidays.extra", "Further holidays", extra)
	t.text("clock.handoff", "Handoff: where Sales' clock starts", c.Handoff)
	t.text("clock.managed", "A lead is managed until", c.Managed)
}

// openHours writes business hours as "Mon 09:00-17:30, …"; empty for the calendar's clock.
func openHours(hours []calendar.OpenHours) string {
	var out []string
	for _, h := range hours {
		out = append(out, h.Weekday.String()[:3]+" "+wallClock(h.From)+"-"+wallClock(h.Until))
	}
	return strings.Join(out, ", ")
}

func wallClock(minutes int) string {
	two := func(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }
	return two(minutes/60) + ":" + two(minutes%60)
}

// revenue adds the goal that the plan starts from, and each stream with its funnel and lead types.
func (t *termBuilder) addRevenue(a *agreement.Agreement) {
	r := a.Revenue
	t.startSection("Revenue")
	t.input("revenue.goal", "Revenue goal", Money, r.Goal, "a "+r.GoalPeriod())
	t.text("revenue.per", "Goal is a", r.GoalPeriod())
	t.input("revenue.retained", "Revenue of customers already won", Money, r.Retained, "taken off the goal first")
	t.rate("revenue.marketing_share", "Share that Marketing's leads are to bring", r.MarketingShare)
	if !r.Starts.IsZero() {
		t.rerun("revenue.starts", "First month of the plan", Date, Num(calendar.Serial(calendar.Civil(r.Starts.Time))))
	}
	for _, st := range r.Streams {
		t.addStream(st)
	}
}

func (t *termBuilder) addStream(st agreement.Stream) {
	path := streamPath(st)
	t.startSection("Stream: " + st.Name)
	t.text(path+".name", "Stream", st.Name)
	t.rate(path+".share", "Share of the goal", st.Share)
	t.amount(path+".average_deal", "Average deal", Money, st.AverageDeal, "revenue of one won deal")
	t.days(path+".lag", "MQL to won", st.Lag)
	for i, step := range st.Transitions() {
		p, title := path+".funnel."+step.Stage.String(), agreement.StageTitles[step.Stage]+" to "+agreement.StageTitles[st.StageAfter(i)]
		t.rate(p+".to_next", title, step.ToNext)
		if step.Target != nil {
			t.input(p+".target", title+": target", Percent, step.Target.Rate, "")
			t.rerun(p+".target_by", title+": target by", Date, Num(calendar.Serial(calendar.Civil(step.Target.By.Time))))
		}
		t.text(p+".owner", title+": owner", step.Owner)
	}
	for _, lt := range st.LeadTypes {
		t.addLeadType(path+".lead_types."+agreement.Slug(lt.Name), st, lt)
	}
}

func (t *termBuilder) addLeadType(path string, st agreement.Stream, lt agreement.LeadType) {
	t.text(path+".name", "Lead type", lt.Name)
	for _, m := range lt.Match.Fields() {
		t.text(path+".match."+m.Key, lt.Name+": "+m.Key, m.Value)
	}
	for i, step := range st.Transitions() {
		if r, own := lt.Rates.Get(step.Stage.String()); own {
			t.rate(path+".rates."+step.Stage.String(),
				lt.Name+": "+agreement.StageTitles[step.Stage]+" to "+agreement.StageTitles[st.StageAfter(i)], r)
		}
	}
}

// history adds last year's quarters, one term for each count. Where nothing of the plan is `history` they change nothing, and
// are no inputs.
func (t *termBuilder) addHistory(a *agreement.Agreement) {
	t.startSection("History")
	count := func(path, title string, u Unit, x float64) {
		switch {
		case math.IsNaN(x):
		case a.UsesHistory():
			t.input(path, title, u, x, "")
		default:
			t.s.AddTerm(calc.Term{ID: TermID(path), Section: t.section, Title: title, Unit: u,
				Value: Num(x),
				Note:  "the plan takes nothing from history"})
		}
	}
	for _, q := range a.History {
		path, title := historyPath(q), q.Quarter.String()
		if q.Stream != "" {
			title += " " + q.Stream
		}
		for st := agreement.QL; st <= agreement.Won; st++ {
			count(path+"."+st.String(), title+": "+agreement.StageTitles[st], Count, q.Counts[st])
		}
		count(path+".revenue", title+": revenue", Money, q.Revenue)
	}
}

// goals adds the goal grid, a month, and those of single motions.
func (t *termBuilder) addGoals(a *agreement.Agreement) {
	t.startSection("Goals")
	for _, l := range gridLines {
		t.optional("goals."+l.id, l.title, Count, a.Goals.Goal(l.id), "a month")
	}
	for _, m := range a.Goals.Motions {
		for _, l := range gridLines {
			t.optional("goals."+agreement.Slug(m.Key)+"."+l.id, capital(m.Key)+": "+l.title, Count, m.Value.Goal(l.id),
				"a month")
		}
	}
}

// leadValue adds the terms of the lead value chart, by its method.
func (t *termBuilder) addLeadValue(a *agreement.Agreement) {
	v := a.LeadValue
	if v.Method == "" {
		return
	}
	t.startSection("Lead value")
	t.text("lead_value.method", "Method", v.Method)
	for _, x := range v.Tiers {
		path := "lead_value.tiers." + agreement.Slug(x.ID)
		t.text(path+".id", "Tier", x.ID)
		t.text(path+".name", "Tier "+x.ID, x.Name)
		if v.Method == "ltv" {
			t.input(path+".five_year_revenue", "Tier "+x.ID+": five-year revenue", Money, x.FiveYearRevenue, "of one customer")
		}
	}
	for _, x := range v.Actions {
		path := "lead_value.actions." + agreement.Slug(x.ID)
		t.text(path+".id", "Action", x.ID)
		t.text(path+".name", "Action "+x.ID, x.Name)
		t.hours(path+".call_within", x.DisplayName()+": call within", x.CallWithin)
	}
	switch v.Method {
	case "ltv":
		t.amount("lead_value.sqls_per_deal", "SQLs per deal", Ratios, v.SQLsPerDeal, "")
		t.amount("lead_value.mqls_per_sql", "MQLs per SQL", Ratios, v.MQLsPerSQL, "")
		t.input("lead_value.low_action_divisor", "Divisor of the lower actions", Ratios, v.LowActionDivisor, "")
	case "close_rate":
		t.addCloseRates(v)
	}
}

func (t *termBuilder) addCloseRates(v agreement.LeadValue) {
	for _, tier := range v.CloseRates {
		for _, action := range tier.Value {
			path := "lead_value.close_rates." + agreement.Slug(tier.Key) + "." + agreement.Slug(action.Key)
			t.rate(path, "Close rate: "+tier.Key+", "+action.Key, action.Value)
		}
	}
	for _, p := range v.AveragePurchase {
		t.input("lead_value.average_purchase."+agreement.Slug(p.Key), "Average purchase: "+p.Key, Money, p.Value, "")
	}
}

// promise adds what Marketing delivers and by when Sales makes contact.
func (t *termBuilder) addPromise(a *agreement.Agreement) {
	p := a.Promise
	t.startSection("Promise")
	t.amount(PromiseLeadValueID, "Lead value promised", Money, p.LeadValue, "a month at 1:1")
	t.optional(PromiseLeadsID, "Leads promised", Count, p.Leads, "a month")
	t.optional("promise.leads_per_seller", "Leads promised per seller", Count, p.LeadsPerSeller, "a month")
	t.optional("promise.sellers", "Sellers", Count, p.Sellers, "")
	t.text("promise.statement", "Form of the statement", p.Statement)
	t.input("promise.ratio", "Ratio of the promise to the goal", Ratios, p.Ratio.Factor(), "multiplies money; 2:1 is 2")
	t.list("promise.counts", "Motions that Marketing sources", p.Counts)
	t.text("promise.basis", "Basis", p.Basis)
	t.days("promise.accept_within", "Returned if disqualified within", p.AcceptWithin)
	t.input("promise.tolerance", "Tolerance", Percent, p.Tolerance.Value, "either way, inclusive")
	t.hours("promise.contact_within", "Contact within", p.ContactWithin)
	t.list("promise.for", "Contact is owed to", p.For)
	t.text("promise.reviewed", "Reviewed", p.Reviewed)
}

// budget adds the agreed spend by channel, a month.
func (t *termBuilder) addBudget(a *agreement.Agreement) {
	t.startSection("Budget")
	for _, c := range a.Budget.Channels {
		t.input("budget.channels."+agreement.Slug(c.Key), c.Key, Money, c.Value, "a month")
	}
	t.text(BudgetID("note"), "Note", a.Budget.Note)
}

// fixed adds the numbers and words that the definitions fix, so that no formula holds one.
func (t *termBuilder) addDefinitionConstants() {
	t.startSection("Fixed by the definitions")
	fix := func(id, title string, u Unit, v Value, note string) {
		t.s.AddTerm(calc.Term{ID: "definition." + id, Section: t.section, Title: title, Unit: u, Value: v, Note: note})
	}
	fix("at_risk_share", "At risk from", Percent, Num(0.9), "of the goal to date; below it a goal is behind")
	fix("ltv_years", "Years of lifetime revenue", Count, Num(5), "five-year revenue ÷ 5 is the annual value")
	fix("days_per_month", "Days of a month", Days, Num(30), "for lags, half up")
	fix("weak_under", "Weak evidence under", Count, Num(30), "leads behind a realised value")
	fix("months_per_quarter", "Months of a quarter", Count, Num(3), "")
	fix("slowest_share", "Hours to first call: percentile beside the median", Percent, Num(0.9), "inclusive")
	fix("confidence_z", "Standard errors of a 95 % interval", Count, Num(1.959964),
		"of the normal distribution, either way")
	fix("landmark_days", "Do touches pay: day up to which touches are counted", Days, Num(landmarkDays),
		"from handoff; a change needs a rerun")
	fix("forecast_low", "Forecast: lower percentile of past shapes", Percent, Num(0.1), "inclusive")
	fix("forecast_high", "Forecast: upper percentile of past shapes", Percent, Num(0.9), "inclusive")
	fix("forecast_months", "Forecast: past months needed", Count, Num(3), "")
	fix("mid_month", "Mid-month: share of the working days", Percent, Num(0.5), "rounded up to a day")
	fix("quarters_per_year", "Quarters of a year", Count, Num(4), "")
}

// actionAgreement adds what a lead of each quality is owed, then each motion's own lines.
func (t *termBuilder) addActionAgreement(a *agreement.Agreement) {
	t.startSection("Action agreement")
	keys, lines := a.Lines()
	for i, line := range lines {
		t.addActionLine(keys[i], line)
	}
	t.text("action_agreement.unrated", "An unrated lead is owed", a.Actions.Unrated)
}

// actionLine adds one line; its key is the quality, after its motion and a dot where the motion has lines of its own.
func (t *termBuilder) addActionLine(key string, l *agreement.ActionLine) {
	title := capital(key)
	if motion, quality, own := strings.Cut(key, "."); own {
		key, title = agreement.Slug(motion)+"."+quality, capital(motion)+", "+quality
	}
	path := "action_agreement." + key
	t.hours(path+".call_within", title+": call within", l.CallWithin)
	t.optional(path+".touches", title+": touches", Touches, l.Touches, "within the timeframe")
	t.optional(path+".breakups", title+": breakups", Count, l.Breakups, "within the timeframe")
	t.days(path+".timeframe", title+": timeframe", l.Timeframe)
}

func (t *termBuilder) addCadence(a *agreement.Agreement) {
	if a.Cadence == nil {
		return
	}
	t.startSection("Cadence")
	t.list("cadence.for", "Owed to", a.Cadence.For)
	for _, step := range a.Cadence.Steps {
		path := fmt.Sprintf("cadence.steps.%dd", step.Within.Days)
		t.input(path+".touches", fmt.Sprintf("Touches within %d days", step.Within.Days), Touches, step.Touches, "")
		t.days(path+".within", fmt.Sprintf("Step of %d days: within", step.Within.Days), step.Within)
	}
}

func (t *termBuilder) addDontBeOnIt(a *agreement.Agreement) {
	d := a.DontBeOnIt
	if d == nil {
		return
	}
	t.startSection("Don't be on it")
	t.list("dont_be_on_it.for", "Lists leads rated", d.For)
	t.hours("dont_be_on_it.call_within", "Call within", d.CallWithin)
	t.input("dont_be_on_it.calls", "Calls", Touches, d.Calls, "")
	t.days("dont_be_on_it.after", "Calls after", d.After)
}

func (t *termBuilder) addCapacity(a *agreement.Agreement) {
	c := a.Capacity
	t.startSection("Capacity, per SDR")
	t.band("capacity.universe", "Universe", c.Universe)
	t.band("capacity.active_mqls", "Active MQLs", c.ActiveMQLs)
	if c.MQLConversion != nil {
		t.rate("capacity.mql_conversion", "MQL conversion: at least", *c.MQLConversion)
	}
	t.optional("capacity.sqls", "SQLs: at least", Count, c.SQLs, "a month")
	t.optional("capacity.new_leads_per_week", "New leads a week", Count, c.NewLeadsPerWeek, "what an SDR can take on")
	for i, r := range c.Ramp {
		t.rate(fmt.Sprintf("capacity.ramp.%d", i+1), fmt.Sprintf("Share of the counts in month %d", i+1), r)
	}
}

// kpiWords spells the id of a KPI as words.
var kpiWords = strings.NewReplacer("_", " ", "mql", "MQL", "Mql", "MQL", "sql", "SQL", "Sql", "SQL")

func (t *termBuilder) addKPIGoals(a *agreement.Agreement) {
	t.startSection("KPIs")
	for _, k := range a.KPIs {
		unit, _ := agreement.KnownKPI(k.ID)
		title := kpiWords.Replace(capital(k.ID))
		t.optional("kpis."+k.ID+".goal", title+": goal", unit, k.Goal, "")
		t.text("kpis."+k.ID+".basis", title+": basis", k.Basis)
	}
}

// mappings add what decides how the exports are read.
func (t *termBuilder) addMappings(a *agreement.Agreement) {
	t.startSection("Mappings")
	for _, table := range []string{"leads", "activities", "deals", "spend", "team", "feedback", "facts"} {
		if in := a.Inputs[table]; in != nil {
			t.addMapping("inputs."+table, capital(table), in)
		}
	}
}

func (t *termBuilder) addMapping(path, title string, in *agreement.Input) {
	t.text(path+".crm", title+": CRM", in.CRM)
	var pairs []string
	for _, c := range in.Columns {
		pairs = append(pairs, c.Key+": "+strings.Join(c.Value, " or "))
	}
	t.text(path+".columns", title+": columns", strings.Join(pairs, "; "))
	pairs = nil
	for _, c := range in.Constants {
		pairs = append(pairs, c.Key+": "+c.Value)
	}
	t.text(path+".constants", title+": constants", strings.Join(pairs, "; "))
	for _, fx := range in.FX {
		t.rerun(path+".fx."+agreement.Slug(fx.Key), title+": rate of "+fx.Key, Ratios, Num(fx.Value))
	}
	t.list(path+".won_stages", title+": won stages", in.WonStages)
	t.list(path+".not_people", title+": not people", in.NotPeople)
	for _, column := range in.Values {
		pairs = nil
		for _, v := range column.Value {
			pairs = append(pairs, v.Key+": "+strings.Join(v.Value, ", "))
		}
		t.text(path+".values."+agreement.Slug(column.Key), title+": "+column.Key, strings.Join(pairs, "; "))
	}
	t.list(path+".values.marketing_sourced", title+": sources of Marketing", in.MarketingSourced)
}
