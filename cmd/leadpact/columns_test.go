package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// byDefault are the columns without which figures are computed by a default, or without which some rows
// find no lead. Both are said.
var byDefault = map[string][]string{
	"contacts.csv":   {"motion", "closed_at", "status", "email", "quality", "mql_at", "sql_at"},
	"activities.csv": {"direction", "automated", "email"},
}

// dateColumns are columns that may be blank in every row: nothing has happened.
var dateColumns = []string{"at", "due", "closed", "month", "start_date", "won"}

func TestMissingColumnGivesTheSameFiguresOrNone(t *testing.T) {
	t.Parallel()
	whole := sampleExports(t, 5)
	truth := whole.truth(t, "2026-10", dayAfter)
	for name, x := range sorted(whole.files) {
		for _, column := range x.header {
			t.Run(name+" without "+column, func(t *testing.T) {
				t.Parallel()
				o := whole.with(name, x.without(column)).run(t, "2026-10", dayAfter)
				columnMissing{truth, o, name, column}.check(t)
			})
			if strings.HasSuffix(column, "_at") || slices.Contains(dateColumns, column) {
				continue
			}
			t.Run(name+" with a blank "+column, func(t *testing.T) {
				t.Parallel()
				blank := x.mapped(column, func(string) string { return "" })
				columnMissing{truth, whole.with(name, blank).run(t, "2026-10", dayAfter), name, column}.check(t)
			})
		}
	}
}

// columnMissing is a run on exports that lack a column of a file.
type columnMissing struct {
	truth        map[string]any
	got          outcome
	file, column string
}

// check reports the figures that are neither the true ones nor n/a for lack of the column.
func (m columnMissing) check(t *testing.T) {
	t.Helper()
	if m.got.card == nil {
		if m.got.code != exitData && m.got.code != exitAgreement || !m.isNamedIn(m.got.stderr) {
			t.Errorf("exit %d, for another reason: %s", m.got.code, m.got.stderr)
		}
		return
	}
	wrong := slices.Concat(m.wrongFigures(), m.wrongPersonFigures())
	if !m.isDefault("") || strings.HasSuffix(m.column, "ql_at") { // a stage without a date makes nobody late
		wrong = append(wrong, falseBreaches(m.truth, m.got.card)...)
	}
	if n := len(wrong); n > 0 {
		t.Errorf("%d differ, the first are\n%s", n, strings.Join(wrong[:min(n, 5)], "\n"))
	}
}

// wrongFigures lists the wrong ones of the quantities.
func (m columnMissing) wrongFigures() (wrong []string) {
	want, got := figures(m.truth), figures(m.got.card)
	for _, q := range list(m.truth["quantities"]) {
		id := q["id"].(string)
		value, there := got[id]
		status, reason := got[id+"#status"], fmt.Sprint(got[id+"#reason"])
		switch {
		case !there:
			wrong = append(wrong, id+" is gone")
		case near(want[id], value, 1e-9):
			if status != nil && status != want[id+"#status"] {
				wrong = append(wrong, fmt.Sprintf("%s is %v, and was %v", id, status, want[id+"#status"]))
			}
		case value == nil && !m.isNamedIn(reason):
			wrong = append(wrong, fmt.Sprintf("%s was %v, and is n/a for another reason: %s", id, want[id], reason))
		case value != nil && !m.isDefault(fmt.Sprint(got[id+"#definition"])) && !m.isCountOfNA(id, got):
			wrong = append(wrong, fmt.Sprintf("%s was %v, and is %v", id, want[id], value))
		}
	}
	return wrong
}

// wrongPersonFigures lists the wrong ones of the SDRs' figures. Those that are n/a may have their reason
// elsewhere.
func (m columnMissing) wrongPersonFigures() (wrong []string) {
	isSaid, quantities, got := m.isSaid(), figures(m.got.card), personFigures(m.got.card)
	for id, want := range sorted(personFigures(m.truth)) {
		value, there := got[id]
		name, figure, _ := strings.Cut(id, "/")
		switch {
		case there && near(want, value, 1e-9), isSaid && value == nil, m.isDefault(""):
		case isSaid && (name == "Unassigned" || name == "Inherited"):
		case m.isCountOfNA(strings.Replace(figure, "obligations.", "adherence.", 1), quantities):
		default:
			wrong = append(wrong, fmt.Sprintf("%s was %v, and is %v", id, want, value))
		}
	}
	return wrong
}

// isCountOfNA reports whether a figure counts obligations that are n/a, by a rule whose adherence is n/a.
func (m columnMissing) isCountOfNA(id string, got map[string]any) bool {
	rule, isNA := strings.CutSuffix(id, ".na")
	return isNA && strings.HasPrefix(id, "adherence.") && got[rule] == nil && m.isNamedIn(fmt.Sprint(got[rule+"#reason"]))
}

// isDefault reports whether figures may be computed without the column, which their definition or a warning
// names.
func (m columnMissing) isDefault(definition string) bool {
	return slices.Contains(byDefault[m.file], m.column) && (m.isNamedIn(definition) || m.isWarnedOf())
}

func (m columnMissing) isWarnedOf() bool {
	return slices.ContainsFunc(list(m.got.card["warnings"]), func(w map[string]any) bool {
		return m.isNamedIn(fmt.Sprint(w["text"]))
	})
}

// isSaid reports whether a warning or the reason of a figure names the column.
func (m columnMissing) isSaid() bool {
	return m.isWarnedOf() || slices.ContainsFunc(list(m.got.card["quantities"]), func(q map[string]any) bool {
		return m.isNamedIn(fmt.Sprint(q["reason"]))
	})
}

// isNamedIn reports whether a text names the column, as closed_at or as “closed at”. Of the column email it is
// enough to name the rows that find no lead without it.
func (m columnMissing) isNamedIn(text string) bool {
	words := strings.ReplaceAll(regexp.QuoteMeta(m.column), "_", "[ _]")
	if m.column == "email" {
		words = "(e-?mail|name no lead)"
	}
	return regexp.MustCompile(`(?i)\b` + words + `\b`).MatchString(text)
}

// personFigures returns the figures of SDRs by name and place, as "Ann/capacity.sqls".
func personFigures(card map[string]any) map[string]any {
	found := map[string]any{}
	for _, s := range list(card["sdrs"]) {
		name := s["sdr"].(string) + "/"
		for rule, verdicts := range objects(s["obligations"]) {
			for verdict, n := range verdicts {
				found[name+"obligations."+rule+"."+verdict] = n
			}
		}
		for _, part := range []string{"capacity", "kpis"} {
			for id, sample := range objects(s[part]) {
				found[name+part+"."+id] = sample["value"]
				for _, field := range []string{"flag", "n"} {
					if v, there := sample[field]; there {
						found[name+part+"."+id+"."+field] = v
					}
				}
			}
		}
	}
	return found
}

// objects returns a JSON object of objects.
func objects(v any) map[string]map[string]any {
	found := map[string]map[string]any{}
	for key, item := range v.(map[string]any) {
		found[key], _ = item.(map[string]any)
	}
	return found
}
