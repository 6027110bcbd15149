package main

import "strings"

// Vocabularies that several CRMs share. Statuses and actions are the company's own picklists.
var (
	statusWords = vocabulary{{"open", "Working"}, {"won", "Won"}, {"lost", "Lost"}, {"disqualified", "Unfit"},
		{"recycled", "Nurture"}}
	actionWords  = vocabulary{{demo, "Book a demo"}, {magnet, "Guide download"}, {newsletter, "Newsletter"}}
	ratingWords  = vocabulary{{"high", "Hot"}, {"moderate", "Warm"}, {"low", "Cold"}}
	outcomeWords = vocabulary{{"no_answer", "Left voicemail"}, {"connected", "Reached"}, {"conversation", "Talked"}}
	kindWords    = vocabulary{{"call", "Phone Call"}, {"email", "Mail"}, {"meeting", "Appointment"},
		{"breakup", "Break-up mail"}}
)

// salesforceWords are the vocabularies of Salesforce's reports and of both its exports.
var salesforceWords = map[string]vocabulary{
	"status": statusWords, "action": actionWords, "quality": ratingWords, "outcome": outcomeWords,
	"type":      {{"call", "Call"}, {"email", "Email"}, {"meeting", "Event"}, {"breakup", "Break-up"}},
	"converted": {{"open", "0"}, {"won", "1"}, {"lost", "1"}, {"disqualified", "0"}, {"recycled", "0"}},
	"closed":    {{"true", "1"}, {"false", "1"}, {"", "0"}}, "flag": {{"true", "1"}, {"", "0"}, {"false", "0"}},
}

// crmFormats are the CRMs other than HubSpot by their --format.
var crmFormats = func() map[string]crmFormat {
	out := map[string]crmFormat{}
	for _, formats := range []map[string]crmFormat{largeCRMs, smallerCRMs, engagementTools} {
		for name, s := range formats {
			s.crm = name
			out[name] = s.complete()
		}
	}
	return out
}()

// largeCRMs are the CRMs that most companies have. What their exports lack is in custom fields: the dates of
// stages (except for Salesforce's conversion), motion, action, and the time of day at which a deal closed.
var largeCRMs = map[string]crmFormat{
	"salesforce_report": {
		timeLayout: "1/2/2006 3:04 PM", dayLayout: "1/2/2006", leadID: "00Q000000%s",
		dealID: "006000000%s", activityID: "00T0000%s",
		leads: columnList(`
			Lead ID: lead_id, Create Date: created_at, Lead Owner: owner, Lead Status: status, Email: email,
			Lead Source: source, Primary Campaign: campaign, Rating: quality`),
		activities: []activityFile{{"tasks.csv", nil, columnList(`
			Assigned: owner, Subject: type, Date: at|day, Completed Date/Time: at, Task Subtype: type,
			Activity ID: activity_id, Lead ID: lead_id, Email: email, Call Result: outcome, Call Type: direction`)}},
		deals: columnList(`
			Opportunity ID: deal_id, Lead ID: lead_id, Amount: amount, Amount Currency: currency, Stage: stage,
			Created Date: created_at, Close Date: closed_at|day, Opportunity Owner: owner, Lead Source: source`),
		words: salesforceWords, profileWords: []string{"quality"},
	},
	"salesforce_export": salesforceFormat("2006-01-02 15:04:05",
		func(api string) string { return api }),
	"salesforce_dataloader": salesforceFormat("2006-01-02T15:04:05.000Z", strings.ToUpper),
	"pipedrive": {
		timeLayout: "2006-01-02 15:04:05", dayLayout: "2006-01-02",
		leads: columnList(`
			Deal - ID: lead_id, Deal - Deal created: created_at, Deal - Status: status, Deal - Owner: owner,
			Person - Email: email, Deal - Source channel: source, Deal - Label: quality,
			Deal - Lost reason: reason, Deal - Deal closed on: closed_at`),
		activities: []activityFile{{"activities.csv", nil, columnList(`
			Activity - ID: activity_id, Activity - Type: type, Activity - Marked as done time: at,
			Activity - Assigned to user: owner, Activity - Deal ID: lead_id, Person - Email: email`)}},
		deals: columnList(`
			Deal - ID: deal_id, Deal - Value: amount, Deal - Currency: currency, Deal - Stage: stage,
			Deal - Deal created: created_at, Deal - Deal closed on: closed_at, Deal - Status: won/deal status,
			Deal - Owner: owner, Deal - Source channel: source`),
		words: map[string]vocabulary{"status": statusWords, "action": actionWords, "quality": ratingWords,
			"outcome": outcomeWords, "type": kindWords,
			"deal status": {{"true", "Won"}, {"false", "Lost"}, {"", "Open"}}},
	},
	"zoho": {
		timeLayout: "2006-01-02 15:04:05", dayLayout: "2006-01-02", dealID: "zcrm_%s",
		activityID: "zcrm_%s",
		leads: columnList(`
			Record Id: lead_id, Lead Owner: owner, Created Time: created_at, Lead Status: status, Email: email,
			Lead Source: source, Rating: quality, Converted Date Time: sql_at`),
		activities: []activityFile{
			{"calls.csv", []string{"call"}, columnList(`
			Record Id: activity_id, Related To.id: lead_id, Call Start Time: at, Call Owner: owner,
			Call Result: outcome, Call Type: direction, email: email`)},
			warehouseActivities("email", "meeting", "breakup"),
		},
		deals: columnList(`
			Record Id: deal_id, Deal Name: deal_id, Amount: amount, Currency: currency, Stage: stage,
			Created Time: created_at, Closing Date: closed_at|day, Deal Owner: owner, Lead Source: source`),
		words: map[string]vocabulary{"status": statusWords, "action": actionWords, "quality": ratingWords,
			"outcome": outcomeWords},
	},
	"dynamics": {
		timeLayout: "02.01.2006 15:04", dayLayout: "02.01.2006",
		leadID: "0a1b2c3d-0000-4000-8000-000000%s", dealID: "0a1b2c3d-0001-4000-8000-000000%s",
		activityID: "0a1b2c3d-0002-4000-8000-0000%s",
		leads: columnList(`
			(Do Not Modify) Lead: lead_id, Created On: created_at, Status Reason: status, Owner: owner,
			Email: email, Lead Source: source, Source Campaign: campaign, Rating: quality`),
		activities: []activityFile{{"activities.csv", nil, columnList(`
			(Do Not Modify) Activity: activity_id, Activity Type: type, Actual End: at, Owner: owner,
			Direction: direction`)}},
		deals: columnList(`
			(Do Not Modify) Opportunity: deal_id, Est. Revenue: amount, Currency: currency,
			Pipeline Phase: stage, Created On: created_at, Status: won/deal status, Owner: owner`),
		words: map[string]vocabulary{"status": statusWords, "action": actionWords, "quality": ratingWords,
			"outcome": outcomeWords, "type": kindWords,
			"direction": {{"outbound", "Outgoing"}, {"inbound", "Incoming"}}, "deal status": {{"true", "Won"},
				{"false", "Lost"}, {"", "Open"}}},
		profileWords: []string{"quality"},
	},
	"freshsales": {
		timeLayout: "2006-01-02 15:04:05 UTC", dayLayout: "2006-01-02", utc: true,
		leads: columnList(`
			Id: lead_id, Last name: email, Email: email, Sales owner: owner,
			Lifecycle stage: status/lifecycle stage, Status: status, Lost reason: reason, Source: source,
			Campaign: campaign, Score: quality, Created at: created_at, Last assigned at: assigned_at`),
		activities: []activityFile{
			{"call_logs.csv", []string{"call"}, columnList(`
			Id: activity_id, Related to id: lead_id, Created at: at, Created by: owner, Outcome: outcome,
			Call direction: direction/call direction, email: email`)},
			// The contact's id is joined from Salesactivity_targetables.csv, and the direction is a
			// custom field.
			{"sales_activities.csv", []string{"email", "meeting", "breakup"}, columnList(`
			Id: activity_id, Related to Id: lead_id, Sales Activity Type: type, Start date: at,
			Sales owner: owner, Outcome: outcome, Direction: direction, email: email`)},
		},
		deals: columnList(`
			Id: deal_id, Name: deal_id, Deal value: amount, Currency: currency, Deal stage: stage/deal stage,
			Created at: created_at, Closed date: closed_at|day, Sales owner: owner, Source: source`),
		words: map[string]vocabulary{"status": statusWords, "action": actionWords, "outcome": outcomeWords,
			"type": kindWords, "quality": {{"high", "85"}, {"moderate", "50"}, {"low", "15"}},
			"lifecycle stage": {{"open", "Lead"}, {"won", "Customer"}, {"lost", "Lead"},
				{"disqualified", "Lead"}, {"recycled", "Lead"}},
			"call direction": {{"outbound", "Outgoing"}, {"inbound", "Incoming"}},
			"deal stage":     {{"Closed Won", "Won"}, {"Closed Lost", "Lost"}}},
	},
	"close": {
		timeLayout: "2006-01-02T15:04:05.000000+00:00", dayLayout: "2006-01-02", utc: true,
		leadID: "lead_%s", dealID: "oppo_%s",
		leads: columnList(`
			id: lead_id, display_name: email, status_label: status, date_created: created_at,
			primary_contact_primary_email: email, custom.Source: source, custom.Tier: tier,
			custom.Action: action, custom.Quality: quality`),
		activities: []activityFile{warehouseActivities()},
		deals: columnList(`
			id: deal_id, lead_id: lead_id, status_type: won/status type, status_label: stage,
			value_period: won/period, date_created: created_at, user_name: owner`),
		words: map[string]vocabulary{"status": statusWords, "action": actionWords, "quality": ratingWords,
			"status type": {{"true", "won"}, {"false", "lost"}, {"", "active"}}, "period": {{"true", "one_time"},
				{"false", "one_time"}, {"", "one_time"}}},
	},
}

// salesforceFormat returns the format of the weekly export or the Data Loader, which differ in how field
// names and times are written. Times are in UTC. Owners are names, although both exports have ids only.
func salesforceFormat(stamp string, name func(api string) string) crmFormat {
	s := crmFormat{
		timeLayout: stamp, dayLayout: "2006-01-02", utc: true, leadID: "00Q000000%sAAA",
		dealID: "006000000%sAAA", activityID: "00T0000%sAAA",
		leads: columnList(`
			Id: lead_id, CreatedDate: created_at, OwnerId: owner, IsConverted: status/converted, Status: status,
			Email: email, LeadSource: source, Rating: quality, ConvertedDate: sql_at|day`),
		activities: []activityFile{{"Task.csv", nil, columnList(`
			Id: activity_id, WhoId: lead_id, CreatedDate: at, ActivityDate: at|day, OwnerId: owner,
			TaskSubtype: type, CallDisposition: outcome, CallType: direction`)}},
		deals: columnList(`
			Id: deal_id, StageName: stage, Amount: amount, CurrencyIsoCode: currency, CreatedDate: created_at,
			CloseDate: closed_at|day, IsClosed: won/closed, IsWon: won/flag, OwnerId: owner, LeadSource: source`),
		words: salesforceWords, profileWords: []string{"quality"},
	}
	for _, columns := range [][]string{s.leads, s.deals, s.activities[0].columns} {
		for i, line := range columns {
			header, field, _ := strings.Cut(line, ": ")
			columns[i] = name(header) + ": " + field
		}
	}
	return s
}
