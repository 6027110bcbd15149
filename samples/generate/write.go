package main

// writer holds the open files while the leads go by.
type writer struct {
	*company
	leadRows      *sheet[lead]
	activityFiles []*sheet[activity]
	dealRows      *sheet[deal]
	past          *history
	activityRows  int64
	dealSerial    int
	inMonth       int  // leads of the reported month so far
	misrated      bool // the one MQL with an odd quality is written
	err           error
}

// write makes every file of the company.
func (c *company) write(create creator) error {
	create = create.compressed()
	w := &writer{company: c, past: newHistory(c)}
	if err := w.open(create); err != nil {
		return err
	}
	for l := range c.leads() {
		w.lead(l)
		if w.err != nil {
			break
		}
	}
	w.flaws()
	if err := w.close(); err != nil {
		return err
	}
	if err := c.writeSmall(create); err != nil {
		return err
	}
	return c.writeAgreement(create, w.past)
}

func (w *writer) open(create creator) (err error) {
	if w.leadRows, err = w.layout.leads.open(create); err != nil {
		return err
	}
	if w.dealRows, err = w.layout.deals.open(create); err != nil {
		return err
	}
	for _, t := range w.layout.activities {
		t.file = w.activityFile(t.file)
		s, err := t.open(create)
		if err != nil {
			return err
		}
		w.activityFiles = append(w.activityFiles, s)
	}
	return nil
}

// activityFile is the name of an activities file, compressed or not.
func (c *company) activityFile(name string) string {
	if c.gzip {
		return name + ".gz"
	}
	return name
}

// close closes what is open and gives the first error of all.
func (w *writer) close() error {
	w.keep(w.leadRows.close())
	w.keep(w.dealRows.close())
	for _, s := range w.activityFiles {
		w.keep(s.close())
	}
	return w.err
}

func (w *writer) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

// lead writes a lead with its deals and activities.
func (w *writer) lead(l *lead) {
	w.flaw(l)
	w.keep(w.leadRows.put(l))
	w.past.countLead(l)
	for x := range w.deals(l) {
		w.deal(x)
		w.past.countDeal(x)
	}
	for a := range w.activities(l) {
		w.activity(a)
	}
	w.fill(l)
}

func (w *writer) deal(x *deal) {
	w.dealSerial++
	x.serial = w.dealSerial
	w.keep(w.dealRows.put(x))
}

func (w *writer) activity(a *activity) {
	w.activityRows++
	a.serial = w.activityRows
	for _, s := range w.activityFiles {
		w.keep(s.put(a))
	}
}

// fill adds touches where --activities asks for more than the follow-up takes: every lead brings the total up to its share.
func (w *writer) fill(l *lead) {
	share := int64(float64(w.activityGoal) * float64(l.serial) / float64(w.total))
	d, hours := roll(w.seed, l.serial, forMore), w.export.Sub(l.at[created]).Hours()
	for w.activityRows < share && w.err == nil {
		a := activity{lead: l, kind: further.draw(d), by: l.habits().name, on: after(l.at[created], d.between(0, hours))}
		if a.kind == "call" {
			a.outcome = outcomes.draw(d)
		}
		w.activity(&a)
	}
}

var further = odds[string]{{55, "call"}, {40, "email"}, {5, "meeting"}}
