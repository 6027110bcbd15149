package model

import (
	"cmp"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// addLeadsTable adds the table of leads: first their facts as values, then the formulas over facts and
// terms. The columns stand in this order in the workbook.
func (l *Ledger) addLeadsTable(s *Scorecard, sdrs []string) {
	t := s.AddTable(calc.NewTable(LeadsTable, "Leads", len(l.rows)))
	c := &leadColumns{ledger: l, table: t}
	c.identity(sdrs)
	c.dates()
	c.standing()
	c.touches()
	c.delays()

	t.Formula(LeadDelivered, "Delivered", Count, "1: counts in what Marketing delivered in the period",
		If(And{Compare(EQ, Col(LeadMarketing), Number(1)), Known(Col(LeadHandoff))},
			If(inFlow(LeadHandoff), Number(1), Number(0)), Number(0)))
	t.Formula(LeadValue, "Lead value", Money, "the chart's value of its cell",
		LookupExpr{Table: ChartTable, By: "cell", Give: "value", Key: Col(LeadCell)})
	l.obligationColumns(s, c)
	l.overdueColumns(c)
	l.speedColumns(c)
	l.addLandmarkColumns(c.numbers, c.handoffNumbers)
	addKPIColumns(t)
}

// leadColumns adds columns of facts to the leads table. Values are computed lead by lead, when they are
// read.
type leadColumns struct {
	ledger *Ledger
	table  *calc.Table
}

// addNumbers adds a column of numbers; f returns the number of a lead, NaN where it is missing.
type addNumbers = func(name, title string, u Unit, note string, f func(*leadState) float64)

func (c *leadColumns) texts(name, title, note string, f func(*leadState) string) {
	rows := c.ledger.rows
	c.table.TextsFunc(name, title, note, func(row int) string { return f(rows[row]) })
}

// numbers adds a column of numbers (see addNumbers).
func (c *leadColumns) numbers(name, title string, u Unit, note string, f func(*leadState) float64) {
	rows := c.ledger.rows
	c.table.NumbersFunc(name, title, u, note, func(row int) float64 { return f(rows[row]) })
}

// handoffNumbers adds a column that holds the same number for all leads that were not handed off.
func (c *leadColumns) handoffNumbers(name, title string, u Unit, note string, f func(*leadState) float64) {
	c.numbers(name, title, u, note, f)
	c.table.LimitFacts(name, c.ledger.handedOffRows, f(&notHandedOff))
}

// sparse adds a column that is not stored, because formulas read it for few leads only.
func (c *leadColumns) sparse(name, title string, u Unit, note string, f func(*leadState) float64) {
	c.numbers(name, title, u, note, f)
	c.table.MarkSparse(name)
}

// sparseHandoff adds a column as both handoffNumbers and sparse do.
func (c *leadColumns) sparseHandoff(name, title string, u Unit, note string, f func(*leadState) float64) {
	c.handoffNumbers(name, title, u, note, f)
	c.table.MarkSparse(name)
}

// identity adds who the lead is and how the agreement classifies it.
func (c *leadColumns) identity(sdrs []string) {
	l := c.ledger
	sdrNo, place := make([]float64, len(l.texts.texts)), ranks(sdrs) // sdrNo is indexed by textID
	for i, name := range l.texts.texts {
		sdrNo[i] = float64(place[cmp.Or(name, unassigned)] + 1)
	}
	channels := l.channels()
	for _, g := range l.segments {
		g.channelNo = channels.number(g.Channel)
	}
	c.texts(LeadID, "Lead", "id in the CRM", func(lead *leadState) string { return lead.ID })
	c.texts("file", "File", "input file", func(lead *leadState) string { return l.texts.text(lead.file) })
	c.sparse("line", "Line", Count, "physical line in the file",
		func(lead *leadState) float64 { return float64(lead.Line) })
	c.texts(LeadSDR, "SDR", "owner at export", l.ownerOf)
	c.numbers(LeadSDRNo, "SDR no.", Count, "row on SDR Protocol",
		func(lead *leadState) float64 { return sdrNo[lead.owner] })
	c.texts("channel", "Source", "lead source as the CRM has it", func(lead *leadState) string { return lead.Channel })
	c.numbers(LeadChannelNo, "Channel no.", Count, "row on Budget vs Value; 0 is unattributed",
		func(lead *leadState) float64 { return float64(lead.channelNo) })
	c.texts("campaign", "Campaign", "", func(lead *leadState) string { return l.texts.text(lead.campaign) })
	c.texts(LeadTier, "Tier", "who the lead is", func(lead *leadState) string { return lead.Tier })
	c.texts(LeadAction, "Action", "what it did", func(lead *leadState) string { return lead.Action })
	c.texts("quality", "Quality", "as the agreement reads it; unrated leads as it says",
		func(lead *leadState) string { return lead.ratedQuality })
	c.texts(LeadActionLine, "Action line", "line of the action agreement",
		func(lead *leadState) string { return lead.lineKey })
	c.texts(LeadMotion, "Motion", "a blank one is inbound", func(lead *leadState) string { return motionOf(lead.Motion) })
	c.texts(LeadStream, "Stream", "revenue stream", func(lead *leadState) string { return lead.Stream })
	c.texts(LeadTypeColumn, "Lead type", "type of the stream that it matches",
		func(lead *leadState) string { return lead.leadType })
	c.texts(LeadCell, "Cell", "cell of the lead value chart", func(lead *leadState) string { return lead.cell })
	c.numbers(LeadMarketing, "Marketing", Count, "1: counts for Marketing's promise",
		func(lead *leadState) float64 { return oneOrZero(lead.forPromise) })
}

// dates adds the effective dates of the stages, the handoff, the closing, and the date from which Sales
// owed nothing more.
func (c *leadColumns) dates() {
	l := c.ledger
	for st := agreement.Created; st <= agreement.Won; st++ {
		name, title := st.String(), agreement.StageTitles[st]
		if st == agreement.Created || l.hasStage(st) {
			c.numbers(name, title, Time, "effective date: the earliest of this stage and all later ones",
				func(lead *leadState) float64 { return l.serial(l.effective(lead, st)) })
		} else {
			c.numbers(name, title, Time, l.whyNoStage(st), func(*leadState) float64 { return NaN })
		}
	}
	c.handoffNumbers(LeadHandoff, "Handoff", Time, "when Sales' clock starts",
		func(lead *leadState) float64 { return l.serial(lead.handoff) })
	c.sparse(LeadClosed, "Closed", Time, "lost, disqualified, recycled or won",
		func(lead *leadState) float64 { return l.serial(lead.closed) })
	c.sparse(LeadDoneOwing, "Left", Time, "beyond the handoff's stage, or closed after a touch: nothing more is owed",
		func(lead *leadState) float64 { return l.serial(lead.doneOwing()) })
}

// standing adds the lead's place in the funnel, its deals, and its durations between stages.
func (c *leadColumns) standing() {
	l := c.ledger
	c.numbers(LeadManaged, "MQL managed", Count, "1: managed as an MQL at any time of the period",
		func(lead *leadState) float64 { return oneOrZero(l.managedInPeriod(lead)) })
	c.numbers(LeadOpenMQL, "Open MQL", Count, "1: an MQL at as_of: neither beyond, closed nor stale",
		func(lead *leadState) float64 { return oneOrZero(l.openMQL(lead)) })
	c.numbers(LeadUniverse, "In universe", Count, "1: at QL or beyond and managed at as_of",
		func(lead *leadState) float64 {
			return oneOrZero(l.effective(lead, agreement.QL).Known() && l.managedNow(lead))
		})
	c.numbers(LeadActive, "Active MQL", Count, "1: an MQL of the universe with a touch in the last 30 days",
		func(lead *leadState) float64 { return oneOrZero(l.active(lead)) })
	c.handoffNumbers(LeadReturned, "Returned", Count, "1: disqualified within the time to accept",
		func(lead *leadState) float64 { return oneOrZero(l.returned(lead)) })
	c.numbers(LeadDeals, "Deals", Count, "that exist at as_of",
		func(lead *leadState) float64 { return float64(len(lead.allDeals())) })
	c.numbers(LeadDealAmount, "Deal amounts", Money, "of all its deals, lost ones too",
		func(lead *leadState) float64 { return totalAmount(lead.allDeals()) })
	c.numbers(LeadWonAmount, "Won amount", Money, "of its deals won before as_of", l.wonAmount)
	c.sparse(LeadDaysToSQL, "MQL to SQL", Days, "elapsed, between its own dates", func(lead *leadState) float64 {
		return daysBetween(lead.ownDate(agreement.MQL), lead.ownDate(agreement.SQL))
	})
	c.sparse(LeadDaysToWon, "MQL to won", Days, "elapsed, between its own dates", func(lead *leadState) float64 {
		return daysBetween(lead.ownDate(agreement.MQL), lead.ownDate(agreement.Won))
	})
}

// touches adds the counts and dates of the lead's touches; n/a without activities. What counts touches from
// handoff on is n/a for a lead that was handed off before the activities begin.
func (c *leadColumns) touches() {
	l := c.ledger
	hours := l.hoursTitle()
	given := func(f func(*leadState) float64) func(*leadState) float64 {
		if l.hasActivities {
			return f
		}
		return func(*leadState) float64 { return NaN }
	}
	all := func(f func(*leadState) float64) func(*leadState) float64 {
		return given(func(lead *leadState) float64 {
			if lead.handoff.Known() && !l.touchesKnown(lead) {
				return NaN
			}
			return f(lead)
		})
	}
	c.sparseHandoff(LeadFirstCall, "First call", Hours, "from handoff, in "+hours,
		all(func(lead *leadState) float64 { return l.hours(lead, lead.touchStats.firstCall) }))
	c.sparseHandoff(LeadFirstCallElapsed, "First call, calendar", Hours, "from handoff, elapsed",
		all(func(lead *leadState) float64 { return elapsedHours(lead.handoff, lead.touchStats.firstCall) }))
	c.sparseHandoff(LeadFirstTouch, "First touch", Hours, "from handoff, in "+hours,
		all(func(lead *leadState) float64 { return l.hours(lead, lead.touchStats.firstTouch) }))
	c.handoffNumbers(LeadCalls, "Calls", Touches, "before as_of",
		all(func(lead *leadState) float64 { return float64(lead.touchStats.calls) }))
	c.handoffNumbers(LeadTouched, "Touched", Count, "1: has a touch in the period",
		given(func(lead *leadState) float64 { return oneOrZero(lead.touchStats.touched) }))
	c.handoffNumbers(LeadContacted, "Contacted", Count, "1: a connected call or a conversation in the period",
		given(func(lead *leadState) float64 { return oneOrZero(lead.touchStats.contacted) }))
	c.handoffNumbers(LeadConversed, "Conversation", Count, "1: a conversation in the period",
		given(func(lead *leadState) float64 { return oneOrZero(lead.touchStats.conversed) }))
	c.sparseHandoff(LeadTouchesToSQL, "Touches to SQL", Touches, "from handoff to the SQL instant", all(l.touchesToSQL))
	c.sparseHandoff(LeadHumanDelay, "Human delay", Hours, "assigned to first call, in "+hours, all(l.humanDelay))
}

// delays adds the assignment, and the hours from handoff to the instants by which rules in hours are
// judged.
func (c *leadColumns) delays() {
	l := c.ledger
	hours := l.hoursTitle()
	c.handoffNumbers(LeadOffMotion, "Off motion", Count, "1: its motion is not the one its SDR works, by the team file",
		func(lead *leadState) float64 { return oneOrZero(l.offMotion(lead)) })
	c.sparse(LeadSystemDelay, "System delay", Hours, "created to assigned, in "+hours, l.systemDelay)
	c.handoffNumbers(LeadHoursToStart, "To period's start", Hours, "from handoff, in "+hours,
		func(lead *leadState) float64 { return l.hours(lead, l.start) })
	c.sparseHandoff(LeadHoursToAsOf, "To as of", Hours, "from handoff, in "+hours,
		func(lead *leadState) float64 { return l.hours(lead, l.asOf) })
	if judgedUntil := calendar.At(l.judgedUntil()); l.judgedEarly() {
		c.sparseHandoff(leadHoursToJudged, "To end of judging", Hours,
			"from handoff to the earlier of as of and the end of the activities, in "+hours,
			func(lead *leadState) float64 { return l.hours(lead, judgedUntil) })
	}
	c.handoffNumbers(LeadHoursToEnd, "To period's end", Hours, "from handoff, in "+hours,
		func(lead *leadState) float64 { return l.hours(lead, l.end) })
	c.sparseHandoff(LeadHoursToLeaving, "To leaving", Hours,
		"from handoff, in "+hours+"; a bare date counts from its midnight", l.hoursToLeaving)
}
