package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Does it pay: leads in groups, each group's share that went on beside that of all the others, with Newcombe's interval of the
// difference. A group is higher or lower only where that interval leaves out 0. It is what happened, not why: leads that are
// called sooner, or come by another channel, may differ in other ways too.

// What the difference to the others says.
const (
	liftHigher = "higher"
	liftLower  = "lower"
	liftNone   = "none shown"
)

// groups adds the comparison of a table's rows to it: of each row the share went ÷ leads, and what it says beside the others.
func addLift(t *calc.Table, went, leads string) {
	k, n := Col(went), Col(leads)
	k2, n2 := Sub(Sum(t.Name, went), k), Sub(Sum(t.Name, leads), n)
	low, high := wilsonInterval(k, n)
	t.Formula("low", "At least", Percent, "lower end of Wilson's 95 % interval", low)
	t.Formula("high", "At most", Percent, "upper end of it", high)
	t.Formula("others", "The others", Percent, "share of all other rows together", Div(k2, n2))
	low2, high2 := wilsonInterval(k2, n2)
	least, most := newcombeInterval(Col("share"), Col("low"), Col("high"), Col("others"), low2, high2)
	t.Formula("least", "Difference, at least", Percent, "lower end of Newcombe's 95 % interval of share − the others'",
		least)
	t.Formula("most", "Difference, at most", Percent, "upper end of it", most)
	weak := Ref(weakUnderID)
	t.Formula("reading", "Difference", Words,
		"higher or lower: the interval of the difference leaves out 0; too few: under 30 leads here or there",
		If(Known(Col("least")),
			If(Or{Compare(LT, n, weak), Compare(LT, n2, weak)}, Word(evidenceTooFew),
				If(Compare(GT, Col("least"), Number(0)), Word(liftHigher),
					If(Compare(LT, Col("most"), Number(0)), Word(liftLower), Word(liftNone)))),
			NA{}))
}

// speedPays compares the buckets of "does speed pay".
func (l *Ledger) addSpeedLift(s *Scorecard) {
	var titles []string
	var leads, sqls, rate []Expr
	add := func(id, title string) {
		titles = append(titles, title)
		leads, rate = append(leads, Ref("speed."+id+".leads")), append(rate, Ref("speed."+id+".sql_rate"))
		e := Expr(NA{})
		if l.hasActivities {
			e = l.ifStage(agreement.SQL, CountOf(LeadsTable, Where(LeadSpeed, EQ, Word(id)), Where(LeadSQL, GT, Number(0))))
		}
		sqls = append(sqls, e)
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
	addLift(t, "went", "leads")
}

// touchGroups are inclusive bounds on the touches up to the landmark; the last has no end.
var touchGroups = []struct {
	title    string
	from, to float64
}{{"No touch", 0, 0}, {"1 or 2 touches", 1, 2}, {"3 or 4 touches", 3, 4}, {"5 to 7 touches", 5,
	7}, {"8 touches and more", 8, 9999}}

// landmarkColumns adds the facts behind "do touches pay".
func (l *Ledger) addLandmarkColumns(nums, handed addNumbers) {
	if !l.hasActivities || !l.hasStage(agreement.SQL) {
		return
	}
	since := calendar.At(l.period.AsOf.AddDate(-1, 0, 0))
	handed("landmark", "Open at day 14", Count,
		"1: handed off in the last twelve months, and neither beyond nor closed 14 days later", func(f *leadState) float64 {
			day := l.clock.Days(f.handoff, landmarkDays)
			open := f.handoff.Known() && !f.handoff.Before(since) && day.Before(l.asOf) &&
				!(f.passedHandoff.Known() && !day.Before(f.passedHandoff)) && !(f.closed.Known() && !day.Before(f.closed))
			return oneOrZero(open)
		})
	handed("landmark_touches", "Touches by day 14", Touches, "from handoff",
		func(f *leadState) float64 { return float64(f.touchStats.toLandmark) })
	nums("went_on", "Went on", Count, "1: beyond the handoff's stage before as of",
		func(f *leadState) float64 { return oneOrZero(f.passedHandoff.Known()) })
}

// touchesPay compares leads by their touches up to the landmark.
func (l *Ledger) addTouchesLift(s *Scorecard) {
	var titles []string
	var from, to []float64
	for _, g := range touchGroups {
		titles, from, to = append(titles, g.title), append(from, g.from), append(to, g.to)
	}
	leads, went := Expr(NA{}), Expr(NA{})
	if l.hasActivities && l.hasStage(agreement.SQL) {
		in := []Cond{Where("landmark", EQ, Number(1)), Where("landmark_touches", GE, Col("from")),
			Where("landmark_touches", LE, Col("to"))}
		leads, went = CountOf(LeadsTable, in...), CountOf(LeadsTable, append(in, Where("went_on", EQ, Number(1)))...)
	}
	t := s.AddTable(calc.NewTable("touches_pay", "Do touches pay", len(titles)))
	t.Texts("group", "Touches by day 14", "from handoff", titles)
	t.Formula("leads", "Leads", Count, "handed off in the twelve months before as of and still open on day 14", leads)
	t.Formula("went", "Went on", Count, "of them, beyond the handoff's stage before as of", went)
	t.Formula("share", "Share", Percent, "went on ÷ leads", Div(Col("went"), Col("leads")))
	addLift(t, "went", "leads")
	t.Numbers("from", "From", Touches, "touches by day 14, inclusive", from)
	t.Numbers("to", "To", Touches, "inclusive", to)
}

// channelsPay compares the channels by what their leads became, of leads old enough to have become it.
func (l *Ledger) addChannelsLift(s *Scorecard) {
	s.AddTerm(calc.Term{ID: yearBeforeID, Section: "Period and input", Title: "Twelve months before as of", Unit: Time,
		Value: Num(calendar.Serial(l.period.AsOf.AddDate(-1, 0, 0)))})
	channels := l.channels()
	var names []string
	var no []Expr
	for _, name := range channels.names {
		names, no = append(names, channelTitle(name)), append(no, Ref(channelNoID(channelID(name))))
	}
	names, no = append(names, "Unattributed"), append(no, Ref("channel_no.unattributed"))
	var leads, won, revenue []Expr
	for _, n := range no {
		in := []Cond{Where("channel_no", EQ, n), Where(LeadLagOver, EQ, Number(1)), Where(LeadHandoff, GE, Ref(yearBeforeID))}
		leads = append(leads, l.ifStage(l.handoffStage(), CountOf(LeadsTable, in...)))
		won = append(won, l.ifStage(agreement.Won, CountOf(LeadsTable, append(in, Where("won", GT, Number(0)))...)))
		revenue = append(revenue, l.ifProvided("deals", Sum(LeadsTable, "won_amount", in...)))
	}
	t := s.AddTable(calc.NewTable("channels_pay", "Which channel's leads pay", len(names)))
	t.Texts("group", "Channel", "lead source", names)
	t.Formulas("leads", "Leads", Count,
		"handed off in the twelve months before as of, and at least their stream's lag before it", leads)
	t.Formulas("went", "Won", Count, "of them, won before as of", won)
	t.Formula("share", "Won rate", Percent, "won ÷ leads", Div(Col("went"), Col("leads")))
	addLift(t, "went", "leads")
	t.Formulas("revenue", "Revenue", Money, "won amounts of the deals of these leads", revenue)
	t.Formula("per_lead", "Revenue a lead", Money, "revenue ÷ leads", Div(Col("revenue"), Col("leads")))
}
