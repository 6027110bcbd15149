package restate

import (
	"maps"
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/model/formula"
)

// blame says why a figure changed: the leads whose rows count otherwise in the aggregates that it reads, and the changed terms
// that it reads. Where there is neither, what else has changed.
func blame(s *model.Scorecard, f *model.RestatedFigure, r *model.Restatement, d *difference) {
	reads := s.Reads(f.ID)
	add := func(word string) {
		if !slices.Contains(f.Causes, word) {
			f.Causes = append(f.Causes, word)
		}
	}
	leads := d.behind(f.ID)
	if len(leads) == 0 && reads["fact.touch_gap_days"] { // counted over touches, which are not kept
		leads = slices.DeleteFunc(slices.Clone(d.leads), func(l model.RestatedLead) bool { return !hasCause(l, causeTouches) && !hasCause(l, causeNoTouches) })
	}
	for _, lead := range leads {
		f.Leads = append(f.Leads, lead.Lead)
		for _, c := range concerning(lead, reads) {
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
	if len(f.Causes) > 0 {
		return
	}
	if len(r.Files) > 0 {
		add(causeFile)
		return
	}
	add(causeVersion)
}

// restatedSDRs are the figures of SDRs that have another value now: both issues list the SDR.
func restatedSDRs(s *model.Scorecard, was *Issued) []model.RestatedSDR {
	var out []model.RestatedSDR
	for _, x := range s.SDRs {
		now := figuresOf(x)
		for _, name := range slices.Sorted(maps.Keys(now)) {
			if before, known := was.SDRs[x.SDR][name]; known && !alike(before, now[name]) {
				title, unit := sdrFigure(s, name)
				out = append(out, model.RestatedSDR{SDR: x.SDR, Figure: name, Title: title, Unit: unit, Was: before, Now: now[name]})
			}
		}
	}
	return out
}

// sdrFigure is the title and the unit of an SDR's figure: those of its column in the protocol, else of the company's figure.
func sdrFigure(s *model.Scorecard, name string) (string, formula.Unit) {
	bare := strings.TrimPrefix(name, "capacity.")
	if t := s.Table("sdrs"); t != nil && t.Column(bare) != nil {
		return t.Column(bare).Title, t.Column(bare).Unit
	}
	for _, id := range []string{"adherence." + bare, bare} {
		if q := s.Quantity(id); q != nil {
			return q.Title, q.Unit
		}
	}
	return bare, formula.Count
}

// figures are the values of an SDR by rule and verdict, by line of the capacity protocol and by KPI.
func figuresOf(x model.SDRScore) map[string]formula.Value {
	out := map[string]formula.Value{}
	for rule, verdicts := range x.Obligations {
		for verdict, n := range verdicts {
			out[rule+"."+verdict] = n
		}
	}
	for key, c := range x.Capacity {
		out["capacity."+key] = c.Value
	}
	for id, k := range x.KPIs {
		out[id] = k.Value
	}
	return out
}

// has says that a cause is among those of a lead.
func hasCause(l model.RestatedLead, word string) bool {
	return slices.ContainsFunc(l.Causes, func(c model.Cause) bool { return c.Word == word })
}

// concerning are the causes that touch a column which the figure reads; where none is named, all.
func concerning(l model.RestatedLead, seen map[string]bool) []model.Cause {
	var out []model.Cause
	for _, c := range l.Causes {
		if c.Columns == nil || slices.ContainsFunc(c.Columns, func(name string) bool { return seen["leads."+name] }) {
			out = append(out, c)
		}
	}
	if out == nil {
		return l.Causes
	}
	return out
}

// behind are the changed leads that one of a figure's aggregates counts otherwise than before.
func (d *difference) behind(id string) []model.RestatedLead {
	touched := map[string]bool{}
	for _, a := range aggregates(d.card, id) {
		for _, key := range d.moved(a) {
			touched[key] = true
		}
	}
	var out []model.RestatedLead
	for _, lead := range d.leads {
		if touched[lead.Lead] {
			out = append(out, lead)
		}
	}
	return out
}

// aggregates are those that a figure reads, directly or through figures and the columns of small tables. The leads' and deals'
// own columns are compared as they stand.
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

// moved are the leads of the changed rows that an aggregate counts otherwise: it counted them and does not, or counts them now,
// or with another number. A condition that asks for the row of a small table is left out.
func (d *difference) moved(a formula.Agg) []string {
	rows, now, was := d.rows[a.Table], d.card.Table(a.Table), d.was[a.Table]
	if len(rows) == 0 || was == nil {
		return nil
	}
	a.Where = slices.DeleteFunc(slices.Clone(a.Where), func(c formula.Cond) bool {
		return slices.ContainsFunc(formula.Names(c.To), func(n string) bool { return strings.HasPrefix(n, ".") }) || was.Column(c.Col) == nil
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
