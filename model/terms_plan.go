package model

import (
	"math"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// revenue adds the goal that the plan starts from, and each stream with its funnel and lead types.
func (t *termList) revenue(a *agreement.Agreement) {
	r := a.Revenue
	t.in("Revenue")
	t.input("revenue.goal", "Revenue goal", Money, r.Goal, "a "+r.GoalPeriod())
	t.text("revenue.per", "Goal is a", r.GoalPeriod())
	t.input("revenue.retained", "Revenue of customers already won", Money, r.Retained, "taken off the goal first")
	t.rate("revenue.marketing_share", "Share that Marketing's leads are to bring", r.MarketingShare)
	if !r.Starts.IsZero() {
		t.rerun("revenue.starts", "First month of the plan", Date, Num(calendar.Serial(calendar.Civil(r.Starts.Time))))
	}
	for _, st := range r.Streams {
		t.stream(st)
	}
}

func (t *termList) stream(st agreement.Stream) {
	path := streamPath(st)
	t.in("Stream: " + st.Name)
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
		t.leadType(path+".lead_types."+agreement.Slug(lt.Name), st, lt)
	}
}

func streamPath(st agreement.Stream) string { return "revenue.streams." + agreement.Slug(st.Name) }

func (t *termList) leadType(path string, st agreement.Stream, lt agreement.LeadType) {
	t.text(path+".name", "Lead type", lt.Name)
	for _, m := range lt.Match.Fields() {
		t.text(path+".match."+m.Key, lt.Name+": "+m.Key, m.Value)
	}
	for i, step := range st.Transitions() {
		if r, own := lt.Rates.Get(step.Stage.String()); own {
			t.rate(path+".rates."+step.Stage.String(), lt.Name+": "+agreement.StageTitles[step.Stage]+" to "+agreement.StageTitles[st.StageAfter(i)], r)
		}
	}
}

// history adds last year's quarters, one term for each count. Where nothing of the plan is `history` they change nothing, and
// are no inputs.
func (t *termList) history(a *agreement.Agreement) {
	t.in("History")
	count := func(path, title string, u Unit, x float64) {
		switch {
		case math.IsNaN(x):
		case a.UsesHistory():
			t.input(path, title, u, x, "")
		default:
			t.s.Given(calc.Term{ID: "term." + path, Section: t.section, Title: title, Unit: u, Value: Num(x), Note: "the plan takes nothing from history"})
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

// historyPath names a row of the history by its quarter, and its stream where it has one.
func historyPath(q agreement.HistoryQuarter) string {
	path := "history." + agreement.Slug(q.Quarter.String())
	if q.Stream != "" {
		path += "." + agreement.Slug(q.Stream)
	}
	return path
}

// goals adds the goal grid, a month, and those of single motions.
func (t *termList) goals(a *agreement.Agreement) {
	t.in("Goals")
	for _, l := range gridLines {
		t.optional("goals."+l.id, l.title, Count, a.Goals.Goal(l.id), "a month")
	}
	for _, m := range a.Goals.Motions {
		for _, l := range gridLines {
			t.optional("goals."+agreement.Slug(m.Key)+"."+l.id, capital(m.Key)+": "+l.title, Count, m.Value.Goal(l.id), "a month")
		}
	}
}
