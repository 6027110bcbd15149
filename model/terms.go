package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// addAgreementTerms adds every term of the agreement to the scorecard as a named constant, in the
// agreement's order. Its id is "term." followed by its path in agreement.yaml, with items of lists by id,
// name or stage (SPEC section 8). Goals, rates, values, hours, touch targets, bands, shares and tolerance
// are inputs, which can be changed in the workbook; zone, holidays, handoff, mappings, texts and all
// limits in days need a new run. A term that the agreement leaves out is not added.
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

// Sections of the terms that agreement.yaml does not state.
var (
	periodSection      = calc.Section{ID: "period", Title: "Period and input"}
	definitionsSection = calc.Section{ID: "definitions", Title: "Fixed by the definitions"}
	chartSection       = calc.Section{ID: "chart", Title: "Lead value chart"}
	channelsSection    = calc.Section{ID: "channels", Title: "Channels"}
)

// termBuilder adds terms, section by section. Its short methods (input, text, rate …) add one term each.
type termBuilder struct {
	s       *Scorecard
	section calc.Section
}

// startSection sets the section of the terms that are added next. Its id is a path in agreement.yaml.
func (t *termBuilder) startSection(id, title string) { t.section = calc.Section{ID: id, Title: title} }

// add adds a term of the agreement to the section.
func (t *termBuilder) add(x calc.Term) {
	x.Section, x.Agreed = t.section, true
	t.s.AddTerm(x)
}

// input adds a number that can be changed in the workbook.
func (t *termBuilder) input(path, title string, u Unit, x float64, note string) {
	t.add(calc.Term{ID: TermID(path), Title: title, Unit: u, Value: Num(x), Input: true, Note: note})
}

// optional adds an input unless x is nil, which means that the agreement leaves it out.
func (t *termBuilder) optional(path, title string, u Unit, x *float64, note string) {
	if x != nil {
		t.input(path, title, u, *x, note)
	}
}

// rerun adds a value that the workbook only shows, because changing it needs a new run; Missing adds
// nothing.
func (t *termBuilder) rerun(path, title string, u Unit, v Value) {
	if !v.IsMissing() {
		t.add(calc.Term{ID: TermID(path), Title: title, Unit: u, Value: v, Note: "needs a rerun"})
	}
}

// text adds a text; an empty one adds nothing.
func (t *termBuilder) text(path, title, text string) { t.rerun(path, title, Words, Str(text)) }

// list adds texts as one text; an empty list adds nothing.
func (t *termBuilder) list(path, title string, items []string) {
	t.text(path, title, strings.Join(items, ", "))
}

// date adds a day; the zero day adds nothing.
func (t *termBuilder) date(path, title string, d calendar.Day) {
	if !d.IsZero() {
		t.rerun(path, title, Date, Num(calendar.Serial(calendar.Civil(d.Time))))
	}
}

// hours adds a limit in hours of the agreement's clock; the zero limit adds nothing.
func (t *termBuilder) hours(path, title string, limit calendar.Span) {
	if !limit.IsZero() {
		t.input(path, title, Hours, limit.Hours(), "on the agreement's clock")
	}
}

// days adds a limit in days, which only a new run can apply; the zero limit adds nothing.
func (t *termBuilder) days(path, title string, limit calendar.Span) {
	if !limit.IsZero() {
		t.rerun(path, title, Days, Num(limit.Hours()/24))
	}
}

// rate adds a share, or the word history where the agreement has it instead.
func (t *termBuilder) rate(path, title string, r agreement.Rate) {
	if r.History {
		t.text(path, title, "history")
		return
	}
	t.input(path, title, Percent, r.Value, "")
}

// amount adds a number, or the word history or plan where the agreement has it instead; an amount that is
// not set adds nothing.
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

// band adds the two ends of a range, both inclusive.
func (t *termBuilder) band(path, title string, b *agreement.Band) {
	if b == nil {
		return
	}
	t.input(path+"_low", title+": at least", Count, b.Low, "inclusive")
	t.optional(path+"_high", title+": at most", Count, b.High, "inclusive")
}

func (t *termBuilder) addHead(a *agreement.Agreement) {
	h := a.Head
	t.startSection("agreement", "Agreement")
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
	t.startSection("clock", "Clock")
	t.text("clock.hours", "Business hours", openHours(c.Hours))
	t.text("clock.holidays.country", "Holidays of", c.Holidays.Country)
	var extra []string
	for _, d := range c.Holidays.Extra {
		extra = append(extra, d.Format(time.DateOnly))
	}
	t.list("clock.holidays.extra", "Further holidays", extra)
	t.text("clock.handoff", "Handoff: where Sales' clock starts", c.Handoff)
	t.text("clock.managed", "A lead is managed until", c.Managed)
}

// openHours returns business hours as "Mon 09:00-17:30, …"; empty where the clock never stops.
func openHours(hours []calendar.OpenHours) string {
	var out []string
	for _, h := range hours {
		out = append(out, h.Weekday.String()[:3]+" "+wallClock(h.From)+"-"+wallClock(h.Until))
	}
	return strings.Join(out, ", ")
}

// wallClock returns minutes after midnight as 09:00.
func wallClock(minutes int) string {
	two := func(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }
	return two(minutes/60) + ":" + two(minutes%60)
}

// addRevenue adds the goal that the plan starts from, and each stream with its funnel and lead types.
func (t *termBuilder) addRevenue(a *agreement.Agreement) {
	r := a.Revenue
	t.startSection("revenue", "Revenue")
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

// addStream adds a revenue stream with its funnel and lead types.
func (t *termBuilder) addStream(st agreement.Stream) {
	path := streamPath(st)
	t.startSection(path, "Stream: "+st.Name)
	t.text(path+".name", "Stream", st.Name)
	t.rate(path+".share", "Share of the goal", st.Share)
	t.amount(path+".average_deal", "Average deal", Money, st.AverageDeal, "revenue of one won deal")
	t.days(path+".lag", "MQL to won", st.Lag)
	for i, step := range st.Transitions() {
		p, title := funnelPath(st, step.Stage), stepTitle(step.Stage, st.StageAfter(i))
		t.rate(p+".to_next", title, step.ToNext)
		if step.Target != nil {
			t.input(p+".target", title+": target", Percent, step.Target.Rate, "")
			t.rerun(p+".target_by", title+": target by", Date, Num(calendar.Serial(calendar.Civil(step.Target.By.Time))))
		}
		t.text(p+".owner", title+": owner", step.Owner)
	}
	for _, lt := range st.LeadTypes {
		t.addLeadType(st, lt)
	}
}

// addLeadType adds the conditions of a lead type, and its own rates.
func (t *termBuilder) addLeadType(st agreement.Stream, lt agreement.LeadType) {
	path := typePath(st, lt)
	t.text(path+".name", "Lead type", lt.Name)
	for _, m := range lt.Match.Fields() {
		t.text(path+".match."+m.Key, lt.Name+": "+m.Key, m.Value)
	}
	for i, step := range st.Transitions() {
		if r, own := lt.Rates.Get(step.Stage.String()); own {
			t.rate(typeRatePath(st, lt, step.Stage), lt.Name+": "+stepTitle(step.Stage, st.StageAfter(i)), r)
		}
	}
}

// addHistory adds the past quarters, one term for each number. Where nothing in the plan is `history`,
// they change no figure and are not inputs.
func (t *termBuilder) addHistory(a *agreement.Agreement) {
	t.startSection("history", "History")
	count := func(path, title string, u Unit, x float64) {
		switch {
		case math.IsNaN(x):
		case a.UsesHistory():
			t.input(path, title, u, x, "")
		default:
			t.add(calc.Term{ID: TermID(path), Title: title, Unit: u, Value: Num(x),
				Note: "the plan takes nothing from history"})
		}
	}
	for _, q := range a.History {
		path, title := historyPath(q), q.Quarter.String()
		if q.Stream != "" {
			title += " " + q.Stream
		}
		for st := agreement.QL; st <= agreement.Won; st++ {
			count(path+"."+st.String(), title+": "+st.Title(), Count, q.Counts[st])
		}
		count(path+"."+RevenueLine, title+": revenue", Money, q.Revenue)
	}
}

// addGoals adds the monthly goals of the goal grid, the company's and those of single motions.
func (t *termBuilder) addGoals(a *agreement.Agreement) {
	t.startSection("goals", "Goals")
	for _, l := range gridLines {
		t.optional(goalPath("", l.id), l.title, Count, a.Goals.Goal(l.id), "a month")
	}
	for _, m := range a.Goals.Motions {
		for _, l := range gridLines {
			t.optional(goalPath(agreement.Slug(m.Key), l.id), capital(m.Key)+": "+l.title, Count, m.Value.Goal(l.id),
				"a month")
		}
	}
}

// addLeadValue adds the terms of the lead value chart that its method reads.
func (t *termBuilder) addLeadValue(a *agreement.Agreement) {
	v := a.LeadValue
	if v.Method == "" {
		return
	}
	t.startSection("lead_value", "Lead value")
	t.text("lead_value.method", "Method", v.Method)
	for _, x := range v.Tiers {
		path := tierPath(x.ID)
		t.text(path+".id", "Tier", x.ID)
		t.text(path+".name", "Tier "+x.ID, x.Name)
		if v.Method == "ltv" {
			t.input(path+".five_year_revenue", "Tier "+x.ID+": five-year revenue", Money, x.FiveYearRevenue, "of one customer")
		}
	}
	for _, x := range v.Actions {
		path := actionPath(x.ID)
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
			t.rate(closeRatePath(tier.Key, action.Key), "Close rate: "+tier.Key+", "+action.Key, action.Value)
		}
	}
	for _, p := range v.AveragePurchase {
		t.input(averagePurchasePath(p.Key), "Average purchase: "+p.Key, Money, p.Value, "")
	}
}

// addPromise adds what Marketing promises to deliver, and by when Sales makes contact.
func (t *termBuilder) addPromise(a *agreement.Agreement) {
	p := a.Promise
	t.startSection("promise", "Promise")
	t.amount("promise.lead_value", "Lead value promised", Money, p.LeadValue, "a month at 1:1")
	t.optional("promise.leads", "Leads promised", Count, p.Leads, "a month")
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

// addBudget adds the agreed monthly spend by channel.
func (t *termBuilder) addBudget(a *agreement.Agreement) {
	t.startSection("budget", "Budget")
	for _, c := range a.Budget.Channels {
		t.input(budgetPath(c.Key), c.Key, Money, c.Value, "a month")
	}
	t.text("budget.note", "Note", a.Budget.Note)
}

// addDefinitionConstants adds the numbers that the definitions fix, so that formulas refer to them by
// name.
func (t *termBuilder) addDefinitionConstants() {
	fix := func(id, title string, u Unit, v Value, note string) *calc.Term {
		return t.s.AddTerm(calc.Term{ID: id, Section: definitionsSection, Title: title, Unit: u, Value: v, Note: note})
	}
	fix(atRiskShareID, "At risk from", Percent, Num(0.9),
		"of the goal to date; below it a goal is behind").Phrase = "at-risk share"
	fix(ltvYearsID, "Years of lifetime revenue", Count, Num(5),
		"five-year revenue ÷ 5 is the annual value").Phrase = "years of lifetime revenue"
	fix(daysPerMonthID, "Days of a month", Days, Num(30), "for lags, half up")
	fix(weakUnderID, "Weak evidence under", Count, Num(30), "leads behind a realised value").Phrase = "weak-evidence limit"
	fix(monthsPerQuarterID, "Months of a quarter", Count, Num(3), "")
	fix(slowestShareID, "Hours to first call: percentile beside the median", Percent, Num(0.9), "inclusive")
	fix(confidenceZID, "Standard errors of a 95 % interval", Count, Num(1.959964),
		"of the normal distribution, either way")
	fix(landmarkDaysID, "Do touches pay: day up to which touches are counted", Days, Num(landmarkDays),
		"from handoff; a change needs a rerun")
	fix(forecastLowID, "Forecast: lower percentile of past shapes", Percent, Num(0.1), "inclusive")
	fix(forecastHighID, "Forecast: upper percentile of past shapes", Percent, Num(0.9), "inclusive")
	fix(forecastLeastID, "Forecast: past months needed", Count, Num(3), "")
	fix(midMonthID, "Mid-month: share of the working days", Percent, Num(0.5), "rounded up to a day")
	fix(quartersPerYearID, "Quarters of a year", Count, Num(4), "")
}

// addActionAgreement adds what a lead of each quality is owed, then the lines of motions that have their
// own.
func (t *termBuilder) addActionAgreement(a *agreement.Agreement) {
	t.startSection("action_agreement", "Action agreement")
	keys, lines := a.Lines()
	for i, line := range lines {
		t.addActionLine(keys[i], line)
	}
	t.text("action_agreement.unrated", "An unrated lead is owed", a.Actions.Unrated)
}

// addActionLine adds one line. Its key is a quality, preceded by a motion and a dot for a line of a
// single motion.
func (t *termBuilder) addActionLine(key string, l *agreement.ActionLine) {
	title := capital(key)
	if motion, quality, own := strings.Cut(key, "."); own {
		key, title = agreement.Slug(motion)+"."+quality, capital(motion)+", "+quality
	}
	path := linePath(key)
	t.hours(path+".call_within", title+": call within", l.CallWithin)
	t.optional(path+".touches", title+": touches", Touches, l.Touches, "within the timeframe")
	t.optional(path+".breakups", title+": breakups", Count, l.Breakups, "within the timeframe")
	t.days(path+".timeframe", title+": timeframe", l.Timeframe)
}

func (t *termBuilder) addCadence(a *agreement.Agreement) {
	if a.Cadence == nil {
		return
	}
	t.startSection("cadence", "Cadence")
	t.list("cadence.for", "Owed to", a.Cadence.For)
	for _, step := range a.Cadence.Steps {
		path := cadencePath(step.Within.Days)
		t.input(path+".touches", fmt.Sprintf("Touches within %d days", step.Within.Days), Touches, step.Touches, "")
		t.days(path+".within", fmt.Sprintf("Step of %d days: within", step.Within.Days), step.Within)
	}
}

func (t *termBuilder) addDontBeOnIt(a *agreement.Agreement) {
	d := a.DontBeOnIt
	if d == nil {
		return
	}
	t.startSection("dont_be_on_it", "Don't be on it")
	t.list("dont_be_on_it.for", "Lists leads rated", d.For)
	t.hours("dont_be_on_it.call_within", "Call within", d.CallWithin)
	t.input("dont_be_on_it.calls", "Calls", Touches, d.Calls, "")
	t.days("dont_be_on_it.after", "Calls after", d.After)
}

// addCapacity adds the bands of an SDR's capacity, and the share of the counts in each month of the ramp.
func (t *termBuilder) addCapacity(a *agreement.Agreement) {
	c := a.Capacity
	t.startSection("capacity", "Capacity, per SDR")
	t.band("capacity.universe", "Universe", c.Universe)
	t.band("capacity.active_mqls", "Active MQLs", c.ActiveMQLs)
	if c.MQLConversion != nil {
		t.rate("capacity.mql_conversion", "MQL conversion: at least", *c.MQLConversion)
	}
	t.optional("capacity.sqls", "SQLs: at least", Count, c.SQLs, "a month")
	t.optional("capacity.new_leads_per_week", "New leads a week", Count, c.NewLeadsPerWeek, "what an SDR can take on")
	for i, r := range c.Ramp {
		t.rate(rampPath(i), fmt.Sprintf("Share of the counts in month %d", i+1), r)
	}
}

// kpiWords turns the id of a KPI into words.
var kpiWords = strings.NewReplacer("_", " ", "mql", "MQL", "Mql", "MQL", "sql", "SQL", "Sql", "SQL")

// addKPIGoals adds the goal and the basis of the KPIs that the agreement chooses.
func (t *termBuilder) addKPIGoals(a *agreement.Agreement) {
	t.startSection("kpis", "KPIs")
	for _, k := range a.KPIs {
		unit, _ := agreement.KnownKPI(k.ID)
		title := kpiWords.Replace(capital(k.ID))
		t.optional(kpiGoalPath(k.ID), title+": goal", unit, k.Goal, "")
		t.text("kpis."+k.ID+".basis", title+": basis", k.Basis)
	}
}

// addMappings adds the terms that determine how the exports are read.
func (t *termBuilder) addMappings(a *agreement.Agreement) {
	t.startSection("inputs", "Mappings")
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
	t.list(path+".lost_stages", title+": lost stages", in.LostStages)
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
