package model

import (
	"slices"
	"strings"
	"testing"

	"leadpact/model/agreement"
	. "leadpact/model/formula"
)

// explained returns the computed scorecard of two leads.
func explained(t *testing.T) *Scorecard {
	t.Helper()
	x := moderateLead()
	x.Stages[agreement.SQL] = at("2026-06-20 09:00:00")
	_, s := watchedLead(t, testAgreement(), x, Touch{Kind: Call, At: at("2026-06-02 11:00:00"), Outcome: Conversation})
	return s
}

func TestProseReadsAFormulaAloud(t *testing.T) {
	t.Parallel()
	s := explained(t)
	for _, x := range []struct {
		e    Expr
		want string
	}{
		{s.Quantity("kpi.mql_to_sql.managed").Formula, "SQLs created ÷ MQLs managed"},
		{s.Quantity("actual.sqls_created").Formula, "count of leads where SQL date ≥ period start and < as of, if SQL dates are provided (else n/a)"},
		{s.Quantity("adherence.contact").Formula, "Contact: met ÷ (Contact: met + Contact: late + Contact: missed)"},
		{s.Quantity("adherence.contact.na").Formula, "count of leads where Contact = n/a"},
		{s.Quantity("kpi.contact_rate").Formula, "(sum of Contacted over leads) ÷ (sum of Touched over leads)"},
		{s.Quantity("kpi.first_call_hours.p90").Formula, "percentile (Hours to first call: percentile beside the median) of First call, handed off over leads"},
		{Mul(Number(2), Sub(Number(3), Number(1))), "2 × (3 − 1)"},
		{Sub(Number(3), Sub(Number(2), Number(1))), "3 − (2 − 1)"},
		{Div(Mul(Number(3), Number(2)), Mul(Number(2), Number(1))), "3 × 2 ÷ (2 × 1)"},
		{RoundUp(Div(Number(21), Number(0.7))), "21 ÷ 0.7, rounded up"},
		{If(Compare(LT, Number(1), Number(2)), Word("short"), If(Compare(GT, Number(1), Number(2)), Word("over"), Word("ok"))),
			"“short” if 1 < 2; else “over” if 1 > 2, else “ok”"},
	} {
		if got := s.Prose(x.e, nil); got != x.want {
			t.Errorf("%s\nwant %s", got, x.want)
		}
	}
}

func TestProseNamesEverythingThatAFormulaNames(t *testing.T) {
	t.Parallel()
	s := explained(t)
	for _, q := range s.Quantities {
		words := s.Prose(q.Formula, nil)
		Walk(q.Formula, func(e Expr) {
			name := ""
			switch e := e.(type) {
			case Ref:
				name = s.Prose(e, nil)
			case Agg:
				if e.Col != "" {
					name = s.Table(e.Table).Column(e.Col).Title
				}
				for _, c := range e.Where {
					if title := s.Table(e.Table).Column(c.Col).Title; !strings.Contains(words, title) {
						t.Errorf("%s: %q does not name the column %q", q.ID, words, title)
					}
				}
			}
			if !strings.Contains(words, name) {
				t.Errorf("%s: %q does not name %q", q.ID, words, name)
			}
		})
	}
}

func TestAnExplanationNamesEverythingThatItsFormulaReadsOnce(t *testing.T) {
	t.Parallel()
	s := explained(t)
	for _, q := range s.Quantities {
		seen := map[string]int{}
		for _, r := range s.Explain(q.ID) {
			switch {
			case r.Figure != nil:
				seen[r.Figure.ID]++
			case r.Term != nil:
				seen[r.Term.ID]++
			default:
				seen[r.Table.Name+"."+r.Column.Name]++
			}
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s: %s is named %d times", q.ID, id, n)
			}
		}
		for _, id := range Names(q.Formula) {
			if seen[id] != 1 {
				t.Errorf("%s reads %s, which is not named", q.ID, id)
			}
		}
	}
}

func TestTheRowsOfACountAreAsManyAsItsValue(t *testing.T) {
	t.Parallel()
	s := explained(t)
	counts := 0
	for _, q := range s.Quantities {
		agg, ok := q.Formula.(Agg)
		if !ok || agg.Fn != CountRows {
			continue
		}
		counts++
		if n, _ := q.Value().Number(); len(s.Explain(q.ID)[0].Aggregates[0].Rows) != int(n) {
			t.Errorf("%s is %v, with %d rows", q.ID, n, len(s.Explain(q.ID)[0].Aggregates[0].Rows))
		}
	}
	if counts < 40 {
		t.Errorf("only %d figures are counts", counts)
	}
}

func TestAFigureThatIsNotCountedHasNoRows(t *testing.T) {
	t.Parallel()
	s := explained(t)
	if picks := s.Explain("actual.proposals")[0].Aggregates; len(picks) != 0 {
		t.Errorf("proposals are n/a, and %d rows count", len(picks[0].Rows))
	}
	if s.Explain("actual.nonsense") != nil || s.ExplainCell("sdrs", "nonsense", 0) != nil {
		t.Error("what does not exist is explained")
	}
}

func TestATermKnowsTheFiguresThatChangeWithIt(t *testing.T) {
	t.Parallel()
	s := explained(t)
	var ids []string
	for _, q := range s.Readers("term.promise.contact_within") {
		ids = append(ids, q.ID)
	}
	for _, want := range []string{"adherence.contact", "adherence.contact.late", "breaches.count", "kpi.contact_adherence"} {
		if !slices.Contains(ids, want) {
			t.Errorf("%s does not change with the promised hours: %v", want, ids)
		}
	}
	if slices.Contains(ids, "adherence.touches") {
		t.Error("the touches do not depend on the promised hours")
	}
}

func TestAnIDIsFoundByItsPathOrItsNameInTheWorkbook(t *testing.T) {
	t.Parallel()
	s := explained(t)
	for typed, want := range map[string]string{"kpi.mql_to_sql": "kpi.mql_to_sql", "kpi_mql_to_sql": "kpi.mql_to_sql",
		"promise.contact_within": "term.promise.contact_within", "term_promise_contact_within": "term.promise.contact_within"} {
		if id, ok := s.Find(typed); !ok || id != want {
			t.Errorf("%s is %q", typed, id)
		}
	}
	if id, ok := s.Find("L1"); ok {
		t.Errorf("a lead is found as figure %q", id)
	}
}
