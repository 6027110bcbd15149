package agreementfile

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/formula"
)

// check holds the terms against each other. Each term by itself is known to keep its rule.
func (l *loader) check(a *agreement.Agreement) {
	if until := a.Head.Until; !until.IsZero() && !until.After(a.Head.Effective.Time) {
		l.refuse("agreement.until", "agreement.until %s is not after effective %s; mend one of them",
			until.Format(time.DateOnly), a.Head.Effective.Format(time.DateOnly))
	}
	if len(a.Parties) < 2 {
		l.refuse("parties", "parties has %d; an agreement takes two or more, such as Marketing and Sales", len(a.Parties))
	}
	if a.Revenue.Retained > a.Revenue.Goal {
		l.refuse("revenue.retained", "revenue.retained is more than revenue.goal; nothing would be left to win, so write both for the same %s", a.Revenue.Per)
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

// checkReference refuses a value that names what the agreement does not define.
func (l *loader) checkReference(path, name, what string, known []string) {
	if !slices.Contains(known, name) {
		l.refuse(path, "%s %s is no %s of this agreement; %s", keyPath{at: path}, shortQuote(name), what, suggestion(name, known))
	}
}

// checkKeyReference refuses the key at a path, likewise.
func (l *loader) checkKeyReference(path, name, what string, known []string) {
	if !slices.Contains(known, name) {
		l.refuseKey(path, "%s is no %s of this agreement; %s", shortQuote(name), what, suggestion(name, known))
	}
}

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

// checkFollowUp sees that each limit of Sales' side has what it counts from.
func (l *loader) checkFollowUp(a *agreement.Agreement) {
	l.checkLines("action_agreement", a.Actions.ActionLines)
	for _, m := range a.Actions.Motions {
		l.checkLines("action_agreement."+m.Key, m.Value)
	}
	if a.Cadence != nil {
		seen := map[int]bool{}
		for i, step := range a.Cadence.Steps {
			if seen[step.Within.Days] {
				l.refuse(fmt.Sprintf("cadence.steps[%d].within", i), "cadence.steps has %dd twice; keep one step a limit", step.Within.Days)
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

func (l *loader) checkLines(path string, lines agreement.ActionLines) {
	for _, line := range []struct {
		quality string
		*agreement.ActionLine
	}{{"high", lines.High}, {"moderate", lines.Moderate}, {"low", lines.Low}} {
		if line.ActionLine != nil && line.Timeframe.IsZero() && (line.Touches != nil || line.Breakups != nil) {
			l.refuse(path+"."+line.quality, "%s.%s.timeframe is missing; touches and breakups fall due at its end, so add timeframe: 60d", path, line.quality)
		}
	}
}

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
			l.refuse(path+".basis", "kpis.basis is for mql_to_sql, mql_to_proposal and mql_to_won only; delete it from %s", k.ID)
		}
		if k.Goal != nil {
			l.checkKPIGoal(path+".goal", k)
		}
	}
}

// checkKPIGoal wants a percentage where the KPI is one, and nowhere else; 8 for 8% would be 800 %.
func (l *loader) checkKPIGoal(path string, k agreement.KPITerm) {
	unit, _ := agreement.KnownKPI(k.ID)
	text := l.places[path].text
	switch signed := strings.HasSuffix(strings.TrimSpace(text), "%"); {
	case signed && unit != formula.Percent:
		l.refuse(path, "kpis.goal %s of %s is not a percentage; write a plain number", shortQuote(text), k.ID)
	case !signed && unit == formula.Percent && math.Abs(*k.Goal) >= 2:
		l.refuse(path, "kpis.goal %s of %s would be %.0f %%; write %s%%", shortQuote(text), k.ID, *k.Goal*100, strings.TrimSpace(text))
	}
}
