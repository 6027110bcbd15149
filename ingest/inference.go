package ingest

import (
	"slices"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model/drift"
)

// inferences observes the values of a file's date and number columns, to infer the order of day and month
// and the decimal mark. Nothing is guessed: a column's format is proved by a value that has only one
// reading, or the file is refused.
type inferences struct {
	dates   []*scalar.DateInference
	numbers []*scalar.DecimalInference
}

// newInferences returns inferences for the file's columns; nil where there is no date or number column.
func (f *file) newInferences() *inferences {
	p := &inferences{make([]*scalar.DateInference, len(f.fields)), make([]*scalar.DecimalInference, len(f.fields))}
	some := false
	for i := range f.fields {
		x := &f.fields[i]
		if x.fixed != nil || len(x.at) == 0 {
			continue
		}
		switch {
		case x.Kind == profile.Date, x.Kind == profile.Month:
			p.dates[i] = f.dateReader.NewInference(f.leastMidnights(x))
			some = true
		case x.Kind == profile.Amount, x.mapper != nil && len(x.mapper.Bands) > 0:
			p.numbers[i] = &scalar.DecimalInference{Currency: x.currency, NeedsColumn: x.Kind != profile.Amount}
			some = true
		}
	}
	if !some {
		return nil
	}
	return p
}

// leastMidnights returns the number of midnights that prove that a column holds days.
func (f *file) leastMidnights(x *field) int {
	if slices.Contains(f.Export.Days, x.Name) {
		return 1
	}
	return scalar.MinEvidence
}

// observe adds the values of a record.
func (p *inferences) observe(f *file, r csvtext.Record) {
	if r.Damage != "" {
		return
	}
	for i := range f.fields {
		if p.dates[i] == nil && p.numbers[i] == nil {
			continue
		}
		s := csvtext.StripInvisible(f.fields[i].raw(r.Cells))
		if s == "" || csvtext.Blanks[s] {
			continue
		}
		if p.dates[i] != nil {
			p.dates[i].Observe(s, r.Line)
		} else {
			p.numbers[i].Observe(s, r.Line)
		}
	}
}

// observeUnlessPlain adds the values of a record, unless all its dates begin with the year and all its
// numbers are plain.
func (p *inferences) observeUnlessPlain(f *file, r csvtext.Record) {
	for i := range f.fields {
		if p.dates[i] == nil && p.numbers[i] == nil {
			continue
		}
		if at := f.fields[i].at; len(at) != 1 || at[0] >= len(r.Cells) || !p.isPlain(i, r.Cells[at[0]]) {
			p.observe(f, r)
			return
		}
	}
}

// isPlain reports whether a cell has only one reading, regardless of the other values of its column.
func (p *inferences) isPlain(i int, cell []byte) bool {
	if p.dates[i] != nil {
		return p.dates[i].IsUsual(cell)
	}
	return scalar.IsPlainAmount(cell)
}

// watch returns inferences for the rest of a file of which head has observed the beginning.
func (f *file) watch(head *inferences) *inferences {
	w := f.newInferences()
	for i, d := range head.dates {
		if d != nil {
			w.dates[i] = d.Watch()
		}
	}
	return w
}

// needWholeColumn reports whether any value has a reading that depends on the other values of its column.
func (p *inferences) needWholeColumn() bool {
	return slices.ContainsFunc(p.dates, func(d *scalar.DateInference) bool { return d != nil && d.NeedsColumn }) ||
		slices.ContainsFunc(p.numbers, func(n *scalar.DecimalInference) bool { return n != nil && n.NeedsColumn })
}

// merge adds the observations of a later part of the file.
func (p *inferences) merge(o *inferences) {
	for i := range p.dates {
		switch {
		case p.dates[i] != nil:
			p.dates[i].Merge(o.dates[i])
		case p.numbers[i] != nil:
			p.numbers[i].Merge(o.numbers[i])
		}
	}
}

// inferFormats reads the whole file once to infer the formats of its date and number columns, or refuses
// the file.
func (f *file) inferFormats() error {
	p := f.newInferences()
	if p == nil {
		return nil
	}
	f.peekRecords(func(r csvtext.Record) bool {
		p.observe(f, r)
		return true
	})
	return f.applyInferences(p)
}

// peekRecords calls visit for the remaining records until it returns false. The splitter's position does
// not change.
func (f *file) peekRecords(visit func(csvtext.Record) bool) {
	ahead := f.split.Fork()
	for {
		if r, ok := ahead.Next(); !ok || !visit(r) {
			return
		}
	}
}

// applyInferences decides the format of every column.
func (f *file) applyInferences(p *inferences) error {
	scalar.ShareLanguage(p.dates)
	for i := range f.fields {
		if err := f.decideFormat(&f.fields[i], p.dates[i], p.numbers[i]); err != nil {
			return err
		}
	}
	return nil
}

// decideFormat sets a field's order of day and month, or its decimal mark: the agreement's, else the
// inferred one.
func (f *file) decideFormat(x *field, d *scalar.DateInference, n *scalar.DecimalInference) error {
	line, reason, key, choices := 0, "", "date_order", []string{"dmy", "mdy"}
	if d != nil && x.Kind == profile.Date {
		if line, reason = d.UnreadableLine, d.UnreadableFault(f.table.Name, x.Name); reason == "" {
			line, reason = d.MonthFault()
		}
	} else if n != nil && x.Kind == profile.Amount {
		line, reason = n.UnreadableLine, n.UnreadableFault(f.table.Name, x.Name)
	}
	if reason != "" {
		return &csvtext.Refused{File: f.report.File, Line: line, Column: x.Name, Reason: reason}
	}
	switch {
	case d != nil && f.in.DateOrder != "":
		x.order, x.numericDates = scalar.DateOrders[f.in.DateOrder], d.AllNumbers()
	case d != nil:
		if x.order, line, reason = d.Decide(f.table.Name); d.HasShortYears {
			choices = append(choices, "ymd")
		}
		x.numericDates = d.AllNumbers()
		if x.order != scalar.UnknownOrder && reason == "" {
			f.addFinding("%s is written %s, as line %d proves", x.Name, x.order, line)
		}
	case n != nil && f.in.Decimal != "":
		x.decimal = f.in.Decimal[0]
	case n != nil:
		key, choices = "decimal", []string{",", "."}
		x.decimal, line, reason = n.Decide(f.table.Name)
		if x.decimal == ',' && reason == "" {
			f.addFinding("%s has a decimal comma, as line %d proves", x.Name, line)
		}
	}
	if reason != "" {
		return &csvtext.Refused{File: f.report.File, Line: line, Column: x.Name, Reason: reason, Key: key, Choices: choices}
	}
	if x.numericDates {
		f.note(0, "%s", d.DescribeNumbers(x.Name))
	}
	if x.days = d != nil && d.Days(); x.days {
		f.addFinding("every time of %s is midnight, so the column holds days: what is counted in hours is n/a", x.Name)
	}
	x.format = describeFormat(x, d, n)
	return nil
}

// describeFormat returns how the dates or numbers of a column are written, as package drift names it; empty
// where no value shows it.
func describeFormat(x *field, d *scalar.DateInference, n *scalar.DecimalInference) string {
	switch {
	case d != nil && x.numericDates:
		return drift.FormatNumber
	case d != nil && d.AllYearFirst():
		return drift.FormatISO
	case d != nil:
		return x.order.String()
	case n != nil && x.decimal == ',':
		return drift.FormatComma
	case n != nil && n.ProvesPoint():
		return drift.FormatPoint
	}
	return ""
}

// describeZone adds to the report the zone of the file's times, judged by its first rows.
func (f *file) describeZone() {
	if !slices.Contains([]string{"leads", "activities", "deals"}, f.table.Name) {
		return
	}
	zoned, bare, timed := 0, 0, 0
	ahead := f.split.Fork()
	for range 1000 {
		rec, ok := ahead.Next()
		if !ok {
			break
		}
		for i := range f.fields {
			if f.fields[i].Kind != profile.Date || rec.Damage != "" {
				continue
			}
			switch st, ok := scalar.ParseTimestamp(f.fields[i].raw(rec.Cells)); {
			case !ok:
			case f.fields[i].days || !st.HasTime:
				bare++
			case st.HasZone:
				zoned++
			default:
				timed++
			}
		}
	}
	own, named := f.dateReader.WallZone, f.in.Zone != ""
	switch {
	case timed > 0:
		f.clock = own.String()
	case zoned > 0:
		f.clock = drift.OwnOffset
	case bare > 0:
		f.clock = drift.NoTime
	}
	switch {
	case timed > 0 && named:
		f.report.Zone = "times are in " + own.String() + ", as the agreement says"
	case timed > 0 && f.Export.Zone != "":
		f.report.Zone = "times are in " + f.Export.Zone + ", as " + f.report.CRM + " writes them"
	case timed > 0:
		f.report.ZoneOpen = true
		f.report.Zone = "times name no zone and are read in agreement.zone, " + own.String() +
			"; set zone: under inputs." + f.table.Name + " if the CRM's account has another"
	case zoned > 0:
		f.report.Zone = "times name their own offset"
	case bare > 0:
		f.report.Zone = "dates have no time of day: what is counted in hours is n/a"
	}
}
