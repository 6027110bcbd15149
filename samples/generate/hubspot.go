package main

import (
	"slices"
	"time"
)

// hubspotTime is how HubSpot exports a date with its time, in the account's zone.
const hubspotTime = "2006-01-02 15:04"

// hubspot is the layout of HubSpot's exports: contacts, deals, and calls, e-mails and meetings in files of their own.
var hubspot = layout{
	leads: table[lead]{file: "contacts.csv", columns: []column[lead]{
		number("Record ID", (*lead).id),
		word("First Name", func(l *lead) string { return l.first.text }),
		word("Last Name", func(l *lead) string { return l.last.text }),
		word("Email", (*lead).email),
		word("Company Name", func(l *lead) string { return l.employer.text }),
		number("Annual Revenue", func(l *lead) int64 { return l.annual }),
		createdOn("Create Date", hubspotTime),
		stageOn("Became a Lead Date", hubspotTime, ql),
		mqlOn("Became a Marketing Qualified Lead Date", hubspotTime),
		stageOn("Became a Sales Qualified Lead Date", hubspotTime, sql),
		stageOn("Became an Opportunity Date", hubspotTime, opportunity),
		date("Close Date", hubspotTime, func(l *lead) time.Time { return l.closed }),
		word("Lifecycle Stage", (*lead).lifecycle),
		word("Lead Status", func(l *lead) string { return leadStatus[l.status] }),
		word("Contact owner", func(l *lead) string { return l.owner }),
		date("Owner Assigned Date", hubspotTime, func(l *lead) time.Time { return l.assigned }),
		word("Original Source", func(l *lead) string { return l.source }),
		word("Original Source Drill-Down 1", func(l *lead) string { return l.campaign }),
		word("Recent Conversion", func(l *lead) string { return conversions[l.action] }),
		number("HubSpot Score", (*lead).points),
		word("HubSpot Team", func(l *lead) string { return stream }),
		word("Sales Motion", func(l *lead) string { return l.motion }),
		word("Disqualification Reason", func(l *lead) string { return l.reason }),
	}},
	activities: []table[activity]{
		logged("calls.csv", "Call outcome", "call"),
		logged("emails.csv", "Email outcome", "email", "breakup"),
		logged("meetings.csv", "Meeting outcome", "meeting"),
	},
	deals: table[deal]{file: "deals.csv", columns: []column[deal]{
		number("Record ID", (*deal).id),
		word("Deal Name", func(x *deal) string { return x.employer.text + " – " + stream }),
		number("Amount", func(x *deal) int64 { return x.amount }),
		word("Currency", func(x *deal) string { return x.currency }),
		word("Deal Stage", func(x *deal) string { return x.stage }),
		date("Create Date", hubspotTime, func(x *deal) time.Time { return x.opened }),
		date(`Date entered "Proposal (Sales Pipeline)"`, hubspotTime, func(x *deal) time.Time { return x.proposed }),
		date("Close Date", hubspotTime, (*deal).closing),
		number("Associated Contact IDs", func(x *deal) int64 { return x.lead.id() }),
		word("Deal owner", func(x *deal) string { return x.by }),
		word("SDR", func(x *deal) string { return x.sdr }),
		word("Original Source Type", func(x *deal) string { return x.source }),
		choice("New Business", "true", "false", func(x *deal) bool { return x.newBusiness }),
	}},
}

// logged is the export of one sort of activity.
func logged(file, outcome string, kinds ...string) table[activity] {
	keeps := func(a *activity) bool { return slices.Contains(kinds, a.kind) }
	return table[activity]{file: file, keeps: keeps, columns: []column[activity]{
		number("Record ID", (*activity).id),
		word("Activity type", func(a *activity) string { return activityTypes[a.kind] }),
		date("Activity date", hubspotTime, func(a *activity) time.Time { return a.on }),
		word("Activity assigned to", func(a *activity) string { return a.by }),
		word(outcome, func(a *activity) string { return callOutcomes[a.outcome] }),
		choice("Direction", "Inbound", "Outbound", func(a *activity) bool { return a.inbound }),
		choice("Sent by workflow", "true", "false", func(a *activity) bool { return a.automated }),
		number("Associated Contact IDs", (*activity).leadID),
	}}
}

// The words of the portal; the agreement maps them back.
var (
	leadStatus    = map[string]string{"open": "Open", "won": "Customer", "lost": "Lost", "disqualified": "Unqualified", "recycled": "Bad timing"}
	conversions   = map[string]string{demo: "Book a demo: Pricing page", magnet: "Guide: The First Hour, download", newsletter: "Footer: subscribe"}
	activityTypes = map[string]string{"call": "Call", "email": "Email", "meeting": "Meeting", "breakup": "Break-up email"}
	callOutcomes  = map[string]string{"no_answer": "No answer", "connected": "Connected", "conversation": "Connected - Conversation"}
)

// lifecycle is the last stage reached.
func (l *lead) lifecycle() string {
	names := [stages]string{"Subscriber", "Lead", "Marketing Qualified Lead", "Sales Qualified Lead", "Opportunity", "Opportunity", "Customer"}
	for s := won; s > created; s-- {
		if !l.at[s].IsZero() {
			return names[s]
		}
	}
	return names[created]
}

// points is the score, which the agreement's bands make a quality; 0 is blank.
func (l *lead) points() int64 {
	if l.misrated {
		return 250
	}
	return l.score
}

// closing is when the deal closed or, while it is open, when it is expected to.
func (x *deal) closing() time.Time {
	if x.closed.IsZero() {
		return x.expected
	}
	return x.closed
}
