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

// Calibration holds the agreed terms against what the last four full quarters at as_of show.
type Calibration struct {
	From, Until time.Time // half-open
	Findings    []Finding // in the order of the sections, within them in the agreement's
	Targets     []Target
}

// Finding is a term of the agreement beside its measure, or a measure that no term states.
type Finding struct {
	Section  string
	Title    string
	Path     string // of the term, as agreement.yaml has it; empty where none states it, or it is history or plan
	Unit     Unit
	Agreed   Value // Missing where no term states it
	Measured Estimate
	Evidence string // agrees, above agreed, below agreed, too few; empty where there is nothing to compare or to measure
	Reason   string // why it is not measured
	Proposed Value  // rounded as the agreement would write it; Missing where the evidence does not contradict the term
}

// Target is an agreed improvement of a rate and whether it was reached.
type Target struct {
	Title, Owner   string
	Rate, Measured Value
	By             calendar.Month
	Status         string // met, missed, not yet; empty where it is not measured
}

// Calibrate reads a scorecard's evidence, and from its rows the medians that no formula of it takes.
func (l *Ledger) Calibrate(s *Scorecard) Calibration {
	y := l.measuredYear()
	c := calibrator{l: l, s: s, year: y, out: Calibration{From: y.start, Until: y.end}}
	c.addRates()
	c.addDealSizes()
	c.addCycleTimes()
	c.addLeadValues()
	c.addFollowUp()
	c.addTargets()
	return c.out
}

// calibrator collects findings.
type calibrator struct {
	l    *Ledger
	s    *Scorecard
	year fourQuarters
	out  Calibration
}

// weak is the number of observations under which nothing is concluded.
func (c *calibrator) weakUnder() float64 {
	n, _ := c.s.Value(weakUnderID).Number()
	return n
}

// add adds a finding; where the evidence contradicts a term that the agreement states as a number, it proposes the measure,
// rounded by round.
func (c *calibrator) addFinding(f Finding, round func(float64) float64) {
	if f.Measured.Value.IsMissing() && f.Reason == "" {
		f.Reason = "there is nothing to count in these quarters"
	}
	if x, ok := f.Measured.Value.Number(); ok && f.Path != "" && (f.Evidence == evidenceAbove || f.Evidence == evidenceBelow) {
		if p := round(x); Num(p) != f.Agreed {
			f.Proposed = Num(p)
		}
	}
	c.out.Findings = append(c.out.Findings, f)
}

// judge says what an estimate says of an agreed figure.
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

func toTenthPercent(x float64) float64 { return calc.RoundHalfUp(x, 3) }
func toTenth(x float64) float64        { return calc.RoundHalfUp(x, 1) }
func toWhole(x float64) float64        { return math.Max(1, calc.RoundHalfUp(x, 0)) }

// row reads the cells of a row of an evidence table.
func (c *calibrator) rowOf(table string, i int) func(string) Value {
	t := c.s.Table(table)
	return func(column string) Value { return t.Column(column).Value(i) }
}

func (c *calibrator) addRates() {
	for i, r := range agreedRates(c.l.agreement) {
		at := c.rowOf("rates", i)
		f := Finding{Section: "Rates", Title: r.stream.Name, Path: streamPath(r.stream), Unit: Percent, Agreed: at("agreed"),
			Measured: Estimate{at("measured"), at("low"), at("high"), at("of")}}
		agreed := r.stream.Step(r.from).ToNext
		if r.leadType != nil {
			agreed, _ = r.leadType.Rates.Get(r.from.String())
			f.Title += ", " + r.leadType.Name
			f.Path += ".lead_types." + agreement.Slug(r.leadType.Name) + ".rates." + r.from.String()
		} else {
			f.Path += ".funnel." + r.from.String() + ".to_next"
		}
		f.Title += ": " + agreement.StageTitles[r.from] + " to " + agreement.StageTitles[r.to]
		f.Evidence, _ = at("evidence").Text()
		if agreed.History {
			f.Path = ""
		}
		if _, _, why := c.l.measuredRate(r.funnelRate); f.Measured.Value.IsMissing() {
			f.Reason = why
		}
		c.addFinding(f, toTenthPercent)
	}
}

func (c *calibrator) addDealSizes() {
	for i, st := range c.l.agreement.Revenue.Streams {
		at := c.rowOf("deal_sizes", i)
		f := Finding{Section: "Deal sizes", Title: st.Name + ": average deal",
			Path: streamPath(st) + ".average_deal", Unit: Money, Agreed: at("agreed"),
			Measured: Estimate{at("measured"), at("low"), at("high"), at("of")}}
		f.Evidence, _ = at("evidence").Text()
		if !st.AverageDeal.Set {
			f.Path = ""
		}
		if _, _, why := c.l.measuredDeal(st); f.Measured.Value.IsMissing() {
			f.Reason = why
		}
		c.addFinding(f, toWhole)
	}
}

// group is a stream, or a lead type of it.
type leadGroup struct {
	stream   agreement.Stream
	leadType *agreement.LeadType
	name     string
}

func (c *calibrator) leadGroups() []leadGroup {
	var out []leadGroup
	for _, st := range c.l.agreement.Revenue.Streams {
		out = append(out, leadGroup{stream: st, name: st.Name})
		for _, lt := range st.LeadTypes {
			out = append(out, leadGroup{st, &lt, st.Name + ", " + lt.Name})
		}
	}
	return out
}

// of are the leads of the year, by a date of theirs, that a group and further conditions hold.
func (c *calibrator) leads(g leadGroup, date func(*leadState) calendar.Moment,
	keep func(*leadState) bool) []*leadState {
	from, til := calendar.At(c.year.start), calendar.At(c.year.end)
	alone := len(c.l.agreement.Revenue.Streams) == 1
	var out []*leadState
	for _, f := range c.l.rows {
		at := date(f)
		if !at.Known() || at.Before(from) || !at.Before(til) || g.stream.Name != "" && !alone && f.Stream != g.stream.Name ||
			g.leadType != nil && f.leadType != g.leadType.Name || keep != nil && !keep(f) {
			continue
		}
		out = append(out, f)
	}
	return out
}

// everyone is the group of all leads.
var allLeads = leadGroup{}

func atHandoff(f *leadState) calendar.Moment { return f.handoff }

// at is when a lead reached a stage.
func (c *calibrator) reached(st agreement.Stage) func(*leadState) calendar.Moment {
	return func(f *leadState) calendar.Moment { return c.l.effective(f, st) }
}

// median estimates the median of a figure of leads; those that lack it are passed over.
func (c *calibrator) median(leads []*leadState, figure func(*leadState) float64) Estimate {
	xs := make([]float64, len(leads))
	for i, f := range leads {
		xs[i] = figure(f)
	}
	sd, _ := c.s.Value(string(confidenceZ)).Number()
	return estimateMedian(xs, sd)
}

// share estimates the share k of n.
func (c *calibrator) share(k, n int) Estimate {
	x, of := Number(k), Number(n)
	low, high := wilsonInterval(x, of)
	return c.estimate(Div(x, of), low, high, of)
}

// mean estimates the mean of numbers.
func (c *calibrator) mean(xs []float64) Estimate {
	squares := make([]float64, len(xs))
	for i, x := range xs {
		squares[i] = x * x
	}
	n, sum := Number(len(xs)), Number(calc.Total(xs))
	low, high := meanInterval(n, sum, Number(calc.Total(squares)))
	return c.estimate(Div(sum, n), low, high, n)
}

func (c *calibrator) estimate(x, low, high, n Expr) Estimate {
	return Estimate{c.s.Eval(x), c.s.Eval(low), c.s.Eval(high), c.s.Eval(n)}
}

// cycles are the median days from MQL to SQL and to won, over those who got there in the year.
func (c *calibrator) addCycleTimes() {
	for _, g := range c.leadGroups() {
		days := func(st agreement.Stage) func(*leadState) float64 {
			return func(f *leadState) float64 { return daysBetween(f.ownDate(agreement.MQL), f.ownDate(st)) }
		}
		c.addFinding(Finding{Section: "Cycle times", Title: g.name + ": MQL to SQL, median", Unit: Days,
			Reason:   firstReason(c.l.whyNoStage(agreement.MQL), c.l.whyNoStage(agreement.SQL)),
			Measured: c.median(c.leads(g, c.reached(agreement.SQL), nil), days(agreement.SQL))}, nil)
		won := Finding{Section: "Cycle times", Title: g.name + ": MQL to won, median", Unit: Days,
			Reason:   firstReason(c.l.whyNoStage(agreement.MQL), c.l.whyNoStage(agreement.Won)),
			Measured: c.median(c.leads(g, c.reached(agreement.Won), nil), days(agreement.Won))}
		if lag := g.stream.Lag; g.leadType == nil && !lag.IsZero() {
			won.Path, won.Agreed = streamPath(g.stream)+".lag", Num(lag.Hours()/24)
			won.Evidence = c.evidence(won.Agreed, won.Measured)
		}
		c.addFinding(won, toWhole)
	}
}

// followUp is how soon leads were called, and how many touches came before an SQL. What is agreed about them is a choice, not a
// measure: nothing is proposed.
func (c *calibrator) addFollowUp() {
	why := ""
	if !c.l.hasActivities {
		why = c.l.whyNoActivities()
	}
	hours := func(f *leadState) float64 { return c.l.hours(f, f.touchStats.firstCall) }
	for _, g := range c.leadGroups() {
		c.addFinding(Finding{Section: "Call times", Title: g.name + ": handoff to first call, median", Unit: Hours,
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
		c.addFinding(Finding{Section: "Call times",
			Title: lineTitle(line) + ": called within " + agreement.CanonicalSpan(limit), Unit: Percent,
			Reason: why, Measured: c.estimateUnless(why, c.share(within, len(leads)))}, nil)
	}
	sqls := firstReason(why, c.l.whyNoStage(agreement.SQL))
	for _, g := range c.leadGroups() {
		c.addFinding(Finding{Section: "Touches before an SQL", Title: g.name + ": median", Unit: Touches,
			Reason: sqls, Measured: c.estimateUnless(sqls, c.median(c.leads(g, c.reached(agreement.SQL), nil),
				c.l.touchesToSQL))}, nil)
	}
	for _, line := range c.lineKeys() {
		f := Finding{Section: "Touches before an SQL", Title: lineTitle(line) + ": median", Unit: Touches, Reason: sqls,
			Measured: c.estimateUnless(sqls, c.median(c.leads(allLeads, c.reached(agreement.SQL),
				func(f *leadState) bool { return f.lineKey == line }), c.l.touchesToSQL))}
		if agreed := c.l.agreement.LineByKey(line).Touches; agreed != nil {
			f.Agreed = Num(*agreed)
		}
		c.addFinding(f, nil)
	}
}

// unless is an estimate, or none where there is a reason why it cannot be known.
func (c *calibrator) estimateUnless(reason string, e Estimate) Estimate {
	if reason != "" {
		return Estimate{}
	}
	return e
}

// lines are the keys of the action agreement's lines.
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

func lineTitle(line string) string { return capital(strings.ReplaceAll(line, ".", ", ")) }

// targets reads the improvements.
func (c *calibrator) addTargets() {
	t := c.s.Table(ImprovementsTable)
	if t == nil {
		return
	}
	for i := range t.Rows {
		at := c.rowOf("improvements", i)
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

// leadValues holds the chart of lead values against what leads brought.
func (c *calibrator) addLeadValues() {
	switch c.l.agreement.LeadValue.Method {
	case "ltv":
		c.addStageRatio("sqls_per_deal", "SQLs per deal", c.l.agreement.LeadValue.SQLsPerDeal, agreement.SQL, agreement.Won)
		c.addStageRatio("mqls_per_sql", "MQLs per SQL", c.l.agreement.LeadValue.MQLsPerSQL, agreement.MQL, agreement.SQL)
	case "close_rate":
		c.addCloseRates()
	}
	c.addRealisedValues()
}

// perDeal measures how many leads of one stage came to one of another, over the year. The interval is that of the share turned
// over.
func (c *calibrator) addStageRatio(key, title string, agreed agreement.Amount, many, few agreement.Stage) {
	f := Finding{Section: "Values by cell", Title: title, Unit: Ratios,
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

// over is 1 ÷ v; of 0, or of nothing, nothing.
func reciprocal(v Value) Value {
	if x, ok := v.Number(); ok && x > 0 {
		return Num(1 / x)
	}
	return Missing
}

// wholeYear says why the year cannot be counted as a whole; empty: every stream's exports reach back.
func (c *calibrator) whyNotWholeYear() string {
	for _, st := range c.l.agreement.Revenue.Streams {
		if !c.l.exportsReachBack(st, c.year) {
			return whyExportsTooShort(c.year)
		}
	}
	return ""
}

// ripe are the leads of the year, by handoff, that are at least their stream's lag old.
func (c *calibrator) leadsPastLag(keep func(*leadState) bool) []*leadState {
	lagOver := c.s.Table(LeadsTable).Column("lag_over")
	row := map[*leadState]int{}
	for i, f := range c.l.rows {
		row[f] = i
	}
	return c.leads(allLeads, atHandoff, func(f *leadState) bool {
		x, _ := lagOver.Value(row[f]).Number()
		return x == 1 && keep(f)
	})
}

// closeRates measures the share of each cell's leads that was won, and of each tier what a won lead paid.
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
			f := Finding{Section: "Values by cell", Title: "Close rate: " + tier.Key + ", " + action.Key, Unit: Percent,
				Reason: firstReason(c.l.whyNoStage(agreement.Won), c.l.whyNoStage(c.l.handoffStage())),
				Path:   "lead_value.close_rates." + agreement.Slug(tier.Key) + "." + agreement.Slug(action.Key), Agreed: Num(action.Value.Value)}
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
		f := Finding{Section: "Values by cell", Title: "Average purchase: " + p.Key, Unit: Money,
			Reason: c.l.whyNoTable("deals"),
			Path:   "lead_value.average_purchase." + agreement.Slug(p.Key), Agreed: Num(p.Value)}
		f.Measured = c.estimateUnless(f.Reason, c.mean(paid))
		f.Evidence = c.evidence(f.Agreed, f.Measured)
		c.addFinding(f, toWhole)
	}
}

// fewWins are too few to know the spread of what leads brought, most of which brought nothing.
const minWins = 10

// realised sets what the leads of each cell brought beside the chart's value. A chart by lifetime value counts a customer's
// years, not the first deal: then the two are not held against each other.
func (c *calibrator) addRealisedValues() {
	for _, cell := range c.s.chartCells() {
		f := Finding{Section: "Values by cell", Title: "Won revenue a lead: " + cell.row + ", " + cell.column, Unit: Money,
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
