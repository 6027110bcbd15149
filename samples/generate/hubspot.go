package main

import (
	"slices"
	"time"
)

// hubspotTime is how HubSpot exports a date with its time, in the account's zone.
const hubspotTime = "2006-01-02 15:04"

// hubspot is the layout of HubSpot's exports: contacts, deals, and calls, e-mails and meetings in files of
// their own.
var hubspot = layout{
	leads: table[lead]{file: "contacts.csv", columns: []column[lead]{
		numberColumn("Record ID", (*lead).id),
		textColumn("First Name", func(l *lead) string { return l.first.text }),
		textColumn("Last Name", func(l *lead) string { return l.last.text }),
		textColumn("Email", (*lead).email),
		textColumn("Company Name", func(l *lead) string { return l.employer.text }),
		numberColumn("Annual Revenue", func(l *lead) int64 { return l.employerRevenue }),
		createdColumn("Create Date", hubspotTime),
		stageColumn("Became a Lead Date", hubspotTime, ql),
		mqlColumn("Became a Marketing Qualified Lead Date", hubspotTime),
		stageColumn("Became a Sales Qualified Lead Date", hubspotTime, sql),
		stageColumn("Became an Opportunity Date", hubspotTime, opportunity),
		timeColumn("Close Date", hubspotTime, func(l *lead) time.Time { return l.closed }),
		textColumn("Lifecycle Stage", (*lead).lifecycle),
		textColumn("Lead Status", func(l *lead) string { return leadStatus[l.status] }),
		textColumn("Contact owner", func(l *lead) string { return l.owner }),
		timeColumn("Owner Assigned Date", hubspotTime, func(l *lead) time.Time { return l.assigned }),
		textColumn("Original Source", func(l *lead) string { return l.source }),
		textColumn("Original Source Drill-Down 1", func(l *lead) string { return l.campaign }),
		textColumn("Recent Conversion", func(l *lead) string { return conversions[l.action] }),
		numberColumn("HubSpot Score", (*lead).exportedScore),
		textColumn("HubSpot Team", func(l *lead) string { return stream }),
		textColumn("Sales Motion", func(l *lead) string { return l.motion }),
		textColumn("Disqualification Reason", func(l *lead) string { return l.reason }),
	}},
	activities: []table[activity]{
		hubspotActivities("calls.csv", "Call outcome", "call"),
		hubspotActivities("emails.csv", "Email outcome", "email", "breakup"),
		hubspotActivities("meetings.csv", "Meeting outcome", "meeting"),
	},
	deals: table[deal]{file: "deals.csv", columns: []column[deal]{
		numberColumn("Record ID", (*deal).id),
		textColumn("Deal Name", func(x *deal) string { return x.employer.text + " – " + stream }),
		numberColumn("Amount", func(x *deal) int64 { return x.amount }),
		textColumn("Currency", func(x *deal) string { return x.currency }),
		textColumn("Deal Stage", func(x *deal) string { return x.stage }),
		timeColumn("Create Date", hubspotTime, func(x *deal) time.Time { return x.opened }),
		timeColumn(`Date entered "Proposal (Sales Pipeline)"`, hubspotTime, func(x *deal) time.Time { return x.proposed }),
		timeColumn("Close Date", hubspotTime, (*deal).closing),
		numberColumn("Associated Contact IDs", func(x *deal) int64 { return x.lead.id() }),
		textColumn("Deal owner", func(x *deal) string { return x.owner }),
		textColumn("SDR", func(x *deal) string { return x.sdr }),
		textColumn("Original Source Type", func(x *deal) string { return x.source }),
		boolColumn("New Business", "true", "false", func(x *deal) bool { return x.newBusiness }),
	}},
}

// hubspotActivities returns the export of one kind of activity.
func hubspotActivities(file, outcome string, kinds ...string) table[activity] {
	keeps := func(a *activity) bool { return slices.Contains(kinds, a.kind) }
	return table[activity]{file: file, filter: keeps, columns: []column[activity]{
		numberColumn("Record ID", (*activity).id),
		textColumn("Activity type", func(a *activity) string { return activityTypes[a.kind] }),
		timeColumn("Activity date", hubspotTime, func(a *activity) time.Time { return a.at }),
		textColumn("Activity assigned to", func(a *activity) string { return a.owner }),
		textColumn(outcome, func(a *activity) string { return callOutcomes[a.outcome] }),
		boolColumn("Direction", "Inbound", "Outbound", func(a *activity) bool { return a.inbound }),
		boolColumn("Sent by workflow", "true", "false", func(a *activity) bool { return a.automated }),
		numberColumn("Associated Contact IDs", (*activity).leadID),
	}}
}

// The values of the HubSpot account, which the agreement maps to leadpact's.
var (
	leadStatus = map[string]string{"open": "Open", "won": "Customer", "lost": "Lost", "disqualified": "Unqualified",
		"recycled": "Bad timing"}
	conversions = map[string]string{demo: "Book a demo: Pricing page", magnet: "Guide: The First Hour, download",
		newsletter: "Footer: subscribe"}
	activityTypes = map[string]string{"call": "Call", "email": "Email", "meeting": "Meeting", "breakup": "Break-up email"}
	callOutcomes  = map[string]string{"no_answer": "No answer", "connected": "Connected",
		"conversation": "Connected - Conversation"}
)

// lifecycle returns the last stage that the lead reached, as HubSpot names it.
func (l *lead) lifecycle() string {
	names := [stages]string{"Subscriber", "Lead", "Marketing Qualified Lead", "Sales Qualified Lead",
		"Opportunity", "Opportunity", "Customer"}
	for s := won; s > created; s-- {
		if !l.at[s].IsZero() {
			return names[s]
		}
	}
	return names[created]
}

// exportedScore returns the score, from which the agreement derives the quality; 0 is blank.
func (l *lead) exportedScore() int64 {
	if l.unknownQuality {
		return 250
	}
	return l.score
}

// closing returns when the deal closed or is expected to close.
func (x *deal) closing() time.Time {
	if x.closed.IsZero() {
		return x.expected
	}
	return x.closed
}
