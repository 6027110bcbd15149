package main

// engagementTools are the programs by which SDRs call and write. Beside their logs stand leads and deals of a
// warehouse, and the activities that the tool does not know. A call or e-mail has the words that leadpact's
// profile knows.
var engagementTools = map[string]crmFormat{
	"aircall": {
		activitiesOnly: true, timeLayout: "2006-01-02 15:04:05", dayLayout: "2006-01-02",
		activities: []activityFile{
			{"call_history.csv", []string{"call"}, columnList(`
				Call ID (internal): activity_id, Call direction: direction/side, Answered: outcome/answered, User name: owner,
				Call started: at, CRM ID: lead_id, Contact email: email, +Outcome: outcome`)},
			warehouseActivities("email", "meeting", "breakup"),
		},
		words: map[string]vocabulary{"side": {{"inbound", "Inbound"}, {"outbound", "Outbound"}},
			"answered": {{"no_answer", "No"}, {"connected", "Yes"}, {"conversation", "Yes"}, {"", "No"}}},
	},
	"apollo": {
		activitiesOnly: true, timeLayout: "2006-01-02T15:04:05Z", dayLayout: "2006-01-02", utc: true,
		activities: []activityFile{
			{"calls.csv", []string{"call"}, columnList(`
				Call Id: activity_id, CRM Lead Id: lead_id, Contact Email: email, Started At: at, User: owner,
				Call Purpose: type/purpose, Direction: direction/side`)},
			{"emails.csv", []string{"email"}, columnList(`
				Email Id: activity_id, CRM Lead Id: lead_id, Contact Email: email, Sent At: at, User: owner,
				Email Type: automated/email type, Sequence: type/sequence`)},
			warehouseActivities("meeting", "breakup"),
		},
		words: map[string]vocabulary{"side": {{"inbound", "Incoming"}, {"outbound", "Outgoing"}},
			"email type": {{"true", "auto_email"}, {"false", "manual_email"}}, "purpose": {{"call", "Prospecting call"}},
			"sequence": {{"email", "Guides"}}},
	},
	"outreach": {
		activitiesOnly: true, timeLayout: "2006-01-02T15:04:05.000Z", dayLayout: "2006-01-02", utc: true,
		activities: []activityFile{
			{"calls.csv", []string{"call"}, columnList(`
				Call ID: activity_id, CRM Lead ID: lead_id, Prospect Email: email, Dialed At: at, User: owner,
				Disposition: outcome/disposition, Direction: direction`)},
			{"mailings.csv", []string{"email"}, columnList(`
				Mailing ID: activity_id, CRM Lead ID: lead_id, Prospect Email: email, Delivered At: at, User: owner,
				Step Type: automated/step type`)},
			warehouseActivities("meeting", "breakup"),
		},
		words: map[string]vocabulary{"step type": {{"true", "auto_email"}, {"false", "manual_email"}},
			"disposition": {{"no_answer", "Left Voicemail"}, {"connected", "Answered - Not Interested"},
				{"conversation", "conversation"}}},
	},
	"ringcentral": {
		activitiesOnly: true, timeLayout: "1/2/2006 3:04:05 PM", dayLayout: "1/2/2006",
		activities: []activityFile{
			{"call_log.csv", []string{"call"}, columnList(`
				Direction: direction/side, Type: type/voice, Phone Number: lead_id, Extension: owner, Date: at,
				Action: type/voice, Action Result: outcome/result, Lead ID: lead_id, Contact Email: email`)},
			warehouseActivities("email", "meeting", "breakup"),
		},
		words: map[string]vocabulary{"side": {{"inbound", "Incoming"}, {"outbound", "Outgoing"}},
			"voice": {{"call", "Voice"}}, "result": {{"no_answer", "No Answer"}, {"connected", "Call connected"}}},
	},
	"salesloft": {
		activitiesOnly: true, timeLayout: "2006-01-02T15:04:05Z", dayLayout: "2006-01-02", utc: true,
		activities: []activityFile{
			{"calls.csv", []string{"call"}, columnList(`
				Call ID: activity_id, Person CRM ID: lead_id, Person Email: email, Call Date: at, User: owner,
				Disposition: outcome/disposition, Sentiment: type/sentiment, Direction: direction`)},
			{"emails.csv", []string{"email"}, columnList(`
				Email ID: activity_id, Person CRM ID: lead_id, Person Email: email, Sent At: at, User: owner,
				Step Type: automated/step type`)},
			warehouseActivities("meeting", "breakup"),
		},
		words: map[string]vocabulary{"step type": {{"true", "Automated Email"}, {"false", "Email"}},
			"disposition": {{"no_answer", "No Answer"}, {"connected", "Connected"}}, "sentiment": {{"call", "Neutral"}}},
	},
}
