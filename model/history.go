package model

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// An agreed rate or average deal may be the word `history` (SPEC section 7). It is then a sum divided by
// a sum over the four full quarters before the agreement takes effect, never a mean of rates, and doesn't
// change after signature. It is computed from the exports where they begin before those quarters, else
// from the agreement's history table; this is decided for each stream, and for all four quarters
// together. Measured rates use the last four full quarters at as_of, from the exports alone.

// fourQuarters is a year of full calendar quarters in the agreement's zone.
type fourQuarters struct {
	start, end     time.Time // end is the first instant after it
	startID, endID string    // ids of the terms that hold start and end
	words          string    // the year in words, for definitions
}

// historyYear returns the four full quarters before the agreement takes effect.
func (l *Ledger) historyYear() fourQuarters {
	end := calendar.QuarterStart(l.agreement.Head.Effective.In(l.clock.Location))
	return fourQuarters{end.AddDate(-1, 0, 0), end, historyStartID, historyEndID,
		"the four full quarters before the agreement takes effect"}
}

// measuredYear returns the last four full quarters at as_of.
func (l *Ledger) measuredYear() fourQuarters {
	end := calendar.QuarterStart(l.period.AsOf)
	return fourQuarters{end.AddDate(-1, 0, 0), end, measuredStartID, measuredEndID, "the last four full quarters at as_of"}
}

// addHistoryBounds adds as terms the bounds of both years, and of the other past spans that formulas use.
func (l *Ledger) addHistoryBounds(s *Scorecard) {
	add := func(id, title string, u Unit, at time.Time, note string) {
		s.AddTerm(calc.Term{ID: id, Section: periodSection, Title: title, Unit: u,
			Value: Num(calendar.Serial(at)),
			Note:  note})
	}
	add(beforePreviousStartID, "Period before the previous begins", Time, l.period.Previous().Previous().Start, "")
	add(trailingStartID, "Twelve months before as of", Time, l.period.AsOf.AddDate(-1, 0, 0), "")
	for _, year := range []fourQuarters{l.historyYear(), l.measuredYear()} {
		add(year.startID, capital(year.words)+" begin", Date, year.start, "")
		add(year.endID, capital(year.words)+" end", Date, year.end, "first instant after them")
	}
}

// contains returns the conditions that the date in a column lies in the year.
func (year fourQuarters) contains(col string) []Cond {
	return []Cond{Where(col, GE, Ref(year.startID)), Where(col, LT, Ref(year.endID))}
}

// Sentences that end the definitions of a year's figures and name the source.
const (
	fromExports      = " Source: the exports."
	fromDeals        = " Source: the exported deals."
	fromHistoryTable = " Source: the agreement's history table, for the exports do not reach back so far."
)

// funnelRate is the rate from one stage to another, of a stream or of one of its lead types (nil: of all
// its leads).
type funnelRate struct {
	stream   agreement.Stream
	leadType *agreement.LeadType
	from, to agreement.Stage
}

// historyRate returns an agreed rate that is `history`, with its definition and, where it is n/a, the
// reason why.
func (l *Ledger) historyRate(r funnelRate) (e Expr, definition, reason string) {
	year := l.historyYear()
	if l.hasStage(r.from) && l.hasStage(r.to) && l.exportsReachBack(r.stream, year) {
		return l.exportedRate(r, year)
	}
	definition = rateDefinition(r, year)
	if r.leadType != nil {
		return NA{}, definition, whyExportsTooShort(year) + ", and the history table knows no lead types"
	}
	e, reason = l.historyTableRatio(r.stream, year, r.to.String(), r.from.String())
	return e, definition + fromHistoryTable, reason
}

// measuredRate returns the rate of the last four full quarters at as_of, with its definition and, where
// it is n/a, the reason why.
func (l *Ledger) measuredRate(r funnelRate) (e Expr, definition, reason string) {
	year := l.measuredYear()
	reason = firstReason(l.whyNoStage(r.from), l.whyNoStage(r.to))
	if reason == "" && !l.exportsReachBack(r.stream, year) {
		reason = whyExportsTooShort(year)
	}
	if reason != "" {
		return NA{}, rateDefinition(r, year), reason
	}
	return l.exportedRate(r, year)
}

// rateDefinition returns the definition of a rate of a year, without its source.
func rateDefinition(r funnelRate, year fourQuarters) string {
	return r.to.Title() + " ÷ " + r.from.Title() + " of " + year.words + ", sum over sum."
}

// exportedRate returns a rate of a year from the exported leads.
func (l *Ledger) exportedRate(r funnelRate, year fourQuarters) (e Expr, definition, reason string) {
	to, from := CountOf(LeadsTable, l.whereReached(r, r.to, year)...), CountOf(LeadsTable,
		l.whereReached(r, r.from, year)...)
	return Div(to, from), rateDefinition(r, year) + fromExports,
		"the exports have no " + r.from.Title() + " in those quarters"
}

// whereReached returns the conditions that a lead of a rate's stream, or lead type, reached a stage in the
// year.
func (l *Ledger) whereReached(r funnelRate, stage agreement.Stage, year fourQuarters) []Cond {
	where := l.whereStream(r.stream, year.contains(stage.String()))
	if r.leadType != nil {
		where = append(where, Where(LeadTypeColumn, EQ, Ref(TermID(typePath(r.stream, *r.leadType), "name"))))
	}
	return where
}

// historyDeal returns an agreed average deal that is `history`, with its definition and, where it is n/a,
// the reason why.
func (l *Ledger) historyDeal(st agreement.Stream) (e Expr, definition, reason string) {
	year := l.historyYear()
	if l.provided["deals"] && l.exportsReachBack(st, year) {
		return l.exportedDeal(st, year)
	}
	e, reason = l.historyTableRatio(st, year, RevenueLine, agreement.Won.String())
	return e, dealDefinition(year) + fromHistoryTable, reason
}

// measuredDeal returns the average deal of the last four full quarters at as_of, with its definition and,
// where it is n/a, the reason why.
func (l *Ledger) measuredDeal(st agreement.Stream) (e Expr, definition, reason string) {
	year := l.measuredYear()
	reason = l.whyNoTable("deals")
	if reason == "" && !l.exportsReachBack(st, year) {
		reason = whyExportsTooShort(year)
	}
	if reason != "" {
		return NA{}, dealDefinition(year), reason
	}
	return l.exportedDeal(st, year)
}

// dealDefinition returns the definition of the average deal of a year, without its source.
func dealDefinition(year fourQuarters) string {
	return "Revenue of new business ÷ won of " + year.words + ", sum over sum."
}

// exportedDeal returns the average deal of a year from the exported deals.
func (l *Ledger) exportedDeal(st agreement.Stream, year fourQuarters) (e Expr, definition, reason string) {
	won := l.whereWon(st, year)
	return Div(Sum(DealsTable, DealAmount, won...), CountOf(DealsTable, won...)), dealDefinition(year) + fromDeals,
		"no deal was won in those quarters"
}

// whereWon returns the conditions that a deal of a stream was new business won in the year.
func (l *Ledger) whereWon(st agreement.Stream, year fourQuarters) []Cond {
	newBusiness := append(year.contains(DealClosed), Where(DealWon, EQ, Number(1)), Where(DealNewBusiness, EQ, Number(1)))
	return l.whereStream(st, newBusiness)
}

// whyExportsTooShort returns the reason why a figure of a year is n/a where a stream's exports do not
// reach back to it.
func whyExportsTooShort(year fourQuarters) string {
	return "the stream's exports do not begin before " + year.start.Format(time.DateOnly)
}

// exportsReachBack reports whether a stream's exports begin before a year, and the whole year lies before
// as_of.
func (l *Ledger) exportsReachBack(st agreement.Stream, year fourQuarters) bool {
	first, known := l.streamBegins[st.Name]
	if !known {
		first = l.exportsBegin(st)
		l.streamBegins[st.Name] = first
	}
	return first.Before(calendar.At(year.start)) && !l.period.AsOf.Before(year.end)
}

// exportsBegin returns when the first lead or deal of a stream was created. Where the agreement has one
// stream only, every lead and deal belongs to it.
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

// dealStream returns the name of a deal's stream, or of its lead's where the deal has none.
func (l *Ledger) dealStream(d *Deal) string {
	if d.Stream == "" && d.lead != nil {
		return d.lead.Stream
	}
	return d.Stream
}

// historyTableRatio returns the ratio of two columns of the agreement's history table, each summed over a
// year, and the reason where it is n/a. Rows without a stream apply to every stream that has no rows of
// its own. Where a quarter is missing or lacks one of the two numbers, the ratio is n/a, and the reason
// names the quarter.
func (l *Ledger) historyTableRatio(st agreement.Stream, year fourQuarters, over, under string) (Expr, string) {
	rows := l.historyRows(st, year)
	var absent []string
	for m := 0; m < 12; m += 3 {
		at := year.start.AddDate(0, m, 0)
		q := calendar.Quarter{Year: at.Year(), Q: int(at.Month()-1)/3 + 1}
		i := slices.IndexFunc(rows, func(r agreement.HistoryQuarter) bool { return r.Quarter == q })
		if i < 0 || math.IsNaN(historyNumber(rows[i], over)) || math.IsNaN(historyNumber(rows[i], under)) {
			absent = append(absent, q.String())
		}
	}
	if absent != nil {
		return NA{}, fmt.Sprintf("%s, and the history table lacks %s or %s of %s", whyExportsTooShort(year), over, under,
			strings.Join(absent, ", "))
	}
	ofStream := Where("stream", EQ, NA{})
	if rows[0].Stream != "" {
		ofStream.To = Ref(TermID(streamPath(st), "name"))
	}
	where := append(year.contains("starts"), ofStream)
	return Div(Sum(HistoryTable, over, where...), Sum(HistoryTable, under, where...)),
		"the history table has no " + under + " in those quarters"
}

// historyNumber returns a quarter's number in a column of the history table: the count of a stage, or
// revenue. It is NaN where the agreement leaves the number out.
func historyNumber(q agreement.HistoryQuarter, column string) float64 {
	if column == RevenueLine {
		return q.Revenue
	}
	if stage, err := agreement.ParseStage(column); err == nil {
		return q.Counts[stage]
	}
	return NaN
}

// historyRows returns the rows of the agreement's history that apply to a stream in a year: its own, or
// those without a stream if it has none.
func (l *Ledger) historyRows(st agreement.Stream, year fourQuarters) []agreement.HistoryQuarter {
	var own, shared []agreement.HistoryQuarter
	for _, q := range l.agreement.History {
		at := q.Quarter.Start(l.clock.Location)
		switch {
		case at.Before(year.start) || !at.Before(year.end):
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

// addHistoryTable adds the agreement's table of past quarters. Each of its numbers is a term; one that
// the agreement leaves out is n/a. Without a history there is no table.
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
			each[i] = s.termOr(TermID(historyPath(q), name))
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
		t.Formulas(stage.String(), stage.Title(), Count, "agreed figure of the quarter",
			counts(stage.String()))
	}
	t.Formulas(RevenueLine, "Revenue", Money, "agreed figure of the quarter", counts(RevenueLine))
}
