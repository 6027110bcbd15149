package main

// writer writes the exports lead by lead, so that memory does not grow with the company.
type writer struct {
	*company
	leadRows          *tableWriter[lead]
	activityFiles     []*tableWriter[activity]
	dealRows          *tableWriter[deal]
	history           *history
	activityRows      int64
	dealSerial        int
	leadsInMonth      int  // number of leads of the reported month so far
	hasUnknownQuality bool // whether the MQL with an unknown quality is written
	err               error
}

// write writes all files of the company.
func (c *company) write(create creator) error {
	create = create.compressed()
	w := &writer{company: c, history: newHistory(c)}
	if err := w.open(create); err != nil {
		return err
	}
	for l := range c.leads() {
		w.lead(l)
		if w.err != nil {
			break
		}
	}
	w.addDefectRows()
	if err := w.close(); err != nil {
		return err
	}
	if err := c.writeManualTables(create); err != nil {
		return err
	}
	return c.writeAgreement(create, w.history)
}

func (w *writer) open(create creator) (err error) {
	if w.leadRows, err = w.layout.leads.open(create); err != nil {
		return err
	}
	if w.dealRows, err = w.layout.deals.open(create); err != nil {
		return err
	}
	for _, t := range w.layout.activities {
		t.file = w.activityFileName(t.file)
		s, err := t.open(create)
		if err != nil {
			return err
		}
		w.activityFiles = append(w.activityFiles, s)
	}
	return nil
}

// activityFileName returns the name of an activities file, which may be compressed.
func (c *company) activityFileName(name string) string {
	if c.gzip {
		return name + ".gz"
	}
	return name
}

// close closes the files and returns the first error of all.
func (w *writer) close() error {
	w.recordError(w.leadRows.close())
	w.recordError(w.dealRows.close())
	for _, s := range w.activityFiles {
		w.recordError(s.close())
	}
	return w.err
}

// recordError keeps the first error.
func (w *writer) recordError(err error) {
	if w.err == nil {
		w.err = err
	}
}

// lead writes a lead with its deals and activities.
func (w *writer) lead(l *lead) {
	w.addLeadDefects(l)
	w.recordError(w.leadRows.write(l))
	w.history.countLead(l)
	for x := range w.deals(l) {
		w.deal(x)
		w.history.countDeal(x)
	}
	for a := range w.activities(l) {
		w.activity(a)
	}
	w.addExtraActivities(l)
}

func (w *writer) deal(x *deal) {
	w.dealSerial++
	x.serial = w.dealSerial
	w.recordError(w.dealRows.write(x))
}

func (w *writer) activity(a *activity) {
	w.activityRows++
	a.serial = w.activityRows
	for _, s := range w.activityFiles {
		w.recordError(s.write(a))
	}
}

// addExtraActivities adds touches if --activities asks for more than the follow-up makes. After each
// lead, at least that share of the activities is written that the leads so far are of all leads.
func (w *writer) addExtraActivities(l *lead) {
	share := int64(float64(w.activityGoal) * float64(l.serial) / float64(w.total))
	rng, hours := newRandom(w.seed, l.serial, extraDraws), w.export.Sub(l.at[created]).Hours()
	for w.activityRows < share && w.err == nil {
		a := activity{lead: l, kind: extraActivityKinds.pick(rng), owner: l.worker().name,
			at: addHours(l.at[created], rng.uniform(0, hours))}
		if a.kind == "call" {
			a.outcome = callOutcomeOdds.pick(rng)
		}
		w.activity(&a)
	}
}

var extraActivityKinds = distribution[string]{{55, "call"}, {40, "email"}, {5, "meeting"}}

// The exports have a few defects, as every real export does; leadpact accounts for each of them.

// addLeadDefects gives some leads of the reported month a defect: one is exported twice, one MQL has an
// unknown quality.
func (w *writer) addLeadDefects(l *lead) {
	if l.at[created].Before(w.reported) {
		return
	}
	w.leadsInMonth++
	if w.leadsInMonth == 3 {
		w.recordError(w.leadRows.write(l))
	}
	if !w.hasUnknownQuality && !l.at[mql].IsZero() {
		w.hasUnknownQuality, l.unknownQuality = true, true
	}
}

// addDefectRows adds rows at the end: a lead created on 30 February, a call to a deleted lead, and a deal
// in euros.
func (w *writer) addDefectRows() {
	day := callHours.nextOpen(w.reported.AddDate(0, 0, 12))
	l := lead{serial: w.total + 1, status: "open", motion: "inbound", source: "Content", invalidDate: true,
		first: firstNames[0], last: lastNames[0], employer: employerNames["A"][0]}
	w.recordError(w.leadRows.write(&l))
	w.activity(&activity{lead: &l, kind: "call", at: day, owner: w.team[0].name, outcome: "no_answer", deletedLead: true})
	w.deal(&deal{lead: &l, amount: 8500, currency: "EUR", stage: "Discovery", opened: day,
		expected: addDays(day, 60), owner: accountExecutives[0], newBusiness: true})
}
