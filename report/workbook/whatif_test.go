package workbook

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
)

// changed sets cells of a written workbook by address, recalculates it in LibreOffice, and gives the value of each term and
// figure as its cell shows it then.
func changed(t *testing.T, b *Book, raw []byte, cells map[string]float64) (values map[string]string, f *excelize.File) {
	t.Helper()
	in, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for cell, x := range cells {
		sheet, at, _ := strings.Cut(cell, "!")
		if err := in.SetCellValue(strings.Trim(sheet, "'"), at, x); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := in.Write(&out); err != nil {
		t.Fatal(err)
	}
	f = recalculated(t, out.Bytes())
	values = map[string]string{}
	for id, cell := range b.cells {
		sheet, at, _ := strings.Cut(cell, "!")
		v, err := f.GetCellValue(strings.Trim(sheet, "'"), at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		values[id] = v
	}
	return values, f
}

// alike says that a cell shows a value.
func alike(cell string, v model.Value) bool {
	want, number := v.Number()
	got, err := strconv.ParseFloat(cell, 64)
	if number {
		return err == nil && math.Abs(got-want) <= 1e-9*math.Max(math.Abs(want), 1e-3)
	}
	return cell == v.String()
}

// A term that is changed in the mailed file moves exactly the figures that depend on it, to what a run with that term gives.
func Test_a_changed_term_gives_what_a_run_with_that_term_gives(t *testing.T) {
	office(t)
	stream := func(a *model.Agreement) *model.Stream { return &a.Revenue.Streams[0] }
	for _, x := range []struct {
		term  string
		to    float64
		apply func(*model.Agreement)
		moves string // one figure that must change
	}{
		{"term.revenue.streams.platform.average_deal", 12500, func(a *model.Agreement) { stream(a).AverageDeal.Value = 12500 }, "plan.total.won.year"},
		{"term.revenue.streams.platform.funnel.mql.to_next", .3, func(a *model.Agreement) { stream(a).Funnel[1].ToNext.Value = .3 }, "plan.platform.mql.month"},
		{"term.revenue.marketing_share", .6, func(a *model.Agreement) { a.Revenue.MarketingShare.Value = .6 }, "plan.platform.revenue.year"},
		{"term.promise.ratio", 2, func(a *model.Agreement) { a.Promise.Ratio.Value = 2 }, "promise.lead_value"},
		{"term.lead_value.low_action_divisor", 10, func(a *model.Agreement) { a.LeadValue.LowActionDivisor = 10 }, "value.a.newsletter"},
		{"term.budget.channels.content", 7000, func(a *model.Agreement) { a.Budget.Channels[2].Value = 7000 }, "budget.total"},
	} {
		t.Run(x.term, func(t *testing.T) {
			before, after := sample(t, 40, nil), sample(t, 40, x.apply)
			b, raw := written(t, before)
			values, _ := changed(t, b, raw, map[string]float64{b.cells[x.term]: x.to})
			moving := map[string]bool{}
			for _, q := range before.Readers(x.term) {
				moving[q.ID] = true
			}
			for _, q := range before.Quantities {
				got := values[q.ID]
				if want := after.Value(q.ID); !alike(got, want) {
					t.Errorf("%s shows %s, a run with the term gives %v", q.ID, got, want)
				}
				if !moving[q.ID] && !q.Internal && !alike(got, q.Value()) {
					t.Errorf("%s moved to %s though it does not read the term", q.ID, got)
				}
			}
			if alike(values[x.moves], before.Value(x.moves)) {
				t.Errorf("%s did not move", x.moves)
			}
		})
	}
}

// A cell that is tampered with shows as a difference on Checks, and every sheet says REVIEW.
func Test_a_tampered_cell_turns_the_checks_to_review(t *testing.T) {
	office(t)
	s := sample(t, 40, nil)
	b, raw := written(t, s)
	f := opened(t, raw)
	for at := b.differenceCells[0]; at.row <= b.differenceCells[1].row; at = at.down(1) {
		if got, _ := f.GetCellValue("Checks", at.String(), excelize.Options{RawCellValue: true}); got != "0" {
			t.Errorf("as issued, Checks!%s is %s", at, got)
		}
	}
	_, f = changed(t, b, raw, map[string]float64{b.firstOf("spending", "actual"): 1})
	for _, sh := range b.sheets {
		if got, _ := f.GetCellValue(sh.name, "B3"); got != "Checks: REVIEW" {
			t.Errorf("%s says %q though an amount of the spend file was changed", sh.name, got)
		}
	}
}

// firstOf is the first cell of a table's column: 'Budget vs Value'!E90.
func (b *Book) firstOf(table, column string) string {
	for _, n := range b.names {
		if n.name == rangeName(table, column) {
			first, _, _ := strings.Cut(strings.ReplaceAll(n.refers, "$", ""), ":")
			return first
		}
	}
	return ""
}
