package format

import (
	"fmt"
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/model/agreement"
)

// RestatedLine is a figure that is not what it was in the issue before, in words ready to print.
type RestatedLine struct{ ID, Title, Was, Now, Why string }

// Restated are the headline figures that were restated (goal grid, what follows it, KPIs, promise, adherence, risk), and how many
// further figures changed with them.
func Restated(s *model.Scorecard) (lines []RestatedLine, more int) {
	if s.Restated == nil {
		return nil, 0
	}
	style := For(s.Agreement)
	for _, f := range s.Restated.Figures {
		if !headline(s, f.ID) {
			more++
			continue
		}
		lines = append(lines, RestatedLine{f.ID, Plain(RestatedTitle(f)), style.Value(f.Was, f.Unit), style.Value(f.Now, f.Unit), strings.Join(f.Causes, ", ")})
	}
	return lines, more
}

// RestatedTitle is a figure's title, with its motion where it has one.
func RestatedTitle(f model.RestatedFigure) string {
	parts := strings.Split(f.ID, ".")
	if len(parts) == 3 && slices.Contains([]string{"actual", "goal", "goal_to_date", "attainment"}, parts[0]) {
		return f.Title + ", " + parts[2]
	}
	return f.Title
}

// headline says that readers know a figure from the first page.
func headline(s *model.Scorecard, id string) bool {
	family, rest, _ := strings.Cut(id, ".")
	switch family {
	case "actual":
		return slices.Contains(gridLines, rest) || slices.Contains(beyondLines, rest)
	case "kpi":
		return slices.ContainsFunc(s.Agreement.KPIs, func(k agreement.KPITerm) bool { return k.ID == rest })
	case "adherence":
		return !strings.Contains(rest, ".")
	}
	return slices.Contains([]string{"delivered.lead_value", "delivered.leads", "promise.lead_value", "promise.leads", "breaches.count",
		"at_risk.leads", "at_risk.lead_value", "spend.total"}, id)
}

// RestatedWhy says which leads, terms and files are behind the restated figures, at most so many of each; the workbook's Checks
// and scorecard.json have all.
func RestatedWhy(s *model.Scorecard, most int) []string {
	r := s.Restated
	if r == nil {
		return nil
	}
	style := For(s.Agreement)
	var out []string
	more := func(n int, what string) {
		if n > most {
			out = append(out, fmt.Sprintf("%s more %s: the workbook's Checks lists them all", style.Count(n-most), plural(what, n-most == 1)))
		}
	}
	for _, l := range r.Leads[:min(most, len(r.Leads))] {
		out = append(out, Plain(LeadWords(l)))
	}
	more(len(r.Leads), "lead")
	for _, t := range r.Terms[:min(most, len(r.Terms))] {
		out = append(out, Plain(fmt.Sprintf("Changed term: %s %s, was %s", t.Title, style.Term(t.Now, t.Unit), style.Term(t.Was, t.Unit))))
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

// LeadWords says what changed in a lead: "Lead 199999: late row, exports/contacts.csv:4488".
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
