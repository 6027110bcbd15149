package format

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/formula"
)

// Change is a figure that two scorecards print differently: one of the company's, or one SDR's.
type Change struct{ ID, Title, Was, Now string }

func (c Change) String() string { return c.Title + ": " + c.Was + " → " + c.Now }

// Changes lists the differences between two scorecards of the same period and data: first the figures in
// their order, then each SDR's adherence.
func Changes(was, now *model.Scorecard) []Change {
	style := For(now.Agreement)
	var out []Change
	add := func(id, title string, u formula.Unit, before, after formula.Value) {
		if c := (Change{id, title, style.Value(before, u), style.Value(after, u)}); c.Was != c.Now {
			out = append(out, c)
		}
	}
	for _, q := range now.Quantities {
		if before := was.Quantity(q.ID); before != nil && !q.Internal {
			add(q.ID, q.Title, q.Unit, before.Value(), q.Value())
		}
	}
	for _, sdr := range now.SDRs {
		i := slices.IndexFunc(was.SDRs, func(x model.SDRScore) bool { return x.SDR == sdr.SDR })
		if i < 0 {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(sdr.KPIs)) {
			if rule, ok := strings.CutPrefix(key, model.AdherenceID("")); ok {
				title := Plain(sdr.SDR) + ": " + strings.ReplaceAll(rule, "_", " ") + " kept"
				add(sdr.SDR+"/"+rule, title, formula.Percent, was.SDRs[i].KPIs[key].Value, sdr.KPIs[key].Value)
			}
		}
	}
	return out
}

// PlanChanges lists those changes that concern the plan of a month, the promise that follows from it, and
// the values of leads.
func PlanChanges(was, now *model.Scorecard) []string {
	var out []string
	for _, c := range Changes(was, now) {
		total := strings.HasPrefix(c.ID, "plan.total.") && strings.HasSuffix(c.ID, ".month")
		if total || c.ID == model.PlanPromiseID || strings.HasPrefix(c.ID, "value.") {
			out = append(out, c.String())
		}
	}
	return out
}

// RestatedLine is a figure whose value differs from that in the last issue of the period, as texts ready to
// print.
type RestatedLine struct{ ID, Title, Was, Now, Why string }

// Restated returns the figures of the first page that were restated (goal grid, funnel, KPIs, promise,
// adherence, risk), and the number of further figures that changed with them.
func Restated(s *model.Scorecard) (lines []RestatedLine, more int) {
	if s.Restated == nil {
		return nil, 0
	}
	style := For(s.Agreement)
	for _, f := range s.Restated.Figures {
		if !onFirstPage(s, f.ID) {
			more++
			continue
		}
		lines = append(lines, style.restatedLine(f))
	}
	return lines, more
}

func (s Style) restatedLine(f model.RestatedFigure) RestatedLine {
	return RestatedLine{f.ID, Plain(RestatedTitle(f)), s.Value(f.Was, f.Unit), s.Value(f.Now, f.Unit), RestatedNote(f)}
}

// RestatedNote returns how the status of a figure turned and why the figure changed: "met, was missed: late row".
func RestatedNote(f model.RestatedFigure) string {
	causes := strings.Join(f.Causes, ", ")
	if f.StatusWas == f.StatusNow {
		return causes
	}
	turned := cmp.Or(f.StatusNow, "no status") + ", was " + cmp.Or(f.StatusWas, "without status")
	return strings.TrimSuffix(turned+": "+causes, ": ")
}

// mostTold is how many restated figures of the period before are told, unless the status of more of them turned.
const mostTold = 5

// ToldOfPeriodBefore returns what the reports tell of the period before if it was issued once more: the figures
// whose status turned, then those of its first page that changed most, and how many further figures changed.
func ToldOfPeriodBefore(s *model.Scorecard) (told []model.RestatedFigure, more int) {
	if s.RestatedBefore == nil {
		return nil, 0
	}
	var others []model.RestatedFigure
	for _, f := range s.RestatedBefore.Figures {
		if f.StatusWas != f.StatusNow {
			told = append(told, f)
		} else if onFirstPage(s, f.ID) {
			others = append(others, f)
		}
	}
	slices.SortStableFunc(others, func(a, b model.RestatedFigure) int {
		return cmp.Compare(relativeChange(b), relativeChange(a))
	})
	told = append(told, others[:min(len(others), max(0, mostTold-len(told)))]...)
	return told, len(s.RestatedBefore.Figures) - len(told)
}

// relativeChange returns by which share of the larger value a figure changed; 1 where one of them is n/a.
func relativeChange(f model.RestatedFigure) float64 {
	was, ok := f.Was.Number()
	now, ok2 := f.Now.Number()
	switch {
	case !ok || !ok2:
		return 1
	case was == now:
		return 0
	}
	return math.Abs(now-was) / max(math.Abs(now), math.Abs(was))
}

// PeriodBefore is what the reports say of the period before, which was issued once more, as texts ready to print.
type PeriodBefore struct {
	Title string // October 2026 was issued once more
	Lines []RestatedLine
	Where string // how many more figures changed, and where they are listed
}

// RestatedBefore returns what to say of the period before; nil where it was not issued once more.
func RestatedBefore(s *model.Scorecard) *PeriodBefore {
	if s.RestatedBefore == nil {
		return nil
	}
	style, before := For(s.Agreement), s.RestatedBefore.Period
	p := &PeriodBefore{Title: style.Period(before) + " was issued once more"}
	told, more := ToldOfPeriodBefore(s)
	for _, f := range told {
		p.Lines = append(p.Lines, style.restatedLine(f))
	}
	listed := "The Checks sheet of the new workbook in the folder " + before.ID + " lists all changes and their causes."
	switch {
	case len(told) == 0:
		p.Where = "No figure of its first page changed. " + listed
	case more == 0:
		p.Where = listed
	default:
		p.Where = style.Count(more) + " further " + plural("figure", more == 1) + " changed. " + listed
	}
	return p
}

// RestatedTitle returns a figure's title, with its motion where it has one.
func RestatedTitle(f model.RestatedFigure) string { return withMotion(f.ID, f.Title) }

// withMotion adds the motion to the title of a figure that is counted for one motion alone.
func withMotion(id, title string) string {
	parts := strings.Split(id, ".")
	if len(parts) == 3 && slices.Contains([]string{"actual", "goal", "goal_to_date", "attainment"}, parts[0]) {
		return title + ", " + parts[2]
	}
	return title
}

// onFirstPage reports whether a figure stands on the first page of the reports.
func onFirstPage(s *model.Scorecard, id string) bool {
	family, rest, _ := strings.Cut(id, ".")
	switch family {
	case "actual":
		return slices.Contains(GridLines, rest) || slices.Contains(FunnelLines, rest)
	case "kpi":
		return slices.ContainsFunc(s.Agreement.KPIs, func(k agreement.KPITerm) bool { return k.ID == rest })
	case "adherence":
		return !strings.Contains(rest, ".")
	}
	return slices.Contains([]string{
		model.DeliveredLeadValueID, model.DeliveredLeadsID, model.PromiseLeadValueID, model.PromiseLeadsID,
		model.BreachesID, model.LeadsAtRiskID, model.LeadValueAtRiskID, model.SpendTotalID,
	}, id)
}

// RestatedWhy lists the leads, terms and files that caused the restatement, the first most of each; the
// workbook's Checks and scorecard.json hold all of them.
func RestatedWhy(s *model.Scorecard, most int) []string {
	r := s.Restated
	if r == nil {
		return nil
	}
	style := For(s.Agreement)
	var out []string
	more := func(n int, what string) {
		if n > most {
			out = append(out, fmt.Sprintf("%s more %s: the workbook's Checks lists them all",
				style.Count(n-most), plural(what, n-most == 1)))
		}
	}
	for _, l := range r.Leads[:min(most, len(r.Leads))] {
		out = append(out, Plain(LeadWords(l)))
	}
	more(len(r.Leads), "lead")
	for _, t := range r.Terms[:min(most, len(r.Terms))] {
		out = append(out, Plain(fmt.Sprintf("Changed term: %s %s, was %s", t.Title, style.Term(t.Now, t.Unit),
			style.Term(t.Was, t.Unit))))
	}
	more(len(r.Terms), "term")
	if len(r.Leads)+len(r.Terms) == 0 {
		for _, f := range r.Files[:min(most, len(r.Files))] {
			out = append(out, Plain("Changed file: "+f))
		}
		more(len(r.Files), "file")
	}
	var sdrs []string
	for _, x := range r.SDRs {
		if !slices.Contains(sdrs, Plain(x.SDR)) {
			sdrs = append(sdrs, Plain(x.SDR))
		}
	}
	if len(sdrs) > 0 {
		out = append(out, "Figures of their own changed for "+strings.Join(sdrs, ", "))
	}
	if r.Unread != "" {
		out = append(out, Plain(r.Unread))
	}
	return out
}

// LeadWords describes what changed in a lead or a deal: "Lead 199999: late row, exports/contacts.csv:4488".
func LeadWords(l model.RestatedLead) string {
	name := "Lead " + l.Lead
	if strings.HasPrefix(l.Lead, "deal ") {
		name = "D" + l.Lead[1:]
	}
	var causes []string
	for _, c := range l.Causes {
		causes = append(causes, c.Word+", "+c.What)
	}
	return name + ": " + strings.Join(causes, "; ")
}
