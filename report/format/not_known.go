package format

import (
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// NotKnown is a reason why figures are n/a, with the titles of these figures.
type NotKnown struct {
	Titles []string
	Reason string
}

// mostTitles is how many figures are named for one reason; scorecard.json has the reason of each.
const mostTitles = 30

// Figures writes the titles: "MQL to SQL, SQLs created".
func (n NotKnown) Figures(style Style) string {
	if more := len(n.Titles) - mostTitles; more > 0 {
		return strings.Join(n.Titles[:mostTitles], ", ") + " and " + style.Count(more) + " more"
	}
	return strings.Join(n.Titles, ", ")
}

// ByReason collects figures that are n/a, in the order in which they are added.
type ByReason []NotKnown

// Add adds a figure with the reason why it is n/a.
func (b *ByReason) Add(title, reason string) {
	i := slices.IndexFunc(*b, func(n NotKnown) bool { return n.Reason == reason })
	if i < 0 {
		i = len(*b)
		*b = append(*b, NotKnown{Reason: reason})
	}
	if n := &(*b)[i]; !slices.Contains(n.Titles, title) {
		n.Titles = append(n.Titles, title)
	}
}

// lines writes each reason with its figures: "MQL to SQL, SQLs created: no column gives it".
func (b ByReason) lines(style Style) []string {
	var out []string
	for _, n := range b {
		out = append(out, Plain(n.Figures(style)+": "+n.Reason))
	}
	return out
}

// WhyNA returns those of the figures that are n/a, by reason, both in the order of the ids. Statuses follow
// from other figures and are left out.
func WhyNA(s *model.Scorecard, ids []string) ByReason {
	var out ByReason
	for _, id := range ids {
		q := s.Quantity(id)
		if q == nil || !q.Value().IsMissing() || q.Reason == "" || q.Internal && q.Unit == formula.Words {
			continue
		}
		out.Add(titleOf(s, q), q.Reason)
	}
	return out
}

// AllUnknown returns all figures of scorecard.json that are n/a, by reason.
func AllUnknown(s *model.Scorecard) ByReason {
	var ids []string
	for _, q := range s.Quantities {
		if !q.Internal {
			ids = append(ids, q.ID)
		}
	}
	return WhyNA(s, ids)
}

// Unknown lists the figures of letter and terminal that are n/a, one reason a line.
func Unknown(s *model.Scorecard) []string {
	return WhyNA(s, firstPageFigures(s)).lines(For(s.Agreement))
}

// UnknownOfSDRs lists the figures that are n/a for one of the SDRs, one reason a line.
func UnknownOfSDRs(s *model.Scorecard, scores []model.SDRScore) []string {
	var out ByReason
	for _, score := range scores {
		out.addSDR(s, score)
	}
	return out.lines(For(s.Agreement))
}

func (b *ByReason) addSDR(s *model.Scorecard, score model.SDRScore) {
	for _, r := range Rules(s) {
		if k, ok := score.KPIs[model.AdherenceID(r.ID)]; ok && k.Value.IsMissing() {
			b.Add(r.Title, WhySDR(s, model.AdherenceID(r.ID)))
		}
	}
	if t := s.Table("sdrs"); t != nil {
		for _, c := range t.Columns {
			k, isKPI := score.KPIs[c.Name]
			line, isLine := score.Capacity[c.Name]
			if isKPI && k.Value.IsMissing() || isLine && line.Value.IsMissing() {
				b.Add(c.Title, WhySDR(s, c.Name))
			}
		}
	}
}

// firstPageFigures returns the ids of the figures that letter and terminal show.
func firstPageFigures(s *model.Scorecard) []string {
	var out []string
	for _, l := range slices.Concat(Grid(s), Funnel(s), Motions(s), KPIs(s)) {
		out = append(out, l.ID)
	}
	_, delivered := promiseIDs(s)
	out = append(out, delivered)
	for _, r := range Rules(s) {
		out = append(out, model.AdherenceID(r.ID))
	}
	if s.Agreement.DontBeOnIt != nil {
		out = append(out, model.LeadsAtRiskID, model.LeadValueAtRiskID)
	}
	return out
}

// titleOf returns the title of a figure, for a rule what it asks, and with the motion where it has one.
func titleOf(s *model.Scorecard, q *calc.Quantity) string {
	for _, r := range s.Rules {
		if id := model.AdherenceID(r.ID); q.ID == id || strings.HasPrefix(q.ID, id+".") {
			return RuleName(s.Agreement, r.ID)
		}
	}
	return withMotion(q.ID, q.Title)
}

// WhySDR returns why a figure of one SDR is n/a, by the name of its column or, for a rule, the id of its
// adherence: the reason of the company's figure where that is n/a, too, else that nothing was counted for
// the SDR.
func WhySDR(s *model.Scorecard, name string) string {
	company, ok := companyFigures[name]
	if !ok {
		company = name
	}
	if q := s.Quantity(company); q != nil && q.Value().IsMissing() && q.Reason != "" {
		return q.Reason
	}
	return "there is nothing to count or to divide by"
}

// companyFigures has the company's figures that count what a figure of an SDR counts, by its column.
var companyFigures = map[string]string{
	"contact_rate":     model.KPIID("contact_rate"),
	"contacts_per_sql": model.KPIID("contacts_per_sql"),
	"days_mql_to_sql":  model.KPIID("days_mql_to_sql"),
	"mql_conversion":   model.KPIID("mql_to_sql"),
	"sqls":             model.ActualID(model.SQLsCreatedLine),
	"won":              model.ActualID(model.WonLine),
	"universe":         model.ActualID(model.MQLsManagedLine),
	"active_mqls":      model.ActualID(model.MQLsManagedLine),
	"on_list":          model.LeadsAtRiskID,
	"value_at_risk":    model.LeadValueAtRiskID,
}
