package model

import (
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// capacityLine is a line of the capacity protocol (SPEC section 5): a count or a rate, and its band.
type capacityLine struct {
	key, title string
	note       string // what the line counts
	unit       Unit
	value      Expr
	low, high  Expr // nil: that end is open
	noFlag     bool // the value is that of the leads in the files, which is too low to be judged
}

// addCapacityTable adds the table of SDRs: their ramp, their counts with ramped bands and flags, and their
// KPIs with the number of observations. The row of leads without an owner has no ramp, so its bands are
// n/a.
func (l *Ledger) addCapacityTable(s *Scorecard, sdrs []string) {
	t := s.AddTable(calc.NewTable(SDRsTable, "SDR protocol", len(sdrs)))
	no, start, months := make([]float64, len(sdrs)), make([]float64, len(sdrs)), make([]float64, len(sdrs))
	ramp := make([]Expr, len(sdrs))
	for i, name := range sdrs {
		no[i], start[i], months[i] = float64(i+1), NaN, NaN
		ramp[i] = Number(1)
		if r := l.repNamed(name); r != nil && !r.Start.IsZero() {
			m, ramped := l.agreement.Capacity.RampMonth(r.Start.In(l.clock.Location), l.lastDay())
			start[i], months[i] = calendar.Serial(r.Start.In(l.clock.Location)), float64(m)
			if ramped {
				ramp[i] = Ref(TermID(rampPath(m)))
			}
		}
		if name == unassigned {
			ramp[i] = NA{}
		}
	}
	t.Numbers(LeadSDRNo, "No.", Count, "", no)
	t.Texts(LeadSDR, "SDR", "", sdrs)
	t.Numbers("start", "Start", Date, "start date in the team file", start)
	t.Numbers("months", "Full months", Count, "since the start, on the last day before as_of", months)
	t.Formulas("ramp", "Ramp", Percent, "of the bands of counts", ramp)
	for _, c := range l.capacityLines() {
		t.Formula(c.key, c.title, c.unit, c.note, l.ifOwned(c.value, len(sdrs)))
		t.Formula(c.key+"_low", c.title+", at least", c.unit, "", c.low)
		var flag Expr = Word(InBand)
		if c.high != nil {
			t.Formula(c.key+"_high", c.title+", at most", c.unit, "", c.high)
			flag = If(Compare(GT, Col(c.key), Col(c.key+"_high")), Word(Over), flag)
		}
		flag = If(Compare(LT, Col(c.key), Col(c.key+"_low")), Word(ShortOf), flag)
		if c.noFlag {
			flag = NA{}
		}
		t.Formula(c.key+"_flag", c.title+", flag", Words, "short of, over or within the band", flag)
	}
	l.addSDRKPIs(t, sdrs)
}

// ifOwned returns e, a figure of the SDR of a row, where a column gives the owners of leads. Where none does,
// only the last row, that of leads without an owner, has figures; the others are n/a (SPEC section 3).
func (l *Ledger) ifOwned(e Expr, rows int) Expr {
	if l.whyNoOwner() == "" {
		return e
	}
	return If(Compare(EQ, Col(LeadSDRNo), Number(float64(rows))), e, NA{})
}

// ofRowsSDR is the condition that a lead is owned by the SDR of the current row.
var ofRowsSDR = Where(LeadSDRNo, EQ, Col(LeadSDRNo))

// capacityLines returns the lines that the agreement sets. Bands of counts are multiplied by the SDR's
// ramp; the band of the rate is not. The agreed number of SQLs is per month and multiplied by the months
// of the period.
func (l *Ledger) capacityLines() []capacityLine {
	ramped := func(name string) Expr { return Mul(Ref(TermID("capacity", name)), Col("ramp")) }
	c := l.agreement.Capacity
	var out []capacityLine
	band := func(key, title, note string, b *agreement.Band, value Expr) {
		if b == nil {
			return
		}
		line := capacityLine{key: key, title: title, note: note, unit: Count, value: value, low: ramped(key + "_low")}
		if b.High != nil {
			line.high = ramped(key + "_high")
		}
		out = append(out, line)
	}
	var active Expr = NA{}
	if l.hasActivities {
		active = l.ifStage(agreement.QL, CountOf(LeadsTable, ofRowsSDR, Where(LeadActive, EQ, Number(1))))
	}
	band("universe", "Universe", "leads at QL or beyond, managed as of the period's end, or now", c.Universe,
		l.ifStage(agreement.QL, CountOf(LeadsTable, ofRowsSDR, Where(LeadUniverse, EQ, Number(1)))))
	band("active_mqls", "Active MQLs", "of these, MQLs with a touch in the last 30 days", c.ActiveMQLs, active)
	sqls := l.ifStage(agreement.SQL, CountOf(LeadsTable, append(flow(LeadSQL), ofRowsSDR)...))
	if c.MQLConversion != nil {
		managed := CountOf(LeadsTable, ofRowsSDR, Where(LeadManaged, EQ, Number(1)))
		rateLow := If(Known(Col("ramp")), Ref(TermID("capacity.mql_conversion")), NA{})
		out = append(out, capacityLine{key: "mql_conversion", title: "MQL conversion",
			note: "SQLs created in the period ÷ MQLs managed in it", unit: Percent, value: Div(sqls, managed), low: rateLow})
	}
	if c.SQLs != nil {
		unsure := firstReason(l.whyNoOlderLeads(), l.whyOlderFlow(agreement.SQL), l.whyUnseen("leads"))
		out = append(out, capacityLine{key: "sqls", title: "SQLs", note: "SQLs created in the period", unit: Count,
			value: sqls, low: Mul(ramped("sqls"), Ref(periodMonthsID)), noFlag: unsure != ""})
	}
	return out
}

// addSDRKPIs adds the KPIs of each SDR to the table, with the number of observations behind each.
func (l *Ledger) addSDRKPIs(t *calc.Table, sdrs []string) {
	add := func(name, title string, u Unit, note string, e Expr) {
		t.Formula(name, title, u, note, l.ifOwned(e, len(sdrs)))
	}
	add("leads_handed_off", "Leads handed off", Count, "in the period",
		CountOf(LeadsTable, append(flow(LeadHandoff), ofRowsSDR)...))
	add("won", "Won", Count, "in the period",
		l.ifStage(agreement.Won, CountOf(LeadsTable, append(flow(LeadWon), ofRowsSDR)...)))
	if l.hasActivities {
		add("touched", "Leads touched", Count, "in the period",
			CountOf(LeadsTable, ofRowsSDR, Where(LeadTouched, EQ, Number(1))))
		add("contact_rate", "Contact rate", Percent,
			"of leads with a touch in the period, those with a connected call or a conversation",
			Div(Sum(LeadsTable, LeadContacted, ofRowsSDR), Col("touched")))
		add("sqls_touched", "SQLs, handed off before", Count, "",
			CountOf(LeadsTable, ofRowsSDR, Where("k_touches_to_sql", GE, Number(0))))
		add("contacts_per_sql", "Contacts per SQL", Touches, "mean touches from handoff to the SQL instant",
			Div(Sum(LeadsTable, "k_touches_to_sql", ofRowsSDR), Col("sqls_touched")))
	}
	median, n := make([]float64, len(sdrs)), make([]float64, len(sdrs))
	days := l.daysToSQL()
	for i, name := range sdrs {
		median[i], n[i] = NaN, float64(len(days[name]))
		if l.whyNoOwner() != "" && name != unassigned {
			n[i] = NaN
		} else if n[i] > 0 {
			median[i] = calc.Percentile(days[name], 0.5)
		}
	}
	t.Numbers("days_mql_to_sql", "Days MQL to SQL", Days, "median over SQLs of the period", median)
	t.Numbers("days_mql_to_sql_n", "SQLs with both dates", Count, "", n)
	if l.hasOverdueList() {
		add("on_list", "Leads on the list", Count, "don't-be-on-it",
			CountOf(LeadsTable, ofRowsSDR, Where(LeadOnList, EQ, Number(1))))
		add("value_at_risk", "Value at risk", Money, "chart value of those leads",
			Sum(LeadsTable, LeadValue, ofRowsSDR, Where(LeadOnList, EQ, Number(1))))
	}
}

// daysToSQL returns, by SDR, the days from a lead's own MQL date to its own SQL date, of leads whose SQL
// falls in the period.
func (l *Ledger) daysToSQL() map[string][]float64 {
	out := map[string][]float64{}
	for _, f := range l.rows {
		days, sql := daysBetween(f.ownDate(agreement.MQL), f.ownDate(agreement.SQL)), l.effective(f, agreement.SQL)
		if days >= 0 && sql.Known() && !sql.Before(l.start) {
			out[l.ownerOf(f)] = append(out[l.ownerOf(f)], days)
		}
	}
	return out
}

// lastDay returns the last instant before as_of, which lies on the last day that counts.
func (l *Ledger) lastDay() time.Time { return l.period.AsOf.Add(-time.Nanosecond) }

// sdrKPIs lists the KPIs of an SDR's block and the columns that hold the number of observations behind
// each.
var sdrKPIs = []struct{ id, n string }{
	{"leads_handed_off", "leads_handed_off"}, {"won", "won"}, {"contact_rate", "touched"},
	{"contacts_per_sql", "sqls_touched"}, {"days_mql_to_sql", "days_mql_to_sql_n"}, {"value_at_risk", "on_list"},
}

// fillSDRs fills s.SDRs, the SDRs' blocks of scorecard.json, from the computed tables. Where a table
// lacks a column, its value is Missing.
func (l *Ledger) fillSDRs(s *Scorecard) {
	sdrs, rules := s.MustTable(SDRsTable), s.MustTable(ObligationsTable)
	get := func(t *calc.Table, col string, row int) Value {
		if c := t.Column(col); c != nil {
			return c.Value(row)
		}
		return Missing
	}
	for row := range sdrs.Rows {
		name, _ := sdrs.Column(LeadSDR).Value(row).Text()
		score := SDRScore{SDR: name, Ramp: get(sdrs, "ramp", row), Obligations: map[string]map[string]Value{},
			Capacity: map[string]CapacityScore{}, KPIs: map[string]Sample{}}
		for i, o := range l.rules {
			at := s.ObligationRow(row, i)
			counts := map[string]Value{}
			for _, v := range verdicts {
				counts[v] = get(rules, v, at)
			}
			judged := Num(0) // met, late or missed; Missing if they are
			for _, v := range []string{Met, Late, Missed} {
				sum, _ := judged.Number()
				if x, ok := counts[v].Number(); ok && !judged.IsMissing() {
					judged = Num(sum + x)
				} else {
					judged = Missing
				}
			}
			score.Obligations[o.id] = counts
			score.KPIs[AdherenceID(o.id)] = Sample{get(rules, "adherence", at), judged}
		}
		for _, c := range l.capacityLines() {
			flag, _ := get(sdrs, c.key+"_flag", row).Text()
			score.Capacity[c.key] = CapacityScore{get(sdrs, c.key, row), get(sdrs, c.key+"_low", row),
				get(sdrs, c.key+"_high", row), flag}
		}
		for _, k := range sdrKPIs {
			score.KPIs[k.id] = Sample{get(sdrs, k.id, row), get(sdrs, k.n, row)}
		}
		s.SDRs = append(s.SDRs, score)
	}
}
