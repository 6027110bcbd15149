package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// scenario is an agreement and a period for which both implementations are compared.
type scenario struct {
	name             string
	zone             zone
	business         bool
	handoff, managed string
	unrated          string
	period, asOf     string // as_of in local wall time; empty: the period is closed
	start, end       wall
	months           int
	without          []int // stages that no column provides
	bare             bool  // some dates have no time of day
	everyone         bool  // no rule is limited by quality
}

func month(y, mo int) (wall, wall) { return wall{y: y, mo: mo, d: 1}, wall{y: y, mo: mo + 1, d: 1} }

// scenarios returns scenarios that cover each clock, handoff, kind of period and missing column at least
// once. In those of November and March the clocks change.
func scenarios() []scenario {
	of := func(name string, z zone, business bool, y, mo int, change func(*scenario)) scenario {
		s := scenario{name: name, zone: z, business: business, handoff: "mql", managed: "timeframe", unrated: "moderate", period: fmt.Sprintf("%d-%02d", y, mo), months: 1}
		s.start, s.end = month(y, mo)
		if change != nil {
			change(&s)
		}
		return s
	}
	return []scenario{
		of("a month that the clock goes back in", newYork, false, 2026, 11, nil),
		of("a month that the clock goes forward in, business hours", newYork, true, 2026, 3, nil),
		of("Berlin in October, every lead", berlin, false, 2026, 10, func(s *scenario) { s.everyone = true }),
		of("Berlin in March, business hours, assigned", berlin, true, 2027, 3, func(s *scenario) { s.handoff = "assigned" }),
		of("unrated leads are owed nothing", newYork, false, 2026, 10, func(s *scenario) { s.unrated = "none" }),
		of("open management, handoff at QL", newYork, true, 2026, 10, func(s *scenario) { s.managed, s.handoff = "open", "ql" }),
		of("handoff at SQL", newYork, false, 2026, 11, func(s *scenario) { s.handoff = "sql" }),
		of("a running month", newYork, false, 2026, 11, func(s *scenario) { s.asOf = "2026-11-17 14:30:05" }),
		of("a running month in business hours", berlin, true, 2026, 10, func(s *scenario) { s.asOf = "2026-10-27 17:30:00" }),
		of("a quarter", newYork, false, 2026, 10, func(s *scenario) { s.period, s.end, s.months = "2026-Q4", wall{y: 2027, mo: 1, d: 1}, 3 }),
		of("a running quarter in business hours", newYork, true, 2026, 10, func(s *scenario) {
			s.period, s.end, s.months, s.asOf = "2026-Q4", wall{y: 2027, mo: 1, d: 1}, 3, "2026-12-08 08:59:59"
		}),
		of("a range of days", berlin, true, 2026, 10, func(s *scenario) {
			s.period, s.start, s.end, s.months = "2026-10-12..2026-11-03", wall{y: 2026, mo: 10, d: 12}, wall{y: 2026, mo: 11, d: 4}, 0
		}),
		of("dates without time of day", newYork, false, 2026, 11, func(s *scenario) { s.bare = true }),
		of("dates without time of day, business hours", berlin, true, 2026, 10, func(s *scenario) { s.bare = true }),
		of("dates without time of day, assigned", berlin, true, 2026, 10, func(s *scenario) { s.bare, s.handoff = true, "assigned" }),
		of("no QL and no SQL column", newYork, false, 2026, 10, func(s *scenario) { s.without = []int{ql, sql} }),
		of("no proposal and no opportunity column", newYork, true, 2026, 12, func(s *scenario) { s.without = []int{proposal, opportunity} }),
	}
}

const leadsEach = 600

// build generates the scenario's random company.
func (sc scenario) build(seed uint64) *world {
	w := &world{clock: clock{zone: sc.zone}, handoff: sc.handoff, managed: sc.managed, unrated: sc.unrated, months: sc.months,
		lines: map[string]line{"high": {4 * hour, 15, 1, 90}, "moderate": {24 * hour, 8, 1, 60}, "low": {48 * hour, 3, 2, 30},
			"outbound.high": {24 * hour, 5, 1, 45}, "outbound.low": {0, 2, -1, 20}},
		raisers: map[string]int64{"demo": 5 * 60 * second}, contact: 24 * hour, cadence: []step{{3, 14}, {5, 28}, {7, 56}},
		listCall: 24 * hour, listCalls: 5, listDays: 14, universe: [2]float64{20, 60}, active: [2]float64{5, 9}, sqls: 9, conversion: 0.08,
		ramp: []float64{.25, .5, .75}, team: []string{"Ann", "Bob", "Cid", "Eve"}, provided: map[int]bool{}}
	if !sc.everyone {
		w.contactFor, w.cadenceFor, w.listFor = []string{"high", "moderate"}, []string{"high", "moderate"}, []string{"high", "moderate"}
	}
	if sc.business {
		w.open = map[int][2]int{1: {540, 1050}, 2: {540, 1050}, 3: {540, 1050}, 4: {540, 1050}, 5: {540, 960}, 6: {600, 720}}
		w.holidays = map[int64]bool{dayNumber(2026, 10, 12): true, dayNumber(2026, 11, 26): true, dayNumber(2026, 3, 9): true}
	}
	for st := ql; st <= won; st++ {
		w.provided[st] = !slices.Contains(sc.without, st)
	}
	w.start, w.end = w.at(sc.start), w.at(sc.end)
	w.starts = map[string]int64{"Bob": w.today(w.start) - 20, "Cid": dayNumber(sc.start.y, sc.start.mo-2, 31), "Eve": w.today(w.end) + 3}
	w.asOf = w.end
	if sc.asOf != "" {
		var x wall
		fmt.Sscanf(sc.asOf, "%d-%d-%d %d:%d:%d", &x.y, &x.mo, &x.d, &x.h, &x.mi, &x.s)
		w.asOf = w.at(x)
	}
	w.setPrevious(sc)
	r := rand.New(rand.NewPCG(seed, 7))
	for i := range leadsEach {
		w.leads = append(w.leads, w.draw(r, sc, fmt.Sprintf("L%03d", i)))
	}
	return w
}

// setPrevious sets the previous period; if the period is running, up to the same wall time of the same day.
func (w *world) setPrevious(sc scenario) {
	from := sc.start
	if sc.months > 0 {
		from.mo -= sc.months
		w.previous = w.midnight(dayNumber(from.y, from.mo, 1))
	} else {
		w.previous = w.midnight(2*w.today(w.start) - w.today(w.end))
	}
	w.previousUntil = w.start
	if w.asOf < w.end {
		at := w.local(w.asOf)
		at.y, at.mo, at.d = civilOf(w.today(w.previous) + w.today(w.asOf) - w.today(w.start))
		w.previousUntil = min(w.start, w.at(at))
	}
}

func (w *world) draw(r *rand.Rand, sc scenario, id string) *lead {
	chance := func(p float64) bool { return r.Float64() < p }
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	after := func(from moment, days int64) moment { // half of them within three days
		if r.IntN(2) == 0 {
			days = 3
		}
		return instantAt(from.at + r.Int64N(days*86400)*second)
	}
	bare := func(m *moment) {
		if sc.bare && m.known && chance(.25) {
			*m = moment{at: w.midnight(w.today(m.at)), known: true, bareOfDay: true}
		}
	}
	x := &lead{id: id, owner: pick("", "Ann", "Bob", "Cid", "Dee", "Eve"), quality: pick("", "high", "moderate", "low"), action: pick("", "demo", "guide", "news"),
		tier: pick("", "A", "B"), motion: pick("inbound", "inbound", "outbound"), status: pick("open", "open", "open", "lost", "disqualified", "recycled", "won")}
	length := (w.end-w.start)/day + 100
	x.own[mql] = instantAt(w.start - 100*day + r.Int64N(length*86400)*second)
	at := w.local(x.own[mql].at)
	switch r.IntN(6) { // handoffs at the edges of the day and at night
	case 0:
		at.h, at.mi, at.s = 17, 30, 0
	case 1:
		at.h, at.mi, at.s = 16, r.IntN(60), 0
	case 2:
		at.h = r.IntN(4)
	case 3:
		at.h, at.mi, at.s = 13, 30, 0
	}
	x.own[mql] = instantAt(w.at(at))
	x.own[created] = instantAt(x.own[mql].at - r.Int64N(9*86400)*second)
	x.own[ql] = after(x.own[created], 5)
	x.assigned = after(x.own[created], 12)
	if chance(.3) {
		x.own[sql] = after(x.own[mql], 40)
	}
	if chance(.12) {
		x.own[opportunity] = after(x.own[mql], 70)
	}
	if chance(.05) {
		x.own[proposal] = after(x.own[mql], 70)
	}
	x.closed = after(x.own[mql], 60)
	if chance(.1) {
		x.closed = instantAt(x.own[mql].at - r.Int64N(10*86400)*second)
	}
	if chance(.2) {
		x.own[mql] = moment{} // skipped
	}
	if chance(.3) {
		x.own[ql] = moment{}
	}
	if chance(.2) {
		x.assigned = moment{}
	}
	for st := range x.own {
		bare(&x.own[st])
		if slices.Contains(sc.without, st) {
			x.own[st] = moment{}
		}
	}
	bare(&x.closed)
	bare(&x.assigned)
	for range r.IntN(3) / 2 {
		d := deal{id: id + "-D", amount: float64(r.IntN(5000)), created: after(x.own[created], 60), won: pick("", "yes", "no")}
		d.closed = after(d.created, 30)
		if !slices.Contains(sc.without, proposal) && chance(.5) {
			d.offer = after(d.created, 10)
		}
		if d.created.at < w.asOf && !slices.Contains(sc.without, opportunity) {
			x.deals = append(x.deals, d)
		}
	}
	w.drawTouches(r, x, bare)
	return x
}

// drawTouches generates a lead's touches, a third of them within a second of a moment that decides a
// verdict.
func (w *world) drawTouches(r *rand.Rand, x *lead, bare func(*moment)) {
	start := first(x.own[mql:]...)
	if w.handoff == "ql" {
		start = first(x.own[ql:]...)
	}
	if !start.known {
		start = x.own[created]
	}
	if w.handoff == "assigned" && x.assigned.known {
		start.at = max(start.at, x.assigned.at)
	}
	edges := []int64{start.at, w.asOf, w.start, w.end, w.plusDays(w.asOf, -30)}
	for _, limit := range []int64{5 * 60 * second, 4 * hour, 24 * hour, 48 * hour} {
		edges = append(edges, w.due(start.at, limit))
	}
	for _, n := range []int{14, 20, 28, 30, 45, 56, 60, 90} {
		edges = append(edges, w.plusDays(start.at, n))
	}
	for _, m := range []moment{x.own[sql], x.own[opportunity], x.closed} {
		if m.known {
			edges = append(edges, m.at)
		}
	}
	for range r.IntN(24) {
		t := touch{kind: []string{"call", "call", "email", "meeting", "breakup"}[r.IntN(5)], outcome: []string{"", "no_answer", "connected", "conversation"}[r.IntN(4)],
			inbound: r.IntN(15) == 0, automated: r.IntN(15) == 0}
		switch r.IntN(3) {
		case 0:
			t.at = instantAt(edges[r.IntN(len(edges))] + (r.Int64N(3)-1)*second)
		case 1:
			t.at = instantAt(start.at + r.Int64N(3*86400)*second)
		default:
			t.at = instantAt(start.at + r.Int64N(95*86400)*second)
		}
		bare(&t.at)
		x.touches = append(x.touches, t)
	}
}

// give computes the company's scorecard with package model.
func (w *world) give(t *testing.T, sc scenario) *model.Scorecard {
	loc, err := time.LoadLocation(sc.zone.name)
	if err != nil {
		t.Fatal(err)
	}
	moments := func(m moment) calendar.Moment {
		switch at := time.UnixMilli(m.at).In(loc); {
		case !m.known:
			return calendar.Moment{}
		case m.bareOfDay:
			return calendar.On(at)
		default:
			return calendar.At(at)
		}
	}
	p, err := calendar.ParsePeriod(sc.period, loc, time.UnixMilli(w.asOf))
	if err != nil {
		t.Fatal(err)
	}
	l := model.NewLedger(w.agreement(sc), p)
	for _, name := range w.team {
		rep := model.Rep{Name: name}
		if n, ok := w.starts[name]; ok {
			y, mo, d := civilOf(n)
			rep.Start = calendar.Day{Time: time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)}
		}
		l.AddRep(rep)
	}
	for _, col := range []string{"lead_id", "created_at", "closed_at", "status", "assigned_at", "owner"} {
		l.Provide("leads", col)
	}
	for st := ql; st < won; st++ {
		if w.provided[st] {
			l.Provide("leads", stageWords[st]+"_at")
		}
	}
	l.Provide("activities", "at")
	l.Provide("deals", "closed_at")
	if w.provided[opportunity] {
		l.Provide("deals", "created_at")
	}
	model.ProvideAttributes(l)
	statuses := map[string]model.Status{"open": model.Open, "won": model.StatusWon, "lost": model.Lost, "disqualified": model.Disqualified, "recycled": model.Recycled}
	for _, x := range w.leads {
		in := model.Lead{ID: x.id, Owner: x.owner, Quality: x.quality, Action: x.action, Tier: x.tier, Motion: x.motion, Marketing: true,
			Closed: moments(x.closed), Assigned: moments(x.assigned), Status: statuses[x.status]}
		for st := range x.own {
			in.Stages[st] = moments(x.own[st])
		}
		l.AddLead(in)
		for _, d := range x.deals {
			l.AddDeal(model.Deal{ID: d.id, Lead: x.id, Amount: d.amount, Created: moments(d.created), Closed: moments(d.closed), Proposal: moments(d.offer),
				Won: map[string]model.Ternary{"yes": model.Yes, "no": model.No}[d.won]})
		}
	}
	l.ResolveLeads()
	kinds := map[string]model.TouchKind{"call": model.Call, "email": model.Email, "meeting": model.Meeting, "breakup": model.Breakup}
	outcomes := map[string]model.Outcome{"no_answer": model.NoAnswer, "connected": model.Connected, "conversation": model.Conversation}
	for _, x := range w.leads {
		for _, y := range x.touches {
			l.AddTouch(model.Touch{Lead: x.id, Kind: kinds[y.kind], Outcome: outcomes[y.outcome], At: moments(y.at), Inbound: y.inbound, Automated: y.automated})
		}
	}
	return l.Scorecard()
}

// agreement returns the world's terms in the form that package model takes.
func (w *world) agreement(sc scenario) *agreement.Agreement {
	n := func(x float64) *float64 { return &x }
	minutes := func(ms int64) calendar.Span { return calendar.Span{Minutes: int(ms / (60 * second))} }
	a := &agreement.Agreement{}
	a.Head.Zone, a.Head.Currency = sc.zone.name, "USD"
	a.Clock.Handoff, a.Clock.Managed = sc.handoff, sc.managed
	for wd, h := range w.open {
		a.Clock.Hours = append(a.Clock.Hours, calendar.OpenHours{Weekday: time.Weekday(wd), From: h[0], Until: h[1]})
	}
	slices.SortFunc(a.Clock.Hours, func(x, y calendar.OpenHours) int { return int(x.Weekday) - int(y.Weekday) })
	for d := range w.holidays {
		y, mo, dd := civilOf(d)
		a.Clock.Holidays.Extra = append(a.Clock.Holidays.Extra, calendar.Day{Time: time.Date(y, time.Month(mo), dd, 0, 0, 0, 0, time.UTC)})
	}
	a.Revenue = agreement.Revenue{Goal: 1e6, Per: "year", MarketingShare: agreement.Rate{Value: 1}, Streams: []agreement.Stream{{Name: "Main", Share: agreement.Rate{Value: 1},
		AverageDeal: agreement.Amount{Value: 1e4, Set: true}, Funnel: []agreement.FunnelStep{{Stage: agreement.MQL, ToNext: agreement.Rate{Value: .5}}, {Stage: agreement.SQL, ToNext: agreement.Rate{Value: .5}}, {Stage: agreement.Won}}}}}
	a.Goals.Motions = agreement.Pairs[agreement.GridGoals]{{Key: "outbound", Value: agreement.GridGoals{LeadsSourced: n(4)}}}
	rates := agreement.Pairs[agreement.Rate]{{Key: "demo", Value: agreement.Rate{Value: .03}}, {Key: "guide", Value: agreement.Rate{Value: .01}}, {Key: "news", Value: agreement.Rate{Value: .001}}}
	a.LeadValue = agreement.LeadValue{Method: "close_rate", LowActionDivisor: 20, Tiers: []agreement.Tier{{ID: "A"}, {ID: "B"}},
		Actions:    []agreement.LeadAction{{ID: "demo", HandRaiser: true, CallWithin: minutes(w.raisers["demo"])}, {ID: "guide"}, {ID: "news"}},
		CloseRates: agreement.Pairs[agreement.Pairs[agreement.Rate]]{{Key: "A", Value: rates}, {Key: "B", Value: rates}}, AveragePurchase: agreement.Pairs[float64]{{Key: "A", Value: 100000}, {Key: "B", Value: 20000}}}
	a.Promise = agreement.Promise{LeadValue: agreement.Amount{Value: 1e4, Set: true}, Ratio: agreement.Ratio{Value: 1, To: 1}, Counts: []string{"inbound"}, Basis: "gross",
		AcceptWithin: calendar.Span{Days: 14}, Tolerance: agreement.Rate{Value: .1}, ContactWithin: minutes(w.contact), For: w.contactFor}
	agreed := func(key string) *agreement.ActionLine {
		x := w.lines[key]
		out := &agreement.ActionLine{CallWithin: minutes(x.call), Touches: n(float64(x.touches)), Timeframe: calendar.Span{Days: x.days}}
		if x.breakups >= 0 {
			out.Breakups = n(float64(x.breakups))
		}
		return out
	}
	a.Actions = agreement.ActionAgreement{ActionLines: agreement.ActionLines{High: agreed("high"), Moderate: agreed("moderate"), Low: agreed("low")}, Unrated: w.unrated,
		Motions: agreement.Pairs[agreement.ActionLines]{{Key: "outbound", Value: agreement.ActionLines{High: agreed("outbound.high"), Low: agreed("outbound.low")}}}}
	a.Cadence = &agreement.Cadence{For: w.cadenceFor}
	for _, s := range w.cadence {
		a.Cadence.Steps = append(a.Cadence.Steps, agreement.CadenceStep{Touches: float64(s.touches), Within: calendar.Span{Days: s.days}})
	}
	a.DontBeOnIt = &agreement.DontBeOnIt{For: w.listFor, CallWithin: minutes(w.listCall), Calls: float64(w.listCalls), After: calendar.Span{Days: w.listDays}}
	a.Capacity = agreement.Capacity{Universe: &agreement.Band{Low: w.universe[0], High: &w.universe[1]}, ActiveMQLs: &agreement.Band{Low: w.active[0], High: &w.active[1]},
		MQLConversion: &agreement.Rate{Value: w.conversion}, SQLs: &w.sqls}
	for _, x := range w.ramp {
		a.Capacity.Ramp = append(a.Capacity.Ramp, agreement.Rate{Value: x})
	}
	return a
}

// resultsOf returns package model's results in the oracle's form.
func resultsOf(s *model.Scorecard) sentence {
	out := sentence{figures: map[string]float64{}, words: map[string]string{}}
	number := func(v Value) float64 {
		if x, ok := v.Number(); ok {
			return x
		}
		return math.NaN()
	}
	for _, q := range s.Quantities {
		out.figures[q.ID] = number(q.Value())
	}
	for _, x := range s.SDRs {
		out.figures[x.SDR+"/ramp"] = number(x.Ramp)
		for rule, counts := range x.Obligations {
			for v, n := range counts {
				out.figures[x.SDR+"/"+rule+"/"+v] = number(n)
			}
		}
		for key, c := range x.Capacity {
			at := x.SDR + "/capacity/" + key
			out.figures[at], out.figures[at+"/low"], out.figures[at+"/high"] = number(c.Value), number(c.Low), number(c.High)
			out.words[at] = c.Flag
		}
		for id, k := range x.KPIs {
			out.figures[x.SDR+"/kpi/"+id], out.figures[x.SDR+"/n/"+id] = number(k.Value), number(k.N)
		}
	}
	for _, b := range s.Breaches {
		done := int64(0)
		if b.Done.Known() {
			done = b.Done.Time(time.UTC).UnixMilli()
		}
		out.breaches = append(out.breaches, fmt.Sprintf("%s %s %s %s start %d due %d done %d late %.5f", b.SDR, b.Lead, b.Rule, b.Verdict, b.Start.UnixMilli(), b.Due.UnixMilli(), done, b.LateBy))
	}
	for _, x := range s.Overdue {
		out.list = append(out.list, fmt.Sprintf("%s %s %s %d", x.SDR, x.Lead, x.Rule, x.Since.UnixMilli()))
	}
	return out
}

func agree(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

func TestTheOracleAgreesOnThousandsOfLeads(t *testing.T) {
	t.Parallel()
	for i, sc := range scenarios() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			w := sc.build(uint64(i) + 1)
			got, want := resultsOf(w.give(t, sc)), w.sentence()
			for id, x := range want.figures {
				if y, ok := got.figures[id]; !ok || !agree(x, y) {
					t.Errorf("%s is %v, the oracle says %v", id, y, x)
				}
			}
			for id, x := range want.words {
				if got.words[id] != x {
					t.Errorf("%s is %q, the oracle says %q", id, got.words[id], x)
				}
			}
			differ(t, "breach", got.breaches, want.breaches)
			differ(t, "on the list", got.list, want.list)
			if len(want.breaches) < 30 || len(want.list) < 5 {
				t.Errorf("only %d breaches and %d leads on the list: the comparison says little", len(want.breaches), len(want.list))
			}
		})
	}
}

// differ returns the entries that only one of the lists has.
func differ(t *testing.T, what string, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	only := func(a, b []string) string {
		var out []string
		for _, x := range a {
			if _, ok := slices.BinarySearch(b, x); !ok {
				out = append(out, x)
			}
		}
		return strings.Join(out[:min(len(out), 5)], "\n  ")
	}
	if x := only(got, want); x != "" {
		t.Errorf("%s, not the oracle's:\n  %s", what, x)
	}
	if x := only(want, got); x != "" {
		t.Errorf("%s, the oracle's alone:\n  %s", what, x)
	}
}
