package model

import "math"

// revenue adds the goal that the plan starts from, and each stream with its funnel and lead types.
func (t *termList) revenue(a *Agreement) {
	r := a.Revenue
	t.in("Revenue")
	t.input("revenue.goal", "Revenue goal", Money, r.Goal, "a "+r.per())
	t.text("revenue.per", "Goal is a", r.per())
	t.input("revenue.retained", "Revenue of customers already won", Money, r.Retained, "taken off the goal first")
	t.rate("revenue.marketing_share", "Share that Marketing's leads are to bring", r.MarketingShare)
	if !r.Starts.IsZero() {
		t.rerun("revenue.starts", "First month of the plan", Date, Num(Serial(civil(r.Starts.Time))))
	}
	for _, st := range r.Streams {
		t.stream(st)
	}
}

// per is the goal's own period: year, quarter or month.
func (r Revenue) per() string {
	if r.Per == "" {
		return "year"
	}
	return r.Per
}

func (t *termList) stream(st Stream) {
	path := streamPath(st)
	t.in("Stream: " + st.Name)
	t.text(path+".name", "Stream", st.Name)
	t.rate(path+".share", "Share of the goal", st.Share)
	t.amount(path+".average_deal", "Average deal", Money, st.AverageDeal, "revenue of one won deal")
	t.days(path+".lag", "MQL to won", st.Lag)
	for i, step := range st.transitions() {
		p, title := path+".funnel."+step.Stage.String(), stageTitles[step.Stage]+" to "+stageTitles[st.next(i)]
		t.rate(p+".to_next", title, step.ToNext)
		if step.Target != nil {
			t.input(p+".target", title+": target", Percent, step.Target.Rate, "")
			t.rerun(p+".target_by", title+": target by", Date, Num(Serial(civil(step.Target.By.Time))))
		}
		t.text(p+".owner", title+": owner", step.Owner)
	}
	for _, lt := range st.LeadTypes {
		t.leadType(path+".lead_types."+Slug(lt.Name), st, lt)
	}
}

func streamPath(st Stream) string { return "revenue.streams." + Slug(st.Name) }

func (t *termList) leadType(path string, st Stream, lt LeadType) {
	t.text(path+".name", "Lead type", lt.Name)
	for _, m := range lt.Match.fields() {
		t.text(path+".match."+m.Key, lt.Name+": "+m.Key, m.Value)
	}
	for i, step := range st.transitions() {
		if r, own := lt.Rates.Get(step.Stage.String()); own {
			t.rate(path+".rates."+step.Stage.String(), lt.Name+": "+stageTitles[step.Stage]+" to "+stageTitles[st.next(i)], r)
		}
	}
}

// history adds last year's quarters, one term for each count. Where nothing of the plan is `history` they change nothing, and
// are no inputs.
func (t *termList) history(a *Agreement) {
	t.in("History")
	count := func(path, title string, u Unit, x float64) {
		switch {
		case math.IsNaN(x):
		case a.UsesHistory():
			t.input(path, title, u, x, "")
		default:
			t.s.Given(Term{ID: "term." + path, Section: t.section, Title: title, Unit: u, Value: Num(x), Note: "the plan takes nothing from history"})
		}
	}
	for _, q := range a.History {
		path, title := historyPath(q), q.Quarter.String()
		if q.Stream != "" {
			title += " " + q.Stream
		}
		for st := QL; st <= Won; st++ {
			count(path+"."+st.String(), title+": "+stageTitles[st], Count, q.Counts[st])
		}
		count(path+".revenue", title+": revenue", Money, q.Revenue)
	}
}

// UsesHistory says that a rate or average deal of the agreement is `history`.
func (a *Agreement) UsesHistory() bool {
	for _, st := range a.Revenue.Streams {
		if st.AverageDeal.History {
			return true
		}
		for _, step := range st.Funnel {
			if step.ToNext.History {
				return true
			}
		}
	}
	return false
}

// historyPath names a row of the history by its quarter, and its stream where it has one.
func historyPath(q HistoryQuarter) string {
	path := "history." + Slug(q.Quarter.String())
	if q.Stream != "" {
		path += "." + Slug(q.Stream)
	}
	return path
}

// goals adds the goal grid, a month, and those of single motions.
func (t *termList) goals(a *Agreement) {
	t.in("Goals")
	for _, l := range gridLines {
		t.optional("goals."+l.id, l.title, Count, a.Goals.goal(l.id), "a month")
	}
	for _, m := range a.Goals.Motions {
		for _, l := range gridLines {
			t.optional("goals."+Slug(m.Key)+"."+l.id, capital(m.Key)+": "+l.title, Count, m.Value.goal(l.id), "a month")
		}
	}
}

// goal finds the goal of a grid line by its id; nil where none is agreed.
func (g GridGoals) goal(line string) *float64 {
	switch line {
	case "leads_sourced":
		return g.LeadsSourced
	case "qualified_leads":
		return g.QualifiedLeads
	case "mqls_created":
		return g.MQLsCreated
	case "mqls_managed":
		return g.MQLsManaged
	}
	return g.SQLsCreated
}
