package agreementfile

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"leadpact/model/agreement"
)

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

// checkStreams holds the streams to SPEC section 7: their shares make the whole, their funnels end in won.
func (l *loader) checkStreams(a *agreement.Agreement) {
	total, absent := 0.0, false
	for i, s := range a.Revenue.Streams {
		path := fmt.Sprintf("revenue.streams[%d]", i)
		if total += s.Share.Value; s.Share.Value == 0 {
			absent = true
			l.refuse(path, "revenue.streams.share is missing; with several streams each says its own, as share: 60%%")
		}
		l.checkFunnel(path+".funnel", s.Funnel)
		for j, t := range s.LeadTypes {
			l.checkLeadType(fmt.Sprintf("%s.lead_types[%d]", path, j), a, s, t)
		}
	}
	if len(a.Revenue.Streams) > 0 && !absent && math.Abs(total-1) > 1e-9 {
		l.refuse("revenue.streams", "revenue.streams have shares of %s%% together; mend them to 100%%", percentText(total))
	}
}

// percentText writes a share of 0.9 as 90, without the residue of its sum.
func percentText(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e10)/1e8, 'f', -1, 64)
}

func (l *loader) checkFunnel(path string, funnel []agreement.FunnelStep) {
	for i, step := range funnel {
		at := fmt.Sprintf("%s[%d]", path, i)
		if i > 0 && step.Stage <= funnel[i-1].Stage {
			l.refuse(at+".stage", "stage %s stands after %s; put the stages in the order %s, each once", step.Stage, funnel[i-1].Stage, strings.Join(funnelStages, ", "))
		}
		switch rated := l.has(at + ".to_next"); {
		case step.Stage == agreement.Won && rated:
			l.refuse(at+".to_next", "stage won has no next; delete to_next")
		case step.Stage == agreement.Won && step.Target != nil:
			l.refuse(at+".target", "stage won has no rate; delete target")
		case step.Stage != agreement.Won && !rated:
			l.refuse(at, "to_next is missing for stage %s; add the rate to the next stage, as to_next: 25%%, or history", step.Stage)
		}
	}
	if n := len(funnel); l.has(path) && (n < 2 || funnel[n-1].Stage != agreement.Won) {
		l.refuse(path, "the funnel does not end in won; write two or more stages, the last {stage: won}")
	}
}

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
			l.refuseKey(path+".rates."+r.Key, "stage %s is not in the funnel of %s; add it there or delete it here", r.Key, s.Name)
		}
	}
}

// checkLeadValue sees that the method has what it computes from. A lead cannot be worth 0 (article 003).
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
			l.refuse(fmt.Sprintf("lead_value.tiers[%d]", i), "five_year_revenue of tier %s is missing; method ltv needs it", t.ID)
		}
	}
	for i, x := range v.Actions {
		if !x.CallWithin.IsZero() && !x.HandRaiser {
			l.refuse(fmt.Sprintf("lead_value.actions[%d].call_within", i), "call_within is for hand raisers; add hand_raiser: true to action %s, or delete it", x.ID)
		}
	}
	l.checkCloseRates(v)
}

func (l *loader) checkCloseRates(v *agreement.LeadValue) {
	tiers, actions := tierIDs(v), actionIDs(v)
	for _, row := range v.CloseRates {
		path := "lead_value.close_rates." + row.Key
		l.checkKeyReference(path, row.Key, "tier", tiers)
		for _, cell := range row.Value {
			l.checkKeyReference(path+"."+cell.Key, cell.Key, "action", actions)
		}
		if _, ok := v.AveragePurchase.Get(row.Key); !ok && v.Method == "close_rate" {
			l.refuseKey(path, "average_purchase of tier %s is missing; method close_rate multiplies it with the rate", row.Key)
		}
	}
	for _, p := range v.AveragePurchase {
		l.checkKeyReference("lead_value.average_purchase."+p.Key, p.Key, "tier", tiers)
	}
}
