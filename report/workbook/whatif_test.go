package workbook

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

// whatIfs are changes of terms, made once in the agreement of a fresh run and once in the cells of an
// issued workbook.
var whatIfs = []struct {
	name  string
	base  func(*agreement.Agreement) // a change before either; nil: none
	agree func(*agreement.Agreement)
	cells map[string]float64 // value by term
}{
	{
		"half the hours to call, half the hours to contact", nil,
		func(a *agreement.Agreement) {
			a.Actions.High.CallWithin, a.Actions.Moderate.CallWithin, a.Actions.Low.CallWithin = hours(2), hours(12), hours(24)
			a.Actions.Motions[0].Value.High.CallWithin = hours(12)
			a.LeadValue.Actions[0].CallWithin = calendar.Span{Minutes: 2}
			a.Promise.ContactWithin = hours(12)
			a.DontBeOnIt.CallWithin = hours(12)
		},
		map[string]float64{
			"action_agreement.high.call_within": 2, "action_agreement.moderate.call_within": 12,
			"action_agreement.low.call_within": 24, "action_agreement.outbound.high.call_within": 12,
			"lead_value.actions.demo_request.call_within": 2. / 60, "promise.contact_within": 12,
			"dont_be_on_it.call_within": 12,
		},
	},
	{
		"other numbers of touches, breakups and calls", nil,
		func(a *agreement.Agreement) {
			*a.Actions.High.Touches, *a.Actions.Moderate.Touches, *a.Actions.Low.Touches = 4, 2, 5
			*a.Actions.Low.Breakups = 2
			a.Cadence.Steps[0].Touches, a.Cadence.Steps[1].Touches, a.Cadence.Steps[2].Touches = 1, 2, 4
			a.DontBeOnIt.Calls = 2
		},
		map[string]float64{
			"action_agreement.high.touches": 4, "action_agreement.moderate.touches": 2, "action_agreement.low.touches": 5,
			"action_agreement.low.breakups": 2, "cadence.steps.14d.touches": 1, "cadence.steps.28d.touches": 2,
			"cadence.steps.56d.touches": 4, "dont_be_on_it.calls": 2,
		},
	},
	{
		"other bands, goals and values", nil,
		func(a *agreement.Agreement) {
			a.Capacity.Universe.Low, *a.Capacity.Universe.High = 5, 11
			a.Capacity.ActiveMQLs.Low, *a.Capacity.ActiveMQLs.High = 1, 4
			a.Capacity.MQLConversion.Value, *a.Capacity.SQLs, a.Capacity.Ramp[1].Value = .3, 2, .6
			*a.Goals.SQLsCreated, *a.Goals.MQLsManaged = 11, 40
			a.LeadValue.Tiers[1].FiveYearRevenue, a.Promise.LeadValue.Value, a.Promise.Tolerance.Value = 90000, 12000, .25
			*a.KPIs[1].Goal = .95
		},
		map[string]float64{
			"capacity.universe_low": 5, "capacity.universe_high": 11, "capacity.active_mqls_low": 1,
			"capacity.active_mqls_high": 4, "capacity.mql_conversion": .3, "capacity.sqls": 2, "capacity.ramp.2": .6,
			"goals.sqls_created": 11, "goals.mqls_managed": 40, "lead_value.tiers.b.five_year_revenue": 90000,
			"promise.lead_value": 12000, "promise.tolerance": .25, "kpis.contact_rate.goal": .95,
		},
	},
	{
		"hours and touches on business hours", businessHours,
		func(a *agreement.Agreement) {
			a.Actions.High.CallWithin, a.Actions.Moderate.CallWithin = hours(17), calendar.Span{Minutes: 90}
			a.Promise.ContactWithin = calendar.Span{Minutes: 510}
			*a.Actions.Moderate.Touches = 1
		},
		map[string]float64{
			"action_agreement.high.call_within": 17, "action_agreement.moderate.call_within": 1.5,
			"promise.contact_within": 8.5, "action_agreement.moderate.touches": 1,
		},
	},
}

func hours(n int) calendar.Span { return calendar.Span{Minutes: n * 60} }

// whatIfCases check that terms that were changed in the cells of a workbook give, in every formula cell,
// what a fresh run with these terms gives.
func whatIfCases() []officeCase {
	var out []officeCase
	for _, x := range whatIfs {
		build := func(t *testing.T) ([]byte, func(*testing.T, *recalculated)) {
			layOut := func(changes ...func(*agreement.Agreement)) *Book {
				b, err := New(sample(400, func(a *agreement.Agreement) {
					for _, change := range changes {
						if change != nil {
							change(a)
						}
					}
				}))
				if err != nil {
					t.Fatal(err)
				}
				return b
			}
			issued, fresh := layOut(x.base), layOut(x.base, x.agree)
			before := map[string]formula.Value{}
			issued.eachFormula(func(sh *sheet, at cellAt, x cell) { before[sh.name+at.String()] = x.value })
			moved := 0
			fresh.eachFormula(func(sh *sheet, at cellAt, x cell) {
				if before[sh.name+at.String()] != x.value {
					moved++
				}
			})
			for term, value := range x.cells {
				issued.set(t, "term."+term, value)
			}
			var raw bytes.Buffer
			if _, err := issued.WriteTo(&raw); err != nil {
				t.Fatal(err)
			}
			return raw.Bytes(), func(t *testing.T, f *recalculated) {
				if compared, _ := compare(t, fresh, f, showsIssued); moved < 20 || compared < 5000 {
					t.Errorf("%d of %d cells move: the change proves little", moved, compared)
				}
			}
		}
		out = append(out, officeCase{"terms changed in the workbook give what a fresh run with them gives/" + x.name, build})
	}
	return out
}

// set writes another value into the cell of a term, as a reader of the workbook does.
func (b *Book) set(t *testing.T, term string, value float64) {
	t.Helper()
	if b.card.Term(term) == nil || !b.card.Term(term).Input {
		t.Fatalf("%s is no input of the workbook", term)
	}
	name, at := splitAddress(t, b.Cell(term))
	sh := b.sheetNamed(name)
	c := sh.at(at)
	c.value = formula.Num(value)
	sh.put(at, c)
}

// showsIssued reports whether a cell compares with what was issued, or is about the breaches as issued,
// which differ after a change.
func showsIssued(sh *sheet, x cell) bool {
	return sh.name == "Checks" || sh.name == "SDR Pages" || sh.name == "Breaches" ||
		strings.Contains(x.formula, "checks_flag")
}

// edited sets cells of a written workbook, by their addresses.
func edited(t *testing.T, raw []byte, cells map[string]float64) []byte {
	t.Helper()
	f := opened(t, raw)
	for address, x := range cells {
		sheet, at := splitAddress(t, address)
		if err := f.SetCellValue(sheet, at.String(), x); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// changedTerms are terms that a reader changes in the mailed file.
var changedTerms = []struct {
	term  string
	to    float64
	apply func(*agreement.Agreement)
	moves string // one figure that must change
}{
	{"term.revenue.streams.platform.average_deal", 12500,
		func(a *agreement.Agreement) { a.Revenue.Streams[0].AverageDeal.Value = 12500 }, "plan.total.won.year"},
	{"term.revenue.streams.platform.funnel.mql.to_next", .3,
		func(a *agreement.Agreement) { a.Revenue.Streams[0].Funnel[1].ToNext.Value = .3 }, "plan.platform.mql.month"},
	{"term.revenue.marketing_share", .6,
		func(a *agreement.Agreement) { a.Revenue.MarketingShare.Value = .6 }, "plan.platform.revenue.year"},
	{"term.promise.ratio", 2,
		func(a *agreement.Agreement) { a.Promise.Ratio.Value = 2 }, "promise.lead_value"},
	{"term.lead_value.low_action_divisor", 10,
		func(a *agreement.Agreement) { a.LeadValue.LowActionDivisor = 10 }, "value.a.newsletter"},
	{"term.budget.channels.content", 7000,
		func(a *agreement.Agreement) { a.Budget.Channels[2].Value = 7000 }, "budget.total"},
}

// changedTermCases check that a changed term changes exactly the figures that depend on it, and to what a
// run with that term gives.
func changedTermCases() []officeCase {
	var out []officeCase
	for _, x := range changedTerms {
		build := func(t *testing.T) ([]byte, func(*testing.T, *recalculated)) {
			before, after := sample(40, nil), sample(40, x.apply)
			b, raw := written(t, before)
			return edited(t, raw, map[string]float64{b.cells[x.term]: x.to}), func(t *testing.T, f *recalculated) {
				shows := func(id string) string {
					sheet, at := splitAddress(t, b.cells[id])
					return f.value(t, sheet, at)
				}
				depends := map[string]bool{}
				for _, q := range before.Readers(x.term) {
					depends[q.ID] = true
				}
				for _, q := range before.Quantities {
					got := shows(q.ID)
					if want := after.Value(q.ID); !sameValue(got, want) {
						t.Errorf("%s shows %s, a run with the term gives %v", q.ID, got, want)
					}
					if !depends[q.ID] && !q.Internal && !sameValue(got, q.Value()) {
						t.Errorf("%s moved to %s though it does not read the term", q.ID, got)
					}
				}
				if sameValue(shows(x.moves), before.Value(x.moves)) {
					t.Errorf("%s did not move", x.moves)
				}
			}
		}
		out = append(out, officeCase{"a changed term gives what a run with that term gives/" + x.term, build})
	}
	return out
}

// tamperedCases check that an amount of the data that was changed in the file shows as a difference on
// Checks, and makes every sheet show REVIEW.
func tamperedCases() []officeCase {
	build := func(t *testing.T) ([]byte, func(*testing.T, *recalculated)) {
		b, raw := written(t, sample(40, nil))
		return edited(t, raw, map[string]float64{b.firstOf("spending", "actual"): 1}), func(t *testing.T, f *recalculated) {
			for _, sh := range b.sheets {
				if got := f.value(t, sh.name, sh.flagCell); got != "Checks: REVIEW" {
					t.Errorf("%s says %q though an amount of the spend file was changed", sh.name, got)
				}
			}
		}
	}
	return []officeCase{{"a tampered cell turns the checks to review", build}}
}

// firstOf returns the address of the first cell of a table's column.
func (b *Book) firstOf(table, column string) string {
	for _, n := range b.names {
		if n.name == rangeName(table, column) {
			first, _, _ := strings.Cut(strings.ReplaceAll(n.refers, "$", ""), ":")
			return first
		}
	}
	return ""
}

func Test_all_differences_are_0_when_a_workbook_is_issued(t *testing.T) {
	t.Parallel()
	x := shared(t, 0)
	f := opened(t, x.raw)
	for _, at := range x.book.differenceCells.cells() {
		got, err := f.GetCellValue("Checks", at.String(), excelize.Options{RawCellValue: true})
		if err != nil || got != "0" {
			t.Errorf("Checks!%s is %s, %v", at, got, err)
		}
	}
}
