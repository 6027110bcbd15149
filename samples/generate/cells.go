package main

import (
	"strconv"
	"time"
)

// What both layouts write alike.

// Ids are numbers, as in most CRMs; each table counts from its own.
const (
	firstLead     = 100_000
	firstDeal     = 900_000
	firstActivity = 10_000_000
	strayLead     = 99_999 // of a lead that was deleted
)

func (l *lead) id() int64     { return firstLead + int64(l.serial) }
func (a *activity) id() int64 { return firstActivity + a.serial }
func (x *deal) id() int64     { return firstDeal + int64(x.serial) }

// leadID is the id of the lead that the activity names.
func (a *activity) leadID() int64 {
	if a.stray {
		return strayLead
	}
	return a.lead.id()
}

// email is the lead's address; the serial number makes it nobody else's.
func (l *lead) email() string {
	return l.first.ascii + "." + l.last.ascii + strconv.Itoa(l.serial) + "@" + l.employer.ascii + ".example"
}

// rating is the quality as the CRM has it: one is not in the agreement's words.
func (l *lead) rating() string {
	if l.misrated {
		return "Sizzling"
	}
	return l.quality
}

// createdOn is the creation date; of the misdated lead it is a day that does not exist.
func createdOn(header, layout string) column[lead] {
	return column[lead]{header, func(b []byte, l *lead) []byte {
		if l.misdated {
			return append(b, "2026-02-30"...)
		}
		return moment(b, l.at[created], layout)
	}}
}

// stageOn is the date of a stage.
func stageOn(header, layout string, s stage) column[lead] {
	return date(header, layout, func(l *lead) time.Time { return l.at[s] })
}

// mqlOn is the MQL date, bare for leads that came as a list.
func mqlOn(header, layout string) column[lead] {
	return column[lead]{header, func(b []byte, l *lead) []byte {
		if l.bareMQL {
			return moment(b, l.at[mql], time.DateOnly)
		}
		return moment(b, l.at[mql], layout)
	}}
}
