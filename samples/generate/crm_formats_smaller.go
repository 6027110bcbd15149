package main

// smallerCRMs are the CRMs whose leads have no dates of stages: these are custom fields. A call, e-mail or meeting has
// the words that leadpact's profile of the CRM knows; a break-up is known to the warehouse only.
var smallerCRMs = map[string]crmFormat{
	"activecampaign": {
		timeLayout: "2006-01-02 15:04:05", dayLayout: "2006-01-02",
		leads: columnList(`
			Contact ID: lead_id, Email: email, Date Created: created_at, Tags: campaign, Contact Owner: owner,
			Source: source, Contact Score: quality`),
		deals: columnList(`
			Deal ID: deal_id, Deal Title: deal_id, Pipeline: source, Stage: stage, Deal Owner: owner, Contact ID: lead_id,
			Deal Value: amount, Deal Currency: currency, Deal Status: won/deal status, Date Created: created_at`),
		activities: []activityFile{warehouseActivities()},
		words: map[string]vocabulary{"action": actionWords, "quality": {{"high", "85"}, {"moderate", "50"}, {"low", "15"}},
			"deal status": {{"true", "Won"}, {"false", "Lost"}, {"", "Open"}}},
	},
	"amocrm": {
		timeLayout: "02.01.2006 15:04:05", dayLayout: "02.01.2006",
		leads: columnList(`
			ID: lead_id, Название сделки: email, Ответственный: owner, Дата создания сделки: created_at,
			Дата закрытия: closed_at, Этап сделки: status, Рабочий email: email, Источник: source, utm_campaign: campaign`),
		deals: columnList(`
			ID: deal_id, Название сделки: deal_id, Бюджет: amount, Ответственный: owner, Дата создания сделки: created_at,
			Дата закрытия: closed_at, Этап сделки: stage/deal stage, Источник: source`),
		activities: []activityFile{warehouseActivities()},
		words: map[string]vocabulary{"action": actionWords, "quality": ratingWords,
			"status": {{"open", "В работе"}, {"won", "Успешно реализовано"}, {"lost", "Закрыто и не реализовано"},
				{"disqualified", "Не подходит"}, {"recycled", "Отложено"}},
			"deal stage": {{"Closed Won", "Успешно реализовано"}, {"Closed Lost", "Закрыто и не реализовано"}}},
	},
	"attio": {
		timeLayout: "2006-01-02T15:04:05.000000000Z", dayLayout: "2006-01-02", utc: true,
		leadID: "0a1b2c3d-0000-4000-8000-000000%s", dealID: "0a1b2c3d-0001-4000-8000-000000%s",
		leads: columnList(`
			Record ID: lead_id, Record: email, Email addresses: email, Created at: created_at, Status: status, Owner: owner,
			Source: source`),
		deals: columnList(`
			Record ID: deal_id, Record: deal_id, Deal stage: stage/deal stage, Deal owner: owner, Deal value: amount,
			Associated people > Record ID: lead_id, Currency: currency, Created at: created_at, Close date: closed_at`),
		activities: []activityFile{warehouseActivities()},
		words: map[string]vocabulary{"action": actionWords, "quality": ratingWords, "status": statusWords,
			"deal stage": {{"Closed Won", "Won 🎉"}, {"Closed Lost", "Lost"}}},
	},
	"bitrix24": {
		timeLayout: "02.01.2006 15:04:05", dayLayout: "02.01.2006",
		leads: columnList(`
			ID: lead_id, Стадия: status, Название лида: email, Источник: source, Ответственный: owner,
			Дата создания: created_at, Рабочий e-mail: email, Дата завершения: closed_at`),
		deals: columnList(`
			ID: deal_id, Стадия сделки: stage/deal stage, Название сделки: deal_id, Сумма: amount,
			Валюта: currency/currency name, Ответственный: owner, Дата создания: created_at, Дата завершения: closed_at,
			Источник: source, Повторная сделка: new_business/repeat deal`),
		activities: []activityFile{
			{"crm_activity_list.csv", []string{"call", "email", "meeting"}, columnList(`
				ID: activity_id, OWNER_ID: lead_id, OWNER_TYPE_ID: type/owner type, TYPE_ID: type/type number,
				END_TIME: at, RESPONSIBLE_ID: owner, DIRECTION: direction/direction number, COMPLETED: type/completed`)},
			warehouseActivities("breakup"),
		},
		words: map[string]vocabulary{"action": actionWords, "quality": ratingWords,
			"status": {{"open", "В работе"}, {"won", "Качественный лид"}, {"lost", "Отказ"},
				{"disqualified", "Некачественный лид"}, {"recycled", "Отложен"}},
			"deal stage":       {{"Closed Won", "Сделка успешна"}, {"Closed Lost", "Сделка провалена"}},
			"currency name":    {{"USD", "Доллар США"}, {"EUR", "Евро"}},
			"repeat deal":      {{"true", "Нет"}, {"false", "Да"}},
			"owner type":       {{"call", "1"}, {"email", "1"}, {"meeting", "1"}},
			"type number":      {{"call", "2"}, {"email", "4"}, {"meeting", "1"}},
			"completed":        {{"call", "Y"}, {"email", "Y"}, {"meeting", "Y"}},
			"direction number": {{"inbound", "1"}, {"outbound", "2"}}},
	},
	"copper": {
		timeLayout: "1/2/2006 3:04 PM", dayLayout: "1/2/2006",
		leads: columnList(`
			Lead Id: lead_id, Name: email, Owned By: owner, Status: status, Email: email, Source: source,
			Created At: created_at|day`),
		deals: columnList(`
			Opportunity Id: deal_id, Name: deal_id, Primary Contact: deal_id, Status: won/deal status, Value: amount,
			Currency: currency, Stage: stage, Owned By: owner, Source: source, Created At: created_at|day,
			Close Date: closed_at|day`),
		activities: []activityFile{
			{"activities.csv", []string{"call", "email", "meeting"}, columnList(`
				Activity Id: activity_id, Activity Type: type/activity type, Activity Date: at, Parent Type: type/parent type,
				Parent Id: lead_id, User: owner`)},
			warehouseActivities("breakup"),
		},
		words: map[string]vocabulary{"action": actionWords, "quality": ratingWords, "status": statusWords,
			"deal status":   {{"true", "Won"}, {"false", "Abandoned"}, {"", "Open"}},
			"activity type": {{"call", "Phone Call"}, {"email", "Email"}, {"meeting", "Meeting"}},
			"parent type":   {{"call", "Lead"}, {"email", "Lead"}, {"meeting", "Lead"}}},
	},
	"insightly": {
		timeLayout: "2006-01-02T15:04:05Z", dayLayout: "2006-01-02", utc: true,
		leads: columnList(`
			LEAD_ID: lead_id, DATE_CREATED_UTC: created_at, LEAD_STATUS: status, RESPONSIBLE_USER_ID: owner, EMAIL: email,
			LEAD_SOURCE: source, LEAD_RATING: quality`),
		deals: columnList(`
			OPPORTUNITY_ID: deal_id, OPPORTUNITY_STATE: won/state, OPPORTUNITY_VALUE: amount, BID_CURRENCY: currency,
			STAGE_ID: stage, DATE_CREATED_UTC: created_at, ACTUAL_CLOSE_DATE: closed_at|day, RESPONSIBLE_USER_ID: owner`),
		activities: []activityFile{
			{"events.csv", []string{"meeting"}, columnList(`
				EVENT_ID: activity_id, START_DATE_UTC: at, LEAD_ID: lead_id, OWNER_USER_ID: owner`)},
			warehouseActivities("call", "email", "breakup"),
		},
		words: map[string]vocabulary{"action": actionWords, "quality": ratingWords, "status": statusWords,
			"state": {{"true", "WON"}, {"false", "LOST"}, {"", "OPEN"}}},
	},
	"keap": {
		timeLayout: "2006-01-02 15:04:05", dayLayout: "2006-01-02",
		leads: columnList(`
			Id: lead_id, Email: email, Date Created: created_at, Last Updated: created_at, Owner: owner, Lead Source: source,
			Lead Score: quality`),
		deals: columnList(`
			Opportunity Id: deal_id, Opportunity Title: deal_id, Contact Id: lead_id, Stage: stage/deal stage,
			Projected Revenue High: amount, Date Created: created_at, Estimated Close Date: closed_at|day, Owner: owner,
			Lead Source: source`),
		activities: []activityFile{
			{"notes_and_tasks.csv", []string{"call", "email", "meeting"}, columnList(`
				Id: activity_id, Contact Id: lead_id, Email: email, Action Type: type/action type, Completion Date: at,
				User: owner`)},
			warehouseActivities("breakup"),
		},
		words: map[string]vocabulary{"action": actionWords, "quality": {{"high", "85"}, {"moderate", "50"}, {"low", "15"}},
			"deal stage":  {{"Closed Won", "Won"}, {"Closed Lost", "Lost"}},
			"action type": {{"call", "Outbound call"}, {"email", "Email"}, {"meeting", "Appointment"}}},
	},
	"monday": {
		timeLayout: "2006-01-02 15:04:05", dayLayout: "2006-01-02",
		leads: columnList(`
			Name: email, Owner: owner, Status: status, Email: email, Source: source, Created at: created_at,
			Item ID (auto generated): lead_id`),
		deals: columnList(`
			Name: deal_id, Owner: owner, Stage: stage/deal stage, Deal Value: amount, Currency: currency, Source: source,
			Created at: created_at, Close Date: closed_at, Item ID (auto generated): deal_id`),
		activities: []activityFile{warehouseActivities()},
		words: map[string]vocabulary{"action": actionWords, "quality": ratingWords, "status": statusWords,
			"deal stage": {{"Closed Won", "Won"}, {"Closed Lost", "Lost"}}},
	},
	"nutshell": {
		timeLayout: "2006-01-02 15:04:05", dayLayout: "2006-01-02",
		leads: columnList(`
			Lead number: lead_id, Assignee: owner, Status: status, Created: created_at, Closed: closed_at, Email: email,
			Source: source`),
		deals: columnList(`
			Lead number: deal_id, Assignee: owner, Stage: stage, Status: won/deal status, Value: amount, Currency: currency,
			Created: created_at, Closed: closed_at, Source: source`),
		activities: []activityFile{
			{"activities.csv", []string{"call", "email", "meeting"}, columnList(`
				Activity number: activity_id, Lead number: lead_id, Activity type: type/activity type, Logged time: at,
				Logged by: owner, Email: email`)},
			warehouseActivities("breakup"),
		},
		words: map[string]vocabulary{"action": actionWords, "quality": ratingWords, "status": statusWords,
			"deal status":   {{"true", "Won"}, {"false", "Cancelled"}, {"", "Pending"}},
			"activity type": {{"call", "Phone Call"}, {"email", "Email"}, {"meeting", "Meeting"}}},
	},
	"odoo": {
		timeLayout: "2006-01-02 15:04:05", dayLayout: "2006-01-02",
		leadID: "__export__.crm_lead_%s_0a1b2c3d", dealID: "__export__.crm_lead_%s_0a1b2c3d",
		leads: columnList(`
			External ID: lead_id, Opportunity: email, Email: email, Salesperson: owner, Stage: status, Source: source,
			Created on: created_at, Assignment Date: assigned_at, Closed Date: closed_at, Campaign: campaign,
			Priority: quality/priority, Lost Reason: reason`),
		deals: columnList(`
			External ID: deal_id, Salesperson: owner, Stage: stage/deal stage, Active: won/active, Expected Revenue: amount, Currency: currency,
			Created on: created_at, Closed Date: closed_at, Source: source`),
		activities: []activityFile{
			{"crm.activity.report.csv", []string{"call", "email", "meeting"}, columnList(`
				Date: at, Activity Type: type/activity type, Assigned To: owner, Lead/External ID: lead_id,
				Lead/Email: email`)},
			warehouseActivities("breakup"),
		},
		words: map[string]vocabulary{"action": actionWords, "status": statusWords,
			"priority":      {{"high", "Very High"}, {"moderate", "Medium"}, {"low", "Low"}},
			"deal stage":    {{"Closed Won", "Won"}, {"Closed Lost", "Negotiation"}},
			"active":        {{"true", "True"}, {"false", "False"}, {"", "True"}},
			"activity type": {{"call", "Call"}, {"email", "Email"}, {"meeting", "Meeting"}}},
	},
	"suitecrm": {
		timeLayout: "01/02/2006 15:04", dayLayout: "01/02/2006",
		leadID: "0a1b2c3d-0000-4000-8000-000000%s", dealID: "0a1b2c3d-0001-4000-8000-000000%s",
		activityID: "0a1b2c3d-0002-4000-8000-0000%s",
		leads: columnList(`
			ID: lead_id, Date Created: created_at, Assigned to: owner, Last Name: email, Lead Source: source, Status: status,
			Email Address: email, Campaign: campaign`),
		deals: columnList(`
			ID: deal_id, Opportunity Name: deal_id, Date Created: created_at, Opportunity Amount: amount, Sales Stage: stage,
			Expected Close Date: closed_at|day, Assigned to: owner, Lead Source: source`),
		activities: []activityFile{
			{"calls.csv", []string{"call"}, columnList(`
				ID: activity_id, Parent ID: lead_id, Direction: direction/call direction, Start Date and Time: at,
				Assigned to: owner, Status: type/held`)},
			{"meetings.csv", []string{"meeting"}, columnList(`
				ID: activity_id, Parent ID: lead_id, Related To Module: type/module, Start Date and Time: at,
				Assigned to: owner, Status: type/held`)},
			warehouseActivities("email", "breakup"),
		},
		words: map[string]vocabulary{"action": actionWords, "quality": ratingWords, "status": statusWords,
			"call direction": {{"inbound", "Inbound"}, {"outbound", "Outbound"}},
			"held":           {{"call", "Held"}, {"meeting", "Held"}}, "module": {{"meeting", "Leads"}}},
	},
	"zendesk_sell": {
		timeLayout: "2006-01-02T15:04:05Z", dayLayout: "2006-01-02", utc: true,
		leads: columnList(`
			Name: email, Lead ID: lead_id, Owner: owner, Status: status, Source: source, Email: email, Added on: created_at,
			Unqualified Reason: reason`),
		deals: columnList(`
			Deal Name: deal_id, Deal ID: deal_id, Owner: owner, Stage: stage/deal stage, Value: amount, Currency: currency,
			Source: source, Added on: created_at, Closed on: closed_at`),
		activities: []activityFile{
			{"calls.csv", []string{"call"}, columnList(`
				id: activity_id, resource_type: type/resource, resource_id: lead_id, made_at: at, user_id: owner,
				incoming: direction/incoming`)},
			warehouseActivities("email", "meeting", "breakup"),
		},
		words: map[string]vocabulary{"action": actionWords, "quality": ratingWords, "status": statusWords,
			"deal stage": {{"Closed Won", "Won"}, {"Closed Lost", "Lost"}}, "resource": {{"call", "lead"}},
			"incoming": {{"inbound", "true"}, {"outbound", "false"}}},
	},
}
