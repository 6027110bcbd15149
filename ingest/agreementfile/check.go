package agreementfile

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// check validates the terms against each other, after each term was validated on its own. Faults are
// collected by the loader, so that all of them can be reported at once.
func (l *loader) check(a *agreement.Agreement) {
	if until := a.Head.Until; !until.IsZero() && !until.After(a.Head.Effective.Time) {
		l.refuse("agreement.until", "agreement.until %s is not after effective %s; mend one of them",
			until.Format(time.DateOnly), a.Head.Effective.Format(time.DateOnly))
	}
	if len(a.Parties) < 2 {
		l.refuse("parties", "parties has %d; an agreement takes two or more, such as Marketing and Sales", len(a.Parties))
	}
	if a.Revenue.Retained > a.Revenue.Goal {
		l.refuse("revenue.retained", "revenue.retained is more than revenue.goal; "+
			"nothing would be left to win, so write both for the same %s", a.Revenue.Per)
	}
	l.checkStreams(a)
	l.checkHistory(a)
	l.checkLeadValue(&a.LeadValue)
	l.checkPromise(&a.Promise)
	l.checkFollowUp(a)
	l.checkKPIs(a.KPIs)
	l.checkInputs(a)
	l.checkNames(a)
}

// checkHistory checks that history has no quarter and stream twice, and names only streams of the agreement.
func (l *loader) checkHistory(a *agreement.Agreement) {
	seen := map[string]bool{}
	for i, h := range a.History {
		path := fmt.Sprintf("history[%d]", i)
		if id := h.Quarter.String() + " " + h.Stream; seen[id] {
			l.refuse(path+".quarter", "history has %s twice; keep one row a quarter and stream", strings.TrimSpace(id))
		} else {
			seen[id] = true
		}
		if names := streamNames(a); h.Stream != "" && len(names) > 0 {
			l.checkReference(path+".stream", h.Stream, "stream", names)
		}
	}
}

// checkReference records a fault at the value of a path if name is not in known, the names that the
// agreement defines. what states, for the message, what the value should be.
func (l *loader) checkReference(path, name, what string, known []string) {
	if !slices.Contains(known, name) {
		l.refuse(path, "%s %s is no %s of this agreement; %s",
			keyPath{at: path}, shortQuote(name), what, suggestion(name, known))
	}
}

// checkKeyReference does the same as checkReference for the key of a path.
func (l *loader) checkKeyReference(path, name, what string, known []string) {
	if !slices.Contains(known, name) {
		l.refuseKey(path, "%s is no %s of this agreement; %s", shortQuote(name), what, suggestion(name, known))
	}
}

// checkPromise checks that at most one kind of promise is made, and that the terms it needs are present.
func (l *loader) checkPromise(p *agreement.Promise) {
	forms := []string{}
	for _, key := range []string{"lead_value", "leads", "leads_per_seller"} {
		if l.has("promise." + key) {
			forms = append(forms, key)
		}
	}
	if len(forms) > 1 {
		l.refuse("promise."+forms[1], "promise has %s; keep one of them", strings.Join(forms, " and "))
	}
	if perSeller, sellers := p.LeadsPerSeller != nil, p.Sellers != nil; perSeller && !sellers {
		l.refuse("promise.leads_per_seller", "promise.sellers is missing; add sellers: and their number")
	} else if sellers && !perSeller {
		l.refuse("promise.sellers", "promise.leads_per_seller is missing; add it, or delete sellers")
	}
}

// checkFollowUp checks what Sales owes (action agreement, cadence, don't be on it): the terms on which each
// limit depends must be present.
func (l *loader) checkFollowUp(a *agreement.Agreement) {
	l.checkLines("action_agreement", a.Actions.ActionLines)
	for _, m := range a.Actions.Motions {
		l.checkLines("action_agreement."+m.Key, m.Value)
	}
	if a.Cadence != nil {
		seen := map[int]bool{}
		for i, step := range a.Cadence.Steps {
			if seen[step.Within.Days] {
				l.refuse(fmt.Sprintf("cadence.steps[%d].within", i),
					"cadence.steps has %dd twice; keep one step a limit", step.Within.Days)
			}
			seen[step.Within.Days] = true
		}
	}
	calls, after := l.has("dont_be_on_it.calls"), l.has("dont_be_on_it.after")
	if calls && !after {
		l.refuse("dont_be_on_it", "dont_be_on_it.after is missing; say by when the calls are due, as after: 14d")
	} else if after && !calls {
		l.refuse("dont_be_on_it", "dont_be_on_it.calls is missing; say how many are due by then, as calls: 5")
	}
}

// checkLines checks that a line with touches or breakups also has a timeframe: they are due when it ends.
func (l *loader) checkLines(path string, lines agreement.ActionLines) {
	for _, quality := range agreement.Qualities() {
		line := lines.Line(quality)
		if line != nil && line.Timeframe.IsZero() && (line.Touches != nil || line.Breakups != nil) {
			l.refuse(path+"."+quality, "%s.%s.timeframe is missing; "+
				"touches and breakups fall due at its end, so add timeframe: 60d", path, quality)
		}
	}
}

// checkKPIs checks the number of the KPIs, and the basis and goal of each.
func (l *loader) checkKPIs(kpis []agreement.KPITerm) {
	if n := len(kpis); n < 5 || n > 7 {
		l.refuse("kpis", "kpis has %d; choose 5 to 7", n)
	}
	seen := map[string]bool{}
	for i, k := range kpis {
		path := fmt.Sprintf("kpis[%d]", i)
		if seen[k.ID] {
			l.refuse(path+".id", "kpis.id %q stands twice; keep one", k.ID)
		}
		seen[k.ID] = true
		if k.Basis != "" && !agreement.HasBasis(k.ID) {
			l.refuse(path+".basis",
				"kpis.basis is for mql_to_sql, mql_to_proposal and mql_to_won only; delete it from %s", k.ID)
		}
		if k.Goal != nil {
			l.checkKPIGoal(path+".goal", k)
		}
	}
}

// checkKPIGoal checks that the goal of a percentage is written with %, and that no other goal is: 8
// instead of 8% would mean 800 %.
func (l *loader) checkKPIGoal(path string, k agreement.KPITerm) {
	unit, _ := agreement.KnownKPI(k.ID)
	text := l.places[path].text
	switch signed := strings.HasSuffix(strings.TrimSpace(text), "%"); {
	case signed && unit != formula.Percent:
		l.refuse(path, "kpis.goal %s of %s is not a percentage; write a plain number", shortQuote(text), k.ID)
	case !signed && unit == formula.Percent && math.Abs(*k.Goal) >= 2:
		l.refuse(path, "kpis.goal %s of %s would be %.0f %%; write %s%%",
			shortQuote(text), k.ID, *k.Goal*100, strings.TrimSpace(text))
	}
}

func streamNames(a *agreement.Agreement) []string {
	var names []string
	for _, s := range a.Revenue.Streams {
		names = append(names, s.Name)
	}
	return names
}

func tierIDs(v *agreement.LeadValue) []string {
	var ids []string
	for _, t := range v.Tiers {
		ids = append(ids, t.ID)
	}
	return ids
}

func actionIDs(v *agreement.LeadValue) []string {
	var ids []string
	for _, x := range v.Actions {
		ids = append(ids, x.ID)
	}
	return ids
}

// checkStreams checks the streams by SPEC section 7: their shares add up to 100 %, their funnels end in
// won.
func (l *loader) checkStreams(a *agreement.Agreement) {
	total, absent := 0.0, false
	for i, s := range a.Revenue.Streams {
		path := fmt.Sprintf("revenue.streams[%d]", i)
		if total += s.Share.Value; s.Share.Value == 0 {
			absent = true
			l.refuse(path,
				"revenue.streams.share is missing; with several streams each says its own, as share: 60%%")
		}
		l.checkFunnel(path+".funnel", s.Funnel)
		for j, t := range s.LeadTypes {
			l.checkLeadType(fmt.Sprintf("%s.lead_types[%d]", path, j), a, s, t)
		}
	}
	if len(a.Revenue.Streams) > 0 && !absent && math.Abs(total-1) > 1e-9 {
		l.refuse("revenue.streams",
			"revenue.streams have shares of %s%% together; mend them to 100%%", percentText(total))
	}
}

// percentText returns a share as a percentage, 0.9 as 90, without the rounding error of a sum.
func percentText(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e10)/1e8, 'f', -1, 64)
}

// checkFunnel checks the order of the stages, and that each stage but won has a rate to the next.
func (l *loader) checkFunnel(path string, funnel []agreement.FunnelStep) {
	for i, step := range funnel {
		at := fmt.Sprintf("%s[%d]", path, i)
		if i > 0 && step.Stage <= funnel[i-1].Stage {
			l.refuse(at+".stage", "stage %s stands after %s; put the stages in the order %s, each once",
				step.Stage, funnel[i-1].Stage, strings.Join(funnelStages, ", "))
		}
		switch rated := l.has(at + ".to_next"); {
		case step.Stage == agreement.Won && rated:
			l.refuse(at+".to_next", "stage won has no next; delete to_next")
		case step.Stage == agreement.Won && step.Target != nil:
			l.refuse(at+".target", "stage won has no rate; delete target")
		case step.Stage != agreement.Won && !rated:
			l.refuse(at, "to_next is missing for stage %s; "+
				"add the rate to the next stage, as to_next: 25%%, or history", step.Stage)
		}
	}
	if n := len(funnel); l.has(path) && (n < 2 || funnel[n-1].Stage != agreement.Won) {
		l.refuse(path, "the funnel does not end in won; write two or more stages, the last {stage: won}")
	}
}

// checkLeadType checks that a lead type can match leads, and that its rates belong to stages of the
// funnel.
func (l *loader) checkLeadType(path string, a *agreement.Agreement, s agreement.Stream, t agreement.LeadType) {
	if t.Match == (agreement.LeadMatch{}) {
		l.refuse(path+".match", "match is empty; say which leads are of the type, as match: {motion: outbound}")
	}
	if ids := tierIDs(&a.LeadValue); t.Match.Tier != "" && len(ids) > 0 {
		l.checkReference(path+".match.tier", t.Match.Tier, "tier", ids)
	}
	if ids := actionIDs(&a.LeadValue); t.Match.Action != "" && len(ids) > 0 {
		l.checkReference(path+".match.action", t.Match.Action, "action", ids)
	}
	for _, r := range t.Rates {
		if !slices.ContainsFunc(s.Funnel, func(f agreement.FunnelStep) bool { return f.Stage.String() == r.Key }) {
			l.refuseKey(path+".rates."+r.Key,
				"stage %s is not in the funnel of %s; add it there or delete it here", r.Key, s.Name)
		}
	}
}

// checkLeadValue checks that the terms from which the method computes the lead value are present. A lead
// must be worth more than 0, because leads are counted by dividing by its value (article 003).
func (l *loader) checkLeadValue(v *agreement.LeadValue) {
	missing := func(key, example string) {
		l.refuse("lead_value", "lead_value.%s is missing; method %s needs it: %s", key, v.Method, example)
	}
	if v.Method == "ltv" || v.Method == "close_rate" {
		if len(v.Tiers) == 0 {
			missing("tiers", "tiers: [{id: A, five_year_revenue: 75000}]")
		}
		if len(v.Actions) == 0 {
			missing("actions", "actions: [{id: demo_request, name: Books a call}]")
		}
	}
	if v.Method == "close_rate" && len(v.CloseRates) == 0 {
		missing("close_rates", "close_rates: {A: {demo_request: 3%}}")
	}
	for i, t := range v.Tiers {
		if v.Method == "ltv" && t.FiveYearRevenue == 0 {
			l.refuse(fmt.Sprintf("lead_value.tiers[%d]", i),
				"five_year_revenue of tier %s is missing; method ltv needs it", t.ID)
		}
	}
	for i, x := range v.Actions {
		if !x.CallWithin.IsZero() && !x.HandRaiser {
			l.refuse(fmt.Sprintf("lead_value.actions[%d].call_within", i),
				"call_within is for hand raisers; add hand_raiser: true to action %s, or delete it", x.ID)
		}
	}
	l.checkCloseRates(v)
}

// checkCloseRates checks that close rates and average purchases refer to defined tiers and actions, and
// that each has its counterpart.
func (l *loader) checkCloseRates(v *agreement.LeadValue) {
	tiers, actions := tierIDs(v), actionIDs(v)
	for _, row := range v.CloseRates {
		path := "lead_value.close_rates." + row.Key
		l.checkKeyReference(path, row.Key, "tier", tiers)
		for _, cell := range row.Value {
			l.checkKeyReference(path+"."+cell.Key, cell.Key, "action", actions)
		}
		if _, ok := v.AveragePurchase.Get(row.Key); !ok && v.Method == "close_rate" {
			l.refuseKey(path,
				"average_purchase of tier %s is missing; method close_rate multiplies it with the rate", row.Key)
		}
	}
	for _, p := range v.AveragePurchase {
		l.checkKeyReference("lead_value.average_purchase."+p.Key, p.Key, "tier", tiers)
	}
}

// uniqueName is a name of the agreement that becomes part of an id, with its position.
type uniqueName struct {
	label, name  string
	line, column int
}

// nameAt returns the name at a path.
func (l *loader) nameAt(path, name string) uniqueName {
	n := l.places[path]
	return uniqueName{keyPath{at: path}.String(), name, n.line, n.column}
}

// checkNames refuses two names that give the same id, and a name that gives an id reserved in its family
// (IDS.md).
func (l *loader) checkNames(a *agreement.Agreement) {
	var streams, tiers, actions, channels []uniqueName
	for i, s := range a.Revenue.Streams {
		path := fmt.Sprintf("revenue.streams[%d]", i)
		streams = append(streams, l.nameAt(path+".name", s.Name))
		var types []uniqueName
		for j, t := range s.LeadTypes {
			types = append(types, l.nameAt(fmt.Sprintf("%s.lead_types[%d].name", path, j), t.Name))
		}
		l.checkFamily(types, "none", "other")
	}
	for i, t := range a.LeadValue.Tiers {
		tiers = append(tiers, l.nameAt(fmt.Sprintf("lead_value.tiers[%d].id", i), t.ID))
	}
	for i, x := range a.LeadValue.Actions {
		actions = append(actions, l.nameAt(fmt.Sprintf("lead_value.actions[%d].id", i), x.ID))
	}
	for _, c := range a.Budget.Channels {
		key := l.places["budget.channels."+c.Key].key
		channels = append(channels, uniqueName{"budget.channels", c.Key, key.line, key.column})
	}
	l.checkFamily(streams, "none", "total")
	l.checkFamily(tiers, "none")
	l.checkFamily(actions, "none")
	l.checkFamily(channels, "none", "total", "unattributed", "rows")
	l.checkCells(tiers, actions)
}

// checkFamily checks the names of one family of ids.
func (l *loader) checkFamily(names []uniqueName, reserved ...string) {
	first := map[string]uniqueName{}
	for _, n := range names {
		id := agreement.Slug(n.name)
		other, taken := first[id]
		refuse := func(reason string) {
			l.refuseAt(n.line, n.column, "%s %s makes the id %s, %s", n.label, shortQuote(n.name), id, reason)
		}
		switch {
		case id == "none":
			refuse("which stands for blank; rename it, with a letter a-z or digit")
		case slices.Contains(reserved, id):
			refuse("which has its own meaning there; rename it")
		case taken:
			refuse(fmt.Sprintf("as %s in line %d does; rename one", shortQuote(other.name), other.line))
		default:
			first[id] = n
		}
	}
}

// checkCells refuses pairs of a tier and an action that have the same workbook name, in which "." becomes
// "_": a_b with c, and a with b_c.
func (l *loader) checkCells(tiers, actions []uniqueName) {
	first := map[string]string{}
	for _, t := range tiers {
		for _, x := range actions {
			cell := agreement.Slug(t.name) + "." + agreement.Slug(x.name)
			name := calc.Name(cell)
			if other := first[name]; other != "" && other != cell {
				l.refuseAt(x.line, x.column,
					"tier %s and action %s make the workbook name %s, as the cell %s does; rename one",
					t.name, x.name, name, other)
			}
			first[name] = cell
		}
	}
}
