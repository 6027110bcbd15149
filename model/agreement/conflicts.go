package agreement

import (
	"fmt"
	"slices"
)

// Conflicts returns a sentence for each case where agreed terms cannot all be met (SPEC section 3): a
// goal grid that implies a lower rate than a KPI asks for, or a lead that is owed fewer touches than the
// cadence wants. The agreement is valid all the same; its parties should know.
func (a *Agreement) Conflicts() []string {
	return append(append(a.gridAgainstKPIs(), a.capacityAgainstItself()...), a.linesAgainstCadence()...)
}

// gridAgainstKPIs compares the rate from MQL to SQL that the goals imply with the KPI's goal. For
// example, 32 ÷ 525 is less than 8 %.
func (a *Agreement) gridAgainstKPIs() []string {
	var out []string
	for _, k := range a.KPIs {
		if k.ID != "mql_to_sql" || k.Goal == nil || k.Basis == "cohort" {
			continue
		}
		of, word := a.Goals.MQLsManaged, "managed"
		if k.Basis == "created" {
			of, word = a.Goals.MQLsCreated, "created"
		}
		if a.Goals.SQLsCreated == nil || of == nil || *of == 0 {
			continue
		}
		if implied := *a.Goals.SQLsCreated / *of; implied < *k.Goal {
			out = append(out, goalsImplyLess(*a.Goals.SQLsCreated, *of, word, "kpis: mql_to_sql", *k.Goal))
		}
	}
	return out
}

// goalsImplyLess returns the message that the goals imply a lower rate than a term asks for.
func goalsImplyLess(sqls, mqls float64, word, term string, asked float64) string {
	return fmt.Sprintf("goals: %v SQLs of %v MQLs %s are %.1f %%, but %s asks for %.1f %%",
		sqls, mqls, word, sqls/mqls*100, term, asked*100)
}

// capacityAgainstItself compares the agreed rate with the one that the goals imply, and the agreed SQLs
// with those that result from the rate and the greatest number of active MQLs.
func (a *Agreement) capacityAgainstItself() []string {
	c, g := a.Capacity, a.Goals
	rated := c.MQLConversion != nil && g.SQLsCreated != nil && g.MQLsManaged != nil && *g.MQLsManaged > 0
	if rated && *g.SQLsCreated / *g.MQLsManaged < c.MQLConversion.Value {
		asked := c.MQLConversion.Value
		return []string{goalsImplyLess(*g.SQLsCreated, *g.MQLsManaged, "managed", "capacity: mql_conversion", asked)}
	}
	if c.SQLs == nil || c.MQLConversion == nil || c.ActiveMQLs == nil || c.ActiveMQLs.High == nil {
		return nil
	}
	if most := *c.ActiveMQLs.High * c.MQLConversion.Value; most < *c.SQLs {
		return []string{fmt.Sprintf("capacity: %.1f %% of the most active MQLs, %v, are %.1f SQLs, but sqls asks for %v",
			c.MQLConversion.Value*100, *c.ActiveMQLs.High, most, *c.SQLs)}
	}
	return nil
}

// linesAgainstCadence compares the total number of touches that a quality is owed with the number that
// the cadence asks for earlier.
func (a *Agreement) linesAgainstCadence() []string {
	if a.Cadence == nil {
		return nil
	}
	var out []string
	for _, q := range Qualities() {
		line := a.Actions.Line(q)
		if line == nil || line.Touches == nil || len(a.Cadence.For) > 0 && !slices.Contains(a.Cadence.For, q) {
			continue
		}
		for _, s := range a.Cadence.Steps {
			if s.Within.Days <= line.Timeframe.Days && s.Touches > *line.Touches {
				out = append(out, fmt.Sprintf("action_agreement: a %s lead is owed %v touches in %d days, "+
					"but cadence asks for %v by day %d",
					q, *line.Touches, line.Timeframe.Days, s.Touches, s.Within.Days))
			}
		}
	}
	return out
}
