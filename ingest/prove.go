package ingest

// prove reads the whole file once for what its date and number columns tell of their order and decimal sign, and settles it,
// or refuses the file.
func (f *file) prove() error {
	dates := make([]*dateProof, len(f.fields))
	numbers := make([]*decimalProof, len(f.fields))
	watched := false
	for i := range f.fields {
		x := &f.fields[i]
		if x.fixed != nil || len(x.at) == 0 {
			continue
		}
		switch {
		case x.kind == date, x.kind == month:
			dates[i] = &dateProof{}
			watched = true
		case x.kind == amount, x.mapper != nil && len(x.mapper.bands) > 0:
			numbers[i] = &decimalProof{}
			watched = true
		}
	}
	if !watched {
		return nil
	}
	ahead := *f.split
	ahead.cells = nil
	for {
		r, ok := ahead.next()
		if !ok {
			break
		}
		if r.damage != "" {
			continue
		}
		for i := range f.fields {
			if dates[i] == nil && numbers[i] == nil {
				continue
			}
			s := visible(f.fields[i].raw(r.cells))
			if s == "" || blanks[s] {
				continue
			}
			if dates[i] != nil {
				dates[i].see(s, r.line)
			} else {
				numbers[i].see(s, r.line)
			}
		}
	}
	for i := range f.fields {
		if err := f.settle(&f.fields[i], dates[i], numbers[i]); err != nil {
			return err
		}
	}
	return nil
}

// settle fixes a field's order of day and month, or its decimal sign: as the agreement says, else as proven.
func (f *file) settle(x *field, d *dateProof, n *decimalProof) error {
	line, reason, key, choices := 0, "", "date_order", []string{"dmy", "mdy"}
	if d != nil && x.kind == date {
		line, reason = d.unreadLine, d.foreign(f.table.name, x.name)
	} else if n != nil && x.kind == amount {
		line, reason = n.unreadLine, n.foreign(f.table.name, x.name)
	}
	if reason != "" {
		return &Refused{File: f.report.File, Line: line, Column: x.name, Reason: reason}
	}
	switch {
	case d != nil && f.in.DateOrder != "":
		x.order, x.numbers = orderKeys[f.in.DateOrder], d.isNumbers()
	case d != nil:
		if x.order, line, reason = d.settle(f.table.name); d.short {
			choices = append(choices, "ymd")
		}
		x.numbers = d.isNumbers()
		if x.order != unproven && reason == "" {
			f.found("%s is written %s, as line %d proves", x.name, x.order, line)
		}
	case n != nil && f.in.Decimal != "":
		x.decimal = f.in.Decimal[0]
	case n != nil:
		key, choices = "decimal", []string{",", "."}
		x.decimal, line, reason = n.settle(f.table.name)
		if x.decimal == ',' && reason == "" {
			f.found("%s has a decimal comma, as line %d proves", x.name, line)
		}
	}
	if reason != "" {
		return &Refused{File: f.report.File, Line: line, Column: x.name, Reason: reason, Key: key, Choices: choices}
	}
	if x.numbers {
		f.note(0, "%s", d.reading(x.name))
	}
	return nil
}
