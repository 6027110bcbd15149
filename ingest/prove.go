package ingest

import "slices"

// proofs watch the date and number columns of a file, by canonical column.
type proofs struct {
	dates   []*dateProof
	numbers []*decimalProof
}

// proofs are what is to be watched; nil where that is nothing.
func (f *file) proofs() *proofs {
	p := &proofs{make([]*dateProof, len(f.fields)), make([]*decimalProof, len(f.fields))}
	watched := false
	for i := range f.fields {
		x := &f.fields[i]
		if x.fixed != nil || len(x.at) == 0 {
			continue
		}
		switch {
		case x.kind == date, x.kind == month:
			p.dates[i] = &dateProof{}
			watched = true
		case x.kind == amount, x.mapper != nil && len(x.mapper.bands) > 0:
			p.numbers[i] = &decimalProof{asks: x.kind != amount}
			watched = true
		}
	}
	if !watched {
		return nil
	}
	return p
}

// see watches a record.
func (p *proofs) see(f *file, r record) {
	if r.damage != "" {
		return
	}
	for i := range f.fields {
		if p.dates[i] == nil && p.numbers[i] == nil {
			continue
		}
		s := visible(f.fields[i].raw(r.cells))
		if s == "" || blanks[s] {
			continue
		}
		if p.dates[i] != nil {
			p.dates[i].see(s, r.line)
		} else {
			p.numbers[i].see(s, r.line)
		}
	}
}

// doubt watches a record unless all its dates plainly begin with the year and all its numbers are plain.
func (p *proofs) doubt(f *file, r record) {
	for i := range f.fields {
		if p.dates[i] == nil && p.numbers[i] == nil {
			continue
		}
		if at := f.fields[i].at; len(at) != 1 || at[0] >= len(r.cells) || !p.plain(i, r.cells[at[0]]) {
			p.see(f, r)
			return
		}
	}
}

// plain says that a cell of a watched column has nothing to prove.
func (p *proofs) plain(i int, cell []byte) bool {
	if p.dates[i] != nil {
		return beginsWithYear(cell)
	}
	return isPlainAmount(cell)
}

// asks says that a date or a number needs the whole column to be read.
func (p *proofs) asks() bool {
	return slices.ContainsFunc(p.dates, func(d *dateProof) bool { return d != nil && d.asks }) ||
		slices.ContainsFunc(p.numbers, func(n *decimalProof) bool { return n != nil && n.asks })
}

// join adds what a later part of the file tells.
func (p *proofs) join(o *proofs) {
	for i := range p.dates {
		switch {
		case p.dates[i] != nil:
			p.dates[i].join(o.dates[i])
		case p.numbers[i] != nil:
			p.numbers[i].join(o.numbers[i])
		}
	}
}

// prove reads the whole file once for what its date and number columns tell of their order and decimal sign, and settles it,
// or refuses the file.
func (f *file) prove() error {
	p := f.proofs()
	if p == nil {
		return nil
	}
	f.ahead(func(r record) bool {
		p.see(f, r)
		return true
	})
	return f.settleBy(p)
}

// ahead gives the records that are still to be read, until each says no, and leaves them so.
func (f *file) ahead(each func(record) bool) {
	ahead := f.split.fork()
	for {
		if r, ok := ahead.next(); !ok || !each(r) {
			return
		}
	}
}

func (f *file) settleBy(p *proofs) error {
	for i := range f.fields {
		if err := f.settle(&f.fields[i], p.dates[i], p.numbers[i]); err != nil {
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
