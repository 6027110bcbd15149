package workbook

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

// whatIfs are changes of terms, made once in the agreement of a fresh run and once in the cells of a workbook that was issued.
var whatIfs = []struct {
	name  string
	base  func(*agreement.Agreement) // before either
	agree func(*agreement.Agreement)
	cells map[string]float64 // term → value
}{
	{"half the hours to call, half the hours to contact", nil, func(a *agreement.Agreement) {
		a.Actions.High.CallWithin, a.Actions.Moderate.CallWithin, a.Actions.Low.CallWithin = hours(2), hours(12), hours(24)
		a.Actions.Motions[0].Value.High.CallWithin = hours(12)
		a.LeadValue.Actions[0].CallWithin = calendar.Span{Minutes: 2}
		a.Promise.ContactWithin = hours(12)
		a.DontBeOnIt.CallWithin = hours(12)
	}, map[string]float64{"action_agreement.high.call_within": 2, "action_agreement.moderate.call_within": 12, "action_agreement.low.call_within": 24,
		"action_agreement.outbound.high.call_within": 12, "lead_value.actions.demo_request.call_within": 2. / 60, "promise.contact_within": 12, "dont_be_on_it.call_within": 12}},
	{"other numbers of touches, breakups and calls", nil, func(a *agreement.Agreement) {
		*a.Actions.High.Touches, *a.Actions.Moderate.Touches, *a.Actions.Low.Touches, *a.Actions.Low.Breakups = 4, 2, 5, 2
		a.Cadence.Steps[0].Touches, a.Cadence.Steps[1].Touches, a.Cadence.Steps[2].Touches = 1, 2, 4
		a.DontBeOnIt.Calls = 2
	}, map[string]float64{"action_agreement.high.touches": 4, "action_agreement.moderate.touches": 2, "action_agreement.low.touches": 5, "action_agreement.low.breakups": 2,
		"cadence.steps.14d.touches": 1, "cadence.steps.28d.touches": 2, "cadence.steps.56d.touches": 4, "dont_be_on_it.calls": 2}},
	{"other bands, goals and values", nil, func(a *agreement.Agreement) {
		a.Capacity.Universe.Low, *a.Capacity.Universe.High, a.Capacity.ActiveMQLs.Low, *a.Capacity.ActiveMQLs.High = 5, 11, 1, 4
		a.Capacity.MQLConversion.Value, *a.Capacity.SQLs, a.Capacity.Ramp[1].Value = .3, 2, .6
		*a.Goals.SQLsCreated, *a.Goals.MQLsManaged = 11, 40
		a.LeadValue.Tiers[1].FiveYearRevenue, a.Promise.LeadValue.Value, a.Promise.Tolerance.Value = 90000, 12000, .25
		*a.KPIs[1].Goal = .95
	}, map[string]float64{"capacity.universe_low": 5, "capacity.universe_high": 11, "capacity.active_mqls_low": 1, "capacity.active_mqls_high": 4,
		"capacity.mql_conversion": .3, "capacity.sqls": 2, "capacity.ramp.2": .6, "goals.sqls_created": 11, "goals.mqls_managed": 40,
		"lead_value.tiers.b.five_year_revenue": 90000, "promise.lead_value": 12000, "promise.tolerance": .25, "kpis.contact_rate.goal": .95}},
	{"hours and touches on business hours", businessHours, func(a *agreement.Agreement) {
		a.Actions.High.CallWithin, a.Actions.Moderate.CallWithin, a.Promise.ContactWithin = hours(17), calendar.Span{Minutes: 90}, calendar.Span{Minutes: 510}
		*a.Actions.Moderate.Touches = 1
	}, map[string]float64{"action_agreement.high.call_within": 17, "action_agreement.moderate.call_within": 1.5, "promise.contact_within": 8.5, "action_agreement.moderate.touches": 1}},
}

func hours(n int) calendar.Span { return calendar.Span{Minutes: n * 60} }

func businessHours(a *agreement.Agreement) {
	for d := time.Monday; d <= time.Friday; d++ {
		a.Clock.Hours = append(a.Clock.Hours, calendar.OpenHours{Weekday: d, From: 9 * 60, Until: 17*60 + 30})
	}
}

// A changed term in the workbook must give, in every formula cell, what a fresh run with that term gives.
func Test_terms_changed_in_the_workbook_give_what_a_fresh_run_with_them_gives(t *testing.T) {
	office(t)
	for _, x := range whatIfs {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			book := func(changes ...func(*agreement.Agreement)) *Book {
				b, err := New(sample(t, 400, func(a *agreement.Agreement) {
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
			issued, fresh := book(x.base), book(x.base, x.agree)
			for term, value := range x.cells {
				issued.set(t, "term."+term, value)
			}
			var raw bytes.Buffer
			if _, err := issued.WriteTo(&raw); err != nil {
				t.Fatal(err)
			}
			before := map[string]formula.Value{}
			issued.formulas(func(sh *sheet, at cellAt, x cell) { before[sh.name+at.String()] = x.value })
			moved := 0
			fresh.formulas(func(sh *sheet, at cellAt, x cell) {
				if before[sh.name+at.String()] != x.value {
					moved++
				}
			})
			if agreed, _ := compare(t, fresh, raw.Bytes(), asIssued); moved < 20 || agreed < 5000 {
				t.Errorf("%d of %d cells move: the change says little", moved, agreed)
			}
		})
	}
}

// set writes another value into the cell of a term, as a reader of the workbook does.
func (b *Book) set(t *testing.T, term string, value float64) {
	t.Helper()
	where, at, ok := strings.Cut(b.Cell(term), "!")
	if !ok || b.card.Term(term) == nil || !b.card.Term(term).Input {
		t.Fatalf("%s is no input of the workbook", term)
	}
	for _, sh := range b.sheets {
		if sh.quoted() != where {
			continue
		}
		col, row, err := excelize.CellNameToCoordinates(at)
		if err != nil {
			t.Fatal(err)
		}
		c := sh.at(cellAt{row, col})
		c.value = formula.Num(value)
		sh.put(cellAt{row, col}, c)
	}
}

// asIssued says that a cell compares with what was issued, or stands by the breaches as issued, whose number is another.
func asIssued(sh *sheet, x cell) bool {
	return sh.name == "Checks" || sh.name == "SDR Pages" || sh.name == "Breaches" || strings.Contains(x.formula, "checks_flag")
}
