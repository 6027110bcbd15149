package model

import (
	"cmp"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// leadsTable adds the table of leads: their facts as values, then the formulas over facts and terms.
func (l *Ledger) leadsTable(s *Scorecard, sdrs []string) {
	rows := l.rows
	t := s.AddTable(calc.NewTable(LeadsTable, "Leads", len(rows)))
	texts := func(name, title, note string, f func(*leadState) string) {
		t.TextsFunc(name, title, note, func(row int) string { return f(rows[row]) })
	}
	nums := func(name, title string, u Unit, note string, f func(*leadState) float64) {
		t.NumbersFunc(name, title, u, note, func(row int) float64 { return f(rows[row]) })
	}
	handed := func(name, title string, u Unit, note string, f func(*leadState) float64) { // of leads that were not handed off it is all one
		nums(name, title, u, note, f)
		t.LimitFacts(name, l.handedOffRows, f(&notHandedOff))
	}
	sparse := func(add addNumbers) addNumbers { // formulas read them of few leads
		return func(name, title string, u Unit, note string, f func(*leadState) float64) {
			add(name, title, u, note, f)
			t.MarkSparse(name)
		}
	}
	rare, seldom := sparse(handed), sparse(nums)
	done := func(add addNumbers, name, title string, u Unit, note string, f func(*leadState) float64) { // n/a without activities
		if !l.hasActivities {
			f = func(*leadState) float64 { return NaN }
		}
		add(name, title, u, note, f)
	}
	no, place := make([]float64, len(l.texts.texts)), ranks(sdrs)
	for i, name := range l.texts.texts {
		no[i] = float64(place[cmp.Or(name, unassigned)] + 1)
	}
	channels := l.channels()
	for _, g := range l.segments {
		g.channelNo = channels.number(g.Channel)
	}
	texts(LeadID, "Lead", "id in the CRM", func(lead *leadState) string { return lead.ID })
	texts("file", "File", "input file", func(lead *leadState) string { return l.texts.text(lead.file) })
	seldom("line", "Line", Count, "physical line in the file", func(lead *leadState) float64 { return float64(lead.Line) })
	texts(LeadSDR, "SDR", "owner at export", l.ownerOf)
	nums(LeadSDRNo, "SDR no.", Count, "row on SDR Protocol", func(lead *leadState) float64 { return no[lead.owner] })
	texts("channel", "Source", "lead source as the CRM has it", func(lead *leadState) string { return lead.Channel })
	nums(LeadChannelNo, "Channel no.", Count, "row on Budget vs Value; 0 is unattributed", func(lead *leadState) float64 { return float64(lead.channelNo) })
	texts("campaign", "Campaign", "", func(lead *leadState) string { return l.texts.text(lead.campaign) })
	texts(LeadTier, "Tier", "who the lead is", func(lead *leadState) string { return lead.Tier })
	texts(LeadAction, "Action", "what it did", func(lead *leadState) string { return lead.Action })
	texts("quality", "Quality", "as the agreement reads it; unrated leads as it says", func(lead *leadState) string { return lead.ratedQuality })
	texts(LeadActionLine, "Action line", "line of the action agreement", func(lead *leadState) string { return lead.lineKey })
	texts(LeadMotion, "Motion", "a blank one is inbound", func(lead *leadState) string { return motionOf(lead.Motion) })
	texts(LeadStream, "Stream", "revenue stream", func(lead *leadState) string { return lead.Stream })
	texts(LeadTypeColumn, "Lead type", "type of the stream that it matches", func(lead *leadState) string { return lead.leadType })
	texts(LeadCell, "Cell", "cell of the lead value chart", func(lead *leadState) string { return lead.cell })
	nums(LeadMarketing, "Marketing", Count, "1: counts for Marketing's promise", func(lead *leadState) float64 { return oneOrZero(lead.forPromise) })

	for st := agreement.Created; st <= agreement.Won; st++ {
		if st == agreement.Created || l.hasStage(st) {
			nums(st.String(), agreement.StageTitles[st], Time, "effective date: the earliest of this stage and all later ones", func(lead *leadState) float64 { return l.serial(l.effective(lead, st)) })
		} else {
			nums(st.String(), agreement.StageTitles[st], Time, l.whyNoStage(st), func(*leadState) float64 { return NaN })
		}
	}
	handed(LeadHandoff, "Handoff", Time, "when Sales' clock starts", func(lead *leadState) float64 { return l.serial(lead.handoff) })
	seldom(LeadClosed, "Closed", Time, "lost, disqualified, recycled or won", func(lead *leadState) float64 { return l.serial(lead.closed) })
	seldom("left", "Left", Time, "beyond the handoff's stage, or closed after a touch: nothing more is owed", func(lead *leadState) float64 { return l.serial(lead.doneOwing()) })
	nums(LeadManaged, "MQL managed", Count, "1: managed as an MQL at any time of the period", func(lead *leadState) float64 { return oneOrZero(l.managedInPeriod(lead)) })
	nums(LeadOpenMQL, "Open MQL", Count, "1: an MQL at as_of: neither beyond, closed nor stale", func(lead *leadState) float64 { return oneOrZero(l.openMQL(lead)) })
	nums(LeadUniverse, "In universe", Count, "1: at QL or beyond and managed at as_of", func(lead *leadState) float64 {
		return oneOrZero(l.effective(lead, agreement.QL).Known() && l.managedNow(lead))
	})
	nums(LeadActive, "Active MQL", Count, "1: an MQL of the universe with a touch in the last 30 days", func(lead *leadState) float64 { return oneOrZero(l.active(lead)) })
	handed(LeadReturned, "Returned", Count, "1: disqualified within the time to accept", func(lead *leadState) float64 { return oneOrZero(l.returned(lead)) })
	nums(LeadDeals, "Deals", Count, "that exist at as_of", func(lead *leadState) float64 { return float64(len(lead.allDeals())) })
	nums(LeadDealAmount, "Deal amounts", Money, "of all its deals, lost ones too", func(lead *leadState) float64 { return totalAmount(lead.allDeals()) })
	nums(LeadWonAmount, "Won amount", Money, "of its deals won before as_of", l.wonAmount)
	seldom(LeadDaysToSQL, "MQL to SQL", Days, "elapsed, between its own dates", func(lead *leadState) float64 {
		return daysBetween(lead.ownDate(agreement.MQL), lead.ownDate(agreement.SQL))
	})
	seldom(LeadDaysToWon, "MQL to won", Days, "elapsed, between its own dates", func(lead *leadState) float64 {
		return daysBetween(lead.ownDate(agreement.MQL), lead.ownDate(agreement.Won))
	})

	hours := l.hoursTitle()
	done(rare, LeadFirstCall, "First call", Hours, "from handoff, in "+hours, func(lead *leadState) float64 { return l.hours(lead, lead.touchStats.firstCall) })
	done(rare, LeadFirstCallElapsed, "First call, calendar", Hours, "from handoff, elapsed", func(lead *leadState) float64 { return elapsedHours(lead.handoff, lead.touchStats.firstCall) })
	done(rare, LeadFirstTouch, "First touch", Hours, "from handoff, in "+hours, func(lead *leadState) float64 { return l.hours(lead, lead.touchStats.firstTouch) })
	done(handed, LeadCalls, "Calls", Touches, "before as_of", func(lead *leadState) float64 { return float64(lead.touchStats.calls) })
	done(handed, LeadTouched, "Touched", Count, "1: has a touch in the period", func(lead *leadState) float64 { return oneOrZero(lead.touchStats.touched) })
	done(handed, LeadContacted, "Contacted", Count, "1: a connected call or a conversation in the period", func(lead *leadState) float64 { return oneOrZero(lead.touchStats.contacted) })
	done(handed, LeadConversed, "Conversation", Count, "1: a conversation in the period", func(lead *leadState) float64 { return oneOrZero(lead.touchStats.conversed) })
	done(rare, LeadTouchesToSQL, "Touches to SQL", Touches, "from handoff to the SQL instant", l.touchesToSQL)
	done(rare, LeadHumanDelay, "Human delay", Hours, "assigned to first call, in "+hours, l.humanDelay)
	handed(LeadOffMotion, "Off motion", Count, "1: its motion is not the one its SDR works, by the team file", func(lead *leadState) float64 { return oneOrZero(l.offMotion(lead)) })
	seldom(LeadSystemDelay, "System delay", Hours, "created to assigned, in "+hours, l.systemDelay)
	handed(LeadHoursToStart, "To period's start", Hours, "from handoff, in "+hours, func(lead *leadState) float64 { return l.hours(lead, l.start) })
	rare(LeadHoursToAsOf, "To as of", Hours, "from handoff, in "+hours, func(lead *leadState) float64 { return l.hours(lead, l.asOf) })
	handed(LeadHoursToEnd, "To period's end", Hours, "from handoff, in "+hours, func(lead *leadState) float64 { return l.hours(lead, l.end) })
	rare(LeadHoursToLeaving, "To leaving", Hours, "from handoff, in "+hours+"; a bare date counts from its midnight", l.hoursToLeaving)

	t.Formula(LeadDelivered, "Delivered", Count, "1: counts in what Marketing delivered in the period", If(And{Compare(EQ, Col(LeadMarketing), Number(1)), Known(Col(LeadHandoff))},
		If(inFlow(LeadHandoff), Number(1), Number(0)), Number(0)))
	t.Formula(LeadValue, "Lead value", Money, "the chart's value of its cell", LookupExpr{Table: ChartTable, By: "cell", Give: "value", Key: Col(LeadCell)})
	l.obligationColumns(s, t, handed, rare, texts)
	l.overdueColumns(t, handed, rare)
	l.speedColumns(t, handed)
	l.landmarkColumns(nums, handed)
	kpiColumns(t)
}
