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
	t := s.AddTable(calc.NewTable("leads", "Leads", len(rows)))
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
	texts("lead_id", "Lead", "id in the CRM", func(f *leadState) string { return f.ID })
	texts("file", "File", "input file", func(f *leadState) string { return l.texts.text(f.file) })
	seldom("line", "Line", Count, "physical line in the file", func(f *leadState) float64 { return float64(f.Line) })
	texts("sdr", "SDR", "owner at export", l.ownerOf)
	nums("sdr_no", "SDR no.", Count, "row on SDR Protocol", func(f *leadState) float64 { return no[f.owner] })
	texts("channel", "Source", "lead source as the CRM has it", func(f *leadState) string { return f.Channel })
	nums("channel_no", "Channel no.", Count, "row on Budget vs Value; 0 is unattributed", func(f *leadState) float64 { return float64(f.channelNo) })
	texts("campaign", "Campaign", "", func(f *leadState) string { return l.texts.text(f.campaign) })
	texts("tier", "Tier", "who the lead is", func(f *leadState) string { return f.Tier })
	texts("action", "Action", "what it did", func(f *leadState) string { return f.Action })
	texts("quality", "Quality", "as the agreement reads it; unrated leads as it says", func(f *leadState) string { return f.ratedQuality })
	texts("action_line", "Action line", "line of the action agreement", func(f *leadState) string { return f.lineKey })
	texts("motion", "Motion", "a blank one is inbound", func(f *leadState) string { return motionOf(f.Motion) })
	texts("stream", "Stream", "revenue stream", func(f *leadState) string { return f.Stream })
	texts("type", "Lead type", "type of the stream that it matches", func(f *leadState) string { return f.leadType })
	texts("cell", "Cell", "cell of the lead value chart", func(f *leadState) string { return f.cell })
	nums("marketing", "Marketing", Count, "1: counts for Marketing's promise", func(f *leadState) float64 { return oneOrZero(f.forPromise) })

	for st := agreement.Created; st <= agreement.Won; st++ {
		if st == agreement.Created || l.hasStage(st) {
			nums(st.String(), agreement.StageTitles[st], Time, "effective date: the earliest of this stage and all later ones", func(f *leadState) float64 { return l.serial(l.effective(f, st)) })
		} else {
			nums(st.String(), agreement.StageTitles[st], Time, l.whyNoStage(st), func(*leadState) float64 { return NaN })
		}
	}
	handed("handoff", "Handoff", Time, "when Sales' clock starts", func(f *leadState) float64 { return l.serial(f.handoff) })
	seldom("closed", "Closed", Time, "lost, disqualified, recycled or won", func(f *leadState) float64 { return l.serial(f.closed) })
	seldom("left", "Left", Time, "beyond the handoff's stage, or closed after a touch: nothing more is owed", func(f *leadState) float64 { return l.serial(f.doneOwing()) })
	nums("managed", "MQL managed", Count, "1: managed as an MQL at any time of the period", func(f *leadState) float64 { return oneOrZero(l.managedInPeriod(f)) })
	nums("open_mql", "Open MQL", Count, "1: an MQL at as_of: neither beyond, closed nor stale", func(f *leadState) float64 { return oneOrZero(l.openMQL(f)) })
	nums("universe", "In universe", Count, "1: at QL or beyond and managed at as_of", func(f *leadState) float64 { return oneOrZero(l.effective(f, agreement.QL).Known() && l.managedNow(f)) })
	nums("active", "Active MQL", Count, "1: an MQL of the universe with a touch in the last 30 days", func(f *leadState) float64 { return oneOrZero(l.active(f)) })
	handed("returned", "Returned", Count, "1: disqualified within the time to accept", func(f *leadState) float64 { return oneOrZero(l.returned(f)) })
	nums("deals", "Deals", Count, "that exist at as_of", func(f *leadState) float64 { return float64(len(f.allDeals())) })
	nums("deal_amount", "Deal amounts", Money, "of all its deals, lost ones too", func(f *leadState) float64 { return totalAmount(f.allDeals()) })
	nums("won_amount", "Won amount", Money, "of its deals won before as_of", l.wonAmount)
	seldom("days_mql_to_sql", "MQL to SQL", Days, "elapsed, between its own dates", func(f *leadState) float64 { return daysBetween(f.ownDate(agreement.MQL), f.ownDate(agreement.SQL)) })
	seldom("days_mql_to_won", "MQL to won", Days, "elapsed, between its own dates", func(f *leadState) float64 { return daysBetween(f.ownDate(agreement.MQL), f.ownDate(agreement.Won)) })

	hours := l.hoursTitle()
	done(rare, "first_call", "First call", Hours, "from handoff, in "+hours, func(f *leadState) float64 { return l.hours(f, f.touchStats.firstCall) })
	done(rare, "first_call_calendar", "First call, calendar", Hours, "from handoff, elapsed", func(f *leadState) float64 { return elapsedHours(f.handoff, f.touchStats.firstCall) })
	done(rare, "first_touch", "First touch", Hours, "from handoff, in "+hours, func(f *leadState) float64 { return l.hours(f, f.touchStats.firstTouch) })
	done(handed, "calls", "Calls", Touches, "before as_of", func(f *leadState) float64 { return float64(f.touchStats.calls) })
	done(handed, "touched", "Touched", Count, "1: has a touch in the period", func(f *leadState) float64 { return oneOrZero(f.touchStats.touched) })
	done(handed, "contacted", "Contacted", Count, "1: a connected call or a conversation in the period", func(f *leadState) float64 { return oneOrZero(f.touchStats.contacted) })
	done(handed, "conversed", "Conversation", Count, "1: a conversation in the period", func(f *leadState) float64 { return oneOrZero(f.touchStats.conversed) })
	done(rare, "touches_to_sql", "Touches to SQL", Touches, "from handoff to the SQL instant", l.touchesToSQL)
	done(rare, "human_delay", "Human delay", Hours, "assigned to first call, in "+hours, l.humanDelay)
	handed("off_motion", "Off motion", Count, "1: its motion is not the one its SDR works, by the team file", func(f *leadState) float64 { return oneOrZero(l.offMotion(f)) })
	seldom("system_delay", "System delay", Hours, "created to assigned, in "+hours, l.systemDelay)
	handed("to_start", "To period's start", Hours, "from handoff, in "+hours, func(f *leadState) float64 { return l.hours(f, l.start) })
	rare("to_until", "To as of", Hours, "from handoff, in "+hours, func(f *leadState) float64 { return l.hours(f, l.asOf) })
	handed("to_end", "To period's end", Hours, "from handoff, in "+hours, func(f *leadState) float64 { return l.hours(f, l.end) })
	rare("to_left", "To leaving", Hours, "from handoff, in "+hours+"; a bare date counts from its midnight", l.hoursToLeaving)

	t.Formula("delivered", "Delivered", Count, "1: counts in what Marketing delivered in the period", If(And{Compare(EQ, Col("marketing"), Number(1)), Known(Col("handoff"))},
		If(inFlow("handoff"), Number(1), Number(0)), Number(0)))
	t.Formula("value", "Lead value", Money, "the chart's value of its cell", LookupExpr{Table: "chart", By: "cell", Give: "value", Key: Col("cell")})
	l.obligationColumns(s, t, handed, rare, texts)
	l.overdueColumns(t, handed, rare)
	l.speedColumns(t, handed)
	l.addLandmarkColumns(nums, handed)
	addKPIColumns(t)
}
