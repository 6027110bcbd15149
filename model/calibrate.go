package model

import (
	"math"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Calibration compares the agreed terms with what the last four full quarters at as_of measured.
type Calibration struct {
	From, Until time.Time // the quarters; Until is the first instant after them
	Findings    []Finding // by section, within a section in the order of the agreement
	Targets     []Target
}

// The sections of findings, in their order.
var (
	sectionRates      = calc.Section{ID: "rates", Title: "Rates"}
	sectionDealSizes  = calc.Section{ID: "deal_sizes", Title: "Deal sizes"}
	sectionCycleTimes = calc.Section{ID: "cycle_times", Title: "Cycle times"}
	sectionValues     = calc.Section{ID: "values", Title: "Values by cell"}
	sectionCallTimes  = calc.Section{ID: "call_times", Title: "Call times"}
	sectionTouches    = calc.Section{ID: "touches", Title: "Touches before an SQL"}
)

// Finding is a term of the agreement with its measured value, or a measured value for which there is no
// term.
type Finding struct {
	ID       string // distinct in a Calibration
	Section  calc.Section
	Title    string
	Path     string // of the term in agreement.yaml; empty where no term states it, or it is the word history or plan
	Unit     Unit
	Agreed   Value // Missing where no term states it
	Measured Estimate
	Evidence string // agrees, above agreed, below agreed, too few; empty where nothing can be compared or measured
	Reason   string // why it could not be measured; empty where it was
	Proposed Value  // rounded as the agreement would write it; Missing where the evidence does not contradict the term
}

// Target is an agreed improvement of a rate, and whether it was reached.
type Target struct {
	Title, Owner   string
	Rate, Measured Value
	By             calendar.Month
	Status         string // met, missed, not yet; empty where it is not measured
}

// Calibrate compares the terms of a computed scorecard with what was measured. Most of it is read from the
// scorecard's evidence tables; medians are taken from the leads, because no formula of the scorecard
// computes them.
func (l *Ledger) Calibrate(s *Scorecard) Calibration {
	year := l.measuredYear()
	c := calibrator{l: l, s: s, year: year, out: Calibration{From: year.start, Until: year.end}}
	c.addRates()
	c.addDealSizes()
	c.addCycleTimes()
	c.addLeadValues()
	c.addFollowUp()
	c.addTargets()
	return c.out
}

// calibrator collects the findings.
type calibrator struct {
	l    *Ledger
	s    *Scorecard
	year fourQuarters
	out  Calibration
}

// weakUnder returns the number of observations below which no conclusion is drawn.
func (c *calibrator) weakUnder() float64 {
	n, _ := c.s.Value(weakUnderID).Number()
	return n
}

// addFinding adds a finding. Where the evidence contradicts a term that the agreement gives as a number,
// it proposes the measured value, rounded by round. round may be nil where the finding has no path.
func (c *calibrator) addFinding(f Finding, round func(float64) float64) {
	if f.Measured.Value.IsMissing() && f.Reason == "" {
		f.Reason = "there is nothing to count in these quarters"
	}
	contradicted := f.Evidence == evidenceAbove || f.Evidence == evidenceBelow
	if x, ok := f.Measured.Value.Number(); ok && f.Path != "" && contradicted {
		if p := Num(round(x)); p != f.Agreed {
			f.Proposed = p
		}
	}
	c.out.Findings = append(c.out.Findings, f)
}

// evidence returns what an estimate shows about an agreed figure, by the same rule as evidenceOf.
func (c *calibrator) evidence(agreed Value, e Estimate) string {
	x, known := agreed.Number()
	n, _ := e.N.Number()
	low, measured := e.Low.Number()
	high, _ := e.High.Number()
	switch {
	case !known || e.Value.IsMissing():
		return ""
	case n < c.weakUnder() || !measured:
		return evidenceTooFew
	case low > x:
		return evidenceAbove
	case high < x:
		return evidenceBelow
	}
	return evidenceAgrees
}

// toTenthPercent and the functions below it round proposals: to a tenth of a percent, to a tenth, and to
// a whole number of at least 1.
func toTenthPercent(x float64) float64 { return calc.RoundHalfUp(x, 3) }
func toTenth(x float64) float64        { return calc.RoundHalfUp(x, 1) }
func toWhole(x float64) float64        { return math.Max(1, calc.RoundHalfUp(x, 0)) }

// rowOf returns a function that reads the cells of a row of a table, by column.
func (c *calibrator) rowOf(table string, i int) func(string) Value {
	t := c.s.Table(table)
	return func(column string) Value { return t.Column(column).Value(i) }
}

// addRates adds the agreed rates of the streams and their lead types.
func (c *calibrator) addRates() {
	for i, r := range agreedRates(c.l.agreement) {
		at := c.rowOf(RatesTable, i)
		agreed := r.stream.StepOf(r.from).ToNext
		g, path := groupOf(r.stream, r.leadType), funnelPath(r.stream, r.from)+".to_next"
		if r.leadType != nil {
			agreed, _ = r.leadType.Rates.Get(r.from.String())
			path = typeRatePath(r.stream, *r.leadType, r.from)
		}
		if agreed.History {
			path = ""
		}
		f := Finding{ID: "rate." + g.id + "." + r.from.String(), Section: sectionRates,
			Title: g.name + ": " + stepTitle(r.from, r.to), Path: path, Unit: Percent,
			Agreed:   at("agreed"),
			Measured: Estimate{at("measured"), at("low"), at("high"), at("of")}}
		f.Evidence, _ = at("evidence").Text()
		if f.Measured.Value.IsMissing() {
			_, _, f.Reason = c.l.measuredRate(r.funnelRate)
		}
		c.addFinding(f, toTenthPercent)
	}
}

// addDealSizes adds the average deal of each stream.
func (c *calibrator) addDealSizes() {
	for i, st := range c.l.agreement.Revenue.Streams {
		at := c.rowOf(DealSizesTable, i)
		f := Finding{ID: "average_deal." + agreement.Slug(st.Name), Section: sectionDealSizes,
			Title: st.Name + ": average deal", Unit: Money,
			Agreed:   at("agreed"),
			Measured: Estimate{at("measured"), at("low"), at("high"), at("of")}}
		if st.AverageDeal.Set {
			f.Path = streamPath(st) + ".average_deal"
		}
		f.Evidence, _ = at("evidence").Text()
		if f.Measured.Value.IsMissing() {
			_, _, f.Reason = c.l.measuredDeal(st)
		}
		c.addFinding(f, toWhole)
	}
}

// leadGroup selects the leads of a stream, or of one of its lead types; the zero group selects all leads.
type leadGroup struct {
	stream   agreement.Stream
	leadType *agreement.LeadType
	id, name string
}

// groupOf returns the group of a stream's leads; with a lead type, those of that type.
func groupOf(st agreement.Stream, lt *agreement.LeadType) leadGroup {
	g := leadGroup{st, lt, agreement.Slug(st.Name), st.Name}
	if lt != nil {
		g.id, g.name = g.id+"."+agreement.Slug(lt.Name), g.name+", "+lt.Name
	}
	return g
}

// leadGroups returns the streams, each followed by its lead types.
func (c *calibrator) leadGroups() []leadGroup {
	var out []leadGroup
	for _, st := range c.l.agreement.Revenue.Streams {
		out = append(out, groupOf(st, nil))
		for _, lt := range st.LeadTypes {
			out = append(out, groupOf(st, &lt))
		}
	}
	return out
}

// leads returns the leads of a group whose date, as given by date, lies in the year and that keep
// accepts; a nil keep accepts all. Where the agreement has one stream only, every lead belongs to it.
func (c *calibrator) leads(g leadGroup, date func(*leadState) calendar.Moment,
	keep func(*leadState) bool) []*leadState {
	start, end := calendar.At(c.year.start), calendar.At(c.year.end)
	oneStream := len(c.l.agreement.Revenue.Streams) == 1
	var out []*leadState
	for _, f := range c.l.rows {
		at := date(f)
		switch {
		case !at.Known() || at.Before(start) || !at.Before(end):
		case g.stream.Name != "" && !oneStream && f.Stream != g.stream.Name:
		case g.leadType != nil && f.leadType != g.leadType.Name:
		case keep != nil && !keep(f):
		default:
			out = append(out, f)
		}
	}
	return out
}

// allLeads is the group of all leads.
var allLeads = leadGroup{}

// atHandoff returns when a lead was handed off.
func atHandoff(f *leadState) calendar.Moment { return f.handoff }

// reached returns a function that returns when a lead reached a stage.
func (c *calibrator) reached(st agreement.Stage) func(*leadState) calendar.Moment {
	return func(f *leadState) calendar.Moment { return c.l.effective(f, st) }
}

// median estimates the median of a figure over leads; leads whose figure is NaN are left out.
func (c *calibrator) median(leads []*leadState, figure func(*leadState) float64) Estimate {
	xs := make([]float64, len(leads))
	for i, f := range leads {
		xs[i] = figure(f)
	}
	z, _ := c.s.Value(confidenceZID).Number()
	return estimateMedian(xs, z)
}

// share estimates the share k of n, with its Wilson score interval.
func (c *calibrator) share(k, n int) Estimate {
	part, all := Number(k), Number(n)
	low, high := wilsonInterval(part, all)
	return c.estimate(Div(part, all), low, high, all)
}

// mean estimates the mean of numbers, with an interval of ± 1.96 standard errors.
func (c *calibrator) mean(xs []float64) Estimate {
	squares := make([]float64, len(xs))
	for i, x := range xs {
		squares[i] = x * x
	}
	n, sum := Number(len(xs)), Number(calc.Total(xs))
	low, high := meanInterval(n, sum, Number(calc.Total(squares)))
	return c.estimate(Div(sum, n), low, high, n)
}

// estimate evaluates the expressions of an estimate: its value, the ends of its interval and its number
// of observations.
func (c *calibrator) estimate(x, low, high, n Expr) Estimate {
	return Estimate{c.s.Eval(x), c.s.Eval(low), c.s.Eval(high), c.s.Eval(n)}
}

// addCycleTimes adds the median days from a lead's MQL date to its SQL and its won date, over the leads
// that got there in the year. The days to won are compared with the stream's lag.
func (c *calibrator) addCycleTimes() {
	for _, g := range c.leadGroups() {
		days := func(st agreement.Stage) func(*leadState) float64 {
			return func(f *leadState) float64 { return daysBetween(f.ownDate(agreement.MQL), f.ownDate(st)) }
		}
		c.addFinding(Finding{ID: "days_mql_to_sql." + g.id, Section: sectionCycleTimes,
			Title: g.name + ": MQL to SQL, median", Unit: Days,
			Reason:   firstReason(c.l.whyNoStage(agreement.MQL), c.l.whyNoStage(agreement.SQL)),
			Measured: c.median(c.leads(g, c.reached(agreement.SQL), nil), days(agreement.SQL))}, nil)
		won := Finding{ID: "days_mql_to_won." + g.id, Section: sectionCycleTimes,
			Title: g.name + ": MQL to won, median", Unit: Days,
			Reason:   firstReason(c.l.whyNoStage(agreement.MQL), c.l.whyNoStage(agreement.Won)),
			Measured: c.median(c.leads(g, c.reached(agreement.Won), nil), days(agreement.Won))}
		if lag := g.stream.Lag; g.leadType == nil && !lag.IsZero() {
			won.Path, won.Agreed = streamPath(g.stream)+".lag", Num(lag.Hours()/24)
			won.Evidence = c.evidence(won.Agreed, won.Measured)
		}
		c.addFinding(won, toWhole)
	}
}

// addFollowUp adds how soon leads were called, and how many touches came before an SQL. What is agreed
// about them is a decision of the parties, not a prediction, so nothing is proposed.
func (c *calibrator) addFollowUp() {
	why := c.l.whyNoTouches()
	hours := func(f *leadState) float64 { return c.l.hours(f, f.touchStats.firstCall) }
	for _, g := range c.leadGroups() {
		c.addFinding(Finding{ID: "first_call." + g.id, Section: sectionCallTimes,
			Title: g.name + ": handoff to first call, median", Unit: Hours,
			Reason: why, Measured: c.estimateUnless(why, c.median(c.leads(g, atHandoff, nil), hours))}, nil)
	}
	for _, line := range c.lineKeys() {
		limit := c.l.agreement.LineByKey(line).CallWithin
		if limit.IsZero() {
			continue
		}
		leads := c.leads(allLeads, atHandoff, func(f *leadState) bool {
			return f.lineKey == line && !f.handoff.DayOnly() && !f.touchStats.firstCall.DayOnly()
		})
		within := 0
		for _, f := range leads {
			if hours(f) <= limit.Hours() {
				within++
			}
		}
		c.addFinding(Finding{ID: "called_in_time." + agreement.Slug(line), Section: sectionCallTimes,
			Title: lineTitle(line) + ": called within " + agreement.CanonicalSpan(limit), Unit: Percent,
			Reason: why, Measured: c.estimateUnless(why, c.share(within, len(leads)))}, nil)
	}
	whyNoSQL := firstReason(why, c.l.whyNoStage(agreement.SQL))
	for _, g := range c.leadGroups() {
		leads := c.leads(g, c.reached(agreement.SQL), nil)
		c.addFinding(Finding{ID: "touches_to_sql." + g.id, Section: sectionTouches,
			Title: g.name + ": median", Unit: Touches,
			Reason: whyNoSQL, Measured: c.estimateUnless(whyNoSQL, c.median(leads, c.l.touchesToSQL))}, nil)
	}
	for _, line := range c.lineKeys() {
		leads := c.leads(allLeads, c.reached(agreement.SQL), func(f *leadState) bool { return f.lineKey == line })
		f := Finding{ID: "line_touches_to_sql." + agreement.Slug(line), Section: sectionTouches,
			Title: lineTitle(line) + ": median", Unit: Touches,
			Reason: whyNoSQL, Measured: c.estimateUnless(whyNoSQL, c.median(leads, c.l.touchesToSQL))}
		if agreed := c.l.agreement.LineByKey(line).Touches; agreed != nil {
			f.Agreed = Num(*agreed)
		}
		c.addFinding(f, nil)
	}
}

// estimateUnless returns e, or an empty estimate if reason gives a reason why it is not known.
func (c *calibrator) estimateUnless(reason string, e Estimate) Estimate {
	if reason != "" {
		return Estimate{}
	}
	return e
}

// lineKeys returns the keys of the action agreement's lines, such as "high" and "outbound.high".
func (c *calibrator) lineKeys() []string {
	var out []string
	add := func(prefix string, lines agreement.ActionLines) {
		for _, quality := range []string{"high", "moderate", "low"} {
			if lines.Line(quality) != nil {
				out = append(out, prefix+quality)
			}
		}
	}
	add("", c.l.agreement.Actions.ActionLines)
	for _, m := range c.l.agreement.Actions.Motions {
		add(m.Key+".", m.Value)
	}
	return out
}

// lineTitle returns the title of a line of the action agreement: "High", or "Outbound, high".
func lineTitle(line string) string { return capital(strings.ReplaceAll(line, ".", ", ")) }

// addTargets reads the improvement targets from their table.
func (c *calibrator) addTargets() {
	t := c.s.Table(ImprovementsTable)
	if t == nil {
		return
	}
	for i := range t.Rows {
		at := c.rowOf(ImprovementsTable, i)
		stream, _ := at("stream").Text()
		step, _ := at("step").Text()
		owner, _ := at("owner").Text()
		status, _ := at("status").Text()
		by, _ := at("by").Number()
		month := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(by))
		c.out.Targets = append(c.out.Targets, Target{Title: stream + ": " + step, Owner: owner, Rate: at("target"),
			Measured: at("measured"), By: calendar.Month{Time: month}, Status: status})
	}
}

// addLeadValues compares the lead value chart with the revenue that leads brought.
func (c *calibrator) addLeadValues() {
	v := c.l.agreement.LeadValue
	switch v.Method {
	case "ltv":
		c.addStageRatio("sqls_per_deal", "SQLs per deal", v.SQLsPerDeal, agreement.SQL, agreement.Won)
		c.addStageRatio("mqls_per_sql", "MQLs per SQL", v.MQLsPerSQL, agreement.MQL, agreement.SQL)
	case "close_rate":
		c.addCloseRates()
	}
	c.addRealisedValues()
}

// addStageRatio measures how many leads of one stage there were for each lead of another over the year.
// The estimate is the reciprocal of the share that reached the second stage, and its interval the
// reciprocal of that share's.
func (c *calibrator) addStageRatio(key, title string, agreed agreement.Amount, many, few agreement.Stage) {
	f := Finding{ID: key, Section: sectionValues, Title: title, Unit: Ratios,
		Reason: firstReason(c.l.whyNoStage(many), c.l.whyNoStage(few), c.whyNotWholeYear())}
	if f.Reason == "" {
		n := len(c.leads(allLeads, c.reached(many), nil))
		e := c.share(len(c.leads(allLeads, c.reached(few), nil)), n)
		f.Measured = Estimate{reciprocal(e.Value), reciprocal(e.High), reciprocal(e.Low), e.N}
	}
	if agreed.Set && !agreed.Plan {
		f.Path, f.Agreed = "lead_value."+key, Num(agreed.Value)
		f.Evidence = c.evidence(f.Agreed, f.Measured)
	}
	c.addFinding(f, toTenth)
}

// reciprocal returns 1 ÷ v; Missing where v is 0 or Missing.
func reciprocal(v Value) Value {
	if x, ok := v.Number(); ok && x > 0 {
		return Num(1 / x)
	}
	return Missing
}

// whyNotWholeYear returns why the year cannot be counted as a whole; empty where every stream's exports
// reach back to its start.
func (c *calibrator) whyNotWholeYear() string {
	for _, st := range c.l.agreement.Revenue.Streams {
		if !c.l.exportsReachBack(st, c.year) {
			return whyExportsTooShort(c.year)
		}
	}
	return ""
}

// leadsPastLag returns the leads that keep accepts and that were handed off in the year and at least
// their stream's lag before as_of.
func (c *calibrator) leadsPastLag(keep func(*leadState) bool) []*leadState {
	lagOver := c.s.Table(LeadsTable).Column(LeadLagOver)
	row := map[*leadState]int{}
	for i, f := range c.l.rows {
		row[f] = i
	}
	return c.leads(allLeads, atHandoff, func(f *leadState) bool {
		x, _ := lagOver.Value(row[f]).Number()
		return x == 1 && keep(f)
	})
}

// addCloseRates measures for each cell the share of its leads that was won, and for each tier the average
// amount of a won lead.
func (c *calibrator) addCloseRates() {
	v := c.l.agreement.LeadValue
	for _, tier := range v.CloseRates {
		for _, action := range tier.Value {
			leads := c.leadsPastLag(func(f *leadState) bool { return f.Tier == tier.Key && f.Action == action.Key })
			won := 0
			for _, f := range leads {
				if c.l.effective(f, agreement.Won).Known() {
					won++
				}
			}
			f := Finding{ID: "close_rate." + agreement.Slug(tier.Key) + "." + agreement.Slug(action.Key),
				Section: sectionValues, Title: "Close rate: " + tier.Key + ", " + action.Key, Unit: Percent,
				Reason: firstReason(c.l.whyNoStage(agreement.Won), c.l.whyNoStage(c.l.handoffStage())),
				Path:   closeRatePath(tier.Key, action.Key), Agreed: Num(action.Value.Value)}
			f.Measured = c.estimateUnless(f.Reason, c.share(won, len(leads)))
			f.Evidence = c.evidence(f.Agreed, f.Measured)
			c.addFinding(f, toTenthPercent)
		}
	}
	for _, p := range v.AveragePurchase {
		var paid []float64
		for _, f := range c.leads(allLeads, c.reached(agreement.Won), func(f *leadState) bool { return f.Tier == p.Key }) {
			paid = append(paid, c.l.wonAmount(f))
		}
		f := Finding{ID: "average_purchase." + agreement.Slug(p.Key), Section: sectionValues,
			Title: "Average purchase: " + p.Key, Unit: Money,
			Reason: c.l.whyNoTable("deals"),
			Path:   averagePurchasePath(p.Key), Agreed: Num(p.Value)}
		f.Measured = c.estimateUnless(f.Reason, c.mean(paid))
		f.Evidence = c.evidence(f.Agreed, f.Measured)
		c.addFinding(f, toWhole)
	}
}

// minWins is the number of won leads below which the mean revenue per lead gets no interval. Most leads
// bring nothing, so fewer wins would not show how far the amounts spread.
const minWins = 10

// addRealisedValues adds the average revenue that a lead of each cell brought, compared with the chart's
// value. A chart by lifetime value counts a customer's years, not the first deal, so its values are shown
// but not compared.
func (c *calibrator) addRealisedValues() {
	for _, cell := range c.s.chartCells() {
		f := Finding{ID: RealisedID(cell.id), Section: sectionValues,
			Title: "Won revenue a lead: " + cell.row + ", " + cell.column, Unit: Money,
			Agreed: c.s.Value(ValueID(cell.id)),
			Reason: firstReason(c.l.whyNoTable("deals"), c.l.whyNoStage(c.l.handoffStage()))}
		var brought []float64
		wins := 0
		for _, x := range c.leadsPastLag(func(f *leadState) bool { return f.cell == cell.key }) {
			amount := c.l.wonAmount(x)
			brought = append(brought, amount)
			if amount > 0 {
				wins++
			}
		}
		f.Measured = c.estimateUnless(f.Reason, c.mean(brought))
		if wins < minWins {
			f.Measured.Low, f.Measured.High = Missing, Missing
		}
		if c.l.agreement.LeadValue.Method != "ltv" {
			f.Evidence = c.evidence(f.Agreed, f.Measured)
		}
		c.addFinding(f, nil)
	}
}
