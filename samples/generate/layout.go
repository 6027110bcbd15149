package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// layout is the tables that one CRM exports.
type layout struct {
	leads      table[lead]
	activities []table[activity]
	deals      table[deal]
}

// layoutOf returns the layout of a format. The error for an unknown one lists all formats.
func layoutOf(format string) (layout, error) {
	known := map[string]layout{"plain": plain, "hubspot": hubspot}
	for name, s := range crmFormats {
		known[name] = s.layout()
	}
	if l, ok := known[format]; ok {
		return l, nil
	}
	return layout{}, fmt.Errorf("--format %q is unknown; use %s", format, formats())
}

// formats lists the names of the formats.
func formats() string {
	return "plain, hubspot, " + strings.Join(slices.Sorted(maps.Keys(crmFormats)), ", ")
}

// plain is the layout of leadpact's own column names (SPEC section 11), with times in RFC 3339.
var plain = layout{
	leads: table[lead]{file: "contacts.csv", columns: []column[lead]{
		numberColumn("lead_id", (*lead).id),
		createdColumn("created_at", time.RFC3339),
		stageColumn("ql_at", time.RFC3339, ql),
		mqlColumn("mql_at", time.RFC3339),
		stageColumn("sql_at", time.RFC3339, sql),
		stageColumn("opportunity_at", time.RFC3339, opportunity),
		stageColumn("proposal_at", time.RFC3339, proposal),
		timeColumn("closed_at", time.RFC3339, func(l *lead) time.Time { return l.closed }),
		textColumn("status", func(l *lead) string { return l.status }),
		timeColumn("assigned_at", time.RFC3339, func(l *lead) time.Time { return l.assigned }),
		textColumn("owner", func(l *lead) string { return l.owner }),
		textColumn("email", (*lead).email),
		textColumn("source", func(l *lead) string { return l.source }),
		textColumn("campaign", func(l *lead) string { return l.campaign }),
		textColumn("tier", func(l *lead) string { return l.tier }),
		textColumn("action", func(l *lead) string { return l.action }),
		textColumn("quality", (*lead).exportedQuality),
		textColumn("motion", func(l *lead) string { return l.motion }),
		textColumn("stream", func(l *lead) string { return stream }),
		textColumn("reason", func(l *lead) string { return l.reason }),
		textColumn("authority", func(l *lead) string { return l.criteria[0] }),
		textColumn("need", func(l *lead) string { return l.criteria[1] }),
		textColumn("understanding", func(l *lead) string { return l.criteria[2] }),
		textColumn("fit", func(l *lead) string { return l.criteria[3] }),
	}},
	activities: []table[activity]{{file: "activities.csv", columns: []column[activity]{
		numberColumn("activity_id", (*activity).id),
		numberColumn("lead_id", func(a *activity) int64 {
			if a.linkedByEmail {
				return 0
			}
			return a.leadID()
		}),
		textColumn("email", func(a *activity) string {
			if a.linkedByEmail {
				return a.email()
			}
			return ""
		}),
		textColumn("type", func(a *activity) string { return a.kind }),
		timeColumn("at", time.RFC3339, func(a *activity) time.Time { return a.at }),
		textColumn("owner", func(a *activity) string { return a.owner }),
		textColumn("outcome", func(a *activity) string { return a.outcome }),
		boolColumn("direction", "inbound", "outbound", func(a *activity) bool { return a.inbound }),
		boolColumn("automated", "true", "false", func(a *activity) bool { return a.automated }),
	}}},
	deals: table[deal]{file: "deals.csv", columns: []column[deal]{
		numberColumn("deal_id", (*deal).id),
		numberColumn("lead_id", func(x *deal) int64 { return x.lead.id() }),
		numberColumn("amount", func(x *deal) int64 { return x.amount }),
		textColumn("currency", func(x *deal) string { return x.currency }),
		textColumn("stage", func(x *deal) string { return x.stage }),
		timeColumn("created_at", time.RFC3339, func(x *deal) time.Time { return x.opened }),
		timeColumn("proposal_at", time.RFC3339, func(x *deal) time.Time { return x.proposed }),
		timeColumn("closed_at", time.RFC3339, func(x *deal) time.Time { return x.closed }),
		textColumn("won", func(x *deal) string { return x.won }),
		textColumn("owner", func(x *deal) string { return x.owner }),
		textColumn("sdr", func(x *deal) string { return x.sdr }),
		textColumn("source", func(x *deal) string { return x.source }),
		textColumn("stream", func(x *deal) string { return stream }),
		boolColumn("new_business", "true", "false", func(x *deal) bool { return x.newBusiness }),
	}},
}

// Columns that the plain and the HubSpot layout share follow.

// Ids are numbers, as in most CRMs. Each table counts from its own first number.
const (
	firstLeadID     = 100_000
	firstDealID     = 900_000
	firstActivityID = 10_000_000
	deletedLeadID   = 99_999 // id of a lead that the CRM has deleted
)

func (l *lead) id() int64     { return firstLeadID + int64(l.serial) }
func (a *activity) id() int64 { return firstActivityID + a.serial }
func (x *deal) id() int64     { return firstDealID + int64(x.serial) }

// leadID returns the id of the lead that the activity refers to.
func (a *activity) leadID() int64 {
	if a.deletedLead {
		return deletedLeadID
	}
	return a.lead.id()
}

// email returns the lead's address. The serial number makes it unique.
func (l *lead) email() string {
	return l.first.ascii + "." + l.last.ascii + strconv.Itoa(l.serial) + "@" + l.employer.ascii + ".example"
}

// exportedQuality returns the quality as the CRM exports it.
func (l *lead) exportedQuality() string {
	if l.unknownQuality {
		return "Sizzling"
	}
	return l.quality
}

// createdColumn returns the column of the creation date.
func createdColumn(header, layout string) column[lead] {
	return column[lead]{header, func(b []byte, l *lead) []byte {
		if l.invalidDate {
			return append(b, "2026-02-30"...)
		}
		return appendTime(b, l.at[created], layout)
	}}
}

// stageColumn returns the column of a stage's date.
func stageColumn(header, layout string, s stage) column[lead] {
	return timeColumn(header, layout, func(l *lead) time.Time { return l.at[s] })
}

// mqlColumn returns the column of the MQL date.
func mqlColumn(header, layout string) column[lead] {
	return column[lead]{header, func(b []byte, l *lead) []byte {
		if l.dateOnlyMQL {
			return appendTime(b, l.at[mql], time.DateOnly)
		}
		return appendTime(b, l.at[mql], layout)
	}}
}
