package format

import (
	"slices"
	"testing"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/reporttest"
)

func TestOfThePeriodBeforeTurnedStatusesAreToldAndWhatChangedMost(t *testing.T) {
	t.Parallel()
	figure := func(id string, was, now formula.Value) model.RestatedFigure {
		return model.RestatedFigure{ID: id, Title: id, Unit: formula.Count, Was: was, Now: now,
			StatusWas: model.Met, StatusNow: model.Met}
	}
	n := formula.Num
	turned := figure("actual.sqls_created.outbound", n(9), n(9))
	turned.StatusNow, turned.Causes = model.Missed, []string{"late row"}
	s := reporttest.Card()
	before := reporttest.October().Previous()
	before.ID = "2026-09"
	s.RestatedBefore = &model.PriorRestatement{Period: before, Restatement: model.Restatement{Figures: []model.RestatedFigure{
		figure("actual.leads_sourced", n(100), n(101)), figure("actual.won", n(0), n(0)), turned,
		figure("adherence.contact", formula.Missing, n(.8)), figure("adherence.contact.met", n(1), n(50)),
		figure("actual.mqls_created", n(100), n(50)), figure("actual.sqls_created", n(10), n(9)),
		figure("delivered.leads", n(10), n(8))}}}
	told, more := ToldOfPeriodBefore(s)
	var ids []string
	for _, f := range told {
		ids = append(ids, f.ID)
	}
	want := []string{"actual.sqls_created.outbound", "adherence.contact", "actual.mqls_created", "delivered.leads",
		"actual.sqls_created"}
	if !slices.Equal(ids, want) || more != 3 {
		t.Errorf("%q and %d more, want %q", ids, more, want)
	}
	p := RestatedBefore(s)
	if p.Title != "September 2026 was issued once more" || p.Lines[0].Why != "missed, was met: late row" || p.Where !=
		"3 further figures changed. The Checks sheet of the new workbook in the folder 2026-09 lists all changes and "+
			"their causes." {
		t.Errorf("%+v", p)
	}
	s.RestatedBefore.Figures = nil
	if p := RestatedBefore(s); len(p.Lines) > 0 || p.Where != "No figure of its first page changed. The Checks sheet of "+
		"the new workbook in the folder 2026-09 lists all changes and their causes." {
		t.Errorf("%+v", p)
	}
	if RestatedBefore(reporttest.Card()) != nil {
		t.Error("a card without it tells of the period before")
	}
}
