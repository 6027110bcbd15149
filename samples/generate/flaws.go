package main

// Every real export has a handful of rows like these; leadpact says what became of each.

// flaw spoils some leads of the reported month: one is exported twice, and one MQL has a quality nobody agreed on.
func (w *writer) flaw(l *lead) {
	if l.at[created].Before(w.reported) {
		return
	}
	w.inMonth++
	if w.inMonth == 3 {
		w.keep(w.leadRows.put(l))
	}
	if !w.misrated && !l.at[mql].IsZero() {
		w.misrated, l.misrated = true, true
	}
}

// flaws are the rows at the end: a lead created on 30 February, a call to a lead that was deleted, a deal in euros.
func (w *writer) flaws() {
	day := phones.next(w.reported.AddDate(0, 0, 12))
	l := lead{serial: w.total + 1, status: "open", motion: "inbound", source: "Content", misdated: true,
		first: given[0], last: family[0], employer: houses["A"][0]}
	w.keep(w.leadRows.put(&l))
	w.activity(&activity{lead: &l, kind: "call", on: day, by: w.team[0].name, outcome: "no_answer", stray: true})
	w.deal(&deal{lead: &l, amount: 8500, currency: "EUR", stage: "Discovery", opened: day, expected: daysAfter(day, 60), by: closers[0], newBusiness: true})
}
