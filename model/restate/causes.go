package restate

import (
	"maps"
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/model/formula"
)

// findCauses sets the causes of a figure's change: the leads whose rows are counted differently in the
// aggregates that it reads, and the changed terms that it reads; without either, what else has changed.
func findCauses(s *model.Scorecard, f *model.RestatedFigure, r *model.Restatement, d *difference) {
	reads := s.Reads(f.ID)
	add := func(word string) {
		if !slices.Contains(f.Causes, word) {
			f.Causes = append(f.Causes, word)
		}
	}
	leads := d.leadsBehind(f.ID)
	if len(leads) == 0 && reads["fact.touch_gap_days"] { // computed from single touches, which are in no table
		leads = slices.DeleteFunc(slices.Clone(d.leads), func(l model.RestatedLead) bool {
			return !hasCause(l, causeTouches) && !hasCause(l, causeNoTouches)
		})
	}
	for _, lead := range leads {
		f.Leads = append(f.Leads, lead.Lead)
		for _, c := range causesRead(lead, reads) {
			add(c.Word)
		}
	}
	for _, t := range r.Terms {
		if reads[t.ID] {
			f.Terms = append(f.Terms, t.ID)
		}
	}
	if len(f.Terms) > 0 || len(f.Causes) == 0 && d.terms {
		add(causeTerms)
	}
	switch {
	case len(f.Causes) > 0:
	case len(r.Files) > 0:
		add(causeFile)
	default:
		add(causeVersion)
	}
}

// restatedSDRs returns the SDRs' figures whose value has changed, for SDRs that both issues list.
func restatedSDRs(s *model.Scorecard, was *Issued) []model.RestatedSDR {
	var out []model.RestatedSDR
	for _, x := range s.SDRs {
		now := figuresOf(x)
		for _, name := range slices.Sorted(maps.Keys(now)) {
			if before, known := was.SDRs[x.SDR][name]; known && !alike(before, now[name]) {
				title, unit := sdrFigure(s, name)
				out = append(out, model.RestatedSDR{
					SDR: x.SDR, Figure: name, Title: title, Unit: unit, Was: before, Now: now[name],
				})
			}
		}
	}
	return out
}

// sdrFigure returns the title and the unit of an SDR's figure: those of its column in the table of SDRs,
// else those of the company's figure.
func sdrFigure(s *model.Scorecard, name string) (string, formula.Unit) {
	key := strings.TrimPrefix(name, "capacity.")
	if t := s.Table("sdrs"); t != nil && t.Column(key) != nil {
		return t.Column(key).Title, t.Column(key).Unit
	}
	for _, id := range []string{"adherence." + key, key} {
		if q := s.Quantity(id); q != nil {
			return q.Title, q.Unit
		}
	}
	return key, formula.Count
}

// figuresOf returns the figures of an SDR by key: "contact.met" for a rule and verdict, "capacity.sqls"
// for a line of the capacity protocol, "contact_rate" for a KPI.
func figuresOf(x model.SDRScore) map[string]formula.Value {
	out := map[string]formula.Value{}
	for rule, verdicts := range x.Obligations {
		for verdict, n := range verdicts {
			out[rule+"."+verdict] = n
		}
	}
	for line, c := range x.Capacity {
		out["capacity."+line] = c.Value
	}
	for id, k := range x.KPIs {
		out[id] = k.Value
	}
	return out
}

// hasCause reports whether a cause is among those of a lead.
func hasCause(l model.RestatedLead, word string) bool {
	return slices.ContainsFunc(l.Causes, func(c model.Cause) bool { return c.Word == word })
}

// causesRead returns those of a lead's causes that affect a column in reads, the names that a figure
// reads; all of its causes if there are none.
func causesRead(l model.RestatedLead, reads map[string]bool) []model.Cause {
	var out []model.Cause
	for _, c := range l.Causes {
		read := func(column string) bool { return reads["leads."+column] }
		if c.Columns == nil || slices.ContainsFunc(c.Columns, read) {
			out = append(out, c)
		}
	}
	if out == nil {
		return l.Causes
	}
	return out
}

// leadsBehind returns the changed leads that at least one aggregate of a figure counts differently than
// before.
func (d *difference) leadsBehind(id string) []model.RestatedLead {
	recounted := map[string]bool{}
	for _, a := range aggregates(d.card, id) {
		for _, lead := range d.recounted(a) {
			recounted[lead] = true
		}
	}
	var out []model.RestatedLead
	for _, lead := range d.leads {
		if recounted[lead.Lead] {
			out = append(out, lead)
		}
	}
	return out
}

// aggregates returns the aggregates that a figure reads, directly or through other figures and the
// columns of small tables. Columns of leads and deals are not followed, since their values are compared
// row by row.
func aggregates(s *model.Scorecard, id string) []formula.Agg {
	var out []formula.Agg
	seen := map[string]bool{}
	var walk func(e formula.Expr)
	column := func(table, name string) {
		if key := table + "." + name; name != "" && table != "leads" && table != "deals" && !seen[key] {
			seen[key] = true
			c := s.MustTable(table).Column(name)
			for _, e := range append(slices.Clone(c.Each), c.Expr) {
				if e != nil {
					walk(e)
				}
			}
		}
	}
	walk = func(e formula.Expr) {
		formula.Walk(e, func(e formula.Expr) {
			switch e := e.(type) {
			case formula.Ref:
				if q := s.Quantity(string(e)); q != nil && !seen[string(e)] {
					seen[string(e)] = true
					walk(q.Formula)
				}
			case formula.LookupExpr:
				column(e.Table, e.By)
				column(e.Table, e.Give)
			case formula.Agg:
				out = append(out, e)
				column(e.Table, e.Col)
				for _, c := range e.Where {
					column(e.Table, c.Col)
				}
			}
		})
	}
	walk(formula.Ref(id))
	return out
}

// recounted returns the leads of changed rows that an aggregate counts otherwise than before: it counted
// them and no longer does, counts them now, or counts them with another number. Conditions that read the
// row of a small table (an SDR's) are left out.
func (d *difference) recounted(a formula.Agg) []string {
	rows, now, was := d.rows[a.Table], d.card.Table(a.Table), d.was[a.Table]
	if len(rows) == 0 || was == nil {
		return nil
	}
	a.Where = slices.DeleteFunc(slices.Clone(a.Where), func(c formula.Cond) bool {
		readsRow := slices.ContainsFunc(formula.Names(c.To), func(n string) bool { return strings.HasPrefix(n, ".") })
		return readsRow || was.Column(c.Col) == nil
	})
	if a.Col != "" && was.Column(a.Col) == nil {
		return nil
	}
	before, ok := d.card.Counted(was, a)
	after, ok2 := d.card.Counted(now, a)
	if !ok || !ok2 {
		return nil
	}
	var out []string
	for _, x := range rows {
		if !alike(before(x.was), after(x.now)) {
			out = append(out, x.lead)
		}
	}
	return out
}
