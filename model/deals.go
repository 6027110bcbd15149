package model

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// addDealsTable adds the table of the deals that exist at as_of.
func (l *Ledger) addDealsTable(s *Scorecard) {
	var rows []*Deal
	for d := range l.deals.all() {
		if l.dealExists(d) {
			rows = append(rows, d)
		}
	}
	t := s.AddTable(calc.NewTable(DealsTable, "Deals", len(rows)))
	t.Noun = "deals"
	texts := func(name, title, note string, f func(*Deal) string) *calc.Column {
		return t.TextsFunc(name, title, note, func(row int) string { return f(rows[row]) })
	}
	numbers := func(name, title string, u Unit, note string, f func(*Deal) float64) *calc.Column {
		return t.NumbersFunc(name, title, u, note, func(row int) float64 { return f(rows[row]) })
	}
	texts("deal_id", "Deal", "id in the CRM", func(d *Deal) string { return d.ID })
	texts("lead_id", "Lead", "the lead it was joined to", func(d *Deal) string { return d.Lead })
	texts("file", "File", "input file", func(d *Deal) string { return d.File }).Kind = PositionFact
	numbers("line", "Line", Count, "physical line in the file",
		func(d *Deal) float64 { return float64(d.Line) }).Kind = PositionFact
	texts("sdr", "SDR", "", func(d *Deal) string { return d.SDR })
	texts(DealStream, "Stream", "its own, else its lead's", l.dealStream)
	numbers(DealAmount, "Amount", Money, "in the agreement's currency", func(d *Deal) float64 { return d.Amount })
	numbers("created", "Created", Time, "", func(d *Deal) float64 { return l.serial(l.ifBeforeAsOf(d.Created)) })
	numbers(DealClosed, "Closed", Time, "n/a: open at as_of", func(d *Deal) float64 { return l.serial(l.dealClosed(d)) })
	numbers(DealWon, "Won", Count, "1: won, 0: lost, n/a: open at as_of", l.dealWon)
	numbers(DealNewBusiness, "New business", Count, "1: new business; a blank is new",
		func(d *Deal) float64 { return oneOrZero(d.NewBusiness != No) })
	numbers("marketing", "Marketing", Count, "1: of a lead that Marketing sourced",
		func(d *Deal) float64 { return oneOrZero(l.dealCountsForMarketing(d)) })
	numbers("days", "Created to closed", Days, "elapsed",
		func(d *Deal) float64 { return daysBetween(l.ifBeforeAsOf(d.Created), l.dealClosed(d)) })
	t.Formula("amount_squared", "Amount squared", Ratios, "for the interval of a mean",
		Mul(Col(DealAmount), Col(DealAmount)))
	t.Formula("k_days_to_close", "Days to close, won in the period", Days, "n/a where not won in the period",
		If(Compare(EQ, Col(DealWon), Number(1)), If(inFlow(DealClosed), Col("days"), NA{}), NA{}))
}

// dealClosed returns when a deal was won or lost before as_of; unknown for an open deal, whose closing
// date is only expected.
func (l *Ledger) dealClosed(d *Deal) calendar.Moment {
	if d.Won == Unknown {
		return calendar.Moment{}
	}
	return l.ifBeforeAsOf(d.Closed)
}

// dealWon returns 1 for a deal that was won, 0 for one that was lost, NaN for one that is open at as_of.
func (l *Ledger) dealWon(d *Deal) float64 {
	switch {
	case !l.dealClosed(d).Known():
		return NaN
	case d.Won == Yes:
		return 1
	}
	return 0
}

// isUndecided reports whether a deal is neither won nor lost, though its closing date has passed.
func (l *Ledger) isUndecided(d *Deal) bool {
	return d.Won == Unknown && l.ifBeforeAsOf(d.Closed).Known()
}

// tellsOutcome reports whether the files tell which deals are won, or lost; column is deals.won or deals.lost. Stages
// do, even if none is known to mean it, as long as no deal is undecided.
func (l *Ledger) tellsOutcome(column string) bool {
	if l.provided[column] || !l.provided["deals.stage"] {
		return l.provided[column]
	}
	for d := range l.deals.all() {
		if l.isUndecided(d) {
			return false
		}
	}
	return true
}

// undecidedStages returns the stages of the undecided deals, with the number of deals of each, the most frequent
// first, and the number of all deals with them.
func (l *Ledger) undecidedStages() (stages string, deals int) {
	counts := map[string]int{}
	for d := range l.deals.all() {
		if d.Stage != "" && l.isUndecided(d) {
			counts[d.Stage]++
			deals++
		}
	}
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	const most = 10
	var words []string
	for _, name := range names[:min(len(names), most)] {
		words = append(words, fmt.Sprintf("%q (%d)", name, counts[name]))
	}
	if more := len(names) - most; more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(words, ", "), deals
}

// whyNoOutcome returns why the files do not tell which deals are won or lost, and what to set; key is won or lost.
func (l *Ledger) whyNoOutcome(key string) string {
	why := fmt.Sprintf("no column or stage tells which deals are %s: name the column won under inputs.deals.columns, "+
		"or list the stages as %s_stages under inputs.deals", key, key)
	if stages, _ := l.undecidedStages(); stages != "" {
		why += ", of " + stages
	}
	return why
}

// dealWarnings returns what a reader must know about the deals: those that count as open though their closing date
// has passed, and those won in the period without an amount.
func (l *Ledger) dealWarnings() (notes []Note) {
	if stages, n := l.undecidedStages(); n > 0 {
		notes = append(notes, Note{Text: fmt.Sprintf("deals in stages that mean neither won nor lost, which count as open "+
			"though their closing date has passed: %d, in %s; if a stage means won or lost, list it as won_stages or "+
			"lost_stages under inputs.deals", n, stages)})
	}
	if n := l.wonWithoutAmount(); n > 0 {
		notes = append(notes, Note{Text: fmt.Sprintf("deals won in the period without an amount, which count as won and are "+
			"in no sum or average of amounts: %d", n)})
	}
	return notes
}

// wonWithoutAmount returns the number of deals that were won in the period and have no amount; 0 where no column
// gives amounts.
func (l *Ledger) wonWithoutAmount() (n int) {
	if !l.provided["deals.amount"] {
		return 0
	}
	for d := range l.deals.all() {
		if d.Won == Yes && l.inPeriod(l.dealClosed(d)) && math.IsNaN(d.Amount) {
			n++
		}
	}
	return n
}

// dealCountsForMarketing reports whether Marketing sourced the deal's lead. A deal without a lead counts
// for Marketing only if its own source is among marketing_sourced.
func (l *Ledger) dealCountsForMarketing(d *Deal) bool {
	if d.lead != nil {
		return d.lead.forPromise
	}
	return d.Marketing && d.Channel != "" && l.agreement.ListsSources()
}
