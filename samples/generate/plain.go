package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// layout is how one CRM exports its tables.
type layout struct {
	leads      table[lead]
	activities []table[activity]
	deals      table[deal]
}

// layoutOf is the layout of a format; the error names the formats that there are.
func layoutOf(format string) (layout, error) {
	known := map[string]layout{"plain": plain, "hubspot": hubspot}
	for name, s := range shapes {
		known[name] = s.layout()
	}
	if l, ok := known[format]; ok {
		return l, nil
	}
	return layout{}, fmt.Errorf("--format %q is unknown; use %s", format, formats())
}

// formats lists the formats, in words.
func formats() string {
	return "plain, hubspot, " + strings.Join(slices.Sorted(maps.Keys(shapes)), ", ")
}

// plain is the layout of SPEC section 11, with RFC 3339 dates.
var plain = layout{
	leads: table[lead]{file: "contacts.csv", columns: []column[lead]{
		number("lead_id", (*lead).id),
		createdOn("created_at", time.RFC3339),
		stageOn("ql_at", time.RFC3339, ql),
		mqlOn("mql_at", time.RFC3339),
		stageOn("sql_at", time.RFC3339, sql),
		stageOn("opportunity_at", time.RFC3339, opportunity),
		stageOn("proposal_at", time.RFC3339, proposal),
		date("closed_at", time.RFC3339, func(l *lead) time.Time { return l.closed }),
		word("status", func(l *lead) string { return l.status }),
		date("assigned_at", time.RFC3339, func(l *lead) time.Time { return l.assigned }),
		word("owner", func(l *lead) string { return l.owner }),
		word("email", (*lead).email),
		word("source", func(l *lead) string { return l.source }),
		word("campaign", func(l *lead) string { return l.campaign }),
		word("tier", func(l *lead) string { return l.tier }),
		word("action", func(l *lead) string { return l.action }),
		word("quality", (*lead).rating),
		word("motion", func(l *lead) string { return l.motion }),
		word("stream", func(l *lead) string { return stream }),
		word("reason", func(l *lead) string { return l.reason }),
		word("authority", func(l *lead) string { return l.criteria[0] }),
		word("need", func(l *lead) string { return l.criteria[1] }),
		word("understanding", func(l *lead) string { return l.criteria[2] }),
		word("fit", func(l *lead) string { return l.criteria[3] }),
	}},
	activities: []table[activity]{{file: "activities.csv", columns: []column[activity]{
		number("activity_id", (*activity).id),
		number("lead_id", func(a *activity) int64 {
			if a.byEmail {
				return 0
			}
			return a.leadID()
		}),
		word("email", func(a *activity) string {
			if a.byEmail {
				return a.email()
			}
			return ""
		}),
		word("type", func(a *activity) string { return a.kind }),
		date("at", time.RFC3339, func(a *activity) time.Time { return a.on }),
		word("owner", func(a *activity) string { return a.by }),
		word("outcome", func(a *activity) string { return a.outcome }),
		choice("direction", "inbound", "outbound", func(a *activity) bool { return a.inbound }),
		choice("automated", "true", "false", func(a *activity) bool { return a.automated }),
	}}},
	deals: table[deal]{file: "deals.csv", columns: []column[deal]{
		number("deal_id", (*deal).id),
		number("lead_id", func(x *deal) int64 { return x.lead.id() }),
		number("amount", func(x *deal) int64 { return x.amount }),
		word("currency", func(x *deal) string { return x.currency }),
		word("stage", func(x *deal) string { return x.stage }),
		date("created_at", time.RFC3339, func(x *deal) time.Time { return x.opened }),
		date("proposal_at", time.RFC3339, func(x *deal) time.Time { return x.proposed }),
		date("closed_at", time.RFC3339, func(x *deal) time.Time { return x.closed }),
		word("won", func(x *deal) string { return x.won }),
		word("owner", func(x *deal) string { return x.by }),
		word("sdr", func(x *deal) string { return x.sdr }),
		word("source", func(x *deal) string { return x.source }),
		word("stream", func(x *deal) string { return stream }),
		choice("new_business", "true", "false", func(x *deal) bool { return x.newBusiness }),
	}},
}
