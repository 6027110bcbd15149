package model

import (
	"fmt"
	"math"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// A rate or average deal may be `history` (SPEC section 7): a sum over a sum of the four full quarters before the agreement
// takes effect, never a mean of rates, so that the terms do not move after signature. The exports give it where they begin
// before those quarters, else the agreement's table does; each stream is decided apart, and by all four quarters or none.
// Measured rates take the last four full quarters at as_of, from the exports alone.

// fourQuarters is a year of full quarters, named by the givens that hold its bounds.
type fourQuarters struct {
	start, end     time.Time
	startID, endID string // ids of the givens
	words          string
}

func (l *Ledger) historyYear() fourQuarters {
	til := calendar.QuarterStart(l.agreement.Head.Effective.In(l.clock.Location))
	return fourQuarters{til.AddDate(-1, 0, 0), til, historyStartID, historyEndID,
		"the four full quarters before the agreement takes effect"}
}

func (l *Ledger) measuredYear() fourQuarters {
	til := calendar.QuarterStart(l.period.AsOf)
	return fourQuarters{til.AddDate(-1, 0, 0), til, measuredStartID, measuredEndID, "the last four full quarters at as_of"}
}

// pastGivens names the bounds of both years, and of the period before the previous one.
func (l *Ledger) addHistoryBounds(s *Scorecard) {
	s.AddTerm(calc.Term{ID: beforePreviousStartID, Section: "Period and input",
		Title: "Period before the previous begins", Unit: Time,
		Value: Num(calendar.Serial(l.period.Previous().Previous().Start))})
	s.AddTerm(calc.Term{ID: trailingStartID, Section: "Period and input", Title: "Twelve months before as of", Unit: Time,
		Value: Num(calendar.Serial(l.period.AsOf.AddDate(-1, 0, 0)))})
	for _, y := range []fourQuarters{l.historyYear(), l.measuredYear()} {
		s.AddTerm(calc.Term{ID: y.startID, Section: "Period and input", Title: capital(y.words) + " begin", Unit: Date,
			Value: Num(calendar.Serial(y.start))})
		s.AddTerm(calc.Term{ID: y.endID, Section: "Period and input", Title: capital(y.words) + " end", Unit: Date,
			Value: Num(calendar.Serial(y.end)),
			Note:  "first instant after them"})
	}
}

// within are the conditions that a date lies in the year.
func (y fourQuarters) within(col string) []Cond {
	return []Cond{Where(col, GE, Ref(y.startID)), Where(col, LT, Ref(y.endID))}
}

// rateWanted is the rate of a stream, or of one lead type of it, from one stage to another.
type funnelRate struct {
	stream   agreement.Stream
	leadType *agreement.LeadType
	from, to agreement.Stage
}

// agreedHistory is an agreed rate that the history gives, with its definition and, where it is n/a, the reason.
func (l *Ledger) historyRate(r funnelRate) (e Expr, definition, reason string) {
	y := l.historyYear()
	if l.hasStage(r.from) && l.hasStage(r.to) && l.exportsReachBack(r.stream, y) {
		return l.rateFromExports(r, y)
	}
	if r.leadType != nil {
		return NA{}, rateDefinition(r, y), whyExportsTooShort(y) + ", and the history table knows no lead types"
	}
	count := func(stage agreement.Stage) func(agreement.HistoryQuarter) float64 {
		return func(q agreement.HistoryQuarter) float64 { return q.Counts[stage] }
	}
	e, reason = l.historyTableRatio(r.stream, y, r.to.String(), r.from.String(), count(r.to), count(r.from))
	return e, rateDefinition(r, y) + " Source: the agreement's history table, for the exports do not reach back so far.", reason
}

// measured is the rate of the last four full quarters at as_of.
func (l *Ledger) measuredRate(r funnelRate) (e Expr, definition, reason string) {
	y := l.measuredYear()
	for _, stage := range []agreement.Stage{r.from, r.to} {
		if !l.hasStage(stage) {
			return NA{}, rateDefinition(r, y), l.whyNoStage(stage)
		}
	}
	if !l.exportsReachBack(r.stream, y) {
		return NA{}, rateDefinition(r, y), whyExportsTooShort(y)
	}
	return l.rateFromExports(r, y)
}

func rateDefinition(r funnelRate, y fourQuarters) string {
	return fmt.Sprintf("%s ÷ %s of %s, sum over sum.", agreement.StageTitles[r.to], agreement.StageTitles[r.from], y.words)
}

func (l *Ledger) rateFromExports(r funnelRate, y fourQuarters) (e Expr, definition, reason string) {
	return Div(CountOf(LeadsTable, l.whereReached(r, r.to, y)...),
			CountOf(LeadsTable, l.whereReached(r, r.from, y)...)), rateDefinition(r,
			y) + " Source: the exports.", "the exports have no " + agreement.StageTitles[r.from] + " in those quarters"
}

// flowOf are the conditions that a lead of the stream, or type, reached a stage in the year.
func (l *Ledger) whereReached(r funnelRate, stage agreement.Stage, y fourQuarters) []Cond {
	where := l.whereStream(r.stream, y.within(stage.String()))
	if r.leadType != nil {
		where = append(where, Where("type", EQ,
			Ref("term."+streamPath(r.stream)+".lead_types."+agreement.Slug(r.leadType.Name)+".name")))
	}
	return where
}

// dealHistory is the average deal that the history gives: revenue ÷ won.
func (l *Ledger) historyDeal(st agreement.Stream) (e Expr, definition, reason string) {
	y := l.historyYear()
	if l.provided["deals"] && l.exportsReachBack(st, y) {
		return l.dealFromExports(st, y)
	}
	e, reason = l.historyTableRatio(st, y, "revenue", agreement.Won.String(),
		func(q agreement.HistoryQuarter) float64 { return q.Revenue }, func(q agreement.HistoryQuarter) float64 { return q.Counts[agreement.Won] })
	return e, dealDefinition(y) + " Source: the agreement's history table, for the exports do not reach back so far.", reason
}

// measuredDeal is the average deal of the last four full quarters at as_of.
func (l *Ledger) measuredDeal(st agreement.Stream) (e Expr, definition, reason string) {
	y := l.measuredYear()
	switch {
	case !l.provided["deals"]:
		return NA{}, dealDefinition(y), l.whyNoTable("deals")
	case !l.exportsReachBack(st, y):
		return NA{}, dealDefinition(y), whyExportsTooShort(y)
	}
	return l.dealFromExports(st, y)
}

func (l *Ledger) dealFromExports(st agreement.Stream, y fourQuarters) (e Expr, definition, reason string) {
	won := l.whereWon(st, y)
	return Div(Sum(DealsTable, "amount", won...), CountOf(DealsTable,
		won...)), dealDefinition(y) + " Source: the exported deals.", "no deal was won in those quarters"
}

// wonIn are the conditions that a deal of the stream was new business won in the year.
func (l *Ledger) whereWon(st agreement.Stream, y fourQuarters) []Cond {
	return l.whereStream(st, append(y.within("closed"), Where("won", EQ, Number(1)),
		Where(DealNewBusiness, EQ, Number(1))))
}

func dealDefinition(y fourQuarters) string {
	return "Revenue of new business ÷ won of " + y.words + ", sum over sum."
}

func whyExportsTooShort(y fourQuarters) string {
	return "the stream's exports do not begin before " + y.start.Format(time.DateOnly)
}

// reachBack says that a stream's exports begin before a year and the whole year has happened.
func (l *Ledger) exportsReachBack(st agreement.Stream, y fourQuarters) bool {
	first, known := l.streamBegins[st.Name]
	if !known {
		first = l.exportsBegin(st)
		l.streamBegins[st.Name] = first
	}
	return first.Before(calendar.At(y.start)) && !l.period.AsOf.Before(y.end)
}

// beginning is the first that the exports say of a stream.
func (l *Ledger) exportsBegin(st agreement.Stream) calendar.Moment {
	alone := len(l.agreement.Revenue.Streams) == 1
	var first calendar.Moment
	for f := range l.leads.all() {
		if alone || f.Stream == st.Name {
			first = calendar.Earliest(first, f.ownDate(agreement.Created))
		}
	}
	for d := range l.deals.all() {
		if alone || l.dealStream(d) == st.Name {
			first = calendar.Earliest(first, l.ifBeforeAsOf(d.Created))
		}
	}
	return first
}

// dealStream is a deal's stream, else its lead's.
func (l *Ledger) dealStream(d *Deal) string {
	if d.Stream == "" && d.lead != nil {
		return d.lead.Stream
	}
	return d.Stream
}

// tabled divides two columns of the agreement's history table over a year. Rows without a stream serve every stream that has
// none of its own. A quarter that is missing, or lacks a count, leaves the whole n/a: the reason names it.
func (l *Ledger) historyTableRatio(st agreement.Stream, y fourQuarters, over, under string, a,
	b func(agreement.HistoryQuarter) float64) (Expr, string) {
	rows := l.historyRows(st, y)
	var absent []string
	for m := 0; m < 12; m += 3 {
		at := y.start.AddDate(0, m, 0)
		q := calendar.Quarter{Year: at.Year(), Q: int(at.Month()-1)/3 + 1}
		if i := quarterIndex(rows, q); i < 0 || math.IsNaN(a(rows[i])) || math.IsNaN(b(rows[i])) {
			absent = append(absent, q.String())
		}
	}
	if absent != nil {
		return NA{}, fmt.Sprintf("%s, and the history table lacks %s or %s of %s", whyExportsTooShort(y), over, under,
			strings.Join(absent, ", "))
	}
	stream := Where("stream", EQ, NA{})
	if rows[0].Stream != "" {
		stream.To = Ref("term." + streamPath(st) + ".name")
	}
	where := append(y.within("starts"), stream)
	return Div(Sum(HistoryTable, over, where...), Sum(HistoryTable, under,
		where...)), "the history table has no " + under + " in those quarters"
}

// historyRows are the rows of the table that serve a stream in a year: its own, else those of no stream.
func (l *Ledger) historyRows(st agreement.Stream, y fourQuarters) []agreement.HistoryQuarter {
	var own, shared []agreement.HistoryQuarter
	for _, q := range l.agreement.History {
		at := q.Quarter.Start(l.clock.Location)
		switch {
		case at.Before(y.start) || !at.Before(y.end):
		case q.Stream == st.Name:
			own = append(own, q)
		case q.Stream == "":
			shared = append(shared, q)
		}
	}
	if own != nil {
		return own
	}
	return shared
}

func quarterIndex(rows []agreement.HistoryQuarter, q calendar.Quarter) int {
	for i, r := range rows {
		if r.Quarter == q {
			return i
		}
	}
	return -1
}

// historyTable adds the agreement's table of past quarters; each count is a term.
func (l *Ledger) addHistoryTable(s *Scorecard) {
	rows := s.Agreement.History
	if len(rows) == 0 {
		return
	}
	t := s.AddTable(calc.NewTable(HistoryTable, "Past quarters", len(rows)))
	quarters, streams := make([]string, len(rows)), make([]string, len(rows))
	starts := make([]float64, len(rows))
	counts := func(name string) []Expr {
		each := make([]Expr, len(rows))
		for i, q := range rows {
			each[i] = s.termOr("term." + historyPath(q) + "." + name)
		}
		return each
	}
	for i, q := range rows {
		quarters[i], streams[i], starts[i] = q.Quarter.String(), q.Stream, calendar.Serial(q.Quarter.Start(time.UTC))
	}
	t.Texts("quarter", "Quarter", "calendar quarter", quarters)
	t.Numbers("starts", "Begins", Date, "", starts)
	t.Texts("stream", "Stream", "n/a serves every stream", streams)
	for stage := agreement.QL; stage <= agreement.Won; stage++ {
		t.Formulas(stage.String(), agreement.StageTitles[stage], Count, "agreed figure of the quarter",
			counts(stage.String()))
	}
	t.Formulas("revenue", "Revenue", Money, "agreed figure of the quarter", counts("revenue"))
}
