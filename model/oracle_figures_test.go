package model_test

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

// sentence is the oracle's result: figures by id, and the two lists.
type sentence struct {
	figures  map[string]float64 // NaN: n/a
	words    map[string]string  // flags
	breaches []string
	list     []string
}

func (w *world) sentence() sentence {
	s := sentence{figures: map[string]float64{}, words: map[string]string{}}
	var leads []*lead
	for _, x := range w.leads {
		w.live(x)
		if x.exists {
			leads = append(leads, x)
		}
	}
	w.leads = leads
	w.obligations(&s)
	w.list(&s)
	w.grid(&s)
	w.speed(&s)
	w.kpis(&s)
	for _, name := range w.sdrs() {
		w.sdr(&s, name)
	}
	w.unknownWithoutSQL(&s)
	return s
}

var ruleIDs = []string{"call_time", "contact", "touches", "breakup"}

func (w *world) allRules() []string {
	ids := slices.Clone(ruleIDs)
	for _, s := range w.cadence {
		ids = append(ids, fmt.Sprintf("cadence_%dd", s.days))
	}
	return ids
}

var verdictIDs = []string{"met", "late", "missed", "pending", "excused", "na"}

func ownerOf(x *lead) string {
	if x.owner == "" {
		return "Unassigned"
	}
	return x.owner
}

// sdrs returns the team started by as_of, then every other owner by name, then Unassigned.
func (w *world) sdrs() []string {
	var out, others []string
	for _, name := range w.team {
		if from, ok := w.starts[name]; !ok || w.midnight(from) < w.asOf {
			out = append(out, name)
		}
	}
	for _, x := range w.leads {
		if x.owner != "" && !slices.Contains(out, x.owner) && !slices.Contains(others, x.owner) {
			others = append(others, x.owner)
		}
	}
	sort.Strings(others)
	return append(append(out, others...), "Unassigned")
}

// unknownWithoutSQL makes n/a what depends on when leads became SQLs: rules in days.
func (w *world) unknownWithoutSQL(s *sentence) {
	if w.provided[sql] {
		return
	}
	for id := range s.figures {
		for _, rule := range w.allRules() {
			ofRule := strings.Contains(id, "adherence."+rule) || strings.Contains(id, "/"+rule+"/")
			if inDays := rule != "call_time" && rule != "contact"; inDays && ofRule {
				s.figures[id] = math.NaN()
			}
		}
	}
	for _, id := range []string{"breaches.count", "kpi.touch_adherence"} {
		s.figures[id] = math.NaN()
	}
	s.breaches = slices.DeleteFunc(s.breaches, func(b string) bool {
		return !strings.Contains(b, " contact ") && !strings.Contains(b, " call_time ")
	})
}

func (w *world) obligations(s *sentence) {
	of := map[string]int{}
	for _, id := range w.allRules() {
		for _, v := range verdictIDs {
			s.figures["adherence."+id+"."+v] = 0
			for _, name := range w.sdrs() {
				s.figures[name+"/"+id+"/"+v] = 0
			}
		}
	}
	broken := 0
	for _, x := range w.leads {
		for _, r := range w.rules(x) {
			j := w.judge(x, r)
			if j.verdict == "" {
				continue
			}
			of[j.verdict]++
			s.figures["adherence."+r.id+"."+j.verdict]++
			s.figures[ownerOf(x)+"/"+r.id+"/"+j.verdict]++
			if j.verdict == "late" || j.verdict == "missed" {
				broken++
				s.breaches = append(s.breaches, fmt.Sprintf("%s %s %s %s start %d due %d done %d late %.5f", ownerOf(x), x.id, r.id, j.verdict, x.handoff.at, j.due, j.done, j.late))
			}
		}
	}
	s.figures["breaches.count"] = float64(broken)
	share := func(to, from string) {
		met, late, missed := s.figures[from+"met"], s.figures[from+"late"], s.figures[from+"missed"]
		s.figures[to] = ratio(met, met+late+missed)
	}
	for _, id := range w.allRules() {
		share("adherence."+id, "adherence."+id+".")
		for _, name := range w.sdrs() {
			share(name+"/kpi/adherence."+id, name+"/"+id+"/")
		}
	}
	s.figures["kpi.contact_adherence"] = s.figures["adherence.contact"]
	s.figures["kpi.call_time_adherence"] = s.figures["adherence.call_time"]
	s.figures["kpi.touch_adherence"] = s.figures["adherence.touches"]
}

// chart returns the value of a lead by its tier and action, by the agreement that the scenarios use.
func chart(x *lead) float64 {
	share := map[string]float64{"demo": 0.03, "guide": 0.01, "news": 0.001}[x.action]
	return share * map[string]float64{"A": 100000, "B": 20000}[x.tier]
}

// onList returns the rules under which a lead is on the list.
func (w *world) onList(x *lead) (notCalled, tooFew bool, since [2]int64) {
	if !x.handoff.known || x.over.known || !w.managedNow(x) || x.shut.known || len(w.listFor) > 0 && !slices.Contains(w.listFor, x.rated) {
		return
	}
	since[1] = w.endOfDays(x.handoff, w.listDays)
	tooFew = since[1] < w.asOf && len(x.calls) < w.listCalls
	if !x.handoff.bareOfDay {
		since[0] = w.due(x.handoff.at, w.listCall)
		notCalled = since[0] < w.asOf && len(x.calls) == 0
	}
	return
}

func (w *world) list(s *sentence) {
	for _, id := range []string{"dont_be_on_it.not_called", "dont_be_on_it.too_few_calls", "at_risk.leads", "at_risk.lead_value"} {
		s.figures[id] = 0
	}
	for _, x := range w.leads {
		a, b, since := w.onList(x)
		if a {
			s.figures["dont_be_on_it.not_called"]++
			s.list = append(s.list, fmt.Sprintf("%s %s not_called %d", ownerOf(x), x.id, since[0]))
		}
		if b {
			s.figures["dont_be_on_it.too_few_calls"]++
			s.list = append(s.list, fmt.Sprintf("%s %s too_few_calls %d", ownerOf(x), x.id, since[1]))
		}
		if a || b {
			s.figures["at_risk.leads"]++
			s.figures["at_risk.lead_value"] += chart(x)
		}
	}
}

// absent makes a figure n/a if its stage is not provided.
func (w *world) absent(s *sentence, id string, stages ...int) {
	for _, st := range stages {
		if !w.provided[st] {
			s.figures[id] = math.NaN()
		}
	}
}

func (w *world) managedInPeriod(x *lead) bool {
	m := x.stage[mql]
	if !m.known {
		return false
	}
	end := w.managedUntil(x, sql)
	return w.inPeriod(m) || !end.known || end.at >= w.start
}

func (w *world) grid(s *sentence) {
	count := func(id string, stage int, is func(*lead) bool) {
		n := 0.0
		for _, x := range w.leads {
			if is(x) {
				n++
			}
		}
		s.figures[id] = n
		if stage > created {
			w.absent(s, id, stage)
		}
	}
	flow := func(st int) func(*lead) bool { return func(x *lead) bool { return w.inPeriod(x.stage[st]) } }
	count("actual.leads_sourced", created, flow(created))
	count("actual.qualified_leads", ql, flow(ql))
	count("actual.mqls_created", mql, flow(mql))
	count("actual.mqls_managed", mql, w.managedInPeriod)
	count("actual.sqls_created", sql, flow(sql))
	count("actual.opportunities", opportunity, flow(opportunity))
	count("actual.proposals", proposal, flow(proposal))
	count("actual.won", won, flow(won))
	outbound := func(is func(*lead) bool) func(*lead) bool {
		return func(x *lead) bool { return x.motion == "outbound" && is(x) }
	}
	count("actual.leads_sourced.outbound", created, outbound(flow(created)))
	count("actual.mqls_managed.outbound", mql, outbound(w.managedInPeriod))
	count("actual.sqls_created.outbound", sql, outbound(flow(sql)))
}

func (w *world) speed(s *sentence) {
	since := w.local(w.asOf)
	since.y--
	from := w.at(since)
	leads, sqls := map[string]float64{}, map[string]float64{}
	for _, x := range w.leads {
		if !x.handoff.known || x.handoff.bareOfDay || x.firstCall.bareOfDay || x.handoff.at < from {
			continue
		}
		bucket := "never"
		if x.firstCall.known {
			bucket = "later"
			ran := w.run(x.handoff.at, x.firstCall.at)
			for _, b := range []struct {
				id    string
				under int64
			}{{"48h", 48 * hour}, {"24h", 24 * hour}, {"4h", 4 * hour}, {"1h", hour}, {"5m", hour / 12}} {
				if ran < b.under {
					bucket = b.id
				}
			}
		}
		leads[bucket]++
		if x.stage[sql].known {
			sqls[bucket]++
		}
	}
	for _, b := range []string{"5m", "1h", "4h", "24h", "48h", "later", "never"} {
		s.figures["speed."+b+".leads"] = leads[b]
		s.figures["speed."+b+".sql_rate"] = ratio(sqls[b], leads[b])
		w.absent(s, "speed."+b+".sql_rate", sql)
	}
}

// days returns the days between two own dates; false if one is missing or they run backwards.
func days(from, until moment) (float64, bool) {
	return float64(until.at-from.at) / float64(day), from.known && until.known && until.at >= from.at
}

// sample collects the observations of the KPIs of some leads.
type sample struct {
	touched, contacted, talked     float64
	perSQL, toSQL, toWon           []float64
	firstCall, system, gaps        []float64
	handedOff, notCalled           float64
	sqls, managed, wins, cohortSQL float64
	amounts, withoutDeal           float64
}

func (w *world) sample(of func(*lead) bool) sample {
	var k sample
	for _, x := range w.leads {
		if of(x) {
			w.observe(&k, x)
		}
	}
	return k
}

func (w *world) observe(k *sample, x *lead) {
	touched, contacted, talked := false, false, false
	last := moment{}
	for _, t := range x.counted {
		if !w.inPeriod(t.at) {
			continue
		}
		touched = true
		talked = talked || t.outcome == "conversation"
		contacted = contacted || t.outcome == "conversation" || t.kind == "call" && t.outcome == "connected"
		if last.known {
			d, _ := days(last, t.at)
			k.gaps = append(k.gaps, d)
		}
		last = t.at
	}
	add := func(to *float64, is bool) {
		if is {
			*to++
		}
	}
	add(&k.touched, touched)
	add(&k.contacted, contacted)
	add(&k.talked, talked)
	add(&k.managed, w.managedInPeriod(x))
	add(&k.wins, w.inPeriod(x.stage[won]))
	add(&k.cohortSQL, w.inPeriod(x.stage[mql]) && x.stage[sql].known)
	if w.inPeriod(x.stage[sql]) {
		k.sqls++
		if w.before(x.handoff, x.stage[sql]) {
			n := 0.0
			for _, t := range x.counted {
				add(&n, !w.before(x.stage[sql], t.at))
			}
			k.perSQL = append(k.perSQL, n)
		}
		if d, ok := days(x.own[mql], x.own[sql]); ok {
			k.toSQL = append(k.toSQL, d)
		}
		add(&k.withoutDeal, len(x.deals) == 0)
		for _, d := range x.deals {
			k.amounts += d.amount
		}
	}
	if w.inPeriod(x.stage[won]) {
		if d, ok := days(x.own[mql], x.own[won]); ok {
			k.toWon = append(k.toWon, d)
		}
	}
	if w.inPeriod(x.handoff) {
		k.handedOff++
		add(&k.notCalled, len(x.calls) == 0)
		if x.firstCall.known && !x.handoff.bareOfDay && !x.firstCall.bareOfDay {
			k.firstCall = append(k.firstCall, float64(w.run(x.handoff.at, x.firstCall.at))/float64(hour))
		}
		if a, c := w.happened(x.assigned), x.own[created]; a.known && c.known && !a.bareOfDay && !c.bareOfDay && a.at >= c.at {
			k.system = append(k.system, float64(w.run(x.own[created].at, a.at))/float64(hour))
		}
	}
}

func (w *world) kpis(s *sentence) {
	k := w.sample(func(*lead) bool { return true })
	f := s.figures
	f["kpi.contact_rate"] = ratio(k.contacted, k.touched)
	f["kpi.conversation_rate"] = ratio(k.talked, k.contacted)
	f["kpi.contacts_per_sql"] = mean(k.perSQL)
	f["kpi.days_mql_to_sql"], f["kpi.days_mql_to_sql.mean"], f["kpi.days_mql_to_sql.n"] = percentileOf(k.toSQL, .5), mean(k.toSQL), float64(len(k.toSQL))
	f["kpi.days_mql_to_won"], f["kpi.days_mql_to_won.n"] = percentileOf(k.toWon, .5), float64(len(k.toWon))
	f["kpi.first_call_hours"], f["kpi.first_call_hours.p90"] = percentileOf(k.firstCall, .5), percentileOf(k.firstCall, .9)
	f["kpi.first_call_hours.n"], f["kpi.first_call_hours.not_called"] = float64(len(k.firstCall)), k.notCalled
	f["kpi.system_delay_hours"] = percentileOf(k.system, .5)
	f["kpi.touch_gap_days"] = percentileOf(k.gaps, .5)
	f["kpi.mql_to_sql.managed"] = ratio(k.sqls, k.managed)
	f["kpi.mql_to_sql.created"] = ratio(k.sqls, f["actual.mqls_created"])
	f["kpi.mql_to_sql.cohort"] = ratio(k.cohortSQL, f["actual.mqls_created"])
	f["kpi.mql_to_won.managed"] = ratio(k.wins, k.managed)
	f["kpi.lead_to_customer"] = ratio(k.wins, f["actual.leads_sourced"])
	f["kpi.sql_value"], f["kpi.sql_value.without_deal"] = k.amounts, k.withoutDeal
	if !w.provided[opportunity] { // nor is it known when deals were created
		f["kpi.sql_value"], f["kpi.sql_value.without_deal"] = math.NaN(), math.NaN()
	}
	for _, id := range []string{"kpi.contacts_per_sql", "kpi.days_mql_to_sql", "kpi.days_mql_to_sql.mean", "kpi.days_mql_to_sql.n", "kpi.mql_to_sql.managed",
		"kpi.mql_to_sql.created", "kpi.mql_to_sql.cohort", "kpi.sql_value", "kpi.sql_value.without_deal"} {
		w.absent(s, id, sql)
	}
	before := 0.0
	for _, x := range w.leads {
		if m := x.stage[ql]; m.known && w.previous <= m.at && m.at < w.previousUntil {
			before++
		}
	}
	f["kpi.lead_velocity"] = ratio(f["actual.qualified_leads"], before) - 1
	w.absent(s, "kpi.lead_velocity", ql)
}

// rampOf returns the factor of an SDR's bands of counts, by the full months from its start to the last day
// before as_of.
func (w *world) rampOf(name string) float64 {
	from, ok := w.starts[name]
	if !ok {
		return 1
	}
	fy, fm, fd := civilOf(from)
	last := w.today(w.asOf - 1)
	y, m, d := civilOf(last)
	n := 12*(y-fy) + m - fm
	if d < fd && d < monthLength(y, m) {
		n--
	}
	if n < len(w.ramp) {
		return w.ramp[max(0, n)]
	}
	return 1
}

// sdr computes the figures of one SDR.
func (w *world) sdr(s *sentence, name string) {
	mine := func(x *lead) bool { return ownerOf(x) == name }
	k := w.sample(mine)
	universe, active, risk := 0.0, 0.0, 0.0
	for _, x := range w.leads {
		if !mine(x) {
			continue
		}
		if a, b, _ := w.onList(x); a || b {
			risk += chart(x)
		}
		if !x.stage[ql].known || x.own[won].known || x.shut.known || !w.managedNow(x) {
			continue
		}
		universe++
		recent := false
		for _, t := range x.counted {
			recent = recent || t.at.at >= w.plusDays(w.asOf, -30)
		}
		if x.stage[mql].known && !first(x.own[sql:]...).known && recent {
			active++
		}
	}
	ramp := w.rampOf(name)
	rateRamp := 1.0
	if name == "Unassigned" {
		ramp, rateRamp = math.NaN(), math.NaN()
	}
	s.figures[name+"/ramp"] = ramp
	w.capacity(s, name, "universe", universe, w.universe[0]*ramp, w.universe[1]*ramp, ql)
	w.capacity(s, name, "active_mqls", active, w.active[0]*ramp, w.active[1]*ramp, ql)
	w.capacity(s, name, "mql_conversion", ratio(k.sqls, k.managed), w.conversion*rateRamp, math.NaN(), sql)
	months := float64(w.months)
	if w.months == 0 { // a range that is no whole number of months has no monthly band
		months = math.NaN()
	}
	w.capacity(s, name, "sqls", k.sqls, w.sqls*ramp*months, math.NaN(), sql)
	put := func(id string, x float64, stages ...int) {
		s.figures[name+"/kpi/"+id] = x
		w.absent(s, name+"/kpi/"+id, stages...)
	}
	put("leads_handed_off", k.handedOff)
	put("contact_rate", ratio(k.contacted, k.touched))
	put("contacts_per_sql", mean(k.perSQL), sql)
	put("days_mql_to_sql", percentileOf(k.toSQL, .5), sql)
	put("value_at_risk", risk)
	s.figures[name+"/n/contact_rate"] = k.touched
	s.figures[name+"/n/contacts_per_sql"] = float64(len(k.perSQL))
	s.figures[name+"/n/days_mql_to_sql"] = float64(len(k.toSQL))
}

func (w *world) capacity(s *sentence, name, key string, x, low, high float64, stage int) {
	if !w.provided[stage] {
		x = math.NaN()
	}
	at := name + "/capacity/" + key
	s.figures[at], s.figures[at+"/low"], s.figures[at+"/high"] = x, low, high
	switch {
	case math.IsNaN(x) || math.IsNaN(low):
		s.words[at] = ""
	case x < low:
		s.words[at] = "short"
	case x > high:
		s.words[at] = "over"
	default:
		s.words[at] = "ok"
	}
}
