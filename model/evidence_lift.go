package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Lift tables answer "does it pay". Leads are divided into groups, and the share of each group that
// succeeded is compared with that of all other groups together, by Newcombe's interval for the difference
// of two shares. A group is called higher or lower only where that interval excludes 0. The tables show
// what happened, not why: leads that are called sooner, or come through another channel, may differ in
// other ways, too.

// Results of comparing a group with all others.
const (
	liftHigher = "higher"
	liftLower  = "lower"
	liftNone   = "none shown"
)

// addLift adds the comparison to a table of groups that has the columns went, leads and share = went ÷
// leads.
func addLift(t *calc.Table) {
	went, leads := Col("went"), Col("leads")
	otherWent, otherLeads := Sub(Sum(t.Name, "went"), went), Sub(Sum(t.Name, "leads"), leads)
	low, high := wilsonInterval(went, leads)
	t.Formula("low", "At least", Percent, "lower end of Wilson's 95 % interval", low)
	t.Formula("high", "At most", Percent, "upper end of it", high)
	t.Formula("others", "The others", Percent, "share of all other rows together", Div(otherWent, otherLeads))
	otherLow, otherHigh := wilsonInterval(otherWent, otherLeads)
	least, most := newcombeInterval(Col("share"), Col("low"), Col("high"), Col("others"), otherLow, otherHigh)
	t.Formula("least", "Difference, at least", Percent,
		"lower end of Newcombe's 95 % interval of share − the others'", least)
	t.Formula("most", "Difference, at most", Percent, "upper end of it", most)
	tooFew := Or{Compare(LT, leads, Ref(weakUnderID)), Compare(LT, otherLeads, Ref(weakUnderID))}
	difference := If(Compare(GT, Col("least"), Number(0)), Word(liftHigher),
		If(Compare(LT, Col("most"), Number(0)), Word(liftLower), Word(liftNone)))
	t.Formula("reading", "Difference", Words,
		"higher or lower: the interval of the difference leaves out 0; too few: under 30 leads here or there",
		If(Known(Col("least")), If(tooFew, Word(evidenceTooFew), difference), NA{}))
}

// addSpeedLift compares leads by the time from handoff to their first call: the buckets of "does speed
// pay" (SPEC section 4).
func (l *Ledger) addSpeedLift(s *Scorecard) {
	var titles []string
	var leads, sqls, rate []Expr
	add := func(id, title string) {
		titles = append(titles, title)
		leads, rate = append(leads, Ref(SpeedID(id, "leads"))), append(rate, Ref(SpeedID(id, "sql_rate")))
		reached := CountOf(LeadsTable, Where(LeadSpeed, EQ, Word(id)), Where(LeadSQL, GT, Number(0)))
		sqls = append(sqls, l.ifActivities(l.ifStage(agreement.SQL, reached)))
	}
	for _, b := range speedBuckets {
		add(b.id, "First call "+b.title)
	}
	add("later", "First call later")
	add("never", "Never called")
	t := s.AddTable(calc.NewTable("speed_pays", "Does speed pay", len(titles)))
	t.Texts("group", "First call", "from handoff", titles)
	t.Formulas("leads", "Leads", Count, "handed off in the twelve months before as of", leads)
	t.Formulas("went", "SQLs", Count, "of them, reached SQL before as of", sqls)
	t.Formulas("share", "SQL rate", Percent, "SQLs ÷ leads", rate)
	addLift(t)
}

// touchGroups lists the groups of leads by their number of touches up to the landmark day, bounds
// inclusive. The last group is open upwards: 9999 stands for no upper bound.
var touchGroups = []struct {
	title    string
	from, to float64
}{
	{"No touch", 0, 0},
	{"1 or 2 touches", 1, 2},
	{"3 or 4 touches", 3, 4},
	{"5 to 7 touches", 5, 7},
	{"8 touches and more", 8, 9999},
}

// addLandmarkColumns adds to the leads the columns for "do touches pay". It is a landmark analysis: only
// leads that are still open on day 14 after handoff count, grouped by their touches up to then. Otherwise
// a lead that succeeds early would count as one with few touches.
func (l *Ledger) addLandmarkColumns(nums, handed addNumbers) {
	if !l.hasActivities || !l.hasStage(agreement.SQL) {
		return
	}
	since := calendar.At(l.period.AsOf.AddDate(-1, 0, 0))
	handed("landmark", "Open at day 14", Count,
		"1: handed off in the last twelve months, and neither beyond nor closed 14 days later", func(f *leadState) float64 {
			day := l.clock.AddDays(f.handoff, landmarkDays)
			open := f.handoff.Known() && l.touchesKnown(f) && !f.handoff.Before(since) && day.Before(l.asOf) &&
				!(f.passedHandoff.Known() && !day.Before(f.passedHandoff)) && !(f.closed.Known() && !day.Before(f.closed))
			return oneOrZero(open)
		})
	handed("landmark_touches", "Touches by day 14", Touches, "from handoff",
		func(f *leadState) float64 { return float64(f.touchStats.toLandmark) })
	nums("went_on", "Went on", Count, "1: beyond the handoff's stage before as of",
		func(f *leadState) float64 { return oneOrZero(f.passedHandoff.Known()) })
}

// addTouchesLift compares leads by their touches up to the landmark day.
func (l *Ledger) addTouchesLift(s *Scorecard) {
	leads, went := Expr(NA{}), Expr(NA{})
	if l.hasActivities && l.hasStage(agreement.SQL) {
		in := []Cond{Where("landmark", EQ, Number(1)), Where("landmark_touches", GE, Col("from")),
			Where("landmark_touches", LE, Col("to"))}
		leads, went = CountOf(LeadsTable, in...), CountOf(LeadsTable, append(in, Where("went_on", EQ, Number(1)))...)
	}
	t := s.AddTable(calc.NewTable("touches_pay", "Do touches pay", len(touchGroups)))
	t.TextsFunc("group", "Touches by day 14", "from handoff", func(row int) string { return touchGroups[row].title })
	t.Formula("leads", "Leads", Count, "handed off in the twelve months before as of and still open on day 14", leads)
	t.Formula("went", "Went on", Count, "of them, beyond the handoff's stage before as of", went)
	t.Formula("share", "Share", Percent, "went on ÷ leads", Div(Col("went"), Col("leads")))
	addLift(t)
	t.NumbersFunc("from", "From", Touches, "touches by day 14, inclusive",
		func(row int) float64 { return touchGroups[row].from })
	t.NumbersFunc("to", "To", Touches, "inclusive", func(row int) float64 { return touchGroups[row].to })
}

// addChannelsLift compares channels by the share of their leads that was won, of leads handed off in the
// twelve months before as_of and at least their stream's lag before it.
func (l *Ledger) addChannelsLift(s *Scorecard) {
	s.AddTerm(calc.Term{ID: yearBeforeID, Section: "Period and input", Title: "Twelve months before as of", Unit: Time,
		Value: Num(calendar.Serial(l.period.AsOf.AddDate(-1, 0, 0)))})
	channels := l.channels().all()
	var leads, won, revenue []Expr
	for _, c := range channels {
		in := []Cond{Where(LeadChannelNo, EQ, Ref(channelNoID(c.id))), Where(LeadLagOver, EQ, Number(1)),
			Where(LeadHandoff, GE, Ref(yearBeforeID))}
		wonIn := append(in[:len(in):len(in)], Where(LeadWon, GT, Number(0)))
		leads = append(leads, l.ifStage(l.handoffStage(), CountOf(LeadsTable, in...)))
		won = append(won, l.ifStage(agreement.Won, CountOf(LeadsTable, wonIn...)))
		revenue = append(revenue, l.ifProvided("deals", Sum(LeadsTable, LeadWonAmount, in...)))
	}
	t := s.AddTable(calc.NewTable("channels_pay", "Which channel's leads pay", len(channels)))
	t.TextsFunc("group", "Channel", "lead source", func(row int) string { return channels[row].title })
	t.Formulas("leads", "Leads", Count,
		"handed off in the twelve months before as of, and at least their stream's lag before it", leads)
	t.Formulas("went", "Won", Count, "of them, won before as of", won)
	t.Formula("share", "Won rate", Percent, "won ÷ leads", Div(Col("went"), Col("leads")))
	addLift(t)
	t.Formulas("revenue", "Revenue", Money, "won amounts of the deals of these leads", revenue)
	t.Formula("per_lead", "Revenue a lead", Money, "revenue ÷ leads", Div(Col("revenue"), Col("leads")))
}
